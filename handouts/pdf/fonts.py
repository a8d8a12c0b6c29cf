"""The three weights a document is set in, embedded as subsets.

Open Sans is the default; a clinic may name its own TrueType files. ReportLab keeps fonts in one registry for the
process, so a font of the clinic is registered under a name made from its content: the same name is the same font.

A document embeds whole alphabets (``pdf/alphabets.py``), not single characters, so that each piece is made once for all
documents of a process.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, TTFError, TTFont

from handouts.design import FontChoice
from handouts.errors import InvalidData, TemplateError, Where
from handouts.pdf.alphabets import members, stretches
from handouts.pdf.metrics import REGISTERED
from handouts.pdf.objects import Ready, add_object
from handouts.pdf.reportlab_patches import to_unicode_map
from handouts.pdf.syntax import number, packed_stream
from handouts.pdf.truetype import without_hints


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
_MEANINGS: dict[str, dict[int, int]] = {}  # by font: what its characters stand for, where that is not themselves


def faces_of(choice: FontChoice | None) -> Faces:
    """The clinic's faces, or Open Sans. Raises InvalidData naming a file that cannot be used."""
    if choice is None:
        return open_sans()
    spare = open_sans()
    regular = _own(choice.regular)
    semibold = _own(choice.semibold) if choice.semibold else None
    bold = _own(choice.bold) if choice.bold else None
    for own, ours in ((regular, spare.regular), (semibold, spare.semibold), (bold, spare.bold)):
        if own:
            REGISTERED.spares.setdefault(own, ours)
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
            font = SharedFont(name, str(path), asciiReadable=False, shapable=False)
        except (TTFError, OSError, ValueError, KeyError, IndexError) as error:
            raise InvalidData(
                f"the font cannot be used: {error}",
                where=Where(file=str(path), field="fonts"),
                hint="name a TrueType file (.ttf) with glyf outlines",
            ) from error
        # ReportLab would set a second font with the same inner name in the first; a clinic's Open Sans is not ours.
        inner, font.face.name = font.face.name, name.encode()
        pdfmetrics.registerFont(font)
        font.face.name = inner
        REGISTERED.fonts[name] = {chr(sign): font.face.getCharWidth(sign) for sign in font.face.charToGlyph}
    return name


def register_glyphs(name: str, file: IO[bytes], first: int, meanings: Sequence[int]) -> None:
    """Registers a font whose glyphs are asked for by number: the character ``first`` stands for glyph 0, the next for
    glyph 1, and so on. ``meanings``: the character that each glyph shows, for whoever copies it."""
    font = SharedFont(name, file, asciiReadable=False, shapable=False)
    face = font.face
    face.charToGlyph = {first + glyph: glyph for glyph in range(len(face.hmetrics))}
    face.charWidths = {first + glyph: width * 1000 / face.unitsPerEm for glyph, (width, _) in enumerate(face.hmetrics)}
    pdfmetrics.registerFont(font)
    _MEANINGS[name] = {first + glyph: sign for glyph, sign in enumerate(meanings)}
    REGISTERED.fonts[name] = {chr(sign): face.getCharWidth(sign) for sign in face.charToGlyph}


def has_glyph(name: str, character: str) -> bool:
    """True if the registered font can draw the character."""
    return REGISTERED.has_glyph(name, character)


# ---------------------------------------------------------------- embedding
@dataclass(frozen=True)
class Piece:
    """One alphabet of a font, ready to embed: ``widths`` by code, the font program and the way back to Unicode."""

    base_name: str
    widths: tuple[float, ...]
    program: bytes
    to_unicode: bytes


@dataclass
class TypeCase:
    """The pieces one document uses, in the order of first use, each under its name in the page's resources.

    The name says which piece it is, so that what was painted for one document may go into another. ``asked`` collects
    what is asked for while something is painted that is to be kept; None at other times.
    """

    names: dict[tuple[str, int], str] = field(default_factory=dict)
    asked: dict[tuple[str, int], None] | None = None

    def name(self, font: str, alphabet: int) -> str:
        """The resource name of a piece."""
        if self.asked is not None:
            self.asked[font, alphabet] = None
        name = self.names.get((font, alphabet))
        if name is None:
            name = self.names[font, alphabet] = f"{_NOT_IN_A_NAME.sub('-', font)}.{alphabet}"
        return name


