"""Pages on sheets: printed on both sides, folded and cut, they come out in order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.design import Paper
from handouts.errors import LayoutError
from handouts.page.blocks.base import Block
from handouts.page.drawing import Box, Sketch
from handouts.page.handout import lay_out_handout
from handouts.page.imposition import impose, printers_order, two_up
from handouts.page.layout import Page, Placed, Sheet
from handouts.page.production import BLEED, Production
from handouts.page.styles import MM
from tests.page.samples import A4, LETTER, REGIONS, SampleBook, design, standard

A5 = Sheet(148.5 * MM, 210 * MM)


def folded(count: int) -> list[int]:
    """Page numbers as a reader turns them, from a stack printed on both sides over the short edge and folded."""
    sides = printers_order(count)
    sheets = [(sides[index], sides[index + 1]) for index in range(0, len(sides), 2)]
    front_half, back_half = [], []
    for front, back in sheets:  # from the outermost sheet inwards
        # The right half of the front comes first; behind it, turned over the short edge, is the left half of the back.
        front_half += [front.right, back.left]
        back_half = [back.right, front.left, *back_half]
    return front_half + back_half


@given(st.integers(1, 32))
def test_folded_into_one_another_the_pages_are_in_order(sheets: int) -> None:
    assert folded(4 * sheets) == list(range(1, 4 * sheets + 1))


def test_pages_that_are_not_a_multiple_of_four_cannot_be_folded() -> None:
    for count in (0, 3, 6):
        with pytest.raises(ValueError, match="not a multiple of four"):
            printers_order(count)


def page_of(number: int) -> Page:
    sketch = Sketch()
    sketch.add(Box(0, 0, A5.width, A5.height, fill="#CCCCCC"))
    return Page((Placed(Block(f"page {number}", A5.width, A5.height, sketch, None), 0, 0),), A5)


def test_inner_sheets_are_moved_towards_the_fold_by_the_thickness_of_those_round_them() -> None:
    sides = impose([page_of(number) for number in range(1, 17)], Production(), caliper=0.1 * MM)
    for number, side in enumerate(sides):
        left, right = side.placed
        creep = (number // 2) * 0.1 * MM
        assert left.x == pytest.approx(creep)
        assert right.x == pytest.approx(A5.width - creep)


@pytest.mark.parametrize("print_shop", [False, True])
def test_nothing_of_a_page_crosses_the_fold_and_grounds_bleed_on_the_other_sides(print_shop: bool) -> None:
    production = Production(print_shop=print_shop)
    side = impose([page_of(number) for number in range(1, 5)], production, caliper=0.0)[0]
    bleed = BLEED if print_shop else 0.0
    trim = side.sheet.trim[:2] if side.sheet and side.sheet.trim else (0.0, 0.0)
    left, right = side.placed[:2]
    assert left.window == pytest.approx((trim[0] - bleed, trim[1] - bleed, A5.width + bleed, A5.height + 2 * bleed))
    assert right.window == pytest.approx((trim[0] + A5.width, trim[1] - bleed, A5.width + bleed, A5.height + 2 * bleed))


# ---------------------------------------------------------------- two to a side
def test_two_half_pages_stand_side_by_side_and_no_type_is_smaller_than_9_points() -> None:
    for paper in (A4, LETTER):
        reduced = replace(design(paper=paper), reduced=True)
        whole = lay_out_handout(standard(), reduced, SampleBook(), tier="basic", regions=REGIONS)
        layout = two_up(whole)
        assert len(layout.pages) == -(-len(whole.pages) // 2)
        sheet = layout.sheet_of(layout.pages[0])
        assert sheet.width > sheet.height
        for page in layout.pages:
            for placed in page.placed:
                assert placed.x >= 0
                assert placed.x + placed.block.width * placed.scale <= sheet.width
                assert placed.bottom <= sheet.height
        assert layout.reading_order() == whole.reading_order()
        names = [slot.name for slot in layout.slots]
        assert "client" in names
        assert all(slot.size >= 9 for slot in layout.slots)


def test_a_sheet_in_ordinary_type_is_not_reduced() -> None:
    whole = lay_out_handout(standard(), design(), SampleBook(), tier="basic", regions=REGIONS)
    with pytest.raises(LayoutError, match=r"type as small as 6\.\d points"):
        two_up(whole)


def test_the_thickness_comes_from_the_paper_and_must_be_a_paper_s() -> None:
    assert A4.caliper_mm == 0.1
    with pytest.raises(ValueError, match="paper is not 5 mm thick"):
        Paper(id="board", name="Board", width_mm=210, height_mm=297, caliper_mm=5)


def test_a_half_turn_moves_every_corner_to_the_opposite_one() -> None:
    placed = Placed(page_of(1).placed[0].block, 10, 20, scale=0.5, upside_down=True)
    right, foot = 10 + A5.width / 2, 20 + A5.height / 2
    assert placed.on_page(0, 0) == pytest.approx((right, foot))
    assert placed.on_page(A5.width, A5.height) == pytest.approx((10, 20))
    assert placed.moved(100, 200, 2).on_page(0, 0) == pytest.approx((100 + 2 * right, 200 + 2 * foot))
