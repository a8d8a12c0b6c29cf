"""Setting words in lines: runs are measured and broken here, and painted as they stand.

There is no markup anywhere on the way: a Text is runs of plain characters, so nothing in it can be taken for a tag, a
path or a link, and nothing needs escaping. Points throughout.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from handouts.page.elastic import Book, fixed
from handouts.page.style import MM, Style
from handouts.pdf.metrics import REGISTERED, Glyph, Metrics
from handouts.words.personal import PERSONAL
from handouts.words.runs import Run, Text

if TYPE_CHECKING:
    from handouts.pdf.scripts import Shaper

NOTE_SIZE = 0.62  # a raised figure: share of the size,
NOTE_RISE = 0.36  # and how far it is raised
NARROWEST = 0.80  # the rag is evened down to this share of the measure
SHORT_LINE = 0.55  # while the last line is under this share of it
_NO_BREAK = "\u00a0"
_SHAPED = "shaped"  # no font has this name
_OF_THE_EXTRA = ((0x0590, 0x077F), (0x0900, 0x097F), (0x0E00, 0x0E7F), (0x10A0, 0x10FF))  # scripts it can draw
_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")


@dataclass(frozen=True, slots=True)
class Origin:
    """Which personal text of the layout the lines are from, beginning with which of its lines."""

    text: int
    line: int = 0


@dataclass(frozen=True)
class PersonalText:
    """A text with personal words in it, and how it was set: enough to set it again with other words."""

    text: Text
    style: Style
    measure: float
    even: bool
    one_line: bool
    lines: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch with one look, painted at once. A ``box`` stands for a character no font of ours can draw."""

    text: str
    font: str
    size: float
    rise: float
    width: float
    run: Run
    box: bool = False
    glyphs: tuple[Glyph, ...] = ()  # from left to right, where a character is not a glyph
    right_to_left: bool = False

    @property
    def alone(self) -> bool:
        """True for what is painted by itself, and read as ``text`` whatever is painted."""
        return self.box or bool(self.glyphs)


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces from left to right. ``joined``: the next line goes on in the same word."""

    pieces: tuple[Piece, ...]
    width: float
    joined: bool = False


@dataclass(frozen=True, slots=True)
class SetText:
    """A text broken into lines of one style. ``origin`` is set where personal words stand in it."""

    lines: tuple[Line, ...]
    style: Style
    measure: float
    origin: Origin | None = None

    @property
    def height(self) -> float:
        """Lines times leading."""
        return len(self.lines) * self.style.leading

    @property
    def width(self) -> float:
        """Of the longest line."""
        return max((line.width for line in self.lines), default=0.0)

    def spaced(self) -> SetText:
        """With a blank at its end, so that it does not join what is read after it."""
        if not self.lines or not self.lines[-1].pieces:
            return self
        last = self.lines[-1]
        end = last.pieces[-1]
        spaced = replace(end, text=end.text + " ")
        line = Line((*last.pieces[:-1], spaced), last.width, last.joined)
        return SetText((*self.lines[:-1], line), self.style, self.measure)

    def taken(self, start: int, end: int | None = None) -> SetText:
        """Some of the lines."""
        origin = Origin(self.origin.text, self.origin.line + start) if self.origin else None
        return SetText(self.lines[start:end], self.style, self.measure, origin)


@dataclass(slots=True)
class _Word:
    """What may not be broken, unless it is wider than the measure. ``ends`` is a forced line end."""

    pieces: list[Piece] = field(default_factory=list)
    width: float = 0.0
    space: float = 0.0  # of the space before it
    space_run: Piece | None = None
    ends: bool = False
    joined: bool = False

    def append(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.width += piece.width


class Typesetter:
    """Breaks texts into lines, and keeps a list of the characters that no font of the sheet has.

    Personal texts are written down as they are set: ``personal`` lists them, and ``book`` follows the widths of their
    lines through whatever is made of them.
    """

    def __init__(self, metrics: Metrics = REGISTERED) -> None:
        self.book = Book()
        self.personal: list[PersonalText] = []
        self.asked_for_own = 0  # how often a personal text was asked for
        self._metrics = metrics
        self._missing: dict[str, None] = {}
        self._known: dict[_Key, SetText] = {}
        self._cut_up: dict[tuple[Text, Style], list[_Word]] = {}
        self._on_one_line: dict[tuple[Text, Style, float], SetText] = {}

    @property
    def missing(self) -> tuple[str, ...]:
        """Characters drawn as a box, in the order they were met."""
        return tuple(self._missing)

    def set(self, text: Text, style: Style, measure: float, *, even: bool | None = None) -> SetText:
        """The text in lines no wider than the measure.

        Lines are filled greedily; then, to even the rag and leave no lone last word, the measure is narrowed as long
        as the count of lines stays the same. What was set once is kept: fitting a page tries the same words often.
        """
        even = style.even if even is None else even
        measure = fixed(measure)
        key = (text, style, measure, even)
        found = self._known.get(key)
        if found is None:
            if _is_personal(text):
                found = self._set(text, style, measure, even=even)
                found = self._written_down(found, PersonalText(text, style, measure, even, False, len(found.lines)))
            else:
                found = self._from_stock(key)
            self._known[key] = found
        self.asked_for_own += found.origin is not None
        return found

    def _from_stock(self, key: _Key) -> SetText:
        """A text that is nobody's own, set once for all the sheets of a process."""
        if self._metrics is not REGISTERED:
            return self._set(*key[:3], even=key[3])
        kept = _STOCK.get(key)
        if kept is None:
            if len(_STOCK) >= MOST_IN_STOCK:
                _STOCK.clear()
            found = self._set(*key[:3], even=key[3])
            boxes = tuple(piece.text for line in found.lines for piece in line.pieces if piece.box)
            kept = _STOCK[key] = (found, boxes)
        for sign in kept[1]:
            self._missing.setdefault(sign)
        return kept[0]

    def one_line(self, text: Text, style: Style, measure: float) -> SetText:
        """The text on one line, cut with an ellipsis if it is too wide. For running heads, never for content."""
        measure = fixed(measure)
        key = (text, style, measure)
        found = self._on_one_line.get(key)
        if found is None:
            found = self._cut(text, style, measure)
            if _is_personal(text):
                found = self._written_down(found, PersonalText(text, style, measure, False, True, len(found.lines)))
            self._on_one_line[key] = found
        self.asked_for_own += found.origin is not None
        return found

    def set_again(self, personal: PersonalText, text: Text) -> SetText:
        """Other words, set as the personal text was."""
        if personal.one_line:
            return self._cut(text, personal.style, personal.measure)
        return self._set(text, personal.style, personal.measure, even=personal.even)

    def _written_down(self, found: SetText, personal: PersonalText) -> SetText:
        """The same lines, with widths that remember where they come from."""
        faces = (personal.style.face, personal.style.strong)
        if any(piece.alone or piece.font not in faces for line in found.lines for piece in line.pieces):
            self.book.pinned = True  # an element of its own, a warning to the therapist, or a font of its own
        number = len(self.personal)
        self.personal.append(personal)
        self.book.widths.append(tuple(line.width for line in found.lines))
        lines = tuple(replace(line, width=self.book.line(number, index)) for index, line in enumerate(found.lines))
        return SetText(lines, found.style, found.measure, Origin(number))

    def _set(self, text: Text, style: Style, measure: float, *, even: bool) -> SetText:
        cut = self._cut_up.get((text, style))  # one text is tried in columns of many widths
        if cut is None:
            cut = self._cut_up[text, style] = self._words(text, style)
        words = [part for word in cut for part in self._parts(word, measure)]
        lines = _filled(words, measure)
        if even and len(lines) > 1:
            narrow = measure
            while (
                narrow - MM >= measure * NARROWEST
                and _line_width(lines[-1]) < SHORT_LINE * measure
                and len(closer := _filled(words, narrow - MM)) == len(lines)
            ):
                narrow -= MM
                lines = closer
        return SetText(tuple(_line(line, last=line is lines[-1]) for line in lines), style, measure)

    def _cut(self, text: Text, style: Style, measure: float) -> SetText:
        found = self._set(text, style, 1e6, even=False)
        if found.width <= measure or not found.lines:
            return SetText(found.lines[:1], style, measure)
        kept: list[Run] = list(text)
        while kept:
            last = kept.pop()
            whole = len(last.text) if len(kept) + 1 < len(text) else len(last.text) - 1
            for end in range(whole, 0, -1):
                if not any(sign.isalnum() for sign in last.text[:end]):
                    break  # the dot that was to part it from what is cut off
                shorter = Run(last.text[:end].rstrip() + "…", last.strong, last.personal)
                tried = self._set((*kept, shorter), style, 1e6, even=False)
                if tried.width <= measure:
                    return SetText(tried.lines[:1], style, measure)
        return SetText((), style, measure)

    # ------------------------------------------------------------ words
    def _words(self, text: Text, style: Style) -> list[_Word]:
        words: list[_Word] = []
        current = _Word()
        for run in text:
            for chunk in _split_keeping(unicodedata.normalize("NFC", run.text)):
                if chunk in (" ", "\n"):
                    if current.pieces or chunk == "\n":
                        current.ends = chunk == "\n"
                        words.append(current)
                    current = _Word()
                    if chunk == " ":
                        current.space_run = self._piece(" ", run, style)
                        current.space = current.space_run.width
                    continue
                for piece in self._pieces(chunk, run, style):
                    current.append(piece)
        if current.pieces:
            words.append(current)
        return words

    def _pieces(self, chunk: str, run: Run, style: Style) -> Iterator[Piece]:
        font, size, _ = _look(run, style)
        plain = chunk.replace(_NO_BREAK, " ")
        glyphs = self._metrics.fonts[font]
        if all(map(glyphs.__contains__, plain)):
            yield self._piece(plain, run, style)
            return
        spare = self._metrics.spares.get(font, font)
        shaper = self._shaper(bold="Bold" in spare)

        def home(cluster: tuple[str, bool]) -> str:
            """Where the cluster comes from."""
            text, known = cluster
            if known:
                return font
            if all(map(self._metrics.fonts[spare].__contains__, text)):
                return spare
            return _SHAPED if shaper and shaper.covers(text) else ""

        for place, found in groupby(_clusters(plain, glyphs), home):
            clusters = [text for text, _ in found]
            if place == _SHAPED and shaper:
                shaped, text = shaper.shape("".join(clusters)), "".join(clusters)
                width = shaped.width * size / 1000
                yield Piece(text, shaper.font, size, 0, width, run, False, shaped.glyphs, shaped.right_to_left)
            elif place:
                yield self._piece("".join(clusters), run, style, place)
            else:
                for cluster in clusters:
                    self._missing.setdefault(cluster)
                    yield Piece(cluster, font, size, 0, size * 0.75, run, box=True)

    def _shaper(self, *, bold: bool) -> Shaper | None:
        """What draws the scripts that our own fonts do not have; None without the extra, or while a forme is filled."""
        if self._metrics is not REGISTERED:
            return None
        from handouts.pdf.scripts import shaper

        return shaper(bold=bold)

    def _piece(self, text: str, run: Run, style: Style, font: str | None = None) -> Piece:
        own, size, rise = _look(run, style)
        font = font or own
        return Piece(text, font, size, rise, self._metrics.width(text, font, size), run)

    def _parts(self, word: _Word, measure: float) -> Iterable[_Word]:
        """The word, or, where it is wider than the measure, pieces of it that fit."""
        if word.width <= measure + 0.01:
            return (word,)
        parts = [_Word(space=word.space, space_run=word.space_run)]
        for piece in word.pieces:
            for sign in (piece.text,) if piece.alone else piece.text:
                width = piece.width if piece.alone else self._metrics.width(sign, piece.font, piece.size)
                if parts[-1].pieces and parts[-1].width + width > measure:
                    parts[-1].ends = parts[-1].joined = True
                    parts.append(_Word())
                parts[-1].append(replace(piece, text=sign, width=width))
        parts[-1].ends = word.ends
        return parts


