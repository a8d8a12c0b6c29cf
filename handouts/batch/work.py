"""What a worker does: orders in, sheets on disk, outcomes out. In this process, in a pool or elsewhere.

Everything that travels is small and plain: an order is one client's request and a file name, an outcome holds
no personal word at all. The PDF itself never travels.
"""

from __future__ import annotations

import hashlib
import os
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from handouts.clinic import Clinic
from handouts.compose import Sheet, Workshop
from handouts.errors import CannotWrite, HandoutsError, Problems, RefusedForSafety, Where
from handouts.library.load import load_library
from handouts.library.store import FALLBACK_LANGUAGE
from handouts.output import write_file
from handouts.plan import Plan
from handouts.request import Request
from handouts.resolve import resolve
from handouts.resources import Folders
from handouts.safety import Decision

T = TypeVar("T")

_NEARLY = "did you mean"
# Messages that are only given about words which have been found.
_KNOWN_WORD = re.compile(
    r"'[\w -]+' (?:has no|needs|was given|is only for|is several|is not a pain area|and '[\w -]+' do)\b"
)
_VALUES = (
    (re.compile(r"^'.*' (?=is\b)", re.DOTALL), "this "),  # 'x' is not a date
    (re.compile(r"(?<= detail) of .*", re.DOTALL), ""),  # ... is not a detail of x
    (re.compile(r", (?:not|found) .*$", re.DOTALL), ""),  # must be 1 to 3, not x
    (re.compile(r" ?'.*'", re.DOTALL), ""),  # unknown area 'x'
)

Status = Literal["made", "ready", "failed", "refused"]
Compose = Callable[[Request], Sheet]
MakePlan = Callable[[Request], Plan]


@dataclass(frozen=True)
class Order:
    """One sheet to make. ``file`` is a name within the output folder; ``language`` of the request is set."""

    row: int
    ref: str
    file: str
    request: Request


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with a row: the column (where it is one) and the words for it, without any name."""

    field: str | None
    text: str

    def __str__(self) -> str:
        return f"{self.field}: {self.text}" if self.field else self.text


@dataclass(frozen=True)
class Outcome:
    """What became of a row. ``ready``: only checked, and it can be made. Holds nothing personal."""

    row: int
    ref: str
    status: Status
    file: str = ""
    pages: int = 0
    sha256: str = ""
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class Job:
    """What holds for all rows. ``advise``: a client who is refused a sheet gets one with the advice alone."""

    folder: Path
    force: bool = False
    advise: bool = False


# ---------------------------------------------------------------- the workshops of one worker


@dataclass(frozen=True)
class Premises:
    """What a worker must know to open its workshops, on whatever machine: plain and picklable.

    ``region`` is an id; ``cache`` is the folder of the packed library, or None.
    """

    clinic: Clinic = field(hash=False)
    region: str
    folders: Folders
    cache: Path | None

    def compose(self, request: Request) -> Sheet:
        """The sheet, made in this process's own workshop."""
        return bench_for(self).compose(request)

    def plan(self, request: Request) -> Plan:
        """The plan, made in this process's own workshop."""
        return bench_for(self).plan(request)


class Bench:
    """The workshops of one process, one for each language, opened when first asked for."""

    def __init__(self, premises: Premises, opened: Mapping[str, Workshop] | None = None) -> None:
        self._premises = premises
        self._open = dict(opened or {})

    def workshop(self, language: str) -> Workshop:
        """The workshop of that language. Raises HandoutsError where its library cannot be read."""
        if language not in self._open:
            at = self._premises
            library = load_library(at.folders, language=language, cache=at.cache)
            region = library.find_region(at.region)
            self._open[language] = Workshop.open(library, at.clinic, region, at.folders)
        return self._open[language]

    def compose(self, request: Request) -> Sheet:
        """The sheet; where a language lacks words, a warning says so."""
        workshop = self._for(request)
        sheet = workshop.compose(request)
        missing = len(workshop.library.contents.missing_words)
        if missing:
            note = f"{missing} texts have no translation into '{request.language}' and stay in English"
            sheet = replace(sheet, warnings=(*sheet.warnings, note))
        return sheet

    def plan(self, request: Request) -> Plan:
        """The plan alone, without what this clinic does not offer."""
        return self._for(request).plan(request)

    def look_up(self, request: Request) -> None:
        """Raises HandoutsError for every word of the request that the library does not know."""
        resolve(request, self._for(request).library)

    def _for(self, request: Request) -> Workshop:
        return self.workshop(request.language or FALLBACK_LANGUAGE)


