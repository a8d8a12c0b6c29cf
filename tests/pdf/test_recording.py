"""What was painted for one document comes out the same in another."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from handouts.clinic import no_clinic
from handouts.compose import Workshop
from handouts.formes import Formes
from handouts.library.store import Library
from handouts.page import stock
from handouts.page.blocks.base import Block
from handouts.page.stock import Shelf
from handouts.request import Request, read_request
from handouts.resources import Folders

ASKED: list[dict[str, Any]] = [
    {"areas": "lower-back", "client": "Anna"},
    {"areas": "hamstrings:left", "variant": "mono"},
    {"areas": "lower-back; hips:left", "client": "Łucja", "note": "Mind the step."},
    {"areas": "neck", "next_visit": "2026-05-02"},
    {"areas": "neck; upper-back", "theme": "warm"},
    {"areas": "lower-back", "client": "Anna", "date": dt.date(2026, 1, 2)},
]


def opened(library: Library, folders: Folders) -> Workshop:
    return Workshop.open(library, no_clinic("uk"), library.contents.regions["uk"], folders)


def asked(number: int) -> Request:
    return read_request(ASKED[number])


def test_a_sheet_is_the_same_whatever_was_made_before_it(library: Library, folders: Folders) -> None:
    alone = [opened(library, folders).compose(asked(number)).pdf for number in range(len(ASKED))]
    busy = opened(library, folders)
    for number in (5, 4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5):
        forgetful = replace(busy, formes=Formes())  # laid out anew, with the blocks of the sheets before
        object.__setattr__(forgetful, "pictures", busy.pictures)
        assert forgetful.compose(asked(number)).pdf == alone[number], number


def test_a_card_is_painted_once_for_many_sheets(
    library: Library, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = opened(library, folders)
    workshop.compose(asked(0))
    painted: list[str] = []
    paint = Block._paint
    monkeypatch.setattr(Block, "_paint", lambda block: (painted.append(block.name), paint(block))[1])
    object.__setattr__(workshop, "formes", Formes())
    workshop.compose(asked(0))
    assert painted
    assert not [name for name in painted if name.startswith("card")]


def test_nothing_personal_is_on_a_shelf(library: Library, folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Block] = []
    monkeypatch.setattr(Shelf, "put", lambda shelf, key, made: kept.append(made))
    workshop = opened(library, folders)
    for number in range(len(ASKED)):
        workshop.compose(asked(number))
    assert len(kept) > 20
    assert not [block.name for block in kept if block.slots]


def test_sheets_of_one_file_share_no_element(library: Library, folders: Folders) -> None:
    workshop = opened(library, folders)
    workshop.compose(asked(0))
    first, second = (workshop.bind(asked(0), f"C{number}").layout for number in (1, 2))
    nodes = [{id(one) for node in layout.reading_order() for one in node.descendants()} for layout in (first, second)]
    assert nodes[0].isdisjoint(nodes[1])


def test_a_full_shelf_drops_what_was_used_least_lately_and_gives_no_number_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stock, "MOST_BLOCKS", 2)
    monkeypatch.setattr(stock, "MOST_HEIGHTS", 2)
    shelf: Shelf[str] = Shelf()
    numbers = [shelf.number(words) for words in ("a", "b", "a", "c", "a")]
    assert numbers == [0, 1, 0, 2, 3]
    for words in "ab":
        shelf.put((words,), words)
    assert shelf.get(("a",)) == "a"
    shelf.put(("c",), "c")
    assert [shelf.get((words,)) for words in "abc"] == ["a", None, "c"]
    assert shelf.height(("x",), lambda: 1.0) == shelf.height(("x",), lambda: 2.0) == 1.0
