"""Draws and compiles technique pictures: python -m handouts.pictures.studio.technique compile [ids...] [--check].

A technique is authored in images/techniques/<id>.yaml: a scene (images/techniques/scenes.yaml: the client's back or
leg, covered as in a treatment), the therapist's hands on it, and arrows for the stroke. Points at natural size, y up.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from shapely import affinity
from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.errors import HandoutsError
from handouts.pictures.compiled import Picture, write_picture
from handouts.pictures.studio import curves
from handouts.pictures.studio.anatomy import Curve, DataReader
from handouts.pictures.studio.arrows import arrow_shape
from handouts.pictures.studio.camera import Camera
from handouts.pictures.studio.chains import Chain, outline, tube
from handouts.pictures.studio.hands import HAND_POSES, HandPose, hand_lines, hand_parts
from handouts.pictures.studio.plate_data import curves_of
from handouts.pictures.studio.posture import Side
from handouts.pictures.studio.rig import Bone
from handouts.pictures.studio.store import store
from handouts.pictures.studio.strokes import Strokes
from handouts.pictures.studio.surface import Surface
from handouts.pictures.studio.vectors import Vector, turn_x, turn_y, turn_z, vector

SCALE = 560.0  # points for one body height
SCENES = "scenes.yaml"
LARGEST_FILE = 25_000  # bytes
PALM_DOWN = 0.045  # body heights from the wrist to the middle of the palm
FOREARM = ((0.0, 0.0138), (0.02, 0.0142), (0.06, 0.0190), (0.11, 0.0225), (0.30, 0.0240))  # along, radius
STROKES = Strokes(0.85)
SHADOW = (2.4, -3.0)
LIGHT = (-2.2, 2.6)
_CURLED = (70.0, 92.0, 50.0)
POSES = {  # the hands of exercises, and what only a therapist's hands do
    **HAND_POSES,
    "thumb-press": HandPose((_CURLED, _CURLED, _CURLED, _CURLED), 0, thumb_at=(-0.010, -0.042, 0.056)),
}
TAP_LENGTH = 7.0


@dataclass(frozen=True)
class Hand:
    """One hand of the therapist: its bone, its outline with the forearm, and the lines inside."""

    shape: BaseGeometry
    lines: BaseGeometry


def draw_technique(source: Path) -> Picture:
    """The compiled picture of one technique. Raises PictureError naming the file and the field."""
    data, scenes = DataReader.of(source), source.parent / SCENES
    scene = DataReader.of(scenes).inner(data.text("scene"))
    surface = Surface(tolerance=0.12, smallest=0.15, decimals=1)
    width, height = scene.point("size")
    frame = box(0, 0, width, height)
    for name in ("colour", "mono"):
        with surface.block(name), surface.clip(frame.buffer(-0.3, join_style="mitre")):
            _Painter(surface, mono=name == "mono").draw(scene, data)
    digest = hashlib.sha256(source.read_bytes() + scenes.read_bytes()).hexdigest()
    return surface.picture(data.text("id"), "technique", frame=(0.0, 0.0, width, height), source_sha256=digest)


class _Painter:
    """Paints one look of one technique."""

    def __init__(self, surface: Surface, mono: bool) -> None:
        self.surface, self.mono = surface, mono
        self.camera = Camera(azimuth=0.0, elevation=0.0, scale=SCALE)

    def draw(self, scene: DataReader, data: DataReader) -> None:
        for layer in scene.each("layers"):
            self._layer(layer)
        for lift in data.each("lifts") if "lifts" in data.data else []:
            self._lift(lift)
        for place in _points(data, "rings"):
            self._rings(place)
        for entry in data.each("hands"):
            self._hand(read_hand(entry, self.camera))
        for layer in scene.each("over") if "over" in scene.data else []:
            self._layer(layer)
        for curve in curves_of(data, "arrows"):
            self._arrow(curve)
        for curve in curves_of(data, "taps"):
            self._taps(curve)

    # ------------------------------------------------------------ the client
    def _layer(self, layer: DataReader) -> None:
        shape = curves.spline_polygon(layer.curve("outline", fewest=3), 10)
        role = layer.text("role")
        self.surface.fill(shape, role)
        if not self.mono:
            dark = shape.difference(affinity.translate(shape, *LIGHT))
            self.surface.fill(curves.round_convex(dark, 0.2), "shade", 0.10)
        for line in curves_of(layer, "soft"):
            self._soft(curves.spline_line(line, 8).buffer(2.6).intersection(shape))
        for line in curves_of(layer, "lines"):
            self.surface.stroke(curves.spline_line(line, 8).intersection(shape), "line", STROKES.fine)
        self.surface.stroke(shape, "line", STROKES.outline)

    def _soft(self, shape: BaseGeometry) -> None:
        """A hollow of the body: a soft shadow, in mono a fine line down its middle."""
        if self.mono:
            self.surface.stroke(shape.centroid.union(shape).buffer(-2.3), "ghost_line", 0.4)
            return
        for depth in (0.0, 0.9, 1.7):
            self.surface.fill(shape.buffer(-depth), "shade", 0.05)

    def _lift(self, lift: DataReader) -> None:
        """A roll of flesh between the hands."""
        shape = curves.spline_polygon(lift.curve("outline", fewest=3), 10)
        self.surface.fill(shape, "skin")
        if not self.mono:
            self.surface.fill(shape.difference(affinity.translate(shape, -2.5, 3.0)), "shade", 0.16)
            self.surface.fill(shape.buffer(-3.2).difference(affinity.translate(shape, 3.4, -4.0)), "highlight", 0.35)
        self.surface.stroke(shape, "line", STROKES.fine)

    # ------------------------------------------------------------ the therapist
    def _hand(self, hand: Hand) -> None:
        if not self.mono:
            fallen = affinity.translate(hand.shape, *SHADOW).difference(hand.shape)
            self.surface.fill(fallen, "shade", 0.16)
        self.surface.stroke(hand.shape, "line", STROKES.contour)
        self.surface.fill(hand.shape, "skin_far")
        if not self.mono:
            dark = hand.shape.difference(affinity.translate(hand.shape, *LIGHT))
            self.surface.fill(curves.round_convex(dark, 0.3), "shade", 0.12)
        self.surface.stroke(hand.lines, "line", STROKES.fine * 1.1)

    # ------------------------------------------------------------ the stroke
    def _arrow(self, curve: Curve) -> None:
        shape = arrow_shape(curves.spline(curve, samples=10), STROKES)
        self.surface.stroke(shape, "paper", 1.8)
        self.surface.fill(shape, "arrow")

    def _rings(self, place: tuple[float, float]) -> None:
        """A tender spot under steady pressure."""
        for radius in (15.0, 10.5):
            ring = Point(place).buffer(radius, 24).exterior
            self.surface.stroke(ring, "arrow", 1.1, dash=(2.6, 2.2))

    def _taps(self, curve: Curve) -> None:
        """Short strokes that fly off the left of a line: light, quick taps."""
        along = curves.resample(curves.spline(curve, samples=8), 6)
        slope = np.gradient(along, axis=0)
        normal = np.column_stack([-slope[:, 1], slope[:, 0]]) / np.linalg.norm(slope, axis=1)[:, None]
        lines = [LineString([tuple(p), tuple(p + n * TAP_LENGTH)]) for p, n in zip(along, normal, strict=True)]
        self.surface.stroke(unary_union(lines), "arrow", 1.6)


def _points(data: DataReader, field: str) -> Curve:
    return data.curve(field, fewest=1) if field in data.data else ()


# ---------------------------------------------------------------- hands
def read_hand(entry: DataReader, camera: Camera) -> Hand:
    """A hand of the file as it is seen.

    at: the middle of the palm. fingers: where they point, degrees (0 right, 90 up). roll: about the fingers' axis, 0
    shows the back of the hand, 90 the thumb's side. dip: how far the fingertips sink away from the viewer. forearm:
    where the elbow lies, degrees; opposite the fingers when it is left out.
    """
    side: Side = "L" if entry.text("side") == "left" else "R"
    if entry.text("side") not in ("left", "right"):
        raise entry.wrong("side", "this must be left or right")
    name = entry.text("shape")
    if name not in POSES:
        raise entry.wrong("shape", f"{name!r} is none of: " + ", ".join(POSES))
    pointing = entry.number("fingers")
    bone = _bone(entry, side, pointing)
    elbow = entry.number("forearm") if "forearm" in entry.data else pointing + 180
    pose = POSES[name]
    whole = outline([part.chain for part in hand_parts(pose, bone, side)], camera)
    arm = outline([_forearm(bone.origin, elbow)], camera)
    shape = curves.fill_concave(whole.union(arm), 1.2)
    inside = shape.buffer(-STROKES.outline)
    lines = unary_union(hand_lines(pose, bone, side, camera)).intersection(inside)
    wrist = Point(*camera.see(bone.origin)).buffer(0.026 * SCALE)
    return Hand(shape, lines.difference(wrist.intersection(arm)).difference(arm.buffer(-0.2)))


def _bone(entry: DataReader, side: Side, pointing: float) -> Bone:
    """The wrist. Before it is turned the back of the hand faces the viewer (Z) and the fingers point up (Y)."""
    roll = entry.number("roll") if "roll" in entry.data else 0.0
    dip = entry.number("dip") if "dip" in entry.data else 0.0
    flat = turn_y(-90.0 if side == "L" else 90.0) @ turn_x(180.0)
    turn = turn_z(pointing - 90.0) @ turn_x(-dip) @ turn_y(-roll if side == "L" else roll) @ flat
    x, y = entry.point("at")
    palm = vector((x / SCALE, y / SCALE, 0.0))
    return Bone(palm - turn @ vector((0.0, -PALM_DOWN, 0.0)), turn)


def _forearm(wrist: Vector, elbow: float) -> Chain:
    way = turn_z(elbow) @ vector((1.0, 0.0, 0.0))
    return tube([wrist + way * along for along, _ in FOREARM], [radius for _, radius in FOREARM])


# ---------------------------------------------------------------- command
def technique_sources(folder: Path, ids: Sequence[str] = ()) -> list[Path]:
    """The technique files with these ids, or all of them."""
    return [p for p in sorted(folder.glob("*.yaml")) if p.name != SCENES and (not ids or p.stem in ids)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Compiles technique pictures, or with --check only says whether they are up to date (0 or 1)."""
    images = Path(__file__).parents[3] / "images"
    parser = argparse.ArgumentParser(prog="python -m handouts.pictures.studio.technique")
    parser.add_argument("command", choices=["compile"])
    parser.add_argument("ids", nargs="*", help="techniques; all when none is named")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a picture is out of date")
    parser.add_argument("--images", type=Path, default=images, help="the images folder")
    options = parser.parse_args(arguments)
    made, bad = {}, 0
    for source in technique_sources(options.images / "techniques", options.ids):
        try:
            data = write_picture(draw_technique(source))
        except HandoutsError as problem:
            print(problem, file=sys.stderr)
            bad += 1
            continue
        if len(data) > LARGEST_FILE:
            print(f"{source.name}: {len(data)} bytes, more than {LARGEST_FILE}", file=sys.stderr)
            bad += 1
        made[options.images / "compiled" / "techniques" / f"{source.stem}.hpic"] = data
    return 1 if store(made, options.check) or bad else 0


if __name__ == "__main__":
    sys.exit(main())
