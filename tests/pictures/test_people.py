"""Who is shown: ids that are known, one person or several, and always the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.clinic import CLINIC_FILE, Clinic, no_clinic, read_clinic
from handouts.compose import Workshop, shown_people
from handouts.design import Person
from handouts.errors import InvalidData
from handouts.library.store import Library
from handouts.pictures.palette import palette_for
from handouts.pictures.people import cast_of, read_people
from handouts.request import read_request
from handouts.resources import Folders

IMAGES = Path(__file__).parents[2] / "images"
PEOPLE = read_people([IMAGES / "people" / "people.yaml"])
IDS = sorted(path.stem for path in (IMAGES / "poses").glob("*.yaml"))


def of_clinic(folder: Path, person: str) -> tuple[Person, ...]:
    (folder / CLINIC_FILE).write_text(f"name: Try\nregion: uk\n{person}", encoding="utf-8")
    return shown_people(read_clinic(folder), PEOPLE)


def test_people_vary_where_a_clinic_says_nothing(tmp_path: Path) -> None:
    assert of_clinic(tmp_path, "") == of_clinic(tmp_path, "person: vary\n") == PEOPLE.everybody()


def test_the_cast_is_a_mixed_one() -> None:
    everybody = PEOPLE.everybody()
    assert len({person.build for person in everybody}) >= 4
    assert len({person.skin for person in everybody}) >= 5
    assert len({person.hair for person in everybody}) >= 5
    assert {person.sleeves for person in everybody} == {"none", "short", "long"}
    assert {person.leggings for person in everybody} == {True, False}


def test_a_clinic_chooses_one_person(tmp_path: Path) -> None:
    (one,) = of_clinic(tmp_path, "person: {build: older, skin: deep, hair: white, clothes: covered}\n")
    assert (one.build, one.skin, one.hair) == ("older", PEOPLE.skins["deep"], PEOPLE.hairs["white"])
    assert (one.sleeves, one.leggings, one.long_top) == ("long", True, True)


def test_what_a_clinic_leaves_out_is_as_usual(tmp_path: Path) -> None:
    (one,) = of_clinic(tmp_path, "person: {skin: deep}\n")
    usual = PEOPLE.person(PEOPLE.usual)
    assert (one.build, one.hair) == (usual.build, usual.hair)
    assert one.skin != usual.skin


@pytest.mark.parametrize(
    ("said", "hint"),
    [("build: borad", "broad"), ("skin: depe", "deep"), ("hair: greey", "grey"), ("clothes: vset", "vest")],
)
def test_an_unknown_id_is_named_with_file_field_and_the_nearest(tmp_path: Path, said: str, hint: str) -> None:
    with pytest.raises(InvalidData) as caught:
        of_clinic(tmp_path, f"person: {{{said}}}\n")
    assert CLINIC_FILE in str(caught.value)
    assert f"person.{said.partition(':')[0]}" in str(caught.value)
    assert hint in str(caught.value.hint)


# ---------------------------------------------------------------- who shows what
@given(st.lists(st.sampled_from(IDS), max_size=14))
def test_nobody_is_seen_twice_on_a_sheet_while_there_is_somebody_else(exercises: list[str]) -> None:
    everybody = PEOPLE.everybody()
    cast = cast_of(everybody, exercises)
    shown = [cast.shows(exercise) for exercise in dict.fromkeys(exercises)]
    assert len(set(shown)) == min(len(shown), len(everybody))


def test_an_exercise_alone_is_shown_by_the_same_person_always() -> None:
    everybody = PEOPLE.everybody()
    for exercise in IDS:
        alone = cast_of(everybody).shows(exercise)
        assert cast_of(everybody, [exercise]).shows(exercise) == alone
        assert cast_of(everybody, [exercise, "something-else"]).shows(exercise) == alone


def test_everybody_gets_some_exercises_to_show() -> None:
    everybody = PEOPLE.everybody()
    shown = [cast_of(everybody).shows(exercise) for exercise in IDS]
    assert set(shown) == set(everybody)
    assert max(shown.count(person) for person in everybody) < len(IDS) / 4


# ---------------------------------------------------------------- pregnancy
@pytest.mark.parametrize("condition", ["pregnancy-t2", "pregnancy-t3"])
def test_a_pregnant_client_sees_a_pregnant_body(condition: str) -> None:
    several = PEOPLE.bodies_for(PEOPLE.everybody(), ["asthma-copd", condition])
    assert {person.build for person in several} == {"pregnant"}
    assert len(several) >= 4
    usual = PEOPLE.person(PEOPLE.usual)
    (one,) = PEOPLE.bodies_for((usual,), [condition])
    assert (one.build, one.skin, one.hair) == ("pregnant", usual.skin, usual.hair)


@pytest.mark.parametrize("condition", ["pregnancy-t1", "postnatal-early", "diabetes"])
def test_nobody_else_does(condition: str) -> None:
    assert PEOPLE.bodies_for(PEOPLE.everybody(), [condition]) == PEOPLE.everybody()


def test_every_condition_that_asks_for_a_body_is_one_of_the_librarys(library: Library) -> None:
    asked = {condition for body in PEOPLE.bodies for condition in body.conditions}
    assert asked <= set(library.contents.conditions)


# ---------------------------------------------------------------- clothes are colours
def test_clothes_cover_what_they_should_and_no_more() -> None:
    bare, covered = (
        palette_for(Person(sleeves=s, leggings=k, long_top=k)) for s, k in (("none", False), ("long", True))
    )
    skin, shirt, shorts = bare["skin"], bare["shirt"], bare["shorts"]
    assert (bare["arm"], bare["sleeve"], bare["leg"], bare["tail"]) == (skin, skin, skin, shorts)
    assert (covered["arm"], covered["sleeve"], covered["leg"], covered["tail"]) == (shirt, shirt, shorts, shirt)
    for tone in ("", "_far"):
        assert bare[f"arm_cuff{tone}"] == bare[f"skin{tone}"]  # an edge where nothing ends is not seen
        assert covered[f"leg_cuff{tone}"] == covered["line"]


def test_deep_skin_gets_a_darker_line() -> None:
    assert palette_for(Person(skin=PEOPLE.skins["deep"]))["line"] != palette_for(Person())["line"]


# ---------------------------------------------------------------- the file
@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('fair: "#F0D5C3"', "fair: pink", "not a colour"),
        ("skin: deep, hair: black, clothes: covered", "skin: depp, hair: black, clothes: covered", "'depp'"),
        ("covered: {sleeves: long", "covered: {sleves: long", "sleves"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, old: str, new: str, found: str) -> None:
    text = (IMAGES / "people" / "people.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "people.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidData, match=r"people\.yaml") as caught:
        read_people([path])
    assert found in str(caught.value)


# ---------------------------------------------------------------- on a sheet
def people_of(library: Library, folders: Folders, clinic: Clinic, **asked: object) -> tuple[Person, ...]:
    workshop = Workshop.open(library, clinic, library.contents.regions["uk"], folders)
    request = read_request({"areas": ["lower-back"], "region": "uk", **asked})
    return workshop.standing(request).design.people


def test_a_sheet_shows_everybody_unless_the_client_is_pregnant(library: Library, folders: Folders) -> None:
    clinic = no_clinic("uk")
    assert people_of(library, folders, clinic) == PEOPLE.everybody()
    shown = people_of(library, folders, clinic, conditions=["pregnancy-t2"])
    assert {person.build for person in shown} == {"pregnant"}


def test_a_clinic_with_an_unknown_person_cannot_open_its_workshop(
    tmp_path: Path, library: Library, folders: Folders
) -> None:
    (tmp_path / CLINIC_FILE).write_text("name: Try\nregion: uk\nperson: {skin: blue}\n", encoding="utf-8")
    with pytest.raises(InvalidData, match=r"person\.skin"):
        people_of(library, folders, read_clinic(tmp_path))
