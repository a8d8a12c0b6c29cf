"""Body maps: what marks a pain area in each view, and which views show the chosen areas best.

The facts are in images/anatomy/regions.yaml. A view is front, back, side, or a close-up of head, hand or foot; a region
is what a view can mark. Sides are the person's own: "L", "R", or "LR" for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Literal

from handouts.errors import PictureError, did_you_mean
from handouts.library.located import Document
from handouts.library.map_records import map_records
from handouts.library.model import MapDrawing, MapViews, PlateCover

VIEWS = ("front", "back")
SIDES = ("L", "R")
MOST_CLOSER = 2  # views of one close-up: more are too small to read

Strength = Literal["main", "linked", "faint"]
STRENGTHS: tuple[Strength, ...] = ("faint", "linked", "main")  # in painting order


@dataclass(frozen=True)
class Shown:
    """A view that is shown. ``side`` is the person's own, "L" or "R", where the view shows one side alone."""

    view: str
    side: str = ""

    @property
    def sides(self) -> str:
        """The sides that the view can show a mark on."""
        return self.side or "LR"


@dataclass(frozen=True)
class Chosen:
    """What stands in the two places of the body map: two figures, or one figure and rows of close-ups."""

    figures: tuple[Shown, ...]
    close_ups: tuple[tuple[Shown, ...], ...] = ()  # rows; a row has one view, or its right and left

    @property
    def views(self) -> tuple[Shown, ...]:
        """Every view, in reading order."""
        return (*self.figures, *(one for row in self.close_ups for one in row))


