"""``handouts brochure``: a folded leaflet for the waiting room, with nobody's name on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.options import LibraryWord, clinic_option, look_options, output_options
from handouts.errors import InvalidData, Where

if TYPE_CHECKING:
    from handouts.cli.journey import Journey
    from handouts.page.layout import Layout
    from handouts.words.brochure import BrochureWords
    from handouts.words.model import Text

LONGEST_TITLE = 80

EXAMPLES = """Make a folded leaflet for the waiting room: two pages, six panels.

Print it on both sides, turned over the short edge, and fold the right third of the inside in first.

\b
Examples:
  handouts brochure --area back --fold tri -o back.pdf
  handouts brochure --area hips --region us --theme warm -o hips.pdf
  handouts brochure --area neck --area shoulder --title "A looser neck" -o neck.pdf
  handouts brochure --area hamstrings --dry-run
"""


@click.command("brochure", help=EXAMPLES)
@click.option(
    "--area",
    "areas",
    multiple=True,
    required=True,
    type=LibraryWord("areas"),
    metavar="AREA[:SIDE]",
    help="What it is about, such as back, hips or neck. Repeat for more.",
)
@click.option("--fold", default="tri", show_default=True, metavar="KIND", help="How it is folded: tri.")
@click.option("--title", metavar="WORDS", help="Your own words for the cover.")
@look_options
@clinic_option
@output_options
@click.option("--dry-run", is_flag=True, help="List the panels and what is on them, and make nothing.")
@click.option("--open", "open_file", is_flag=True, help="Open the file when it is made.")
def command(**options: Any) -> None:
    """Parse, compose, report."""
    from handouts.cli.journey import Journey
    from handouts.cli.target import check_output
    from handouts.page.panels import check_fold

    check_fold(options["fold"])
    title = _title(options["title"])
    if not options["dry_run"]:
        check_output(options["output"], "leaflet", example="back.pdf", force=options["force"])
    flags = {key: value for key, value in options.items() if value not in (None, "", ())}
    journey = Journey.begin(flags, today=dt.date.today())
    for note in journey.notes:
        click.echo(f"handouts: {note}", err=True)
    if not journey.clinic.file.name:
        click.echo("handouts: no clinic is set, so the leaflet names none; use --clinic FOLDER", err=True)
    words, layout = _laid_out(journey, options["areas"], options["fold"], title)
    if options["dry_run"]:
        for line in panel_lines(words):
            click.echo(line)
    for warning in (*layout.warnings, *layout.dropped):
        click.echo(f"handouts: warning: {warning}", err=True)
    if not options["dry_run"]:
        _write(journey, words, layout, options)


def _title(text: str | None) -> str | None:
    from handouts.request import cleaned

    if text is None:
        return None
    title = cleaned(text)
    if not title:
        raise InvalidData("is empty", where=Where(field="title"), hint="give words or leave --title out")
    if len(title) > LONGEST_TITLE:
        raise InvalidData(
            f"has {len(title)} letters", where=Where(field="title"), hint=f"at most {LONGEST_TITLE} fit the cover"
        )
    return title


def _laid_out(journey: Journey, areas: tuple[str, ...], fold: str, title: str | None) -> tuple[BrochureWords, Layout]:
    """Areas -> plan -> words -> panels."""
    from handouts.page.brochure import lay_out_brochure
    from handouts.words.brochure import word_brochure
    from handouts.words.gentle import plan_leaflet

    request, workshop = journey.read({"areas": areas}), journey.workshop
    words = word_brochure(
        plan_leaflet(request, journey.library),
        journey.library,
        journey.clinic,
        workshop.region,
        workshop.folders,
        workshop.numbers,
        title=title,
    )
    design = workshop.design(request.theme, request.paper, request.variant)
    return words, lay_out_brochure(words, design, workshop.pictures, workshop.map_regions, fold=fold)


def _write(journey: Journey, words: BrochureWords, layout: Layout, options: dict[str, Any]) -> None:
    from handouts.cli.target import deliver
    from handouts.page.write import write_pdf

    pdf = write_pdf(layout, info=journey.workshop.info(words.document_title, words.language, journey.today))
    told = f"{len(layout.pages)} pages, to print on both sides over the short edge"
    deliver(pdf, options["output"], told, force=options["force"], open_file=options["open_file"])


# ---------------------------------------------------------------- what is on it
def panel_lines(words: BrochureWords) -> Iterator[str]:
    """The panels in the order in which they are read, each with what it says."""
    from handouts.words.model import Run, plain

    def panel(name: str, *texts: Text) -> Iterator[str]:
        yield f"{name}:"
        yield from (f"  {plain(text)}" for text in texts if plain(text).strip())

    yield from panel("Cover", words.cover.clinic, words.cover.promise, words.cover.foot)
    evidence, aches = words.evidence, words.aches
    yield from panel("Flap", evidence.heading)
    yield from (f"  - {plain(row.text)} ({plain(row.grade)}, {row.steps} of 5)" for row in evidence.rows)
    yield from panel("Inside left", aches.heading, aches.body_map.caption)
    if words.start and words.moves:
        yield from _list_lines(words.start.heading, words.start.lines)
    if words.moves:
        yield from panel("Inside middle", words.moves.heading)
        yield from (f"  {card.number}. {plain(card.name)}: {plain(card.dose_line)}" for card in words.moves.cards)
    elif words.start:
        yield from panel("Inside middle")
        yield from _list_lines(words.start.heading, words.start.lines)
    yield from panel("Inside right", words.help.heading)
    for tier in words.help.tiers:
        yield from _list_lines((*tier.action, Run(", "), *tier.where), tier.signs)
    yield from _list_lines(words.tell_us.heading, words.tell_us.lines)
    yield from panel("Back", words.first_visit.heading, words.contact.name, *words.contact.lines)
    if words.link:
        yield f"  {plain(words.link.label)}: {plain(words.link.shown)}"
    yield from (f"  {plain(line)}" for line in words.imprint)


def _list_lines(heading: Text, lines: tuple[Text, ...]) -> Iterator[str]:
    from handouts.words.model import plain

    yield f"  {plain(heading)}"
    yield from (f"  - {plain(line)}" for line in lines)
