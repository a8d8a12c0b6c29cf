"""Plates as the page shows them: for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from handouts.design import Branding, Design, Paper, make_design, read_theme
from handouts.library.anatomy import AnatomyWords, read_anatomy
from handouts.page.blocks.base import Block, Setting
from handouts.page.blocks.plate import plate
from handouts.page.layout import Layout, Page, Placed
from handouts.page.plate_words import plate_words
from handouts.page.write import write_pdf
from handouts.pdf.archive import DocumentInfo
from handouts.pictures.compiled import PictureBook
from handouts.pictures.regions import MapRegions

ROOT = Path(__file__).resolve().parents[2]
A4 = Paper(id="a4", name="A4", width_mm=210, height_mm=297)
BOOK = PictureBook([ROOT / "images" / "compiled"])
WORDS: AnatomyWords = read_anatomy([ROOT / "templates" / "en" / "anatomy.yaml"])
INFO = DocumentInfo(
    title="A plate",
    author="Your Clinic",
    subject="Anatomy",
    language="en-GB",
    created=datetime(2026, 3, 12, 9, 0, tzinfo=UTC),
    producer="handouts test",
)


def design(variant: str = "standard") -> Design:
    """The calm theme on A4."""
    theme = read_theme(ROOT / "templates" / "themes" / "calm.yaml")
    return make_design(theme, A4, variant, Branding())


def plate_block(
    plate_id: str,
    width: float,
    height: float,
    variant: str = "standard",
    names: Literal["everyday", "latin"] = "everyday",
) -> Block:
    """The block of one plate."""
    setting = Setting(design(variant), BOOK, MapRegions({}))
    return plate(plate_words(WORDS, BOOK.get("plate", plate_id), names), setting, width, height)


def page_of(block: Block, variant: str = "standard") -> bytes:
    """A PDF of one page with the block on it."""
    layout = Layout(
        design=design(variant),
        language="en-GB",
        font=Setting(design(variant), BOOK, MapRegions({})).styles.body.face,
        pages=(Page((Placed(block, 50, 50),)),),
        dropped=(),
        warnings=(),
        slots=(),
    )
    return write_pdf(layout, info=INFO)
