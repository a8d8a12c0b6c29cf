"""From options to a composed sheet: the part every command that makes paper shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handouts.cli.settings import (
    Door,
    Setting,
    clinic_or_none,
    find_region,
    open_door,
    open_library,
    read_settings,
)
from handouts.clinic import Clinic
from handouts.compose import Sheet, Workshop
from handouts.errors import HandoutsError, Problems, Where
from handouts.library.store import Library
from handouts.request import Request, read_request

LOOK_KEYS = ("region", "language", "paper", "variant", "theme", "tier", "therapist", "max_exercises")


@dataclass(frozen=True)
class Journey:
    """The doors are open: settings, clinic, library and region are known."""

    door: Door
    settings: Mapping[str, Setting]
    stored: Mapping[str, Any]
    clinic: Clinic
    library: Library
    workshop: Workshop
    today: dt.date
    notes: tuple[str, ...]

    @classmethod
    def begin(cls, flags: Mapping[str, Any], *, stored: Mapping[str, Any] | None = None, today: dt.date) -> Journey:
        """Open the doors. Raises HandoutsError for a broken clinic file, a missing region, an unknown language."""
        door = open_door(flags.get("clinic"))
        clinic = door.clinic()
        stored = stored or {}
        settings = read_settings(door, flags, clinic, stored)
        library = open_library(door, str(settings["language"].value))
        region, guessed = find_region(settings["region"], library)
        clinic = clinic_or_none(clinic, region)
        workshop = Workshop.open(library, clinic, region, door.folders())
        notes = [guessed] if guessed else []
        if library.contents.missing_words:
            count = len(library.contents.missing_words)
            notes.append(f"{count} texts have no translation into '{library.contents.language}' and stay in English")
        return cls(door, settings, stored, clinic, library, workshop, today, tuple(notes))

    @property
    def day_first(self) -> bool:
        """Whether 3/4/2026 is the third of April."""
        return self.workshop.region.spelling != "us"

    def read(self, values: Mapping[str, Any], where: Where | None = None) -> Request:
        """A request from loose values, over the stored one, with the settings filled in.

        Raises InvalidData or Problems; a problem in the stored file names its line.
        """
        document = self.stored.get("__document__")
        stored = {key: value for key, value in self.stored.items() if key != "__document__"}
        merged = {**stored, **values}
        for key in LOOK_KEYS:
            if merged.get(key) in (None, "") and self.settings[key].value is not None:
                merged[key] = self.settings[key].value
        merged["region"] = self.workshop.region.id
        merged.setdefault("paper", self.workshop.region.paper)
        merged.setdefault("date", self.today)
        try:
            return read_request(merged, where=where, day_first=self.day_first)
        except HandoutsError as error:
            raise _placed(error, document, stored) from error

    def compose(self, request: Request) -> Sheet:
        """The sheet itself."""
        return self.workshop.compose(request)


def _placed(error: HandoutsError, document: Any, stored: Mapping[str, Any]) -> HandoutsError:
    """Problems with fields of the stored request get its file and line."""
    if document is None:
        return error

    def place(problem: HandoutsError) -> HandoutsError:
        field = problem.where.field if problem.where else None
        if field in stored:
            return problem.at(document.where(field, field=field))
        return problem

    if isinstance(error, Problems):
        return Problems([place(problem) for problem in error.problems])
    return place(error)
