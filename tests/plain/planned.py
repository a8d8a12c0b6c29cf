"""Every text of a sheet in the order in which it is to be read, as it was planned: found from the words alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handouts.words import model as w
from handouts.words.model import Run, Text

ORDER = (
    "band", "title", "in_short", "flags", "body_map", "causes", "techniques", "claims", "aftercare", "week",
    "precautions", "exercises", "diary", "pain_scale", "note", "teach_back", "next_visit", "link", "foot", "footer",
)  # fmt: skip
# What only paper has: figures in columns, letters in discs, the short form where every step is told.
ON_PAPER = {"dose", "how", "front", "back", "left", "right", "figures", "close_ups", "labels", "page_of", "title"}


def planned_texts(words: w.Words) -> Iterator[str]:
    """Each text without its notes' figures and with plain spaces."""
    for part in ORDER:
        value = getattr(words, part)
        if part == "footer":
            yield from map(said, (value.emergency, value.version, value.review))
        elif part == "foot" and not value.sources:
            yield from map(said, value.disclaimer)
        elif value is not None:
            yield from _texts(value)


def said(text: Text) -> str:
    """As it is compared: notes left out, white space even."""
    return " ".join("".join(run.text for run in text if run.note is None).replace("\u00a0", " ").split())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, tuple) and value and isinstance(value[0], Run):
        if said(value):
            yield said(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, w.Card):
        for part in (value.name, value.dose_line, *value.steps):
            yield said(part)
        for fact in value.facts:
            yield from (said(fact.label), said(fact.text))
    elif isinstance(value, w.Diary):
        for text in (value.heading, *value.days, *value.rows, *value.pain_rows):
            yield said(text)
    elif isinstance(value, w.Link):
        yield said(value.label)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            if name not in ON_PAPER:
                yield from _texts(getattr(value, name))


def missing_from(text: str, words: w.Words) -> list[str]:
    """The planned texts that do not follow each other in the text."""
    text, place, missing = " ".join(text.replace("\u00a0", " ").split()), 0, []
    for wanted in planned_texts(words):
        found = text.find(wanted, place)
        if found < 0:
            missing.append(wanted)
        else:
            place = found + len(wanted)
    return missing
