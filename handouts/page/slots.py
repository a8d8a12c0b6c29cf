"""The canvas of casting: personal words leave a hole in the page, and a note of what goes into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from handouts.page.elastic import Book
from handouts.page.forme import PlacedLine
from handouts.pdf.archive import DocumentInfo
from handouts.pdf.structure import Node
from handouts.pdf.tagged import TaggedCanvas


class SlotCanvas(TaggedCanvas):
    """Paints everything but personal words. ``placed`` lists these, hole by hole."""

    def __init__(
        self,
        file: BinaryIO,
        *,
        root: Node,
        info: DocumentInfo,
        page_size: tuple[float, float],
        font_name: str,
        book: Book,
    ) -> None:
        self.placed: list[list[PlacedLine]] = []
        self.fonts: dict[str, None] = {}  # that personal words are set in
        self._book = book
        super().__init__(file, root=root, info=info, page_size=page_size, font_name=font_name)

    def leave_room(self, lines: Iterable[PlacedLine], fonts: Iterable[str]) -> None:
        """Leaves a hole for the lines, which are set in those fonts."""
        hole = self.open_hole()
        if hole == len(self.placed):
            self.placed.append([])
        self.placed[hole] += lines
        self.fonts |= dict.fromkeys(fonts)

    def pin(self) -> None:
        """Says that the page holds personal words outside its holes: it is good for this client alone."""
        self._book.pinned = True
