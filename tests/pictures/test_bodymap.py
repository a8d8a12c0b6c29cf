"""Promises of the body maps and pictograms: what is supplied, and how it is drawn."""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path

import pytest

from handouts.errors import PictureError
from handouts.pictures.compiled import Picture, PictureBook
from handouts.pictures.palette import Person, palette_for
from handouts.pictures.regions import read_regions

IMAGES = Path(__file__).parents[2] / "images"
BOOK = PictureBook([IMAGES / "compiled"])
REGIONS = read_regions(IMAGES / "anatomy" / "regions.yaml")
VIEWS = ("front", "back")
ALL_VIEWS = tuple(REGIONS.maps)
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
    return BOOK.get("map", REGIONS.drawing(view).picture)


def marks_of(view: str) -> set[str]:
    """The regions that the view's picture can mark, without their sides."""
    return {name.partition(":")[2][:-2] for name in body_map(view).block_names if name.startswith("mark:")}


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("mono", [False, True])
def test_every_pain_area_is_marked_on_one_side_or_both(area: str, mono: bool) -> None:
    shown = 0
    for view in ALL_VIEWS:
        for sides in ("L", "R", "LR"):
            blocks = REGIONS.blocks(area, view, sides, mono)
            assert set(blocks) <= set(body_map(view).block_names)
            shown += len(blocks)
    assert shown >= 4


def test_there_are_22_areas_and_each_shows_on_a_whole_figure() -> None:
    assert set(REGIONS.areas) == set(AREAS)
    for area in AREAS:
        assert any(REGIONS.regions(area, view) for view in VIEWS), area


def test_at_least_sixty_regions_can_be_marked_left_and_right_apart() -> None:
    regions = {region for view in ALL_VIEWS for region in marks_of(view)}
    assert len(regions) >= 60
    for view in VIEWS:
        for region in marks_of(view):
            assert {f"mark:{region}_L", f"mark:{region}_R"} <= set(body_map(view).block_names)


@pytest.mark.parametrize("view", ALL_VIEWS)
def test_the_data_names_exactly_what_each_map_can_mark(view: str) -> None:
    assert set(REGIONS.drawing(view).regions) == marks_of(view)
    assert len(REGIONS.drawing(view).regions) == len(marks_of(view))


@pytest.mark.parametrize("view", ALL_VIEWS)
def test_every_mark_has_four_looks_and_a_place_for_its_name(view: str) -> None:
    picture = body_map(view)
    places = {anchor.word: anchor for anchor in picture.anchors}
    for name in picture.block_names:
        if name.startswith("mark:"):
            own = name.removeprefix("mark:")
            assert {f"mono:{own}", f"mono-linked:{own}", f"mono-faint:{own}"} <= set(picture.block_names)
            assert 0 < places[own].x < picture.width
            assert 0 < places[own].y < picture.height


def test_groups_hold_every_region_and_nothing_else() -> None:
    regions = {region for view in ALL_VIEWS for region in marks_of(view)}
    assert {region for group in REGIONS.groups.values() for region in group} == regions


def test_what_areas_name_as_views_and_fainter_marks_is_there() -> None:
    regions = {region for view in ALL_VIEWS for region in marks_of(view)}
    for area, marks in REGIONS.areas.items():
        assert set(marks.linked) | set(marks.spread) <= regions, area
        for view in (*marks.show, *marks.closer):
            assert REGIONS.regions(area, view), (area, view)


# Where things lie in a view that shows one side: the first must be nearer the viewer's right than the second.
RIGHT_OF = [
    ("side", "foot", "heel"),
    ("side", "chest", "upper-back"),
    ("head_side", "cheek", "back-of-head"),
    ("palm", "thumb", "little-finger-side"),
    ("hand_back", "fingers", "thumb"),
    ("sole", "abductor-hallucis", "abductor-little-toe"),
    ("sole", "arch", "abductor-little-toe"),
    ("foot_top", "toe-extensors", "tibialis"),
    ("foot_side", "toes", "heel"),
]


@pytest.mark.parametrize(("view", "right", "left"), RIGHT_OF)
def test_a_view_of_one_side_is_drawn_for_the_right(view: str, right: str, left: str) -> None:
    picture = body_map(view)
    assert REGIONS.drawing(view).one_side
    assert all(name.endswith("_R") for name in picture.block_names if ":" in name)
    assert middle_x(picture, f"mark:{right}_R") > middle_x(picture, f"mark:{left}_R")


