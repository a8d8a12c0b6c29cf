"""Every block that pages are made of, by name: the first of each on the pages of the gallery, cut out of its page."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import ttf_opensans
from PIL import Image, ImageDraw, ImageFont

from handouts.cli.main import run
from handouts.page import write
from handouts.page.layout import Layout, Page, Placed, Sheet
from handouts.page.preview import pages_as_png
from handouts.pdf.archive import DocumentInfo

AROUND = 6.0  # points of paper round a block
DPI = 54
COLUMNS, COLUMN, BETWEEN = 3, 420, 14  # how many, and dots
TALLEST = 2000  # dots, of one sheet
LABEL = 22  # dots, the height of a name
COLOURS = 128
DATE = dt.datetime(2026, 3, 12, tzinfo=dt.UTC)
GROUND, INK = "#e4e6e8", "#1b2430"
_NUMBER = re.compile(r" \d+")

Named = tuple[str, Image.Image]


def write_blocks(gallery: Path, commands: Iterable[Sequence[str]]) -> list[Path]:
    """Writes blocks-1.png and so on into the folder, from the layouts of the commands; returns their paths."""
    found: dict[str, Image.Image] = {}
    for layout in _layouts(gallery, commands):
        found.update(_cut_out(layout, found.keys()))
    paths = []
    for number, sheet in enumerate(_sheets(sorted(found.items())), start=1):
        paths.append(gallery / f"blocks-{number}.png")
        sheet.quantize(COLOURS).save(paths[-1], optimize=True)
    return paths


def _layouts(gallery: Path, commands: Iterable[Sequence[str]]) -> list[Layout]:
    """What the commands lay out on their way to a file."""
    seen: list[Layout] = []
    cast = write.cast_layout

    def watch(layout: Layout, *rest, **options):  # type: ignore[no-untyped-def]
        seen.append(layout)
        return cast(layout, *rest, **options)

    with (
        mock.patch.object(write, "cast_layout", watch),
        mock.patch.dict(os.environ, {"HANDOUTS_CACHE": ""}),
        TemporaryDirectory() as folder,
    ):
        for number, command in enumerate(commands):
            clinic, file = str(gallery / "clinic"), str(Path(folder) / f"{number}.pdf")
            if run([*command, "--clinic", clinic, "-o", file]):
                raise SystemExit(f"handouts {' '.join(command)} failed")
    return seen


def _cut_out(layout: Layout, known: Iterable[str]) -> Iterator[Named]:
    """The blocks of a layout that are not known yet, each with a little paper round it."""
    wanted: dict[str, Placed] = {}
    for page in layout.pages:
        for placed in page.placed:
            name = _NUMBER.sub("", placed.block.name)
            if layout.design.large:
                name += " (large)"
            if name not in known and placed.block.things:
                wanted.setdefault(name, placed)
    if not wanted:
        return
    pages = tuple(
        Page(
            (Placed(one.block, AROUND, AROUND),),
            Sheet(float(one.block.width) + 2 * AROUND, float(one.block.height) + 2 * AROUND),
        )
        for one in wanted.values()
    )
    alone = replace(layout, pages=pages, reading=layout.reading_order(), parts=(), slots=())
    info = DocumentInfo("Blocks", "", "", layout.language, DATE, "handouts")
    for name, png in zip(wanted, pages_as_png(write.write_pdf(alone, info=info), dpi=DPI), strict=True):
        picture = Image.open(io.BytesIO(png)).convert("RGB")
        picture.thumbnail((COLUMN, TALLEST // 3))
        yield name, picture


def _sheets(pictures: Sequence[Named]) -> Iterator[Image.Image]:
    """The pictures with their names, in columns as even as can be, on as many sheets as it takes."""
    columns: list[list[Named]] = [[] for _ in range(COLUMNS)]
    heights = [BETWEEN] * COLUMNS
    for named in pictures:
        needed = LABEL + named[1].height + BETWEEN
        place = heights.index(min(heights))
        if heights[place] + needed > TALLEST and any(columns):
            yield _sheet(columns, max(heights))
            columns, heights, place = [[] for _ in range(COLUMNS)], [BETWEEN] * COLUMNS, 0
        columns[place].append(named)
        heights[place] += needed
    yield _sheet(columns, max(heights))


def _sheet(columns: Sequence[Sequence[Named]], height: int) -> Image.Image:
    folder = Path(ttf_opensans.__file__).parent / "ttf"
    font = ImageFont.truetype(str(folder / "OpenSans-SemiBold.ttf"), 14)
    sheet = Image.new("RGB", (COLUMNS * (COLUMN + BETWEEN) + BETWEEN, height), GROUND)
    draw = ImageDraw.Draw(sheet)
    for number, column in enumerate(columns):
        x, y = BETWEEN + number * (COLUMN + BETWEEN), BETWEEN
        for name, picture in column:
            draw.text((x, y), name, fill=INK, font=font)
            sheet.paste(picture, (x, y + LABEL))
            y += LABEL + picture.height + BETWEEN
    return sheet