_Key = tuple[Text, Style, float, bool]  # text, style, measure, whether the rag is evened
MOST_IN_STOCK = 8192  # texts; some 2 kB each
_STOCK: dict[_Key, tuple[SetText, tuple[str, ...]]] = {}  # and the characters in it that no font has


def extra_hint(missing: Iterable[str]) -> str:
    """What to install so that the characters are drawn, to end a warning with; empty where nothing would help."""
    from handouts.pdf.scripts import shaper

    helps = any(low <= ord(sign) <= high for one in missing for sign in one for low, high in _OF_THE_EXTRA)
    return "; pip install 'handouts[i18n]' draws them" if helps and shaper(bold=False) is None else ""


def _is_personal(text: Text) -> bool:
    return any(run.personal in PERSONAL for run in text)


def _look(run: Run, style: Style) -> tuple[str, float, float]:
    if run.note is not None:
        return style.strong, style.size * NOTE_SIZE, style.size * NOTE_RISE
    return (style.strong if run.strong else style.face), style.size, 0.0


def _split_keeping(text: str) -> Iterator[str]:
    """Words, spaces and line ends, one by one."""
    start = 0
    for index, character in enumerate(text):
        if character in " \n":
            if index > start:
                yield text[start:index]
            yield character
            start = index + 1
    if start < len(text):
        yield text[start:]