def middle_x(picture: Picture, block: str) -> float:
    drawn = next(b for b in picture.blocks if b.name == block).data.decode()
    xs = [float(line.split()[-3]) for line in drawn.splitlines() if line.endswith((" m", " l", " c"))]
    return (min(xs) + max(xs)) / 2


@pytest.mark.parametrize(("view", "left_is_viewers"), [("front", "right"), ("back", "left"), ("face", "right")])
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


@pytest.mark.parametrize("view", ALL_VIEWS)
@pytest.mark.parametrize("mono", [False, True])
def test_a_map_with_every_area_marked_takes_less_than_60_kb_in_a_document(view: str, mono: bool) -> None:
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

    of_areas = {region for area in AREAS for region in REGIONS.regions(area, view)}
    for region in body(view).data.regions:
        shape = region_shape(body(view), region)
        square_mm = shape.area * (UNIT * 25.4 / 72) ** 2
        assert square_mm > (4 if region.id in of_areas else 1), region.id
        assert not shape.buffer(-5 if region.id in of_areas else -1.5).is_empty, f"{region.id} is a sliver"


LAYERED = [view for view in ALL_VIEWS if view not in VIEWS]


@cache
def layered(view: str):  # type: ignore[no-untyped-def]
    pytest.importorskip("shapely")
    from handouts.pictures.studio.layered import build_map
    from handouts.pictures.studio.map_data import read_map

    return build_map(read_map(IMAGES / "anatomy" / f"{REGIONS.drawing(view).picture}.yaml"))


@pytest.mark.parametrize("view", LAYERED)
def test_the_other_maps_come_from_their_curves_as_they_are_now(view: str) -> None:
    assert body_map(view).source_sha256 == layered(view).data.source_sha256


@pytest.mark.parametrize("view", LAYERED)
def test_muscles_of_the_other_maps_lie_inside_their_layer_and_never_over_each_other(view: str) -> None:
    for layer in layered(view).layers:
        for index, muscle in enumerate(layer.muscles):
            assert layer.outline.buffer(0.05).contains(muscle.shape), muscle.id
            for other in layer.muscles[:index]:
                assert muscle.shape.intersection(other.shape).area < 0.03, (muscle.id, other.id)


@pytest.mark.parametrize("view", LAYERED)
def test_every_mark_of_the_other_maps_is_large_enough_to_be_seen(view: str) -> None:
    from handouts.pictures.studio.layered import region_shape

    for region in layered(view).data.regions:
        shape = region_shape(layered(view), region)
        assert shape.area * (25.4 / 72) ** 2 > 2, region.region.id  # square mm at natural size


def test_the_arm_of_the_side_view_leaves_the_hip_in_sight() -> None:
    from handouts.pictures.studio.layered import region_shape

    side = layered("side")
    arm = next(layer for layer in side.layers if layer.data.id == "arm").outline
    for wanted in side.data.regions:
        if wanted.region.id in ("hip-lateral", "glutes", "gluteus-medius", "tensor-fasciae-latae"):
            assert region_shape(side, wanted).distance(arm) > 1, wanted.region.id


@pytest.mark.parametrize("view", ["hand_back", "face"])
def test_drawing_a_map_again_gives_the_supplied_file_byte_for_byte(view: str) -> None:
    from handouts.pictures.compiled import write_picture
    from handouts.pictures.studio.layered import draw_layered

    picture = draw_layered(layered(view))
    supplied = IMAGES / "compiled" / "maps" / f"{picture.id}.hpic"
    assert write_picture(picture) == supplied.read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("radii: [16,", "radii: [-16,", r"fingers\[4\]\.radii: each radius"),
        ("ink: fibre, width: 0.3}", "ink: gold, width: 0.3}", "'gold' is not an ink"),
        ("muscles: [thenar]", "muscles: [thenarr]", "did you mean 'thenar'"),
    ],
)
def test_a_fault_in_a_layered_map_names_file_and_field(old: str, new: str, message: str, tmp_path: Path) -> None:
    pytest.importorskip("shapely")
    from handouts.pictures.studio.map_data import read_map

    text = (IMAGES / "anatomy" / "hand-palm.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "hand-palm.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PictureError, match=message):
        read_map(path)


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
