"""How wide the characters of the known fonts are. Needs no font file and no ReportLab once it has been told.

``pdf/fonts.py`` tells what it registers; a kept forme brings the few widths it needs along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Glyph(NamedTuple):
    """One glyph of a shaped word, in thousandths of the type's size: the sign it is embedded under, how far it stands
    from the pen, and how far the pen moves on."""

    sign: str
    x: float
    y: float
    advance: float


MOST_KNOWN = 1 << 14  # words; a language uses few often


@dataclass(frozen=True)
class Metrics:
    """Widths by font name and character, in thousandths of the type's size."""

    fonts: dict[str, Mapping[str, float]] = field(default_factory=dict)
    spares: dict[str, str] = field(default_factory=dict)  # the font to look in for what another one lacks

    _known: dict[tuple[str, str], float] = field(default_factory=dict, repr=False, compare=False)  # of words met before

    def width(self, text: str, font: str, size: float) -> float:
        """Width in points. Raises KeyError for a character the font does not have."""
        key = (text, font)
        units = self._known.get(key)
        if units is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            units = self._known[key] = sum(map(self.fonts[font].__getitem__, text))
        return 0.001 * size * units

    def has_glyph(self, font: str, character: str) -> bool:
        """True if the font can draw the character."""
        return character in self.fonts[font]


REGISTERED = Metrics()  # of the fonts that ReportLab knows in this process: names there are one to one with contents
