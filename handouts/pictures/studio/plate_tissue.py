"""Paints the tissues of a plate: bones with light and shade, muscles with fibres and pale ends, bands, nerves."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from shapely import affinity
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.pictures.studio import curves
from handouts.pictures.studio.anatomy import Muscle
from handouts.pictures.studio.plate_data import BoneData
from handouts.pictures.studio.surface import Surface

ROWS, ALONG = 61, 24  # the net of a muscle: rows across it, points along it
SHADES = 4  # nested bands that round a muscle
LIGHT_AT = 0.38  # where across a muscle the light falls, 0 to 1
TENDON_STEPS = 6
FIBRE_GAP = 3.2  # points between fibres
LARGE_BONE = 420.0  # square points

Placing = Callable[[BaseGeometry], BaseGeometry]


@dataclass(frozen=True)
class Flesh:
    """The roles of one kind of tissue."""

    fill: str
    light: str
    dark: str
    line: str
    grain_light: str
    grain_dark: str


TISSUES = {
    "flesh": Flesh("flesh", "flesh_light", "flesh_dark", "flesh_line", "grain_light", "grain_dark"),
    "band": Flesh("band", "bone_light", "bone_dark", "band_line", "bone_light", "tendon_line"),
}
PATCHES = {  # kind: fill, shade and line
    "cartilage": ("disc", "disc_line", "disc_line"),
    "gland": ("nerve_light", "nerve", "nerve_line"),
    "tooth": ("bone_light", "bone_dark", "bone_line"),
    "hide": ("hide", "hide_dark", "hide_line"),
    "bed": ("bed", "flesh", "flesh_line"),
    "socket": ("bone_dark", "bone_line", "bone_line"),
}


@dataclass(frozen=True)
class Brush:
    """A surface, in colour or in mono."""

    surface: Surface
    mono: bool

    def edge(self, role: str) -> str:
        return "ink" if self.mono else role

    def ground(self, role: str) -> str:
        return "paper" if self.mono else role


# ---------------------------------------------------------------- bones
def bone_shape(bone: BoneData) -> BaseGeometry:
    """The bone's outline without its holes, in the panel's units."""
    shape = half(bone.outline) if bone.middle else curves.spline_polygon(bone.outline, 10)
    for hole in bone.holes:
        shape = shape.difference(curves.spline_polygon(hole, 8))
    return shape


def paint_bone(
    brush: Brush,
    bone: BoneData,
    place: Placing,
    width: float = 0.7,
    far: bool = False,
    seen: BaseGeometry | None = None,
) -> BaseGeometry:
    """Paints it, or what lies in ``seen``, and returns its shape in the panel's units."""
    shape = bone_shape(bone) if seen is None else bone_shape(bone).intersection(seen)
    dx, dy = bone.shade
    surface = brush.surface
    surface.fill(place(shape), brush.ground("bone_far" if far else "bone"))
    dark = _unlit(shape, dx, dy)
    if brush.mono:
        surface.hatch(place(dark), "ink", 1.5, 0.3)
    else:
        surface.fill(place(dark), "bone_dark", 0.7)
        if shape.area > LARGE_BONE:  # on a small one a second shade and a light could not be told apart
            surface.fill(place(_unlit(shape, dx * 2.4, dy * 2.4)), "bone_dark", 0.32)
            light = shape.difference(affinity.translate(shape, -dx * 0.7, -dy * 0.7)).intersection(shape.buffer(-0.6))
            surface.fill(place(curves.round_convex(light, 0.2)), "bone_light", 0.9)
    for line in bone.lines:
        drawn = curves.spline_line(line, 8)
        if not brush.mono:
            surface.stroke(place(affinity.translate(drawn, 0.5, 0.8)), "bone_light", 0.7, 0.8)
        surface.stroke(place(drawn), brush.edge("bone_line"), 0.5, 0.8)
    surface.stroke(place(shape), brush.edge("bone_line"), width)
    return shape


