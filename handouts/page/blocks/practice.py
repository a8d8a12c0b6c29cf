"""What the client fills in at home: diary, pain scale, own words, next visit; and the therapist's note."""

from __future__ import annotations

from handouts.design import text_on
from handouts.page.blocks.base import Block, Setting, title_of
from handouts.page.drawing import Bookmark, Box, Disc, Figure, Rule, Sketch, Thing, Words
from handouts.page.styles import MM, Style
from handouts.pdf.structure import Node
from handouts.words.model import Diary, NextVisit, PainScale, Run, TeachBack

DOTS = (0.1, 2.0)


def diary(words: Diary, setting: Setting, width: float, row_height: float) -> Block:
    """Days by exercises, a square to tick in each; pain before and after on dotted lines. A real table."""
    sketch = Sketch()
    styles, colours = setting.styles, setting.colours
    node = Node("Sect")
    label_width = (55 if not setting.large else 76) * MM
    day_width = (width - label_width) / len(words.days)
    table_top = 3.4 * MM if not setting.large else 8 * MM
    sketch.bookmarks.append(Bookmark(title_of(words.heading), 1, 0))
    y = table_top + 1.8 * MM
    if setting.large:
        heading = setting.set(words.heading, styles.heading, width)
        table_top = sketch.words(heading, 0, table_top, node.add("H2")) + 1 * MM
        y = table_top + 2.6 * MM
    else:
        heading = setting.set(words.heading, styles.heading, label_width + 2 * MM)
        table_top = sketch.words(heading, 0, table_top, node.add("H2")) - styles.heading.leading
        y = table_top + 1.8 * MM
    table = node.add("Table", summary=words.alt)
    head = table.add("TR")
    head.add("TD", keep=True)
    for index, day in enumerate(words.days):
        cell = head.add("TH", scope="Column")
        text = setting.line(day, styles.day)
        sketch.add(Words(text, label_width + day_width * index, table_top, cell, "centre", day_width))
    line = colours.hair
    for number, name in enumerate((*words.rows, *words.pain_rows), start=1):
        exercise = number <= len(words.rows)
        indent = 6.4 * MM if not setting.large else 9.6 * MM
        text = setting.set(name, styles.body, label_width - indent - 1 * MM, even=False)
        height = max(row_height, text.height + (0.3 if len(text.lines) == 1 else 1.6) * MM)
        first_pain = number == len(words.rows) + 1
        sketch.add(Rule(0, y, width, y, line, 1.1 if first_pain and words.rows else 0.5))
        row = table.add("TR")
        label = row.add("TH", scope="Row")
        middle = y + height / 2
        if exercise:
            _number(sketch, setting, number, middle, label)
        first = middle - text.height / 2 + styles.body.leading * 0.5 + styles.body.size * 0.355
        sketch.words(text, indent, first, label)
        for column in range(len(words.days)):
            row.add("TD", keep=True)
            centre = label_width + day_width * (column + 0.5)
            if exercise:
                side = 4.4 * MM if not setting.large else 6.4 * MM
                frame = colours.ink if setting.mono else colours.mute
                sketch.add(
                    Box(
                        centre - side / 2,
                        middle - side / 2,
                        side,
                        side,
                        line=frame,
                        line_width=0.8,
                        radius=0.7 * MM,
                    )
                )
            else:
                half = 5 * MM if not setting.large else 6 * MM
                low = y + height - 1.1 * MM
                sketch.add(Rule(centre - half, low, centre + half, low, colours.mute, 0.6, DOTS, True))
        y += height
    sketch.add(Rule(0, y, width, y, line, 0.5))
    return Block("diary", width, y + 0.3 * MM, sketch, node)


def _number(sketch: Sketch, setting: Setting, number: int, middle: float, node: Node) -> None:
    style = setting.styles.small_number
    radius = style.size * 0.66
    sketch.add(Disc(radius, middle, radius, fill=setting.colours.main))
    figure = setting.line((Run(f"{number}"),), style).spaced()
    sketch.add(Words(figure, 0, middle + style.size * 0.362, node, "centre", 2 * radius))


