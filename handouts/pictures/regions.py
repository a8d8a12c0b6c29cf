"""Which blocks of the body maps mark a pain area (images/anatomy/regions.yaml)."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from handouts.errors import PictureError, Where

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


def read_regions(path: Path) -> MapRegions:
    """Reads the file. Raises PictureError naming it, and the area, when something is wrong."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PictureError(f"cannot read the map's regions: {error.strerror}", where=Where(file=str(path))) from error
    except yaml.YAMLError as error:
        raise PictureError(f"this is not valid YAML: {error}", where=Where(file=str(path))) from error
    if not isinstance(data, dict):
        raise PictureError("the file must hold pain areas", where=Where(file=str(path)))
    areas = {}
    for area, views in data.items():
        if not isinstance(views, dict) or not set(views) <= set(VIEWS):
            raise PictureError("an area holds front, back or both", where=Where(file=str(path), field=str(area)))
        areas[str(area)] = {str(view): tuple(map(str, regions)) for view, regions in views.items()}
    return MapRegions(areas)
