"""JSON lines: one object a line, its keys are the columns. Rows are numbered by lines, the first is 1."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any, BinaryIO, NoReturn, cast

from handouts.batch.decode import PIECE, decoded_lines
from handouts.batch.table import Row, Table
from handouts.batch.workbook import cell_text
from handouts.errors import InvalidData, Where

_IN_MEMORY = 64_000_000  # bytes; more is kept in an unnamed file
_HINT = 'write one object a line, such as {"ref": "A1", "areas": "neck"}'


class _NotPlain(ValueError):
    """A line that is JSON and yet no row."""


def open_json_lines(stream: BinaryIO, name: str) -> Table:
    """The table in a stream. It is gone through twice: any line may have keys that no other has.

    Raises InvalidData where no line can be read.
    """
    kept = _kept(stream)
    columns: dict[str, None] = {}
    read = 0
    for _, _, found in _objects(kept, name):
        if not isinstance(found, InvalidData):
            columns.update(dict.fromkeys(found))
            read += 1
        elif not read and found.hint == _HINT:
            raise found
    if not columns:
        raise InvalidData("holds no rows", where=Where(file=name), hint=_HINT)
    headings = Row.of(0, columns)
    return Table(name, headings, _rows(kept, name, tuple(columns)))


def _kept(stream: BinaryIO) -> IO[bytes]:
    """The stream's bytes, to be read as often as needed."""
    kept: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # lives as long as the table
    while piece := stream.read(PIECE):
        kept.write(piece)
    return kept


def _rows(kept: IO[bytes], name: str, columns: tuple[str, ...]) -> Iterator[Row]:
    for number, text, found in _objects(kept, name):
        if isinstance(found, InvalidData):
            yield Row(number, (), found, (text,))
            continue
        row = Row.of(number, (found.get(column, "") for column in columns))
        if any(row.cells):
            yield row


def _objects(kept: IO[bytes], name: str) -> Iterator[tuple[int, str, dict[str, str] | InvalidData]]:
    """Each line that holds anything, its number and what it comes to."""
    kept.seek(0)
    for number, line in enumerate(decoded_lines(cast(BinaryIO, kept)), start=1):
        text = line.strip()
        if not text:
            continue
        where = Where(file=name, row=number)
        try:
            yield number, text, _cells(text)
        except _NotPlain as error:
            yield number, text, InvalidData(str(error), where=where, hint=_HINT)
        except (ValueError, RecursionError):
            yield number, text, InvalidData("is not JSON", where=where, hint="compare it with the lines around it")


def _cells(text: str) -> dict[str, str]:
    found = json.loads(text, object_pairs_hook=_once, parse_constant=_refused)
    if not isinstance(found, dict):
        raise _NotPlain("is JSON, but no object")
    return {key: _cell(value) for key, value in found.items()}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        raise _NotPlain("holds an object within its object")
    if isinstance(value, list):
        return ";".join(map(_cell, value))
    return cell_text(value)


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are there once: of two that are the same nobody knows which is meant."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key.strip() in found:
            raise _NotPlain("has a key twice")
        found[key.strip()] = value
    return found


def _refused(word: str) -> NoReturn:
    raise _NotPlain(f"holds {word}, which is no number")
