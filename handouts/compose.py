"""The journey: Request -> Plan -> Words -> Layout -> PDF."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from handouts import __version__
from handouts.clinic import CLINIC_FILE, Clinic
from handouts.design import (
    Branding,
    Design,
    FontChoice,
    Person,
    find_design_file,
    make_design,
    read_paper,
    read_theme,
)
from handouts.errors import UsageProblem, Where
from handouts.library import model as m
from handouts.library.store import Library
from handouts.pictures.compiled import PictureBook
from handouts.pictures.regions import MapRegions, read_regions
from handouts.plan import Plan, plan_sheet
from handouts.request import Request
from handouts.resources import Folders
from handouts.words.model import Words
from handouts.words.sections import Sections
from handouts.words.write import Numbers, open_sections, word_sheet

if TYPE_CHECKING:
    from handouts.page.layout import Layout
    from handouts.pdf.archive import DocumentInfo

UNDATED = dt.date(2000, 1, 1)  # a file needs a date; a fixed one keeps the bytes of an undated sheet the same


@dataclass(frozen=True)
class Sheet:
    """A finished sheet, and the report that goes with it but never onto it."""

    pdf: bytes
    pages: int
    plan: Plan
    words: Words
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Workshop:
    """What all sheets of one clinic share. Opened once, used for one sheet or a hundred thousand."""

    library: Library
    clinic: Clinic
    region: m.Region
    folders: Folders
    numbers: Numbers
    pictures: PictureBook
    map_regions: MapRegions
    switched_off: frozenset[str]
    _designs: dict[tuple[str, str, str], Design] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, library: Library, clinic: Clinic, region: m.Region, folders: Folders) -> Workshop:
        """Raises UsageProblem where nobody has said which number to call."""
        own = clinic.file.emergency
        emergency = own.call or region.emergency
        if not emergency:
            raise UsageProblem(
                f"region '{region.id}' has no emergency number of its own",
                hint='write it in clinic.yaml: emergency: {call: "...", urgent: "..."}',
            )
        where = Where(file=CLINIC_FILE, field="techniques_off")
        off = frozenset(library.find_technique(word, where).id for word in clinic.file.techniques_off)
        numbers = Numbers(emergency, own.urgent or region.urgent or emergency)
        pictures = PictureBook(folders.compiled)
        maps = [root / "anatomy" / "regions.yaml" for root in reversed(folders.images)]
        regions = read_regions(*(path for path in maps if path.is_file()))
        return cls(library, clinic, region, folders, numbers, pictures, regions, off)

    def compose(self, request: Request) -> Sheet:
        """One sheet. Raises HandoutsError; the same request always gives the same bytes."""
        from handouts.page.handout import lay_out_handout

        plan = self.plan(request)
        words = self.word(plan, request)
        design = self.design(request.theme, request.paper, request.variant)
        layout = lay_out_handout(words, design, self.pictures, tier=plan.tier, regions=self.map_regions)
        warnings = (*plan.warnings, *layout.warnings, *layout.dropped)
        return Sheet(self.write(layout, words, request.date), len(layout.pages), plan, words, warnings)

    def plan(self, request: Request) -> Plan:
        """Request -> Plan, with what this clinic does not offer left out."""
        return plan_sheet(request, self.library, self.switched_off)

    def word(self, plan: Plan, request: Request) -> Words:
        """Plan -> Words."""
        return word_sheet(
            plan, request, self.library, self.clinic, self.region, self.folders, self.numbers, self.sections
        )

    @cached_property
    def sections(self) -> Sections:
        """The section templates, opened once."""
        return open_sections(self.library, self.folders)

    def design(self, theme: str | None, paper: str | None, variant: str | None) -> Design:
        """How the sheet looks; made once for each combination. Raises InvalidData for an unknown id."""
        key = (theme or self.clinic.file.theme or "calm", paper or self.region.paper, variant or "standard")
        if key not in self._designs:
            templates = self.folders.templates
            self._designs[key] = make_design(
                read_theme(find_design_file(templates, "themes", key[0])),
                read_paper(find_design_file(templates, "papers", key[1])),
                key[2],
                self.branding(),
                person=self.person(),
            )
        return self._designs[key]

    def branding(self) -> Branding:
        """What the clinic says about itself."""
        file = self.clinic.file
        fonts = self.clinic.font_paths()
        return Branding(
            name=file.name,
            logo=self.clinic.logo,
            main_colour=file.colours.main,
            fonts=FontChoice(*fonts) if fonts else None,
        )

    def person(self) -> Person:
        """Who is drawn in the pictures."""
        usual, chosen = Person(), self.clinic.file.person
        return Person(skin=chosen.skin or usual.skin, hair=chosen.hair or usual.hair)

    def write(self, layout: Layout, words: Words, date: dt.date | None) -> bytes:
        """The file. Its metadata name the clinic and the areas, never the client."""
        from handouts.page.write import write_pdf

        return write_pdf(layout, info=self.info(words.document_title, words.language, date))

    def info(self, title: str, language: str, date: dt.date | None) -> DocumentInfo:
        """What a file of this clinic's says about itself."""
        from handouts.pdf.archive import DocumentInfo

        return DocumentInfo(
            title=title,
            author=self.clinic.file.name or "handouts",
            subject=title,
            language=language,
            created=dt.datetime.combine(date or UNDATED, dt.time(), dt.UTC),
            producer=f"handouts {__version__}",
        )
