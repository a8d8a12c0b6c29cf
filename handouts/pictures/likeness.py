"""Blocks that are much like another one, stored as what differs.

The black and white variant of a picture repeats most lines of the coloured one. Its script holds lines of its own, and
in place of a run of equal lines "@first last": copy these lines (counted from 0, last left out) of the other block.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

SHORTEST_RUN = 3  # equal lines that are worth a line of their own


def script_of(data: bytes, like: bytes) -> bytes:
    """The lines of data with runs that like has too replaced. No line of a picture begins with "@"."""
    mine, theirs = data.split(b"\n"), like.split(b"\n")
    out: list[bytes] = []
    at = 0
    for start, first, count in SequenceMatcher(None, theirs, mine, autojunk=False).get_matching_blocks():
        if count < SHORTEST_RUN:
            continue
        out += mine[at:first]
        out.append(b"@%d %d" % (start, start + count))
        at = first + count
    return b"\n".join([*out, *mine[at:]])


def spelt_out(script: bytes, like: bytes, most: int) -> bytes:
    """The data of which this is the script. Raises ValueError where it copies what is not there, or over most bytes."""
    theirs = like.split(b"\n")
    out: list[bytes] = []
    length = 0
    for line in script.split(b"\n"):
        found: Iterable[bytes] = (line,)
        if line.startswith(b"@"):
            first, _, last = line[1:].partition(b" ")
            start, end = int(first), int(last)
            if not 0 <= start <= end <= len(theirs):
                raise ValueError("it copies lines that are not there")
            found = theirs[start:end]
        for one in found:
            length += len(one) + 1
            out.append(one)
        if length > most:
            raise ValueError("it is far too large")
    return b"\n".join(out)
