"""The exercises of a sheet: chosen, picked by the therapist or from a programme, and what took whose place.

Whatever asks for an exercise, the rules look at it. Where one falls away, the best one that is left for the same area
takes its place, so that no area goes empty while something safe is there; every step says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from handouts.choose import POSITION_ORDER, Candidate, best_candidate, candidates_for, choose_exercises, form_of
from handouts.dose import changed_dose, dose_end, eased, held_back, shared_out
from handouts.library import model as m
from handouts.library.store import Library
from handouts.request import Request, Tier
from handouts.resolve import Chosen, Resolved
from handouts.safety import Decision, Rules, Verdict

MANY_EXERCISES = 5
FEWEST_EXERCISES = 3
LAST_STAGE = 3
USABLE = ("keep", "modify")


@dataclass(frozen=True)
class PlannedExercise:
    """One exercise.

    ``easier``: a rule lets the easier version take its place; ``harder``: the harder step is due; ``care``: lines the
    card must carry (ids of care.yaml).
    """

    id: str
    side: m.Side
    position: m.Position
    easier: bool
    dose: m.Dose
    areas: tuple[str, ...]
    why: str
    may_say_easier: bool
    may_say_harder: bool
    harder: bool = False
    care: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prescription:
    """Exercises in the order of doing them, what was decided about them, and what the therapist should know."""

    exercises: tuple[PlannedExercise, ...]
    decisions: tuple[Decision, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Use:
    """An exercise that will be on the sheet. ``saved``: the dose is a programme's, not the therapist's own."""

    exercise: m.Exercise
    why: str
    dose: m.DoseChange
    saved: bool = False


def level_and_stage(request: Request, resolved: Resolved) -> tuple[m.Level, m.Stage | None]:
    """What the request asks for, else what its programme was saved with."""
    saved = resolved.programme
    level = request.level or (saved.level if saved else None) or "standard"
    return level, request.stage or (saved.stage if saved else None)


def prescribe(request: Request, library: Library, resolved: Resolved, rules: Rules, tier: Tier) -> Prescription:
    """All exercises of one sheet."""
    return _Prescriber(request, library, resolved, rules, tier).prescription()


class _Prescriber:
    def __init__(self, request: Request, library: Library, resolved: Resolved, rules: Rules, tier: Tier) -> None:
        self.request = request
        self.c = library.contents
        self.pictured = library.pictured
        self.resolved = resolved
        self.rules = rules
        self.tier = tier
        self.areas = [self.c.areas[area.id] for area in resolved.areas]
        self.level, self.stage = level_and_stage(request, resolved)
        self.decisions: list[Decision] = []
        self.warnings: list[str] = []

    def prescription(self) -> Prescription:
        uses = self._asked() if self.resolved.exercises or self.resolved.programme else self._chosen()
        if len(uses) > MANY_EXERCISES:
            self.warnings.append(f"{len(uses)} exercises are many: three to five are more likely to be done")
        planned = tuple(self._planned(use) for use in uses)
        self._warn_about(planned)
        return Prescription(
            planned,
            (*self._ruled([use.exercise.id for use in uses]), *self.decisions),
            tuple(self.warnings),
        )

    # ------------------------------------------------------------ what may be used

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        return {exercise_id: self.rules.on_exercise(exercise) for exercise_id, exercise in self.c.exercises.items()}

    @cached_property
    def candidates(self) -> list[Candidate]:
        exercises = {one: exercise for one, exercise in self.c.exercises.items() if not self._lacks(exercise)}
        return candidates_for(self.areas, exercises, self.verdicts, self.pictured)

    def _lacks(self, exercise: m.Exercise) -> list[str]:
        """What it needs that is not at hand."""
        at_hand = self.resolved.at_hand
        return [] if at_hand is None else [need for need in exercise.needs if need not in at_hand]

    def _serves(self, exercise: m.Exercise) -> frozenset[str]:
        return frozenset(a.id for a in self.areas if exercise.id in a.exercises or a.id in exercise.areas)

    # ------------------------------------------------------------ chosen for the areas

    def _chosen(self) -> list[_Use]:
        wanted = self.request.max_exercises
        most = MANY_EXERCISES if wanted is None else wanted
        if wanted is None:
            wanted = FEWEST_EXERCISES if self.tier == "basic" else MANY_EXERCISES
        picks = choose_exercises(self.areas, self.candidates, wanted, most, self.level)
        return [_Use(pick.candidate.exercise, pick.why, m.DoseChange()) for pick in picks]

    # ------------------------------------------------------------ asked for: a programme, the therapist's own picks

    def _asked(self) -> list[_Use]:
        """The programme's exercises and the therapist's, each replaced where it cannot be used."""
        uses = self._of_programme()
        picked = {item.exercise.id: item for item in self.resolved.exercises}
        uses = [self._own(picked[use.exercise.id]) if use.exercise.id in picked else use for use in uses]
        there = {use.exercise.id for use in uses}
        own = [item for item in self.resolved.exercises if item.exercise.id not in there]
        usable = [item for item in own if self.verdicts[item.exercise.id].action in USABLE]
        uses += [self._own(item) for item in usable]
        most = self.request.max_exercises
        if most is not None and len(uses) > most:
            self.warnings.append(f"left out: {', '.join(use.exercise.id for use in uses[most:])}: at most {most} asked")
            uses = uses[:most]
        lost = [item.exercise for item in own if item not in usable]
        uses += self._fill(uses, lost, most)
        if self.resolved.programme:
            uses.sort(key=lambda use: POSITION_ORDER[use.exercise.position])  # so that nobody gets up and down
        return uses

    def _own(self, item: Chosen) -> _Use:
        lacks = self._lacks(item.exercise)
        if lacks:
            self.warnings.append(f"{item.exercise.id} needs what is not at hand: {self._named(lacks)}")
        return _Use(item.exercise, "picked by the therapist", item.dose)

    def _of_programme(self) -> list[_Use]:
        programme = self.resolved.programme
        if programme is None:
            return []
        wanted = self.resolved.programme_exercises
        usable = [item for item in wanted if self._fits(item.exercise)]
        # A dose saved for one level and stage does not hold for another.
        saved = self.request.level is None and self.request.stage is None
        taken = [item.exercise for item in usable]
        uses: list[_Use] = []
        for item in wanted:
            if item in usable:
                form = form_of(self.verdicts[item.exercise.id])
                why = f"for {self._named_areas(item.exercise)}; in the programme {programme.id}; {form}"
                uses.append(_Use(item.exercise, why, item.dose if saved else m.DoseChange(), saved=True))
                continue
            other = self._replacement(item.exercise, taken)
            if other is not None:
                taken.append(other.exercise)
                uses.append(self._in_place([item.exercise], other, self._serves(item.exercise)))
        return uses

    def _fits(self, exercise: m.Exercise) -> bool:
        """Whether a saved exercise can be used; if it is not a rule that forbids it, a decision says what does."""
        if self.verdicts[exercise.id].action not in USABLE:
            return False
        lacks = self._lacks(exercise)
        if lacks:
            self.decisions.append(Decision("exercise", exercise.id, "drop", "equipment", f"needs {self._named(lacks)}"))
        elif (exercise.picture or exercise.id) not in self.pictured:
            self.decisions.append(Decision("exercise", exercise.id, "drop", "picture", "has no picture"))
        else:
            return True
        return False

    def _replacement(self, lost: m.Exercise, taken: Sequence[m.Exercise]) -> Candidate | None:
        """The best one left for the areas of ``lost`` that nothing else serves, else for any of its areas."""
        serves = self._serves(lost) or frozenset(area.id for area in self.areas)
        bare = serves - {area for exercise in taken for area in self._serves(exercise)}
        found = best_candidate(self.candidates, taken, bare, self.level) if bare else None
        return found or best_candidate(self.candidates, taken, serves, self.level)

    def _fill(self, uses: Sequence[_Use], lost: Sequence[m.Exercise], most: int | None) -> list[_Use]:
        """More exercises for areas that would go empty: those of lost picks, with a programme any area."""
        areas = self.resolved.areas if self.resolved.programme else ()
        bare = {area for exercise in lost for area in self._serves(exercise)} | {area.id for area in areas}
        bare -= {area for use in uses for area in self._serves(use.exercise)}
        taken = [use.exercise for use in uses]
        more: list[_Use] = []
        while bare and (most is None or len(taken) < most):
            best = best_candidate(self.candidates, taken, frozenset(bare), self.level)
            if best is None:
                break
            served = bare & set(best.areas)
            gone = [exercise for exercise in lost if served & self._serves(exercise)]
            more.append(self._in_place(gone, best, frozenset(served)))
            taken.append(best.exercise)
            bare -= served
        return more

    def _in_place(self, lost: Sequence[m.Exercise], found: Candidate, areas: frozenset[str]) -> _Use:
        """Take the place of what cannot be used, and tell the therapist so."""
        served = ", ".join(sorted(areas & set(found.areas)))
        form = form_of(found.verdict)
        if not lost:
            return _Use(found.exercise, f"for {served}, which nothing else serves; {form}", m.DoseChange())
        names = ", ".join(sorted(exercise.id for exercise in lost))
        because = sorted({reason for exercise in lost for reason in self._because(exercise)})
        reason = f"takes the place of {names} for {served}"
        # One id stands for all, since a program may look it up; the reason names the others.
        told = f"{reason} (left out because of {', '.join(because)})"
        self.decisions.append(Decision("exercise", found.exercise.id, "keep", because[0], told))
        why = f"for {served}; in place of {names} ({', '.join(because)}); {form}"
        return _Use(found.exercise, why, m.DoseChange())

    def _because(self, lost: m.Exercise) -> list[str]:
        ruled = [decision.because for decision in self.verdicts[lost.id].decisions if decision.action == "drop"]
        return ruled or [d.because for d in self.decisions if d.id == lost.id and d.action == "drop"]

    # ------------------------------------------------------------ one exercise on the sheet

    def _planned(self, use: _Use) -> PlannedExercise:
        exercise = use.exercise
        easier = self.verdicts[exercise.id].action == "modify"
        served = tuple(area.id for area in self.areas if area.id in self._serves(exercise))
        end = dose_end(
            self.level, self.stage, easier=easier, persistent=self.request.persistent, limited=bool(self._limiting)
        )
        own = eased(exercise.dose, exercise.easier) if easier else exercise.dose
        change = use.dose
        if use.saved and (easier or self.request.persistent):
            change = held_back(change, own, "low")
        elif use.saved and self._limiting:
            change = held_back(change, own, "high")
        may_say_harder = not easier and self.rules.harder_text_is_safe and self._can_go_on(exercise)
        return PlannedExercise(
            id=exercise.id,
            side=self._side_for(exercise, served),
            position=(exercise.easier.position or exercise.position) if easier else exercise.position,
            easier=easier,
            dose=self._cut(use, changed_dose(own, change, end)),
            areas=served,
            why=use.why,
            may_say_easier=not easier and self.rules.easier_text_is_safe(exercise),
            may_say_harder=may_say_harder,
            harder=may_say_harder and self._harder_is_due and bool(self.c.exercise_words[exercise.id].harder),
            care=self._care(exercise),
        )

    def _cut(self, use: _Use, dose: m.Dose) -> m.Dose:
        """The part of a dose that a condition leaves. The therapist's own numbers stand, with a word to them."""
        percent, condition = self.rules.dose_percent
        if condition is None:
            return dose
        name = use.exercise.id
        if use.dose != m.DoseChange() and not use.saved:
            self.warnings.append(f"{name}: your own numbers stand; {condition} asks for {percent}% of the usual dose")
            return dose
        less = shared_out(dose, percent)
        if less == dose:
            self.warnings.append(f"{name}: one of each is the least; {condition} asks for {percent}% of the usual dose")
            return dose
        self._limit(name, condition, f"{percent}% of the usual dose")
        return less

    def _care(self, exercise: m.Exercise) -> tuple[str, ...]:
        found = self.rules.care_for(exercise)
        for care in found:
            self._limit(exercise.id, care.because, f"the card says: {self.c.care_words[care.line]}")
        return tuple(care.line for care in found)

    def _limit(self, exercise: str, because: str, reason: str) -> None:
        condition = self.c.conditions.get(because)
        sources = condition.sources if condition else ()
        self.decisions.append(Decision("exercise", exercise, "limit", because, reason, sources))

    def _can_go_on(self, exercise: m.Exercise) -> bool:
        """Whether what the harder step asks for is at hand, as far as anybody has said."""
        at_hand = self.resolved.at_hand
        asks = {need for need, record in self.c.needs.items() if exercise.id in record.harder_of}
        return at_hand is None or asks <= at_hand

    @property
    def _harder_is_due(self) -> bool:
        return self.stage == LAST_STAGE and self.level != "gentle" and not self.request.persistent

    @cached_property
    def _limiting(self) -> list[str]:
        """The conditions that limit any exercise: nobody has said how much more than usual is right for them."""
        nothing = m.ExerciseRules()
        return sorted(known.id for known in self.resolved.conditions if known.condition.exercises != nothing)

    def _side_for(self, exercise: m.Exercise, served: Iterable[str]) -> m.Side:
        """The side to work: that of the areas it serves, both where they differ or have none."""
        if not exercise.one_sided:
            return "both"
        serves = set(served)
        sides = {a.side for a in self.resolved.areas if a.id in serves and a.side in ("left", "right")}
        return sides.pop() if len(sides) == 1 else "both"

    # ------------------------------------------------------------ what the therapist is told

    def _ruled(self, used: Sequence[str]) -> list[Decision]:
        """What the rules did to the exercises of these areas and to those that were asked for."""
        asked = [item.exercise.id for item in (*self.resolved.programme_exercises, *self.resolved.exercises)]
        own = [exercise for area in self.areas for exercise in area.exercises]
        return [decision for one in dict.fromkeys([*asked, *own, *used]) for decision in self.verdicts[one].decisions]

    def _warn_about(self, planned: Sequence[PlannedExercise]) -> None:
        programme, known = self.resolved.programme, {one.id for one in self.resolved.conditions}
        for condition in programme.ask_about if programme else ():
            if condition not in known:
                about = self.c.condition_words[condition].question
                self.warnings.append(f"{condition} was not named: ask before giving this programme: {about}")
        served = {area for exercise in planned for area in exercise.areas}
        for area in self.areas:
            if area.id not in served:
                self.warnings.append(f"no exercise for {area.id}: the rules, the equipment or the limit leave none")
        more_asked = self.stage == LAST_STAGE or (self.stage is None and self.level == "strong")
        if planned and more_asked and self._limiting:
            self.warnings.append(f"doses are held back, no harder steps: {', '.join(self._limiting)}")

    def _named(self, needs: Iterable[str]) -> str:
        return ", ".join(self.c.need_words[need] for need in needs)

    def _named_areas(self, exercise: m.Exercise) -> str:
        return ", ".join(sorted(self._serves(exercise))) or "no chosen area"
