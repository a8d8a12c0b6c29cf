"""Pictures stay small: what one adds to a file, what reading one takes, and what all of them take in the package."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
import yaml

from handouts.design import Person
from handouts.maps import regions_below
from handouts.pictures.compiled import Picture, read_picture
from handouts.pictures.palette import palette_for

IMAGES = Path(__file__).resolve().parents[2] / "images"
COMPILED = IMAGES / "compiled"
MOST = {"exercises": 25_000, "maps": 60_000, "plates": 120_000, "techniques": 25_000, "icons": 2_000}  # bytes in a PDF
IN_THE_PACKAGE = 12_000_000  # bytes
# Reading a picture is one line of JSON and one inflation: its time goes with these counts (benchmarks/ has the time).
MOST_INFLATED, MOST_BLOCKS = 700_000, 400
OFTEN_INFLATED = 180_000  # of an exercise picture


def files(kind: str) -> list[Path]:
    return sorted((COMPILED / kind).rglob("*.hpic"))


def variants(picture: Picture) -> list[list[str]]:
    """What is painted at once: the picture in colour, or in black and white; of a map with every region marked."""
    names = picture.block_names
    if picture.kind == "map":
        return [["base", *(n for n in names if n.startswith("mark:"))],
                ["mono-base", *(n for n in names if n.startswith("mono:"))]]  # fmt: skip
    return [[n for n in names if not n.startswith("mono")], [n for n in names if not n.startswith("colour")]]


@pytest.mark.parametrize("kind", MOST)
def test_a_picture_adds_few_bytes_to_a_file(kind: str) -> None:
    palette = palette_for(Person())
    sizes = {
        path.relative_to(COMPILED): len(zlib.compress(picture.operators(palette, names), 6))
        for path in files(kind)
        for picture in [read_picture(path)]
        for names in variants(picture)
    }
    assert {path: size for path, size in sizes.items() if size > MOST[kind]} == {}


def test_reading_a_picture_is_little_work() -> None:
    for kind in MOST:
        for path in files(kind):
            picture = read_picture(path)
            inflated = sum(len(block.data) for block in picture.blocks)
            assert inflated < (OFTEN_INFLATED if kind == "exercises" else MOST_INFLATED), path.name
            assert len(picture.blocks) < MOST_BLOCKS, path.name


def test_all_pictures_together_fit_the_package() -> None:
    assert sum(path.stat().st_size for path in IMAGES.rglob("*") if path.is_file()) < IN_THE_PACKAGE


def test_every_view_of_the_body_map_has_a_picture() -> None:
    regions = regions_below([IMAGES])
    for view in regions.maps:
        picture = read_picture(COMPILED / "maps" / f"{regions.drawing(view).picture}.hpic")
        assert {"base", "mono-base"} <= set(picture.block_names)


def test_every_picture_has_a_credit_and_every_source_that_is_named_is_there() -> None:
    credits = yaml.safe_load((IMAGES / "credits.yaml").read_text(encoding="utf-8"))
    covered = {path for one in credits for path in IMAGES.glob(one["files"])}
    assert covered == set(COMPILED.rglob("*.hpic"))
    for one in credits:
        assert one["made_by"]
        assert one["licence"]
        for pattern in one["source"].split(", "):
            assert list(IMAGES.glob(pattern)), pattern
