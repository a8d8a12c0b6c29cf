"""The journey: Request -> Plan -> Words -> Layout -> PDF."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import structs

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
from handouts.errors import LayoutError, UsageProblem, Where
from handouts.formes import Formes, digest_of, files_stamp, forme_key, forme_rack, program_stamp
from handouts.library import model as m
from handouts.library.store import Library
from handouts.page.forme import Forme
from handouts.pdf.archive import DocumentInfo
from handouts.pictures.people import People, read_people
from handouts.plan import Plan, looked_ahead, plan_sheet
from handouts.request import Request
from handouts.resources import Folders
from handouts.words.fill import Phrases
from handouts.words.numbers import Numbers
from handouts.words.personal import Personal, note_cautions, personal_words, written_date

if TYPE_CHECKING:
    from handouts.maps import MapRegions
    from handouts.page.layout import Layout
    from handouts.page.print_run import Bound
    from handouts.pictures.compiled import PictureBook
    from handouts.words.model import Words
    from handouts.words.sections import Sections

# What a plan never sees of a request: nobody's sheet is planned by a name, and a plan made once serves many.
IMPERSONAL: dict[str, Any] = {
    "ref": None, "client": None, "therapist": None, "note": None, "date": None, "next_visit": None,
}  # fmt: skip
MOST_PLANS = 1024
UNDATED = dt.date(2000, 1, 1)  # a file needs a date; a fixed one keeps the bytes of an undated sheet the same


@dataclass(frozen=True)
class Sheet:
    """A finished sheet, and the report that goes with it but never onto it."""

    pdf: bytes
    pages: int
    plan: Plan
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """What follows from a request without its personal words. ``digest`` names it and all it is made from."""

    plan: Plan
    design: Design
    digest: bytes


@dataclass(frozen=True)
class Workshop:
    """What all sheets of one clinic share. Opened once, used for one sheet or a hundred thousand."""

    library: Library
    clinic: Clinic
    region: m.Region
    folders: Folders
    numbers: Numbers
    people: People
    switched_off: frozenset[str]
    formes: Formes = field(default_factory=Formes, repr=False, compare=False)
    _standing: OrderedDict[bytes, Standing] = field(default_factory=OrderedDict, repr=False, compare=False)
    _dates: dict[dt.date, str] = field(default_factory=dict, repr=False, compare=False)
    _designs: dict[tuple[str, str, str, tuple[Person, ...]], Design] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def open(
        cls, library: Library, clinic: Clinic, region: m.Region, folders: Folders, *, cache: Path | None = None
    ) -> Workshop:
        """``cache``: folder for what outlasts the process; it holds nothing personal.

        Raises UsageProblem where nobody has said which number to call, InvalidData for a person nobody knows.
        """
        own, words = clinic.file.emergency, library.contents.region_words[region.id]
        emergency = own.call or words.emergency or region.emergency
        if not emergency:
            raise UsageProblem(
                f"region '{region.id}' has no emergency number of its own",
                hint='write it in clinic.yaml: emergency: {call: "...", urgent: "..."}',
            )
        where = Where(file=CLINIC_FILE, field="techniques_off")
        off = frozenset(library.find_technique(word, where).id for word in clinic.file.techniques_off)
        numbers = Numbers(emergency, own.urgent or words.urgent or region.urgent or emergency)
        people = read_people([root / "people" / "people.yaml" for root in folders.images])
        shown_people(clinic, people)  # an id that nobody has is told before the first sheet
        formes = Formes(forme_rack(cache) if cache else None)
        return cls(library, clinic, region, folders, numbers, people, off, formes)

    def compose(self, request: Request) -> Sheet:
        """One sheet. Raises HandoutsError; the same request always gives the same bytes.

        A sheet is always printed from a forme. One that was cast for an earlier sheet of the same plan serves again as
        long as the words fit it; otherwise the pages are laid out for these words, and their forme is kept.
        """
        standing = self.standing(request)
        personal = personal_words(request, self.written_date)
        key = forme_key(standing.digest, personal)
        for forme in self.formes.of(key):
            pdf = forme.printed(personal, self.info(forme.title, forme.language, request.date))
            if pdf is not None:
                self.formes.used(key, forme)
                break
        else:
            forme = self.cast(standing, request, personal)
            pdf = forme.printed_first(personal, self.info(forme.title, forme.language, request.date))
            if forme.open:
                self.formes.keep(key, forme)
        about_note = self.note_cautions(request, standing.plan)
        warnings = (*standing.plan.warnings, *looked_ahead(request), *about_note, *forme.warnings)
        return Sheet(pdf, forme.pages, standing.plan, warnings)

    def compose_two_up(self, request: Request) -> Sheet:
        """The sheet set anew for half pages, two to a side. The pages are laid out in large print, which reduced to
        half a sheet of paper is the size of ordinary type, so that nothing falls below 9 points.

        Raises LayoutError for large print, which must not be reduced.
        """
        from handouts.page.handout import lay_out_handout
        from handouts.page.imposition import two_up
        from handouts.page.write import write_pdf

        if request.variant == "large":
            raise LayoutError("large print is not made smaller", hint="leave --n-up out, or use another --variant")
        plan = self.plan(request)
        words = self.word(plan, structs.replace(request, variant="large"))
        design = self.design(request.theme, request.paper, request.variant, plan.conditions)
        reduced = replace(design, reduced=True)
        layout = two_up(lay_out_handout(words, reduced, self.pictures, tier=plan.tier, regions=self.map_regions))
        pdf = write_pdf(layout, info=self.info(words.document_title, words.language, request.date))
        warnings = (*plan.warnings, *self.note_cautions(request, plan), *layout.warnings, *layout.dropped)
        return Sheet(pdf, len(layout.pages), plan, warnings)

    def note_cautions(self, request: Request, plan: Plan) -> tuple[str, ...]:
        """What the therapist's note asks for although a condition forbids it: lines for the therapist."""
        conditions = [self.library.contents.conditions[one] for one in plan.conditions]
        return note_cautions(request.note, conditions, self.phrases)

    def bind(self, request: Request, label: str) -> Bound:
        """One client's sheets for a print run of many (``handouts.page.print_run``). label: what the run's outline and
        separator sheets call the client, such as the reference."""
        from handouts.page.print_run import Bound

        words, layout = self.lay_out(self.standing(request), request)
        return Bound(label, layout, words.document_title)

    def standing(self, request: Request) -> Standing:
        """Plan and design of a request, kept for the next that differs in personal words alone."""
        impersonal = structs.replace(request, **IMPERSONAL)
        asked = msgspec.msgpack.encode(impersonal)
        found = self._standing.get(asked)
        if found is None:
            plan = self.plan(impersonal)
            design = self.design(request.theme, request.paper, request.variant, plan.conditions)
            parts = (self.stamp, msgspec.msgpack.encode(plan, order="deterministic"), repr(design).encode())
            found = self._standing[asked] = Standing(plan, design, digest_of(parts))
            if len(self._standing) > MOST_PLANS:
                self._standing.popitem(last=False)
        return found

    def cast(self, standing: Standing, request: Request, personal: Personal) -> Forme:
        """Words -> Layout -> Forme: the long way, which needs ReportLab and Jinja."""
        from handouts.page.write import cast_layout

        words, layout = self.lay_out(standing, request, alone=True)
        return cast_layout(layout, personal, info=self.info(words.document_title, words.language, request.date))

    def lay_out(self, standing: Standing, request: Request, *, alone: bool = False) -> tuple[Words, Layout]:
        """Words -> Layout. alone: it will be the only one of its file."""
        from handouts.page.handout import lay_out_handout

        plan, pictures = standing.plan, self.pictures
        words = self.word(plan, request)
        return words, lay_out_handout(
            words, standing.design, pictures, tier=plan.tier, regions=self.map_regions, alone=alone
        )

    @cached_property
    def stamp(self) -> bytes:
        """Names the library, the clinic, the pictures and the program that all sheets of this workshop come from."""
        drawn = [root / part for root in self.folders.images for part in ("anatomy", "people")]
        files = [self.clinic.logo, *(self.clinic.font_paths() or ())]
        return digest_of(
            (
                program_stamp(),
                self.library.key.encode(),
                self.region.id.encode(),
                msgspec.msgpack.encode(self.clinic.file, order="deterministic"),
                files_stamp(self.folders.compiled, ".hpic"),
                files_stamp(drawn, ".yaml"),
                *(path.read_bytes() for path in files if path is not None),
            )
        )

    def written_date(self, date: dt.date) -> str:
        """A date as it is printed."""
        if date not in self._dates:
            self._dates[date] = written_date(date, self.phrases, self.region)
        return self._dates[date]

    @cached_property
    def pictures(self) -> PictureBook:
        """The compiled pictures, each read when it is first wanted."""
        from handouts.pictures.compiled import PictureBook

        return PictureBook(self.folders.compiled, own=self.folders.own_images)

    @cached_property
    def map_regions(self) -> MapRegions:
        """Which parts of the body map mark an area. Raises InvalidData."""
        from handouts.maps import regions_below

        return regions_below(self.folders.images)

    @cached_property
    def phrases(self) -> Phrases:
        """The fixed words of the language."""
        return Phrases(self.library.contents.phrases, self.library.contents.language)

    def plan(self, request: Request) -> Plan:
        """Request -> Plan, with what this clinic does not offer left out."""
        return plan_sheet(request, self.library, self.switched_off)

    def word(self, plan: Plan, request: Request) -> Words:
        """Plan -> Words."""
        from handouts.words.write import word_sheet

        return word_sheet(
            plan,
            request,
            self.library,
            self.clinic,
            self.region,
            self.folders,
            self.numbers,
            self.sections,
            self.map_regions,
        )

    @cached_property
    def sections(self) -> Sections:
        """The section templates, opened once."""
        from handouts.words.write import open_sections

        return open_sections(self.library, self.folders)

    def design(
        self, theme: str | None, paper: str | None, variant: str | None, conditions: Collection[str] = ()
    ) -> Design:
        """How the sheet looks; made once for each combination. conditions may ask for another body in the pictures.

        Raises InvalidData for an unknown id.
        """
        people = self.people.bodies_for(self.shown, conditions)
        key = (theme or self.clinic.file.theme or "calm", paper or self.region.paper, variant or "standard", people)
        if key not in self._designs:
            templates = self.folders.templates
            self._designs[key] = make_design(
                read_theme(find_design_file(templates, "themes", key[0])),
                read_paper(find_design_file(templates, "papers", key[1])),
                key[2],
                self.branding(),
                people=people,
            )
        return self._designs[key]

    def branding(self) -> Branding:
        """What the clinic says about itself."""
        file = self.clinic.file
        fonts = self.clinic.font_paths()
        return Branding(
            logo=self.clinic.logo,
            main_colour=file.colours.main,
            fonts=FontChoice(*fonts) if fonts else None,
        )

    @cached_property
    def shown(self) -> tuple[Person, ...]:
        """Who is drawn in the pictures."""
        return shown_people(self.clinic, self.people)

    def write(self, layout: Layout, words: Words, date: dt.date | None) -> bytes:
        """Any layout as a file. Its metadata name the clinic and the areas, never the client."""
        from handouts.page.write import write_pdf

        return write_pdf(layout, info=self.info(words.document_title, words.language, date))

    def info(self, title: str, language: str, date: dt.date | None) -> DocumentInfo:
        """What a file of this clinic's says about itself."""
        return DocumentInfo(
            title=title,
            author=self.clinic.file.name or "handouts",
            subject=title,
            language=language,
            created=dt.datetime.combine(date or UNDATED, dt.time(), dt.UTC),
            producer=f"handouts {__version__}",
        )


def shown_people(clinic: Clinic, people: People) -> tuple[Person, ...]:
    """Everybody in turn, or the one person the clinic chose. Raises InvalidData for an id that nobody has."""
    chosen = clinic.file.person
    if chosen == "vary":
        return people.everybody()
    said = {"build": chosen.build, "skin": chosen.skin, "hair": chosen.hair, "clothes": chosen.clothes}
    return (people.chosen(said, Where(file=CLINIC_FILE)),)
