"""What texts are made of: runs, which know whether they are somebody's own words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """A stretch of text with one look."""

    text: str
    strong: bool = False
    personal: str | None = None  # field name: client, therapist, date, next_visit, note, clinic ...
    note: int | None = None  # a raised footnote number; text is then its digits
    language: str | None = None  # where it differs from the sheet's


Text = tuple[Run, ...]


def plain(text: Text) -> str:
    """The words alone, footnote figures left out."""
    return "".join(run.text for run in text if run.note is None)


def said(text: str, *, strong: bool = False) -> Text:
    """A text of one run."""
    return (Run(text, strong=strong),)
