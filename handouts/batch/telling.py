"""What is said about a row, without the client's name and without what stands in the wrong cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handouts.errors import CannotWrite, HandoutsError, Where
from handouts.request import cleaned

_NEARLY = "did you mean"
# Messages that are only given about words which have been found.
_KNOWN_WORD = re.compile(
    r"'[\w -]+' (?:has no|needs|was given|is only for|is several|is not a pain area|and '[\w -]+' do)\b"
)
_VALUES = (
    (re.compile(r"^'.*' (?=is\b)", re.DOTALL), "this "),  # 'x' is not a date
    (re.compile(r"(?<= detail) of .*", re.DOTALL), ""),  # ... is not a detail of x
    (re.compile(r", (?:not|found) .*$", re.DOTALL), ""),  # must be 1 to 3, not x
    (re.compile(r" ?'.*'", re.DOTALL), ""),  # unknown area 'x'
)


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with a row: the column (where it is one) and the words for it, without any name."""

    field: str | None
    text: str

    def __str__(self) -> str:
        return f"{self.field}: {self.text}" if self.field else self.text


def problems_of(errors: Iterable[HandoutsError], client: str | None) -> tuple[RowProblem, ...]:
    """What is wrong with one client's row."""
    return tuple(_told(error, client) for error in errors)


def _told(problem: HandoutsError, client: str | None) -> RowProblem:
    where = problem.where or Where()
    column = column_of(where.field) if where.field else None
    of_a_file = where.file is not None and where.row is None
    message = problem.message if of_a_file or column is None else _without_value(problem.message, problem.hint)
    text = f"{message}; {problem.hint}" if problem.hint else message
    if isinstance(problem, CannotWrite):
        text = f"its file {text}"  # which may be called after the client
    elif of_a_file:
        column, text = None, f"{where}: {text}"  # a template or picture of the clinic's own
    # On one line, and without what could steer a terminal: the message may repeat a cell that is nearly right.
    return RowProblem(column, *without_name([cleaned(text)], client))


def _without_value(message: str, hint: str | None) -> str:
    """The message without what stands in the cell, which may be a client's name in the wrong column.

    What is nearly a word we know is told, so that it can be found; and so are words we do know.
    """
    if hint and hint.startswith(_NEARLY):
        return message
    known = _KNOWN_WORD.match(message)
    lead, rest = (known[0], message[known.end() :]) if known else ("", message)
    for told, instead in _VALUES:
        rest = told.sub(instead, rest)
    return lead + rest


def without_name(texts: Sequence[str], client: str | None) -> tuple[str, ...]:
    """Each text once, with ``[name]`` where the client's stands."""
    unique = tuple(dict.fromkeys(texts))
    if not client or client.casefold() not in "\n".join(unique).casefold():
        return unique
    name = re.compile(rf"(?<!\w){re.escape(client)}(?!\w)", re.IGNORECASE)
    return tuple(name.sub("[name]", text) for text in unique)


def column_of(field: str) -> str:
    """The column a field of the request is read from."""
    return "name" if field == "client" else field
