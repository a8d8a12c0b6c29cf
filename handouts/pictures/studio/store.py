"""Storing compiled pictures: writes what changed, or only checks that nothing has."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path


def store(made: Mapping[Path, bytes], check: bool) -> int:
    """Writes the files that have changed; with check writes nothing and returns 1 when any has."""
    stale = [path for path, data in made.items() if not path.is_file() or path.read_bytes() != data]
    for path in stale:
        if check:
            print(f"out of date: {path}", file=sys.stderr)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made[path])
        print(f"{path.name}: {len(made[path])} bytes")
    if not check:
        from handouts.pictures.studio.made import record  # it knows every kind, and every kind is stored here

        record(made)
    return 1 if stale and check else 0
