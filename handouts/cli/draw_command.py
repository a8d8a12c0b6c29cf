"""``handouts draw``: a pose file as a picture, for those who draw an exercise of their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli.options import clinic_option
from handouts.errors import ExitCode, HandoutsError, InvalidData, UsageProblem, Where
from handouts.resources import USUAL_BUILD

if TYPE_CHECKING:
    from handouts.design import Person
    from handouts.pictures.studio.proof import Proof

KINDS = (".svg", ".pdf", ".png")
STUDIO = ("numpy", "shapely")  # what the extra brings
PERSON = ("build", "skin", "hair", "clothes")
EVERY = 0.3  # seconds between two looks at the file
EXAMPLES = """Draw a pose file as a picture: an exercise of your own (docs/posing.md).

The end of the file's name says which kind: SVG opens in every drawing program, PDF and PNG are for the eye. What is
wrong with the pose is told with its line; the picture is written all the same, so that you can see it.

\b
Examples:
  handouts draw wall-lean.yaml -o wall-lean.svg
  handouts draw wall-lean.yaml -o wall-lean.png --watch
  handouts draw wall-lean.yaml -o wall-lean.pdf --mono --person older/deep/grey/loose
"""


@click.command("draw", help=EXAMPLES)
@click.argument("pose", metavar="POSE.yaml")
@click.option("-o", "--output", metavar="FILE", help="The picture to write: .svg, .pdf or .png.")
@click.option("--mono", is_flag=True, help="As for a black and white printer.")
@click.option("--mirror", is_flag=True, help="As a right-side client gets it.")
@click.option(
    "--person",
    metavar="BUILD[/SKIN[/HAIR[/CLOTHES]]]",
    help="Who shows it, as in clinic.yaml: older, broad/deep, full//grey.",
)
@click.option("--watch", is_flag=True, help="Draw again whenever the file changes, until Ctrl-C.")
@click.option("--force", is_flag=True, help="Replace a picture that is there already.")
@clinic_option
def command(
    pose: str, output: str | None, mono: bool, mirror: bool, person: str | None, watch: bool, force: bool,
    clinic: str | None,
) -> int:  # fmt: skip
    """Parse, draw, write; and again while the file changes."""
    from handouts.output import check_target

    source = Path(pose)
    if not source.is_file():
        raise InvalidData("no such file", where=Where(file=pose))
    target = _target(output, source)
    check_target(target, force=force)
    shown = _person(person, clinic)
    _need_studio()
    artist = _Artist(source, target, shown, mono, mirror)
    if not watch:
        return artist.draw(force=force)
    click.echo(f"handouts: {pose} is watched; Ctrl-C ends it", err=True)
    try:
        _watch(source, lambda again: artist.draw_and_tell(force=force or again))
    except KeyboardInterrupt:
        click.echo("handouts: no longer watched", err=True)
    return ExitCode.DONE


def _target(output: str | None, source: Path) -> Path:
    """The file to write. Raises UsageProblem where none was named, or one of another kind."""
    example = f"use -o {source.stem}.svg (or .pdf, .png)"
    if not output:
        raise UsageProblem("where should the picture go?", hint=example)
    target = Path(output)
    if target.suffix.lower() not in KINDS:
        raise UsageProblem(f"'{output}' is no kind of picture we write", hint=example)
    return target


def _person(said: str | None, clinic: str | None) -> Person:
    """Who is drawn. Raises UsageProblem for too many words, InvalidData for an unknown one."""
    from handouts.cli.settings import open_door
    from handouts.pictures.people import read_people

    words = said.split("/") if said else []
    if len(words) > len(PERSON):
        raise UsageProblem(f"--person {said}: at most four words", hint="write BUILD/SKIN/HAIR/CLOTHES")
    people = read_people([root / "people" / "people.yaml" for root in open_door(clinic).folders().images])
    chosen = {name: word or None for name, word in zip(PERSON, words, strict=False)}
    return people.chosen(chosen, Where(file="--person"))


def _need_studio() -> None:
    if any(find_spec(name) is None for name in STUDIO):
        raise UsageProblem(f"drawing needs {' and '.join(STUDIO)}", hint="pip install 'handouts[studio]'")


@dataclass(frozen=True)
class _Artist:
    """Draws one file for one person."""

    source: Path
    target: Path
    person: Person
    mono: bool
    mirror: bool

    def draw(self, *, force: bool) -> int:
        """The picture written; what is wrong with the pose on standard error, and in the exit code."""
        from handouts.output import write_file
        from handouts.pictures.studio.proof import draw_proof

        proof = draw_proof(self.source, self.person.build or USUAL_BUILD)
        write_file(self.target, self._as_file(proof), force=force)
        for problem in proof.problems:
            click.echo(f"handouts: {problem}", err=True)
        picture = proof.picture
        size = f"{picture.width:.0f} x {picture.height:.0f} points"
        click.echo(f"{self.target}: {size}, problems: {len(proof.problems)}", err=True)
        return ExitCode.TEMPLATE_OR_PICTURE if proof.problems else ExitCode.DONE

    def draw_and_tell(self, *, force: bool) -> None:
        """The same, but an error ends nothing: its author is about to mend it."""
        try:
            self.draw(force=force)
        except HandoutsError as error:
            click.echo(f"handouts: {error}", err=True)

    def _as_file(self, proof: Proof) -> bytes:
        from handouts.page.preview import pages_as_png, picture_as_pdf
        from handouts.pictures.palette import palette_for
        from handouts.plain.svg import Layer, svg_of

        palette, names = palette_for(self.person, mono=self.mono), ("mono" if self.mono else "colour",)
        kind = self.target.suffix.lower()
        if kind == ".svg":
            layers = [Layer(palette, names)]
            return svg_of(proof.picture, layers, label=proof.picture.id, key="part", mirrored=self.mirror).encode()
        pdf = picture_as_pdf(proof.picture, palette, names, mirror=self.mirror)
        return pdf if kind == ".pdf" else next(pages_as_png(pdf, dpi=200))


def _watch(path: Path, redraw: Callable[[bool], None]) -> None:
    """Calls redraw at once (False) and after each change of the file (True). Ends with KeyboardInterrupt."""
    redraw(False)
    for _ in changes(path):
        redraw(True)


def changes(path: Path, every: float = EVERY) -> Iterator[None]:
    """One step for each time the file has become another; one that is gone for a moment is waited for."""
    seen = _stamp(path)
    while True:
        time.sleep(every)
        now = _stamp(path)
        if now not in (None, seen):
            seen = now
            yield


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size
