"""A row becomes an order, or an outcome that says everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from handouts.batch.columns import Columns
from handouts.batch.names import FileNames, NameParts
from handouts.batch.table import Row, Table
from handouts.batch.work import Order, Outcome, column_of, failed
from handouts.design import find_design_file
from handouts.errors import HandoutsError, InvalidData, Problems, Where, did_you_mean
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
class OrderDesk:
    """Reads the rows of one table.

    ``read`` makes a request of loose values (with the settings filled in); ``look_up`` raises HandoutsError
    for words the library does not know; ``today`` dates the file name of a row whose date cannot be read.
    """

    table: Table
    columns: Columns
    names: FileNames
    read: ReadRequest
    look_up: LookUp
    folders: Folders
    today: dt.date

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages there are words in, looked for once."""
        return self.folders.languages

    def orders(self) -> Iterator[Order | Outcome]:
        """Every row of the table, in order. Raises InvalidData where the table cannot be read further."""
        for row in self.table.rows:
            yield self.order(row)

    def order(self, row: Row) -> Order | Outcome:
        """One row."""
        if row.fault:
            return self._without_values(row, row.fault)
        try:
            values = self.columns.values(row)
        except HandoutsError as error:
            return self._without_values(row, error)
        client = cleaned(values.get("name", "")) or None
        request, problems = self._request(values, Where(file=self.table.name, row=row.number))
        ref = cleaned(values.get("ref", ""))[:LONGEST_NAME]
        file = self.names.next_name(
            NameParts(
                row=row.number,
                date=(request and request.date) or self.today,
                ref=ref,
                name=client or "",
                areas=cleaned(values.get("areas", "")),
                therapist=(request and request.therapist) or "",
            )
        )
        if request is None or problems:
            return failed(row.number, ref, Problems(sorted(problems, key=self._place)), client)
        return Order(row.number, ref, file, request)

    def _place(self, problem: HandoutsError) -> int:
        """Where its cell stands in the row."""
        field = (problem.where and problem.where.field) or ""
        return self.columns.places.get(column_of(field), -1)

    def _without_values(self, row: Row, error: HandoutsError) -> Outcome:
        """Nothing of the row can be used; it still takes a file name, so that the others keep theirs."""
        self.names.next_name(NameParts(row=row.number, date=self.today))
        return failed(row.number, "", error, None)

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
