"""The rows that could not be made, as a table that is ready to be mended and run again.

It stands beside the table it comes from. Its first two columns say which row it was and what is wrong with it; the
others hold the cells as they were. What somebody has mended in it is never written over.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from handouts.batch.columns import REASON, REJECTED_ROW, Columns
from handouts.batch.journal import Journal
from handouts.batch.table import Row, Table
from handouts.batch.work import Outcome
from handouts.errors import CannotWrite
from handouts.output import cannot_write, write_pieces

_MARK = "\ufeff"  # spreadsheets read a table without it in some alphabet of their own
_IN_MEMORY = 1_000_000  # bytes
_PIECE = 65_536  # bytes
_ENDING = re.compile(r"\.rejected(?:-\d+)?$")


def family(table: str) -> str:
    """What a table and those of its rejected rows have in common: the name without suffix and ``.rejected``."""
    return _ENDING.sub("", Path(table).stem)


class RejectedRows:
    """Rejected rows of one run. Use as a context; nothing is written but by :meth:`write`."""

    def __init__(self, table: Table, columns: Columns, aside: Path) -> None:
        """``aside`` is a folder for what does not fit into memory."""
        self._delimiter = table.delimiter
        self._columns = columns
        self._kept: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(aside))  # noqa: SIM115
        self.count = 0
        headings = columns.own(table.headings.raw)
        self._add(_MARK + self._line((REJECTED_ROW, REASON, *headings)))

    def __enter__(self) -> RejectedRows:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def add(self, row: Row, outcome: Outcome) -> None:
        """A row that cannot be made as it stands. Raises CannotWrite where there is no room to keep it."""
        reason = "; ".join(map(str, outcome.problems))
        raw = row.raw if row.fault else self._columns.own(row.raw)
        self._add(self._line((str(outcome.row), reason, *raw)))
        self.count += 1

    def write(self, table: Path, journal: Journal, *, through: bool) -> Path | None:
        """Write them beside the table; where there are none, remove what an earlier run wrote there.

        Only a file as we left it is replaced or removed; ``through``: the whole table was gone through. The path of
        what was written, or None. Raises CannotWrite.
        """
        for path in _candidates(table):
            if not journal.may_replace(path):
                continue  # mended, or not ours
            if self.count:
                write_pieces(path, self._pieces(), force=True)
                journal.note_written(path)
                return path
            if through:
                _remove(path)
            return None
        raise CannotWrite("every name for the rejected rows is taken", hint="remove some of those files")

    def _add(self, line: str) -> None:
        try:
            data = line.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:  # half a letter, which only JSON can write
            data = line.encode("utf-8", "replace")
        try:
            self._kept.write(data)
        except OSError as error:
            message = f"the rejected rows cannot be kept: {error.strerror or error}"
            raise CannotWrite(message, hint="check the space") from error

    def _line(self, cells: tuple[str, ...]) -> str:
        line = io.StringIO()
        csv.writer(line, delimiter=self._delimiter, lineterminator="\r\n").writerow(cells)
        return line.getvalue()

    def _pieces(self) -> Iterator[bytes]:
        self._kept.seek(0)
        while piece := self._kept.read(_PIECE):
            yield piece


def _candidates(table: Path) -> Iterator[Path]:
    """Names beside the table; never the table's own."""
    stem = family(table.name)
    for number in range(1, 1_000):
        path = table.with_name(f"{stem}.rejected{f'-{number}' if number > 1 else ''}.csv")
        if path.name != table.name:
            yield path


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(path, error) from error
