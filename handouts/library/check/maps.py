"""Body maps: every area must show somewhere, and a mark must be one that the map can paint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from handouts.errors import HandoutsError, did_you_mean
from handouts.library.check.findings import Finding, finding, from_problem
from handouts.library.check.shelf import Shelf
from handouts.library.located import Document
from handouts.library.map_records import map_records
from handouts.library.model import MapRecords, MapViews
from handouts.resources import Folders

RULE = "map"
REGIONS = Path("anatomy", "regions.yaml")


def check_maps(shelf: Shelf, folders: Folders) -> Iterator[Finding]:
    """Areas without a mark, marks for no area, and marks that no view of the maps has."""
    marked: set[str] = set()
    drawn: dict[str, set[str]] = {}
    figures: set[str] = set()
    for root in reversed(folders.images):
        if not (root / REGIONS).is_file():
            continue
        try:
            document = Document(root / REGIONS)
            records = map_records(document)
        except HandoutsError as problem:
            yield from from_problem(problem, RULE)
            continue
        drawn |= {view: set(drawing.regions) for view, drawing in records.maps.items()}
        figures |= {view for view, drawing in records.maps.items() if drawing.kind == "figure"}
        marked |= {area for area, views in records.areas.items() if any(getattr(views, view, ()) for view in figures)}
        for area, views in records.areas.items():
            yield from _unpaintable(document, area, views, drawn)
            if area not in shelf.facts["areas"]:
                hint = did_you_mean(area, shelf.facts["areas"]) or "see 'handouts list areas'"
                yield finding(document, ("areas", area), RULE, f"there is no area '{area}'", hint, "warning")
        yield from _covers(document, records, shelf, folders)
    for area, entry in shelf.facts["areas"].items():
        if area not in marked:
            what = f"area '{area}' is not marked on the body map"
            yield finding(entry.document, (), RULE, what, f"name its regions in images/{REGIONS.as_posix()}")


def _covers(document: Document, records: MapRecords, shelf: Shelf, folders: Folders) -> Iterator[Finding]:
    """Covers of no plate, and areas that are none."""
    plates = {path.stem for root in folders.compiled for path in (root / "plates").glob("*.hpic")}
    for plate, cover in records.covers.items():
        if plate not in plates:
            hint = did_you_mean(plate, plates) or f"there are: {', '.join(sorted(plates))}"
            yield finding(document, ("covers", plate), RULE, f"there is no plate '{plate}'", hint)
        for area in (*cover.shows, *cover.suits):
            if area not in shelf.facts["areas"]:
                hint = did_you_mean(area, shelf.facts["areas"]) or "see 'handouts list areas'"
                yield finding(document, ("covers", plate), RULE, f"there is no area '{area}'", hint)


def _unpaintable(document: Document, area: str, views: MapViews, drawn: Mapping[str, set[str]]) -> Iterator[Finding]:
    for view, regions in drawn.items():
        for index, region in enumerate(getattr(views, view, ())):
            if region not in regions:
                hint = did_you_mean(region, regions) or f"it has: {', '.join(sorted(regions))}"
                what = f"the {view} of the body map has no region '{region}'"
                yield finding(document, ("areas", area, view, index), RULE, what, hint)
    known = set().union(*drawn.values())
    for field, named, allowed in (
        ("show", views.show, set(drawn)),
        ("closer", views.closer, set(drawn)),
        ("linked", views.linked, known),
        ("spread", views.spread, known),
    ):
        for index, name in enumerate(named):
            if name not in allowed:
                hint = did_you_mean(name, allowed) or f"use one of: {', '.join(sorted(allowed))}"
                what = f"the body map has nothing called '{name}'"
                yield finding(document, ("areas", area, field, index), RULE, what, hint)
