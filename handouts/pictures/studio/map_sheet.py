"""Contact sheets of the body maps: every map plain, then with each of its regions marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from handouts.pictures.compiled import Picture, PictureBook
from handouts.pictures.palette import Person, palette_for
from handouts.pictures.studio.sheet import one_page

CELL = 72.0  # points: the height of a drawing
GAP = 6.0
WIDTH = 840.0


def map_sheet(pictures: Sequence[Picture], mono: bool = False) -> bytes:
    """One PDF page with every look of every map; marks of the right side, and of both where the map shows both."""
    palette = palette_for(Person(), mono=mono)
    base, mark = ("mono-base", "mono:") if mono else ("base", "mark:")
    cells: list[tuple[Picture, tuple[str, ...]]] = []
    for picture in pictures:
        regions = dict.fromkeys(name[len(mark) : -2] for name in picture.block_names if name.startswith(mark))
        cells.append((picture, (base,)))
        for region in regions:
            sides = [f"{mark}{region}_{side}" for side in "LR"]
            cells.append((picture, (base, *(name for name in sides if name in picture.block_names))))
    placed: list[tuple[float, float, float, Picture, tuple[str, ...]]] = []
    x, row = GAP, 0
    for picture, names in cells:
        scale = CELL / picture.height
        if x + picture.width * scale > WIDTH - GAP:
            x, row = GAP, row + 1
        placed.append((x, row * (CELL + GAP), scale, picture, names))
        x += picture.width * scale + GAP
    height = (row + 1) * (CELL + GAP) + GAP
    out = [
        f"q {scale:.5f} 0 0 {scale:.5f} {x:.2f} {height - GAP - y - CELL:.2f} cm\n".encode()
        + picture.operators(palette, names)
        + b"\nQ"
        for x, y, scale, picture, names in placed
    ]
    alphas = sorted({round(alpha * 100) for picture in pictures for alpha in picture.alphas} | {100})
    return one_page(WIDTH, height, b"\n".join(out), alphas)


def write_map_sheet(images: Path, path: Path, mono: bool, enlarge: float) -> None:
    """Renders the sheet of every compiled map; enlarge 1 is 72 dots per inch."""
    import pypdfium2

    book = PictureBook([images / "compiled"])
    pages = pypdfium2.PdfDocument(map_sheet([book.get("map", name) for name in book.ids("map")], mono))
    pages[0].render(scale=enlarge).to_pil().save(path)
