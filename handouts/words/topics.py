"""Which plan a topic has: a brochure about desk work or pregnancy instead of a part of the body.

Nobody knows who picks it up. So the rules for each condition that many of its readers have hold as they do for a client
whose care team has agreed to massage, the moves are gentle, and the topic's own red flags stand beside the areas'.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from handouts.levels import KnownCondition
from handouts.library import model as m
from handouts.library.store import Library
from handouts.plan import GRADE_ORDER, TIER_ORDER, Plan, PlannedFlag, plan_sheet
from handouts.request import AreaChoice, ConditionChoice, ExerciseChoice, Request, Tier
from handouts.safety import Rules
from handouts.words.gentle import MOVES

MOST_EFFORT = 2  # of a move on a leaflet: nothing strong


def plan_topic(
    topic: m.Topic,
    library: Library,
    most: int = MOVES,
    *,
    tier: Tier = "basic",
    switched_off: frozenset[str] = frozenset(),
) -> Plan:
    """The plan of a topic's brochure, with at most so many moves. ``switched_off``: techniques not on offer.

    Its causes, claims, tips and techniques are the topic's own, less what the rules for its readers take away.
    """
    wanted = _wanted(topic, library)
    request = Request(
        areas=tuple(AreaChoice(word=area) for area in topic.areas),
        conditions=tuple(ConditionChoice(word=word, cleared=True) for word in topic.readers),
        persistent=topic.persistent,
        tier=tier,
        exercises=tuple(ExerciseChoice(word=move) for move in wanted),
        # Without a picked exercise a plan chooses its own; where nothing suits everybody there shall be none.
        max_exercises=None if wanted else 0,
    )
    plan = plan_sheet(request, library, switched_off)
    rules, c = _rules(topic, library), library.contents
    techniques = [
        one
        for one in topic.techniques
        if one not in switched_off and rules.on_technique(c.techniques[one]).action in ("keep", "limit")
    ]
    tips = [one for one in topic.tips if rules.on_tip(one, c.tips[one]).action == "keep"]
    moves = sorted(plan.exercises, key=lambda one: (one.easier, wanted.index(one.id)))[:most]
    return replace(
        plan,
        exercises=tuple(one for one in plan.exercises if one in moves),
        causes=topic.causes,
        techniques=tuple(techniques),
        benefits=tuple(one for one in topic.benefits if _may_claim(one, topic, library)),
        tips=tuple(dict.fromkeys((*tips, *plan.tips))),
        red_flags=_flags(plan.red_flags, topic, library),
        # Nobody told us anything, so nothing is said about it; but the signs that go with it are printed.
        precautions=tuple(replace(one, lines=()) for one in plan.precautions),
        warnings=(),
    )


def _wanted(topic: m.Topic, library: Library) -> tuple[str, ...]:
    """The topic's own moves, then its programme's: those that have a picture and are not strong. What the rules for its
    readers change or drop, the plan changes or drops."""
    c = library.contents
    programme = c.programmes[topic.programme].exercises if topic.programme else ()
    wanted = dict.fromkeys([*topic.exercises, *(one.id for one in programme)])
    return tuple(one for one in wanted if _suits(c.exercises[one], library))


def _suits(exercise: m.Exercise, library: Library) -> bool:
    return (exercise.picture or exercise.id) in library.pictured and exercise.effort <= MOST_EFFORT


def _rules(topic: m.Topic, library: Library) -> Rules:
    conditions = library.contents.conditions
    known = [KnownCondition(conditions[word], {}, cleared=True) for word in topic.readers]
    return Rules(known, (), topic.areas, library.contents.tags)


def _may_claim(benefit_id: str, topic: m.Topic, library: Library) -> bool:
    record = library.contents.benefits[benefit_id]
    readers = set(topic.readers)
    return (
        record.grade in GRADE_ORDER
        and bool(library.contents.benefit_words[benefit_id].text)
        and record.persistent != ("never" if topic.persistent else "only")
        and not readers & set(record.not_with)
        and (not record.only_with or bool(readers & set(record.only_with)))
    )


def _flags(planned: Iterable[PlannedFlag], topic: m.Topic, library: Library) -> tuple[PlannedFlag, ...]:
    """The plan's flags and the topic's own: these first within their tier."""
    table = library.contents.red_flags
    own = [PlannedFlag(flag, table[flag].tier) for flag in topic.red_flags]
    merged = dict.fromkeys([*own, *planned])
    return tuple(sorted(merged, key=lambda flag: TIER_ORDER[flag.tier]))
