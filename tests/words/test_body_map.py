"""Promises of the body map's words: what is said is what is seen, and the sides are the client's own."""

from __future__ import annotations

import pytest

from handouts.library.store import Library
from handouts.maps import regions_below
from handouts.resources import Folders
from handouts.words import model as w
from handouts.words.model import plain
from tests.words.test_write import words_of

REGIONS = regions_below(Folders.find().images)


def map_of(library: Library, areas: list[str], **more: object) -> w.BodyMap:
    found = words_of(library, areas=areas, **more).body_map
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("areas", "alt"),
    [
        (["lower-back"], "Body, front and back. Marked: your lower back."),
        (["hip-lateral:left"], "Body, back and left side. Marked: your left outer hip."),
        (["wrist-hand:right"], "Body, front. Right hand, palm and back. Marked: your right wrist and hand."),
        (["foot-plantar:both"], "Body, front. Both feet, sole and outside. Marked: your feet."),
        (["head-tension"], "Body, front. Head, right side, left side and front. Marked: your head and scalp."),
    ],
)
def test_the_alt_text_says_which_views_are_seen(library: Library, areas: list[str], alt: str) -> None:
    assert map_of(library, areas).alt == alt


@pytest.mark.parametrize(
    ("areas", "sides"),
    [
        (["knee:left"], ("left",)),
        (["knee:right", "lower-back"], ("right",)),
        (["knee:left", "hip-lateral:both"], ("left", "right")),
        (["knee:left", "shoulder:right"], ("left", "right")),
        (["lower-back"], ()),
    ],
)
def test_the_letters_that_are_filled_are_the_sides_that_were_chosen(
    library: Library, areas: list[str], sides: tuple[str, ...]
) -> None:
    assert map_of(library, areas).sides_chosen == sides


def test_the_caption_says_what_the_lighter_marks_mean_and_only_where_there_are_any(library: Library) -> None:
    assert "Lighter" in plain(map_of(library, ["jaw-tmj:left"]).caption)
    assert "Lighter" not in plain(map_of(library, ["knee:left"]).caption)


@pytest.mark.parametrize("style", ["everyday", "latin"])
def test_every_region_has_a_name_of_its_own(library: Library, style: str) -> None:
    table = library.contents.phrases["map"]["regions"]
    regions = {region for drawing in REGIONS.maps.values() for region in drawing.regions}
    assert set(table) == regions
    names = [table[region][style] for region in regions]
    assert len(set(names)) == len(names)


def test_names_are_there_when_asked_for_and_belong_to_what_is_marked(library: Library) -> None:
    assert map_of(library, ["knee:left"]).labels == ()
    named = map_of(library, ["hip-lateral:left"], map_names="latin").labels
    assert {one.side for one in named} == {"left"}
    assert "Musculus gluteus medius" in [plain(one.text) for one in named]
