"""What a block paints, as a list of small things with places.

A block is measured and drawn from one list, so that the two can never disagree. Places are points from the block's
top left, y down; only ``paint`` turns them over for PDF. A thing without a node is furniture: page readers skip it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reportlab.lib.colors import HexColor

from handouts.page import strokes
from handouts.page.elastic import length_of, settled
from handouts.page.forme import PlacedLine
from handouts.page.slots import SlotCanvas
from handouts.page.text import Line, Piece, SetText
from handouts.pdf.alphabets import stretches
from handouts.pdf.structure import Node
from handouts.pdf.syntax import literal, number
from handouts.pdf.tagged import TaggedCanvas
from handouts.pictures.compiled import Picture
from handouts.pictures.ink import place_picture
from handouts.words.personal import PERSONAL

Align = Literal["left", "right", "centre"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a personal run stands: enough to lift it out of a page and to set another in its place.

    x and y are the start of the baseline; before a block is placed y runs down from the block's top, on a Layout it
    runs up from the page's foot. ``page`` counts from 1.
    """

    name: str
    page: int
    x: float
    y: float
    width: float
    font: str
    size: float
    colour: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A set text; y is the first baseline. Right and centred lines are set within ``width``."""

    text: SetText
    x: float
    y: float
    node: Node | None
    align: Align = "left"
    width: float = 0.0

    def starts(self) -> Iterator[tuple[Line, float, float]]:
        """Each line with the start of its baseline."""
        for index, line in enumerate(self.text.lines):
            room = self.width - line.width
            shift = {"left": 0.0, "right": room, "centre": room / 2}[self.align]
            yield line, self.x + shift, self.y + index * self.text.style.leading

    def slots(self) -> Iterator[Slot]:
        """The personal pieces."""
        for line, x, y in self.starts():
            for piece in line.pieces:
                if piece.run.personal:
                    yield Slot(
                        piece.run.personal,
                        0,
                        x,
                        y,
                        piece.width,
                        piece.font,
                        piece.size,
                        self.text.style.colour,
                        piece.text,
                    )
                x += piece.width

    def paint(self, canvas: TaggedCanvas, height: float) -> None:
        """Paints the lines."""
        if self.node is None:
            self._paint_lines(canvas, height)
            return
        with canvas.mark(self.node):
            self._paint_lines(canvas, height)

    def _left_open(self, canvas: SlotCanvas, height: float) -> bool:
        """Leaves room for personal words instead of painting them; False where they must be painted after all."""
        pieces = [piece for line in self.text.lines for piece in line.pieces]
        origin = self.text.origin
        if origin is None:
            if any(piece.run.personal in PERSONAL for piece in pieces):
                canvas.pin()
            return False
        if not all(map(_is_plain, pieces)):
            canvas.pin()
            return False
        colour = strokes.operands(self.text.style.colour)
        placed = [
            PlacedLine(origin.text, origin.line + index, length_of(x), float(height - y), colour)
            for index, (_, x, y) in enumerate(self.starts())
        ]
        canvas.leave_room(placed, [piece.font for piece in pieces])
        return True

    def _paint_lines(self, canvas: TaggedCanvas, height: float) -> None:
        if isinstance(canvas, SlotCanvas) and self._left_open(canvas, height):
            return
        colour = self.text.style.colour
        for line, start, y in self.starts():
            group: list[Piece] = []
            x = start = settled(start)
            for piece in line.pieces:
                inline = _inline_node(piece) if self.node is not None else None
                if inline is None and not piece.alone:
                    group.append(piece)
                    x += piece.width
                    continue
                _paint_pieces(canvas, group, start, height - y, colour)
                group = []
                if inline is not None and self.node is not None:
                    canvas.attach(self.node, inline)
                    with canvas.mark(inline):
                        _paint_single(canvas, piece, x, height - y, colour)
                else:
                    _paint_single(canvas, piece, x, height - y, colour)
                x += piece.width
                start = x
            _paint_pieces(canvas, group, start, height - y, colour)


def _is_plain(piece: Piece) -> bool:
    """True for words that make no element of their own."""
    return not piece.alone and piece.run.note is None and not piece.run.language


def _inline_node(piece: Piece) -> Node | None:
    """The element of a piece that is more than plain words of its paragraph."""
    if piece.alone:
        return Node("Span", actual=piece.text, language=piece.run.language)
    if piece.run.note is not None:
        return Node("Reference")
    if piece.run.language:
        return Node("Span", language=piece.run.language)
    return None


def _paint_single(canvas: TaggedCanvas, piece: Piece, x: float, y: float, colour: str) -> None:
    if piece.glyphs:
        _paint_glyphs(canvas, piece, x, y, colour)
        return
    if not piece.box:
        _paint_pieces(canvas, [piece], x, y, colour)
        return
    canvas.saveState()
    canvas.setStrokeColor(HexColor(colour))
    canvas.setLineWidth(piece.size * 0.06)
    canvas.rect(x + piece.size * 0.08, y, piece.size * 0.58, piece.size * 0.68, stroke=1, fill=0)
    canvas.restoreState()
    # A blank under the box carries the character itself, for whoever copies or searches the words.
    text = canvas.beginText(x, y)
    text.setFont(piece.font, piece.size)
    text.setTextRenderMode(3)
    text.textOut(" ")
    text.setTextRenderMode(0)
    canvas.drawText(text)


def _paint_glyphs(canvas: TaggedCanvas, piece: Piece, x: float, y: float, colour: str) -> None:
    scale = piece.size / 1000
    text = canvas.beginText(x, y)
    text.setFillColor(HexColor(colour))
    text.setFont(piece.font, piece.size)
    for glyph in piece.glyphs:
        if glyph.sign:
            text.setTextOrigin(x + glyph.x * scale, y + glyph.y * scale)
            text.textOut(glyph.sign)
        x += glyph.advance * scale
    canvas.drawText(text)


def _paint_pieces(canvas: TaggedCanvas, pieces: Sequence[Piece], x: float, y: float, colour: str) -> None:
    if not pieces:
        return
    parts = [f"BT {strokes.operands(colour)} rg 1 0 0 1 {number(x)} {number(y)} Tm"]
    rise, present = 0.0, ""
    for piece in pieces:
        if piece.rise != rise:
            parts.append(f"{number(piece.rise)} Ts")
            rise = piece.rise
        for alphabet, codes in stretches(piece.text):
            font = f"/{canvas.use_type(piece.font, alphabet)} {number(piece.size)} Tf"
            if font != present:
                parts.append(font)
                present = font
            parts.append(f"{literal(codes).decode('latin-1')} Tj")
    if rise:
        parts.append("0 Ts")
    canvas.write(f"{' '.join(parts)} ET")


# ---------------------------------------------------------------- shapes
@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, with round corners where ``radius`` is not 0. ``corners``: "all", "top" or "bottom" are round."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    line: str | None = None
    line_width: float = 0.5
    radius: float = 0.0
    corners: Literal["all", "top", "bottom"] = "all"
    dash: tuple[float, ...] = ()

    def paint(self, canvas: TaggedCanvas, height: float) -> None:
        """Paints it."""
        bottom = height - self.y - self.height
        look = strokes.look(self.fill, self.line, self.line_width) + strokes.dashed(self.dash)
        paint = strokes.paint(fill=self.fill is not None, line=self.line is not None)
        if not self.radius:
            path = strokes.rectangle(self.x, bottom, self.width, self.height)
        elif self.corners == "all":
            path = strokes.round_rectangle(self.x, bottom, self.width, self.height, self.radius)
        else:
            half = canvas.beginPath()
            _half_round(half, self.x, bottom, self.width, self.height, self.radius, top=self.corners == "top")
            path = half.getCode()
        canvas.write("q", f"{look}{path} {paint}", "Q")


def _half_round(path: object, x: float, y: float, width: float, height: float, radius: float, *, top: bool) -> None:
    """A rectangle with two round corners, at the top or at the foot."""
    handle = radius * 0.4477  # distance from the corner to a Bezier handle of a quarter circle
    flat, round_, into = (y, y + height, -1) if top else (y + height, y, 1)
    path.moveTo(x, flat)  # type: ignore[attr-defined]
    path.lineTo(x + width, flat)  # type: ignore[attr-defined]
    path.lineTo(x + width, round_ + into * radius)  # type: ignore[attr-defined]
    path.curveTo(  # type: ignore[attr-defined]
        x + width, round_ + into * handle, x + width - handle, round_, x + width - radius, round_
    )
    path.lineTo(x + radius, round_)  # type: ignore[attr-defined]
    path.curveTo(x + handle, round_, x, round_ + into * handle, x, round_ + into * radius)  # type: ignore[attr-defined]
    path.close()  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 0.5
    dash: tuple[float, ...] = ()
    round_ends: bool = False

    def paint(self, canvas: TaggedCanvas, height: float) -> None:
        """Paints it."""
        look = strokes.look(None, self.colour, self.width) + strokes.dashed(self.dash)
        cap = "1 J " if self.round_ends else ""
        x1, y1, x2, y2 = number(self.x1), number(height - self.y1), number(self.x2), number(height - self.y2)
        canvas.write("q", f"{look}{cap}{x1} {y1} m {x2} {y2} l S", "Q")


@dataclass(frozen=True, slots=True)
class Disc:
    """A circle round x, y."""

    x: float
    y: float
    radius: float
    fill: str | None = None
    line: str | None = None
    line_width: float = 0.5

    def paint(self, canvas: TaggedCanvas, height: float) -> None:
        """Paints it."""
        look = strokes.look(self.fill, self.line, self.line_width)
        paint = strokes.paint(fill=self.fill is not None, line=self.line is not None)
        canvas.write("q", f"{look}{strokes.circle(self.x, height - self.y, self.radius)} {paint}", "Q")


@dataclass(frozen=True, slots=True)
class Modules:
    """Dark squares of a QR code: rows of spans (start, length) in modules."""

    x: float
    y: float
    module: float
    rows: tuple[tuple[tuple[int, int], ...], ...]

    def paint(self, canvas: TaggedCanvas, height: float) -> None:
        """Paints them as one path, so that no hairline shows between neighbours."""
        canvas.saveState()
        canvas.setFillColor(HexColor("#000000"))
        path = canvas.beginPath()
        for row, spans in enumerate(self.rows):
            bottom = height - self.y - (row + 1) * self.module
            for start, length in spans:
                path.rect(self.x + start * self.module, bottom, length * self.module, self.module)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.restoreState()


@dataclass(frozen=True, slots=True)
class Inked:
    """A compiled picture that fits the box, centred, standing on its floor."""

    picture: Picture
    palette: Mapping[str, str]
    names: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    mirrored: bool = False

    def paint(self, canvas: TaggedCanvas, height: float) -> None:
        """Paints it."""
        place_picture(
            canvas,
            self.picture,
            self.palette,
            self.names,
            self.x,
            height - self.y - self.height,
            self.width,
            self.height,
            self.mirrored,
        )


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture file of the clinic (its logo), already read by ReportLab."""

    reader: object
    x: float
    y: float
    width: float
    height: float

    def paint(self, canvas: TaggedCanvas, height: float) -> None:
        """Paints it."""
        canvas.drawImage(self.reader, self.x, height - self.y - self.height, self.width, self.height, mask="auto")


