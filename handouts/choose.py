"""Which exercises, out of those the rules leave: each area served, shared ones first, gentle before strong.

The choice is a pure function of areas, verdicts and the cap. Ties fall to the earlier area, then to the earlier
place in that area's own list (which runs from gentle to stronger), then to the id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handouts.library import model as m
from handouts.safety import Verdict

POSITION_ORDER: Mapping[str, int] = {
    "supine": 0,
    "side-lying": 1,
    "prone": 2,
    "quadruped": 3,
    "kneeling": 4,
    "seated": 5,
    "standing": 6,
}
# A modified exercise is worth less than one done as it stands, and one from outside the area's own list less again.
_FULL, _EASIER, _FROM_LIST, _FROM_OUTSIDE = 4, 2, 3, 1


@dataclass(frozen=True)
class Candidate:
    """An exercise that may be used, and for which of the chosen areas."""

    exercise: m.Exercise
    verdict: Verdict
    areas: tuple[str, ...]
    rank: tuple[int, int]  # place of its first area, place in that area's list
    from_list: bool

    @property
    def worth(self) -> int:
        """How well it suits, whatever else is chosen."""
        return (_FULL if self.verdict.action == "keep" else _EASIER) + (_FROM_LIST if self.from_list else _FROM_OUTSIDE)


@dataclass(frozen=True)
class Pick:
    """A chosen exercise and why."""

    candidate: Candidate
    why: str


def candidates_for(
    areas: Sequence[m.Area],
    exercises: Mapping[str, m.Exercise],
    verdicts: Mapping[str, Verdict],
    usable: frozenset[str],
) -> list[Candidate]:
    """Every exercise the rules leave for these areas, best known first. ``usable`` have a picture."""
    found = []
    for exercise_id in sorted(exercises):
        exercise = exercises[exercise_id]
        listed = [
            (index, area.exercises.index(exercise_id))
            for index, area in enumerate(areas)
            if exercise_id in area.exercises
        ]
        served = tuple(area.id for area in areas if exercise_id in area.exercises or area.id in exercise.areas)
        if (
            served
            and (exercise.picture or exercise_id) in usable
            and verdicts[exercise_id].action in ("keep", "modify")
        ):
            rank = listed[0] if listed else (next(i for i, a in enumerate(areas) if a.id in served), 99)
            found.append(Candidate(exercise, verdicts[exercise_id], served, rank, bool(listed)))
    return found


def choose_exercises(areas: Sequence[m.Area], candidates: Sequence[Candidate], wanted: int, most: int) -> list[Pick]:
    """``wanted`` exercises, or up to ``most`` where that is what it takes for every area to have one."""
    picks: list[Pick] = []
    everywhere = frozenset(area.id for area in areas)
    unserved = everywhere
    while len(picks) < (most if unserved else wanted):
        best = _best(candidates, picks, unserved or everywhere)
        if best is None and not unserved:
            break
        if best is None:  # nothing is left for those areas; go on with the others
            unserved = frozenset()
            continue
        served = [area.id for area in areas if area.id in best.areas and (area.id in unserved or not unserved)]
        picks.append(Pick(best, _reason(best, served)))
        unserved -= set(served)
    return sorted(
        picks,
        key=lambda p: (
            POSITION_ORDER[p.candidate.exercise.position],
            p.candidate.rank,
            p.candidate.exercise.id,
        ),
    )


def _best(candidates: Sequence[Candidate], picks: Sequence[Pick], serve: frozenset[str]) -> Candidate | None:
    taken = {pick.candidate.exercise.id for pick in picks}
    kinds = [pick.candidate.exercise.kind for pick in picks]
    free = [c for c in candidates if c.exercise.id not in taken and serve & set(c.areas)]
    # A sheet of three stretches helps less than a mix: stretching alone did not differ from no exercise (OWEN20).
    return min(
        free,
        key=lambda c: (
            -c.worth - 2 * len(serve & set(c.areas)),
            kinds.count(c.exercise.kind),
            c.exercise.effort,
            c.rank,
            c.exercise.id,
        ),
        default=None,
    )


def _reason(candidate: Candidate, served: Sequence[str]) -> str:
    areas = ", ".join(served) or ", ".join(candidate.areas)
    form = "its easier form" if candidate.verdict.action == "modify" else "as it stands"
    listed = "from the area's own list" if candidate.from_list else "in place of those the rules leave out"
    return f"for {areas}; {listed}; {form}"
