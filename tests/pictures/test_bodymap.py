"""Promises of the body maps and pictograms: what is supplied, and how it is drawn."""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path

import pytest
import yaml

from handouts.errors import PictureError
from handouts.pictures.compiled import Picture, PictureBook
from handouts.pictures.palette import Person, palette_for
from handouts.pictures.regions import read_regions

IMAGES = Path(__file__).parents[2] / "images"
BOOK = PictureBook([IMAGES / "compiled"])
REGIONS = read_regions(IMAGES / "anatomy" / "regions.yaml")
VIEWS = ("front", "back")
AREAS = [
    "neck",
    "upper-back",
    "shoulder",
    "chest-front",
    "mid-back",
    "lower-back",
    "sacroiliac",
    "hip-lateral",
    "hip-flexor-groin",
    "glutes-piriformis",
    "adductors",
    "hamstrings",
    "quadriceps",
    "outer-thigh-itb",
    "knee",
    "shin-ankle",
    "calf-achilles",
    "foot-plantar",
    "jaw-tmj",
    "head-tension",
    "elbow-forearm",
    "wrist-hand",
]
ICONS = [
    "phone",
    "clock",
    "calendar",
    "exercise",
    "walk",
    "warmth",
    "move",
    "rest",
    "care",
    "target",
    "stop",
    "easier",
    "harder",
    "note",
    "comfort",
    "breathe",
]


def body_map(view: str) -> Picture:
    return BOOK.get("map", f"body-{view}")


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("mono", [False, True])
def test_every_pain_area_is_marked_on_one_side_or_both(area: str, mono: bool) -> None:
    shown = 0
    for view in VIEWS:
        for sides in ("L", "R", "LR"):
            blocks = REGIONS.blocks(area, view, sides, mono)
            assert set(blocks) <= set(body_map(view).block_names)
            shown += len(blocks)
    assert shown >= 4


def test_no_region_is_drawn_that_no_area_uses() -> None:
    for view in VIEWS:
        used = {block for area in REGIONS.areas for block in REGIONS.blocks(area, view)}
        assert used == {name for name in body_map(view).block_names if name.startswith("mark:")}


def middle_x(picture: Picture, block: str) -> float:
    drawn = next(b for b in picture.blocks if b.name == block).data.decode()
    xs = [float(line.split()[-3]) for line in drawn.splitlines() if line.endswith((" m", " l", " c"))]
    return (min(xs) + max(xs)) / 2


@pytest.mark.parametrize(("view", "left_is_viewers"), [("front", "right"), ("back", "left")])
def test_the_persons_left_is_on_the_right_side_of_the_page_in_front_and_left_behind(
    view: str, left_is_viewers: str
) -> None:
    picture = body_map(view)
    for name in picture.block_names:
        if ":" in name:
            on_right = middle_x(picture, name) > picture.width / 2
            assert on_right == ((left_is_viewers == "right") == name.endswith("_L")), name


def test_both_views_have_the_same_size_so_that_they_stand_level() -> None:
    front, back = (body_map(view) for view in VIEWS)
    assert (front.width, front.height) == (back.width, back.height)
    assert front.width / front.height * 74 <= 33


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("mono", [False, True])
def test_a_map_with_every_mark_takes_less_than_60_kb_in_a_document(view: str, mono: bool) -> None:
    names = REGIONS.map_blocks(dict.fromkeys(REGIONS.areas, "LR"), view, mono)
    assert len(zlib.compress(body_map(view).operators(palette_for(Person(), mono=mono), names))) < 60_000


def test_an_unknown_area_names_the_nearest() -> None:
    with pytest.raises(PictureError, match="did you mean 'lower-back'"):
        REGIONS.blocks("lowerback", "back")


@pytest.mark.parametrize("name", ICONS)
def test_every_pictogram_is_supplied_and_square(name: str) -> None:
    icon = BOOK.get("icon", name)
    assert icon.block_names == ("colour",)
    assert icon.width == icon.height == 24
    assert set(icon.roles) <= {"ink", "paper"}


def test_the_plate_is_supplied_in_colour_and_mono_with_a_fade() -> None:
    plate = BOOK.get("plate", "lower-back-hip")
    assert plate.block_names == ("colour", "mono", "fade")
    assert b"{flesh" not in next(block.data for block in plate.blocks if block.name == "mono")


def test_the_twelfth_rib_springs_from_the_twelfth_chest_vertebra() -> None:
    layers = yaml.safe_load((IMAGES / "anatomy" / "plate-lower-back-hip.yaml").read_text())["layers"]
    of = {layer["id"]: layer for layer in layers}
    twelfth_vertebra = of["spine"]["at"][1][0]
    springs_at = of["rib-12"]["outline"][0][1]
    assert abs(springs_at - twelfth_vertebra) < 15


# ---------------------------------------------------------------- drawing (needs the studio)
@cache
def body(view: str):  # type: ignore[no-untyped-def]
    pytest.importorskip("shapely")
    from handouts.pictures.studio.anatomy import read_body
    from handouts.pictures.studio.bodymap import build_body

    return build_body(read_body(IMAGES / "anatomy", view))


@pytest.mark.parametrize("view", VIEWS)
def test_the_compiled_map_comes_from_the_curves_as_they_are_now(view: str) -> None:
    assert body_map(view).source_sha256 == body(view).data.source_sha256


@pytest.mark.parametrize("view", VIEWS)
def test_muscles_lie_inside_the_body_and_never_over_each_other(view: str) -> None:
    drawn = body(view)
    for index, muscle in enumerate(drawn.muscles):
        assert drawn.outline.contains(muscle.shape)
        for other in drawn.muscles[:index]:
            assert muscle.shape.intersection(other.shape).area < 0.5, (muscle.id, other.id)


@pytest.mark.parametrize("view", VIEWS)
def test_every_mark_is_large_enough_to_be_seen(view: str) -> None:
    from handouts.pictures.studio.bodymap import UNIT, region_shape

    for region in body(view).data.regions:
        shape = region_shape(body(view), region)
        square_mm = shape.area * (UNIT * 25.4 / 72) ** 2
        assert square_mm > 4, region.id
        assert not shape.buffer(-5).is_empty, f"{region.id} is a sliver"


def test_compiling_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("shapely")
    from handouts.pictures.studio.icons import compile_icons

    first = compile_icons(IMAGES / "anatomy" / "icons.yaml", tmp_path)
    assert first == compile_icons(IMAGES / "anatomy" / "icons.yaml", tmp_path)
    for path, data in first.items():
        supplied = (IMAGES / "compiled" / "icons" / path.name).read_bytes()
        assert supplied.partition(b"\n")[0][-80:] == data.partition(b"\n")[0][-80:], f"{path.name} is out of date"


def test_a_fault_in_the_curves_names_file_and_field(tmp_path: Path) -> None:
    pytest.importorskip("shapely")
    from handouts.pictures.studio.anatomy import read_body

    for name in ("body-outline.yaml", "body-front.yaml"):
        text = (IMAGES / "anatomy" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("radius: 4.4", "radius: wide"), encoding="utf-8")
    with pytest.raises(PictureError, match=r"body-outline\.yaml:fingers\[0\]\.radius: this must be a number"):
        read_body(tmp_path, "front")
