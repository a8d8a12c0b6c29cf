"""Draws the maps that are made of layers: the side of the body, head, hands and feet.

A layer is an outline with muscles inside it; where two muscles overlap the earlier one wins. The blocks are those of
every map: "base", "mono-base" and the marks. Of a map that is not symmetric all marks are of the right side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.errors import PictureError
from handouts.pictures.compiled import Picture
from handouts.pictures.studio import curves
from handouts.pictures.studio.anatomy import Muscle
from handouts.pictures.studio.map_data import Finger, Layer, LayeredMap, MapRegion
from handouts.pictures.studio.marks import Marked, anchors, draw_marks
from handouts.pictures.studio.surface import Surface

# All in points at natural size.
GAP = 0.36  # bare body between two muscles
INSET = 0.42  # between a muscle and the outline
MARK_INSET = 0.25
MIDLINE = 0.3  # what a half keeps from the midline
ROUND = 0.25  # radius of a muscle's corners
FIBRE_STEP = 1.55  # between two fibres
CONTOUR, EDGE, FIBRE = 0.5, 0.22, 0.2  # line widths
SMALLEST_FIBRE = 1.6
CUT = 2.2  # no outline this near to where a piece is cut off
MONO_FIBRES = 3  # one fibre of so many is drawn in black and white


@dataclass(frozen=True)
class Shape:
    """A muscle as it shows, with its fibres; points, y up."""

    id: str
    shape: Polygon
    fibres: tuple[LineString, ...]


@dataclass(frozen=True)
class DrawnLayer:
    """A layer's shapes; points, y up. Of a symmetric map the muscles are those of the viewer's right half."""

    data: Layer
    outline: BaseGeometry
    muscles: tuple[Shape, ...]


@dataclass(frozen=True)
class DrawnMap:
    """All shapes of one map; points, y up."""

    data: LayeredMap
    layers: tuple[DrawnLayer, ...]


# ---------------------------------------------------------------- shapes
def build_map(data: LayeredMap) -> DrawnMap:
    """The shapes of one map."""
    return DrawnMap(data, tuple(_build_layer(data, layer) for layer in data.layers))


def _to_points(shape: BaseGeometry, unit: float) -> BaseGeometry:
    return affinity.affine_transform(shape, [unit, 0, 0, -unit, 0, 0])


def _mirrored(shape: BaseGeometry) -> BaseGeometry:
    return affinity.scale(shape, -1, 1, origin=(0, 0))


def _build_layer(data: LayeredMap, layer: Layer) -> DrawnLayer:
    outline = _to_points(_outline(layer, data.symmetric), data.unit)
    room = outline.buffer(-INSET)
    if data.symmetric:
        room = room.intersection(box(MIDLINE, -10_000, 10_000, 10_000))
    drawn: list[Shape] = []
    for muscle in layer.muscles:
        taken = unary_union([other.shape for other in drawn]).buffer(GAP)
        whole = _to_points(_muscle(muscle), data.unit)
        shape = curves.largest(curves.round_convex(whole.intersection(room).difference(taken), ROUND))
        if shape is not None:
            drawn.append(Shape(muscle.id, shape, _fibres(muscle, shape, data.unit)))
    return DrawnLayer(layer, outline, tuple(drawn))


def _outline(layer: Layer, symmetric: bool) -> BaseGeometry:
    if symmetric:
        right = curves.spline(layer.outline, samples=8)
        right[0, 0] = right[-1, 0] = 0.0
        body: BaseGeometry = Polygon(np.vstack([right, right[::-1][1:-1] * [-1, 1]])).buffer(0)
    else:
        body = curves.spline_polygon(layer.outline, 8)
    fingers = [_finger(finger) for finger in layer.fingers]
    if symmetric:
        fingers += [_mirrored(finger) for finger in fingers]
    whole = unary_union([body, *fingers])
    return curves.fill_concave(whole, layer.web) if layer.web else whole


def _finger(finger: Finger) -> BaseGeometry:
    """Circles along the line, each hull with the next, so that the sides taper evenly."""
    spine = curves.spline(finger.line, samples=6)
    at = np.linspace(0, len(finger.radii) - 1, len(spine))
    radii = np.interp(at, range(len(finger.radii)), finger.radii)
    circles = [Point(*point).buffer(float(radius), 16) for point, radius in zip(spine, radii, strict=True)]
    return unary_union([unary_union(pair).convex_hull for pair in pairwise(circles)])


def _muscle(muscle: Muscle) -> BaseGeometry:
    return curves.spline_polygon([*muscle.a, *muscle.end, *muscle.b[::-1], *muscle.start[::-1]], 10)


def _fibres(muscle: Muscle, shape: Polygon, unit: float) -> tuple[LineString, ...]:
    width = shape.area / max(shape.minimum_rotated_rectangle.length / 2, 0.1)
    count = max(1, round(width / FIBRE_STEP))
    grid = curves.coons_grid(muscle.a, muscle.b, muscle.start, muscle.end, 14, 2 * count + 1)
    room = shape.buffer(-0.38)
    lines = [_to_points(LineString(grid[2 * k + 1]), unit).intersection(room) for k in range(count)]
    return tuple(line for found in lines for line in curves.lines_of(found) if line.length > SMALLEST_FIBRE)


def region_shape(drawn: DrawnMap, wanted: MapRegion) -> BaseGeometry:
    """The region's shape (points, y up), inside its layer's outline; of a symmetric map on the viewer's right."""
    index = next(i for i, layer in enumerate(drawn.layers) if layer.data.id == wanted.layer)
    layer = drawn.layers[index]
    room = layer.outline.buffer(-MARK_INSET)
    for over in drawn.layers[index + 1 :]:
        room = room.difference(over.outline.buffer(MARK_INSET))
    if drawn.data.symmetric:
        room = room.intersection(box(MIDLINE, -10_000, 10_000, 10_000))
    if wanted.region.patch:
        patch = _to_points(curves.spline_polygon(wanted.region.patch, 10), drawn.data.unit)
        return curves.round_convex(patch.intersection(room), 0.5)
    union = unary_union([muscle.shape for muscle in layer.muscles if muscle.id in wanted.region.muscles])
    return curves.fill_concave(union, 1.2).intersection(room)


