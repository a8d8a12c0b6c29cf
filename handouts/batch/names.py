"""A file name for each row: by a pattern, safe on every system, and never the same twice."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from string import Formatter

from handouts.errors import UsageProblem, Where, did_you_mean
from handouts.output import safe_name

DEFAULT_PATTERN = "{row:04}-{ref}"
SUFFIX = ".pdf"

# What may follow the colon: a width for the row, numbers of the calendar for the date, nothing for words.
_FORMS = {
    "row": re.compile(r"(0?\d{1,2})?d?"),
    "date": re.compile(r"(%[YymdHj]|[-_.])*"),
    "ref": re.compile(""),
    "name": re.compile(""),
    "areas": re.compile(""),
    "therapist": re.compile(""),
}


@dataclass(frozen=True)
class NameParts:
    """What a file name may be made of. ``areas`` as in the cell."""

    row: int
    date: dt.date
    ref: str = ""
    name: str = ""
    areas: str = ""
    therapist: str = ""


class FileNames:
    """Names in the order of the rows; a name that is taken, in whatever case, gets -2, -3 ..."""

    def __init__(self, pattern: str, source: str) -> None:
        """Raises UsageProblem for a pattern that cannot be followed; ``source`` says where it stands."""
        self._pattern = pattern.removesuffix(SUFFIX)
        self._taken: set[str] = set()
        self._twins: dict[str, int] = {}
        _check(self._pattern, Where(field=source))

    def next_name(self, parts: NameParts) -> str:
        """The name for this row. Also a row that fails takes one: the others then keep theirs."""
        stem = safe_name(self._pattern.format(**_filled(parts)), fallback=f"{parts.row:04}")
        key = _key(stem)
        number, unique = self._twins.get(key, 1), stem
        while _key(unique) in self._taken:
            number += 1
            unique = f"{stem}-{number}"
        if number > 1:
            self._twins[key] = number
        self._taken.add(_key(unique))
        return unique + SUFFIX


def _key(stem: str) -> str:
    """What names have in common that some system takes for one: case, and how letters are put together."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", stem).upper()).casefold()
    return unicodedata.normalize("NFC", plain)


def _filled(parts: NameParts) -> dict[str, object]:
    areas = "+".join("-".join(piece.strip().split(":")) for piece in parts.areas.split(";") if piece.strip())
    return {
        "row": parts.row,
        "ref": parts.ref,
        "name": parts.name,
        "areas": areas,
        "date": parts.date,
        "therapist": parts.therapist,
    }


def _check(pattern: str, where: Where) -> None:
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError as error:
        hint = f"write it as {DEFAULT_PATTERN}"
        raise UsageProblem(f"'{pattern}' is not a pattern for names", where=where, hint=hint) from error
    for _, field, form, conversion in pieces:
        if field is None:
            continue
        if field not in _FORMS:
            hint = did_you_mean(field, _FORMS) or f"use {', '.join(_FORMS)}"
            raise UsageProblem(f"'{{{field}}}' is not part of a name", where=where, hint=hint)
        if conversion or not _FORMS[field].fullmatch(form or ""):
            hint = "write it like {row:04} or {date:%Y%m%d}"
            raise UsageProblem(f"'{{{field}:{form}}}' cannot be written that way", where=where, hint=hint)
    if not any(field for _, field, _, _ in pieces):
        hint = f"put a field into it, such as {DEFAULT_PATTERN}"
        raise UsageProblem(f"'{pattern}' is the same for every row", where=where, hint=hint)
