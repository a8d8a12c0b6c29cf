"""The limit: only the write."""

from __future__ import annotations

from benchmarks.peers.limit import Packing


class Peer(Packing):
    """Nothing is packed."""

    name = "limit: write alone"
    level = 0
