"""A forme: a laid-out, painted, compressed document with room for the personal words of one client after another.

Nothing personal is in it. Printing sets the personal words anew, asks the guards whether the layout would still be the
same with them, and puts them into their holes. It needs neither ReportLab nor a font file nor a template.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import msgspec

from handouts.page.elastic import Guard, Length
from handouts.page.text import PersonalText, SetText, Typesetter
from handouts.pdf.alphabets import BASIC, alphabets_of, stretches
from handouts.pdf.archive import DocumentInfo
from handouts.pdf.casting import Casting
from handouts.pdf.metrics import Metrics
from handouts.pdf.syntax import literal, number
from handouts.words.personal import PERSONAL, Personal, with_words
from handouts.words.runs import Text


class PlacedLine(msgspec.Struct, frozen=True, array_like=True):
    """One line of a personal text on a page: the start of its baseline, in the coordinates that hold at its hole."""

    text: int
    line: int
    x: Length
    y: float
    colour: str  # three numbers from 0 to 1, as operands


class TypePiece(msgspec.Struct, frozen=True, array_like=True):
    """One alphabet of a font that personal words may be set in: its name on the pages, its signs and their widths."""

    font: str
    alphabet: int
    name: str
    signs: str
    widths: tuple[float, ...]


class Forme(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """Cast once, printed often. ``warnings`` are for the therapist. ``open``: other words than those it was cast with
    may go in, as far as they fit."""

    casting: Casting
    pages: int
    title: str
    language: str
    warnings: tuple[str, ...]
    open: bool
    texts: tuple[PersonalText, ...] = ()
    guards: tuple[Guard, ...] = ()
    holes: tuple[tuple[PlacedLine, ...], ...] = ()
    pieces: tuple[TypePiece, ...] = ()

    def printed(self, personal: Personal, info: DocumentInfo) -> bytes | None:
        """The file for these words; None where the pages have to be laid out for them."""
        set_texts: list[SetText] = []
        for place, text in enumerate(self.texts):
            found = self._set(place, text, with_words(text.text, personal))
            if found is None:
                return None
            set_texts.append(found)
        widths = [[line.width for line in found.lines] for found in set_texts]
        if not all(guard.holds(widths) for guard in self.guards):
            return None
        return self.casting.printed(info, [self._operators(lines, set_texts, widths) for lines in self.holes])

    def printed_first(self, personal: Personal, info: DocumentInfo) -> bytes:
        """The file for the words that the forme was cast with, which always fit."""
        file = self.printed(personal, info)
        assert file is not None, "a forme prints the words it was cast with"
        return file

    def _set(self, place: int, personal: PersonalText, text: Text) -> SetText | None:
        """The words set as the personal text at that place was; None where they take other lines or another font.

        Dates and the therapist are often those of the client before, so the last words set are kept.
        """
        last = self._last.get(place)
        if last is not None and last[0] == text:
            return last[1]
        typesetter = Typesetter(self._metrics)
        found = typesetter.set_again(personal, text)
        if len(found.lines) != personal.lines or typesetter.missing:
            return None
        self._last[place] = text, found
        return found

    def _operators(
        self, placed: Sequence[PlacedLine], texts: Sequence[SetText], widths: Sequence[Sequence[float]]
    ) -> bytes:
        """What paints the lines of one hole."""
        parts: list[bytes] = [b"q"]
        names = self._names
        for one in placed:
            place = f"BT {one.colour} rg 1 0 0 1 {number(one.x.with_widths(widths))} {number(one.y)} Tm"
            parts.append(place.encode("ascii"))
            present = ""
            for piece in texts[one.text].lines[one.line].pieces:
                for alphabet, codes in stretches(piece.text):
                    font = f"/{names[piece.font, alphabet]} {number(piece.size)} Tf"
                    if font != present:
                        parts.append(font.encode("ascii"))
                        present = font
                    parts.append(literal(codes) + b" Tj")
            parts.append(b"ET")
        parts.append(b"Q")
        return b"\n".join(parts)

    @cached_property
    def _last(self) -> dict[int, tuple[Text, SetText]]:
        """The words set last, by place."""
        return {}

    @cached_property
    def _names(self) -> dict[tuple[str, int], str]:
        return {(piece.font, piece.alphabet): piece.name for piece in self.pieces}

    @cached_property
    def _metrics(self) -> Metrics:
        fonts: dict[str, dict[str, float]] = {}
        for piece in self.pieces:
            fonts.setdefault(piece.font, {}).update(zip(piece.signs, piece.widths, strict=True))
        return Metrics({**fonts})


def reach_of(personal: Personal) -> dict[str, frozenset[int]]:
    """For each personal field the alphabets its words need beyond the basic one, which every font has."""
    return {
        field: alphabets_of(words) - {BASIC}
        for field in sorted(PERSONAL)
        if not (words := personal.text(field)).isascii()
    }
