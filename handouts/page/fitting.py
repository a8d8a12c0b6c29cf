"""Words on a panel: the first plan that fits, or an error that names the panel and how many lines it is over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from handouts.errors import LayoutError
from handouts.page.leaflet import Drawn

P = TypeVar("P")
LITTLE = 0.01  # points that rounding may add
LINE = 16  # points: the leading of body type


def first_fit(plans: Iterable[P], draw: Callable[[P], Drawn], hint: str) -> tuple[Drawn, P]:
    """The first plan whose words fit its panel. Raises LayoutError with the hint."""
    tried: Drawn | None = None
    for plan in plans:
        tried = draw(plan)
        if tried.over <= LITTLE:
            return tried, plan
    assert tried is not None  # there is always a plan
    raise _too_long(tried, hint)


def fitting(panel: Drawn, hint: str) -> Drawn:
    """The panel, if its words fit. Raises LayoutError with the hint."""
    if panel.over > LITTLE:
        raise _too_long(panel, hint)
    return panel


def _too_long(panel: Drawn, hint: str) -> LayoutError:
    lines = int(panel.over / LINE) + 1
    count = "1 line" if lines == 1 else f"{lines} lines"
    return LayoutError(f"the panel '{panel.panel.name}' is {count} too long", hint=hint)
