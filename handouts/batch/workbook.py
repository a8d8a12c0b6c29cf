"""One sheet of a workbook (xlsx, ods, xlsb, xls) becomes rows of text. Needs python-calamine (the extra ``xlsx``).

Cells become what a person would type: 1001.0 is 1001, a date is 2026-03-12, yes is yes. How a number is shown (with
leading zeros, say) is not in the cell, so a reference like that is to be stored as text.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from handouts.batch.table import Row, Table, table_of
from handouts.errors import InvalidData, UsageProblem, Where, did_you_mean

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_LARGEST_WHOLE = 2**53  # beyond it a number of a spreadsheet is not exact


def open_workbook(stream: BinaryIO, name: str, sheet: str | None = None) -> Table:
    """The sheet of that name, or the only one that holds anything. Row numbers are the spreadsheet's own.

    Raises UsageProblem without the extra, for an unknown sheet or where it is not clear which is meant; InvalidData
    for what cannot be read.
    """
    try:
        import python_calamine
    except ImportError as error:
        hint = "pip install \"handouts[xlsx]\", or save the table as 'CSV UTF-8'"
        raise UsageProblem(f"{name} is a workbook, and what reads one is not installed", hint=hint) from error
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
    except python_calamine.PasswordError as error:
        hint = "save it without its password, or as 'CSV UTF-8'"
        raise InvalidData("is locked with a password", where=Where(file=name), hint=hint) from error
    except python_calamine.CalamineError as error:
        hint = "save the table as .xlsx, .ods or 'CSV UTF-8'"
        raise InvalidData("is no workbook that can be read", where=Where(file=name), hint=hint) from error
    except OSError as error:
        raise InvalidData(f"cannot be read: {error.strerror or error}", where=Where(file=name)) from error
    chosen = _chosen(book, name, sheet)
    place = f"{name}:{chosen}"
    try:
        cells = book.get_sheet_by_name(chosen).iter_rows()
    except python_calamine.CalamineError as error:
        raise InvalidData("is a sheet that cannot be read", where=Where(file=place)) from error
    return table_of(place, _rows(cells))


def _chosen(book: CalamineWorkbook, name: str, sheet: str | None) -> str:
    """The sheet's name as the workbook has it."""
    names = book.sheet_names
    if sheet is not None:
        if sheet in names:
            return sheet
        hint = did_you_mean(sheet, names) or f"there is {_listed(names)}"
        raise UsageProblem(f"{name} has no sheet '{sheet}'", hint=hint)
    filled = [one for one in names if book.get_sheet_by_name(one).height]
    if not filled:
        raise InvalidData("is empty", where=Where(file=name), hint="its first row must name the columns")
    if len(filled) > 1:
        raise UsageProblem(f"{name} has several sheets: {_listed(filled)}", hint="choose one with --sheet")
    return filled[0]


def _listed(names: list[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _rows(cells: Iterator[list[Any]]) -> Iterator[Row]:
    for number, values in enumerate(cells, start=1):
        row = Row.of(number, map(cell_text, values))
        if any(row.cells):
            yield row


def cell_text(value: Any) -> str:
    """A cell as a person would type it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) <= _LARGEST_WHOLE:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)
