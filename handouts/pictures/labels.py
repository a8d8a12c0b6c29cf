"""Where the names of a plate stand: a column of names beside it, with leaders that never cross.

Pure arithmetic on points of the page, y down. Where there is no room for all the names the higher ranks give way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Label:
    """One name to place. x, y: where it points, points. rank: 1 stays longest. height: the room its lines take."""

    name: str
    x: float
    y: float
    rank: int
    height: float


@dataclass(frozen=True)
class PlacedLabel:
    """A label and the middle of the room that its name got (y, points)."""

    label: Label
    middle: float


def place_column(labels: Sequence[Label], edge: float, top: float, foot: float) -> tuple[PlacedLabel, ...]:
    """Names of one column from top to foot, each as near its own place as the others let it.

    edge: the x where leaders begin. Names that find no room between top and foot are left out, the highest rank
    first, and of one rank the lowest on the page. No two leaders cross.
    """
    kept = fitting(labels, foot - top)
    placed = _untangled(kept, edge, top, foot)
    if placed is None:  # in rooms of one height every swap makes the leaders shorter, so there is always an end
        tallest = max(label.height for label in kept)
        placed = _untangled(fitting([replace(one, height=tallest) for one in kept], foot - top), edge, top, foot)
    return placed or ()


def fitting(labels: Sequence[Label], room: float) -> list[Label]:
    """The names that a column of that height can hold, the most needed first."""
    kept: list[Label] = []
    used = 0.0
    for label in sorted(labels, key=lambda one: (one.rank, one.y)):
        if used + label.height > room:
            break
        kept.append(label)
        used += label.height
    return kept


def _untangled(labels: Sequence[Label], edge: float, top: float, foot: float) -> tuple[PlacedLabel, ...] | None:
    """The names in an order in which no two leaders cross; None where swapping comes to no end."""
    order = sorted(labels, key=lambda one: (one.y, one.x, one.name))
    for _ in range(len(order) ** 2 + 1):
        middles = _spread(order, top, foot)
        pair = _crossing(order, middles, edge)
        if pair is None:
            return tuple(PlacedLabel(one, middle) for one, middle in zip(order, middles, strict=True))
        one, two = pair
        order[one], order[two] = order[two], order[one]
    return None


def _crossing(order: Sequence[Label], middles: Sequence[float], edge: float) -> tuple[int, int] | None:
    for i, one in enumerate(order):
        for j in range(i + 1, len(order)):
            two = order[j]
            if crosses((edge, middles[i]), (one.x, one.y), (edge, middles[j]), (two.x, two.y)):
                return i, j
    return None


@dataclass(frozen=True)
class _Pool:
    """Neighbours in each other's way, who share the move. wish: where the first would begin on average."""

    wish: float
    count: int
    height: float

    def start(self, top: float, foot: float) -> float:
        return max(top, min(self.wish, foot - self.height))

    def joined(self, lower: _Pool) -> _Pool:
        count = self.count + lower.count
        wish = (self.wish * self.count + (lower.wish - self.height) * lower.count) / count
        return _Pool(wish, count, self.height + lower.height)


def _spread(order: Sequence[Label], top: float, foot: float) -> list[float]:
    """Middles in the given order, apart by their heights, moved as little as can be."""
    pools: list[_Pool] = []
    for label in order:
        pools.append(_Pool(label.y - label.height / 2, 1, label.height))
        while len(pools) > 1 and pools[-2].start(top, foot) + pools[-2].height > pools[-1].start(top, foot):
            pools[-2:] = [pools[-2].joined(pools[-1])]
    middles: list[float] = []
    for pool in pools:
        at = pool.start(top, foot)
        for label in order[len(middles) : len(middles) + pool.count]:
            middles.append(at + label.height / 2)
            at += label.height
    return middles


def crosses(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]) -> bool:
    """Whether the lines a-b and c-d cross at a point inside both."""
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
