"""Exercise cards: name, dose, how, and the labelled facts."""

from __future__ import annotations

from collections.abc import Sequence

from handouts.library import model as m
from handouts.library.store import Contents
from handouts.prescribe import PlannedExercise
from handouts.words.fill import Phrases, capitalised, marked
from handouts.words.model import (
    Card,
    DoseFigure,
    Exercises,
    Fact,
    Run,
    Text,
    plain,
    said,
)
from handouts.words.sections import Sections

EVERY_DAY = 7


class CardWriter:
    """Words the exercises of one plan."""

    def __init__(self, contents: Contents, phrases: Phrases, sections: Sections) -> None:
        self.c = contents
        self.phrases = phrases
        self.sections = sections

    def exercises(self, planned: Sequence[PlannedExercise]) -> Exercises | None:
        """All cards in doing order, or None where there are none."""
        if not planned:
            return None
        p = self.phrases
        return Exercises(
            heading=said(p.words("headings.exercises")),
            advice=(*self._order(planned), Run(" "), *marked(p.words("exercises.advice"))),
            stop_line=said(p.words("exercises.stop_all")),
            cards=tuple(self._card(number, one) for number, one in enumerate(planned, start=1)),
        )

    def _order(self, planned: Sequence[PlannedExercise]) -> Text:
        """In which order of positions, so that nobody gets up and down."""
        names = list(dict.fromkeys(self.phrases.words(f"positions_short.{one.position}") for one in planned))[:3]
        key = ("one", "two", "three")[len(names) - 1]
        fields = dict(zip(("first", "second", "third"), names, strict=False))
        return capitalised(self.phrases.text(f"order.{key}", **fields))

    def _card(self, number: int, planned: PlannedExercise) -> Card:
        words = self.c.exercise_words[planned.id]
        exercise = self.c.exercises[planned.id]

        def line(text: str) -> Text:
            return self._with_side(text, planned)

        how = line(words.easier_how if planned.easier else words.how)
        steps = (how,) if planned.easier else tuple(line(step) for step in words.steps)
        if planned.harder and words.harder:
            now = self.phrases.text("exercises.harder_now", harder=line(words.harder))
            how, steps = (*how, Run(" "), *now), (*steps, now)
        for care in planned.care:
            said_too = line(self.c.care_words[care])
            how, steps = (*how, Run(" "), *said_too), (*steps, said_too)
        return Card(
            number=number,
            id=planned.id,
            name=line(words.name),
            picture=exercise.picture or planned.id,
            mirrored=planned.side == "right",
            alt=plain(line(words.alt)),
            how=how,
            steps=steps,
            dose=tuple(self._figures(planned.dose)),
            dose_line=self._dose_line(planned.dose),
            facts=tuple(self._facts(planned, exercise, words)),
        )

    def _with_side(self, text: str, planned: PlannedExercise) -> Text:
        sides = {"left": ("left", "right"), "right": ("right", "left")}
        side, other = sides.get(planned.side, ("one", "other"))
        where = f"templates/{self.c.language}/exercises/{planned.id}.yaml"
        return self.sections.line(
            text,
            where,
            side=self.phrases.words(f"sides_worked.{side}"),
            other_side=self.phrases.words(f"sides.{other}"),
        )

    def _facts(self, planned: PlannedExercise, exercise: m.Exercise, words: m.ExerciseWords) -> list[Fact]:
        facts = [("feel", "card.feel", words.feel), ("stop", "card.stop_if", words.stop)]
        if planned.may_say_easier:
            facts.append(("easier", "card.easier", words.easier))
        if planned.may_say_harder and words.harder and not planned.harder:
            facts.append(("harder", "card.harder", words.harder))
        found = [
            Fact(key, said(self.phrases.words(label)), self._with_side(text, planned)) for key, label, text in facts
        ]
        if exercise.one_sided:
            found.append(Fact("side", said(self.phrases.words("card.side")), self._side_line(planned, words)))
        more = [need for need, record in self.c.needs.items() if planned.harder and planned.id in record.harder_of]
        if things := dict.fromkeys([*exercise.needs, *more]):
            needs = self.phrases.listed([marked(self.c.need_words[need]) for need in things])
            found.append(Fact("need", said(self.phrases.words("card.need")), needs))
        return found

    def _side_line(self, planned: PlannedExercise, words: m.ExerciseWords) -> Text:
        """The sore side where it is known; else the exercise's own line, or one side and then the other."""
        if planned.side in ("left", "right"):
            return said(self.phrases.words(f"side_lines.{planned.side}"))
        if words.which_side:
            return self._with_side(words.which_side, planned)
        return said(self.phrases.words("side_lines.each"))

    # ------------------------------------------------------------ dose

    def _range(self, span: m.Span) -> Text:
        if span.low == span.high:
            return said(str(span.low))
        return self.phrases.text("dose.range", low=span.low, high=span.high)

    def _figures(self, dose: m.Dose) -> list[DoseFigure]:
        """Figures over labels: times, sets, hold, minutes, how often."""
        found: list[DoseFigure] = []
        for part, key in ((dose.reps, "steps" if dose.steps else "reps"), (dose.sets, "sets")):
            if part:
                found.append(DoseFigure(self._range(part), said(self.phrases.counted(f"dose.{key}", part.high))))
        if dose.hold:
            unit = said(self.phrases.words("dose.second_unit"))
            found.append(DoseFigure(self._range(dose.hold), said(self.phrases.words("dose.hold")), unit))
        if dose.minutes:
            label = self.phrases.counted("dose.minutes_in_words", dose.minutes.high)
            found.append(DoseFigure(self._range(dose.minutes), said(label)))
        often = self._how_often(dose)
        return [*found, often] if often else found

    def _how_often(self, dose: m.Dose) -> DoseFigure | None:
        days = dose.days_per_week
        if dose.per_day and dose.per_day.high > 1:
            return DoseFigure(self._range(dose.per_day), said(self.phrases.counted("dose.per_day", dose.per_day.high)))
        if days and days.low < EVERY_DAY:
            return DoseFigure(self._range(days), said(self.phrases.counted("dose.days_per_week", days.high)))
        if days or dose.per_day:
            every, day = self.phrases.words("dose.every"), self.phrases.words("dose.day")
            return DoseFigure(said(every), said(day), is_word=True)
        return None

    def _dose_line(self, dose: m.Dose) -> Text:
        """The same figures as words: "8–12 times, 2 sets, hold 3 s. Every day."."""
        parts = []
        for figure in self._figures(dose)[:-1] if self._how_often(dose) else self._figures(dose):
            if figure.unit:
                text = self.phrases.text("dose.hold_run_in", seconds=figure.value)
            else:
                text = self.phrases.text("dose.figure", count=figure.value, unit=figure.label)
            parts.append(tuple(Run(run.text, strong=run.text[:1].isdigit()) for run in text))
        often = self._how_often(dose)
        line: Text = ()
        for part in parts:
            line = (*line, *(said(self.phrases.words("lists.separator")) if line else ()), *part)
        if often and often.is_word:
            tail: Text = said(self.phrases.words("dose.every_day"))
        elif often:
            tail = self.phrases.text("dose.figure", count=often.value, unit=often.label)
        else:
            tail = ()
        if not line or not tail:
            return line or tail
        return (*line, Run(". "), *tail)
