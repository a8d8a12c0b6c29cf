"""The journal beside the sheets: what was made of what, so that the same command goes on where it stopped.

One JSON object a line, only ever added to. A sheet is noted before it gets its name, and counts as done only while
its file is there as noted: so a line that is too early costs a sheet made twice, and never one that is missing. A
line that was torn by a power cut, or damaged, is passed over. No client's name stands in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

import msgspec

from handouts.batch.scroll import FileScroll, Scroll
from handouts.batch.store import found_at
from handouts.batch.telling import RowProblem
from handouts.batch.work import Fault, Outcome, Status
from handouts.errors import CannotWrite
from handouts.safety import Decision

JOURNAL = "journal.jsonl"
_MANY = 1_000  # lines that may be out of date before the journal is written anew


class _Line(msgspec.Struct, frozen=True, kw_only=True, tag_field="is", omit_defaults=True):
    """Base of the lines."""


class Run(_Line, frozen=True, kw_only=True, tag="run"):
    """A run begins: whose sheets these are."""

    table: str


class Remarks(_Line, frozen=True, kw_only=True, tag="remarks"):
    """Warnings and decisions, which many sheets share."""

    id: str
    warnings: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()


class SheetLine(_Line, frozen=True, kw_only=True, tag="sheet"):
    """A sheet: its order's digest, and its file's size, stamp and SHA-256.

    ``day`` is the date (ISO) a sheet got because its row has none.
    """

    file: str
    row: int
    order: str
    sha256: str
    size: int
    stamp: str
    pages: int
    ref: str = ""
    remarks: str = ""
    day: str = ""


class BadLine(_Line, frozen=True, kw_only=True, tag="bad"):
    """A row without a sheet."""

    file: str
    row: int
    refused: bool
    ref: str = ""
    problems: tuple[RowProblem, ...] = ()
    fault: Fault = "row"


class Gone(_Line, frozen=True, kw_only=True, tag="gone"):
    """A file that is no concern of ours any more."""

    file: str


class Written(_Line, frozen=True, kw_only=True, tag="written"):
    """Another file of ours, by its name, as we left it: if somebody has changed it since, it is not written over."""

    name: str
    size: int
    stamp: str


Line: TypeAlias = Run | Remarks | SheetLine | BadLine | Gone | Written
_DECODER = msgspec.json.Decoder(Line)
_ENCODER = msgspec.json.Encoder()


class Ledger:
    """What the journal comes to: the last word about every file."""

    def __init__(self) -> None:
        self.table = ""
        self.sheets: dict[str, SheetLine] = {}
        self.bad: dict[str, BadLine] = {}
        self.remarks: dict[str, Remarks] = {}
        self.written: dict[str, Written] = {}
        self.damaged = 0

    def take(self, line: Line) -> None:
        """One line more."""
        match line:
            case SheetLine():
                self.sheets[line.file] = line
                self.bad.pop(line.file, None)
            case BadLine():
                self.bad[line.file] = line
            case Remarks():
                self.remarks[line.id] = line
            case Gone():
                self.sheets.pop(line.file, None)
                self.bad.pop(line.file, None)
            case Run():
                self.table = line.table
            case Written():
                self.written[line.name] = line

    def lines(self) -> Iterable[Line]:
        """As few lines as say the same."""
        if self.table:
            yield Run(table=self.table)
        wanted = {sheet.remarks for sheet in self.sheets.values()}
        yield from (self.remarks[one] for one in self.remarks if one in wanted)
        yield from self.sheets.values()
        yield from self.bad.values()
        yield from self.written.values()

    def outcome(self, line: SheetLine | BadLine) -> Outcome:
        """What became of a row when it was last looked at."""
        if isinstance(line, BadLine):
            status: Status = "refused" if line.refused else "failed"
            return Outcome(line.row, line.ref, status, line.file, problems=line.problems, fault=line.fault)
        told = self.remarks.get(line.remarks, Remarks(id=""))
        return Outcome(
            line.row,
            line.ref,
            "kept",
            line.file,
            line.pages,
            line.sha256,
            warnings=told.warnings,
            decisions=told.decisions,
            digest=line.order,
            day=line.day,
        )


class Journal:
    """The journal of one folder, open for adding. Use as a context."""

    def __init__(self, where: Path | Scroll) -> None:
        """``where``: a folder, or what it is written on.

        Read what is there, and write it anew where much of it is out of date. Raises CannotWrite.
        """
        self._scroll = FileScroll(where / JOURNAL) if isinstance(where, Path) else where
        self.ledger, lines, whole = _read(self._scroll)
        if lines > 2 * _live(self.ledger) + _MANY or self._scroll.crowded():
            self._scroll.rewrite(_ENCODER.encode(line) + b"\n" for line in self.ledger.lines())
            whole = True
        self._pending: list[bytes] = [] if whole else [b"\n"]
        self._known = set(self.ledger.remarks)
        self._scroll.begin()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._scroll.close()

    def note(self, line: Line) -> None:
        """One line, kept in mind until :meth:`commit`."""
        self._pending.append(_ENCODER.encode(line) + b"\n")

    def note_outcome(self, outcome: Outcome, size: int, stamp: str) -> None:
        """A row that was made, failed or was refused; ``size`` and ``stamp`` are of a made sheet's file."""
        if not outcome.stands:
            refused = outcome.status == "refused"
            self.note(
                BadLine(
                    file=outcome.file,
                    row=outcome.row,
                    refused=refused,
                    ref=outcome.ref,
                    problems=outcome.problems,
                    fault=outcome.fault,
                )
            )
            return
        self.note(
            SheetLine(
                file=outcome.file,
                row=outcome.row,
                order=outcome.digest,
                sha256=outcome.sha256,
                size=size,
                stamp=stamp,
                pages=outcome.pages,
                ref=outcome.ref,
                remarks=self._remarks_of(outcome),
                day=outcome.day,
            )
        )

    def commit(self) -> None:
        """Have everything noted so far outlast a power cut. Raises CannotWrite, and then none of it counts."""
        data = b"".join(self._pending)
        self._pending = []
        try:
            self._scroll.add(data)
        except CannotWrite:
            self._pending = [b"\n"]  # in case a torn line stays
            self._known = set(self.ledger.remarks)
            raise

    def may_replace(self, path: Path) -> bool:
        """Whether a file is not there, or is ours and as we left it."""
        found, known = found_at(path), self.ledger.written.get(path.name)
        return found is None or (known is not None and (known.size, known.stamp) == (found.size, found.stamp))

    def note_written(self, path: Path) -> None:
        """A file of ours that is no sheet, as it stands now."""
        found = found_at(path)
        if found:
            line = Written(name=path.name, size=found.size, stamp=found.stamp)
            self.ledger.take(line)
            self.note(line)

    def check_there(self) -> None:
        """Raises CannotWrite where what is written now reaches nobody."""
        self._scroll.check_there()

    def _remarks_of(self, outcome: Outcome) -> str:
        if not (outcome.warnings or outcome.decisions):
            return ""
        plain = Remarks(id="", warnings=outcome.warnings, decisions=outcome.decisions)
        known = hashlib.sha256(_ENCODER.encode(plain)).hexdigest()[:16]
        if known not in self._known:
            self._known.add(known)
            self.note(msgspec.structs.replace(plain, id=known))
        return known


def _live(ledger: Ledger) -> int:
    return len(ledger.sheets) + len(ledger.bad) + len(ledger.remarks)


def _read(scroll: Scroll) -> tuple[Ledger, int, bool]:
    """What was written comes to, how many lines it has, and whether the last line is whole."""
    ledger, lines, whole = Ledger(), 0, True
    for text in scroll.lines():
        lines += 1
        whole = text.endswith(b"\n")
        if not text.strip():
            continue
        try:
            ledger.take(_DECODER.decode(text))
        except (msgspec.DecodeError, UnicodeDecodeError):
            ledger.damaged += 1
    return ledger, lines, whole
