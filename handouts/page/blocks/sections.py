"""Prose, lists, claims with their evidence, and the marked lists for the days after."""

from __future__ import annotations

from dataclasses import replace

from handouts.page.blocks.base import Block, Setting, bullet_list, title_of
from handouts.page.blocks.technique import pictured_item, pictured_list
from handouts.page.drawing import Bookmark, Box, Rule, Sketch
from handouts.page.styles import MM, Style
from handouts.page.text import SetText
from handouts.pdf.structure import Node
from handouts.words.model import Bullets, Claims, Paragraph, Run, Section, Text, plain

AFTER_TEXT = 1.6 * MM  # from the last baseline to the block's end
STEPS = 5


def _first_baseline(setting: Setting) -> float:
    return 6.4 * MM if setting.large else 4 * MM


def _heading_step(setting: Setting) -> float:
    return 8.4 * MM if setting.large else 5.8 * MM


# ---------------------------------------------------------------- prose
def section(words: Section, setting: Setting, width: float) -> Block:
    """Heading, paragraphs and lists."""
    sketch, node = Sketch(), Node("Sect")
    y = _heading(sketch, words.heading, setting, width, node)
    for part in words.body:
        y = _part(sketch, part, setting, width, y, node)
    return Block(words.id, width, y - _last_leading(setting) + AFTER_TEXT, sketch, node)


def _heading(sketch: Sketch, heading: Text, setting: Setting, width: float, node: Node) -> float:
    """Draws the heading, if there is one; returns the first baseline of what follows."""
    style = setting.styles.heading
    first = _first_baseline(setting)
    if not plain(heading).strip():
        return first
    sketch.bookmarks.append(Bookmark(title_of(heading), 1, 0))
    text = setting.set(heading, style, width)
    return sketch.words(text, 0, first, node.add("H2")) - style.leading + _heading_step(setting)


def _part(sketch: Sketch, part: Paragraph | Bullets, setting: Setting, width: float, y: float, node: Node) -> float:
    if isinstance(part, Paragraph):
        return sketch.words(setting.set(part.text, setting.styles.body, width), 0, y, node.add("P"))
    if part.beside:
        return pictured_list(sketch, setting, part, y, width, node)
    return bullet_list(sketch, setting, part.items, 0, y, width, node, ordered=part.ordered)


def _last_leading(setting: Setting) -> float:
    return setting.styles.body.leading


def section_strips(words: Section, setting: Setting, width: float) -> tuple[Block, ...]:
    """The section in pieces that may stand on different pages: the heading stays with what follows it, and a long
    paragraph may break, but leaves no fewer than two lines on either side."""
    node = Node("Sect")
    strips: list[Block] = []
    sketch = Sketch()
    y = _heading(sketch, words.heading, setting, width, node)
    for part in words.body:
        if isinstance(part, Bullets) and part.beside:
            entries = node.add("L", numbering="Disc")
            for item, shown in zip(part.items, part.beside, strict=True):
                y = pictured_item(sketch, setting, item, shown, y, width, entries)
                strips.append(_strip(words.id, width, y, sketch, setting, None if strips else node))
                sketch, y = Sketch(), setting.styles.body.leading * 0.72
        elif isinstance(part, Bullets):
            y = _part(sketch, part, setting, width, y, node)
            strips.append(_strip(words.id, width, y, sketch, setting, None if strips else node))
        else:
            text = setting.set(part.text, setting.styles.body, width)
            paragraph = node.add("P")
            for piece in _pieces(text):
                y = sketch.words(piece, 0, y, paragraph)
                strips.append(_strip(words.id, width, y, sketch, setting, None if strips else node))
                sketch, y = Sketch(), setting.styles.body.leading * 0.72
        sketch, y = Sketch(), setting.styles.body.leading * 0.72
    return tuple(strips)


def _strip(
    name: str,
    width: float,
    y: float,
    sketch: Sketch,
    setting: Setting,
    node: Node | None,
) -> Block:
    leading = setting.styles.body.leading
    # The next strip's first baseline is 0.72 of a line below its top, so that strips on one page set as one text.
    return Block(name, width, y - leading + 0.28 * leading, sketch, node)


def _pieces(text: SetText, most: int = 6) -> list[SetText]:
    pieces = [text.taken(start, start + most) for start in range(0, len(text.lines), most)]
    if len(pieces) > 1 and len(pieces[-1].lines) == 1:
        end = len(text.lines)
        start = end - most - 1
        pieces[-2:] = [text.taken(start, end - 2), text.taken(end - 2, end)]
    return pieces


def shortened(words: Section, setting: Setting, width: float, lines: int) -> Section:
    """The section cut back, at ends of sentences or list entries, to that many lines of body or as near as can be.
    At least the first sentence stays."""
    body: list[Paragraph | Bullets] = []
    used = 0
    for part in words.body:
        if isinstance(part, Paragraph):
            kept = _fitting_sentences(part.text, setting, width, lines - used, must=not body)
            if kept:
                body.append(Paragraph(kept))
                used += len(setting.set(kept, setting.styles.body, width).lines)
            if len(plain(kept)) < len(plain(part.text)):
                break
        else:
            items = part.items[: max(lines - used, 0 if body else 1)]
            if items:
                body.append(replace(part, items=items, beside=part.beside[: len(items)]))
                used += sum(len(setting.set(item, setting.styles.body, width).lines) for item in items)
            if len(items) < len(part.items):
                break
        if used >= lines:
            break
    return replace(words, body=tuple(body))


