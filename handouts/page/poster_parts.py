"""What stands under the picture of a poster: moves, signs, and the way to the clinic."""

from __future__ import annotations

from handouts.page.blocks.base import Block, web_link
from handouts.page.blocks.credit import credit_of, print_credit
from handouts.page.blocks.emblem import emblem
from handouts.page.blocks.foot import BETWEEN, qr_modules
from handouts.page.drawing import Box, Disc, Figure, Inked, Modules, Rule, Sketch, Words
from handouts.page.poster_signs import signs
from handouts.page.poster_type import PosterSetting, headed
from handouts.pdf.structure import Node
from handouts.words.brochure import BrochureWords, Moves
from handouts.words.model import Card, Link, Run, Text, plain

# Lengths are millimetres on A4.
COLUMN_GAP = 6
ALIKE = 1.8  # how much larger one picture may be drawn than the smallest, so that heads are alike
QR = 25
EMBLEM = 12
WIDEST_LOGO = 3.4
FOOT = 9  # under the last line


def below(words: BrochureWords, setting: PosterSetting, picture: float, air: float) -> Block:
    """All of it, as high as it needs. picture: height of a move's picture; air: between the parts (points)."""
    sketch, node = Sketch(), Node("Div")
    y = air
    if words.moves:
        y = _moves(sketch, node, words.moves, setting, picture, y) + air
    y = signs(sketch, node, words.help, setting, y) + air
    y = _foot(sketch, node, words, setting, y) + FOOT * setting.unit
    return Block("poster: moves and signs", setting.width, y, sketch, node)


# ---------------------------------------------------------------- moves
def _moves(sketch: Sketch, node: Node, words: Moves, setting: PosterSetting, picture: float, y: float) -> float:
    part = node.add("Sect")
    y = headed(sketch, part, words.heading, words.line, setting, y, setting.type.heading)
    gap = COLUMN_GAP * setting.unit
    count = max(len(words.cards), 3)  # one or two stand in the same columns as three
    column = (setting.measure - gap * (count - 1)) / count
    scale = _shared_scale(words.cards, setting, column, picture)
    boxes = [(setting.left + index * (column + gap), y, column, picture) for index in range(len(words.cards))]
    return max(
        _move(sketch, part.add("Sect"), card, setting, box, scale) for card, box in zip(words.cards, boxes, strict=True)
    )


def _shared_scale(cards: tuple[Card, ...], setting: PosterSetting, width: float, height: float) -> float:
    """The most that any picture may be enlarged."""
    pad = 2 * setting.unit
    pictures = [setting.blocks.exercise(card.picture)[0] for card in cards]
    return ALIKE * min(min((width - 2 * pad) / p.width, (height - 2 * pad) / p.height) for p in pictures)


def _move(
    sketch: Sketch, node: Node, card: Card, setting: PosterSetting, box: tuple[float, float, float, float], most: float
) -> float:
    """Picture, number, name and dose; returns where it ends."""
    x, y, width, height = box
    blocks, kinds, unit, colours = setting.blocks, setting.type, setting.unit, setting.blocks.colours
    heading = node.add("H3")
    figure = node.add("Figure", alt=card.alt)
    ground, line = (None, colours.ink) if blocks.mono else (colours.picture_ground, None)
    sketch.add(Box(x, y, width, height, fill=ground, line=line, line_width=0.6, radius=2.5 * unit))
    picture, palette = blocks.exercise(card.picture)
    pad = 2 * unit
    credit, below = credit_of(picture, blocks, width - 2 * pad)
    scale = min((width - 2 * pad) / picture.width, (height - 2 * pad - below) / picture.height, most)
    wide, tall = picture.width * scale, picture.height * scale
    names = ("mono",) if blocks.mono else ("colour",)
    left, top = x + (width - wide) / 2, y + height - 1.6 * unit - below - tall
    inked = Inked(picture, palette, names, left, top, wide, tall, card.mirrored)
    sketch.add(Figure(figure, left, top, wide, tall, (inked,)))
    if picture.about:
        figure.alt = picture.about.alt
        print_credit(sketch, blocks, credit, x + pad, top + tall, width - 2 * pad, figure)
    baseline = y + height + 2.6 * unit + kinds.name.size * 0.8
    radius = kinds.number.size * 0.72
    centre = baseline - kinds.name.size * 0.355
    sketch.add(Disc(x + radius, centre, radius, fill=colours.main))
    number = blocks.line((Run(f"{card.number}"),), kinds.number).spaced()
    sketch.add(Words(number, x, centre + kinds.number.size * 0.362, heading, "centre", 2 * radius))
    indent = 2 * radius + 2 * unit
    baseline = sketch.words(blocks.set(card.name, kinds.name, width - indent), x + indent, baseline, heading)
    baseline += kinds.dose.leading - kinds.name.leading
    below_dose = sketch.words(blocks.set(card.dose_line, kinds.dose, width), x, baseline + 0.6 * unit, node.add("P"))
    return below_dose - kinds.dose.leading + 1 * unit


