"""Chains of ellipsoids, what bodies and soft things are made of: outline and depth. Body height is 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from shapely.geometry import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.pictures.studio.camera import Camera
from handouts.pictures.studio.vectors import Vector

_CIRCLE = np.linspace(0, 2 * np.pi, 28, endpoint=False)
_RING = np.array([np.cos(_CIRCLE), np.sin(_CIRCLE)])


@dataclass(frozen=True)
class Chain:
    """Ellipsoids in a row: centres (n, 3) and shapes (n, 3, 3) that map the unit ball to the ellipsoid."""

    centres: Vector
    shapes: Vector

    @property
    def lowest(self) -> float:
        return float((self.centres[:, 1] - np.linalg.norm(self.shapes[:, 1, :], axis=1)).min())

    def moved(self, by: Vector) -> Chain:
        return Chain(self.centres + by, self.shapes)


def tube(points: Sequence[Vector], radius: float | Sequence[float]) -> Chain:
    """A chain of balls along points of the world."""
    radii = np.broadcast_to(np.asarray(radius, dtype=np.float64), (len(points),))
    return Chain(np.array(points, dtype=np.float64), np.array([np.eye(3) * r for r in radii]))


def outline(chains: Iterable[Chain], camera: Camera) -> BaseGeometry:
    """The outline of the chains on the picture: hulls of neighbours, joined."""
    axes = camera.axes
    hulls: list[BaseGeometry] = []
    for chain in chains:
        flat = np.einsum("ij,njk->nik", axes, chain.shapes)
        across = np.einsum("nik,im->nkm", flat, _RING)
        size = np.maximum(np.linalg.norm(across, axis=1), 1e-9)
        rims = np.einsum("nik,nkm->nmi", flat, across) / size[:, :, None] + camera.see(chain.centres)[:, None, :]
        if len(rims) == 1:
            hulls.append(Polygon(rims[0]))
        hulls += [MultiPoint(np.vstack(pair)).convex_hull for pair in pairwise(rims)]
    return unary_union(hulls)


def surface_depth(chains: Sequence[Chain], camera: Camera, points: Vector) -> Vector:
    """How near the chains' skin is to the viewer at points of the picture (n, 2), in body heights."""
    centres = np.vstack([chain.centres for chain in chains])
    balls = np.vstack([chain.shapes for chain in chains])
    axes, toward = camera.axes, camera.toward
    spread = np.einsum("nij,nkj->nik", balls, balls)
    plane = np.einsum("ai,nij,bj->nab", axes, spread, axes)
    cross = np.einsum("i,nij,bj->nb", toward, spread, axes)
    straight = np.einsum("i,nij,j->n", toward, spread, toward)
    inverse = np.linalg.inv(plane)
    away = points[None, :, :] - camera.see(centres)[:, None, :]
    far = np.einsum("nqa,nab,nqb->nq", away, inverse, away)
    slope = np.einsum("na,nab->nb", cross, inverse)
    thickness = np.sqrt(np.maximum(straight - np.einsum("nb,nb->n", slope, cross), 0.0))
    depth = (centres @ toward)[:, None] + np.einsum("nb,nqb->nq", slope, away)
    depth = depth + thickness[:, None] * np.sqrt(np.maximum(1 - far, 0.0))
    hit = np.where(far <= 1.15, depth, -np.inf).max(axis=0)
    nearest = np.take_along_axis(depth, far.argmin(axis=0)[None, :], axis=0)[0]
    return np.asarray(np.where(np.isfinite(hit), hit, nearest))
