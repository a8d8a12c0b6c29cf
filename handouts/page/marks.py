"""Print-shop pages: room round the trim, bleed, crop and fold marks, and the boxes that a printer's program reads.

The marks stand outside the bleed, so that none is left on the finished piece however the knife falls.
"""

from __future__ import annotations

from collections.abc import Sequence

from handouts.page.blocks.base import Block
from handouts.page.drawing import Rule, Sketch
from handouts.page.layout import Page, Placed, Sheet
from handouts.page.production import BLEED
from handouts.page.styles import MM

SLUG = 12 * MM  # from the trim to the edge of the printed sheet
CLEAR = BLEED + 1 * MM  # from the trim to the near end of a mark
MARK = 6 * MM  # length of a mark
HAIRLINE = 0.25  # points
INK = "#000000"
DASHES = (2.0, 1.5)  # of a fold mark: a line that is not to be cut


def for_print_shop(page: Page, width: float, height: float, folds: Sequence[float]) -> Page:
    """The page of that trimmed size (points) on a larger sheet, with marks. folds: where, from its left (points)."""
    sheet = Sheet(
        width + 2 * SLUG,
        height + 2 * SLUG,
        trim=(SLUG, SLUG, width, height),
        bleed=(SLUG - BLEED, SLUG - BLEED, width + 2 * BLEED, height + 2 * BLEED),
    )
    moved = tuple(placed.moved(SLUG, SLUG) for placed in page.placed)
    return Page((*moved, Placed(_marks(width, height, folds), 0, 0)), sheet)


def _marks(width: float, height: float, folds: Sequence[float]) -> Block:
    """The marks of one sheet. Furniture: page readers skip them."""
    sketch = Sketch()
    right, foot = SLUG + width, SLUG + height
    for x in (SLUG, right):
        _mark(sketch, x, SLUG - CLEAR, x, SLUG - CLEAR - MARK)
        _mark(sketch, x, foot + CLEAR, x, foot + CLEAR + MARK)
    for y in (SLUG, foot):
        _mark(sketch, SLUG - CLEAR, y, SLUG - CLEAR - MARK, y)
        _mark(sketch, right + CLEAR, y, right + CLEAR + MARK, y)
    for fold in folds:
        x = SLUG + fold
        _mark(sketch, x, SLUG - CLEAR, x, SLUG - CLEAR - MARK, DASHES)
        _mark(sketch, x, foot + CLEAR, x, foot + CLEAR + MARK, DASHES)
    return Block("marks", width + 2 * SLUG, height + 2 * SLUG, sketch, None)


def _mark(sketch: Sketch, x1: float, y1: float, x2: float, y2: float, dash: tuple[float, ...] = ()) -> None:
    sketch.add(Rule(x1, y1, x2, y2, INK, HAIRLINE, dash))
