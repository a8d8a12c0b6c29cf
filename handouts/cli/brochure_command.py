"""``handouts brochure``: a folded leaflet for the waiting room, with nobody's name on it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.options import LibraryWord, clinic_option, look_options, output_options, password_option
from handouts.errors import InvalidData, UsageProblem, Where

if TYPE_CHECKING:
    from handouts.cli.journey import Journey
    from handouts.page.brochure import Format
    from handouts.page.layout import Layout
    from handouts.page.production import Production
    from handouts.words.brochure import BrochureWords

LONGEST_TITLE = 80

EXAMPLES = """Make something for the waiting room: a leaflet, a booklet, a poster or a pocket card.

Print what is folded on both sides, turned over the short edge, at 100%. Of a tri-fold, fold the right third of the
inside in first.

\b
Examples:
  handouts brochure --area back --format tri -o back.pdf
  handouts brochure --area back --format booklet -o booklet.pdf
  handouts brochure --area neck --format bi --print-shop -o neck-shop.pdf
  handouts brochure --area hips --region us --theme warm -o hips.pdf
  handouts brochure --area neck --area shoulder --title "A looser neck" -o neck.pdf
  handouts brochure --topic desk-work --format poster --paper a3 -o desk.pdf
  handouts brochure --area neck --format card -o cards.pdf
  handouts brochure --area hamstrings --dry-run
"""


@click.command("brochure", help=EXAMPLES)
@click.option(
    "--area",
    "areas",
    multiple=True,
    type=LibraryWord("areas"),
    metavar="AREA[:SIDE]",
    help="What it is about, such as back, hips or neck. Repeat for more.",
)
@click.option(
    "--topic",
    "--theme-topic",
    "topic",
    type=LibraryWord("topics"),
    metavar="TOPIC",
    help="What it is about in place of areas, such as desk-work or pregnancy. See 'handouts list topics'.",
)
@click.option("--format", "format_id", metavar="KIND", help="tri (the usual), bi, booklet, poster or card.")
@click.option(
    "--print-shop", is_flag=True, help="For a printer who cuts and folds: 3 mm of bleed, crop and fold marks, boxes."
)
@click.option(
    "--pages",
    "order",
    type=click.Choice(["printer", "reader"]),
    default="printer",
    help="Of a booklet: two to a side in the order that folds right (printer), or one by one (reader).",
)
@click.option(
    "--duplex",
    type=click.Choice(["short", "long"]),
    default="short",
    help="The edge over which your printer turns the sheet. Short is right for what is folded; with long, backs are "
    "printed upside down.",
)
@click.option("--fold", hidden=True, metavar="KIND", help="The same as --format.")
@click.option("--title", metavar="WORDS", help="Your own words for the cover.")
@look_options
@clinic_option
@output_options
@password_option
@click.option("--dry-run", is_flag=True, help="List the panels and what is on them, and make nothing.")
@click.option("--open", "open_file", is_flag=True, help="Open the file when it is made.")
def command(**options: Any) -> None:
    """Parse, compose, report."""
    from handouts.cli.journey import Journey
    from handouts.cli.password import read_password
    from handouts.cli.target import check_output
    from handouts.page.brochure import find_format
    from handouts.page.outline import reading_lines
    from handouts.page.production import Production

    found = find_format(options["format_id"] or options["fold"] or "tri")
    title = _title(options["title"])
    if bool(options["areas"]) == bool(options["topic"]):
        hint = "see 'handouts list areas' and 'handouts list topics'"
        raise UsageProblem("a brochure is about areas or about one topic: use --area or --topic", hint=hint)
    password = read_password(options["password_env"])
    if not options["dry_run"]:
        check_output(options["output"], "leaflet", example="back.pdf", force=options["force"])
    flags = {key: value for key, value in options.items() if value not in (None, "", ())}
    journey = Journey.begin(flags, today=dt.date.today())
    for note in journey.notes:
        click.echo(f"handouts: {note}", err=True)
    if not journey.clinic.file.name:
        click.echo("handouts: no clinic is set, so the leaflet names none; use --clinic FOLDER", err=True)
    production = Production(
        print_shop=options["print_shop"], reader=options["order"] == "reader", long_edge=options["duplex"] == "long"
    )
    words, layout = _laid_out(journey, options, found, title, production)
    if options["dry_run"]:
        for line in reading_lines(layout):
            click.echo(line)
    for warning in (*layout.warnings, *layout.dropped):
        click.echo(f"handouts: warning: {warning}", err=True)
    if not options["dry_run"]:
        _write(journey, words, layout, found.told(production), options, password)


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


def _laid_out(
    journey: Journey, options: dict[str, Any], found: Format, title: str | None, production: Production
) -> tuple[BrochureWords, Layout]:
    """Areas or topic -> plan -> words -> panels."""
    from handouts.page.brochure import lay_out_brochure
    from handouts.words.brochure import word_brochure
    from handouts.words.gentle import plan_leaflet
    from handouts.words.topics import plan_topic

    library, workshop = journey.library, journey.workshop
    topic = library.find_topic(options["topic"], Where(field="--topic")) if options["topic"] else None
    request = journey.read({"areas": topic.areas if topic else options["areas"]})
    off = workshop.switched_off
    words = word_brochure(
        plan_topic(topic, library, found.moves, switched_off=off)
        if topic
        else plan_leaflet(request, library, found.moves),
        library,
        journey.clinic,
        workshop.region,
        workshop.folders,
        workshop.numbers,
        title=title,
        whole=found.whole,
        topic=library.contents.topic_words[topic.id] if topic else None,
        full=plan_topic(topic, library, found.moves, tier="full", switched_off=off) if topic else None,
        named=found.title,
    )
    readers = topic.readers if topic else ()
    design = workshop.design(request.theme, request.paper, request.variant, readers)
    layout = lay_out_brochure(
        words, design, workshop.pictures, workshop.map_regions, format=found.id, production=production
    )
    return words, layout


def _write(
    journey: Journey,
    words: BrochureWords,
    layout: Layout,
    printing: str,
    options: dict[str, Any],
    password: str | None,
) -> None:
    from handouts.cli.target import deliver
    from handouts.page.write import write_pdf

    pdf = write_pdf(layout, info=journey.workshop.info(words.document_title, words.language, journey.today))
    count = len(layout.pages)
    told = f"{count} page{'s' if count > 1 else ''}, {printing}"
    ready = {"force": options["force"], "open_file": options["open_file"]}
    deliver(pdf, options["output"], told, password=password, **ready)
