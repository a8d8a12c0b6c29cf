"""The clinic: who prints the sheet, where, and with which habits (clinic.yaml).

Every path in the file is meant from the file's own folder. The folder is also the overlay: its ``templates/`` and
``images/`` lie over ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from handouts.errors import HandoutsError, InvalidData, Where, did_you_mean, raise_all
from handouts.library.located import Document
from handouts.request import cleaned

CLINIC_FILE = "clinic.yaml"


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base: immutable, and strict about keys."""


class Link(Part, frozen=True, kw_only=True):
    """Where the QR code leads."""

    address: str
    label: str | None = None


class Colours(Part, frozen=True, kw_only=True):
    """The clinic's colour, as #RRGGBB. It replaces the theme's main colour."""

    main: str | None = None


class Fonts(Part, frozen=True, kw_only=True):
    """TrueType files of the clinic's own."""

    regular: str
    bold: str
    semibold: str | None = None


class Person(Part, frozen=True, kw_only=True):
    """Who is drawn in the pictures: ids of images/people/people.yaml. What is not said is as usual."""

    build: str | None = None
    skin: str | None = None
    hair: str | None = None
    clothes: str | None = None


class Emergency(Part, frozen=True, kw_only=True):
    """Numbers that take the place of the region's; a region without its own needs them."""

    call: str | None = None
    urgent: str | None = None


class Defaults(Part, frozen=True, kw_only=True):
    """What holds where a request says nothing."""

    therapist: str | None = None
    language: str | None = None
    variant: Literal["standard", "large", "mono"] | None = None
    paper: str | None = None
    tier: Literal["basic", "full"] | None = None
    theme: str | None = None
    max_exercises: int | None = None


class ClinicFile(Part, frozen=True, kw_only=True):
    """clinic.yaml as written."""

    name: str
    region: str
    description: str | None = None
    phone: str | None = None
    address: tuple[str, ...] = ()
    web: str | None = None
    logo: str | None = None
    link: Link | None = None
    theme: str | None = None
    colours: Colours = Colours()
    fonts: Fonts | None = None
    person: Person | Literal["vary"] = "vary"
    emergency: Emergency = Emergency()
    defaults: Defaults = Defaults()
    columns: dict[str, str] = {}
    techniques_off: tuple[str, ...] = ()
    file_name: str | None = None
    version: str = "1.0"


@dataclass(frozen=True)
class Clinic:
    """A clinic ready for use. ``folder`` None: no clinic folder, only a region."""

    file: ClinicFile
    folder: Path | None = None

    @property
    def logo(self) -> Path | None:
        """The logo's path, already known to exist."""
        return self.folder / self.file.logo if self.folder and self.file.logo else None

    def font_paths(self) -> tuple[Path, Path, Path] | None:
        """Regular, semibold and bold files, already known to exist."""
        if not (self.folder and self.file.fonts):
            return None
        fonts, folder = self.file.fonts, self.folder
        return folder / fonts.regular, folder / (fonts.semibold or fonts.bold), folder / fonts.bold


def no_clinic(region: str) -> Clinic:
    """A sheet without a clinic folder: nothing but the region is known."""
    return Clinic(ClinicFile(name="", region=region))


def read_clinic(folder: Path) -> Clinic:
    """clinic.yaml of a folder. Raises InvalidData (or Problems) with file, line and remedy."""
    path = folder / CLINIC_FILE
    if not path.is_file():
        raise InvalidData(
            "no clinic.yaml here",
            where=Where(file=str(folder)),
            hint="'handouts new my-clinic' makes a starter folder",
        )
    document = Document(path)
    clinic = Clinic(_as_printed(document.as_record(ClinicFile)), folder)
    raise_all(list(_problems(clinic, document)))
    return clinic


def _as_printed(file: ClinicFile) -> ClinicFile:
    """The file with its words cleaned like any text from outside; paths and column headings stay as they are."""
    link, emergency, defaults = file.link, file.emergency, file.defaults
    return replace(
        file,
        name=cleaned(file.name),
        description=_tidy(file.description),
        phone=_tidy(file.phone),
        address=tuple(line for text in file.address if (line := cleaned(text))),
        web=_tidy(file.web),
        link=replace(link, address=cleaned(link.address), label=_tidy(link.label)) if link else None,
        emergency=replace(emergency, call=_tidy(emergency.call), urgent=_tidy(emergency.urgent)),
        defaults=replace(defaults, therapist=_tidy(defaults.therapist)),
        version=cleaned(file.version),
    )


def _tidy(text: str | None) -> str | None:
    """Cleaned; None where nothing is left of it."""
    return cleaned(text) or None if text is not None else None


def _problems(clinic: Clinic, document: Document) -> list[HandoutsError]:
    file = clinic.file
    found: list[HandoutsError] = []
    for key, named in (("logo", file.logo), *(("fonts", name) for name in _font_names(file))):
        if named and not (document.path.parent / named).is_file():
            found.append(InvalidData(f"no such file: {named}", where=document.where(key, field=key)))
    if file.colours.main is not None and not _is_colour(file.colours.main):
        where = document.where("colours", "main", field="colours.main")
        found.append(InvalidData(f"'{file.colours.main}' is not a colour", where=where, hint="write it as #15565E"))
    for heading, field in file.columns.items():
        if field not in TABLE_FIELDS:
            where = document.where("columns", heading, field="columns")
            hint = did_you_mean(field, TABLE_FIELDS) or f"use one of {', '.join(TABLE_FIELDS)}"
            found.append(InvalidData(f"'{heading}' maps to unknown column '{field}'", where=where, hint=hint))
    if file.link and not file.link.address.startswith(("https://", "http://")):
        where = document.where("link", "address", field="link.address")
        found.append(
            InvalidData(f"'{file.link.address}' is not a web address", where=where, hint="begin it with https://")
        )
    return found


def _font_names(file: ClinicFile) -> list[str]:
    fonts = file.fonts
    return [name for name in (fonts.regular, fonts.semibold, fonts.bold) if name] if fonts else []


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(char in "0123456789abcdefABCDEF" for char in text[1:])


# What a column of a batch table may be about.
TABLE_FIELDS: Sequence[str] = (
    "ref",
    "name",
    "areas",
    "conditions",
    "techniques",
    "exercises",
    "note",
    "therapist",
    "date",
    "next_visit",
    "password",
    "language",
    "variant",
    "paper",
    "tier",
    "side",
    "red_flags",
    "persistent",
    "programme",
    "level",
    "stage",
    "equipment",
    "avoid",
)
