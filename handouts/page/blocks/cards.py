"""Exercise cards. The disc with the number ties card, diary and picture together; the dose is read first.

Forms: wide (picture at the left), slim (lower, the dose a sentence), half (two abreast), compact (three) and large.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from handouts.page.blocks.base import Block, Setting, title_of
from handouts.page.blocks.credit import credit_of, print_credit
from handouts.page.drawing import Bookmark, Box, Disc, Figure, Inked, Rule, Sketch, Words
from handouts.page.styles import MM, UNIT, Style, rounded_up
from handouts.pdf.structure import Node
from handouts.words.model import Card, DoseFigure, Fact, Run, Text, plain

Form = Literal["wide", "slim", "half", "compact", "large"]
ICONS = {
    "feel": "target",
    "stop": "stop",
    "easier": "easier",
    "harder": "harder",
    "side": "move",
    "need": "note",
}
LARGEST_SCALE = 0.92  # of a picture, so that heads are alike from card to card
DOSE_WEIGHTS = (1.16, 0.72, 0.92, 1.38)  # of the columns: times, sets, hold, how often
GAP_AFTER_HOW = 1.6 * MM
LABEL_WIDTH = 18 * MM


@dataclass(frozen=True)
class CardShape:
    """How one card is made. ``facts`` are the ids of the labelled lines it carries; ``picture`` the height of its
    picture in points, None for the form's own; ``steps`` prints every step instead of the short form."""

    form: Form
    facts: tuple[str, ...] = ("side", "need", "feel", "stop", "easier", "harder")
    picture: float | None = None
    panel: float = 64 * MM  # width of a wide card's picture
    steps: bool = False


def card(words: Card, shape: CardShape, setting: Setting, width: float) -> Block:
    """One card in the asked form. Its height follows from its words."""
    return _DRAW[shape.form](words, shape, setting, width)


# ---------------------------------------------------------------- parts
def _panel(
    sketch: Sketch,
    words: Card,
    setting: Setting,
    figure: Node,
    x: float,
    y: float,
    width: float,
    height: float,
) -> None:
    """The picture on its ground, standing on the panel's floor."""
    colours = setting.colours
    ground = None if setting.mono else colours.picture_ground
    line = colours.ink if setting.mono else None
    sketch.add(Box(x, y, width, height, fill=ground, line=line, line_width=0.6, radius=2.5 * MM))
    picture, palette = setting.exercise(words.picture)
    pad = 2 * MM
    credit, below = credit_of(picture, setting, width - 2 * pad)
    wide, tall = width - 2 * pad, height - below - 2.6 * MM
    scale = min(wide / picture.width, tall / picture.height, LARGEST_SCALE * (1.5 if setting.large else 1))
    wide, tall = picture.width * scale, picture.height * scale
    names = ("mono",) if setting.mono else ("colour",)
    left, top = x + (width - wide) / 2, y + height - below - 1.6 * MM - tall
    inked = Inked(picture, palette, names, left, top, wide, tall, words.mirrored)
    sketch.add(Figure(figure, left, top, wide, tall, (inked,)))
    if picture.about:
        figure.alt = picture.about.alt
        print_credit(sketch, setting, credit, x + pad, top + tall, width - 2 * pad, figure)


def _name(
    sketch: Sketch,
    words: Card,
    setting: Setting,
    node: Node,
    x: float,
    baseline: float,
    width: float,
    style: Style,
) -> float:
    """Numbered disc and name; returns the last baseline."""
    number = setting.styles.card_number if style is setting.styles.card_name else setting.styles.small_number
    radius = number.size * 0.80 if style is setting.styles.card_name else number.size * 0.83
    centre = baseline - style.size * 0.355
    sketch.add(Disc(x + radius, centre, radius, fill=setting.colours.main))
    heading = node.add("H3")
    figure = setting.line((Run(f"{words.number}"),), number).spaced()  # read with the name: "1 Bridge"
    sketch.add(Words(figure, x, centre + number.size * 0.362, heading, "centre", 2 * radius))
    indent = 2 * radius + style.size * 0.52
    name = setting.set(words.name, style, width - indent)
    sketch.bookmarks.append(Bookmark(title_of(words.name), 2, 0))
    return sketch.words(name, x + indent, baseline, heading) - style.leading


def _dose(
    sketch: Sketch,
    dose: tuple[DoseFigure, ...],
    setting: Setting,
    node: Node,
    x: float,
    baseline: float,
    width: float,
) -> None:
    """Figures in a row, each over its label, with hairlines between."""
    styles, colours = setting.styles, setting.colours
    weights = _dose_weights(dose, setting)
    total = sum(weights)
    drop = 4.6 * MM if not setting.large else 8 * MM
    list_node = node.add("L", numbering="None")
    for index, (figure, weight) in enumerate(zip(dose, weights, strict=True)):
        column = width * weight / total
        style = styles.dose_word if figure.is_word else styles.dose
        value = setting.line(figure.value, style)
        unit = setting.line(figure.unit, styles.dose_unit) if figure.unit else None
        gap = style.size * 0.12 if unit else 0.0
        left = x + (column - value.width - gap - (unit.width if unit else 0)) / 2
        body = list_node.add("LI").add("LBody")
        sketch.words(value.spaced(), left, baseline, body)
        if unit:
            sketch.words(unit.spaced(), left + value.width + gap, baseline, body)
        label = setting.line(figure.label, styles.dose_label)
        sketch.add(Words(label, x, baseline + drop, body, "centre", column))
        if index:
            line = colours.ink if setting.mono else colours.rule
            sketch.add(Rule(x, baseline - 4.6 * MM * style.size / 18, x, baseline + drop + 0.4 * MM, line, 0.5))
        x += column


