"""Draws and compiles anatomical plates: python -m handouts.pictures.studio.plate compile [--check].

A plate is authored in images/anatomy/plate-<id>.yaml as layers in painting order. It has the blocks "colour",
"mono", and "fade": bands of the role "paper" that let the top edge dissolve into the ground behind it.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from shapely import affinity
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.pictures.compiled import Picture, write_picture
from handouts.pictures.studio import curves
from handouts.pictures.studio.anatomy import DataReader
from handouts.pictures.studio.store import store
from handouts.pictures.studio.surface import Surface

ROWS, ALONG = 61, 24  # the net of a muscle: rows across it, points along it
SHADES = 7  # nested bands that round a muscle
LIGHT_AT = 0.38  # where across a muscle the light falls, 0 to 1
TENDON_STEPS = 4
FADE_BANDS, FADE_DEPTH = 60, 90.0  # fewer bands would show as stripes


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


def draw_plate(source: Path) -> Picture:
    """The compiled picture of one plate. Raises PictureError naming the file and the field."""
    data = DataReader.of(source)
    surface = Surface(tolerance=0.12, smallest=0.4)
    x0, top, x1, bottom = (value for point in _frame(data) for value in point)
    window = box(x0, -bottom, x1, -top)
    for name in ("colour", "mono"):
        with surface.block(name), surface.clip(window):
            _Plate(surface, data, mono=name == "mono").draw()
    with surface.block("fade"):
        for depth, alpha in _fade():
            surface.fill(box(x0, -top - depth, x1, -top + 1), "paper", alpha)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    return surface.picture(data.text("id"), "plate", frame=(x0, -bottom, x1, -top), source_sha256=digest)


def _fade() -> list[tuple[float, float]]:
    """Depths and alphas of nested bands whose cover adds up to a soft ramp, solid at the very top."""
    bands, cover = [], 0.0
    for band in range(FADE_BANDS):
        share = (band + 1) / FADE_BANDS
        wanted = share * share * (3 - 2 * share)
        # Alphas are whole hundredths: what rounding leaves out is made up by the next band.
        alpha = math.floor(100 * (1 - (1 - wanted) / (1 - cover))) / 100 if cover < 1 else 0.0
        if alpha > 0:
            bands.append((FADE_DEPTH * (1 - band / FADE_BANDS), alpha))
            cover = 1 - (1 - cover) * (1 - alpha)
    return bands


def _frame(data: DataReader) -> tuple[tuple[float, float], tuple[float, float]]:
    first, second = data.curve("frame", fewest=2)[:2]
    return first, second


class _Plate:
    """Paints the layers of one plate in colour or in mono."""

    def __init__(self, surface: Surface, data: DataReader, mono: bool) -> None:
        self.surface, self.data, self.mono = surface, data, mono
        self.skin = self._skin()
        self.layers: Mapping[str, Callable[[DataReader], None]] = {
            "bone": self._bone_layer,
            "vertebrae": self._vertebrae,
            "muscle": self._muscle,
            "nerve": self._nerve,
            "line": self._line,
            "holes": self._holes,
            "knobs": self._knobs,
            "bed": self._bed,
            "fascia": self._fascia,
        }

    def draw(self) -> None:
        self._draw_skin()
        for layer in self.data.each("layers"):
            kind = layer.text("draw")
            if kind not in self.layers:
                raise layer.wrong("draw", f"{kind!r} is none of: " + ", ".join(self.layers))
            self.layers[kind](layer)

    # ------------------------------------------------------------ places and ink
    def _placed(self, shape: BaseGeometry, side: str = "right") -> BaseGeometry:
        """From units (y down) to points (y up), on the side that is asked for."""
        return affinity.affine_transform(shape, [-1 if side == "left" else 1, 0, 0, -1, 0, 0])

    def _edge(self, role: str) -> str:
        return "ink" if self.mono else role

    def _ground(self, role: str) -> str:
        return "paper" if self.mono else role

    def _skin(self) -> BaseGeometry:
        outer, inner = (
            curves.spline(self.data.curve("skin"), samples=8),
            curves.spline(self.data.curve("skin_inner"), samples=8),
        )
        half = Polygon(np.vstack([[(0, outer[0][1])], outer, inner])).buffer(0)
        both = unary_union([half, affinity.scale(half, -1, 1, origin=(0, 0))])
        return both.buffer(0.2).buffer(-0.2)

    def _draw_skin(self) -> None:
        skin = self._placed(self.skin)
        self.surface.fill(skin, self._ground("hide"), stroke=self._edge("hide_line"), width=1.0)
        if not self.mono:
            for depth in (10, 5):
                self.surface.fill(self._placed(self.skin.difference(self.skin.buffer(-depth))), "hide_dark", 0.35)
        self.surface.stroke(self._placed(LineString(self.data.curve("cleft"))), self._edge("hide_line"), 0.8)

    # ------------------------------------------------------------ bones
    def _bone_layer(self, layer: DataReader) -> None:
        side = layer.text("side")
        shape = _half(layer.curve("outline")) if side == "middle" else curves.spline_polygon(layer.curve("outline"), 10)
        hole = layer.optional_curve("hole")
        if hole:
            shape = shape.difference(curves.spline_polygon(hole, 8))
        far = layer.data.get("tone") == "far"
        width = layer.number("width") if "width" in layer.data else 0.7
        self._bone(shape, side, layer.point("shade"), width, far)

    def _bone(
        self, shape: BaseGeometry, side: str, shade: tuple[float, float], width: float, far: bool = False
    ) -> None:
        dx, dy = shade
        dark = curves.round_convex(shape.difference(affinity.translate(shape, dx, dy)), 0.2)
        light = shape.difference(affinity.translate(shape, -dx * 0.7, -dy * 0.7)).intersection(shape.buffer(-0.6))
        self.surface.fill(self._placed(shape, side), self._ground("bone_far" if far else "bone"))
        if self.mono:
            self.surface.hatch(self._placed(dark, side), "ink", 1.3, 0.3)
        else:
            self.surface.fill(self._placed(dark, side), "bone_dark", 0.75)
            self.surface.fill(self._placed(curves.round_convex(light, 0.2), side), "bone_light", 0.9)
        self.surface.stroke(self._placed(shape, side), self._edge("bone_line"), width)

    def _vertebrae(self, layer: DataReader) -> None:
        parts = self.data.inner("vertebra")
        at = layer.curve("at", fewest=1)
        for y, scale in at:
            body, disc = (_vertebra_part(parts.curve(name), y, scale) for name in ("body", "disc"))
            self.surface.fill(self._placed(disc), self._ground("disc"), stroke=self._edge("disc_line"), width=0.5)
            self._bone(body, "middle", (-2.2, -2.4), 0.6, far=True)
        for y, scale in at:
            arch, spine = (_vertebra_part(parts.curve(name), y, scale) for name in ("arch", "spine"))
            self._bone(arch, "middle", (-2.2, -2.4), 0.6)
            self._bone(spine, "middle", (-1.2, -1.2), 0.6)

    def _holes(self, layer: DataReader) -> None:
        for point in layer.curve("at"):
            hole = affinity.scale(Point(point).buffer(layer.number("radius")), 1.0, 0.8)
            for side in ("left", "right"):
                self.surface.fill(self._placed(hole, side), self._edge("bone_line"))

    def _knobs(self, layer: DataReader) -> None:
        for point in layer.curve("at"):
            knob = affinity.scale(Point(point).buffer(layer.number("radius")), 0.75, 1.5)
            self._bone(knob, "middle", (-1.0, -1.0), 0.45)

    # ------------------------------------------------------------ muscles
    def _muscle(self, layer: DataReader) -> None:
        muscle, side = layer.muscle(), layer.text("side")
        tissue = TISSUES[layer.text("tone")]
        edge = [*muscle.a, *muscle.end, *muscle.b[::-1], *muscle.start[::-1]]
        shape = curves.round_convex(curves.spline_polygon(edge, 10), 2.0)
        grid = curves.coons_grid(muscle.a, muscle.b, muscle.start, muscle.end, ALONG, ROWS)
        self.surface.fill(self._placed(shape, side), self._ground(tissue.fill))
        if not self.mono:
            for first, last, role, alpha in _shading(tissue):
                self.surface.fill(self._placed(_strip(grid, first, last).intersection(shape), side), role, alpha)
            for tendon in _tendons(grid, layer):
                self.surface.fill(self._placed(tendon.intersection(shape), side), "tendon", 0.34)
        self._fibres(grid, shape, side, tissue)
        self.surface.stroke(self._placed(shape, side), self._edge(tissue.line), 0.8)

    def _fibres(self, grid: curves.Points, shape: BaseGeometry, side: str, tissue: Flesh) -> None:
        count = max(8, min(40, round(shape.area / max(LineString(grid[ROWS // 2]).length, 1) / 2.6)))
        room = shape.buffer(-0.5)
        sets: tuple[list[BaseGeometry], list[BaseGeometry]] = ([], [])
        for k in range(count):
            row = grid[round((k + 0.5) / count * (ROWS - 1))]
            # Each fibre begins and ends elsewhere, so that no hard edge runs across the muscle.
            first, last = 0.02 + 0.02 * (k * 7 % 5), 0.98 - 0.02 * (k * 3 % 5)
            fibre = _cut(row, first, last).intersection(room)
            sets[k % 2].append(self._placed(fibre, side))
        if self.mono:
            self.surface.stroke(unary_union(sets[1]), "ink", 0.35)
            return
        self.surface.stroke(unary_union(sets[0]), tissue.grain_light, 0.35, 0.45)
        self.surface.stroke(unary_union(sets[1]), tissue.grain_dark, 0.4, 0.55)

    # ------------------------------------------------------------ the rest
    def _nerve(self, layer: DataReader) -> None:
        line = self._placed(curves.spline_line(layer.curve("line"), 10), layer.text("side"))
        self.surface.stroke(line, self._edge("nerve_line"), 8.4)
        self.surface.stroke(line, self._ground("nerve"), 6.8)
        if not self.mono:
            self.surface.stroke(line, "nerve_light", 2.0)

    def _line(self, layer: DataReader) -> None:
        line = self._placed(curves.spline_line(layer.curve("line"), 8), layer.text("side"))
        self.surface.stroke(line, self._edge(layer.text("ink")), layer.number("width"))

    def _bed(self, layer: DataReader) -> None:
        """The tissue that the surface muscles lie on; it hides the deep layer of this side."""
        shape = curves.spline_polygon(layer.curve("outline"), 8)
        shape = shape.intersection(self.skin.buffer(-2.5)).intersection(box(1, -90, 200, 300))
        self.surface.fill(self._placed(shape), self._ground("bed"), stroke=self._edge("flesh_line"), width=0.5)

    def _fascia(self, layer: DataReader) -> None:
        """A pale sheet, woven of two sets of threads, through which the muscles show."""
        shape = curves.spline_polygon(layer.curve("outline"), 8).intersection(box(1.2, -90, 200, 300))
        if self.mono:
            self.surface.fill(self._placed(shape), "paper", 0.72)
        else:
            for depth, alpha in ((0, 0.42), (5, 0.30), (11, 0.25)):
                self.surface.fill(self._placed(shape.buffer(-depth)), "tendon", alpha)
        room = shape.buffer(-1)
        threads = [LineString([(0, y), (90, y + 54)]) for y in range(40, 260, 5)]
        threads += [LineString([(0, y + 40), (90, y - 22)]) for y in range(60, 300, 9)]
        woven = unary_union([thread.intersection(room) for thread in threads])
        self.surface.stroke(self._placed(woven), self._edge("tendon_line"), 0.3, 0.6)
        self.surface.stroke(self._placed(shape), self._edge("tendon_line"), 0.55)


# ---------------------------------------------------------------- shapes
def _half(points: Sequence[tuple[float, float]]) -> BaseGeometry:
    """The spline through half an outline, closed by its mirror image in the midline."""
    right = curves.spline(points, samples=8)
    return Polygon(np.vstack([right, (right * [-1, 1])[::-1]])).buffer(0)


def _vertebra_part(points: Sequence[tuple[float, float]], y: float, scale: float) -> BaseGeometry:
    return affinity.translate(affinity.scale(_half(points), scale, scale, origin=(0, 0)), 0, y)


def _strip(grid: curves.Points, first: float, last: float) -> BaseGeometry:
    """The part of a muscle's net between two shares of its width, a little beyond its edges included."""
    rows = (round(min(1.0, max(0.0, share)) * (ROWS - 1)) for share in (first, last))
    top, bottom = rows
    strip = Polygon(np.vstack([grid[top], grid[bottom][::-1]])).buffer(0) if bottom > top else Polygon()
    return strip.buffer(1.5) if top == 0 or bottom == ROWS - 1 else strip


