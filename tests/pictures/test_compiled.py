"""Promises of the compiled picture format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handouts.design import Person
from handouts.errors import PictureError
from handouts.pictures.compiled import (
    Block,
    Frame,
    Picture,
    PictureBook,
    parse_picture,
    read_picture,
    write_picture,
)
from handouts.pictures.palette import palette_for
from handouts.pictures.people import read_people

IMAGES = Path(__file__).parents[2] / "images"
BRIDGE = Picture(
    id="bridge",
    kind="exercise",
    width=120.0,
    height=60.5,
    roles=("line", "skin"),
    alphas=(0.13, 1.0),
    blocks=(
        Block("colour", b"q\n{skin}\n{S:line}\n/A13 gs\n0 0 m\n9 9 l\nB*\nQ\n"),
        Block("mono", b"q\n{S:line}\n0 0 m\n5 5 l\nS\nQ\n"),
    ),
)
TWO_FRAMES = Picture(
    id="sit",
    kind="exercise",
    width=120.0,
    height=60.0,
    roles=("line",),
    alphas=(1.0,),
    blocks=(
        Block("colour:1", b"q\n1 1 m\nQ\n"),
        Block("colour:2", b"q\n2 2 m\nQ\n"),
        Block("colour:chevrons", b"q\n3 3 m\nQ\n"),
        Block("mono:1", b"q\n4 4 m\nQ\n"),
    ),
    frames=(Frame("1", 1.5, 50.0), Frame("2", 70.0, 118.5)),
)
PALETTE = {"skin": "#FF0000", "line": "#336699"}


def stored(folder: Path, picture: Picture) -> Path:
    path = folder / "exercises" / f"{picture.id}.hpic"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_picture(picture))
    return path


def test_a_picture_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    assert read_picture(stored(tmp_path, BRIDGE)) == BRIDGE


def test_the_same_picture_always_gives_the_same_bytes() -> None:
    assert write_picture(BRIDGE) == write_picture(parse_picture(write_picture(BRIDGE), "bridge"))


def test_role_tokens_become_the_palettes_colours() -> None:
    assert BRIDGE.operators(PALETTE, ["colour"]).startswith(b"q\n1 0 0 rg\n0.2 0.4 0.6 RG\n/A13 gs\n")


def test_only_the_named_blocks_are_given_in_file_order() -> None:
    both = BRIDGE.operators(PALETTE, ["mono", "colour"])
    assert both == BRIDGE.operators(PALETTE, ["colour"]) + BRIDGE.operators(PALETTE, ["mono"])
    assert b"9 9 l" not in BRIDGE.operators(PALETTE, ["mono"])


def test_a_variant_stands_for_its_blocks_of_every_frame(tmp_path: Path) -> None:
    picture = read_picture(stored(tmp_path, TWO_FRAMES))
    assert picture == TWO_FRAMES
    assert picture.operators(PALETTE, ["colour"]) == b"q\n1 1 m\nQ\nq\n2 2 m\nQ\nq\n3 3 m\nQ\n"
    assert picture.operators(PALETTE, ["colour:2"]) == b"q\n2 2 m\nQ\n"


def test_a_picture_in_one_piece_has_no_variants_but_its_blocks() -> None:
    picture = Picture(**{**TWO_FRAMES.__dict__, "frames": ()})
    with pytest.raises(PictureError, match="no block 'colour'"):
        picture.operators(PALETTE, ["colour"])


def test_mirrored_frames_turn_in_their_places_and_chevrons_stay() -> None:
    assert TWO_FRAMES.operators(PALETTE, ["colour"], mirror=True) == (
        b"q\n-1 0 0 1 51.50 0 cm\nq\n1 1 m\nQ\nQ\nq\n-1 0 0 1 188.50 0 cm\nq\n2 2 m\nQ\nQ\nq\n3 3 m\nQ\n"
    )


def test_a_picture_in_one_piece_is_mirrored_as_a_whole() -> None:
    assert BRIDGE.operators(PALETTE, ["mono"], mirror=True).startswith(b"q\n-1 0 0 1 120.00 0 cm\nq\n")


def test_an_unknown_block_and_a_missing_colour_are_named() -> None:
    with pytest.raises(PictureError, match="no block 'side'"):
        BRIDGE.operators(PALETTE, ["side"])
    with pytest.raises(PictureError, match="needs a colour for 'line'"):
        BRIDGE.operators({"skin": "#FF0000"}, ["colour"])


def changed_header(**changes: object) -> bytes:
    line, _, payload = write_picture(BRIDGE).partition(b"\n")
    return json.dumps({**json.loads(line), **changes}).encode() + b"\n" + payload


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"[1]\n", "damaged"),
        (write_picture(BRIDGE)[:-9], "damaged"),
        (write_picture(BRIDGE).partition(b"\n")[0], "damaged"),
        (changed_header(format=1), "reads format 2"),
        (changed_header(width=-4), "damaged"),
        (changed_header(width=float("nan")), "damaged"),
        (changed_header(blocks=[{"name": "colour", "start": 0, "length": 10**9}]), "past its end"),
        (changed_header(blocks=7), "damaged"),
        (changed_header(frames=[7]), "damaged"),
        (changed_header(frames=[{"name": "1", "left": 9, "right": 9}]), "no width"),
        (changed_header(frames=[{"name": "1", "left": 9, "right": float("inf")}]), "no width"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "bridge.hpic"
    path.write_bytes(data)
    with pytest.raises(PictureError, match=said) as problem:
        read_picture(path)
    assert "bridge.hpic" in str(problem.value)


def test_a_missing_picture_names_the_nearest_id(tmp_path: Path) -> None:
    stored(tmp_path, BRIDGE)
    book = PictureBook([tmp_path])
    assert book.ids("exercise") == ("bridge",)
    assert book.get("exercise", "bridge") is book.get("exercise", "bridge")
    with pytest.raises(PictureError, match="did you mean 'bridge'"):
        book.get("exercise", "brigde")


def test_an_id_can_never_leave_the_folder(tmp_path: Path) -> None:
    stored(tmp_path / "a", BRIDGE)
    with pytest.raises(PictureError):
        PictureBook([tmp_path / "b"]).get("exercise", "../../a/exercises/bridge")


def test_the_earlier_folder_wins(tmp_path: Path) -> None:
    own = Picture(**{**BRIDGE.__dict__, "width": 99.0})
    stored(tmp_path / "clinic", own)
    stored(tmp_path / "supplied", BRIDGE)
    assert PictureBook([tmp_path / "clinic", tmp_path / "supplied"]).get("exercise", "bridge").width == 99.0


def store_build(folder: Path, build: str, width: float) -> None:
    place = folder / "exercises" / build
    place.mkdir(parents=True)
    (place / "bridge.hpic").write_bytes(write_picture(Picture(**{**BRIDGE.__dict__, "width": width})))


def test_an_exercise_is_shown_by_the_build_asked_for_or_else_by_the_usual_one(tmp_path: Path) -> None:
    store_build(tmp_path, "slim", 50.0)
    store_build(tmp_path, "broad", 60.0)
    book = PictureBook([tmp_path])
    assert book.ids("exercise") == ("bridge",)
    widths = [book.get("exercise", "bridge", build).width for build in (None, "slim", "broad", "pregnant")]
    assert widths == [50.0, 50.0, 60.0, 50.0]


def test_a_clinics_own_picture_stands_for_every_build(tmp_path: Path) -> None:
    store_build(tmp_path / "supplied", "broad", 60.0)
    stored(tmp_path / "clinic", Picture(**{**BRIDGE.__dict__, "width": 99.0}))
    book = PictureBook([tmp_path / "clinic", tmp_path / "supplied"])
    assert book.get("exercise", "bridge", "broad").width == 99.0
    assert book.get("exercise", "bridge").width == 99.0


@pytest.mark.parametrize("mono", [False, True])
def test_every_person_has_a_colour_for_every_role(mono: bool) -> None:
    roles = set(palette_for(Person()))
    for person in read_people([IMAGES / "people" / "people.yaml"]).everybody():
        assert set(palette_for(person, mono=mono)) == roles


def test_what_is_not_a_colour_is_refused() -> None:
    with pytest.raises(PictureError, match=r"'blue' is not a colour"):
        palette_for(Person(skin="blue"))


@pytest.mark.parametrize("kind", ["map", "plate", "icon", "exercise"])
def test_every_supplied_picture_has_all_its_colours(kind: str) -> None:
    book = PictureBook([IMAGES / "compiled"])
    palette = palette_for(Person())
    for picture_id in book.ids(kind):
        picture = book.get(kind, picture_id)
        assert picture.kind == kind
        for block in picture.blocks:
            drawn = picture.operators(palette, [block.name])
            assert b"{" not in drawn
            assert drawn.startswith(b"q\n")
            assert drawn.endswith(b"Q\n")
            assert drawn.count(b"q\n") == drawn.count(b"Q\n")
