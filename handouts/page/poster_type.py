"""Type and measures of a poster, in fractions of its width."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from handouts.page.blocks.base import Setting, title_of
from handouts.page.drawing import Bookmark, Sketch, Words
from handouts.page.styles import MM, Style
from handouts.pdf.structure import Node
from handouts.words.model import Text

A4_WIDTH = 210 * MM
MARGIN = 16  # millimetres on A4


@dataclass(frozen=True)
class PosterType:
    """The roles of type on a poster."""

    question: Style
    message: Style
    sentence: Style
    heading: Style
    line: Style
    name: Style
    dose: Style
    number: Style
    alert: Style
    action: Style
    where: Style
    sign: Style
    clinic: Style
    contact: Style
    strong: Style
    imprint: Style


@dataclass(frozen=True)
class PosterSetting:
    """What a poster of that width (points) is drawn with.

    ``blocks``: the setting it shares with other pages. ``sign``: size of the signs' type in points on A4; the names and
    doses of the moves grow with it.
    """

    blocks: Setting
    width: float
    sign: float = 11.0

    @property
    def scale(self) -> float:
        """Of everything, against A4."""
        return self.width / A4_WIDTH

    @property
    def unit(self) -> float:
        """A millimetre on A4, in points."""
        return self.scale * MM

    @property
    def left(self) -> float:
        """Where words begin."""
        return MARGIN * self.unit

    @property
    def measure(self) -> float:
        """Width of the words."""
        return self.width - 2 * self.left

    @cached_property
    def type(self) -> PosterType:
        """Sizes for this paper."""
        styles, colours = self.blocks.styles, self.blocks.colours
        regular, semibold, bold = styles.body.face, styles.evidence.face, styles.title.face
        large, label = (colours.ink, colours.mute) if self.blocks.mono else (colours.on_bar, colours.on_bar_label)

        def style(face: str, size: float, leading: float, colour: str = colours.ink) -> Style:
            strong = semibold if face == regular else bold
            return Style(face, strong, size * self.scale, leading * self.scale, colour)

        return PosterType(
            question=style(regular, 27, 33, label),
            message=style(bold, 64, 68, large),
            sentence=style(semibold, 15.5, 21, large),
            heading=style(bold, 16, 20, colours.main),
            line=style(regular, 11.5, 15.5),
            name=style(bold, self.sign + 3, (self.sign + 3) * 1.25),
            dose=style(semibold, self.sign + 1, (self.sign + 1) * 1.3, colours.main),
            number=style(bold, 13, 15, colours.paper),
            alert=style(bold, 16, 20),
            action=style(bold, 15, 18),
            where=style(semibold, 11, 14),
            sign=style(regular, self.sign, self.sign * 1.31),
            clinic=style(bold, 15, 18, colours.main),
            contact=style(regular, 11, 14.5),
            strong=style(semibold, 11.5, 15),
            imprint=style(regular, 10, 12.6, colours.mute),
        )


def headed(
    sketch: Sketch, node: Node, title: Text, aside: Text, setting: PosterSetting, y: float, kind: Style
) -> float:
    """A heading with a line beside it, or under it where there is no room; returns where they end."""
    blocks, left, measure = setting.blocks, setting.left, setting.measure
    sketch.bookmarks.append(Bookmark(title_of(title), 1, y))
    heading = blocks.set(title, kind, measure)
    line = blocks.line(aside, setting.type.line)
    y += kind.size * 0.8
    below_heading = sketch.words(heading, left, y, node.add("H2")) - kind.leading
    if len(heading.lines) == 1 and heading.width + line.width + 6 * setting.unit <= measure:
        sketch.add(Words(line, left, y, node.add("P"), "right", measure))
        return below_heading + 3.6 * setting.unit
    text = blocks.set(aside, setting.type.line, measure)
    y = sketch.words(text, left, below_heading + setting.type.line.leading, node.add("P"))
    return y - setting.type.line.leading + 3.6 * setting.unit
