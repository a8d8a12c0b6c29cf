"""Vector and rotation arithmetic for the mannequin. Angles are degrees; vectors are arrays of 3 floats."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Vector: TypeAlias = NDArray[np.float64]
Rotation: TypeAlias = NDArray[np.float64]
Triple: TypeAlias = tuple[float, float, float]


def vector(values: Sequence[float]) -> Vector:
    return np.asarray(values, dtype=np.float64)


def unit(values: Vector) -> Vector:
    """The vector at length 1; a vector of no length stays as it is."""
    return np.asarray(values / max(float(np.linalg.norm(values)), 1e-9))


def square_to(values: Vector, axis: Vector) -> Vector:
    """The unit part of a vector that is square to a unit axis."""
    return unit(values - axis * float(values @ axis))


def turn_x(degrees: float) -> Rotation:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[1.0, 0, 0], [0, c, -s], [0, s, c]])


def turn_y(degrees: float) -> Rotation:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, 0, s], [0, 1.0, 0], [-s, 0, c]])


def turn_z(degrees: float) -> Rotation:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]])


def part_turn(start: Rotation, end: Rotation, share: float) -> Rotation:
    """The rotation a share (0 to 1) of the way from start to end, the short way round."""
    change = start.T @ end
    angle = math.acos(min(1.0, max(-1.0, (float(np.trace(change)) - 1) / 2)))
    if angle < 1e-6:
        return start
    axis = np.array([change[2, 1] - change[1, 2], change[0, 2] - change[2, 0], change[1, 0] - change[0, 1]])
    if float(np.linalg.norm(axis)) < 1e-6:  # half a turn: any axis will do
        axis = np.sqrt(np.maximum((np.diag(change) + 1) / 2, 0))
    axis = unit(axis)
    skew = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    part = angle * share
    return np.asarray(start @ (np.eye(3) + math.sin(part) * skew + (1 - math.cos(part)) * skew @ skew))


def smooth_step(value: float, low: float, high: float) -> float:
    """0 below low, 1 above high, a smooth rise between."""
    t = min(1.0, max(0.0, (value - low) / (high - low)))
    return t * t * (3 - 2 * t)
