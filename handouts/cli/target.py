"""Where the bytes of one document go: a file or standard output, checked before anything is made."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from handouts.errors import UsageProblem

STDOUT = "-"


def check_output(output: str | None, what: str, *, example: str, force: bool) -> str:
    """The output that was asked for. Raises UsageProblem where none was, CannotWrite where it cannot be written."""
    from handouts.output import check_target

    if not output:
        hint = f"use -o {example}, or -o - for standard output"
        raise UsageProblem(f"where should the {what} go?", hint=hint)
    if output != STDOUT:
        check_target(Path(output), force=force)
    elif sys.stdout.isatty() and example.endswith(".pdf"):
        raise UsageProblem("a PDF is not for a terminal", hint=f"use -o {example}, or send it on: -o - > {example}")
    return output


def deliver(data: bytes, output: str, told: str, *, force: bool, open_file: bool, password: str | None = None) -> None:
    """Write the bytes, locked where there is a password, and say so on standard error. Raises CannotWrite."""
    from handouts.output import write_file

    if password is not None:
        from handouts.pdf.seal import seal

        data, told = seal(data, password), f"{told}, locked with a password"
    if output == STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    write_file(Path(output), data, force=force)
    click.echo(f"{output}: {told}", err=True)
    if open_file:
        click.launch(output)
