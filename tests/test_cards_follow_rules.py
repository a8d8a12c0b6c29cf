"""What a rule asks of a card stands on the card: smaller numbers that really are smaller, and lines of care from data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.clinic import no_clinic
from handouts.compose import Workshop
from handouts.dose import changed_dose, eased, shared_out
from handouts.library import model as m
from handouts.library.load import load_library
from handouts.plan import Plan, plan_sheet
from handouts.prescribe import PlannedExercise
from handouts.request import read_request
from handouts.resources import Folders
from handouts.words.model import Card, plain

FOLDERS = Folders.find()
LIBRARY = load_library(FOLDERS)
C = LIBRARY.contents
WORKSHOP = Workshop.open(LIBRARY, no_clinic("uk"), C.regions["uk"], FOLDERS)


def planned(areas: str, conditions: str = "", **more: Any) -> Plan:
    return plan_sheet(read_request({"areas": areas, "conditions": conditions, **more}), LIBRARY)


def cards(areas: str, conditions: str = "", **more: Any) -> list[Card]:
    request = read_request({"areas": areas, "conditions": conditions, **more})
    exercises = WORKSHOP.word(WORKSHOP.plan(request), request).exercises
    return list(exercises.cards) if exercises else []


def one(name: str, conditions: str = "", **more: Any) -> PlannedExercise:
    found = planned("lower-back; neck", conditions, exercises=name, **more).exercises
    return next(exercise for exercise in found if exercise.id == name.split(":")[0])


def work(dose: m.Dose) -> int:
    """All of a dose at its low end, as one number."""
    whole = 1
    for span in (dose.sets, dose.reps, dose.hold, dose.minutes):
        whole *= span.low if span else 1
    return whole


# ---------------------------------------------------------------- half the dose


@pytest.mark.parametrize(
    "client", [{}, {"persistent": True}, {"level": "gentle"}, {"level": "strong"}, {"stage": 1}, {"stage": 3}], ids=str
)
@pytest.mark.parametrize("area", sorted(C.areas))
def test_fibromyalgia_halves_every_dose_whatever_else_lowers_it(area: str, client: dict[str, Any]) -> None:
    plan = planned(area, "fibromyalgia", **client)
    lowered = {d.id for d in plan.decisions if d.because == "fibromyalgia" and d.reason == "50% of the usual dose"}
    for exercise in plan.exercises:
        record = C.exercises[exercise.id]
        own = eased(record.dose, record.easier) if exercise.easier else record.dose
        least = work(changed_dose(own, m.DoseChange(), "low"))
        if exercise.id in lowered:
            assert work(exercise.dose) < least or (client.get("stage") == 3 and work(exercise.dose) < 2 * least)
        else:
            assert any(w.startswith(f"{exercise.id}: one of each") for w in plan.warnings) == (work(exercise.dose) == 1)
    assert lowered <= {exercise.id for exercise in plan.exercises}


def test_half_of_a_dose_is_half_of_one_number_and_not_of_each() -> None:
    usual, half = one("bridge", persistent=True).dose, one("bridge", "fibromyalgia", persistent=True).dose
    assert usual.reps == m.Span(low=8, high=8)
    assert half.reps == m.Span(low=4, high=4)
    assert (half.sets, half.hold) == (usual.sets, usual.hold)


def test_the_therapists_own_numbers_stand_with_a_word_to_them() -> None:
    plan = planned("lower-back", "fibromyalgia", exercises="bridge:reps=9")
    assert plan.exercises[0].dose.reps == m.Span(low=9, high=9)
    assert any("your own numbers stand; fibromyalgia" in warning for warning in plan.warnings)
    assert not any(d.reason.endswith("of the usual dose") and d.id == "bridge" for d in plan.decisions)


def test_no_sheet_says_that_a_number_was_halved() -> None:
    words = C.condition_words["fibromyalgia"].precautions
    assert "half" not in " ".join(f"{line.short} {line.text}" for line in words).lower()


spans = st.integers(1, 60).flatmap(lambda low: st.integers(low, 90).map(lambda high: m.Span(low=low, high=high)))
doses = st.builds(
    m.Dose, sets=st.none() | spans, reps=st.none() | spans, hold=st.none() | spans, minutes=st.none() | spans
)


@given(dose=doses, percent=st.integers(10, 99))
@settings(max_examples=200)
def test_a_part_of_a_dose_is_never_more_and_never_nothing(dose: m.Dose, percent: int) -> None:
    less = shared_out(dose, percent)
    changed = 0
    for name in ("sets", "reps", "hold", "minutes"):
        before, after = getattr(dose, name), getattr(less, name)
        assert (before is None) == (after is None)
        if before is not None and after != before:
            changed += 1
            assert 1 <= after.low < before.low
            assert after.high <= max(before.high * percent // 100, 1)
    assert changed == (
        1 if any(span and span.low > 1 for span in (dose.sets, dose.reps, dose.hold, dose.minutes)) else 0
    )


# ---------------------------------------------------------------- the easier form's own numbers


@pytest.mark.parametrize(
    ("exercise", "area", "condition", "expected"),
    [
        ("walking", "lower-back", "spinal-stenosis", {"minutes": 3}),
        ("neck-side-bend-stretch", "neck", "pregnancy-t2:weeks=20", {"hold": 5}),
        ("cross-body-shoulder-stretch", "shoulder", "rotator-cuff-tear", {"hold": 10}),
        ("isometric-external-rotation", "shoulder", "rotator-cuff-tear", {"reps": 5}),
        ("wall-mini-squat", "knee", "osteoarthritis", {"hold": None}),
    ],
)
def test_an_easier_form_has_the_numbers_the_facts_give_it(
    exercise: str, area: str, condition: str, expected: dict[str, int | None]
) -> None:
    [found] = [one for one in planned(area, condition, exercises=exercise).exercises if one.id == exercise]
    assert found.easier
    for part, number in expected.items():
        assert getattr(found.dose, part) == (None if number is None else m.Span(low=number, high=number))


# ---------------------------------------------------------------- lines of care


@pytest.mark.parametrize("area", ["calf-achilles", "knee", "hip-lateral", "foot-plantar"])
@pytest.mark.parametrize(
    "condition", ["diabetes-neuropathy:wound=no", "numbness:new=no", "numbness:new=no,site=foot-plantar"]
)
def test_numb_feet_stand_in_shoes(area: str, condition: str) -> None:
    shoes = C.care_words["shoes"]
    found = cards(area, condition, tier="full")
    assert found
    for card in found:
        standing = C.exercises[card.id].position == "standing"
        assert (shoes in plain(card.how)) == standing
        assert (shoes in " ".join(plain(step) for step in card.steps)) == standing


def test_feet_are_looked_at_after_moves_of_the_foot() -> None:
    for card in cards("foot-plantar", "diabetes-neuropathy:wound=no", tier="full"):
        assert C.care_words["look-at-feet"] in plain(card.how)


def test_a_numb_hand_needs_no_shoes() -> None:
    assert not [
        card.id for card in cards("knee", "numbness:new=no,site=wrist-hand", tier="full") if "shoes." in plain(card.how)
    ]


@pytest.mark.parametrize("area", sorted(C.areas))
def test_who_cannot_get_to_the_floor_lies_on_a_bed(area: str) -> None:
    bed = C.care_words["on-a-bed"]
    for card in cards(area, avoid="floor", tier="full"):
        assert (bed in plain(card.how)) == (C.exercises[card.id].position in ("supine", "side-lying", "prone"))
    assert not [card.id for card in cards(area, tier="full") if bed in plain(card.how)]


def test_a_line_of_two_conditions_stands_once_and_the_therapist_is_told_of_it() -> None:
    plan = planned("calf-achilles", "diabetes-neuropathy:wound=no; numbness:new=no", tier="full")
    standing = next(one for one in plan.exercises if one.position == "standing")
    assert len(set(standing.care)) == len(standing.care)
    assert any(
        d.id == standing.id and d.action == "limit" and "shoes" in d.reason and d.sources for d in plan.decisions
    )
