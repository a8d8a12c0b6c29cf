"""Headings find their columns: our own names, the clinic's (clinic.yaml) or those given with ``--map``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from handouts.batch.decode import SAVE_AS, is_unreadable
from handouts.batch.table import EXAMPLE, Row
from handouts.clinic import TABLE_FIELDS
from handouts.errors import HandoutsError, InvalidData, UsageProblem, Where, did_you_mean, nearest, raise_all
from handouts.request import FIELDS

# The headings of a table of rejected rows, before its own: the row each had, and why it was rejected.
REJECTED_ROW = "rejected_row"
REASON = "reason"

# One of them must be there.
REQUIRED = ("areas", "programme")
# Fields of a request that hold for the whole table; a heading of that name would be thought to count.
WHOLE_TABLE = frozenset(FIELDS) - {*TABLE_FIELDS, "client"}
NO_MAP: Mapping[str, str] = MappingProxyType({})


def folded(heading: str) -> str:
    """How headings are compared: case, spaces, hyphens and underscores do not count."""
    return re.sub(r"[\s_-]+", "", heading.casefold())


_OWN = {folded(field): field for field in TABLE_FIELDS}
_NOT_HERE = {folded(field): field for field in (*WHOLE_TABLE, "client")}


@dataclass(frozen=True)
class Columns:
    """Where each field stands in a row. ``ignored`` are headings nobody asked for, as written.

    ``rejected``: the first two columns say which row of another table this was, and why it was rejected.
    """

    places: Mapping[str, int]
    width: int
    ignored: tuple[str, ...]
    rejected: bool = False

    def own(self, raw: tuple[str, ...]) -> tuple[str, ...]:
        """A row's cells without those that we have added."""
        return raw[2:] if self.rejected else raw

    def number(self, row: Row) -> int:
        """The row's number, in the table it first stood in. Raises InvalidData where it has been lost."""
        if not self.rejected:
            return row.number
        cell = row.cells[0] if row.cells else ""
        if not (cell.isascii() and cell.isdecimal() and len(cell) < 10):
            hint = "leave the number there that the row was rejected with"
            raise InvalidData("is not the number of a row", where=Where(field=REJECTED_ROW), hint=hint)
        return int(cell)

    def values(self, row: Row) -> dict[str, str]:
        """The cells that are not blank, by field.

        Raises InvalidData, or Problems, for cells beyond the headings and for letters that cannot be read.
        Their place has a field at most; file and row are the caller's to add.
        """
        problems: list[HandoutsError] = []
        filled = max((place for place, cell in enumerate(row.cells, start=1) if cell), default=0)
        if filled > self.width:
            hint = "put quotes around a cell that holds the separator"
            raise InvalidData(f"has {filled} cells for {self.width} headings", hint=hint)
        cells = {field: row.cells[place] for field, place in self.places.items() if place < filled}
        found = {field: cell for field, cell in cells.items() if cell}
        for field, cell in found.items():
            if is_unreadable(cell):
                place = Where(field=field)
                problems.append(InvalidData("holds a letter that cannot be read", where=place, hint=SAVE_AS))
        raise_all(problems)
        return found


def read_maps(texts: Iterable[str]) -> dict[str, str]:
    """``Client Name=name`` as given on the command line, heading to field. Raises UsageProblem."""
    maps: dict[str, str] = {}
    for text in texts:
        heading, equals, wanted = text.rpartition("=")
        if not (equals and heading.strip() and wanted.strip()):
            raise UsageProblem(f"--map '{text}' is no mapping", hint='write it as --map "Client Name=name"')
        field = _OWN.get(folded(wanted))
        if field is None:
            hint = did_you_mean(folded(wanted), _OWN) or f"use one of {', '.join(TABLE_FIELDS)}"
            raise UsageProblem(f"--map '{text}' leads to unknown column '{wanted.strip()}'", hint=hint)
        if folded(heading) in map(folded, maps):
            raise UsageProblem(f"--map gives '{heading.strip()}' twice", hint="give each heading once")
        maps[heading.strip()] = field
    return maps


