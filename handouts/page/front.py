"""Page one of the basic sheet: understand. Band, title, one message, red flags, map and why.

It is fixed in order; when it is over, things give way in the order of ``front_ladder``, and the red flags never do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handouts.page.blocks import body_map, flags, head, sections
from handouts.page.blocks.base import Block, Setting
from handouts.page.layout import SIDE, TOP, Placed, content_end, measure
from handouts.page.styles import HALF, MM, rounded_up
from handouts.pdf.structure import Node
from handouts.words.model import Claims, Section, Words, plain

MAP_HEIGHTS = (74 * MM, 66 * MM)
TALLEST_MAP = 84 * MM
MAP_SHARE = 66 / 74  # width of the map's column to the height of its figures
COLUMN_GAP = 8 * MM
BETWEEN = 4 * MM


@dataclass(frozen=True)
class FrontPlan:
    """How much page one carries. None means all."""

    technique_lines: int | None = None
    cause_lines: int | None = None
    claims: int | None = None
    map_height: float = MAP_HEIGHTS[0]
    techniques: bool = True


@dataclass(frozen=True)
class Front:
    """Page one: its blocks, how far they reach, and what was left out."""

    placed: tuple[Placed, ...]
    bottom: float
    dropped: tuple[str, ...]

    def room(self, setting: Setting) -> float:
        """What is left above the footer; negative when it is over."""
        return content_end(setting.design) - self.bottom


def front_ladder(words: Words, *, last: bool) -> Iterator[FrontPlan]:
    """Ever more frugal plans. ``last``: go on to leaving whole sections out."""
    plan = FrontPlan()
    yield plan
    rows = len(words.claims.rows) if words.claims else 0
    steps: list[dict[str, object]] = [
        {"technique_lines": 2},
        {"technique_lines": 1},
        {"cause_lines": 3},
        {"cause_lines": 2},
        {"claims": min(rows, 2)},
        {"map_height": MAP_HEIGHTS[1]},
    ]
    if last:
        steps += [{"claims": min(rows, 1)}, {"techniques": False}, {"claims": 0}]
    known: dict[str, object] = {}
    for step in steps:
        known |= step
        yield FrontPlan(**known)  # type: ignore[arg-type]


def lay_out_front(
    words: Words, setting: Setting, plan: FrontPlan, care_rows: Sequence[Sequence[Block]], gaps: float = 0.0
) -> Front:
    """Page one after a plan, with rows of care blocks at its foot. ``gaps`` is added before red flags, map and care."""
    width = measure(setting.design)
    placed, y = _head(words, setting, width)
    y += BETWEEN + gaps
    tiers = flag_blocks(words, setting, width)
    for index, block in enumerate(tiers):
        placed.append(Placed(block, SIDE, y))
        y += block.height + (0 if index == 0 else flags.GAP)
    y += (BETWEEN - flags.GAP if len(tiers) > 1 else BETWEEN) + gaps
    dropped: list[str] = []
    y = _middle(words, setting, plan, width, y, placed, dropped)
    for row in care_rows:
        y = rounded_up(y + BETWEEN + gaps, HALF)
        x = SIDE
        for block in row:
            placed.append(Placed(block, x, y))
            x += block.width + BETWEEN
        y += max(block.height for block in row)
    return Front(tuple(placed), y, tuple(dropped))


def _head(words: Words, setting: Setting, width: float) -> tuple[list[Placed], float]:
    placed: list[Placed] = []
    y = TOP
    for block in (
        head.band(words.band, setting, width),
        head.title(words.title, setting, width),
        head.in_short(words.in_short, setting, width),
    ):
        placed.append(Placed(block, SIDE, y))
        y += block.height
    return placed, y


def flag_blocks(words: Words, setting: Setting, width: float) -> tuple[Block, ...]:
    """Heading and tiers; the heading's node holds all of them."""
    node = Node("Sect")
    heading = flags.flag_heading(words.flags, setting, width, node)
    return (heading, *flags.flag_tiers(words.flags, setting, width, node))


def _middle(
    words: Words,
    setting: Setting,
    plan: FrontPlan,
    width: float,
    y: float,
    placed: list[Placed],
    dropped: list[str],
) -> float:
    """The map at the left, what is behind it and what helps at the right."""
    left = bottom = 0.0
    if words.body_map:
        left = plan.map_height * MAP_SHARE
        block = body_map.body_map(words.body_map, setting, left, plan.map_height)
        placed.append(Placed(block, SIDE, y))
        bottom = block.height
        left += COLUMN_GAP
    column = column_blocks(words, setting, plan, width - left, dropped)
    at = 0.0
    for block in column:
        placed.append(Placed(block, SIDE + left, y + at))
        at += block.height + 2.2 * MM
    return y + max(bottom, at - 2.2 * MM)


def column_blocks(
    words: Words, setting: Setting, plan: FrontPlan, width: float, dropped: list[str]
) -> list[Block]:
    """Causes, techniques and benefits, as long as the plan allows."""
    blocks = []
    if words.causes:
        blocks.append(_shortened(words.causes, setting, width, plan.cause_lines, dropped))
    if words.techniques:
        if plan.techniques:
            blocks.append(_shortened(words.techniques, setting, width, plan.technique_lines, dropped))
        else:
            dropped.append(f"left out for room: {_name(words.techniques)}")
    if words.claims:
        rows = words.claims.rows[: plan.claims]
        dropped += [f"left out for room: {plain(row.text)}" for row in words.claims.rows[len(rows) :]]
        if rows:
            blocks.append(sections.claims(Claims(words.claims.heading, rows), setting, width))
    return blocks


def _shortened(
    words: Section, setting: Setting, width: float, lines: int | None, dropped: list[str]
) -> Block:
    if lines is None:
        return sections.section(words, setting, width)
    shorter = sections.shortened(words, setting, width, lines)
    if shorter != words:
        dropped.append(f"shortened for room: {_name(words)}")
    return sections.section(shorter, setting, width)


def _name(words: Section) -> str:
    return plain(words.heading).strip() or words.id
