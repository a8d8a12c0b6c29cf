"""Draws and compiles the body maps: python -m handouts.pictures.studio.bodymap compile [--check],
and makes contact sheets of them: ... sheet --out maps.png [--mono].

A map has the blocks "base" and "mono-base", and for every region and side the blocks of marks.py, where the side is
the person's own L or R. Front and back are drawn here, the other maps in layered.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.errors import PictureError
from handouts.pictures.compiled import Picture, write_picture
from handouts.pictures.studio import curves
from handouts.pictures.studio.anatomy import Bar, BodyView, Muscle, Region, read_body
from handouts.pictures.studio.layered import build_map, draw_layered
from handouts.pictures.studio.map_data import read_map
from handouts.pictures.studio.map_sheet import write_map_sheet
from handouts.pictures.studio.marks import Marked, anchors, draw_marks
from handouts.pictures.studio.store import store
from handouts.pictures.studio.surface import Surface

VIEWS = ("front", "back")
LAYERED = ("body-side", "head-front", "head-side", "hand-palm", "hand-back", "foot-sole", "foot-top", "foot-side")
SIDES = ("L", "R")
UNIT = 0.21  # points for one unit: the body is 210 pt (74 mm) high at natural size
FRAME_UNITS = (-214.0, -6.0, 214.0, 1006.0)  # x0, top, x1, bottom; the same for both views
GAP = 1.7  # units of bare body between two muscles
INSET = 2.0  # units between a muscle and the outline
MARK_INSET = 1.2
MIDLINE = 1.6  # units that a half keeps from the midline

CONTOUR, EDGE, FIBRE = 0.5, 0.22, 0.2  # line widths, points


@dataclass(frozen=True)
class DrawnMuscle:
    """A muscle of the right half: its visible shape and fibre lines, in units."""

    id: str
    shape: BaseGeometry
    fibres: tuple[LineString, ...]


@dataclass(frozen=True)
class DrawnBody:
    """All shapes of one view, in units; muscles, ear and regions are of the viewer's right half."""

    data: BodyView
    outline: BaseGeometry
    muscles: tuple[DrawnMuscle, ...]


# ---------------------------------------------------------------- shapes
def build_body(data: BodyView) -> DrawnBody:
    """The shapes of one view. Raises PictureError when a region names a muscle that is not there."""
    known = {muscle.id for muscle in data.muscles}
    for region in data.regions:
        for name in region.muscles:
            if name not in known:
                raise PictureError(f"region {region.id!r} of the {data.view} view names no muscle: {name!r}")
    outline = body_outline(data)
    return DrawnBody(data, outline, _muscles(data.muscles, outline))


def body_outline(data: BodyView) -> BaseGeometry:
    """The whole outline with hands and toes, in units."""
    o = data.outline
    half = [*o.crown_to_wrist, *o.wrist, *o.inner_arm, *o.flank_to_ankle, *data.foot, *data.inner_leg]
    right = curves.spline(half, samples=8)
    right[0, 0] = right[-1, 0] = 0.0
    left = right[::-1] * [-1, 1]
    trunk = Polygon(np.vstack([right, left[1:-1]])).buffer(0)
    trunk = curves.fill_concave(curves.round_convex(trunk, 1.0), 1.2)
    extras = [_hand(data), *(_bar(toe) for toe in data.toes)]
    whole = unary_union([trunk, *extras, *map(mirrored, extras)])
    return curves.fill_concave(whole, 0.5)


def _hand(data: BodyView) -> BaseGeometry:
    o = data.outline
    palm = curves.spline_polygon(o.palm, samples=8)
    web = curves.fill_concave(unary_union([palm, _bar(o.thumb)]), 6)
    return unary_union([web, *map(_bar, o.fingers)])


def _bar(bar: Bar) -> BaseGeometry:
    spine = Point(bar.line[0]) if len(bar.line) == 1 else curves.spline_line(bar.line, 6)
    return spine.buffer(bar.radius, 12)


