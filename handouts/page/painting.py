"""Painting a layout on a canvas: every block where it was placed, every page as large as it says, then the outline."""

from __future__ import annotations

from collections.abc import Sequence

from handouts.page.layout import Layout, Placed, Rect, Sheet
from handouts.pdf.tagged import Boxes, TaggedCanvas

Entry = tuple[int, str, int, str]  # when it comes, its title, its level, where it leads
FIRST = -1  # comes before every other


def paint_layout(layout: Layout, canvas: TaggedCanvas, *, under: str = "") -> None:
    """Paints all pages and adds their bookmarks; with ``under``, below a bookmark of that title that leads to the first
    page. The structure tree of the canvas must hold the layout's reading order."""
    entries: list[Entry] = []
    for number, page in enumerate(layout.pages):
        sheet = layout.sheet_of(page)
        canvas.begin_sheet(sheet.width, sheet.height, _boxes(sheet))
        if under and number == 0:
            entries.append((FIRST, under, -1, canvas.mark_place(sheet.height)))
        for placed in page.placed:
            for bookmark in placed.block.bookmarks:
                if bookmark.title:
                    _, y = placed.on_page(0, bookmark.y)
                    entries.append((placed.turn, bookmark.title, bookmark.level, canvas.mark_place(sheet.height - y)))
            paint_placed(placed, canvas, sheet.height)
        canvas.showPage()
    _add_outline(entries, canvas, 1 if under else 0)


def paint_placed(placed: Placed, canvas: TaggedCanvas, height: float) -> None:
    """Paints one block on a page of that height (points)."""
    block, scale = placed.block, placed.scale
    if scale == 1.0 and not placed.upside_down and placed.window is None:
        block.drawOn(canvas, placed.x, height - placed.y - block.height)
        return
    canvas.saveState()
    if placed.window is not None:
        left, top, wide, tall = placed.window
        path = canvas.beginPath()
        path.rect(left, height - top - tall, wide, tall)
        canvas.clipPath(path, stroke=0, fill=0)
    bottom = height - placed.bottom
    if placed.upside_down:
        canvas.transform(-scale, 0, 0, -scale, placed.x + block.width * scale, bottom + block.height * scale)
    else:
        canvas.transform(scale, 0, 0, scale, placed.x, bottom)
    block.drawOn(canvas, 0, 0)
    canvas.restoreState()


def _add_outline(entries: Sequence[Entry], canvas: TaggedCanvas, below: int) -> None:
    """Adds the bookmarks in reading order, each no more than one level below the one before."""
    level = -1
    for _, title, wanted, leads_to in sorted(entries, key=lambda entry: entry[0]):
        level = min(wanted + below, level + 1)
        canvas.add_bookmark(title, level, leads_to)


def _boxes(sheet: Sheet) -> Boxes:
    return Boxes(trim=_corners(sheet.trim, sheet.height), bleed=_corners(sheet.bleed, sheet.height))


def _corners(rect: Rect | None, height: float) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top, from the page's lower left."""
    if rect is None:
        return None
    left, top, wide, tall = rect
    return left, height - top - tall, left + wide, height - top
