"""Every block of a sheet as text: its size, what stands where in it, and what a page reader is told.

``python -m tests.page.blocks`` renews blocks.txt. Look at the pages before you do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from handouts.page.blocks import cards
from handouts.page.blocks.base import Block, Setting
from handouts.page.blocks.cards import CardShape
from handouts.page.drawing import Figure, Rule, Thing, Words
from handouts.page.handout import lay_out_handout
from handouts.page.styles import MM
from handouts.pdf.structure import Node
from tests.page import samples

GOLDEN = Path(__file__).with_name("blocks.txt")
CARD_WIDTHS = {"wide": 174, "slim": 174, "half": 84, "compact": 54, "large": 174}  # mm
_NUMBER = re.compile(r" \d+$")


def described() -> str:
    """All blocks, one after the other."""
    return "\n".join(line for name, block in sorted(_catalogue().items()) for line in (*_lines(name, block), ""))


def _catalogue() -> dict[str, Block]:
    """The first of each name on four sheets, and the card in each of its forms."""
    found: dict[str, Block] = {}
    for variant, tier in (("standard", "basic"), ("standard", "full"), ("large", "basic"), ("mono", "basic")):
        ending = "" if variant == "standard" else f" ({variant})"
        words = samples.standard(conditions=2)
        book = samples.SampleBook()
        layout = lay_out_handout(words, samples.design(variant), book, tier=tier, regions=samples.REGIONS)  # type: ignore[arg-type]
        for placed in (one for page in layout.pages for one in page.placed):
            name = _NUMBER.sub("", placed.block.name)
            if name != "card":
                found.setdefault(name + ending, placed.block)
    assert words.exercises
    for form, width in CARD_WIDTHS.items():
        variant = "large" if form == "large" else "standard"
        setting = Setting(samples.design(variant), samples.SampleBook(), samples.REGIONS)
        shape = CardShape(form)  # type: ignore[arg-type]
        found[f"card, {form}"] = cards.card(words.exercises.cards[0], shape, setting, width * MM)
    return found


def _lines(name: str, block: Block) -> Iterator[str]:
    yield f"== {name}: {_mm(block.width)} x {_mm(block.height)} mm"
    yield from _things(block.things, "")
    yield from (f"bookmark {mark.level}: {mark.title}" for mark in block.bookmarks if mark.title)
    if block.node is not None:
        yield f"read as {_tree(block.node)}"


def _things(things: tuple[Thing, ...], indent: str) -> Iterator[str]:
    for thing in things:
        kind = type(thing).__name__.lower()
        if isinstance(thing, Words):
            for line, x, y in thing.starts():
                said = "".join(piece.text for piece in line.pieces)
                yield f"{indent}{_mm(x)},{_mm(y)} {thing.text.style.size:g} pt {said.rstrip()!r}"
        elif isinstance(thing, Rule):
            yield f"{indent}{_mm(thing.x1)},{_mm(thing.y1)} rule to {_mm(thing.x2)},{_mm(thing.y2)}"
        else:
            size = f" {_mm(thing.width)} x {_mm(thing.height)}" if hasattr(thing, "width") else ""
            yield f"{indent}{_mm(thing.x)},{_mm(thing.y)} {kind}{size}"
        if isinstance(thing, Figure):
            yield f"{indent}  words: {thing.node.alt}"
            yield from _things(thing.things, indent + "  ")


def _tree(node: Node) -> str:
    return node.tag + (f"({', '.join(map(_tree, node.kids))})" if node.kids else "")


def _mm(points: float) -> str:
    """Millimetres, to a tenth."""
    return f"{round(float(points) / MM, 1) + 0.0:g}"


if __name__ == "__main__":
    GOLDEN.write_text(described(), encoding="utf-8")
