"""Whole processes: how long from start to end, and how much memory at most."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK = 0.004  # seconds between two looks at a process


@dataclass(frozen=True)
class Run:
    """Wall seconds, processor seconds of the process and its children, peak memory (MB) of the process itself."""

    seconds: float
    cpu: float
    peak_mb: float


def run(command: Sequence[str], environment: Mapping[str, str], *, told_it: str = "") -> Run:
    """Run it to its end. told_it: what stands on its standard input. Raises RuntimeError with what it said if it fails."""
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as asked:
        asked.write(told_it.encode())
        asked.seek(0)
        clock = time.perf_counter()
        process = subprocess.Popen(command, env=dict(environment), stdin=asked, stdout=told, stderr=told)
        peak = 0.0
        while not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            peak = max(peak, peak_of(process.pid))
            time.sleep(LOOK)
        seconds = time.perf_counter() - clock
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            raise RuntimeError(f"{' '.join(command)}: exit {process.returncode}\n{told.read().decode()[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, peak)


def peak_of(process: int | str) -> float:
    """The most memory (MB) a process has had since it became its program; 0 where it has just ended.

    Not ru_maxrss: that begins with what its parent had.
    """
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def python(*arguments: str) -> list[str]:
    """This interpreter with arguments."""
    return [sys.executable, *arguments]
