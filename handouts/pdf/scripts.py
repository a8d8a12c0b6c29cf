"""Letters that need more than one glyph a character: Arabic, Hebrew, Devanagari, Thai, Georgian. Needs the extra
``i18n``: FiraGO (pymupdf-fonts, SIL Open Font License) and HarfBuzz (uharfbuzz).

HarfBuzz answers with glyphs, not characters. So that a font can be embedded like any other, each glyph is given a
character of its own from a private plane of Unicode; the words themselves go into the structure (ActualText).
"""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from handouts.pdf.metrics import Glyph

if TYPE_CHECKING:
    import uharfbuzz

_PRIVATE = 0xF0000  # the first character of plane 15
_UNKNOWN = 0xFFFD
_NAME = re.compile("uni([0-9A-F]{4})")
_FONTS = {False: "figo", True: "figbo"}  # FiraGO regular and bold, as pymupdf-fonts calls them


@dataclass(frozen=True)
class Shaped:
    """Glyphs from left to right, in thousandths of the type's size."""

    glyphs: tuple[Glyph, ...]
    right_to_left: bool

    @property
    def width(self) -> float:
        """How far the pen moves."""
        return sum(glyph.advance for glyph in self.glyphs)


class Shaper:
    """One weight of FiraGO. ``font`` is its name in ReportLab's registry."""

    def __init__(self, font: str, data: bytes) -> None:
        import uharfbuzz

        self.font = font
        self._face = uharfbuzz.Face(data)
        self._font: uharfbuzz.Font = uharfbuzz.Font(self._face)
        self._scale = 1000 / self._face.upem
        self._signs = frozenset(self._face.unicodes)

    def meanings(self) -> list[int]:
        """The character that each glyph shows, by its name: uniFEE4 is a form of U+0645, uni0915094D0937 begins with
        U+0915."""
        plain = {self._font.get_nominal_glyph(sign): sign for sign in sorted(self._signs, reverse=True)}
        names = map(self._font.glyph_to_string, range(self._face.glyph_count))
        return [_plain(plain[glyph]) if glyph in plain else _named(name) for glyph, name in enumerate(names)]

    def covers(self, text: str) -> bool:
        """True if it has a glyph for every character."""
        return all(ord(sign) in self._signs for sign in text)

    def shape(self, text: str) -> Shaped:
        """The text, which must be of one script, as it is drawn."""
        import uharfbuzz

        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._font, buffer)
        glyphs = tuple(
            Glyph(
                chr(_PRIVATE + info.codepoint),
                place.x_offset * self._scale,
                place.y_offset * self._scale,
                place.x_advance * self._scale,
            )
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        )
        return Shaped(glyphs, buffer.direction == "rtl")


@cache
def shaper(*, bold: bool) -> Shaper | None:
    """The weight, registered for embedding; None without the extra."""
    try:
        import pymupdf_fonts
        import uharfbuzz  # noqa: F401
    except ImportError:
        return None
    from handouts.pdf.fonts import register_glyphs

    data = bytes(pymupdf_fonts.fontbuffers[_FONTS[bold]]())
    name = f"FiraGO-{'Bold' if bold else 'Regular'}-glyphs"
    found = Shaper(name, data)
    register_glyphs(name, io.BytesIO(data), _PRIVATE, found.meanings())
    return found


def _named(name: str) -> int:
    """The first character that a glyph's name tells."""
    told = _NAME.match(name)
    return _plain(int(told[1], 16)) if told else _UNKNOWN


def _plain(sign: int) -> int:
    """The character without its form: of a letter that is joined to the next, the letter."""
    plain = unicodedata.normalize("NFKC", chr(sign))[0]
    return ord(plain) if plain.isprintable() else _UNKNOWN
