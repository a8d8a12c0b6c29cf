"""What props are made of: boxes and rounded chains, with outline and depth. Body heights; Y up; Z forward."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from shapely.geometry import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from handouts.pictures.studio.camera import Camera
from handouts.pictures.studio.chains import Chain, outline, surface_depth
from handouts.pictures.studio.vectors import Vector, turn_y


@dataclass(frozen=True)
class Box:
    """A cuboid turned about Y. roles: its top, its front and back, its sides."""

    name: str
    middle: Vector
    half: Vector
    turn: float = 0.0
    roles: tuple[str, str, str] = ("prop", "prop_dark", "prop_side")
    backdrop: bool = False

    @property
    def _axes(self) -> Vector:
        return turn_y(self.turn)

    def corners(self) -> Vector:
        signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
        return np.asarray(self.middle + (signs * self.half) @ self._axes.T)

    def outline(self, camera: Camera) -> BaseGeometry:
        return MultiPoint(camera.see(self.corners())).convex_hull

    def faces(self, camera: Camera) -> list[tuple[Polygon, str]]:
        """The faces that the camera sees, with their roles."""
        out = []
        axes = self._axes
        for axis, role in ((1, self.roles[0]), (2, self.roles[1]), (0, self.roles[2])):
            for way in (-1, 1):
                normal = axes[:, axis] * way
                if float(normal @ camera.toward) < 1e-3:
                    continue
                a, b = [k for k in range(3) if k != axis]
                corners = []
                for p, q in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                    local = np.zeros(3)
                    local[axis], local[a], local[b] = way, p, q
                    corners.append(self.middle + axes @ (local * self.half))
                face = Polygon(camera.see(np.array(corners)))
                if face.area > 0.05:
                    out.append((face, role))
        return out

    def depth(self, camera: Camera, points: Vector) -> Vector:
        """Ray and slabs: how near the box's visible surface is at points of the picture."""
        axes, scale = camera.axes / camera.scale, camera.scale
        start = (
            (points - np.array(camera.origin)) / scale @ axes
        )  # on the plane through the origin that faces the camera
        way = self._axes.T @ camera.toward
        local = (start - self.middle) @ self._axes
        with np.errstate(divide="ignore", invalid="ignore"):
            low, high = (-self.half - local) / way, (self.half - local) / way
        far = np.where(np.abs(way) < 1e-6, np.inf, np.maximum(low, high))
        return np.asarray(far.min(axis=1))

    def holds(self, points: Vector, margin: float) -> bool:
        """True when a point lies deeper than margin inside the box."""
        local = np.abs((points - self.middle) @ self._axes)
        return bool((local < self.half - margin).all(axis=1).any())


@dataclass(frozen=True)
class Soft:
    """A rounded thing: ball, pillow, towel, band."""

    name: str
    chains: tuple[Chain, ...]
    role: str = "prop"
    backdrop: bool = False

    def outline(self, camera: Camera) -> BaseGeometry:
        return outline(self.chains, camera)

    def depth(self, camera: Camera, points: Vector) -> Vector:
        return surface_depth(self.chains, camera, points)


Solid = Box | Soft
