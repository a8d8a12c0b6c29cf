"""Where the panels of a folded leaflet lie.

A tri-fold folds twice: its right third (seen from inside) goes in first and is 2 mm narrower than the others, so that
it does not push against the fold. Seen from outside, left to right: that flap, the back, the cover. The sheet is
printed on both sides and turned over its short edge, so the flap's other side is at the right of the inside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from handouts.design import Design, Paper
from handouts.errors import LayoutError, UsageProblem, did_you_mean
from handouts.page.styles import MM

Face = Literal["outside", "inside"]
FOLDS = ("tri",)
TUCK = 2 * MM  # by how much the panel that folds in is narrower
AT_FOLD = 9 * MM  # from a fold to the words
AT_EDGE = 10 * MM  # from the sheet's outer edge to the words
OFFICE_EDGE = 5 * MM  # an office printer leaves a white edge; grounds end before it, everywhere alike
WIDTHS_MM = (270.0, 310.0)  # of sheets on their side whose thirds are a column to read: Letter and A4
LOWEST = 7 * MM  # from the lowest words to the sheet's foot


@dataclass(frozen=True)
class Panel:
    """One panel. Points; x from the left of its side of the sheet. ``name`` is what a message calls it."""

    name: str
    face: Face
    x: float
    width: float
    starts_sheet: bool  # its left edge is the sheet's
    ends_sheet: bool  # its right edge is the sheet's

    @property
    def left(self) -> float:
        """Where the words begin, from the panel's left edge."""
        return AT_EDGE if self.starts_sheet else AT_FOLD

    @property
    def measure(self) -> float:
        """Width of the words."""
        return self.width - self.left - (AT_EDGE if self.ends_sheet else AT_FOLD)


@dataclass(frozen=True)
class TriFold:
    """The six panels of a sheet of that size (points), on its side."""

    width: float
    height: float
    flap: Panel
    back: Panel
    cover: Panel
    left: Panel
    middle: Panel
    right: Panel

    @property
    def panels(self) -> tuple[Panel, ...]:
        """In the order in which a reader meets them."""
        return (self.cover, self.flap, self.left, self.middle, self.right, self.back)

    def folds(self, face: Face) -> tuple[float, ...]:
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


def tri_fold(width: float, height: float) -> TriFold:
    """The panels of a sheet of that width and height (points)."""
    wide = (width + TUCK) / 3
    narrow = wide - TUCK
    return TriFold(
        width=width,
        height=height,
        flap=Panel("flap", "outside", 0.0, narrow, True, False),
        back=Panel("back", "outside", narrow, wide, False, False),
        cover=Panel("cover", "outside", narrow + wide, wide, False, True),
        left=Panel("inside left", "inside", 0.0, wide, True, False),
        middle=Panel("inside middle", "inside", wide, wide, False, False),
        right=Panel("inside right", "inside", 2 * wide, narrow, False, True),
    )


def check_fold(fold: str) -> None:
    """Raises UsageProblem naming what there is for a fold we do not know."""
    if fold not in FOLDS:
        hint = did_you_mean(fold, FOLDS) or f"there is {', '.join(FOLDS)} (three panels a side)"
        raise UsageProblem(f"there is no fold '{fold}'", hint=hint)


def on_its_side(design: Design) -> Design:
    """The design with its paper turned. Raises LayoutError where a leaflet cannot be: large print, other paper."""
    if design.large:
        raise LayoutError(
            "a tri-fold cannot hold large print: its columns have room for about 25 letters of it",
            hint="make a sheet instead: handouts make --variant large",
        )
    paper = design.paper
    width, height = max(paper.width_mm, paper.height_mm), min(paper.width_mm, paper.height_mm)
    if not WIDTHS_MM[0] <= width <= WIDTHS_MM[1]:
        raise LayoutError(f"a tri-fold is not made on {paper.name}", hint="use --paper a4 or --paper letter")
    return replace(design, paper=Paper(id=paper.id, name=paper.name, width_mm=width, height_mm=height))
