"""What a worker does: orders in, sheets laid aside, outcomes out. In this process, in a pool or elsewhere.

Everything that travels is small and plain: an order is one client's request and a file name, an outcome holds
no personal word at all. The PDF itself never travels.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from handouts.batch.store import Laid, Store
from handouts.batch.telling import RowProblem, problems_of, without_name
from handouts.compose import Sheet
from handouts.errors import CannotWrite, HandoutsError, Problems, RefusedForSafety, Where
from handouts.pdf.seal import seal
from handouts.plan import Plan
from handouts.request import Request
from handouts.safety import Decision

T = TypeVar("T")

# made: just now. kept: there already and unchanged. ready: only checked, and it can be made. left: not looked at.
Status = Literal["made", "kept", "ready", "failed", "refused", "left"]
# Whose fault it is that there is no sheet. ``file``: that one file; ``place``: the folder or its disk.
Fault = Literal["row", "file", "place", "worker", "program"]
Compose = Callable[[Request], Sheet]
MakePlan = Callable[[Request], Plan]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Order:
    """One sheet to make. ``file`` is a plain file name; ``language`` of the request is set.

    ``digest`` stands for all that decides what the sheet looks like. ``guarded``: a file of that name is there
    which the journal does not know, so it may be found but not replaced. ``day`` (ISO) is the date the sheet gets
    because its row has none. ``password``: what locks the file; "" leaves it open.
    """

    row: int
    ref: str
    file: str
    request: Request
    digest: str = ""
    guarded: bool = False
    day: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Outcome:
    """What became of a row. Holds nothing personal. ``file`` is the name the row has, made or not.

    ``asked``: whether the row was to be looked at in this run; else it says how the row stood before.
    """

    row: int
    ref: str
    status: Status
    file: str = ""
    pages: int = 0
    sha256: str = ""
    problems: tuple[RowProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    fault: Fault = "row"
    digest: str = ""
    day: str = ""
    asked: bool = True
    laid: Laid | None = None

    @property
    def stands(self) -> bool:
        """Whether the row has its sheet."""
        return self.status in ("made", "kept")


@dataclass(frozen=True)
class Done:
    """A parcel that came back, and how many seconds its work took."""

    outcomes: tuple[Outcome, ...]
    seconds: float


@dataclass(frozen=True)
class Job:
    """What holds for all rows. ``advise``: a client who is refused a sheet gets one with the advice alone.

    ``store`` is None where nothing is to be written; ``clock`` counts seconds from anywhere.
    """

    store: Store | None
    clock: Clock
    advise: bool = False


def make_sheets(compose: Compose, job: Job, orders: Sequence[Order]) -> Done:
    """Make each sheet and lay it aside. Whatever goes wrong with one is its own outcome and stops no other.

    A place that takes no more sheets is another matter: nothing more of this parcel is made.
    """
    store = job.store
    if store is None:
        raise ValueError("a sheet needs a store")
    begun = job.clock()
    outcomes: list[Outcome] = []
    fault: CannotWrite | None = None
    for order in orders:
        if fault is None:
            try:
                outcomes.append(_made(compose, job, store, order))
                continue
            except _PlaceFault as trouble:
                fault = trouble.error
        outcomes.append(_unwritten(order, fault))
    laid = [outcome.laid for outcome in outcomes if outcome.laid]
    try:
        store.secure(laid)
    except CannotWrite as error:
        for one in laid:
            store.discard(one)
        lost = {one.row for one in outcomes if one.laid}
        outcomes = [
            _unwritten(order, error) if outcome.row in lost else outcome
            for order, outcome in zip(orders, outcomes, strict=True)
        ]
    return Done(tuple(outcomes), job.clock() - begun)


def check_sheets(plan: MakePlan, job: Job, orders: Sequence[Order]) -> Done:
    """Plan each sheet and make nothing."""

    def check(order: Order) -> Outcome:
        planned = with_advice(plan, order.request, advise=job.advise)
        return replace(
            _blank(order), status="ready", warnings=tuple(planned.warnings), decisions=tuple(planned.decisions)
        )

    begun = job.clock()
    return Done(tuple(_attempted(check, order) for order in orders), job.clock() - begun)


class _PlaceFault(Exception):
    """The place took no sheet, so it will take none of the next either."""

    def __init__(self, error: CannotWrite) -> None:
        self.error = error


def _made(compose: Compose, job: Job, store: Store, order: Order) -> Outcome:
    def make(order: Order) -> Outcome:
        sheet = with_advice(compose, order.request, advise=job.advise)
        pdf = seal(sheet.pdf, order.password) if order.password else sheet.pdf
        laid = None
        if order.guarded:
            _refuse_other(store, order.file, pdf)
        else:
            try:
                laid = store.lay(pdf)
            except CannotWrite as error:
                raise _PlaceFault(error) from error
        return replace(
            _blank(order),
            status="made",
            pages=sheet.pages,
            sha256=hashlib.sha256(pdf).hexdigest(),
            warnings=without_name((*sheet.plan.warnings, *sheet.warnings), order.request.client),
            decisions=tuple(sheet.plan.decisions),
            laid=laid,
        )

    return _attempted(make, order)


def _refuse_other(store: Store, name: str, data: bytes) -> None:
    """The same bytes are ours from a run that broke off before it could note them; any others are somebody's."""
    found = store.find(name)
    if found is None or found.size != len(data) or store.read(name) != data:
        raise CannotWrite("is there already", where=Where(file=name), hint="use --force to replace it")


def _blank(order: Order) -> Outcome:
    return Outcome(order.row, order.ref, "left", order.file, digest=order.digest, day=order.day)


def _unwritten(order: Order, error: CannotWrite) -> Outcome:
    return replace(_blank(order), fault="place", problems=(RowProblem(None, f"not made: {error}"),))


def with_advice(step: Callable[[Request], T], request: Request, *, advise: bool) -> T:
    """The step, or the same with the advice alone where the client is refused a sheet and that was asked for."""
    try:
        return step(request)
    except RefusedForSafety:
        if not advise:
            raise
        return step(msgspec.structs.replace(request, advice_sheet=True))


def _attempted(step: Callable[[Order], Outcome], order: Order) -> Outcome:
    try:
        return step(order)
    except HandoutsError as error:
        outcome = failed(order.row, order.ref, error, order.request.client, order.file)
        return replace(outcome, digest=order.digest)
    except _PlaceFault:
        raise
    except Exception as error:
        return replace(bug(order.row, order.ref, error, order.file), digest=order.digest)


def bug(row: int, ref: str, error: Exception, file: str = "") -> Outcome:
    """The outcome of a row that nobody foresaw: it stops no other."""
    # The error's own words might hold a client's name; the place in the program cannot.
    place = traceback.extract_tb(error.__traceback__)[-1]
    text = f"this is a bug: {type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
    return Outcome(row, ref, "failed", file, problems=(RowProblem(None, text),), fault="program")


def failed(row: int, ref: str, error: HandoutsError, client: str | None, file: str = "") -> Outcome:
    """The outcome of a row that cannot be made, without the client's name in whatever the problems say."""
    problems = error.problems if isinstance(error, Problems) else (error,)
    refused = any(isinstance(problem, RefusedForSafety) for problem in problems)
    fault: Fault = "file" if any(isinstance(problem, CannotWrite) for problem in problems) else "row"
    told = problems_of(problems, client)
    return Outcome(row, ref, "refused" if refused else "failed", file, problems=told, fault=fault)
