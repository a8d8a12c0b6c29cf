"""Keeping hands and forearms out of the trunk, however full it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from handouts.pictures.studio.chains import Chain
from handouts.pictures.studio.vectors import Vector, square_to

INSIDE = 0.85  # share of the way from the trunk's middle to its skin within which no limb may run
FREE = 0.97  # where a limb is put that would


@dataclass(frozen=True)
class Depth:
    """How deep a limb runs into the trunk: share 1 at the skin, 0 in the middle; out: the nearest way out."""

    share: float
    out: Vector


def depth_in(trunk: Chain, limbs: list[Chain]) -> Depth:
    """The deepest place of the limbs' middle lines in the trunk's flesh."""
    into = np.linalg.inv(trunk.shapes)
    middles = np.vstack([chain.centres for chain in limbs])
    away = np.linalg.norm(np.einsum("nij,nmj->nmi", into, middles[None] - trunk.centres[:, None]), axis=2)
    slice_at, point_at = np.unravel_index(int(away.argmin()), away.shape)
    along = trunk.shapes[slice_at][:, 1]
    up = along / max(float(np.linalg.norm(along)), 1e-9)
    out = square_to(middles[point_at] - trunk.centres[slice_at], up)
    return Depth(float(away.min()), out)
