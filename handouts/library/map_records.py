"""Reading images/anatomy/regions.yaml: each entry on its own, so that a fault names its own line."""

from __future__ import annotations

from typing import Any

import msgspec

from handouts.library.located import Document
from handouts.library.model import MapDrawing, MapRecords, MapViews, PlateCover, Record


class _Parts(Record, frozen=True, kw_only=True):
    """The parts of the file, not yet looked into."""

    areas: dict[str, Any] = msgspec.field(default_factory=dict)
    maps: dict[str, Any] = msgspec.field(default_factory=dict)
    groups: dict[str, Any] = msgspec.field(default_factory=dict)
    covers: dict[str, Any] = msgspec.field(default_factory=dict)


def map_records(document: Document) -> MapRecords:
    """The views, groups, areas and covers of one file. Raises InvalidData naming file, line and field."""
    parts = document.as_record(_Parts)
    return MapRecords(
        areas={name: document.as_record(MapViews, one, "areas", name) for name, one in parts.areas.items()},
        maps={name: document.as_record(MapDrawing, one, "maps", name) for name, one in parts.maps.items()},
        groups={name: document.as_record(tuple[str, ...], one, "groups", name) for name, one in parts.groups.items()},
        covers={name: document.as_record(PlateCover, one, "covers", name) for name, one in parts.covers.items()},
    )
