"""An orthographic camera. Azimuth 0 looks at the person's front, 90 at the left side, 180 at the back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from handouts.pictures.studio.vectors import Vector

POINTS_PER_HEIGHT = 200.0  # natural size: one body height in points


@dataclass(frozen=True)
class Camera:
    """azimuth and elevation in degrees; scale in points per body height; origin moves the picture, points."""

    azimuth: float = 90.0
    elevation: float = 8.0
    scale: float = POINTS_PER_HEIGHT
    origin: tuple[float, float] = (0.0, 0.0)

    @property
    def toward(self) -> Vector:
        """The unit vector from the scene to the viewer."""
        a, e = math.radians(self.azimuth), math.radians(self.elevation)
        return np.array([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)])

    @property
    def axes(self) -> Vector:
        """The picture's right and up directions in the world, times the scale; shape (2, 3)."""
        a = math.radians(self.azimuth)
        right = np.array([math.cos(a), 0.0, -math.sin(a)])
        return np.asarray(np.array([right, np.cross(self.toward, right)]) * self.scale)

    def see(self, point: Vector) -> Vector:
        """A point (or rows of points) of the world on the picture, in points."""
        return np.asarray(np.asarray(point) @ self.axes.T + np.array(self.origin))

    def depth(self, point: Vector) -> float:
        """How near to the viewer a point is, in body heights."""
        return float(np.dot(point, self.toward))
