"""Which moves suit nearly everybody: nobody knows who will pick up a leaflet, so nothing strong goes on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handouts.choose import POSITION_ORDER, Candidate, candidates_for
from handouts.levels import KnownCondition
from handouts.library import model as m
from handouts.library.store import Library
from handouts.plan import Plan, plan_sheet
from handouts.request import ExerciseChoice, Request
from handouts.safety import Rules, Verdict

MOVES = 3
GENTLE = 1  # the effort a leaflet keeps to where it can
ON_THE_FLOOR = frozenset({"quadruped", "kneeling", "prone"})
AT_HOME = frozenset({"bed-or-mat", "bed", "chair", "wall", "counter", "table", "pillow", "towel"})


def plan_leaflet(request: Request, library: Library, most: int = MOVES) -> Plan:
    """The plan of a leaflet: the basic red flags, every benefit that may be claimed, at most so many gentle moves.

    Only the areas of the request count. Raises InvalidData or Problems for areas that are not known.
    """
    whole = plan_sheet(Request(areas=request.areas, side=request.side, tier="full"), library)
    moves = gentle_moves([area.id for area in whole.areas], library, most)
    picked = Request(
        areas=request.areas,
        side=request.side,
        tier="basic",
        exercises=tuple(ExerciseChoice(word=move) for move in moves),
        # Without a picked exercise a plan chooses its own; where nothing suits everybody there shall be none.
        max_exercises=None if moves else 0,
    )
    return replace(plan_sheet(picked, library), benefits=whole.benefits)


def gentle_moves(area_ids: Sequence[str], library: Library, most: int = MOVES) -> tuple[str, ...]:
    """At most so many exercises in the order of doing them.

    Gentle before strong, off the floor where it can be, with things at hand, of different kinds, serving every area,
    and the ones that the fewest conditions rule out.
    """
    contents = library.contents
    areas = [contents.areas[area] for area in area_ids]
    verdicts = {exercise: Verdict("keep") for exercise in contents.exercises}
    free = candidates_for(areas, contents.exercises, verdicts, library.pictured)
    picks: list[Candidate] = []
    while free and len(picks) < most:
        served = {area for pick in picks for area in pick.areas}
        kinds = [pick.exercise.kind for pick in picks]
        best = min(
            free,
            key=lambda c: (
                c.exercise.effort > GENTLE,
                c.exercise.position in ON_THE_FLOOR or "floor" in c.exercise.tags,
                not set(c.exercise.needs) <= AT_HOME,
                not c.from_list,
                -len(set(c.areas) - served),
                kinds.count(c.exercise.kind),
                _ruled_out_by(c.exercise, area_ids, library),
                c.rank,
                c.exercise.id,
            ),
        )
        free.remove(best)
        picks.append(best)
    picks.sort(key=lambda pick: (POSITION_ORDER[pick.exercise.position], pick.rank, pick.exercise.id))
    return tuple(pick.exercise.id for pick in picks)


def _ruled_out_by(exercise: m.Exercise, areas: Sequence[str], library: Library) -> int:
    """How many of the conditions we know leave this exercise out."""
    contents = library.contents
    return sum(
        Rules([KnownCondition(condition, {})], (), areas, contents.tags).on_exercise(exercise).action == "drop"
        for condition in contents.conditions.values()
    )
