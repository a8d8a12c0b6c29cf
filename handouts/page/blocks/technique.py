"""Techniques in a list, each with its small picture beside the words."""

from __future__ import annotations

from handouts.page.blocks.base import Setting, dot
from handouts.page.blocks.credit import credit_of, print_credit
from handouts.page.drawing import Box, Figure, Inked, Sketch
from handouts.page.styles import MM
from handouts.pdf.structure import Node
from handouts.words.model import Beside, Bullets, Text

PICTURE = 26 * MM  # wide; large print has it half as large again
LARGE = 1.5
WIDEST = 0.36  # of the measure
AIR, BETWEEN = 3.4 * MM, 2.4 * MM
ASCENT = 0.8  # of the type's size, from the baseline up


def pictured_list(sketch: Sketch, setting: Setting, part: Bullets, baseline: float, width: float, node: Node) -> float:
    """Draws the list under the node; returns the baseline after its last line. Raises PictureError where a picture is
    missing."""
    entries = node.add("L", numbering="Disc")
    for item, shown in zip(part.items, part.beside, strict=True):
        baseline = pictured_item(sketch, setting, item, shown, baseline, width, entries)
    return baseline


def pictured_item(
    sketch: Sketch, setting: Setting, item: Text, shown: Beside | None, baseline: float, width: float, entries: Node
) -> float:
    """Draws one entry of such a list; returns the baseline after it. Words without a picture stand in line with the
    others."""
    style = setting.styles.body
    wide = min(PICTURE * (LARGE if setting.large else 1.0), width * WIDEST)
    indent = wide + AIR
    body = entries.add("LI").add("LBody")
    top = baseline - style.size * ASCENT
    foot = top if shown is None else top + _picture(sketch, setting, shown, top, wide, body)
    if shown is None:
        dot(sketch, setting, wide, baseline, setting.colours.main)
    below = sketch.words(setting.set(item, style, width - indent), indent, baseline, body.add("P"))
    return max(below, foot + style.size * ASCENT + BETWEEN)


def _picture(sketch: Sketch, setting: Setting, shown: Beside, top: float, wide: float, node: Node) -> float:
    """The picture in a thin frame, from the left edge; returns its height."""
    picture = setting.book.get("technique", shown.picture)
    tall = wide * picture.height / picture.width
    name = "mono" if setting.mono else "colour"
    things = (
        Inked(picture, setting.palette, (name,), 0, top, wide, tall),
        Box(0, top, wide, tall, line=setting.colours.hair, line_width=0.6),
    )
    figure = node.add("Figure", alt=picture.about.alt if picture.about else shown.alt)
    sketch.add(Figure(figure, 0, top, wide, tall, things))
    line, below = credit_of(picture, setting, wide)
    print_credit(sketch, setting, line, 0, top + tall, wide, figure)
    return tall + below
