"""One peer in a process of its own, told over its standard input what to make.

``python -m benchmarks.worker PEER KIT COMBINATIONS`` answers every line ``{"first", "count", "folder"}`` with what it
took. Rows and stories are ready before the clock starts.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path

from benchmarks.assets import Kit
from benchmarks.measure import peak_of
from benchmarks.workload import rows


def main(peer_name: str, folder: str, combinations: int) -> None:
    """Serve until the input ends."""
    started = time.perf_counter()
    kit = Kit(Path(folder))
    peer = importlib.import_module(f"benchmarks.peers.{peer_name}").Peer(kit)
    own = hasattr(peer, "make_row")
    stories = [] if own else kit.stories()
    opened = time.perf_counter() - started
    print(json.dumps({"name": peer.name, "version": peer.version, "tagged": peer.tagged, "opened": opened}), flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        target = Path(job["folder"])
        target.mkdir(parents=True, exist_ok=True)
        table = list(rows(job["count"], combinations, job["first"]))
        ready = [] if own else [kit.story(stories, row) for row in table]
        clock, cpu = time.perf_counter(), time.process_time()
        if own:
            for row in table:
                peer.make_row(row, target / f"{row.ref}.pdf")
        else:
            for row, story in zip(table, ready, strict=True):
                peer.make(story, target / f"{row.ref}.pdf")
        took, used = time.perf_counter() - clock, time.process_time() - cpu
        peak = peak_of("self")
        print(json.dumps({"seconds": took, "cpu": used, "count": len(table), "peak_mb": peak}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
