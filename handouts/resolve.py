"""The words of a request become records of the library, with every problem reported at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar, get_args

from handouts.errors import HandoutsError, InvalidData, Where, did_you_mean, raise_all
from handouts.levels import KnownCondition, makes_sense
from handouts.library import model as m
from handouts.library.model import UNKNOWN
from handouts.library.store import Library, folded
from handouts.request import AreaChoice, ConditionChoice, Request

A = TypeVar("A")
B = TypeVar("B")

NOTHING, HOME = "none", "home"  # words for equipment that are no thing: nothing at all, what every home has


@dataclass(frozen=True)
class PlannedArea:
    """A pain area and its side."""

    id: str
    side: m.Side


@dataclass(frozen=True)
class NamedArea:
    """How the client's choice is named on the sheet: an area or a group ("left hip")."""

    word: str
    side: m.Side
    areas: tuple[str, ...]
    names: m.AreaNames


@dataclass(frozen=True)
class Chosen:
    """An exercise the therapist picked."""

    exercise: m.Exercise
    dose: m.DoseChange


@dataclass(frozen=True)
class Resolved:
    """A request in the library's own terms."""

    named: tuple[NamedArea, ...]
    areas: tuple[PlannedArea, ...]
    conditions: tuple[KnownCondition, ...]
    flags: tuple[m.RedFlag, ...]
    techniques: tuple[m.Technique, ...]
    exercises: tuple[Chosen, ...]
    programme: m.Programme | None = None
    programme_exercises: tuple[Chosen, ...] = ()
    at_hand: frozenset[str] | None = None  # ids of needs that are met; None: nobody has said
    avoided: tuple[KnownCondition, ...] = ()  # what the client cannot do, as rules


def resolve(request: Request, library: Library) -> Resolved:
    """Every id looked up. Raises InvalidData, or Problems where there are several."""
    resolved, problems = resolve_what_can_be(request, library)
    raise_all(problems)
    return resolved


def resolve_what_can_be(request: Request, library: Library) -> tuple[Resolved, list[HandoutsError]]:
    """What resolves, and a problem for each thing that does not: a rule must be heard even beside a typing error."""
    problems: list[HandoutsError] = []
    programme = _programme(request, library, problems)
    named, areas = _resolve_areas(request, library, programme, problems)
    conditions = _each(request.conditions, lambda choice: _known(choice, library), problems)
    twice = {known.id for known in conditions if sum(other.id == known.id for other in conditions) > 1}
    if twice:
        where = Where(field="conditions")
        problems.append(InvalidData(f"'{min(twice)}' was given twice, with different details", where=where))
    if programme and programme.for_conditions and not {c.id for c in conditions} & set(programme.for_conditions):
        problems.append(_for_others(programme))
    resolved = Resolved(
        named=tuple(named),
        areas=tuple(areas),
        conditions=tuple(conditions),
        flags=_flags(request, library, problems),
        techniques=tuple(
            _each(request.techniques, lambda w: library.find_technique(w, Where(field="techniques")), problems)
        ),
        exercises=tuple(
            _each(
                request.exercises,
                lambda choice: Chosen(library.find_exercise(choice.word, Where(field="exercises")), choice.dose),
                problems,
            )
        ),
        programme=programme,
        programme_exercises=_exercises_of(programme, library),
        at_hand=_at_hand(request, library, problems),
        avoided=tuple(_each(request.avoid, lambda word: _cannot(word, library), problems)),
    )
    return resolved, problems


def _each(items: Iterable[A], find: Callable[[A], B], problems: list[HandoutsError]) -> list[B]:
    found: list[B] = []
    for item in items:
        try:
            one = find(item)
        except HandoutsError as problem:
            problems.append(problem)
            continue
        if one not in found:
            found.append(one)
    return found


def _flags(request: Request, library: Library, problems: list[HandoutsError]) -> tuple[m.RedFlag, ...]:
    """The signs the client said yes to, each once and as strictly as it was told."""
    found = _each(request.red_flags, lambda word: library.find_flag(word, Where(field="red_flags")), problems)
    order = get_args(m.Tier)
    strictest = {flag.id: flag for flag in sorted(found, key=lambda flag: -order.index(flag.tier))}
    return tuple(strictest[one] for one in dict.fromkeys(flag.id for flag in found))


