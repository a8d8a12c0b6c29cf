"""The library is read whole, checked, located, laid over and kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handouts.errors import HandoutsError, InvalidData, Problems
from handouts.library.load import load_library
from handouts.library.located import Document
from handouts.library.store import Library
from handouts.resources import Folders


def overlay(tmp_path: Path, name: str, text: str) -> Folders:
    path = tmp_path / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    (tmp_path / "images").mkdir(exist_ok=True)
    return Folders.find(tmp_path)


# ---------------------------------------------------------------- what is there


def test_the_library_holds_everything_the_facts_hold(library: Library) -> None:
    c = library.contents
    counts = (len(c.areas), len(c.exercises), len(c.techniques), len(c.conditions), len(c.benefits), len(c.red_flags))
    assert counts == (22, 112, 23, 81, 42, 55)
    assert not c.missing_words


def test_nothing_claims_a_review_that_did_not_happen(library: Library) -> None:
    c = library.contents
    for table in (c.areas, c.exercises, c.conditions, c.techniques, c.benefits, c.red_flags):
        assert not [record.id for record in table.values() if record.reviewed_by]


def test_a_record_is_checked_only_where_all_its_sources_are(library: Library) -> None:
    c = library.contents
    for table in (c.areas, c.exercises, c.conditions, c.techniques, c.benefits, c.red_flags):
        for record in table.values():
            statuses = {c.sources[source].status for source in record.sources}
            assert record.checked == (statuses == {"checked"}), record.id


def test_every_exercise_of_every_area_has_a_picture(library: Library) -> None:
    nine = ("lower-back", "mid-back", "upper-back", "sacroiliac", "hip-lateral", "hip-flexor-groin",
            "glutes-piriformis", "hamstrings", "quadriceps")  # fmt: skip
    for area in nine:
        assert set(library.contents.areas[area].exercises) <= library.pictured, area


@pytest.mark.parametrize(
    ("word", "areas"),
    [
        ("hips", ("hip-lateral", "hip-flexor-groin", "glutes-piriformis")),
        ("Back", ("upper-back", "mid-back", "lower-back")),
        ("LOW  back", ("lower-back",)),
        ("shoulder blade", ("upper-back",)),
        ("calf", ("calf-achilles",)),
        ("heel", ("foot-plantar",)),
    ],
)
def test_everyday_words_find_their_areas(word: str, areas: tuple[str, ...], library: Library) -> None:
    assert library.find_area(word).areas == areas


@pytest.mark.parametrize("word", ["sciatica", "tennis elbow", "slipped disc", "chest pain"])
def test_a_diagnosis_is_refused_with_a_pointer(word: str, library: Library) -> None:
    with pytest.raises(InvalidData, match="is not a pain area") as caught:
        library.find_area(word)
    assert caught.value.hint


def test_there_are_at_least_eighty_everyday_words(library: Library) -> None:
    assert sum(len(words.aliases) for words in library.contents.area_words.values()) >= 80


# ---------------------------------------------------------------- overlays


def test_a_file_of_ones_own_wins_over_ours(tmp_path: Path) -> None:
    ours = load_library(Folders.find()).contents.red_flag_words["rf-chest"]
    text = 'id: rf-chest\nlines:\n  - {tier: emergency, text: "Our own line"}\n'
    theirs = load_library(overlay(tmp_path, "en/red_flags/rf-chest.yaml", text)).contents.red_flag_words["rf-chest"]
    assert theirs.lines[0].text == "Our own line" != ours.lines[0].text


def test_one_key_of_a_table_is_changed_and_the_others_stay(tmp_path: Path) -> None:
    folders = overlay(tmp_path, "en/tips.yaml", 'warm-pack: {short: "Mine.", text: "Mine, in full."}\n')
    tips = load_library(folders).contents.tip_words
    assert tips["warm-pack"].short == "Mine."
    assert len(tips) == len(load_library(Folders.find()).contents.tip_words)


def test_one_phrase_is_changed_and_the_others_stay(tmp_path: Path) -> None:
    folders = overlay(tmp_path, "en/phrases.yaml", "headings:\n  in_short: At a glance\n")
    phrases = load_library(folders).contents.phrases
    assert phrases["headings"]["in_short"] == "At a glance"
    assert phrases["headings"]["diary"] == "Tick off each day"


@pytest.mark.parametrize(
    ("name", "text", "where", "message"),
    [
        ("library/exercises/bridge.yaml", "id: bridge\nkind: strenght\n", "bridge.yaml:2", "strenght"),
        ("library/exercises/bridge.yaml", "id: brigde\nkind: strength\nareas: [lower-back]\nposition: supine\ndose: {}\n",
         "bridge.yaml:1", "brigde"),
        ("library/exercises/bridge.yaml", "id: bridge\n  kind: x\n", "bridge.yaml:2:", "not valid YAML"),
        ("library/exercises/bridge.yaml", "id: bridge\nid: bridge\n", "bridge.yaml:2:1", "stands twice"),
        ("library/areas/neck.yaml", "id: neck\ncauses: [long-siting]\ntechniques: []\nbenefits: []\nexercises: []\ntips: []\n"
         "red_flags: []\ntop_flags: []\n", "neck.yaml:2", "did you mean 'long-sitting'?"),
        ("library/exercises/new-one.yaml", "id: new-one\nkind: strength\nareas: [neck]\nposition: supine\ndose: {}\n",
         "new-one.yaml", "has no words"),
        ("en/exercises/bridge.yaml", "id: bridge\nname: Bridge\n", "bridge.yaml", "is missing"),
        ("library/conditions/osteoporosis.yaml", "id: osteoporosis\ngroup: x\nlevel: adapt\ntherapist: x\nexercises:\n"
         "  drop: [flex-edn]\n", "osteoporosis.yaml:6", "did you mean 'flex-end'?"),
    ],
)  # fmt: skip
def test_a_mistake_names_file_line_and_remedy(name: str, text: str, where: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(HandoutsError) as caught:
        load_library(overlay(tmp_path, name, text))
    assert where in str(caught.value)
    assert message in str(caught.value)


CONDITION = "id: osteoporosis\ngroup: x\nlevel: adapt\ntherapist: x\n"
DETAILS = CONDITION + "details: [{name: weeks, kind: weeks}, {name: site, kind: area}, {name: sure, kind: yes-no}]\n"
TIP = "warm-bath:\n  when: now\n"


@pytest.mark.parametrize(
    ("name", "text", "where", "message"),
    [
        ("library/conditions/osteoporosis.yaml", CONDITION + "blocks: [heat, cool]\n", "osteoporosis.yaml:5", "unknown use 'cool'"),
        ("library/conditions/osteoporosis.yaml", CONDITION + "exercises:\n  drop_kinds: [strenght]\n", "osteoporosis.yaml:6",
         "did you mean 'strength'?"),
        ("library/conditions/osteoporosis.yaml", DETAILS + "level_rules:\n  - {level: clearance, when: x, detail: week, below: 6}\n",
         "osteoporosis.yaml:7", "did you mean 'weeks'?"),
        ("library/conditions/osteoporosis.yaml", DETAILS + "level_rules:\n  - {level: clearance, when: x, detail: site, below: 6}\n",
         "osteoporosis.yaml:7", "'below' needs weeks or days"),
        ("library/conditions/osteoporosis.yaml", DETAILS + "level_rules:\n  - {level: clearance, when: x, detail: weeks}\n",
         "osteoporosis.yaml:7", "write below, above or equals"),
        ("library/conditions/osteoporosis.yaml", DETAILS + "level_rules:\n  - {level: clearance, when: x, above: 6}\n",
         "osteoporosis.yaml:7", "'above' compares no detail"),
        ("library/conditions/osteoporosis.yaml", DETAILS + "level_rules:\n  - {level: clearance, when: x, detail: sure, equals: yess}\n",
         "osteoporosis.yaml:7", "did you mean 'yes'?"),
        ("library/conditions/osteoporosis.yaml", DETAILS + "level_rules:\n  - {level: clearance, when: x}\n",
         "osteoporosis.yaml:7", "nobody can be asked"),
        ("library/conditions/osteoporosis.yaml", DETAILS + "level_rules:\n  - {level: absolute, when: x, detail: sure, at_site: true}\n",
         "osteoporosis.yaml:7", "'sure' is no area"),
        ("library/conditions/osteoporosis.yaml", CONDITION + "details: [{name: drug, kind: choice}]\n",
         "osteoporosis.yaml:5", "a choice has choices"),
        ("library/conditions/osteoporosis.yaml", DETAILS.replace("sure, kind: yes-no", "sure, kind: yes-no, only_with: {weks: [x]}"),
         "osteoporosis.yaml:5", "did you mean 'weeks'?"),
        ("library/conditions/osteoporosis.yaml", CONDITION + "exercises:\n  care: [{line: shoos}]\n",
         "osteoporosis.yaml:6", "did you mean 'shoes'?"),
        ("library/avoid.yaml", 'floor:\n  means: "x"\n  care: [{line: on-a-bad, positions: [supine]}]\n', "avoid.yaml:3", "did you mean 'on-a-bed'?"),
        ("en/conditions/osteoporosis.yaml", 'id: osteoporosis\nname: "x"\nquestion: "x"\nprecautions: [{short: x, text: x, detail: weeks, below: 3}]\n',
         "osteoporosis.yaml:4", "unknown detail 'weeks'"),
        ("library/tips.yaml", TIP + "  uses: [heat, bathh]\n", "tips.yaml:3", "did you mean 'bath'?"),
        ("library/tips.yaml", TIP + "  not_with: [osteoporosi]\n", "tips.yaml:3", "did you mean 'osteoporosis'?"),
        ("library/tips.yaml", "warm-bath:\n", "tips.yaml:1", "found nothing"),
        ("library/techniques/cold-pack.yaml", "id: cold-pack\nuses: [colt]\n", "cold-pack.yaml:2", "did you mean 'cold'?"),
        ("library/avoid.yaml", 'overhead:\n  means: "x"\n  uses: [wlak]\n', "avoid.yaml:3", "did you mean 'walk'?"),
    ],
)  # fmt: skip
def test_a_misspelt_rule_is_an_error_and_never_a_rule_that_does_nothing(
    name: str, text: str, where: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(HandoutsError) as caught:
        load_library(overlay(tmp_path, name, text))
    assert where in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("headings:\n  in_short:\n", 2, "expected text, found nothing"),
        ("headings:\n  in_short: 12\n", 2, "put it in quotes"),
        ("headings:\n  in_short: [At, once]\n", 2, "expected text, found a list"),
        ("headings: At a glance\n", 1, "expected a mapping of keys, found text"),
        ("calendar:\n  months: [Jan, Feb]\n", 2, "has 2 entries, not 12"),
        ("calendar:\n  weekdays_short: [M, T, W, T, F, S, 7]\n", 2, "expected text, found a number"),
        ("teach_back:\n  questions: []\n", 2, "empty list"),
        ('band:\n  for_whom: "For {name"\n', 2, "cannot be filled in"),
        ('band:\n  for_whom: "For {name.__class__}"\n', 2, "is not the name of a field"),
        ('footer:\n  page_of: "{pag} of {pages}"\n', 2, "did you mean 'page'?"),
        ("my_own:\n  words:\n", 2, "found nothing"),
        ("- a list\n", 1, "expected a mapping of keys, found a list"),
    ],
)
def test_a_phrase_of_another_kind_than_ours_names_its_line(text: str, line: int, message: str, tmp_path: Path) -> None:
    with pytest.raises(HandoutsError) as caught:
        load_library(overlay(tmp_path, "en/phrases.yaml", text))
    assert f"phrases.yaml:{line}:" in str(caught.value)
    assert message in str(caught.value)


def test_a_translation_is_held_against_our_english_phrases(tmp_path: Path) -> None:
    with pytest.raises(HandoutsError, match=r"es/phrases\.yaml:1:.*has 1 entries, not 12"):
        load_library(overlay(tmp_path, "es/phrases.yaml", "calendar: {months: [enero]}\n"), language="es")


def test_phrases_of_ones_own_may_have_other_lists_and_new_keys(tmp_path: Path) -> None:
    text = 'teach_back: {questions: ["One?", "Two?", "Three?"]}\nmy_own: {words: "Ours"}\n'
    phrases = load_library(overlay(tmp_path, "en/phrases.yaml", text)).contents.phrases
    assert len(phrases["teach_back"]["questions"]) == 3
    assert phrases["my_own"]["words"] == "Ours"


def test_only_what_can_be_shown_counts_as_a_picture(tmp_path: Path) -> None:
    folders = overlay(tmp_path, "en/phrases.yaml", "headings: {in_short: One}\n")
    for name in (
        "exercises/one.gif",
        "exercises/seven.svg",
        "exercises/eight.jpg",
        "exercises/two.hpic",
        "compiled/exercises/three.png",
        "compiled/exercises/four.hpic",
        "compiled/exercises/slim/five.hpic",
        "compiled/exercises/broad/six.hpic",
    ):
        path = tmp_path / "images" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    pictured = load_library(folders).pictured
    assert {"four", "five", "seven", "eight", "bridge"} <= pictured
    assert not pictured & {"one", "two", "three", "six"}


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    overlay(tmp_path, "library/exercises/bridge.yaml", "id: bridge\nkind: strenght\n")
    with pytest.raises(Problems) as caught:
        load_library(overlay(tmp_path, "library/exercises/walking.yaml", "id: walking\ncolour: red\n"))
    assert len(caught.value.problems) == 2


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    folders = overlay(tmp_path, "en/tips.yaml", "")
    (tmp_path / "templates/en/tips.yaml").write_bytes("warm-pack: é".encode("cp1252"))
    with pytest.raises(InvalidData, match="UTF-8"):
        load_library(folders)


# ---------------------------------------------------------------- the kept form


def test_the_kept_library_is_the_same_and_a_changed_file_makes_a_new_one(tmp_path: Path) -> None:
    folders = overlay(tmp_path, "en/phrases.yaml", "headings: {in_short: One}\n")
    cache = tmp_path / "cache"
    first = load_library(folders, cache=cache)
    again = load_library(folders, cache=cache)
    assert first.contents == again.contents
    path = tmp_path / "templates/en/phrases.yaml"
    path.write_text("headings: {in_short: Two}\n", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert load_library(folders, cache=cache).contents.phrases["headings"]["in_short"] == "Two"


def test_a_damaged_or_unwritable_cache_is_no_reason_to_fail(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    load_library(Folders.find(), cache=cache)
    for kept in cache.glob("*.pack"):
        kept.write_bytes(b"\x00broken")
    assert load_library(Folders.find(), cache=cache).contents.areas
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert load_library(Folders.find(), cache=blocked / "deeper").contents.areas


def test_a_cache_that_cannot_be_moved_into_place_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("handouts.library.load.os.replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        load_library(Folders.find(), cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_yaml_has_no_surprises_with_dates_and_numbers() -> None:
    value = Document.from_text("date: 2026-99-12\nemergency: 000\ncount: 12\nref: 0012\n", "x.yaml").value
    assert value == {"date": "2026-99-12", "emergency": "000", "count": 12, "ref": "0012"}