def _clusters(text: str, glyphs: Container[str]) -> Iterator[tuple[str, bool]]:
    """Stretches that can be drawn, and single signs that cannot (an emoji with its modifiers is one)."""
    known, unknown = "", ""
    for character in text:
        if unknown and (
            character in _JOINERS or unknown.endswith("\u200d") or "\U0001f3fb" <= character <= "\U0001f3ff"
        ):
            unknown += character
            continue
        if unknown:
            yield unknown, False
            unknown = ""
        if character in glyphs:
            known += character
            continue
        if known:
            yield known, True
            known = ""
        unknown = character
    if known:
        yield known, True
    if unknown:
        yield unknown, False


# ---------------------------------------------------------------- lines
def _filled(words: list[_Word], measure: float) -> list[list[_Word]]:
    lines: list[list[_Word]] = []
    width, fresh = 0.0, True
    for word in words:
        if fresh or width + word.space + word.width > measure + 0.01:
            lines.append([])
            width, fresh = 0.0, False
        width += word.width + (word.space if lines[-1] else 0.0)
        lines[-1].append(word)
        fresh = word.ends
    return lines


def _line_width(words: list[_Word]) -> float:
    return sum(word.width + (word.space if index else 0.0) for index, word in enumerate(words))


def _line(words: list[_Word], *, last: bool) -> Line:
    """Merges neighbours with one look, and ends every line but the last with a space, so that words that are
    copied or read aloud do not join."""
    found: list[Piece] = []
    for index, word in enumerate(words):
        if index and word.space_run is not None:
            found.append(word.space_run)
        found += word.pieces
    pieces: list[Piece] = []
    if _of_one_look(found):  # nearly every line
        first, text = found[0], "".join([piece.text for piece in found])
        pieces.append(Piece(text, first.font, first.size, first.rise, sum(piece.width for piece in found), first.run))
    else:
        for piece in _turned(found):
            _merge(pieces, piece)
    width = sum(piece.width for piece in pieces)
    joined = bool(words) and words[-1].joined
    if pieces and not last and not joined and not pieces[-1].box:
        end = pieces[-1]
        pieces[-1] = replace(end, text=end.text + " ")
    return Line(tuple(pieces), width, joined)


