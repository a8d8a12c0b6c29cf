"""One run of ``handouts batch``: the desk, the folder with its journal, the workers and the report put together."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from handouts.batch.bench import Bench, Premises
from handouts.batch.columns import match_columns
from handouts.batch.edition import edition
from handouts.batch.journal import Journal, Run
from handouts.batch.known import Picker, Wanted, unknown_refs
from handouts.batch.names import DEFAULT_PATTERN, FileNames
from handouts.batch.orders import OrderDesk
from handouts.batch.pool import InProcess, open_pool
from handouts.batch.rejected import family
from handouts.batch.run import Ending, Work, run_batch
from handouts.batch.shelf import Shelf
from handouts.batch.source import open_table
from handouts.batch.work import Compose, Job, Order, Outcome, check_sheets, make_sheets
from handouts.cli.batch_close import Closing
from handouts.cli.batch_report import Events, Progress, Report, Tally, estimated_rows
from handouts.cli.password import read_password
from handouts.errors import CannotWrite, ExitCode, HandoutsError, InvalidData, Where, raise_all
from handouts.pdf.seal import check_seal
from handouts.request import read_date

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from handouts.batch.cluster import Cluster
    from handouts.batch.place import Lock, Place
    from handouts.batch.posting import Posting
    from handouts.cli.batch_command import Interruption
    from handouts.cli.journey import Journey

_BLINK = 0.2  # seconds between two looks at a lock


class Batch:
    """One run of the command."""

    def __init__(
        self, journey: Journey, options: dict[str, Any], place: Place | None, stop: Interruption, begun: float
    ) -> None:
        self.journey = journey
        self.options = options
        self.place = place
        self.where = place.name if place else None
        self.stop = stop
        self.begun = begun
        self.job = Job(place.store if place else None, time.perf_counter, advise=options["advice_sheet"])
        shop = journey.workshop
        self.premises = Premises(shop.clinic, shop.region.id, shop.folders, journey.door.cache)
        self.language = journey.library.contents.language
        self.bench = Bench(self.premises, {self.language: shop})
        self.jobs: int = options["jobs"]
        self.cluster: Cluster | None = None
        refs = (ref.strip() for ref in (options["only"] or "").split(","))
        self.wanted = Wanted(
            frozenset(filter(None, refs)), failed=options["failed"], fresh=options["fresh"], replace=options["force"]
        )

    # ------------------------------------------------------------ the table

    def open_desk(self, stream: BinaryIO, name: str, maps: dict[str, str]) -> None:
        """Open the table and find its columns. Raises HandoutsError where it cannot be read."""
        clinic = self.journey.clinic.file
        pattern = self.options["pattern"]
        source = "--name" if pattern else "clinic.yaml:file_name"
        names = FileNames(pattern or clinic.file_name or DEFAULT_PATTERN, source)
        total = self._total(stream)
        table = open_table(stream, name, sheet=self.options["sheet"])
        columns = match_columns(table.headings, table.name, flags=maps, clinic=clinic.columns)
        password = read_password(self.options["password_env"])
        if "password" in columns.places:
            check_seal()
        at = self.journey
        refuge = self.place.refuge if self.place else Path()
        self.path = Path(name) if stream is not sys.stdin.buffer else refuge / name
        self.desk = OrderDesk(
            table, columns, names, at.read, self.bench.look_up, self.premises.folders, at.today, self._date(), password
        )
        progress = Progress(sys.stderr, time.monotonic, total)
        tally = Tally(table.name, self.where)
        events = Events(sys.stdout if self.options["as_json"] else None)
        self.report = Report(tally, progress, events, at.today.isoformat())
        if columns.ignored:
            ignored = ", ".join(f"'{heading}'" for heading in columns.ignored)
            self.report.say(f"warning: columns that are not used: {ignored}")

    def _date(self) -> str | None:
        """``--date`` as ISO. Raises InvalidData."""
        try:
            day = read_date(self.options["date"] or "", day_first=self.journey.day_first)
        except InvalidData as error:
            raise error.at(Where(field="--date")) from error
        return day.isoformat() if day else None

    def _total(self, stream: BinaryIO) -> int | None:
        limit: int | None = self.options["limit"]
        rows = estimated_rows(stream) if sys.stderr.isatty() and stream is not sys.stdin.buffer else None
        return min(rows, limit) if rows and limit else rows or limit

    # ------------------------------------------------------------ the run

    def run(self, compose: Compose | None) -> int:
        """Make every row that needs it, write down how the folder stands, say how it went."""
        with ExitStack() as at_the_end:
            if self.options["cluster"]:
                self._join_cluster(at_the_end)
            self.report.started(self.jobs)
            if self.place is None:
                return self._check()
            place = at_the_end.enter_context(self.place)
            lock = at_the_end.enter_context(place.lock())
            if not self._locked(lock):
                return ExitCode.INTERRUPTED
            place.begin()
            self._ask_cluster()
            journal = at_the_end.enter_context(place.journal())
            self._take_over(journal)
            closing = at_the_end.enter_context(Closing(self.options, self.desk, self.path, place, journal, self.report))
            journal.note(Run(table=family(self.path.name)))
            journal.commit()
            picker = Picker(journal, place.store, self._edition, self.wanted, mended=self.desk.columns.rejected)
            shelf = Shelf(journal, place.store, closing.note, time.monotonic)
            ended, faults = self._make(picker, shelf, compose)
            through = ended is Ending.DONE and not faults and self.options["limit"] is None
            with _kept_in(faults):
                closing.write_tables(picker, through=through)
                place.deliver()
                if not faults and not self.stop.asked:
                    closing.bind(self.bench, self.language)
                journal.commit()
            with _kept_in(faults):
                place.sweep()
            if through:
                faults += self._strange_refs(picker)
            self.report.tally.thrown_away = shelf.thrown_away
            return self._end(ended, faults, unwritable=shelf.trouble is not None)

    def _check(self) -> int:
        def note(outcome: Outcome) -> None:
            self.desk.pending.pop(outcome.row, None)
            self.report.row(outcome)

        self._ask_cluster()
        rows = (row for row in self._rows() if not self.wanted.refs or row.ref in self.wanted.refs)
        ended, faults = self._through(rows, self._work(None), note, lambda: self.stop.asked)
        return self._end(ended, faults, unwritable=False)

    def _rows(self) -> Iterator[Order | Outcome]:
        return islice(self.desk.orders(), self.options["limit"])

    def _make(self, picker: Picker, shelf: Shelf, compose: Compose | None) -> tuple[Ending, list[HandoutsError]]:
        def stop() -> bool:
            return self.stop.asked or shelf.trouble is not None

        ended, faults = self._through(picker.pick(self._rows()), self._work(compose), shelf.add, stop)
        with _kept_in(faults):
            shelf.settle()
        if shelf.trouble:
            faults.append(shelf.trouble)
        return ended, faults

    def _through(
        self,
        rows: Iterator[Order | Outcome],
        work: Work,
        note: Callable[[Outcome], None],
        stop: Callable[[], bool],
    ) -> tuple[Ending, list[HandoutsError]]:
        """How the run ended, and what was wrong with the table or the folder."""
        faults: list[HandoutsError] = []
        try:
            return run_batch(rows, work, self._executor, note, jobs=self.jobs, stop=stop), faults
        except KeyboardInterrupt:
            self.stop.asked = True
        except HandoutsError as error:
            faults.append(error)
        return Ending.STOPPED, faults

    # ------------------------------------------------------------ the folder

    def _locked(self, lock: Lock) -> bool:
        """Whether the folder is ours. Raises CannotWrite where another run has it and we are not to wait."""
        told = False
        while not lock.take():
            if not self.options["wait"]:
                hint = "wait until it has ended, or use --wait"
                raise CannotWrite("another run is at work here", where=Where(file=self.where), hint=hint)
            if not told:
                self.report.say(f"{self.where}: another run is at work here; waiting for it to end")
                told = True
            if self.stop.asked:
                return False
            time.sleep(_BLINK)
        return True

    def _take_over(self, journal: Journal) -> None:
        """A folder holds the sheets of one table: two would take each other's for gone."""
        here = family(self.path.name)
        if journal.ledger.table not in ("", here) and not (self.wanted.replace or self.wanted.fresh):
            message = f"holds the sheets of another table ('{journal.ledger.table}')"
            hint = "choose another folder, or use --force to have this table take its place"
            raise CannotWrite(message, where=Where(file=self.where), hint=hint)
        if journal.ledger.damaged:
            count = journal.ledger.damaged
            self.report.say(f"{count} lines of the journal cannot be read; their sheets are looked at again")

    @cached_property
    def _edition(self) -> str:
        """What all sheets of this run are made of, looked at once."""
        at = self.premises
        return edition(at.clinic, at.region, at.folders, advise=self.job.advise)

    def _strange_refs(self, picker: Picker) -> list[HandoutsError]:
        return [
            InvalidData(f"no row has the reference '{ref}'", where=Where(file=self.desk.table.name, field="ref"))
            for ref in unknown_refs(self.wanted.refs, picker.refs_found)
        ]

    # ------------------------------------------------------------ the workers

    def _executor(self) -> Executor:
        if self.cluster:
            return self.cluster.executor()
        return InProcess() if self.jobs == 1 else open_pool(self.jobs, self.premises, self.language)

    def _join_cluster(self, at_the_end: ExitStack) -> None:
        """Connect before anything is written. Raises UsageProblem."""
        from handouts.batch.cluster import Cluster

        self.cluster = at_the_end.enter_context(Cluster(self.options["cluster"]))
        self.jobs = max(self.jobs, self.cluster.workers(), 2)

    def _ask_cluster(self) -> None:
        """Whether its workers make the same sheets, and put them where we see them. Raises UsageProblem."""
        if self.cluster:
            self.cluster.check(self._posting(), self.job.store)

    def _posting(self) -> Posting:
        from handouts.batch.posting import Posting

        clinic = self.premises.clinic
        if clinic.folder:  # workers stand in other folders
            clinic = replace(clinic, folder=clinic.folder.absolute())
        return Posting(replace(self.premises, clinic=clinic), self._edition, self.job.advise)

    def _work(self, compose: Compose | None) -> Work:
        """What each worker does with its orders. In this process the workshop that is open already serves."""
        posting = self._posting() if self.cluster else None
        source = posting or (self.bench if self.jobs == 1 else self.premises)
        if self.place is None:
            work: Work = partial(check_sheets, source.plan, self.job)
        else:
            work = partial(make_sheets, compose or source.compose, self.job)
        return posting.work(work) if posting else work

    # ------------------------------------------------------------ the end

    def _end(self, ended: Ending, faults: list[HandoutsError], *, unwritable: bool) -> int:
        how = "unwritable" if unwritable else "unreadable" if faults and ended is Ending.STOPPED else ended.value
        if self.cluster and self.cluster.trouble:
            faults.append(self.cluster.trouble)
        self.report.ended(how, time.monotonic() - self.begun)
        raise_all(faults)
        if self.stop.asked:
            return ExitCode.INTERRUPTED
        failed = self.report.tally.any_failed or ended is Ending.LOST
        return ExitCode.BATCH_PARTLY_FAILED if failed else ExitCode.DONE


@contextmanager
def _kept_in(faults: list[HandoutsError]) -> Iterator[None]:
    """What cannot be written is told at the end, after the summary."""
    try:
        yield
    except CannotWrite as error:
        faults.append(error)
