"""Pure rules: what a client's conditions remove, change or limit. Nothing here chooses; it only forbids.

Facts behind the rules are in templates/library/conditions. When two rules meet, the stricter wins; when a detail is
not known, the stricter end holds; clearance never lifts a rule on an exercise. Every decision names its condition
and its reason, for the therapist and never for the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from handouts.levels import KnownCondition, closed_areas, level_of, rules_in_force
from handouts.library import model as m
from handouts.library.model import UNKNOWN

Action = Literal["keep", "modify", "limit", "drop", "refuse"]
Gate = Literal["open", "clearance", "refused"]

WHOLE_DOSE = 100  # percent
SITE_LOADING_KINDS = frozenset({"strength", "stretch", "control", "aerobic", "self-massage"})


@dataclass(frozen=True)
class Decision:
    """One thing the rules changed. ``because`` is a condition or red flag id; ``sources`` are its keys."""

    kind: Literal["exercise", "technique", "position", "sheet", "tip"]
    id: str
    action: Action
    because: str
    reason: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What may be done with one exercise or technique, and why."""

    action: Action
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class Care:
    """A line that a card must carry: an id of care.yaml, and the condition that asks for it."""

    line: str
    because: str


class Rules:
    """The rules of this client's conditions, asked about one exercise, technique, position or tip at a time."""

    def __init__(
        self,
        conditions: Sequence[KnownCondition],
        flags: Sequence[m.RedFlag],
        areas: Sequence[str],
        tags: Mapping[str, str],
    ) -> None:
        # Sorted, so that the same set of conditions in another order gives the same decisions.
        self.conditions = tuple(sorted(conditions, key=lambda known: known.id))
        self.flags = tuple(sorted(flags, key=lambda flag: flag.id))
        self.areas = tuple(areas)
        self.tags = tags

    # ------------------------------------------------------------ the sheet as a whole

    @cached_property
    def sheet(self) -> tuple[Decision, ...]:
        """Decisions about the whole sheet: refused, or limited until someone has been asked."""
        found = [
            Decision(
                "sheet",
                "sheet",
                "refuse",
                flag.id,
                "a red flag needs help before massage or exercise",
                flag.sources,
            )
            for flag in self.flags
        ]
        for known in self.conditions:
            level = level_of(known, self.areas)
            detail = f" ({level.unknown} is not known: {known.id}:{level.unknown}=...)" if level.unknown else ""
            why = f"{level.when}. {known.condition.therapist}" if level.when else known.condition.therapist
            if level.name == "absolute":
                reason = f"{why}{detail}"
                found.append(self._decision("sheet", "sheet", "refuse", known, reason))
            elif level.name == "clearance" and not known.cleared:
                reason = f"needs the treating clinician's clearance first{detail}: {why}"
                found.append(self._decision("sheet", "techniques", "limit", known, reason))
        return tuple(found)

    @cached_property
    def help_tier(self) -> m.Tier | None:
        """How soon the client needs help, where that is why a sheet is refused."""
        levels = (level_of(known, self.areas) for known in self.conditions)
        asked = {*(flag.tier for flag in self.flags), *(level.tier for level in levels)}
        return next((tier for tier in get_args(m.Tier) if tier in asked), None)

    @cached_property
    def gate(self) -> Gate:
        """Whether a sheet may be made at all."""
        actions = {decision.action for decision in self.sheet}
        return "refused" if "refuse" in actions else "clearance" if "limit" in actions else "open"

    # ------------------------------------------------------------ exercises

    def on_exercise(self, exercise: m.Exercise) -> Verdict:
        """Keep it, let its easier form take its place, or leave it out."""
        drops: list[Decision] = []
        changes: list[Decision] = []
        for known in self.conditions:
            action, reason = self._rule_for(known, exercise)
            if action == "drop":
                drops.append(self._decision("exercise", exercise.id, "drop", known, reason))
            elif action == "modify":
                changes.append(self._decision("exercise", exercise.id, "modify", known, reason))
        if drops:
            return Verdict("drop", tuple(drops))
        if not changes:
            return Verdict("keep")
        failures = self._easier_form_fails(exercise, {decision.because for decision in changes})
        return Verdict("drop", tuple(failures)) if failures else Verdict("modify", tuple(changes))

    def _rule_for(self, known: KnownCondition, exercise: m.Exercise) -> tuple[Action, str]:
        """The strictest thing one condition says of one exercise, and in what words."""
        rules = known.condition.exercises
        if rules.drop_all:
            return "drop", "no exercises until this has settled or the team agrees"
        exception = next((e for e in rules.exceptions if e.id == exercise.id), None)
        if exception and exception.softer:
            return exception.action, exception.why
        found: list[tuple[Action, str]] = [
            self._rule_by_tags(rules, exercise),
            self._rule_by_site(known, exercise),
            self._rule_by_level(known, exercise),
        ]
        if exception:
            found.append((exception.action, exception.why))
        return max(found, key=lambda pair: _STRICTNESS[pair[0]])

    def _rule_by_tags(self, rules: m.ExerciseRules, exercise: m.Exercise) -> tuple[Action, str]:
        if exercise.kind in rules.drop_kinds:
            return "drop", f"no {exercise.kind} work"
        dropped = [tag for tag in exercise.tags if tag in rules.drop]
        if dropped:
            return "drop", self._named(dropped)
        changed = [tag for tag in exercise.tags if tag in rules.modify]
        if changed:
            return "modify", self._named(changed)
        if exercise.position in rules.swap_positions:
            return "modify", f"not {exercise.position} as it stands"
        return "keep", ""

    def _rule_by_level(self, known: KnownCondition, exercise: m.Exercise) -> tuple[Action, str]:
        """What a level rule takes away until somebody has cleared it."""
        for rule in (one.rule for one in rules_in_force(known, self.areas) if not known.cleared):
            if rule.drop_exercises:
                return "drop", f"none until cleared: {rule.when}"
            if exercise.position in rule.drop_positions:
                return "drop", f"not {exercise.position} until cleared: {rule.when}"
        return "keep", ""

    def _rule_by_site(self, known: KnownCondition, exercise: m.Exercise) -> tuple[Action, str]:
        """What falls away at the affected part. A site that is not known is every chosen area."""
        rules = known.condition.exercises
        closed = {*rules.drop_areas, *closed_areas(known, self.areas)} & set(self.areas) & set(exercise.areas)
        if closed:
            return "drop", f"nothing for: {', '.join(sorted(closed))}"
        site = {known.site} if known.site else set(self.areas)
        touches = site & {*exercise.areas, *exercise.loads_joints}
        if touches and rules.site != "none":
            days = known.details.get("days")
            rests = rules.rest_days is not None and not (isinstance(days, int) and days >= rules.rest_days)
            if rests or rules.site == "all" or (rules.site == "load" and exercise.kind in SITE_LOADING_KINDS):
                return "drop", f"rests the affected part: {', '.join(sorted(touches))}"
            if rules.site == "pressure" and exercise.kind == "self-massage":
                return "drop", f"no pressure on the affected part: {', '.join(sorted(touches))}"
        return "keep", ""

    def _easier_form_fails(self, exercise: m.Exercise, asked_by: set[str]) -> list[Decision]:
        """Decisions to leave an exercise out because its easier form still loads what a condition forbids."""
        easier = exercise.easier
        failures = []
        for known in self.conditions:
            rules = known.condition.exercises
            position = easier.position or exercise.position
            left = [tag for tag in easier.tags if tag in rules.drop]
            asked_in_words = any(e.id == exercise.id and e.action == "modify" for e in rules.exceptions)
            if known.id not in easier.meets:
                left += [tag for tag in easier.tags if tag in rules.modify]
                if position in rules.swap_positions:
                    left.append(position)
            reason = "there is no easier form" if easier.skip and known.id in asked_by else ""
            if easier.position not in (None, exercise.position) and known.id in asked_by:
                # The picture shows the other position; a sheet must never show what it tells the client not to do.
                reason = f"its easier form starts {easier.position}, which is another exercise"
            if left:
                reason = f"the easier form still loads: {self._named(left)}"
            elif asked_in_words and known.id not in easier.meets and not reason:
                reason = "the easier form does not answer this condition"
            if reason:
                failures.append(self._decision("exercise", exercise.id, "drop", known, reason))
        return failures

    def easier_text_is_safe(self, exercise: m.Exercise) -> bool:
        """Whether the easier text may be printed beside the full exercise."""
        return not exercise.easier.skip and not self._easier_form_fails(exercise, set())

    @cached_property
    def harder_text_is_safe(self) -> bool:
        """A harder step may bring a load no rule has looked at: it prints only where no rule asks anything."""
        return not any(
            known.condition.exercises != m.ExerciseRules() or known.condition.max_pressure for known in self.conditions
        )

    def care_for(self, exercise: m.Exercise) -> tuple[Care, ...]:
        """The lines that its card must carry, each once."""
        found: dict[str, str] = {}
        for known in self.conditions:
            for rule in known.condition.exercises.care:
                if _asks_for_care(rule, exercise, known.site):
                    found.setdefault(rule.line, known.id)
        return tuple(Care(line, because) for line, because in found.items())

    @cached_property
    def dose_percent(self) -> tuple[int, str | None]:
        """How much of the usual dose is right for this client, and the condition that says so."""
        asked = [(known.condition.exercises.dose_percent, known.id) for known in self.conditions]
        least = min(asked, default=(WHOLE_DOSE, ""))
        return least if least[0] < WHOLE_DOSE else (WHOLE_DOSE, None)

    # ------------------------------------------------------------ techniques, positions, tips

    def on_technique(self, technique: m.Technique) -> Verdict:
        """Keep it, limit it (a place or a pressure), or leave it out."""
        found: list[Decision] = []
        if self.gate != "open":
            for decision in self.sheet:
                found.append(
                    Decision(
                        "technique",
                        technique.id,
                        "drop",
                        decision.because,
                        "needs clearance first",
                        decision.sources,
                    )
                )
        for known in self.conditions:
            found += self._technique_rules(known, technique)
        if not found:
            return Verdict("keep")
        strictest = max(found, key=lambda decision: _STRICTNESS[decision.action])
        kept = tuple(decision for decision in found if decision.action == strictest.action)
        return Verdict(strictest.action, kept)

    def _technique_rules(self, known: KnownCondition, technique: m.Technique) -> list[Decision]:
        condition = known.condition
        if condition.drop_all_techniques:
            return [self._decision("technique", technique.id, "drop", known, "no massage with this condition")]
        found = []
        if not condition.site_techniques:
            found += self._not_on_site(known, technique)
        closed = sorted(closed_areas(known, self.areas))
        if closed:  # all of them closed is a refusal of the whole sheet
            found.append(self._decision("technique", technique.id, "limit", known, f"not on: {', '.join(closed)}"))
        for rule in condition.drop_techniques:
            if rule.id == technique.id:
                found.append(self._banned(known, rule))
        if set(technique.uses) & set(condition.blocks):
            uses = ", ".join(sorted(set(technique.uses) & set(condition.blocks)))
            found.append(self._decision("technique", technique.id, "drop", known, f"uses {uses}"))
        most = condition.max_pressure
        if most is not None and technique.pressure:
            if technique.pressure[0] > most:
                found.append(self._decision("technique", technique.id, "drop", known, f"pressure at most {most} of 5"))
            elif technique.pressure[1] > most:
                found.append(self._decision("technique", technique.id, "limit", known, f"pressure at most {most} of 5"))
        return found

    def _banned(self, known: KnownCondition, rule: m.TechniqueRule) -> Decision:
        """One ban: everywhere, or only where the rule or the affected site says."""
        site = known.site
        where = rule.areas or ((site,) if site and known.condition.level == "local" else ())
        here = [area for area in self.areas if area in where]
        reason = rule.why or known.condition.therapist
        if rule.max_pressure is not None:
            place = f" on {', '.join(where)}" if where else ""
            reason = f"pressure at most {rule.max_pressure} of 5{place}"
            return self._decision("technique", rule.id, "limit", known, reason)
        if where and not here:
            return self._decision("technique", rule.id, "limit", known, f"not on: {', '.join(where)}")
        if where and len(here) < len(self.areas):
            return self._decision("technique", rule.id, "limit", known, f"not on: {', '.join(here)} ({reason})")
        return self._decision("technique", rule.id, "drop", known, reason)

    def _not_on_site(self, known: KnownCondition, technique: m.Technique) -> list[Decision]:
        """No massage on the affected part; where nobody said which it is, on none of the chosen areas."""
        site = known.site
        if site is None or all(area == site for area in self.areas):
            return [self._decision("technique", technique.id, "drop", known, "no massage on the affected part")]
        if site in self.areas:
            return [self._decision("technique", technique.id, "limit", known, f"not on: {site}")]
        return []

    @cached_property
    def quiet(self) -> bool:
        """Whether a condition asks for nothing but what the care team agreed."""
        return any(
            known.condition.quiet and (not (where := known.condition.quiet_areas) or set(where) & set(self.areas))
            for known in self.conditions
        )

    @cached_property
    def positions(self) -> tuple[Decision, ...]:
        """How to lie on the table; the strictest rule for each position."""
        found: dict[str, Decision] = {}
        for known in self.conditions:
            for rule in known.condition.positions:
                decision = self._decision("position", rule.position, rule.action, known, rule.how)
                old = found.get(rule.position)
                if old is None or _STRICTNESS[decision.action] > _STRICTNESS[old.action]:
                    found[rule.position] = decision
        return tuple(found[position] for position in sorted(found))

    def on_tip(self, tip_id: str, tip: m.Tip) -> Verdict:
        """Whether a piece of self-care may be advised."""
        found = tuple(
            self._decision("tip", tip_id, "drop", known, f"uses {', '.join(sorted(blocked))}")
            for known in self.conditions
            if (blocked := set(tip.uses) & set(known.condition.blocks))
        )
        found += tuple(
            self._decision("tip", tip_id, "drop", known, "does not fit this condition")
            for known in self.conditions
            if known.id in tip.not_with
        )
        if "activity" in tip.uses and self.quiet:
            asked = next(known for known in self.conditions if known.condition.quiet)
            found += (self._decision("tip", tip_id, "drop", asked, "only what the care team agreed"),)
        return Verdict("drop", found) if found else Verdict("keep")

    # ------------------------------------------------------------ words

    def _named(self, tags: Iterable[str]) -> str:
        return "; ".join(self.tags.get(tag, tag) for tag in dict.fromkeys(tags))

    def _decision(
        self,
        kind: Literal["exercise", "technique", "position", "sheet", "tip"],
        record_id: str,
        action: Action,
        known: KnownCondition,
        reason: str,
    ) -> Decision:
        side = known.details.get("side", UNKNOWN)
        told = "" if side == UNKNOWN else f" ({side} side)"  # the rules hold for both; the therapist should know which
        return Decision(kind, record_id, action, known.id, reason + told, known.condition.sources)


def _asks_for_care(rule: m.CareRule, exercise: m.Exercise, site: str | None) -> bool:
    """Whether the line belongs on the card of this exercise. A site that is not told may be any."""
    if exercise.id in rule.not_for or (rule.sites and site is not None and site not in rule.sites):
        return False
    return (
        exercise.position in rule.positions or exercise.id in rule.exercises or bool({*rule.areas} & {*exercise.areas})
    )


_STRICTNESS: dict[str, int] = {"keep": 0, "limit": 1, "modify": 1, "drop": 2, "refuse": 3}
