"""What was asked for: one record, one reader for options, table rows and stored files.

A request holds personal words (name, note) and choices. Reading checks it as far as that is possible without the
library; ids are resolved by the plan. All problems of one request are reported together.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

from handouts.errors import HandoutsError, InvalidData, Where, did_you_mean, raise_all
from handouts.library.model import DoseChange, Level, Side, Stage

LONGEST_NAME = 120
LONGEST_NOTE = 2_000
VARIANTS = ("standard", "large", "mono")
TIERS = ("basic", "full")
MAP_NAMES = ("everyday", "latin")
SIDES: tuple[Side, ...] = ("left", "right", "both", "middle")
LEVELS: tuple[Level, ...] = ("gentle", "standard", "strong")
STAGES = (1, 3)  # first and last

Tier = Literal["basic", "full"]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Base of the parts of a request: immutable, strict about keys, short when stored."""


class AreaChoice(Part, frozen=True, kw_only=True):
    """A pain area (or an everyday word for several) and its side."""

    word: str
    side: Side | None = None


class ConditionChoice(Part, frozen=True, kw_only=True):
    """A condition, what is known about it, and whether the treating clinician has cleared massage."""

    word: str
    details: dict[str, str | int] = {}
    cleared: bool = False


class ExerciseChoice(Part, frozen=True, kw_only=True):
    """An exercise the therapist picked, with a dose of their own where given."""

    word: str
    dose: DoseChange = DoseChange()


class Request(Part, frozen=True, kw_only=True):
    """Everything one sheet was asked for. Personal fields: client, therapist, note, date, next_visit."""

    version: Literal[1] = 1
    ref: str | None = None
    client: str | None = None
    areas: tuple[AreaChoice, ...] = ()  # may be left out where a programme names them
    programme: str | None = None
    side: Side | None = None  # for areas without a side of their own
    conditions: tuple[ConditionChoice, ...] = ()
    red_flags: tuple[str, ...] = ()  # signs the client said yes to
    techniques: tuple[str, ...] = ()
    exercises: tuple[ExerciseChoice, ...] = ()
    max_exercises: int | None = None
    level: Level | None = None
    stage: Stage | None = None  # how far along the client is, over visits
    equipment: tuple[str, ...] = ()  # at hand; nothing said: anything may be used
    avoid: tuple[str, ...] = ()  # what the client cannot do
    persistent: bool = False
    therapist: str | None = None
    note: str | None = None
    date: dt.date | None = None
    next_visit: dt.date | None = None
    region: str | None = None
    language: str | None = None
    paper: str | None = None
    variant: Literal["standard", "large", "mono"] | None = None
    theme: str | None = None
    tier: Tier | None = None
    advice_sheet: bool = False
    map_names: Literal["everyday", "latin"] | None = None  # names beside the body map, where there is room


_SEVERAL = ("areas", "conditions", "red_flags", "techniques", "exercises")
_LISTED = ("equipment", "avoid")  # plain words, which commas may part too
FIELDS = tuple(Request.__struct_fields__)


def read_request(values: Mapping[str, Any], *, where: Where | None = None, day_first: bool = True) -> Request:
    """A request from loose values: strings from options or cells, or the parsed form of a stored request.

    Lists may be lists or one string split on ``;``. Dates are ISO, or day/month/year (``day_first``), or
    month/day/year. Raises InvalidData naming the field, or Problems where there are several.
    """
    reader = _Reader(where or Where(), day_first)
    for key in values:
        if key not in FIELDS:
            reader.problem(key, f"unknown field '{key}'", did_you_mean(key, FIELDS))
    fields = {key: reader.read(key, value) for key, value in values.items() if key in FIELDS and value is not None}
    if not fields.get("areas") and not fields.get("programme") and not reader.problems:
        reader.problem("areas", "no area was given", "name at least one, such as lower-back, or a programme")
    raise_all(reader.problems)
    return Request(**{key: value for key, value in fields.items() if value is not None})


def stored(request: Request) -> dict[str, Any]:
    """The request as plain values for YAML, in the short forms a person would write."""
    plain: dict[str, Any] = msgspec.to_builtins(request)
    if request.areas:
        plain["areas"] = [_joined(a.word, a.side) for a in request.areas]
    if request.conditions:
        plain["conditions"] = [_condition_text(c) for c in request.conditions]
    if request.exercises:
        plain["exercises"] = [_exercise_text(e) for e in request.exercises]
    return {"version": 1, **{key: value for key, value in plain.items() if key != "version"}}


def _joined(word: str, rest: str | None) -> str:
    return f"{word}:{rest}" if rest else word


def _condition_text(choice: ConditionChoice) -> str:
    parts = [f"{key}={value}" for key, value in choice.details.items()] + (["cleared"] if choice.cleared else [])
    return _joined(choice.word, ",".join(parts))


