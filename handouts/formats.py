"""The forms one sheet can take: the PDF itself, its diary alone, plain text, HTML. All from the same words."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import structs

from handouts.compose import Workshop
from handouts.errors import InvalidData, UsageProblem, did_you_mean
from handouts.plan import Plan
from handouts.request import Request
from handouts.words.model import Words

FORMATS = {"pdf": "sheet.pdf", "diary": "diary.pdf", "text": "sheet.txt", "html": "sheet.html"}  # with a usual name


@dataclass(frozen=True)
class Made:
    """A finished file, what it is, and the report that goes with it but never into it."""

    data: bytes
    told: str
    plan: Plan
    warnings: tuple[str, ...]


def check_format(wanted: str) -> str:
    """The format's id. Raises UsageProblem naming what there is."""
    if wanted not in FORMATS:
        hint = did_you_mean(wanted, FORMATS) or f"choose one of: {', '.join(FORMATS)}"
        raise UsageProblem(f"there is no format '{wanted}'", hint=hint)
    return wanted


def check_options(wanted: str, *, two_up: bool, locked: bool) -> None:
    """Raises UsageProblem for an unknown format, and for what only a PDF can have."""
    check_format(wanted)
    if two_up and wanted != "pdf":
        raise UsageProblem(f"--n-up does not go with --format {wanted}", hint="it is for the PDF of a sheet")
    if locked and not FORMATS[wanted].endswith(".pdf"):
        raise UsageProblem(f"--format {wanted} cannot be locked with a password", hint="only a PDF can")


def make(workshop: Workshop, request: Request, wanted: str, *, two_up: bool = False) -> Made:
    """The request in one format. The same request always gives the same bytes. Raises HandoutsError.

    two_up: a PDF of half pages, two to a side.
    """
    if check_format(wanted) == "pdf":
        return _pdf(workshop, request, two_up=two_up)
    return {"diary": _diary, "text": _text, "html": _html}[wanted](workshop, request)


def _pdf(workshop: Workshop, request: Request, *, two_up: bool) -> Made:
    sheet = workshop.compose_two_up(request) if two_up else workshop.compose(request)
    return Made(sheet.pdf, f"{sheet.pages} pages", sheet.plan, sheet.warnings)


def _diary(workshop: Workshop, request: Request) -> Made:
    """The exercises of the sheet as a diary of several weeks. Raises InvalidData where it has none."""
    from handouts.page.diary_page import lay_out_diary_page
    from handouts.words.diary_page import word_diary_page
    from handouts.words.fill import Phrases
    from handouts.words.spelling import respelled

    plan = workshop.plan(request)
    contents = workshop.library.contents
    page = word_diary_page(workshop.word(plan, request), Phrases(contents.phrases, contents.language))
    if page and workshop.region.spelling == "us":
        page = respelled(page, contents.spelling_us)
    if page is None:
        raise InvalidData("this sheet has no exercises, so there is no diary to tick", hint="make the sheet itself")
    design = workshop.design(request.theme, request.paper, request.variant, plan.conditions)
    layout = lay_out_diary_page(page, design, workshop.pictures, workshop.map_regions)
    data = workshop.write(layout, page.words, request.date)
    return Made(
        data, f"a diary of {len(layout.pages)} pages", plan, (*plan.warnings, *layout.warnings, *layout.dropped)
    )


def _word_without_pages(workshop: Workshop, plan: Plan, request: Request) -> Words:
    """The words of a sheet that has no pages: like large print, they do not speak of the next one."""
    return workshop.word(plan, structs.replace(request, variant="large"))


def _text(workshop: Workshop, request: Request) -> Made:
    from handouts.plain.text import text_of

    plan = workshop.plan(request)
    text = text_of(_word_without_pages(workshop, plan, request))
    return Made(text.encode(), "plain text", plan, (*plan.warnings, *workshop.note_cautions(request, plan)))


def _html(workshop: Workshop, request: Request) -> Made:
    from handouts.plain.html import html_of
    from handouts.words.fill import Phrases

    plan = workshop.plan(request)
    words = _word_without_pages(workshop, plan, request)
    design = workshop.design(request.theme, request.paper, request.variant, plan.conditions)
    contents = workshop.library.contents
    skip = Phrases(contents.phrases, contents.language).words("html.skip")
    page = html_of(words, design, workshop.pictures, workshop.map_regions, skip=skip)
    warnings = (*plan.warnings, *workshop.note_cautions(request, plan), *design.warnings)
    return Made(page.encode(), "one HTML file", plan, warnings)
