"""Where the panels of a folded leaflet lie.

A tri-fold folds twice: its right third (seen from inside) goes in first and is 2 mm narrower than the others, so that
it does not push against the fold. Seen from outside, left to right: that flap, the back, the cover. A bi-fold folds
once, down the middle: outside the back and the cover, inside left and right. The sheet is printed on both sides and
turned over its short edge, so what stands at the left of the outside is backed by the right of the inside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from handouts.design import Design
from handouts.page.styles import MM

FACES = ("outside", "inside")  # the two sides of the sheet
TUCK = 2 * MM  # by how much the panel that folds in is narrower
AT_FOLD = 9 * MM  # from a fold to the words
AT_EDGE = 10 * MM  # from the sheet's outer edge to the words
OFFICE_EDGE = 5 * MM  # an office printer leaves a white edge; grounds end before it, everywhere alike
LOWEST = 7 * MM  # from the lowest words to the sheet's foot


@dataclass(frozen=True)
class Panel:
    """One panel. Points; x from the left of its side of the sheet. ``name`` is what a message calls it."""

    name: str
    face: str
    x: float
    width: float
    starts_sheet: bool  # its left edge is the sheet's
    ends_sheet: bool  # its right edge is the sheet's
    margins: tuple[float, float] | None = None  # left and right of the words, where they are not the usual ones

    @property
    def left(self) -> float:
        """Where the words begin, from the panel's left edge."""
        if self.margins:
            return self.margins[0]
        return AT_EDGE if self.starts_sheet else AT_FOLD

    @property
    def measure(self) -> float:
        """Width of the words."""
        right = self.margins[1] if self.margins else AT_EDGE if self.ends_sheet else AT_FOLD
        return self.width - self.left - right


@dataclass(frozen=True)
class Fold:
    """A sheet of that size (points), on its side, and its panels in the order in which a reader meets them."""

    width: float
    height: float
    panels: tuple[Panel, ...]

    @property
    def cover(self) -> Panel:
        """What lies on top when it is folded."""
        return self.panels[0]

    @property
    def back(self) -> Panel:
        """What one sees when it is turned over."""
        return self.panels[-1]

    def folds(self, face: str) -> tuple[float, ...]:
        """Where this side of the sheet is folded, from its left (points)."""
        return tuple(panel.x for panel in sorted(self.panels, key=lambda p: p.x) if panel.face == face and panel.x)

    def ground(self, panel: Panel, beyond: float = -OFFICE_EDGE) -> tuple[float, float, float, float]:
        """The box (x, y, width, height) that the panel's ground fills, from the panel's top left.

        beyond: how far it runs past the sheet's outer edges; negative where it ends inside them, positive for bleed.
        At a fold it ends on the fold.
        """
        left = -beyond if panel.starts_sheet else 0.0
        right = panel.width + (beyond if panel.ends_sheet else 0.0)
        return left, -beyond, right - left, self.height + 2 * beyond


@dataclass(frozen=True)
class TriFold(Fold):
    """Six panels."""

    @property
    def flap(self) -> Panel:
        """The outside of what folds in: seen second."""
        return self.panels[1]

    @property
    def left(self) -> Panel:
        """Inside, behind the cover."""
        return self.panels[2]

    @property
    def middle(self) -> Panel:
        """Inside, behind the back."""
        return self.panels[3]

    @property
    def right(self) -> Panel:
        """Inside, behind the flap."""
        return self.panels[4]


@dataclass(frozen=True)
class BiFold(Fold):
    """Four panels."""

    @property
    def left(self) -> Panel:
        """Inside, behind the cover."""
        return self.panels[1]

    @property
    def right(self) -> Panel:
        """Inside, behind the back."""
        return self.panels[2]


def tri_fold(width: float, height: float) -> TriFold:
    """The panels of a sheet of that width and height (points)."""
    wide = (width + TUCK) / 3
    narrow = wide - TUCK
    cover = Panel("cover", "outside", narrow + wide, wide, False, True)
    flap = Panel("flap", "outside", 0.0, narrow, True, False)
    left = Panel("inside left", "inside", 0.0, wide, True, False)
    middle = Panel("inside middle", "inside", wide, wide, False, False)
    right = Panel("inside right", "inside", 2 * wide, narrow, False, True)
    back = Panel("back", "outside", narrow, wide, False, False)
    return TriFold(width, height, (cover, flap, left, middle, right, back))


def bi_fold(width: float, height: float) -> BiFold:
    """The panels of a sheet of that width and height (points), folded down the middle."""
    half = width / 2
    cover = Panel("cover", "outside", half, half, False, True)
    left = Panel("inside left", "inside", 0.0, half, True, False)
    right = Panel("inside right", "inside", half, half, False, True)
    back = Panel("back", "outside", 0.0, half, True, False)
    return BiFold(width, height, (cover, left, right, back))


def on_its_side(design: Design) -> Design:
    """The design with its paper turned."""
    paper = design.paper
    width, height = max(paper.width_mm, paper.height_mm), min(paper.width_mm, paper.height_mm)
    return replace(design, paper=msgspec.structs.replace(paper, width_mm=width, height_mm=height))
