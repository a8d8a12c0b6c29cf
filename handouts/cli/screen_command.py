"""``handouts screen``: the safety questions before a sheet, answered on a terminal or with options."""

from __future__ import annotations

import datetime as dt
import re
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from handouts.cli.options import LibraryWord, clinic_option, output_options
from handouts.errors import ExitCode, HandoutsError, InvalidData, UsageProblem, raise_all

if TYPE_CHECKING:
    from handouts.cli.journey import Journey
    from handouts.levels import KnownCondition
    from handouts.library import model as m
    from handouts.request import ConditionChoice, Request
    from handouts.screen import Outcome, Sign, Topic

T = TypeVar("T")

GATES = {
    "open": "nothing stands in the way of a sheet",
    "clearance": "general facts only, until the treating clinician agrees",
    "refused": "no massage and no exercises now, advice only",
}
YES, NO = "screen.answers.agree", "screen.answers.refuse"
INDENT = " " * 8  # questions about one thing stand under its lines
FILE = "FILE"  # stands for the request in a hint when it went to standard output

EXAMPLES = """Ask the safety questions and write a request.

Signs that need help come first, then conditions. On a terminal every question that no option answers is asked; what an
option answers is not asked again. Ctrl-C leaves and writes nothing.

\b
Examples:
  handouts screen -o request.yaml
  handouts screen --area lower-back --area hips:left --client "Client Name" -o request.yaml
  handouts screen --area neck --no-red-flags --condition hip-replacement:weeks=20 -o request.yaml
  handouts screen --area knee --no-red-flags --no-conditions -o - | handouts make --request - -o sheet.pdf
"""


@click.command("screen", help=EXAMPLES)
@click.option(
    "--area",
    "areas",
    multiple=True,
    type=LibraryWord("areas"),
    metavar="AREA[:SIDE]",
    help="A pain area, such as lower-back or hips:left. Repeat for more.",
)
@click.option("--side", help="Side for areas without one: left, right or both.")
@click.option(
    "--red-flag",
    "red_flags",
    multiple=True,
    type=LibraryWord("red-flags"),
    metavar="ID",
    help="A sign the client said yes to; the answer to all others is no. rf-clot:today says that only its milder signs "
    "were noticed. Repeat for more.",
)
@click.option("--no-red-flags", is_flag=True, help="The client was asked and has none of the signs.")
@click.option(
    "--condition",
    "conditions",
    multiple=True,
    type=LibraryWord("conditions"),
    metavar="ID[:DETAIL=...]",
    help="A condition the client has, such as pregnancy:weeks=20; the client has no others. What was asked and is not "
    "known is =unknown. Add :cleared when the treating clinician has agreed. Repeat for more.",
)
@click.option("--no-conditions", is_flag=True, help="The client was asked and has none of the conditions.")
@click.option("--client", metavar="NAME", help="The client's name, kept in the request.")
@click.option("--therapist", metavar="NAME", help="Who gives the sheet.")
@click.option("--region", metavar="ID", help="uk, us, eu ...: the numbers to call, and the spelling.")
@click.option("--language", metavar="CODE", help="Language of the questions and of the sheet, such as en.")
@clinic_option
@output_options
def command(**options: Any) -> int:
    """Check, ask, write, report."""
    from handouts.cli.journey import Journey
    from handouts.screen import outcome

    terminal = sys.stdin.isatty() and sys.stderr.isatty()
    _check(options, terminal=terminal)
    flags = {key: value for key, value in options.items() if value not in (None, "", ())}
    journey = Journey.begin(flags, today=dt.date.today())
    for note in journey.notes:
        click.echo(f"handouts: {note}", err=True)
    request = _Screening(journey, options, terminal=terminal).request()
    found = outcome(request, journey.library)
    place = _write(request, options["output"], options["force"])
    for line in _report(found, place):
        click.echo(f"handouts: {line}", err=True)
    return ExitCode.REFUSED_FOR_SAFETY if found.gate == "refused" else ExitCode.DONE


