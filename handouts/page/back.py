"""Page two of the basic sheet: do. Cards, a grid to tick, a scale, own words; the small print at the foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handouts.page.blocks import cards, foot, practice, sections
from handouts.page.blocks.base import Block, Setting
from handouts.page.blocks.cards import CardShape
from handouts.page.layout import SIDE, Placed, content_end, measure
from handouts.page.styles import MM
from handouts.page.drawing import Rule, Sketch
from handouts.words.model import Exercises, Paragraph, Run, Section, Text, Words, plain

TOP = 14 * MM
CARD_GAP = 5 * MM
QR_SIZE = 21 * MM
ALL_FACTS = ("side", "need", "feel", "stop", "easier", "harder")
ROW_HEIGHTS = (6.8 * MM, 6.0 * MM)
DOT: Text = (Run("\u00a0\u00a0\u00a0·\u00a0 \u00a0"),)


@dataclass(frozen=True)
class BackPlan:
    """How much page two carries."""

    shape: CardShape = CardShape("wide")
    per_row: int = 1
    row_height: float = ROW_HEIGHTS[0]
    writing_lines: int = 1
    pain_scale: bool = True
    common_stop: bool = False


@dataclass(frozen=True)
class Back:
    """Page two: its blocks, the room left between its two parts, and what was left out."""

    placed: tuple[Placed, ...]
    room: float
    dropped: tuple[str, ...]


def back_ladder() -> Iterator[BackPlan]:
    """Ever more frugal plans. Cards lose their harder and easier lines before an exercise loses how or stop."""
    safe = tuple(fact for fact in ALL_FACTS if fact not in ("easier", "harder"))
    shapes: list[tuple[CardShape, int]] = [
        (CardShape("wide"), 1),
        (CardShape("wide", tuple(fact for fact in ALL_FACTS if fact != "harder"), 27 * MM), 1),
        (CardShape("slim", tuple(fact for fact in ALL_FACTS if fact != "harder")), 1),
        (CardShape("slim", safe), 1),
        (CardShape("slim", ("side", "need", "stop"), 25 * MM), 1),
        (CardShape("compact", ("how", "side", "need", "stop"), 26 * MM), 3),
        (CardShape("compact", ("how", "side", "need", "stop"), 20 * MM), 3),
    ]
    for shape, per_row in shapes:
        yield BackPlan(shape, per_row)
        yield BackPlan(shape, per_row, ROW_HEIGHTS[1])
        yield BackPlan(shape, per_row, ROW_HEIGHTS[1], writing_lines=0)
    for shape, per_row in shapes[3:]:
        yield BackPlan(shape, per_row, ROW_HEIGHTS[1], writing_lines=0, pain_scale=False)


def lay_out_back(
    words: Words,
    setting: Setting,
    plan: BackPlan,
    care_rows: Sequence[Sequence[Block]],
    gap: float = 0.0,
) -> Back:
    """Page two after a plan. ``gap`` is added to the gaps between its parts. The sources stand at the foot."""
    width = measure(setting.design)
    upper: list[Placed] = []
    dropped: list[str] = []
    y = TOP
    if words.exercises:
        y = _cards(words, words.exercises, setting, plan, width, y, gap, upper, dropped)
    for row in care_rows:
        x = SIDE
        for block in row:
            upper.append(Placed(block, x, y))
            x += block.width + 4 * MM
        y += max(block.height for block in row) + 4 * MM + gap
    if words.diary:
        block = practice.diary(words.diary, setting, width, plan.row_height)
        upper.append(Placed(block, SIDE, y))
        y += block.height + 3.4 * MM + gap
    if words.pain_scale:
        if plan.pain_scale:
            block = practice.pain_scale(words.pain_scale, setting, width)
            upper.append(Placed(block, SIDE, y))
            y += block.height + 3 * MM + gap
        else:
            dropped.append("left out for room: the pain scale")
    lower, height = _lower(words, setting, plan, width, dropped)
    top = content_end(setting.design) - height
    moved = [replace(one, y=one.y + top) for one in lower]
    return Back((*upper, *moved), top - y, tuple(dropped))


def _cards(
    words: Words,
    exercises: Exercises,
    setting: Setting,
    plan: BackPlan,
    width: float,
    y: float,
    gap: float,
    placed: list[Placed],
    dropped: list[str],
) -> float:
    heading = cards.exercises_heading(exercises, setting, width, running_line(words))
    placed.append(Placed(heading, SIDE, y))
    y += heading.height
    column = (width - 4 * MM * (plan.per_row - 1)) / plan.per_row
    blocks = [cards.card(card, plan.shape, setting, column) for card in exercises.cards]
    dropped += _left_out(exercises, plan)
    for start in range(0, len(blocks), plan.per_row):
        row = blocks[start : start + plan.per_row]
        for index, block in enumerate(row):
            placed.append(Placed(block, SIDE + index * (column + 4 * MM), y))
        y += max(block.height for block in row)
        if start + plan.per_row < len(blocks):
            if plan.per_row == 1:
                placed.append(Placed(_hairline(setting, width), SIDE, y + (CARD_GAP + gap) / 2 - 0.1 * MM))
            y += CARD_GAP + gap
    return y + CARD_GAP + 0.6 * MM + gap


def _hairline(setting: Setting, width: float) -> Block:
    sketch = Sketch()
    sketch.add(Rule(0, 0, width, 0, setting.colours.hair, 0.5))
    return Block("hairline", width, 0, sketch, None)


def _left_out(exercises: Exercises, plan: BackPlan) -> list[str]:
    labels = dict.fromkeys(label for card in exercises.cards for label in cards.left_out(card, plan.shape))
    return [f'left out for room: the lines "{label}" of the exercise cards' for label in labels]


def running_line(words: Words) -> Text:
    """For whom, and where to ask, for the head of the pages after the first."""
    parts = [words.title.for_whom] if words.title.for_whom else []
    clinic = (*words.band.name, Run(" "), *words.band.phone) if words.band.phone else words.band.name
    parts.append(tuple(replace(run, strong=False) for run in clinic))
    line: Text = ()
    for part in parts:
        line = (*line, *DOT, *part) if line else part
    return tuple(replace(run, strong=False) for run in line)


def _lower(
    words: Words, setting: Setting, plan: BackPlan, width: float, dropped: list[str]
) -> tuple[list[Placed], float]:
    """The part that stands at the page's foot, from y 0; and its height."""
    placed: list[Placed] = []
    y = 0.0
    if words.note:
        note = Section("note", words.note.heading, (Paragraph(words.note.text),))
        block = sections.section(note, setting, width)
        placed.append(Placed(block, SIDE, y))
        y += block.height + 3 * MM
    link = foot.qr(words.link, setting, width * 0.5, QR_SIZE) if words.link else None
    writing = width - (QR_SIZE + 8 * MM if link else 0.0)
    qr_top = y + 0.6 * MM
    if words.teach_back:
        if plan.writing_lines:
            block = practice.teach_back(words.teach_back, setting, writing, plan.writing_lines)
            placed.append(Placed(block, SIDE, y))
            y += block.height + 2.4 * MM
        else:
            dropped.append(f"left out for room: {plain(words.teach_back.heading)}")
    if words.next_visit:
        block = practice.next_visit(words.next_visit, setting, writing)
        placed.append(Placed(block, SIDE, y))
        y += block.height + 2.6 * MM
    narrow = width
    if link:
        placed.append(Placed(link, SIDE + width - link.width, qr_top))
        # The small print stands beside the printed address, not under it.
        narrow = width - 48 * MM
    block = foot.sources(words.foot, setting, narrow)
    if link and qr_top + link.height <= y:
        block = foot.sources(words.foot, setting, width)
    placed.append(Placed(block, SIDE, y))
    y += block.height
    if link:
        y = max(y, qr_top + link.height)
    return placed, y
