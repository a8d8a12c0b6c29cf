"""What a batch says while it runs and when it has ended: on standard error, without any client's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from handouts.batch.manifest import DECISIONS, MANIFEST
from handouts.batch.work import Outcome

REFRESH = 0.1  # seconds
ERASE = "\r\x1b[K"
PIECE = 1_000_000  # bytes


def estimated_rows(stream: BinaryIO) -> int | None:
    """About how many rows a file has, by its line ends. None for a stream that cannot be wound back."""
    if not stream.seekable():
        return None
    feeds = returns = 0
    while piece := stream.read(PIECE):
        feeds += piece.count(b"\n")
        returns += piece.count(b"\r")
    stream.seek(0)
    return max(1, (feeds or returns) - 1)


@dataclass
class Progress:
    """One line on a terminal that is written over and over. Does nothing where ``stream`` is none."""

    stream: TextIO
    clock: Callable[[], float]
    total: int | None = None
    _done: int = 0
    _begun: float = field(default=0.0, init=False)
    _shown: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._on = self.stream.isatty()
        self._begun = self._shown = self.clock()

    def step(self) -> None:
        """One row more."""
        self._done += 1
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
        if self.total is None or not rate:
            return f"{self._done} rows, {rate:.1f} a second"
        left = max(0, self.total - self._done) / rate
        return f"{self._done} of about {self.total} rows, {rate:.1f} a second, {_duration(left)} left"


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{round(seconds)} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"


@dataclass
class Tally:
    """How many rows ended how."""

    table: str
    folder: Path | None
    count: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one row."""
        self.count[outcome.status] += 1

    @property
    def any_failed(self) -> bool:
        """Whether a row has no sheet."""
        return bool(self.count["failed"] or self.count["refused"])

    def as_json(self, seconds: float, ended: str) -> dict[str, Any]:
        """The summary as one document (version 1). ``ended``: done, stopped, lost or unreadable."""
        return {
            "version": 1,
            "table": self.table,
            "folder": str(self.folder) if self.folder else None,
            "rows": self.count.total(),
            **{status: self.count[status] for status in ("made", "ready", "failed", "refused")},
            "seconds": round(seconds, 3),
            "rate": self._rate(seconds),
            "ended": ended,
        }

    def line(self, seconds: float) -> str:
        """The summary as a person reads it."""
        if self.folder is None:
            parts = [f"checked {_counted(self.count.total(), 'row')}: {self.count['ready']} can be made"]
        else:
            parts = [f"made {_counted(self.count['made'], 'sheet')}"]
        if self.count["failed"]:
            parts.append(f"{_counted(self.count['failed'], 'row')} failed")
        if self.count["refused"]:
            parts.append(f"{_counted(self.count['refused'], 'row')} refused for safety")
        text = f"{', '.join(parts)}, in {seconds:.1f} s ({self._rate(seconds):.1f} a second)"
        return f"{text}; see {self.folder / MANIFEST} and {DECISIONS}" if self.folder else text

    def _rate(self, seconds: float) -> float:
        return round((self.count["made"] + self.count["ready"]) / seconds, 2) if seconds > 0 else 0.0


def problem_lines(table: str, outcome: Outcome) -> list[str]:
    """Each problem of a row as ``clients.csv:14:areas: what; remedy``."""
    lines = []
    for problem in outcome.problems:
        place = f"{table}:{outcome.row}:{problem.field}" if problem.field else f"{table}:{outcome.row}"
        lines.append(f"{place}: {problem.text}")
    return lines


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
