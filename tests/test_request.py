"""A request from options, cells or a stored file is the same request, or a located problem."""

from __future__ import annotations

import contextlib
import datetime as dt
import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handouts.errors import HandoutsError, InvalidData, Problems, Where
from handouts.request import Request, cleaned, read_date, read_request, stored


def test_options_cells_and_lists_give_the_same_request() -> None:
    cells = read_request({"areas": "lower-back; hips:left", "conditions": "osteoporosis", "exercises": "bridge:sets=2"})
    lists = read_request(
        {"areas": ["lower-back", "hips:left"], "conditions": ["osteoporosis"], "exercises": ["bridge:sets=2"]}
    )
    assert cells == lists


@pytest.mark.parametrize(
    ("text", "day_first", "date"),
    [
        ("2026-03-12", True, dt.date(2026, 3, 12)),
        ("2026-03-12T09:30:00", True, dt.date(2026, 3, 12)),
        ("12/03/2026", True, dt.date(2026, 3, 12)),
        ("03/12/2026", False, dt.date(2026, 3, 12)),
        ("12.3.2026", True, dt.date(2026, 3, 12)),
        ("12 March 2026", True, dt.date(2026, 3, 12)),
        ("", True, None),
    ],
)
def test_dates_as_people_and_spreadsheets_write_them(text: str, day_first: bool, date: dt.date | None) -> None:
    assert read_date(text, day_first=day_first) == date


@pytest.mark.parametrize("text", ["2026-02-30", "31/02/2026", "tomorrow", "13/13/2026", "2026", "12/03/26"])
def test_a_date_that_is_none_is_told(text: str) -> None:
    with pytest.raises(InvalidData, match="is not a date"):
        read_date(text)


def test_every_problem_of_a_row_is_told_with_its_place() -> None:
    with pytest.raises(Problems) as caught:
        read_request({"areas": "lower-back:up", "date": "x", "tier": "basik"}, where=Where(file="c.csv", row=14))
    assert sorted(str(p).split(": ")[0] for p in caught.value.problems) == [
        "c.csv:14:areas",
        "c.csv:14:date",
        "c.csv:14:tier",
    ]


requests = st.builds(
    dict,
    areas=st.lists(st.sampled_from(["lower-back", "hips:left", "knee:right", "neck"]), min_size=1, unique=True),
    conditions=st.lists(
        st.sampled_from(["osteoporosis", "pregnancy-t2:weeks=20", "heart-disease:cleared"]), unique=True
    ),
    exercises=st.lists(
        st.sampled_from(["bridge:sets=2,hold=5", "walking:minutes=10", "bird-dog:times=3/week"]), unique=True
    ),
    client=st.text(min_size=1, max_size=60),
    note=st.text(max_size=200),
    date=st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    persistent=st.booleans(),
)


@given(values=requests)
def test_a_stored_request_reads_back_the_same(values: dict[str, object]) -> None:
    try:
        request = read_request(values)
    except HandoutsError:
        return  # a name of control signs only
    text = yaml.safe_dump(stored(request), allow_unicode=True, sort_keys=False)
    assert read_request(yaml.safe_load(text)) == request


@given(text=st.text())
def test_cleaning_drops_nothing_that_can_be_seen(text: str) -> None:
    clean = cleaned(text)
    seen = [c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] in "LNPSM"]
    assert [c for c in clean if unicodedata.category(c)[0] in "LNPSM"] == seen
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in clean)
    assert cleaned(clean) == clean


@given(
    values=st.dictionaries(
        st.sampled_from(Request.__struct_fields__), st.text(max_size=40) | st.integers() | st.booleans()
    )
)
def test_wild_values_give_a_request_or_a_clear_problem(values: dict[str, object]) -> None:
    with contextlib.suppress(HandoutsError):
        request = read_request(values)
        assert request.areas or request.programme
