"""``handouts new``: a starter folder for a clinic."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from handouts.errors import CannotWrite, UsageProblem, Where

EXAMPLES = """Make a starter folder: clinic.yaml, an example table, one exercise and one text of your own.

\b
Examples:
  handouts new my-clinic --region uk
  handouts new my-clinic --region other --emergency 115
"""


@click.command("new", help=EXAMPLES)
@click.argument("folder", metavar="FOLDER")
@click.option("--region", metavar="ID", help="uk, us, eu, ca, au, nz, ie or other (asked for on a terminal).")
@click.option("--emergency", metavar="NUMBER", help="The emergency number, where the region is 'other'.")
def command(folder: str, region: str | None, emergency: str | None) -> None:
    """Ask what is missing, write the files."""
    from handouts.cli.settings import open_door, open_library
    from handouts.output import make_folder, write_file

    library = open_library(open_door(None), "en")
    regions = list(library.contents.regions)
    region = region or _ask("Region", "--region", regions)
    record = library.find_region(region, Where(field="--region"))
    if not record.emergency and not emergency:
        emergency = _ask("Emergency number", "--emergency", [])
    target = Path(folder)
    if target.exists() and any(target.iterdir()):
        raise CannotWrite("is not empty", where=Where(file=folder), hint="choose a new folder")
    numbers = f'emergency:\n  call: "{emergency}"\n  urgent: "{emergency}"\n' if emergency else ""
    phone = "(555) 010-0199" if record.spelling == "us" else "020 7946 0000"
    for root in reversed(open_door(None).folders().templates):
        starter = root / "starter"
        for path in sorted(p for p in starter.rglob("*") if p.is_file()):
            goal = target / path.relative_to(starter)
            make_folder(goal.parent)
            data = path.read_bytes()
            if path.name == "clinic.yaml":
                text = data.decode("utf-8").format(region=record.id, numbers=numbers, phone=phone)
                data = text.encode("utf-8")
            write_file(goal, data)
            click.echo(str(goal))
    click.echo(f"handouts: now try: handouts batch {target / 'clients.csv'} -o sheets/ --clinic {target}", err=True)


def _ask(question: str, flag: str, choices: list[str]) -> str:
    """A question on a terminal; anywhere else the flag that answers it."""
    if not sys.stdin.isatty():
        hint = f"use {flag}" + (f" with one of {', '.join(choices)}" if choices else "")
        raise UsageProblem(f"{question.lower()} is not given", hint=hint)
    kind = click.Choice(choices) if choices else None
    return str(click.prompt(question, type=kind, err=True))