@dataclass(frozen=True, slots=True)
class Figure:
    """Things that make one picture for a page reader: the node has the words for it."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    things: tuple[Thing, ...]

    def paint(self, canvas: TaggedCanvas, height: float) -> None:
        """Paints the things inside the node."""
        canvas.box(self.node, self.x, height - self.y - self.height, self.x + self.width, height - self.y)
        with canvas.mark(self.node):
            for thing in self.things:
                thing.paint(canvas, height)


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A link annotation over a box."""

    node: Node
    address: str
    description: str
    x: float
    y: float
    width: float
    height: float

    def paint(self, canvas: TaggedCanvas, height: float) -> None:
        """Adds it to the page."""
        bottom = height - self.y - self.height
        canvas.link(
            self.node,
            self.address,
            self.description,
            (self.x, bottom, self.x + self.width, bottom + self.height),
        )


Thing = Words | Box | Rule | Disc | Modules | Inked | Photo | Figure | LinkArea


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; y from the block's top."""

    title: str
    level: int
    y: float


@dataclass(slots=True)
class Sketch:
    """A block's things while they are being put together."""

    things: list[Thing] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)

    def add(self, thing: Thing) -> None:
        """One more thing, painted after those before it."""
        self.things.append(thing)

    def words(
        self, text: SetText, x: float, y: float, node: Node | None, align: Align = "left", width: float = 0.0
    ) -> float:
        """Places a set text with its first baseline at y; returns the baseline after its last line."""
        if text.lines:
            self.things.append(Words(text, x, y, node, align, width))
        return y + text.height
