"""A leaflet's words, laid out: two sides of one sheet that is folded twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from handouts.design import Design
from handouts.errors import LayoutError
from handouts.page import leaflet_inside as inside
from handouts.page import leaflet_outside as outside
from handouts.page.layout import Layout, Page
from handouts.page.leaflet import Drawn, Leaf, LeafletSetting
from handouts.page.panels import check_fold, on_its_side, tri_fold
from handouts.page.styles import MM
from handouts.pdf.structure import Node
from handouts.pictures.compiled import PictureBook
from handouts.pictures.regions import MapRegions
from handouts.words.brochure import BrochureWords

P = TypeVar("P")
LITTLE = 0.01  # points that rounding may add


def lay_out_brochure(
    words: BrochureWords, design: Design, pictures: PictureBook, regions: MapRegions, *, fold: str = "tri"
) -> Layout:
    """Places the words on the six panels of a tri-fold: page one is the outside, page two the inside.

    What had to be left out for room is told in ``Layout.dropped``; an emergency sign never is. Raises UsageProblem for
    an unknown fold; LayoutError for large print, other paper, or a panel that cannot hold its words (naming it and the
    lines over); PictureError for a missing picture.
    """
    check_fold(fold)
    turned = on_its_side(design)
    setting = LeafletSetting(turned, pictures, regions)
    leaf = Leaf(tri_fold(turned.paper.width_mm * MM, turned.paper.height_mm * MM), setting)
    helped, help_plan = _first_fit(inside.help_plans(words), lambda plan: inside.get_help(words, leaf, plan))
    placed_where, where_plan = _first_fit(inside.where_plans(words, leaf), lambda plan: inside.where(words, leaf, plan))
    middle, middle_dropped = _middle(words, leaf)
    read = [
        _fitting(outside.cover(words.cover, leaf), "use a shorter --title, or fewer areas"),
        _flap(words, leaf),
        placed_where,
        *middle,
        helped,
        _fitting(outside.back(words, leaf, tell_us=not help_plan.tell_us), "shorten the address in clinic.yaml"),
    ]
    dropped = [line for panel in read for line in panel.dropped]
    dropped += inside.where_dropped(words, where_plan) + middle_dropped + inside.help_dropped(words, help_plan)
    return _layout(read, setting, words, dropped)


# ---------------------------------------------------------------- fitting
def _first_fit(plans: Sequence[P], draw: Callable[[P], Drawn]) -> tuple[Drawn, P]:
    """The first plan whose words fit. Raises LayoutError."""
    tried: Drawn | None = None
    for plan in plans:
        tried = draw(plan)
        if tried.over <= LITTLE:
            return tried, plan
    assert tried is not None
    raise _too_long(tried, "choose fewer areas for one leaflet")


def _fitting(panel: Drawn, hint: str) -> Drawn:
    if panel.over > LITTLE:
        raise _too_long(panel, hint)
    return panel


def _too_long(panel: Drawn, hint: str) -> LayoutError:
    lines = int(panel.over / 16) + 1
    count = "1 line" if lines == 1 else f"{lines} lines"
    return LayoutError(f"the panel '{panel.panel.name}' is {count} too long", hint=hint)


def _flap(words: BrochureWords, leaf: Leaf) -> Drawn:
    """The flap with as many claims as fit."""
    evidence = words.evidence
    panel, _ = _first_fit(outside.flap_plans(evidence), lambda plan: outside.flap(evidence, leaf, plan))
    return panel


def _middle(words: BrochureWords, leaf: Leaf) -> tuple[list[Drawn], list[str]]:
    if words.moves:
        panel, plan = _first_fit(inside.moves_plans(), lambda plan: inside.moves(words, leaf, plan))
        return [panel], inside.moves_dropped(words, plan)
    assert words.start is not None
    start = words.start
    panel, _ = _first_fit(range(len(start.lines), 0, -1), lambda rows: inside.tips_alone(start, leaf, rows))
    return [panel], []


# ---------------------------------------------------------------- pages
def _layout(read: Sequence[Drawn], setting: LeafletSetting, words: BrochureWords, dropped: list[str]) -> Layout:
    """The two pages. Panels stand where they are folded and are read in the order in which a reader meets them."""
    order = Node("Part")
    for panel in read:
        order.adopt(panel.node)
    pages = []
    for face in ("outside", "inside"):
        pages.append([one for panel in read if panel.panel.face == face for one in panel.placed])
    first = pages[0][0]
    first.block.node = order  # one tree hangs under the first block: the order of reading is not that of the pages
    missing = setting.typesetter.missing
    warnings = [f"no font of this leaflet has this character, so a box is printed: {sign}" for sign in missing]
    return Layout(
        design=setting.design,
        language=words.language,
        font=setting.styles.body.face,
        pages=tuple(Page(tuple(placed)) for placed in pages),
        dropped=tuple(f"left out for room: {line}" for line in dropped),
        warnings=(*setting.design.warnings, *warnings),
        slots=(),
    )
