"""``handouts preview``: pages as PNG pictures, of a PDF or of a request."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from handouts.cli.options import clinic_option, look_options
from handouts.errors import InvalidData, UsageProblem, Where

EXAMPLES = """Turn the pages of a PDF, or of a stored request, into PNG pictures.

\b
Examples:
  handouts preview sheet.pdf
  handouts preview request.yaml -o pages/ --dpi 150
"""


@click.command("preview", help=EXAMPLES)
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="FOLDER", help="Where the pictures go (else beside the file).")
@click.option("--dpi", type=click.IntRange(36, 600), default=100, show_default=True, help="Dots per inch.")
@click.option("--force", is_flag=True, help="Replace pictures that are there already.")
@look_options
@clinic_option
def command(file: str, output: str | None, dpi: int, force: bool, clinic: str | None, **look: str | None) -> None:
    """Parse, render, write."""
    from handouts.output import check_target, make_folder, write_file
    from handouts.page.preview import pages_as_png

    path = Path(file)
    if not path.is_file():
        raise InvalidData("no such file", where=Where(file=file))
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


def _composed(path: Path, clinic: str | None, look: dict[str, str | None]) -> bytes:
    from handouts.cli.journey import Journey
    from handouts.cli.stored import read_stored

    flags = {key: value for key, value in {**look, "clinic": clinic}.items() if value}
    journey = Journey.begin(flags, stored=read_stored(str(path)), today=dt.date.today())
    return journey.compose(journey.read({})).pdf
