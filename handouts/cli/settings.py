"""Settings from five places, each value with its origin: flag, variable, project file, user file, default.

The environment, the locale and the folders of the user's account are read here, at the door, and nowhere below.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from handouts.clinic import CLINIC_FILE, Clinic, ClinicFile, Defaults, no_clinic, read_clinic
from handouts.errors import HandoutsError, InvalidData, UsageProblem, Where, did_you_mean, raise_all
from handouts.library import model as m
from handouts.library.load import load_library
from handouts.library.store import FALLBACK_LANGUAGE, Library
from handouts.resources import Folders

KEYS = ("region", "language", "paper", "variant", "theme", "tier", "therapist", "max_exercises")
BUILT_IN: Mapping[str, Any] = {
    "language": FALLBACK_LANGUAGE,
    "variant": "standard",
    "theme": "calm",
    "tier": "basic",
}
STORED = "request"  # the source of a value from a stored request
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_LOCALE = re.compile(r"[a-z]{2,3}_([A-Z]{2})(?:\.[\w-]+)?(?:@\w+)?")


class UserFile(Defaults, frozen=True, kw_only=True):
    """The user's own config file: what holds where nothing nearer says otherwise."""

    region: str | None = None


@dataclass(frozen=True)
class Setting:
    """A value and where it came from."""

    value: Any
    source: str


@dataclass(frozen=True)
class Door:
    """Everything read from outside: where we stand, what the environment says, which clinic."""

    environ: Mapping[str, str]
    clinic_folder: Path | None
    clinic_source: str
    cache: Path | None
    user_file: Path

    def clinic(self) -> Clinic | None:
        """The clinic of that folder, read. Raises InvalidData."""
        return read_clinic(self.clinic_folder) if self.clinic_folder else None

    def folders(self) -> Folders:
        """Where templates and pictures are found."""
        return Folders.find(self.clinic_folder)


def open_door(clinic: str | None) -> Door:
    """Find the clinic folder: ``--clinic``, HANDOUTS_CLINIC, or the working folder and those above it."""
    environ = os.environ
    folder, source = None, "none"
    if clinic:
        folder, source = Path(clinic), "--clinic"
    elif environ.get("HANDOUTS_CLINIC"):
        folder, source = Path(environ["HANDOUTS_CLINIC"]), "HANDOUTS_CLINIC"
    else:
        here = Path.cwd()
        folder = next((f for f in (here, *here.parents) if (f / CLINIC_FILE).is_file()), None)
        source = "working folder" if folder else "none"
    cache = environ.get("HANDOUTS_CACHE")
    if cache is None:
        cache = platformdirs.user_cache_dir("handouts", appauthor=False)
    return Door(
        environ=environ,
        clinic_folder=folder,
        clinic_source=source,
        cache=Path(cache) if cache else None,
        user_file=Path(platformdirs.user_config_dir("handouts", appauthor=False)) / "config.yaml",
    )


def read_settings(
    door: Door, flags: Mapping[str, Any], clinic: Clinic | None, stored: Mapping[str, Any]
) -> dict[str, Setting]:
    """Each key's value by precedence. ``stored`` are the fields of a stored request, just below the flags.

    Raises InvalidData or Problems for the user's file.
    """
    user = read_user_file(door.user_file)
    found: dict[str, Setting] = {}
    for key in KEYS:
        project, place = _from_clinic(clinic, key)
        variable = f"HANDOUTS_{key.upper()}"
        layers = (
            (flags.get(key), f"--{key.replace('_', '-')}"),
            (stored.get(key), STORED),
            (door.environ.get(variable), variable),
            (project, place),
            (getattr(user, key), str(door.user_file)),
            (BUILT_IN.get(key), "default"),
        )
        found[key] = next((Setting(v, s) for v, s in layers if v not in (None, "")), Setting(None, "not set"))
    return found


def read_user_file(path: Path) -> UserFile:
    """The user's own defaults; none where there is no file. Raises InvalidData or Problems with file and line."""
    from handouts.library.located import Document

    try:
        if not path.is_file():
            return UserFile()
        document = Document(path)
    except OSError as error:
        raise InvalidData(f"cannot be read: {error.strerror or error}", where=Where(file=str(path))) from error
    problems: list[HandoutsError] = []
    for key in document.value if isinstance(document.value, dict) else ():
        if key not in KEYS:
            hint = did_you_mean(str(key), KEYS) or f"use {', '.join(KEYS)}"
            problems.append(InvalidData(f"unknown key '{key}'", where=document.where(key, field=str(key)), hint=hint))
    raise_all(problems)
    return document.as_record(UserFile)


def _from_clinic(clinic: Clinic | None, key: str) -> tuple[Any, str]:
    if clinic is None:
        return None, ""
    file: ClinicFile = clinic.file
    value = getattr(file, key) if key in ("region", "theme") else None
    return value or getattr(file.defaults, key, None), CLINIC_FILE


def open_library(door: Door, language: str) -> Library:
    """The library with the clinic's overlay, in one language."""
    folders = door.folders()
    if language not in folders.languages:
        raise InvalidData(
            f"no words in language '{language}'",
            where=Where(field="language"),
            hint=did_you_mean(language, folders.languages) or f"there is {', '.join(folders.languages)}",
        )
    return load_library(folders, language=language, cache=door.cache)


def find_region(door: Door, setting: Setting, library: Library) -> tuple[m.Region, str | None]:
    """The region and a note where it was only taken from the locale. No region, no sheet."""
    if setting.value:
        return library.find_region(str(setting.value), Where(field="region")), None
    country = country_of_locale(door.environ)
    if country:
        for region in library.contents.regions.values():
            if country in region.countries:
                note = f"region {region.id} taken from the system's country; set it with --region or in clinic.yaml"
                return region, note
    raise UsageProblem(
        "no region is set, so the emergency number is not known",
        hint=f"use --region with one of {', '.join(library.contents.regions)}, or 'handouts new' for a clinic folder",
    )


def country_of_locale(environ: Mapping[str, str]) -> str | None:
    """The country of the locale in force, where one is written out as in en_NZ.UTF-8; never guessed from a language.

    As everywhere, the first variable that is set decides: LC_ALL=C hides what LANG says.
    """
    in_force = next((value for name in LOCALE_VARIABLES if (value := environ.get(name))), "")
    found = _LOCALE.fullmatch(in_force)
    return found[1] if found else None


def clinic_in(region: m.Region, clinic: Clinic | None) -> Clinic:
    """The clinic, or a nameless one in that region."""
    return clinic or no_clinic(region.id)
