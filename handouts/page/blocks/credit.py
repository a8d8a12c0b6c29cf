"""The line under a clinic's own picture: its caption, who made it, and the licence."""

from __future__ import annotations

from collections.abc import Iterable

from handouts.page.blocks.base import Setting
from handouts.page.drawing import Sketch
from handouts.page.styles import MM
from handouts.page.text import SetText
from handouts.pdf.structure import Node
from handouts.pictures.picture import Picture
from handouts.words.model import Run, Text

ABOVE = 0.6 * MM  # between a picture and its line
ASCENT = 0.8  # of the type's size, from the baseline up


def credit_of(picture: Picture, setting: Setting, width: float) -> tuple[SetText | None, float]:
    """The line, set to that width, and its height in points; nothing and 0 for our own pictures."""
    if picture.about is None or not picture.about.line:
        return None, 0.0
    text = setting.set((Run(picture.about.line),), setting.styles.small, width)
    return text, ABOVE + len(text.lines) * setting.styles.small.leading


def print_credit(
    sketch: Sketch, setting: Setting, text: SetText | None, x: float, y: float, width: float, node: Node
) -> None:
    """Prints the line below y, which is the foot of the picture, as the caption of its figure."""
    if text is not None:
        baseline = y + ABOVE + setting.styles.small.size * ASCENT
        sketch.words(text, x, baseline, node.add("Caption"), "centre", width)


def with_credits(caption: Text, pictures: Iterable[Picture]) -> Text:
    """A caption followed by the lines of the pictures above it, each once."""
    lines = dict.fromkeys(picture.about.line for picture in pictures if picture.about)
    return (*caption, *(Run(f" {line}") for line in lines if line))


def seen(alt: str, pictures: Iterable[Picture]) -> str:
    """The words for page readers, after what the clinic says of its own pictures."""
    return " ".join([*dict.fromkeys(picture.about.alt for picture in pictures if picture.about), alt])
