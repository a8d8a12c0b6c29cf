"""Promises of the body map on the page: left is left, the letters fit the sides, nothing stands outside its room."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from handouts.maps import Shown
from handouts.page.blocks.base import Block, Setting
from handouts.page.blocks.body_map import body_map
from handouts.page.blocks.named_map import named_map
from handouts.page.drawing import Disc, Figure, Inked, Rule, Thing, Words
from handouts.page.styles import MM
from handouts.page.text import SetText
from handouts.pictures.compiled import PictureBook
from handouts.pictures.palette import Person, palette_for
from handouts.pictures.regions import marked_palette, painted
from handouts.words import model as w
from handouts.words.model import plain, said
from tests.page import samples

BOOK = PictureBook([Path(__file__).parents[2] / "images" / "compiled"])
FRONT, BACK = w.MapView("front", None, said("Front")), w.MapView("back", None, said("Back"))


def side_view(side: str) -> w.MapView:
    return w.MapView("side", side, said(f"{side.capitalize()} side"))


def words(
    marks: dict[str, tuple[str, ...]],
    figures: tuple[w.MapView, ...] = (FRONT, BACK),
    close_ups: tuple[tuple[w.MapView, ...], ...] = (),
    chosen: tuple[str, ...] = ("left",),
    labels: tuple[w.MapLabel, ...] = (),
) -> w.BodyMap:
    marked = tuple(w.MapMark(area, sides) for area, sides in marks.items())
    letters = said("L"), said("R")
    return w.BodyMap(
        marked, said("Marked"), "Alt", said("Front"), said("Back"), *letters, chosen, figures, close_ups, labels
    )


@cache
def setting(variant: str = "standard") -> Setting:
    return Setting(samples.design(variant), BOOK, samples.REGIONS)


def things(block: Block) -> list[Thing]:
    return [one for thing in block.things for one in (thing.things if isinstance(thing, Figure) else (thing,))]


def pictures(block: Block) -> list[Inked]:
    return [one for one in things(block) if isinstance(one, Inked)]


def letters(block: Block) -> dict[str, list[tuple[float, bool]]]:
    """Each side's letters: the middle of the disc, and whether it is filled."""
    found: dict[str, list[tuple[float, bool]]] = {"L": [], "R": []}
    own = things(block)
    paper = setting().colours.paper
    for disc, text in pairwise(own):
        if isinstance(disc, Disc) and isinstance(text, Words) and text_of(text.text) in found:
            found[text_of(text.text)].append((disc.x, disc.fill not in (None, paper)))
    return found


def text_of(text: SetText) -> str:
    return " ".join("".join(piece.text for piece in line.pieces) for line in text.lines)


def made(body: w.BodyMap, variant: str = "standard", width: float = 71, height: float = 74) -> Block:
    return body_map(body, setting(variant), width * MM, height * MM)


def test_the_left_stands_at_the_viewers_right_in_front_and_at_the_left_behind() -> None:
    block = made(words({"knee": ("left",)}))
    middle = block.width / 2
    front_left, back_left = letters(block)["L"]
    front_right, back_right = letters(block)["R"]
    assert front_right[0] < front_left[0] < middle < back_left[0] < back_right[0]
    assert [front_left[1], back_left[1], front_right[1], back_right[1]] == [True, True, False, False]


def test_a_side_view_of_the_left_is_mirrored_and_marked_and_says_so() -> None:
    block = made(words({"hip-lateral": ("left",)}, (BACK, side_view("left"))))
    side = [one for one in pictures(block) if one.picture.id == "body-side"]
    assert all(one.mirrored for one in side)
    assert side[-1].names == ("mark:hip-lateral_R",)  # drawn for the right: its mirror image is the left
    assert [filled for _, filled in letters(block)["L"]] == [True, True]
    assert "Left side" in [text_of(one.text) for one in things(block) if isinstance(one, Words)]


def test_a_view_of_the_other_side_is_not_marked() -> None:
    block = made(words({"hip-lateral": ("left",)}, (side_view("right"), side_view("left"))))
    marked = [one for one in pictures(block) if one.names[0].startswith("mark:")]
    assert [one.mirrored for one in marked] == [True]


def test_close_ups_name_the_side_of_each_hand() -> None:
    hands = tuple(w.MapView("palm", side, said("Palm")) for side in ("right", "left"))
    block = made(words({"wrist-hand": ("left", "right")}, (FRONT,), (hands,), ("left", "right")))
    right, left = (one for one in pictures(block) if one.picture.id == "hand-palm" and one.names == ("base",))
    assert (right.mirrored, left.mirrored) == (False, True)
    assert all(filled for places in letters(block).values() for _, filled in places)


@pytest.mark.parametrize("area", sorted(samples.REGIONS.areas))
@pytest.mark.parametrize("sides", ["L", "LR"])
@pytest.mark.parametrize(("width", "height"), [(71, 74), (56, 50), (118, 104)])
def test_every_view_stands_in_its_room_and_none_over_another(
    area: str, sides: str, width: float, height: float
) -> None:
    chosen = samples.REGIONS.choose({area: sides})
    views = [view(one) for one in chosen.figures], [tuple(view(one) for one in row) for row in chosen.close_ups]
    named = ("left", "right") if sides == "LR" else ("left",)
    block = made(words({area: named}, tuple(views[0]), tuple(views[1]), named), width=width, height=height)
    boxes = {(one.x, one.y): one for one in pictures(block)}
    assert len(boxes) == len(chosen.views)
    for one in boxes.values():
        assert one.x >= -0.01
        assert one.x + one.width <= block.width + 0.01
        assert one.y >= 0
        assert one.y + one.height <= block.height
        for other in boxes.values():
            apart = one.x + one.width <= other.x + 0.01 or other.x + other.width <= one.x + 0.01
            level = one.y + one.height <= other.y + 0.01 or other.y + other.height <= one.y + 0.01
            assert one is other or apart or level, (one.picture.id, other.picture.id)


