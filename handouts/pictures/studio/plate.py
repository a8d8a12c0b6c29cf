"""Draws and compiles anatomical plates: python -m handouts.pictures.studio.plate compile [ids...] [--check].

A plate is authored in images/anatomy/plate-<id>.yaml as panels of layers in painting order (docs/plates.md). It has
the blocks "colour" and "mono", and for each edge that dissolves into the ground a block of bands of the role "paper":
"fade" at the top, "fade-foot" at the foot. Names are no part of the drawing: the compiled form holds their anchors.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shapely import affinity
from shapely.geometry import Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import polylabel, unary_union

from handouts.errors import HandoutsError
from handouts.pictures.compiled import Anchor, Picture, write_picture
from handouts.pictures.studio import curves, plate_tissue
from handouts.pictures.studio.anatomy import Curve, DataReader
from handouts.pictures.studio.plate_claims import claim_problems
from handouts.pictures.studio.plate_data import (
    BoneData,
    Panel,
    PlateData,
    curves_of,
    layer_id,
    layer_side,
    muscle_of,
    read_plate,
)
from handouts.pictures.studio.store import store
from handouts.pictures.studio.surface import Surface

FADE_BANDS, FADE_DEPTH = 40, 46.0  # fewer bands would show as stripes
KEEP_FROM_MIDLINE = 1.0
SMALL_VERTEBRA = 0.8
LARGEST_FILE = 190_000  # bytes of a compiled plate; each look of it is about half


@dataclass(frozen=True)
class Painted:
    """What a layer covers: its shape in the panel's units as drawn, and whether it hides what lies under it."""

    id: str
    side: str
    shape: BaseGeometry
    hides: bool = True


def draw_plate(source: Path) -> Picture:
    """The compiled picture of one plate. Raises PictureError naming the file and the field."""
    plate = read_plate(source)
    surface = Surface(tolerance=0.2, smallest=0.5, decimals=1)
    left, top, right, foot = _frame(plate)
    painted: dict[str, list[Painted]] = {}
    for name in ("colour", "mono"):
        with surface.block(name):
            for panel in plate.panels:
                painter = PanelPainter(plate_tissue.Brush(surface, mono=name == "mono"), panel)
                painted[panel.id] = painter.draw()
    if "top" in plate.fades:
        with surface.block("fade"):
            for depth, alpha in _fade():
                surface.fill(box(left, -top - depth, right, -top + 1), "paper", alpha)
    if "foot" in plate.fades:
        with surface.block("fade-foot"):
            for depth, alpha in _fade():
                surface.fill(box(left, -foot - 1, right, -foot + depth), "paper", alpha)
    anchors = [anchor for panel in plate.panels for anchor in _anchors(panel, painted[panel.id], left, foot)]
    digest = hashlib.sha256(source.read_bytes() + (source.parent / "bones.yaml").read_bytes()).hexdigest()
    return surface.picture(
        plate.id, "plate", frame=(left, -foot, right, -top), source_sha256=digest, anchors=tuple(anchors)
    )


def _frame(plate: PlateData) -> tuple[float, float, float, float]:
    boxes = [
        (left + p.shift[0], top + p.shift[1], right + p.shift[0], foot + p.shift[1])
        for p in plate.panels
        for left, top, right, foot in [p.window]
    ]
    lefts, tops, rights, feet = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(feet)


def _fade() -> list[tuple[float, float]]:
    """Depths and alphas of nested bands whose cover adds up to a soft ramp, solid at the very edge."""
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


