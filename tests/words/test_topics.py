"""Brochures by topic: safe for whoever picks them up, every claim graded, every word our own data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from handouts.errors import InvalidData
from handouts.levels import KnownCondition
from handouts.library.check.content import check_content
from handouts.library.load import load_library
from handouts.library.store import Library
from handouts.resources import Folders
from handouts.safety import Rules
from handouts.words.model import plain
from handouts.words.topics import MOST_EFFORT, plan_topic
from tests.page.brochures import Brochures

TOPICS = sorted(path.stem for path in (Path(__file__).parents[2] / "templates" / "library" / "topics").glob("*.yaml"))
FORMATS = ("tri", "bi", "booklet", "poster", "card")


@pytest.fixture(scope="module")
def brochures(library: Library, folders: Folders) -> Brochures:
    return Brochures(library, folders)


def test_there_is_a_choice_for_every_waiting_room() -> None:
    assert len(TOPICS) >= 8
    assert {"long-lasting-pain", "desk-work", "pregnancy", "running"} <= set(TOPICS)


@pytest.mark.parametrize("topic_id", TOPICS)
def test_every_topic_has_three_gentle_moves_that_no_rule_for_its_readers_drops(topic_id: str, library: Library) -> None:
    c = library.contents
    topic = c.topics[topic_id]
    plan = plan_topic(topic, library)
    assert len(plan.exercises) == 3
    known = [KnownCondition(c.conditions[word], {}, cleared=True) for word in topic.readers]
    rules = Rules(known, (), topic.areas, c.tags)
    for planned in plan.exercises:
        assert c.exercises[planned.id].effort <= MOST_EFFORT
        assert rules.on_exercise(c.exercises[planned.id]).action == ("modify" if planned.easier else "keep")
    for technique in plan.techniques:
        assert rules.on_technique(c.techniques[technique]).action in ("keep", "limit")


@pytest.mark.parametrize("topic_id", TOPICS)
def test_the_top_flags_of_its_areas_its_own_and_its_readers_all_stand_on_it(topic_id: str, library: Library) -> None:
    c = library.contents
    topic = c.topics[topic_id]
    planned = {flag.id for flag in plan_topic(topic, library).red_flags}
    wanted = {flag for area in topic.areas for flag in c.areas[area].top_flags} | set(topic.red_flags)
    wanted |= {flag for reader in topic.readers for flag in c.conditions[reader].adds_flags}
    wanted |= {"rf-general", "rf-chest", "rf-stroke"}
    assert wanted <= planned


@pytest.mark.parametrize("topic_id", TOPICS)
def test_only_what_may_be_claimed_is_claimed(topic_id: str, library: Library) -> None:
    c = library.contents
    topic = c.topics[topic_id]
    plan = plan_topic(topic, library)
    assert plan.benefits
    for benefit in plan.benefits:
        record = c.benefits[benefit]
        assert record.grade in ("G1", "G2", "G3", "R")
        assert record.persistent != ("never" if topic.persistent else "only")
        assert not set(record.only_with) or set(record.only_with) & set(topic.readers)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("topic_id", TOPICS)
def test_every_topic_can_be_made_in_every_format_with_every_emergency_sign(
    topic_id: str, format: str, brochures: Brochures
) -> None:
    layout = brochures.laid_out(f"topic:{topic_id}", format)
    words = brochures.words(f"topic:{topic_id}", format, None)
    emergency = next(tier for tier in words.help.tiers if tier.tier == "emergency")
    told = " ".join(layout.dropped)
    assert not [sign for sign in emergency.signs if plain(sign) in told]


def test_a_topic_speaks_in_its_own_words(brochures: Brochures, library: Library) -> None:
    words = brochures.words("topic:pregnancy", "poster", None)
    own = library.contents.topic_words["pregnancy"]
    assert plain(words.cover.promise) == own.promise
    assert plain(words.headline.message) == own.message
    assert words.document_title == "Poster: pregnancy"
    assert words.moves is not None
    assert plain(words.moves.line) == own.before_moves
    signs = [plain(sign) for tier in words.help.tiers for sign in tier.signs]
    assert any("Pregnant" in sign for sign in signs)
    assert not any("After birth" in sign for sign in signs)


def test_a_booklet_about_lasting_pain_never_says_that_it_passes_in_weeks(brochures: Brochures) -> None:
    words = brochures.words("topic:long-lasting-pain", "booklet", None)
    assert words.inner is not None
    assert not [area for area in words.inner.areas if "weeks" in plain(area.message)]


def test_techniques_that_a_clinic_does_not_offer_are_not_on_it(library: Library) -> None:
    topic = library.contents.topics["desk-work"]
    assert "trigger-point" in plan_topic(topic, library).techniques
    assert "trigger-point" not in plan_topic(topic, library, switched_off=frozenset({"trigger-point"})).techniques


@pytest.mark.parametrize("word", ["desk-work", "Desk work", "office work", "DESK_WORK", "screen work"])
def test_a_topic_is_found_by_its_id_name_or_everyday_word(word: str, library: Library) -> None:
    assert library.find_topic(word).id == "desk-work"


def test_an_unknown_topic_is_an_error_with_the_nearest(library: Library) -> None:
    with pytest.raises(InvalidData, match="unknown topic 'desk wrok'; did you mean 'desk-work'") as caught:
        library.find_topic("desk wrok")
    assert caught.value.hint


# ---------------------------------------------------------------- a clinic's own topic
FACTS = """id: swimming
sources: [GK]
areas: [shoulder]
exercises: [shoulder-rolls]
causes: [repeated-reaching]
benefits: [b-relax]
tips: [breathe]
techniques: [effleurage]
"""
WORDS = """id: swimming
name: "Swimming"
about: "swimming"
promise: "Easy days by the pool"
question: "Sore from the pool?"
message: "Rest a day."
sentence: "Then swim a little less than before."
"""


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    for place, text in (("library", FACTS), ("en", WORDS)):
        folder = tmp_path / "templates" / place / "topics"
        folder.mkdir(parents=True)
        (folder / "swimming.yaml").write_text(text)
    return tmp_path


def test_a_clinics_own_topic_is_two_files_and_no_code(overlay: Path) -> None:
    library = load_library(Folders.find(overlay))
    assert plan_topic(library.find_topic("swimming"), library).exercises


def test_everything_wrong_with_a_topic_is_told_at_once_with_its_file(overlay: Path) -> None:
    broken = FACTS.replace("[shoulder]", "[sholder]").replace("[shoulder-rolls]", "[rolls]\nprogramme: swimer")
    broken = broken.replace("[effleurage]", "[efleurage]").replace("[b-relax]", "[m-toxins]")
    bare = FACTS.replace("swimming", "rowing").replace("exercises: [shoulder-rolls]\n", "").replace("[breathe]", "[]")
    unkind = WORDS.replace("swimming", "rowing").replace("Rest a day.", "Rest a day and let toxins flush out.")
    for place, name, text in (("library", "swimming", broken), ("library", "rowing", bare), ("en", "rowing", unkind)):
        (overlay / "templates" / place / "topics" / f"{name}.yaml").write_text(text)
    today = dt.date(2026, 3, 12)
    found = [
        str(one)
        for one in check_content(Folders.find(overlay), today=today, overlay=overlay, overlay_only=True).findings
    ]
    for name, told in (
        ("swimming", "unknown area 'sholder'"),
        ("swimming", "unknown exercise 'rolls'"),
        ("swimming", "unknown technique 'efleurage'"),
        ("swimming", "unknown programme 'swimer'"),
        ("swimming", "lists benefit 'm-toxins', which may not be claimed"),
        ("rowing", "topic 'rowing' has no tips"),
        ("rowing", "topic 'rowing' has no exercises"),
        ("rowing", "toxins"),
        ("rowing", "topics.message"),
    ):
        assert any(told in one and f"{name}.yaml" in one for one in found), (told, found)