def _unlit(shape: BaseGeometry, dx: float, dy: float) -> BaseGeometry:
    return curves.round_convex(shape.difference(affinity.translate(shape, dx, dy)), 0.2)


def half(points: Sequence[tuple[float, float]]) -> BaseGeometry:
    """The spline through half an outline, closed by its mirror image in the midline."""
    right = curves.spline(points, samples=8)
    return Polygon(np.vstack([right, (right * [-1, 1])[::-1]])).buffer(0)


# ---------------------------------------------------------------- muscles
def muscle_shape(muscle: Muscle) -> BaseGeometry:
    """The muscle's outline in the panel's units."""
    edge = [*muscle.a, *muscle.end, *muscle.b[::-1], *muscle.start[::-1]]
    shape = curves.spline_polygon(edge, 10)
    rounded = curves.round_convex(shape, 1.2)
    return rounded if rounded.area > shape.area * 0.9 else curves.round_convex(shape, 0.3)


def paint_muscle(
    brush: Brush, muscle: Muscle, tone: str, tendon: tuple[float, float], place: Placing, light: float = LIGHT_AT
) -> BaseGeometry:
    """Paints it and returns its shape. tendon: the shares of its length that are pale at origin and insertion."""
    surface, tissue = brush.surface, TISSUES[tone]
    shape = muscle_shape(muscle)
    grid = curves.coons_grid(muscle.a, muscle.b, muscle.start, muscle.end, ALONG, ROWS)
    if not brush.mono:  # a soft shadow lifts the muscle off what lies under it
        surface.fill(place(affinity.translate(shape, 1.1, 1.5)), "flesh_line", 0.18)
    surface.fill(place(shape), brush.ground(tissue.fill))
    if not brush.mono:
        for first, last, role, alpha in _shading(tissue, light):
            surface.fill(place(_strip(grid, first, last).intersection(shape)), role, alpha)
        for pale in _tendons(grid, tendon):
            surface.fill(place(pale.intersection(shape)), "tendon", 0.26)
    _fibres(brush, grid, shape, tissue, tendon, place)
    surface.stroke(place(shape), brush.edge(tissue.line), 0.75)
    return shape


