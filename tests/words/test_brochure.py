"""What a leaflet says: never anything personal, nothing strong, no more than a sheet claims, and every grave sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from handouts.clinic import Clinic, ClinicFile, Link
from handouts.library.store import Library
from handouts.request import AreaChoice, Request
from handouts.resources import Folders
from handouts.words.brochure import BrochureWords, word_brochure
from handouts.words.gentle import gentle_moves, plan_leaflet
from handouts.words.model import Run, plain
from handouts.words.write import Numbers

WORDS = ("back", "hips", "hamstrings", "neck", "knee", "shoulder")


def clinic(**more: Any) -> Clinic:
    return Clinic(ClinicFile(name="Your Clinic", region="uk", phone="020 7946 0000", **more))


def words(library: Library, folders: Folders, *areas: str, region: str = "uk", **more: Any) -> BrochureWords:
    plan = plan_leaflet(Request(areas=tuple(AreaChoice(word=area) for area in areas)), library)
    numbers = {"uk": Numbers("999", "111"), "us": Numbers("911", "911")}[region]
    title = more.pop("title", None)
    found = library.contents.regions[region]
    return word_brochure(plan, library, clinic(**more), found, folders, numbers, title=title)


def runs(value: Any) -> Iterator[Run]:
    if isinstance(value, Run):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from runs(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from runs(item)


def texts(value: Any) -> str:
    return " ".join(run.text for run in runs(value))


@pytest.mark.parametrize("area", WORDS)
def test_no_run_is_personal_and_no_figure_leads_to_a_source_that_is_not_there(
    library: Library, folders: Folders, area: str
) -> None:
    found = list(runs(words(library, folders, area)))
    assert found
    assert all(run.personal is None and run.note is None for run in found)


def test_a_name_in_the_request_does_not_reach_the_leaflet(library: Library) -> None:
    bare = Request(areas=(AreaChoice(word="neck"),))
    named = Request(areas=bare.areas, client="Client Name", note="Heat", conditions=(), tier="full", persistent=True)
    assert plan_leaflet(named, library) == plan_leaflet(bare, library)


@pytest.mark.parametrize("area", WORDS)
def test_moves_are_gentle_off_the_floor_and_done_with_things_at_hand(
    library: Library, folders: Folders, area: str
) -> None:
    moves = words(library, folders, area).moves
    assert moves is not None
    assert len(moves.cards) == 3
    for card in moves.cards:
        exercise = library.contents.exercises[card.id]
        assert exercise.effort == 1
        assert exercise.position not in ("quadruped", "kneeling", "prone")
        assert "floor" not in exercise.tags
        assert not {"band", "ball", "strap", "step", "weight"} & set(exercise.needs)


def test_moves_serve_every_area_of_a_group_where_they_can(library: Library) -> None:
    served = {
        area
        for move in gentle_moves(["hip-lateral", "hip-flexor-groin", "glutes-piriformis"], library)
        for area in library.contents.exercises[move].areas
    }
    assert {"hip-lateral", "hip-flexor-groin", "glutes-piriformis"} <= served


def test_every_area_of_the_library_has_a_leaflet_with_its_grave_signs(library: Library, folders: Folders) -> None:
    for area in library.contents.areas:
        found = words(library, folders, area)
        by_tier = {tier.tier: [plain(sign) for sign in tier.signs] for tier in found.help.tiers}
        assert set(by_tier) <= {"emergency", "today"}
        top = [*library.contents.areas[area].top_flags, "rf-chest", "rf-stroke"]
        for flag in top:
            first = next(line for line in library.contents.red_flag_words[flag].lines if not line.only_with)
            if first.tier == "emergency":
                assert first.text.split("{")[0] in " ".join(by_tier["emergency"]), (area, flag)
        assert found.moves or found.start


def test_the_best_supported_claim_comes_first_and_comfort_last(library: Library, folders: Folders) -> None:
    rows = words(library, folders, "back").evidence.rows
    assert len(rows) <= 5
    steps = [row.steps for row in rows[:-1]]
    assert steps == sorted(steps, reverse=True)
    assert "relax" in plain(rows[-1].text)


def test_the_cover_promises_no_moves_where_there_are_none(folders: Folders, library: Library) -> None:
    blind = Library(library.contents, pictured=frozenset())
    found = words(blind, folders, "neck", link=Link(address="https://your-clinic.example/neck"))
    assert found.moves is None
    assert "three" not in plain(found.cover.foot)
    assert found.link is not None
    assert "three" not in plain(found.link.label)
    assert found.start is not None
    assert len(found.start.lines) > 4


def test_the_clinic_s_own_words_stand_on_cover_and_code(library: Library, folders: Folders) -> None:
    own = words(
        library, folders, "neck", title="A looser neck", link=Link(address="https://a.example/n", label="Watch us")
    )
    assert plain(own.cover.promise) == "A looser neck"
    assert own.link is not None
    assert plain(own.link.label) == "Watch us"


def test_numbers_and_places_are_those_of_the_region(library: Library, folders: Folders) -> None:
    assert [plain(tier.action) for tier in words(library, folders, "back").help.tiers] == ["Call 999", "Call 111"]
    american = words(library, folders, "back", region="us")
    assert plain(american.help.tiers[0].action) == "Call 911"
    assert american.language == "en-US"


def test_nothing_speaks_of_the_client_s_own_exercises_or_of_this_sheet(library: Library, folders: Folders) -> None:
    for area in WORDS:
        found = words(library, folders, area)
        assert found.start is not None
        assert "chosen moves" not in texts(found.start)
        assert "next page" not in texts(found)
