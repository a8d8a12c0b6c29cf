"""How long the program takes to load a compiled picture: the largest of each kind."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

COMPILED = Path(__file__).resolve().parent.parent / "images" / "compiled"


@dataclass(frozen=True)
class Loading:
    """The largest picture of a kind; ``ms`` is the median of many loads."""

    kind: str
    name: str
    kilobytes: float
    ms: float


def load_largest(rounds: int) -> list[Loading]:
    """One line a kind."""
    from handouts.pictures.compiled import read_picture

    found = []
    for kind in ("exercises", "techniques", "maps", "plates"):
        path = max((COMPILED / kind).rglob("*.hpic"), key=lambda one: one.stat().st_size)
        took = []
        for _ in range(rounds):
            clock = time.perf_counter()
            read_picture(path)
            took.append(time.perf_counter() - clock)
        found.append(Loading(kind, path.stem, path.stat().st_size / 1000, statistics.median(took) * 1000))
    return found