# ---------------------------------------------------------------- the way to the clinic
def _foot(sketch: Sketch, node: Node, words: BrochureWords, setting: PosterSetting, y: float) -> float:
    """Emblem, name and contact; the code at the right; what the poster is not, in small type."""
    blocks, kinds, unit = setting.blocks, setting.type, setting.unit
    part = node.add("Sect")
    sketch.add(Rule(setting.left, y, setting.left + setting.measure, y, blocks.colours.hair, 0.5 * setting.scale))
    y += 4 * unit
    code = words.link is not None
    width = setting.measure - ((QR + 6) * unit if code else 0.0)
    line = y
    if plain(words.contact.name).strip() or blocks.design.branding.logo is not None:
        mark = emblem(sketch, blocks, words.contact.name, setting.left, y, EMBLEM * unit, widest=WIDEST_LOGO)
        x = setting.left + mark + (3.5 * unit if mark else 0)
        room = width - (x - setting.left)
        name = blocks.set(words.contact.name, kinds.clinic, room)
        baseline = sketch.words(name, x, y + kinds.clinic.size * 0.86, part.add("P"))
        baseline += kinds.contact.leading - kinds.clinic.leading
        contact = _contact(words)
        if contact:
            baseline = sketch.words(blocks.set(contact, kinds.contact, room), x, baseline + 0.8 * unit, part.add("P"))
        line = max(y + EMBLEM * unit, baseline - kinds.contact.leading + 1.2 * unit) + 2.6 * unit
    rise = kinds.imprint.size * 0.8
    for text in words.imprint:
        line = sketch.words(blocks.set(text, kinds.imprint, width), setting.left, line + rise, part.add("P")) - rise
    if words.link is not None:
        _code(sketch, part, words.link, setting, y)
        line = max(line, y + QR * unit + (kinds.strong.leading if words.link else 0))
    return line


def _contact(words: BrochureWords) -> Text:
    """Phone first, then address and web, on one line."""
    line: Text = ()
    parts = [tuple(Run(run.text, True) for run in words.contact.phone)] if words.contact.phone else []
    for text in [*parts, *words.contact.lines]:
        line = (*line, *BETWEEN, *text) if line else text
    return line


def _code(sketch: Sketch, node: Node, link: Link, setting: PosterSetting, y: float) -> None:
    """The QR code at the right, its address under it."""
    size = QR * setting.unit
    x = setting.left + setting.measure - size
    rows, modules = qr_modules(link.address)
    figure = node.add("Figure", alt=link.alt)
    sketch.add(Figure(figure, x, y, size, size, (Modules(x, y, size / modules, rows),)))
    kind = setting.type.strong
    shown = setting.blocks.typesetter.set(link.shown, kind, 70 * setting.unit, even=False)
    paragraph = node.add("P").add("Link")
    baseline = y + size + 4 * size / modules + kind.size * 0.5
    right = setting.left + setting.measure
    sketch.add(Words(shown, right - shown.width, baseline, paragraph, "right", shown.width))
    top = baseline - kind.size
    area = web_link(paragraph, link.address, link.alt, right - shown.width, top, shown.width, shown.height)
    if area:
        sketch.add(area)