def _shading(tissue: Flesh) -> list[tuple[float, float, str, float]]:
    """Nested bands (first, last, role, alpha) that round the muscle like a cylinder lit from one side."""
    bands = []
    for step in range(SHADES):
        level = (step + 0.5) / SHADES
        alpha = round(1 / (SHADES - step + 1), 2)
        light = math.acos(0.55 + 0.45 * level) / (0.95 * math.pi)
        dark = math.acos(0.65 * (1 - level) - 0.1) / (0.95 * math.pi)
        bands.append((LIGHT_AT - light, LIGHT_AT + light, tissue.light, alpha))
        if LIGHT_AT + dark < 1:
            bands.append((LIGHT_AT + dark, 1.0, tissue.dark, alpha))
        if LIGHT_AT - dark > 0:
            bands.append((0.0, LIGHT_AT - dark, tissue.dark, alpha))
    return bands


def _tendons(grid: curves.Points, layer: DataReader) -> list[BaseGeometry]:
    """Pale ends that step into the muscle's belly; the layer gives their shares of its length."""
    start, end = layer.point("tendon") if "tendon" in layer.data else (0.0, 0.0)
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
    return LineString([line.interpolate(share, normalized=True) for share in np.linspace(first, last, 12)])


# ---------------------------------------------------------------- command
def compile_plates(anatomy: Path, target: Path) -> dict[Path, bytes]:
    """The bytes of every compiled plate, by the path it belongs at. Nothing is written."""
    pictures = [draw_plate(source) for source in sorted(anatomy.glob("plate-*.yaml"))]
    return {target / f"{picture.id}.hpic": write_picture(picture) for picture in pictures}


def main(arguments: Sequence[str] | None = None) -> int:
    """Compiles the plates, or with --check only says whether the compiled ones are up to date (0 or 1)."""
    images = Path(__file__).parents[3] / "images"
    parser = argparse.ArgumentParser(prog="python -m handouts.pictures.studio.plate")
    parser.add_argument("command", choices=["compile"])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a plate is out of date")
    parser.add_argument("--images", type=Path, default=images, help="the images folder")
    options = parser.parse_args(arguments)
    return store(compile_plates(options.images / "anatomy", options.images / "compiled" / "plates"), options.check)


if __name__ == "__main__":
    sys.exit(main())
