"""An anatomy plate: the drawing with its names beside it, set as text, and a caption."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from handouts.page.blocks.base import Block, Setting
from handouts.page.blocks.credit import with_credits
from handouts.page.drawing import Disc, Figure, Inked, Rule, Sketch, Thing, Words
from handouts.page.plate_words import PlateWords
from handouts.page.styles import MM, Style
from handouts.page.text import SetText
from handouts.pdf.structure import Node
from handouts.pictures.compiled import Picture
from handouts.pictures.labels import Label, PlacedLabel, fitting, place_column
from handouts.words.model import said

SHARES = (0.17, 0.20, 0.23, 0.26, 0.29)  # of the block's width, for one column of names
ENOUGH = 0.85
LEADER_STUB = 5.0  # points between a name and its leader
HALO, LEADER, DOT = 2.0, 0.55, 1.5
ROOM_PER_NAME = 1.18  # line heights
HEADING_DROP, HEADING_GAP = 4.2 * MM, 8.0
FADES = ("fade", "fade-foot")


@dataclass(frozen=True)
class _Plan:
    """One way to share the width between the drawing and the names."""

    texts: Mapping[str, SetText]
    column: float  # width of one column of names
    scale: float
    names: int  # that find room


def plate(words: PlateWords, setting: Setting, width: float, height: float) -> Block:
    """The plate with its names and caption, within that width and height (points); the height is used up only where
    the drawing needs it. Names that have no room are left out, the least needed first: the small set of a small plate.

    Raises PictureError where there is no such plate.
    """
    picture = setting.book.get("plate", words.plate)
    sketch, node = Sketch(), Node("Sect")
    caption = setting.set(with_credits(said(words.caption), [picture]), setting.styles.caption, width)
    below = caption.height - caption.style.leading + caption.style.size + 3.4 * MM
    plan = _best(words, picture, setting, width, height - below - HEADING_DROP)
    wide, tall = picture.width * plan.scale, picture.height * plan.scale
    left = (width - wide) / 2
    things: list[Thing] = [_drawing(picture, setting, left, HEADING_DROP, wide, tall)]
    for side in ("left", "right"):
        edge = left - LEADER_STUB if side == "left" else left + wide + LEADER_STUB
        labels = [
            replace(one, x=left + one.x, y=HEADING_DROP + tall - one.y)
            for one in _labels(picture, plan.texts, plan.scale, side)
        ]
        for placed in place_column(labels, edge, HEADING_DROP, HEADING_DROP + tall):
            things += _name(placed, plan.texts[placed.label.name], setting, edge, side)
    things += _headings(words, picture, setting, left, plan.scale)
    figure = node.add("Figure", alt=picture.about.alt if picture.about else words.alt)
    sketch.add(Figure(figure, 0, 0, width, HEADING_DROP + tall, tuple(things)))
    foot = sketch.words(caption, 0, HEADING_DROP + tall + 2 * MM + setting.styles.caption.size, node.add("P"))
    return Block("plate", width, foot - setting.styles.caption.leading + 1.4 * MM, sketch, node)


def _best(words: PlateWords, picture: Picture, setting: Setting, width: float, height: float) -> _Plan:
    """The largest drawing among the ways that show nearly as many names as the best of them."""
    plans = [_planned(words, picture, setting, width, height, share) for share in SHARES]
    most = max(plan.names for plan in plans)
    return max((plan for plan in plans if plan.names >= most * ENOUGH), key=lambda plan: plan.scale)


def _planned(words: PlateWords, picture: Picture, setting: Setting, width: float, height: float, share: float) -> _Plan:
    style = _name_style(setting)
    anchors = [anchor for anchor in picture.anchors if anchor.column != "top"]
    longest = max((word for one in anchors for word in words.names[one.word].split(" ")), key=len, default="")
    measure = max(width * share, setting.line(said(longest), style).width + 1.0)
    texts = {one.word: setting.set(said(words.names[one.word]), style, measure) for one in anchors}
    column = max((line.width for text in texts.values() for line in text.lines), default=0.0) + 2 * LEADER_STUB
    scale = min((width - 2 * column) / picture.width, height / picture.height)
    tall = picture.height * scale
    kept = sum(len(fitting(_labels(picture, texts, scale, side), tall)) for side in ("left", "right"))
    return _Plan(texts, column, scale, kept)


def _labels(picture: Picture, texts: Mapping[str, SetText], scale: float, side: str) -> list[Label]:
    """The names of one column; their places are measured from the drawing's lower left, y up."""
    return [
        Label(one.word, one.x * scale, one.y * scale, one.rank, _room(texts[one.word]))
        for one in picture.anchors
        if one.column == side
    ]


def _room(text: SetText) -> float:
    return text.style.leading * (len(text.lines) - 1 + ROOM_PER_NAME)


def _name_style(setting: Setting) -> Style:
    return replace(setting.styles.caption, even=False)


def _drawing(picture: Picture, setting: Setting, x: float, y: float, wide: float, tall: float) -> Thing:
    """The drawing; on paper its cut edges dissolve, in mono they stay, for a soft edge needs grey."""
    names = ("mono",) if setting.mono else ("colour", *(fade for fade in FADES if fade in picture.block_names))
    return Inked(picture, setting.palette, names, x, y, wide, tall)


def _name(placed: PlacedLabel, text: SetText, setting: Setting, edge: float, side: str) -> Iterator[Thing]:
    """The leader with a pale edge, so that it shows on flesh and on paper, a dot at its end, and the name."""
    style = text.style
    label, ink, paper = placed.label, setting.colours.ink, setting.colours.paper
    for colour, weight in ((paper, HALO), (ink, LEADER)):
        yield Rule(edge, placed.middle, label.x, label.y, colour, weight, round_ends=True)
    yield Disc(label.x, label.y, DOT, fill=paper, line=ink, line_width=LEADER)
    wide = max((line.width for line in text.lines), default=0.0)
    x = edge - 2.0 - wide if side == "left" else edge + 2.0
    baseline = placed.middle + style.size * 0.34 - (len(text.lines) - 1) * style.leading / 2
    yield Words(text, x, baseline, None, "right" if side == "left" else "left", wide)


def _headings(words: PlateWords, picture: Picture, setting: Setting, left: float, scale: float) -> Iterator[Thing]:
    """What each half or view is, over it; where two would meet they move apart."""
    style = setting.styles.view
    anchors = sorted((one for one in picture.anchors if one.column == "top"), key=lambda one: one.x)
    texts = [setting.line(said(words.names[one.word]), style) for one in anchors]
    middles = [left + one.x * scale for one in anchors]
    if len(middles) == 2:
        wide = sum(text.lines[0].width for text in texts) / 2 + HEADING_GAP
        short = max(0.0, wide - (middles[1] - middles[0])) / 2
        middles = [middles[0] - short, middles[1] + short]
    for text, middle in zip(texts, middles, strict=True):
        room = text.lines[0].width + 1.0
        yield Words(text, middle - room / 2, style.size, None, "centre", room)
