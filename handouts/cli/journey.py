"""From options to a composed sheet: the part every command that makes paper shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handouts.cli.settings import (
    KEYS,
    STORED,
    Door,
    Setting,
    clinic_in,
    find_region,
    open_door,
    open_library,
    read_settings,
)
from handouts.cli.stored import StoredRequest
from handouts.clinic import Clinic
from handouts.compose import Sheet, Workshop
from handouts.errors import HandoutsError, Problems, Where
from handouts.library.store import Library
from handouts.request import Request, read_request


@dataclass(frozen=True)
class Journey:
    """The doors are open: settings, clinic, library and region are known."""

    door: Door
    settings: Mapping[str, Setting]
    stored: StoredRequest | None
    clinic: Clinic
    library: Library
    workshop: Workshop
    today: dt.date
    notes: tuple[str, ...]

    @classmethod
    def begin(cls, flags: Mapping[str, Any], *, stored: StoredRequest | None = None, today: dt.date) -> Journey:
        """Open the doors. Raises HandoutsError for a broken clinic file, a missing region, an unknown language."""
        door = open_door(flags.get("clinic"))
        clinic = door.clinic()
        settings = read_settings(door, flags, clinic, stored.values if stored else {})
        library = open_library(door, str(settings["language"].value))
        region, guessed = find_region(door, settings["region"], library)
        clinic = clinic_in(region, clinic)
        workshop = Workshop.open(library, clinic, region, door.folders(), cache=door.cache)
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
        """A request from loose values, over the settings (which hold the flags), over the stored one.

        Raises InvalidData or Problems; a problem in the stored file names its line.
        """
        merged = {**(self.stored.values if self.stored else {}), **values}
        for key in KEYS:
            if values.get(key) in (None, "") and self.settings[key].value is not None:
                merged[key] = self.settings[key].value
        merged["region"] = self.workshop.region.id
        merged.setdefault("paper", self.workshop.region.paper)
        merged.setdefault("date", self.today)
        try:
            return read_request(merged, where=where, day_first=self.day_first)
        except HandoutsError as error:
            raise self._placed(error, values) from error

    def compose(self, request: Request) -> Sheet:
        """The sheet itself."""
        return self.workshop.compose(request)

    def _placed(self, error: HandoutsError, values: Mapping[str, Any]) -> HandoutsError:
        """Problems with fields that come from the stored request get its file and line."""
        if self.stored is None:
            return error
        document, stored = self.stored.document, self.stored.values

        def place(problem: HandoutsError) -> HandoutsError:
            field = (problem.where and problem.where.field) or ""
            setting = self.settings.get(field)
            overridden = field in values or (setting is not None and setting.source != STORED)
            return problem.at(document.where(field, field=field)) if field in stored and not overridden else problem

        return Problems(list(map(place, error.problems))) if isinstance(error, Problems) else place(error)
