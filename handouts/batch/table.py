"""A CSV file becomes rows, one after the other, each with the number a spreadsheet would show.

A row that cannot be read is still a row: it carries its fault, and reading goes on at the next line. Other kinds
of files (workbook.py, json_lines.py) make a :class:`Table` in their own way.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from handouts.batch.decode import LONGEST_LINE, SAVE_AS, decoded_lines
from handouts.errors import HandoutsError, InvalidData, Where

DELIMITERS = (",", ";", "\t")
EXAMPLE = "ref,name,areas"
MOST_HEADING_LINES = 20

_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*(?:"|$)')


@dataclass(frozen=True)
class Row:
    """One row: cells without blanks around them. With a ``fault`` it could not be read and has no cells.

    ``raw`` are the cells as they were written, or the whole line as the only one where it could not be read.
    """

    number: int
    cells: tuple[str, ...]
    fault: InvalidData | None = None
    raw: tuple[str, ...] = ()

    @classmethod
    def of(cls, number: int, raw: Iterable[str]) -> Row:
        """A row of cells as they were written."""
        written = tuple(raw)
        return cls(number, tuple(cell.strip() for cell in written), raw=written)


@dataclass(frozen=True)
class Table:
    """A table opened for reading. ``rows`` can be gone through once; empty rows are left out, but counted.

    ``name`` is how messages call it; ``delimiter`` parts the cells of one that is written like it.
    """

    name: str
    headings: Row
    rows: Iterator[Row]
    delimiter: str = DELIMITERS[0]


def open_csv(stream: BinaryIO, name: str) -> Table:
    """The table in a stream of bytes; ``name`` is how messages call it.

    Raises InvalidData for what is empty, is no text or has no readable heading line; so does going through
    the rows where a line never ends.
    """
    records = _Records(decoded_lines(stream))
    table = table_of(name, _rows(records, name))
    return replace(table, delimiter=records.delimiter)


def table_of(name: str, rows: Iterator[Row]) -> Table:
    """A table of rows, whose first are the headings. Raises InvalidData where there are none, or nothing but them."""
    headings = next(rows, None)
    if headings is None:
        hint = f"its first line must name the columns, such as {EXAMPLE}"
        raise InvalidData("is empty", where=Where(file=name), hint=hint)
    if headings.fault:
        raise headings.fault
    first = next(rows, None)
    if first is None:
        hint = "write one row for each client"
        raise InvalidData("has headings but no rows", where=Where(file=name), hint=hint)
    return Table(name, headings, itertools.chain([first], rows))


def _rows(records: _Records, name: str) -> Iterator[Row]:
    number = 0
    try:
        for cells, fault in records:
            number += 1
            if fault:
                where = Where(file=name, row=number)
                yield Row(number, (), InvalidData(fault.message, where=where, hint=fault.hint), cells)
                continue
            row = Row.of(number, cells)
            if any(row.cells):
                yield row
    except HandoutsError as error:
        raise error.at(Where(file=name, row=number + 1 if number else None)) from error
    except OSError as error:
        raise InvalidData(f"cannot be read: {error.strerror or error}", where=Where(file=name)) from error


class _Unending(Exception):
    """A quoted cell goes on for longer than any row."""


class _Records:
    """Lines become records. A record that cannot be read costs its first line alone, not what follows it."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._size = 0
        self.delimiter = DELIMITERS[0]

    def __iter__(self) -> Iterator[tuple[tuple[str, ...], InvalidData | None]]:
        """Each record's cells as written, or its first line and what is wrong with it."""
        self.delimiter = self._find_delimiter()
        reader = self._reader(self.delimiter)
        while True:
            self._taken, self._size = [], 0
            try:
                cells = tuple(next(reader))
            except StopIteration:
                return
            except (csv.Error, _Unending):
                fault = self._quote_fault()
                self._again.extendleft(reversed(self._taken[1:]))
                line = self._taken[0].rstrip("\r\n")
                reader = self._reader(self.delimiter)
                yield (line,), fault
                continue
            if any("\0" in line for line in self._taken):
                whole = "".join(self._taken).rstrip("\r\n")
                yield (whole,), InvalidData("holds a zero byte, so it is not plain text", hint=SAVE_AS)
                continue
            yield cells, None

    def _reader(self, delimiter: str) -> Iterator[list[str]]:
        return csv.reader(self._feed(), delimiter=delimiter, strict=True, skipinitialspace=True)

    def _feed(self) -> Iterator[str]:
        while (line := self._next_line()) is not None:
            self._taken.append(line)
            self._size += len(line)
            if self._size > LONGEST_LINE:
                raise _Unending
            yield line

    def _next_line(self) -> str | None:
        return self._again.popleft() if self._again else next(self._lines, None)

    def _quote_fault(self) -> InvalidData:
        closed_badly = len(self._taken) == 1 and self._taken[0].count('"') % 2 == 0
        message = "letters follow a closing quote" if closed_badly else "a quote opens here and is not closed"
        return InvalidData(message, hint='put quotes around the whole cell and double those inside it: ""')

    def _find_delimiter(self) -> str:
        """From the headings, or from a line ``sep=;`` before them, which spreadsheets write and hide."""
        line = self._next_line()
        if line is None:
            return DELIMITERS[0]
        told = _SEPARATOR_LINE.fullmatch(line)
        if told:
            return told[1]
        seen = [line]
        # The heading may stand below empty lines, and a quoted heading may have a line break in it.
        while (not line.strip() or "".join(seen).count('"') % 2) and len(seen) < MOST_HEADING_LINES:
            line = self._next_line()
            if line is None:
                break
            seen.append(line)
        self._again.extendleft(reversed(seen))
        bare = _QUOTED.sub("", "".join(seen))
        return max(DELIMITERS, key=bare.count)
