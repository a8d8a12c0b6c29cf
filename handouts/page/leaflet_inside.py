"""The inside of a tri-fold: where it aches and why, and a few gentle moves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from handouts.page.blocks import cards, sections
from handouts.page.blocks.base import Setting
from handouts.page.blocks.body_map import body_map
from handouts.page.blocks.cards import CardShape
from handouts.page.drawing import Box, Sketch
from handouts.page.leaflet import Drawn, Leaf, dotted, drawn, ground, heading, part, small_list
from handouts.page.panels import Panel
from handouts.page.styles import MM
from handouts.pdf.structure import Node
from handouts.words.brochure import BrochureWords, ShortList
from handouts.words.model import Paragraph, plain

MAP_HEIGHTS = tuple(height * MM for height in range(84, 60, -2))
PICTURES = tuple(height * MM for height in range(60, 21, -1))
BETWEEN_CARDS = 5 * MM
MAP_PAD = 2.6 * MM
DISCS = 7.2 * MM  # two discs and the air between them


# ---------------------------------------------------------------- where it aches
@dataclass(frozen=True)
class WherePlan:
    """How much stands beside the map. ``cause_lines`` None: all."""

    map_height: float
    tips: int
    cause_lines: int | None = None


def where(words: BrochureWords, leaf: Leaf, panel: Panel, plan: WherePlan) -> Drawn:
    """The map on its ground, what is often behind the ache, and what to start with."""
    setting, sketch, node = leaf.setting, Sketch(), Node("Sect")
    x, width = panel.left, panel.measure
    top = heading(sketch, leaf, panel, words.aches.heading, node) + 5 * MM
    block = body_map(words.aches.body_map, setting, width - 2 * MAP_PAD, plan.map_height)
    colours = setting.colours
    sketch.add(
        Box(
            x,
            top - 1.4 * MM,
            width,
            block.height + 3.8 * MM,
            fill=None if setting.mono else colours.picture_ground,
            line=colours.ink if setting.mono else None,
            line_width=0.6,
            radius=2.5 * MM,
        )
    )
    placed = [part(block, x + MAP_PAD, top, node)]
    y = top + block.height + 9.2 * MM
    causes = words.aches.causes
    if causes:
        shorter = sections.shortened(causes, setting, width, plan.cause_lines) if plan.cause_lines else causes
        for paragraph in shorter.body:
            if isinstance(paragraph, Paragraph):
                y = sketch.words(setting.set(paragraph.text, leaf.type.body, width), x, y, node.add("P"))
            else:
                y = dotted(sketch, leaf, panel, paragraph.items, y, node) + leaf.type.body.leading
    last = y - leaf.type.body.leading
    if words.start and plan.tips:
        last = small_list(
            sketch, leaf, panel, words.start.heading, words.start.lines[: plan.tips], last + 9.6 * MM, node
        )
    return drawn(leaf, panel, sketch, node, last - leaf.lowest, tuple(placed))


def where_plans(words: BrochureWords, panel: Panel) -> list[WherePlan]:
    """From the most generous plan to the most frugal: the map gives way first, then tips, then words."""
    tips = len(words.start.lines) if words.start and words.moves else 0
    heights = [height for height in MAP_HEIGHTS if height <= tallest_map(panel.measure)]
    found = [WherePlan(height, count) for count in range(tips, -1, -1) for height in heights]
    return found + [WherePlan(heights[-1], 0, lines) for lines in (4, 3, 2)]


def tallest_map(width: float) -> float:
    """How tall the figures on a ground of that width may be (points): side by side, the discs with L and R must not
    touch. They stand 13.2 mm from a figure of 74 mm."""
    return (width / 2 - MAP_PAD - DISCS) * 74 / 26.4


def where_dropped(words: BrochureWords, plan: WherePlan) -> list[str]:
    """What the plan leaves out."""
    tips = words.start.lines if words.start and words.moves else ()
    dropped = [plain(tip) for tip in tips[plan.tips :]]
    if plan.cause_lines and words.aches.causes:
        dropped.append(f"part of: {plain(words.aches.causes.heading)}")
    return dropped


# ---------------------------------------------------------------- moves
@dataclass(frozen=True)
class MovesPlan:
    """How the cards are made: the height of their pictures, and which lines they carry."""

    picture: float
    facts: tuple[str, ...]


def moves(words: BrochureWords, leaf: Leaf, panel: Panel, plan: MovesPlan) -> Drawn:
    """The panel to keep open: a few moves on the tint, each with its picture on white."""
    sketch, node = Sketch(), Node("Sect")
    ground(sketch, leaf, panel, leaf.setting.colours.tint)
    found = words.moves
    assert found is not None
    x, width = panel.left, panel.measure
    y = heading(sketch, leaf, panel, found.heading, node) + 7.6 * MM
    line = leaf.setting.set(found.line, leaf.type.body, width)
    y = sketch.words(line, x, y, node.add("P")) - leaf.type.body.leading + 4 * MM
    white = on_white(leaf.setting)
    placed = []
    bottom = y
    for card in found.cards:
        shown = card if "how" in plan.facts else replace(card, how=())
        block = cards.card(shown, CardShape("compact", plan.facts, plan.picture), white, width)
        placed.append(part(block, x, y, node))
        bottom = y + block.height - 2 * MM
        y += block.height + BETWEEN_CARDS - 2 * MM
    return drawn(leaf, panel, sketch, node, bottom - leaf.lowest_on_ground, tuple(placed))


def on_white(setting: Setting) -> Setting:
    """The same setting with white picture grounds, for cards on the tint."""
    colours = msgspec.structs.replace(setting.colours, picture_ground=setting.colours.paper)
    return replace(setting, design=replace(setting.design, colours=colours))


def moves_plans() -> list[MovesPlan]:
    """Pictures as high as fit. How to do it, then which side to do, give way before a picture gets small."""
    every, side = ("how", "side"), ("side",)
    found = [MovesPlan(height, every) for height in PICTURES if height >= 28 * MM]
    found += [MovesPlan(height, side) for height in PICTURES if 40 * MM >= height >= 25 * MM]
    return found + [MovesPlan(height, ()) for height in PICTURES if height <= 33 * MM]


def moves_dropped(words: BrochureWords, plan: MovesPlan) -> list[str]:
    """What the plan leaves out of the cards."""
    assert words.moves is not None
    labels = dict.fromkeys(plain(fact.label) for card in words.moves.cards for fact in card.facts if fact.id == "side")
    return [f'the line "{label}" of the moves' for label in labels if "side" not in plan.facts]


def tips_alone(words: ShortList, leaf: Leaf, panel: Panel, rows: int, lowest: float | None = None) -> Drawn:
    """The middle panel where no move suits everybody: what to start with. lowest: the lowest baseline, where it is not
    the panel's."""
    sketch, node = Sketch(), Node("Sect")
    ground(sketch, leaf, panel, leaf.setting.colours.tint)
    y = heading(sketch, leaf, panel, words.heading, node)
    bottom = dotted(sketch, leaf, panel, words.lines[:rows], y + 10 * MM, node)
    dropped = tuple(plain(line) for line in words.lines[rows:])
    lowest = leaf.lowest_on_ground if lowest is None else lowest
    return drawn(leaf, panel, sketch, node, bottom - lowest, dropped=dropped)
