"""A layout as a PDF file: tagged, archival, and the same bytes for the same input."""

from __future__ import annotations

from io import BytesIO

from handouts.page.drawing import Bookmark
from handouts.page.layout import Layout
from handouts.pdf.archive import DocumentInfo
from handouts.pdf.structure import Node
from handouts.pdf.tagged import TaggedCanvas


def write_pdf(layout: Layout, *, info: DocumentInfo) -> bytes:
    """The file's bytes: PDF/UA-1 and PDF/A-2a. The clock is not read; dates and words about the file come in info."""
    file = BytesIO()
    root = Node("Document", language=None)
    for page in layout.pages:
        for placed in page.placed:
            if placed.block.node is not None:
                root.adopt(placed.block.node)
    canvas = TaggedCanvas(file, root=root, info=info, page_size=layout.page_size, font_name=layout.font)
    level = -1
    for page in layout.pages:
        for placed in page.placed:
            block = placed.block
            for bookmark in block.bookmarks:
                level = _add_bookmark(canvas, bookmark, layout.page_size[1] - placed.y, level)
            block.drawOn(canvas, placed.x, layout.page_size[1] - placed.y - block.height)
        canvas.showPage()
    canvas.finish()
    return file.getvalue()


def _add_bookmark(canvas: TaggedCanvas, bookmark: Bookmark, top: float, level: int) -> int:
    """Adds it no more than one level below the one before; returns its level."""
    deeper = min(bookmark.level, level + 1)
    if bookmark.title:
        canvas.add_bookmark(bookmark.title, deeper, top - bookmark.y)
        return deeper
    return level
