"""Rows of blocks, where pages break between them, and how they are placed.

Rows are never split; breaks are chosen for the fewest pages, then for even filling, with no page under a third full
unless it is the last. What room is left on a page goes between its parts. Points throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from handouts.errors import LayoutError
from handouts.page.blocks.base import Block, Setting
from handouts.page.furniture import hairline, running_head
from handouts.page.layout import SIDE, TOP, Placed, content_end
from handouts.page.styles import HALF, MM, rounded_up
from handouts.words.model import Words

NEXT_TOP = 20 * MM  # of the content of the pages after the first
LEAST_FILLED = 1 / 3
MOST_AIR = {False: 4 * MM, True: 7 * MM}  # that may be added to one gap, so that a page is filled to its foot
MOST_RULED_AIR = {False: 10 * MM, True: 14 * MM}  # to one with a hairline in it
# What breaks cost. Pages come first; then pages that look empty; then words that belong together.
_PAGE, _EMPTY, _LONELY, _PARTED, _STRANDED = 1000.0, 500.0, 80.0, 60.0, 150.0
_FULL_ENOUGH = 2 / 3


@dataclass(frozen=True)
class Row:
    """Blocks side by side, each with its x from the left margin and its y from the row's top."""

    blocks: tuple[tuple[Block, float, float], ...]
    gap: float  # before it, unless it begins a page
    keeps_next: bool = False
    ruled: bool = False  # with a hairline in the gap
    goes_on: bool = False  # with the section of the row before

    @property
    def height(self) -> float:
        """Of the tallest."""
        return max(y + float(block.height) for block, _, y in self.blocks)


def row(block: Block, gap: float, *, keeps_next: bool = False, x: float = 0.0, ruled: bool = False) -> Row:
    """A row of one block."""
    return Row(((block, x, 0.0),), gap, keeps_next, ruled)


def place_rows(
    rows: Sequence[Row],
    breaks: Breaks,
    words: Words,
    setting: Setting,
    width: float,
    *,
    first_page: int = 0,
    airy: bool = False,
) -> list[list[Placed]]:
    """The rows on their pages. ``first_page`` counts the pages before these; only the sheet's first has no running
    head. ``airy``: room that is left goes between the rows, except on the last page."""
    pages: list[list[Placed]] = []
    for start, end in breaks.pages:
        first = first_page + len(pages) == 0
        y = TOP if first else NEXT_TOP
        placed = [] if first else [Placed(running_head(words, setting, width), SIDE, TOP)]
        shared = rows[start:end]
        last = end == len(rows)
        air = _air(shared, content_end(setting.design) - y, setting.large) if airy and not last else [0.0] * len(shared)
        for index, one in enumerate(shared):
            gap = one.gap + air[index]
            if one.ruled and index:
                placed.append(Placed(hairline(setting, width), SIDE, y + gap / 2))
            y = rounded_up(y + (gap if index else 0), HALF / 2)
            placed += [Placed(block, SIDE + x, y + dy) for block, x, dy in one.blocks]
            y += one.height
        pages.append(placed)
    return pages


def _air(rows: Sequence[Row], room: float, large: bool) -> list[float]:
    """What to add to the gap before each row of a page, so that the page ends nearer its foot. Rows that belong
    together stay together."""
    limits = [0.0]
    for before, one in pairwise(rows):
        apart = not (before.keeps_next or one.goes_on or one.gap < HALF)
        limits.append((MOST_RULED_AIR if one.ruled else MOST_AIR)[large] if apart else 0.0)
    spare = room - sum(one.height + (one.gap + HALF / 2 if index else 0.0) for index, one in enumerate(rows))
    total = sum(limits)
    if total <= 0 or spare <= 0:
        return [0.0] * len(rows)
    share = 1.0 if spare >= total else spare / total
    return [limit * share for limit in limits]


@dataclass(frozen=True)
class Breaks:
    """First and one past the last row of each page, and how badly the pages are filled."""

    pages: tuple[tuple[int, int], ...]
    cost: float


def break_rows(rows: Sequence[Row], first: float, other: float) -> Breaks:
    """Where pages begin and end: the fewest pages, then the most even filling. Heights in points.

    Raises LayoutError naming a block that is taller than a page.
    """
    count = len(rows)
    alone = [one.height for one in rows]
    below = [height + one.gap + HALF / 2 for height, one in zip(alone, rows, strict=True)]  # rounding included
    best: list[tuple[float, int]] = [(0.0, 0)] * (count + 1)  # cost from row i to the end when a page starts there
    for start in range(count - 1, -1, -1):
        room = first if start == 0 else other
        cost, cut = float("inf"), start
        used = 0.0
        for end in range(start + 1, count + 1):
            used += below[end - 1] if end - 1 > start else alone[start]
            if used > room + 0.01:
                break
            if end < count and rows[end - 1].keeps_next:
                continue
            here = _PAGE + best[end][0] + _looks(rows, start, end, used / room)
            if here < cost:
                cost, cut = here, end
        if cut == start:
            over = alone[start] - room
            if over > 0:
                raise LayoutError(
                    f"the block {rows[start].blocks[0][0].name!r} is {over / MM:.0f} mm taller than a page",
                    hint="make its words shorter",
                )
            cut, cost = _forced(rows, start, room), 1e6
        best[start] = (cost, cut)
    breaks, start = [], 0
    while start < count:
        breaks.append((start, best[start][1]))
        start = best[start][1]
    return Breaks(tuple(breaks), best[0][0])


def _looks(rows: Sequence[Row], start: int, end: int, filled: float) -> float:
    """What is wrong with a page of these rows, ``filled`` to this share."""
    if end == len(rows):
        return _LONELY * max(0.0, 1 - filled / LEAST_FILLED)
    white = 1 - filled
    cost = (400 if start == 0 else 100) * white * white  # white room on page one is the worst
    cost += _EMPTY if filled < LEAST_FILLED else _EMPTY / 2 if filled < _FULL_ENOUGH else 0.0
    if rows[end].goes_on:
        cost += _PARTED if rows[end - 1].goes_on else _STRANDED  # a heading with one paragraph at a page's foot
    return cost


def _forced(rows: Sequence[Row], start: int, room: float) -> int:
    """The end of a page where rows that should stay together are taller than it."""
    used, end = rows[start].height, start + 1
    while end < len(rows) and used + rows[end].gap + rows[end].height + HALF / 2 <= room:
        used += rows[end].gap + rows[end].height + HALF / 2
        end += 1
    return end
