"""A body to draw on: empty outlines, front and back, on which the client shades what hurts."""

from __future__ import annotations

from handouts.page.blocks.base import Block, Setting, title_of
from handouts.page.drawing import Bookmark, Figure, Inked, Sketch, Thing, Words
from handouts.page.styles import MM
from handouts.pdf.structure import Node
from handouts.pictures.regions import VIEWS
from handouts.words.model import BodyChart, Text

EMPTIED = ("body", "muscle", "muscle_dark", "fibre")  # roles of the body map that leave nothing to draw on
BESIDE = 0.18  # from the middle of a figure to the letters of its sides, as a share of its height
UNDER = 5 * MM  # from the feet to the name of the view


def body_chart(words: BodyChart, setting: Setting, width: float, height: float, when: Text | None = None) -> Block:
    """Heading, what to do, and figures of that height (points).

    ``when`` stands in place of heading and instruction where several charts share them. The chart is one figure with
    its alt text; nothing on it is marked, whatever the sheet is about. Raises PictureError without the body maps.
    """
    sketch, node = Sketch(), Node("Sect")
    styles = setting.styles
    large = setting.large
    y = (4.4 if not large else 8) * MM
    if when is None:
        sketch.bookmarks.append(Bookmark(title_of(words.heading), 1, 0))
        y = sketch.words(setting.set(words.heading, styles.heading, width), 0, y, node.add("H2"))
        y = sketch.words(setting.set(words.how, styles.body, width), 0, y + 0.4 * MM, node.add("P"))
        y -= styles.body.leading
    else:
        y = sketch.words(setting.set(when, styles.heading, width), 0, y, node.add("H3")) - styles.heading.leading
    top = y + (3.4 if not large else 5) * MM
    foot = _outlines(sketch, words, setting, width, height, top, node)
    return Block("body chart", width, foot, sketch, node)


def _outlines(
    sketch: Sketch, words: BodyChart, setting: Setting, width: float, height: float, top: float, node: Node
) -> float:
    """Both views; returns where they end."""
    styles, colours = setting.styles, setting.colours
    palette = {**setting.palette, **dict.fromkeys(EMPTIED, colours.paper), "outline": colours.mute}
    base = "mono-base" if setting.mono else "base"
    drop = UNDER if not setting.large else 8 * MM
    things: list[Thing] = []
    for index, (view, label) in enumerate(zip(VIEWS, (words.front, words.back), strict=True)):
        picture = setting.book.get("map", f"body-{view}")
        wide = height * picture.width / picture.height
        centre = width * (0.25 + 0.5 * index)
        things.append(Inked(picture, palette, (base,), centre - wide / 2, top, wide, height))
        # Seen from the front, the client's right is at the viewer's left.
        for direction, side in zip((-1, 1), (words.right, words.left)[:: 1 if index == 0 else -1], strict=True):
            x = centre + direction * BESIDE * height
            things.append(Words(setting.line(side, styles.view), x, top + height * 0.72, None, "centre", 0.0))
        things.append(Words(setting.line(label, styles.view), centre - width / 4, top + height + drop, None, "centre",
                            width / 2))  # fmt: skip
    foot = top + height + drop + 1.4 * MM
    sketch.add(Figure(node.add("Figure", alt=words.alt), 0, top, width, foot - top, tuple(things)))
    return foot
