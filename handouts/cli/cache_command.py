"""``handouts cache``: what is kept from run to run, and taking it away."""

from __future__ import annotations

import json
from pathlib import Path

import click

from handouts.errors import CannotWrite, Where


@click.group("cache", help="What is kept to make the next sheet faster: finished pages without anybody's words.")
def command() -> None:
    """The group of cache commands."""


INFO = """Show where the cache is and how much room it takes.

It holds nothing personal: names, dates and notes are printed into the kept pages and never kept with them.
HANDOUTS_CACHE names another folder; HANDOUTS_CACHE="" keeps nothing.

\b
Examples:
  handouts cache info
  handouts cache info --json
"""

CLEAR = """Take everything out of the cache. The next sheet of each kind takes a moment longer; nothing else changes.

\b
Example:
  handouts cache clear
"""


@command.command("info", help=INFO)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def info(as_json: bool) -> None:
    """Look and tell."""
    from handouts.formes import forme_rack
    from handouts.library.load import kept_libraries

    folder = _folder()
    if folder is None:
        click.echo(json.dumps({"folder": None}) if as_json else "cache: none (HANDOUTS_CACHE is empty)")
        return
    rack = forme_rack(folder)
    stock = rack.stock()
    libraries = kept_libraries(folder)
    packed = sum(path.stat().st_size for path in libraries)
    if as_json:
        found = {
            "folder": str(folder),
            "formes": {"count": stock.count, "bytes": stock.size, "most_bytes": rack.largest},
            "libraries": {"count": len(libraries), "bytes": packed},
        }
        click.echo(json.dumps(found, indent=2))
        return
    click.echo(f"folder     {folder}")
    click.echo(f"formes     {stock.count} ({_megabytes(stock.size)} of at most {_megabytes(rack.largest)})")
    click.echo(f"libraries  {len(libraries)} ({_megabytes(packed)})")


@command.command("clear", help=CLEAR)
def clear() -> None:
    """Take away what is there and say how much it was. Raises CannotWrite."""
    from handouts.formes import forme_rack
    from handouts.library.load import kept_libraries

    folder = _folder()
    if folder is None:
        click.echo("cache: none (HANDOUTS_CACHE is empty)")
        return
    try:
        stock = forme_rack(folder).clear()
        libraries = kept_libraries(folder)
        size = stock.size + sum(path.stat().st_size for path in libraries)
        for path in libraries:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(
            f"cannot be cleared: {error.strerror or error}",
            where=Where(file=str(folder)),
            hint="delete the folder yourself; nothing in it is needed",
        ) from error
    click.echo(f"{folder}: {stock.count} formes and {len(libraries)} libraries taken away, {_megabytes(size)}")


def _folder() -> Path | None:
    from handouts.cli.settings import open_door

    return open_door(None).cache


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"
