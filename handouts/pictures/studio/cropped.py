"""A surface that shows only a window of what is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from shapely.geometry.base import BaseGeometry

from handouts.pictures.studio.curves import polygons_of
from handouts.pictures.studio.surface import Surface


class Cropped(Surface):
    """A surface that draws only what lies in a window, so that hidden legs cost no bytes."""

    def __init__(self, surface: Surface, window: BaseGeometry) -> None:
        self._under = surface
        self._window = window

    def fill(
        self, shape: BaseGeometry | None, role: str | None, alpha: float = 1.0, stroke: str | None = None,
        width: float = 0.6,
    ) -> None:  # fmt: skip
        if shape is not None:
            self._under.fill(shape.intersection(self._window), role, alpha, stroke, width)

    def stroke(
        self, shape: BaseGeometry | None, role: str, width: float, alpha: float = 1.0,
        dash: Sequence[float] = (), cap: str = "round", shortest: float = 0.3,
    ) -> None:  # fmt: skip
        if shape is not None:
            line = shape.boundary if polygons_of(shape) else shape
            self._under.stroke(line.intersection(self._window), role, width, alpha, dash, cap, shortest)

    def hatch(
        self,
        shape: BaseGeometry | None,
        role: str,
        gap: float,
        width: float,
        angle: float = 45.0,
        alpha: float = 1.0,
    ) -> None:
        if shape is not None:
            self._under.hatch(shape.intersection(self._window), role, gap, width, angle, alpha)
