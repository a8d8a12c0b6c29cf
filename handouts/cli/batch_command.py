"""``handouts batch``: a sheet for every row of a table."""

from __future__ import annotations

import datetime as dt
import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from handouts.cli.options import clinic_option, look_options
from handouts.errors import ExitCode, HandoutsError, InvalidData, UsageProblem, Where
from handouts.request import TIERS

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from handouts.batch.orders import OrderDesk
    from handouts.batch.run import Work
    from handouts.batch.work import Compose
    from handouts.cli.batch_report import Progress, Tally
    from handouts.cli.journey import Journey

EXAMPLES = """Make a sheet for every row of a table.

\b
Examples:
  handouts batch clients.csv -o sheets/
  handouts batch clients.csv --check
  handouts batch export.csv --map "Client Name=name" --map "Pain=areas" -o sheets/ --jobs 2
  some-program | handouts batch - -o sheets/ --name "{row:04}-{areas}"

\b
The table is a CSV file; only the column 'areas' (or 'programme') must be there:
  ref, name, areas, side, conditions, red_flags, persistent,
  techniques, exercises, programme, level, stage, equipment, avoid,
  note, therapist, date, next_visit, language, variant, paper, tier
Several values in a cell are split with ';' and a side follows a colon:
  hips:left; lower-back
A row that cannot be made is reported, and the others are made (exit code 7).
"""


@click.command("batch", help=EXAMPLES)
@click.argument("table", metavar="TABLE")
@click.option("-o", "--output", metavar="FOLDER", help="Where the sheets go; made if it is not there.")
@click.option("--force", is_flag=True, help="Replace files that are there already.")
@click.option("--check", is_flag=True, help="Read and plan every row, and make nothing.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N rows.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1, max=61),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes work at once.",
)
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="HEADING=COLUMN",
    help="Which heading is which column. Repeat for more; also 'columns' in clinic.yaml.",
)
@click.option(
    "--name",
    "pattern",
    metavar="PATTERN",
    help="File names, of {row}, {ref}, {name}, {areas}, {date}, {therapist}; else {row:04}-{ref}.",
)
@click.option(
    "--advice-sheet",
    is_flag=True,
    help="Where a sheet is refused for safety, make one with the advice alone.",
)
@click.option("--therapist", metavar="NAME", help="Who gives the sheet, for rows that do not say.")
@click.option("--max-exercises", metavar="N", help="At most so many exercises a sheet.")
@click.option("--tier", metavar="TIER", help=f"{' or '.join(TIERS)}, for rows that do not say.")
@look_options
@clinic_option
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON document on standard output.")
def command(**options: Any) -> int:
    """Parse, hand out the work, report."""
    return make_batch(options)


def make_batch(options: dict[str, Any], compose: Compose | None = None) -> int:
    """The command with its options read. ``compose`` takes the place of the workshop's own."""
    from handouts.batch.columns import read_maps
    from handouts.cli.journey import Journey
    from handouts.output import make_folder

    begun = time.monotonic()
    maps = read_maps(options["maps"])
    folder = _folder(options)
    flags = {key: value for key, value in options.items() if value not in (None, "", (), False)}
    journey = Journey.begin(flags, today=dt.date.today())
    for note in journey.notes:
        click.echo(f"handouts: {note}", err=True)
    _check_settings(journey)
    with _opened(options["table"]) as (stream, name), Interruption() as stop:
        batch = Batch(journey, options, folder, stop, begun)
        desk = batch.open_desk(stream, name, maps)
        if folder:
            make_folder(folder)
        return batch.run(desk, compose)


def _folder(options: dict[str, Any]) -> Path | None:
    """Where the sheets go; None where nothing is to be made."""
    output = options["output"]
    if options["check"]:
        return None
    if not output:
        raise UsageProblem("where should the sheets go?", hint="use -o sheets/, or --check to make none")
    if output == "-":
        raise UsageProblem("a batch makes many files", hint="give a folder: -o sheets/")
    return Path(output)


def _check_settings(journey: Journey) -> None:
    """Settings that are wrong are told once, not once a row."""
    from handouts.design import find_design_file

    request = journey.read({"areas": "any"})
    templates = journey.workshop.folders.templates
    find_design_file(templates, "papers", request.paper or "")
    find_design_file(templates, "themes", request.theme or "")


@contextmanager
def _opened(table: str) -> Iterator[tuple[BinaryIO, str]]:
    """The table's bytes and the name it goes by."""
    if table == "-":
        yield sys.stdin.buffer, "stdin"
        return
    try:
        stream = open(table, "rb")  # noqa: SIM115  # closed below
    except OSError as error:
        raise InvalidData(f"cannot be read: {error.strerror or error}", where=Where(file=table)) from error
    with stream:
        yield stream, table