@lru_cache(maxsize=1)
def bench_for(premises: Premises) -> Bench:
    """This process's bench, set up once."""
    return Bench(premises)


# ---------------------------------------------------------------- the work itself


def make_sheets(compose: Compose, job: Job, orders: Sequence[Order]) -> list[Outcome]:
    """Make and write each sheet. Whatever goes wrong with one is its own outcome and stops no other."""

    def make(order: Order) -> Outcome:
        path = job.folder / order.file
        if os.path.exists(path) and not job.force:  # where the system takes no such name, the writer says so
            hint = "use --force to replace it"
            raise CannotWrite("is there already", where=Where(file=str(path)), hint=hint)
        sheet = _with_advice(compose, job, order.request)
        write_file(path, sheet.pdf, force=job.force)
        return Outcome(
            row=order.row,
            ref=order.ref,
            status="made",
            file=order.file,
            pages=sheet.pages,
            sha256=hashlib.sha256(sheet.pdf).hexdigest(),
            warnings=_without_name((*sheet.plan.warnings, *sheet.warnings), order.request.client),
            decisions=sheet.plan.decisions,
        )

    return [_attempted(make, order) for order in orders]


def check_sheets(plan: MakePlan, job: Job, orders: Sequence[Order]) -> list[Outcome]:
    """Plan each sheet and make nothing."""

    def check(order: Order) -> Outcome:
        planned = _with_advice(plan, job, order.request)
        return Outcome(order.row, order.ref, "ready", warnings=planned.warnings, decisions=planned.decisions)

    return [_attempted(check, order) for order in orders]


def _with_advice(step: Callable[[Request], T], job: Job, request: Request) -> T:
    try:
        return step(request)
    except RefusedForSafety:
        if not job.advise:
            raise
        return step(msgspec.structs.replace(request, advice_sheet=True))


def _attempted(step: Callable[[Order], Outcome], order: Order) -> Outcome:
    try:
        return step(order)
    except HandoutsError as error:
        return failed(order.row, order.ref, error, order.request.client)
    except Exception as error:
        # Its own words might hold a client's name; the place in the program cannot.
        place = traceback.extract_tb(error.__traceback__)[-1]
        text = f"this is a bug: {type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
        return Outcome(order.row, order.ref, "failed", problems=(RowProblem(None, text),))


def failed(row: int, ref: str, error: HandoutsError, client: str | None) -> Outcome:
    """The outcome of a row that cannot be made, without the client's name in whatever the problems say."""
    problems = error.problems if isinstance(error, Problems) else (error,)
    refused = any(isinstance(problem, RefusedForSafety) for problem in problems)
    told = tuple(_told(problem, client) for problem in problems)
    return Outcome(row, ref, "refused" if refused else "failed", problems=told)


def _told(problem: HandoutsError, client: str | None) -> RowProblem:
    where = problem.where or Where()
    column = column_of(where.field) if where.field else None
    of_a_file = where.file is not None and where.row is None
    message = problem.message if of_a_file or column is None else _without_value(problem.message, problem.hint)
    text = f"{message}; {problem.hint}" if problem.hint else message
    if isinstance(problem, CannotWrite):
        text = f"its file {text}"  # which may be called after the client
    elif of_a_file:
        column, text = None, f"{where}: {text}"  # a template or picture of the clinic's own
    return RowProblem(column, *_without_name([text], client))


def _without_value(message: str, hint: str | None) -> str:
    """The message without what stands in the cell, which may be a client's name in the wrong column.

    What is nearly a word we know is told, so that it can be found; and so are words we do know.
    """
    if hint and hint.startswith(_NEARLY):
        return message
    known = _KNOWN_WORD.match(message)
    lead, rest = (known[0], message[known.end() :]) if known else ("", message)
    for told, instead in _VALUES:
        rest = told.sub(instead, rest)
    return lead + rest


def _without_name(texts: Sequence[str], client: str | None) -> tuple[str, ...]:
    unique = tuple(dict.fromkeys(texts))
    if not client or client.casefold() not in "\n".join(unique).casefold():
        return unique
    name = re.compile(rf"(?<!\w){re.escape(client)}(?!\w)", re.IGNORECASE)
    return tuple(name.sub("[name]", text) for text in unique)


def column_of(field: str) -> str:
    """The column a field of the request is read from."""
    return "name" if field == "client" else field
