"""Renews what the docs show: the command reference and the gallery.

``python docs/build.py cli`` writes docs/cli.md from the commands' own help; ``gallery`` makes pages of every format
from real requests with a real clinic, and pictures of them; ``blocks`` shows every block that pages are made of;
``accessibility`` writes down what a screen reader says of a sheet; ``pictures`` makes contact sheets of every exercise,
map, plate and technique; with no argument, all of it.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import click

HERE = Path(__file__).resolve().parent
GALLERY = HERE / "gallery"
COLOURS = 160  # of a gallery picture: enough for tints and reds, small enough to commit
DPI = 72
WIDTH = 270  # dots, of a page on the gallery's page
LARGEST = 900  # dots, the longer side of a page's picture


def cli_reference() -> str:
    """All commands with their help, as Markdown."""
    from handouts.cli.main import root

    parts = [
        "# The command line",
        "",
        "Made by `python docs/build.py cli` from the commands' own help; do not edit.",
        "",
    ]
    context = click.Context(root, info_name="handouts", terminal_width=100, **root.context_settings)
    parts += _section(root, context, "handouts")
    return "\n".join(parts).rstrip() + "\n"


def _section(command: click.Command, context: click.Context, name: str) -> list[str]:
    found = [f"## {name}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            child = command.get_command(context, sub)
            assert child is not None
            inner = click.Context(child, info_name=sub, parent=context, terminal_width=100, max_content_width=100)
            found += _section(child, inner, f"{name} {sub}")
    return found


@dataclass(frozen=True)
class Shown:
    """One entry of the gallery: a command without its clinic and output. ``first``: so many of its pages are shown."""

    name: str
    caption: str
    command: tuple[str, ...]
    first: int = 99


def _sheet(name: str, caption: str, *options: str, request: str = "", first: int = 99) -> Shown:
    path = GALLERY / "requests" / f"{request or name}.yaml"
    return Shown(name, caption, ("make", "--request", str(path), *options), first)


def _leaflet(name: str, caption: str, options: str, first: int = 99) -> Shown:
    return Shown(name, caption, ("brochure", *options.split()), first)


PAGES = (
    _sheet("sheet", "lower back and left hip, low bone density (A4, basic)"),
    _sheet("sheet-mono", "right hamstrings, for a black and white printer"),
    _sheet("sheet-letter", "pelvic joints in pregnancy (US Letter, theme warm)"),
    _sheet("sheet-names", "names in every script"),
    _sheet("sheet-large", "upper back in large print"),
    _sheet("full", "long-lasting low back pain, everything (theme clinical)"),
    _sheet("advice", "a sign that needs help today: advice alone"),
    _sheet("diary", "the diary alone, with a body to draw on", "--format", "diary", request="sheet"),
    _sheet("two-up", "half pages, two to a side", "--n-up", "2", request="sheet"),
    _leaflet("trifold", "tri-fold leaflet, both sides", "--area back"),
    _leaflet("trifold-mono", "the same for a laser printer, hips", "--area hips --variant mono"),
    _leaflet("trifold-print-shop", "for a print shop: bleed and marks", "--area knee --print-shop --theme clinical"),
    _leaflet("bifold", "bi-fold leaflet", "--area neck --format bi --theme warm"),
    _leaflet("booklet", "booklet, in the order that folds right", "--area back --format booklet", first=4),
    _leaflet("booklet-reader", "the same, page by page", "--area back --format booklet --pages reader", first=6),
    _leaflet("poster", "poster (A3)", "--topic desk-work --format poster --paper a3"),
    _leaflet("poster-letter", "poster, black (Letter)", "--area neck --format poster --paper letter --variant mono"),
    _leaflet("card", "pocket cards, to cut", "--area neck --format card --theme warm"),
)


def gallery() -> None:
    """The pages of PAGES as small PNG pictures, and the page that shows them."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for shown in PAGES:
            pdf = Path(folder) / f"{shown.name}.pdf"
            _handouts(*shown.command, "--clinic", str(GALLERY / "clinic"), "-o", str(pdf))
            names = _pictures(pdf, shown.first)
            pictures = "\n".join(
                f'<img src="{name}" alt="{shown.caption}, page {page}" width="{WIDTH}">'
                for page, name in enumerate(names, start=1)
            )
            rows.append(f"## {shown.caption[0].upper()}{shown.caption[1:]}\n\n{pictures}\n")
    _set_between(GALLERY / "README.md", "pages", "\n".join(rows))


def blocks() -> None:
    """Every block by name; sheets of another number are taken away."""
    from blocks import write_blocks

    for old in GALLERY.glob("blocks-*.png"):
        old.unlink()
    names = [path.name for path in write_blocks(GALLERY, [shown.command for shown in PAGES])]
    pictures = "\n".join(
        f'<img src="{name}" alt="blocks, sheet {number}" width="810">' for number, name in enumerate(names, 1)
    )
    _set_between(GALLERY / "README.md", "blocks", pictures + "\n")


def accessibility() -> None:
    """What a screen reader says of a sheet, into docs/accessibility.md."""
    request, clinic = GALLERY / "requests" / "sheet.yaml", GALLERY / "clinic"
    said = _handouts("preview", str(request), "--outline", "--clinic", str(clinic))
    _set_between(HERE / "accessibility.md", "heard", f"```text\n{said.rstrip()}\n```\n")


def _set_between(path: Path, name: str, text: str) -> None:
    """Puts the text between the comments ``<!-- name -->`` and ``<!-- end of name -->`` of a page."""
    page = path.read_text(encoding="utf-8")
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, rest = page.split(start)
    path.write_text(f"{before}{start}\n{text}\n{end}{rest.split(end)[1]}", encoding="utf-8")


def _handouts(*arguments: str) -> str:
    """Runs the program; returns what it printed."""
    done = subprocess.run([sys.executable, "-m", "handouts", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"handouts {' '.join(arguments)}\n{done.stderr}")
    return done.stdout


def _pictures(pdf: Path, most: int) -> list[str]:
    """Writes a picture of each page, or of the first ``most``, in place of the older ones; returns their names."""
    from PIL import Image

    from handouts.page.preview import pages_as_png

    for old in GALLERY.glob(f"{pdf.stem}-*.png"):
        if old.stem.removeprefix(f"{pdf.stem}-").isdigit():
            old.unlink()
    names = []
    for number, png in enumerate(islice(pages_as_png(pdf.read_bytes(), dpi=DPI), most), start=1):
        image = Image.open(io.BytesIO(png)).convert("RGB")
        image.thumbnail((LARGEST, LARGEST))
        names.append(f"{pdf.stem}-{number}.png")
        image.quantize(COLOURS).save(GALLERY / names[-1], optimize=True)
    return names


def pictures() -> None:
    """Contact sheets of every picture; those of another number of sheets are taken away."""
    from sheets import write_sheets

    for old in GALLERY.glob("exercises-*.png"):
        old.unlink()
    for path in write_sheets(HERE.parent / "images", GALLERY):
        print(f"{path.name}: {path.stat().st_size // 1024} kB")


def main(arguments: list[str]) -> None:
    """Do what was asked for, or all of it."""
    if not arguments or "cli" in arguments:
        (HERE / "cli.md").write_text(cli_reference(), encoding="utf-8")
    if not arguments or "gallery" in arguments:
        gallery()
    if not arguments or "blocks" in arguments:
        blocks()
    if not arguments or "accessibility" in arguments:
        accessibility()
    if not arguments or "pictures" in arguments:
        pictures()


if __name__ == "__main__":
    main(sys.argv[1:])
