"""Body maps: every area must show somewhere, and a mark must be one that the map can paint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from handouts.errors import HandoutsError, did_you_mean
from handouts.library.check.findings import Finding, finding, from_problem
from handouts.library.check.shelf import Shelf
from handouts.library.located import Document
from handouts.library.model import MapViews
from handouts.resources import Folders

RULE = "map"
VIEWS = ("front", "back")
REGIONS = Path("anatomy", "regions.yaml")


def check_maps(shelf: Shelf, folders: Folders) -> Iterator[Finding]:
    """Areas without a mark, marks for no area, and marks that neither view of the map has."""
    marked: set[str] = set()
    drawn: dict[str, set[str]] = {}
    for root in reversed(folders.images):
        if not (root / REGIONS).is_file():
            continue
        try:
            document = Document(root / REGIONS)
        except HandoutsError as problem:
            yield from from_problem(problem, RULE)
            continue
        areas, findings = _read(document)
        yield from findings
        # Ours comes first and uses every region of the maps, so it says what there is to mark.
        drawn = drawn or {view: {one for views in areas.values() for one in getattr(views, view)} for view in VIEWS}
        marked |= {area for area, views in areas.items() if views.front or views.back}
        for area, views in areas.items():
            yield from _unpaintable(document, area, views, drawn)
            if area not in shelf.facts["areas"]:
                hint = did_you_mean(area, shelf.facts["areas"]) or "see 'handouts list areas'"
                yield finding(document, (area,), RULE, f"there is no area '{area}'", hint, "warning")
    for area, entry in shelf.facts["areas"].items():
        if area not in marked:
            what = f"area '{area}' is not marked on the body map"
            yield finding(entry.document, (), RULE, what, f"name its regions in images/{REGIONS.as_posix()}")


def _read(document: Document) -> tuple[dict[str, MapViews], list[Finding]]:
    if not isinstance(document.value, dict):
        return {}, [finding(document, (), RULE, "must be a mapping of pain areas", "begin each line with an area")]
    areas: dict[str, MapViews] = {}
    findings: list[Finding] = []
    for area, value in document.value.items():
        try:
            areas[area] = document.as_record(MapViews, value, area)
        except HandoutsError as problem:
            findings += from_problem(problem, RULE)
    return areas, findings


def _unpaintable(document: Document, area: str, views: MapViews, drawn: Mapping[str, set[str]]) -> Iterator[Finding]:
    for view in VIEWS:
        for index, region in enumerate(getattr(views, view)):
            if region not in drawn[view]:
                hint = did_you_mean(region, drawn[view]) or f"it has: {', '.join(sorted(drawn[view]))}"
                what = f"the {view} of the body map has no region '{region}'"
                yield finding(document, (area, view, index), RULE, what, hint)