def view(one: Shown) -> w.MapView:
    return w.MapView(one.view, {"L": "left", "R": "right"}.get(one.side), said("Name"))


# ---------------------------------------------------------------- strengths


def test_a_region_is_painted_once_in_its_strongest_mark_and_the_strongest_last() -> None:
    area = samples.REGIONS.areas["jaw-tmj"]
    regions = replace(samples.REGIONS, areas={"jaw-tmj": area, "head-tension": samples.REGIONS.areas["head-tension"]})
    both = painted(regions, [("jaw-tmj", "L"), ("head-tension", "L")], Shown("face"))
    assert [strength for strength, _ in both] == ["main"]  # the temple is a main mark of the other area
    alone = painted(regions, [("jaw-tmj", "L")], Shown("face"), mono=True)
    assert alone == (("linked", ("mono-linked:temple_L",)), ("main", ("mono:jaw_L", "mono:jaw-joint_L")))


def test_fainter_marks_are_paler_and_all_three_differ() -> None:
    palette = palette_for(Person())
    marks = [marked_palette(palette, strength)["mark"] for strength in ("main", "linked", "faint")]
    light = [sum(int(colour[i : i + 2], 16) for i in (1, 3, 5)) for colour in marks]
    assert light[0] + 60 < light[1] < light[2] - 60


def test_only_what_is_marked_goes_into_the_document() -> None:
    block = made(words({"knee": ("left",)}))
    assert {name for one in pictures(block) for name in one.names} == {"base", "mark:knee_L"}


# ---------------------------------------------------------------- names


def labels(*regions: str) -> tuple[w.MapLabel, ...]:
    return tuple(w.MapLabel(region, "left", said(region.replace("-", " "))) for region in regions)


def test_names_stand_beside_the_first_view_that_shows_them_and_their_lines_lead_into_it() -> None:
    wanted = labels("glutes", "hamstrings", "biceps", "deltoid")
    block = named_map(words({"knee": ("left",)}, labels=wanted), setting(), 170 * MM, 100 * MM)
    shown = [text_of(one.text) for one in things(block) if isinstance(one, Words)]
    assert sorted(set(shown) & {plain(one.text) for one in wanted}) == sorted(plain(one.text) for one in wanted)
    boxes = [one for one in pictures(block) if one.names == ("base",)]
    for line in (one for one in things(block) if isinstance(one, Rule)):
        assert any(b.x < line.x2 < b.x + b.width and b.y < line.y2 < b.y + b.height for b in boxes)
        assert not any(b.x < line.x1 < b.x + b.width for b in boxes)


def test_no_name_lies_over_a_picture_or_outside_the_block() -> None:
    wanted = labels("chest", "abdominals", "quadriceps", "tibialis", "rhomboids", "triceps", "glutes", "calf")
    block = named_map(words({"knee": ("left",)}, labels=wanted), setting(), 170 * MM, 100 * MM)
    boxes = [one for one in pictures(block) if one.names == ("base",)]
    names = {plain(one.text) for one in wanted}
    for one in (one for one in things(block) if isinstance(one, Words) and text_of(one.text) in names):
        for line, x, _ in one.starts():
            assert x >= -0.01
            assert x + line.width <= block.width + 0.01
            assert not any(b.x < x + line.width and x < b.x + b.width for b in boxes)


def test_of_more_names_than_fit_the_first_are_drawn_and_the_others_told() -> None:
    every = labels(*samples.REGIONS.drawing("front").regions)
    block = named_map(words({"knee": ("left",)}, labels=every), setting(), 120 * MM, 50 * MM)
    assert block.left_out
    assert every[0].text not in block.left_out
    assert set(block.left_out) < {label.text for label in every}


def test_a_large_sheet_tells_which_names_found_no_room() -> None:
    from handouts.page.handout import lay_out_handout

    sheet = samples.standard()
    assert sheet.body_map is not None
    every = labels(*samples.REGIONS.drawing("front").regions)
    asked = replace(sheet, body_map=replace(sheet.body_map, labels=every))
    book = samples.SampleBook()
    layout = lay_out_handout(asked, samples.design("large"), book, tier="basic", regions=samples.REGIONS)
    told = [line for line in layout.dropped if line.endswith("beside the body map")]
    assert told
    assert all(line.startswith("left out for room: the name '") for line in told)


def test_a_basic_sheet_tells_that_it_has_no_room_for_names() -> None:
    from handouts.page.handout import lay_out_handout

    sheet = samples.standard()
    assert sheet.body_map is not None
    asked = replace(sheet, body_map=replace(sheet.body_map, labels=labels("glutes")))
    book = samples.SampleBook()
    layout = lay_out_handout(asked, samples.design("standard"), book, tier="basic", regions=samples.REGIONS)
    assert "left out for room: the names beside the body map" in layout.dropped
