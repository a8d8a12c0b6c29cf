"""``handouts batch``: a sheet for every row of a table."""

from __future__ import annotations

import datetime as dt
import signal
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from handouts.cli.options import clinic_option, look_options, password_option
from handouts.errors import InvalidData, UsageProblem, Where
from handouts.request import TIERS

if TYPE_CHECKING:
    from handouts.batch.place import Place
    from handouts.batch.work import Compose
    from handouts.cli.journey import Journey

EXAMPLES = """Make a sheet for every row of a table.

\b
Examples:
  handouts batch clients.csv -o sheets/
  handouts batch clients.xlsx --sheet Friday --check
  handouts batch export.csv --map "Client Name=name" --map "Pain=areas" -o sheets/ --jobs 2
  some-program | handouts batch - -o sheets/ --name "{row:04}-{areas}"
  handouts batch clients.rejected.csv -o sheets/
  handouts batch clients.csv -o s3://bucket/friday --cluster tcp://scheduler:8786

\b
The table is a CSV file, JSON lines or a workbook; only the column 'areas' (or 'programme') must be there:
  ref, name, areas, side, conditions, red_flags, persistent,
  techniques, exercises, programme, level, stage, equipment, avoid,
  note, therapist, date, next_visit, password, language, variant, paper, tier
Several values in a cell are split with ';' and a side follows a colon:
  hips:left; lower-back
A row that cannot be made is reported, and the others are made (exit code 7). The same command again makes only
what is missing or has changed, whatever stopped it before.
"""


@click.command("batch", help=EXAMPLES)
@click.argument("table", metavar="TABLE")
@click.option("-o", "--output", metavar="FOLDER", help="Where the sheets go: a folder, or a URL (s3://bucket/folder).")
@click.option("--sheet", metavar="NAME", help="Which sheet of a workbook, where it has several.")
@click.option("--check", is_flag=True, help="Read and plan every row, and make nothing.")
@click.option("--fresh", is_flag=True, help="Make every sheet anew, also those that are unchanged.")
@click.option("--force", is_flag=True, help="Replace files that are no sheets of this table.")
@click.option("--prune", is_flag=True, help="Move sheets whose rows are gone to .handouts/trash.")
@click.option("--only", metavar="REF,REF", help="Only the rows with these references.")
@click.option("--failed", is_flag=True, help="Only the rows that had no sheet when the last run ended.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N rows.")
@click.option("--wait", is_flag=True, help="Where another run is at work in the folder, wait for it.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1, max=61),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes work at once.",
)
@click.option("--cluster", metavar="ADDRESS", help="Have the workers of a Dask cluster do it: tcp://scheduler:8786.")
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
@click.option("--zip", "zip_file", metavar="FILE", help="Put all sheets into a zip file as well.")
@click.option("--merged", metavar="FILE", help="Bind all sheets into a print run, each client on a fresh sheet.")
@click.option(
    "--split",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    metavar="N",
    help="At most so many sheets of paper a file of the print run.",
)
@click.option("--order-by", metavar="HEADING", help="The column that orders the print run; else as in the table.")
@click.option("--separators", is_flag=True, help="A sheet with the reference before each client of the print run.")
@click.option(
    "--advice-sheet",
    is_flag=True,
    help="Where a sheet is refused for safety, make one with the advice alone.",
)
@click.option("--date", metavar="DATE", help="The date of rows that do not say; else the day they are made.")
@click.option("--therapist", metavar="NAME", help="Who gives the sheet, for rows that do not say.")
@click.option("--max-exercises", metavar="N", help="At most so many exercises a sheet.")
@click.option("--tier", metavar="TIER", help=f"{' or '.join(TIERS)}, for rows that do not say.")
@password_option
@look_options
@clinic_option
@click.option("--json", "as_json", is_flag=True, help="What happens as JSON lines on standard output.")
def command(**options: Any) -> int:
    """Parse, hand out the work, report."""
    return make_batch(options)


def make_batch(options: dict[str, Any], compose: Compose | None = None) -> int:
    """The command with its options read. ``compose`` takes the place of the workshop's own."""
    from handouts.batch.columns import read_maps
    from handouts.cli.batch_run import Batch
    from handouts.cli.journey import Journey

    begun = time.monotonic()
    maps = read_maps(options["maps"])
    place = _place(options)
    flags = {key: value for key, value in options.items() if value not in (None, "", (), False)}
    journey = Journey.begin(flags, today=dt.date.today())
    for note in journey.notes:
        click.echo(f"handouts: {note}", err=True)
    _check_settings(journey)
    with _opened(options["table"]) as (stream, name), Interruption() as stop:
        batch = Batch(journey, options, place, stop, begun)
        batch.open_desk(stream, name, maps)
        return batch.run(compose)


def _place(options: dict[str, Any]) -> Place | None:
    """Where the sheets go; None where nothing is to be made."""
    output = options["output"]
    if options["check"]:
        return None
    if not output:
        raise UsageProblem("where should the sheets go?", hint="use -o sheets/, or --check to make none")
    if output == "-":
        raise UsageProblem("a batch makes many files", hint="give a folder: -o sheets/")
    from handouts.batch.place import place_at

    jobs, cluster = options["jobs"], bool(options["cluster"])
    return place_at(output, uuid.uuid4().hex, jobs=jobs, cluster=cluster, force=options["force"])


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
