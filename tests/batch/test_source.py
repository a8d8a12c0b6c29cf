"""Tables of every kind: workbooks and JSON lines give the same rows as CSV, each with its place."""

from __future__ import annotations

import builtins
import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.batch.source import open_table
from handouts.batch.table import Table
from handouts.batch.workbook import cell_text
from handouts.errors import HandoutsError, InvalidData, UsageProblem

Sheets = dict[str, list[list[Any]]]
ROWS: Sheets = {
    "Friday": [
        [], ["ref", "areas", "date", "persistent"], [1001, "neck", dt.date(2026, 3, 12), True], [],
        ["0012", "hips:left", dt.datetime(2026, 3, 12, 10, 30), False], [2.5, " knee ", "12 March 2026", None],
    ],
    "Empty": [],
}  # fmt: skip


def xlsx(sheets: Sheets) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row, start=1):
                sheet.cell(number, place, cell)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def ods(sheets: Sheets) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table as OdfTable
    from odf.table import TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = OdfTable(name=name)
        for row in rows or [[]]:
            line = TableRow()
            for cell in row or [None]:
                line.addElement(_odf_cell(cell, TableCell, P))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    data = io.BytesIO()
    document.write(data)
    return data.getvalue()


def _odf_cell(cell: Any, kind: Callable[..., Any], words: Callable[..., Any]) -> Any:
    if cell is None:
        return kind()
    if isinstance(cell, bool):
        made = kind(valuetype="boolean", booleanvalue=str(cell).lower())
    elif isinstance(cell, (int, float)):
        made = kind(valuetype="float", value=str(cell))
    elif isinstance(cell, dt.date):
        made = kind(valuetype="date", datevalue=cell.isoformat())
    else:
        made = kind(valuetype="string")
    made.addElement(words(text=str(cell)))
    return made


def opened(data: bytes, name: str = "clients", sheet: str | None = None) -> Table:
    return open_table(io.BytesIO(data), name, sheet=sheet)


# ---------------------------------------------------------------- workbooks


@pytest.mark.parametrize("write", [xlsx, ods])
def test_cells_of_a_workbook_are_what_a_person_would_type(write: Callable[[Sheets], bytes]) -> None:
    table = opened(write(ROWS), "clients.xlsx")
    assert table.name == "clients.xlsx:Friday"
    assert (table.headings.number, table.headings.cells[:4]) == (2, ("ref", "areas", "date", "persistent"))
    assert [(row.number, row.cells[:4]) for row in table.rows] == [
        (3, ("1001", "neck", "2026-03-12", "yes")),
        (5, ("0012", "hips:left", "2026-03-12 10:30:00", "no")),
        (6, ("2.5", "knee", "12 March 2026", "")),
    ]


@pytest.mark.parametrize("write", [xlsx, ods])
def test_of_several_sheets_one_is_chosen_by_name_and_never_by_chance(write: Callable[[Sheets], bytes]) -> None:
    data = write({"Thursday": ROWS["Friday"], "Friday": [["areas"], ["foot"]]})
    assert [row.cells for row in opened(data, "c.xlsx", "Friday").rows] == [("foot",)]
    with pytest.raises(UsageProblem, match=r"c has several sheets: 'Thursday', 'Friday'; choose one with --sheet"):
        opened(data, "c")
    with pytest.raises(UsageProblem, match=r"has no sheet 'Frday'; did you mean 'Friday'\?"):
        opened(data, "c", "Frday")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 and no more", "c.xlsx: is no workbook that can be read; save the table as .xlsx"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "c.xlsx: is no workbook that can be read"),
        (xlsx({"One": []}), "c.xlsx: is empty; its first row must name the columns"),
        (xlsx({"One": [["areas"]]}), "c.xlsx:One: has headings but no rows"),
    ],
)
def test_a_workbook_that_holds_no_table_is_said_to_hold_none(data: bytes, said: str) -> None:
    with pytest.raises(InvalidData) as caught:
        opened(data, "c.xlsx")
    assert str(caught.value).startswith(said)


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    there = builtins.__import__

    def absent(name: str, *more: Any) -> Any:
        if name == "python_calamine":
            raise ImportError
        return there(name, *more)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(UsageProblem, match=r'pip install "handouts\[xlsx\]"'):
        opened(b"PK\x03\x04")


