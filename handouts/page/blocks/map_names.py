"""Names beside a picture, with lines to what they name: lines that never cross, names that never overlap.

Names stand in two columns, left and right of the picture. The places that lie further left are named on the left, so
the lines of one column never meet those of the other. Within a column the names' slots are set first; then, from the
top down, each slot takes the place that a ray turning down from straight up meets first. Every other place lies
below that line, and so does every other slot: no later line can cross it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

TRIES = 8  # rounds until names of different heights and their lines agree


@dataclass(frozen=True)
class Spot:
    """What a name points at; points, y down. ``heights``: what the name needs at the left and at the right."""

    name: str
    x: float
    y: float
    heights: tuple[float, float]


@dataclass(frozen=True)
class Column:
    """Where the names of one side stand: lines start at x, names between top and foot (points, y down)."""

    x: float
    top: float
    foot: float

    @property
    def height(self) -> float:
        """The room for names."""
        return self.foot - self.top


@dataclass(frozen=True)
class Named:
    """A name in its place. Its line runs from (x, y) to the spot; y is the middle of the name's height."""

    spot: Spot
    x: float
    y: float
    at_left: bool


def lay_names(spots: Sequence[Spot], left: Column, right: Column) -> tuple[Named, ...]:
    """A place for every name; where they do not all fit, for as many as do, the first ones before the last."""
    every = _laid(spots, left, right)
    if every is not None:
        return every
    kept: list[Spot] = []
    found: tuple[Named, ...] = ()
    for spot in spots:
        more = _laid([*kept, spot], left, right)
        if more is not None:
            kept, found = [*kept, spot], more
    return found


def _laid(spots: Sequence[Spot], left: Column, right: Column) -> tuple[Named, ...] | None:
    """A place for every name; None when they do not fit."""
    by_x = sorted(spots, key=lambda spot: (spot.x, spot.y, spot.name))
    middle = (left.x + right.x) / 2
    best = sum(spot.x < middle for spot in by_x)
    for split in sorted(range(len(by_x) + 1), key=lambda one: (abs(one - best), one)):
        columns = _column(by_x[:split], left, 0), _column(by_x[split:], right, 1)
        if columns[0] is not None and columns[1] is not None:
            return (*columns[0], *columns[1])
    return None


def _column(spots: Sequence[Spot], column: Column, which: int) -> list[Named] | None:
    """One column's names from the top down; None when they do not fit."""
    highest = max((spot.heights[which] for spot in spots), default=0.0)
    if sum(spot.heights[which] for spot in spots) > column.height + 1e-6:
        return None
    wanted = sorted(spot.y for spot in spots)
    order = _order(spots, column, _slots(wanted, column, [highest] * len(spots)))
    for _ in range(TRIES):
        ys = _slots(wanted, column, [spot.heights[which] for spot in order])
        again = _order(spots, column, ys)
        if again == order:
            return [Named(spot, column.x, y, which == 0) for spot, y in zip(order, ys, strict=True)]
        order = again
    ys = _slots(wanted, column, [highest] * len(spots))  # all as high as the highest always agree
    if highest * len(spots) > column.height + 1e-6:
        return None
    return [Named(spot, column.x, y, which == 0) for spot, y in zip(_order(spots, column, ys), ys, strict=True)]


def _order(spots: Sequence[Spot], column: Column, ys: Sequence[float]) -> list[Spot]:
    """Which spot each slot takes: the first that a ray from the slot meets as it turns down from straight up."""
    left, order = list(spots), []
    for y in ys:
        spot = min(left, key=lambda one: _turn(one, column.x, y))
        left.remove(spot)
        order.append(spot)
    return order


def _turn(spot: Spot, x: float, y: float) -> tuple[float, float, str]:
    """The angle from straight up to the spot, seen from (x, y); then how far it is."""
    across, down = abs(spot.x - x), spot.y - y
    return round(math.atan2(across, -down), 9), math.hypot(across, down), spot.name


def _slots(wanted: Sequence[float], column: Column, heights: Sequence[float]) -> list[float]:
    """The middles of the names, as near as may be to the heights of what they name, from the top down."""
    ys: list[float] = []
    lowest = column.top
    for y, height in zip(wanted, heights, strict=True):
        ys.append(max(y, lowest + height / 2))
        lowest = ys[-1] + height / 2
    highest = column.foot
    for index in range(len(ys) - 1, -1, -1):
        ys[index] = min(ys[index], highest - heights[index] / 2)
        highest = ys[index] - heights[index] / 2
    return ys
