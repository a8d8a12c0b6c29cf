"""The outside of a tri-fold: the cover, the flap that is seen second, and the back with the way to the clinic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handouts.page.blocks.base import web_link
from handouts.page.blocks.emblem import emblem
from handouts.page.blocks.foot import qr_modules
from handouts.page.drawing import Bookmark, Figure, Modules, Rule, Sketch
from handouts.page.leaflet import (
    HEAD,
    Cropped,
    Drawn,
    Fade,
    Leaf,
    dotted,
    drawn,
    ground,
    heading,
    meter,
    small_list,
)
from handouts.page.styles import MM
from handouts.pdf.structure import Node
from handouts.pictures.compiled import Picture
from handouts.pictures.regions import VIEWS
from handouts.words.brochure import BrochureWords, Cover, Evidence
from handouts.words.model import plain

WIDEST_LOGO = 3.4  # times its height
PROMISE = 41 * MM  # first baseline of the cover's promise
PICTURE_TOP = 60 * MM
FOOT_LINE = 9.5 * MM  # from the last line of the cover's foot to the sheet's foot
LEAST_PICTURE = 60 * MM  # the promise may take no more than leaves this height to the picture
NARROWEST_CROP = 50.0  # points of the body map: enough of the body stays in sight for one to know the place
NEARLY_WHOLE = 0.7  # of the figure's height
CHIN = 32.0  # points from the top of the body map to below its chin
FADE, FOOT_FADE = 30 * MM, 12 * MM
QR_SIZE = 24 * MM
LEGEND_GAP = 12 * MM  # at least, from the last claim to the meaning of the bars
# Plates and the areas they speak of; the first that shows one of the areas is used where all areas suit it.
PLATE = "lower-back-hip"
PLATE_SHOWS = frozenset({"lower-back", "sacroiliac", "hip-lateral", "hip-flexor-groin", "glutes-piriformis"})
PLATE_SUITS = PLATE_SHOWS | {"mid-back", "upper-back"}
PLATE_FROM, PLATE_TO = (
    80.0,
    465.0,
)  # what shows of its height (points from its top): the last rib to the buttock


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
    window = (x, top, width, bottom - top)
    areas = set(words.areas)
    if areas & PLATE_SHOWS and areas <= PLATE_SUITS:
        _plate(sketch, leaf, window)
    else:
        _map_crop(sketch, words, leaf, window)
    if leaf.setting.mono:
        colour = leaf.setting.colours.ink
        sketch.add(Rule(x, bottom, x + width, bottom, colour, 2.4))


def _plate(sketch: Sketch, leaf: Leaf, window: tuple[float, float, float, float]) -> None:
    """The anatomy plate, bleeding off at both sides, its top dissolving into the ground."""
    x, top, width, height = window
    plate = leaf.setting.book.get("plate", PLATE)
    scale = max(height / (PLATE_TO - PLATE_FROM), width * 1.04 / plate.width)
    wide, tall = plate.width * scale, plate.height * scale
    left, upper = x + (width - wide) / 2, top - PLATE_FROM * scale
    names = ("mono",) if leaf.setting.mono else ("colour",)
    palette = {**leaf.setting.palette, "paper": leaf.cover_ground}
    sketch.add(Cropped(plate, palette, names, left, upper, wide, tall, window=window))
    sketch.add(Fade(x, top - 1, width, FADE, fill=leaf.cover_ground))


_POINTS = re.compile(rb"^(.*) [mlc]$", re.MULTILINE)


def marked_box(picture: Picture, names: Sequence[str]) -> tuple[float, float, float, float] | None:
    """The box (left, bottom, right, top) round what the blocks draw, in the picture's points; None for nothing."""
    numbers = [
        [float(number) for number in points.split()]
        for block in picture.blocks
        if block.name in names
        for points in _POINTS.findall(block.data)
    ]
    across = [number for points in numbers for number in points[0::2]]
    up = [number for points in numbers for number in points[1::2]]
    return (min(across), min(up), max(across), max(up)) if across else None


