"""What became of every row, beside the sheets: manifest.csv, manifest.jsonl, and the therapist's decisions.csv.

No client's name stands in them (unless the clinic asked for names in the file names). They say how the folder
stands, not how the run went: a run that was broken off and taken up again ends with the same bytes as one that was
not. All are kept aside while the batch runs and written whole at its end.
"""

from __future__ import annotations

import csv
import heapq
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

from handouts.batch.store import OWN_FOLDER
from handouts.batch.work import Outcome
from handouts.errors import CannotWrite, Where
from handouts.output import write_pieces

MANIFEST = "manifest.csv"
MANIFEST_LINES = "manifest.jsonl"
DECISIONS = "decisions.csv"
MANIFEST_COLUMNS = ("row", "ref", "file", "pages", "sha256", "status", "message")
DECISION_COLUMNS = ("row", "ref", "kind", "id", "action", "because", "reason")

_IN_MEMORY = 1_000_000  # bytes; more goes to an unnamed file in the same folder
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Outcome)


class Manifest:
    """What is told of one run's rows. Use as a context; nothing is written but by :meth:`write`."""

    def __init__(self, folder: Path, *, ours: bool) -> None:
        """``ours``: what stands there is of an earlier run. Raises CannotWrite where it is not."""
        for name in (MANIFEST, MANIFEST_LINES, DECISIONS):
            if (folder / name).exists() and not ours:
                hint = "use --force to replace it, or another folder"
                raise CannotWrite("is there already", where=Where(file=str(folder / name)), hint=hint)
        self._folder = folder
        # Kept in the same folder: what conditions a client has must not lie about elsewhere.
        aside = folder / OWN_FOLDER
        self._kept: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(aside))  # noqa: SIM115

    def __enter__(self) -> Manifest:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def add(self, outcome: Outcome) -> None:
        """Note one row. Raises CannotWrite where there is no room to keep it."""
        try:
            self._kept.write(_ENCODER.encode(outcome) + b"\n")
        except OSError as error:
            place = Where(file=str(self._folder / MANIFEST))
            message = f"cannot be kept: {error.strerror or error}"
            raise CannotWrite(message, where=place, hint="check the space") from error

    def outcomes(self) -> Iterator[Outcome]:
        """All rows noted so far, in their order."""
        self._kept.seek(0)
        for line in self._kept:
            yield _DECODER.decode(line)

    def write(self, others: Iterable[Outcome] = ()) -> None:
        """Put all in the folder. ``others`` are rows of an earlier run, by row. Raises CannotWrite."""

        def rows() -> Iterator[Outcome]:
            return heapq.merge(self.outcomes(), others, key=lambda one: one.row)

        others = tuple(others)
        tables: tuple[tuple[str, Callable[[Iterable[Outcome]], Iterator[bytes]]], ...] = (
            (MANIFEST, manifest_table),
            (MANIFEST_LINES, manifest_lines),
            (DECISIONS, decisions_table),
        )
        for name, table in tables:
            write_pieces(self._folder / name, table(rows()), force=True)


def manifest_table(outcomes: Iterable[Outcome]) -> Iterator[bytes]:
    """The manifest as CSV. ``message`` holds the problems of a row that failed, or the warnings of a sheet."""
    yield _line(MANIFEST_COLUMNS)
    for one in outcomes:
        message = "; ".join(one.warnings if one.stands else map(str, one.problems))
        file, pages = (one.file, one.pages) if one.stands else ("", "")
        yield _line((one.row, one.ref, file, pages, one.sha256, standing(one), message))


def manifest_lines(outcomes: Iterable[Outcome]) -> Iterator[bytes]:
    """The manifest as JSON lines, decisions included."""
    for one in outcomes:
        yield _ENCODER.encode(as_document(one)) + b"\n"


def as_document(one: Outcome) -> dict[str, Any]:
    """One row as programs read it (version 1)."""
    return {
        "row": one.row,
        "ref": one.ref,
        "status": standing(one),
        "file": one.file if one.stands else None,
        "pages": one.pages if one.stands else None,
        "sha256": one.sha256 or None,
        "problems": [{"field": problem.field, "text": problem.text} for problem in one.problems],
        "warnings": list(one.warnings),
        "decisions": [
            {"kind": d.kind, "id": d.id, "action": d.action, "because": d.because, "reason": d.reason}
            for d in one.decisions
        ],
    }


def decisions_table(outcomes: Iterable[Outcome]) -> Iterator[bytes]:
    """What the rules changed on each sheet and why."""
    yield _line(DECISION_COLUMNS)
    for one in outcomes:
        for d in one.decisions:
            yield _line((one.row, one.ref, d.kind, d.id, d.action, d.because, d.reason))


def standing(one: Outcome) -> str:
    """How the row stands, whenever its sheet was made."""
    return "made" if one.stands else one.status


def _line(cells: Iterable[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([_plain(cell) for cell in cells])
    return line.getvalue().encode()


def _plain(cell: object) -> object:
    """Spreadsheets run a cell that begins with one of these, and a reference is whatever the table says.

    The writer would let a carriage return stand as the end of a line.
    """
    if not isinstance(cell, str):
        return cell
    cell = cell.replace("\r", " ")
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell
