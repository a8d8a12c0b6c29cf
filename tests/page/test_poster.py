"""The poster: read across the room on every paper, every sign on it, nothing clipped and nothing too small."""

from __future__ import annotations

import pytest

from handouts.errors import LayoutError
from handouts.page.layout import Layout
from handouts.page.outline import reading_lines
from handouts.page.production import Production
from handouts.page.styles import MM
from handouts.page.write import write_pdf
from handouts.words.model import plain
from tests.page.brochures import INFO, Brochures, set_lines, text_of

PAPERS = ("a4", "a3", "letter", "tabloid")
CASES = [("back", paper, "standard") for paper in PAPERS] + [
    ("hips", "a4", "mono"),
    ("wrist-hand", "letter", "mono"),
    ("jaw", "a3", "standard"),
    ("topic:pregnancy", "a4", "standard"),
    ("topic:older-and-steady", "tabloid", "mono"),
]
LONG = "Your shoulders, your neck and your lower back deserve a little care of their own"


@pytest.mark.parametrize(("about", "paper", "variant"), CASES)
def test_every_line_keeps_off_the_edges_and_nothing_is_smaller_than_10_points(
    brochures: Brochures, about: str, paper: str, variant: str
) -> None:
    layout = brochures.laid_out(about, "poster", paper, variant)
    width, height = layout.page_size
    assert len(layout.pages) == 1
    for _, name, left, right, baseline, size in set_lines(layout):
        assert left >= 15 * MM, name
        assert right <= width - 15 * MM, name
        assert 10 * MM <= baseline <= height - 7 * MM, name
        assert size >= 10, name


@pytest.mark.parametrize(("about", "paper", "variant"), CASES)
def test_every_sign_of_the_leaflet_is_on_it(brochures: Brochures, about: str, paper: str, variant: str) -> None:
    said = {line.strip() for line in reading_lines(brochures.laid_out(about, "poster", paper, variant))}
    for tier in brochures.words(about, "poster", None).help.tiers:
        for sign in tier.signs:
            assert f"- {plain(sign).replace(chr(160), ' ')}" in {line.replace(chr(160), " ") for line in said}


def message_size(layout: Layout) -> float:
    """Points of the largest words."""
    return max(size for *_, size in set_lines(layout))


@pytest.mark.parametrize("paper", ["a3", "tabloid"])
def test_the_message_can_be_read_at_two_metres_on_large_paper(paper: str, brochures: Brochures) -> None:
    layout = brochures.laid_out("neck", "poster", paper)
    assert message_size(layout) >= 60  # capitals of 15 mm
    assert sorted(size for *_, size in set_lines(layout))[0] >= 12.9


def test_a_larger_paper_is_the_same_poster_for_a_larger_room(brochures: Brochures) -> None:
    small, large = (brochures.laid_out("neck", "poster", paper) for paper in ("a4", "a3"))
    assert list(reading_lines(small)) == list(reading_lines(large))
    assert message_size(large) / message_size(small) == pytest.approx(297 / 210, rel=0.01)


def test_the_message_is_read_first_then_the_moves_then_the_signs(brochures: Brochures) -> None:
    lines = list(reading_lines(brochures.laid_out("neck", "poster")))
    places = [
        next(index for index, line in enumerate(lines) if words in line)
        for words in ("Sore neck? Keep moving.", "Drawing of a body", "Three gentle moves", "Call 999", "Your Clinic")
    ]
    assert places == sorted(places)


def test_a_long_title_becomes_smaller_and_is_never_broken_or_cut(brochures: Brochures) -> None:
    layout = brochures.laid_out("neck", "poster", title=LONG)
    assert LONG in " ".join(reading_lines(layout))
    assert 20 <= message_size(layout) < message_size(brochures.laid_out("neck", "poster"))


def test_too_much_for_the_paper_is_an_error_that_says_what_to_do(brochures: Brochures) -> None:
    with pytest.raises(LayoutError, match=r"the poster is \d+ lines? too long; choose fewer areas"):
        brochures.laid_out("back,hips,shoulder,knee,foot,jaw,wrist-hand", "poster", title=LONG)


def test_large_print_and_small_paper_are_refused_with_a_reason(brochures: Brochures) -> None:
    with pytest.raises(LayoutError, match="as large as its paper"):
        brochures.laid_out("neck", "poster", "a4", "large")
    with pytest.raises(LayoutError, match="not made on A5"):
        brochures.laid_out("neck", "poster", "a5")


def test_for_a_print_shop_the_ground_runs_past_the_trim_and_marks_stand_outside_it(brochures: Brochures) -> None:
    layout = brochures.laid_out("neck", "poster", production=Production(print_shop=True))
    sheet = layout.sheet_of(layout.pages[0])
    assert sheet.trim is not None
    assert sheet.trim[2:] == pytest.approx((210 * MM, 297 * MM))
    assert sheet.width > 210 * MM


def test_the_file_is_the_same_every_time_and_holds_its_words(brochures: Brochures) -> None:
    layouts = [Brochures(brochures._library, brochures._folders).laid_out("hamstrings", "poster") for _ in range(2)]
    first, second = (write_pdf(layout, info=INFO) for layout in layouts)
    assert first == second
    assert "your-clinic.example/back" in text_of(first)
