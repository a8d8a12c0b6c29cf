"""``handouts preview``: pages as PNG pictures, of a PDF or of a request."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli.options import clinic_option, look_options
from handouts.errors import InvalidData, UsageProblem, Where

if TYPE_CHECKING:
    from handouts.cli.journey import Journey

EXAMPLES = """Turn the pages of a PDF, or of a stored request, into PNG pictures.

\b
Examples:
  handouts preview sheet.pdf
  handouts preview request.yaml -o pages/ --dpi 150
  handouts preview request.yaml --outline
"""


@click.command("preview", help=EXAMPLES)
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="FOLDER", help="Where the pictures go (else beside the file).")
@click.option("--dpi", type=click.IntRange(36, 600), default=100, show_default=True, help="Dots per inch.")
@click.option("--force", is_flag=True, help="Replace pictures that are there already.")
@click.option("--outline", is_flag=True, help="Print what a screen reader says of a request, and make no pictures.")
@look_options
@clinic_option
def command(
    file: str, output: str | None, dpi: int, force: bool, outline: bool, clinic: str | None, **look: str | None
) -> None:
    """Parse, render, write."""
    from handouts.output import check_target, make_folder, write_file
    from handouts.page.preview import pages_as_png

    path = Path(file)
    if not path.is_file():
        raise InvalidData("no such file", where=Where(file=file))
    if outline:
        _print_outline(path, clinic, look)
        return
    folder = Path(output) if output else path.parent
    make_folder(folder)
    check_target(_picture(folder, path, 1), force=force)
    if path.suffix.lower() == ".pdf":
        pdf = path.read_bytes()
    elif path.suffix.lower() in (".yaml", ".yml"):
        pdf = _composed(path, clinic, look)
    else:
        raise UsageProblem(f"'{file}' is neither a PDF nor a request", hint="give a .pdf or a .yaml file")
    for number, png in enumerate(pages_as_png(pdf, dpi=dpi, name=file), start=1):
        target = _picture(folder, path, number)
        write_file(target, png, force=force)
        click.echo(str(target))


def _picture(folder: Path, path: Path, page: int) -> Path:
    return folder / f"{path.stem}-{page}.png"


def _print_outline(path: Path, clinic: str | None, look: dict[str, str | None]) -> None:
    from handouts.page.outline import heard_lines

    if path.suffix.lower() not in (".yaml", ".yml"):
        raise UsageProblem("--outline is for a stored request", hint="give a .yaml file (make --save-request)")
    journey = _journey(path, clinic, look)
    request = journey.read({})
    _, layout = journey.workshop.lay_out(journey.workshop.standing(request), request)
    for line in heard_lines(layout):
        click.echo(line)


def _composed(path: Path, clinic: str | None, look: dict[str, str | None]) -> bytes:
    journey = _journey(path, clinic, look)
    return journey.compose(journey.read({})).pdf


def _journey(path: Path, clinic: str | None, look: dict[str, str | None]) -> Journey:
    from handouts.cli.journey import Journey
    from handouts.cli.stored import read_stored

    flags = {key: value for key, value in {**look, "clinic": clinic}.items() if value}
    return Journey.begin(flags, stored=read_stored(str(path)), today=dt.date.today())