def _exercise_text(choice: ExerciseChoice) -> str:
    dose = choice.dose
    parts = [
        f"{key}={getattr(dose, key)}" for key in ("sets", "reps", "hold", "minutes") if getattr(dose, key) is not None
    ]
    if dose.times_per_day is not None:
        parts.append(f"times={dose.times_per_day}/day")
    if dose.days_per_week is not None:
        parts.append(f"times={dose.days_per_week}/week")
    return _joined(choice.word, ",".join(parts))


class _Reader:
    """Reads one field at a time and keeps every problem."""

    def __init__(self, where: Where, day_first: bool) -> None:
        self.where = where
        self.day_first = day_first
        self.problems: list[HandoutsError] = []

    def problem(self, field: str, message: str, hint: str | None = None) -> None:
        where = Where(self.where.file, self.where.line, self.where.column, self.where.row, field)
        self.problems.append(InvalidData(message, where=where, hint=hint))

    def read(self, field: str, value: Any) -> Any:
        try:
            return self._read(field, value)
        except InvalidData as error:
            self.problem(field, error.message, error.hint)
            return None

    def _read(self, field: str, value: Any) -> Any:
        if field in _SEVERAL:
            return self._several(field, value)
        if field in _LISTED:
            return read_words(value)
        if field in ("date", "next_visit"):
            return read_date(value, day_first=self.day_first)
        if field in ("client", "therapist", "ref"):
            return read_name(value)
        if field == "note":
            return read_note(value)
        if field in ("persistent", "advice_sheet"):
            return read_yes_no(value)
        if field == "max_exercises":
            return read_count(value, "exercises", 1, 12)
        if field == "side":
            return read_side(str(value))
        if field == "variant":
            return one_of(value, VARIANTS, "variant")
        if field == "tier":
            return one_of(value, TIERS, "tier")
        if field == "map_names":
            return one_of(value, MAP_NAMES, "kind of names")
        if field == "level":
            return one_of(value, LEVELS, "level")
        if field == "stage":
            return read_count(value, "stage", *STAGES)
        if field == "version":
            return read_count(value, "version", 1, 1)
        return str(value).strip() or None

    def _several(self, field: str, value: Any) -> tuple[Any, ...]:
        read_one = {
            "areas": read_area_choice,
            "conditions": read_condition_choice,
            "exercises": read_exercise_choice,
        }.get(field, lambda text: text)
        found = []
        for text in split_values(value):
            try:
                choice = read_one(text)
            except InvalidData as error:
                self.problem(field, error.message, error.hint)
                continue
            if choice not in found:
                found.append(choice)
        return tuple(found)


def split_values(value: Any) -> list[str]:
    """Several values in one cell or option, split on ``;``, blanks left out."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    if isinstance(value, Sequence):
        return [part for item in value for part in split_values(plain_text(item))]
    raise InvalidData(f"expected a list, found {value!r}")


def read_words(value: Any) -> tuple[str, ...]:
    """Plain words of a cell or option, split on ``;`` and on commas, each once."""
    words = [word.strip() for text in split_values(value) for word in text.split(",")]
    return tuple(dict.fromkeys(word for word in words if word))


def read_area_choice(text: str) -> AreaChoice:
    """``lower-back`` or ``hips:left``."""
    word, _, side = text.partition(":")
    return AreaChoice(word=word.strip(), side=read_side(side) if side.strip() else None)


def read_side(text: str) -> Side:
    """A side word; l, r and b will do."""
    word = text.strip().casefold()
    for side in SIDES:
        if word in (side, side[0]):
            return side
    raise InvalidData(f"unknown side '{text.strip()}'", hint=f"use one of {', '.join(SIDES)}")


def read_condition_choice(text: str) -> ConditionChoice:
    """``osteoporosis``, ``pregnancy-t2:weeks=20`` or ``heart-disease:cleared``."""
    word, _, rest = text.partition(":")
    details: dict[str, str | int] = {}
    cleared = False
    for part in filter(None, (p.strip() for p in rest.split(","))):
        key, equals, value = part.partition("=")
        if part.casefold() == "cleared":
            cleared = True
        elif equals and value.strip():
            value = value.strip()
            details[key.strip()] = int(value) if value.isdecimal() and len(value) < 7 else value
        else:
            raise InvalidData(
                f"'{part}' is not a detail of {word}", hint="write name=value, such as weeks=20, or cleared"
            )
    return ConditionChoice(word=word.strip(), details=details, cleared=cleared)


_DOSE_LIMITS = {"sets": (1, 20), "reps": (1, 200), "hold": (1, 900), "minutes": (1, 120)}


def read_exercise_choice(text: str) -> ExerciseChoice:
    """``bridge`` or ``bridge:sets=2,reps=8,hold=20,times=2/day``."""
    word, _, rest = text.partition(":")
    changes: dict[str, int] = {}
    for part in filter(None, (p.strip() for p in rest.split(","))):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals:
            raise InvalidData(f"'{part}' is not a dose", hint="write it like sets=2,reps=8,hold=20,times=2/day")
        if key == "times":
            changes.update(_times(value))
        elif key in _DOSE_LIMITS:
            changes[key] = read_count(value, key, *_DOSE_LIMITS[key])
        else:
            raise InvalidData(
                f"unknown dose '{key}'",
                hint=did_you_mean(key, (*_DOSE_LIMITS, "times")) or "use sets, reps, hold, times",
            )
    return ExerciseChoice(word=word.strip(), dose=DoseChange(**changes))


def _times(value: str) -> dict[str, int]:
    number, _, unit = value.partition("/")
    unit = unit.strip().casefold() or "day"
    if unit == "day":
        return {"times_per_day": read_count(number, "times a day", 1, 24)}
    if unit == "week":
        return {"days_per_week": read_count(number, "days a week", 1, 7)}
    raise InvalidData(f"'{value}' is not how often", hint="write times=2/day or times=3/week")


def read_count(value: Any, name: str, low: int, high: int) -> int:
    """A whole number within limits."""
    text = str(value).strip()
    if not re.fullmatch(r"[+-]?\d{1,9}", text):
        raise InvalidData(f"'{text}' is not a whole number for {name}")
    number = int(text)
    if not low <= number <= high:
        raise InvalidData(f"{name} must be {low} to {high}, not {number}")
    return number


def read_yes_no(value: Any) -> bool:
    """Yes and no as people write them in a table."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word in ("yes", "y", "true", "1", "x"):
        return True
    if word in ("no", "n", "false", "0", ""):
        return False
    raise InvalidData(f"'{value}' is not yes or no")


