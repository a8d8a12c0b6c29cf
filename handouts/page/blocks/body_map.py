"""The body map: two figures, or one beside close-ups, with the chosen areas marked and left and right named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handouts.maps import Shown
from handouts.page.blocks.base import Block, Setting
from handouts.page.blocks.credit import seen, with_credits
from handouts.page.blocks.map_places import Place, Rect, places
from handouts.page.drawing import Disc, Figure, Inked, Sketch, Thing, Words
from handouts.page.styles import MM, Style
from handouts.pdf.structure import Node
from handouts.pictures.compiled import Picture
from handouts.pictures.regions import marked_palette, painted
from handouts.words.model import BodyMap, MapView, Text

UNDER = 10.6 * MM  # from the figures' feet to the caption's baseline
LETTERS = {"left": "L", "right": "R"}


def body_map(words: BodyMap, setting: Setting, width: float, height: float) -> Block:
    """The views in a box of that height (points); the block is about 13 mm higher. Raises PictureError for an area
    that is not on the map."""
    sketch, node = Sketch(), Node("Sect")
    top = 1 * MM
    label_drop = 4.6 * MM if not setting.large else 8 * MM
    drawn = Drawn(words, setting)
    figure = node.add("Figure", alt=seen(words.alt, drawn.pictures()))
    box = Rect(0, top, width, height)
    things: list[Thing] = []
    for place in places(drawn.figures(), drawn.close_ups(), box, label_drop):
        things += drawn.place(place)
    foot = top + height + label_drop + 1.4 * MM
    sketch.add(Figure(figure, 0, top, width, foot - top, tuple(things)))
    colours = setting.colours
    mark = colours.mark if setting.mono else colours.hot
    indent = 6 * MM if not setting.large else 9 * MM
    # The caption may reach a little way into the gap at the map's right.
    text = with_credits(words.caption, drawn.pictures())
    caption = setting.set(text, setting.styles.caption, width - indent + 5 * MM)
    baseline = top + height + UNDER if not setting.large else foot + 9 * MM
    size = setting.styles.caption.size
    sketch.add(Disc(indent / 3, baseline - size * 0.36, size * 0.46, fill=mark))
    below = sketch.words(caption, indent, baseline, node.add("P"))
    return Block("body map", width, below - setting.styles.caption.leading + 1.4 * MM, sketch, node)


@dataclass(frozen=True)
class Drawn:
    """The views of one map, ready to be put in their places."""

    words: BodyMap
    setting: Setting

    def figures(self) -> list[tuple[MapView, Picture]]:
        """The figures with their pictures."""
        words = self.words
        shown = words.figures or (MapView("front", None, words.front), MapView("back", None, words.back))
        return [(view, self._picture(view)) for view in shown]

    def close_ups(self) -> list[list[tuple[MapView, Picture]]]:
        """The rows of close-ups with their pictures."""
        return [[(view, self._picture(view)) for view in row] for row in self.words.close_ups]

    def pictures(self) -> list[Picture]:
        """Every picture that is shown."""
        return [picture for row in (self.figures(), *self.close_ups()) for _, picture in row]

    def _picture(self, view: MapView) -> Picture:
        return self.setting.book.get("map", self.setting.regions.drawing(view.id).picture)

    def place(self, place: Place, letters_below: bool = False) -> list[Thing]:
        """The picture, its marks, its name, and the letters of its sides: beside a figure, or with its name."""
        view, picture, box = place.view, place.picture, place.box
        palette, mono = self.setting.palette, self.setting.mono
        names: list[tuple[Mapping[str, str], tuple[str, ...]]] = [(palette, ("mono-base" if mono else "base",))]
        marks = [(mark.area, "".join(LETTERS[side] for side in mark.sides)) for mark in self.words.marks]
        shown = Shown(view.id, LETTERS.get(view.side or "", ""))
        for strength, blocks in painted(self.setting.regions, marks, shown, mono):
            names.append((marked_palette(palette, strength), blocks))
        mirrored = view.side == "left"
        things: list[Thing] = [
            Inked(picture, colours, blocks, box.x, box.y, box.width, box.height, mirrored) for colours, blocks in names
        ]
        below = letters_below or view in self.words.close_up_views
        if place.label:
            label = place.label
            if below and len([side for side in place.sides if side]) == 1:  # name and letter are centred together
                label = replace(label, x=label.x + self.setting.styles.disc.size)
            line = self.setting.line(view.label, self.setting.styles.view)
            things.append(Words(line, label.x, label.y, None, "centre", label.width))
            if below:
                things += self._beside_name(place, line.lines[0].width, label)
        if not below:
            for side, x, y in self._beside_figure(view, box):
                things += self._disc(side, x, y)
        return things

    def _beside_figure(self, view: MapView, box: Rect) -> list[tuple[str, float, float]]:
        """Which side is where: side, and the middle of its letter's disc."""
        right, down = self.setting.regions.drawing(view.id).badge
        y = box.y + box.height * down
        at_right, at_left = box.x + box.width * right, box.x + box.width * (1 - right)
        if view.side:
            return [(view.side, at_left if view.side == "left" else at_right, y)]
        first, second = _as_seen(view)
        return [(first, at_left, y), (second, at_right, y)]

    def _beside_name(self, place: Place, wide: float, label: Rect) -> list[Thing]:
        """The letters of a row of close-ups, before and after its name, as the sides stand above it."""
        out = wide / 2 + self.setting.styles.disc.size * 1.25
        middle, y = label.x + label.width / 2, label.y - self.setting.styles.disc.size * 0.34
        letters = [side for side in place.sides if side] or _as_seen(place.view)
        return [
            thing
            for side, way in zip(letters, (-1, 1), strict=False)
            for thing in self._disc(side, middle + way * out, y)
        ]

    def _disc(self, side: str, x: float, y: float) -> list[Thing]:
        colours, style = self.setting.colours, self.setting.styles.disc
        letter: Text = self.words.left if side == "left" else self.words.right
        chosen = side in self.words.sides_chosen
        fill = (colours.ink if self.setting.mono else colours.hot) if chosen else None
        ink = colours.paper if chosen else colours.mute
        text = self.setting.line(letter, Style(style.face, style.strong, style.size, style.leading, ink))
        radius = style.size * 0.79
        return [
            Disc(x, y, radius, fill=fill or colours.paper, line=fill or colours.mute, line_width=0.7),
            Words(text, x - radius, y + style.size * 0.365, None, "centre", 2 * radius),
        ]


def _as_seen(view: MapView) -> tuple[str, str]:
    """The person's sides from the viewer's left to the right: seen from behind, the left is at the left."""
    return ("left", "right") if view.id == "back" else ("right", "left")
