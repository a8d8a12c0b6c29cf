"""Promises of a plate on the page: names are text, beside the drawing, and their leaders never cross."""

from __future__ import annotations

from itertools import combinations, pairwise

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.page.blocks.base import Block
from handouts.page.drawing import Disc, Figure, Rule, Words
from handouts.pictures.labels import Label, crosses, place_column
from tests.page.plates import BOOK, page_of, plate_block

POSTER, HANDOUT = (495.0, 640.0), (330.0, 240.0)
NAMES = ("everyday", "latin")


def figure_of(block: Block) -> Figure:
    return next(thing for thing in block.things if isinstance(thing, Figure))


def leaders(block: Block) -> list[Rule]:
    rules = [thing for thing in figure_of(block).things if isinstance(thing, Rule)]
    return rules[1::2]  # the first of each pair is its pale edge


def boxes(block: Block) -> list[tuple[float, float, float, float]]:
    found = []
    for words in (thing for thing in figure_of(block).things if isinstance(thing, Words)):
        size, leading = words.text.style.size, words.text.style.leading
        wide = max(line.width for line in words.text.lines)
        starts = [x for _, x, _ in words.starts()]
        found.append((min(starts), words.y - size * 0.76, min(starts) + wide, words.y + leading * (len(starts) - 1)))
    return found


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize("size", [POSTER, HANDOUT])
@pytest.mark.parametrize("plate_id", BOOK.ids("plate"))
def test_names_never_overlap_and_leaders_never_cross(plate_id: str, size: tuple[float, float], names: str) -> None:
    block = plate_block(plate_id, *size, names=names)  # type: ignore[arg-type]
    assert float(block.height) <= size[1] + 0.01
    lines = leaders(block)
    assert len(lines) >= 4
    for one, two in combinations(lines, 2):
        assert not crosses((one.x1, one.y1), (one.x2, one.y2), (two.x1, two.y1), (two.x2, two.y2))
    rooms = boxes(block)
    for a, b in combinations(rooms, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)
    assert all(x0 >= -0.01 and x1 <= size[0] + 0.01 for x0, _, x1, _ in rooms)


def test_a_small_plate_names_what_matters_most_and_a_poster_all() -> None:
    small, poster = plate_block("shoulder-front", *HANDOUT), plate_block("shoulder-front", *POSTER)
    assert len(leaders(small)) < len(leaders(poster))
    anchors = [one for one in BOOK.get("plate", "shoulder-front").anchors if one.column != "top"]
    assert len(leaders(poster)) == len(anchors)
    assert sum(isinstance(thing, Disc) for thing in figure_of(small).things) == len(leaders(small))


def text_of(data: bytes) -> str:
    return " ".join(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range().replace("\u00a0", " ").split())


def test_names_are_text_in_the_language_that_was_asked_for() -> None:
    everyday, latin = (page_of(plate_block("lower-back-hip", *POSTER, names=names)) for names in NAMES)
    said, learned = map(text_of, (everyday, latin))
    assert "Deep buttock muscle" in said
    assert "M. piriformis" not in said
    assert "M. piriformis" in learned


@pytest.mark.parametrize("variant", ["standard", "mono", "large"])
def test_a_plate_says_what_it_shows(variant: str) -> None:
    block = plate_block("knee", *POSTER, variant=variant)
    node = figure_of(block).node
    assert node.alt.startswith("Drawing of a right knee. From the front: ")
    assert "Kneecap" in node.alt
    assert page_of(block, variant).startswith(b"%PDF-1.7")


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 600), st.integers(1, 3), st.sampled_from([9.0, 14.0, 31.0])),
        min_size=1,
        max_size=24,
        unique_by=lambda one: one[:2],
    ),
)
@settings(max_examples=200, deadline=None)
def test_any_names_are_placed_apart_in_their_column_uncrossed(given_: list[tuple[int, int, int, float]]) -> None:
    labels = [Label(str(index), *values) for index, values in enumerate(given_)]
    placed = place_column(labels, -10.0, 0.0, 600.0)
    assert placed
    for one, two in pairwise(placed):
        assert two.middle - one.middle >= (one.label.height + two.label.height) / 2 - 1e-6
    assert placed[0].middle >= placed[0].label.height / 2 - 1e-6
    assert placed[-1].middle <= 600 - placed[-1].label.height / 2 + 1e-6
    for one, two in combinations(placed, 2):
        ends = (-10.0, one.middle), (one.label.x, one.label.y), (-10.0, two.middle), (two.label.x, two.label.y)
        assert not crosses(*ends)  # type: ignore[arg-type]
    left_out = {one.name for one in labels} - {one.label.name for one in placed}
    ranks = {one.name: one.rank for one in labels}
    assert all(ranks[name] >= max(one.label.rank for one in placed) for name in left_out)