@dataclass(frozen=True)
class MapRegions:
    """Pain areas with their marks, the views there are, groups of regions, and plates for covers."""

    areas: Mapping[str, MapViews]
    maps: Mapping[str, MapDrawing] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    covers: Mapping[str, PlateCover] = field(default_factory=dict)

    def cover(self, areas: Sequence[str]) -> str | None:
        """The id of the plate that shows most of the areas and suits the others; None where there is none."""
        asked = set(areas)
        fitting = [
            (len(asked & set(cover.shows)), plate)
            for plate, cover in self.covers.items()
            if asked & set(cover.shows) and asked <= {*cover.shows, *cover.suits}
        ]
        return max(fitting, key=lambda pair: pair[0])[1] if fitting else None

    def drawing(self, view: str) -> MapDrawing:
        """A view's picture. Raises PictureError for an unknown view."""
        if view not in self.maps:
            hint = did_you_mean(view, self.maps) or "known views: " + ", ".join(self.maps)
            raise PictureError(f"the body map has no view {view!r}", hint=hint)
        return self.maps[view]

    # ------------------------------------------------------------ marks
    def area(self, area: str) -> MapViews:
        """The marks of an area. Raises PictureError for an unknown one."""
        if area not in self.areas:
            hint = did_you_mean(area, self.areas) or "known areas: " + ", ".join(self.areas)
            raise PictureError(f"the body map has no area {area!r}", hint=hint)
        return self.areas[area]

    def regions(self, area: str, view: str, strength: Strength = "main") -> tuple[str, ...]:
        """The regions that mark the area in this view; none when the view does not show it."""
        marks = self.area(area)
        if strength == "main":
            found: tuple[str, ...] = getattr(marks, view, ())
            return found
        named = marks.linked if strength == "linked" else marks.spread
        here = self.maps[view].regions if view in self.maps else ()
        return tuple(region for region in named if region in here)

    def blocks(
        self, area: str, view: str, sides: str = "LR", mono: bool = False, strength: Strength = "main"
    ) -> tuple[str, ...]:
        """The names of the picture's blocks that mark the area; empty when the view does not show it.

        A view of one side is drawn for the right: its blocks are those of the right, for either side. Raises
        PictureError for an unknown area.
        """
        kind = "mark" if not mono else "mono" if strength == "main" else f"mono-{strength}"
        own = "R" if view in self.maps and self.maps[view].one_side and sides else None
        shown = own or "".join(side for side in SIDES if side in sides)
        return tuple(f"{kind}:{region}_{side}" for region in self.regions(area, view, strength) for side in shown)

    def map_blocks(self, marks: Mapping[str, str], view: str, mono: bool = False) -> tuple[str, ...]:
        """The base and every main mark of one view; marks maps an area to its sides ("L", "R" or "LR")."""
        found = [block for area, sides in marks.items() for block in self.blocks(area, view, sides, mono)]
        return ("mono-base" if mono else "base", *dict.fromkeys(found))

    # ------------------------------------------------------------ choosing
    def choose(self, marks: Mapping[str, str]) -> Chosen:
        """The views that show the areas best; marks maps an area to its sides.

        A close-up takes one of the two places where it shows every chosen area; otherwise the two figures are those
        in which the areas are seen best. Every area is marked on every side it has. Raises PictureError for an area
        that no figure shows.
        """
        wanted = [(area, side) for area, sides in marks.items() for side in SIDES if side in sides]
        close_ups = tuple(self._close_ups(marks))
        if close_ups:
            best = max(self._figures(), key=lambda one: self._seen(wanted, (one,)))
            if self._shows_all(wanted, (best,)):
                return Chosen((best,), close_ups)
        pairs = [(Shown("front"), Shown("back")), *combinations(self._figures(), 2)]
        pair = max(pairs, key=lambda one: (self._shows_all(wanted, one), self._seen(wanted, one)))  # first of equals
        for area, side in wanted:
            if not self._shows_all([(area, side)], pair):
                raise PictureError(
                    f"the body map has no place for the area {area!r}",
                    hint="name its regions, in front or behind, in images/anatomy/regions.yaml",
                )
        return Chosen(pair)

    def _figures(self) -> tuple[Shown, ...]:
        """Every figure, in the order they stand beside each other."""
        found: list[Shown] = []
        for view, drawing in self.maps.items():
            if drawing.kind == "figure":
                found += [Shown(view, side) for side in ("R", "L")] if drawing.one_side else [Shown(view)]
        return tuple(found) or tuple(Shown(view) for view in VIEWS)

    def _shows(self, area: str, side: str, one: Shown) -> bool:
        return side in one.sides and bool(self.regions(area, one.view))

    def _shows_all(self, wanted: Sequence[tuple[str, str]], views: Sequence[Shown]) -> bool:
        return all(any(self._shows(area, side, one) for one in views) for area, side in wanted)

    def _seen(self, wanted: Sequence[tuple[str, str]], views: Sequence[Shown]) -> tuple[int, bool, int]:
        """How well the views show the marks: the best view of each counts first, then that no side is shown without
        the other where both are marked, then all views of each."""
        worth = [[self._worth(area, side, one) for one in views] for area, side in wanted]
        marked, alone = {side for _, side in wanted}, {one.side for one in views} - {""}
        even = len(alone) != 1 or marked <= alone
        return sum(max(row) for row in worth), even, sum(sum(row) for row in worth)

    def _worth(self, area: str, side: str, one: Shown) -> int:
        if not self._shows(area, side, one):
            return 0
        order = self.area(area).show or VIEWS
        return len(order) + 1 - order.index(one.view) if one.view in order else 1

    def _close_ups(self, marks: Mapping[str, str]) -> Iterator[tuple[Shown, ...]]:
        """Rows of close-ups that show every area; none where one area has no close-up, or another part's."""
        views = [self.area(area).closer for area in marks]
        shared = [view for view in dict.fromkeys(v for one in views for v in one) if all(view in one for one in views)]
        sides = "".join(side for side in ("R", "L") if any(side in one for one in marks.values()))
        for view in shared[:MOST_CLOSER]:
            yield tuple(Shown(view, side) for side in sides) if self.maps[view].one_side else (Shown(view),)


def read_regions(*layers: Path) -> MapRegions:
    """Reads the files, ours first: an area, view, group or cover of a later one takes the place of one before it.

    Raises InvalidData naming file, line and field when something is wrong.
    """
    areas: dict[str, MapViews] = {}
    maps: dict[str, MapDrawing] = {}
    groups: dict[str, tuple[str, ...]] = {}
    covers: dict[str, PlateCover] = {}
    for path in layers:
        records = map_records(Document(path))
        areas |= records.areas
        maps |= records.maps
        groups |= records.groups
        covers |= records.covers
    return MapRegions(areas, maps, groups, covers)


def regions_below(images: Sequence[Path]) -> MapRegions:
    """Reads anatomy/regions.yaml of every images folder that has one; the user's folder, which wins, is first."""
    files = [root / "anatomy" / "regions.yaml" for root in reversed(images)]
    return read_regions(*(path for path in files if path.is_file()))
