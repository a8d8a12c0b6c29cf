"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from handouts.request import LEVELS, TIERS, VARIANTS

F = TypeVar("F", bound=Callable[..., Any])


class LibraryWord(click.ParamType[str]):
    """An id of the library, completed by the shell; checked later, together with everything else."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.name = kind

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Ids that begin with what has been typed, with their names as help."""
        from handouts.cli.complete import ids_with_names

        return [
            CompletionItem(word, help=name)
            for word, name in ids_with_names(self.kind, ctx.params.get("clinic"))
            if word.startswith(incomplete)
        ]


class LibraryWords(LibraryWord):
    """Several ids parted by commas; the last one is completed."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Ids that go on from what has been typed behind the last comma."""
        before, comma, last = incomplete.rpartition(",")
        return [
            CompletionItem(f"{before}{comma}{item.value}", help=item.help)
            for item in super().shell_complete(ctx, param, last)
        ]


def clinic_option(command: F) -> F:
    """--clinic."""
    return click.option("--clinic", metavar="FOLDER", help="The clinic's folder (with clinic.yaml).")(command)


def look_options(command: F) -> F:
    """Region, language and everything about how the sheet looks."""
    for option in reversed(
        (
            click.option(
                "--region",
                metavar="ID",
                help="uk, us, eu, ca, au, nz, ie or other: paper, spelling, numbers.",
            ),
            click.option("--language", metavar="CODE", help="Language of the words, such as en."),
            click.option("--paper", type=LibraryWord("papers"), metavar="ID", help="a4, letter ... (else by region)."),
            click.option("--variant", metavar="KIND", help=f"{', '.join(VARIANTS)}."),
            click.option("--theme", type=LibraryWord("themes"), metavar="ID", help="calm, warm, clinical ..."),
        )
    ):
        command = option(command)
    return command


def content_options(command: F) -> F:
    """Areas, conditions, techniques, exercises and the rest of a request."""
    for option in reversed(
        (
            click.option(
                "--area",
                "areas",
                multiple=True,
                type=LibraryWord("areas"),
                metavar="AREA[:SIDE]",
                help="A pain area, such as lower-back or hips:left. Repeat for more.",
            ),
            click.option("--side", help="Side for areas without one: left, right or both."),
            click.option(
                "--condition",
                "conditions",
                multiple=True,
                type=LibraryWord("conditions"),
                metavar="ID[:DETAIL=...]",
                help="A condition, such as osteoporosis or pregnancy-t2:weeks=20. Add :cleared when the "
                "treating clinician has agreed.",
            ),
            click.option(
                "--red-flag",
                "red_flags",
                multiple=True,
                type=LibraryWord("red-flags"),
                metavar="ID",
                help="A sign the client said yes to.",
            ),
            click.option(
                "--technique",
                "techniques",
                multiple=True,
                type=LibraryWord("techniques"),
                metavar="ID",
                help="A technique that was used.",
            ),
            click.option(
                "--exercise",
                "exercises",
                multiple=True,
                type=LibraryWord("exercises"),
                metavar="ID[:DOSE]",
                help="An exercise, with a dose of your own if you like: bridge:sets=2,reps=8,times=1/day.",
            ),
            click.option(
                "--programme",
                type=LibraryWord("programmes"),
                metavar="ID",
                help="A saved set of exercises, such as desk-worker; its areas are used too. "
                "See 'handouts list programmes'.",
            ),
            click.option(
                "--level", metavar="LEVEL", help=f"{', '.join(LEVELS)}: how much the exercises ask (standard)."
            ),
            click.option(
                "--stage", metavar="N", help="1, 2 or 3: start low, go on, or take the harder step, visit by visit."
            ),
            click.option(
                "--equipment",
                multiple=True,
                type=LibraryWords("equipment"),
                metavar="ID,...",
                help="What is at hand beside the things of every home: band,ball. 'home' for those alone, 'none' for "
                "nothing but what you name.",
            ),
            click.option(
                "--avoid",
                multiple=True,
                type=LibraryWords("avoid"),
                metavar="WORD,...",
                help="What the client cannot do: floor,kneeling,one-leg,overhead,lying-front ...",
            ),
            click.option("--max-exercises", metavar="N", help="At most so many exercises (3 to 5 are best)."),
            click.option("--persistent", is_flag=True, default=None, help="The pain is long-lasting."),
            click.option("--tier", metavar="TIER", help=f"{' or '.join(TIERS)}: one sheet, or everything."),
        )
    ):
        command = option(command)
    return command


def output_options(command: F) -> F:
    """--output and --force."""
    for option in reversed(
        (
            click.option("-o", "--output", metavar="FILE", help="The PDF to write; - for standard output."),
            click.option("--force", is_flag=True, help="Replace a file that is there already."),
        )
    ):
        command = option(command)
    return command


def password_option(command: F) -> F:
    """--password-env."""
    return click.option(
        "--password-env",
        metavar="NAME",
        help="Lock the PDF (AES-256) with the password in this environment variable.",
    )(command)
