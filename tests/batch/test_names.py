"""File names are predictable, safe everywhere, and never the same twice."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
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


def test_a_thousand_twins_take_no_time() -> None:
    assert names("{ref}", *(NameParts(row, DAY, ref="x") for row in range(5_000)))[-1] == "x-5000.pdf"


@given(st.lists(st.text(max_size=40), max_size=12))
def test_no_name_leaves_the_folder_or_comes_twice(refs: list[str]) -> None:
    found = names("{ref}", *(NameParts(row, DAY, ref=ref) for row, ref in enumerate(refs)))
    assert len({name.casefold() for name in found}) == len(refs)
    assert not any(set(name) & set('/\\:*?"<>|\0') or name.startswith(".") for name in found)


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
