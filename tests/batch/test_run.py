"""Outcomes come in the order of the rows, on any executor, and none is lost when a run ends early."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from handouts.batch.pool import InProcess
from handouts.batch.run import LARGEST_PARCEL, MOST_LOSSES, Ending, run_batch
from handouts.batch.store import FolderStore
from handouts.batch.telling import RowProblem
from handouts.batch.work import Done, Job, Order, Outcome, check_sheets, make_sheets
from handouts.compose import Sheet
from handouts.errors import CannotWrite, InvalidData, LayoutError, RefusedForSafety, Where
from handouts.library.store import Library
from handouts.plan import Plan, plan_sheet
from handouts.request import Request, read_request


def order(row: int, **values: object) -> Order:
    return Order(row, f"R{row}", f"{row:04}.pdf", read_request({"areas": "neck", "client": "Client Name", **values}))


def done(orders: Sequence[Order]) -> Done:
    return Done(tuple(Outcome(one.row, one.ref, "made") for one in orders), 0.001 * len(orders))


def bad(row: int) -> Outcome:
    return Outcome(row, "", "failed", problems=(RowProblem("areas", "is empty"),))


EXECUTORS = [(InProcess, 1), (partial(ThreadPoolExecutor, 3), 3)]


# ---------------------------------------------------------------- running


@pytest.mark.parametrize(("make", "jobs"), EXECUTORS)
def test_every_row_is_noted_once_and_in_order(make: Callable[[], Executor], jobs: int) -> None:
    def slowly(orders: Sequence[Order]) -> Done:
        time.sleep(0.001 * (orders[0].row % 3))
        return done(orders)

    rows = [bad(row) if row % 7 == 0 else order(row) for row in range(2, 100)]
    noted: list[Outcome] = []
    ending = run_batch(rows, slowly, make, noted.append, jobs=jobs)
    assert ending is Ending.DONE
    assert [one.row for one in noted] == list(range(2, 100))
    assert {one.row for one in noted if one.status == "failed"} == {row for row in range(2, 100) if row % 7 == 0}


@pytest.mark.parametrize(("make", "jobs"), EXECUTORS)
def test_only_a_few_rows_are_read_ahead(make: Callable[[], Executor], jobs: int) -> None:
    read: list[int] = []
    most = 0

    def rows() -> Iterator[Order]:
        for row in range(2, 4_000):
            read.append(row)
            yield order(row)

    def note(outcome: Outcome) -> None:
        nonlocal most
        most = max(most, len(read) + 1 - outcome.row)

    run_batch(rows(), done, make, note, jobs=jobs)
    assert most <= LARGEST_PARCEL * (3 * jobs + 1)


@pytest.mark.parametrize(("make", "jobs"), EXECUTORS)
def test_a_table_that_breaks_off_still_gives_what_came_before(make: Callable[[], Executor], jobs: int) -> None:
    def rows() -> Iterator[Order]:
        yield from map(order, range(2, 13))
        raise InvalidData("breaks off", where=Where(file="clients.csv", row=13))

    noted: list[Outcome] = []
    with pytest.raises(InvalidData, match=r"clients\.csv:13: breaks off"):
        run_batch(rows(), done, make, noted.append, jobs=jobs)
    assert [one.row for one in noted] == list(range(2, 13))


@pytest.mark.parametrize(("make", "jobs"), EXECUTORS)
def test_a_stop_ends_the_run_and_notes_everything_that_was_made(make: Callable[[], Executor], jobs: int) -> None:
    made: list[int] = []
    lock = threading.Lock()

    def work(orders: Sequence[Order]) -> Done:
        with lock:
            made.extend(one.row for one in orders)
        return done(orders)

    noted: list[int] = []
    ending = run_batch(
        map(order, range(2, 10_000)),
        work,
        make,
        lambda outcome: noted.append(outcome.row),
        jobs=jobs,
        stop=lambda: len(noted) >= 5,
    )
    assert ending is Ending.STOPPED
    assert sorted(made) == noted
    assert 5 <= len(noted) < 2_000


class Mortal(Executor):
    """Works until an order is deadly; from then on it is broken, as a pool of processes is."""

    opened = 0

    def __init__(self, deadly: Callable[[Order], bool]) -> None:
        type(self).opened += 1
        self._deadly = deadly
        self._dead = False

    def submit(self, work: Callable[..., object], orders: Sequence[Order]) -> Future[object]:  # type: ignore[override]
        self._dead = self._dead or any(map(self._deadly, orders))
        future: Future[object] = Future()
        if self._dead:
            future.set_exception(BrokenExecutor())
        else:
            future.set_result(work(orders))
        return future


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_row_that_kills_its_worker_fails_alone(jobs: int) -> None:
    noted: list[Outcome] = []
    rows = map(order, range(2, 300))
    ending = run_batch(rows, done, lambda: Mortal(lambda one: one.row in (40, 200)), noted.append, jobs=jobs)
    assert ending is Ending.DONE
    assert [one.row for one in noted] == list(range(2, 300))
    assert [one.row for one in noted if one.status != "made"] == [40, 200]
    failed = noted[40 - 2]
    assert (failed.status, failed.fault) == ("failed", "worker")
    assert "worker" in str(failed.problems[0])


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_worker_that_dies_once_costs_no_row(jobs: int) -> None:
    noted: list[Outcome] = []
    deaths = iter([True])
    rows = map(order, range(2, 300))
    mortal = lambda: Mortal(lambda one: one.row == 90 and next(deaths, False))  # noqa: E731
    assert run_batch(rows, done, mortal, noted.append, jobs=jobs) is Ending.DONE
    assert [(one.row, one.status) for one in noted] == [(row, "made") for row in range(2, 300)]


def test_workers_that_all_die_end_the_run_soon() -> None:
    Mortal.opened = 0
    noted: list[Outcome] = []
    ending = run_batch(map(order, range(2, 900)), done, lambda: Mortal(lambda _: True), noted.append, jobs=2)
    assert ending is Ending.LOST
    assert len(noted) < 50
    assert {one.status for one in noted} <= {"failed", "left"}
    assert Mortal.opened <= MOST_LOSSES + 1


@pytest.mark.parametrize("seconds", [0.0, -3_600.0, 0.15 / 10, 1e6])
def test_a_clock_that_jumps_loses_no_row_and_makes_no_parcel_too_large(seconds: float) -> None:
    sizes: list[int] = []

    def work(orders: Sequence[Order]) -> Done:
        sizes.append(len(orders))
        return Done(done(orders).outcomes, seconds * len(orders))

    noted: list[Outcome] = []
    run_batch(map(order, range(2, 500)), work, InProcess, noted.append)
    assert [one.row for one in noted] == list(range(2, 500))
    assert max(sizes) <= LARGEST_PARCEL
    if seconds == 0.15 / 10:
        assert sizes[5] == 10


# ---------------------------------------------------------------- one row's work


@pytest.fixture
def plan(library: Library) -> Plan:
    return plan_sheet(read_request({"areas": "lower-back", "conditions": "osteoporosis"}), library)


def job(folder: Path, *, advise: bool = False) -> Job:
    store = FolderStore(folder)
    store.open()
    return Job(store, time.monotonic, advise=advise)


def sheet(plan: Plan) -> Sheet:
    return Sheet(b"%PDF-1.7", 2, plan, ("left out for room: a note to Client Name",))


def test_a_sheet_is_written_and_its_outcome_holds_no_name(plan: Plan, tmp_path: Path) -> None:
    [outcome] = make(lambda _: sheet(plan), job(tmp_path), order(2))
    assert (outcome.status, outcome.pages, outcome.file) == ("made", 2, "0002.pdf")
    assert outcome.laid
    assert not (tmp_path / "0002.pdf").exists()
    FolderStore(tmp_path).publish(outcome.laid, outcome.file)
    assert (tmp_path / "0002.pdf").read_bytes() == b"%PDF-1.7"
    assert outcome.sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert outcome.warnings == ("left out for room: a note to [name]",)
    assert outcome.decisions == plan.decisions


def test_a_file_nobody_knows_is_found_to_be_ours_only_by_its_bytes(plan: Plan, tmp_path: Path) -> None:
    guarded = replace(order(2), guarded=True)
    (tmp_path / "0002.pdf").write_bytes(b"someone")
    [outcome] = make(lambda _: sheet(plan), job(tmp_path), guarded)
    assert str(outcome.problems[0]) == "its file is there already; use --force to replace it"
    assert outcome.fault == "file"
    (tmp_path / "0002.pdf").write_bytes(b"%PDF-1.7")
    [outcome] = make(lambda _: sheet(plan), job(tmp_path), guarded)
    assert (outcome.status, outcome.laid) == ("made", None)


def test_a_place_that_takes_no_more_sheets_ends_the_parcel_and_blames_no_row(plan: Plan, tmp_path: Path) -> None:
    made: list[Request] = []

    def compose(request: Request) -> Sheet:
        made.append(request)
        return sheet(plan)

    gone = job(tmp_path)
    (tmp_path / ".handouts" / "parts").rmdir()
    outcomes = make(compose, gone, *map(order, range(2, 9)))
    assert len(made) == 1
    assert {(one.status, one.fault) for one in outcomes} == {("left", "place")}
    assert "is gone" in str(outcomes[0].problems[0])


def make(compose: Callable[[Request], Sheet], job: Job, *orders: Order) -> tuple[Outcome, ...]:
    return make_sheets(compose, job, orders).outcomes


def raising(error: Exception) -> Sheet:
    raise error


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (LayoutError("'Client Name' does not fit"), "failed", "'[name]' does not fit"),
        (RefusedForSafety("no sheet may be made"), "refused", "no sheet may be made"),
        (InvalidData("unknown", where=Where("own.yaml", 3)), "failed", "own.yaml:3: unknown"),
        (InvalidData("has 130 letters", where=Where(field="client")), "failed", "name: has 130 letters"),
        (CannotWrite("is full", where=Where("out/Client Name.pdf")), "failed", "its file is full"),
        (KeyError("Client Name"), "failed", "this is a bug: KeyError in test_run.py, line "),
    ],
)
def test_whatever_goes_wrong_is_the_rows_own_outcome_without_a_name(
    error: Exception, status: str, said: str, tmp_path: Path
) -> None:
    [outcome] = make(lambda _: raising(error), job(tmp_path), order(2))
    assert outcome.status == status
    assert str(outcome.problems[0]).startswith(said)
    assert "Client Name" not in repr(outcome)


def test_an_advice_sheet_takes_the_place_only_of_a_refused_one(library: Library, tmp_path: Path) -> None:
    def compose(request: Request) -> Sheet:
        return sheet(plan_sheet(request, library))

    def kinds(advise: bool) -> list[str]:
        orders = [order(2), order(3, conditions="dvt-current")]
        return [one.status for one in make(compose, job(tmp_path, advise=advise), *orders)]

    assert kinds(advise=False) == ["made", "refused"]
    assert kinds(advise=True) == ["made", "made"]


def test_a_check_writes_nothing(library: Library, tmp_path: Path) -> None:
    orders = [order(2), order(3, conditions="dvt-current"), order(4, areas="nekc")]
    found = check_sheets(lambda request: plan_sheet(request, library), Job(None, time.monotonic), orders)
    assert [one.status for one in found.outcomes] == ["ready", "refused", "failed"]
    assert list(tmp_path.iterdir()) == []
