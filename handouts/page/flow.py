"""Sheets that take as many pages as they need: the full tier, large print, advice sheets.

The story is a column of rows. Rows are never split; breaks are chosen for the fewest pages, then for even filling, with
no page under a third full unless it is the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handouts.errors import LayoutError
from handouts.page.back import ADDRESS_GAP, QR_GAP, QR_SIZE, WIDEST_ADDRESS, note_section
from handouts.page.blocks import (
    body_chart,
    body_map,
    cards,
    cards_heading,
    flags,
    foot,
    head,
    named_map,
    practice,
    sections,
)
from handouts.page.blocks.base import Block, Setting
from handouts.page.blocks.cards import CardShape
from handouts.page.front import COLUMN_GAP, MAP_COLUMN, MAP_HEIGHTS, flag_blocks
from handouts.page.furniture import hairline, running_head, with_footers
from handouts.page.layout import SIDE, TOP, Layout, Placed, content_end, finished, measure
from handouts.page.styles import HALF, MM, rounded_up
from handouts.words.model import Section, Words

NEXT_TOP = 20 * MM  # of the content of the pages after the first
PROSE = 134 * MM  # 68 characters
LEAST_FILLED = 1 / 3
MOST_SIGNS = {False: 24, True: 9}  # in one box; a longer tier goes on in another, which may stand on the next page
LARGE_QR = 30 * MM
NAMED_HEIGHT = 110 * MM  # of a body map with names
CHART_HEIGHT, LARGE_CHART_HEIGHT = 84 * MM, 118 * MM  # of the outlines to draw on


@dataclass(frozen=True)
class _Order:
    """How the map and the prose about it are arranged."""

    map_height: float = MAP_HEIGHTS[0]
    prose_first: bool = False


def _orders(words: Words, setting: Setting) -> list[_Order]:
    if setting.large or words.body_map is None:
        return [_Order()]
    return [_Order(height, first) for first in (False, True) for height in MAP_HEIGHTS[:2]]


@dataclass(frozen=True)
class Row:
    """Blocks side by side, each with its x from the left margin and its y from the row's top."""

    blocks: tuple[tuple[Block, float, float], ...]
    gap: float  # before it, unless it begins a page
    keeps_next: bool = False
    ruled: bool = False  # with a hairline in the gap

    @property
    def height(self) -> float:
        """Of the tallest."""
        return max(y + float(block.height) for block, _, y in self.blocks)


def row(block: Block, gap: float, *, keeps_next: bool = False, x: float = 0.0, ruled: bool = False) -> Row:
    """A row of one block."""
    return Row(((block, x, 0.0),), gap, keeps_next, ruled)


def lay_out_flow(words: Words, setting: Setting, *, full: bool) -> Layout:
    """Lays the words out in order. Raises LayoutError if one block is taller than a page."""
    width = measure(setting.design)
    first = content_end(setting.design) - TOP
    other = content_end(setting.design) - NEXT_TOP
    # The map and the prose about it may stand in either order, whichever fills the pages better.
    tries = [_rows(words, setting, width, order, full=full) for order in _orders(words, setting)]
    rows, breaks = min(((rows, break_rows(rows, first, other)) for rows in tries), key=lambda pair: pair[1].cost)
    pages = place_rows(rows, breaks, words, setting, width)
    return finished(with_footers(pages, words, setting), setting, words.language, [], [])


