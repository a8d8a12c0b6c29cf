"""Who gets what: clients with names of all kinds, and their requests.

Everything follows from a row's number, so that each run and each peer gets the same clients.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FIRST_DAY = dt.date(2026, 1, 5)
# What clinics see most, from one area to three, with conditions that change the sheet.
COMBINATIONS = (
    ("lower-back", ""),
    ("hamstrings:left", ""),
    ("lower-back;hips:left", ""),
    ("neck;upper-back", ""),
    ("shoulder:right", ""),
    ("lower-back;glutes-piriformis:right", "osteoporosis"),
    ("calf-achilles:left", "anticoagulants"),
    ("mid-back", ""),
)
AREAS = (
    "neck", "shoulder", "upper-back", "mid-back", "lower-back", "hip-lateral", "glutes-piriformis", "hamstrings", "knee",
    "quadriceps", "adductors", "calf-achilles", "wrist-hand", "elbow-forearm", "shin-ankle", "chest-front", "foot-plantar",
)  # fmt: skip
FIRST = ("Ana", "Björn", "Chloë", "Đặng Thu", "Łukasz", "Ελένη", "Ольга", "Priya", "Tom", "Zoë")
LAST = (
    "Smith",
    "Nguyễn",
    "Wójcik",
    "O'Neill",
    "García-López",
    "Παπαδοπούλου",
    "Иванова",
    "van den Berg",
    "Ng",
    "Strauß",
)
THERAPISTS = ("Therapist One", "Therapist Two", "Therapist Three")


@dataclass(frozen=True)
class Row:
    """One client and what they need. ``combination`` counts the different requests."""

    number: int
    combination: int
    areas: str
    conditions: str
    name: str
    therapist: str
    date: dt.date

    @property
    def ref(self) -> str:
        """The clinic's own number for the client."""
        return f"C{self.number:06d}"


def rows(count: int, combinations: int = len(COMBINATIONS), first: int = 0) -> Iterator[Row]:
    """So many rows that go through the combinations in turn."""
    several = list(itertools.islice(different(), combinations))
    for number in range(first, first + count):
        areas, conditions = several[number % len(several)]
        name = f"{FIRST[number % 10]} {LAST[number // 10 % 10]}"
        date = FIRST_DAY + dt.timedelta(days=number % 250)
        yield Row(number, number % len(several), areas, conditions, name, THERAPISTS[number % 3], date)


def different() -> Iterator[tuple[str, str]]:
    """All the different requests, the usual ones first."""
    yield from COMBINATIONS
    seen = set(COMBINATIONS)
    for size in (2, 3, 1):
        for areas in itertools.combinations(AREAS, size):
            found = (";".join(areas), "")
            if found not in seen:
                yield found


def write_table(path: Path, table: Iterator[Row]) -> None:
    """The rows as the CSV file that a booking system would give."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ref", "name", "areas", "conditions", "therapist", "date"])
        for row in table:
            writer.writerow([row.ref, row.name, row.areas, row.conditions, row.therapist, row.date.isoformat()])
