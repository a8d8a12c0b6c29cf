"""What stands on every page: the running line at the foot, and a line at the head of the pages after the first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from handouts.page.blocks import foot
from handouts.page.blocks.base import Block, Setting
from handouts.page.drawing import Rule, Sketch
from handouts.page.layout import FOOTER, SIDE, Placed, measure, page_size
from handouts.page.styles import MM
from handouts.words.model import Run, Text, Words, plain


def with_footers(pages: list[list[Placed]], words: Words, setting: Setting) -> list[list[Placed]]:
    """The pages, each with its running line at the foot."""
    width, height = measure(setting.design), page_size(setting.design)[1]
    return [
        [
            *placed,
            Placed(foot.footer(words.footer, setting, width, number, len(pages)), SIDE, height - FOOTER),
        ]
        for number, placed in enumerate(pages, start=1)
    ]


def running_line(words: Words) -> Text:
    """For whom, and where to ask."""
    clinic = _joined((words.band.name, words.band.phone), (Run(" "),))
    line = _joined((words.title.for_whom, clinic), foot.BETWEEN)
    return tuple(replace(run, strong=False) for run in line)


def _joined(texts: Iterable[Text | None], between: Text) -> Text:
    """Those of the texts that say something, with ``between`` only between two of them."""
    line: Text = ()
    for text in texts:
        if text and plain(text).strip():
            line = (*line, *between, *text) if line else text
    return line


def running_head(words: Words, setting: Setting, width: float) -> Block:
    """The running line as a block of its own."""
    sketch = Sketch()
    line = setting.typesetter.one_line(running_line(words), setting.styles.running, width)
    sketch.words(line, 0, 4.6 * MM, None, "right", width)
    return Block("running head", width, 6 * MM, sketch, None)


def hairline(setting: Setting, width: float) -> Block:
    """A line between cards."""
    sketch = Sketch()
    sketch.add(Rule(0, 0, width, 0, setting.colours.hair, 0.5))
    return Block("hairline", width, 0, sketch, None)
