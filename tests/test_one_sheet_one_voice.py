"""Nothing on one sheet contradicts another part of it: what a clinician's reading found, kept as tests."""

from __future__ import annotations

import pytest

from handouts.clinic import no_clinic
from handouts.compose import Workshop
from handouts.library.load import load_library
from handouts.plan import Plan, plan_sheet
from handouts.request import read_request
from handouts.resources import Folders
from handouts.words.model import Words, plain

FOLDERS = Folders.find()
LIBRARY = load_library(FOLDERS)
WORKSHOP = Workshop.open(LIBRARY, no_clinic("uk"), LIBRARY.contents.regions["uk"], FOLDERS)


def planned(area: str, condition: str = "", **more: object) -> Plan:
    return plan_sheet(read_request({"areas": area, "conditions": condition, **more}), LIBRARY)


def worded(area: str, condition: str = "", **more: object) -> Words:
    request = read_request({"areas": area, "conditions": condition, **more})
    return WORKSHOP.word(WORKSHOP.plan(request), request)


def signs(words: Words, tier: str) -> list[str]:
    return [plain(sign) for one in words.flags.tiers if one.tier == tier for sign in one.signs]


SITES = [
    ("knee", "gout-flare:first-or-feverish=no,site=knee"),
    ("knee", "rheumatoid-flare:unwell=no"),
    ("hamstrings", "acute-injury"),
    ("shoulder", "recent-fracture:site=shoulder,cleared"),
    ("lower-back", "recent-surgery:cleared"),
    ("shoulder", "lymphoedema:site=shoulder"),
    ("knee", "recent-injection"),
]


@pytest.mark.parametrize(("area", "condition"), SITES)
def test_the_affected_part_is_not_massaged(area: str, condition: str) -> None:
    assert planned(area, condition).techniques == ()


def test_another_part_may_still_be_massaged() -> None:
    assert planned("lower-back", "gout-flare:first-or-feverish=no,site=knee").techniques


@pytest.mark.parametrize(
    "condition", ["bone-metastasis", "recent-surgery", "recent-fracture", "vertebral-fracture", "cancer-active"]
)
def test_no_slogan_stands_over_a_grave_condition(condition: str) -> None:
    words = worded("lower-back", condition)
    assert plain(words.in_short.message) == LIBRARY.contents.phrases["in_short"]["quiet"]
    assert "stay-active" not in planned("lower-back", condition).tips


def test_a_sheet_that_waits_for_a_yes_says_so_first() -> None:
    message = plain(worded("hip-lateral", "hip-replacement:weeks=6").in_short.message)
    assert message == LIBRARY.contents.phrases["in_short"]["clearance"]


@pytest.mark.parametrize(
    ("area", "condition"),
    [("lower-back", "postnatal-early:caesarean=yes"), ("lower-back", "postnatal-early"), ("neck", "acute-injury")],
)
def test_nothing_is_done_at_home_before_somebody_has_cleared_it(area: str, condition: str) -> None:
    assert planned(area, condition).exercises == ()


def test_a_fit_that_is_not_controlled_keeps_the_client_off_their_feet() -> None:
    positions = {one.position for one in planned("lower-back", "epilepsy:controlled=no", tier="full").exercises}
    assert positions
    assert "standing" not in positions


def test_a_calf_with_a_risk_of_clots_is_left_alone() -> None:
    plan = planned("calf-achilles:left", "dvt-history", tier="full")
    assert plan.exercises == ()
    assert "cramp-stretch" not in plan.tips


@pytest.mark.parametrize(
    "condition", ["neck-vascular-risk", "rheumatoid-arthritis:neck=no", "recent-concussion:days=10"]
)
def test_a_neck_at_risk_is_not_told_to_keep_moving(condition: str) -> None:
    assert "keep-neck-moving" not in planned("neck", condition, tier="full").tips


def test_neck_work_with_rheumatoid_arthritis_waits_for_a_yes() -> None:
    assert planned("neck", "rheumatoid-arthritis:neck=no").techniques == ()
    assert planned("knee", "rheumatoid-arthritis:neck=no").techniques


@pytest.mark.parametrize(
    "condition", ["falls-risk", "heart-disease:recent-event=no", "spinal-stenosis", "pelvic-girdle-pain"]
)
def test_no_walking_tip_stands_against_a_walking_rule(condition: str) -> None:
    assert not [
        tip for tip in planned("lower-back", condition, tier="full").tips if "walk" in LIBRARY.contents.tips[tip].uses
    ]


def test_a_head_knock_on_blood_thinners_is_an_emergency_and_nothing_else() -> None:
    words = worded("lower-back", "anticoagulants")
    assert "Any head knock on blood thinners" in signs(words, "emergency")
    assert not [sign for sign in signs(words, "today") if "head" in sign.lower() and "headache" not in sign.lower()]


