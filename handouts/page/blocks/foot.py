"""The foot of a sheet: where more is found, the sources, what the sheet is not, and the running line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from handouts.page.blocks.base import Block, Setting, title_of, web_link
from handouts.page.drawing import Bookmark, Figure, Modules, Rule, Sketch, Words
from handouts.page.styles import MM
from handouts.page.text import Line, Piece, SetText
from handouts.pdf.structure import Node
from handouts.words.model import Foot, Footer, Link, Run, Text

BETWEEN: Text = (Run("\u00a0\u00a0\u00a0·\u00a0 \u00a0"),)


def qr(words: Link, setting: Setting, most: float, size: float) -> Block:
    """A QR code (error level M) with its address printed under it, no wider than ``most`` (points). Four modules of
    paper are kept clear between them; whoever places the block keeps as much clear on the other sides."""
    styles, sketch, node = setting.styles, Sketch(), Node("Div")
    rows, modules = qr_modules(words.address)
    module = size / modules
    shown = setting.set(words.shown, styles.address, most, even=False)
    width = max(size, shown.width)
    x = width - size
    figure = node.add("Figure", alt=words.alt)
    sketch.add(Figure(figure, x, 0, size, size, (Modules(x, 0, module, rows),)))
    baseline = size + 4 * module + styles.address.size * 0.72
    link = node.add("P").add("Link")
    sketch.add(Words(shown, 0, baseline, link, "right", width))
    below = baseline + shown.height - styles.address.leading
    top = baseline - styles.address.size
    area = web_link(
        link, words.address, words.alt, width - shown.width, top, shown.width, below + styles.address.size * 0.3 - top
    )
    if area:
        sketch.add(area)
    return Block("link", width, below + 1 * MM, sketch, node)


def qr_large(words: Link, setting: Setting, width: float, size: float) -> Block:
    """Large print: what the link leads to and its address, and the QR code at the right."""
    styles, sketch, node = setting.styles, Sketch(), Node("Div")
    room = width - size - 8 * MM
    y = sketch.words(setting.set(words.label, styles.heading, room), 0, 8 * MM, node.add("P"))
    shown = setting.set(words.shown, styles.address, room, even=False)
    link = node.add("P").add("Link")
    below = sketch.words(shown, 0, y + 1 * MM, link)
    area = web_link(link, words.address, words.alt, 0, y + 1 * MM - styles.address.size, shown.width, shown.height)
    if area:
        sketch.add(area)
    rows, modules = qr_modules(words.address)
    figure = node.add("Figure", alt=words.alt)
    sketch.add(Figure(figure, width - size, 0, size, size, (Modules(width - size, 0, size / modules, rows),)))
    return Block("link", width, max(size, below - styles.address.leading + 2 * MM), sketch, node)


@lru_cache(maxsize=64)  # a clinic has few addresses, and weighing the masks of a code takes longer than a page of text
def qr_modules(address: str) -> tuple[tuple[tuple[tuple[int, int], ...], ...], int]:
    """Spans of dark modules for each row, and how many modules a side has."""
    import segno

    matrix = segno.make(address, error="m", micro=False, boost_error=False).matrix
    return tuple(tuple(_spans(row)) for row in matrix), len(matrix)


def _spans(row: Iterable[int]) -> Iterable[tuple[int, int]]:
    start, length = 0, 0
    for column, dark in enumerate(row):
        if dark:
            start = column if not length else start
            length += 1
        elif length:
            yield start, length
            length = 0
    if length:
        yield start, length


def sources(words: Foot, setting: Setting, width: float) -> Block:
    """Numbered sources in one run of small print, then what the sheet is not."""
    styles, sketch, node = setting.styles, Sketch(), Node("Sect")
    style = styles.small
    y = 3.4 * MM if not setting.large else 7 * MM
    if setting.large:
        sketch.bookmarks.append(Bookmark(title_of(words.heading), 1, 0))
        y = sketch.words(setting.set(words.heading, styles.heading, width), 0, y, node.add("H2"))
        for note in words.sources:
            text = setting.set((Run(f"{note.number} ", strong=True), *note.text), style, width)
            y = sketch.words(text, 0, y, node.add("Note", id=f"note-{note.number}"))
    elif words.sources:
        y = _in_one_run(sketch, words, setting, width, y, node)
    for line in words.disclaimer:
        y = sketch.words(setting.set(line, style, width), 0, y, node.add("P"))
    return Block("sources", width, y - style.leading + 1 * MM, sketch, node)


def _in_one_run(sketch: Sketch, words: Foot, setting: Setting, width: float, y: float, node: Node) -> float:
    """All sources as one paragraph, to save lines; each is a note of its own for page readers."""
    style = setting.styles.small
    figures = [Run(f"{note.number}\u00a0", strong=True) for note in words.sources]
    owners = {
        figure: node.add("Note", id=f"note-{note.number}") for figure, note in zip(figures, words.sources, strict=True)
    }
    runs: list[Run] = []
    for figure, note in zip(figures, words.sources, strict=True):
        runs += [figure, *note.text, Run(" ")]
    text = setting.set(tuple(runs), style, width)
    owner = owners[figures[0]]
    for number, line in enumerate(text.lines):
        baseline = y + number * style.leading
        x, pieces = 0.0, list[Piece]()
        for piece in line.pieces:
            if piece.run in owners:
                x += _note_part(sketch, text, pieces, owner, x, baseline)
                owner, pieces = owners[piece.run], []
            pieces.append(piece)
        _note_part(sketch, text, pieces, owner, x, baseline)
    return y + text.height


def _note_part(sketch: Sketch, text: SetText, pieces: list[Piece], node: Node, x: float, baseline: float) -> float:
    """Draws part of a line for one note; returns its width."""
    width = sum(piece.width for piece in pieces)
    if pieces:
        sketch.words(SetText((Line(tuple(pieces), width),), text.style, text.measure), x, baseline, node)
    return width


def footer(words: Footer, setting: Setting, width: float, page: int, pages: int) -> Block:
    """The running line. It is furniture, but on the last page version and review date are read out once."""
    styles, colours, sketch, node = setting.styles, setting.colours, Sketch(), Node("Div")
    sketch.add(Rule(0, 0, width, 0, colours.hair, 0.5))
    baseline = (4.4 if not setting.large else 4.9) * MM
    emergency = setting.line(words.emergency, styles.emergency)
    count = (Run(words.page_of.format(page=page, pages=pages)),)
    right: Text = count if setting.large else (*count, *BETWEEN, *words.version, *BETWEEN, *words.review)
    edge = setting.line(right, styles.running)
    sketch.words(emergency, 0, baseline, None)
    last = page == pages
    if setting.large and last:
        known = setting.line((*words.version, *BETWEEN, *words.review), styles.running)
        if emergency.width + known.width + edge.width + 12 * MM <= width:
            sketch.words(known, emergency.width + 6 * MM, baseline, node.add("P"))
            sketch.add(Words(edge, 0, baseline, None, "right", width))
            return Block("footer", width, baseline + 1 * MM, sketch, node)
    sketch.add(Words(edge, 0, baseline, node.add("P") if last else None, "right", width))
    if not setting.large:
        start = emergency.width + 4 * MM
        room = width - start - edge.width - 6 * MM
        title = setting.typesetter.one_line((Run("·\u00a0\u00a0 "), *words.title), styles.running, room)
        sketch.words(title, start, baseline, None)
    return Block("footer", width, baseline + 1 * MM, sketch, node)
