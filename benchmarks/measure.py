"""Whole processes: how long from start to end, and how much memory at most."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """Wall seconds, processor seconds of the process and its children, peak memory (MB) of the largest of them."""

    seconds: float
    cpu: float
    peak_mb: float


def run(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Run it to its end. Raises RuntimeError with what it said if it fails."""
    with tempfile.TemporaryFile() as told:
        clock = time.perf_counter()
        process = subprocess.Popen(command, env=dict(environment), stdout=told, stderr=told)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - clock
        if process.returncode:
            told.seek(0)
            raise RuntimeError(f"{' '.join(command)}: exit {process.returncode}\n{told.read().decode()[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def python(*arguments: str) -> list[str]:
    """This interpreter with arguments."""
    return [sys.executable, *arguments]