class SharedFont(TTFont):
    """A TrueType font that is set from alphabets. ReportLab's own way is a subset made for each document."""

    def splitString(self, text: str, _document: PDFDocument, _encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """The text in codes, alphabet by alphabet."""
        return list(stretches(text))

    def getSubsetInternalName(self, alphabet: int, document: PDFDocument) -> str:
        """The piece's name in the document, with its slash."""
        if self not in document.delayedFonts:
            document.delayedFonts.append(self)
        return "/" + type_case_of(document).name(self.fontName, alphabet)

    def addObjects(self, document: PDFDocument) -> None:
        """Adds what this document uses of the font."""
        resources = document.idToObject["BasicFonts"].dict
        for (font, alphabet), name in type_case_of(document).names.items():
            if font == self.fontName:
                resources[name] = add_piece(document, font, alphabet, name)


_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9-]")
_CASES: WeakKeyDictionary[PDFDocument, TypeCase] = WeakKeyDictionary()


def type_case_of(document: PDFDocument) -> TypeCase:
    """The document's own."""
    return _CASES.setdefault(document, TypeCase())


@lru_cache(maxsize=256)
def piece_of(font: str, alphabet: int) -> Piece:
    """An alphabet of a registered font, made once for the process."""
    face = pdfmetrics.getFont(font).face
    signs = {code: sign for code, sign in members(alphabet).items() if sign in face.charToGlyph}
    codes = [signs.get(code, 0) for code in range(max(signs, default=0) + 1)]
    base_name = f"{_tag(alphabet)}+{face.name.decode('ascii', 'replace')}"
    program = without_hints(face.makeSubset(codes))
    shown = [_MEANINGS.get(font, {}).get(sign, sign) for sign in codes]
    return Piece(
        base_name=base_name,
        widths=tuple(face.getCharWidth(sign) if sign else face.defaultWidth for sign in codes),
        program=packed_stream(b"/Length1 %d" % len(program), program, level=9),
        to_unicode=packed_stream(b"", to_unicode_map(base_name, shown).encode("latin-1")),
    )


def _tag(alphabet: int) -> str:
    """Six capital letters, as the name of a subset begins."""
    letters = ""
    for _ in range(6):
        alphabet, letter = divmod(alphabet, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def add_piece(document: PDFDocument, font: str, alphabet: int, name: str) -> Any:
    """Adds the objects of a piece to the document; returns the reference to the font."""
    piece, face = piece_of(font, alphabet), pdfmetrics.getFont(font).face
    program = add_object(document, Ready(piece.program), f"program:{name}")
    unicode_map = add_object(document, Ready(piece.to_unicode), f"unicode:{name}")
    box = " ".join(number(side) for side in face.bbox)
    flags = face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC
    descriptor = (
        f"<< /Type /FontDescriptor /FontName /{piece.base_name} /Flags {flags} /FontBBox [{box}] "
        f"/ItalicAngle {number(face.italicAngle)} /Ascent {number(face.ascent)} /Descent {number(face.descent)} "
        f"/CapHeight {number(face.capHeight)} /StemV {number(face.stemV)} /FontFile2 {program} 0 R >>"
    )
    described = add_object(document, Ready(descriptor.encode("latin-1")), f"descriptor:{name}")
    widths, last = " ".join(number(width) for width in piece.widths), len(piece.widths) - 1
    written = (
        f"<< /Type /Font /Subtype /TrueType /BaseFont /{piece.base_name} /FirstChar 0 /LastChar {last} "
        f"/Widths [{widths}] /FontDescriptor {described} 0 R /ToUnicode {unicode_map} 0 R >>"
    )
    return document.Reference(Ready(written.encode("latin-1")), name)


def widths_of(font: str, alphabet: int) -> dict[str, float]:
    """Sign to width, in thousandths of the size, for what the registered font has of an alphabet."""
    known = REGISTERED.fonts[font]
    return {chr(sign): known[chr(sign)] for sign in members(alphabet).values() if chr(sign) in known}
