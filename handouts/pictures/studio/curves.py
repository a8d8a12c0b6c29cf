"""Curves and outlines: splines through points, Bezier fitting, corner rounding.

Points are (n, 2) float arrays in any unit; the tolerances are in that same unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

Points: TypeAlias = NDArray[np.float64]
PointList: TypeAlias = Sequence[tuple[float, float]] | Points
Bezier: TypeAlias = tuple[Points, Points, Points, Points]

ARC_STEPS = 8  # segments in a quarter circle when shapely rounds a corner


# ---------------------------------------------------------------- splines
def spline(points: PointList | Sequence[Sequence[float]], closed: bool = False, samples: int = 12) -> Points:
    """A dense polyline along the centripetal Catmull-Rom curve through the points.

    samples is the number of steps between two given points. The centripetal form is used because it
    never makes a loop or a cusp between unevenly spaced points.
    """
    given = np.asarray(points, dtype=np.float64)
    if len(given) < 3 and not closed:
        return given.copy()
    if closed:
        knots = np.vstack([given[-1], given, given[0], given[1]])
    else:
        knots = np.vstack([2 * given[0] - given[1], given, 2 * given[-1] - given[-2]])
    pieces = [_span(knots[i - 1 : i + 3], samples) for i in range(1, len(knots) - 2)]
    curve = np.vstack(pieces)
    return curve if closed else np.vstack([curve, knots[-2]])


def _span(knots: Points, samples: int) -> Points:
    """One Catmull-Rom span, between the second and the third of four knots (the last point left out)."""
    p0, p1, p2, p3 = knots
    t0 = 0.0
    t1 = t0 + math.sqrt(max(float(np.linalg.norm(p1 - p0)), 1e-6))
    t2 = t1 + math.sqrt(max(float(np.linalg.norm(p2 - p1)), 1e-6))
    t3 = t2 + math.sqrt(max(float(np.linalg.norm(p3 - p2)), 1e-6))
    t = np.linspace(t1, t2, samples, endpoint=False)[:, None]
    a1 = (t1 - t) / (t1 - t0) * p0 + (t - t0) / (t1 - t0) * p1
    a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2
    a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3
    b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
    b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
    return np.asarray((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2)


def spline_line(points: PointList | Sequence[Sequence[float]], samples: int = 12) -> LineString:
    """The open spline through the points, as a line."""
    return LineString(spline(points, closed=False, samples=samples))


def spline_polygon(points: PointList | Sequence[Sequence[float]], samples: int = 12) -> BaseGeometry:
    """The closed spline through the points, as a valid polygon (or multi-polygon, if it crossed itself)."""
    outline = Polygon(spline(points, closed=True, samples=samples))
    return outline if outline.is_valid else outline.buffer(0)


def resample(points: PointList, count: int) -> Points:
    """count points evenly spread over the length of the polyline, ends included."""
    given = np.asarray(points, dtype=np.float64)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(given, axis=0), axis=1))])
    wanted = np.linspace(0.0, along[-1], count)
    return np.column_stack([np.interp(wanted, along, given[:, k]) for k in (0, 1)])


def coons_grid(
    edge_a: PointList,
    edge_b: PointList,
    start: PointList = (),
    end: PointList = (),
    along: int = 24,
    across: int = 25,
) -> Points:
    """A net of points between two edge curves, shape (across, along, 2).

    edge_a and edge_b run the same way (a muscle's origin to its insertion); start and end are extra points
    that close the two ends, from edge_a to edge_b. Row k of the result is a line along the muscle.
    """
    first, last = _even(edge_a, along), _even(edge_b, along)
    head = _even([tuple(first[0]), *map(tuple, start), tuple(last[0])], across)
    foot = _even([tuple(first[-1]), *map(tuple, end), tuple(last[-1])], across)
    u = np.linspace(0, 1, across)[:, None, None]
    v = np.linspace(0, 1, along)[None, :, None]
    between_edges = (1 - u) * first[None] + u * last[None]
    between_ends = (1 - v) * head[:, None] + v * foot[:, None]
    corners = (1 - u) * (1 - v) * first[0] + (1 - u) * v * first[-1] + u * (1 - v) * last[0] + u * v * last[-1]
    return np.asarray(between_edges + between_ends - corners)


def _even(points: PointList | Sequence[Sequence[float]], count: int) -> Points:
    return resample(spline(points, samples=8), count)


# ---------------------------------------------------------------- taking geometry apart
def polygons_of(shape: BaseGeometry | None) -> list[Polygon]:
    """Every polygon in the shape, whatever collection holds it."""
    if shape is None or shape.is_empty:
        return []
    if isinstance(shape, Polygon):
        return [shape]
    return [polygon for part in getattr(shape, "geoms", ()) for polygon in polygons_of(part)]


def lines_of(shape: BaseGeometry | None) -> list[LineString]:
    """Every line in the shape, whatever collection holds it."""
    if shape is None or shape.is_empty:
        return []
    if isinstance(shape, LineString):
        return [shape]
    return [line for part in getattr(shape, "geoms", ()) for line in lines_of(part)]


def merged_lines(shape: BaseGeometry | None) -> list[LineString]:
    """The shape's lines, joined where they meet end to end."""
    found = lines_of(shape)
    return lines_of(linemerge(MultiLineString(found))) if len(found) > 1 else found


def largest(shape: BaseGeometry) -> Polygon | None:
    """The largest polygon of the shape, or None when it has none."""
    return max(polygons_of(shape), key=lambda polygon: polygon.area, default=None)


# ---------------------------------------------------------------- corners
def fill_concave(shape: BaseGeometry, radius: float) -> BaseGeometry:
    """Rounds the inward corners by radius; outward corners stay."""
    return shape.buffer(radius, ARC_STEPS).buffer(-radius, ARC_STEPS)


def round_convex(shape: BaseGeometry, radius: float) -> BaseGeometry:
    """Rounds the outward corners by radius and drops slivers thinner than twice the radius."""
    return shape.buffer(-radius, ARC_STEPS).buffer(radius, ARC_STEPS)


def fillet(shape: BaseGeometry, radius: float) -> BaseGeometry:
    """Rounds inward corners, then outward ones, by radius."""
    return shape.buffer(radius, ARC_STEPS).buffer(-2 * radius, ARC_STEPS).buffer(radius, ARC_STEPS)


# ---------------------------------------------------------------- hatching
def hatch_lines(shape: BaseGeometry, angle: float, gap: float) -> list[LineString]:
    """Parallel lines over the shape, angle in degrees, gap between lines.

    The lines are locked to the origin, so that neighbouring shapes hatched alike line up.
    """
    if shape.is_empty:
        return []
    x0, y0, x1, y1 = shape.bounds
    centre = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
    reach = math.hypot(x1 - x0, y1 - y0) / 2 + gap
    along = np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
    across = np.array([-along[1], along[0]])
    phase = float(np.dot(centre, across)) % gap
    rows = []
    for step in range(-math.ceil(reach / gap), math.ceil(reach / gap) + 2):
        middle = centre + across * (step * gap - phase)
        rows.append(LineString([tuple(middle - along * reach), tuple(middle + along * reach)]))
    return lines_of(MultiLineString(rows).intersection(shape))


# ---------------------------------------------------------------- Bezier fitting (after Schneider, 1990)
def fit_beziers(
    points: PointList | Any, closed: bool = False, tolerance: float = 0.1, corner: float = 35.0
) -> list[Bezier]:
    """Cubic Bezier pieces that pass within tolerance of the polyline.

    A turn sharper than corner degrees stays a corner. Returns an empty list for fewer than two points.
    """
    dense = _without_repeats(_subdivided(np.asarray(points, dtype=np.float64)[:, :2], closed), closed)
    if len(dense) < 2:
        return []
    if len(dense) == 2:
        return [_straight(dense[0], dense[1])]
    turns = _corner_indices(dense, corner)
    if closed:
        start = turns[0] if turns else 0
        dense = np.vstack([dense[start:], dense[:start], dense[start : start + 1]])
        stops = [0, *[i - start for i in turns if i > start], len(dense) - 1]
    else:
        stops = [0, *[i for i in turns if 0 < i < len(dense) - 1], len(dense) - 1]
    pieces: list[Bezier] = []
    for first, last in pairwise(stops):
        run = dense[first : last + 1]
        if closed and not turns:
            tangent = _unit(dense[1] - dense[-2])
            pieces.extend(_fit(run, tangent, -tangent, tolerance))
        else:
            pieces.extend(_fit(run, _unit(run[1] - run[0]), _unit(run[-2] - run[-1]), tolerance))
    return pieces


def _subdivided(points: Points, closed: bool) -> Points:
    """Adds samples on long bare segments: the fit only sees the samples."""
    if closed and len(points) > 1 and np.allclose(points[0], points[-1]):
        points = points[:-1]
    ring = np.vstack([points, points[:1]]) if closed else points
    lengths = np.linalg.norm(np.diff(ring, axis=0), axis=1)
    longest = max(1.2, float(lengths.sum()) / 150)
    if not (lengths > longest).any():
        return points
    pieces = []
    for index, length in enumerate(lengths):
        steps = max(1, math.ceil(length / longest))
        pieces.append(ring[index] + (ring[index + 1] - ring[index]) * (np.arange(steps) / steps)[:, None])
    if not closed:
        pieces.append(ring[-1:])
    return np.vstack(pieces)


def _without_repeats(points: Points, closed: bool) -> Points:
    gaps = np.linalg.norm(points - np.roll(points, 1, axis=0), axis=1)
    keep = gaps >= 1e-4
    if not closed:
        keep[:1] = True
    return np.asarray(points[keep])


def _corner_indices(points: Points, corner: float) -> list[int]:
    before = points - np.roll(points, 1, axis=0)
    after = np.roll(points, -1, axis=0) - points
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    turn = np.degrees(np.abs(np.arctan2(cross, (before * after).sum(axis=1))))
    return [int(index) for index in np.nonzero(turn > corner)[0]]


def _unit(vector: Points) -> Points:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9))


