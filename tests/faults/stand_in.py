"""A batch with a stand-in for the workshop: sheets of a few kilobytes that can be told from any other, in no time.

Also a program of its own (``python -m tests.faults.stand_in TABLE -o FOLDER ...``), so that it can be killed.
"""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts.cli.batch_command import command, make_batch
from handouts.compose import Sheet
from handouts.errors import HandoutsError, Problems
from handouts.plan import Plan
from handouts.request import Request

LARGEST = 40_000  # bytes of a sheet
HEADINGS = ("ref", "name", "areas", "note", "date")


def bytes_of(ref: str | None, note: str | None) -> bytes:
    """The sheet of that row: the same every time, another for every row, now small and now large."""
    seed = hashlib.sha256(f"{ref}|{note}".encode()).digest()
    size = 500 + int.from_bytes(seed[:4], "big") % LARGEST
    return b"%PDF-1.7\n" + (seed * (size // len(seed) + 1))[:size] + b"\n%%EOF\n"


@dataclass(frozen=True)
class StandIn:
    """Makes a sheet of a request. What is to happen on the way depends on the row's reference.

    ``slow``: seconds a sheet takes. ``deadly``: its worker is killed; only once where ``marker`` is a path.
    ``removes``: a folder that goes when that row is made.
    """

    slow: float = 0.0
    deadly: str = ""
    marker: str = ""
    removes: tuple[str, str] = ("", "")

    def __call__(self, request: Request) -> Sheet:
        if self.slow:
            time.sleep(self.slow)
        if self.deadly and request.ref == self.deadly and self._still_deadly():
            os.kill(os.getpid(), signal.SIGKILL)
        ref, folder = self.removes
        if ref and request.ref == ref:
            shutil.rmtree(folder)
        return Sheet(bytes_of(request.ref, request.note), 2, _plan(), ())

    def _still_deadly(self) -> bool:
        if not self.marker:
            return True
        try:
            Path(self.marker).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def _plan() -> Plan:
    """A plan that says nothing; nobody reads more of it than its warnings and decisions."""
    return _Nothing()  # type: ignore[return-value]


class _Nothing:
    warnings: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()


def write_table(path: Path, rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> Path:
    """A CSV file."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)
    return path


def plain_rows(count: int) -> list[list[str]]:
    """Rows that are all right."""
    return [[f"R{number}", f"Client {number}", "neck", f"note {number}", "2026-03-12"] for number in range(count)]


def run_stand_in(arguments: Sequence[str], compose: Callable[[Request], Sheet] | None) -> int:
    """``handouts batch`` with another composer (or its own for None); the exit code. Errors go to standard error."""
    context = command.make_context("batch", [*arguments, "--region", "uk"])
    try:
        return make_batch(context.params, compose)
    except HandoutsError as error:
        for problem in error.problems if isinstance(error, Problems) else (error,):
            print(f"handouts: {problem}", file=sys.stderr)
        return int(error.exit_code)


def lost(folder: Path, rows: Sequence[Sequence[str]]) -> int:
    """How many rows have no sheet, or another than theirs, or one the manifest does not tell of.

    The folder must hold nothing else: no half-written file, no second sheet.
    """
    with open(folder / "manifest.csv", encoding="utf-8", newline="") as file:
        told = {one["ref"]: one for one in csv.DictReader(file)}
    missing, files = 0, set()
    for row in rows:
        ref, note = row[0], row[3]
        one = told.get(ref, {"file": "", "status": ""})
        path, expected = folder / one["file"], bytes_of(ref, note)
        there = one["status"] == "made" and path.is_file() and path.read_bytes() == expected
        if not there or one["sha256"] != hashlib.sha256(expected).hexdigest():
            missing += 1
        files.add(one["file"])
    assert {path.name for path in folder.glob("*.pdf")} == files
    assert not list((folder / ".handouts" / "parts").iterdir())
    return missing


def damaged(folder: Path, rows: Sequence[Sequence[str]]) -> list[str]:
    """Sheets that are not whole, whatever moment this is."""
    expected = {f"{number:04}-{row[0]}.pdf": bytes_of(row[0], row[3]) for number, row in enumerate(rows, start=2)}
    return [path.name for path in folder.glob("*.pdf") if path.read_bytes() != expected[path.name]]


if __name__ == "__main__":
    sys.exit(run_stand_in(sys.argv[2:], StandIn(slow=float(sys.argv[1]))))