@given(st.one_of(st.floats(), st.integers(), st.booleans(), st.text(), st.datetimes(), st.dates(), st.times()))
def test_any_cell_becomes_text(value: Any) -> None:
    text = cell_text(value)
    assert isinstance(text, str)
    assert not (isinstance(value, float) and abs(value) < 1e15 and text.endswith(".0"))


# ---------------------------------------------------------------- JSON lines


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_json_lines_are_rows_whatever_keys_each_has() -> None:
    data = lines(
        {"areas": ["hips:left", "neck"], "ref": 7}, {"ref": "A2", "name": "Zoë", "persistent": True, "areas": None}
    )
    table = opened(b"\n" + data, "clients.jsonl")
    assert table.headings.cells == ("areas", "ref", "name", "persistent")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("hips:left;neck", "7", "", "")), (3, ("", "A2", "Zoë", "yes")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"areas": "neck"', "is not JSON"),
        (b'["neck"]', "is JSON, but no object"),
        (b'{"areas": {"a": 1}}', "holds an object within its object"),
        (b'{"areas": "neck", "areas ": "knee"}', "has a key twice"),
        (b'{"areas": NaN}', "holds NaN, which is no number"),
        (b"[" * 100_000, "is not JSON"),
    ],
)
def test_a_line_that_is_no_row_costs_only_itself(line: bytes, said: str) -> None:
    rows = list(opened(lines({"areas": "neck"}) + line + b"\n" + lines({"areas": "foot"}), "c.jsonl").rows)
    assert [row.number for row in rows] == [1, 2, 3]
    assert str(rows[1].fault).startswith(f"c.jsonl:2: {said}")
    assert rows[1].raw == (line.decode(),)
    assert rows[2].cells == ("foot",)


@pytest.mark.parametrize("data", [b"{}\n", b'[{"areas": "neck"}]\n', b"[\n  1\n]\n", b"{\n"])
def test_json_that_is_no_json_lines_is_told_how_to_be(data: bytes) -> None:
    with pytest.raises(InvalidData, match="c:") as caught:
        opened(data, "c")
    assert "one object a line" in str(caught.value) or "no rows" in str(caught.value)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(["ref", "areas", "note"]), st.text(max_size=20), min_size=1), min_size=1)
)
def test_what_json_lines_say_comes_back(rows: list[dict[str, str]]) -> None:
    try:
        table = opened(lines(*rows))
    except HandoutsError:
        return
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row.values())]
    found = [(row.number, dict(zip(table.headings.cells, row.cells, strict=True))) for row in table.rows]
    assert [number for number, _ in found] == [number for number, _ in filled]
    for (_, cells), (_, row) in zip(found, filled, strict=True):
        assert {key: value for key, value in cells.items() if value} == {
            key: value.strip() for key, value in row.items() if value.strip()
        }


# ---------------------------------------------------------------- and CSV


def test_a_sheet_is_asked_only_of_a_workbook() -> None:
    with pytest.raises(UsageProblem, match=r"clients.csv is no workbook, so it has no sheet 'Friday'"):
        opened(b"areas\nneck\n", "clients.csv", "Friday")


def test_a_long_csv_table_comes_through_whole_after_it_was_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("ref,areas\n" + "".join(f"R{number},neck\n" for number in range(50_000)))
    with open(path, "rb") as stream:
        rows = list(open_table(stream, "long.csv").rows)
    assert (len(rows), rows[-1].cells) == (50_000, ("R49999", "neck"))
