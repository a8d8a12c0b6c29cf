"""Whom to call in an emergency."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Numbers:
    """Whom to call: the clinic's own numbers, or else the region's."""

    emergency: str
    urgent: str
