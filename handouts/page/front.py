"""Page one of the basic sheet: understand. Band, title, one message, red flags, map and why.

It is fixed in order. When it is over, things give way in the order of ``front_plans``; the red flags never do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from handouts.page.blocks import body_map, flags, head, sections
from handouts.page.blocks.base import Block, Setting
from handouts.page.layout import SIDE, TOP, Placed, content_end, measure
from handouts.page.styles import HALF, MM, rounded_up
from handouts.pdf.structure import Node
from handouts.words.model import Claims, Section, Words, plain

MAP_HEIGHTS = (74 * MM, 66 * MM)
TALLEST_MAP = 84 * MM
MAP_COLUMN = 66 * MM
WIDEST_FIGURE = 0.846  # two figures side by side, as a share of their height
COLUMN_GAP = 8 * MM
COLUMN_STEP = 2.2 * MM
BETWEEN = 4 * MM


@dataclass(frozen=True)
class FrontPlan:
    """How much page one carries; None means all. ``cost`` weighs what it gives up."""

    cost: int = 0
    technique_lines: int | None = None
    cause_lines: int | None = None
    claims: int | None = None
    map_height: float = MAP_HEIGHTS[0]
    techniques: bool = True


def front_plans(words: Words) -> list[FrontPlan]:
    """Ever more frugal plans."""
    plans = [FrontPlan()]
    rows = len(words.claims.rows) if words.claims else 0
    steps: tuple[tuple[int, dict[str, object]], ...] = (
        (1, {"technique_lines": 2}),
        (1, {"technique_lines": 1}),
        (1, {"cause_lines": 3}),
        (1, {"cause_lines": 2}),
        (2, {"claims": min(rows, 2)}),
        (2, {"map_height": MAP_HEIGHTS[1]}),
        (6, {"claims": min(rows, 1)}),
        (8, {"techniques": False}),
        (8, {"claims": 0}),
    )
    for cost, step in steps:
        plans.append(replace(plans[-1], cost=plans[-1].cost + cost, **step))  # type: ignore[arg-type]
    return plans


@dataclass(frozen=True)
class Front:
    """Page one: its blocks, the room left above the footer (negative when it is over), what was left out."""

    placed: tuple[Placed, ...]
    room: float
    column_height: float
    dropped: tuple[str, ...]


class FrontPage:
    """Lays out page one after a plan. Blocks are made once and used by every plan that wants them."""

    def __init__(self, words: Words, setting: Setting) -> None:
        self._words = words
        self._setting = setting
        self._width = measure(setting.design)
        self._made: dict[tuple[object, ...], Block] = {}

    def lay_out(
        self, plan: FrontPlan, rows: Sequence[Sequence[Block]], aside: Sequence[Section] = (), gaps: float = 0.0
    ) -> Front:
        """Page one, with rows of care at its foot and more of it aside, under the benefits. ``gaps`` (points) is added
        before red flags, map and care."""
        placed: list[Placed] = []
        y = TOP
        for block in self._head:
            placed.append(Placed(block, SIDE, y))
            y += block.height
        y += BETWEEN + gaps
        for index, block in enumerate(self._flags):
            y += flags.GAP if index > 1 else 0
            placed.append(Placed(block, SIDE, y))
            y += block.height
        y += BETWEEN + gaps
        dropped: list[str] = []
        left = 0.0
        bottom = y
        if self._words.body_map:
            block = self._map(plan.map_height)
            placed.append(Placed(block, SIDE, y))
            bottom += block.height
            left = block.width + COLUMN_GAP
        at = y
        for block in self._column(plan, self._width - left, aside, dropped):
            placed.append(Placed(block, SIDE + left, at))
            at += block.height + COLUMN_STEP
        column_height = max(at - COLUMN_STEP - y, 0.0)
        y = max(bottom, y + column_height)
        for row in rows:
            y = rounded_up(y + BETWEEN + gaps, HALF)
            placed += in_a_row(row, y)
            y += max(block.height for block in row)
        room = content_end(self._setting.design) - y
        return Front(tuple(placed), room, column_height, tuple(dropped))

    @cached_property
    def _head(self) -> tuple[Block, ...]:
        words, setting, width = self._words, self._setting, self._width
        return (
            head.band(words.band, setting, width),
            head.title(words.title, setting, width),
            head.in_short(words.in_short, setting, width),
        )

    @cached_property
    def _flags(self) -> tuple[Block, ...]:
        return flag_blocks(self._words, self._setting, self._width)

    def _map(self, height: float) -> Block:
        key = ("map", height)
        if key not in self._made and self._words.body_map:
            width = MAP_COLUMN * min(1.0, height / MAP_HEIGHTS[0])
            width = max(width, WIDEST_FIGURE * height)
            self._made[key] = body_map.body_map(self._words.body_map, self._setting, width, height)
        return self._made[key]

    def _column(
        self, plan: FrontPlan, width: float, aside: Sequence[Section], dropped: list[str]
    ) -> list[Block]:
        """Causes, techniques, benefits and care, as far as the plan goes."""
        words = self._words
        blocks = []
        if words.causes:
            blocks.append(self._section(words.causes, width, plan.cause_lines, dropped))
        if words.techniques and plan.techniques:
            blocks.append(self._section(words.techniques, width, plan.technique_lines, dropped))
        elif words.techniques:
            dropped.append(f"left out for room: {_name(words.techniques)}")
        if words.claims:
            kept = words.claims.rows[: plan.claims]
            dropped += [f"left out for room: {plain(row.text)}" for row in words.claims.rows[len(kept) :]]
            if kept:
                blocks.append(self._claims(len(kept), width))
        return blocks + [self._care(part, width) for part in aside]

    def _section(self, words: Section, width: float, lines: int | None, dropped: list[str]) -> Block:
        shown = words if lines is None else sections.shortened(words, self._setting, width, lines)
        if shown != words:
            dropped.append(f"shortened for room: {_name(words)}")
        key = ("section", words.id, width, shown)
        if key not in self._made:
            self._made[key] = sections.section(shown, self._setting, width)
        return self._made[key]

    def _claims(self, count: int, width: float) -> Block:
        key = ("claims", count, width)
        if key not in self._made and self._words.claims:
            fewer = Claims(self._words.claims.heading, self._words.claims.rows[:count])
            self._made[key] = sections.claims(fewer, self._setting, width)
        return self._made[key]

    def _care(self, words: Section, width: float) -> Block:
        key = ("care", words, width)
        if key not in self._made:
            self._made[key] = sections.care(words, self._setting, width, caution=words.icon == "care")
        return self._made[key]


def flag_blocks(words: Words, setting: Setting, width: float) -> tuple[Block, ...]:
    """Heading and tiers; the heading's node holds all of them."""
    node = Node("Sect")
    heading = flags.flag_heading(words.flags, setting, width, node)
    return (heading, *flags.flag_tiers(words.flags, setting, width, node))


def in_a_row(row: Sequence[Block], y: float) -> list[Placed]:
    """Blocks side by side from the left margin."""
    placed: list[Placed] = []
    x = SIDE
    for block in row:
        placed.append(Placed(block, x, y))
        x += block.width + BETWEEN
    return placed


def _name(words: Section) -> str:
    return plain(words.heading).strip() or words.id