def place_rows(
    rows: Sequence[Row], breaks: Breaks, words: Words, setting: Setting, width: float, *, first_page: int = 0
) -> list[list[Placed]]:
    """The rows on their pages. ``first_page`` counts the pages before these; only the sheet's first has no running
    head."""
    pages: list[list[Placed]] = []
    for start, end in breaks.pages:
        first = first_page + len(pages) == 0
        y = TOP if first else NEXT_TOP
        placed = [] if first else [Placed(running_head(words, setting, width), SIDE, TOP)]
        for index in range(start, end):
            one = rows[index]
            if one.ruled and index > start:
                placed.append(Placed(hairline(setting, width), SIDE, y + one.gap / 2))
            y = rounded_up(y + (one.gap if index > start else 0), HALF / 2)
            placed += [Placed(block, SIDE + x, y + dy) for block, x, dy in one.blocks]
            y += one.height
        pages.append(placed)
    return pages


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
    best: list[tuple[float, int]] = [(0.0, 0)] * (count + 1)  # cost from row i to the end when a page starts there
    for start in range(count - 1, -1, -1):
        room = first if start == 0 else other
        cost, cut = float("inf"), start
        used = 0.0
        for end in range(start + 1, count + 1):
            one = rows[end - 1]
            used += one.height + (one.gap + HALF / 2 if end - 1 > start else 0)
            if used > room + 0.01:
                break
            if end < count and one.keeps_next:
                continue
            here = 1000.0 + best[end][0]
            if end < count:
                white = 1 - used / room
                # What matters most comes first: white room on page one is the worst.
                here += (400 if start == 0 else 100) * white * white + (500 if used < room * LEAST_FILLED else 0)
            if here < cost:
                cost, cut = here, end
        if cut == start:
            name = rows[start].blocks[0][0].name
            over = rows[start].height - room
            if over <= 0:
                cut, cost = _forced(rows, start, room), 1e6
            else:
                raise LayoutError(
                    f"the block {name!r} is {over / MM:.0f} mm taller than a page",
                    hint="make its words shorter",
                )
        best[start] = (cost, cut)
    breaks, start = [], 0
    while start < count:
        breaks.append((start, best[start][1]))
        start = best[start][1]
    return Breaks(tuple(breaks), best[0][0])


def _forced(rows: Sequence[Row], start: int, room: float) -> int:
    """The end of a page where rows that should stay together are taller than it."""
    used, end = rows[start].height, start + 1
    while end < len(rows) and used + rows[end].gap + rows[end].height + HALF / 2 <= room:
        used += rows[end].gap + rows[end].height + HALF / 2
        end += 1
    return end


# ---------------------------------------------------------------- the story
def _rows(words: Words, setting: Setting, width: float, order: _Order, *, full: bool) -> list[Row]:
    large = setting.large
    step = 4 * MM if not large else 6 * MM
    rows = [
        row(head.band(words.band, setting, width), 0, keeps_next=True),
        row(head.title(words.title, setting, width), 0, keeps_next=True),
        row(head.in_short(words.in_short, setting, width), 0),
    ]
    for index, block in enumerate(flag_blocks(words, setting, width, most=MOST_SIGNS[large])):
        gap = step + (2 * MM if large else 0) if index == 0 else 0 if index == 1 else flags.GAP * (2 if large else 1)
        rows.append(row(block, gap, keeps_next=index == 0))
    rows += _why(words, setting, width, step, order)
    rows += _care(words, setting, width, step)
    rows += _practice(words, setting, width, step, full=full)
    return rows + _last(words, setting, width, step)


def _why(words: Words, setting: Setting, width: float, step: float, order: _Order) -> list[Row]:
    """The map, and what is behind it."""
    measure_ = width if setting.large else PROSE
    prose = [part for part in (words.causes, words.techniques) if part]
    rows: list[Row] = []
    if words.body_map and words.body_map.labels:
        rows.append(row(named_map.named_map(words.body_map, setting, width, NAMED_HEIGHT), step))
    elif words.body_map and setting.large:
        wide = 118 * MM
        block = body_map.body_map(words.body_map, setting, wide, 104 * MM)
        rows.append(row(block, step, x=(width - wide) / 2))
    elif words.body_map:
        if order.prose_first:
            rows += [one for part in prose for one in strips(part, setting, measure_, step)]
            prose = []
        left = MAP_COLUMN
        block = body_map.body_map(words.body_map, setting, left, order.map_height)
        beside: list[tuple[Block, float, float]] = [(block, 0.0, 0.0)]
        y = 0.0
        column = width - left - COLUMN_GAP
        while prose:
            column_block = sections.section(prose[0], setting, column)
            if y and y + column_block.height > block.height + 6 * MM:
                break
            beside.append((column_block, left + COLUMN_GAP, y))
            y += column_block.height + 2.4 * MM
            prose.pop(0)
        if not prose and words.claims:
            column_block = sections.claims(words.claims, setting, column)
            if y + column_block.height <= block.height + 6 * MM:
                beside.append((column_block, left + COLUMN_GAP, y))
                rows.append(Row(tuple(beside), step))
                return rows
        rows.append(Row(tuple(beside), step))
    for part in prose:
        rows += strips(part, setting, measure_, step)
    if words.claims:
        rows.append(row(sections.claims(words.claims, setting, measure_), step))
    return rows


