"""The head of a sheet: who gives it, what it is about, and the one message."""

from __future__ import annotations

from handouts.page.blocks.base import Block, Setting, title_of
from handouts.page.blocks.emblem import emblem
from handouts.page.drawing import Bookmark, Box, Disc, Rule, Sketch, Words
from handouts.page.styles import MM, rounded_up
from handouts.page.text import SetText
from handouts.pdf.structure import Node
from handouts.words.model import Band, InShort, Run, Text, Title, plain

BETWEEN: Text = (Run("\u00a0\u00a0\u00a0·\u00a0 \u00a0"),)
WIDEST_LOGO = 3.0  # times its height


def band(words: Band, setting: Setting, width: float) -> Block:
    """Logo, name and description at the left; phone and address at the right."""
    styles, sketch, node = setting.styles, Sketch(), Node("Div")
    nameless = not plain(words.name).strip()
    if nameless and not words.phone and not words.lines and setting.design.branding.logo is None:
        return Block("band", width, 0, sketch, node)
    size = (14 if setting.large else 12) * MM
    mark = emblem(sketch, setting, words.name, 0, 0, size, widest=WIDEST_LOGO)
    left = mark + 4 * MM if mark else 0.0
    contacts: list[SetText] = []
    name_node = node.add("P")
    description_node = node.add("P")
    if words.phone:
        contacts.append(setting.line(words.phone, styles.phone))
    lines = _joined(words.lines) if words.lines else ()
    if lines:
        whole = setting.line(lines, styles.clinic_line)
        if whole.width <= width * 0.45:
            contacts.append(whole)
        else:
            contacts += [setting.set(line, styles.clinic_line, width * 0.45) for line in words.lines]
    right = max((text.width for text in contacts), default=0.0)
    room = width - left - (right + 8 * MM if contacts else 0.0)
    name = setting.set(words.name, styles.clinic, room)
    first = 5.4 * MM if not setting.large else 10 * MM
    below = sketch.words(name, left, first, name_node)
    if words.description:
        description = setting.set(words.description, styles.clinic_line, room)
        step = 5.2 * MM if not setting.large else 8 * MM
        below = sketch.words(description, left, below - styles.clinic.leading + step, description_node)
        below += styles.clinic.leading - styles.clinic_line.leading
    y = 5.0 * MM if not setting.large else 10 * MM
    lowest = below - styles.clinic.leading
    for index, text in enumerate(contacts):
        sketch.add(Words(text, 0, y, node.add("P"), "right", width))
        lowest = max(lowest, y + text.height - text.style.leading)
        y += text.height - text.style.leading
        y += (5.6 if index == 0 and words.phone else 4.2) * MM if not setting.large else 8 * MM
    return Block("band", width, max(size, rounded_up(lowest + 1.2 * MM)), sketch, node)


def _joined(lines: tuple[Text, ...]) -> Text:
    whole: Text = ()
    for line in lines:
        whole = (*whole, *BETWEEN, *line) if whole else line
    return whole


def title(words: Title, setting: Setting, width: float) -> Block:
    """Eyebrow and areas; for whom, by whom and when beside them where there is room, else under them."""
    styles, sketch, node = setting.styles, Sketch(), Node("Div")
    eyebrow_node, heading = node.add("P"), node.add("H1")
    lines = ((words.for_whom, styles.for_whom), (words.details, styles.details))
    meta = [(text, style) for text, style in lines if text]
    whole = setting.line(words.areas, styles.title)
    beside = [setting.line(text, style) for text, style in meta]
    room = width - 6 * MM - whole.width  # asked line by line: which line is the longer is no matter
    sketch.words(setting.set(words.eyebrow, styles.eyebrow, width), 0, _at(setting, 9.6), eyebrow_node)
    sketch.bookmarks.append(Bookmark(title_of(words.areas), 0, 0))
    first = _at(setting, 19)
    if not setting.large and room >= 0 and all(text.width <= room for text in beside):
        sketch.words(whole, 0, first, heading)
        for text, y in zip(reversed(beside), (19.0, 13.3), strict=False):
            sketch.add(Words(text, 0, y * MM, None, "right", width))
        _name_in_order(sketch, node, len(beside))
        return Block("title", width, 24 * MM, sketch, node)
    areas = whole if whole.width <= width else setting.set(words.areas, styles.title_long, width)
    below = sketch.words(areas, 0, first, heading) - areas.style.leading
    if not setting.large and _beside_eyebrow(sketch, setting, words, beside, node, width):
        return Block("title", width, rounded_up(below + 4.4 * MM), sketch, node)
    below += (7.2 if not setting.large else 9.6) * MM
    if len(beside) == 2 and sum(text.width for text in beside) + 8 * MM <= width:
        sketch.words(beside[0], 0, below, node.add("P"))
        sketch.add(Words(beside[1], 0, below, node.add("P"), "right", width))
        below += beside[0].height
    else:
        for line, style in meta:
            below = sketch.words(setting.set(line, style, width), 0, below, node.add("P"))
    last = below - (meta[-1][1].leading if meta else 7.2 * MM)
    return Block("title", width, rounded_up(last + 4.4 * MM), sketch, node)


