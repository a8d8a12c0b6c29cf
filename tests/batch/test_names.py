"""File names are predictable, safe everywhere, and never the same twice."""

from __future__ import annotations

import datetime as dt
import unicodedata
from functools import partial
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.batch.names import DEFAULT_PATTERN, FileNames, NameParts
from handouts.errors import UsageProblem

DAY = dt.date(2026, 3, 12)


def names(pattern: str, *parts: NameParts) -> list[str]:
    files = FileNames(pattern, "--name")
    return [files.next_name(part) for part in parts]


def test_the_usual_name_is_row_and_reference() -> None:
    assert names(DEFAULT_PATTERN, NameParts(2, DAY, ref="A1"), NameParts(13, DAY)) == ["0002-A1.pdf", "0013.pdf"]


def test_a_clients_name_is_in_it_only_when_asked_for() -> None:
    part = NameParts(2, DAY, ref="A1", name="Client One", areas="hips:left; lower-back", therapist="T. Name")
    assert names(DEFAULT_PATTERN, part) == ["0002-A1.pdf"]
    assert names("{name} {date:%Y%m%d}.pdf", part) == ["Client-One-20260312.pdf"]
    assert names("{areas}-{date}-{therapist}", part) == ["hips-left+lower-back-2026-03-12-T.-Name.pdf"]


def test_twins_get_numbers_whatever_their_case() -> None:
    refs = ["a", "A", "a-2", "ß", "SS", "a"]
    found = names("{ref}", *(NameParts(row, DAY, ref=ref) for row, ref in enumerate(refs)))
    assert found == ["a.pdf", "A-2.pdf", "a-2-2.pdf", "ß.pdf", "SS-2.pdf", "a-3.pdf"]


# What spreadsheets hold and systems stumble over.
NASTY = st.sampled_from(
    ["con", "NUL", "com1", "COM¹", "lpt9.txt", "aux.", "conin$", "..", ".", "../../etc", "C:\\x", "a/b", "a:b", "x" * 400,
     "é" * 200, "\u1100\u1161" * 90, "한" * 90, "ΐ" * 100, "\U0001f9d8\u200d\u2640\ufe0f" * 30, "İ", "ı", "ß", "ẞ", "ﬁ", "K",
     "e\u0301", "é", "\u202egpj.exe", "trailing. .", " - ", "\ud800", "\ufffe", "\x00", "\x7f", "\t\n", "-rf", "~", "=1+1", "+44", "@x", "%00", "a.pdf"]
)  # fmt: skip
PARTS = st.lists(
    st.one_of(st.text(max_size=300), NASTY, st.tuples(NASTY, st.text(max_size=5)).map("".join)), max_size=12
)


def devices() -> set[str]:
    ports = {f"{port}{figure}" for port in ("com", "lpt") for figure in "0123456789¹²³"}
    return ports | {"con", "prn", "aux", "nul", "conin$", "conout$"}


@settings(max_examples=400, deadline=None)
@given(PARTS)
def test_a_name_is_one_that_linux_macos_and_windows_take(refs: list[str]) -> None:
    for name in names("{ref}", *(NameParts(row, DAY, ref=ref) for row, ref in enumerate(refs))):
        stem = name.removesuffix(".pdf")
        assert stem
        assert name == unicodedata.normalize("NFC", name)
        assert not set(name) & set('/\\:*?"<>|')
        assert all(unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn") for letter in name)
        assert not stem.startswith((".", "-", " ", "=", "+", "@", "~"))
        assert not stem.endswith((".", " "))
        assert name.split(".")[0].casefold() not in devices()
        assert len(name.encode()) <= 255
        assert len(unicodedata.normalize("NFD", name).encode("utf-16-le")) // 2 <= 255
        assert PurePosixPath(name).name == name == PureWindowsPath(name).name


@settings(max_examples=400, deadline=None)
@given(PARTS)
def test_no_two_names_are_one_on_a_system_that_ignores_case_or_composes_letters(refs: list[str]) -> None:
    found = names("{ref}", *(NameParts(row, DAY, ref=ref) for row, ref in enumerate(refs)))
    for same in (str.casefold, str.lower, str.upper, partial(unicodedata.normalize, "NFD"),
                 lambda name: unicodedata.normalize("NFKD", name.upper()).casefold()):  # fmt: skip
        assert len({same(name) for name in found}) == len(refs)


@settings(max_examples=100, deadline=None)
@given(PARTS)
def test_the_same_rows_always_get_the_same_names(refs: list[str]) -> None:
    parts = [NameParts(row, DAY, ref=ref) for row, ref in enumerate(refs)]
    assert names("{ref}", *parts) == names("{ref}", *parts)


def test_a_thousand_twins_take_no_time() -> None:
    assert names("{ref}", *(NameParts(row, DAY, ref="x") for row in range(5_000)))[-1] == "x-5000.pdf"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{rwo}", "--name: '{rwo}' is not part of a name; did you mean 'row'?"),
        ("{row", "--name: '{row' is not a pattern for names"),
        ("{}", "is not part of a name"),
        ("{ref.__class__}", "is not part of a name"),
        ("{ref!r}", "cannot be written that way"),
        ("{row:999999}", "cannot be written that way; write it like {row:04}"),
        ("{date:%B}", "cannot be written that way"),
        ("{row:{ref}}", "cannot be written that way"),
        ("sheet", "--name: 'sheet' is the same for every row"),
    ],
)
def test_a_pattern_that_cannot_be_followed_is_refused_at_once(pattern: str, said: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        FileNames(pattern, "--name")
    assert said in str(caught.value)