def _check(options: dict[str, Any], *, terminal: bool) -> None:
    """What can be told before the first question. Raises UsageProblem, Problems or CannotWrite."""
    from handouts.output import check_target

    problems: list[HandoutsError] = []
    for given, none, asked in (
        ("red_flags", "no_red_flags", "the signs that need help"),
        ("conditions", "no_conditions", "the conditions"),
    ):
        option, no = _option(given), _option(none)
        if options[given] and options[none]:
            problems.append(UsageProblem(f"{option} and {no} cannot both be true", hint="leave one out"))
        if not terminal and not options[given] and not options[none]:
            problems.append(UsageProblem(f"nobody can be asked about {asked}", hint=f"use {option} or {no}"))
    if not terminal and not options["areas"]:
        problems.append(UsageProblem("nobody can be asked where it hurts", hint="use --area"))
    if options["client"] == "":
        problems.append(UsageProblem("--client is empty", hint="give a name or leave --client out"))
    output = options["output"]
    if not output:
        hint = "use -o request.yaml, or -o - for standard output"
        problems.append(UsageProblem("where should the request go?", hint=hint))
    raise_all(problems)
    if output != "-":
        # Said before the questions, and again by the writer: nobody shall answer them all for nothing.
        check_target(Path(output), force=options["force"])


def _option(key: str) -> str:
    return "--" + key.removesuffix("s").replace("_", "-") if not key.startswith("no_") else "--" + key.replace("_", "-")


