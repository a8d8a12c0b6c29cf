"""The body map: front and back, the chosen areas marked, left and right named beside the legs."""

from __future__ import annotations

from handouts.errors import PictureError
from handouts.page.blocks.base import Block, Setting
from handouts.page.drawing import Disc, Figure, Inked, Sketch, Thing, Words
from handouts.page.styles import MM, Style
from handouts.pdf.structure import Node
from handouts.pictures.regions import VIEWS
from handouts.words.model import BodyMap, MapMark, Text

UNDER = 10.6 * MM  # from the figures' feet to the caption's baseline
LETTERS = {"left": "L", "right": "R"}


def body_map(words: BodyMap, setting: Setting, width: float, height: float) -> Block:
    """Figures of that height (points); the block is about 13 mm higher. Raises PictureError where a chosen area has
    no mark in either view."""
    sketch, node = Sketch(), Node("Sect")
    styles, colours = setting.styles, setting.colours
    views = [setting.book.get("map", f"body-{view}") for view in VIEWS]
    named = _names(words.marks, setting)
    figure = node.add("Figure", alt=words.alt)
    top = 1 * MM
    things: list[Thing] = []
    label_drop = 4.6 * MM if not setting.large else 8 * MM
    for index, (view, names, label) in enumerate(zip(views, named, (words.front, words.back), strict=True)):
        centre = width * (0.25 + 0.5 * index)
        wide = height * view.width / view.height
        things.append(Inked(view, setting.palette, names, centre - wide / 2, top, wide, height))
        text = setting.line(label, styles.view)
        things.append(Words(text, centre - width / 4, top + height + label_drop, None, "centre", width / 2))
        # Seen from the front, the client's right is at the viewer's left.
        sides = (("right", words.right), ("left", words.left))
        for direction, (side, letter) in zip((-1, 1), sides if index == 0 else sides[::-1], strict=True):
            x = centre + direction * 13.2 * MM * height / (74 * MM)
            things += _disc(setting, letter, side in words.sides_chosen, x, top + height * 0.72)
    foot = top + height + label_drop + 1.4 * MM
    sketch.add(Figure(figure, 0, top, width, foot - top, tuple(things)))
    mark = colours.mark if setting.mono else colours.hot
    indent = 6 * MM if not setting.large else 9 * MM
    # The caption may reach a little way into the gap at the map's right.
    caption = setting.set(words.caption, styles.caption, width - indent + 5 * MM)
    baseline = top + height + UNDER if not setting.large else foot + 9 * MM
    size = styles.caption.size
    sketch.add(Disc(indent / 3, baseline - size * 0.36, size * 0.46, fill=mark))
    below = sketch.words(caption, indent, baseline, node.add("P"))
    return Block("body map", width, below - styles.caption.leading + 1.4 * MM, sketch, node)


def _disc(setting: Setting, letter: Text, chosen: bool, x: float, y: float) -> list[Thing]:
    colours, style = setting.colours, setting.styles.disc
    fill = (colours.ink if setting.mono else colours.hot) if chosen else None
    ink = colours.paper if chosen else colours.mute
    text = setting.line(letter, Style(style.face, style.strong, style.size, style.leading, ink))
    radius = style.size * 0.79
    return [
        Disc(x, y, radius, fill=fill, line=fill or colours.mute, line_width=0.7),
        Words(text, x - radius, y + style.size * 0.365, None, "centre", 2 * radius),
    ]


def _sides(mark: MapMark) -> str:
    return "".join(LETTERS[side] for side in mark.sides)


def _names(marks: tuple[MapMark, ...], setting: Setting) -> list[tuple[str, ...]]:
    """The blocks to paint in each view. An area that shows in neither view would make the caption a lie."""
    for mark in marks:
        if not any(setting.regions.blocks(mark.area, view) for view in VIEWS):
            raise PictureError(
                f"the body map has no place for the area {mark.area!r}",
                hint="name its regions in images/anatomy/regions.yaml",
            )
    sides: dict[str, str] = {}
    for mark in marks:
        sides[mark.area] = sides.get(mark.area, "") + _sides(mark)
    return [setting.regions.map_blocks(sides, view, setting.mono) for view in VIEWS]
