"""Contact sheets: compiled pictures in their panels, colour beside black and white, as one PNG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from handouts.design import Person
from handouts.pictures.compiled import Picture
from handouts.pictures.palette import palette_for
from handouts.pictures.studio.strokes import PANEL

GAP = 8.0  # points
COLUMNS = 2


Shown: TypeAlias = tuple[Picture, Person]


def sheet_pdf(pictures: Sequence[Shown], modes: Sequence[str] = ("colour", "mono"), mirror: bool = False) -> bytes:
    """One PDF page with every picture in a print-size panel, in each of the modes side by side.

    mirror shows them as for a right-side client."""
    columns = COLUMNS if len(pictures) > 1 else 1
    cell = (PANEL[0] + GAP, PANEL[1] + GAP)
    rows = -(-len(pictures) // columns)
    width, height = cell[0] * columns * len(modes) + GAP, cell[1] * rows + GAP
    alphas = sorted({round(alpha * 100) for picture, _ in pictures for alpha in picture.alphas} | {100})
    out = []
    for index, (picture, person) in enumerate(pictures):
        for place, mode in enumerate(modes):
            x = GAP + ((index % columns) * len(modes) + place) * cell[0]
            y = height - (index // columns + 1) * cell[1]
            out.append(_panel(picture, mode, palette_for(person, mono=mode == "mono"), x, y, mirror))
    return one_page(width, height, b"\n".join(out), alphas)


def write_sheet(
    pictures: Sequence[Shown], path: Path, modes: Sequence[str], enlarge: float, mirror: bool = False
) -> None:
    """Renders the sheet; enlarge 1 is 72 dots per inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(sheet_pdf(pictures, modes, mirror))
    document[0].render(scale=enlarge).to_pil().save(path)


def _panel(picture: Picture, mode: str, palette: Mapping[str, str], x: float, y: float, mirror: bool) -> bytes:
    scale = min(PANEL[0] / picture.width, PANEL[1] / picture.height)
    dx, dy = x + (PANEL[0] - picture.width * scale) / 2, y + (PANEL[1] - picture.height * scale) / 2
    frame = f"q 0.95 0.96 0.96 rg {x:.2f} {y:.2f} {PANEL[0]} {PANEL[1]} re f Q\n".encode()
    if mode == "mono":
        frame = f"q 0.5 w {x:.2f} {y:.2f} {PANEL[0]} {PANEL[1]} re S Q\n".encode()
    move = f"q {scale:.5f} 0 0 {scale:.5f} {dx:.2f} {dy:.2f} cm\n".encode()
    return frame + move + picture.operators(palette, [mode], mirror) + b"\nQ"


def one_page(width: float, height: float, content: bytes, alphas: Sequence[int]) -> bytes:
    """A PDF of one page (points) with that content; alphas are hundredths."""
    states = " ".join(f"/A{a} << /ca {a / 100} /CA {a / 100} >>" for a in alphas)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.1f} {height:.1f}] /Contents 4 0 R "
        f"/Resources << /ExtGState << {states} >> >> >>".encode(),
        f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
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
