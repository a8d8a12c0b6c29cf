"""What can go wrong, said the same way everywhere: where, what, and what to do about it.

Every problem a user can cause is a :class:`HandoutsError`. It carries the place, the remedy and the
exit code, so that the command line needs one catcher and never prints a traceback for bad input.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command (documented in docs/errors.md)."""

    DONE = 0
    BUG = 1
    USAGE = 2
    INVALID_DATA = 3
    REFUSED_FOR_SAFETY = 4
    TEMPLATE_OR_PICTURE = 5
    CANNOT_WRITE = 6
    BATCH_PARTLY_FAILED = 7
    INTERRUPTED = 130


@dataclass(frozen=True)
class Where:
    """The place of a problem. ``row`` counts rows as a spreadsheet shows them (the heading is row 1)."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    row: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        number = self.row if self.row is not None else self.line
        parts = [self.file, number, self.column if self.row is None else None, self.field]
        return ":".join(str(part) for part in parts if part is not None)


class HandoutsError(Exception):
    """A problem the user can understand and mend."""

    exit_code: ExitCode = ExitCode.INVALID_DATA

    def __init__(self, message: str, *, where: Where | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = str(self.where) if self.where else ""
        text = f"{place}: {self.message}" if place else self.message
        return f"{text}; {self.hint}" if self.hint else text

    def at(self, where: Where) -> HandoutsError:
        """The same problem, seen from another place (a row of a table, a line of a file)."""
        return type(self)(self.message, where=where, hint=self.hint)


class UsageProblem(HandoutsError):
    """The command was asked for something that makes no sense (exit 2)."""

    exit_code = ExitCode.USAGE


class InvalidData(HandoutsError):
    """A request, a row, a clinic file or the library holds something that is not valid (exit 3)."""

    exit_code = ExitCode.INVALID_DATA


class RefusedForSafety(HandoutsError):
    """A rule forbids this sheet (exit 4)."""

    exit_code = ExitCode.REFUSED_FOR_SAFETY


class TemplateError(HandoutsError):
    """A template cannot be worded (exit 5)."""

    exit_code = ExitCode.TEMPLATE_OR_PICTURE


class PictureError(HandoutsError):
    """A picture is missing, broken or of a kind we cannot use (exit 5)."""

    exit_code = ExitCode.TEMPLATE_OR_PICTURE


class LayoutError(HandoutsError):
    """The words do not fit the page that was asked for (exit 5)."""

    exit_code = ExitCode.TEMPLATE_OR_PICTURE


class CannotWrite(HandoutsError):
    """A file or folder cannot be written (exit 6)."""

    exit_code = ExitCode.CANNOT_WRITE


# The gravest kind decides the exit code of several problems: a safety refusal must never hide behind a typing error.
_GRAVEST_FIRST = (
    ExitCode.REFUSED_FOR_SAFETY,
    ExitCode.CANNOT_WRITE,
    ExitCode.TEMPLATE_OR_PICTURE,
    ExitCode.INVALID_DATA,
    ExitCode.USAGE,
)


def _gravity(code: ExitCode) -> int:
    return _GRAVEST_FIRST.index(code) if code in _GRAVEST_FIRST else len(_GRAVEST_FIRST)


class Problems(HandoutsError):
    """Several problems found in one go, so that they can be mended in one go."""

    def __init__(self, problems: Sequence[HandoutsError]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
        self.exit_code = min((p.exit_code for p in problems), key=_gravity, default=ExitCode.INVALID_DATA)

    def at(self, where: Where) -> Problems:
        """All of them, seen from another place."""
        return Problems([problem.at(where) for problem in self.problems])

    def __reduce__(self) -> tuple[type[Problems], tuple[tuple[HandoutsError, ...]]]:
        # An exception travels as its text unless told otherwise, and text is no list of problems.
        return Problems, (self.problems,)


def raise_all(problems: Sequence[HandoutsError]) -> None:
    """Raise nothing, the one problem, or all of them together."""
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise Problems(problems)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like ``word``, if one is close enough to suggest."""
    match = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return match[0] if match else None


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint such as ``did you mean 'lower-back'?`` or nothing."""
    match = nearest(word, known)
    return f"did you mean '{match}'?" if match else None