def _dose_weights(dose: tuple[DoseFigure, ...], setting: Setting) -> list[float]:
    """Widths of the columns: those of the specification where all four figures stand, else by the words in them."""
    styles = setting.styles
    needed = []
    for figure in dose:
        style = styles.dose_word if figure.is_word else styles.dose
        value = setting.line(figure.value, style).width
        if figure.unit:
            value += setting.line(figure.unit, styles.dose_unit).width + style.size * 0.12
        needed.append(max(value, setting.line(figure.label, styles.dose_label).width) + 2.4 * MM)
    if len(dose) == len(DOSE_WEIGHTS):
        scale = sum(needed) / sum(DOSE_WEIGHTS)
        return [max(weight * scale, need) for weight, need in zip(DOSE_WEIGHTS, needed, strict=True)]
    return needed


def _facts(words: Card, shape: CardShape) -> tuple[Fact, ...]:
    return tuple(fact for fact in words.facts if fact.id in shape.facts)


def _fact_colour(setting: Setting, fact: Fact) -> str:
    colours = setting.colours
    return {"feel": colours.hot, "stop": colours.red}.get(fact.id, colours.main2)


def _labelled(
    sketch: Sketch, words: tuple[Fact, ...], setting: Setting, node: Node, x: float, y: float, width: float
) -> float:
    """Facts with their labels in a column of their own; returns the baseline after the last line."""
    style = setting.styles.body
    icon = 4.4 * MM if not setting.large else 6.6 * MM
    indent = 6 * MM if not setting.large else 10 * MM
    labels = [setting.line(_strong(fact.label), style) for fact in words]
    label_width = max(
        [
            LABEL_WIDTH if not setting.large else 0.0,
            *(label.width + (3 if not setting.large else 5) * MM for label in labels),
        ]
    )
    entries = node.add("L", numbering="None") if words else node
    for fact, label in zip(words, labels, strict=True):
        entry = entries.add("LI")
        sketch.add(
            setting.icon(
                ICONS.get(fact.id, "check"),
                x + icon / 2,
                y - style.size * 0.355,
                icon,
                _fact_colour(setting, fact),
            )
        )
        sketch.words(label.spaced(), x + indent, y, entry.add("Lbl"))
        text = setting.set(fact.text, style, width - indent - label_width)
        y = sketch.words(text, x + indent + label_width, y, entry.add("LBody"))
    return y


def _run_in(
    sketch: Sketch, words: tuple[Fact, ...], setting: Setting, node: Node, x: float, y: float, width: float
) -> float:
    """Facts whose labels run into the line; returns the baseline after the last line."""
    style = setting.styles.body
    indent = 6 * MM
    entries = node.add("L", numbering="None") if words else node
    for fact in words:
        sketch.add(
            setting.icon(
                ICONS.get(fact.id, "check"),
                x + 2.2 * MM,
                y - style.size * 0.355,
                4.4 * MM,
                _fact_colour(setting, fact),
            )
        )
        text = setting.set((*_strong(fact.label), Run(" "), *fact.text), style, width - indent)
        y = sketch.words(text, x + indent, y, entries.add("LI").add("LBody")) + 0.4 * MM
    return y - 0.4 * MM


@lru_cache(maxsize=1024)
def _strong(text: Text) -> Text:
    return tuple(replace(run, strong=True) for run in text)


def _how(
    sketch: Sketch,
    words: Card,
    shape: CardShape,
    setting: Setting,
    node: Node,
    x: float,
    y: float,
    width: float,
) -> float:
    """The short form, or every step; returns the baseline after the last line."""
    style = setting.styles.body
    if not shape.steps or not words.steps:
        return sketch.words(setting.set(words.how, style, width), x, y, node.add("P"))
    indent = style.size * 1.55
    entries = node.add("L", numbering="Decimal")
    for number, step in enumerate(words.steps, start=1):
        entry = entries.add("LI")
        sketch.words(setting.line((Run(f"{number}.", strong=True),), style), x, y, entry.add("Lbl"))
        y = sketch.words(setting.set(step, style, width - indent), x + indent, y, entry.add("LBody"))
    return y


def _figure(node: Node, words: Card) -> Node:
    """The picture's element: it is read after the name, wherever it stands."""
    return node.add("Figure", alt=words.alt)


