"""Pages on sheets: which page lies where, so that it reads right once the sheet is printed, folded or cut.

A saddle-stitched booklet of n pages is n / 4 sheets, folded into one another. On the front of the outermost sheet lie
page n at the left and page 1 at the right; on its back, page 2 and page n - 1; and so on inwards. The sheet is turned
over its short edge. Inner sheets stick out at the front edge by the thickness of those round them; what stands on them
is moved towards the fold by as much, so that all margins are the same once the edge is cut straight (creep).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handouts.errors import LayoutError
from handouts.page.blocks.base import Block
from handouts.page.drawing import Words
from handouts.page.layout import Layout, Page, Placed, Sheet, find_slots
from handouts.page.marks import for_print_shop
from handouts.page.production import BLEED, Production

BY_FOUR = 4
LEAST_TYPE = 9.0  # points: nothing that is made smaller on the sheet may fall below it
LITTLE = 0.05  # points that rounding may cost


@dataclass(frozen=True)
class Spread:
    """One side of a sheet: numbers of the pages at its left and right, from 1, and the creep of its sheet."""

    left: int
    right: int
    sheet: int  # from 0, the outermost


def printers_order(count: int) -> tuple[Spread, ...]:
    """The sides in the order of printing: front and back of the outermost sheet, then of the next.

    count: of pages, a multiple of four. Raises ValueError otherwise.
    """
    if count <= 0 or count % BY_FOUR:
        raise ValueError(f"{count} pages cannot be folded: not a multiple of four")
    sides = []
    for sheet in range(count // BY_FOUR):
        first, last = 2 * sheet + 1, count - 2 * sheet
        sides += [Spread(last, first, sheet), Spread(first + 1, last - 1, sheet)]
    return tuple(sides)


def impose(pages: Sequence[Page], production: Production, caliper: float) -> list[Page]:
    """Two pages to a side, in printer's order. All pages have one size and say it; caliper: thickness of the paper
    (points)."""
    size = _size(pages[0])
    beyond = BLEED if production.print_shop else 0.0
    sides = []
    for spread in printers_order(len(pages)):
        creep = spread.sheet * caliper
        left = _half(pages[spread.left - 1], 0.0, creep, size, beyond)
        right = _half(pages[spread.right - 1], size.width, -creep, size, beyond)
        sheet = Sheet(2 * size.width, size.height)
        side = Page((*left, *right), sheet)
        if production.print_shop:
            side = for_print_shop(side, sheet.width, sheet.height, (size.width,))
        sides.append(side)
    return sides


def _half(page: Page, x: float, shift: float, size: Sheet, beyond: float) -> tuple[Placed, ...]:
    """The blocks of one page on its half of the sheet. Nothing may cross the fold."""
    window = (x - (0.0 if x else beyond), -beyond, size.width + beyond, size.height + 2 * beyond)
    return tuple(replace(placed.moved(x + shift, 0.0), window=window) for placed in page.placed)


def one_by_one(pages: Sequence[Page], production: Production) -> list[Page]:
    """The pages in the order of reading; for a print shop, each with its bleed and marks."""
    if not production.print_shop:
        return list(pages)
    return [for_print_shop(page, _size(page).width, _size(page).height, ()) for page in pages]


def _size(page: Page) -> Sheet:
    assert page.sheet is not None  # a booklet's page is not the size of its paper
    return page.sheet


# ---------------------------------------------------------------- the back of a sheet
def backs_turned(layout: Layout) -> Layout:
    """The layout of sheets on their side for a printer that turns them over the long edge: every second page stands
    upside down, so that both sides are upright once the sheet is folded."""
    pages = tuple(
        _turned(page, layout.sheet_of(page)) if number % 2 else page for number, page in enumerate(layout.pages)
    )
    return replace(layout, pages=pages, slots=find_slots(pages, layout.page_size[1]))


def _turned(page: Page, sheet: Sheet) -> Page:
    return replace(page, placed=tuple(_half_turn(one, sheet) for one in page.placed))


def _half_turn(placed: Placed, sheet: Sheet) -> Placed:
    window = placed.window
    if window is not None:
        left, top, width, height = window
        window = (sheet.width - left - width, sheet.height - top - height, width, height)
    right = placed.x + float(placed.block.width) * placed.scale
    return replace(
        placed,
        x=sheet.width - right,
        y=sheet.height - placed.bottom,
        upside_down=not placed.upside_down,
        window=window,
    )


# ---------------------------------------------------------------- several pages side by side
def two_up(layout: Layout) -> Layout:
    """The pages of an upright layout side by side, two to a sheet of the same paper on its side.

    Raises LayoutError where type would become smaller than 9 points, naming its size.
    """
    width, height = layout.page_size
    scale = min(height / 2 / width, width / height)
    smallest = min(
        (size for page in layout.pages for placed in page.placed for size in _sizes(placed.block)), default=0
    )
    if smallest * scale < LEAST_TYPE - LITTLE:
        raise LayoutError(
            f"two pages on one sheet would make the type as small as {smallest * scale:.1f} points",
            hint=f"it may not be smaller than {LEAST_TYPE:g}: print one page to a side",
        )
    across, up = (height / 2 - width * scale) / 2, (width - height * scale) / 2
    sides = []
    for start in range(0, len(layout.pages), 2):
        pair = layout.pages[start : start + 2]
        placed = [
            one.moved(index * height / 2 + across, up, scale) for index, page in enumerate(pair) for one in page.placed
        ]
        sides.append(Page(tuple(placed), Sheet(height, width)))
    return replace(layout, pages=tuple(sides), slots=find_slots(tuple(sides), width))


def _sizes(block: Block) -> list[float]:
    """Sizes of the type in a block; figures raised for footnotes are not counted."""
    found = []
    stack = list(block.things)
    while stack:
        thing = stack.pop()
        if isinstance(thing, Words):
            found += [piece.size for line in thing.text.lines for piece in line.pieces if piece.run.note is None]
        stack += getattr(thing, "things", ())
    return found
