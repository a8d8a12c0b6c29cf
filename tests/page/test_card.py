"""The pocket card: the size of a card, the same in every place of the sheet, read once, cut along shared lines."""

from __future__ import annotations

import pytest

from handouts.errors import LayoutError, UsageProblem
from handouts.page.layout import Layout
from handouts.page.outline import reading_lines
from handouts.page.pocket_card import HEIGHT, ROOM, WIDTH
from handouts.page.production import Production
from handouts.page.styles import MM
from handouts.page.write import write_pdf
from handouts.words.model import plain
from tests.page.brochures import INFO, Brochures, set_lines

CASES = [
    ("back", "a4", "standard"),
    ("hips", "letter", "mono"),
    ("jaw", "a4", "mono"),
    ("topic:running", "letter", "standard"),
]


def places(layout: Layout, page: int) -> list[tuple[float, float]]:
    """Where the cards stand."""
    return [(one.x, one.y) for one in layout.pages[page].placed if one.block.name.startswith("card")]


def test_it_has_the_size_of_a_card() -> None:
    assert pytest.approx((85, 55)) == (WIDTH / MM, HEIGHT / MM)


@pytest.mark.parametrize(("paper", "count"), [("a4", 10), ("letter", 8)])
def test_as_many_as_fit_lie_edge_to_edge_and_a_printer_reaches_them_all(
    paper: str, count: int, brochures: Brochures
) -> None:
    layout = brochures.laid_out("back", "card", paper)
    width, height = layout.page_size
    found = places(layout, 0)
    assert len(found) == count
    assert {round(x - found[0][0], 3) % round(WIDTH, 3) for x, _ in found} == {0.0}
    assert min(x for x, _ in found) >= ROOM
    assert max(y for _, y in found) + HEIGHT <= height - ROOM
    # Fronts meet backs whichever edge the sheet is turned over.
    assert found == places(layout, 1)
    assert {round(width - x - WIDTH, 3) for x, _ in found} == {round(x, 3) for x, _ in found}
    assert {round(height - y - HEIGHT, 3) for _, y in found} == {round(y, 3) for _, y in found}


@pytest.mark.parametrize(("about", "paper", "variant"), CASES)
def test_words_stay_inside_their_card_and_none_is_smaller_than_9_points(
    about: str, paper: str, variant: str, brochures: Brochures
) -> None:
    layout = brochures.laid_out(about, "card", paper, variant)
    for number, name, left, right, baseline, size in set_lines(layout):
        inside = [
            x + 4 * MM <= left and right <= x + WIDTH - 3 * MM and y + 2 * MM <= baseline <= y + HEIGHT - 0.9 * MM
            for x, y in places(layout, number)
        ]
        assert sum(inside) == 1, (name, number)
        assert size >= 9, name


@pytest.mark.parametrize(("about", "paper", "variant"), CASES)
def test_it_is_read_once_one_idea_three_moves_one_sign_with_its_number(
    about: str, paper: str, variant: str, brochures: Brochures
) -> None:
    lines = [line.replace("\u00a0", " ") for line in reading_lines(brochures.laid_out(about, "card", paper, variant))]
    moves = brochures.words(about, "card", None).moves
    assert moves is not None
    for card in moves.cards:
        assert lines.count(f"  {card.number} {plain(card.name)}") == 1
    assert len(moves.cards) == 3
    assert len([line for line in lines if "? Call 999." in line]) == 1
    assert lines[0] == "Front:"
    assert "Back:" in lines


def test_a_title_that_cannot_fit_is_an_error_and_is_never_cut(brochures: Brochures) -> None:
    with pytest.raises(LayoutError, match=r"the card's message is \d+ lines? too long; use a shorter --title"):
        brochures.laid_out("back", "card", title="unforgettablelongwordsnobodysays " * 2)


def test_what_a_card_cannot_be_is_refused_with_a_reason(brochures: Brochures) -> None:
    with pytest.raises(LayoutError, match="85 by 55 mm"):
        brochures.laid_out("back", "card", "a4", "large")
    with pytest.raises(LayoutError, match="not made on A3"):
        brochures.laid_out("back", "card", "a3")
    with pytest.raises(UsageProblem, match="print shop"):
        brochures.laid_out("back", "card", production=Production(print_shop=True))


def test_the_file_is_the_same_every_time(brochures: Brochures) -> None:
    layouts = [Brochures(brochures._library, brochures._folders).laid_out("neck", "card") for _ in range(2)]
    assert write_pdf(layouts[0], info=INFO) == write_pdf(layouts[1], info=INFO)
