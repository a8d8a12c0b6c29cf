"""A sheet's words, laid out.

The basic sheet is one leaf, both sides: page one is understand, page two is do. The full sheet and large print take as
many pages as they need.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from handouts.design import Design
from handouts.errors import LayoutError
from handouts.page.back import Back, BackPlan, back_ladder, lay_out_back
from handouts.page.blocks import foot, sections
from handouts.page.blocks.base import Block, Setting
from handouts.page.flow import lay_out_flow
from handouts.page.front import MAP_HEIGHTS, TALLEST_MAP, Front, FrontPlan, front_ladder, lay_out_front
from handouts.page.layout import FOOTER, NARROWEST_MM, SIDE, Layout, Placed, finished, measure, page_size
from handouts.page.styles import MM
from handouts.pictures.compiled import PictureBook
from handouts.pictures.regions import MapRegions, read_regions
from handouts.resources import Folders
from handouts.words.model import Section, Words, plain

Tier = Literal["basic", "full"]
HALF_GAP = 4 * MM
FEWEST_LINES = 2  # of a list of care, when page two is full
TALLEST_PICTURE_MM = 60
LONG_NOTE = 200  # characters
SLACK = 0.01  # points that rounding may cost


def lay_out_handout(
    words: Words,
    design: Design,
    pictures: PictureBook,
    *,
    tier: Tier,
    regions: MapRegions | None = None,
) -> Layout:
    """Places the words of a handout or an advice sheet.

    Basic handouts with exercises take exactly two pages of A4 or Letter. What had to be left out for room is told in
    ``Layout.dropped``; a red flag never is. regions: which parts of the body map mark an area; the supplied ones when
    None. Raises LayoutError, naming the block and the lines over, when the words cannot fit, and PictureError for a
    missing picture.
    """
    if design.paper.width_mm < NARROWEST_MM:
        raise LayoutError(
            f"a handout does not fit on {design.paper.name}", hint="handouts are made for A4 and Letter paper"
        )
    setting = Setting(design, pictures, regions or _supplied_regions(words))
    if tier == "full" or design.large or words.kind == "advice" or words.exercises is None:
        return lay_out_flow(words, setting, full=tier == "full")
    return _lay_out_leaf(words, setting)


def _supplied_regions(words: Words) -> MapRegions:
    if words.body_map is None:
        return MapRegions({})
    return read_regions(Folders.find().images[-1] / "anatomy" / "regions.yaml")


# ---------------------------------------------------------------- one leaf
def _lay_out_leaf(words: Words, setting: Setting) -> Layout:
    in_front, front_plan = _choose_front(words, setting)
    in_back, back_plan, dropped = _choose_back(words, setting, in_front)
    first = _filled_front(words, setting, front_plan, _care_rows(in_front, setting))
    second = _filled_back(words, setting, back_plan, _care_rows(in_back, setting))
    pages = with_footers([list(first.placed), list(second.placed)], words, setting)
    return finished(pages, setting, words.language, [*first.dropped, *second.dropped, *dropped], [])


def _care_sections(words: Words) -> list[Section]:
    """Aftercare, then what to take care of."""
    return [part for part in (words.aftercare, *words.precautions) if part is not None]


def _care_rows(care: Sequence[Section], setting: Setting) -> list[list[Block]]:
    """Two sections to a row; a lone one takes the full width, its list in two columns."""
    width = measure(setting.design)
    rows = []
    for start in range(0, len(care), 2):
        pair = care[start : start + 2]
        wide = len(pair) == 1
        column = width if wide else (width - HALF_GAP) / 2
        rows.append(
            [sections.care(part, setting, column, caution=part.icon == "care", columns=1 + wide) for part in pair]
        )
    return rows


def _choose_front(words: Words, setting: Setting) -> tuple[list[Section], FrontPlan]:
    """What page one holds: as much care as it can, in pairs, with the most generous plan that leaves it room."""
    care = _care_sections(words)
    if words.week and _fits_front(words, setting, FrontPlan(), [*care, words.week]):
        return [*care, words.week], FrontPlan()
    front = None
    for kept in _care_choices(words):
        rows = _care_rows(kept, setting)
        for plan in front_ladder(words, last=not kept):
            front = lay_out_front(words, setting, plan, rows)
            if front.room(setting) >= -SLACK:
                return kept, plan
    assert front is not None  # the ladders are never empty
    raise LayoutError(
        f"page one is {_lines(front.room(setting), setting)} lines too long: the red flags and the map fill it",
        hint="choose fewer areas for one sheet, or make the full sheet",
    )


def _care_choices(words: Words) -> Iterator[list[Section]]:
    """What page one may hold of the care, the most first: whole pairs, then one section alone, then none."""
    care = _care_sections(words)
    yield care
    for count in range((len(care) - 1) // 2, 0, -1):
        yield care[: 2 * count]
    if len(care) > 1:
        yield from ([part] for part in (*words.precautions[:1], words.aftercare) if part)
    if care:
        yield []


def _fits_front(words: Words, setting: Setting, plan: FrontPlan, care: list[Section]) -> bool:
    return lay_out_front(words, setting, plan, _care_rows(care, setting)).room(setting) >= -SLACK


def _choose_back(
    words: Words, setting: Setting, in_front: list[Section]
) -> tuple[list[Section], BackPlan, list[str]]:
    """What page two holds of the care that page one has no room for, the most generous plan, and what is left out."""
    kept = [part for part in _care_sections(words) if part not in in_front]
    dropped: list[str] = []
    if words.week and words.week not in in_front:
        whole = [*kept, words.week]
        for plan in list(back_ladder())[:2]:
            if lay_out_back(words, setting, plan, _care_rows(whole, setting)).room >= -SLACK:
                return whole, plan, dropped
        dropped.append(f"left out for room: {plain(words.week.heading)}")
    back = None
    for most in (None, FEWEST_LINES):
        cut = kept if most is None else [sections.with_fewer_items(part, most) for part in kept]
        rows = _care_rows(cut, setting)
        for plan in back_ladder():
            back = lay_out_back(words, setting, plan, rows)
            if back.room >= -SLACK:
                dropped += [
                    f"shortened for room: {plain(part.heading)}" for part, whole in zip(cut, kept, strict=True) if part != whole
                ]
                return cut, plan, dropped
    assert back is not None  # the ladder is never empty
    long_note = words.note is not None and len(plain(words.note.text)) > LONG_NOTE
    raise LayoutError(
        f"{'the note' if long_note else 'page two'} is {_lines(back.room, setting)} lines too long for two pages",
        hint="shorten the note, choose fewer exercises, or make the full sheet",
    )


def _lines(room: float, setting: Setting) -> int:
    return math.ceil(-room / setting.styles.body.leading)


# ---------------------------------------------------------------- spare room
def _filled_front(words: Words, setting: Setting, plan: FrontPlan, rows: list[list[Block]]) -> Front:
    """Spare room goes to the map, then to gaps; never to type size."""
    best = lay_out_front(words, setting, plan, rows)
    if words.body_map and plan.map_height >= MAP_HEIGHTS[0]:
        height = plan.map_height
        while height + 2 * MM <= TALLEST_MAP:
            height += 2 * MM
            taller = lay_out_front(words, setting, replace(plan, map_height=height), rows)
            if taller.room(setting) < 0:
                break
            best, plan = taller, replace(plan, map_height=height)
    for gap in range(1, 7):
        wider = lay_out_front(words, setting, plan, rows, gaps=gap * MM)
        if wider.room(setting) < 0:
            break
        best = wider
    return best


def _filled_back(words: Words, setting: Setting, plan: BackPlan, rows: list[list[Block]]) -> Back:
    """Spare room goes to lines to write on, then to the pictures, then to gaps."""
    best = lay_out_back(words, setting, plan, rows)
    for better in _more_generous(plan):
        tried = lay_out_back(words, setting, better, rows)
        if tried.room < 0:
            break
        best, plan = tried, better
    for gap in range(1, 5):
        wider = lay_out_back(words, setting, plan, rows, gap=gap * MM)
        if wider.room < 0:
            break
        best = wider
    return best


def _more_generous(plan: BackPlan) -> Iterator[BackPlan]:
    if plan.writing_lines:
        for lines in (2, 3):
            plan = replace(plan, writing_lines=lines)
            yield plan
    if plan.shape.form == "wide":
        for height in range(34, TALLEST_PICTURE_MM + 1, 2):
            yield replace(plan, shape=replace(plan.shape, picture=height * MM))


def with_footers(pages: list[list[Placed]], words: Words, setting: Setting) -> list[list[Placed]]:
    """The running line at the foot of every page."""
    width, height = measure(setting.design), page_size(setting.design)[1]
    return [
        [*placed, Placed(foot.footer(words.footer, setting, width, number, len(pages)), SIDE, height - FOOTER)]
        for number, placed in enumerate(pages, start=1)
    ]