class PanelPainter:
    """Paints the layers of one panel, and notes what each of them covers."""

    def __init__(self, brush: plate_tissue.Brush, panel: Panel) -> None:
        self.brush, self.panel, self.surface = brush, panel, brush.surface
        self.painted: list[Painted] = []
        self.skin: BaseGeometry = Polygon()
        self.layers: Mapping[str, Callable[[DataReader, str], None]] = {
            "skin": self._skin,
            "bone": self._bone,
            "vertebrae": self._vertebrae,
            "muscle": self._muscle,
            "cord": self._cord,
            "patch": self._patch,
            "line": self._line,
            "holes": self._holes,
            "knobs": self._knobs,
            "bed": self._bed,
            "fascia": self._fascia,
        }

    def draw(self) -> list[Painted]:
        left, top, right, foot = self.panel.window
        dx, dy = self.panel.shift
        with self.surface.clip(box(left + dx, -foot - dy, right + dx, -top - dy)):
            for layer in self.panel.layers:
                kind, side = layer.text("draw"), layer_side(layer)
                if kind not in self.layers:
                    raise layer.wrong("draw", f"{kind!r} is none of: " + ", ".join(self.layers))
                for one in ("left", "right") if side == "both" else (side,):
                    self.layers[kind](layer, one)
        return self.painted

    # ------------------------------------------------------------ places
    def _placing(self, side: str) -> Callable[[BaseGeometry], BaseGeometry]:
        """From the panel's units (y down) to points of the plate (y up), on the side that is asked for."""
        dx, dy = self.panel.shift
        turn = [-1 if (side == "left") != self.panel.mirrored else 1, 0, 0, -1, dx, -dy]
        return lambda shape: affinity.affine_transform(shape, turn)

    def _note(self, name: str, side: str, shape: BaseGeometry, hides: bool = True) -> None:
        drawn = affinity.scale(shape, -1, 1, origin=(0, 0)) if side == "left" else shape
        self.painted.append(Painted(name, side, drawn, hides))

    def _outline(self, layer: DataReader, side: str) -> BaseGeometry:
        points = layer.curve("outline", fewest=3)
        return plate_tissue.half(points) if side == "middle" else curves.spline_polygon(points, 10)

    # ------------------------------------------------------------ layers
    def _skin(self, layer: DataReader, side: str) -> None:
        shape = self._outline(layer, side)
        placed = shape.union(affinity.scale(shape, -1, 1, origin=(0, 0))) if side == "left" else shape
        if layer.data.get("halves") is True:
            placed = shape.union(affinity.scale(shape, -1, 1, origin=(0, 0))).buffer(0.2).buffer(-0.2)
        self.skin = self.skin.union(placed)
        place, brush = self._placing("right"), self.brush
        self.surface.fill(place(placed), brush.ground("hide"), stroke=brush.edge("hide_line"), width=1.0)
        if not brush.mono:
            for depth in (10, 5):
                self.surface.fill(place(placed.difference(placed.buffer(-depth))), "hide_dark", 0.35)

    def _bone(self, layer: DataReader, side: str) -> None:
        bone, far = self.panel.bone_of(layer), layer.data.get("tone") == "far"
        width = layer.number("width") if "width" in layer.data else 0.7
        self._note(bone.id, side, plate_tissue.paint_bone(self.brush, bone, self._bone_placing(bone, side), width, far))

    def _bone_placing(self, bone: BoneData, side: str) -> Callable[[BaseGeometry], BaseGeometry]:
        return self._placing("right" if bone.middle else side)

    def _vertebrae(self, layer: DataReader, side: str) -> None:
        """Whole vertebrae, or one half of each where the surface layer hides the other."""
        seen = {"left": box(-2000, -2000, 1.5, 2000), "right": box(-1.5, -2000, 2000, 2000)}.get(side)
        parts = self.panel.vertebra
        at = layer.curve("at", fewest=1)
        place = self._placing("right")
        for y, scale in at:
            if scale < SMALL_VERTEBRA:  # its arch hides all the rest
                continue
            disc = _vertebra_part(parts.curve("disc"), y, scale)
            shape = plate_tissue.half(disc) if seen is None else plate_tissue.half(disc).intersection(seen)
            self.surface.fill(place(shape), self.brush.ground("disc"), stroke=self.brush.edge("disc_line"), width=0.5)
            self._vertebra_bone("body", _vertebra_part(parts.curve("body"), y, scale), seen, far=True)
        covered = []
        for y, scale in at:
            covered.append(self._vertebra_bone("arch", _vertebra_part(parts.curve("arch"), y, scale), seen))
            self._vertebra_bone("spine", _vertebra_part(parts.curve("spine"), y, scale), seen, shade=(-1.2, -1.2))
        for level, shape in zip(layer.value("levels"), covered, strict=True):
            self._note(str(level), "middle", shape)

    def _vertebra_bone(
        self,
        name: str,
        outline: Curve,
        seen: BaseGeometry | None,
        far: bool = False,
        shade: tuple[float, float] = (-2.2, -2.4),
    ) -> BaseGeometry:
        bone = BoneData(name, outline, True, (), (), shade, {})
        return plate_tissue.paint_bone(self.brush, bone, self._placing("right"), 0.6, far, seen)

    def _holes(self, layer: DataReader, _side: str) -> None:
        for point in layer.curve("at"):
            hole = affinity.scale(Point(point).buffer(layer.number("radius")), 1.0, 0.8)
            for side in ("left", "right"):
                self.surface.fill(self._placing(side)(hole), self.brush.edge("bone_line"))

    def _knobs(self, layer: DataReader, _side: str) -> None:
        for x, y in layer.curve("at"):
            r = layer.number("radius")
            ring = [(x, y - 1.5 * r), (x + 0.75 * r, y), (x, y + 1.5 * r), (x - 0.75 * r, y)]
            bone = BoneData("knob", tuple(ring), False, (), (), (-1.0, -1.0), {})
            plate_tissue.paint_bone(self.brush, bone, self._placing("right"), 0.45)

    def _muscle(self, layer: DataReader, side: str) -> None:
        tendon = layer.point("tendon") if "tendon" in layer.data else (0.0, 0.0)
        light = layer.number("light") if "light" in layer.data else plate_tissue.LIGHT_AT
        tone = str(layer.data.get("tone", "flesh"))
        if tone not in plate_tissue.TISSUES:
            raise layer.wrong("tone", f"{tone!r} is none of: " + ", ".join(plate_tissue.TISSUES))
        shape = plate_tissue.paint_muscle(self.brush, muscle_of(layer), tone, tendon, self._placing(side), light)
        self._note(layer_id(layer), side, shape)

    def _cord(self, layer: DataReader, side: str) -> None:
        line = curves.spline_line(layer.curve("line"), 10)
        width = layer.number("width")
        plate_tissue.paint_cord(self.brush, line, width, layer.text("tone"), self._placing(side))
        self._note(layer_id(layer), side, line.buffer(width / 2))

    def _patch(self, layer: DataReader, side: str) -> None:
        shape, kind = self._outline(layer, side), layer.text("tone")
        if kind not in plate_tissue.PATCHES:
            raise layer.wrong("tone", f"{kind!r} is none of: " + ", ".join(plate_tissue.PATCHES))
        plate_tissue.paint_patch(self.brush, shape, kind, self._placing("right" if side == "middle" else side))
        self._note(layer_id(layer), side, shape)

    def _line(self, layer: DataReader, side: str) -> None:
        for curve in curves_of(layer, "lines"):
            line = self._placing(side)(curves.spline_line(curve, 8))
            self.surface.stroke(line, self.brush.edge(layer.text("ink")), layer.number("width"))

    def _bed(self, layer: DataReader, side: str) -> None:
        """The tissue that the surface muscles lie on; it hides the deep layer of this side."""
        shape = curves.spline_polygon(layer.curve("outline"), 8).intersection(self.skin.buffer(-2.5))
        shape = shape.intersection(box(KEEP_FROM_MIDLINE, -2000, 2000, 2000)) if "halves" in layer.data else shape
        place, brush = self._placing(side), self.brush
        self.surface.fill(place(shape), brush.ground("bed"), stroke=brush.edge("flesh_line"), width=0.5)
        self._note(layer_id(layer), side, shape)

    def _fascia(self, layer: DataReader, side: str) -> None:
        shape = curves.spline_polygon(layer.curve("outline"), 8)
        if layer.data.get("halves") is True:
            shape = shape.intersection(box(KEEP_FROM_MIDLINE, -2000, 2000, 2000))
        plate_tissue.paint_sheet(self.brush, shape, layer.curve("threads"), self._placing(side))
        self._note(layer_id(layer), side, shape, hides=False)


