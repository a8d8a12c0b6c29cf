"""What is told with a condition decides: how strict the sheet is, which advice stands, and what is not known counts as the worse.

The gates are written by hand from the clinical facts and never look at the rule data.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.clinic import no_clinic
from handouts.compose import Workshop
from handouts.errors import InvalidData, RefusedForSafety
from handouts.levels import KnownCondition, level_of, not_asked
from handouts.library.load import load_library
from handouts.plan import Plan, plan_sheet
from handouts.request import read_request
from handouts.resolve import resolve
from handouts.resources import Folders
from handouts.words.model import Words, plain

FOLDERS = Folders.find()
LIBRARY = load_library(FOLDERS)
C = LIBRARY.contents
WORKSHOP = Workshop.open(LIBRARY, no_clinic("uk"), C.regions["uk"], FOLDERS)
LEVELS = ("adapt", "local", "clearance", "absolute")


def planned(areas: str, conditions: str = "", **more: Any) -> Plan:
    return plan_sheet(read_request({"areas": areas, "conditions": conditions, **more}), LIBRARY)


def worded(areas: str, conditions: str = "", **more: Any) -> Words:
    request = read_request({"areas": areas, "conditions": conditions, **more})
    return WORKSHOP.word(WORKSHOP.plan(request), request)


def gate(areas: str, conditions: str) -> str:
    try:
        plan = planned(areas, conditions)
    except RefusedForSafety:
        return "refused"
    return "clearance" if any(d.kind == "sheet" and d.action == "limit" for d in plan.decisions) else "open"


def advice_lines(condition: str, **more: Any) -> str:
    words = worded("lower-back", condition, tier="full", **more)
    return " ".join(plain(item) for section in words.precautions for part in section.body for item in part.items)  # type: ignore[union-attr]


# ---------------------------------------------------------------- the level that holds


@pytest.mark.parametrize(
    ("has", "areas", "expected"),
    [
        ("pregnancy-t1:bleeding=yes", "neck", "clearance"),
        ("pregnancy-t1:high-risk=yes", "neck", "clearance"),
        ("pregnancy-t1:bleeding=unknown,high-risk=no", "neck", "clearance"),
        ("pregnancy-t1:bleeding=no,high-risk=no", "neck", "open"),
        ("pregnancy-t3:weeks=30,complication=yes", "neck", "clearance"),
        ("pregnancy-t3:weeks=30,complication=no", "neck", "open"),
        ("pregnancy-t3:weeks=38,complication=no", "neck", "clearance"),
        ("postnatal-early:caesarean=no,complication=yes", "neck", "clearance"),
        ("postnatal-early:caesarean=no,complication=no", "neck", "open"),
        ("postnatal-early:caesarean=yes,complication=no", "neck", "clearance"),
        ("anticoagulants:drug=warfarin,inr-steady=no", "knee", "clearance"),
        ("anticoagulants:drug=warfarin,inr-steady=unknown", "knee", "clearance"),
        ("anticoagulants:drug=warfarin,inr-steady=yes,recent-start=no,easy-bruising=no", "knee", "open"),
        ("anticoagulants:drug=apixaban,recent-start=no,easy-bruising=no", "knee", "open"),
        ("anticoagulants:drug=apixaban,recent-start=yes", "knee", "clearance"),
        ("anticoagulants:drug=apixaban,easy-bruising=yes", "knee", "clearance"),
        ("anticoagulants:drug=unknown", "knee", "clearance"),
        ("cancer-history:nodes=yes", "shoulder", "clearance"),
        ("cancer-history:bone=yes", "shoulder", "clearance"),
        ("cancer-history:hormones=yes", "shoulder", "clearance"),
        ("cancer-history:nodes=no,bone=no,hormones=no", "shoulder", "open"),
        ("diabetes-neuropathy:wound=yes", "foot-plantar", "clearance"),
        ("diabetes-neuropathy:wound=no", "foot-plantar", "open"),
        ("disc-herniation:weakness=yes", "lower-back", "clearance"),
        ("disc-herniation:recent=yes", "lower-back", "clearance"),
        ("disc-herniation:both-sides=yes", "lower-back", "refused"),
        ("disc-herniation:weakness=no,both-sides=no,recent=no", "lower-back", "open"),
        ("multiple-sclerosis:relapse=yes", "neck", "clearance"),
        ("multiple-sclerosis:relapse=no", "neck", "open"),
        ("spondylolisthesis:high-grade=yes", "lower-back", "clearance"),
        ("spondylolisthesis:nerve-signs=yes", "lower-back", "clearance"),
        ("spondylolisthesis:high-grade=no,nerve-signs=no", "lower-back", "open"),
        ("rotator-cuff-tear:sudden-weakness=yes", "shoulder", "clearance"),
        ("rotator-cuff-tear:sudden-weakness=no", "shoulder", "open"),
        ("recent-concussion:days=20,worsening=yes", "neck", "refused"),
        ("recent-concussion:days=20,worsening=unknown", "neck", "refused"),
        ("recent-concussion:days=20,worsening=no", "neck", "clearance"),
        ("recent-concussion:days=1,worsening=no", "neck", "refused"),
        ("recent-vaccination:unwell=yes", "shoulder", "refused"),
        ("recent-vaccination:unwell=no", "shoulder", "open"),
        ("aneurysm:place=abdomen,cleared", "hip-flexor-groin", "refused"),
        ("aneurysm:cleared", "hip-flexor-groin", "refused"),
        ("aneurysm:place=brain,cleared", "hip-flexor-groin", "open"),
        ("aneurysm:place=abdomen,cleared", "hip-flexor-groin; shoulder", "open"),
        ("bone-metastasis:site=knee,cleared", "knee", "refused"),
        ("bone-metastasis:site=knee", "shoulder", "clearance"),
        ("bone-metastasis:site=knee,cleared", "shoulder", "open"),
        ("dvt-history", "neck", "clearance"),
        ("dvt-history:weeks=10", "neck", "clearance"),
        ("dvt-history:weeks=104", "neck", "open"),
        ("dvt-history:weeks=104", "calf-achilles", "clearance"),
        ("acute-injury:days=5,site=knee", "neck", "clearance"),
    ],
)
def test_what_is_told_decides_how_strict_the_sheet_is(has: str, areas: str, expected: str) -> None:
    assert gate(areas, has) == expected


def test_no_level_rule_is_left_that_nobody_can_be_asked_about() -> None:
    for condition in C.conditions.values():
        names = {detail.name for detail in condition.details}
        assert all(rule.detail in names or rule.areas for rule in condition.level_rules), condition.id


some_condition = st.sampled_from(sorted(C.conditions))


@settings(max_examples=200, deadline=None)
@given(condition=some_condition, data=st.data())
def test_not_knowing_is_never_milder_than_any_answer(condition: str, data: st.DataObject) -> None:
    record = C.conditions[condition]
    asked = [detail for detail in record.details if detail.kind in ("yes-no", "choice")]
    if not asked:
        return
    detail = data.draw(st.sampled_from(asked))
    answers = ("yes", "no") if detail.kind == "yes-no" else tuple(detail.choices)
    areas = data.draw(st.lists(st.sampled_from(sorted(C.areas)), min_size=1, max_size=2, unique=True))

    def strictness(answer: str) -> int:
        return LEVELS.index(level_of(KnownCondition(record, {detail.name: answer}), areas).name)

    assert strictness("unknown") >= max(strictness(answer) for answer in answers)


def test_what_nobody_asked_is_not_assumed_but_told_to_the_therapist() -> None:
    plan = planned("knee", "anticoagulants")
    assert gate("knee", "anticoagulants") == "open"
    [told] = [warning for warning in plan.warnings if warning.startswith("anticoagulants: not asked")]
    for word in ("drug", "INR", "recent start", "easy bruising", "clearance first"):
        assert word in told


def test_a_detail_that_means_nothing_beside_another_is_neither_asked_nor_taken() -> None:
    known = resolve(read_request({"areas": "knee", "conditions": "anticoagulants:drug=apixaban"}), LIBRARY).conditions[
        0
    ]
    assert "inr-steady" not in {rule.detail for rule in not_asked(known)}
    with pytest.raises(InvalidData, match="says nothing with drug=apixaban"):
        planned("knee", "anticoagulants:drug=apixaban,inr-steady=no")


@pytest.mark.parametrize(
    ("word", "drug"), [("warfarin", "warfarin"), ("Eliquis", "apixaban"), ("blood thinners", None)]
)
def test_the_name_of_a_drug_says_which_one_it_is(word: str, drug: str | None) -> None:
    known = resolve(read_request({"areas": "knee", "conditions": word}), LIBRARY).conditions[0]
    assert known.id == "anticoagulants"
    assert known.details.get("drug") == drug


def test_a_drug_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(InvalidData, match="not an answer to drug") as caught:
        planned("knee", "anticoagulants:drug=warfarine")
    assert "warfarin" in str(caught.value.hint)


def test_only_the_closed_area_is_left_alone() -> None:
    plan = planned("hip-flexor-groin; shoulder", "aneurysm:place=abdomen,cleared", tier="full")
    assert plan.techniques
    assert not [one.id for one in plan.exercises if "hip-flexor-groin" in C.exercises[one.id].areas]
    assert any(d.kind == "technique" and "not on: hip-flexor-groin" in d.reason for d in plan.decisions)


def test_nothing_at_the_site_moves_in_the_first_three_days() -> None:
    own = {"seated-knee-extension", "heel-slide", "ankle-pumps-circles"}
    early, later = (planned("knee", f"acute-injury:site=knee,days={days}", tier="full") for days in (1, 4))
    assert not {one.id for one in early.exercises} & own
    assert all(C.exercises[one.id].kind in ("mobility", "relax") for one in later.exercises)
    assert later.exercises
    assert not planned("knee", "acute-injury:site=knee", tier="full").exercises


def test_the_side_that_was_told_stands_in_the_reason() -> None:
    decisions = planned("knee", "knee-replacement:weeks=20,side=left").decisions
    assert any(d.because == "knee-replacement" and d.reason.endswith("(left side)") for d in decisions)


# ---------------------------------------------------------------- one word for several


@pytest.mark.parametrize(
    ("weeks", "which"), [(8, "pregnancy-t1"), (14, "pregnancy-t2"), (27, "pregnancy-t2"), (28, "pregnancy-t3")]
)
def test_pregnancy_with_its_weeks_is_enough(weeks: int, which: str) -> None:
    request = read_request({"areas": "neck", "conditions": f"pregnancy:weeks={weeks}"})
    assert [known.id for known in resolve(request, LIBRARY).conditions] == [which]


@pytest.mark.parametrize("word", ["pregnancy", "pregnant", "pregnancy:weeks=50"])
def test_pregnancy_without_weeks_names_every_way_on(word: str) -> None:
    with pytest.raises(InvalidData) as caught:
        planned("neck", word)
    for way in ("weeks=", "pregnancy-t1", "pregnancy-t2", "pregnancy-t3", "postnatal-early"):
        assert way in str(caught.value.hint)


# ---------------------------------------------------------------- signs of two tiers


def test_a_sign_noticed_in_its_milder_form_asks_for_help_at_that_tier() -> None:
    mild, strict = (worded("calf-achilles", red_flags=flag, advice_sheet=True) for flag in ("rf-clot:today", "rf-clot"))
    assert plain(mild.in_short.message) == C.phrases["advice"]["today"]["message"]
    assert plain(strict.in_short.message) == C.phrases["advice"]["emergency"]["message"].format(emergency="999")
    signs = [plain(sign) for tier in mild.flags.tiers if tier.tier == "emergency" for sign in tier.signs]
    assert "Sore, swollen leg and breathless" in signs  # what would make it worse is still said


def test_of_one_sign_told_twice_the_stricter_holds() -> None:
    for order in ("rf-clot; rf-clot:today", "rf-clot:today; rf-clot"):
        plan = planned("knee", red_flags=order, advice_sheet=True)
        assert plan.help_tier == "emergency"


def test_a_tier_a_sign_does_not_have_is_refused() -> None:
    with pytest.raises(InvalidData, match="no signs for 'soon'"):
        planned("knee", red_flags="rf-clot:soon", advice_sheet=True)


@pytest.mark.parametrize(
    ("condition", "tier"),
    [
        ("disc-herniation:both-sides=yes", "emergency"),
        ("recent-concussion:worsening=yes", "emergency"),
        ("gout-flare:first-or-feverish=yes", "today"),
        ("hypertension-uncontrolled:very-high=yes", "today"),
        ("dvt-current", "today"),
        ("fever-infection", None),
    ],
)
def test_an_advice_sheet_asks_for_help_as_soon_as_the_condition_does(condition: str, tier: str | None) -> None:
    assert planned("lower-back", condition, advice_sheet=True).help_tier == tier
    words = worded("lower-back", condition, advice_sheet=True)
    if tier == "emergency":
        assert any("999" in plain(action.text) for action in words.in_short.actions)


# ---------------------------------------------------------------- advice that is over


@pytest.mark.parametrize(
    ("during", "after", "advice"),
    [
        ("heart-disease:recent-event=no", "heart-disease:recent-event=no,cleared", "Have no massage for about 6 weeks"),
        ("cancer-active", "cancer-active:cleared", "Ask your cancer team before massage"),
        ("recent-surgery", "recent-surgery:cleared", "Ask your surgical team before massage"),
        ("hip-replacement:weeks=6", "hip-replacement:weeks=20", "Ask your surgeon before massage"),
        ("hip-replacement", "hip-replacement:weeks=12", "Ask your surgeon before massage"),
        ("spine-surgery-past:weeks=20", "spine-surgery-past:weeks=60", "before massage"),
        ("stroke-tia:weeks=10", "stroke-tia:weeks=30", "Ask your stroke team before massage"),
        ("postnatal-early", "postnatal-early:caesarean=no", "After a caesarean"),
        ("epilepsy", "epilepsy:controlled=yes", "sitting or lying moves"),
        ("immunosuppression", "immunosuppression:low-counts=no", "blood counts are low"),
        ("recent-vaccination:days=2", "recent-vaccination:days=5", "for 3 days"),
        ("botox-filler", "botox-filler:days=20", "Wait 3 days after botox"),
        ("cancer-history", "cancer-history:hormones=no", "hormone drugs, ask"),
    ],
)
def test_advice_that_is_over_is_not_given(during: str, after: str, advice: str) -> None:
    assert advice in advice_lines(during).replace("\u00a0", " ")
    assert advice not in advice_lines(after).replace("\u00a0", " ")


@pytest.mark.parametrize("condition", sorted(C.conditions))
def test_some_advice_always_stays(condition: str) -> None:
    known = resolve(read_request({"areas": "neck", "conditions": f"{condition}:cleared"}), LIBRARY).conditions[0]
    plan = plan_sheet(
        read_request({"areas": "neck", "conditions": f"{condition}:cleared", "advice_sheet": True}), LIBRARY
    )
    assert known.cleared
    assert all(one.lines for one in plan.precautions)


# ---------------------------------------------------------------- whom to ask


PREGNANCY = ("pregnancy", "postnatal", "pelvic-girdle")


@pytest.mark.parametrize("condition", sorted(C.conditions))
@pytest.mark.parametrize("advice", [True, False])
def test_a_midwife_is_named_to_clients_who_may_have_one_and_to_nobody_else(condition: str, advice: bool) -> None:
    try:
        words = worded("hip-flexor-groin", condition, tier="full", advice_sheet=advice)
    except RefusedForSafety:
        return
    if not condition.startswith(PREGNANCY):
        assert "midwife" not in repr(words)


def test_each_team_is_asked_by_its_name() -> None:
    def asked(condition: str) -> str:
        techniques = worded("knee", condition).techniques
        assert techniques is not None
        return plain(techniques.heading)

    assert asked("knee-replacement:weeks=3") == "Please ask your surgeon first."
    assert asked("pregnancy-t3:weeks=38") == "Please ask your midwife or doctor first."
    assert asked("bleeding-disorder") == "Please ask your doctor first."
    assert asked("knee-replacement:weeks=3; pregnancy-t3:weeks=38") == "Please ask your doctor first."


# ---------------------------------------------------------------- regions


def test_the_facts_of_a_region_hold_numbers_and_its_words_hold_words() -> None:
    for region in C.regions.values():
        for number in (region.emergency, region.urgent, region.crisis):
            assert number is None or number.replace("\u00a0", "").isdecimal(), region.id


@pytest.mark.parametrize(
    ("region", "emergency", "urgent"),
    [
        ("uk", "999", "111"),
        ("us", "911", "your doctor or urgent care"),
        ("ie", "112 or 999", "your GP’s out-of-hours line"),
    ],
)
def test_every_region_says_whom_to_call(region: str, emergency: str, urgent: str) -> None:
    numbers = Workshop.open(LIBRARY, no_clinic(region), C.regions[region], FOLDERS).numbers
    assert (numbers.emergency, numbers.urgent) == (emergency, urgent)


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(("visit", "warned"), [("2026-03-11", True), ("2026-03-12", False), ("2026-04-01", False)])
def test_a_next_visit_in_the_past_is_noticed(visit: str, warned: bool) -> None:
    plan = planned("neck", date="2026-03-12", next_visit=visit)
    assert any("next visit" in warning for warning in plan.warnings) == warned
