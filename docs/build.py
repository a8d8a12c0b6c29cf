"""Renews what the docs show: the command reference and the gallery.

``python docs/build.py cli`` writes docs/cli.md from the commands' own help; ``python docs/build.py gallery`` makes the
pages of docs/gallery/requests/*.yaml, real requests with a real clinic, and pictures of them; with no argument, both.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

import click

HERE = Path(__file__).resolve().parent
GALLERY = HERE / "gallery"
COLOURS = 160  # of a gallery picture: enough for tints and reds, small enough to commit
DPI = 72


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


def gallery() -> None:
    """Pages of the requests in the gallery, and the brochures, as small PNG pictures."""
    clinic = GALLERY / "clinic"
    with tempfile.TemporaryDirectory() as folder:
        for request in sorted((GALLERY / "requests").glob("*.yaml")):
            pdf = Path(folder) / f"{request.stem}.pdf"
            _handouts("make", "--request", str(request), "--clinic", str(clinic), "-o", str(pdf))
            _pictures(pdf)
        for name, areas, options in (
            ("trifold", ["back"], []),
            ("trifold-mono", ["hips"], ["--variant", "mono"]),
        ):
            pdf = Path(folder) / f"{name}.pdf"
            chosen = [word for area in areas for word in ("--area", area)]
            _handouts("brochure", *chosen, "--fold", "tri", *options, "--clinic", str(clinic), "-o", str(pdf))
            _pictures(pdf)
    _contact_sheet()


def _handouts(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "handouts", *arguments], check=True, capture_output=True)


def _pictures(pdf: Path) -> None:
    from PIL import Image

    from handouts.page.preview import pages_as_png

    for number, png in enumerate(pages_as_png(pdf.read_bytes(), dpi=DPI), start=1):
        image = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS)
        image.save(GALLERY / f"{pdf.stem}-{number}.png", optimize=True)


def _contact_sheet() -> None:
    """Every exercise picture, in colour and for a laser printer."""
    from PIL import Image

    for look in ("colour", "mono"):
        with tempfile.TemporaryDirectory() as folder:
            raw = Path(folder) / "sheet.png"
            command = [
                sys.executable,
                "-m",
                "handouts.pictures.studio",
                "sheet",
                "--out",
                str(raw),
                f"--{look}",
                "--enlarge",
                "1",
            ]
            subprocess.run(command, check=True, capture_output=True)
            _in_columns(Image.open(raw).convert("RGB"), 3).quantize(COLOURS).save(
                GALLERY / f"exercises-{look}.png", optimize=True
            )


def _in_columns(tall, columns):  # type: ignore[no-untyped-def]
    """A very tall picture cut into columns beside each other."""
    from PIL import Image

    width, height = tall.size
    part = -(-height // columns)
    sheet = Image.new("RGB", (width * columns, part), "white")
    for column in range(columns):
        piece = tall.crop((0, column * part, width, min(height, (column + 1) * part)))
        sheet.paste(piece, (column * width, 0))
    return sheet


def main(arguments: list[str]) -> None:
    """Do what was asked for, or both."""
    if not arguments or "cli" in arguments:
        (HERE / "cli.md").write_text(cli_reference(), encoding="utf-8")
    if not arguments or "gallery" in arguments:
        gallery()


if __name__ == "__main__":
    main(sys.argv[1:])
