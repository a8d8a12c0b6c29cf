"""Which kind of table a stream of bytes is: by what it begins with, so that standard input works like a file."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import BinaryIO, cast

from handouts.batch.table import Table, open_csv
from handouts.errors import UsageProblem

_HEAD = 4_096  # bytes looked at
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # zip (xlsx, ods) and the old Office form (xls, or a locked xlsx)


class Rewound:
    """A stream whose first bytes have been looked at, whole again. Reads and nothing else."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        """As a file's: at most ``size`` bytes, all of them where it is negative."""
        if size < 0 or not self._head:
            head, self._head = self._head, b""
            return head + self._rest.read(size)
        piece, self._head = self._head[:size], self._head[size:]
        return piece


def open_table(stream: BinaryIO, name: str, *, sheet: str | None = None) -> Table:
    """The table in a stream: CSV, JSON lines, or one sheet of a workbook.

    Raises InvalidData for what is no table, UsageProblem for a sheet where there are none or for a workbook without
    the extra that reads it.
    """
    head = stream.read(_HEAD)
    whole = cast(BinaryIO, Rewound(head, stream))
    if head.startswith(WORKBOOKS):
        from handouts.batch.workbook import open_workbook

        return open_workbook(whole, name, sheet)
    if sheet is not None:
        raise UsageProblem(f"{name} is no workbook, so it has no sheet '{sheet}'", hint="leave --sheet out")
    opener: Callable[[BinaryIO, str], Table] = open_csv
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith((b"{", b"[")):
        from handouts.batch.json_lines import open_json_lines

        opener = open_json_lines
    return opener(whole, name)
