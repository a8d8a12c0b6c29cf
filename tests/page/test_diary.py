"""The diary page: weeks to tick, a body to draw on, and a real table for each week."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handouts.clinic import no_clinic
from handouts.compose import Workshop
from handouts.design import Paper
from handouts.errors import LayoutError
from handouts.library.store import Library
from handouts.page.blocks.base import Setting
from handouts.page.blocks.body_chart import EMPTIED, body_chart
from handouts.page.diary_page import lay_out_diary_page
from handouts.page.drawing import Figure, Inked
from handouts.page.handout import lay_out_handout
from handouts.page.layout import Layout
from handouts.page.outline import reading_lines
from handouts.page.styles import MM
from handouts.page.write import write_pdf
from handouts.request import read_request
from handouts.resources import Folders
from handouts.words.diary_page import DiaryPage, word_body_chart, word_diary_page
from handouts.words.fill import Phrases
from tests.page.brochures import set_lines, text_of
from tests.page.samples import A4, INFO, LETTER, REGIONS, SampleBook, advice, design, standard

CASES = [
    ("standard", A4, 3),
    ("standard", LETTER, 5),
    ("mono", A4, 1),
    ("mono", LETTER, 3),
    ("large", A4, 3),
    ("large", LETTER, 5),
]


@pytest.fixture(scope="module")
def phrases(library: Library) -> Phrases:
    return Phrases(library.contents.phrases, library.contents.language)


def page_of(phrases: Phrases, exercises: int = 3) -> DiaryPage:
    page = word_diary_page(standard(exercises=exercises), phrases)
    assert page is not None
    return page


def laid_out(phrases: Phrases, variant: str, paper: Paper, exercises: int) -> Layout:
    return lay_out_diary_page(page_of(phrases, exercises), design(variant, paper), SampleBook(), REGIONS)


@pytest.mark.parametrize(("variant", "paper", "exercises"), CASES)
def test_every_line_keeps_to_the_margins_and_nothing_is_too_small(
    phrases: Phrases, variant: str, paper: Paper, exercises: int
) -> None:
    layout = laid_out(phrases, variant, paper, exercises)
    width, height = layout.page_size
    for number, name, left, right, baseline, size in set_lines(layout):
        assert left >= 17.9 * MM, (number, name)
        assert right <= width - 17.9 * MM, (number, name)
        assert 9 * MM <= baseline <= height - 8 * MM, (number, name)
        assert size >= (14 if variant == "large" else 9), (number, name)


@pytest.mark.parametrize(("variant", "paper", "exercises"), CASES)
def test_ordinary_print_is_one_leaf_with_at_least_three_weeks_and_large_print_has_four(
    phrases: Phrases, variant: str, paper: Paper, exercises: int
) -> None:
    layout = laid_out(phrases, variant, paper, exercises)
    weeks = [line for line in reading_lines(layout) if line.strip().startswith("Week ")]
    assert len(weeks) == (4 if variant == "large" else 4 - len(layout.dropped))
    assert len(weeks) >= 3
    if variant != "large":
        assert len(layout.pages) == 2


def test_a_week_that_is_left_out_is_told_and_the_chart_is_drawn_after_the_last_that_stays(phrases: Phrases) -> None:
    layout = laid_out(phrases, "standard", LETTER, 5)
    assert layout.dropped == ("left out for room: Week 4",)
    lines = [line.strip() for line in reading_lines(layout)]
    assert "After week 3" in lines
    assert "After week 4" not in lines


def test_it_names_the_client_the_areas_and_both_pains_and_ends_with_questions(phrases: Phrases) -> None:
    text = text_of(write_pdf(laid_out(phrases, "standard", A4, 3), info=INFO))
    for words in (
        "Your diary",
        "Client Name",
        "Pain before, 0 to 10",
        "Pain after",
        "Draw where it hurts",
        "What made it worse?",
    ):
        assert words in text


def test_a_sheet_without_exercises_has_no_diary(phrases: Phrases) -> None:
    assert word_diary_page(replace(advice(), diary=None), phrases) is None


def test_narrow_paper_is_refused_with_a_reason(phrases: Phrases) -> None:
    with pytest.raises(LayoutError, match="does not fit on A5"):
        laid_out(phrases, "standard", Paper(id="a5", name="A5", width_mm=148, height_mm=210), 3)


@pytest.mark.parametrize("variant", ["standard", "mono", "large"])
def test_the_chart_is_an_empty_body_of_two_views_with_one_description(phrases: Phrases, variant: str) -> None:
    setting = Setting(design(variant), SampleBook(), REGIONS)
    block = body_chart(word_body_chart(phrases), setting, 134 * MM, 84 * MM)
    figures = [thing for thing in block.things if isinstance(thing, Figure)]
    assert len(figures) == 1
    assert "Empty outlines" in str(figures[0].node.alt)
    bodies = [thing for thing in figures[0].things if isinstance(thing, Inked)]
    assert [one.picture.id for one in bodies] == ["body-front", "body-back"]
    for body in bodies:
        assert {body.palette[role] for role in EMPTIED} == {setting.colours.paper}
        assert not [name for name in body.names if "mark" in name or name.startswith("mono:")]


def test_the_full_sheet_has_a_chart_and_the_basic_one_has_not(phrases: Phrases) -> None:
    words = replace(standard(), body_chart=word_body_chart(phrases))
    full = lay_out_handout(words, design(), SampleBook(), tier="full", regions=REGIONS)
    assert any("Draw where it hurts" in line for line in reading_lines(full))
    basic = lay_out_handout(standard(), design(), SampleBook(), tier="basic", regions=REGIONS)
    assert not any("Draw where it hurts" in line for line in reading_lines(basic))


def test_only_a_full_sheet_is_worded_with_a_chart(library: Library) -> None:
    workshop = Workshop.open(library, no_clinic("uk"), library.contents.regions["uk"], Folders.find())
    for tier, wanted in (("basic", False), ("full", True)):
        request = read_request({"areas": "neck", "tier": tier})
        assert (workshop.word(workshop.plan(request), request).body_chart is not None) == wanted