def pain_scale(words: PainScale, setting: Setting, width: float) -> Block:
    """0 to 10 in eleven cells, darker to the right; words under 0, 5 and 10."""
    styles, colours, sketch = setting.styles, setting.colours, Sketch()
    node = Node("Figure", alt=words.alt)
    cell = width / 11
    height = 7 * MM if not setting.large else 11 * MM
    things: list[Thing] = []
    for value in range(11):
        x = cell * value
        ground = colours.pain[value]
        fill = None if setting.mono else ground
        line = colours.ink if setting.mono else None
        things.append(Box(x + 0.5 * MM, 0, cell - 1 * MM, height, fill, line, 0.6 if value < 10 else 1.4, 1.2 * MM))
        ink = text_on(ground, colours.paper, colours.ink)
        base = styles.scale_figure
        figure = setting.line((Run(f"{value}"),), Style(base.face, base.strong, base.size, base.leading, ink))
        things.append(Words(figure, x, height / 2 + base.size * 0.36, None, "centre", cell))
    baseline = height + (4 * MM if not setting.large else 7.4 * MM)
    things.append(Words(setting.line(words.none, styles.scale_word), 0.5 * MM, baseline, None))
    things.append(Words(setting.line(words.some, styles.scale_word), 0, baseline, None, "centre", width))
    things.append(Words(setting.line(words.worst, styles.scale_word), 0, baseline, None, "right", width - 0.5 * MM))
    total = baseline + 1.2 * MM
    sketch.add(Figure(node, 0, 0, width, total, tuple(things)))
    return Block("pain scale", width, total, sketch, node)


def teach_back(words: TeachBack, setting: Setting, width: float, writing: float, lines: int) -> Block:
    """Two short questions and lines to write on, as long as ``writing`` (points)."""
    styles, sketch, node = setting.styles, Sketch(), Node("Sect")
    sketch.bookmarks.append(Bookmark(title_of(words.heading), 1, 0))
    heading = setting.line(words.heading, styles.heading)
    questions = setting.line(words.questions, styles.question)
    first = 4.2 * MM if not setting.large else 7 * MM
    sketch.words(heading, 0, first, node.add("H2"))
    if heading.width + questions.width + 3 * MM <= width:
        below = sketch.words(questions, heading.width + 3 * MM, first, node.add("P")) - questions.style.leading
    else:
        step = 5.6 * MM if not setting.large else 8.6 * MM
        below = sketch.words(setting.set(words.questions, styles.question, width), 0, first + step, node.add("P"))
        below -= styles.question.leading
    clear = 8.8 * MM if not setting.large else 13 * MM
    for number in range(1, lines + 1):
        y = below + number * clear
        sketch.add(Rule(0, y, writing, y, setting.colours.mute, 0.6))
    return Block("own words", width, below + lines * clear + 0.6 * MM, sketch, node)


def next_visit(words: NextVisit, setting: Setting, width: float) -> Block:
    """The date, or a line for it."""
    styles, sketch, node = setting.styles, Sketch(), Node("Sect")
    sketch.bookmarks.append(Bookmark(title_of(words.heading), 1, 0))
    heading = setting.line(words.heading, styles.heading)
    first = 4.6 * MM if not setting.large else 8 * MM
    sketch.words(heading, 0, first, node.add("H2"))
    x = heading.width + (4 if not setting.large else 6) * MM
    if words.when:
        text = setting.set(words.when, styles.body, width - x)
        below = sketch.words(text, x, first, node.add("P")) - styles.body.leading
    else:
        sketch.add(Rule(x, first + 0.5 * MM, width, first + 0.5 * MM, setting.colours.mute, 0.6))
        below = first
    return Block("next visit", width, below + 1.4 * MM, sketch, node)