def strips(words: Section, setting: Setting, width: float, step: float) -> list[Row]:
    """A section that may break over pages."""
    pieces = sections.section_strips(words, setting, width)
    short = 2.5 * setting.styles.body.leading
    return [
        row(piece, step if index == 0 else 0, keeps_next=index + 1 < len(pieces) and pieces[index + 1].height < short)
        for index, piece in enumerate(pieces)
    ]


def _care(words: Words, setting: Setting, width: float, step: float) -> list[Row]:
    """Aftercare, the week and what to take care of; in pairs where two fit beside each other."""
    parts = [part for part in (words.aftercare, words.week, *words.precautions) if part]
    blocks = [(part, part.icon == "care") for part in parts]
    if setting.large:
        return [row(sections.care(part, setting, width, caution=care), step + 2 * MM) for part, care in blocks]
    half = (width - 4 * MM) / 2
    rows = []
    for start in range(0, len(blocks), 2):
        pair = blocks[start : start + 2]
        if len(pair) == 1:
            part, care = pair[0]
            columns = 2 if sections.item_count(part) > 3 else 1
            rows.append(row(sections.care(part, setting, width, caution=care, columns=columns), step + MM))
            continue
        placed = [
            (sections.care(part, setting, half, caution=care), index * (half + 4 * MM), 0.0)
            for index, (part, care) in enumerate(pair)
        ]
        rows.append(Row(tuple(placed), step + MM))
    return rows


def _practice(words: Words, setting: Setting, width: float, step: float, *, full: bool) -> list[Row]:
    rows: list[Row] = []
    if words.exercises:
        heading = cards_heading.exercises_heading(words.exercises, setting, width)
        rows.append(row(heading, step + 2 * MM, keeps_next=True))
        shape = CardShape("large" if setting.large else "wide", steps=full, picture=None if not full else 40 * MM)
        if setting.large:
            shape = CardShape("large", steps=full)
        for index, card in enumerate(words.exercises.cards):
            gap = 0.0 if index == 0 else (6 * MM if not setting.large else 10 * MM)
            rows.append(row(cards.card(card, shape, setting, width), gap, ruled=index > 0))
    diary_rows: list[Row] = []
    if words.diary:
        height = 6.8 * MM if not setting.large else 12 * MM
        block = practice.diary(words.diary, setting, width, height)
        diary_rows.append(row(block, step + 3 * MM, keeps_next=words.pain_scale is not None))
    if words.pain_scale:
        diary_rows.append(row(practice.pain_scale(words.pain_scale, setting, width), step + MM))
    return rows + diary_rows


def _last(words: Words, setting: Setting, width: float, step: float) -> list[Row]:
    """Own words, next visit, note, link, sources."""
    rows: list[Row] = []
    if words.body_chart:
        height, most = (CHART_HEIGHT, PROSE) if not setting.large else (LARGE_CHART_HEIGHT, width)
        rows.append(row(body_chart.body_chart(words.body_chart, setting, min(most, width), height), step + 2 * MM))
    if words.note:
        rows += strips(note_section(words), setting, width if setting.large else PROSE, step + MM)
    if setting.large:
        if words.teach_back:
            rows.append(row(practice.teach_back(words.teach_back, setting, width, width, 2), step + 2 * MM))
        if words.next_visit:
            rows.append(row(practice.next_visit(words.next_visit, setting, width), step + 2 * MM))
        if words.link:
            rows.append(row(foot.qr_large(words.link, setting, width, LARGE_QR), step + 2 * MM))
        return [*rows, row(foot.sources(words.foot, setting, width), step)]
    link = foot.qr(words.link, setting, WIDEST_ADDRESS, QR_SIZE) if words.link else None
    writing = width - (link.width + ADDRESS_GAP if link else 0)
    questions = width - (QR_SIZE + QR_GAP if link else 0)
    beside: list[tuple[Block, float, float]] = []
    y = 0.0
    if words.teach_back:
        block = practice.teach_back(words.teach_back, setting, questions, writing, 2)
        beside.append((block, 0.0, y))
        y += block.height + 3 * MM
    if words.next_visit:
        block = practice.next_visit(words.next_visit, setting, writing)
        beside.append((block, 0.0, y))
        y += block.height + 3 * MM
    if link:
        beside.append((link, width - link.width, 0.6 * MM))
    if beside:
        rows.append(Row(tuple(beside), step + MM))
    rows.append(row(foot.sources(words.foot, setting, width * 0.85), step))
    return rows
