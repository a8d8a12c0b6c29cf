"""``handouts make``: one sheet for one client."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from handouts.cli.options import clinic_option, content_options, look_options, output_options
from handouts.errors import InvalidData, UsageProblem, Where

REQUEST_KEYS = (
    "areas", "side", "conditions", "red_flags", "techniques", "exercises", "max_exercises", "persistent",
    "programme", "level", "stage", "equipment", "avoid",
    "client", "ref", "therapist", "note", "date", "next_visit", "advice_sheet",
)  # fmt: skip

EXAMPLES = """Make one sheet for one client.

\b
Examples:
  handouts make --area lower-back --area hips:left --region uk -o sheet.pdf
  handouts make --client "Client Name" --area lower-back --condition osteoporosis \\
      --technique deep-tissue --therapist "Therapist Name" --note "Heat before bed" -o sheet.pdf
  handouts make --area hamstrings:right --exercise bridge:sets=2,reps=8,times=1/day --dry-run
  handouts make --programme desk-worker --stage 2 --equipment band --avoid floor -o sheet.pdf
  handouts make --request request.yaml -o - > sheet.pdf
"""


@click.command("make", help=EXAMPLES)
@click.option("--client", metavar="NAME", help="The client's name, printed on the sheet.")
@click.option("--ref", metavar="REF", help="Your own reference for this client.")
@content_options
@click.option("--therapist", metavar="NAME", help="Who gives the sheet.")
@click.option("--note", metavar="TEXT", help="A note of your own on the sheet.")
@click.option("--date", metavar="DATE", help="Date of the visit, such as 2026-03-12 (else today).")
@click.option("--next-visit", metavar="DATE", help="Date of the next visit.")
@click.option("--advice-sheet", is_flag=True, default=None, help="A sheet with the advice alone.")
@click.option("--request", "request_file", metavar="FILE", help="Read a stored request (YAML); options override it.")
@click.option("--save-request", metavar="FILE", help="Store the request (YAML) to make the sheet again.")
@look_options
@clinic_option
@output_options
@click.option("--dry-run", is_flag=True, help="Print the plan and make nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: the plan as one JSON document.")
@click.option("--open", "open_file", is_flag=True, help="Open the file when it is made.")
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Parse, compose, report."""
    from handouts.cli.journey import Journey

    if options["as_json"] and not options["dry_run"]:
        raise UsageProblem("--json goes with --dry-run")
    flags = {key: value for key, value in options.items() if value not in (None, "", ())}
    if options["client"] == "":
        raise InvalidData("is empty", where=Where(field="client"), hint="give a name or leave --client out")
    journey = Journey.begin(flags, stored=read_stored(options["request_file"]), today=dt.date.today())
    for note in journey.notes:
        click.echo(f"handouts: {note}", err=True)
    request = journey.read({key: flags[key] for key in REQUEST_KEYS if key in flags})
    if options["save_request"]:
        _save(request, Path(options["save_request"]), options["force"])
    if options["dry_run"]:
        _print_plan(journey, request, options["as_json"])
        return
    _write(journey, request, options)


def read_stored(name: str | None) -> dict[str, Any]:
    """The fields of a stored request. Raises InvalidData with file and line."""
    if not name:
        return {}
    from handouts.library.located import Document

    try:
        document = Document.from_text(sys.stdin.read(), "stdin") if name == "-" else Document(Path(name))
    except OSError as error:
        raise InvalidData(f"cannot be read: {error.strerror}", where=Where(file=name)) from error
    if not isinstance(document.value, dict):
        raise InvalidData("is not a request", where=document.where(), hint="it must be a list of 'field: value' lines")
    return {"__document__": document, **document.value}


def _save(request: Any, path: Path, force: bool) -> None:
    import yaml

    from handouts.output import write_file
    from handouts.request import stored

    text = yaml.safe_dump(stored(request), sort_keys=False, allow_unicode=True)
    write_file(path, text.encode(), force=force)


def _print_plan(journey: Any, request: Any, as_json: bool) -> None:
    from handouts.cli.report import plan_as_json, plan_lines

    plan = journey.workshop.plan(request)
    if as_json:
        import json

        click.echo(json.dumps(plan_as_json(plan), indent=2, ensure_ascii=False))
        return
    for line in plan_lines(plan, journey.library.contents):
        click.echo(line)


def _write(journey: Any, request: Any, options: dict[str, Any]) -> None:
    from handouts.cli.report import decision_lines
    from handouts.output import write_file

    output = options["output"]
    if not output:
        raise UsageProblem("where should the sheet go?", hint="use -o sheet.pdf, or -o - for standard output")
    if output == "-" and sys.stdout.isatty():
        raise UsageProblem("a PDF is not for a terminal", hint="use -o sheet.pdf, or send it on: -o - > sheet.pdf")
    sheet = journey.compose(request)
    for line in decision_lines(sheet.plan.decisions):
        click.echo(f"handouts: {line}", err=True)
    for warning in sheet.warnings:
        click.echo(f"handouts: warning: {warning}", err=True)
    if output == "-":
        sys.stdout.buffer.write(sheet.pdf)
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    write_file(path, sheet.pdf, force=options["force"])
    click.echo(f"{path}: {sheet.pages} pages", err=True)
    if options["open_file"]:
        click.launch(str(path))
