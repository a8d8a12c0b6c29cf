"""The limit: zlib at level 1 of the pages' streams, and the write."""

from __future__ import annotations

from benchmarks.peers.limit import Packing


class Peer(Packing):
    """Level 1."""

    name = "limit: zlib 1 and write"
    level = 1
