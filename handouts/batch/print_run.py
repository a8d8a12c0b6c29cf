"""A print run: every client's sheet once more, in one file or a few, each client on a fresh sheet of paper.

What the run needs is kept aside while the batch goes on: requests hold names, so that file has no name of its own
and goes with the process. The pages are laid out anew, one client after the other.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

import msgspec

from handouts.batch.bench import Bench
from handouts.batch.work import Outcome, with_advice
from handouts.errors import CannotWrite
from handouts.library.store import FALLBACK_LANGUAGE
from handouts.output import write_file
from handouts.page.handout import lay_out_handout
from handouts.page.print_run import Bound, write_print_run
from handouts.request import Request

_IN_MEMORY = 4_000_000  # bytes
_NUMBERS = re.compile(r"(\d+)")
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Request)


@dataclass(frozen=True)
class Binding:
    """How a run is bound: at most so many sheets of paper a file, with a sheet before each client or without."""

    path: Path
    most_sheets: int
    separators: bool = False
    advise: bool = False


@dataclass(frozen=True)
class _Ticket:
    """Where a client's request is kept, and what it is ordered by."""

    key: tuple[tuple[int, int, str], ...]
    label: str
    start: int
    size: int


class PrintRun:
    """The clients of one run. Use as a context."""

    def __init__(self, binding: Binding, aside: Path) -> None:
        """``aside`` is a folder for what does not fit into memory."""
        self._binding = binding
        self._kept: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(aside))  # noqa: SIM115
        self._tickets: list[_Ticket] = []
        self._end = 0

    def __enter__(self) -> PrintRun:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def add(self, outcome: Outcome, request: Request, cell: str) -> None:
        """One client, ordered by what stands in ``cell``, then by row. Raises CannotWrite where there is no room."""
        data = _ENCODER.encode(request)
        try:
            self._kept.seek(self._end)
            self._kept.write(data)
        except OSError as error:
            message = f"the print run cannot be kept: {error.strerror or error}"
            raise CannotWrite(message, hint="check the space") from error
        label = outcome.ref or str(outcome.row)
        self._tickets.append(_Ticket(sorting_key(cell), label, self._end, len(data)))
        self._end += len(data)

    def write(self, bench: Bench, language: str, may_write: Callable[[Path], None]) -> list[Path]:
        """The files of the run, in order. ``may_write`` raises CannotWrite for a path that is somebody's.

        One file has the name that was asked for; of several each has a number: run-1.pdf, run-2.pdf.
        """
        binding, info = self._binding, bench.workshop(language).info
        files = write_print_run(
            self._bound(bench),
            info=info(binding.path.stem, language, None),
            most_sheets=binding.most_sheets,
            separators=binding.separators,
        )
        written: list[Path] = []
        file = next(files, None)
        while file is not None:
            following = next(files, None)  # whether the first has a number is known once there is a second
            alone = file.number == 1 and following is None
            path = binding.path if alone else binding.path.with_stem(f"{binding.path.stem}-{file.number}")
            may_write(path)
            write_file(path, file.pdf, force=True)
            written.append(path)
            file = following
        return written

    def _bound(self, bench: Bench) -> Iterator[Bound]:
        for ticket in sorted(self._tickets, key=lambda one: one.key):
            self._kept.seek(ticket.start)
            request = _DECODER.decode(self._kept.read(ticket.size))
            yield with_advice(partial(_laid_out, bench, ticket.label), request, advise=self._binding.advise)


def _laid_out(bench: Bench, label: str, request: Request) -> Bound:
    shop = bench.workshop(request.language or FALLBACK_LANGUAGE)
    plan = shop.plan(request)
    words = shop.word(plan, request)
    design = shop.design(request.theme, request.paper, request.variant, plan.conditions)
    layout = lay_out_handout(words, design, shop.pictures, tier=plan.tier, regions=shop.map_regions)
    return Bound(label, layout, words.document_title)


def sorting_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """How a person sorts: whatever the case, and 9 before 10. What is empty comes last."""
    parts = [part for part in _NUMBERS.split(text.strip().casefold()) if part]
    if not parts:
        return ((2, 0, ""),)
    return tuple((0, int(part), "") if part.isascii() and part.isdecimal() else (1, 0, part) for part in parts)
