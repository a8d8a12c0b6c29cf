"""Level, stage, equipment and what a client cannot do change the exercises; the rules and the areas stand whatever is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.dose import changed_dose, dose_end, held_back
from handouts.errors import InvalidData, Problems, RefusedForSafety
from handouts.library import model as m
from handouts.library.load import load_library
from handouts.plan import Plan, plan_sheet
from handouts.prescribe import PlannedExercise
from handouts.request import read_request, stored
from handouts.resolve import resolve
from handouts.resources import Folders
from handouts.safety import Rules

COLUMNS: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "exercise_columns.yaml").read_text(encoding="utf-8")
)
LIBRARY = load_library(Folders.find())
C = LIBRARY.contents
LEVELS: tuple[m.Level, ...] = ("gentle", "standard", "strong")
STAGES: tuple[m.Stage, ...] = (1, 2, 3)


def plan(**values: Any) -> Plan:
    return plan_sheet(read_request(values), LIBRARY)


def ids(sheet: Plan) -> list[str]:
    return [one.id for one in sheet.exercises]


def figures(dose: m.Dose) -> list[tuple[int, int]]:
    spans = (dose.sets, dose.reps, dose.hold, dose.minutes, dose.per_day, dose.days_per_week)
    return [(span.low, span.high) for span in spans if span]


# ---------------------------------------------------------------- level


@pytest.mark.parametrize("area", ["lower-back", "knee", "quadriceps", "hamstrings", "shoulder", "hip-lateral"])
def test_a_gentle_sheet_has_gentle_exercises_and_the_low_end_of_each_dose(area: str) -> None:
    sheet = plan(areas=area, level="gentle")
    assert all(C.exercises[one].effort == 1 for one in ids(sheet))
    for one in sheet.exercises:
        assert figures(one.dose) == [(low, low) for low, _ in figures(C.exercises[one.id].dose)]


def test_a_strong_sheet_has_stronger_exercises_and_the_high_end_of_each_dose() -> None:
    gentle, usual, strongest = (
        sum(C.exercises[one].effort for one in ids(plan(areas="hip-lateral", level=level))) for level in LEVELS
    )
    assert gentle < usual < strongest
    strong = plan(areas="lower-back", level="strong", tier="full")
    assert any(C.exercises[one].effort == 3 for one in ids(strong))
    for one in strong.exercises:
        assert figures(one.dose) == [(high, high) for _, high in figures(C.exercises[one.id].dose)]


def test_without_a_level_the_sheet_is_the_standard_one() -> None:
    assert plan(areas="lower-back; knee") == plan(areas="lower-back; knee", level="standard")


# ---------------------------------------------------------------- stage


@pytest.mark.parametrize("exercise", sorted(C.exercises))
def test_each_stage_asks_as_much_as_the_one_before_or_more_and_stays_within_the_range(exercise: str) -> None:
    own = C.exercises[exercise].dose
    ends = [dose_end("standard", stage, easier=False, persistent=False, limited=False) for stage in STAGES]
    doses = [figures(changed_dose(own, m.DoseChange(), end)) for end in ends]
    for low, middle, high, (least, most) in zip(*doses, figures(own), strict=True):
        assert least == low[0] == low[1] <= middle[0] == middle[1] <= high[0] == high[1] == most


def test_a_middle_hold_is_one_that_can_be_counted() -> None:
    own = m.Dose(hold=m.Span(low=15, high=30))
    assert changed_dose(own, m.DoseChange(), "middle").hold == m.Span(low=20, high=20)


@pytest.mark.parametrize("stage", [1, 2])
def test_the_harder_step_waits_for_the_last_stage(stage: int) -> None:
    assert not any(one.harder for one in plan(areas="lower-back", stage=stage).exercises)


def test_at_the_last_stage_the_harder_step_is_the_how_to() -> None:
    assert all(one.harder for one in plan(areas="lower-back", stage=3).exercises if C.exercise_words[one.id].harder)


@pytest.mark.parametrize(
    "limit",
    [
        {"conditions": "osteoporosis"},
        {"conditions": "migraine"},
        {"persistent": True},
        {"level": "gentle"},
        {"avoid": "floor"},
    ],
    ids=str,
)
def test_whatever_limits_the_client_keeps_the_harder_step_away(limit: dict[str, Any]) -> None:
    sheet = plan(areas="lower-back; neck", stage=3, **limit)
    assert sheet.exercises
    assert not any(one.harder for one in sheet.exercises)


@pytest.mark.parametrize("ask", [{"stage": 3}, {"level": "strong"}], ids=str)
def test_a_condition_holds_the_dose_back_and_the_therapist_is_told(ask: dict[str, Any]) -> None:
    free, limited = plan(areas="knee", **ask), plan(areas="knee", conditions="osteoarthritis", **ask)
    doses = {one.id: sum(high for _, high in figures(one.dose)) for one in free.exercises}
    both = [one for one in limited.exercises if one.id in doses]
    assert both
    assert all(sum(high for _, high in figures(one.dose)) <= doses[one.id] for one in both)
    assert any("held back" in warning and "osteoarthritis" in warning for warning in limited.warnings)


@pytest.mark.parametrize(
    ("level", "stage", "limited", "persistent", "end"),
    [
        ("standard", None, False, False, "usual"),
        ("standard", None, True, False, "usual"),
        ("standard", None, False, True, "low"),
        ("gentle", None, False, False, "low"),
        ("strong", None, False, False, "high"),
        ("strong", None, True, False, "usual"),
        ("strong", None, False, True, "low"),
        ("standard", 1, False, False, "low"),
        ("standard", 2, False, False, "middle"),
        ("standard", 3, False, False, "high"),
        ("strong", 1, False, False, "low"),
        ("standard", 3, True, False, "middle"),
        ("strong", 3, True, False, "middle"),
        ("gentle", 2, False, False, "low"),
        ("gentle", 3, False, False, "middle"),
        ("standard", 3, False, True, "middle"),
    ],
)
def test_which_end_of_a_dose_holds(
    level: m.Level, stage: m.Stage | None, limited: bool, persistent: bool, end: str
) -> None:
    assert dose_end(level, stage, easier=False, persistent=persistent, limited=limited) == end


def test_an_easier_form_starts_low_at_every_stage_and_level() -> None:
    for stage in (None, *STAGES):
        for level in LEVELS:
            assert dose_end(level, stage, easier=True, persistent=False, limited=True) == "low"


def test_the_therapists_own_dose_wins_over_level_and_stage() -> None:
    sheet = plan(areas="lower-back", exercises="bridge:sets=1,reps=6", level="strong", stage=3)
    assert sheet.exercises[0].dose.sets == m.Span(low=1, high=1)
    assert sheet.exercises[0].dose.reps == m.Span(low=6, high=6)
    assert sheet.exercises[0].dose.hold == m.Span(low=5, high=5)


def test_a_saved_dose_is_never_raised_for_a_client_who_is_limited() -> None:
    own = m.Dose(reps=m.Span(low=8, high=12), hold=m.Span(low=5, high=10))
    assert held_back(m.DoseChange(reps=5, hold=9), own, "low") == m.DoseChange(reps=5, hold=5)


# ---------------------------------------------------------------- equipment


def test_what_needs_more_than_is_at_hand_is_not_chosen() -> None:
    assert "band-row" in ids(plan(areas="upper-back", tier="full", level="strong"))
    assert "band-row" not in ids(plan(areas="upper-back", tier="full", level="strong", equipment="home"))
    assert "band-row" in ids(plan(areas="upper-back", tier="full", level="strong", equipment="band"))


@pytest.mark.parametrize(
    ("equipment", "met", "lacking"),
    [
        ("home", {"chair", "wall", "bed", "mat", "bed-or-mat", "counter", "step", "table", "pillow", "towel", "strap"}, {"band", "ball", "rail"}),
        ("band", {"band", "chair", "towel"}, {"ball"}),
        ("none", set(), {"chair", "wall", "bed-or-mat", "towel"}),
        ("none,floor", {"mat", "bed-or-mat"}, {"bed", "chair"}),
        ("none; stairs", {"step", "stool"}, {"rail"}),
        ("none,towel", {"towel", "strap"}, {"pillow"}),
    ],
)  # fmt: skip
def test_things_of_every_home_are_there_unless_nothing_is(equipment: str, met: set[str], lacking: set[str]) -> None:
    at_hand = resolve(read_request({"areas": "knee", "equipment": equipment}), LIBRARY).at_hand
    assert at_hand is not None
    assert met <= at_hand
    assert not lacking & at_hand


def test_an_exercise_the_therapist_picked_stays_and_the_missing_thing_is_told() -> None:
    sheet = plan(areas="upper-back", exercises="band-row", equipment="home")
    assert ids(sheet) == ["band-row"]
    assert any("band-row needs" in warning and "exercise band" in warning for warning in sheet.warnings)


def test_a_harder_step_that_needs_a_band_waits_for_a_band() -> None:
    asked = {"areas": "hip-lateral", "exercises": "clamshell", "stage": 3}
    assert plan(**asked, equipment="band").exercises[0].harder
    assert not plan(**asked, equipment="home").exercises[0].harder


@pytest.mark.parametrize(
    ("field", "word", "hint"),
    [
        ("equipment", "bnad", "did you mean 'band'?"),
        ("equipment", "resistence-band", "did you mean 'band'?"),
        ("avoid", "flor", "did you mean 'floor'?"),
        ("avoid", "knealing", "did you mean 'kneeling'?"),
        ("level", "gentel", "did you mean 'gentle'?"),
        ("stage", "4", "1 to 3"),
        ("programme", "desk-wroker", "did you mean 'desk-worker'?"),
        ("equipment", "none,home", "choose one"),
    ],
)
def test_an_unknown_word_is_told_with_the_nearest(field: str, word: str, hint: str) -> None:
    with pytest.raises(InvalidData) as caught:
        plan(**{"areas": "knee", field: word})
    assert hint in str(caught.value)
    assert str(caught.value).startswith(f"{field}:")


def test_all_unknown_words_come_at_once() -> None:
    with pytest.raises(Problems) as caught:
        plan(areas="knee", equipment="bnad,bal", avoid="flor", programme="desk-wroker")
    assert len(caught.value.problems) == 4


# ---------------------------------------------------------------- what a client cannot do


@pytest.mark.parametrize("word", sorted(C.avoid))
def test_what_a_client_cannot_do_is_never_asked_for(word: str) -> None:
    cannot = C.avoid[word]
    for area in sorted(C.areas):
        for more in ({}, {"exercises": sorted(C.exercises)}):
            sheet = plan(areas=area, avoid=word, tier="full", **more)
            for one in sheet.exercises:
                exercise = C.exercises[one.id]
                assert not set(exercise.easier.tags if one.easier else exercise.tags) & set(cannot.tags), one.id
                assert one.position not in cannot.positions, one.id
                assert one.id not in cannot.exercises
                assert not one.harder


def test_the_decision_names_the_word() -> None:
    told = [d for d in plan(areas="lower-back", avoid="floor").decisions if d.id == "bird-dog"]
    assert [(d.action, d.because) for d in told] == [("drop", "avoid:floor")]


def test_the_easier_form_takes_the_place_where_it_frees_the_client() -> None:
    sheet = plan(areas="hip-lateral", exercises="single-leg-balance; bridge", avoid="one-leg")
    assert [(one.id, one.easier) for one in sheet.exercises] == [("single-leg-balance", True), ("bridge", False)]


def test_tips_do_not_ask_for_it_either() -> None:
    assert "pillow-knees" in plan(areas="lower-back").tips
    assert "pillow-knees" not in plan(areas="lower-back", avoid="lying-back").tips


def test_what_a_client_cannot_do_is_no_condition_on_the_sheet() -> None:
    sheet = plan(areas="lower-back", avoid="floor,kneeling")
    assert not sheet.precautions
    assert sheet.techniques == plan(areas="lower-back").techniques


# ---------------------------------------------------------------- whatever is asked

CONDITIONS = sorted(c for c, record in C.conditions.items() if record.level != "absolute")
EXERCISES = sorted(C.exercises)
requests = st.fixed_dictionaries(
    {
        "areas": st.lists(st.sampled_from(sorted(C.areas)), min_size=1, max_size=5, unique=True),
        "conditions": st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=6, unique=True),
        "tier": st.sampled_from(["basic", "full"]),
    },
    optional={
        "level": st.sampled_from(LEVELS),
        "stage": st.sampled_from([1, 2, 3]),
        "avoid": st.lists(st.sampled_from(sorted(C.avoid)), min_size=1, max_size=3, unique=True),
        "equipment": st.lists(st.sampled_from([*sorted(C.needs), "none"]), min_size=1, max_size=4, unique=True),
        "exercises": st.lists(st.sampled_from(EXERCISES), min_size=1, max_size=4, unique=True),
        "persistent": st.booleans(),
    },
)


def planned(values: dict[str, Any]) -> Plan | None:
    try:
        return plan(**values)
    except RefusedForSafety:
        return None


def loads(one: PlannedExercise) -> set[str]:
    exercise = C.exercises[one.id]
    return set(exercise.easier.tags if one.easier else exercise.tags)


def usable(values: dict[str, Any]) -> dict[str, set[str]]:
    """By area, what the rules, the pictures and the equipment leave: asked without the chooser."""
    resolved = resolve(read_request(values), LIBRARY)
    rules = Rules([*resolved.conditions, *resolved.avoided], (), [a.id for a in resolved.areas], C.tags)
    found: dict[str, set[str]] = {area: set() for area in values["areas"]}
    for one, exercise in C.exercises.items():
        at_hand = resolved.at_hand is None or set(exercise.needs) <= resolved.at_hand
        if at_hand and one in LIBRARY.pictured and rules.on_exercise(exercise).action != "drop":
            for area in found:
                if area in exercise.areas or one in C.areas[area].exercises:
                    found[area].add(one)
    return found


@settings(max_examples=300, deadline=None)
@given(values=requests)
def test_nothing_forbidden_is_on_a_sheet_whatever_is_asked(values: dict[str, Any]) -> None:
    sheet = planned(values)
    for one in sheet.exercises if sheet else ():
        column = COLUMNS[one.id]
        assert not set(column["avoid"]) & set(values["conditions"])
        assert one.easier or not set(column["modify"]) & set(values["conditions"])
        for word in values.get("avoid", ()):
            assert not loads(one) & set(C.avoid[word].tags)
            assert one.position not in C.avoid[word].positions
        assert not (one.easier and (one.harder or one.may_say_harder))


@settings(max_examples=300, deadline=None)
@given(values=requests)
def test_an_area_never_goes_empty_while_something_safe_is_there(values: dict[str, Any]) -> None:
    sheet = planned(values)
    if sheet is None:
        return
    served = {area for one in sheet.exercises for area in one.areas}
    lost = set(values.get("exercises", ())) - set(ids(sheet))
    for area, left in usable(values).items():
        if not values.get("exercises"):
            assert (area in served) == bool(left), area
        elif left and any(area in C.exercises[one].areas or one in C.areas[area].exercises for one in lost):
            assert area in served, area
        if area not in served:
            assert any(f"no exercise for {area}:" in warning for warning in sheet.warnings)


@settings(max_examples=100, deadline=None)
@given(values=requests, seed=st.randoms())
def test_the_order_of_the_options_changes_nothing_and_every_choice_says_why(values: dict[str, Any], seed: Any) -> None:
    other = {key: values[key] for key in sorted(values, reverse=True)}
    for key in ("areas", "conditions", "avoid", "equipment", "exercises"):
        if key in other:
            other[key] = seed.sample(values[key], len(values[key]))
    first, second = planned(values), planned(other)
    if first is None or second is None:
        assert first is second
        return
    assert all(one.why for one in first.exercises)
    told = [{one.id: one for one in sheet.exercises} for sheet in (first, second)]
    assert told[0] == told[1]
    assert set(first.decisions) == set(second.decisions)
    if "exercises" not in values:
        assert first.exercises == second.exercises


@settings(max_examples=80, deadline=None)
@given(values=requests, most=st.integers(1, 5))
def test_a_level_never_empties_an_area(values: dict[str, Any], most: int) -> None:
    values = {key: value for key, value in values.items() if key != "exercises"} | {"max_exercises": most}
    served = []
    for level in LEVELS:
        sheet = planned({**values, "level": level})
        served.append({area for one in sheet.exercises for area in one.areas} if sheet else set())
    gentle, standard, strong = served
    assert standard <= gentle
    assert standard <= strong


@settings(max_examples=60, deadline=None)
@given(values=requests)
def test_only_what_is_at_hand_is_chosen(values: dict[str, Any]) -> None:
    values = {key: value for key, value in values.items() if key != "exercises"} | {
        "equipment": ["none", "chair", "wall"]
    }
    sheet = planned(values)
    for one in sheet.exercises if sheet else ():
        assert set(C.exercises[one.id].needs) <= {"chair", "wall", "stool"}


def test_what_took_the_place_of_a_lost_pick_is_told() -> None:
    sheet = plan(areas="lower-back", conditions="pregnancy-t3:weeks=30", exercises="bridge")
    assert sheet.exercises
    told = [d for d in sheet.decisions if d.action == "keep"]
    assert [(d.id, d.because) for d in told] == [(ids(sheet)[0], "pregnancy-t3")]
    assert "in place of bridge (pregnancy-t3)" in sheet.exercises[0].why


@given(values=requests)
@settings(max_examples=60, deadline=None)
def test_a_stored_request_reads_back_the_same(values: dict[str, Any]) -> None:
    request = read_request({**values, "programme": "runner"})
    assert read_request(yaml.safe_load(yaml.safe_dump(stored(request)))) == request