# ---------------------------------------------------------------- forms
def _wide(words: Card, shape: CardShape, setting: Setting, width: float) -> Block:
    sketch, node = Sketch(), Node("Sect")
    styles = setting.styles
    picture = shape.picture or 32 * MM
    panel = shape.panel
    x = panel + 8 * MM
    room = width - x
    y = _name(sketch, words, setting, node, x, 5.3 * MM, room, styles.card_name)
    _panel(sketch, words, setting, _figure(node, words), 0, 0, panel, picture)
    _dose(sketch, words.dose, setting, node, 0, picture + 8.6 * MM, panel)
    y = _how(sketch, words, shape, setting, node, x, y + 6.9 * MM, room)
    y = _labelled(sketch, _facts(words, shape), setting, node, x, y + GAP_AFTER_HOW, room)
    text_end = y - styles.body.leading + 1.2 * MM
    height = max(picture + 15 * MM, text_end)
    if height > picture + 15 * MM:
        height = rounded_up(height + 1 * MM, UNIT) - 1 * MM  # 47, 51, 55 ...: with 5 between cards, whole units
    return Block(f"card {words.number}", width, height, sketch, node)


def _slim(words: Card, shape: CardShape, setting: Setting, width: float) -> Block:
    """A low card: the dose is a sentence under the name, which leaves more of the measure to words."""
    sketch, node = Sketch(), Node("Sect")
    styles = setting.styles
    panel = 54 * MM
    x = panel + 6 * MM
    room = width - x
    y = _name(sketch, words, setting, node, x, 5.0 * MM, room, styles.card_name)
    figure = _figure(node, words)
    dose = setting.set(_strong(words.dose_line), replace(styles.body, colour=setting.colours.main), room)
    y = sketch.words(dose, x, y + 6.2 * MM, node.add("P"))
    y = _how(sketch, words, shape, setting, node, x, y, room)
    y = _run_in(sketch, _facts(words, shape), setting, node, x, y + 0.6 * MM, room)
    height = rounded_up(max(y - styles.body.leading + 1.4 * MM, shape.picture or 28 * MM))
    _panel(sketch, words, setting, figure, 0, 0, panel, height)
    return Block(f"card {words.number}", width, height, sketch, node)


def _half(words: Card, shape: CardShape, setting: Setting, width: float) -> Block:
    sketch, node = Sketch(), Node("Sect")
    styles = setting.styles
    picture = shape.picture or 36 * MM
    y = _name(sketch, words, setting, node, 0, picture + 8 * MM, width, styles.card_name)
    _panel(sketch, words, setting, _figure(node, words), 0, 0, width, picture)
    _dose(sketch, words.dose, setting, node, 0, y + 11 * MM, width)
    y = _how(sketch, words, shape, setting, node, 0, y + 24 * MM, width)
    y = _run_in(sketch, _facts(words, shape), setting, node, 0, y + GAP_AFTER_HOW, width)
    return Block(f"card {words.number}", width, rounded_up(y - styles.body.leading + 1.4 * MM), sketch, node)


def _compact(words: Card, shape: CardShape, setting: Setting, width: float) -> Block:
    """For three side by side: picture, name, dose, how, and the stop line."""
    sketch, node = Sketch(), Node("Sect")
    styles = setting.styles
    picture = shape.picture or 28 * MM
    y = _name(sketch, words, setting, node, 0, picture + 6 * MM, width, styles.small_name)
    _panel(sketch, words, setting, _figure(node, words), 0, 0, width, picture)
    dose = setting.set(_strong(words.dose_line), replace(styles.body, colour=setting.colours.main), width)
    y = sketch.words(dose, 0, y + styles.body.leading, node.add("P"))
    y = _how(sketch, words, shape, setting, node, 0, y, width)
    y = _run_in(sketch, _facts(words, shape), setting, node, 0, y + 0.4 * MM, width)
    return Block(f"card {words.number}", width, rounded_up(y - styles.body.leading + 1.4 * MM), sketch, node)


def _large(words: Card, shape: CardShape, setting: Setting, width: float) -> Block:
    """Large print: a large picture with the dose beside it, everything else under it. Two fill a page."""
    sketch, node = Sketch(), Node("Sect")
    styles = setting.styles
    picture, panel = shape.picture or 54 * MM, 96 * MM
    y = _name(sketch, words, setting, node, 0, 8 * MM, width, styles.card_name) + 4 * MM
    _panel(sketch, words, setting, _figure(node, words), 0, y, panel, picture)
    half = (len(words.dose) + 1) // 2
    column = width - panel - 6 * MM
    for index, row in enumerate(part for part in (words.dose[:half], words.dose[half:]) if part):
        _dose(sketch, row, setting, node, panel + 6 * MM, y + 15 * MM + index * picture * 0.48, column)
    y = _how(sketch, words, shape, setting, node, 0, y + picture + 9 * MM, width)
    y = _labelled(sketch, _facts(words, shape), setting, node, 0, y + 2 * MM, width)
    return Block(f"card {words.number}", width, rounded_up(y - styles.body.leading + 3 * MM), sketch, node)


_DRAW = {"wide": _wide, "slim": _slim, "half": _half, "compact": _compact, "large": _large}


def left_out(words: Card, shape: CardShape) -> tuple[str, ...]:
    """Labels of the lines of the card that the shape does not carry."""
    return tuple(plain(fact.label) for fact in words.facts if fact.id not in shape.facts)