def _vertebra_part(points: Curve, y: float, scale: float) -> Curve:
    return tuple((px * scale, y + py * scale) for px, py in points)


# ---------------------------------------------------------------- names
def _anchors(panel: Panel, painted: Sequence[Painted], left: float, foot: float) -> list[Anchor]:
    """Where each name of the panel points, in points of the picture; see ``Anchor``."""
    dx, dy = panel.shift
    found = []
    for reader in panel.data.each("labels"):
        word, column, rank = reader.text("word"), reader.text("column"), int(reader.number("rank"))
        if column not in ("left", "right", "top"):
            raise reader.wrong("column", f"{column!r} is none of: left, right, top")
        if column == "top":  # over what it is about, at the panel's upper edge
            x, y = reader.number("x"), panel.window[1]
        elif "at" in reader.data:
            x, y = reader.point("at")
        else:
            x, y = _clearest(reader, panel, painted)
        x = -x if panel.mirrored else x
        found.append(Anchor(word, round(x + dx - left, 1), round(foot - y - dy, 1), column, rank))
    return found


def _clearest(reader: DataReader, panel: Panel, painted: Sequence[Painted]) -> tuple[float, float]:
    """The middle of the widest part of a layer that is seen."""
    name = str(reader.data.get("of", reader.data["word"]))
    side = reader.data.get("side")
    room = box(*panel.window).buffer(-FADE_DEPTH * 0.4)
    for index in range(len(painted) - 1, -1, -1):
        layer = painted[index]
        if layer.id == name and side in (None, layer.side):
            hidden = unary_union([above.shape for above in painted[index + 1 :] if above.hides])
            seen = curves.largest(layer.shape.difference(hidden.buffer(0.4)).intersection(room))
            if seen is None or seen.area < 3:
                raise reader.wrong("word", f"nothing of {name!r} can be seen for its name to point at")
            place = polylabel(seen, 0.5)
            return place.x, place.y
    raise reader.wrong("of" if "of" in reader.data else "word", f"no layer is called {name!r}")