def _fibres(
    brush: Brush,
    grid: curves.Points,
    shape: BaseGeometry,
    tissue: Flesh,
    tendon: tuple[float, float],
    place: Placing,
) -> None:
    length = max(LineString(grid[ROWS // 2]).length, 1)
    count = max(3, min(34, round(shape.area / length / FIBRE_GAP)))
    room = shape.buffer(-0.5)
    sets: tuple[list[BaseGeometry], list[BaseGeometry]] = ([], [])
    for k in range(count):
        row = grid[round((k + 0.5) / count * (ROWS - 1))]
        # Each fibre begins and ends elsewhere, so that no hard edge runs across the muscle.
        first, last = 0.02 + 0.02 * (k * 7 % 5), 0.98 - 0.02 * (k * 3 % 5)
        first, last = max(first, tendon[0] * 0.5), min(last, 1 - tendon[1] * 0.5)
        sets[k % 2].append(place(_cut(row, first, last).intersection(room)))
    if brush.mono:
        surface_lines = unary_union(sets[1] if count > 4 else [*sets[0], *sets[1]])
        brush.surface.stroke(surface_lines, "ink", 0.35)
        return
    brush.surface.stroke(unary_union(sets[0]), tissue.grain_light, 0.35, 0.45)
    brush.surface.stroke(unary_union(sets[1]), tissue.grain_dark, 0.4, 0.55)


def _strip(grid: curves.Points, first: float, last: float) -> BaseGeometry:
    """The part of a muscle's net between two shares of its width, a little beyond its edges included."""
    top, bottom = (round(min(1.0, max(0.0, share)) * (ROWS - 1)) for share in (first, last))
    strip = Polygon(np.vstack([grid[top], grid[bottom][::-1]])).buffer(0) if bottom > top else Polygon()
    return strip.buffer(1.5) if top == 0 or bottom == ROWS - 1 else strip


def _shading(tissue: Flesh, light_at: float) -> list[tuple[float, float, str, float]]:
    """Nested bands (first, last, role, alpha) that round the muscle like a cylinder lit from one side."""
    bands = []
    for step in range(SHADES):
        level = (step + 0.5) / SHADES
        alpha = round(1 / (SHADES - step + 1.6), 2)
        light = math.acos(0.55 + 0.45 * level) / (0.95 * math.pi)
        dark = math.acos(0.65 * (1 - level) - 0.1) / (0.95 * math.pi)
        bands.append((light_at - light, light_at + light, tissue.light, alpha))
        if light_at + dark < 1:
            bands.append((light_at + dark, 1.0, tissue.dark, alpha))
        if light_at - dark > 0:
            bands.append((0.0, light_at - dark, tissue.dark, alpha))
    return bands


def _tendons(grid: curves.Points, shares: tuple[float, float]) -> list[BaseGeometry]:
    """Pale ends that step into the muscle's belly."""
    start, end = shares
    made = []
    for step in range(1, TENDON_STEPS + 1):
        for first, last in ((0.0, start * step / TENDON_STEPS), (1 - end * step / TENDON_STEPS, 1.0)):
            i, j = round(first * (ALONG - 1)), round(last * (ALONG - 1))
            if j > i:
                ring = np.vstack([grid[0, i : j + 1], grid[:, j], grid[-1, i : j + 1][::-1], grid[::-1, i]])
                made.append(Polygon(ring).buffer(0).buffer(2.0).buffer(-1.0))
    return made


def _cut(row: curves.Points, first: float, last: float) -> LineString:
    """The part of a line between two shares of its length."""
    line = LineString(row)
    return LineString([line.interpolate(share, normalized=True) for share in np.linspace(first, last, 9)])


# ---------------------------------------------------------------- the rest
def paint_cord(brush: Brush, line: BaseGeometry, width: float, tone: str, place: Placing) -> None:
    """A nerve ("nerve") or a round tendon ("tendon") of that width."""
    drawn = place(line)
    fill, light, edge = (
        ("nerve", "nerve_light", "nerve_line") if tone == "nerve" else ("tendon", "bone_light", "tendon_line")
    )
    brush.surface.stroke(drawn, brush.edge(edge), width + 1.3)
    brush.surface.stroke(drawn, brush.ground(fill), width)
    if not brush.mono:
        brush.surface.stroke(drawn, light, width * 0.3)


def paint_patch(brush: Brush, shape: BaseGeometry, kind: str, place: Placing) -> None:
    """Cartilage, a gland, a tooth, a hollow: one fill, a darker rim on one side, a line round it."""
    fill, shade, line = PATCHES[kind]
    brush.surface.fill(place(shape), brush.ground(fill))
    if not brush.mono:
        brush.surface.fill(place(_unlit(shape, -1.6, -1.8)), shade, 0.35)
    brush.surface.stroke(place(shape), brush.edge(line), 0.55)


def paint_sheet(brush: Brush, shape: BaseGeometry, threads: Sequence[tuple[float, float]], place: Placing) -> None:
    """A pale sheet woven of threads (slope in degrees, gap in points), through which the muscles show."""
    if brush.mono:
        brush.surface.fill(place(shape), "paper", 0.72)
    else:
        for depth, alpha in ((0, 0.42), (5, 0.30), (11, 0.25)):
            brush.surface.fill(place(shape.buffer(-depth)), "tendon", alpha)
    room = shape.buffer(-1)
    for angle, gap in threads:
        lines = unary_union(curves.hatch_lines(room, angle, gap))
        brush.surface.stroke(place(lines), brush.edge("tendon_line"), 0.3, 0.6)
    brush.surface.stroke(place(shape), brush.edge("tendon_line"), 0.55)
