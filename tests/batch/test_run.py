"""Outcomes come in the order of the rows, on any executor, and none is lost when a run ends early."""

from __future__ import annotations

import csv
import hashlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from handouts.batch.manifest import Manifest
from handouts.batch.pool import InProcess
from handouts.batch.run import Ending, run_batch
from handouts.batch.work import Job, Order, Outcome, RowProblem, check_sheets, make_sheets
from handouts.compose import Sheet
from handouts.errors import CannotWrite, InvalidData, LayoutError, RefusedForSafety, Where
from handouts.library.store import Library
from handouts.plan import Plan, plan_sheet
from handouts.request import Request, read_request
from handouts.words.model import Words


def order(row: int, **values: object) -> Order:
    return Order(row, f"R{row}", f"{row:04}.pdf", read_request({"areas": "neck", "client": "Client Name", **values}))


def done(orders: Sequence[Order]) -> list[Outcome]:
    return [Outcome(one.row, one.ref, "made") for one in orders]


def bad(row: int) -> Outcome:
    return Outcome(row, "", "failed", problems=(RowProblem("areas", "is empty"),))


EXECUTORS = [(InProcess, 1), (partial(ThreadPoolExecutor, 3), 3)]


# ---------------------------------------------------------------- running


@pytest.mark.parametrize(("make", "jobs"), EXECUTORS)
def test_every_row_is_noted_once_and_in_order(make: Callable[[], Executor], jobs: int) -> None:
    def slowly(orders: Sequence[Order]) -> list[Outcome]:
        time.sleep(0.001 * (orders[0].row % 3))
        return done(orders)

    rows = [bad(row) if row % 7 == 0 else order(row) for row in range(2, 100)]
    noted: list[Outcome] = []
    with make() as executor:
        ending = run_batch(rows, slowly, executor, noted.append, jobs=jobs)
    assert ending is Ending.DONE
    assert [one.row for one in noted] == list(range(2, 100))
    assert {one.row for one in noted if one.status == "failed"} == {row for row in range(2, 100) if row % 7 == 0}


@pytest.mark.parametrize(("make", "jobs"), EXECUTORS)
def test_only_a_few_rows_are_read_ahead(make: Callable[[], Executor], jobs: int) -> None:
    read: list[int] = []
    most = 0

    def rows() -> Iterator[Order]:
        for row in range(2, 400):
            read.append(row)
            yield order(row)

    def note(outcome: Outcome) -> None:
        nonlocal most
        most = max(most, len(read) + 1 - outcome.row)

    with make() as executor:
        run_batch(rows(), done, executor, note, jobs=jobs)
    assert most <= 8 * 3 * jobs


@pytest.mark.parametrize(("make", "jobs"), EXECUTORS)
def test_a_table_that_breaks_off_still_gives_what_came_before(make: Callable[[], Executor], jobs: int) -> None:
    def rows() -> Iterator[Order]:
        yield from map(order, range(2, 13))
        raise InvalidData("breaks off", where=Where(file="clients.csv", row=13))

    noted: list[Outcome] = []
    with make() as executor, pytest.raises(InvalidData, match=r"clients\.csv:13: breaks off"):
        run_batch(rows(), done, executor, noted.append, jobs=jobs)
    assert [one.row for one in noted] == list(range(2, 13))


@pytest.mark.parametrize(("make", "jobs"), EXECUTORS)
def test_a_stop_ends_the_run_and_notes_everything_that_was_made(make: Callable[[], Executor], jobs: int) -> None:
    made: list[int] = []
    lock = threading.Lock()

    def work(orders: Sequence[Order]) -> list[Outcome]:
        with lock:
            made.extend(one.row for one in orders)
        return done(orders)

    noted: list[int] = []
    with make() as executor:
        ending = run_batch(
            map(order, range(2, 1_000)),
            work,
            executor,
            lambda outcome: noted.append(outcome.row),
            jobs=jobs,
            stop=lambda: len(noted) >= 5,
        )
    assert ending is Ending.STOPPED
    assert sorted(made) == noted
    assert 5 <= len(noted) < 100


def test_a_lost_worker_fails_its_rows_and_ends_the_run() -> None:
    class Broken(Executor):
        def submit(self, *_: object, **__: object) -> Future[list[Outcome]]:  # type: ignore[override]
            raise BrokenExecutor

    noted: list[Outcome] = []
    assert run_batch(map(order, range(2, 50)), done, Broken(), noted.append) is Ending.LOST
    assert [one.status for one in noted] == ["failed"]
    assert "worker" in str(noted[0].problems[0])


# ---------------------------------------------------------------- one row's work


