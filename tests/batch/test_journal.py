"""Journal, store and lock: a sheet counts as made only while it is there as noted, and no line can do harm."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handouts.batch import journal as journal_module
from handouts.batch import sync
from handouts.batch.edition import edition, order_digest
from handouts.batch.journal import Gone, Journal
from handouts.batch.lock import RunLock
from handouts.batch.print_run import sorting_key
from handouts.batch.rejected import family
from handouts.batch.shelf import BUNDLE, Shelf
from handouts.batch.store import FolderStore, Laid
from handouts.batch.work import Outcome
from handouts.clinic import no_clinic
from handouts.errors import CannotWrite
from handouts.request import read_request
from handouts.resources import Folders
from handouts.safety import Decision
from tests.conftest import ROOT

DECISION = Decision("exercise", "bridge", "drop", "osteoporosis", "loads the spine", ("S1",))


def outcome(row: int, **more: object) -> Outcome:
    made = Outcome(row, f"R{row}", "made", f"{row:04}.pdf", 2, "ab" * 32, digest="d" * 32, day="2026-03-12")
    return replace(made, **more)  # type: ignore[arg-type]


def written(folder: Path, *outcomes: Outcome) -> None:
    with Journal(folder) as journal:
        for one in outcomes:
            journal.note_outcome(one, 100, "7")
        journal.commit()


# ---------------------------------------------------------------- the journal


def test_what_was_noted_comes_back_with_warnings_and_decisions_kept_once(tmp_path: Path) -> None:
    told = outcome(2, warnings=("left out",), decisions=(DECISION,))
    written(tmp_path, told, replace(told, row=3, file="0003.pdf"), outcome(4))
    with Journal(tmp_path) as journal:
        ledger = journal.ledger
    assert [ledger.outcome(line) for line in ledger.sheets.values()] == [
        replace(told, status="kept"), replace(told, status="kept", row=3, file="0003.pdf"), outcome(4, status="kept"),
    ]  # fmt: skip
    assert (tmp_path / "journal.jsonl").read_text().count("loads the spine") == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2_000), st.binary(max_size=40))
def test_a_journal_that_is_torn_anywhere_gives_whole_lines_or_none_and_can_be_gone_on_with(
    tmp_path: Path, at: int, junk: bytes
) -> None:
    path = tmp_path / "journal.jsonl"
    path.unlink(missing_ok=True)
    written(tmp_path, *map(outcome, range(2, 8)))
    data = path.read_bytes()
    path.write_bytes(data[: at % (len(data) + 1)] + junk)
    written(tmp_path, outcome(50))
    with Journal(tmp_path) as journal:
        found = journal.ledger.sheets
    assert "0050.pdf" in found
    assert all(journal.ledger.outcome(line) == outcome(line.row, status="kept") for line in found.values())


def test_a_journal_full_of_old_lines_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "_MANY", 10)
    for _ in range(20):
        written(tmp_path, outcome(2), outcome(3))
    with Journal(tmp_path) as journal:
        assert set(journal.ledger.sheets) == {"0002.pdf", "0003.pdf"}
    assert len((tmp_path / "journal.jsonl").read_bytes().splitlines()) < 20


def test_what_is_gone_is_forgotten(tmp_path: Path) -> None:
    written(tmp_path, outcome(2), outcome(3))
    with Journal(tmp_path) as journal:
        journal.note(Gone(file="0002.pdf"))
        journal.commit()
    with Journal(tmp_path) as journal:
        assert set(journal.ledger.sheets) == {"0003.pdf"}


# ---------------------------------------------------------------- the shelf and the store


def laid(store: FolderStore, row: int) -> Outcome:
    return outcome(row, laid=store.lay(f"sheet {row}".encode()))


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    made = FolderStore(tmp_path)
    made.open()
    return made


def test_sheets_get_their_names_a_bundle_at_a_time_and_are_noted_first(store: FolderStore) -> None:
    noted: list[int] = []
    with Journal(store.own) as journal:
        shelf = Shelf(journal, store, lambda one: noted.append(one.row), lambda: 0.0)
        for row in range(BUNDLE - 1):
            shelf.add(laid(store, row))
        assert (noted, list(store.folder.glob("*.pdf"))) == ([], [])
        shelf.add(laid(store, BUNDLE))
        assert len(noted) == len(list(store.folder.glob("*.pdf"))) == BUNDLE
    assert (store.own / "journal.jsonl").read_bytes().count(b'"is":"sheet"') == BUNDLE


def test_a_small_bundle_does_not_wait_for_ever(store: FolderStore) -> None:
    now = iter([0.0, 0.1, 5.0])
    noted: list[Outcome] = []
    with Journal(store.own) as journal:
        shelf = Shelf(journal, store, noted.append, lambda: next(now))
        shelf.add(laid(store, 2))
        shelf.add(laid(store, 3))
    assert len(noted) == 2


def test_a_name_that_cannot_be_given_fails_its_row_alone(store: FolderStore) -> None:
    (store.folder / "0003.pdf").mkdir()
    noted: list[Outcome] = []
    with Journal(store.own) as journal:
        shelf = Shelf(journal, store, noted.append, lambda: 0.0)
        for row in (2, 3, 4):
            shelf.add(laid(store, row))
        shelf.settle()
        assert shelf.trouble is None
    assert [(one.row, one.status) for one in noted] == [(2, "made"), (3, "failed"), (4, "made")]
    assert noted[1].fault == "file"


def test_a_journal_that_takes_no_line_gives_no_sheet_its_name(
    store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[Outcome] = []
    with Journal(store.own) as journal:
        shelf = Shelf(journal, store, noted.append, lambda: 0.0)
        shelf.add(laid(store, 2))
        monkeypatch.setattr(os, "write", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        shelf.settle()
    assert shelf.trouble is not None
    assert [(one.status, one.fault) for one in noted] == [("left", "place")]
    assert not list(store.folder.glob("*.pdf"))
    assert not list((store.own / "parts").iterdir())


def test_what_is_thrown_away_can_be_taken_back_however_often_it_is_thrown(store: FolderStore) -> None:
    for text in ("first", "second", "third"):
        (store.folder / "a.pdf").write_text(text)
        store.throw_away("a.pdf")
    store.throw_away("a.pdf")
    trash = store.own / "trash"
    assert {path.name: path.read_text() for path in trash.iterdir()} == {
        "a.pdf": "first", "a-2.pdf": "second", "a-3.pdf": "third",
    }  # fmt: skip


@pytest.mark.parametrize("disk", [True, False])
@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_any_number_of_sheets_is_made_safe_with_or_without_the_systems_own_call(
    store: FolderStore, count: int, disk: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not disk:
        monkeypatch.setattr(sync, "_syncfs", lambda: None)
    sheets = [store.lay(b"x") for _ in range(count)]
    store.secure(sheets)
    with pytest.raises(CannotWrite, match="is gone"):
        store.secure([*sheets[:1], Laid("nothing.part", store.lay(b"x").found)])


# ---------------------------------------------------------------- the lock


def test_a_lock_is_held_once_and_dies_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    program = f"from handouts.batch.lock import RunLock\nfrom pathlib import Path\nimport sys\nlock = RunLock(Path({str(path)!r}))\n"
    program += "print(lock.take(), flush=True)\nsys.stdin.read()\n"
    other = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout
    assert other.stdout.readline() == "True\n"
    with RunLock(path) as lock:
        assert not lock.take()
        other.kill()
        other.communicate()
        assert lock.take()


def test_who_waits_gets_the_folder_when_the_other_run_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from handouts.cli.main import run

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path / "cache"))
    (tmp_path / "clients.csv").write_text("areas\nneck\n")
    (tmp_path / "sheets" / ".handouts").mkdir(parents=True)
    with RunLock(tmp_path / "sheets" / ".handouts" / "lock") as lock:
        assert lock.take()
        release = threading.Timer(0.6, lock.__exit__, (None, None, None))
        release.start()
        assert run(["batch", "clients.csv", "-o", "sheets", "--region", "uk", "--wait"]) == 0
        release.join()


# ---------------------------------------------------------------- editions, families, orders


def test_the_edition_is_made_of_contents_alone(tmp_path: Path) -> None:
    def made(name: str, text: str) -> str:
        templates = tmp_path / name
        (templates / "en").mkdir(parents=True)
        (templates / "en" / "words.yaml").write_text(text)
        (templates / ".hidden").write_text(name)
        return edition(no_clinic("uk"), "uk", Folders((templates,), ()))

    assert made("here", "words") == made("there", "words") != made("elsewhere", "other words")
    request = read_request({"areas": "neck"})
    assert order_digest("one", request) != order_digest("two", request)
    assert order_digest("one", request) != order_digest("one", read_request({"areas": "neck", "client": "Client"}))


@pytest.mark.parametrize(
    "name", ["clients.csv", "clients.xlsx", "clients.rejected.csv", "clients.rejected-2.csv", "folder/clients.jsonl"]
)
def test_a_table_and_its_rejected_rows_are_one_family(name: str) -> None:
    assert family(name) == "clients"


def test_print_runs_are_ordered_as_a_person_would() -> None:
    words = ["", "room 10", "Room 9", "b", "A", "7", "1-2", "1-10"]
    assert sorted(words, key=sorting_key) == ["1-2", "1-10", "7", "A", "b", "Room 9", "room 10", ""]