# ---------------------------------------------------------------- areas and sides


def _resolve_areas(
    request: Request, library: Library, programme: m.Programme | None, problems: list[HandoutsError]
) -> tuple[list[NamedArea], list[PlannedArea]]:
    """The areas asked for, then those of the programme: what is on the sheet for an area brings its red flags."""
    named: list[NamedArea] = []
    sides: dict[str, m.Side] = {}
    asked = {area for choice in request.areas for area in _areas_of(choice.word, library)}
    more = [AreaChoice(word=area) for area in (programme.areas if programme else ()) if area not in asked]
    for choice in (*request.areas, *more):
        try:
            found = library.find_area(choice.word, Where(field="areas"))
            side = _side_of(choice, request, library, found.areas)
            for area in found.areas:
                _set_side(area, side, sides)
        except HandoutsError as problem:
            problems.append(problem)
            continue
        if not any(n.word == found.word for n in named):
            named.append(NamedArea(found.word, side, found.areas, found.names))
    # An area that a chosen group already holds is not named a second time.
    grouped = {area for n in named if len(n.areas) > 1 for area in n.areas}
    named = [n for n in named if len(n.areas) > 1 or n.areas[0] not in grouped]
    # Sorted: what is chosen for the areas must not hang on the order in which they were named.
    return named, [PlannedArea(area, sides[area]) for area in sorted(sides)]


def _areas_of(word: str, library: Library) -> tuple[str, ...]:
    try:
        return library.find_area(word).areas
    except InvalidData:
        return ()


def _side_of(choice: AreaChoice, request: Request, library: Library, areas: Sequence[str]) -> m.Side:
    records = [library.contents.areas[area] for area in areas]
    side = choice.side or request.side
    if side in ("left", "right") and not any(record.sided for record in records):
        if choice.side:
            raise InvalidData(
                f"'{choice.word}' has no {side} side",
                where=Where(field="areas"),
                hint=f"write {choice.word} alone",
            )
        side = None
    default = records[0].default_side
    if side == "middle" and default == "both":
        raise InvalidData(f"'{choice.word}' has no middle", where=Where(field="areas"), hint="use left, right or both")
    return side or default


def _set_side(area: str, side: m.Side, sides: dict[str, m.Side]) -> None:
    old = sides.get(area)
    if old is not None and old != side:
        raise InvalidData(
            f"'{area}' was given two sides: {old} and {side}",
            where=Where(field="areas"),
            hint=f"give it one side, or {area}:both",
        )
    sides[area] = side


# ---------------------------------------------------------------- conditions and their details


def _known(choice: ConditionChoice, library: Library) -> KnownCondition:
    where = Where(field="conditions")
    condition = library.find_condition(choice.word, where, weeks=choice.details.get("weeks"))
    allowed = _details_of(condition)
    details: dict[str, str | int] = {}
    for name, value in choice.details.items():
        if name not in allowed:
            hint = did_you_mean(name, allowed) or (f"it takes {', '.join(allowed)}" if allowed else "it takes none")
            raise InvalidData(f"'{condition.id}' has no detail '{name}'", where=where, hint=hint)
        details[name] = _checked_detail(condition.id, allowed[name], value, library)
    for detail in condition.details:  # "warfarin" is a word for blood thinners, and says which
        named = _choice(detail, choice.word)
        if named and detail.name not in details:
            details[detail.name] = named
    for name in details:
        if not makes_sense(allowed[name], details):
            beside = ", ".join(f"{other}={details[other]}" for other in allowed[name].only_with)
            raise InvalidData(
                f"'{name}' of {condition.id} says nothing with {beside}", where=where, hint="leave it out"
            )
    missing = [d.name for d in condition.details if d.required and d.name not in details]
    if missing:
        raise InvalidData(
            f"'{condition.id}' needs {', '.join(missing)}",
            where=where,
            hint=f"write {condition.id}:{missing[0]}=...",
        )
    return KnownCondition(condition, details, choice.cleared)


def _details_of(condition: m.Condition) -> dict[str, m.Detail]:
    """What may be told with a condition, by name: where a rule asks for the affected part, that too."""
    found = {detail.name: detail for detail in condition.details}
    if condition.exercises.site != "none":
        found.setdefault("area", m.Detail(name="area", kind="area"))
    return found