@pytest.fixture
def plan(library: Library) -> Plan:
    return plan_sheet(read_request({"areas": "lower-back", "conditions": "osteoporosis"}), library)


def sheet(plan: Plan) -> Sheet:
    words: Words = None  # type: ignore[assignment]  # nobody here reads the words
    return Sheet(b"%PDF-1.7", 2, plan, words, ("left out for room: a note to Client Name",))


def test_a_sheet_is_written_and_its_outcome_holds_no_name(plan: Plan, tmp_path: Path) -> None:
    [outcome] = make_sheets(lambda _: sheet(plan), Job(tmp_path), [order(2)])
    assert (outcome.status, outcome.pages, outcome.file) == ("made", 2, "0002.pdf")
    assert (tmp_path / "0002.pdf").read_bytes() == b"%PDF-1.7"
    assert outcome.sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert outcome.warnings == ("left out for room: a note to [name]",)
    assert outcome.decisions == plan.decisions


def test_a_file_that_is_there_is_replaced_only_by_force(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "0002.pdf").write_bytes(b"before")
    [outcome] = make_sheets(lambda _: sheet(plan), Job(tmp_path), [order(2)])
    assert str(outcome.problems[0]) == "its file is there already; use --force to replace it"
    assert (tmp_path / "0002.pdf").read_bytes() == b"before"
    [outcome] = make_sheets(lambda _: sheet(plan), Job(tmp_path, force=True), [order(2)])
    assert outcome.status == "made"


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
    [outcome] = make_sheets(lambda _: raising(error), Job(tmp_path), [order(2)])
    assert outcome.status == status
    assert str(outcome.problems[0]).startswith(said)
    assert "Client Name" not in repr(outcome)


def test_an_advice_sheet_takes_the_place_only_of_a_refused_one(library: Library, tmp_path: Path) -> None:
    def make(request: Request) -> Sheet:
        return sheet(plan_sheet(request, library))

    def kinds(advise: bool) -> list[str]:
        orders = [order(2), order(3, conditions="dvt-current")]
        job = Job(tmp_path, advise=advise, force=True)
        return [one.status for one in make_sheets(make, job, orders)]

    assert kinds(advise=False) == ["made", "refused"]
    assert kinds(advise=True) == ["made", "made"]


def test_a_check_writes_nothing(library: Library, tmp_path: Path) -> None:
    orders = [order(2), order(3, conditions="dvt-current"), order(4, areas="nekc")]
    found = check_sheets(lambda request: plan_sheet(request, library), Job(tmp_path), orders)
    assert [one.status for one in found] == ["ready", "refused", "failed"]
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- the manifest


def test_the_manifest_says_what_became_of_every_row(plan: Plan, tmp_path: Path) -> None:
    manifest = Manifest(tmp_path, force=False)
    manifest.add(Outcome(2, "A1", "made", "0002-A1.pdf", 2, "ab" * 32, decisions=plan.decisions))
    manifest.add(bad(3))
    assert list(tmp_path.iterdir()) == []
    manifest.write()
    rows = list(csv.DictReader((tmp_path / "manifest.csv").open(encoding="utf-8", newline="")))
    assert rows[0] == {
        "row": "2", "ref": "A1", "file": "0002-A1.pdf", "pages": "2", "sha256": "ab" * 32, "status": "made", "message": "",
    }  # fmt: skip
    assert (rows[1]["status"], rows[1]["file"], rows[1]["message"]) == ("failed", "", "areas: is empty")
    told = list(csv.DictReader((tmp_path / "decisions.csv").open(encoding="utf-8", newline="")))
    assert list(told[0]) == ["row", "ref", "kind", "id", "action", "because", "reason"]
    assert {one["because"] for one in told} == {"osteoporosis"}


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_no_cell_of_the_manifest_is_a_formula(begin: str, tmp_path: Path) -> None:
    manifest = Manifest(tmp_path, force=False)
    manifest.add(Outcome(2, f"{begin}1+cmd|'/c calc'!A1", "failed", problems=(RowProblem(None, f"{begin}2"),)))
    manifest.write()
    [row] = csv.DictReader((tmp_path / "manifest.csv").open(encoding="utf-8", newline=""))
    assert row["ref"] == f"'{begin}1+cmd|'/c calc'!A1"
    assert row["message"] == f"'{begin}2"
    assert row["row"] == "2"


def test_an_earlier_manifest_is_replaced_only_by_force(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("before")
    with pytest.raises(CannotWrite, match=r"manifest\.csv: is there already"):
        Manifest(tmp_path, force=False)
    Manifest(tmp_path, force=True).write()
    assert (tmp_path / "manifest.csv").read_text().startswith("row,ref,file")
