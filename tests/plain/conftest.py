"""Whole sheets in words, to be written without paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pytest

from handouts.clinic import Clinic, ClinicFile, Link
from handouts.compose import Workshop
from handouts.library.store import Library
from handouts.request import read_request
from handouts.resources import Folders
from handouts.words import model as w

SHEETS: dict[str, dict[str, Any]] = {
    "basic": {
        "areas": ["lower-back", "hips:left"],
        "conditions": "osteoporosis",
        "client": 'Anne <b>"X"</b> & Co',
        "therapist": "T. O'Neil",
        "note": "Heat <i>before</i> bed.\nSee you & yours soon.",
        "date": "2026-03-12",
        "next_visit": "2026-03-26",
    },
    "full": {"areas": "jaw", "persistent": True, "tier": "full", "date": "2026-03-12", "variant": "mono"},
    "advice": {"areas": "calf-achilles", "red_flags": "rf-clot", "advice_sheet": True},
}

Worded = Callable[[str], w.Words]


@pytest.fixture(scope="session")
def workshop(library: Library, folders: Folders) -> Workshop:
    """A clinic in the UK."""
    file = ClinicFile(
        name="Clinic & Sons <x>",
        region="uk",
        phone="020 7946 0000",
        address=("1 Clinic Street",),
        link=Link(address="https://clinic.example/moves?a=1&b=2"),
    )
    return Workshop.open(library, Clinic(file), library.contents.regions["uk"], folders)


@pytest.fixture(scope="session")
def worded(workshop: Workshop) -> Worded:
    """The words of one of the sheets above."""

    @lru_cache
    def make(name: str) -> w.Words:
        request = read_request(SHEETS[name])
        return workshop.word(workshop.plan(request), request)

    return make