# ---------------------------------------------------------------- command
def plate_sources(anatomy: Path, ids: Sequence[str] = ()) -> list[Path]:
    """The plate files with these ids, or all of them."""
    return [path for path in sorted(anatomy.glob("plate-*.yaml")) if not ids or path.stem[6:] in ids]


def plate_problems(source: Path, size: int) -> list[str]:
    """What is wrong with a plate that can be drawn: attachments that are not where it claims, too many bytes."""
    problems = [text for panel in read_plate(source).panels for text in claim_problems(panel)]
    if size > LARGEST_FILE:
        problems.append(f"{size} bytes, more than {LARGEST_FILE}")
    return problems


def main(arguments: Sequence[str] | None = None) -> int:
    """Compiles plates, or with --check only says whether the compiled ones are up to date (0 or 1)."""
    images = Path(__file__).parents[3] / "images"
    parser = argparse.ArgumentParser(prog="python -m handouts.pictures.studio.plate")
    parser.add_argument("command", choices=["compile"])
    parser.add_argument("ids", nargs="*", help="plates; all when none is named")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a plate is out of date")
    parser.add_argument("--images", type=Path, default=images, help="the images folder")
    options = parser.parse_args(arguments)
    made, bad = {}, 0
    for source in plate_sources(options.images / "anatomy", options.ids):
        try:
            picture = draw_plate(source)
        except HandoutsError as problem:
            print(problem, file=sys.stderr)
            bad += 1
            continue
        data = write_picture(picture)
        made[options.images / "compiled" / "plates" / f"{picture.id}.hpic"] = data
        problems = plate_problems(source, len(data))
        for text in problems:
            print(f"{source.name}: {text}", file=sys.stderr)
        bad += len(problems)
    return 1 if store(made, options.check) or bad else 0


if __name__ == "__main__":
    sys.exit(main())