# ---------------------------------------------------------------- drawing
def draw_layered(drawn: DrawnMap) -> Picture:
    """The compiled picture. Raises PictureError for a region that shows nowhere."""
    data = drawn.data
    surface = Surface(tolerance=0.05, smallest=0.02)
    for name, mono in (("base", False), ("mono-base", True)):
        with surface.block(name):
            for index, layer in enumerate(drawn.layers):
                _draw_layer(surface, drawn, layer, mono, below=index > 0)
    marks = list(_marks(drawn))
    draw_marks(surface, marks)
    x0, top, x1, bottom = (value * data.unit for value in data.frame)
    picture = surface.picture(data.id, "map", frame=(x0, -bottom, x1, -top), source_sha256=data.source_sha256)
    return replace(picture, anchors=anchors(marks, x0, -bottom, middle=(x0 + x1) / 2))


def _marks(drawn: DrawnMap) -> Iterator[Marked]:
    for one in drawn.data.regions:
        shape = region_shape(drawn, one)
        if shape.is_empty:
            raise PictureError(f"region {one.region.id!r} of the map {drawn.data.id!r} shows nowhere")
        layer = next(layer for layer in drawn.layers if layer.data.id == one.layer)
        fibres = [fibre for muscle in layer.muscles if muscle.id in one.region.muscles for fibre in muscle.fibres]
        if not drawn.data.symmetric:
            yield Marked(one.region.id, "R", shape, fibres)
            continue
        # Seen from the front, the person's left is at the viewer's right.
        yield Marked(one.region.id, "L", shape, fibres)
        yield Marked(one.region.id, "R", _mirrored(shape), [_flipped(fibre) for fibre in fibres])


def _flipped(line: LineString) -> LineString:
    return LineString([(-x, y) for x, y in line.coords])


def _draw_layer(surface: Surface, drawn: DrawnMap, layer: DrawnLayer, mono: bool, below: bool) -> None:
    whole, unit = layer.outline, drawn.data.unit
    if below:  # lift the piece off what lies under it
        under = unary_union([other.outline for other in drawn.layers if other is not layer])
        if not mono:
            surface.fill(affinity.translate(whole, 0.5, -0.5).intersection(under), "outline", 0.12)
        surface.stroke(whole.boundary.intersection(under), "body", CONTOUR * 3)
    surface.fill(whole, "body")
    if not mono:
        shade = whole.difference(affinity.translate(whole, -0.9, 0.7))
        surface.fill(curves.round_convex(shade, 0.12), "muscle_dark", 0.45)
    sides = (False, True) if drawn.data.symmetric else (False,)
    for muscle in layer.muscles:
        for flip in sides:
            _draw_muscle(surface, muscle, flip, mono)
    for shade_ in layer.data.shades:
        patch = _to_points(curves.spline_polygon(shade_.shape, 8), unit)
        if drawn.data.symmetric:
            patch = unary_union([patch, _mirrored(patch)]).buffer(0.02)
        patch = patch.intersection(whole.buffer(-0.12))
        surface.fill(patch, "muscle_dark", shade_.alpha, stroke="fibre" if shade_.edge else None, width=0.3)
    for line in layer.data.lines:
        drawn_line = _to_points(curves.spline_line(line.line, 6), unit)
        for flip in sides:
            surface.stroke(_mirrored(drawn_line) if flip else drawn_line, line.ink, line.width)
    surface.stroke(_contour(whole, layer.data, unit), "outline", CONTOUR)


def _contour(whole: BaseGeometry, layer: Layer, unit: float) -> BaseGeometry:
    """The outline without the places where the piece is cut off."""
    cuts = [_to_points(curves.spline_line(cut, 6), unit).buffer(CUT) for cut in layer.cuts]
    edge: BaseGeometry = whole.boundary
    return edge.difference(unary_union(cuts)) if cuts else edge


def _draw_muscle(surface: Surface, muscle: Shape, flip: bool, mono: bool) -> None:
    turned = _mirrored if flip else (lambda shape: shape)
    fibres = muscle.fibres[::MONO_FIBRES] if mono else muscle.fibres
    if mono:
        surface.stroke(turned(muscle.shape), "fibre", EDGE)
    else:
        surface.fill(turned(muscle.shape), "muscle", stroke="fibre", width=EDGE)
    if fibres:
        surface.stroke(turned(unary_union(fibres)), "fibre", FIBRE)