def _choice(detail: m.Detail, word: str) -> str | None:
    """The answer that a word stands for: itself, or one of its other names."""
    for answer, others in detail.choices.items():
        if folded(word) in {folded(one) for one in (answer, *others)}:
            return answer
    return None


def _checked_detail(condition: str, detail: m.Detail, value: str | int, library: Library) -> str | int:
    where = Where(field="conditions")
    word = str(value).casefold()
    if word == UNKNOWN and detail.kind != "words":
        return UNKNOWN
    if detail.kind in ("weeks", "days"):
        if not isinstance(value, int):
            raise InvalidData(f"'{value}' is not a number of {detail.kind} for {condition}", where=where)
        low, high = detail.low or 0, detail.high if detail.high is not None else 5_200
        if not low <= value <= high:
            raise InvalidData(f"{condition} takes {low} to {high} {detail.kind}, not {value}", where=where)
        return value
    if detail.kind == "side" and word not in ("left", "right", "both"):
        raise InvalidData(f"'{value}' is not a side for {condition}", where=where, hint="use left, right or both")
    if detail.kind == "yes-no" and word not in ("yes", "no"):
        hint = f"use yes, no or {UNKNOWN}"
        raise InvalidData(f"'{value}' is not yes or no for {detail.name} of {condition}", where=where, hint=hint)
    if detail.kind == "choice":
        answer = _choice(detail, word)
        if answer is None:
            hint = did_you_mean(word, detail.choices) or f"use one of {', '.join(detail.choices)}"
            raise InvalidData(f"'{value}' is not an answer to {detail.name} of {condition}", where=where, hint=hint)
        return answer
    if detail.kind == "area":
        found = library.find_area(word, where)
        if len(found.areas) > 1:
            raise InvalidData(
                f"'{value}' is several areas", where=where, hint=f"choose one of {', '.join(found.areas)}"
            )
        return found.areas[0]
    return word


# ---------------------------------------------------------------- programme, equipment, what the client cannot do


def _programme(request: Request, library: Library, problems: list[HandoutsError]) -> m.Programme | None:
    found = _each(
        [request.programme] if request.programme else [],
        lambda word: library.find_programme(word, Where(field="programme")),
        problems,
    )
    return found[0] if found else None


def _for_others(programme: m.Programme) -> InvalidData:
    wanted = " or ".join(programme.for_conditions)
    return InvalidData(
        f"'{programme.id}' is only for clients with {wanted}",
        where=Where(field="programme"),
        hint=f"add the condition {wanted}, or choose another programme",
    )


def _exercises_of(programme: m.Programme | None, library: Library) -> tuple[Chosen, ...]:
    if programme is None:
        return ()
    exercises = library.contents.exercises
    return tuple(Chosen(exercises[one.id], one.dose) for one in programme.exercises)


def _at_hand(request: Request, library: Library, problems: list[HandoutsError]) -> frozenset[str] | None:
    """The needs that are met by what is at hand: named, in every home, or good in the place of another."""
    if not request.equipment:
        return None
    where = Where(field="equipment")
    words = {folded(word) for word in request.equipment}
    if words >= {NOTHING, HOME}:
        problems.append(InvalidData(f"'{NOTHING}' and '{HOME}' do not go together", where=where, hint="choose one"))
    things = [word for word in request.equipment if folded(word) not in (NOTHING, HOME)]
    found = set(_each(things, lambda word: library.find_need(word, where), problems))
    needs = library.contents.needs
    if NOTHING not in words:
        found |= {need for need, record in needs.items() if record.usual}
    while more := {need for need, record in needs.items() if found & set(record.any_of)} - found:
        found |= more
    return frozenset(found)


def _cannot(word: str, library: Library) -> KnownCondition:
    """What a client cannot do, as a rule like any other: the easier form may do, else the exercise is left out."""
    name, record = library.find_avoidance(word, Where(field="avoid"))
    rules = m.ExerciseRules(
        modify=record.tags,
        swap_positions=record.positions,
        exceptions=tuple(m.ExerciseException(id=one, action="drop", why=record.means) for one in record.exercises),
        care=record.care,
    )
    condition = m.Condition(
        id=f"avoid:{name}",
        group="avoid",
        level="adapt",
        exercises=rules,
        blocks=record.uses,
        therapist=record.means,
    )
    return KnownCondition(condition, {})
