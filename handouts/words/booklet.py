"""What a booklet says beyond a leaflet: a page for each area, what we may do, care, every sign, a diary.

It rests on the words of a full sheet for the same areas, so that a booklet never claims more than a sheet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from handouts.library.store import Contents, Library
from handouts.plan import Plan, plan_sheet
from handouts.request import AreaChoice, Request
from handouts.resolve import PlannedArea
from handouts.words import model as w
from handouts.words.fill import Phrases
from handouts.words.model import Text, said

DOING_THEM = "exercise"  # the tip that speaks of the client's own exercises
MOST_IN_A_WEEK = 6

Worded = Callable[[Plan, Request], w.Words]  # the words of a sheet


@dataclass(frozen=True)
class AreaPage:
    """One area: what to believe, where it is, what is often behind it."""

    heading: Text
    message: Text
    body_map: w.BodyMap
    causes: w.Section | None


@dataclass(frozen=True)
class Inner:
    """What only a booklet has room for."""

    contents: Text  # the heading of the list of contents
    areas: tuple[AreaPage, ...]
    techniques: w.Section | None
    after: Text
    aftercare: w.Section | None
    week: w.Section | None
    tiers: tuple[w.FlagTier, ...]
    diary: w.Diary | None
    pain_scale: w.PainScale | None
    body_chart: w.BodyChart | None
    notes: Text
    sources_heading: Text
    sources: tuple[w.Footnote, ...]
    legend: Text  # what the bars mean
    claims: tuple[w.Claim, ...]  # with the figures that lead to the sources


def word_inner(
    plan: Plan, library: Library, switched_off: frozenset[str], worded: Worded, full: Plan | None = None
) -> Inner:
    """The words of a booklet's pages. plan: the leaflet's, whose moves and benefits they share; ``switched_off``:
    techniques this clinic does not offer; ``full``: the plan of a whole sheet, where it is more than that of the areas.
    Raises TemplateError."""
    contents = library.contents
    phrases = Phrases(contents.phrases, contents.language)
    request = Request(areas=tuple(AreaChoice(word=named.word, side=named.side) for named in plan.named), tier="full")
    full = full or plan_sheet(request, library, switched_off)
    sheet = worded(replace(full, exercises=plan.exercises, benefits=plan.benefits, tips=_tips(full, contents)), request)
    return Inner(
        contents=said(phrases.words("brochure.booklet.contents")),
        areas=tuple(_area(area, library, worded, persistent=plan.persistent) for area in plan.areas),
        techniques=sheet.techniques,
        after=said(phrases.words("brochure.booklet.after")),
        aftercare=sheet.aftercare,
        week=sheet.week,
        tiers=sheet.flags.tiers,
        diary=sheet.diary,
        pain_scale=sheet.pain_scale,
        body_chart=sheet.body_chart,
        notes=said(phrases.words("brochure.booklet.notes")),
        sources_heading=sheet.foot.heading,
        sources=sheet.foot.sources,
        legend=said(phrases.words("brochure.booklet.legend")),
        claims=sheet.claims.rows if sheet.claims else (),
    )


def _area(area: PlannedArea, library: Library, worded: Worded, *, persistent: bool) -> AreaPage:
    request = Request(areas=(AreaChoice(word=area.id, side=area.side),), tier="full", persistent=persistent)
    sheet = worded(plan_sheet(request, library), request)
    assert sheet.body_map is not None  # only an advice sheet has none
    return AreaPage(sheet.title.areas, sheet.in_short.message, sheet.body_map, sheet.causes)


def _tips(plan: Plan, contents: Contents) -> tuple[str, ...]:
    """The tips, with those for the week cut to a few: the areas' own before what holds for everybody."""
    week = [tip for tip in plan.tips if contents.tips[tip].when == "week" and tip != DOING_THEM]
    week.sort(key=lambda tip: contents.tips[tip].general)
    return (*(tip for tip in plan.tips if contents.tips[tip].when != "week"), *week[:MOST_IN_A_WEEK])
