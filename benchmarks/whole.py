"""Whole runs, start-up included: batches of rows, one cold sheet, growth with rows, combinations and workers."""

from __future__ import annotations

import json
import shutil
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.assets import CLINIC
from benchmarks.measure import Run, python, run
from benchmarks.race import own_environment
from benchmarks.workload import rows, write_table


@dataclass(frozen=True)
class Whole:
    """A whole run of so many sheets."""

    what: str
    sheets: int
    combinations: int
    jobs: int
    run: Run

    @property
    def ms(self) -> float:
        """Wall time a sheet (ms)."""
        return self.run.seconds / self.sheets * 1000


def batch(work: Path, cache: Path, *, sheets: int, combinations: int, jobs: int = 1, what: str, fresh: bool) -> Whole:
    """``handouts batch`` as a user runs it. fresh: with an empty cache folder, else with what was kept there."""
    if fresh:
        shutil.rmtree(cache, ignore_errors=True)
    table, target = work / "clients.csv", work / "sheets"
    shutil.rmtree(target, ignore_errors=True)
    write_table(table, rows(sheets, combinations))
    command = python(
        "-m", "handouts", "batch", str(table), "-o", str(target), "--clinic", str(CLINIC), "--region", "uk",
        "--jobs", str(jobs),
    )  # fmt: skip
    done = run(command, own_environment(cache))
    made = sum(1 for _ in target.glob("*.pdf"))
    if made != sheets:
        raise RuntimeError(f"{sheets} sheets were asked for and {made} made")
    shutil.rmtree(target)
    return Whole(what, sheets, combinations, jobs, done)


def peer_batch(peer: str, name: str, kit: Path, work: Path, *, sheets: int, combinations: int) -> Whole:
    """A peer making as many sheets in one process, from start to end."""
    target = work / "peer"
    shutil.rmtree(target, ignore_errors=True)
    job = json.dumps({"first": 0, "count": sheets, "folder": str(target)}) + "\n"
    command = python("-m", "benchmarks.worker", peer, str(kit), str(combinations))
    done = run(command, own_environment(work / "cache"), told_it=job)
    shutil.rmtree(target)
    return Whole(name, sheets, combinations, 1, done)


def cold_start(kit: Path, work: Path, peers: Mapping[str, str], rounds: int) -> dict[str, Run]:
    """One sheet, the whole process, in turn; the median by wall time. peers: module -> name."""
    cache = work / "cold-cache"
    target = work / "cold.pdf"
    make = python(
        "-m", "handouts", "make", "--client", "Client Name", "--area", "lower-back", "--region", "uk", "--date", "2026-03-12",
        "--clinic", str(CLINIC), "-o", str(target), "--force",
    )  # fmt: skip
    found: dict[str, list[Run]] = {}
    for _ in range(rounds):
        for what, gone in (
            ("handouts, nothing kept", cache),
            ("handouts, no forme kept", cache / "handouts" / "formes"),
            ("handouts, forme kept", None),
        ):
            if gone:
                shutil.rmtree(gone, ignore_errors=what.endswith("nothing kept"))
            found.setdefault(what, []).append(run(make, own_environment(cache)))
        for peer, name in peers.items():
            one = peer_batch(peer, name, kit, work, sheets=1, combinations=1)
            found.setdefault(name, []).append(one.run)
        found.setdefault("python -c pass", []).append(run(python("-c", "pass"), own_environment(cache)))
    return {what: sorted(runs, key=lambda one: one.seconds)[len(runs) // 2] for what, runs in found.items()}


def median_of(runs: list[Whole]) -> Whole:
    """The run in the middle, by wall time."""
    middle = statistics.median_low([one.run.seconds for one in runs])
    return next(one for one in runs if one.run.seconds == middle)
