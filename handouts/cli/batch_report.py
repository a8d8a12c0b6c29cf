"""What a batch says while it runs and when it has ended: on standard error, without any client's name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import click

from handouts.batch.manifest import DECISIONS, MANIFEST
from handouts.batch.source import WORKBOOKS
from handouts.batch.work import Outcome

REFRESH = 0.1  # seconds
ERASE = "\r\x1b[K"
PIECE = 1_000_000  # bytes
MOST_ROWS_TOLD = 50  # whose problems are told one by one
MOST_WARNINGS_TOLD = 5  # kinds of them
MOST_WARNINGS_COUNTED = 1_000  # kinds of them


def estimated_rows(stream: BinaryIO) -> int | None:
    """About how many rows a file has, by its line ends. None for a workbook, or where it cannot be wound back."""
    if not stream.seekable():
        return None
    feeds = returns = 0
    piece = stream.read(PIECE)
    workbook = piece.startswith(WORKBOOKS)  # whose line ends mean nothing
    while piece and not workbook:
        feeds += piece.count(b"\n")
        returns += piece.count(b"\r")
        piece = stream.read(PIECE)
    stream.seek(0)
    return None if workbook else max(1, (feeds or returns) - 1)


@dataclass
class Progress:
    """One line on a terminal that is written over and over. Does nothing where ``stream`` is none."""

    stream: TextIO
    clock: Callable[[], float]
    total: int | None = None
    _done: int = 0
    _failed: int = 0
    _begun: float = field(default=0.0, init=False)
    _shown: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._on = self.stream.isatty()
        self._begun = self._shown = self.clock()

    def step(self, *, failed: bool = False) -> None:
        """One row more."""
        self._done += 1
        self._failed += failed
        now = self.clock()
        if self._on and now - self._shown >= REFRESH:
            self._shown = now
            self.stream.write(f"{ERASE}{self._line(now - self._begun)}")
            self.stream.flush()

    def clear(self) -> None:
        """Make room for another line."""
        if self._on:
            self.stream.write(ERASE)
            self.stream.flush()

    def _line(self, seconds: float) -> str:
        rate = self._done / seconds if seconds > 0 else 0.0
        parts = [f"{self._done} rows" if self.total is None else f"{self._done} of about {self.total} rows"]
        parts.append(f"{rate:.1f} a second")
        if self.total is not None and rate:
            parts.append(f"{_duration(max(0, self.total - self._done) / rate)} left")
        if self._failed:
            parts.append(f"{self._failed} failed so far")
        return ", ".join(parts)


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{round(seconds)} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"


@dataclass
class Tally:
    """How many rows ended how, and what else was done in the folder."""

    table: str
    folder: Path | str | None
    count: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    warned: int = 0
    older: int = 0
    gone: int = 0
    pruned: int = 0
    thrown_away: int = 0
    zipped: int | None = None
    bound: list[Path] = field(default_factory=list)
    rejected_file: Path | None = None

    def add(self, outcome: Outcome, today: str) -> None:
        """Count one row. ``today`` (ISO) tells which sheets without a date of their own are of another day."""
        self.count[outcome.status if outcome.asked else "left"] += 1
        self.older += outcome.status == "kept" and outcome.day not in ("", today)
        if outcome.asked and outcome.status in ("made", "ready"):
            self.warned += bool(outcome.warnings)
            for text in outcome.warnings:
                if text in self.warnings or len(self.warnings) < MOST_WARNINGS_COUNTED:
                    self.warnings[text] += 1

    @property
    def any_failed(self) -> bool:
        """Whether a row has no sheet."""
        return bool(self.count["failed"] or self.count["refused"])

    def as_json(self, seconds: float, ended: str) -> dict[str, Any]:
        """The summary. ``ended``: done, stopped, lost (workers), unreadable (the table) or unwritable (the folder)."""
        return {
            "event": "summary",
            "version": 1,
            "table": self.table,
            "folder": str(self.folder) if self.folder else None,
            "rows": self.count.total(),
            **{status: self.count[status] for status in ("made", "kept", "ready", "failed", "refused", "left")},
            "gone": self.gone,
            "pruned": self.pruned,
            "thrown_away": self.thrown_away,
            "zipped": self.zipped,
            "merged": [str(path) for path in self.bound],
            "rejected_file": str(self.rejected_file) if self.rejected_file else None,
            "warned": self.warned,
            "seconds": round(seconds, 3),
            "rate": self._rate(seconds),
            "ended": ended,
        }

    def line(self, seconds: float) -> str:
        """The summary as a person reads it."""
        count = self.count
        if self.folder is None:
            parts = [f"checked {_counted(count.total(), 'row')}: {count['ready']} can be made"]
        else:
            parts = [f"made {_counted(count['made'], 'sheet')}"]
        if count["kept"]:
            parts.append(f"{count['kept']} there already")
        if count["failed"]:
            parts.append(f"{_counted(count['failed'], 'row')} failed")
        if count["refused"]:
            parts.append(f"{_counted(count['refused'], 'row')} refused for safety")
        if count["left"]:
            parts.append(f"{_counted(count['left'], 'row')} left alone")
        text = f"{', '.join(parts)}, in {seconds:.1f} s ({self._rate(seconds):.1f} a second)"
        return f"{text}; see {self.folder}/{MANIFEST} and {DECISIONS}" if self.folder else text

    def notes(self) -> list[str]:
        """What a person should know besides."""
        common = self.warnings.most_common(MOST_WARNINGS_TOLD)
        notes = [f"warning: {_counted(number, 'sheet')}: {text}" for text, number in common]
        if len(self.warnings) > MOST_WARNINGS_TOLD:
            notes.append(f"warning: {self.warned} sheets have warnings; all are in {MANIFEST}")
        if self.older:
            older = _counted(self.older, "sheet")
            notes.append(f"{older} without a date in the row kept that of an earlier day; --fresh makes all anew")
        if self.thrown_away:
            earlier = _counted(self.thrown_away, "earlier sheet")
            notes.append(f"{earlier} of rows that have none now moved to .handouts/trash")
        if self.gone:
            notes.append(f"{_counted(self.gone, 'sheet')} of rows that are gone still there; --prune moves them away")
        if self.pruned:
            notes.append(f"{_counted(self.pruned, 'sheet')} of rows that are gone moved to .handouts/trash")
        if self.zipped is not None:
            notes.append(f"{_counted(self.zipped, 'sheet')} put into the zip file")
        if self.bound:
            notes.append(f"print run in {', '.join(map(str, self.bound))}")
        if self.rejected_file:
            notes.append(f"mend the rows in {self.rejected_file} and run it into the same folder")
        return notes

    def _rate(self, seconds: float) -> float:
        return round((self.count["made"] + self.count["ready"]) / seconds, 2) if seconds > 0 else 0.0


@dataclass(frozen=True)
class Events:
    """What happens, as JSON lines for programs; ``stream`` None: nobody asked."""

    stream: TextIO | None

    def tell(self, event: dict[str, Any]) -> None:
        """One line."""
        if self.stream is not None:
            click.echo(json.dumps(event, ensure_ascii=False), file=self.stream)


@dataclass
class Report:
    """Everything that is said about one run."""

    tally: Tally
    progress: Progress
    events: Events
    today: str
    _told: int = 0

    def say(self, text: str) -> None:
        """A line of its own on standard error."""
        self.progress.clear()
        click.echo(f"handouts: {text}", err=True)

    def started(self, jobs: int) -> None:
        """Before the first row."""
        folder = str(self.tally.folder) if self.tally.folder else None
        self.events.tell({"event": "started", "version": 1, "table": self.tally.table, "folder": folder, "jobs": jobs})

    def row(self, outcome: Outcome) -> None:
        """One row, once it is true for good."""
        self.tally.add(outcome, self.today)
        failed = outcome.asked and outcome.status in ("failed", "refused")
        if failed:
            self._tell_problems(outcome)
        self.events.tell(row_event(outcome))
        self.progress.step(failed=failed)

    def ended(self, how: str, seconds: float) -> None:
        """After the last row."""
        if how == "stopped":
            self.say("stopped on the way; the same command goes on from here")
        if how == "lost":
            self.say("workers were lost again and again; the rows after that were not made")
        if self._told > MOST_ROWS_TOLD:
            where = f"; all are in {MANIFEST}" if self.tally.folder else ""
            self.say(f"{self._told - MOST_ROWS_TOLD} more rows have problems{where}")
        for note in self.tally.notes():
            self.say(note)
        self.say(self.tally.line(seconds))
        self.events.tell(self.tally.as_json(seconds, how))

    def _tell_problems(self, outcome: Outcome) -> None:
        self._told += 1
        if self._told <= MOST_ROWS_TOLD:
            self.progress.clear()
            for line in problem_lines(self.tally.table, outcome):
                click.echo(line, err=True)


def row_event(outcome: Outcome) -> dict[str, Any]:
    """One row's line among the events."""
    return {
        "event": "row",
        "row": outcome.row,
        "ref": outcome.ref,
        "status": outcome.status if outcome.asked else "left",
        "file": outcome.file if outcome.stands else None,
        "pages": outcome.pages if outcome.stands else None,
        "sha256": outcome.sha256 or None,
        "problems": [{"field": problem.field, "text": problem.text} for problem in outcome.problems],
        "warnings": list(outcome.warnings),
    }


def problem_lines(table: str, outcome: Outcome) -> list[str]:
    """Each problem of a row as ``clients.csv:14:areas: what; remedy``."""
    lines = []
    for problem in outcome.problems:
        place = f"{table}:{outcome.row}:{problem.field}" if problem.field else f"{table}:{outcome.row}"
        lines.append(f"{place}: {problem.text}")
    return lines


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
