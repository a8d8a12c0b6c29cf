"""Lengths that remember how they were made."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.page.elastic import Book, Elastic, Length, fixed, length_of, settled
from handouts.page.styles import Style
from handouts.page.text import Typesetter
from handouts.pdf.fonts import open_sans
from handouts.words.personal import Personal, with_words
from handouts.words.runs import Run

WIDTHS = st.floats(0, 500)
NUMBERS = st.floats(-900, 900)
STEPS: dict[str, Callable[[float, float], float]] = {
    "plus": lambda a, b: a + b,
    "from": lambda a, b: b - a,
    "minus": lambda a, b: a - b,
    "half": lambda a, b: (a + b) / 2,
    "times": lambda a, b: a * 0.75 + b,
    "turned": lambda a, b: -a + b,
}


def book_of(*widths: float) -> Book:
    book = Book()
    book.widths = [(width,) for width in widths]
    return book


@given(
    first=WIDTHS,
    second=WIDTHS,
    other=st.tuples(WIDTHS, WIDTHS),
    steps=st.lists(st.tuples(st.sampled_from([*STEPS]), NUMBERS)),
)
def test_a_length_is_what_a_number_would_be_and_follows_other_widths(
    first: float, second: float, other: tuple[float, float], steps: list[tuple[str, float]]
) -> None:
    def reckoned(one: float, two: float) -> float:
        value = one + two
        for name, number in steps:
            value = STEPS[name](value, number)
        return value

    book = book_of(first, second)
    found = reckoned(book.line(0, 0), book.line(1, 0))
    assert isinstance(found, Elastic)
    assert settled(found) == pytest.approx(reckoned(first, second), abs=1e-6)
    moved = length_of(found).with_widths([(other[0],), (other[1],)])
    assert moved == pytest.approx(reckoned(*other), abs=1e-6)
    assert not book.pinned


@given(width=WIDTHS, limit=NUMBERS, other=WIDTHS)
def test_a_guard_holds_as_long_as_the_answer_is_the_same(width: float, limit: float, other: float) -> None:
    for ask in (
        lambda a: a < limit,
        lambda a: a <= limit,
        lambda a: a > limit,
        lambda a: a >= limit,
        lambda a: max(a, limit) is a,
        lambda a: bool(a),
    ):
        book = book_of(width)
        answer = ask(book.line(0, 0))
        (guard,) = book.guards
        assert guard.holds([(width,)])
        other_answer = ask(book_of(other).line(0, 0))
        assert guard.holds([(other,)]) is (other_answer == answer)


@pytest.mark.parametrize(
    "use",
    [int, float, round, hash, str, math.ceil, math.floor, math.trunc, abs, lambda a: f"{a:.2f}", lambda a: a == 3,
     lambda a: a // 2, lambda a: a % 2, lambda a: a**2, lambda a: 1 / a, lambda a: a * a, lambda a: a / a, fixed],
)  # fmt: skip
def test_what_cannot_be_followed_pins_the_page(use: Callable[[float], object]) -> None:
    book = book_of(12.5)
    assert use(book.line(0, 0)) == use(12.5)
    assert book.pinned


def test_a_length_does_not_travel() -> None:
    with pytest.raises(TypeError, match="travel"):
        pickle.dumps(book_of(1.0).line(0, 0))


def test_a_plain_number_is_a_length_without_shares() -> None:
    assert length_of(3) == Length(3.0)
    assert fixed(3.5) == settled(3.5) == 3.5


def test_personal_texts_are_written_down_with_the_way_they_were_set() -> None:
    faces = open_sans()
    style = Style(faces.regular, faces.semibold, 12, 16, "#000000")
    setter = Typesetter()
    text = (Run("For "), Run("Anna Example", personal="client"))
    lines = setter.set(text, style, 400)
    assert setter.set(text, style, 400) is lines
    assert setter.set((Run("For all"),), style, 400).origin is None
    assert [one.lines for one in setter.personal] == [1]
    assert lines.origin is not None
    assert isinstance(lines.width, Elastic)
    again = setter.set_again(setter.personal[0], with_words(text, Personal(client="Bo")))
    assert again.lines[0].pieces[-1].text == "Bo"
    assert again.width < settled(lines.width)
    assert lines.taken(0, 1).origin == lines.origin
    assert not setter.book.pinned
    setter.set((Run("李", personal="client"),), style, 400)
    assert setter.book.pinned
