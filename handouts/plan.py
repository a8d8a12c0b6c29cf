"""What will be on the sheet, in which order, and why. Ids only: no words, no paper.

The same request always gives the same plan, whatever the order of its conditions and techniques.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from handouts.errors import RefusedForSafety, raise_all
from handouts.levels import level_of, not_asked, still_holds
from handouts.library import model as m
from handouts.library.store import Library
from handouts.prescribe import PlannedExercise, Prescription, level_and_stage, prescribe
from handouts.request import Request, Tier
from handouts.resolve import NamedArea, PlannedArea, Resolved, resolve_what_can_be
from handouts.safety import Decision, Rules

TIER_ORDER: Mapping[str, int] = {"emergency": 0, "today": 1, "soon": 2}
GRADE_ORDER: Mapping[str, int] = {"G1": 0, "R": 1, "G2": 1, "G3": 2}
COMFORT = "b-relax"
MOST_IN_SHORT = 3
MOST_TECHNIQUES = {"basic": 3, "full": 6}
MOST_BENEFITS = {"basic": 3, "full": 6}
MOST_CAUSES = {"basic": 4, "full": 6}
MOST_TIPS = {"basic": 4, "full": 8}


@dataclass(frozen=True)
class PlannedFlag:
    """A red flag and the tier it prints in."""

    id: str
    tier: m.Tier


@dataclass(frozen=True)
class Precaution:
    """Advice that follows from one of the client's conditions; ``lines``: which of its lines still hold."""

    id: str
    because: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that follows from the choices and the rules. Nothing personal."""

    kind: str  # handout | advice
    tier: Tier
    persistent: bool
    named: tuple[NamedArea, ...]
    areas: tuple[PlannedArea, ...]
    sections: tuple[str, ...]
    causes: tuple[str, ...]
    techniques: tuple[str, ...]
    techniques_done: bool  # the therapist named them; otherwise they may be used
    benefits: tuple[str, ...]
    exercises: tuple[PlannedExercise, ...]
    actions: tuple[str, ...]  # tips that stand in In short
    tips: tuple[str, ...]
    precautions: tuple[Precaution, ...]
    red_flags: tuple[PlannedFlag, ...]
    decisions: tuple[Decision, ...]
    warnings: tuple[str, ...] = ()
    level: m.Level = "standard"
    stage: m.Stage | None = None
    programme: str | None = None
    conditions: tuple[str, ...] = ()  # ids of what the client has
    quiet: bool = False  # a condition asks for nothing but what the care team agreed
    map_names: str | None = None  # names beside the body map: everyday or latin words
    help_tier: m.Tier | None = None  # of an advice sheet: how soon the client needs help


def plan_sheet(request: Request, library: Library, switched_off: frozenset[str] = frozenset()) -> Plan:
    """Resolve every id, apply the rules, choose. ``switched_off``: techniques this clinic does not offer.

    Raises InvalidData, Problems or RefusedForSafety.
    """
    resolved, problems = resolve_what_can_be(request, library)
    known = [*resolved.conditions, *resolved.avoided]
    rules = Rules(known, resolved.flags, [area.id for area in resolved.areas], library.contents.tags)
    if rules.gate == "refused" and not request.advice_sheet:
        reasons = "; ".join(f"{d.because}: {d.reason}" for d in rules.sheet if d.action == "refuse")
        hint = "--advice-sheet makes a sheet with the advice alone"
        problems = [RefusedForSafety(f"no sheet may be made: {reasons}", hint=hint), *problems]
    raise_all(problems)
    planner = _Planner(request, library, resolved, rules, switched_off)
    wants_advice = request.advice_sheet and rules.gate != "open"  # without a reason there is nothing to advise
    return planner.advice() if wants_advice else planner.handout()


class _Planner:
    """Makes one plan; each part is a property, so that the parts read in any order."""

    def __init__(
        self,
        request: Request,
        library: Library,
        resolved: Resolved,
        rules: Rules,
        switched_off: frozenset[str],
    ) -> None:
        self.switched_off = switched_off
        self.request = request
        self.library = library
        self.c = library.contents
        self.resolved = resolved
        self.rules = rules
        self.tier: Tier = request.tier or "basic"
        self.areas = [self.c.areas[area.id] for area in resolved.areas]
        self.level, self.stage = level_and_stage(request, resolved)
        self.programme = resolved.programme.id if resolved.programme else None

    def handout(self) -> Plan:
        """The whole sheet."""
        exercises = self.prescription.exercises
        techniques, done, technique_decisions = self.techniques
        tips, tip_decisions = self.tips
        decisions = (
            *self.rules.sheet,
            *self.prescription.decisions,
            *technique_decisions,
            *self.rules.positions,
            *tip_decisions,
        )
        sections = self._sections(bool(exercises), bool(techniques))
        return Plan(
            kind="handout",
            tier=self.tier,
            persistent=self.request.persistent,
            named=self.resolved.named,
            areas=self.resolved.areas,
            sections=sections,
            causes=self.causes,
            techniques=techniques,
            techniques_done=done,
            benefits=self.benefits if self.rules.gate == "open" else (),
            exercises=exercises,
            actions=self._actions(tips, bool(exercises)),
            tips=tips,
            precautions=self.precautions,
            red_flags=self.red_flags,
            decisions=decisions,
            warnings=(*self.prescription.warnings, *self.not_asked, *looked_ahead(self.request)),
            quiet=self.rules.quiet,
            map_names=self.request.map_names,
            level=self.level,
            stage=self.stage,
            programme=self.programme,
            conditions=tuple(sorted(known.id for known in self.resolved.conditions)),
        )

    def advice(self) -> Plan:
        """Advice alone: what stands in the way, what to do about it, and the signs that need help."""
        return Plan(
            kind="advice",
            tier="basic",
            persistent=self.request.persistent,
            named=self.resolved.named,
            areas=self.resolved.areas,
            sections=("band", "in-short", "red-flags", "precautions", "sources"),
            causes=(),
            techniques=(),
            techniques_done=False,
            benefits=(),
            exercises=(),
            actions=(),
            tips=(),
            precautions=self.precautions,
            red_flags=self.red_flags,
            decisions=self.rules.sheet,
            warnings=looked_ahead(self.request),
            help_tier=self.rules.help_tier,
            level=self.level,
            stage=self.stage,
            programme=self.programme,
            conditions=tuple(sorted(known.id for known in self.resolved.conditions)),
        )

    # ------------------------------------------------------------ exercises

    @cached_property
    def prescription(self) -> Prescription:
        return prescribe(self.request, self.library, self.resolved, self.rules, self.tier)

    # ------------------------------------------------------------ techniques, benefits, causes, tips

    @cached_property
    def techniques(self) -> tuple[tuple[str, ...], bool, list[Decision]]:
        asked = sorted({technique.id for technique in self.resolved.techniques})
        done = bool(asked)
        offered = asked or _merged([area.techniques for area in self.areas])
        allowed: list[str] = []
        decisions: list[Decision] = []
        for technique_id in offered:
            technique = self.c.techniques[technique_id]
            if technique_id in self.switched_off:
                if done:
                    reason = "switched off in clinic.yaml"
                    decisions.append(Decision("technique", technique_id, "drop", "clinic", reason))
                continue
            verdict = self.rules.on_technique(technique)
            decisions += verdict.decisions
            optional = technique.needs_training or technique.may_be_out_of_scope
            if verdict.action in ("keep", "limit") and (done or not optional):
                allowed.append(technique_id)
        most = len(allowed) if done else MOST_TECHNIQUES[self.tier]
        return tuple(allowed[:most]), done, decisions

    @property
    def benefits(self) -> tuple[str, ...]:
        """Claims that may be made: the first area's own first, comfort last, the best supported between."""
        conditions = {known.id for known in self.resolved.conditions}
        unwanted = "never" if self.request.persistent else "only"

        def may_claim(benefit_id: str) -> bool:
            record = self.c.benefits[benefit_id]
            return (
                record.grade in GRADE_ORDER
                and record.persistent != unwanted
                and not conditions & set(record.not_with)
                and (not record.only_with or bool(conditions & set(record.only_with)))
                and bool(self.c.benefit_words[benefit_id].text)
            )

        first_area = self.c.areas[self.resolved.named[0].areas[0]]
        own = [b for b in first_area.benefits if may_claim(b)]
        merged = [b for b in _merged([own, *(area.benefits for area in self.areas)]) if may_claim(b)]
        rest = sorted(merged, key=lambda b: (b == COMFORT, GRADE_ORDER[self.c.benefits[b].grade]))
        order = list(dict.fromkeys([*own[:1], *rest]))
        most = MOST_BENEFITS[self.tier]
        if COMFORT in order[most:]:
            order = [*order[: most - 1], COMFORT]
        return tuple(order[:most])

    @property
    def causes(self) -> tuple[str, ...]:
        conditions = {known.id for known in self.resolved.conditions}

        def fits(cause: str) -> bool:
            record = self.c.causes.get(cause, m.Cause())
            return not conditions & set(record.not_with) and (
                not record.conditions or bool(conditions & set(record.conditions))
            )

        lists = [area.persistent_causes if self.request.persistent else area.causes for area in self.areas]
        merged = [cause for cause in _merged(lists) if fits(cause)]
        # What follows from the client's own condition says more than what often goes with the area.
        own = [cause for cause in merged if cause in self.c.causes and self.c.causes[cause].conditions]
        return tuple(dict.fromkeys([*own, *merged]))[: MOST_CAUSES[self.tier]]

    @cached_property
    def tips(self) -> tuple[tuple[str, ...], list[Decision]]:
        conditions = {known.id for known in self.resolved.conditions}
        allowed: list[str] = []
        decisions: list[Decision] = []
        own = [tip_id for tip_id, tip in self.c.tips.items() if conditions & set(tip.conditions)]
        general = [tip_id for tip_id, tip in self.c.tips.items() if tip.general or tip.persistent]
        for tip_id in dict.fromkeys([*own, *general, *_merged([area.tips for area in self.areas])]):
            tip = self.c.tips[tip_id]
            if (tip.conditions and not conditions & set(tip.conditions)) or (
                tip.persistent and not self.request.persistent
            ):
                continue
            if "exercises" in tip.uses and not self.prescription.exercises:
                continue
            if "after-massage" in tip.uses and not self.techniques[0]:
                continue
            if "walk" in tip.uses and self._walks_another_way:
                continue
            verdict = self.rules.on_tip(tip_id, tip)
            decisions += verdict.decisions
            if verdict.action == "keep":
                allowed.append(tip_id)
        return tuple(allowed), decisions

    @cached_property
    def _walks_another_way(self) -> bool:
        """Whether a rule asks for another way of walking, or for less of it, than a tip would."""
        walking = self.c.exercises.get("walking")
        changed = walking is not None and self.rules.on_exercise(walking).action != "keep"
        return changed or self.rules.dose_percent[1] is not None

    def _actions(self, tips: Iterable[str], has_exercises: bool) -> tuple[str, ...]:
        fitting = [tip for tip in tips if self.c.tip_words[tip].action and tip != "exercise"]
        first = ["exercise"] if has_exercises and "exercise" in self.c.tips else []
        return tuple((first + fitting)[:MOST_IN_SHORT])

    # ------------------------------------------------------------ flags and precautions

    @property
    def red_flags(self) -> tuple[PlannedFlag, ...]:
        """The top four of each area (all of them in the full tier), those of the conditions, and the general ones."""
        wanted: Counter[str] = Counter()
        for area in self.areas:
            wanted.update(self._flags_of(area))
        for known in self.rules.conditions:
            wanted.update(known.condition.adds_flags)
        wanted.update(flag.id for flag in self.rules.flags)
        wanted.update(
            f for f, flag in self.c.red_flags.items() if flag.general and (self.tier == "full" or f in BASIC_GENERAL)
        )
        asked = {flag.id: flag.tier for flag in self.resolved.flags}
        order = {flag: index for index, flag in enumerate(wanted)}
        flags = [PlannedFlag(flag, asked.get(flag, self.c.red_flags[flag].tier)) for flag in wanted]
        return tuple(sorted(flags, key=lambda f: (f.id not in asked, TIER_ORDER[f.tier], -wanted[f.id], order[f.id])))

    def _flags_of(self, area: m.Area) -> list[str]:
        every = area.top_flags if self.tier == "basic" else (*area.top_flags, *area.red_flags)
        return list(dict.fromkeys(every))

    @property
    def precautions(self) -> tuple[Precaution, ...]:
        found = []
        for known in self.resolved.conditions:
            lines = self.c.condition_words[known.id].precautions
            found.append(
                Precaution(known.id, known.id, tuple(n for n, line in enumerate(lines) if still_holds(line, known)))
            )
        return tuple(found)

    @property
    def not_asked(self) -> tuple[str, ...]:
        """Level rules that nobody's answer has settled: for the therapist to think of."""
        found = []
        for known in self.rules.conditions:
            holds = level_of(known, self.rules.areas).name
            for level, what in (("absolute", "no massage"), ("clearance", "clearance first")):
                rules = [rule for rule in not_asked(known) if rule.level == level]
                if rules and holds not in ("absolute", level) and not (known.cleared and level == "clearance"):
                    whens = "; ".join(f"{rule.when} ({rule.detail})" for rule in rules)
                    found.append(f"{known.id}: not asked: {whens}; if any of it holds, {what}")
        return tuple(found)

    def _sections(self, has_exercises: bool, has_techniques: bool) -> tuple[str, ...]:
        present = {
            "techniques": has_techniques,
            "benefits": self.rules.gate == "open",
            "exercises": has_exercises,
            "precautions": bool(self.resolved.conditions),
            "diary": has_exercises,
        }
        return tuple(section for section in SECTIONS if present.get(section, True))


