"""The heading over the exercise cards, with the one line that always stands there: when to stop."""

from __future__ import annotations

from handouts.page.blocks.base import Block, Setting, title_of
from handouts.page.drawing import Bookmark, Sketch, Words
from handouts.page.styles import MM, rounded_up
from handouts.pdf.structure import Node
from handouts.words.model import Exercises, Text


def exercises_heading(words: Exercises, setting: Setting, width: float, aside: Text | None = None) -> Block:
    """The page heading with a line of advice and the common stop line beside it, and a running line above those."""
    styles, sketch, node = setting.styles, Sketch(), Node("Div")
    sketch.bookmarks.append(Bookmark(title_of(words.heading), 1, 0))
    heading = setting.line(words.heading, styles.page_heading)
    advice = setting.line(words.advice, styles.advice)
    stop = setting.line(words.stop_line, styles.stop_line)
    first = 8 * MM if not setting.large else 11 * MM
    sketch.words(setting.set(words.heading, styles.page_heading, width), 0, first, node.add("H2"))
    icon = styles.stop_line.size * 1.12
    if aside:
        line = setting.typesetter.one_line(aside, styles.running, width - heading.width - 8 * MM)
        sketch.add(Words(line, 0, 2.0 * MM, None, "right", width))
    if not setting.large and heading.width + max(advice.width, stop.width + icon) + 9 * MM <= width:
        sketch.add(Words(advice, 0, 7.0 * MM, node.add("P"), "right", width))
        sketch.add(Words(stop, 0, 12.2 * MM, node.add("P"), "right", width))
        left = width - stop.width - icon
        sketch.add(setting.icon("stop", left, 12.2 * MM - icon * 0.33, icon, setting.colours.red))
        return Block("exercises: heading", width, 16 * MM, sketch, node)
    below = first + (6.4 if not setting.large else 9.4) * MM
    below = sketch.words(setting.set(words.advice, styles.advice, width), 0, below, node.add("P"))
    indent = icon * 1.5
    sketch.add(setting.icon("stop", icon / 2, below - icon * 0.33, icon, setting.colours.red))
    below = sketch.words(setting.set(words.stop_line, styles.stop_line, width - indent), indent, below, node.add("P"))
    height = rounded_up(below - styles.stop_line.leading + 5 * MM)
    return Block("exercises: heading", width, height, sketch, node)
