"""The signs on a poster that ask for help: one box for each kind of help, every sign of the leaflet in it."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.page.drawing import Box, Disc, Sketch
from handouts.page.poster_type import PosterSetting, headed
from handouts.page.styles import Style
from handouts.page.text import SetText
from handouts.pdf.structure import Node
from handouts.words.brochure import Help
from handouts.words.model import FlagTier

# Lengths are millimetres on A4.
ACTION_WIDTH = 38  # of the column with the number to call
PAD = 2.6  # inside the boxes
RADIUS = 3.8  # of the pictogram's disc
BETWEEN_SIGNS = 0.5


def signs(sketch: Sketch, node: Node, words: Help, setting: PosterSetting, y: float) -> float:
    """Every tier, the gravest first; returns where the last box ends."""
    part = node.add("Sect")
    y = headed(sketch, part, words.heading, words.rare, setting, y, setting.type.alert)
    # All boxes have one form, whichever is lower: the number beside the signs, or above them.
    forms = min(
        ([_form(tier, setting, beside=beside) for tier in words.tiers] for beside in (True, False)),
        key=lambda one: sum(form.height for form in one),
    )
    for index, (tier, form) in enumerate(zip(words.tiers, forms, strict=True)):
        y = _tier(sketch, part.add("Sect"), tier, form, setting, y + (2 * setting.unit if index else 0))
    return y


def _tier(sketch: Sketch, node: Node, words: FlagTier, form: _Form, setting: PosterSetting, y: float) -> float:
    """Whom to call, and the signs in two columns; returns the box's end."""
    unit, colours, mono = setting.unit, setting.blocks.colours, setting.blocks.mono
    grave = words.tier == "emergency"
    tint = colours.red_tint if grave else colours.amber_tint
    colour, pad = _colour(words, setting), PAD * unit
    line, width = (colour, 1.6 if grave else 0.8) if mono else (None, 0.5)
    fill = None if mono else tint
    sketch.add(Box(setting.left, y, setting.measure, form.height, fill, line, width, radius=2.5 * unit))
    _pictogram(sketch, setting, words, setting.left + pad + RADIUS * unit, y + form.disc, RADIUS * unit, colour)
    heading = node.add("H3")
    sketch.words(form.action.spaced(), form.action_x, y + form.action_y, heading)
    sketch.words(form.where, form.where_x, y + form.where_y, heading)
    entries = node.add("L", numbering="Disc")
    for index, column in enumerate(form.columns):
        x, at = form.start + index * form.column, y + form.first
        for text in column:
            entry = entries.add("LI").add("LBody")
            _dot(sketch, setting, x + 1 * unit, at, colour, filled=grave or not mono)
            at = sketch.words(text, x + 4 * unit, at, entry) + BETWEEN_SIGNS * unit
    return y + form.height


@dataclass(frozen=True)
class _Form:
    """Where the parts of one tier stand: y from the box's top, x from the page's left (points)."""

    height: float
    disc: float
    action: SetText
    action_x: float
    action_y: float
    where: SetText
    where_x: float
    where_y: float
    start: float
    first: float
    column: float
    columns: tuple[tuple[SetText, ...], ...]


def _colour(words: FlagTier, setting: PosterSetting) -> str:
    colours = setting.blocks.colours
    return colours.red if words.tier == "emergency" else colours.brown


def _form(words: FlagTier, setting: PosterSetting, *, beside: bool) -> _Form:
    blocks, kinds, unit = setting.blocks, setting.type, setting.unit
    pad, left, colour = PAD * unit, setting.left, _colour(words, setting)
    action_x = left + pad + (2 * RADIUS + 2.4) * unit
    room = left + ACTION_WIDTH * unit - action_x if beside else setting.measure / 2
    action = _tinted(blocks.set(words.action, kinds.action, room), colour)
    where = _tinted(blocks.set(words.where, kinds.where, room), colour)
    start = left + (ACTION_WIDTH + 2) * unit if beside else action_x
    column = (left + setting.measure - pad - start) / 2
    texts = [blocks.set(sign, kinds.sign, column - 5.5 * unit) for sign in words.signs]
    cut = _even_cut([text.height + BETWEEN_SIGNS * unit for text in texts])
    columns = (tuple(texts[:cut]), tuple(texts[cut:]))
    tallest = max(sum(text.height + BETWEEN_SIGNS * unit for text in one) for one in columns)
    tallest += kinds.sign.size * 0.95 - kinds.sign.leading
    action_y = pad + kinds.action.size * 0.8
    if beside:
        height = max(tallest, action.height + where.height - 1.2 * unit) + 2 * pad
        return _Form(
            height, pad + (RADIUS - 0.4) * unit, action, action_x, action_y, where, action_x,
            action_y + action.height + kinds.where.leading - kinds.action.leading,
            start, pad + kinds.sign.size * 0.8, column, columns,
        )  # fmt: skip
    head = max(2 * RADIUS * unit, action.height) + 1.2 * unit
    middle = pad + RADIUS * unit
    return _Form(
        pad + head + tallest + pad, middle, action, action_x, middle + kinds.action.size * 0.36, where,
        action_x + action.width + 3 * unit, middle + kinds.action.size * 0.36,
        start, pad + head + kinds.sign.size * 0.8, column, columns,
    )  # fmt: skip


def _even_cut(heights: list[float]) -> int:
    """Where a list is cut so that its two columns are as even as can be, the first no lower than the second."""
    whole = sum(heights)
    for cut in range(len(heights) + 1):
        if sum(heights[:cut]) * 2 >= whole - 0.01:
            return cut
    return len(heights)


def _tinted(text: SetText, colour: str) -> SetText:
    style = text.style
    return SetText(text.lines, Style(style.face, style.strong, style.size, style.leading, colour), text.measure)


def _pictogram(
    sketch: Sketch, setting: PosterSetting, words: FlagTier, x: float, y: float, radius: float, colour: str
) -> None:
    paper = setting.blocks.colours.paper
    grave = words.tier == "emergency"
    solid = grave or not setting.blocks.mono
    sketch.add(Disc(x, y, radius, fill=colour if solid else paper, line=colour, line_width=1.2))
    ink, ground = (paper, colour) if solid else (colour, paper)
    sketch.add(setting.blocks.icon("phone" if grave else "clock", x, y, radius * 1.3, ink, ground))


def _dot(sketch: Sketch, setting: PosterSetting, x: float, baseline: float, colour: str, *, filled: bool) -> None:
    size = setting.type.sign.size
    if filled:
        sketch.add(Disc(x, baseline - size * 0.343, size * 0.18, fill=colour))
    else:
        sketch.add(Disc(x, baseline - size * 0.343, size * 0.16, line=colour, line_width=size / 15))