def match_columns(
    headings: Row, file: str, *, flags: Mapping[str, str] = NO_MAP, clinic: Mapping[str, str] = NO_MAP
) -> Columns:
    """Find the columns. ``flags`` and ``clinic`` map headings to fields; flags win, then the clinic.

    Raises InvalidData (or Problems) for a repeated or missing heading and for one that names a part of a request
    which is no column, UsageProblem for a flag whose heading is not in the table.
    """
    cells = list(headings.cells)
    while cells and not cells[-1]:
        cells.pop()
    named = [folded(cell) for cell in cells]
    _refuse_absent(flags, cells, named)
    places: dict[str, int] = {}
    problems: list[HandoutsError] = []
    for source in (flags, clinic, {field: field for field in TABLE_FIELDS}):
        for field, found in _found(source, named, set(places.values())).items():
            if field in places:
                continue
            places[field] = found[0]
            if len(found) > 1:
                spots = " and ".join(f"'{cells[place]}' in column {place + 1}" for place in found)
                where = Where(file=file, row=headings.number, field=field)
                hint = "remove or rename one of them"
                problems.append(InvalidData(f"stands twice: {spots}", where=where, hint=hint))
    used = set(places.values())
    where = Where(file=file, row=headings.number)
    unused = [cell for place, cell in enumerate(cells) if place not in used]
    problems += _not_columns(unused, where, named="name" in places)
    if missing := _missing(places, cells, where):
        problems.append(missing)
    raise_all(problems)
    rejected = named[:2] == [folded(REJECTED_ROW), folded(REASON)] and not used & {0, 1}
    ours = {0, 1} if rejected else set()
    ignored = tuple(cell or f"column {place + 1}" for place, cell in enumerate(cells) if place not in used | ours)
    return Columns(places, len(cells), ignored, rejected)


def _found(source: Mapping[str, str], named: Sequence[str], taken: set[int]) -> dict[str, list[int]]:
    """For each field the places of its headings, without those that a stronger source has taken."""
    wanted = {folded(heading): field for heading, field in source.items()}
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(named):
        if heading in wanted and place not in taken:
            found.setdefault(wanted[heading], []).append(place)
    return found


def _refuse_absent(flags: Mapping[str, str], cells: Sequence[str], named: Sequence[str]) -> None:
    for heading, field in flags.items():
        if folded(heading) not in named:
            near = nearest(folded(heading), named)
            hint = f"did you mean '{cells[named.index(near)]}'?" if near else "look at the table's first line"
            raise UsageProblem(f"--map '{heading}={field}': the table has no heading '{heading}'", hint=hint)


def _not_columns(unused: Sequence[str], where: Where, *, named: bool) -> Iterator[HandoutsError]:
    """Headings that would be left aside although they say something about the sheets. ``named``: names are there."""
    for heading in unused:
        field = _NOT_HERE.get(folded(heading))
        if field is None or (field == "client" and named):
            continue
        place = Where(file=where.file, row=where.row, field=field)
        hint = "take the column out"
        if field == "client":
            hint = f"call it 'name', or use --map \"{heading}=name\""
        elif field != "version":
            hint = f"it holds for the whole table: {hint}, and see --{field.replace('_', '-')}"
        yield InvalidData(f"'{heading}' is no column of a table", where=place, hint=hint)


def _missing(places: Mapping[str, int], cells: Sequence[str], where: Where) -> InvalidData | None:
    """The problem of a table that names no areas, in either way."""
    if any(field in places for field in REQUIRED):
        return None
    field = REQUIRED[0]
    place = Where(file=where.file, row=where.row, field=field)
    # A first line of which we know nothing may be a client's row: it is not repeated in a message.
    if not places:
        hint = f"the first line must name the columns, such as {EXAMPLE}"
        return InvalidData("no heading is one we know", where=place, hint=hint)
    names = [folded(cell) for cell in cells]
    near = nearest(field, names)
    hint = f"name a column '{field}'"
    if near:
        heading = cells[names.index(near)]
        hint = f"did you mean '{heading}'? Then use --map \"{heading}={field}\""
    return InvalidData("this column is missing", where=place, hint=hint)
