"""The red flags: not a warning poster, but a form that has the answer filled in. The action is the big word.

A short tier has its action at the left of its signs; a longer one has it above, and the signs in two columns: whichever
is lower. No sign is ever left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from handouts.page.blocks.base import DOT_DROP, Block, Setting, title_of
from handouts.page.drawing import Bookmark, Box, Disc, Rule, Sketch, Words
from handouts.page.styles import MM, rounded_up
from handouts.page.text import SetText
from handouts.pdf.structure import Node
from handouts.words.model import Flags, FlagTier

GAP = 2 * MM  # between tiers


@dataclass(frozen=True)
class _Look:
    """How a tier shows, in colour and without."""

    icon: str
    colour: str
    tint: str
    outline: float
    dash: tuple[float, ...]
    filled_dots: bool


def _look(words: FlagTier, setting: Setting) -> _Look:
    colours = setting.colours
    if words.tier == "emergency":
        return _Look("phone", colours.red, colours.red_tint, 1.6, (), True)
    if words.tier == "today":
        return _Look("clock", colours.brown, colours.amber_tint, 0.8, (), False)
    return _Look("calendar", colours.main, colours.tint, 0.8, (3, 2), False)


def flag_heading(words: Flags, setting: Setting, width: float, node: Node) -> Block:
    """The heading of the box; the note stands beside it where there is room."""
    styles, sketch = setting.styles, Sketch()
    sketch.bookmarks.append(Bookmark(title_of(words.heading), 1, 0))
    heading = setting.line(words.heading, styles.flag_heading)
    note = setting.line(words.note, styles.flag_note)
    first = 4.6 * MM if not setting.large else 7 * MM
    heading_node = node.add("H2")
    if heading.width + note.width + 6 * MM <= width:
        sketch.words(heading, 0, first, heading_node)
        sketch.add(Words(note, 0, first, node.add("P"), "right", width))
        return Block("red flags: heading", width, 8 * MM, sketch, node)
    y = sketch.words(setting.set(words.heading, styles.flag_heading, width), 0, first, heading_node)
    y = sketch.words(setting.set(words.note, styles.flag_note, width), 0, y, node.add("P"))
    height = rounded_up(y - styles.flag_note.leading + 3.4 * MM)
    return Block("red flags: heading", width, height, sketch, node)


def flag_tiers(words: Flags, setting: Setting, width: float, node: Node, most: int | None = None) -> tuple[Block, ...]:
    """A block for each tier that has signs, the gravest first. Where a tier has more than ``most`` signs it goes on in
    further blocks, each with the action on it."""
    blocks = []
    for tier in words.tiers:
        boxes = math.ceil(len(tier.signs) / (most or len(tier.signs) or 1))
        step = math.ceil(len(tier.signs) / max(boxes, 1)) or 1
        for start in range(0, len(tier.signs), step):
            blocks.append(_tier(replace(tier, signs=tier.signs[start : start + step]), setting, width, node))
    return tuple(blocks)


def _tier(words: FlagTier, setting: Setting, width: float, node: Node) -> Block:
    if setting.large:
        return _tier_large(words, setting, width, node)
    single = _tier_on_one_line(words, setting, width, Node("Sect"))
    beside = single or _tier_beside(words, setting, width, Node("Sect"))
    above = _tier_above(words, setting, width, Node("Sect"))
    chosen = above if beside is None or above.height < beside.height else beside
    if chosen.node is not None:
        node.kids += chosen.node.kids
        chosen.node = None
    return chosen


def _ground(sketch: Sketch, setting: Setting, look: _Look, width: float, height: float, radius: float) -> None:
    if setting.mono:
        sketch.add(Box(0, 0, width, height, line=look.colour, line_width=look.outline, radius=radius, dash=look.dash))
    else:
        sketch.add(Box(0, 0, width, height, fill=look.tint, radius=radius))


def _pictogram(sketch: Sketch, setting: Setting, look: _Look, x: float, y: float, radius: float) -> None:
    solid = look.filled_dots or not setting.mono
    paper = setting.colours.paper
    sketch.add(Disc(x, y, radius, fill=look.colour if solid else paper, line=look.colour, line_width=1.2))
    ink, ground = (paper, look.colour) if solid else (look.colour, paper)
    sketch.add(setting.icon(look.icon, x, y, radius * 1.3, ink, ground))


def _coloured(text: SetText, look: _Look) -> SetText:
    style = text.style
    return SetText(
        text.lines,
        type(style)(style.face, style.strong, style.size, style.leading, look.colour),
        text.measure,
    )


def _tier_on_one_line(words: FlagTier, setting: Setting, width: float, node: Node) -> Block | None:
    """Action, place and a single sign on one line; None if there are more signs or no room."""
    styles, sketch, look = setting.styles, Sketch(), _look(words, setting)
    if len(words.signs) != 1:
        return None
    action = setting.line(words.action, styles.tier_action)
    where = setting.line(words.where, styles.tier_where)
    sign = setting.line(words.signs[0], styles.body)
    where_x = 18 * MM + action.width + 3 * MM
    rule_x = max(56 * MM, where_x + where.width + 5 * MM)
    if rule_x + 8.5 * MM + sign.width > width - 3 * MM:
        return None
    height = 12 * MM
    baseline = height / 2 + styles.body.size * 0.36
    _ground(sketch, setting, look, width, height, 2.5 * MM)
    _pictogram(sketch, setting, look, 10 * MM, height / 2, 4.2 * MM)
    sketch.words(_coloured(action, look), 18 * MM, baseline + 0.4 * MM, node.add("H3"))
    sketch.words(where, where_x, baseline + 0.4 * MM, node.add("P"))
    sketch.add(Rule(rule_x, 3 * MM, rule_x, height - 3 * MM, look.colour, 0.6))
    entries = node.add("L", numbering="Disc")
    _signs(sketch, look, [sign], rule_x + 5.2 * MM, rule_x + 8.5 * MM, baseline, entries)
    return Block(f"red flags: {words.tier}", width, height, sketch, node)


def _tier_beside(words: FlagTier, setting: Setting, width: float, node: Node) -> Block | None:
    """Action at the left, signs at the right; None if the action is too long for its place."""
    styles, sketch, look = setting.styles, Sketch(), _look(words, setting)
    signs = [setting.set(sign, styles.body, width - 68 * MM) for sign in words.signs]
    room = 36 * MM
    action = setting.set(words.action, styles.tier_action, room, even=False)
    where = setting.set(words.where, styles.tier_where, room, even=False)
    if len(action.lines) > 1 or len(where.lines) > 2:
        return None
    count = sum(len(sign.lines) for sign in signs)
    least = 14 * MM if len(where.lines) == 1 else 18 * MM
    height = max(least, rounded_up(count * styles.body.leading + 4.6 * MM, MM))
    _ground(sketch, setting, look, width, height, 2.5 * MM)
    _pictogram(sketch, setting, look, 10 * MM, height / 2, min(5.2 * MM, height / 2 - 1.6 * MM))
    drop = 0.4 * MM + (len(where.lines) - 1) * styles.tier_where.leading / 2
    sketch.words(_coloured(action, look), 18 * MM, height / 2 - drop, node.add("H3"))
    sketch.words(where, 18 * MM, height / 2 - drop + 5.4 * MM, node.add("P"))
    sketch.add(Rule(56 * MM, 3.2 * MM, 56 * MM, height - 3.2 * MM, look.colour, 0.6))
    first = (height - count * styles.body.leading) / 2 + 4.4 * MM
    _signs(sketch, look, signs, 61.2 * MM, 64.5 * MM, first, node.add("L", numbering="Disc"))
    return Block(f"red flags: {words.tier}", width, height, sketch, node)


def _tier_above(words: FlagTier, setting: Setting, width: float, node: Node) -> Block:
    """Action as a heading line, signs under it in two columns."""
    styles, sketch, look = setting.styles, Sketch(), _look(words, setting)
    left, hang = 4.6 * MM, 3.4 * MM
    room = width - 2 * left - 2 * hang - 1 * MM
    columns = _two_columns(words, setting, room)
    rows = max(sum(len(sign.lines) for sign in column) for column in columns)
    action = setting.line(words.action, styles.tier_action)
    start = 13.6 * MM
    where = setting.set(words.where, styles.tier_where, width - start - action.width - 9 * MM, even=False)
    first = 14.4 * MM + (len(where.lines) - 1) * styles.tier_where.leading
    height = rounded_up(first + (rows - 1) * styles.body.leading + 3.2 * MM, MM)
    _ground(sketch, setting, look, width, height, 2.5 * MM)
    _pictogram(sketch, setting, look, left + 2.6 * MM, 5.8 * MM, 3.6 * MM)
    sketch.words(_coloured(action, look), start, 7.6 * MM, node.add("H3"))
    sketch.words(where, start + action.width + 3 * MM, 7.6 * MM, node.add("P"))
    entries = node.add("L", numbering="Disc")
    x = left
    for column in columns:
        _signs(sketch, look, column, x + 0.8 * MM, x + hang, first, entries)
        x += hang + column[0].measure + 2 * MM if column else 0
    return Block(f"red flags: {words.tier}", width, height, sketch, node)


SHARES = (0.5, 0.48, 0.52, 0.46, 0.54, 0.44, 0.56)  # of the room, for the first column


def _two_columns(words: FlagTier, setting: Setting, room: float) -> tuple[list[SetText], list[SetText]]:
    """The signs in two columns whose widths suit them: the fewest rows, then the most level, then the most even."""
    best: tuple[tuple[int, int, float], tuple[list[SetText], list[SetText]]] | None = None
    for share in SHARES:
        wide, narrow = room * share, room * (1 - share)
        for count in range(len(words.signs) // 2, len(words.signs) // 2 + 2):
            first = [setting.set(sign, setting.styles.body, wide, even=False) for sign in words.signs[:count]]
            second = [setting.set(sign, setting.styles.body, narrow, even=False) for sign in words.signs[count:]]
            tall, short = (sum(len(sign.lines) for sign in column) for column in (first, second))
            rank = (max(tall, short), abs(tall - short) + 2 * (tall < short), abs(share - 0.5))
            if first and (best is None or rank < best[0]):
                best = rank, (first, second)
    assert best is not None  # a tier has signs
    return best[1]


def _signs(
    sketch: Sketch,
    look: _Look,
    signs: list[SetText],
    dot_x: float,
    text_x: float,
    baseline: float,
    entries: Node,
) -> None:
    for sign in signs:
        size = sign.style.size
        centre = baseline - size * DOT_DROP
        fill = look.colour if look.filled_dots else None
        sketch.add(Disc(dot_x, centre, size * 0.19, fill=fill, line=look.colour, line_width=size / 15))
        baseline = sketch.words(sign, text_x, baseline, entries.add("LI").add("LBody"))


def _tier_large(words: FlagTier, setting: Setting, width: float, node: Node) -> Block:
    styles, sketch, look = setting.styles, Sketch(), _look(words, setting)
    left = 22 * MM
    action = setting.set((*words.action,), styles.tier_action, width - left - 4 * MM)
    where = setting.set(words.where, styles.tier_where, width - left - 4 * MM)
    signs = [setting.set(sign, styles.body, width - left - 4 * MM) for sign in words.signs]
    first = 11.6 * MM + action.height + where.height + 2.4 * MM
    height = rounded_up(first + sum(sign.height for sign in signs) - styles.body.leading + 6 * MM)
    _ground(sketch, setting, look, width, height, 3 * MM)
    _pictogram(sketch, setting, look, 12 * MM, 9 * MM, 6 * MM)
    y = sketch.words(_coloured(action, look), left, 11.6 * MM, node.add("H3"))
    sketch.words(where, left, y - 1 * MM, node.add("P"))
    _signs(sketch, look, signs, 12 * MM, left, first, node.add("L", numbering="Disc"))
    return Block(f"red flags: {words.tier}", width, height, sketch, None)
