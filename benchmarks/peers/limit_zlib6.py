"""The limit: zlib at level 6 of the pages' streams, and the write."""

from __future__ import annotations

from benchmarks.peers.limit import Packing


class Peer(Packing):
    """Level 6."""

    name = "limit: zlib 6 and write"
    level = 6
