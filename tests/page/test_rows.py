"""Where pages break: full pages, nothing torn apart, and room that is left goes between the parts."""

from __future__ import annotations

import pytest

from handouts.errors import LayoutError
from handouts.page.blocks.base import Block, Setting
from handouts.page.drawing import Sketch
from handouts.page.handout import lay_out_handout
from handouts.page.layout import TOP, content_end
from handouts.page.rows import LEAST_FILLED, NEXT_TOP, Breaks, Row, break_rows, place_rows, row
from handouts.page.styles import MM
from tests.page import samples

ROOM = 250 * MM


def block(height: float, name: str = "block") -> Block:
    return Block(name, 100.0, height * MM, Sketch(), None)


def pages_of(*rows: Row) -> list[tuple[int, int]]:
    return list(break_rows(rows, ROOM, ROOM).pages)


def going_on(height: float) -> Row:
    return Row(((block(height), 0.0, 0.0),), 0.0, goes_on=True)


def test_no_more_pages_than_are_needed() -> None:
    assert pages_of(*(row(block(60), 5 * MM) for _ in range(6))) == [(0, 3), (3, 6)]


def test_a_heading_is_not_left_behind_with_one_paragraph_of_its_section() -> None:
    story = [row(block(180), 0), row(block(50), 5 * MM), going_on(60), going_on(60)]
    assert pages_of(*story) == [(0, 1), (1, 4)]


def test_a_section_that_fits_a_page_is_not_torn() -> None:
    story = [row(block(168), 0), row(block(35), 5 * MM), going_on(35), going_on(100), row(block(40), 5 * MM)]
    assert pages_of(*story) == [(0, 1), (1, 5)]


def test_a_last_page_with_next_to_nothing_takes_a_part_from_the_page_before() -> None:
    assert pages_of(*(row(block(height), 5 * MM) for height in (100, 70, 60, 30))) == [(0, 2), (2, 4)]


def test_a_block_taller_than_a_page_is_named() -> None:
    with pytest.raises(LayoutError, match=r"'note' is 10 mm taller than a page"):
        break_rows([row(block(260, "note"), 0)], ROOM, ROOM)


def test_room_that_is_left_goes_between_parts_and_never_over_the_foot() -> None:
    design = samples.design()
    setting = Setting(design, samples.SampleBook(), samples.REGIONS)
    rows = [row(block(60), 4 * MM), row(block(60), 4 * MM), going_on(60), row(block(60), 4 * MM)]
    words, width = samples.standard(), 174 * MM
    (plain, _), (airy, last) = (
        place_rows(rows, Breaks(((0, 3), (3, 4)), 0.0), words, setting, width, airy=airy) for airy in (False, True)
    )
    assert airy[1].y > plain[1].y
    assert airy[2].y == pytest.approx(airy[1].bottom, abs=1 * MM)  # goes on with the section before it
    assert airy[2].bottom <= content_end(design)
    assert last[-1].y == NEXT_TOP


@pytest.mark.parametrize(("variant", "tier"), [("standard", "full"), ("mono", "full"), ("large", "basic")])
@pytest.mark.parametrize("exercises", [1, 3, 5])
def test_no_page_but_the_last_looks_empty(variant: str, tier: str, exercises: int) -> None:
    words, design = samples.standard(exercises=exercises, conditions=2), samples.design(variant)
    layout = lay_out_handout(words, design, samples.SampleBook(), tier=tier, regions=samples.REGIONS)  # type: ignore[arg-type]
    end = content_end(design)
    for page in layout.pages[:-1]:
        content = [placed.bottom for placed in page.placed if placed.bottom <= end + 1]
        assert (max(content) - TOP) / (end - TOP) > 2 * LEAST_FILLED
