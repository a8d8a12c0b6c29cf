"""Which blocks of the body maps mark a pain area (images/anatomy/regions.yaml)."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handouts.errors import InvalidData, PictureError
from handouts.library.located import Document
from handouts.library.model import MapViews

VIEWS = ("front", "back")
SIDES = ("L", "R")


@dataclass(frozen=True)
class MapRegions:
    """Pain-area id to view to region ids."""

    areas: Mapping[str, Mapping[str, tuple[str, ...]]]

    def blocks(self, area: str, view: str, sides: str = "LR", mono: bool = False) -> tuple[str, ...]:
        """The map's block names that mark the area in this view; empty when the view does not show it.

        sides holds the person's own sides: "L", "R" or "LR". Raises PictureError for an unknown area.
        """
        if area not in self.areas:
            near = difflib.get_close_matches(area, self.areas, n=1)
            hint = f"did you mean {near[0]!r}?" if near else "known areas: " + ", ".join(self.areas)
            raise PictureError(f"the body map has no area {area!r}", hint=hint)
        kind = "mono" if mono else "mark"
        regions = self.areas[area].get(view, ())
        return tuple(f"{kind}:{region}_{side}" for region in regions for side in SIDES if side in sides)

    def map_blocks(self, marks: Mapping[str, str], view: str, mono: bool = False) -> tuple[str, ...]:
        """The base and every mark of one view; marks maps an area to its sides ("L", "R" or "LR")."""
        found = [block for area, sides in marks.items() for block in self.blocks(area, view, sides, mono)]
        return ("mono-base" if mono else "base", *dict.fromkeys(found))


def read_regions(*layers: Path) -> MapRegions:
    """Reads the files, ours first: an area of a later one takes the place of the same area before it.

    Raises InvalidData naming file, line and area when something is wrong.
    """
    areas: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for path in layers:
        document = Document(path)
        if not isinstance(document.value, dict):
            raise InvalidData("must be a mapping of pain areas", where=document.where())
        for area, value in document.value.items():
            views = document.as_record(MapViews, value, area)
            areas[area] = {view: regions for view in VIEWS if (regions := getattr(views, view))}
    return MapRegions(areas)
