"""How wide the characters of the known fonts are. Needs no font file and no ReportLab once it has been told.

``pdf/fonts.py`` tells what it registers; a kept forme brings the few widths it needs along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Metrics:
    """Widths by font name and character, in thousandths of the type's size."""

    fonts: dict[str, Mapping[str, float]] = field(default_factory=dict)

    def width(self, text: str, font: str, size: float) -> float:
        """Width in points. Raises KeyError for a character the font does not have."""
        return 0.001 * size * sum(map(self.fonts[font].__getitem__, text))

    def has_glyph(self, font: str, character: str) -> bool:
        """True if the font can draw the character."""
        return character in self.fonts[font]


REGISTERED = Metrics()  # of the fonts that ReportLab knows in this process: names there are one to one with contents
