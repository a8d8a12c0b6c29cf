"""Promises of the choice of views: every chosen side is seen, and what shows it best stands on the sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.errors import InvalidData, PictureError
from handouts.library.model import MapViews
from handouts.maps import Chosen, MapRegions, Shown, read_regions

REGIONS = read_regions(Path(__file__).parents[1] / "images" / "anatomy" / "regions.yaml")
FIGURES = ("front", "back", "side")
WISHES = st.dictionaries(
    st.sampled_from(sorted(REGIONS.areas)), st.sampled_from(["L", "R", "LR"]), min_size=1, max_size=6
)


def views(chosen: Chosen) -> list[str]:
    return [one.view + one.side for one in chosen.views]


@given(WISHES)
@settings(max_examples=150, deadline=None)
def test_every_area_is_seen_on_each_of_its_sides_in_some_figure(marks: dict[str, str]) -> None:
    chosen = REGIONS.choose(marks)
    for area, sides in marks.items():
        for side in sides:
            assert any(side in one.sides and REGIONS.regions(area, one.view) for one in chosen.figures), (area, side)


@given(WISHES)
@settings(max_examples=150, deadline=None)
def test_there_are_two_figures_or_one_beside_close_ups_that_show_every_area(marks: dict[str, str]) -> None:
    chosen = REGIONS.choose(marks)
    assert all(one.view in FIGURES for one in chosen.figures)
    assert len(chosen.figures) == (1 if chosen.close_ups else 2)
    for row in chosen.close_ups:
        assert {one.view for one in row} == {row[0].view}
        assert all(REGIONS.regions(area, row[0].view) for area in marks)
        assert set("".join(marks.values())) <= set("".join(one.sides for one in row))


@given(WISHES)
def test_the_order_of_the_areas_changes_nothing(marks: dict[str, str]) -> None:
    assert REGIONS.choose(marks) == REGIONS.choose(dict(reversed(marks.items())))


@pytest.mark.parametrize(
    ("marks", "seen"),
    [
        ({"lower-back": "LR"}, ["front", "back"]),
        ({"hip-lateral": "L"}, ["back", "sideL"]),
        ({"hip-lateral": "R"}, ["back", "sideR"]),
        ({"hip-lateral": "LR"}, ["sideR", "sideL"]),
        ({"lower-back": "LR", "hip-lateral": "L"}, ["back", "sideL"]),
        ({"jaw-tmj": "L"}, ["front", "head_sideL", "face"]),
        ({"jaw-tmj": "LR"}, ["front", "head_sideR", "head_sideL", "face"]),
        ({"wrist-hand": "R"}, ["front", "palmR", "hand_backR"]),
        ({"foot-plantar": "L"}, ["front", "soleL", "foot_sideL"]),
        ({"neck": "LR"}, ["back", "head_sideR", "head_sideL"]),
        ({"jaw-tmj": "L", "lower-back": "LR"}, ["front", "back"]),
        ({"jaw-tmj": "L", "wrist-hand": "L"}, ["front", "sideL"]),
        (
            {"lower-back": "L", "hip-lateral": "LR", "glutes-piriformis": "LR", "hip-flexor-groin": "LR"},
            ["front", "back"],
        ),
    ],
)
def test_the_views_that_show_the_areas_best_are_chosen(marks: dict[str, str], seen: list[str]) -> None:
    assert views(REGIONS.choose(marks)) == seen


def test_a_view_of_one_side_marks_that_side_alone() -> None:
    assert REGIONS.blocks("hip-lateral", "side", "L") == ("mark:hip-lateral_R",)  # drawn for the right, shown mirrored
    assert REGIONS.blocks("hip-lateral", "side", "") == ()
    assert REGIONS.blocks("hip-lateral", "front", "L", mono=True) == ("mono:hip-lateral_L",)


def test_fainter_marks_are_those_the_view_can_show() -> None:
    area = MapViews(front=("chest",), linked=("deltoid", "upper-back"), spread=("biceps",))
    regions = MapRegions({"chest": area}, REGIONS.maps)
    assert regions.blocks("chest", "front", "L", strength="linked") == ("mark:deltoid_L",)
    assert regions.blocks("chest", "back", "L", strength="linked") == ("mark:deltoid_L", "mark:upper-back_L")
    assert regions.blocks("chest", "front", "R", mono=True, strength="faint") == ("mono-faint:biceps_R",)


def test_an_area_without_a_figure_is_refused_with_its_name() -> None:
    regions = MapRegions({"throat": MapViews(head_side=("under-chin",), closer=("head_side",))}, REGIONS.maps)
    with pytest.raises(PictureError, match="no place for the area 'throat'"):
        regions.choose({"throat": "LR"})


def test_an_unknown_area_or_view_names_the_nearest() -> None:
    with pytest.raises(PictureError, match="did you mean 'lower-back'"):
        REGIONS.choose({"lowerback": "L"})
    with pytest.raises(PictureError, match="did you mean 'front'"):
        REGIONS.drawing("frnt")


def test_a_later_layer_takes_the_place_of_an_area_of_the_same_name(tmp_path: Path) -> None:
    own = tmp_path / "regions.yaml"
    own.write_text("areas:\n  knee: {front: [kneecap]}\n", encoding="utf-8")
    ours = Path(__file__).parents[1] / "images" / "anatomy" / "regions.yaml"
    both = read_regions(ours, own)
    assert both.regions("knee", "front") == ("kneecap",)
    assert both.regions("neck", "front") == ("neck",)


def test_a_fault_in_the_regions_names_file_and_line(tmp_path: Path) -> None:
    own = tmp_path / "regions.yaml"
    own.write_text("areas:\n  knee:\n    frnt: [kneecap]\n", encoding="utf-8")
    with pytest.raises(InvalidData, match=r"regions\.yaml.*3.*did you mean 'front'"):
        read_regions(own)


def test_shown_sides_are_both_where_a_view_shows_both() -> None:
    assert Shown("front").sides == "LR"
    assert Shown("side", "L").sides == "L"


@pytest.mark.parametrize(
    ("areas", "plate"),
    [
        (["lower-back"], "lower-back-hip"),
        (["lower-back", "mid-back", "upper-back"], "lower-back-hip"),
        (["neck", "shoulder"], "neck-upper-back"),
        (["shoulder"], "shoulder-back"),
        (["knee"], "knee"),
        (["knee", "neck"], None),
        (["wrist-hand"], None),
    ],
)
def test_a_cover_shows_the_plate_that_suits_every_area(areas: list[str], plate: str | None) -> None:
    assert REGIONS.cover(areas) == plate
