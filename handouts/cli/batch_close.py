"""What a batch leaves beside its sheets: the manifest, the rejected rows, the zip file and the print run."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from handouts.batch.columns import folded
from handouts.batch.journal import Gone, Journal
from handouts.batch.manifest import Manifest
from handouts.batch.orders import OrderDesk
from handouts.batch.place import Place
from handouts.batch.print_run import Binding, PrintRun
from handouts.batch.rejected import RejectedRows
from handouts.batch.store import OWN_FOLDER
from handouts.batch.table import Row
from handouts.batch.work import Outcome
from handouts.batch.zip_file import write_zip
from handouts.errors import CannotWrite, UsageProblem, Where, did_you_mean
from handouts.request import Request

if TYPE_CHECKING:
    from handouts.batch.bench import Bench
    from handouts.batch.known import Picker
    from handouts.cli.batch_report import Report


def order_column(wanted: str | None, headings: Row) -> int | None:
    """Which column print runs are ordered by. Raises UsageProblem for a heading the table has not."""
    if not wanted:
        return None
    names = [folded(cell) for cell in headings.cells]
    if folded(wanted) not in names:
        hint = did_you_mean(folded(wanted), names) or "look at the table's first line"
        raise UsageProblem(f"--order-by '{wanted}': the table has no such heading", hint=hint)
    return names.index(folded(wanted))


class Closing:
    """Gathers the rows of one run as they come and writes what is told of them. Use as a context."""

    def __init__(
        self,
        options: dict[str, Any],
        desk: OrderDesk,
        table: Path,
        place: Place,
        journal: Journal,
        report: Report,
    ) -> None:
        """``table`` is where the table lies. Raises HandoutsError before anything is made."""
        self._options = options
        self._desk = desk
        self._table = table
        self._store = place.store
        self._refuge = place.refuge
        self._journal = journal
        self._report = report
        self._order_place = order_column(options["order_by"], desk.table.headings)
        ours = bool(journal.ledger.table) or options["force"]
        for path in filter(None, (options["zip_file"], options["merged"])):
            self._check_ours(Path(path))
        with ExitStack() as opened:
            aside = place.desk / OWN_FOLDER
            self._manifest = opened.enter_context(Manifest(place.desk, ours=ours))
            self._rejected = opened.enter_context(RejectedRows(desk.table, desk.columns, aside))
            binding = self._binding()
            self._print_run = opened.enter_context(PrintRun(binding, aside)) if binding else None
            self._opened = opened.pop_all()

    def __enter__(self) -> Closing:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def note(self, outcome: Outcome) -> None:
        """One row, once it is true for good. Raises CannotWrite where there is no room to keep it."""
        pending = self._desk.pending.pop(outcome.row, None)
        self._manifest.add(outcome)
        bad = outcome.status in ("failed", "refused") and outcome.fault in ("row", "program")
        if bad and pending:
            self._rejected.add(pending.row, outcome)
        if self._print_run and pending and pending.request and outcome.asked and outcome.stands:
            self._print_run.add(outcome, _as_made(pending.request, outcome), self._ordered_by(pending.row))
        self._report.row(outcome)

    def write_tables(self, picker: Picker, *, through: bool) -> None:
        """The manifest and the rejected rows; sheets of rows that are gone are moved away if that was asked for.

        ``through``: the whole table was gone through. Raises CannotWrite.
        """
        gone = picker.gone() if through else []
        tally = self._report.tally
        tally.gone = len(gone)
        if self._options["prune"]:
            for name in gone:
                self._store.throw_away(name)
                self._journal.note(Gone(file=name))
            tally.pruned, tally.gone = len(gone), 0
        self._manifest.write(picker.unseen())
        tally.rejected_file = self._write_rejected(through=through)

    def bind(self, bench: Bench, language: str) -> None:
        """All sheets in one file: zipped, or bound for a printer. Raises CannotWrite."""
        tally = self._report.tally
        if self._options["zip_file"]:
            path = Path(self._options["zip_file"])
            self._check_ours(path)
            tally.zipped = write_zip(path, self._store, self._manifest.outcomes())
            self._journal.note_written(path)
        if self._print_run:
            for path in self._print_run.write(bench, language, self._check_ours):
                self._journal.note_written(path)
                tally.bound.append(path)

    def _binding(self) -> Binding | None:
        options = self._options
        if not options["merged"]:
            return None
        path = Path(options["merged"])
        return Binding(path, options["split"], separators=options["separators"], advise=options["advice_sheet"])

    def _ordered_by(self, row: Row) -> str:
        place = self._order_place
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def _check_ours(self, path: Path) -> None:
        if not (self._options["force"] or self._journal.may_replace(path)):
            raise CannotWrite("is there already", where=Where(file=str(path)), hint="use --force to replace it")

    def _write_rejected(self, *, through: bool) -> Path | None:
        """Beside the table, or, where that is not ours to write in, where the place has its refuge."""
        try:
            return self._rejected.write(self._table, self._journal, through=through)
        except CannotWrite:
            if self._table.parent == self._refuge:
                raise
            return self._rejected.write(self._refuge / self._table.name, self._journal, through=through)


def _as_made(request: Request, outcome: Outcome) -> Request:
    """The request of a sheet, with the date of the day it was made where its row has none."""
    return msgspec.structs.replace(request, date=dt.date.fromisoformat(outcome.day)) if outcome.day else request
