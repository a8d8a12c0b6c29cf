"""The three weights a document is set in, embedded as subsets.

Open Sans is the default; a clinic may name its own TrueType files. ReportLab keeps fonts in one registry for the
process, so a font of the clinic is registered under a name made from its content: the same name is the same font.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

import handouts.pdf.reportlab_patches  # noqa: F401  (ToUnicode maps must be right before a font is written)
from handouts.design import FontChoice
from handouts.errors import InvalidData, TemplateError, Where


@dataclass(frozen=True)
class Faces:
    """Names, in ReportLab's registry, of the three weights."""

    regular: str
    semibold: str
    bold: str


@cache
def open_sans() -> Faces:
    """Open Sans. Raises TemplateError if the font package is not installed."""
    spec = find_spec("ttf_opensans")
    if spec is None or spec.origin is None:
        raise TemplateError("the font Open Sans is missing", hint="install the package ttf-opensans")
    folder = Path(spec.origin).parent / "ttf"
    names = [_register(f"OpenSans-{weight}", folder / f"OpenSans-{weight}.ttf") for weight in _WEIGHTS]
    return Faces(*names)


_WEIGHTS = ("Regular", "SemiBold", "Bold")


def faces_of(choice: FontChoice | None) -> Faces:
    """The clinic's faces, or Open Sans. Raises InvalidData naming a file that cannot be used."""
    if choice is None:
        return open_sans()
    regular = _own(choice.regular)
    semibold = _own(choice.semibold) if choice.semibold else None
    bold = _own(choice.bold) if choice.bold else None
    return Faces(regular, semibold or bold or regular, bold or semibold or regular)


@lru_cache(maxsize=64)
def _own(path: Path) -> str:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise InvalidData(
            f"cannot read the font: {error.strerror or error}",
            where=Where(file=str(path), field="fonts"),
            hint="check the path in the clinic file",
        ) from error
    return _register(f"own-{digest[:16]}", path)


def _register(name: str, path: Path) -> str:
    if name not in pdfmetrics.getRegisteredFontNames():
        try:
            font = TTFont(name, str(path), asciiReadable=False, shapable=False)
        except (TTFError, OSError, ValueError, KeyError, IndexError) as error:
            raise InvalidData(
                f"the font cannot be used: {error}",
                where=Where(file=str(path), field="fonts"),
                hint="name a TrueType file (.ttf) with glyf outlines",
            ) from error
        pdfmetrics.registerFont(font)
    return name


def has_glyph(name: str, character: str) -> bool:
    """True if the registered font can draw the character."""
    return ord(character) in pdfmetrics.getFont(name).face.charToGlyph
