"""The outside of a tri-fold: the cover, the flap that is seen second, and the back with the way to the clinic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handouts.page.blocks.base import web_link
from handouts.page.blocks.emblem import emblem
from handouts.page.blocks.foot import qr_modules
from handouts.page.crop import area_picture
from handouts.page.drawing import Bookmark, Figure, Modules, Rule, Sketch
from handouts.page.leaflet import (
    HEAD,
    Drawn,
    Leaf,
    dotted,
    drawn,
    ground,
    heading,
    meter,
    small_list,
)
from handouts.page.leaflet_help import HelpPlan, Tiers, help_boxes
from handouts.page.panels import Panel
from handouts.page.styles import MM
from handouts.page.text import SetText
from handouts.pdf.structure import Node
from handouts.words.brochure import BrochureWords, Cover, Evidence, ShortList
from handouts.words.model import Link, plain

WIDEST_LOGO = 3.4  # times its height
PROMISE = 41 * MM  # first baseline of the cover's promise
PICTURE_TOP = 60 * MM
FOOT_LINE = 9.5 * MM  # from the last line of the cover's foot to the sheet's foot
LEAST_PICTURE = 60 * MM  # the promise may take no more than leaves this height to the picture
QR_SIZE = 24 * MM
NAME_SIZE = 15 * MM  # of the emblem beside the name
CODE_COLUMN = 52 * MM  # for the code and the address under it
LEGEND_GAP = 12 * MM  # at least, from the last claim to the meaning of the bars
RUN_ON = HelpPlan(rare=False, tell_us=False, close=True)  # how signs stand that run on from inside
# What to do about a panel that is too long.
FEWER_AREAS = "choose fewer areas for one leaflet"
SHORTER_TITLE = "use a shorter --title, or fewer areas"
SHORTER_ADDRESS = "shorten the address in clinic.yaml"


# ---------------------------------------------------------------- cover
def cover(words: Cover, leaf: Leaf) -> Drawn:
    """Logo and name, a promise, a picture, one line at the foot."""
    panel, sketch, node = leaf.fold.cover, Sketch(), Node("Sect")
    ground(sketch, leaf, panel, leaf.cover_ground)
    setting, kinds = leaf.setting, leaf.type
    promise = setting.set(words.promise, kinds.promise, panel.measure)
    foot = setting.set(words.foot, kinds.cover_foot, panel.measure)
    foot_first = leaf.fold.height - FOOT_LINE - foot.height + foot.style.leading
    top = max(PICTURE_TOP, PROMISE + promise.height - promise.style.leading + 8 * MM)
    bottom = foot_first - 10 * MM
    _picture(sketch, words, leaf, top, bottom)
    mark = emblem(sketch, setting, words.clinic, panel.left, 10 * MM, 11 * MM, widest=WIDEST_LOGO, tile=True)
    mark += 3.5 * MM if mark else 0.0
    name = setting.set(words.clinic, kinds.cover_name, panel.measure - mark)
    first = 15.5 * MM + name.style.size * 0.36 - (name.height - name.style.leading) / 2
    first = max(first, 10 * MM + name.style.size * 0.72)
    below = sketch.words(name, panel.left + mark, first, node.add("P"))
    sketch.bookmarks.append(Bookmark(plain(words.promise), 0, HEAD))
    sketch.words(promise, panel.left, PROMISE, node.add("H1"))
    sketch.words(foot, panel.left, foot_first, node.add("P"))
    name_over = below - (PROMISE - promise.style.size)
    return drawn(leaf, panel, sketch, node, max(LEAST_PICTURE - (bottom - top), name_over))


def _picture(sketch: Sketch, words: Cover, leaf: Leaf, top: float, bottom: float) -> None:
    x, _, width, _ = leaf.fold.ground(leaf.fold.cover, leaf.beyond)
    area_picture(sketch, leaf.setting, words.areas, leaf.cover_ground, (x, top, width, bottom - top))
    if leaf.setting.mono:
        sketch.add(Rule(x, bottom, x + width, bottom, leaf.setting.colours.ink, 2.4))


# ---------------------------------------------------------------- flap
@dataclass(frozen=True)
class FlapPlan:
    """How many claims stand on the flap, and how much air is between them (points)."""

    rows: int
    air: float


def flap_plans(evidence: Evidence) -> list[FlapPlan]:
    """Every claim with ever less air; then fewer claims."""
    count = len(evidence.rows)
    airs = [air * MM for air in (5, 4, 3, 2, 1, 0)]
    return [FlapPlan(count, air) for air in airs] + [FlapPlan(rows, 0.0) for rows in range(count - 1, 0, -1)]


def flap(evidence: Evidence, leaf: Leaf, panel: Panel, plan: FlapPlan) -> Drawn:
    """What helps and how sure we are; the meaning of the bars at the foot."""
    sketch, node = Sketch(), Node("Sect")
    setting, kinds, colours = leaf.setting, leaf.type, leaf.setting.colours
    ground(sketch, leaf, panel, colours.tint)
    x, width = panel.left, panel.measure
    step = 9.6 * MM + plan.air
    y = heading(sketch, leaf, panel, evidence.heading, node) + 10.4 * MM + plan.air
    last = y
    entries = node.add("L", numbering="None")
    for index, row in enumerate(evidence.rows[: plan.rows]):
        if index:
            line = y - 5 * MM - 0.42 * (step + kinds.body.leading - 5 * MM)  # a little nearer to what it leads to
            sketch.add(Rule(x, line, x + width, line, colours.rule, 0.5))
        body = entries.add("LI").add("LBody")
        after = meter(sketch, setting, x, y, row.steps) + 3.6 * MM
        sketch.words(setting.line(row.grade, setting.styles.evidence), x + after, y, body.add("P"))
        y = sketch.words(setting.set(row.text, kinds.body, width), x, y + 7.4 * MM, body.add("P"))
        last = y - kinds.body.leading
        y += step
    legend = setting.set(evidence.legend, kinds.note, width)
    first = leaf.lowest_on_ground - 2 * MM - legend.height + kinds.note.leading
    sketch.words(legend, x, first, node.add("P"))
    dropped = tuple(plain(row.text) for row in evidence.rows[plan.rows :])
    return drawn(leaf, panel, sketch, node, last + LEGEND_GAP - first, dropped=dropped)


# ---------------------------------------------------------------- back
def back(words: BrochureWords, leaf: Leaf, lists: Sequence[ShortList], signs: Tiers = ()) -> Drawn:
    """Signs that run on from inside, if any, and the lists above; the first of it all under the panel's heading. The
    way to the clinic below. The middle is left empty on purpose."""
    panel, sketch, node = leaf.fold.back, Sketch(), Node("Sect")
    more = list(lists)
    if signs:
        y = help_boxes(sketch, words, signs, leaf, panel, RUN_ON, node)
    else:
        first = more.pop(0)
        y = heading(sketch, leaf, panel, first.heading, node)
        y = dotted(sketch, leaf, panel, first.lines, y + 9.4 * MM, node)
    for found in more:
        y = small_list(sketch, leaf, panel, found.heading, found.lines, y + 11 * MM, node)
    lower = Sketch()
    top = _contact(lower, words, leaf, node)
    sketch.things += lower.things
    return drawn(leaf, panel, sketch, node, y + 8 * MM - top)


def _contact(sketch: Sketch, words: BrochureWords, leaf: Leaf, node: Node) -> float:
    """From the foot up: imprint, code, contact, name. Returns the top of it all."""
    panel, setting, kinds = leaf.fold.back, leaf.setting, leaf.type
    x, width = panel.left, panel.measure
    # Read from the name down, so the elements are made in that order and filled from the foot up.
    name_part, contact_part, code_part, imprint_part = (node.add("Div") for _ in range(4))
    imprint = [setting.set(line, kinds.imprint, width) for line in words.imprint]
    y = leaf.lowest - sum(line.height for line in imprint) + kinds.imprint.leading
    top = y - kinds.imprint.leading
    for line in imprint:
        y = sketch.words(line, x, y, imprint_part.add("P"))
    if words.link is not None:
        top -= 6 * MM + QR_SIZE
        _code_row(sketch, words, leaf, top, code_part)
    top = _lines(sketch, words, leaf, top - 9 * MM, contact_part)
    if plain(words.contact.name).strip():
        top = _name(sketch, words, leaf, leaf.fold.back, top - 6 * MM, name_part)
    return top


def contact_across(sketch: Sketch, words: BrochureWords, leaf: Leaf, node: Node) -> float:
    """For a wide panel, from the foot up: the imprint; over it name and contact at the left, the code at the right.
    Returns the top of it all."""
    panel, setting, kinds = leaf.fold.back, leaf.setting, leaf.type
    x, width = panel.left, panel.measure
    name_part, contact_part, code_part, imprint_part = (node.add("Div") for _ in range(4))
    imprint = [setting.set(line, kinds.imprint, width) for line in words.imprint]
    y = leaf.lowest - sum(line.height for line in imprint) + kinds.imprint.leading
    foot = y - kinds.imprint.leading - 5 * MM
    for line in imprint:
        y = sketch.words(line, x, y, imprint_part.add("P"))
    sketch.add(Rule(x, foot + 1.5 * MM, x + width, foot + 1.5 * MM, setting.colours.hair, 0.5))
    column = width - (CODE_COLUMN if words.link else 0.0)
    left = replace(panel, margins=(x, panel.width - x - column))
    lines = [setting.set(words.contact.phone, kinds.strong, column)] if words.contact.phone else []
    lines += [setting.set(line, kinds.body, column, even=False) for line in words.contact.lines]
    tall = NAME_SIZE + (sum(line.height for line in lines) + 3 * MM if lines else 0.0)
    label = setting.set(words.link.label, kinds.strong, CODE_COLUMN) if words.link else None
    shown = setting.set(words.link.shown, kinds.note, CODE_COLUMN, even=False) if words.link else None
    code = QR_SIZE + 2 * MM + label.height + shown.height if label and shown else 0.0
    top = foot - max(tall, code) - 2 * MM
    if plain(words.contact.name).strip():
        _name(sketch, words, leaf, left, top + NAME_SIZE, name_part)
    y = top + NAME_SIZE + 3 * MM + kinds.body.size
    for line in lines:
        y = sketch.words(line, x, y, contact_part.add("P"))
    if words.link and label and shown:
        code_x = x + width - CODE_COLUMN
        _code(sketch, words.link, code_x, top, code_part)
        y = sketch.words(label, code_x, top + QR_SIZE + 2 * MM + kinds.strong.size, code_part.add("P"))
        _address(sketch, words.link, shown, code_x, y - 0.4 * MM, code_part)
    return top


def _code_row(sketch: Sketch, words: BrochureWords, leaf: Leaf, top: float, node: Node) -> None:
    """The code with what it leads to at its right."""
    link, panel, setting = words.link, leaf.fold.back, leaf.setting
    assert link is not None
    _code(sketch, link, panel.left, top, node)
    x = panel.left + QR_SIZE + 5 * MM
    width = panel.left + panel.measure - x
    label = setting.set(link.label, leaf.type.strong, width)
    shown = setting.set(link.shown, leaf.type.note, width, even=False)
    tall = label.height + shown.height
    y = top + (QR_SIZE - tall) / 2 + leaf.type.strong.size
    y = sketch.words(label, x, y, node.add("P"))
    _address(sketch, link, shown, x, y - 0.4 * MM, node)


def _code(sketch: Sketch, link: Link, x: float, top: float, node: Node) -> None:
    figure = node.add("Figure", alt=link.alt)
    rows, modules = qr_modules(link.address)
    sketch.add(Figure(figure, x, top, QR_SIZE, QR_SIZE, (Modules(x, top, QR_SIZE / modules, rows),)))


def _address(sketch: Sketch, link: Link, shown: SetText, x: float, y: float, node: Node) -> None:
    """The printed address, which can be followed on a screen. y: its first baseline."""
    paragraph = node.add("P").add("Link")
    sketch.words(shown, x, y, paragraph)
    area = web_link(paragraph, link.address, link.alt, x, y - shown.style.size, shown.width, shown.height)
    if area:
        sketch.add(area)


def _lines(sketch: Sketch, words: BrochureWords, leaf: Leaf, bottom: float, node: Node) -> float:
    """Phone and address with the last baseline at bottom; returns the first line's top."""
    panel, setting, kinds = leaf.fold.back, leaf.setting, leaf.type
    lines = [setting.set(words.contact.phone, kinds.strong, panel.measure)] if words.contact.phone else []
    lines += [setting.set(line, kinds.body, panel.measure, even=False) for line in words.contact.lines]
    y = bottom - sum(line.height for line in lines) + kinds.body.leading
    top = y - kinds.body.size
    for line in lines:
        y = sketch.words(line, panel.left, y, node.add("P"))
    return top if lines else bottom


def _name(sketch: Sketch, words: BrochureWords, leaf: Leaf, panel: Panel, bottom: float, node: Node) -> float:
    """Logo, name and description above bottom; returns the top."""
    setting, kinds = leaf.setting, leaf.type
    size, contact = NAME_SIZE, words.contact
    top = bottom - size
    mark = emblem(sketch, setting, contact.name, panel.left, top, size, widest=WIDEST_LOGO)
    x = panel.left + (mark + 4 * MM if mark else 0.0)
    width = panel.left + panel.measure - x
    name = setting.set(contact.name, setting.styles.clinic, width)
    about = setting.set(contact.description, kinds.note, width) if contact.description else None
    tall = name.height + (about.height if about else 0.0)
    y = top + (size - tall) / 2 + name.style.size
    y = sketch.words(name, x, y, node.add("P"))
    if about:
        grey = replace(about, style=replace(about.style, colour=setting.colours.mute))
        sketch.words(grey, x, y - 0.6 * MM, node.add("P"))
    return min(top, top + (size - tall) / 2)
