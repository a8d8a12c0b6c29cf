"""The command: finds the subcommand, catches what can go wrong, sets the exit code.

Subcommands are imported when they are called, so that ``handouts --help`` stays quick.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from handouts import __version__
from handouts.errors import ExitCode, HandoutsError, Problems

COMMANDS: dict[str, str] = {
    "screen": "Ask the safety questions and write a request.",
    "make": "Make one sheet for one client.",
    "batch": "Make a sheet for every row of a table.",
    "brochure": "Make a leaflet, booklet, poster or card for the waiting room.",
    "list": "List areas, exercises, conditions, techniques, themes or papers.",
    "show": "Show everything known about one of them.",
    "check": "Check a content folder, with file, line and remedy.",
    "new": "Make a starter folder for a clinic.",
    "preview": "Turn pages into PNG pictures.",
    "draw": "Draw a pose file: an exercise picture of your own.",
    "config": "Show which settings hold and where they came from.",
    "cache": "Show or clear what is kept to make the next sheet faster.",
}

EXAMPLES = """\b
Examples:
  handouts make --area lower-back --area hips:left --region uk -o sheet.pdf
  handouts make --client "Client Name" --area lower-back --condition osteoporosis --dry-run
  handouts batch clients.csv -o sheets/
  handouts brochure --area back --fold tri -o back.pdf
  handouts new my-clinic --region uk
"""


@dataclass
class Session:
    """What holds for one run of the command, whichever subcommand it is."""

    debug: bool = False


class ReaderGone(Exception):
    """Whoever read our standard output (a pager, head) has closed it. Click would make it exit code 1."""


@contextlib.contextmanager
def _reader_may_leave() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGone from error


def _set_debug(context: click.Context, _: click.Parameter, asked: bool) -> None:
    session = context.find_object(Session)
    if session and asked:
        session.debug = True


def _debuggable(command: click.Command) -> click.Command:
    """The command with --debug, so that it may stand before or behind the command's name."""
    if all(param.name != "debug" for param in command.params):
        option = click.Option(
            ["--debug"], is_flag=True, is_eager=True, expose_value=False, hidden=True, callback=_set_debug
        )
        command.params.append(option)
    for inner in getattr(command, "commands", {}).values():
        _debuggable(inner)
    return command


class LazyGroup(click.Group):
    """A group that knows its commands' one-line help without importing them."""

    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        with _reader_may_leave():
            return super().make_context(*arguments, **more)

    def invoke(self, ctx: click.Context) -> Any:
        with _reader_may_leave():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"handouts.cli.{cmd_name}_command").command
        return _debuggable(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    help=f"Compose personalised, printable handouts for massage clients.\n\n{EXAMPLES}",
    epilog="Exit codes: 0 done, 1 bug, 2 usage, 3 invalid data, 4 refused for safety, 5 template or picture, "
    "6 cannot write, 7 batch partly failed, 130 interrupted.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="handouts")
@click.option(
    "--debug",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_set_debug,
    help="Show the traceback of an error.",
)
def root() -> None:
    """The root of all commands."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit with its code."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command; the exit code is the answer."""
    session = Session()
    color = False if os.environ.get("NO_COLOR") else None
    try:
        outcome = root.main(args=arguments, prog_name="handouts", standalone_mode=False, obj=session, color=color)
    except HandoutsError as error:
        if session.debug:
            raise
        return _tell(error)
    except click.exceptions.Exit as error:
        return int(error.exit_code)
    except click.Abort:
        click.echo("handouts: interrupted", err=True)
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except ReaderGone:
        # That is no fault of ours, and nothing is left to say; what is still held back goes nowhere.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except Exception as error:
        if session.debug:
            raise
        click.echo(f"handouts: this is a bug: {type(error).__name__}", err=True)
        click.echo("  run the command again with --debug and report what it prints, without names", err=True)
        return ExitCode.BUG
    return int(outcome) if isinstance(outcome, int) else ExitCode.DONE


def _tell(error: HandoutsError) -> int:
    for problem in error.problems if isinstance(error, Problems) else (error,):
        click.echo(f"handouts: {problem}", err=True)
    return int(error.exit_code)
