"""Page two of the basic sheet: do. Cards, a grid to tick, a scale, own words; the small print at the foot."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

from handouts.page.blocks import cards, cards_heading, foot, practice, sections
from handouts.page.blocks.base import Block, Setting
from handouts.page.blocks.cards import CardShape
from handouts.page.front import BETWEEN, in_a_row
from handouts.page.furniture import hairline, running_line
from handouts.page.layout import SIDE, Placed, content_end, measure
from handouts.page.styles import MM
from handouts.words.model import Exercises, Link, Paragraph, Section, Words, plain

TOP = 14 * MM
CARD_GAP = 5 * MM
QR_SIZE = 21 * MM
QR_GAP = 8 * MM
WIDEST_ADDRESS = 60 * MM
ADDRESS_GAP = 6 * MM  # between lines to write on, or small print, and the printed address
ROWS = (6.8 * MM, 6.0 * MM)  # of the diary


WIDE = CardShape("wide")


@dataclass(frozen=True)
class BackPlan:
    """How much page two carries. ``cost`` weighs what it gives up."""

    cost: int = 0
    shape: CardShape = WIDE
    per_row: int = 1
    row_height: float = ROWS[0]
    writing_lines: int = 1
    pain_scale: bool = True
    diary: bool = True
    care_cut: int = 0  # 1: aftercare is cut to two lines; 2: what to take care of is cut too


# Lines of a card, the most needful first: no card goes without how to do it, its side and when to stop.
_FACTS = ("side", "stop", "feel", "easier", "harder", "need")
_SHAPES: tuple[tuple[int, CardShape, int], ...] = (
    (0, WIDE, 1),
    (1, CardShape("wide", _FACTS, 29 * MM), 1),
    (3, CardShape("wide", _FACTS[:5], 29 * MM), 1),
    (7, CardShape("wide", _FACTS[:4], 26 * MM), 1),
    (8, CardShape("slim", _FACTS[:4]), 1),
    (10, CardShape("compact", _FACTS[:4], 26 * MM), 3),
    (13, CardShape("slim", _FACTS[:3]), 1),
    (15, CardShape("compact", _FACTS[:3], 26 * MM), 3),
    (19, CardShape("slim", _FACTS[:2], 25 * MM), 1),
    (21, CardShape("compact", _FACTS[:2], 26 * MM), 3),
    (24, CardShape("compact", _FACTS[:2], 18 * MM), 3),
)


def with_more_facts(shape: CardShape) -> list[CardShape]:
    """The shape with one, two, ... of the lines it goes without."""
    return [replace(shape, facts=_FACTS[:count]) for count in range(len(shape.facts) + 1, len(_FACTS) + 1)]


@cache  # the same for every sheet
def back_plans() -> tuple[BackPlan, ...]:
    """Every plan, the most generous first. The diary goes last; no plan leaves out how to do a move or when to stop."""
    plans = [
        BackPlan(
            cost=cost + (height < ROWS[0]) + 7 * (not lines) + 9 * (not scale) + 24 * (not diary) + (0, 4, 60)[cut],
            shape=shape,
            per_row=per_row,
            row_height=height,
            writing_lines=lines,
            pain_scale=scale,
            diary=diary,
            care_cut=cut,
        )
        for cost, shape, per_row in _SHAPES
        for height in ROWS
        for lines in (1, 0)
        for scale in (True, False)
        for diary in (True, False)
        for cut in (0, 1, 2)
    ]
    return tuple(sorted(plans, key=lambda plan: plan.cost))


@dataclass(frozen=True)
class Back:
    """Page two: its blocks, the room between its upper and its lower part, and what was left out."""

    placed: tuple[Placed, ...]
    room: float
    dropped: tuple[str, ...]


class BackPage:
    """Lays out page two after a plan. Blocks are made once and used by every plan that wants them."""

    def __init__(self, words: Words, exercises: Exercises, setting: Setting) -> None:
        self._words = words
        self._exercises = exercises
        self._setting = setting
        self._width = measure(setting.design)
        self._made: dict[Hashable, Block] = {}
        self._card_rows: dict[tuple[CardShape, int, float], tuple[list[Placed], float]] = {}
        self._lowers: dict[int, tuple[list[Placed], float]] = {}
        self._rooms: dict[tuple[object, ...], float] = {}

    def lay_out(self, plan: BackPlan, rows: Sequence[Sequence[Block]], gap: float = 0.0) -> Back:
        """Page two. ``gap`` (points) is added to the gaps between its parts. The small print stands at the foot."""
        words, setting, width = self._words, self._setting, self._width
        dropped: list[str] = []
        cards_placed, y = self._cards(plan, gap)
        placed = list(cards_placed)
        dropped += left_out_of_cards(self._exercises, plan.shape)
        for row in rows:
            placed += in_a_row(row, y)
            y += max(block.height for block in row) + BETWEEN + gap
        diary, scale = words.diary, words.pain_scale
        if diary and plan.diary:
            height = plan.row_height
            block = setting.stocked(
                "diary", diary, (width, height), lambda: practice.diary(diary, setting, width, height)
            )
            placed.append(Placed(block, SIDE, y))
            y += block.height + 3.4 * MM + gap
        elif diary:
            dropped.append(f"left out for room: {plain(diary.heading)}")
        if scale and plan.pain_scale:
            block = setting.stocked("scale", scale, (width,), lambda: practice.pain_scale(scale, setting, width))
            placed.append(Placed(block, SIDE, y))
            y += block.height + 3 * MM + gap
        elif scale:
            dropped.append("left out for room: the pain scale")
        if words.teach_back and not plan.writing_lines:
            dropped.append(f"left out for room: {plain(words.teach_back.heading)}")
        lower, height = self._lower(plan.writing_lines)
        top = content_end(setting.design) - height
        placed += [Placed(one.block, one.x, one.y + top) for one in lower]
        return Back(tuple(placed), top - y, tuple(dropped))

    def room(self, plan: BackPlan, rows: Sequence[Sequence[Block]]) -> float:
        """The room that ``lay_out`` would leave, found without placing anything."""
        key = (plan.shape, plan.per_row, plan.row_height, plan.writing_lines, plan.pain_scale, plan.diary)
        if key not in self._rooms:
            self._rooms[key] = self._room_without_rows(plan)
        return self._rooms[key] - sum(max(block.height for block in row) + BETWEEN for row in rows)

    def _room_without_rows(self, plan: BackPlan) -> float:
        """The same column as ``lay_out``, added up from heights."""
        words, setting, width = self._words, self._setting, self._width
        per_row = plan.per_row
        column = (width - BETWEEN * (per_row - 1)) / per_row
        heights = [self._card_height(number, plan.shape, column) for number in range(len(self._exercises.cards))]
        tallest = [max(heights[start : start + per_row]) for start in range(0, len(heights), per_row)]
        y = TOP + self._heading.height + sum(tallest) + CARD_GAP * len(tallest) + 0.4 * MM
        diary, scale = words.diary, words.pain_scale
        if diary and plan.diary:
            height = plan.row_height
            block = setting.stocked(
                "diary", diary, (width, height), lambda: practice.diary(diary, setting, width, height)
            )
            y += block.height + 3.4 * MM
        if scale and plan.pain_scale:
            block = setting.stocked("scale", scale, (width,), lambda: practice.pain_scale(scale, setting, width))
            y += block.height + 3 * MM
        _, lower = self._lower(plan.writing_lines)
        return content_end(setting.design) - lower - y

    def _card_height(self, number: int, shape: CardShape, width: float) -> float:
        """The height of a card: the search asks for many shapes that no sheet is made with."""
        words, setting = self._exercises.cards[number], self._setting
        return setting.height("card", words, (shape, width), lambda: self._card_to_measure(number, shape, width))

    def _cards(self, plan: BackPlan, gap: float) -> tuple[list[Placed], float]:
        """The heading and the cards; and the y of what comes after."""
        key = (plan.shape, plan.per_row, gap)
        if key not in self._card_rows:
            self._card_rows[key] = self._placed_cards(plan, gap)
        return self._card_rows[key]

    def _placed_cards(self, plan: BackPlan, gap: float) -> tuple[list[Placed], float]:
        heading = self._heading
        placed = [Placed(heading, SIDE, TOP)]
        y = TOP + heading.height
        per_row = plan.per_row
        column = (self._width - BETWEEN * (per_row - 1)) / per_row
        blocks = [self._card(number, plan.shape, column) for number in range(len(self._exercises.cards))]
        for start in range(0, len(blocks), per_row):
            row = blocks[start : start + per_row]
            placed += in_a_row(row, y)
            y += max(block.height for block in row)
            if start + per_row < len(blocks):
                if per_row == 1:
                    placed.append(
                        Placed(hairline(self._setting, self._width), SIDE, y + (CARD_GAP + gap) / 2 - 0.1 * MM)
                    )
                y += CARD_GAP + gap
        return placed, y + CARD_GAP + 0.4 * MM + gap

    @cached_property
    def _heading(self) -> Block:
        line = running_line(self._words)
        return cards_heading.exercises_heading(self._exercises, self._setting, self._width, line)

    def _card(self, number: int, shape: CardShape, width: float) -> Block:
        words, setting = self._exercises.cards[number], self._setting
        rest = (shape, width, setting.cast.shows(words.picture))
        return setting.stocked("card", words, rest, lambda: self._card_to_measure(number, shape, width))

    def _card_to_measure(self, number: int, shape: CardShape, width: float) -> Block:
        words, setting = self._exercises.cards[number], self._setting
        return self._once((number, shape, width), lambda: cards.card(words, shape, setting, width))

    def _lower(self, lines: int) -> tuple[list[Placed], float]:
        """Note, own words, next visit, link and small print, from y 0; and their height."""
        if lines not in self._lowers:
            self._lowers[lines] = self._placed_below(lines)
        return self._lowers[lines]

    def _placed_below(self, lines: int) -> tuple[list[Placed], float]:
        words, setting, width = self._words, self._setting, self._width
        placed: list[Placed] = []
        y = 0.0
        if words.note:
            block = self._once("note", lambda: sections.section(note_section(words), setting, width))
            placed.append(Placed(block, SIDE, y))
            y += block.height + 3 * MM
        link = words.link
        code = qr_block(link, setting) if link else None
        writing = width - (code.width + ADDRESS_GAP if code else 0.0)
        questions = width - (QR_SIZE + QR_GAP if code else 0.0)
        code_top = y + 0.6 * MM
        teach_back, visit = words.teach_back, words.next_visit
        if teach_back and lines:
            block = setting.stocked(
                "own words",
                teach_back,
                (questions, writing, lines),
                lambda: practice.teach_back(teach_back, setting, questions, writing, lines),
            )
            placed.append(Placed(block, SIDE, y))
            y += block.height + 2.4 * MM
        if visit:
            block = self._once("visit", lambda: practice.next_visit(visit, setting, writing))
            placed.append(Placed(block, SIDE, y))
            y += block.height + 2.2 * MM
        beside = code is not None and code_top + code.height > y
        if code:
            placed.append(Placed(code, SIDE + width - code.width, code_top))
        small = writing if beside else width
        block = setting.stocked("sources", words.foot, (small,), lambda: foot.sources(words.foot, setting, small))
        placed.append(Placed(block, SIDE, y))
        y += block.height
        return placed, max(y, code_top + code.height) if code else y

    def _once(self, name: Hashable, make: Callable[[], Block]) -> Block:
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]


def qr_block(words: Link, setting: Setting) -> Block:
    """The code that leads to more, with its address."""
    make = partial(foot.qr, words, setting, WIDEST_ADDRESS, QR_SIZE)
    return setting.stocked("link", words, (WIDEST_ADDRESS, QR_SIZE), make)


def note_section(words: Words) -> Section:
    """The therapist's note as a section. There must be one."""
    assert words.note is not None
    return Section("note", words.note.heading, (Paragraph(words.note.text),))


def left_out_of_cards(exercises: Exercises, shape: CardShape) -> list[str]:
    """A report line for each kind of line the cards have no room for."""
    labels = dict.fromkeys(label for card in exercises.cards for label in cards.left_out(card, shape))
    return [f'left out for room: the lines "{label}" of the exercise cards' for label in labels]