def _map_crop(sketch: Sketch, words: Cover, leaf: Leaf, window: tuple[float, float, float, float]) -> None:
    """A large crop of the body map round the marked places, from the side that shows more of them."""
    setting = leaf.setting
    views = []
    for view in VIEWS:
        picture = setting.book.get("map", f"body-{view}")
        base, *marks = setting.regions.map_blocks(dict.fromkeys(words.areas, "LR"), view, setting.mono)
        box = marked_box(picture, marks)
        if box:
            views.append(((box[2] - box[0]) * (box[3] - box[1]), picture, (base, *marks), box))
    if not views:
        return
    _, picture, names, box = max(views, key=lambda found: found[0])
    x, top, width, height = window
    scale, left, upper = _framed(picture, box, width, height)
    palette = {**setting.palette, "paper": leaf.cover_ground}
    wide, tall = picture.width * scale, picture.height * scale
    sketch.add(Cropped(picture, palette, names, x - left * scale, top - upper * scale, wide, tall, window=window))
    if upper > 0:
        sketch.add(Fade(x, top - 1, width, FADE, fill=leaf.cover_ground))
    if upper + height / scale < picture.height:
        foot = top + height + 1 - FOOT_FADE
        sketch.add(Fade(x, foot, width, FOOT_FADE, fill=leaf.cover_ground, from_foot=True))


def _framed(
    picture: Picture, box: tuple[float, float, float, float], width: float, height: float
) -> tuple[float, float, float]:
    """Scale, and the left and upper edge of the crop in the picture's points (y down)."""
    left, bottom, right, top = box
    middle = picture.width / 2
    centre = middle if max(abs(left - middle), abs(right - middle)) < NARROWEST_CROP / 2 else (left + right) / 2
    reach = max(right - centre, centre - left)
    across = max(NARROWEST_CROP, 2.3 * reach, 1.6 * (top - bottom) * width / height)
    if across * height / width > picture.height * NEARLY_WHOLE:
        across = picture.height * 1.1 * width / height  # rather the whole figure than one without head and feet
    scale = width / across
    down = height / scale
    # The marks stand a little above the middle of the window; head and feet keep some air, and no more.
    air = down * 0.06
    upper = min(picture.height - (top + bottom) / 2 - down * 0.46, picture.height + air - down)
    if down > picture.height:
        upper = (picture.height - down) / 2
    elif upper < CHIN and picture.height - bottom < down * 0.9 - air:
        upper = -air  # a face is never cut
    return scale, centre - across / 2, upper


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


def flap(evidence: Evidence, leaf: Leaf, plan: FlapPlan) -> Drawn:
    """What helps and how sure we are; the meaning of the bars at the foot."""
    panel, sketch, node = leaf.fold.flap, Sketch(), Node("Sect")
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
        after = meter(sketch, leaf, x, y, row.steps) + 3.6 * MM
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
def back(words: BrochureWords, leaf: Leaf, *, tell_us: bool) -> Drawn:
    """The first visit above, the way to the clinic below; the middle is left empty on purpose.

    tell_us: what to tell before we start stands here, where the inside has no room for it.
    """
    panel, sketch, node = leaf.fold.back, Sketch(), Node("Sect")
    y = heading(sketch, leaf, panel, words.first_visit.heading, node)
    y = dotted(sketch, leaf, panel, words.first_visit.lines, y + 9.4 * MM, node)
    if tell_us:
        y = small_list(sketch, leaf, panel, words.tell_us.heading, words.tell_us.lines, y + 11 * MM, node)
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
        _code(sketch, words, leaf, top, code_part)
    top = _lines(sketch, words, leaf, top - 9 * MM, contact_part)
    if plain(words.contact.name).strip():
        top = _name(sketch, words, leaf, top - 6 * MM, name_part)
    return top


def _code(sketch: Sketch, words: BrochureWords, leaf: Leaf, top: float, node: Node) -> None:
    link, panel, setting = words.link, leaf.fold.back, leaf.setting
    assert link is not None
    figure = node.add("Figure", alt=link.alt)
    rows, modules = qr_modules(link.address)
    x = panel.left
    sketch.add(Figure(figure, x, top, QR_SIZE, QR_SIZE, (Modules(x, top, QR_SIZE / modules, rows),)))
    x += QR_SIZE + 5 * MM
    width = panel.left + panel.measure - x
    label = setting.set(link.label, leaf.type.strong, width)
    shown = setting.set(link.shown, leaf.type.note, width, even=False)
    tall = label.height + shown.height
    y = top + (QR_SIZE - tall) / 2 + leaf.type.strong.size
    y = sketch.words(label, x, y, node.add("P"))
    paragraph = node.add("P").add("Link")
    sketch.words(shown, x, y - 0.4 * MM, paragraph)
    area = web_link(paragraph, link.address, link.alt, x, y - leaf.type.note.size, shown.width, shown.height)
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


def _name(sketch: Sketch, words: BrochureWords, leaf: Leaf, bottom: float, node: Node) -> float:
    """Logo, name and description above bottom; returns the top."""
    panel, setting, kinds = leaf.fold.back, leaf.setting, leaf.type
    size, contact = 15 * MM, words.contact
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