def _of_one_look(pieces: Sequence[Piece]) -> bool:
    """True for plain words of one run in one font."""
    if not pieces:
        return False
    run, font = pieces[0].run, pieces[0].font
    return all(piece.run is run and piece.font == font and not (piece.box or piece.glyphs) for piece in pieces)


def _turned(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbouring words that run from right to left as one, the first of them at the right."""
    waiting: list[Piece] = []  # such words, with the blanks between them
    for piece in pieces:
        blank = bool(waiting) and piece.text == " "
        if not (piece.right_to_left or blank):
            yield from _joined(waiting)
            waiting = []
            yield piece
        elif not waiting or blank or piece.run == waiting[0].run:
            waiting.append(piece)
        else:
            yield from _joined(waiting)
            waiting = [piece]
    yield from _joined(waiting)


def _joined(words: list[Piece]) -> Iterator[Piece]:
    blanks = []
    while words and not words[-1].right_to_left:
        blanks.append(words.pop())
    if words:
        parts = [one.glyphs or (Glyph("", 0.0, 0.0, one.width * 1000 / one.size),) for one in reversed(words)]
        yield replace(
            words[0],
            text="".join(one.text for one in words),
            width=sum(one.width for one in words),
            glyphs=tuple(glyph for part in parts for glyph in part),
        )
    yield from blanks


def _merge(pieces: list[Piece], piece: Piece) -> None:
    if pieces:
        last = pieces[-1]
        same_look = (last.font, last.size, last.rise, last.alone) == (piece.font, piece.size, piece.rise, False)
        same_kind = (last.run.personal, last.run.language, last.run.note) == (
            piece.run.personal,
            piece.run.language,
            piece.run.note,
        )
        if same_look and same_kind and not piece.alone:
            pieces[-1] = Piece(
                last.text + piece.text, last.font, last.size, last.rise, last.width + piece.width, last.run
            )
            return
    pieces.append(piece)
