"""Which level holds for a client: what is known of a condition decides, and what is not known counts as the worse.

A level is one of absolute (no massage), clearance (the treating clinician first), local and adapt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from handouts.library import model as m
from handouts.library.model import UNKNOWN

STRICT = ("absolute", "clearance")  # levels that stand before a sheet, the stricter first


@dataclass(frozen=True)
class KnownCondition:
    """A condition of this client with its details, each already checked."""

    condition: m.Condition
    details: Mapping[str, str | int]
    cleared: bool = False

    @property
    def id(self) -> str:
        return self.condition.id

    @property
    def site(self) -> str | None:
        """The affected area, where it was told."""
        site = self.details.get("area") or self.details.get("site")
        return str(site) if site and site != UNKNOWN else None


@dataclass(frozen=True)
class Level:
    """The level that holds for a client, and the detail that would have been needed to hold a milder one.

    ``tier``: how soon help is needed, where massage is refused because of something that needs help; ``when``: what
    makes it stricter than the condition alone, in the facts' words.
    """

    name: Literal["absolute", "clearance", "local", "adapt"]
    unknown: str | None = None
    tier: m.Tier | None = None
    when: str | None = None


@dataclass(frozen=True)
class InForce:
    """A level rule that holds. ``unknown``: only because its detail is not known."""

    rule: m.LevelRule
    unknown: bool = False


def rules_in_force(known: KnownCondition, areas: Sequence[str]) -> Iterator[InForce]:
    """The level rules that hold for this client and these areas."""
    for rule in known.condition.level_rules:
        if rule.areas and not set(rule.areas) & set(areas):
            continue
        if rule.detail is None:
            yield InForce(rule)
            continue
        value = known.details.get(rule.detail)
        if value is None and (rule.only_if_told or not _can_be_told(known, rule.detail)):
            continue
        unsettled = value in (None, UNKNOWN)
        if unsettled or (value in areas if rule.at_site else compares(rule, value)):
            yield InForce(rule, unsettled)


def _can_be_told(known: KnownCondition, name: str) -> bool:
    detail = next((one for one in known.condition.details if one.name == name), None)
    return detail is None or makes_sense(detail, known.details)


def makes_sense(detail: m.Detail, told: Mapping[str, str | int]) -> bool:
    """Whether a detail can matter beside what was told: nobody has an INR without warfarin."""
    return all(told.get(other, UNKNOWN) in (*values, UNKNOWN) for other, values in detail.only_with.items())


def compares(rule: m.LevelRule | m.PrecautionLine, value: str | int | None) -> bool:
    """Whether an answer is what the rule speaks of: equal to ``equals``, below ``below`` or above ``above``."""
    if rule.equals is not None:
        return str(value).casefold() == rule.equals.casefold()
    if not isinstance(value, int):
        return False
    if rule.below is not None and value < rule.below:
        return True
    return rule.above is not None and value > rule.above


def level_of(known: KnownCondition, areas: Sequence[str] = ()) -> Level:
    """The level that holds for this client. A rule whose detail is not known holds: the stricter end.

    Of several at one level, the one that needs help soonest is told, and one that is known before one that is not.
    """
    condition = known.condition
    own = Level(condition.level, tier=condition.refusal_tier if condition.level == "absolute" else None)
    levels = [own] if condition.level in STRICT else []
    for one in rules_in_force(known, areas):
        if _of_the_whole_sheet(known, one.rule, areas):
            tier = (one.rule.tier or condition.refusal_tier) if one.rule.level == "absolute" else None
            levels.append(Level(one.rule.level, one.rule.detail if one.unknown else None, tier, one.rule.when))
    return min(levels, key=_strictest_first, default=own)


def _strictest_first(level: Level) -> tuple[int, int, bool]:
    tiers = get_args(m.Tier)
    return STRICT.index(level.name), tiers.index(level.tier) if level.tier else len(tiers), level.unknown is not None


def closed_areas(known: KnownCondition, areas: Sequence[str]) -> frozenset[str]:
    """The chosen areas that an absolute rule closes: no massage and no exercises for them, cleared or not."""
    strict = [one.rule for one in rules_in_force(known, areas) if one.rule.level == "absolute"]
    return frozenset(area for rule in strict if _of_some_areas(rule) for area in _places(known, rule, areas))


def _of_some_areas(rule: m.LevelRule) -> bool:
    return bool(rule.areas) or rule.at_site


def _places(known: KnownCondition, rule: m.LevelRule, areas: Sequence[str]) -> set[str]:
    told = known.details.get(rule.detail or "")
    places = {str(told)} if rule.at_site and told not in (None, UNKNOWN) else set(areas)
    return places & set(areas) & (set(rule.areas) or set(areas))


def _of_the_whole_sheet(known: KnownCondition, rule: m.LevelRule, areas: Sequence[str]) -> bool:
    """An absolute rule of some areas leaves the others open."""
    return rule.level != "absolute" or not _of_some_areas(rule) or _places(known, rule, areas) == set(areas)


def not_asked(known: KnownCondition) -> Iterator[m.LevelRule]:
    """Stricter rules that were not assumed because nobody was asked: for the therapist to think of."""
    for rule in known.condition.level_rules:
        name = rule.detail
        if rule.only_if_told and name and name not in known.details and _can_be_told(known, name):
            yield rule


def still_holds(line: m.PrecautionLine, known: KnownCondition) -> bool:
    """Whether a piece of advice is still for this client: not after clearance, nor once a detail says otherwise."""
    if line.until_cleared and known.cleared:
        return False
    told = known.details.get(line.detail) if line.detail else None
    return told in (None, UNKNOWN) or compares(line, told)
