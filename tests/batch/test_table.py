"""Tables as other programs write them: every row is read, and one bad row costs only itself."""

from __future__ import annotations

import codecs
import csv
import io
from contextlib import suppress
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.batch import decode
from handouts.batch.decode import is_unreadable
from handouts.batch.table import Row, open_csv
from handouts.errors import InvalidData

HEADINGS = ("ref", "name", "areas")
DELIMITERS = st.sampled_from([",", ";", "\t"])
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])
ANY_TEXT = st.characters(codec="utf-8", exclude_characters="\0\ufffd")
PLAIN_TEXT = st.characters(min_codepoint=9, max_codepoint=126)
# Two of these in a row are never a letter of UTF-8.
WESTERN_TEXT = st.sampled_from("éèüñöàçÉßøåÄ abc,;\t\"'\n")

ENCODINGS = {
    "utf-8": (ANY_TEXT, b""),
    "utf-8-sig": (ANY_TEXT, b""),
    "utf-16-le with mark": (ANY_TEXT, codecs.BOM_UTF16_LE),
    "utf-16-be with mark": (ANY_TEXT, codecs.BOM_UTF16_BE),
    "utf-16-le": (PLAIN_TEXT, b""),
    "utf-16-be": (PLAIN_TEXT, b""),
    "cp1252": (WESTERN_TEXT, b""),
}


def read(data: bytes | str) -> list[Row]:
    raw = data.encode() if isinstance(data, str) else data
    return list(open_csv(io.BytesIO(raw), "clients.csv").rows)


def cells(data: bytes | str) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for row in read(data)]


def written(rows: list[list[str]], delimiter: str, line_end: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(rows)
    return f"{delimiter.join(HEADINGS)}{line_end}{text.getvalue()}"


# ---------------------------------------------------------------- dialects and encodings


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=40, deadline=None)
@given(data=st.data(), delimiter=DELIMITERS, line_end=LINE_ENDS, piece=st.sampled_from([16, 18, 50, 65_536]))
def test_rows_come_back_as_they_were_written(
    encoding: str, data: st.DataObject, delimiter: str, line_end: str, piece: int
) -> None:
    alphabet, mark = ENCODINGS[encoding]
    row = st.lists(st.text(alphabet, max_size=12), min_size=1, max_size=3)
    rows = data.draw(st.lists(row, min_size=1, max_size=8))
    rows.append(["last", "row", "neck"])
    raw = mark + written(rows, delimiter, line_end).encode(encoding.removesuffix(" with mark"))
    with patch.object(decode, "PIECE", piece):
        found = cells(raw)
    stripped = [(number, tuple(cell.strip() for cell in row)) for number, row in enumerate(rows, start=2)]
    assert found == [(number, row) for number, row in stripped if any(row)]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_at_all_break_the_reader(raw: bytes) -> None:
    with suppress(InvalidData):
        read(raw)


def test_a_windows_1252_file_is_read_even_where_its_first_such_letter_is_the_last_byte() -> None:
    assert cells("name,areas\nRené,neck\nZoë,hips:left".encode("cp1252"))[1] == (3, ("Zoë", "hips:left"))
    assert cells("areas,name\nneck,René".encode("cp1252")) == [(2, ("neck", "René"))]


def test_one_letter_cut_in_half_does_not_turn_a_utf_8_file_into_another() -> None:
    rows = read("name,areas\nRené,neck\n".encode() + b"Zo\xc3,neck\n" + "Łucja,neck\n".encode())
    assert [row.cells[0] for row in (rows[0], rows[2])] == ["René", "Łucja"]
    assert is_unreadable(rows[1].cells[0])


def test_the_delimiter_is_taken_from_the_headings_and_not_from_what_is_quoted_in_them() -> None:
    assert cells('"areas, with, sides";name\nneck;x\n') == [(2, ("neck", "x"))]
    assert cells("areas\nhips:left;neck\n") == [(2, ("hips:left;neck",))]


def test_a_line_that_names_the_separator_is_not_a_row() -> None:
    assert cells("sep=;\r\nareas;name\r\nneck;x, y\r\n") == [(2, ("neck", "x, y"))]