def one_of(value: Any, allowed: Sequence[str], name: str) -> str:
    """One of a few words."""
    word = str(value).strip().casefold()
    if word in allowed:
        return word
    hint = did_you_mean(word, allowed) or f"use one of {', '.join(allowed)}"
    raise InvalidData(f"unknown {name} '{value}'", hint=hint)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_NAMED = re.compile(r"(\d{1,2})\s+([A-Za-z]{3})[A-Za-z]*\.?,?\s+(\d{4})")


def read_date(value: Any, *, day_first: bool = True) -> dt.date | None:
    """A date: 2026-03-12, 12/03/2026 (by the region's habit) or 12 March 2026. Empty is no date."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = str(value).strip()
    if not text:
        return None
    try:
        if match := _ISO.fullmatch(text):
            return dt.date(*(int(part) for part in match.groups()))
        if match := _NUMBERS.fullmatch(text):
            first, second, year = (int(part) for part in match.groups())
            return dt.date(year, second, first) if day_first else dt.date(year, first, second)
        if (match := _NAMED.fullmatch(text)) and match[2].casefold() in _MONTHS:
            return dt.date(int(match[3]), _MONTHS.index(match[2].casefold()) + 1, int(match[1]))
    except ValueError:
        pass
    raise InvalidData(f"'{text}' is not a date", hint="write it as 2026-03-12")


# Bidi overrides can make a page show other words than it holds; noncharacters have no meaning in text.
_BIDI = dict.fromkeys(
    [
        *map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff"),
        *range(0xFDD0, 0xFDF0),
    ]
)


def cleaned(text: str, *, lines: bool = False) -> str:
    """Text from outside without control and bidi-override characters, spaces tidied, composed (NFC).

    Line breaks stay with ``lines``; everywhere else they become spaces. Nothing visible is dropped.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_BIDI)
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") and char != "\n" else char for char in text)
    if not lines:
        return " ".join(kept.split())
    rows = [" ".join(row.split()) for row in kept.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()


def plain_text(value: Any) -> str:
    """Text, a number or a date as text; a list or a mapping is a slip of YAML and never reaches a sheet."""
    if isinstance(value, (str, int, float, dt.date)) and not isinstance(value, bool):
        return str(value)
    raise InvalidData("must be text", hint="put it in quotes")


def read_name(value: Any) -> str:
    """A person's name as it will be printed. Raises InvalidData if nothing is left of it, or if it is no name."""
    name = cleaned(plain_text(value))
    if not name:
        raise InvalidData("is empty", hint="give a name or leave it out")
    if len(name) > LONGEST_NAME:
        raise InvalidData(f"has {len(name)} letters", hint=f"at most {LONGEST_NAME} fit a sheet; shorten it")
    return name


def read_note(value: Any) -> str | None:
    """The therapist's note; line breaks stay."""
    note = cleaned(plain_text(value), lines=True)
    if len(note) > LONGEST_NOTE:
        raise InvalidData(f"has {len(note)} letters", hint=f"at most {LONGEST_NOTE} fit a sheet; shorten it")
    return note or None
