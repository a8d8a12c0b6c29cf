"""The bi-fold: one sheet folded down the middle. The cover; inside, what it is and what to do; the back, help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from handouts.page import leaflet_inside as inside
from handouts.page import leaflet_outside as outside
from handouts.page.blocks import cards, sections
from handouts.page.blocks.body_map import body_map
from handouts.page.blocks.cards import CardShape
from handouts.page.drawing import Box, Sketch
from handouts.page.fitting import LITTLE, first_fit, fitting
from handouts.page.layout import Layout, Placed
from handouts.page.leaflet import (
    Drawn,
    Leaf,
    dotted_under,
    drawn,
    folded,
    ground,
    heading,
    leaflet_setting,
    part,
    small_list,
)
from handouts.page.leaflet_help import (
    HELP_PLANS,
    HelpPlan,
    Tiers,
    help_at_foot,
    help_boxes,
    help_dropped,
    place_signs,
)
from handouts.page.panels import BiFold, Panel, bi_fold, on_its_side
from handouts.page.production import Job
from handouts.page.styles import MM
from handouts.pdf.structure import Node
from handouts.words.brochure import BrochureWords, Moves, ShortList
from handouts.words.model import Claims, Paragraph, plain

MAP_SHARE = 0.52  # of the measure
MAP_HEIGHTS = tuple(height * MM for height in (72, 68, 64, 60, 56))
COLUMN_GAP = 6 * MM
FEW_CLAIMS = 3
FEWEST_CLAIMS = 2
ABOVE_SIGNS = 9 * MM  # from the moves to signs that run on below them
CARD_FACTS = (("side", "feel", "stop", "easier"), ("side", "feel", "stop"), ("side", "stop"), ("side",))


def lay_out_bifold(job: Job) -> Layout:
    """Page one is the outside (back and cover), page two the inside. Raises LayoutError naming a panel that cannot hold
    its words."""
    words, turned = job.words, on_its_side(job.design)
    setting = leaflet_setting(job, turned)
    fold = bi_fold(turned.paper.width_mm * MM, turned.paper.height_mm * MM)
    leaf = Leaf(fold, setting, job.production.beyond)
    known, known_plan = first_fit(
        _known_plans(words, fold.left), lambda plan: _known(words, leaf, fold.left, plan), outside.FEWER_AREAS
    )
    back, back_plan, doing = place_signs(
        words.help.tiers,
        [plan for plan in HELP_PLANS if not plan.tell_us],  # that stands inside
        lambda signs, plan: _back(words, signs, leaf, plan),
        lambda signs, _: _doing(words, leaf, fold, signs),
        "a bi-fold",
    )
    cover = fitting(outside.cover(words.cover, leaf), outside.SHORTER_TITLE)
    read = [cover, known, doing.panel, back, *doing.signs]
    dropped = _known_dropped(words, known_plan) + list(doing.dropped) + help_dropped(words, back_plan)
    return folded(read, leaf, words, dropped, job.production)


# ---------------------------------------------------------------- what it is
@dataclass(frozen=True)
class _KnownPlan:
    """How much stands on the left: the map's height, claims, tips, what to tell us, and lines about causes (None:
    all)."""

    map_height: float
    claims: int
    tips: int
    tell_us: bool = True
    cause_lines: int | None = None


def _known_plans(words: BrochureWords, panel: Panel) -> Iterator[_KnownPlan]:
    """The map gives way first, then a claim or two, then tips, what to tell us, more claims, and words on causes."""
    heights = [one for one in MAP_HEIGHTS if one <= inside.tallest_map(panel.measure * MAP_SHARE)]
    tips = len(words.start.lines) if words.start and words.moves else 0
    claims = len(words.evidence.rows)
    few, fewest = min(FEW_CLAIMS, claims), min(FEWEST_CLAIMS, claims)
    counts = [(count, tips, True) for count in range(claims, few - 1, -1)]
    counts += [(few, count, True) for count in range(tips - 1, -1, -1)]
    counts += [(count, 0, False) for count in range(few, fewest - 1, -1)]
    for shown, count, tell_us in counts:
        yield from (_KnownPlan(height, shown, count, tell_us) for height in heights)
    yield from (_KnownPlan(heights[-1], fewest, 0, False, lines) for lines in (6, 4, 3))


def _known(words: BrochureWords, leaf: Leaf, panel: Panel, plan: _KnownPlan) -> Drawn:
    """The map with the causes beside it, and under them what helps and how sure we are."""
    setting, kinds, sketch, node = leaf.setting, leaf.type, Sketch(), Node("Sect")
    x, width = panel.left, panel.measure
    top = heading(sketch, leaf, panel, words.aches.heading, node) + 6.4 * MM
    wide = width * MAP_SHARE
    block = body_map(words.aches.body_map, setting, wide - 4 * MM, plan.map_height)
    tall = block.height + 3.8 * MM
    _map_ground(sketch, leaf, x, top, wide, tall)
    placed = [part(block, x + 2 * MM, top + 1.4 * MM, node)]
    right = x + wide + COLUMN_GAP
    column = width - wide - COLUMN_GAP
    y = top + 5.2 * MM
    if words.aches.causes:
        causes = words.aches.causes
        if plan.cause_lines:
            causes = sections.shortened(causes, setting, column, plan.cause_lines)
        y = sketch.words(setting.set(causes.heading, kinds.sub, column), right, y, node.add("H3")) + 0.6 * MM
        for paragraph in causes.body:
            if isinstance(paragraph, Paragraph):
                y = sketch.words(setting.set(paragraph.text, kinds.body, column), right, y, node.add("P"))
    if words.start and plan.tips:
        aside = replace(panel, margins=(right, panel.width - right - column))
        lines = words.start.lines[: plan.tips]
        y = small_list(sketch, leaf, aside, words.start.heading, lines, y + 3 * MM, node) + kinds.body.leading
    below = max(top + tall, y - kinds.body.leading + 2 * MM)
    claims = Claims(words.evidence.heading, words.evidence.rows[: plan.claims])
    proof = sections.claims(claims, setting, width)
    placed.append(part(proof, x, below + 5 * MM, node))
    legend = setting.set(words.evidence.legend, kinds.note, width)
    first = below + 5 * MM + proof.height + 5.6 * MM
    last = sketch.words(legend, x, first, node.add("P")) - kinds.note.leading
    if plan.tell_us:
        last = _tell_us(sketch, words.tell_us, leaf, panel, last + 10 * MM, node)
    # Where the column at the map's right is the longer one, the gap under the map must stay small.
    loose = max(0.0, y - (top + tall) - 30 * MM)
    return drawn(leaf, panel, sketch, node, max(last - leaf.lowest, loose), tuple(placed))


def _map_ground(sketch: Sketch, leaf: Leaf, x: float, top: float, width: float, height: float) -> None:
    colours, mono = leaf.setting.colours, leaf.setting.mono
    fill, line = (None, colours.ink) if mono else (colours.picture_ground, None)
    sketch.add(Box(x, top, width, height, fill=fill, line=line, line_width=0.6, radius=2.5 * MM))


def _tell_us(sketch: Sketch, words: ShortList, leaf: Leaf, panel: Panel, y: float, node: Node) -> float:
    """A small heading at baseline y and its lines in two columns; returns the last baseline."""
    kinds, setting = leaf.type, leaf.setting
    y = sketch.words(setting.set(words.heading, kinds.sub, panel.measure), panel.left, y, node.add("H3"))
    half = (panel.measure - COLUMN_GAP) / 2
    count = (len(words.lines) + 1) // 2
    last, entries = y, node.add("L", numbering="Disc")
    for index, lines in enumerate((words.lines[:count], words.lines[count:])):
        x = panel.left + index * (half + COLUMN_GAP)
        column = replace(panel, margins=(x, panel.width - x - half))
        last = max(last, dotted_under(sketch, leaf, column, lines, y + 0.6 * MM, entries))
    return last


def _known_dropped(words: BrochureWords, plan: _KnownPlan) -> list[str]:
    tips = words.start.lines if words.start and words.moves else ()
    dropped = [plain(tip) for tip in tips[plan.tips :]]
    dropped += [plain(row.text) for row in words.evidence.rows[plan.claims :]]
    dropped += [] if plan.tell_us else [plain(words.tell_us.heading)]
    if plan.cause_lines and words.aches.causes:
        dropped.append(f"part of: {plain(words.aches.causes.heading)}")
    return dropped


# ---------------------------------------------------------------- what to do
@dataclass(frozen=True)
class _Doing:
    """The side with the moves, what it leaves out, and the signs at its foot that run on from the back, if any."""

    panel: Drawn
    dropped: tuple[str, ...]
    signs: tuple[Drawn, ...] = ()


def _doing(words: BrochureWords, leaf: Leaf, fold: BiFold, signs: Tiers) -> _Doing | None:
    """The moves; where none suits everybody, what to start with. None where the signs have no room below."""
    if not signs:
        return _doing_alone(words, leaf, fold)
    more, top = help_at_foot(words, signs, leaf, fold.right)
    lowest = top - ABOVE_SIGNS
    visit = plain(words.first_visit.heading)
    if words.moves:
        for facts in CARD_FACTS:  # every move stays: the cover says how many there are
            panel = _moves(words, leaf, fold.right, facts, False, lowest)
            if panel.over <= LITTLE:
                return _Doing(panel, (visit, *_facts_dropped(words.moves, facts)), (more,))
        return None
    start = words.start
    assert start is not None  # a leaflet has one or the other
    for rows in range(len(start.lines), 0, -1):
        panel = inside.tips_alone(start, leaf, fold.right, rows, lowest)
        if panel.over <= LITTLE:
            return _Doing(panel, (visit,), (more,))
    return None


def _doing_alone(words: BrochureWords, leaf: Leaf, fold: BiFold) -> _Doing:
    """The same with no sign below. Raises LayoutError."""
    visit = plain(words.first_visit.heading)
    if words.moves:
        plans = [(facts, visiting) for facts in CARD_FACTS for visiting in (True, False)]
        panel, (facts, visiting) = first_fit(
            plans, lambda plan: _moves(words, leaf, fold.right, *plan), outside.FEWER_AREAS
        )
        dropped = _facts_dropped(words.moves, facts)
        return _Doing(panel, dropped if visiting else (visit, *dropped))
    start = words.start
    assert start is not None  # a leaflet has one or the other
    panel, _ = first_fit(
        range(len(start.lines), 0, -1),
        lambda rows: inside.tips_alone(start, leaf, fold.right, rows),
        outside.FEWER_AREAS,
    )
    return _Doing(panel, (visit,))


def _facts_dropped(moves: Moves, facts: tuple[str, ...]) -> tuple[str, ...]:
    labels = {fact.id: plain(fact.label) for card in moves.cards for fact in card.facts}
    gone = [label for id, label in labels.items() if id in CARD_FACTS[0] and id not in facts]
    return tuple(f'the line "{label}" of the moves' for label in gone)


def _moves(
    words: BrochureWords, leaf: Leaf, panel: Panel, facts: tuple[str, ...], visit: bool, lowest: float | None = None
) -> Drawn:
    """The side to keep open: each move with its picture on white at its left. lowest: the lowest baseline, where it is
    not the panel's."""
    lowest = leaf.lowest_on_ground if lowest is None else lowest
    sketch, node, setting = Sketch(), Node("Sect"), leaf.setting
    ground(sketch, leaf, panel, setting.colours.tint)
    found = words.moves
    assert found is not None
    x, width = panel.left, panel.measure
    y = heading(sketch, leaf, panel, found.heading, node) + 7.6 * MM
    line = setting.set(found.line, leaf.type.body, width)
    y = sketch.words(line, x, y, node.add("P")) - leaf.type.body.leading + 5 * MM
    white = inside.on_white(setting)
    blocks = [cards.card(card, CardShape("slim", facts), white, width) for card in found.cards]
    room = lowest - y - sum(float(block.height) for block in blocks)
    visiting = Sketch()
    if visit:
        room -= small_list(
            visiting, leaf, panel, words.first_visit.heading, words.first_visit.lines, 10 * MM, Node("P")
        )
    gap = min(10 * MM, max(4 * MM, room / max(1, len(blocks) - 1 + visit)))
    placed: list[Placed] = []
    for block in blocks:
        placed.append(part(block, x, y, node))
        y += block.height + gap
    last = y - gap
    if visit:
        found_visit = words.first_visit
        last = small_list(sketch, leaf, panel, found_visit.heading, found_visit.lines, last + 10 * MM, node)
    return drawn(leaf, panel, sketch, node, last - lowest, tuple(placed))


# ---------------------------------------------------------------- the back
def _back(words: BrochureWords, signs: Tiers, leaf: Leaf, plan: HelpPlan) -> Drawn:
    """When to get help above, the way to the clinic at the foot."""
    panel, sketch, node = leaf.fold.back, Sketch(), Node("Sect")
    last = help_boxes(sketch, words, signs, leaf, panel, plan, node)
    lower = Sketch()
    top = outside.contact_across(lower, words, leaf, node)
    sketch.things += lower.things
    return drawn(leaf, panel, sketch, node, last + 7 * MM - top)
