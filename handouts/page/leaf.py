"""The basic sheet: one leaf, both sides. What goes where is searched for, so that the least is given up.

Care (aftercare and what to take care of) may stand at the foot of page one, beside the map, or on page two. Each choice
has a cost; the cheapest pair of pages that fits wins.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handouts.errors import LayoutError
from handouts.page.back import Back, BackPage, BackPlan, back_plans, with_more_facts
from handouts.page.blocks import sections
from handouts.page.blocks.base import Block, Setting
from handouts.page.front import (
    BETWEEN,
    CAUTION,
    MAP_HEIGHTS,
    TALLEST_MAP,
    Front,
    FrontPage,
    FrontPlan,
    care_block,
    front_plans,
)
from handouts.page.furniture import with_footers
from handouts.page.layout import Layout, finished, measure
from handouts.page.styles import MM
from handouts.words.model import Exercises, Section, Words, plain

PANEL_ASPECT = 0.56
PANELS = tuple(width * MM for width in (68, 72, 76, 80))  # wider pictures, where there is room
FEWEST_LINES = 2
CUT_ALL = 2  # even what to take care of is cut: then nothing of less weight may stay
LONG_NOTE = 200  # characters
SLACK = 0.01  # points that rounding may cost
MOVED = 1  # cost of a section of care that moves to page two
WEEK_LOST = 14


@dataclass(frozen=True)
class _Care:
    """Where the sections of care stand. ``cost`` weighs what moved or went."""

    at_foot: tuple[Section, ...]
    aside: tuple[Section, ...]
    on_back: tuple[Section, ...]
    lost: tuple[Section, ...] = ()
    cost: int = 0


@dataclass(frozen=True)
class _Choice:
    """A pair of plans that fits."""

    care: _Care
    front: FrontPlan
    back: BackPlan
    cost: int


def lay_out_leaf(words: Words, exercises: Exercises, setting: Setting) -> Layout:
    """Two pages. Raises LayoutError naming the page, and the lines it is over, when nothing fits."""
    return _Leaf(words, exercises, setting).lay_out()


class _Leaf:
    def __init__(self, words: Words, exercises: Exercises, setting: Setting) -> None:
        self._words = words
        self._exercises = exercises
        self._setting = setting
        self._front = FrontPage(words, setting)
        self._back = BackPage(words, exercises, setting)
        self._front_plans = front_plans(words)
        self._width = measure(setting.design)
        self._made: dict[tuple[int, float], tuple[Section, Block]] = {}

    def lay_out(self) -> Layout:
        choice = self._choose()
        front = self._filled_front(choice)
        self._back = BackPage(self._with_sources_of(choice.front), self._exercises, self._setting)
        back = self._filled_back(choice)
        dropped = [*front.dropped, *back.dropped]
        dropped += [f"left out for room: {plain(part.heading)}" for part in choice.care.lost]
        for part, shown in zip(choice.care.on_back, _cut(choice.care.on_back, choice.back.care_cut), strict=True):
            dropped += [f"shortened for room: {plain(part.heading)}"] if part != shown else []
        pages = with_footers([list(front.placed), list(back.placed)], self._words, self._setting)
        return finished(pages, self._setting, self._words.language, dropped, [])

    def _with_sources_of(self, plan: FrontPlan) -> Words:
        """The words with the sources of the claims that stand on page one, and no others."""
        claims = self._words.claims
        shown = claims.rows[: plan.claims] if claims else ()
        numbers = {run.note for row in shown for run in row.text}
        sources = self._words.foot.sources
        kept = tuple(source for source in sources if source.number in numbers)
        if kept == sources:
            return self._words
        return replace(self._words, foot=replace(self._words.foot, sources=kept))

    # ------------------------------------------------------------ the choice
    def _choose(self) -> _Choice:
        best: _Choice | None = None
        for care in self._care_choices():
            left = best.cost - care.cost if best else math.inf  # what the plans may cost
            front = self._front.cheapest(self._front_plans, self._rows(care.at_foot), care.aside, SLACK, left)
            if front is None:
                continue
            so_far = front.cost + care.cost
            for plan, room in self._rooms_of_back(care):
                if best is not None and so_far + plan.cost >= best.cost:
                    break
                if room >= -SLACK and not (plan.care_cut == CUT_ALL and self._words.week in care.on_back):
                    best = _Choice(care, front, plan, so_far + plan.cost)
                    break
        if best is None:
            raise self._too_long(*self._most_room())
        return best

    def _rooms_of_back(self, care: _Care) -> Iterator[tuple[BackPlan, float]]:
        """The plans for page two, the cheapest first, with the room that each leaves."""
        rows = [self._rows(_cut(care.on_back, cut)) for cut in (0, 1, 2)]
        for plan in back_plans():
            yield plan, self._back.room(plan, rows[plan.care_cut])

    def _most_room(self) -> tuple[float, float]:
        """The most room that any choice leaves on page one, and on page two where page one fits."""
        most = (-math.inf, -math.inf)
        for care in self._care_choices():
            rows = self._rows(care.at_foot)
            if self._front.cheapest(self._front_plans, rows, care.aside, SLACK) is not None:
                most = max(most, (0.0, max(room for _, room in self._rooms_of_back(care))))
            else:
                rooms = (self._front.room(plan, rows, care.aside) for plan in self._front_plans)
                most = max(most, (max(rooms), -math.inf))
        return most

    def _care_choices(self) -> Iterator[_Care]:
        """Where care may stand, roughly the best first."""
        words = self._words
        care = tuple(part for part in (words.aftercare, *words.precautions) if part is not None)
        week = (words.week,) if words.week else ()
        lost = WEEK_LOST * len(week)
        if week:
            yield _Care((*care, *week), (), ())
            yield _Care(care, (), week, cost=MOVED)
        yield _Care(care, (), (), week, lost)
        kept_in_front = [care[:count] for count in range(len(care) - len(care) % 2, 0, -2) if count < len(care)]
        kept_in_front += [(part,) for part in words.precautions[:2] if len(care) > 1]
        kept_in_front += [(words.aftercare,)] if words.aftercare and len(care) > 1 else []
        for kept in kept_in_front:
            rest = tuple(part for part in care if part not in kept)
            yield _Care(kept, (), (*rest, *week), cost=MOVED * (len(rest) + len(week)))
            yield _Care(kept, (), rest, week, MOVED * len(rest) + lost)
        for count in range(min(3, len(words.precautions)), -1, -1):
            aside = words.precautions[:count]
            rest = tuple(part for part in care if part not in aside)
            yield _Care((), aside, rest, week, MOVED * len(rest) + lost)

    def _rows(self, care: Sequence[Section]) -> list[list[Block]]:
        """Two sections to a row; a lone one takes the full width, its list in two columns."""
        rows = []
        for start in range(0, len(care), 2):
            pair = care[start : start + 2]
            lone = len(pair) == 1
            rows.append([self._care_block(part, lone=lone) for part in pair])
        return rows

    def _care_block(self, words: Section, *, lone: bool) -> Block:
        width = self._width if lone else (self._width - BETWEEN) / 2
        key = (id(words), width)
        if key not in self._made:
            block = care_block(words, self._setting, width, columns=2 if lone else 1)
            self._made[key] = words, block  # the words are kept too, so that their id stays theirs
        return self._made[key][1]

    def _too_long(self, front_room: float, back_room: float) -> LayoutError:
        leading = self._setting.styles.body.leading
        if front_room < 0:
            lines = math.ceil(-front_room / leading)
            return LayoutError(
                f"page one is {lines} lines too long: the red flags and the map fill it",
                hint="choose fewer areas for one sheet, or make the full sheet",
            )
        lines = math.ceil(-back_room / leading)
        note = self._words.note
        what = "the note" if note and len(plain(note.text)) > LONG_NOTE else "page two"
        return LayoutError(
            f"{what} is {lines} lines too long for a sheet of two pages",
            hint="shorten the note, choose fewer exercises, or make the full sheet",
        )

    # ------------------------------------------------------------ spare room
    def _filled_front(self, choice: _Choice) -> Front:
        """Spare room goes to the map, then to gaps; never to type size."""
        rows, plan = self._rows(choice.care.at_foot), choice.front
        best = self._front.lay_out(plan, rows, choice.care.aside)
        while self._words.body_map and MAP_HEIGHTS[0] <= plan.map_height <= TALLEST_MAP - 2 * MM:
            taller = replace(plan, map_height=plan.map_height + 2 * MM)
            tried = self._front.lay_out(taller, rows, choice.care.aside)
            if tried.room < 0 or tried.column_height > best.column_height:
                break
            best, plan = tried, taller
        for gap in range(1, 7):
            tried = self._front.lay_out(plan, rows, choice.care.aside, gaps=gap * MM)
            if tried.room < 0:
                break
            best = tried
        return best

    def _filled_back(self, choice: _Choice) -> Back:
        """Spare room goes to lines to write on, then to the pictures, then to gaps."""
        plan = choice.back
        rows = self._rows(_cut(choice.care.on_back, plan.care_cut))
        best = self._back.lay_out(plan, rows)
        full: set[str] = set()  # what there is no room for more of
        for step in _more_generous(plan):
            if full & set(step):
                continue
            better = replace(plan, **step)
            tried = self._back.lay_out(better, rows)
            if tried.room >= 0:
                best, plan = tried, better
            elif "shape" not in step:  # a higher row or another line takes more room still; another shape may take less
                full |= set(step)
        for gap in (0.5, 1, 2, 3, 4, 5, 6, 7, 8):
            tried = self._back.lay_out(plan, rows, gap=gap * MM)
            if tried.room < 0:
                break
            best = tried
        return best


def _cut(care: tuple[Section, ...], cut: int) -> tuple[Section, ...]:
    """The sections with the list entries that are left: 1 cuts what can wait, 2 what to take care of as well."""
    if not cut:
        return care
    return tuple(
        part if part.icon == CAUTION and cut < 2 else sections.with_fewer_items(part, FEWEST_LINES) for part in care
    )


def _more_generous(plan: BackPlan) -> Iterator[dict[str, Any]]:
    """Changes to try, one after the other, each kept if there is room for it."""
    for shape in with_more_facts(plan.shape):
        yield {"shape": shape}
    if plan.writing_lines:
        yield {"writing_lines": 2}
    if plan.shape.form == "wide" and not plan.cost:
        for panel in PANELS:
            yield {"shape": replace(plan.shape, panel=panel, picture=panel * PANEL_ASPECT)}
    if plan.writing_lines:
        yield from ({"writing_lines": lines} for lines in (3, 4))
    if plan.diary:
        yield from ({"row_height": height * MM} for height in (7.6, 8.4, 9.2, 10.0))
    if plan.writing_lines:
        yield from ({"writing_lines": lines} for lines in (5, 6))