def _straight(start: Points, end: Points) -> Bezier:
    return (start, start + (end - start) / 3, end - (end - start) / 3, end)


def _fit(run: Points, start: Points, end: Points, tolerance: float) -> Iterator[Bezier]:
    """Fits one smooth run; start and end are the unit tangents, both pointing into the run."""
    if len(run) == 2:
        third = float(np.linalg.norm(run[1] - run[0])) / 3
        yield (run[0], run[0] + start * third, run[1] + end * third, run[1])
        return
    steps = np.linalg.norm(np.diff(run, axis=0), axis=1)
    u = np.concatenate([[0.0], np.cumsum(steps)])
    length = float(u[-1])
    if length < 1e-9:
        return
    u = u / length
    worst = len(run) // 2
    for attempt in range(3):
        curve = _best_handles(run, start, end, u, length)
        error = ((_at(curve, u) - run) ** 2).sum(axis=1)
        worst = int(error.argmax())
        if error[worst] < tolerance * tolerance:
            yield curve
            return
        if attempt == 0 and error[worst] > (4 * tolerance) ** 2:
            break
        u = _reparametrised(curve, run, u)
    split = min(max(worst, 1), len(run) - 2)
    chord = run[split - 1] - run[split + 1]
    middle = _unit(chord) if float(np.linalg.norm(chord)) > 1e-9 else start
    yield from _fit(run[: split + 1], start, middle, tolerance)
    yield from _fit(run[split:], -middle, end, tolerance)


