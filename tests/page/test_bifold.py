"""The bi-fold: four panels that fold right, hold every sign, and drop whole things only."""

from __future__ import annotations

import pytest

from handouts.errors import LayoutError
from handouts.page.panels import bi_fold
from handouts.page.styles import MM
from handouts.page.write import write_pdf
from handouts.words.model import plain
from tests.page.brochures import INFO, Brochures, overlapping, set_lines, signs_not_set, text_of

FOLDS = {"a4": bi_fold(297 * MM, 210 * MM), "letter": bi_fold(279.4 * MM, 215.9 * MM)}
CASES = [
    ("back", "a4", "standard"),
    ("hips", "letter", "mono"),
    ("hamstrings", "letter", "standard"),
    ("neck", "a4", "mono"),
]


@pytest.mark.parametrize("paper", FOLDS)
def test_turned_over_its_short_edge_cover_and_back_lie_over_the_right_halves(paper: str) -> None:
    fold = FOLDS[paper]
    for front, reverse in ((fold.cover, fold.left), (fold.back, fold.right)):
        assert fold.width - front.x - front.width == pytest.approx(reverse.x)
        assert front.width == pytest.approx(reverse.width) == pytest.approx(fold.width / 2)
    assert fold.cover.ends_sheet  # folded down the middle, the outside's right half is on top
    assert fold.folds("outside") == fold.folds("inside") == (fold.width / 2,)


@pytest.mark.parametrize(("area", "paper", "variant"), CASES)
def test_every_line_stays_inside_its_panel_and_nothing_is_smaller_than_10_points(
    brochures: Brochures, area: str, paper: str, variant: str
) -> None:
    fold = FOLDS[paper]
    seen = set()
    for number, _, left, right, baseline, size in set_lines(brochures.laid_out(area, "bi", paper, variant)):
        face = ("outside", "inside")[number]
        panel = next(p for p in fold.panels if p.face == face and p.x <= left < p.x + p.width)
        seen.add(panel.name)
        assert left >= panel.x + panel.left - 0.1
        assert right <= panel.x + panel.left + panel.measure + 0.1
        assert 9 * MM <= baseline <= fold.height - 7 * MM + 0.1
        assert size >= 10
    assert seen == {panel.name for panel in fold.panels}


@pytest.mark.parametrize(("area", "paper", "variant"), CASES)
def test_every_sign_is_printed_and_what_is_dropped_is_dropped_whole(
    brochures: Brochures, area: str, paper: str, variant: str
) -> None:
    layout = brochures.laid_out(area, "bi", paper, variant)
    text = text_of(write_pdf(layout, info=INFO))
    words = brochures.words(area, "bi")
    for tier in words.help.tiers:
        signs = [" ".join(plain(sign).split()) for sign in tier.signs]
        assert [sign for sign in signs if sign not in text] == []
    for line in layout.dropped:
        assert line.removeprefix("left out for room: ") not in text


def test_it_is_read_from_the_cover_over_the_inside_to_the_back(brochures: Brochures) -> None:
    layout = brochures.laid_out("neck", "bi")
    assert layout.parts == ("cover", "inside left", "inside right", "back")
    (order,) = layout.reading_order()
    tags = [node.tag for node in order.descendants() if node.tag in ("H1", "H2")]
    assert tags[0] == "H1"
    assert set(tags[1:]) == {"H2"}


@pytest.mark.parametrize("paper", FOLDS)
def test_signs_that_the_back_cannot_hold_run_on_inside_and_are_read_after_it(brochures: Brochures, paper: str) -> None:
    layout = brochures.laid_out("back,hips", "bi", paper)
    assert layout.parts == ("cover", "inside left", "inside right", "back", "inside right")
    assert signs_not_set(layout, brochures.words("back,hips", "bi")) == []
    assert overlapping(layout) == []
    for _, _, _, _, baseline, size in set_lines(layout):
        assert baseline <= FOLDS[paper].height - 7 * MM + 0.1
        assert size >= 10


def test_signs_that_fit_nowhere_are_an_error_that_counts_them_and_names_the_remedy(brochures: Brochures) -> None:
    told = r"too long for a bi-fold: \d+ signs do not fit, of \d+, .*; choose fewer areas, or --format booklet"
    with pytest.raises(LayoutError, match=told):
        brochures.laid_out("back,hips,neck,shoulder,knee,jaw,hand,foot", "bi")


def test_large_print_is_refused_with_the_reason(brochures: Brochures) -> None:
    with pytest.raises(LayoutError, match="a bi-fold cannot hold large print: its four panels"):
        brochures.laid_out("back", "bi", variant="large")


@pytest.mark.parametrize(("area", "paper", "variant"), CASES)
def test_no_words_are_set_over_others(brochures: Brochures, area: str, paper: str, variant: str) -> None:
    assert overlapping(brochures.laid_out(area, "bi", paper, variant)) == []