def test_cancer_now_is_not_spoken_to_as_cancer_past() -> None:
    words = worded("lower-back", "cancer-active")
    assert "Cancer: new spine pain or weak legs" in signs(words, "emergency")
    everything = " ".join(sign for tier in ("emergency", "today", "soon") for sign in signs(words, tier))
    assert "Past cancer" not in everything
    assert "Past cancer" in " ".join(signs(worded("lower-back;hips:left"), "today"))


def test_after_birth_the_signs_speak_of_after_birth() -> None:
    every = [
        sign
        for tier in ("emergency", "today")
        for sign in signs(worded("lower-back", "postnatal-early:caesarean=no"), tier)
    ]
    assert any(sign.startswith("After birth") for sign in every)
    assert not any("baby moves" in sign for sign in every)


@pytest.mark.parametrize("flag", ["rf-cauda", "rf-chest"])
def test_nobody_with_an_emergency_sign_is_given_questions_to_weigh(flag: str) -> None:
    words = worded("lower-back", red_flags=flag, advice_sheet=True)
    assert words.week is None
    assert "not sure" not in str(words.aftercare)


def test_a_fever_with_back_pain_names_the_signs_that_need_help() -> None:
    words = worded("neck", "fever-infection", advice_sheet=True)
    assert [sign for sign in signs(words, "emergency") if "stiff neck" in sign]


def test_an_advice_sheet_says_its_precautions_in_full() -> None:
    words = worded("lower-back", "dvt-current", advice_sheet=True)
    lines = LIBRARY.contents.condition_words["dvt-current"].precautions
    assert len(words.precautions[0].body[0].items) == len(lines)  # type: ignore[union-attr]


def test_arthritis_is_not_claimed_for_a_client_who_did_not_name_it() -> None:
    assert "b-knee-oa" not in planned("knee", tier="full").benefits
    assert "b-knee-oa" in planned("knee", "osteoarthritis", tier="full").benefits


def test_late_pregnancy_is_told_how_to_sleep() -> None:
    assert "side-sleep" in planned("sacroiliac", "pregnancy-t3:weeks=30").tips


def test_what_was_not_asked_is_told_to_the_therapist() -> None:
    assert any("not asked" in warning for warning in planned("lower-back", "anticoagulants").warnings)


@pytest.mark.parametrize("condition", ["heart-disease:recent-event=no", "bleeding-disorder", "acute-injury:site=knee"])
def test_nobody_is_told_how_a_massage_feels_that_was_not_given(condition: str) -> None:
    plan = planned("knee", condition, tier="full")
    assert plan.techniques == ()
    assert not [tip for tip in plan.tips if "after-massage" in LIBRARY.contents.tips[tip].uses]
    assert "mild-ache-normal" in planned("knee", tier="full").tips


def test_no_tip_asks_for_more_walking_than_half_a_dose() -> None:
    tips = planned("lower-back", "fibromyalgia", tier="full").tips
    assert not [tip for tip in tips if "walk" in LIBRARY.contents.tips[tip].uses]


def test_what_would_change_nothing_is_not_asked_of_the_therapist() -> None:
    warnings = planned("lower-back", "anticoagulants:drug=warfarin,inr-steady=no").warnings
    assert not [warning for warning in warnings if "not asked" in warning]


def test_cancer_is_spoken_of_in_a_way_that_fits_now_and_past() -> None:
    for condition in ("cancer-active", "cancer-history", "bone-metastasis"):
        urgent = signs(worded("neck", condition, tier="full"), "emergency")
        assert not [sign for sign in urgent if sign.startswith("Past cancer")]


def test_after_birth_nothing_is_said_of_the_baby_to_come() -> None:
    words = worded("sacroiliac", "postnatal-early:caesarean=no", tier="full")
    every = [sign for tier in ("emergency", "today", "soon") for sign in signs(words, tier)]
    assert not [sign for sign in every if sign.startswith("Pregnant:")]
    assert [sign for sign in every if "just gave birth? Call" in sign]


@pytest.mark.parametrize("condition", ["cancer-active", "cancer-active:cleared", "vertebral-fracture:cleared"])
def test_a_sheet_that_leaves_all_to_the_team_does_not_call_for_moves_without_it(condition: str) -> None:
    actions = [plain(action.text) for action in worded("lower-back", condition).in_short.actions]
    assert actions[0] == "Exercise. Ask your team first, then do your 3 moves."


@pytest.mark.parametrize(
    ("condition", "sign"),
    [
        ("disc-herniation", "numb between your legs"),
        ("spinal-stenosis", "numb between your legs"),
        ("diabetes", "shaky, sweaty or confused"),
        ("tendon-risk-medicine", "hurts or pops"),
        ("vertigo-bppv", "dizziness"),
        ("botox-filler", "white, dusky"),
    ],
)
def test_the_full_line_names_the_sign_that_the_short_one_asks_about(condition: str, sign: str) -> None:
    assert sign in " ".join(line.text for line in LIBRARY.contents.condition_words[condition].precautions)
