"""The body map with names: everyday or Latin words beside each figure, with lines to what they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from handouts.page.blocks.base import Block, Setting
from handouts.page.blocks.body_map import Drawn
from handouts.page.blocks.credit import seen, with_credits
from handouts.page.blocks.map_names import Column, Named, Spot, lay_names
from handouts.page.blocks.map_places import Place, Rect, places
from handouts.page.drawing import Disc, Figure, Rule, Sketch, Thing, Words
from handouts.page.styles import MM
from handouts.page.text import SetText
from handouts.pdf.structure import Node
from handouts.words.model import BodyMap, MapLabel, Run, Text, plain

LABEL_DROP = 5.4 * MM
AIR = 1.6 * MM  # between a name and its line, and between the picture and where lines start
HALO, LINE, DOT = 1.6, 0.6, 1.1  # points
BETWEEN_NAMES = 3.0  # points


class NamedMap(Block):
    """The block of the map. ``left_out``: the names that found no room beside any view."""

    left_out: tuple[Text, ...] = ()


def named_map(words: BodyMap, setting: Setting, width: float, height: float) -> NamedMap:
    """The views in a box of that size (points) with the names that ``words`` asks for.

    A name stands beside the first view that shows its region and has room; the first names come before the last. The
    names are artifacts: page readers get the alt text and the caption. Raises PictureError for an area that is not on
    the map.
    """
    sketch, node = Sketch(), Node("Sect")
    drawn = Drawn(words, setting)
    figure = node.add("Figure", alt=seen(words.alt, drawn.pictures()))
    things: list[Thing] = []
    # The figures keep a third of the width; a word that is longer than what remains is broken.
    margin = min(_widest_word(words, setting) + 3 * AIR, width / 6)
    shown = list(places(drawn.figures(), drawn.close_ups(), Rect(0, 0, width, height), LABEL_DROP, margin))
    for place in shown:
        things += drawn.place(place, letters_below=True)
    left = list(words.labels)
    for place in shown:
        here = [label for label in left if _point(label, setting, place)]
        named, drawn_names = _names(here, setting, place, _room(place, shown, width))
        left = [label for label in left if label not in named]
        things += drawn_names
    foot = height + LABEL_DROP + 1.4 * MM
    sketch.add(Figure(figure, 0, 0, width, foot, tuple(things)))
    caption = setting.set(with_credits(words.caption, drawn.pictures()), setting.styles.caption, width)
    below = sketch.words(caption, 0, foot + setting.styles.caption.leading, node.add("P"))
    block = NamedMap("named map", width, below - setting.styles.caption.leading + 1.4 * MM, sketch, node)
    block.left_out = tuple(
        label.text for label in left if any(_point(label, setting, place) is not None for place in shown)
    )
    return block


def _widest_word(words: BodyMap, setting: Setting) -> float:
    """The width (points) that no name can be broken to fit."""
    single = (Run(word) for label in words.labels for word in plain(label.text).split())
    return max((setting.line((run,), setting.styles.caption).lines[0].width for run in single), default=0.0)


def _room(place: Place, shown: list[Place], width: float) -> tuple[float, float]:
    """The x-range that is free for a view and its names: half way to the views that stand beside it."""
    left, right = 0.0, width
    for other in shown:
        beside = other.box.y < place.box.y + place.box.height and place.box.y < other.box.y + other.box.height
        if other is place or not beside:
            continue
        if other.box.x < place.box.x:
            left = max(left, (other.box.x + other.box.width + place.box.x) / 2)
        else:
            right = min(right, (place.box.x + place.box.width + other.box.x) / 2)
    return left, right


def _names(
    labels: Sequence[MapLabel], setting: Setting, place: Place, room: tuple[float, float]
) -> tuple[list[MapLabel], list[Thing]]:
    """The names that have room beside a view, and what is drawn for them."""
    style, box = setting.styles.caption, place.box
    left = Column(box.x - AIR, box.y, box.y + box.height)
    right = Column(box.x + box.width + AIR, box.y, box.y + box.height)
    wide = (left.x - AIR - room[0] - AIR, room[1] - right.x - AIR - AIR)
    texts: dict[str, tuple[SetText, SetText]] = {}
    by_name: dict[str, MapLabel] = {}
    spots = []
    for label in labels:
        name, point = f"{label.region} {label.side}", _point(label, setting, place)
        if point is not None:
            by_name[name] = label
            texts[name] = (setting.set(label.text, style, wide[0], even=False),
                           setting.set(label.text, style, wide[1], even=False))  # fmt: skip
            tall = [len(text.lines) * style.leading + BETWEEN_NAMES for text in texts[name]]
            spots.append(Spot(name, *point, (tall[0], tall[1])))
    named = lay_names(spots, left, right)
    return [by_name[one.spot.name] for one in named], list(_drawn(named, texts, setting, wide[0]))


def _drawn(
    named: Sequence[Named], texts: Mapping[str, tuple[SetText, SetText]], setting: Setting, wide: float
) -> Iterator[Thing]:
    """Lines on their halos, dots and names. wide: the room of the names at the left (points)."""
    style, paper, ink = setting.styles.caption, setting.colours.paper, setting.colours.ink
    for one in named:
        yield Rule(one.x, one.y, one.spot.x, one.spot.y, paper, HALO)
    for one in named:
        yield Rule(one.x, one.y, one.spot.x, one.spot.y, ink, LINE)
        yield Disc(one.spot.x, one.spot.y, DOT, fill=paper, line=ink, line_width=LINE)
        text = texts[one.spot.name][0 if one.at_left else 1]
        first = one.y - (len(text.lines) - 1) * style.leading / 2 + style.size * 0.35
        if one.at_left:
            yield Words(text, one.x - AIR - wide, first, None, "right", wide)
        else:
            yield Words(text, one.x + AIR, first, None)


def _point(label: MapLabel, setting: Setting, place: Place) -> tuple[float, float] | None:
    """Where in the view the name points; None where the view does not show it."""
    one_side = setting.regions.drawing(place.view.id).one_side
    if one_side and label.side != place.view.side:
        return None
    name = f"{label.region}_{'R' if one_side or label.side == 'right' else 'L'}"
    anchor = next((one for one in place.picture.anchors if one.word == name), None)
    if anchor is None:
        return None
    scale = place.box.width / place.picture.width
    x = place.picture.width - anchor.x if one_side and label.side == "left" else anchor.x
    return place.box.x + x * scale, place.box.y + place.box.height - anchor.y * scale
