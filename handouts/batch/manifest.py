"""What became of every row, as two tables beside the sheets: manifest.csv, and the therapist's decisions.csv.

No client's name stands in either (unless the clinic asked for names in the file names). Both are kept aside
while the batch runs and written whole at its end.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable
from pathlib import Path

from handouts.batch.work import Outcome
from handouts.errors import CannotWrite, Where
from handouts.output import write_file

MANIFEST = "manifest.csv"
DECISIONS = "decisions.csv"
MANIFEST_COLUMNS = ("row", "ref", "file", "pages", "sha256", "status", "message")
DECISION_COLUMNS = ("row", "ref", "kind", "id", "action", "because", "reason")

_IN_MEMORY = 1_000_000  # bytes; more goes to an unnamed file in the same folder


class _Aside:
    """Lines of one table, kept until they are written."""

    def __init__(self, path: Path, columns: Iterable[str]) -> None:
        self._path = path
        # Kept in the same folder: what conditions a client has must not lie about elsewhere.
        self._bytes = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(path.parent))  # noqa: SIM115  # closed by write
        self.add(columns)

    def add(self, cells: Iterable[object]) -> None:
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow([_no_formula(cell) for cell in cells])
        try:
            self._bytes.write(line.getvalue().encode())
        except OSError as error:
            message = f"cannot be kept: {error.strerror or error}"
            raise CannotWrite(message, where=Where(file=str(self._path)), hint="check the space") from error

    def write(self) -> None:
        with self._bytes as kept:
            kept.seek(0)
            write_file(self._path, kept.read(), force=True)


def _no_formula(cell: object) -> object:
    """Spreadsheets run a cell that begins with one of these, and a reference is whatever the table says."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


class Manifest:
    """Both tables of one run."""

    def __init__(self, folder: Path, *, force: bool) -> None:
        """Raises CannotWrite where one of them is there already and may not be replaced."""
        for name in (MANIFEST, DECISIONS):
            if (folder / name).exists() and not force:
                hint = "use --force to make all sheets anew, or another folder"
                raise CannotWrite("is there already", where=Where(file=str(folder / name)), hint=hint)
        self._rows = _Aside(folder / MANIFEST, MANIFEST_COLUMNS)
        self._decisions = _Aside(folder / DECISIONS, DECISION_COLUMNS)

    def add(self, outcome: Outcome) -> None:
        """Note one row. ``message`` holds the problems of a row that failed, or the warnings of one made."""
        made = outcome.status == "made"
        message = "; ".join(outcome.warnings if made else map(str, outcome.problems))
        self._rows.add(
            (
                outcome.row,
                outcome.ref,
                outcome.file,
                outcome.pages if made else "",
                outcome.sha256,
                outcome.status,
                message,
            )
        )
        for one in outcome.decisions:
            because = (one.kind, one.id, one.action, one.because, one.reason)
            self._decisions.add((outcome.row, outcome.ref, *because))

    def write(self) -> None:
        """Put both in the folder. Raises CannotWrite."""
        self._rows.write()
        self._decisions.write()
