"""A plan in words: whole sheets compared as text, personal words marked where they enter, nothing else touched.

The texts under goldens/ are renewed with RENEW_GOLDENS=1, then read and committed. CI never renews them.
"""

from __future__ import annotations

import datetime as dt
import difflib
import os
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from handouts.clinic import Clinic, ClinicFile, Link, no_clinic
from handouts.compose import Workshop
from handouts.library.store import Library
from handouts.request import Request, read_request
from handouts.resources import Folders
from handouts.words import model as w
from handouts.words.model import Run, plain
from handouts.words.write import word_sheet
from tests.words.dump import dumped, written

GOLDENS = Path(__file__).parent / "goldens"
RENEW = "RENEW_GOLDENS"
CLINIC = ClinicFile(
    name="Clinic Name",
    region="uk",
    description="Massage therapy",
    phone="01234 567890",
    address=("1 Clinic Street", "Town"),
    link=Link(address="https://clinic.example/moves/"),
)
SHEETS: dict[str, tuple[str, dict[str, Any]]] = {
    "lower_back_and_hip_uk": (
        "uk",
        {
            "areas": ["lower-back", "hips:left"],
            "conditions": "osteoporosis",
            "techniques": ["effleurage", "deep-tissue"],
            "client": "Client Name",
            "therapist": "Therapist Name",
            "note": "Heat before bed.\nSee you soon.",
            "date": "2026-03-12",
            "next_visit": "2026-03-26",
        },
    ),
    "lasting_neck_pain_full_us": (
        "us",
        {"areas": "neck", "persistent": True, "conditions": "pregnancy-t2:weeks=20", "tier": "full", "date": "2026-03-12"},
    ),
    "right_knee_clearance_nz": ("nz", {"areas": "knee:right", "conditions": "recent-surgery:site=knee", "client": "Client Name"}),
    "advice_for_a_red_flag_ie": ("ie", {"areas": "calf-achilles", "red_flags": "rf-clot", "conditions": "under-18", "advice_sheet": True}),
}  # fmt: skip


def workshop(library: Library, region: str = "uk", clinic: Clinic | None = None) -> Workshop:
    return Workshop.open(library, clinic or Clinic(CLINIC), library.contents.regions[region], Folders.find())


def worded(shop: Workshop, request: Request) -> w.Words:
    plan = shop.plan(request)
    return word_sheet(plan, request, shop.library, shop.clinic, shop.region, shop.folders, shop.numbers)


def words_of(library: Library, region: str = "uk", **values: Any) -> w.Words:
    return worded(workshop(library, region), read_request(values))


def runs(value: Any) -> Iterator[Run]:
    if isinstance(value, Run):
        yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from runs(getattr(value, one.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from runs(item)


def strings(value: Any) -> Iterator[str]:
    """Everything that is said, personal runs and figures included."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for one in fields(value):
            yield from strings(getattr(value, one.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)


# ---------------------------------------------------------------- whole sheets


@pytest.mark.parametrize("name", SHEETS)
def test_the_words_of_a_sheet_are_those_that_were_read_and_agreed(name: str, library: Library) -> None:
    region, values = SHEETS[name]
    now = dumped(words_of(library, region, **values))
    path = GOLDENS / f"{name}.txt"
    if os.environ.get(RENEW):
        assert not os.environ.get("CI"), f"{RENEW} is not for CI: renew the texts, read them, commit them"
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, encoding="utf-8")
    agreed = path.read_text(encoding="utf-8")
    changes = "\n".join(difflib.unified_diff(agreed.splitlines(), now.splitlines(), "agreed", "now", lineterm="", n=0))
    assert not changes, f"{changes}\n\nIf this is meant: {RENEW}=1 pytest tests/words/test_write.py, read, commit"


def test_no_golden_is_left_over() -> None:
    assert {path.stem for path in GOLDENS.glob("*.txt")} == set(SHEETS)


# ---------------------------------------------------------------- personal words


def test_personal_words_are_marked_with_their_field_and_stand_nowhere_else(library: Library) -> None:
    words = words_of(library, **SHEETS["lower_back_and_hip_uk"][1])
    marked = {run.personal: run.text for run in runs(words) if run.personal}
    assert marked == {
        "client": "Client Name",
        "therapist": "Therapist Name",
        "date": "12 March 2026",
        "next_visit": "26 March 2026",
        "note": "Heat before bed.\nSee you soon.",
    }
    unmarked = [run.text for run in runs(words) if not run.personal] + [words.document_title]
    for text in marked.values():
        assert not any(text in other for other in unmarked)


def test_two_clients_with_one_plan_differ_only_in_their_personal_words(library: Library) -> None:
    values = SHEETS["lower_back_and_hip_uk"][1]
    other = {
        "client": "Somebody Else",
        "therapist": "Else",
        "note": "Other",
        "date": "2025-01-02",
        "next_visit": "2025-01-09",
    }
    one, two = (list(runs(words_of(library, **some))) for some in (values, {**values, **other}))
    assert len(one) == len(two)
    for mine, theirs in zip(one, two, strict=True):
        assert mine.personal == theirs.personal
        assert mine.personal or mine == theirs


AWKWARD = (
    "{name} {0} {} {{ 7*7 }}",
    "{% raw %}{{ x }}{# no #}",
    "**not strong** <b>&amp;</b> \\n",
    "# Heading - item 1. item",
    "Zoë O’Neill-Łukasz 王小明 محمد",
    "%s %(x)d $HOME `id`",
)


@pytest.mark.parametrize("region", ["uk", "us"])
@pytest.mark.parametrize("text", AWKWARD)
def test_braces_and_markup_in_personal_words_are_only_signs(text: str, region: str, library: Library) -> None:
    words = words_of(
        library, region, areas="neck", client=text, therapist=text, note=f"{text}\ncolour", date="2026-03-12"
    )
    assert words.title.for_whom == (Run("For "), Run(text, strong=True, personal="client"))
    assert words.title.details is not None
    assert words.title.details[-1] == Run(text, personal="therapist")
    assert words.note is not None
    assert words.note.text == (Run(f"{text}\ncolour", personal="note"),)
    assert words.note.heading[-1] == Run(text, personal="therapist")


@pytest.mark.parametrize("text", AWKWARD)
def test_braces_and_markup_in_the_clinics_own_words_are_only_signs(text: str, library: Library) -> None:
    clinic = Clinic(ClinicFile(name=text, region="uk", description=text, phone=text, address=(text,), version=text))
    words = worded(workshop(library, clinic=clinic), read_request({"areas": "neck"}))
    assert [
        plain(one) for one in (words.band.name, words.band.description or (), words.band.phone or (), *words.band.lines)
    ] == [text] * 4
    assert plain(words.footer.version) == f"Version {text}"


def test_without_names_nothing_personal_is_on_the_sheet(library: Library) -> None:
    words = worded(workshop(library, clinic=no_clinic("uk")), read_request({"areas": "neck"}))
    assert not [run for run in runs(words) if run.personal]
    assert words.title.for_whom is None
    assert words.title.details is None
    assert words.note is None
    assert words.next_visit is not None
    assert words.next_visit.when is None


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"date": "2026-03-12", "therapist": "T"}, "[date: 12 March 2026], with [therapist: T]"),
        ({"date": "2026-03-12"}, "[date: 12 March 2026]"),
        ({"therapist": "T"}, "With [therapist: T]"),
    ],
)
def test_date_and_therapist_stand_together_or_alone(values: dict[str, str], shown: str, library: Library) -> None:
    details = words_of(library, areas="neck", **values).title.details
    assert details is not None
    assert written(details) == shown


@pytest.mark.parametrize(
    ("region", "shown"),
    [("uk", "2 March 2026"), ("ie", "2 March 2026"), ("au", "2 March 2026"), ("us", "March 2, 2026")],
)
def test_dates_are_written_as_the_region_writes_them(region: str, shown: str, library: Library) -> None:
    words = words_of(library, region, areas="neck", date=dt.date(2026, 3, 2), next_visit=dt.date(2026, 3, 2))
    assert plain(words.title.details or ()) == shown
    assert words.next_visit is not None
    assert plain(words.next_visit.when or ()) == shown


# ---------------------------------------------------------------- numbers to call


@pytest.mark.parametrize(
    ("region", "number"),
    [("uk", "999"), ("us", "911"), ("nz", "111"), ("au", "000"), ("eu", "112"), ("ie", "112 or 999")],
)
def test_no_other_countrys_number_is_on_a_sheet(region: str, number: str, library: Library) -> None:
    words = words_of(library, region, areas="lower-back", conditions=["osteoporosis", "anticoagulants"], tier="full")
    assert plain(words.footer.emergency) == f"Emergency: call {number}"
    said = " ".join(strings(words)).split()
    others = {"999", "911", "000", "112"} - set(number.split())
    assert not {word.strip(".,;") for word in said} & others
    assert not [text for text in strings(words) if "{{" in text or "}}" in text]


# ---------------------------------------------------------------- doses


@pytest.mark.parametrize(
    ("dose", "shown"),
    [
        ("sets=1,reps=1,hold=1,times=1/day", "1 time, 1 set, hold 1 s. Every day"),
        ("sets=2,reps=8,hold=3,times=2/day", "8 times, 2 sets, hold 3 s. 2 times a day"),
        ("sets=2,reps=8,hold=3,times=3/week", "8 times, 2 sets, hold 3 s. 3 days a week"),
        ("sets=2,reps=8,hold=3,times=1/week", "8 times, 2 sets, hold 3 s. 1 day a week"),
        ("sets=2,reps=8,hold=3,times=7/week", "8 times, 2 sets, hold 3 s. Every day"),
    ],
)
def test_a_dose_agrees_with_its_numbers(dose: str, shown: str, library: Library) -> None:
    words = words_of(library, areas="lower-back", exercises=f"bridge:{dose}")
    assert words.exercises is not None
    assert plain(words.exercises.cards[0].dose_line).replace("\u00a0", " ") == shown


def test_a_range_takes_the_plural_and_minutes_and_steps_have_words_of_their_own(library: Library) -> None:
    bridge = words_of(library, areas="lower-back", exercises="bridge")
    walk = words_of(library, areas="lower-back", exercises="walking:minutes=1,times=1/day")
    assert bridge.exercises is not None
    assert walk.exercises is not None
    labels = {plain(figure.label): plain(figure.value) for figure in bridge.exercises.cards[0].dose}
    assert "–" in labels["times"]
    assert [plain(figure.label) for figure in walk.exercises.cards[0].dose] == ["minute", "day"]
    assert walk.exercises.cards[0].dose[-1].is_word


# ---------------------------------------------------------------- sides


@pytest.mark.parametrize(
    ("side", "how", "line", "mirrored"),
    [
        ("left", "Rest your left ankle on the right thigh.", "your left side", False),
        ("right", "Rest your right ankle on the left thigh.", "your right side", True),
        ("both", "Rest one ankle on the other thigh.", None, False),
    ],
)
def test_an_exercise_speaks_of_the_side_that_was_chosen(
    side: str, how: str, line: str | None, mirrored: bool, library: Library
) -> None:
    words = words_of(library, areas=f"glutes-piriformis:{side}", exercises="figure-four-supine", tier="full")
    assert words.exercises is not None
    card = words.exercises.cards[0]
    assert how in plain(card.how)
    assert how in [plain(step) for step in card.steps]
    assert card.mirrored == mirrored
    shown = {fact.id: plain(fact.text) for fact in card.facts}
    own = library.contents.exercise_words["figure-four-supine"].which_side
    assert shown["side"] == (line or (own or "one side, then the other").replace("{{ side }}", "one"))


def test_the_diary_names_an_exercise_as_its_card_does(library: Library) -> None:
    c, id = library.contents, "figure-four-supine"
    named = structs.replace(c.exercise_words[id], name="Hip stretch, {{ side }} leg")
    contents = structs.replace(c, exercise_words={**c.exercise_words, id: named})
    own = Library(contents, pictured=library.pictured)
    words = words_of(own, areas="glutes-piriformis:left", exercises=id)
    assert words.exercises is not None
    assert words.diary is not None
    assert plain(words.exercises.cards[0].name) == "Hip stretch, your left leg"
    assert words.diary.rows == tuple(card.name for card in words.exercises.cards)


@pytest.mark.parametrize("side", ["left", "right", "both"])
def test_no_exercise_says_a_side_twice_or_without_whose(side: str, library: Library) -> None:
    c = library.contents
    for exercise in sorted(one for one, record in c.exercises.items() if record.one_sided):
        area = next(area for area in c.exercises[exercise].areas if c.areas[area].sided)
        words = words_of(library, areas=f"{area}:{side}", exercises=exercise, tier="full")
        assert words.exercises is not None
        card = words.exercises.cards[0]
        for text in (card.how, *card.steps):
            said = plain(text)
            assert "{" not in said
            assert "your your" not in said
            assert "the your" not in said
            if side != "both":
                assert not re.search(rf"(?<!your )\b{side} (?:leg|arm|foot|hand|knee|ankle|elbow|heel)\b", said), (
                    exercise,
                    said,
                )


# ---------------------------------------------------------------- nothing is left to fill in


@pytest.mark.parametrize("region", ["uk", "us", "ie", "eu"])
@pytest.mark.parametrize("flag", ["rf-cauda", "rf-achilles-rupture", "rf-breast-lump", None])
def test_no_field_is_left_unfilled_on_an_advice_sheet(flag: str | None, region: str, library: Library) -> None:
    because = {"red_flags": flag} if flag else {"conditions": ["fever-infection", "recent-surgery"]}
    words = words_of(library, region, areas="lower-back", advice_sheet=True, **because)
    left = [text for text in strings(words) if re.search(r"\{\{?\s*\w+", text) and text != words.footer.page_of]
    assert left == []


def test_an_emergency_names_the_number_in_what_to_do_first(library: Library) -> None:
    words = words_of(library, areas="lower-back", red_flags="rf-cauda", advice_sheet=True)
    assert plain(words.in_short.message) == "Call 999 now."
    assert plain(words.in_short.actions[0].text) == "Call. Call 999 now."


@pytest.mark.parametrize(
    ("area", "flag", "tiers"),
    [("calf-achilles", "rf-clot", ["emergency", "today"]), ("lower-back", "rf-cauda", ["emergency", "today"])],
)
def test_on_an_advice_sheet_no_sign_that_can_wait_stands_beside_one_that_cannot(
    area: str, flag: str, tiers: list[str], library: Library
) -> None:
    words = words_of(library, areas=area, red_flags=flag, advice_sheet=True)
    assert [tier.tier for tier in words.flags.tiers] == tiers


def test_an_advice_sheet_about_a_sign_that_can_wait_still_prints_it(library: Library) -> None:
    flags = library.contents.red_flags.values()
    waiting = next(flag.id for flag in flags if flag.tier == "soon")
    words = words_of(library, areas="lower-back", red_flags=waiting, advice_sheet=True)
    assert "soon" in [tier.tier for tier in words.flags.tiers]