class Interruption:
    """Ctrl-C asks to stop: what is under way is finished. A second Ctrl-C stops at once."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def __enter__(self) -> Interruption:
        self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _ask(self, *_: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


class Batch:
    """One run of the command."""

    def __init__(
        self, journey: Journey, options: dict[str, Any], folder: Path | None, stop: Interruption, begun: float
    ) -> None:
        from handouts.batch.work import Bench, Job, Premises

        self.journey = journey
        self.options = options
        self.folder = folder
        self.stop = stop
        self.begun = begun
        self.job = Job(folder or Path(), force=options["force"], advise=options["advice_sheet"])
        shop = journey.workshop
        self.premises = Premises(shop.clinic, shop.region.id, shop.folders, journey.door.cache)
        self.language = journey.library.contents.language
        self.bench = Bench(self.premises, {self.language: shop})

    def open_desk(self, stream: BinaryIO, name: str, maps: dict[str, str]) -> OrderDesk:
        """The table opened, its columns found. Raises HandoutsError where it cannot be read."""
        from handouts.batch.columns import match_columns
        from handouts.batch.names import DEFAULT_PATTERN, FileNames
        from handouts.batch.orders import OrderDesk
        from handouts.batch.table import open_csv

        clinic = self.journey.clinic.file
        pattern = self.options["pattern"]
        source = "--name" if pattern else "clinic.yaml:file_name"
        names = FileNames(pattern or clinic.file_name or DEFAULT_PATTERN, source)
        self.total = self._total(stream)
        table = open_csv(stream, name)
        columns = match_columns(table.headings, name, flags=maps, clinic=clinic.columns)
        if columns.ignored:
            ignored = ", ".join(f"'{heading}'" for heading in columns.ignored)
            click.echo(f"handouts: warning: columns that are not used: {ignored}", err=True)
        at = self.journey
        return OrderDesk(table, columns, names, at.read, self.bench.look_up, self.premises.folders, at.today)

    def _total(self, stream: BinaryIO) -> int | None:
        from handouts.cli.batch_report import estimated_rows

        limit: int | None = self.options["limit"]
        rows = estimated_rows(stream) if sys.stderr.isatty() and stream is not sys.stdin.buffer else None
        return min(rows, limit) if rows and limit else rows or limit

    def run(self, desk: OrderDesk, compose: Compose | None) -> int:
        """Make every row, write the manifest, say how it went."""
        from itertools import islice

        from handouts.batch.manifest import Manifest
        from handouts.batch.run import Ending, run_batch
        from handouts.batch.work import Outcome
        from handouts.cli.batch_report import Progress, Tally, problem_lines

        manifest = Manifest(self.folder, force=self.job.force) if self.folder else None
        tally = Tally(desk.table.name, self.folder)
        progress = Progress(sys.stderr, time.monotonic, self.total)

        def note(outcome: Outcome) -> None:
            tally.add(outcome)
            if manifest:
                manifest.add(outcome)
            for line in problem_lines(desk.table.name, outcome):
                progress.clear()
                click.echo(line, err=True)
            progress.step()

        rows = islice(desk.orders(), self.options["limit"])
        ended, fault = Ending.STOPPED, None
        try:
            with self._executor() as executor:
                jobs = self.options["jobs"]
                ended = run_batch(rows, self._work(compose), executor, note, jobs=jobs, stop=self.stop)
        except KeyboardInterrupt:
            self.stop.asked = True
        except HandoutsError as error:
            fault = error
        if manifest:
            manifest.write()
        self._say(tally, progress, "unreadable" if fault else ended.value)
        if fault:
            raise fault
        if self.stop.asked:
            return ExitCode.INTERRUPTED
        return ExitCode.BATCH_PARTLY_FAILED if tally.any_failed or ended is Ending.LOST else ExitCode.DONE

    def _executor(self) -> Executor:
        from handouts.batch.pool import InProcess, open_pool

        jobs = self.options["jobs"]
        return InProcess() if jobs == 1 else open_pool(jobs, self.premises, self.language)

    def _work(self, compose: Compose | None) -> Work:
        """What each worker does with its orders. In this process the workshop that is open already serves."""
        from functools import partial

        from handouts.batch.work import check_sheets, make_sheets

        source = self.bench if self.options["jobs"] == 1 else self.premises
        if self.folder is None:
            return partial(check_sheets, source.plan, self.job)
        return partial(make_sheets, compose or source.compose, self.job)

    def _say(self, tally: Tally, progress: Progress, ended: str) -> None:
        seconds = time.monotonic() - self.begun
        progress.clear()
        if ended == "stopped":
            click.echo("handouts: stopped on the way; the rows after that were not made", err=True)
        if ended == "lost":
            click.echo("handouts: a worker was lost; the rows after that were not made", err=True)
        click.echo(f"handouts: {tally.line(seconds)}", err=True)
        if self.options["as_json"]:
            click.echo(json.dumps(tally.as_json(seconds, ended), indent=2, ensure_ascii=False))
