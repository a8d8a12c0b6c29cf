"""Page one of the basic sheet: understand. Band, title, one message, red flags, map and why.

It is fixed in order. When it is over, things give way in the order of ``front_plans``; the red flags never do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

from handouts.page.blocks import body_map, flags, head, sections
from handouts.page.blocks.base import Block, Setting
from handouts.page.layout import SIDE, TOP, Placed, content_end, measure
from handouts.page.styles import HALF, MM, rounded_up
from handouts.pdf.structure import Node
from handouts.words.model import Claims, Section, Words, plain

MAP_HEIGHTS = (74 * MM, 66 * MM, 58 * MM, 50 * MM)  # the last two only so that no red flag need go
TALLEST_MAP = 80 * MM
MAP_COLUMN = 66 * MM
WIDEST_FIGURE = 0.88  # two figures side by side, as a share of their height
COLUMN_GAP = 8 * MM
COLUMN_STEP = 2.2 * MM
BETWEEN = 4 * MM
TIGHT = 3 * MM  # the same, where a millimetre saves a line
CAUTION = "care"  # the pictogram of what to take care of
ROUNDING = 0.02  # points; by half of it a row may begin above the end of the one before and its gap


@dataclass(frozen=True)
class FrontPlan:
    """How much page one carries; None means all. ``cost`` weighs what it gives up."""

    cost: int = 0
    technique_lines: int | None = None
    cause_lines: int | None = None
    claims: int | None = None
    map_height: float = MAP_HEIGHTS[0]
    techniques: bool = True
    body_map: bool = True
    actions: int | None = None
    gap: float = BETWEEN

    @cached_property
    def opening(self) -> tuple[int | None, float]:
        """What the place of the map hangs on."""
        return self.actions, self.gap

    @cached_property
    def map_shown(self) -> float | None:
        """The height of the map."""
        return self.map_height if self.body_map else None

    @cached_property
    def column(self) -> tuple[object, ...]:
        """What the height of the column beside the map hangs on."""
        return self.technique_lines, self.techniques, self.cause_lines, self.claims, self.map_shown


def front_plans(words: Words) -> tuple[FrontPlan, ...]:
    """Every plan, the most generous first: techniques give way before causes, these before benefits and the map."""
    return _plans(
        bool(words.techniques),
        bool(words.causes),
        len(words.claims.rows) if words.claims else 0,
        bool(words.body_map),
        len(words.in_short.actions) > 2,
    )


@cache  # a handful of kinds of page
def _plans(
    has_techniques: bool, has_causes: bool, rows: int, has_map: bool, many_actions: bool
) -> tuple[FrontPlan, ...]:
    techniques: tuple[tuple[int, int | None, bool], ...] = (
        (0, None, True),
        (1, 2, True),
        (2, 1, True),
        (8, 1, False),
    )
    causes: tuple[tuple[int, int | None], ...] = ((0, None), (1, 3), (3, 2), (40, 1))
    claims = [(0, rows), *((cost, count) for cost, count in ((4, 2), (9, 1), (15, 0)) if count < rows)]
    actions = ((0, None), (60, 2)) if many_actions else ((0, None),)
    maps = ((0, 0), (4, 1), (14, 2), (26, 3), (70, None))
    plans = [
        FrontPlan(
            cost=technique_cost + cause_cost + claim_cost + map_cost + action_cost + (gap < BETWEEN),
            technique_lines=technique_lines,
            cause_lines=cause_lines,
            claims=count,
            map_height=MAP_HEIGHTS[size or 0],
            techniques=with_techniques,
            body_map=size is not None,
            actions=few,
            gap=gap,
        )
        for technique_cost, technique_lines, with_techniques in (techniques if has_techniques else techniques[:1])
        for cause_cost, cause_lines in (causes if has_causes else causes[:1])
        for claim_cost, count in claims
        for map_cost, size in (maps if has_map else maps[:1])
        for action_cost, few in actions
        for gap in (BETWEEN, TIGHT)
    ]
    return tuple(sorted(plans, key=lambda plan: plan.cost))


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
        self._heights: dict[tuple[object, ...], float] = {}
        self._fixed: dict[int | None, float] = {}
        self._heads: dict[int | None, tuple[Block, ...]] = {}
        self._cut: set[tuple[object, ...]] = set()  # keys of sections that were shortened

    def lay_out(
        self,
        plan: FrontPlan,
        rows: Sequence[Sequence[Block]],
        aside: Sequence[Section] = (),
        gaps: float = 0.0,
    ) -> Front:
        """Page one, with rows of care at its foot and more of it aside, under the benefits. ``gaps`` (points) is added
        before red flags, map and care. The same column as ``room`` adds up."""
        placed: list[Placed] = []
        y = TOP
        for block in self._head(plan.actions):
            placed.append(Placed(block, SIDE, y))
            y += block.height
        y += plan.gap + gaps
        for index, block in enumerate(self._flags):
            y += flags.GAP if index > 1 else 0
            placed.append(Placed(block, SIDE, y))
            y += block.height
        y += plan.gap + gaps
        dropped: list[str] = []
        if plan.actions is not None:
            dropped += [f"left out for room: {plain(a.text)}" for a in self._words.in_short.actions[plan.actions :]]
        left = 0.0
        bottom = y
        if self._words.body_map and plan.body_map:
            block = self._map(plan.map_height)
            placed.append(Placed(block, SIDE, y))
            if self._words.body_map.labels:
                dropped.append("left out for room: the names beside the body map")
            bottom += block.height
            left = block.width + COLUMN_GAP
        elif self._words.body_map:
            dropped.append("left out for room: the body map")
        at = y
        for block in self._column(plan, self._width - left, aside, dropped):
            placed.append(Placed(block, SIDE + left, at))
            at += block.height + COLUMN_STEP
        column_height = max(at - COLUMN_STEP - y, 0.0)
        y = max(bottom, y + column_height)
        for row in rows:
            y = rounded_up(y + plan.gap + gaps, HALF)
            placed += in_a_row(row, y)
            y += max(block.height for block in row)
        room = content_end(self._setting.design) - y
        return Front(tuple(placed), room, column_height, tuple(dropped))

    def cheapest(
        self,
        plans: Sequence[FrontPlan],
        rows: Sequence[Sequence[Block]],
        aside: Sequence[Section],
        slack: float,
        below: float = math.inf,
    ) -> FrontPlan | None:
        """The first of the plans (which rise in cost) that fits and costs less than ``below``, found without placing
        anything; None where there is none.

        There may be a thousand, so a plan that is over by a plain sum is not looked at twice: rounding makes a page
        shorter by ROUNDING at most. ``slack``: points that a page may be over.
        """
        heights = [max(block.height for block in row) for row in rows]
        care = sum(heights)
        end = content_end(self._setting.design) + slack
        starts: dict[tuple[int | None, float], tuple[float, float]] = {}  # of the map, and the room below that
        maps: dict[float | None, tuple[float, float]] = {}
        columns: dict[tuple[object, ...], float] = {}
        for plan in plans:
            if plan.cost >= below:
                break
            start = starts.get(plan.opening)
            if start is None:
                y = self._above(plan.actions) + 2 * plan.gap
                start = starts[plan.opening] = y, end - y - care - (plan.gap - ROUNDING) * len(heights)
            beside = maps.get(plan.map_shown)
            if beside is None:
                beside = maps[plan.map_shown] = self._map_size(plan)
            y, room = start
            bottom, left = beside
            if bottom > room:
                continue
            column = columns.get(plan.column)
            if column is None:
                column = columns[plan.column] = self._column_height(plan, self._width - left, tuple(aside))
            if column <= room and self._end(y + max(bottom, column), plan.gap, heights) <= end:
                return plan
        return None

    def room(self, plan: FrontPlan, rows: Sequence[Sequence[Block]], aside: Sequence[Section] = ()) -> float:
        """The room that ``lay_out`` would leave, found without placing anything."""
        bottom, left = self._map_size(plan)
        column = self._column_height(plan, self._width - left, tuple(aside))
        y = self._above(plan.actions) + 2 * plan.gap + max(bottom, column)
        heights = [max(block.height for block in row) for row in rows]
        return content_end(self._setting.design) - self._end(y, plan.gap, heights)

    def _map_size(self, plan: FrontPlan) -> tuple[float, float]:
        """The height of the map, and where the column beside it begins; 0 without a map."""
        if not (self._words.body_map and plan.body_map):
            return 0.0, 0.0
        block = self._map(plan.map_height)
        return block.height, block.width + COLUMN_GAP

    @staticmethod
    def _end(y: float, gap: float, heights: Sequence[float]) -> float:
        """Where rows of these heights end that begin under y."""
        for height in heights:
            y = rounded_up(y + gap, HALF) + height
        return y

    def _above(self, actions: int | None) -> float:
        """Where map and column begin, without the gaps that a plan sets."""
        if actions not in self._fixed:
            fixed = sum(block.height for block in (*self._head(actions), *self._flags))
            self._fixed[actions] = TOP + fixed + flags.GAP * max(len(self._flags) - 2, 0)
        return self._fixed[actions]

    def _column_height(self, plan: FrontPlan, width: float, aside: tuple[Section, ...]) -> float:
        parts = (plan.technique_lines, plan.techniques, plan.cause_lines, plan.claims, width)
        key = (*parts, *(id(part) for part in aside))
        if key not in self._heights:
            blocks = self._column(plan, width, aside, [])
            self._heights[key] = sum(block.height + COLUMN_STEP for block in blocks) - COLUMN_STEP * bool(blocks)
        return self._heights[key]

    def _head(self, actions: int | None) -> tuple[Block, ...]:
        """Band, title and In short, with the first few of its actions."""
        if actions not in self._heads:
            words, setting, width = self._words, self._setting, self._width
            short = replace(words.in_short, actions=words.in_short.actions[:actions])
            self._heads[actions] = (
                setting.stocked("band", words.band, (width,), lambda: head.band(words.band, setting, width)),
                head.title(words.title, setting, width),
                setting.stocked("in short", short, (width,), lambda: head.in_short(short, setting, width)),
            )
        return self._heads[actions]

    @cached_property
    def _flags(self) -> tuple[Block, ...]:
        return flag_blocks(self._words, self._setting, self._width)

    def _map(self, height: float) -> Block:
        key = ("map", height)
        if key not in self._made and self._words.body_map:
            width = MAP_COLUMN * min(1.0, height / MAP_HEIGHTS[0])
            width = max(width, WIDEST_FIGURE * height, 0.714 * height + 12 * MM)  # the side letters must not meet
            self._made[key] = body_map.body_map(self._words.body_map, self._setting, width, height)
        return self._made[key]

    def _column(self, plan: FrontPlan, width: float, aside: Sequence[Section], dropped: list[str]) -> list[Block]:
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
            if len(kept) < len(words.claims.rows):
                dropped += [f"left out for room: {plain(row.text)}" for row in words.claims.rows[len(kept) :]]
            if kept:
                blocks.append(self._claims(len(kept), width))
        return blocks + [self._care(part, width) for part in aside]

    def _section(self, words: Section, width: float, lines: int | None, dropped: list[str]) -> Block:
        key = ("section", words.id, width, lines)
        if key not in self._made:
            shown = words if lines is None else sections.shortened(words, self._setting, width, lines)
            self._made[key] = section_block(shown, self._setting, width)
            if shown != words:
                self._cut.add(key)
        if key in self._cut:
            dropped.append(f"shortened for room: {_name(words)}")
        return self._made[key]

    def _claims(self, count: int, width: float) -> Block:
        key = ("claims", count, width)
        if key not in self._made and self._words.claims:
            fewer = Claims(self._words.claims.heading, self._words.claims.rows[:count])
            self._made[key] = claims_block(fewer, self._setting, width)
        return self._made[key]

    def _care(self, words: Section, width: float) -> Block:
        key = ("care", id(words), width)
        if key not in self._made:
            self._made[key] = care_block(words, self._setting, width)
        return self._made[key]


def section_block(words: Section, setting: Setting, width: float) -> Block:
    """Prose, from the stock."""
    return setting.stocked("section", words, (width,), lambda: sections.section(words, setting, width))


def claims_block(words: Claims, setting: Setting, width: float) -> Block:
    """Benefits, from the stock."""
    return setting.stocked("claims", words, (width,), lambda: sections.claims(words, setting, width))


def care_block(words: Section, setting: Setting, width: float, columns: int = 1) -> Block:
    """A marked list of what to do or to mind, from the stock."""
    caution = words.icon == CAUTION
    make = partial(sections.care, words, setting, width, caution=caution, columns=columns)
    return setting.stocked("care", words, (width, columns), make)


def flag_blocks(words: Words, setting: Setting, width: float, most: int | None = None) -> tuple[Block, ...]:
    """Heading and tiers; the heading's node holds all of them. A tier of more than ``most`` signs takes more boxes."""
    node = Node("Sect")
    heading = flags.flag_heading(words.flags, setting, width, node)
    return (heading, *flags.flag_tiers(words.flags, setting, width, node, most))


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
