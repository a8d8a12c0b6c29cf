"""Which blocks of the body maps mark a pain area; the facts and the choice of views are in handouts.maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handouts.design import mixed
from handouts.maps import SIDES, STRENGTHS, VIEWS, MapRegions, Shown, Strength, read_regions

__all__ = ["SIDES", "STRENGTHS", "VIEWS", "MapRegions", "marked_palette", "painted", "read_regions"]

PALER: Mapping[Strength, float] = {"main": 0.0, "linked": 0.5, "faint": 0.8}  # share of the way to the bare body
EDGE_PALER: Mapping[Strength, float] = {"main": 0.0, "linked": 0.35, "faint": 0.6}


def painted(
    regions: MapRegions, marks: Sequence[tuple[str, str]], shown: Shown, mono: bool = False
) -> tuple[tuple[Strength, tuple[str, ...]], ...]:
    """What is painted over the base of one view: blocks by strength, the faintest first.

    marks are areas with their sides. A region marked more strongly is left out of the fainter marks.
    """
    names: dict[Strength, tuple[str, ...]] = {}
    taken: set[str] = set()
    for strength in reversed(STRENGTHS):
        found = [
            block
            for area, sides in marks
            for block in regions.blocks(area, shown.view, "".join(s for s in sides if s in shown.sides), mono, strength)
        ]
        names[strength] = tuple(block for block in dict.fromkeys(found) if block.partition(":")[2] not in taken)
        taken |= {block.partition(":")[2] for block in found}
    return tuple((strength, names[strength]) for strength in STRENGTHS if names[strength])


def marked_palette(palette: Mapping[str, str], strength: Strength) -> Mapping[str, str]:
    """The palette with the marks as pale as their strength asks; in black and white the blocks themselves differ."""
    if strength == "main":
        return palette
    share, edge = PALER[strength], EDGE_PALER[strength]
    return {
        **palette,
        "mark": mixed(palette["mark"], palette["body"], share),
        "mark_dark": mixed(palette["mark_dark"], palette["body"], share),
        "mark_edge": mixed(palette["mark_edge"], palette["body"], edge),
    }
