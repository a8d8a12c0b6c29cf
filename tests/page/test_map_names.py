"""Promises of names beside a picture: lines never cross, names never overlap, neither each other nor the picture."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.page.blocks.map_names import Column, Named, Spot, lay_names

LEFT, RIGHT = Column(100.0, 0.0, 300.0), Column(200.0, 0.0, 300.0)  # the picture lies between
COORDINATE = st.integers(0, 1000)
SPOTS = st.lists(
    st.tuples(COORDINATE, COORDINATE, st.sampled_from([14.0, 26.0, 38.0]), st.sampled_from([14.0, 26.0])),
    max_size=14,
    unique_by=lambda one: one[:2],
)


def spots_of(given_: list[tuple[int, int, float, float]]) -> list[Spot]:
    return [
        Spot(f"{index}", 104 + x * 0.092, 2 + y * 0.296, (left, right))
        for index, (x, y, left, right) in enumerate(given_)
    ]


def turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def cross(first: Named, second: Named) -> bool:
    """Whether the two lines share a point, ends included."""
    a, b = (first.x, first.y), (first.spot.x, first.spot.y)
    c, d = (second.x, second.y), (second.spot.x, second.spot.y)
    sides = turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)
    return sides[0] * sides[1] < -1e-6 and sides[2] * sides[3] < -1e-6


@given(SPOTS)
@settings(max_examples=300, deadline=None)
def test_no_two_lines_cross(given_: list[tuple[int, int, float, float]]) -> None:
    spots = spots_of(given_)
    named = lay_names(spots, LEFT, RIGHT)
    assert {one.spot for one in named} <= set(spots)
    assert len({one.spot for one in named}) == len(named)
    for first, second in combinations(named, 2):
        assert not cross(first, second), (first, second)


@given(SPOTS)
@settings(max_examples=300, deadline=None)
def test_names_stand_in_their_column_and_never_overlap(given_: list[tuple[int, int, float, float]]) -> None:
    named = lay_names(spots_of(given_), LEFT, RIGHT)
    for at_left, column in ((True, LEFT), (False, RIGHT)):
        below = column.top
        for one in sorted((one for one in named if one.at_left == at_left), key=lambda one: one.y):
            height = one.spot.heights[0 if at_left else 1]
            assert one.x == column.x  # so the name lies outside the picture, and its line inside
            assert one.y - height / 2 >= below - 1e-6
            below = one.y + height / 2
        assert below <= column.foot + 1e-6


@given(st.lists(st.tuples(COORDINATE, COORDINATE), max_size=40, unique=True))
@settings(max_examples=100, deadline=None)
def test_names_of_one_line_always_fit_while_there_is_room(places: list[tuple[int, int]]) -> None:
    spots = [Spot(f"{i}", 104 + x * 0.092, 2 + y * 0.296, (15.0, 15.0)) for i, (x, y) in enumerate(places)]
    named = lay_names(spots, LEFT, RIGHT)  # 2 columns of 20
    assert len(named) == len(spots)
    for first, second in combinations(named, 2):
        assert not cross(first, second)


def test_of_too_many_names_the_last_are_left_out() -> None:
    spots = [Spot(f"{i}", 150.0, float(i), (15.0, 15.0)) for i in range(43)]
    assert {one.spot for one in lay_names(spots, LEFT, RIGHT)} == set(spots[:40])


def test_a_name_that_no_column_holds_leaves_the_others_their_place() -> None:
    spots = [Spot("tall", 150.0, 10.0, (400.0, 400.0)), Spot("small", 150.0, 20.0, (15.0, 15.0))]
    assert [one.spot.name for one in lay_names(spots, LEFT, RIGHT)] == ["small"]


def test_the_order_of_the_names_changes_nothing() -> None:
    spots = [Spot(f"{i}", 110.0 + 7 * i, 290.0 - 13 * i, (14.0, 26.0)) for i in range(10)]
    assert set(lay_names(spots, LEFT, RIGHT)) == set(lay_names(spots[::-1], LEFT, RIGHT))