class _Screening:
    """One screening: options first, then questions for what they leave open."""

    def __init__(self, journey: Journey, options: dict[str, Any], *, terminal: bool) -> None:
        from handouts.words.fill import Phrases
        from handouts.words.sections import Sections

        self.journey = journey
        self.options = options
        self.terminal = terminal
        self.library = journey.library
        self.c = journey.library.contents
        self.phrases = Phrases(self.c.phrases, self.c.language)
        self.sections = Sections(journey.workshop.folders.templates, self.c.language, self.phrases)

    def request(self) -> Request:
        """The whole request. Raises InvalidData or Problems for options that are not valid, Abort on Ctrl-C."""
        from handouts.resolve import resolve
        from handouts.screen import answered, signs_of_areas, signs_of_conditions

        base = self._base(self.options["areas"] or self._ask_areas())
        areas = [area.id for area in resolve(base, self.library).areas]
        ask_signs = not (base.red_flags or self.options["no_red_flags"])
        ask_conditions = not (base.conditions or self.options["no_conditions"])
        signs: Sequence[str] = base.red_flags
        conditions: Sequence[ConditionChoice] = base.conditions
        first = signs_of_areas(areas, self.c) if ask_signs else ()
        go_on = True
        if ask_signs:
            signs, go_on = self._ask_signs(first, "heading")
        if ask_conditions and go_on:
            conditions = self._ask_conditions()
        elif self.terminal and go_on:
            conditions = [self._completed(known) for known in resolve(base, self.library).conditions]
        if ask_signs and go_on:
            added = signs_of_conditions(conditions, self.library, asked=first)
            more, _ = self._ask_signs(added, "more_heading")
            signs = [*signs, *more]
        return answered(base, signs=signs, conditions=conditions)

    def _base(self, areas: Sequence[str]) -> Request:
        """What the options say, read as every request is."""
        from handouts.request import read_request

        keys = ("side", "red_flags", "conditions", "client", "therapist", "region", "language")
        given = {key: self.options[key] for key in keys if self.options[key]}
        return read_request({"areas": areas, **given}, day_first=self.journey.day_first)

    # ------------------------------------------------------------ the questions

    def _ask_areas(self) -> list[str]:
        from handouts.request import split_values
        from handouts.resolve import resolve

        def read(text: str) -> list[str]:
            words = split_values(text)
            resolve(self._base(words), self.library)
            return words

        return self._ask(self._text("areas"), read)

    def _ask_signs(self, signs: Sequence[Sign], heading: str) -> tuple[list[str], bool]:
        """The signs said yes to, and whether to go on with the other questions."""
        found: list[str] = []
        if signs:
            self._say(f"\n{self._text(f'signs.{heading}')}")
        for number, sign in enumerate(signs, start=1):
            self._say("")
            for index, line in enumerate(sign.lines):
                count = f"{number}/{len(signs)}" if index == 0 else ""
                self._say(f"{count:>6}  {self._line(line)}")
            if not self._yes(self._text(f"signs.{'one' if len(sign.lines) == 1 else 'several'}")):
                continue
            tier = self._ask_tier(sign)
            found.append(sign.told(tier))
            region = self.c.region_words[self.journey.workshop.region.id]
            action, where = (getattr(region, f"{tier}_{part}") for part in ("action", "where"))
            self._say(click.style(f"\n  {self._line(action)} {self._line(where)}", bold=True))
            if tier == "emergency" and not self._yes(self._text("signs.go_on")):
                return found, False
        return found, True

    def _ask_tier(self, sign: Sign) -> m.Tier:
        """How soon a sign needs help: asked only where its lines differ in that."""
        tiers = list(dict.fromkeys(sign.tiers))
        for tier in tiers[:-1]:
            for line in sign.lines_of(tier):
                self._say(f"{INDENT}{self._line(line)}")
            if self._yes(self._text("signs.which")):
                return tier
        return tiers[-1]

    def _ask_conditions(self) -> list[ConditionChoice]:
        from handouts.screen import topics

        self._say(f"\n{self._text('conditions.heading')}")
        return [choice for topic in topics(self.c) for choice in self._ask_topic(topic)]

    def _ask_topic(self, topic: Topic) -> Iterator[ConditionChoice]:
        group = topic.group if topic.group in self.phrases.value("screen.groups") else "other"
        self._say(f"\n{self._text(f'groups.{group}')}")
        for number, entry in enumerate(topic.entries, start=1):
            self._say(f"{number:>4}  {self._line(entry.name)}")
        picked = self._ask(self._text("conditions.any"), lambda text: self._read_numbers(text, len(topic.entries)))
        for number in picked:
            for condition_id in topic.entries[number - 1].conditions:
                question = self._line(self.c.condition_words[condition_id].question)
                if self._yes(self._text("conditions.question", what=question)):
                    yield self._ask_condition(self.c.conditions[condition_id])

    def _read_numbers(self, text: str, most: int) -> list[int]:
        """The numbers typed: none for no, all of them for yes."""
        word = text.casefold()
        if word in self.phrases.lines(NO):
            return []
        if word in self.phrases.lines(YES):
            return list(range(1, most + 1))
        parts = [part for part in re.split(r"[\s,;.]+", text) if part]
        numbers = [int(part) for part in parts if part.isdecimal() and len(part) < 4]
        if not numbers or len(numbers) < len(parts) or not all(1 <= number <= most for number in numbers):
            raise InvalidData(self._text("conditions.unclear", count=most))
        return sorted(set(numbers))

    def _ask_condition(self, condition: m.Condition) -> ConditionChoice:
        from handouts.levels import KnownCondition

        return self._completed(KnownCondition(condition, {}))

    def _completed(self, begun: KnownCondition) -> ConditionChoice:
        """The condition with what was not told about it yet."""
        from handouts.screen import choice_of, needs_clearance

        known = self._ask_details(begun)
        cleared = begun.cleared or (needs_clearance(known) and self._yes(self._text("conditions.cleared")))
        return choice_of(known, cleared=cleared)

    def _ask_details(self, begun: KnownCondition) -> KnownCondition:
        """The condition with its details, each asked where it means something beside those before it.

        All of them are asked again where one is not valid.
        """
        from handouts.screen import open_details, read_details

        while True:
            answers = {name: str(value) for name, value in begun.details.items()}
            known = begun
            try:
                while rest := [detail for detail in open_details(known) if detail.name not in answers]:
                    answers[rest[0].name] = self._ask_detail(begun.condition, rest[0])
                    known = read_details(begun.condition, answers, self.library)
            except HandoutsError as problem:
                self._say(f"{INDENT}{problem}")
                continue
            return known

    def _ask_detail(self, condition: m.Condition, detail: m.Detail) -> str:
        own = self.phrases.value("screen.own_details").get(condition.id, {})
        if detail.name in own:
            what = self._text(f"own_details.{condition.id}.{detail.name}")
        elif detail.name in self.phrases.value("screen.details"):
            what = self._text(f"details.{detail.name}", choices=", ".join(detail.choices))
        else:
            what = self._text("details.other", name=detail.name)
        question = self._text("details.question", what=what)
        return self._ask(f"{INDENT}{question}", lambda text: self._as_known(text, detail.kind))

    def _as_known(self, text: str, kind: str) -> str:
        """Yes, no, left, right and both in the language of the questions become those of a request."""
        word = text.casefold()
        if kind == "yes-no" and word:
            return "yes" if self._read_yes(text) else "no"
        if kind == "side":
            sides = {self.phrases.words(f"sides.{side}").casefold(): side for side in ("left", "right", "both")}
            return sides.get(word, word)
        return text

    # ------------------------------------------------------------ asking

    def _ask(self, question: str, read: Callable[[str], T]) -> T:
        """Asks until the answer can be read. Raises Abort on Ctrl-C or the end of input."""
        while True:
            text = click.prompt(question, default="", show_default=False, prompt_suffix=" ", err=True)
            try:
                return read(text.strip())
            except HandoutsError as problem:
                self._say(f"{INDENT}{problem}")

    def _yes(self, question: str) -> bool:
        return self._ask(f"{INDENT}{question}", self._read_yes)

    def _read_yes(self, text: str) -> bool:
        word = text.casefold()
        if word in self.phrases.lines(YES):
            return True
        if word in self.phrases.lines(NO):
            return False
        raise InvalidData(self._text("unclear"))

    def _say(self, text: str) -> None:
        click.echo(text, err=True)

    def _text(self, path: str, **fields: str | int) -> str:
        """A fixed phrase of the screening, filled and spelled as the region does."""
        from handouts.words.model import plain

        yes, no = (self.phrases.lines(answers)[0] for answers in (YES, NO))
        return self._spelled(plain(self.phrases.text(f"screen.{path}", **{"yes": yes, "no": no, **fields})))

    def _line(self, text: str) -> str:
        """A sentence of the library with the region's numbers in it."""
        from handouts.words.model import plain

        numbers = self.journey.workshop.numbers
        where = f"templates/{self.c.language}"
        line = self.sections.line(text, where, emergency=numbers.emergency, urgent=numbers.urgent)
        return self._spelled(plain(line))

    def _spelled(self, text: str) -> str:
        from handouts.words.spelling import respelled

        return respelled(text, self.c.spelling_us) if self.journey.workshop.region.spelling == "us" else text


# ---------------------------------------------------------------- what comes out


def _write(request: Request, output: str, force: bool) -> str:
    """Writes the request and says what to call it in the next command."""
    import yaml

    from handouts.output import write_file
    from handouts.request import stored

    data = yaml.safe_dump(stored(request), sort_keys=False, allow_unicode=True).encode()
    if output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return FILE
    write_file(Path(output), data, force=force)
    click.echo(f"{output}: request written", err=True)
    return output


def _report(found: Outcome, place: str) -> Iterator[str]:
    """What the gates say, for the therapist. Holds no name."""
    yield f"{found.gate}: {GATES[found.gate]}"
    for reason in found.reasons:
        yield f"  {reason.because}: {reason.reason}"
    for closer in found.closer:
        what = "no massage" if closer.level == "absolute" else "clearance first"
        yield f"  look closer at {closer.condition}: {what} when this holds: {closer.when}"
    more = " --advice-sheet -o advice.pdf" if found.gate == "refused" else " -o sheet.pdf"
    yield f"next: handouts make --request {place if place == FILE else shlex.quote(place)}{more}"
