"""The words of a sheet as plain text, to be read and compared whole.

A line is a place and what is said there. [client: ...] is a personal run with its field, **...** is strong, ^1 a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from handouts.words.model import Run, Text, Words


def dumped(words: Words) -> str:
    """All words in reading order."""
    return "\n".join(_lines(words, "")) + "\n"


def written(text: Text) -> str:
    """One text with its marks."""
    return "".join(_run(run) for run in text).replace("\u00a0", "~").replace("\n", "|")


def _run(run: Run) -> str:
    text = f"[{run.personal}: {run.text}]" if run.personal else f"^{run.text}" if run.note else run.text
    return f"**{text}**" if run.strong else text


def _lines(value: Any, place: str) -> Iterator[str]:
    if value is None or value == ():
        yield f"{place}: -"
    elif isinstance(value, tuple) and isinstance(value[0], Run):
        yield f"{place}: {written(value)}"
    elif isinstance(value, tuple) and isinstance(value[0], str):
        yield f"{place}: {', '.join(value)}"
    elif isinstance(value, tuple):
        for index, item in enumerate(value, start=1):
            yield from _lines(item, f"{place} {index}")
    elif is_dataclass(value):
        for one in fields(value):
            yield from _lines(getattr(value, one.name), f"{place}.{one.name}" if place else one.name)
    else:
        text = str(value).replace("\u00a0", "~")
        yield f"{place}: {text}"
