"""All that ``handouts check`` looks at: content, clinic.yaml, looks, and sheets worded on trial."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from handouts.cli.settings import Door
from handouts.clinic import CLINIC_FILE, Clinic, no_clinic, read_clinic
from handouts.compose import Workshop
from handouts.design import Branding, contrast, make_design, read_paper, read_theme
from handouts.errors import HandoutsError, InvalidData, RefusedForSafety, Where
from handouts.library.check.content import check_content
from handouts.library.check.contrast import check_contrast
from handouts.library.check.findings import Finding, from_problem, is_inside
from handouts.library.check.texts import Passage, loose_passages
from handouts.library.located import Document
from handouts.library.store import Library
from handouts.request import read_request
from handouts.resources import Folders
from handouts.words.write import word_sheet

TRIAL_REGION = "uk"
CLIENT_TEXTS = (("description",), ("link", "label"))


def check_all(door: Door, language: str, *, today: dt.date, overlay_only: bool) -> tuple[list[Finding], list[str]]:
    """Findings by file and line, and notes that are none. ``overlay_only``: those of the clinic's folder.

    Raises InvalidData where there is nothing to check: no such folder, no such language.
    """
    folders, overlay = door.folders(), door.clinic_folder
    _refuse_unknown(folders, overlay, language)
    clinic, found = _clinic(overlay)
    checked = check_content(
        folders,
        language,
        today=today,
        overlay=overlay,
        overlay_only=overlay_only,
        also=list(_clinic_texts(overlay)),
    )
    found += checked.findings
    looks = _looks(folders)
    if overlay is not None and overlay_only:
        looks = [one for one in looks if is_inside(one.file, overlay)]
    found += looks
    if checked.library is not None:
        found += _own_pictures(folders, checked.library)
        found += _on_trial(checked.library, folders, clinic, overlay)
    return sorted(set(found)), list(checked.notes)


def _refuse_unknown(folders: Folders, overlay: Path | None, language: str) -> None:
    if overlay is not None and not any((overlay / name).exists() for name in (CLINIC_FILE, "templates", "images")):
        raise InvalidData(
            "nothing to check here",
            where=Where(file=str(overlay)),
            hint="a clinic's folder holds clinic.yaml, templates/ or images/; 'handouts new' makes one",
        )
    languages = folders.languages
    if language not in languages:
        raise InvalidData(
            f"no words in language '{language}'",
            where=Where(field="--language"),
            hint=f"there is {', '.join(languages)}; a language begins with templates/{language}/phrases.yaml",
        )


# ---------------------------------------------------------------- clinic.yaml


def _clinic(overlay: Path | None) -> tuple[Clinic | None, list[Finding]]:
    if overlay is None or not (overlay / CLINIC_FILE).is_file():
        return None, []
    try:
        return read_clinic(overlay), []
    except HandoutsError as problem:
        return None, from_problem(problem, "clinic")


def _clinic_texts(overlay: Path | None) -> Iterator[Passage]:
    """What clinic.yaml lets a client read."""
    if overlay is None or not (overlay / CLINIC_FILE).is_file():
        return
    try:
        document = Document(overlay / CLINIC_FILE)
    except HandoutsError:  # reading the clinic has told it already
        return
    yield from loose_passages(document, "clinic", CLIENT_TEXTS)


# ---------------------------------------------------------------- looks


def _looks(folders: Folders) -> list[Finding]:
    """Themes and papers that cannot be read, and themes whose colours are too close."""
    found: list[Finding] = []
    papers = []
    for path in folders.records("papers"):
        try:
            papers.append(read_paper(path))
        except HandoutsError as problem:
            found += from_problem(problem, "paper")
    for path in folders.records("themes"):
        try:
            theme = read_theme(path)
            colours = make_design(theme, papers[0], "standard", Branding()).colours
        except HandoutsError as problem:
            found += from_problem(problem, "theme")
            continue
        roles: Mapping[str, Any] = msgspec.structs.asdict(colours)
        found += check_contrast(Document(path), roles, colours.pain, contrast)
    return found


def _own_pictures(folders: Folders, library: Library) -> list[Finding]:
    """The clinic's own pictures that cannot be shown, and those of nothing there is."""
    from handouts.pictures.own import check_own

    return [
        one
        for images in folders.own_images
        for problem in check_own(images, folders.compiled, exercises=frozenset(library.contents.exercises))
        for one in from_problem(problem, "picture")
    ]


# ---------------------------------------------------------------- sheets on trial


def _on_trial(library: Library, folders: Folders, clinic: Clinic | None, overlay: Path | None) -> list[Finding]:
    """What stops a sheet from being worded: a template's misspelt variable, a phrase with an unknown field."""
    found: list[Finding] = []
    try:
        region = library.find_region(clinic.file.region if clinic else TRIAL_REGION, Where(CLINIC_FILE, field="region"))
        workshop = Workshop.open(library, clinic or no_clinic(region.id), region, folders)
    except HandoutsError as problem:
        return _told_of_clinic(problem, overlay)
    for values in _trials(library):
        try:
            request = read_request(values)
            plan = workshop.plan(request)
            word_sheet(plan, request, library, workshop.clinic, region, folders, workshop.numbers)
        except RefusedForSafety:  # as it should be; the advice sheet is worded on trial instead
            continue
        except HandoutsError as problem:
            found += _at_overlay(from_problem(problem, "template"), overlay)
    return found


def _told_of_clinic(problem: HandoutsError, overlay: Path | None) -> list[Finding]:
    """What only clinic.yaml can mend (its region, numbers, techniques), at the line of its field."""
    if overlay is not None and (overlay / CLINIC_FILE).is_file():
        field = (problem.where.field if problem.where else None) or "region"
        problem = problem.at(Document(overlay / CLINIC_FILE).where(field))
    return from_problem(problem, "clinic")


def _trials(library: Library) -> Iterator[dict[str, Any]]:
    """Requests that together reach every section template and every kind of sheet."""
    c = library.contents
    area = next(iter(c.areas))
    for tier in ("basic", "full"):
        for persistent in (False, True):
            yield {"areas": [area], "tier": tier, "persistent": persistent}
    of_each_level = {
        condition.level: name
        for name, condition in c.conditions.items()
        if not any(detail.required for detail in condition.details)
    }
    of_each_tier = {flag.tier: name for name, flag in c.red_flags.items()}
    for advice in (False, True):
        for condition in of_each_level.values():
            yield {"areas": [area], "conditions": [condition], "advice_sheet": advice}
        for flag in of_each_tier.values():
            yield {"areas": [area], "red_flags": [flag], "advice_sheet": advice}


def _at_overlay(found: list[Finding], overlay: Path | None) -> list[Finding]:
    """A file that is named from its folder gets its place in the overlay, where the overlay has it."""
    if overlay is None:
        return found
    return [
        dataclasses.replace(one, file=str(overlay / one.file)) if (overlay / one.file).is_file() else one
        for one in found
    ]
