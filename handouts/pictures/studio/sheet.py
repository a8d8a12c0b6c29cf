"""Contact sheets: compiled pictures in panels with their ids below, as a PDF of one page or as a PNG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from handouts.design import Person
from handouts.pictures.compiled import Picture
from handouts.pictures.palette import palette_for
from handouts.pictures.studio.strokes import PANEL

GAP = 8.0  # points
LABEL = 7.0  # size of the ids, points
COLUMNS = 2

Shown: TypeAlias = tuple[Picture, Person]


@dataclass(frozen=True)
class Cell:
    """One panel: the named blocks of a picture in their colours, its id below. framed draws a line round the panel
    instead of a ground, as on a black and white page."""

    picture: Picture
    palette: Mapping[str, str]
    names: Sequence[str]
    label: str
    framed: bool = False
    mirror: bool = False


def looks(picture: Picture, person: Person, mode: str, label: str | None = None, mirror: bool = False) -> Cell:
    """The cell of a picture in "colour" or "mono"; of a map its base."""
    name = {"colour": "base", "mono": "mono-base"}[mode] if picture.kind == "map" else mode
    mono = mode == "mono"
    return Cell(picture, palette_for(person, mono=mono), (name,), label or picture.id, mono, mirror)


def grid_pdf(cells: Sequence[Cell], columns: int, panel: tuple[float, float] = PANEL) -> bytes:
    """One PDF page with the cells in rows. panel is the size of each, in points."""
    wide, tall = panel[0] + GAP, panel[1] + LABEL + GAP
    rows = -(-len(cells) // columns)
    width, height = wide * columns + GAP, tall * rows + GAP
    alphas = sorted({round(alpha * 100) for cell in cells for alpha in cell.picture.alphas} | {100})
    out = [
        _panel(cell, panel, GAP + index % columns * wide, height - (index // columns + 1) * tall)
        for index, cell in enumerate(cells)
    ]
    return one_page(width, height, b"\n".join(out), alphas)


def sheet_pdf(pictures: Sequence[Shown], modes: Sequence[str] = ("colour", "mono"), mirror: bool = False) -> bytes:
    """One PDF page with every picture in a print-size panel, in each of the modes side by side.

    mirror shows them as for a right-side client."""
    cells = [looks(picture, person, mode, mirror=mirror) for picture, person in pictures for mode in modes]
    return grid_pdf(cells, (COLUMNS if len(pictures) > 1 else 1) * len(modes))


def write_sheet(
    pictures: Sequence[Shown], path: Path, modes: Sequence[str], enlarge: float, mirror: bool = False
) -> None:
    """Renders the sheet; enlarge 1 is 72 dots per inch."""
    write_png(sheet_pdf(pictures, modes, mirror), path, enlarge)


def write_png(pdf: bytes, path: Path, enlarge: float) -> None:
    """Renders the first page of a PDF; enlarge 1 is 72 dots per inch."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        document[0].render(scale=enlarge).to_pil().save(path)


def _panel(cell: Cell, panel: tuple[float, float], x: float, y: float) -> bytes:
    """The cell with its lower left corner at x, y: the id, and the panel over it."""
    picture, floor = cell.picture, y + LABEL + 2
    scale = min(panel[0] / picture.width, panel[1] / picture.height)
    dx, dy = x + (panel[0] - picture.width * scale) / 2, floor + (panel[1] - picture.height * scale) / 2
    ground = "q 0.5 w %s re S Q\n" if cell.framed else "q 0.95 0.96 0.96 rg %s re f Q\n"
    frame = (ground % f"{x:.2f} {floor:.2f} {panel[0]} {panel[1]}").encode()
    move = f"q {scale:.5f} 0 0 {scale:.5f} {dx:.2f} {dy:.2f} cm\n".encode()
    text = f"BT 0 g /F1 {LABEL} Tf {x:.2f} {y + 2:.2f} Td ({cell.label}) Tj ET\n".encode("ascii")
    return text + frame + move + picture.operators(cell.palette, cell.names, cell.mirror) + b"\nQ"


def one_page(width: float, height: float, content: bytes, alphas: Sequence[int]) -> bytes:
    """A PDF of one page (points) with that content; alphas are hundredths, the font is /F1."""
    states = " ".join(f"/A{a} << /ca {a / 100} /CA {a / 100} >>" for a in alphas)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.1f} {height:.1f}] /Contents 4 0 R "
        f"/Resources << /ExtGState << {states} >> /Font << /F1 5 0 R >> >> >>".encode(),
        f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
