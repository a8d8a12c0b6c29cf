"""Pages with placed blocks: what laying out gives, and what writing takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handouts.design import Design
from handouts.page.blocks.base import Block, Setting
from handouts.page.drawing import Slot
from handouts.page.styles import MM

SIDE = 18 * MM  # left and right margin
TOP = 10 * MM  # nothing stands above
FOOT = 16 * MM  # from the end of the content to the page's foot
FOOTER = 15 * MM  # from the footer's rule to the page's foot
NARROWEST_MM = 200.0  # the sheets are designed for A4 and Letter


@dataclass(frozen=True)
class Placed:
    """A block with its top left corner, in points from the page's top left."""

    block: Block
    x: float
    y: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + float(self.block.height)


@dataclass(frozen=True)
class Page:
    """Blocks in reading order."""

    placed: tuple[Placed, ...]


@dataclass(frozen=True)
class Layout:
    """A laid-out sheet. ``dropped`` and ``warnings`` are lines for the therapist; ``slots`` tell where personal words
    stand."""

    design: Design
    language: str
    font: str
    pages: tuple[Page, ...]
    dropped: tuple[str, ...]
    warnings: tuple[str, ...]
    slots: tuple[Slot, ...]

    @property
    def page_size(self) -> tuple[float, float]:
        """Width and height in points."""
        return page_size(self.design)


def page_size(design: Design) -> tuple[float, float]:
    """Width and height of the paper in points."""
    return design.paper.width_mm * MM, design.paper.height_mm * MM


def measure(design: Design) -> float:
    """Width between the margins (points)."""
    return page_size(design)[0] - 2 * SIDE


def content_end(design: Design) -> float:
    """The lowest y of content, from the page's top (points)."""
    return page_size(design)[1] - FOOT


def find_slots(pages: tuple[Page, ...], height: float) -> tuple[Slot, ...]:
    """Every personal run on the pages, measured from each page's lower left corner."""
    return tuple(
        replace(slot, page=number, x=slot.x + placed.x, y=height - placed.y - slot.y)
        for number, page in enumerate(pages, start=1)
        for placed in page.placed
        for slot in placed.block.slots
    )


def finished(
    pages: list[list[Placed]], setting: Setting, language: str, dropped: list[str], warnings: list[str]
) -> Layout:
    """The layout, with what no font could draw among the warnings."""
    whole = tuple(Page(tuple(placed)) for placed in pages)
    missing = setting.typesetter.missing
    if missing:
        shown = " ".join(f"{sign} ({', '.join(f'U+{ord(c):04X}' for c in sign)})" for sign in missing)
        warnings = [
            *warnings,
            f"no font of this sheet has these characters, so a box is printed for each: {shown}",
        ]
    return Layout(
        design=setting.design,
        language=language,
        font=setting.styles.body.face,
        pages=whole,
        dropped=tuple(dropped),
        warnings=(*setting.design.warnings, *warnings),
        slots=find_slots(whole, page_size(setting.design)[1]),
    )
