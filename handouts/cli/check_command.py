"""``handouts check``: the quality gate for what the sheets say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.errors import ExitCode

if TYPE_CHECKING:
    from handouts.library.check.findings import Finding

EXAMPLES = """Check what the sheets say: references, completeness, claims, reading grade, lengths, contrast.

Without a folder it checks our own content, and the clinic's when you stand in its folder. With a folder it checks
that folder as it lies over ours, and tells only what is to be mended there.

\b
Examples:
  handouts check my-clinic
  handouts check --strict
  handouts check my-clinic --json
  handouts check --language es
"""


@click.command("check", help=EXAMPLES)
@click.argument("folder", required=False, metavar="[FOLDER]")
@click.option("--language", default="en", metavar="CODE", help="The words to check, such as en (default).")
@click.option("--strict", is_flag=True, help="Warnings count too: exit 3 for any finding.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list of findings.")
def command(folder: str | None, language: str, strict: bool, as_json: bool) -> int:
    """Parse, check, report."""
    from handouts.cli.check_gate import check_all
    from handouts.cli.settings import open_door

    door = open_door(folder)
    found, notes = check_all(door, language, today=dt.date.today(), overlay_only=folder is not None)
    _print_json(found) if as_json else _print(found)
    for note in notes:
        click.echo(f"handouts: {note}", err=True)
    errors = sum(one.severity == "error" for one in found)
    click.echo(f"handouts: errors: {errors}, warnings: {len(found) - errors}", err=True)
    return ExitCode.INVALID_DATA if errors or (strict and found) else ExitCode.DONE


def _print(found: Sequence[Finding]) -> None:
    for one in found:
        click.echo(f"{_shown(one.file)}:{one.line}: {one.severity}: {one.what}; {one.remedy}")


def _print_json(found: Sequence[Finding]) -> None:
    import dataclasses
    import json

    rows = [{**dataclasses.asdict(one), "file": _shown(one.file)} for one in found]
    click.echo(json.dumps(rows, indent=2, ensure_ascii=False))


def _shown(name: str) -> str:
    """The file as seen from here, where it is below the working folder."""
    path, here = Path(name).resolve(), Path.cwd().resolve()
    return str(path.relative_to(here)) if path.is_relative_to(here) else name
