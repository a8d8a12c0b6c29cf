"""What the check finds: where, what, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from handouts.errors import HandoutsError, Problems, Where
from handouts.library.located import Document

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend. ``rule`` is a short id (claim, grade, length ...) for programs that sort findings."""

    file: str
    line: int
    rule: str
    what: str
    remedy: str
    severity: Severity = "error"


def finding(
    document: Document,
    steps: tuple[str | int, ...],
    rule: str,
    what: str,
    remedy: str,
    severity: Severity = "error",
) -> Finding:
    """A finding at one part of a file; ``steps`` lead to it as in Document.where."""
    return Finding(document.name, document.where(*steps).line or 1, rule, what, remedy, severity)


def from_problem(problem: HandoutsError, rule: str = "library") -> list[Finding]:
    """What the reader of the library, a clinic file or a template refused, as findings."""
    if isinstance(problem, Problems):
        return [one for inner in problem.problems for one in from_problem(inner, rule)]
    where = problem.where or Where()
    return [Finding(where.file or "", where.line or 1, rule, problem.message, problem.hint or "correct it there")]


def is_inside(file: str, folder: Path) -> bool:
    """Whether a file lies in the folder."""
    return Path(file).resolve().is_relative_to(folder.resolve())
