"""Which exercises, out of those the rules leave: each area served, shared ones first, gentle before strong.

The choice is a pure function of areas, verdicts, level and the cap. Ties fall to the earlier area, then to the earlier
place in that area's own list (which runs from gentle to stronger), then to the id.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
_GENTLE, _STRONG = 1, 3  # efforts


@dataclass(frozen=True)
class Candidate:
    """An exercise that may be used, and for which of the chosen areas."""

    exercise: m.Exercise
    verdict: Verdict
    areas: tuple[str, ...]
    rank: tuple[int, int]  # place of its first area, place in that area's list
    from_list: bool
    instead_of: tuple[str, ...] = ()  # of those areas' own lists, what cannot be used

    def worth(self, level: m.Level) -> int:
        """How well it suits, whatever else is chosen. A strong client may have what no list holds."""
        known = self.from_list or (level == "strong" and self.exercise.effort == _STRONG)
        return (_FULL if self.verdict.action == "keep" else _EASIER) + (_FROM_LIST if known else _FROM_OUTSIDE)


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
    free = {
        exercise_id: exercise
        for exercise_id, exercise in sorted(exercises.items())
        if (exercise.picture or exercise_id) in usable and verdicts[exercise_id].action in ("keep", "modify")
    }
    found = []
    for exercise_id, exercise in free.items():
        listed = [
            (index, area.exercises.index(exercise_id))
            for index, area in enumerate(areas)
            if exercise_id in area.exercises
        ]
        served = [area for area in areas if exercise_id in area.exercises or area.id in exercise.areas]
        if not served:
            continue
        rank = listed[0] if listed else (areas.index(served[0]), 99)
        gone = () if listed else tuple(dict.fromkeys(one for a in served for one in a.exercises if one not in free))
        names = tuple(area.id for area in served)
        found.append(Candidate(exercise, verdicts[exercise_id], names, rank, bool(listed), gone))
    return found


def choose_exercises(
    areas: Sequence[m.Area],
    candidates: Sequence[Candidate],
    wanted: int,
    most: int,
    level: m.Level = "standard",
) -> list[Pick]:
    """``wanted`` exercises, or up to ``most`` where that is what it takes for every area to have one.

    A level changes which exercises come first; it never leaves an area without one that would else have had it.
    """
    picks = _greedy(areas, candidates, wanted, most, level)
    if level != "standard":
        usual = _greedy(areas, candidates, wanted, most, "standard")
        if not _served(usual) <= _served(picks):
            picks = usual
    return sorted(
        picks,
        key=lambda p: (
            POSITION_ORDER[p.candidate.exercise.position],
            p.candidate.rank,
            p.candidate.exercise.id,
        ),
    )


def _served(picks: Sequence[Pick]) -> set[str]:
    return {area for pick in picks for area in pick.candidate.areas}


def _greedy(
    areas: Sequence[m.Area], candidates: Sequence[Candidate], wanted: int, most: int, level: m.Level
) -> list[Pick]:
    picks: list[Pick] = []
    everywhere = frozenset(area.id for area in areas)
    unserved = everywhere
    while len(picks) < (most if unserved else wanted):
        taken = [pick.candidate.exercise for pick in picks]
        best = best_candidate(candidates, taken, unserved or everywhere, level)
        if best is None and not unserved:
            break
        if best is None:  # nothing is left for those areas; go on with the others
            unserved = frozenset()
            continue
        served = [area.id for area in areas if area.id in best.areas and (area.id in unserved or not unserved)]
        picks.append(Pick(best, _reason(best, served, level)))
        unserved -= set(served)
    return picks


def best_candidate(
    candidates: Sequence[Candidate], taken: Collection[m.Exercise], serve: frozenset[str], level: m.Level
) -> Candidate | None:
    """The best one for any of the areas ``serve`` that is not taken yet."""
    ids = {exercise.id for exercise in taken}
    kinds = [exercise.kind for exercise in taken]

    def order(c: Candidate) -> tuple[Any, ...]:
        too_much = level == "gentle" and c.exercise.effort > _GENTLE
        effort = -c.exercise.effort if level == "strong" else c.exercise.effort
        worth = c.worth(level) + 2 * len(serve & set(c.areas))
        # A sheet of three stretches helps less than a mix: stretching alone did not differ from no exercise (OWEN20).
        return too_much, -worth, kinds.count(c.exercise.kind), effort, c.rank, c.exercise.id

    free = [c for c in candidates if c.exercise.id not in ids and serve & set(c.areas)]
    return min(free, key=order, default=None)


def _reason(candidate: Candidate, served: Sequence[str], level: m.Level) -> str:
    parts = [f"for {', '.join(served) or ', '.join(candidate.areas)}"]
    if candidate.from_list:
        parts.append("from the area's own list")
    elif candidate.instead_of:
        parts.append(f"in place of what cannot be used: {', '.join(candidate.instead_of)}")
    else:
        parts.append("from beyond the area's own list")
    parts.append(form_of(candidate.verdict))
    if level != "standard":
        parts.append(f"effort {candidate.exercise.effort} of {_STRONG} ({level})")
    return "; ".join(parts)


def form_of(verdict: Verdict) -> str:
    """How the exercise is done, in words for the therapist."""
    return "its easier form" if verdict.action == "modify" else "as it stands"
