"""Brochures in every format, worded from our own library for a clinic that does not exist."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

import pypdfium2
from msgspec import structs

from handouts.clinic import Clinic, ClinicFile, Link
from handouts.design import Branding, make_design, read_paper, read_theme
from handouts.library.store import Library
from handouts.page.brochure import FORMATS, lay_out_brochure
from handouts.page.drawing import Figure, Words
from handouts.page.layout import Layout
from handouts.page.production import Production
from handouts.pdf.archive import DocumentInfo
from handouts.request import AreaChoice, Request
from handouts.resources import Folders
from handouts.words.brochure import BrochureWords, word_brochure
from handouts.words.gentle import plan_leaflet
from handouts.words.model import plain
from handouts.words.topics import plan_topic
from handouts.words.write import Numbers
from tests.page.samples import REGIONS, ROOT, SampleBook

INFO = DocumentInfo("Leaflet", "Your Clinic", "Leaflet", "en-GB", dt.datetime(2026, 3, 12, tzinfo=dt.UTC), "t")
CLINIC = ClinicFile(
    name="Your Clinic",
    region="uk",
    description="Massage and movement",
    phone="020 7946 0000",
    address=("12 Any Street, Your Town",),
    web="your-clinic.example",
    link=Link(address="https://your-clinic.example/back"),
)


class Brochures:
    """Words and layouts, each made once."""

    def __init__(self, library: Library, folders: Folders) -> None:
        self._library = library
        self._folders = folders
        self._pictures = SampleBook()
        self.words = lru_cache(self._words)
        self.laid_out = lru_cache(self._laid_out)

    def _words(self, areas: str = "neck", format: str = "tri", title: str | None = None) -> BrochureWords:
        found = FORMATS[format]
        request = Request(areas=tuple(AreaChoice(word=area) for area in areas.split(",")))
        topic = self._library.find_topic(areas.removeprefix("topic:")) if areas.startswith("topic:") else None
        return word_brochure(
            plan_topic(topic, self._library, found.moves)
            if topic
            else plan_leaflet(request, self._library, found.moves),
            self._library,
            Clinic(CLINIC),
            self._library.contents.regions["uk"],
            self._folders,
            Numbers("999", "111"),
            title=title,
            whole=found.whole,
            topic=self._library.contents.topic_words[topic.id] if topic else None,
            full=plan_topic(topic, self._library, found.moves, tier="full") if topic else None,
            named=found.title,
        )

    def _laid_out(
        self,
        areas: str = "neck",
        format: str = "tri",
        paper: str = "a4",
        variant: str = "standard",
        theme: str = "calm",
        production: Production | None = None,
        title: str | None = None,
        caliper: float = 0.1,
    ) -> Layout:
        design = make_design(
            read_theme(ROOT / "templates" / "themes" / f"{theme}.yaml"),
            structs.replace(read_paper(ROOT / "templates" / "papers" / f"{paper}.yaml"), caliper_mm=caliper),
            variant,
            Branding(),
        )
        words = self.words(areas, format, title)
        return lay_out_brochure(words, design, self._pictures, REGIONS, format=format, production=production)


def text_of(pdf: bytes) -> str:
    """All words of a file, page by page, with single spaces."""
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def set_lines(layout: Layout) -> Iterator[tuple[int, str, float, float, float, float]]:
    """Every set line: page (from 0), block, left end, right end and baseline on the page, and the smallest type."""
    for number, page in enumerate(layout.pages):
        for placed in page.placed:
            stack = list(placed.block.things)
            while stack:
                thing = stack.pop()
                if isinstance(thing, Figure):
                    stack += thing.things
                elif isinstance(thing, Words):
                    for line, x, y in thing.starts():
                        left, baseline = placed.on_page(x, y)
                        sizes = [piece.size for piece in line.pieces if piece.run.note is None]
                        right = left + line.width * placed.scale
                        yield number, placed.block.name, left, right, baseline, min(sizes, default=99) * placed.scale


def signs_not_set(layout: Layout, words: BrochureWords) -> list[str]:
    """The signs of a leaflet that are not set whole somewhere on it."""
    said = set()
    for page in layout.pages:
        for placed in page.placed:
            for thing in placed.block.things:
                if isinstance(thing, Words):
                    lines = ("".join(piece.text for piece in line.pieces) for line in thing.text.lines)
                    said.add("".join("".join(lines).split()))
    signs = [plain(sign) for tier in words.help.tiers for sign in tier.signs]
    return [sign for sign in signs if "".join(sign.split()) not in said]


def overlapping(layout: Layout) -> list[str]:
    """Names of the blocks of lines that are set over other lines of the same page."""
    found = []
    for number in range(len(layout.pages)):
        lines = [line for line in set_lines(layout) if line[0] == number]
        boxes = [
            (left, right, y - 0.6 * size, y + 0.1 * size, name)
            for _, name, left, right, y, size in lines
            if right > left
        ]
        for index, (left, right, top, foot, name) in enumerate(boxes):
            for other_left, other_right, other_top, other_foot, other in boxes[index + 1 :]:
                if left < other_right - 0.2 and other_left < right - 0.2 and top < other_foot and other_top < foot:
                    found.append(f"page {number + 1}: {name} over {other}")
    return found
