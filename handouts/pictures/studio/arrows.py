"""Movement arrows: one tapered, outlined shape each."""

from __future__ import annotations

import numpy as np
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from handouts.pictures.studio.camera import Camera
from handouts.pictures.studio.curves import spline
from handouts.pictures.studio.exercise import Arrow, landmark_bone
from handouts.pictures.studio.figure import Figure
from handouts.pictures.studio.stance import Body
from handouts.pictures.studio.strokes import Strokes
from handouts.pictures.studio.vectors import Vector, vector

TAIL_WIDTH, NECK_WIDTH = 1.0, 3.0  # points on paper
HEAD_LENGTH, HEAD_HALF = 8.5, 4.3


def arrow_shape(points: Vector, strokes: Strokes) -> BaseGeometry:
    """The outline of an arrow along points (n, 2) of the picture."""
    head = min(strokes.printed(HEAD_LENGTH), LineString(points).length * 0.5)
    way = _straight_end(LineString(points), head * 1.25)
    half = strokes.printed(HEAD_HALF) * head / strokes.printed(HEAD_LENGTH)
    stops = np.linspace(0, way.length - head * 0.85, 40)
    body = np.array([way.interpolate(stop).coords[0] for stop in stops])
    tip = np.asarray(way.coords[-1])
    slope = np.gradient(body, axis=0)
    slope /= np.maximum(np.linalg.norm(slope, axis=1), 1e-9)[:, None]
    normal = np.column_stack([-slope[:, 1], slope[:, 0]])
    width = strokes.printed(1.0) * np.linspace(TAIL_WIDTH, NECK_WIDTH, 40)[:, None] / 2
    ahead = (tip - body[-1]) / max(float(np.linalg.norm(tip - body[-1])), 1e-9)
    aside = np.array([-ahead[1], ahead[0]])
    back = tip - ahead * head * 1.12
    ring = [
        *(body + normal * width),
        back + aside * half,
        tip,
        back - aside * half,
        *(body - normal * width)[::-1],
    ]
    return Polygon(ring).buffer(strokes.printed(0.2)).buffer(0)


def _straight_end(way: LineString, length: float) -> LineString:
    """The way with its last length straightened, so that the head sits square on the shaft."""
    bend = way.length - length
    if bend <= 0:
        return way
    knots = [way.interpolate(stop).coords[0] for stop in np.linspace(0, bend, 30)]
    ahead = np.asarray(knots[-1]) - np.asarray(way.interpolate(max(0.0, bend - length * 0.3)).coords[0])
    chord = np.asarray(way.coords[-1]) - np.asarray(knots[-1])
    aim = ahead / np.linalg.norm(ahead) + chord / np.linalg.norm(chord)
    return LineString([*knots, tuple(np.asarray(knots[-1]) + aim / np.linalg.norm(aim) * length)])


def arrow_points(arrow: Arrow, figures: dict[str, Figure], start: Body, end: Body) -> Vector:
    """The way of the arrow on the picture."""
    figure = figures[arrow.frame] if arrow.frame in figures else figures["end"]
    if arrow.follow:
        return _traced(arrow, figure.camera, start, end)
    bone, local = landmark_bone(arrow.landmark)
    here = figure.camera.see(figure.body.bone(bone).place(vector(local)))
    tail, tip = here + np.array(arrow.tail) * figure.size, here + np.array(arrow.tip) * figure.size
    if not arrow.bend:
        return np.array([tail, tip])
    way = tip - tail
    middle = (tail + tip) / 2 + np.array([-way[1], way[0]]) * arrow.bend
    return spline([tuple(tail), tuple(middle), tuple(tip)], samples=10)


def _traced(arrow: Arrow, camera: Camera, start: Body, end: Body) -> Vector:
    bone, local = landmark_bone(arrow.landmark)
    way = [
        start.skeleton.between(end.skeleton, share, bone).place(vector(local))
        for share in np.linspace(arrow.span[0], arrow.span[1], 9)
    ]
    points = camera.see(np.array(way)) + np.array(arrow.shift) * camera.scale
    return spline(points, samples=6)
