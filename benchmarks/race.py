"""The race: every peer in a process of its own, in turn, round after round, and the median of each."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.fairness import read_words
from benchmarks.workload import rows

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Runner:
    """A peer's process."""

    peer: str
    process: subprocess.Popen[str]
    about: Mapping[str, Any]
    per_sheet: list[float] = field(default_factory=list)  # ms, one a round
    cpu: list[float] = field(default_factory=list)
    peak_mb: float = 0.0

    def make(self, first: int, count: int, folder: Path) -> None:
        """One round."""
        assert self.process.stdin is not None
        job = {"first": first, "count": count, "folder": str(folder)}
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        told = _answer(self.process, self.peer)
        self.per_sheet.append(told["seconds"] / told["count"] * 1000)
        self.cpu.append(told["cpu"] / told["count"] * 1000)
        self.peak_mb = told["peak_mb"]


@dataclass(frozen=True)
class Result:
    """One line of the table; times in ms a sheet, sizes in KB."""

    peer: str
    name: str
    version: str
    tagged: bool
    ms: float
    cpu_ms: float
    peak_mb: float
    kilobytes: float
    pages: float
    said: float | None  # of the story's words, how many are in the file: 1.0 is all; None for the limits
    rows: int


def own_environment(cache: Path) -> dict[str, str]:
    """The environment of a process: our own cache folder, and one processor's worth of threads."""
    found = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache), "RAYON_NUM_THREADS": "1"}
    found.pop("HANDOUTS_CLINIC", None)
    return found


@contextlib.contextmanager
def running(peers: Mapping[str, int], kit: Path, combinations: int, cache: Path) -> Iterator[list[Runner]]:
    """The peers' processes, ended afterwards."""
    runners = []
    try:
        for peer in peers:
            process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.worker", peer, str(kit), str(combinations)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=own_environment(cache),
            )  # fmt: skip
            runners.append(Runner(peer, process, _answer(process, peer)))
        yield runners
    finally:
        for runner in runners:
            assert runner.process.stdin is not None
            runner.process.stdin.close()
            runner.process.wait()


def race(peers: Mapping[str, int], kit: Path, work: Path, *, combinations: int, rounds: int) -> list[Result]:
    """Run it. peers: how many sheets each makes in a round. The first round warms up and is not counted."""
    with running(peers, kit, combinations, work / "cache") as runners:
        for number in range(rounds + 1):
            for runner in runners:
                count = peers[runner.peer]
                runner.make(number * count, count, work / runner.peer)
                if number == 0:
                    runner.per_sheet.clear()
                    runner.cpu.clear()
        return [_result(runner, work / runner.peer, kit, combinations, rounds) for runner in runners]


def _result(runner: Runner, folder: Path, kit: Path, combinations: int, rounds: int) -> Result:
    made = sorted(folder.glob("*.pdf"))
    sample = made[: min(len(made), 2 * combinations, 16)]
    by_ref = {row.ref: row for row in rows(len(made), combinations)}
    read = [read_words(path, kit, by_ref[path.stem]) for path in sample]
    is_limit = runner.peer.startswith("limit")
    size = statistics.mean(path.stat().st_size for path in made) / 1000
    shutil.rmtree(folder)
    return Result(
        runner.peer,
        runner.about["name"],
        runner.about["version"],
        runner.about["tagged"],
        statistics.median(runner.per_sheet),
        statistics.median(runner.cpu),
        runner.peak_mb,
        size,
        statistics.mean(one.pages for one in read),
        None if is_limit else min(one.said for one in read),
        len(made) // (rounds + 1) * rounds,
    )


def _answer(process: subprocess.Popen[str], peer: str) -> dict[str, Any]:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"{peer} ended without an answer (exit {process.wait()}); see its message above")
    found: dict[str, Any] = json.loads(line)
    return found