def _beside_eyebrow(
    sketch: Sketch, setting: Setting, words: Title, meta: list[SetText], node: Node, width: float
) -> bool:
    """Puts for whom, by whom and when on the eyebrow's line, where there is room for all of it."""
    eyebrow = setting.line(words.eyebrow, setting.styles.eyebrow).width
    gap = 5 * MM
    if eyebrow + sum(text.width + gap for text in meta) > width:
        return False
    x = width - sum(text.width for text in meta) - gap * (len(meta) - 1)
    for text in meta:
        sketch.words(text, x, _at(setting, 9.6), node.add("P"))
        x += text.width + gap
    return True


def _at(setting: Setting, millimetres: float) -> float:
    """Baselines of the head: large print stands a little lower."""
    return (millimetres + (1.5 if setting.large and millimetres < 12 else 3.5 if setting.large else 0)) * MM


def _name_in_order(sketch: Sketch, node: Node, count: int) -> None:
    """The lines beside the title were placed from the lowest up; they are read from the top down."""
    if not count:
        return
    placed = list(reversed(sketch.things[-count:]))
    del sketch.things[-count:]
    for thing in placed:
        if isinstance(thing, Words):
            sketch.add(Words(thing.text, thing.x, thing.y, node.add("P"), thing.align, thing.width))


def in_short(words: InShort, setting: Setting, width: float) -> Block:
    """The one message on the one dark bar, and up to three things to do."""
    if setting.large:
        return _in_short_large(words, setting, width)
    styles, colours, sketch, node = setting.styles, setting.colours, Sketch(), Node("Sect")
    pad, radius = 6 * MM, 2.5 * MM
    message = setting.set(words.message, styles.message, width - 2 * pad)
    bar = 18 * MM + rounded_up(message.height - styles.message.leading)
    count = len(words.actions)
    column = (width - 2 * pad) / max(count, 1)
    texts = [setting.set(action.text, styles.action, column - 16 * MM) for action in words.actions]
    lines = max((len(text.lines) for text in texts), default=0)
    foot = max(22 * MM, rounded_up(6.6 * MM + (lines - 1) * styles.action.leading + 4 * MM)) if count else 0.0
    _in_short_ground(sketch, setting, width, bar, foot, radius)
    sketch.bookmarks.append(Bookmark(title_of(words.label), 1, 0))
    sketch.words(setting.line(words.label, styles.label), pad, 6 * MM, node.add("H2"))
    sketch.words(message, pad, 13.2 * MM, node.add("P"))
    actions = node.add("L", numbering="None") if count else node
    for index, (action, text) in enumerate(zip(words.actions, texts, strict=True)):
        x = pad + index * column
        if index:
            line = colours.hair if setting.mono else colours.rule
            sketch.add(Rule(x - 2.2 * MM, bar + 4 * MM, x - 2.2 * MM, bar + foot - 4 * MM, line, 0.5))
        centre = bar + 9 * MM
        sketch.add(Disc(x + 5 * MM, centre, 5 * MM, fill=colours.paper, line=colours.main, line_width=0.9))
        sketch.add(setting.icon(action.icon, x + 5 * MM, centre, 6.8 * MM, colours.main))
        sketch.words(text, x + 12.5 * MM, bar + 6.6 * MM, actions.add("LI").add("LBody"))
    return Block("in short", width, bar + foot, sketch, node)


def _in_short_ground(sketch: Sketch, setting: Setting, width: float, bar: float, foot: float, radius: float) -> None:
    colours = setting.colours
    if setting.mono:
        sketch.add(Box(0, 0, width, bar + foot, line=colours.ink, line_width=2.4, radius=radius))
        if foot:
            sketch.add(Rule(0, bar, width, bar, colours.ink, 0.6))
        return
    sketch.add(Box(0, 0, width, bar, fill=colours.main, radius=radius, corners="top" if foot else "all"))
    if foot:
        sketch.add(Box(0, bar, width, foot, fill=colours.tint, radius=radius, corners="bottom"))


def _in_short_large(words: InShort, setting: Setting, width: float) -> Block:
    styles, colours, sketch, node = setting.styles, setting.colours, Sketch(), Node("Sect")
    pad, radius = 6 * MM, 3 * MM
    message = setting.set(words.message, styles.message, width - 2 * pad)
    bar = rounded_up(19.6 * MM + message.height - styles.message.leading + 6.2 * MM)
    texts = [setting.set(action.text, styles.action, width - 24 * MM - 2 * MM) for action in words.actions]
    heights = [max(14.6 * MM, text.height + 6 * MM) for text in texts]
    foot = rounded_up(sum(heights) + 4 * MM) if texts else 0.0
    _in_short_ground(sketch, setting, width, bar, foot, radius)
    sketch.bookmarks.append(Bookmark(title_of(words.label), 1, 0))
    sketch.words(setting.line(words.label, styles.label), pad, 9.4 * MM, node.add("H2"))
    sketch.words(message, pad, 19.6 * MM, node.add("P"))
    actions = node.add("L", numbering="None") if texts else node
    y = bar + 2 * MM
    for action, text, height in zip(words.actions, texts, heights, strict=True):
        centre = y + height / 2
        sketch.add(Disc(12 * MM, centre, 6 * MM, fill=colours.paper, line=colours.main, line_width=1.2))
        sketch.add(setting.icon(action.icon, 12 * MM, centre, 8 * MM, colours.main))
        first = centre - text.height / 2 + styles.action.leading * 0.5 + styles.action.size * 0.35
        sketch.words(text, 22 * MM, first, actions.add("LI").add("LBody"))
        y += height
    return Block("in short", width, bar + foot, sketch, node)