def looked_ahead(request: Request) -> tuple[str, ...]:
    """A next visit before this one is a slip of the pen. All that a plan says of dates: it depends on them in nothing
    else, so that one plan serves every client who differs in personal words alone."""
    date, following = request.date, request.next_visit
    if date is None or following is None or following >= date:
        return ()
    return (f"the next visit ({following}) is before the date of this one ({date})",)


SECTIONS = (
    "band",
    "in-short",
    "red-flags",
    "body-map",
    "causes",
    "techniques",
    "benefits",
    "exercises",
    "aftercare",
    "precautions",
    "diary",
    "teach-back",
    "sources",
)
# Signs that print on every sheet, whatever the area; the full tier prints all general ones.
BASIC_GENERAL = frozenset({"rf-general", "rf-chest", "rf-stroke"})


def _merged(lists: Iterable[Iterable[str]]) -> list[str]:
    """Items of several lists without repeats: those that several lists share first, else in turn."""
    columns = [list(one) for one in lists]
    count = Counter(item for column in columns for item in dict.fromkeys(column))
    rank: dict[str, tuple[int, int]] = {}
    for index, column in enumerate(columns):
        for place, item in enumerate(column):
            rank.setdefault(item, (place, index))
            rank[item] = min(rank[item], (place, index))
    return sorted(count, key=lambda item: (-count[item], rank[item]))
