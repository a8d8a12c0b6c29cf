"""The words of a sheet that are the client's and the therapist's own. Everything else follows from the plan."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from handouts.library.model import Condition, Region
from handouts.request import Request
from handouts.words.fill import Phrases
from handouts.words.runs import Run, Text, plain

PERSONAL = frozenset({"client", "therapist", "date", "next_visit", "note"})  # values of Run.personal


@dataclass(frozen=True)
class Personal:
    """What is printed for each of the personal fields; None where nothing is."""

    client: str | None = None
    therapist: str | None = None
    date: str | None = None
    next_visit: str | None = None
    note: str | None = None

    def text(self, field: str) -> str:
        """The words of one field, "" where there are none."""
        value: str | None = getattr(self, field)
        return value or ""

    @property
    def present(self) -> tuple[bool, ...]:
        """Which of them there are, in the order of the fields."""
        return tuple(
            value is not None for value in (self.client, self.therapist, self.date, self.next_visit, self.note)
        )


def personal_words(request: Request, write_date: Callable[[dt.date], str]) -> Personal:
    """The personal words of a request. ``write_date``: a date as the region writes it."""
    return Personal(
        client=request.client or None,
        therapist=request.therapist or None,
        date=write_date(request.date) if request.date else None,
        next_visit=write_date(request.next_visit) if request.next_visit else None,
        note=request.note or None,
    )


def written_date(date: dt.date, phrases: Phrases, region: Region) -> str:
    """A date as people in the region write it, in the language of the phrases."""
    month = phrases.lines("calendar.months")[date.month - 1]
    return plain(phrases.text(f"calendar.date.{region.spelling}", day=date.day, month=month, year=date.year))


def with_words(text: Text, personal: Personal) -> Text:
    """The text with the personal runs said anew."""
    return tuple(
        Run(personal.text(run.personal), run.strong, run.personal, run.note, run.language)
        if run.personal in PERSONAL
        else run
        for run in text
    )


def note_cautions(note: str | None, conditions: Iterable[Condition], phrases: Phrases) -> tuple[str, ...]:
    """Lines for the therapist whose note asks for something that a condition forbids: the note is printed as it is."""
    if not note:
        return ()
    asked = {}
    for use, words in phrases.value("note.asks_for").items():
        found = re.search(rf"\b({'|'.join(map(re.escape, words))})\b", note, re.IGNORECASE)
        if found:
            asked[use] = found[1].lower()
    return tuple(
        f"the note says '{asked[use]}', which {condition.id} rules out ({use}); is that meant?"
        for condition in conditions
        for use in condition.blocks
        if use in asked
    )
