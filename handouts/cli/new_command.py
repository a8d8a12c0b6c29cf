"""``handouts new``: a starter folder for a clinic."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import click

from handouts.errors import CannotWrite, InvalidData, UsageProblem, Where

_NUMBER = re.compile(r"\+?[0-9](?: ?[0-9]){1,19}")

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
    emergency = _number(emergency) if emergency else None
    target = Path(folder)
    _refuse_in_use(target)
    numbers = f'emergency:\n  call: "{emergency}"\n  urgent: "{emergency}"\n' if emergency else ""
    phone = "(555) 010-0199" if record.spelling == "us" else "020 7946 0000"
    for root in reversed(open_door(None).folders().templates):
        starter = root / "starter"
        for path in sorted(p for p in starter.rglob("*") if p.is_file()):
            goal = target / path.relative_to(starter)
            make_folder(goal.parent)
            data = path.read_bytes()
            if path.name == "clinic.yaml":
                data = _filled(data, region=record.id, numbers=numbers, phone=phone)
            write_file(goal, data)
            click.echo(str(goal))
    table, clinic = (shlex.quote(str(path)) for path in (target / "clients.csv", target))
    click.echo(f"handouts: now try: handouts batch {table} -o sheets/ --clinic {clinic}", err=True)


def _filled(template: bytes, **values: str) -> bytes:
    """The file with {name} filled in; every other brace stays, for YAML has braces of its own."""
    text = template.decode("utf-8")
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text.encode("utf-8")


def _number(text: str) -> str:
    """A number to call as it is printed and dialled. Raises InvalidData."""
    number = " ".join(text.split())
    if not _NUMBER.fullmatch(number):
        hint = "write it in figures, such as 112 or +49 112"
        raise InvalidData(f"'{text}' is not a number to call", where=Where(field="--emergency"), hint=hint)
    return number


def _refuse_in_use(target: Path) -> None:
    place = Where(file=str(target))
    try:
        in_use = any(target.iterdir())
    except FileNotFoundError:
        return
    except NotADirectoryError as error:
        raise CannotWrite("is a file, not a folder", where=place, hint="choose a new folder") from error
    except OSError as error:
        message = f"cannot be made: {error.strerror or error}"
        raise CannotWrite(message, where=place, hint="choose another folder") from error
    if in_use:
        raise CannotWrite("is not empty", where=place, hint="choose a new folder")


def _ask(question: str, flag: str, choices: list[str]) -> str:
    """A question on a terminal; anywhere else the flag that answers it."""
    if not sys.stdin.isatty():
        hint = f"use {flag}" + (f" with one of {', '.join(choices)}" if choices else "")
        raise UsageProblem(f"{question.lower()} is not given", hint=hint)
    kind = click.Choice(choices) if choices else None
    return str(click.prompt(question, type=kind, err=True))