def mirrored(shape: BaseGeometry) -> BaseGeometry:
    """The shape's mirror image in the midline."""
    return affinity.scale(shape, -1, 1, origin=(0, 0))


def _muscles(given: Sequence[Muscle], outline: BaseGeometry) -> tuple[DrawnMuscle, ...]:
    room = outline.buffer(-INSET).intersection(box(MIDLINE, -10, 500, 1100))
    drawn: list[DrawnMuscle] = []
    for muscle in given:
        taken = unary_union([other.shape for other in drawn]).buffer(GAP)
        shape = curves.largest(curves.round_convex(_muscle_shape(muscle).intersection(room).difference(taken), 1.0))
        if shape is not None:
            drawn.append(DrawnMuscle(muscle.id, shape, _fibres(muscle, shape)))
    return tuple(drawn)


def _muscle_shape(muscle: Muscle) -> BaseGeometry:
    edge = [*muscle.a, *muscle.end, *muscle.b[::-1], *muscle.start[::-1]]
    return curves.round_convex(curves.spline_polygon(edge, 10), 1.2)


def _fibres(muscle: Muscle, shape: Polygon) -> tuple[LineString, ...]:
    """Lines from origin to insertion, fewer in small muscles so that they never close up to a grey."""
    width = shape.area / max(shape.minimum_rotated_rectangle.length / 2, 1)
    count = max(1, round(width / 7.5))
    grid = curves.coons_grid(muscle.a, muscle.b, muscle.start, muscle.end, 14, 2 * count + 1)
    room = shape.buffer(-1.8)
    lines = [LineString(grid[2 * k + 1]).intersection(room) for k in range(count)]
    return tuple(line for found in lines for line in curves.lines_of(found) if line.length > 8)


def region_shape(body: DrawnBody, region: Region) -> BaseGeometry:
    """The region's shape on the viewer's right, inside the outline, in units."""
    room = body.outline.buffer(-MARK_INSET).intersection(box(MIDLINE, -10, 500, 1100))
    if region.patch:
        # Soft corners where the outline cuts the patch; fingers are just wide enough to outlast it.
        return curves.round_convex(curves.spline_polygon(region.patch, 10).intersection(room), 2.5)
    union = unary_union([muscle.shape for muscle in body.muscles if muscle.id in region.muscles])
    return curves.fill_concave(union, 6.0).intersection(room)


# ---------------------------------------------------------------- drawing
def draw_map(body: DrawnBody) -> Picture:
    """The compiled picture of one view."""
    surface = Surface(tolerance=0.05, smallest=0.02)
    with surface.block("base"):
        _draw_base(surface, body, mono=False)
    with surface.block("mono-base"):
        _draw_base(surface, body, mono=True)
    marks = [_marked(body, region, side) for region in body.data.regions for side in SIDES]
    draw_marks(surface, marks)
    x0, top, x1, bottom = (value * UNIT for value in FRAME_UNITS)
    picture = surface.picture(
        f"body-{body.data.view}", "map", frame=(x0, -bottom, x1, -top), source_sha256=body.data.source_sha256
    )
    return replace(picture, anchors=anchors(marks, x0, -bottom, middle=(x0 + x1) / 2))


def on_left_half(view: str, side: str) -> bool:
    """True when the person's side is on the viewer's left: the right side in front, the left side behind."""
    return (view == "front") == (side == "R")


def _points(shape: BaseGeometry, left: bool = False) -> BaseGeometry:
    """From units (y down) to points (y up), mirrored to the viewer's left when asked."""
    return affinity.affine_transform(shape, [-UNIT if left else UNIT, 0, 0, -UNIT, 0, 0])


def _draw_base(surface: Surface, body: DrawnBody, mono: bool) -> None:
    ear = curves.spline_polygon(body.data.outline.ear, 8)
    for left in (False, True):
        surface.fill(_points(ear, left), "body", stroke="outline", width=0.35)
    whole = _points(body.outline)
    surface.fill(whole, "body", stroke="outline", width=CONTOUR)
    if not mono:
        shade = whole.difference(affinity.translate(whole, -0.9, 0.7))
        surface.fill(curves.round_convex(shade, 0.12), "muscle_dark", 0.45)
    for muscle in body.muscles:
        for left in (False, True):
            _draw_muscle(surface, muscle, left, mono)
    _draw_hair(surface, body, mono)
    _draw_features(surface, body)


