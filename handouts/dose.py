"""How much: which end of each range holds for this client, and the therapist's own changes.

The ends come from level and stage; whatever limits a client (an easier form, long-lasting pain, a condition that
limits exercise) only ever brings them down.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from handouts.library import model as m

End = Literal["usual", "low", "middle", "high"]  # usual: ranges as they stand, with the fewest sets and shortest hold

_CUT_FIRST: tuple[m.DosePart, ...] = ("reps", "hold", "minutes", "sets")
_STAGES: tuple[End, ...] = ("low", "middle", "high")
_ROUND_HOLD = 5  # nobody counts to 22 seconds: long holds in the middle of a range are told in fives
_LONG_HOLD = 10


def dose_end(level: m.Level, stage: m.Stage | None, *, easier: bool, persistent: bool, limited: bool) -> End:
    """The end of the ranges to work at. ``limited``: a condition of the client limits some exercise."""
    if easier:
        return "low"
    if stage is None:
        if persistent or level == "gentle":
            return "low"
        return "high" if level == "strong" and not limited else "usual"
    step = stage - 1
    if persistent or level == "gentle":
        step -= 1
    if limited:
        step = min(step, 1)
    return _STAGES[max(step, 0)]


def changed_dose(dose: m.Dose, change: m.DoseChange, end: End = "usual") -> m.Dose:
    """The library's dose at one end of its ranges, with changes that win over it."""

    def part(mine: m.Span | None, theirs: int | None, *, kept_low: bool = False, fives: bool = False) -> m.Span | None:
        if theirs is not None:
            return m.Span(low=theirs, high=theirs)
        if mine is None or (end == "usual" and not kept_low):
            return mine
        number = mine.low if end == "usual" else _at(mine, end, fives)
        return m.Span(low=number, high=number)

    per_week = change.days_per_week
    if change.times_per_day is not None and per_week is None:
        per_week = 7
    return m.Dose(
        sets=part(dose.sets, change.sets, kept_low=True),
        reps=part(dose.reps, change.reps),
        hold=part(dose.hold, change.hold, kept_low=True, fives=True),
        minutes=part(dose.minutes, change.minutes),
        per_day=part(dose.per_day, change.times_per_day),
        days_per_week=part(dose.days_per_week, per_week),
        steps=dose.steps,
        each_side=dose.each_side,
    )


def _at(span: m.Span, end: End, fives: bool) -> int:
    if end == "low":
        return span.low
    if end == "high":
        return span.high
    middle = (span.low + span.high) // 2
    rounded = middle - middle % _ROUND_HOLD
    return rounded if fives and span.low >= _LONG_HOLD and rounded >= span.low else middle


def held_back(change: m.DoseChange, dose: m.Dose, end: End) -> m.DoseChange:
    """A saved dose for a client who is limited: never more than one end of the library's own."""
    limits = {
        "sets": dose.sets,
        "reps": dose.reps,
        "hold": dose.hold,
        "minutes": dose.minutes,
        "times_per_day": dose.per_day,
        "days_per_week": dose.days_per_week,
    }
    lower = {
        name: min(given, _at(span, end, name == "hold"))
        for name, span in limits.items()
        if (given := getattr(change, name)) is not None and span is not None
    }
    return msgspec.structs.replace(change, **lower)


def eased(dose: m.Dose, easier: m.EasierForm) -> m.Dose:
    """The dose of the easier form: its own numbers where it has some, and nothing for what it goes without."""
    own = changed_dose(dose, easier.dose, "low")
    gone: dict[str, None] = dict.fromkeys(easier.without)
    return msgspec.structs.replace(own, **gone)


def shared_out(dose: m.Dose, percent: int) -> m.Dose:
    """A part of a dose: fewer repetitions, else a shorter hold, fewer minutes or fewer sets, and never none.

    One number carries the whole cut: half the repetitions are half the work, half of each number would be far less.
    A dose that is down to one of everything stays as it is.
    """
    for name in _CUT_FIRST:
        span: m.Span | None = getattr(dose, name)
        if span is not None and span.low > 1:
            fives = name == "hold"
            fewer = m.Span(low=_part(span.low, percent, fives), high=_part(span.high, percent, fives))
            return msgspec.structs.replace(dose, **{name: fewer})
    return dose


def _part(number: int, percent: int, fives: bool) -> int:
    part = max(1, number * percent // 100)
    return part - part % _ROUND_HOLD if fives and part > _LONG_HOLD else part
