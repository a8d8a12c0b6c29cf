"""``handouts make``: one sheet for one client."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.options import (
    LibraryWord,
    clinic_option,
    content_options,
    look_options,
    output_options,
    password_option,
)
from handouts.errors import InvalidData, UsageProblem, Where

if TYPE_CHECKING:
    from handouts.cli.journey import Journey
    from handouts.request import Request

REQUEST_KEYS = (
    "areas", "side", "conditions", "red_flags", "techniques", "exercises", "max_exercises", "persistent",
    "programme", "level", "stage", "equipment", "avoid",
    "client", "ref", "therapist", "note", "date", "next_visit", "advice_sheet", "map_names",
)  # fmt: skip

EXAMPLES = """Make one sheet for one client.

\b
Examples:
  handouts make --area lower-back --area hips:left --region uk -o sheet.pdf
  handouts make --client "Client Name" --area lower-back --condition osteoporosis \\
      --technique deep-tissue --therapist "Therapist Name" --note "Heat before bed" -o sheet.pdf
  handouts make --area hamstrings:right --exercise bridge:sets=2,reps=8,times=1/day --dry-run
  handouts make --programme desk-worker --stage 2 --equipment band --avoid floor -o sheet.pdf
  handouts make --area neck --format html -o neck.html
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
@click.option("--map-names", metavar="KIND", help="Names beside the body map of a long sheet: everyday or latin words.")
@click.option("--request", "request_file", metavar="FILE", help="Read a stored request (YAML); options override it.")
@click.option("--save-request", metavar="FILE", help="Store the request (YAML) to make the sheet again.")
@click.option(
    "--format",
    "format_id",
    default="pdf",
    metavar="KIND",
    help="pdf (the usual), diary (weeks to tick and a body to draw on), text or html.",
)
@look_options
@clinic_option
@output_options
@password_option
@click.option(
    "--cleared",
    multiple=True,
    type=LibraryWord("conditions"),
    metavar="CONDITION",
    help="The treating clinician has agreed to massage with this condition (the same as CONDITION:cleared).",
)
@click.option("--dry-run", is_flag=True, help="Print the plan and make nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --dry-run: the plan as one JSON document.")
@click.option(
    "--n-up",
    type=click.Choice(["1", "2"]),
    default="1",
    help="2: half pages, two to a side; the words are set anew for them, and no type is smaller than 9 points.",
)
@click.option("--open", "open_file", is_flag=True, help="Open the file when it is made.")
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> None:
    """Parse, compose, report."""
    from handouts.cli.journey import Journey
    from handouts.cli.password import read_password
    from handouts.cli.stored import read_stored
    from handouts.formats import check_options

    check_options(options["format_id"], two_up=options["n_up"] == "2", locked=options["password_env"] is not None)
    password = read_password(options["password_env"])
    if options["as_json"] and not options["dry_run"]:
        raise UsageProblem("--json goes with --dry-run")
    flags = {key: value for key, value in options.items() if value not in (None, "", ())}
    if options["client"] == "":
        raise InvalidData("is empty", where=Where(field="client"), hint="give a name or leave --client out")
    _check_targets(options)
    journey = Journey.begin(flags, stored=read_stored(options["request_file"]), today=dt.date.today())
    for note in journey.notes:
        click.echo(f"handouts: {note}", err=True)
    request = _with_clearance(journey, journey.read({key: flags[key] for key in REQUEST_KEYS if key in flags}), options)
    if options["save_request"]:
        _save(request, Path(options["save_request"]), options["force"])
    if options["dry_run"]:
        _print_plan(journey, request, options["as_json"])
        return
    _write(journey, request, options, password)


def _with_clearance(journey: Journey, request: Request, options: dict[str, Any]) -> Request:
    """The request with the conditions of ``--cleared`` marked. Raises UsageProblem for one the client does not have."""
    import msgspec

    library = journey.library
    agreed = {library.find_condition(word, Where(field="--cleared")).id for word in options["cleared"]}
    own = {library.find_condition(c.word).id: c for c in request.conditions} if agreed else {}
    for condition in sorted(agreed - set(own)):
        raise UsageProblem(f"--cleared {condition}: not among the conditions", hint=f"add --condition {condition}")
    marked = [
        msgspec.structs.replace(c, cleared=True) if agreed and library.find_condition(c.word).id in agreed else c
        for c in request.conditions
    ]
    return msgspec.structs.replace(request, conditions=tuple(marked))


def _check_targets(options: dict[str, Any]) -> None:
    """Files that cannot be written are told before the work. Raises UsageProblem or CannotWrite."""
    from handouts.cli.target import check_output
    from handouts.formats import FORMATS
    from handouts.output import check_target

    if options["save_request"]:
        check_target(Path(options["save_request"]), force=options["force"])
    if not options["dry_run"]:
        example = FORMATS[options["format_id"]]
        check_output(options["output"], "sheet", example=example, force=options["force"])


def _save(request: Request, path: Path, force: bool) -> None:
    import yaml

    from handouts.output import write_file
    from handouts.request import stored

    text = yaml.safe_dump(stored(request), sort_keys=False, allow_unicode=True)
    write_file(path, text.encode(), force=force)


def _print_plan(journey: Journey, request: Request, as_json: bool) -> None:
    from handouts.cli.report import plan_as_json, plan_lines

    plan = journey.workshop.plan(request)
    if as_json:
        import json

        click.echo(json.dumps(plan_as_json(plan, journey.library.contents), indent=2, ensure_ascii=False))
        return
    for line in plan_lines(plan, journey.library.contents):
        click.echo(line)


def _write(journey: Journey, request: Request, options: dict[str, Any], password: str | None) -> None:
    from handouts.cli.report import caution_lines, decision_lines, warning_lines
    from handouts.cli.target import deliver
    from handouts.formats import make

    sheet = make(journey.workshop, request, options["format_id"], two_up=options["n_up"] == "2")
    for caution in caution_lines(sheet.plan, journey.library.contents):
        click.echo(f"handouts: note for the therapist: {caution}", err=True)
    for line in decision_lines(sheet.plan.decisions):
        click.echo(f"handouts: {line}", err=True)
    for warning in warning_lines(sheet.warnings):
        click.echo(f"handouts: warning: {warning}", err=True)
    ready = {"force": options["force"], "open_file": options["open_file"]}
    deliver(sheet.data, options["output"], sheet.told, password=password, **ready)
