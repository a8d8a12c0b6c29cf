"""Every kind of file the program makes, in every look, on every paper, for three requests; and how each is made.

``matrix`` is all of it. ``spread`` is the part the suite runs: each format with every value of every dimension.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from handouts.cli.journey import Journey
from handouts.cli.main import run
from handouts.page import write
from handouts.page.layout import Layout
from handouts.page.print_run import write_print_run

CLINIC = Path(__file__).resolve().parents[2] / "docs" / "gallery" / "clinic"
DATE = dt.date(2026, 3, 12)
PASSWORD = "Blauer Zug 7"
REQUESTS = ("shortest", "crowded", "foreign")
THEMES = ("calm", "warm", "clinical")
FOREIGN = "Nguyễn Łucja Ωμέγα Жанна"
PLAIN_LOOKS = ("standard", "mono")
LOOKS = (*PLAIN_LOOKS, "large")
SHEETS = ("a4", "letter")

_SHORT = ["--area", "hamstrings:right"]
_CROWDED = ["--area", "lower-back", "--area", "hips:left", "--condition", "osteoporosis"]
_CROWDED += ["--condition", "anticoagulants", "--note", "Heat before bed. Start with two moves. " * 3]
_NAMED = ["--area", "knee:left", "--client", FOREIGN, "--therapist", "Łukasz Đặng", "--note", f"Dla {FOREIGN}."]
_PEOPLE = {"shortest": _SHORT, "crowded": _CROWDED, "foreign": _NAMED}
_FLAGGED = {
    "shortest": ["--area", "calf", "--red-flag", "rf-clot"],
    "crowded": ["--area", "lower-back", "--area", "calf", "--red-flag", "rf-clot", "--red-flag", "rf-cauda"],
    "foreign": ["--area", "calf", "--red-flag", "rf-clot", "--client", FOREIGN],
}
_ROOMS = {
    "shortest": ["--area", "hamstrings"],
    "crowded": ["--topic", "pregnancy"],
    "foreign": ["--area", "neck", "--title", "Cổ, szyja, αυχένας, шия"],
}


@dataclass(frozen=True)
class Format:
    """A kind of file: the command that makes it, for each request."""

    command: tuple[str, ...]
    requests: dict[str, list[str]]
    looks: tuple[str, ...] = PLAIN_LOOKS
    papers: tuple[str, ...] = SHEETS


def _brochure(*options: str, papers: tuple[str, ...] = SHEETS) -> Format:
    return Format(("brochure", *options), _ROOMS, papers=papers)


FORMATS = {
    "basic": Format(("make",), _PEOPLE, LOOKS),
    "full": Format(("make", "--tier", "full"), _PEOPLE, LOOKS),
    "advice": Format(("make", "--advice-sheet"), _FLAGGED, LOOKS),
    "diary": Format(("make", "--format", "diary"), _PEOPLE, LOOKS),
    "two-up": Format(("make", "--n-up", "2"), _PEOPLE),
    "merged": Format(("merged",), _PEOPLE, LOOKS),
    "sealed": Format(("make", "--password-env", "HANDOUTS_TEST_KEY"), _PEOPLE, LOOKS),
    "trifold": _brochure("--format", "tri"),
    "bifold": _brochure("--format", "bi", "--print-shop"),
    "booklet": _brochure("--format", "booklet", "--print-shop"),
    "booklet-reader": _brochure("--format", "booklet", "--pages", "reader"),
    "poster": _brochure("--format", "poster", papers=("a4", "letter", "a3", "tabloid")),
    "card": _brochure("--format", "card"),
    "sealed-card": _brochure("--format", "card", "--password-env", "HANDOUTS_TEST_KEY"),
}

UNLOCKED = {"sealed": "basic", "sealed-card": "card"}


@dataclass(frozen=True)
class Case:
    """One place in the matrix."""

    format: str
    look: str
    paper: str
    request: str

    def __str__(self) -> str:
        return "-".join((self.format, self.look, self.paper, self.request))


def matrix() -> list[Case]:
    """All of it."""
    return [
        Case(name, *place) for name, kind in FORMATS.items() for place in product(kind.looks, kind.papers, REQUESTS)
    ]


def spread() -> list[Case]:
    """For each format as few as show every look, every paper and every request."""
    found = []
    for name, kind in FORMATS.items():
        dimensions = (kind.looks, kind.papers, REQUESTS)
        for number in range(max(map(len, dimensions))):
            found.append(Case(name, *(values[number % len(values)] for values in dimensions)))
    return found


@dataclass(frozen=True)
class Made:
    """A finished file, and the layouts it was printed from. ``locked`` is how it was given out, if it was locked."""

    pdf: bytes
    layouts: tuple[Layout, ...]
    locked: bytes | None = None


@cache
def made(case: Case) -> Made:
    """The file of a case. Raises AssertionError where the command fails."""
    with mock.patch.dict(os.environ, {"HANDOUTS_CACHE": _store().name, "HANDOUTS_TEST_KEY": PASSWORD}):
        return _merged(case) if case.format == "merged" else _by_command(case)


@cache
def _store() -> TemporaryDirectory[str]:
    """A cache folder for this process alone."""
    return TemporaryDirectory()


def _by_command(case: Case) -> Made:
    kind = FORMATS[case.format]
    theme = THEMES[REQUESTS.index(case.request)]
    arguments = [*kind.command, *kind.requests[case.request], "--variant", case.look, "--paper", case.paper]
    arguments += ["--theme", theme, "--region", "us" if case.paper in ("letter", "tabloid") else "uk"]
    if kind.command[0] == "make":
        arguments += ["--date", DATE.isoformat()]
    with TemporaryDirectory() as folder, _watched() as layouts:
        path = Path(folder) / "file.pdf"
        assert run([*arguments, "--clinic", str(CLINIC), "-o", str(path)]) == 0, f"{case}: the command failed"
        data = path.read_bytes()
    if "--password-env" not in kind.command:
        return Made(data, tuple(layouts))
    same = replace(case, format=UNLOCKED[case.format])  # a kept forme prints a locked sheet without laying it out
    return Made(unlocked(data), made(same).layouts, locked=data)


def _merged(case: Case) -> Made:
    """Two clients in one run: the case's own, and the shortest."""
    region = "us" if case.paper == "letter" else "uk"
    flags = {"variant": case.look, "paper": case.paper, "region": region, "clinic": str(CLINIC)}
    journey = Journey.begin(flags, today=DATE)
    values = {
        "shortest": {"areas": ["calf:left"]},
        "crowded": {"areas": ["lower-back", "hips:left"], "conditions": ["osteoporosis", "anticoagulants"]},
        "foreign": {"areas": ["knee:left"], "client": FOREIGN},
    }
    both = [journey.read({**values[case.request], "ref": "A1"}), journey.read({"areas": ["hamstrings"], "ref": "A2"})]
    bound = [journey.workshop.bind(request, request.ref or "") for request in both]
    info = journey.workshop.info("Print run", "en-GB", DATE)
    (file,) = write_print_run(bound, info=info)
    return Made(file.pdf, tuple(one.layout for one in bound))


def unlocked(data: bytes) -> bytes:
    """A locked file as a reader sees it that was given the password."""
    import pikepdf

    opened = BytesIO()
    with pikepdf.open(BytesIO(data), password=PASSWORD) as document:
        document.save(opened)
    return opened.getvalue()


@contextmanager
def _watched() -> Iterator[list[Layout]]:
    """The layouts that are cast while this is open."""
    seen: list[Layout] = []
    cast = write.cast_layout

    def watch(layout: Layout, *rest: object, **options: object) -> object:
        seen.append(layout)
        return cast(layout, *rest, **options)  # type: ignore[arg-type]

    with mock.patch.object(write, "cast_layout", watch):
        yield seen