def _draw_muscle(surface: Surface, muscle: DrawnMuscle, left: bool, mono: bool) -> None:
    shape = _points(muscle.shape, left)
    fibres = muscle.fibres[::3] if mono else muscle.fibres
    lines = _points(unary_union(fibres), left) if fibres else None
    if mono:
        surface.stroke(shape, "fibre", EDGE)
    else:
        surface.fill(shape, "muscle", stroke="fibre", width=EDGE)
    surface.stroke(lines, "fibre", FIBRE)


def _draw_hair(surface: Surface, body: DrawnBody, mono: bool) -> None:
    right = curves.spline(body.data.hair, samples=8)
    right[0, 0] = right[-1, 0] = 0.0
    cap = Polygon(np.vstack([right, (right * [-1, 1])[::-1]])).buffer(0).intersection(body.outline.buffer(-0.6))
    surface.fill(_points(cap), "muscle_dark", 1.0 if not mono else 0.6)
    edge = LineString(right).intersection(body.outline.buffer(-2.0))
    for left in (False, True):
        surface.stroke(_points(edge, left), "fibre", 0.3)


def _draw_features(surface: Surface, body: DrawnBody) -> None:
    for feature in body.data.features:
        line = curves.spline_line(feature.line, 6)
        for left in (False, True):
            surface.stroke(_points(line, left), feature.ink, feature.width)
    fingers = body.data.outline.fingers
    for first, second in pairwise(fingers):
        pairs = zip(first.line, second.line, strict=True)
        between = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairs]
        line = curves.spline_line([between[0], between[1], (between[2][0], between[2][1] - 3)], 6)
        for left in (False, True):
            surface.stroke(_points(line, left), "outline", 0.3)


def _marked(body: DrawnBody, region: Region, side: str) -> Marked:
    left = on_left_half(body.data.view, side)
    fibres = [fibre for muscle in body.muscles if muscle.id in region.muscles for fibre in muscle.fibres]
    lines = curves.lines_of(_points(unary_union(fibres), left)) if fibres else []
    return Marked(region.id, side, _points(region_shape(body, region), left), lines)


# ---------------------------------------------------------------- command
def compile_maps(anatomy: Path, target: Path) -> dict[Path, bytes]:
    """The bytes of every compiled map, by the path it belongs at. Nothing is written."""
    pictures = [draw_map(build_body(read_body(anatomy, view))) for view in VIEWS]
    pictures += [draw_layered(build_map(read_map(anatomy / f"{name}.yaml"))) for name in LAYERED]
    return {target / f"{picture.id}.hpic": write_picture(picture) for picture in pictures}


def main(arguments: Sequence[str] | None = None) -> int:
    """Compiles the maps, or with --check only says whether the compiled ones are up to date (0 or 1); or makes a
    contact sheet of them."""
    images = Path(__file__).parents[3] / "images"
    parser = argparse.ArgumentParser(prog="python -m handouts.pictures.studio.bodymap")
    parser.add_argument("command", choices=["compile", "sheet"])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a map is out of date")
    parser.add_argument("--images", type=Path, default=images, help="the images folder")
    parser.add_argument("--out", type=Path, default=Path("maps.png"), help="where the contact sheet goes")
    parser.add_argument("--mono", action="store_true", help="the contact sheet in black and white")
    parser.add_argument("--enlarge", type=float, default=1.5, help="of the contact sheet; 1 is 72 dots per inch")
    options = parser.parse_args(arguments)
    if options.command == "sheet":
        write_map_sheet(options.images, options.out, options.mono, options.enlarge)
        return 0
    made = compile_maps(options.images / "anatomy", options.images / "compiled" / "maps")
    return store(made, options.check)


if __name__ == "__main__":
    sys.exit(main())
