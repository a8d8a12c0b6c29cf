"""Which safety questions to ask before a sheet, in which order, and what the answers come to.

Pure: nobody is asked here and nothing is printed. A question is made from the words a client reads anyway: the lines
of a red flag, the name and the question of a condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import msgspec

from handouts.levels import KnownCondition, level_of, makes_sense, not_asked
from handouts.library import model as m
from handouts.library.model import UNKNOWN
from handouts.library.store import Contents, Library
from handouts.request import ConditionChoice, Request
from handouts.resolve import resolve
from handouts.safety import Decision, Gate, Rules

_TIERS: tuple[m.Tier, ...] = get_args(m.Tier)
_LEVELS = ("absolute", "clearance", "local", "adapt")


@dataclass(frozen=True)
class Sign:
    """A red flag to ask about. ``lines`` are the client's, those that cannot wait first; one yes says yes to all."""

    id: str
    tier: m.Tier
    lines: tuple[str, ...]
    tiers: tuple[m.Tier, ...]  # of each line

    def lines_of(self, tier: m.Tier) -> tuple[str, ...]:
        """The signs that ask for help at one tier."""
        return tuple(line for line, its in zip(self.lines, self.tiers, strict=True) if its == tier)

    def told(self, tier: m.Tier) -> str:
        """The sign as a request holds it, noticed at this tier and no stricter one."""
        return self.id if tier == self.tier else f"{self.id}:{tier}"


@dataclass(frozen=True)
class Entry:
    """One name in a list of conditions. A name may stand for several (pregnancy: early, middle, late)."""

    name: str
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """Conditions that are asked about in one go; ``group`` is the group's id."""

    group: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Closer:
    """A stricter level that nobody's answer settles: the therapist has to look. ``when`` says what for."""

    condition: str
    level: Literal["absolute", "clearance"]
    when: str


@dataclass(frozen=True)
class Outcome:
    """What the gates say of a request, why, and what is left to the therapist's eye."""

    gate: Gate
    reasons: tuple[Decision, ...]
    closer: tuple[Closer, ...]


# ---------------------------------------------------------------- which questions


def signs_of_areas(areas: Iterable[str], contents: Contents) -> tuple[Sign, ...]:
    """The general signs and those of the areas (ids), emergencies first."""
    records = [contents.areas[area] for area in areas]
    general = [flag for flag, record in contents.red_flags.items() if record.general]
    top = [flag for record in records for flag in record.top_flags]
    rest = [flag for record in records for flag in record.red_flags]
    return _signs([*general, *top, *rest], contents)


def signs_of_conditions(
    choices: Iterable[ConditionChoice], library: Library, *, asked: Iterable[Sign]
) -> tuple[Sign, ...]:
    """The signs that conditions make more likely and nobody has asked about yet."""
    before = {sign.id for sign in asked}
    known = resolve(Request(areas=(), conditions=tuple(choices)), library).conditions
    added = [flag for one in known for flag in one.condition.adds_flags]
    return _signs([flag for flag in added if flag not in before], library.contents)


def _signs(flags: Iterable[str], contents: Contents) -> tuple[Sign, ...]:
    found = []
    for flag in dict.fromkeys(flags):
        words = contents.red_flag_words[flag]
        lines = sorted([*words.lines, *words.more], key=lambda line: _TIERS.index(line.tier))
        texts, tiers = tuple(line.text for line in lines), tuple(line.tier for line in lines)
        found.append(Sign(flag, contents.red_flags[flag].tier, texts, tiers))
    return tuple(sorted(found, key=lambda sign: _TIERS.index(sign.tier)))


def topics(contents: Contents) -> tuple[Topic, ...]:
    """All conditions by group: short groups first, and in each group first what can stop a visit."""
    groups: dict[str, list[m.Condition]] = {}
    for condition in contents.conditions.values():
        groups.setdefault(condition.group, []).append(condition)
    return tuple(
        Topic(group, _entries(groups[group], contents)) for group in sorted(groups, key=lambda g: (len(groups[g]), g))
    )


def _entries(conditions: Iterable[m.Condition], contents: Contents) -> tuple[Entry, ...]:
    names: dict[str, list[str]] = {}
    for condition in sorted(conditions, key=lambda c: (_LEVELS.index(c.level), c.id)):
        names.setdefault(contents.condition_words[condition.id].name, []).append(condition.id)
    return tuple(Entry(name, tuple(ids)) for name, ids in names.items())


def details_of(condition: m.Condition) -> tuple[m.Detail, ...]:
    """What to ask about a condition the client has."""
    own = condition.details
    if condition.exercises.site != "none" and all(detail.kind != "area" for detail in own):
        return (*own, m.Detail(name="area", kind="area"))
    return own


# ---------------------------------------------------------------- what the answers come to


def open_details(known: KnownCondition) -> tuple[m.Detail, ...]:
    """What is still to be asked: not told yet, and of some meaning beside what was told."""
    return tuple(
        detail
        for detail in details_of(known.condition)
        if detail.name not in known.details and makes_sense(detail, known.details)
    )


def read_details(condition: m.Condition, answers: Mapping[str, str], library: Library) -> KnownCondition:
    """A condition with its details. Raises InvalidData as the plan would.

    An empty answer is not known. Where a rule is not assumed unasked, that has to be said: somebody did ask.
    """
    asks = {rule.detail for rule in condition.level_rules if rule.only_if_told}
    details: dict[str, str | int] = {}
    for name, answer in answers.items():
        # A stored request keeps details apart with commas and conditions apart with semicolons.
        value = " / ".join(filter(None, (part.strip() for part in re.split(r"[,;]", answer))))
        if value:
            details[name] = int(value) if value.isdecimal() else value
        elif name in asks:
            details[name] = UNKNOWN
    choice = ConditionChoice(word=condition.id, details=details)
    return resolve(Request(areas=(), conditions=(choice,)), library).conditions[0]


def needs_clearance(known: KnownCondition) -> bool:
    """Whether the treating clinician has to agree before massage."""
    return level_of(known).name == "clearance"


def choice_of(known: KnownCondition, *, cleared: bool) -> ConditionChoice:
    """A condition as a request holds it."""
    return ConditionChoice(word=known.id, details=dict(known.details), cleared=cleared)


def answered(request: Request, *, signs: Iterable[str], conditions: Iterable[ConditionChoice]) -> Request:
    """The request with what the client said yes to."""
    return msgspec.structs.replace(request, red_flags=tuple(dict.fromkeys(signs)), conditions=tuple(conditions))


def outcome(request: Request, library: Library) -> Outcome:
    """What the gates say. Raises InvalidData, or Problems where there are several."""
    resolved = resolve(request, library)
    rules = Rules(resolved.conditions, resolved.flags, [area.id for area in resolved.areas], library.contents.tags)
    return Outcome(rules.gate, rules.sheet, tuple(closer for known in rules.conditions for closer in _closer(known)))


def _closer(known: KnownCondition) -> Iterable[Closer]:
    """Stricter levels that nobody was asked about."""
    holds = _LEVELS.index(level_of(known).name)
    for rule in not_asked(known):
        if _LEVELS.index(rule.level) < holds:
            yield Closer(known.id, rule.level, rule.when)