def _best_handles(run: Points, start: Points, end: Points, u: Points, length: float) -> Bezier:
    """The least-squares handle lengths for a piece with fixed ends and tangents."""
    m = 1 - u
    b0, b1, b2, b3 = m**3, 3 * u * m**2, 3 * u * u * m, u**3
    a1, a2 = b1[:, None] * start, b2[:, None] * end
    c00, c01, c11 = float((a1 * a1).sum()), float((a1 * a2).sum()), float((a2 * a2).sum())
    rest = run - (b0 + b1)[:, None] * run[0] - (b2 + b3)[:, None] * run[-1]
    x0, x1 = float((a1 * rest).sum()), float((a2 * rest).sum())
    determinant = c00 * c11 - c01 * c01
    first = second = length / 3
    if abs(determinant) > 1e-12:
        first = (x0 * c11 - x1 * c01) / determinant
        second = (c00 * x1 - c01 * x0) / determinant
    if min(first, second) < 1e-3 * length or max(first, second) > length:
        first = second = float(np.linalg.norm(run[-1] - run[0])) / 3
    return (run[0], run[0] + start * first, run[-1] + end * second, run[-1])


def _at(curve: Bezier, u: Points) -> Points:
    t = u[:, None]
    m = 1 - t
    return np.asarray(m**3 * curve[0] + 3 * m * m * t * curve[1] + 3 * m * t * t * curve[2] + t**3 * curve[3])


def _reparametrised(curve: Bezier, run: Points, u: Points) -> Points:
    """One Newton step towards the parameter of the nearest point of the curve."""
    t = u[:, None]
    m = 1 - t
    c0, c1, c2, c3 = curve
    slope = 3 * m * m * (c1 - c0) + 6 * m * t * (c2 - c1) + 3 * t * t * (c3 - c2)
    bend = 6 * m * (c2 - 2 * c1 + c0) + 6 * t * (c3 - 2 * c2 + c1)
    off = _at(curve, u) - run
    numerator = (off * slope).sum(axis=1)
    denominator = (slope * slope).sum(axis=1) + (off * bend).sum(axis=1)
    safe = np.where(np.abs(denominator) > 1e-9, denominator, 1.0)
    shift = np.where(np.abs(denominator) > 1e-9, numerator / safe, 0.0)
    return np.asarray(np.maximum.accumulate(np.clip(u - shift, 0, 1)))
