"""The right safety questions in the right order, and answers that become the request a plan would read."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.errors import HandoutsError, InvalidData
from handouts.levels import level_of
from handouts.library import model as m
from handouts.library.load import load_library
from handouts.request import ConditionChoice, Request, read_request, stored
from handouts.resources import Folders
from handouts.screen import (
    answered,
    choice_of,
    details_of,
    needs_clearance,
    outcome,
    read_details,
    signs_of_areas,
    signs_of_conditions,
    topics,
)

LIBRARY = load_library(Folders.find())
CONTENTS = LIBRARY.contents
TIERS = list(get_args(m.Tier))


def request(**values: object) -> Request:
    return read_request({"areas": "lower-back", **values})


# ---------------------------------------------------------------- which questions


@pytest.mark.parametrize("area", sorted(CONTENTS.areas))
def test_every_sign_of_an_area_and_every_general_one_is_asked_once(area: str) -> None:
    asked = [sign.id for sign in signs_of_areas([area], CONTENTS)]
    record = CONTENTS.areas[area]
    general = {flag for flag, sign in CONTENTS.red_flags.items() if sign.general}
    assert set(asked) == {*record.top_flags, *record.red_flags, *general}
    assert len(asked) == len(set(asked))


def test_what_cannot_wait_is_asked_first() -> None:
    signs = signs_of_areas(["lower-back", "knee", "head-tension"], CONTENTS)
    assert all(TIERS.index(one.tier) <= TIERS.index(other.tier) for one, other in pairwise(signs))
    assert CONTENTS.red_flags[signs[0].id].general
    words = CONTENTS.red_flag_words["rf-clot"]
    clot = next(sign for sign in signs if sign.id == "rf-clot")
    urgent = [line.text for line in (*words.lines, *words.more) if line.tier == "emergency"]
    assert list(clot.lines[: len(urgent)]) == urgent
    assert len(clot.lines) == len(words.lines) + len(words.more)


def test_a_condition_brings_its_own_signs_but_none_twice() -> None:
    asked = signs_of_areas(["jaw-tmj"], CONTENTS)
    thinners = ConditionChoice(word="warfarin")
    more = {sign.id for sign in signs_of_conditions([thinners], LIBRARY, asked=asked)}
    assert more == set(CONTENTS.conditions["anticoagulants"].adds_flags) - {sign.id for sign in asked}
    assert {"rf-bleeding", "rf-head-injury"} <= more
    assert not signs_of_conditions(
        [thinners], LIBRARY, asked=[*asked, *signs_of_conditions([thinners], LIBRARY, asked=())]
    )


def test_every_condition_is_in_exactly_one_list_under_its_clients_name() -> None:
    listed = [c for topic in topics(CONTENTS) for entry in topic.entries for c in entry.conditions]
    assert sorted(listed) == sorted(CONTENTS.conditions)
    for topic in topics(CONTENTS):
        names = [entry.name for entry in topic.entries]
        assert len(names) == len(set(names))
        for entry in topic.entries:
            assert {CONTENTS.condition_words[c].name for c in entry.conditions} == {entry.name}


def test_the_short_lists_come_first_and_what_can_stop_a_visit_leads_each() -> None:
    lists = topics(CONTENTS)
    sizes = [sum(len(entry.conditions) for entry in topic.entries) for topic in lists]
    assert sizes == sorted(sizes)
    assert lists[0].entries[0].conditions == ("pregnancy-high-risk",)
    together = [entry.conditions for entry in lists[0].entries if len(entry.conditions) > 1]
    assert together == [("pregnancy-t1", "pregnancy-t2", "pregnancy-t3")]


def test_every_group_and_every_detail_has_words_to_ask_with() -> None:
    screen = CONTENTS.phrases["screen"]
    assert {topic.group for topic in topics(CONTENTS)} <= set(screen["groups"])
    for condition in CONTENTS.conditions.values():
        for detail in details_of(condition):
            assert detail.name in screen["details"] or detail.name in screen["own_details"][condition.id]
    for condition_id, own in screen["own_details"].items():
        assert set(own) <= {detail.name for detail in details_of(CONTENTS.conditions[condition_id])}


# ---------------------------------------------------------------- what the answers come to


def test_an_empty_answer_is_not_known_and_a_number_is_a_number() -> None:
    record = CONTENTS.conditions["hip-replacement"]
    assert read_details(record, {"weeks": "20", "side": ""}, LIBRARY).details == {"weeks": 20}
    assert read_details(record, {"weeks": "", "side": "left"}, LIBRARY).details == {"side": "left"}


@pytest.mark.parametrize(
    ("condition", "name", "answer"),
    [
        ("hip-replacement", "weeks", "soon"),
        ("hip-replacement", "weeks", "-3"),
        ("hip-replacement", "weeks", "²"),
        ("hip-replacement", "weeks", "9" * 30),
        ("hip-replacement", "side", "up"),
        ("pregnancy-t2", "weeks", "30"),
        ("gout-flare", "site", "nowhere"),
        ("gout-flare", "site", "hips"),
        ("epilepsy", "controlled", "perhaps"),
    ],
)
def test_a_detail_that_cannot_be_is_told_as_the_plan_would_tell_it(condition: str, name: str, answer: str) -> None:
    with pytest.raises(InvalidData):
        read_details(CONTENTS.conditions[condition], {name: answer}, LIBRARY)


def test_clearance_is_asked_only_where_it_changes_something() -> None:
    def asks(condition: str, **answers: str) -> bool:
        return needs_clearance(read_details(CONTENTS.conditions[condition], answers, LIBRARY))

    assert asks("hip-replacement", weeks="4")
    assert asks("hip-replacement", weeks="")  # not known: the stricter end
    assert not asks("hip-replacement", weeks="30")
    assert not asks("osteoporosis")
    assert not asks("fever-infection")  # nothing lifts it
    assert not asks("heart-disease", **{"recent-event": "yes"})
    assert asks("heart-disease", **{"recent-event": "no"})


def test_words_with_commas_survive_the_stored_request() -> None:
    known = read_details(CONTENTS.conditions["allergy-product"], {"product": "nuts, latex; rose:oil"}, LIBRARY)
    whole = answered(request(), signs=(), conditions=[choice_of(known, cleared=False)])
    assert read_request(stored(whole)) == whole
    assert whole.conditions[0].details == {"product": "nuts / latex / rose:oil"}


some_answers = st.dictionaries(
    st.sampled_from(sorted(CONTENTS.conditions)),
    st.tuples(st.sampled_from(["", "1", "14", "20", "30", "yes", "no", "left", "knee", "a, b"]), st.booleans()),
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(answers=some_answers, signs=st.lists(st.sampled_from(sorted(CONTENTS.red_flags)), max_size=3))
def test_what_was_answered_is_what_the_stored_request_says(
    answers: dict[str, tuple[str, bool]], signs: list[str]
) -> None:
    choices = []
    for condition_id, (answer, cleared) in answers.items():
        record = CONTENTS.conditions[condition_id]
        try:
            known = read_details(record, {detail.name: answer for detail in details_of(record)}, LIBRARY)
        except HandoutsError:
            known = read_details(record, {}, LIBRARY)
        choices.append(choice_of(known, cleared=cleared and needs_clearance(known)))
    whole = answered(request(client="A ; B:c=d"), signs=signs, conditions=choices)
    again = read_request(stored(whole))
    assert stored(again) == stored(whole)
    assert outcome(again, LIBRARY) == outcome(whole, LIBRARY)


# ---------------------------------------------------------------- the gates


@pytest.mark.parametrize(
    ("values", "gate"),
    [
        ({}, "open"),
        ({"conditions": "osteoporosis"}, "open"),
        ({"conditions": "recent-surgery"}, "clearance"),
        ({"conditions": "recent-surgery:cleared"}, "open"),
        ({"conditions": "fever-infection"}, "refused"),
        ({"red_flags": "rf-breast-lump"}, "refused"),
        ({"red_flags": "rf-clot", "conditions": "osteoporosis"}, "refused"),
    ],
)
def test_the_gates_are_those_of_the_plan(values: dict[str, str], gate: str) -> None:
    found = outcome(request(**values), LIBRARY)
    assert found.gate == gate
    assert bool(found.reasons) == (gate != "open")


def test_a_stricter_level_that_nobody_asked_about_is_left_to_the_therapists_eye() -> None:
    closer = outcome(request(conditions="anticoagulants"), LIBRARY).closer
    assert {(one.condition, one.level) for one in closer} == {("anticoagulants", "clearance")}
    assert len(closer) == 4
    assert "INR" in " ".join(one.when for one in closer)
    told = "anticoagulants:drug=apixaban,recent-start=no,easy-bruising=no"
    assert not outcome(request(conditions=told), LIBRARY).closer
    assert not outcome(request(conditions="postnatal-early:caesarean=yes"), LIBRARY).closer
    for condition in CONTENTS.conditions.values():
        known = read_details(condition, {}, LIBRARY)
        for one in outcome(request(conditions=condition.id), LIBRARY).closer:
            assert (one.level, level_of(known).name) in {
                ("absolute", "clearance"), ("absolute", "local"), ("absolute", "adapt"),
                ("clearance", "local"), ("clearance", "adapt"),
            }  # fmt: skip
