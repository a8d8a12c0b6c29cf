"""Many clients' sheets in one file, for a printer who takes one file: each client begins on a fresh sheet of paper.

A run reads its layouts one by one and hands out a file whenever it holds as many sheets of paper as were asked for, so
that its memory follows from that number and not from the number of clients.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from handouts.page.blocks.base import Block
from handouts.page.drawing import Rule, Sketch
from handouts.page.layout import Layout, Page, Placed, Sheet
from handouts.page.painting import paint_layout
from handouts.page.styles import MM, styles_for
from handouts.page.text import Typesetter
from handouts.pdf.archive import DocumentInfo
from handouts.pdf.structure import Node
from handouts.pdf.tagged import Boxes, TaggedCanvas
from handouts.words.model import said

MOST_SHEETS = 200
SIDES = 2  # of a sheet of paper
MARGIN = 18 * MM
LABEL_AT = 60 * MM  # first baseline on a separator sheet
LABEL_SIZE = 40.0  # points


@dataclass(frozen=True)
class Bound:
    """One client's sheets. ``label`` is the client's own entry in the outline and the words on a separator sheet: the
    reference, or the name where that was asked for. ``title``: what the sheets are called. A layout may come once."""

    label: str
    layout: Layout
    title: str = ""


@dataclass(frozen=True)
class RunFile:
    """One finished file of a run. ``number`` counts from 1; ``labels`` are those of its clients, in order; ``sheets``
    of paper."""

    number: int
    pdf: bytes
    labels: tuple[str, ...]
    pages: int
    sheets: int


def write_print_run(
    bound: Iterable[Bound], *, info: DocumentInfo, most_sheets: int = MOST_SHEETS, separators: bool = False
) -> Iterator[RunFile]:
    """The files of a run, each as soon as it is full: no more than ``most_sheets`` sheets of paper, unless one client
    alone needs more. ``separators``: a sheet with the label before each client.

    Every file is PDF/UA-1 and PDF/A-2a, with a part and a bookmark for each client. An empty run gives no file. Raises
    ValueError for most_sheets under 1.
    """
    if most_sheets < 1:
        raise ValueError(f"a file cannot have {most_sheets} sheets")
    file: _File | None = None
    number = 1
    for one in bound:
        needed = _sheets(one, separators)
        if file is not None and file.sheets + needed > most_sheets:
            yield file.finished()
            file, number = None, number + 1
        if file is None:
            file = _File(number, one.layout, info)
        file.add(one, separators)
    if file is not None:
        yield file.finished()


def _sheets(one: Bound, separators: bool) -> int:
    """Sheets of paper, printed on both sides."""
    return -(-len(one.layout.pages) // SIDES) + separators


class _File:
    """A file of the run while it is being filled."""

    def __init__(self, number: int, first: Layout, info: DocumentInfo) -> None:
        self.sheets = 0
        self._pages = 0
        self._number = number
        self._info = info
        self._labels: list[str] = []
        self._file = BytesIO()
        self._root = Node("Document")
        self._canvas = TaggedCanvas(
            self._file, root=self._root, info=info, page_size=first.page_size, font_name=first.font
        )

    def add(self, one: Bound, separators: bool) -> None:
        layout = _with_separator(one) if separators else one.layout
        part = self._root.add("Part", language=layout.language if layout.language != self._info.language else None)
        part.kids += layout.reading_order()
        paint_layout(layout, self._canvas, under=one.label)
        if len(layout.pages) % SIDES:
            self._blank(layout.sheet_of(layout.pages[-1]))
        self._labels.append(one.label)
        self._pages += len(layout.pages) + len(layout.pages) % SIDES
        self.sheets += _sheets(one, separators)

    def _blank(self, sheet: Sheet) -> None:
        """An empty back, so that the next client does not begin on it."""
        self._canvas.begin_sheet(sheet.width, sheet.height, Boxes())
        self._canvas.showPage()

    def finished(self) -> RunFile:
        self._canvas.finish()
        return RunFile(self._number, self._file.getvalue(), tuple(self._labels), self._pages, self.sheets)


def _with_separator(one: Bound) -> Layout:
    """The layout with a sheet before it that says whose it is; its back stays empty."""
    layout = one.layout
    first = layout.sheet_of(layout.pages[0])
    sheet = Sheet(first.width, first.height)
    block = _separator(one, sheet)
    assert block.node is not None  # it is made with one
    pages = (Page((Placed(block, 0, 0),), sheet), Page((), sheet), *layout.pages)
    return replace(layout, pages=pages, reading=(block.node, *layout.reading_order()))


def _separator(one: Bound, sheet: Sheet) -> Block:
    styles, setter, sketch, node = styles_for(one.layout.design), Typesetter(), Sketch(), Node("Sect")
    room = sheet.width - 2 * MARGIN
    style = replace(styles.title, size=LABEL_SIZE, leading=LABEL_SIZE * 1.2)
    below = sketch.words(setter.set(said(one.label), style, room), MARGIN, LABEL_AT, node.add("P"))
    line = below - style.leading + 8 * MM
    sketch.add(Rule(MARGIN, line, sheet.width - MARGIN, line, one.layout.design.colours.rule, 1.4))
    sketch.words(setter.set(said(one.title), styles.heading, room), MARGIN, line + 9 * MM, node.add("P"))
    return Block("separator", sheet.width, sheet.height, sketch, node)
