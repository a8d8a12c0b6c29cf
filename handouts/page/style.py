"""One role of type, and the millimetre: all that setting a text needs to know of how a page looks."""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4


@dataclass(frozen=True)
class Style:
    """One role of type. ``strong`` is the face of strong runs. Size and leading in points."""

    face: str
    strong: str
    size: float
    leading: float
    colour: str
    even: bool = True  # even out the rag; off for small print
