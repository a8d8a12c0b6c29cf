"""Sheets that take as many pages as they need: the full tier, large print, advice sheets.

The story is a column of rows. A few blocks may be made in more than one size: the map, the pictures of the exercises,
the squares of the diary, the outlines to draw on. The sizes are chosen that give the best pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

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
from handouts.page.furniture import with_footers
from handouts.page.layout import TOP, Layout, content_end, finished, measure
from handouts.page.rows import NEXT_TOP, Row, break_rows, place_rows, row
from handouts.page.styles import MM
from handouts.words.model import Section, Words, plain

PROSE = 134 * MM  # 68 characters
MOST_SIGNS = {False: (24,), True: (9, 5)}  # in one box; a longer tier goes on in another, maybe on the next page
LARGE_QR = 30 * MM
NAMED_HEIGHT = 110 * MM  # of a body map with names
CHART_HEIGHTS = {False: (84 * MM, 72 * MM, 96 * MM), True: (118 * MM, 100 * MM)}  # of the outlines to draw on
LARGE_MAPS = (104 * MM, 92 * MM)
CARD_PICTURES = {  # height of a card's picture and width of its panel; the first is the best to look at
    "large": ((54 * MM, 64 * MM), (48 * MM, 64 * MM), (42 * MM, 64 * MM)),
    "large full": ((54 * MM, 64 * MM), (68 * MM, 64 * MM), (42 * MM, 64 * MM)),
    "full": ((40 * MM, 64 * MM), (46 * MM, 70 * MM), (32 * MM, 50 * MM)),
    "basic": ((32 * MM, 64 * MM),),
}
DIARY_ROWS = {False: (6.8 * MM,), True: (12 * MM, 16 * MM)}
SECOND_BEST = 4.0  # what one step away from the best size costs, where a page costs a thousand


@dataclass(frozen=True)
class _Order:
    """How the map and the prose about it are arranged."""

    map_height: float = MAP_HEIGHTS[0]
    prose_first: bool = False


def _orders(words: Words, setting: Setting) -> list[_Order]:
    if words.body_map is None or words.body_map.labels:
        return [_Order()]
    if setting.large:
        return [_Order(height) for height in LARGE_MAPS]
    return [_Order(height, first) for first in (False, True) for height in MAP_HEIGHTS[:2]]


def lay_out_flow(words: Words, setting: Setting, *, full: bool) -> Layout:
    """Lays the words out in order. Raises LayoutError if one block is taller than a page."""
    width = measure(setting.design)
    first = content_end(setting.design) - TOP
    other = content_end(setting.design) - NEXT_TOP
    tries = [
        (rows, break_rows(rows, first, other), strain * SECOND_BEST)
        for rows, strain in _stories(words, setting, width, full=full)
    ]
    rows, breaks, _ = min(tries, key=lambda tried: tried[1].cost + tried[2])
    pages = place_rows(rows, breaks, words, setting, width, airy=True)
    dropped = [
        f"left out for room: the name '{plain(name)}' beside the body map"
        for page in pages
        for placed in page
        if isinstance(placed.block, named_map.NamedMap)
        for name in placed.block.left_out
    ]
    return finished(with_footers(pages, words, setting), setting, words.language, dropped, [])


# ---------------------------------------------------------------- the story
def _stories(words: Words, setting: Setting, width: float, *, full: bool) -> Iterator[tuple[list[Row], int]]:
    """The whole story in every combination of sizes, with how far each is from what looks best by itself."""
    step = 4 * MM if not setting.large else 6 * MM
    openings = [_opening(words, setting, width, step, most) for most in MOST_SIGNS[setting.large]]
    care = _care(words, setting, width, step)
    why = [_why(words, setting, width, step, order) for order in _orders(words, setting)]
    kind = "large full" if setting.large and full else "large" if setting.large else "full" if full else "basic"
    pictures = CARD_PICTURES[kind]
    exercises = [_exercises(words, setting, width, step, size, full=full) for size in pictures if words.exercises]
    diaries = [_diary(words, setting, width, step, height) for height in DIARY_ROWS[setting.large]]
    charts = CHART_HEIGHTS[setting.large][: None if words.body_chart else 1]
    ends = [_last(words, setting, width, step, chart) for chart in charts]
    sized = product(*map(enumerate, (openings, why, exercises or [[]], diaries[: None if words.diary else 1], ends)))
    for (a, opening), (_, middle), (b, moves), (c, diary), (d, end) in sized:
        yield [*opening, *middle, *care, *moves, *diary, *end], a + b + c + d


def _opening(words: Words, setting: Setting, width: float, step: float, most: int) -> list[Row]:
    """From the clinic's name to the signs that need help, at most so many in one box."""
    large = setting.large
    rows = [
        row(head.band(words.band, setting, width), 0, keeps_next=True),
        row(head.title(words.title, setting, width), 0, keeps_next=True),
        row(head.in_short(words.in_short, setting, width), 0),
    ]
    for index, block in enumerate(flag_blocks(words, setting, width, most=most)):
        gap = step + (2 * MM if large else 0) if index == 0 else 0 if index == 1 else flags.GAP * (2 if large else 1)
        rows.append(row(block, gap, keeps_next=index == 0))
    return rows


def _why(words: Words, setting: Setting, width: float, step: float, order: _Order) -> list[Row]:
    """The map, and what is behind it."""
    measure_ = width if setting.large else PROSE
    prose = [part for part in (words.causes, words.techniques) if part]
    rows: list[Row] = []
    if words.body_map and words.body_map.labels:
        rows.append(row(named_map.named_map(words.body_map, setting, width, NAMED_HEIGHT), step))
    elif words.body_map and setting.large:
        wide = 118 * MM
        block = body_map.body_map(words.body_map, setting, wide, order.map_height)
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
        Row(
            ((piece, 0.0, 0.0),),
            step if index == 0 else 0,
            keeps_next=index + 1 < len(pieces) and pieces[index + 1].height < short,
            goes_on=index > 0,
        )
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


def _exercises(
    words: Words, setting: Setting, width: float, step: float, size: tuple[float, float], *, full: bool
) -> list[Row]:
    """The cards under their heading. ``size``: height of a card's picture, width of its panel (points)."""
    if words.exercises is None:
        return []
    heading = cards_heading.exercises_heading(words.exercises, setting, width)
    rows = [row(heading, step + 2 * MM, keeps_next=True)]
    shape = CardShape("large" if setting.large else "wide", picture=size[0], panel=size[1], steps=full)
    for index, card in enumerate(words.exercises.cards):
        gap = 0.0 if index == 0 else (6 * MM if not setting.large else 8 * MM)
        rows.append(row(cards.card(card, shape, setting, width), gap, ruled=index > 0))
    return rows


def _diary(words: Words, setting: Setting, width: float, step: float, height: float) -> list[Row]:
    """``height``: of a row to tick (points)."""
    rows: list[Row] = []
    if words.diary:
        block = practice.diary(words.diary, setting, width, height)
        rows.append(row(block, step + 3 * MM, keeps_next=words.pain_scale is not None))
    if words.pain_scale:
        rows.append(row(practice.pain_scale(words.pain_scale, setting, width), step + MM))
    return rows


def _last(words: Words, setting: Setting, width: float, step: float, chart: float) -> list[Row]:
    """The outlines to draw on (``chart`` points high), note, own words, next visit, link, sources."""
    rows: list[Row] = []
    if words.body_chart:
        most = width if setting.large else min(PROSE, width)
        rows.append(row(body_chart.body_chart(words.body_chart, setting, most, chart), step + 2 * MM))
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