def _fitting_sentences(text: Text, setting: Setting, width: float, lines: int, *, must: bool) -> Text:
    sentences = _sentences(text)
    kept: Text = ()
    for index, sentence in enumerate(sentences):
        longer = (*kept, *sentence)
        if len(setting.set(longer, setting.styles.body, width).lines) > lines and not (must and index == 0):
            break
        kept = longer
    return kept


def _sentences(text: Text) -> list[Text]:
    """The runs, cut after each full stop that a space follows."""
    sentences: list[Text] = []
    current: list[Run] = []
    for run in text:
        rest = run.text
        while ". " in rest:
            head, rest = rest.split(". ", 1)
            current.append(replace(run, text=head + ". "))
            sentences.append(tuple(current))
            current = []
        if rest:
            current.append(replace(run, text=rest))
    if current:
        sentences.append(tuple(current))
    return sentences


# ---------------------------------------------------------------- evidence
def claims(words: Claims, setting: Setting, width: float) -> Block:
    """Benefits, each with how sure we are: a word, and five steps that read in black and white."""
    sketch, node = Sketch(), Node("Sect")
    styles, colours = setting.styles, setting.colours
    y = _heading(sketch, words.heading, setting, width, node)
    y += 0.2 * MM
    entries = node.add("L", numbering="None")
    widest = max((setting.line(row.grade, styles.evidence).width for row in words.rows), default=0.0)
    aside = 0.0 if setting.large else max(25 * MM, widest)
    leading = styles.body.leading
    for index, row in enumerate(words.rows):
        body = entries.add("LI").add("LBody")
        text = setting.set(row.text, styles.body, width - aside - (4 * MM if aside else 0))
        grade = setting.line(row.grade, styles.evidence)
        below = sketch.words(text, 0, y, body.add("P"))
        if setting.large:
            sketch.words(grade, 0, below, body.add("P"))
            _meter(sketch, setting, grade.width + 5 * MM, below, row.steps, 5 * MM)
            below += leading
        else:
            sketch.words(grade, width - aside, y, body.add("P"))
            _meter(sketch, setting, width - aside, y + 5.2 * MM, row.steps, 3.8 * MM)
            below = max(below, y + 2 * leading)
        y = below + (2 if not setting.large else 3) * MM
        if index < len(words.rows) - 1:
            line = y - leading + (0.7 if not setting.large else 1.2) * MM
            sketch.add(Rule(0, line, width, line, colours.hair, 0.5))
    return Block("benefits", width, y - leading - 2 * MM + AFTER_TEXT, sketch, node)


def _meter(sketch: Sketch, setting: Setting, x: float, baseline: float, steps: int, height: float) -> None:
    """Five rising steps, filled up to the grade."""
    colour = setting.colours.main
    pitch, wide = height * 0.947, height * 0.763
    for step in range(STEPS):
        tall = height * (0.46 + 0.135 * step)
        fill = colour if step < steps else None
        sketch.add(Box(x + step * pitch, baseline - tall, wide, tall, fill=fill, line=colour, line_width=0.75))


# ---------------------------------------------------------------- the days after, and care
def care(words: Section, setting: Setting, width: float, *, caution: bool, columns: int = 1) -> Block:
    """A ruled heading with its pictogram, and a marked list."""
    sketch, node = Sketch(), Node("Sect")
    styles, colours = setting.styles, setting.colours
    colour = colours.hot if caution else colours.main
    heading = _plain_style(styles.care_heading if caution else styles.heading)
    large = setting.large
    sketch.add(Rule(0, 0.7, width, 0.7, colour, 1.4))
    sketch.bookmarks.append(Bookmark(title_of(words.heading), 1, 0))
    indent = 0.0
    if words.icon:
        size = 5.8 * MM if not large else 8 * MM
        sketch.add(setting.icon(words.icon, size * 0.52, 5.0 * MM if not large else 7 * MM, size, colour))
        indent = 8 * MM if not large else 11 * MM
    y = 6.5 * MM if not large else 9.4 * MM
    text = setting.set(words.heading, heading, width - indent)
    y = sketch.words(text, indent, y, node.add("H2")) - heading.leading
    y += 6.1 * MM if not large else 9 * MM
    for part in words.body:
        if isinstance(part, Paragraph):
            y = sketch.words(setting.set(part.text, styles.body, width), 0, y, node.add("P"))
        elif columns == 1 or len(part.items) < 2:
            y = bullet_list(sketch, setting, part.items, 0, y, width, node, colour=colour, ordered=part.ordered)
        else:
            y = _in_two_columns(sketch, setting, part, width, y, node, colour)
    return Block(words.id, width, y - styles.body.leading + AFTER_TEXT, sketch, node)


def _in_two_columns(
    sketch: Sketch, setting: Setting, part: Bullets, width: float, y: float, node: Node, colour: str
) -> float:
    half = (len(part.items) + 1) // 2
    column = (width - 4 * MM) / 2
    below = bullet_list(sketch, setting, part.items[:half], 0, y, column, node, colour=colour)
    other = bullet_list(sketch, setting, part.items[half:], column + 4 * MM, y, column, node, colour=colour)
    return max(below, other)


def _plain_style(style: Style) -> Style:
    return replace(style, even=False)


def with_fewer_items(words: Section, most: int) -> Section:
    """The section with its lists cut to that many entries."""
    body = tuple(
        replace(part, items=part.items[:most], beside=part.beside[:most]) if isinstance(part, Bullets) else part
        for part in words.body
    )
    return replace(words, body=body)


def item_count(words: Section) -> int:
    """Entries in its lists."""
    return sum(len(part.items) for part in words.body if isinstance(part, Bullets))
