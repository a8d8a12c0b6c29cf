"""A row becomes an order, or an outcome that says everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec

from handouts.batch.columns import REJECTED_ROW, Columns
from handouts.batch.names import FileNames, NameParts
from handouts.batch.table import Row, Table
from handouts.batch.telling import column_of
from handouts.batch.work import Order, Outcome, bug, failed
from handouts.design import find_design_file
from handouts.errors import HandoutsError, InvalidData, Problems, Where, did_you_mean
from handouts.pdf.seal import check_password
from handouts.request import (
    LONGEST_NAME,
    Request,
    cleaned,
    read_area_choice,
    read_condition_choice,
    read_exercise_choice,
    split_values,
)
from handouts.resources import Folders

ReadRequest = Callable[[Mapping[str, Any], Where], Request]
LookUp = Callable[[Request], object]

_ONE_OF_SEVERAL: Mapping[str, Callable[[str], object]] = {
    "areas": read_area_choice,
    "conditions": read_condition_choice,
    "exercises": read_exercise_choice,
}
# Stands in for areas that cannot be read, so that the other cells of the row still can be; never looked up.
_ANY_AREA = "area"


@dataclass(frozen=True)
class Pending:
    """A row as it was written, and what it asks for where that could be read."""

    row: Row
    request: Request | None = None


@dataclass(frozen=True)
class OrderDesk:
    """Reads the rows of one table.

    ``read`` makes a request of loose values (with the settings filled in); ``look_up`` raises HandoutsError
    for words the library does not know; ``today`` dates the sheet of a row that has no date, and the file name of one
    whose date cannot be read; ``date`` (ISO, where given) takes its place and counts as if it stood in the row.

    ``password`` locks the sheets of rows without one of their own.

    ``pending`` are the rows as written that have become orders or outcomes, by number, until they are taken out.
    """

    table: Table
    columns: Columns
    names: FileNames
    read: ReadRequest
    look_up: LookUp
    folders: Folders
    today: dt.date
    date: str | None = None
    password: str | None = field(default=None, repr=False)
    pending: dict[int, Pending] = field(default_factory=dict, repr=False, compare=False)
    _numbers: set[int] = field(default_factory=set, repr=False, compare=False)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages there are words in, looked for once."""
        return self.folders.languages

    def orders(self) -> Iterator[Order | Outcome]:
        """Every row of the table, in order. Raises InvalidData where the table cannot be read further."""
        for row in self.table.rows:
            yield self.order(row)

    def order(self, row: Row) -> Order | Outcome:
        """One row. Whatever is wrong with it is its own outcome."""
        number = row.number
        try:
            if row.fault:
                raise row.fault
            number = self._number(row)
            self.pending[number] = Pending(row)
            return self._ordered(row, number, self.columns.values(row))
        except HandoutsError as error:
            self.pending[number] = Pending(row)
            return failed(number, "", error, None, self._fallback(number))
        except Exception as error:
            self.pending[number] = Pending(row)
            return bug(number, "", error, self._fallback(number))

    def _ordered(self, row: Row, number: int, values: dict[str, str]) -> Order | Outcome:
        if self.date:
            values.setdefault("date", self.date)
        client = cleaned(values.get("name", "")) or None
        place = Where(file=self.table.name, row=number)
        password, poor = self._password(values.pop("password", ""), place)
        request, problems = self._request(values, place)
        problems += poor
        ref = cleaned(values.get("ref", ""))[:LONGEST_NAME]
        file = self.names.next_name(
            NameParts(
                row=number,
                date=(request and request.date) or self.today,
                ref=ref,
                name=client or "",
                areas=cleaned(values.get("areas", "")),
                therapist=(request and request.therapist) or "",
            )
        )
        if request is None or problems:
            return failed(number, ref, Problems(sorted(problems, key=self._place)), client, file)
        self.pending[number] = Pending(row, request)
        day = "" if values.get("date") or request.date is None else request.date.isoformat()
        return Order(number, ref, file, request, day=day, password=password)

    def _password(self, own: str, place: Where) -> tuple[str, list[HandoutsError]]:
        """What locks the row's sheet ("" for nothing), and what is wrong with it."""
        if not own:
            return self.password or "", []
        try:
            return check_password(own), []
        except InvalidData as error:
            return "", [error.at(Where(file=place.file, row=place.row, field="password"))]

    def _number(self, row: Row) -> int:
        number = self.columns.number(row)
        if self.columns.rejected:
            if number in self._numbers:
                hint = "keep one row of each number"
                raise InvalidData("stands on two rows", where=Where(field=REJECTED_ROW), hint=hint)
            self._numbers.add(number)
        return number

    def _place(self, problem: HandoutsError) -> int:
        """Where its cell stands in the row."""
        field = (problem.where and problem.where.field) or ""
        return self.columns.places.get(column_of(field), -1)

    def _fallback(self, number: int) -> str:
        """Nothing of the row can be used; it still takes a file name, so that the others keep theirs.

        Among rejected rows it has none: what its number was is not sure.
        """
        return "" if self.columns.rejected else self.names.next_name(NameParts(row=number, date=self.today))

    # ------------------------------------------------------------ everything that is wrong, at once

    def _request(self, values: Mapping[str, str], where: Where) -> tuple[Request | None, list[HandoutsError]]:
        """The request, or as much of it as can be read, and all problems."""
        fields: dict[str, Any] = {"client" if key == "name" else key: value for key, value in values.items()}
        problems: list[HandoutsError] = []
        if not split_values(fields.get("areas", "")):
            fields.pop("areas", None)
            if not fields.get("programme"):
                place = Where(file=where.file, row=where.row, field="areas")
                hint = "name at least one area, such as lower-back, or a programme"
                problems.append(InvalidData("is empty", where=place, hint=hint))
        try:
            request: Request | None = self.read({"areas": _ANY_AREA, **fields}, where)
        except HandoutsError as error:
            problems += _each(error)
            request = self._readable_part(fields, {p.where.field for p in problems if p.where}, where)
        if request is None:
            return None, problems
        if "areas" not in fields:
            request = msgspec.structs.replace(request, areas=())
        problems += self._about_looks(request)
        if problems:
            problems += self._unknown_words(request)
        return request, problems

    def _readable_part(self, fields: dict[str, Any], bad: set[str | None], where: Where) -> Request | None:
        """The request of what can be read: whole cells, and single values of those that hold several."""
        left = {key: value for key, value in fields.items() if key not in bad}
        for key, read_one in _ONE_OF_SEVERAL.items():
            if key in bad and key in fields:
                left[key] = [text for text in split_values(fields[key]) if _reads(read_one, text)]
        no_areas = not left.get("areas")
        if no_areas:
            left["areas"] = _ANY_AREA
        try:
            request = self.read(left, where)
        except HandoutsError:
            return None
        return msgspec.structs.replace(request, areas=()) if no_areas else request

    def _about_looks(self, request: Request) -> Iterator[HandoutsError]:
        if request.language and request.language not in self.languages:
            hint = did_you_mean(request.language, self.languages) or f"there is {', '.join(self.languages)}"
            yield InvalidData(f"unknown language '{request.language}'", where=Where(field="language"), hint=hint)
        try:
            find_design_file(self.folders.templates, "papers", request.paper or "")
        except HandoutsError as error:
            yield InvalidData(f"unknown paper '{request.paper}'", where=Where(field="paper"), hint=error.hint)

    def _unknown_words(self, request: Request) -> list[HandoutsError]:
        """What the library would say, so that nobody mends a row twice. Good rows are told when made."""
        if request.language not in self.languages:
            request = msgspec.structs.replace(request, language=None)
        try:
            self.look_up(request)
        except HandoutsError as error:
            return _each(error)
        return []


def _each(error: HandoutsError) -> list[HandoutsError]:
    return list(error.problems) if isinstance(error, Problems) else [error]


def _reads(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except InvalidData:
        return False
    return True