def test_a_space_after_the_comma_does_not_hide_the_quotes() -> None:
    assert cells('ref, areas\n1, "neck, both"\n') == [(2, ("1", "neck, both"))]


# ---------------------------------------------------------------- row numbers


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    text = 'name,areas\n"Two\nlines",neck\n\n,\n   \nAfter,neck\n'
    assert cells(text) == [(2, ("Two\nlines", "neck")), (6, ("After", "neck"))]


# ---------------------------------------------------------------- bad rows cost only themselves


@settings(max_examples=60, deadline=None)
@given(before=st.integers(0, 4), after=st.integers(0, 4), piece=st.sampled_from([16, 65_536]))
def test_an_unclosed_quote_costs_only_the_row_where_it_opens(before: int, after: int, piece: int) -> None:
    good = "x,neck\n"
    text = f'name,areas\n{good * before}"open,neck\n{good * after}'
    with patch.object(decode, "PIECE", piece):
        rows = read(text)
    bad = [row for row in rows if row.fault]
    assert [row.number for row in bad] == [2 + before]
    assert str(bad[0].fault).startswith(f"clients.csv:{2 + before}: a quote opens here and is not closed; ")
    assert [row.number for row in rows] == list(range(2, 3 + before + after))


def test_a_quote_that_would_swallow_a_long_file_is_found_within_bounds() -> None:
    rows = read('name,areas\n"open,neck\n' + "x,neck\n" * 20_000 + 'y"z,neck\n')
    assert len(rows) == 20_002
    assert [row.number for row in rows if row.fault] == [2]


def test_letters_after_a_closing_quote_are_said_to_be_just_that() -> None:
    rows = read('name,areas\n"a"b,neck\nx,neck\n')
    assert "letters follow a closing quote" in str(rows[0].fault)
    assert rows[1].cells == ("x", "neck")


def test_a_quoted_line_break_right_after_a_bad_row_is_still_one_row() -> None:
    rows = read('name,areas\n"open,neck\n"Two\nlines",hips:left\nx,neck\n')
    assert [(row.number, row.cells) for row in rows if not row.fault] == [
        (3, ("Two\nlines", "hips:left")),
        (4, ("x", "neck")),
    ]


def test_a_zero_byte_costs_its_row() -> None:
    rows = read("name,areas\nx,neck\nsome,longer,plain\0,row\ny,neck\n")
    assert [row.number for row in rows if row.fault] == [3]
    assert "zero byte" in str(rows[1].fault)


# ---------------------------------------------------------------- no table at all


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "clients.csv: is empty; its first line must name the columns"),
        (codecs.BOM_UTF8, "clients.csv: is empty"),
        (b"\n\n  \n", "clients.csv: is empty"),
        (b"name,areas\n", "clients.csv: has headings but no rows"),
        (b"name,areas\n,,\n\n", "clients.csv: has headings but no rows"),
        (b'"name,areas\n', "clients.csv:1: a quote opens here and is not closed"),
        (b"na\0me,areas and more plain words\nx,neck\n", "clients.csv:1: holds a zero byte"),
        (
            b"PK\x03\x04\x00\x00",
            "clients.csv: is an Excel or zip file, not a text table; save the table as 'CSV UTF-8'",
        ),
        (b"x" * 200_000, "clients.csv: a line is longer than 100000 letters"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(raw: bytes, said: str) -> None:
    with pytest.raises(InvalidData) as caught:
        read(raw)
    assert str(caught.value).startswith(said)


def test_a_line_without_end_is_an_error_after_the_rows_before_it() -> None:
    rows = open_csv(io.BytesIO(b"name,areas\nx,neck\n" + b"y" * 200_000), "clients.csv").rows
    assert next(rows).cells == ("x", "neck")
    with pytest.raises(InvalidData, match=r"clients\.csv:3: a line is longer"):
        next(rows)


def test_rows_are_read_as_they_are_asked_for() -> None:
    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.sent = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            self.sent += 1
            piece = b"areas\n" if self.sent == 1 else b"neck\n" * 100
            buffer[: len(piece)] = piece
            return len(piece)

    stream = Endless()
    rows = open_csv(io.BufferedReader(stream, 1_000), "endless").rows
    assert next(rows).cells == ("neck",)
    assert stream.sent < 1_000
