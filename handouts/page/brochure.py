"""The formats a brochure can have, and the one way to lay any of them out.

A new format is one entry in the table below: its name, its lay-out function, the papers it is made on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handouts.design import Design, Paper
from handouts.errors import LayoutError, UsageProblem, did_you_mean
from handouts.page.bifold import lay_out_bifold
from handouts.page.booklet import lay_out_booklet
from handouts.page.imposition import backs_turned
from handouts.page.layout import Layout
from handouts.page.pocket_card import lay_out_card
from handouts.page.poster import lay_out_poster
from handouts.page.production import Job, Production
from handouts.page.trifold import lay_out_trifold
from handouts.pictures.compiled import PictureBook
from handouts.pictures.regions import MapRegions
from handouts.words.brochure import BrochureWords

OFFICE = (270.0, 310.0)  # millimetres, the longer side: Letter and A4
OFFICE_PAPERS = "use --paper a4 or --paper letter"
DUPLEX = "to print on both sides over the {edge} edge"


@dataclass(frozen=True)
class Format:
    """One format. ``long_side_mm``: the longer side of the papers it is made on, from and to. ``no_large`` says why
    large print is refused; None where it is not. ``printing`` is told with the finished file."""

    id: str
    name: str  # as in a message: "a tri-fold"
    lay_out: Callable[[Job], Layout]
    long_side_mm: tuple[float, float]
    papers: str  # what to choose instead of a paper that is refused
    printing: str
    no_large: str | None = None
    print_shop: bool = True  # may have bleed and marks
    whole: bool = False  # asks for the words that only a booklet has room for
    folded: bool = False  # from sheets on their side that are printed on both sides
    moves: int = 3  # how many moves it shows, at most
    title: str = "trifold"  # which of the phrases' titles names the file

    def told(self, production: Production) -> str:
        """How to print the finished file."""
        if production.reader:
            return "in the order of reading"
        printing = self.printing.format(edge="long" if production.long_edge else "short")
        return f"{printing}; bleed and marks are for a print shop" if production.print_shop else printing


FORMATS = {
    entry.id: entry
    for entry in (
        Format(
            "tri",
            "a tri-fold",
            lay_out_trifold,
            OFFICE,
            OFFICE_PAPERS,
            DUPLEX,
            no_large="its columns have room for about 25 letters of it",
            folded=True,
        ),
        Format(
            "bi",
            "a bi-fold",
            lay_out_bifold,
            OFFICE,
            OFFICE_PAPERS,
            DUPLEX,
            no_large="its four panels hold less than half of a sheet in large print",
            folded=True,
        ),
        Format(
            "booklet",
            "a booklet",
            lay_out_booklet,
            OFFICE,
            OFFICE_PAPERS,
            f"{DUPLEX}, fold and staple in the fold",
            no_large="its pages are half a sheet, with room for about 35 letters of it",
            folded=True,
            whole=True,
            moves=6,
            title="booklet",
        ),
        Format(
            "poster",
            "a poster",
            lay_out_poster,
            (270.0, 435.0),
            "use --paper a4, a3, letter or tabloid",
            "to print on one side",
            no_large="its words are as large as its paper lets them be; use --paper a3 or tabloid",
            title="poster",
        ),
        Format(
            "card",
            "a pocket card",
            lay_out_card,
            OFFICE,
            OFFICE_PAPERS,
            "to print on both sides, and to cut",
            no_large="it is 85 by 55 mm",
            print_shop=False,
            title="card",
        ),
    )
}


def find_format(wanted: str) -> Format:
    """The format of that id. Raises UsageProblem naming what there is."""
    if wanted not in FORMATS:
        hint = did_you_mean(wanted, FORMATS) or f"choose one of: {', '.join(FORMATS)}"
        raise UsageProblem(f"there is no format '{wanted}'", hint=hint)
    return FORMATS[wanted]


def lay_out_brochure(
    words: BrochureWords,
    design: Design,
    pictures: PictureBook,
    regions: MapRegions,
    *,
    format: str = "tri",
    production: Production | None = None,
) -> Layout:
    """Places the words in the asked format. production: how it is going to be printed (an office printer).

    What had to be left out for room is told in ``Layout.dropped``; a sign never is. Raises UsageProblem for
    an unknown format or a production it has not; LayoutError for a variant or paper the format is not made in, or a
    panel that cannot hold its words (naming it and the lines over); PictureError for a missing picture.
    """
    found, production = find_format(format), production or Production()
    if design.large and found.no_large:
        raise LayoutError(
            f"{found.name} cannot hold large print: {found.no_large}",
            hint="make a sheet instead: handouts make --variant large",
        )
    _check_paper(found, design.paper)
    _check_production(found, production)
    layout = found.lay_out(Job(words, design, pictures, regions, production))
    return backs_turned(layout) if production.long_edge else layout


def _check_production(found: Format, production: Production) -> None:
    if production.reader and not found.whole:
        raise UsageProblem(f"{found.name} has no order of pages to choose", hint="--pages is for --format booklet")
    if production.long_edge and not (found.folded and not production.reader):
        raise UsageProblem("these pages are not turned over an edge", hint="--duplex is for what is folded")
    if production.print_shop and not found.print_shop:
        raise UsageProblem(f"{found.name} is not made for a print shop", hint="leave --print-shop out")


def _check_paper(found: Format, paper: Paper) -> None:
    shortest, longest = found.long_side_mm
    if not shortest <= max(paper.width_mm, paper.height_mm) <= longest:
        raise LayoutError(f"{found.name} is not made on {paper.name}", hint=found.papers)
