"""Pages with placed blocks: what laying out gives, and what writing takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handouts.design import Design
from handouts.page.blocks.base import Block, Setting
from handouts.page.drawing import Slot
from handouts.page.styles import MM
from handouts.page.text import Typesetter, extra_hint
from handouts.pdf.structure import Node

SIDE = 18 * MM  # left and right margin
TOP = 10 * MM  # nothing stands above
FOOT = 16 * MM  # from the end of the content to the page's foot
FOOTER = 15 * MM  # from the footer's rule to the page's foot
NARROWEST_MM = 200.0  # the sheets are designed for A4 and Letter


Rect = tuple[float, float, float, float]  # left, top, width, height, in points from a page's top left


@dataclass(frozen=True)
class Placed:
    """A block with its top left corner, in points from the page's top left.

    ``scale``: drawn that many times its size. ``upside_down``: turned by 180 degrees within its own box. ``window``:
    what lies outside this part of the page is cut off. ``turn``: where its bookmarks come in the outline, where that is
    not the order of painting.
    """

    block: Block
    x: float
    y: float
    scale: float = 1.0
    upside_down: bool = False
    window: Rect | None = None
    turn: int = 0

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + float(self.block.height) * self.scale

    def on_page(self, x: float, y: float) -> tuple[float, float]:
        """A point of the block (from its top left, y down) as a point of the page."""
        if self.upside_down:
            x, y = float(self.block.width) - x, float(self.block.height) - y
        return self.x + x * self.scale, self.y + y * self.scale

    def moved(self, x: float, y: float, scale: float = 1.0) -> Placed:
        """The same on a page that is itself drawn smaller or larger with its top left at x, y (points)."""
        window = self.window
        if window is not None:
            left, top, width, height = (side * scale for side in window)
            window = (x + left, y + top, width, height)
        return replace(self, x=x + self.x * scale, y=y + self.y * scale, scale=self.scale * scale, window=window)


@dataclass(frozen=True)
class Sheet:
    """How large a page is (points). ``trim`` is where it will be cut; ``bleed`` is how far its grounds run."""

    width: float
    height: float
    trim: Rect | None = None
    bleed: Rect | None = None


@dataclass(frozen=True)
class Page:
    """Blocks in the order of painting; the later lie on top. ``sheet``: None for the layout's own paper."""

    placed: tuple[Placed, ...]
    sheet: Sheet | None = None


@dataclass(frozen=True)
class Layout:
    """A laid-out sheet. ``dropped`` and ``warnings`` are lines for the therapist; ``slots`` tell where personal words
    stand. ``reading``: the structure in reading order, where that is not the order of the blocks on the pages; the
    blocks then hold no nodes of their own. ``parts``: what a message calls the kids of the first of them.
    """

    design: Design
    language: str
    font: str
    pages: tuple[Page, ...]
    dropped: tuple[str, ...]
    warnings: tuple[str, ...]
    slots: tuple[Slot, ...]
    reading: tuple[Node, ...] = ()
    parts: tuple[str, ...] = ()
    typesetter: Typesetter | None = None  # knows how the personal words were set; None where there are none

    @property
    def page_size(self) -> tuple[float, float]:
        """Width and height of the paper in points."""
        return page_size(self.design)

    def sheet_of(self, page: Page) -> Sheet:
        """How large the page is."""
        return page.sheet or Sheet(*self.page_size)

    def reading_order(self) -> tuple[Node, ...]:
        """The structure, in the order in which it is read."""
        if self.reading:
            return self.reading
        blocks = (placed.block for page in self.pages for placed in page.placed)
        return tuple(block.node for block in blocks if block.node is not None)


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
    """Every personal run on the pages, measured from each page's lower left corner. height: of a page that does not
    say its own (points)."""
    return tuple(
        _slot_on_page(slot, placed, number, page.sheet.height if page.sheet else height)
        for number, page in enumerate(pages, start=1)
        for placed in page.placed
        for slot in placed.block.slots
    )


def _slot_on_page(slot: Slot, placed: Placed, number: int, height: float) -> Slot:
    x, y = placed.on_page(slot.x, slot.y)
    return replace(slot, page=number, x=x, y=height - y, width=slot.width * placed.scale, size=slot.size * placed.scale)


def finished(
    pages: list[list[Placed]], setting: Setting, language: str, dropped: list[str], warnings: list[str]
) -> Layout:
    """The layout, with what no font could draw among the warnings."""
    whole = tuple(Page(tuple(placed)) for placed in pages)
    missing = setting.typesetter.missing
    if missing:
        # Which they are is not told: they may be letters of a client's name.
        count = "1 character" if len(missing) == 1 else f"{len(missing)} characters"
        told = f"no font of this sheet has {count} of it, so a box is printed for each{extra_hint(missing)}"
        warnings = [*warnings, told]
    return Layout(
        design=setting.design,
        language=language,
        font=setting.styles.body.face,
        pages=whole,
        dropped=tuple(dropped),
        warnings=(*setting.design.warnings, *warnings),
        slots=find_slots(whole, page_size(setting.design)[1]),
        typesetter=setting.typesetter,
    )
