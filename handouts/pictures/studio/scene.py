"""A whole exercise picture: frames side by side, the ghost of the start, arrows, patches, floor."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from shapely.geometry import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.pictures.compiled import Picture
from handouts.pictures.studio.arrows import arrow_points, arrow_shape
from handouts.pictures.studio.camera import POINTS_PER_HEIGHT, Camera
from handouts.pictures.studio.chains import Chain
from handouts.pictures.studio.cropped import Cropped
from handouts.pictures.studio.curves import fill_concave, polygons_of
from handouts.pictures.studio.exercise import Crop, Exercise, FrameName, landmark_bone
from handouts.pictures.studio.feel import paint_feel
from handouts.pictures.studio.figure import Figure
from handouts.pictures.studio.ghost import paint_ghost
from handouts.pictures.studio.paint import FigurePainter, paint_solid
from handouts.pictures.studio.props import solids_of
from handouts.pictures.studio.solids import Box, Solid
from handouts.pictures.studio.stance import Body, body_of
from handouts.pictures.studio.strokes import PANEL, Strokes, strokes_for
from handouts.pictures.studio.surface import Bounds, Surface
from handouts.pictures.studio.vectors import Vector, vector

LEAST_GAP, MOST_GAP = 0.09, 0.26  # between frames, body heights
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?=(?: -?[\d.]+)* [mlc]$)", re.MULTILINE)  # coordinates only
CLOSE_GAP = 0.45  # between close-ups, of their radius
PRINTED_SHARE = 0.92  # a page prints no picture larger than this share of its natural size
TOLERANCE = 0.15  # points on paper
TOLERANCE_OF_THREE = 0.30  # for three frames, which are printed small
NEAR_FLOOR = 0.030
LEAST_SHADOW = 0.035  # body heights: a smaller shadow would lie alone
SKIN_PARTS = ("torso", "head", "hair", "thigh", "shin", "foot", "upper_arm", "forearm", "hand")


@dataclass(frozen=True)
class Shot:
    """One solid frame: its body, the things around it and its camera."""

    name: FrameName
    body: Body
    solids: tuple[Solid, ...]
    camera: Camera
    focus: Vector | None = None  # the middle of a close-up, in the world: the same in every frame


def draw_exercise(exercise: Exercise) -> Picture:
    """Draws the colour and the mono variant of the exercise's picture.

    Frames side by side are blocks of their own ("colour:1", "colour:2"), with the chevrons between them in
    one more ("colour:chevrons"); any other picture is one block.
    """
    shots = compose(exercise)
    start, end = body_of(exercise.start, exercise.build), shots[-1].body
    bounds = [_bounds(shot, exercise) for shot in shots]
    width = max(b[2] for b in bounds) - min(b[0] for b in bounds)
    height = max(b[3] for b in bounds) - min(b[1] for b in bounds)
    strokes = strokes_for(width + 8, height + 8)
    figures: dict[str, Figure] = {s.name: Figure(s.body, s.camera, s.solids) for s in shots}
    arrows: dict[str, list[BaseGeometry]] = {shot.name: [] for shot in shots}
    for arrow in exercise.arrows:
        frame = arrow.frame if arrow.frame in arrows else "end"
        arrows[frame].append(arrow_shape(arrow_points(arrow, figures, start, end), strokes))
    stage = _Stage(
        exercise=exercise,
        shots=shots,
        bounds=bounds,
        figures=figures,
        ghost=Figure(start, shots[-1].camera) if exercise.frames == "ghost" else None,
        arrows=arrows,
        strokes=strokes,
    )
    return coarse(stage.picture(), 0.2 if strokes.fit < 0.62 else 0.1)


@dataclass(frozen=True)
class _Stage:
    """Everything of a picture, placed and ready to be painted."""

    exercise: Exercise
    shots: list[Shot]
    bounds: list[Bounds]
    figures: dict[str, Figure]
    ghost: Figure | None
    arrows: dict[str, list[BaseGeometry]]  # by the frame that carries them
    strokes: Strokes

    def picture(self) -> Picture:
        strokes, exercise = self.strokes, self.exercise
        tolerance = TOLERANCE_OF_THREE if len(self.shots) == 3 else TOLERANCE
        surface = Surface(tolerance=strokes.printed(tolerance), smallest=strokes.printed(0.15) ** 2)
        side_by_side = len(self.shots) > 1 and exercise.frames != "stacked"
        for variant in ("colour", "mono"):
            if side_by_side:
                self._frames(surface, variant)
            else:
                self._whole(surface, variant)
        return surface.picture(
            exercise.id,
            "exercise",
            margin=1.5,
            source_sha256=exercise.fingerprint,
            frames=self._ranges(surface) if side_by_side else {},
        )

    def _frames(self, surface: Surface, variant: str) -> None:
        numbered = list(enumerate(self.shots, 1))
        for number, shot in numbered:
            with surface.block(f"{variant}:{number}"):
                self._paint(surface, shot, variant)
                self._point(surface, shot)
        inks = [surface.bounds_of(f"{variant}:{number}") for number, _ in numbered]
        with surface.block(f"{variant}:chevrons"):
            for left, right in pairwise(inks):
                middle = ((left[2] + right[0]) / 2, (min(left[1], right[1]) + max(left[3], right[3])) / 2)
                _chevron(surface, middle, self.strokes)

    def _whole(self, surface: Surface, variant: str) -> None:
        with surface.block(variant):
            for shot in self.shots:
                self._paint(surface, shot, variant)
            for upper, lower in pairwise(self.bounds):
                middle = ((upper[0] + upper[2]) / 2, (upper[1] + lower[3]) / 2)
                _chevron(surface, middle, self.strokes, down=True)
            for shot in self.shots:
                self._point(surface, shot)

    def _paint(self, surface: Surface, shot: Shot, variant: str) -> None:
        _paint_shot(surface, shot, self.figures[shot.name], self.ghost, self.exercise, self.strokes, variant == "mono")

    def _point(self, surface: Surface, shot: Shot) -> None:
        for shape in self.arrows[shot.name]:
            surface.stroke(shape, "paper", self.strokes.printed(1.6))
            surface.fill(shape, "arrow")

    def _ranges(self, surface: Surface) -> dict[str, tuple[float, float]]:
        """The x-range of each frame's ink, in colour or mono."""
        out = {}
        for number in range(1, len(self.shots) + 1):
            inks = [surface.bounds_of(f"{variant}:{number}") for variant in ("colour", "mono")]
            out[str(number)] = (min(ink[0] for ink in inks), max(ink[2] for ink in inks))
        return out


def coarse(picture: Picture, step: float) -> Picture:
    """The picture with its coordinates on a grid of this step (points): finer than paper shows."""

    def on_grid(match: re.Match[bytes]) -> bytes:
        return b"%g" % (round(round(float(match.group()) / step) * step, 1) + 0.0)

    blocks = tuple(replace(block, data=_NUMBER.sub(on_grid, block.data)) for block in picture.blocks)
    return replace(picture, blocks=blocks)


def compose(exercise: Exercise) -> list[Shot]:
    """The frames with their cameras moved so that they stand side by side on one floor."""
    camera = Camera(exercise.azimuth, exercise.elevation)
    shots = []
    for name, posture in exercise.postures().items():
        body = body_of(posture, exercise.build)
        shots.append(Shot(name, body, tuple(solids_of(exercise.props, body)), camera))
    if exercise.crop is not None and exercise.crop.landmark is not None:
        bone, local = landmark_bone(exercise.crop.landmark)
        focus = shots[0].body.bone(bone).place(vector(local))
        shots = [replace(shot, focus=focus) for shot in shots]
    placed = _side_by_side(shots, exercise)
    if exercise.crop is None or exercise.crop.landmark is None:
        return placed
    bounds = [_bounds(shot, exercise) for shot in placed]
    width = max(b[2] for b in bounds) - min(b[0] for b in bounds)
    height = max(b[3] for b in bounds) - min(b[1] for b in bounds)
    nearer = min(PANEL[0] / width, PANEL[1] / height) / PRINTED_SHARE
    camera = replace(camera, scale=camera.scale * nearer)
    return _side_by_side([replace(shot, camera=camera) for shot in shots], exercise)


def _side_by_side(shots: list[Shot], exercise: Exercise) -> list[Shot]:
    """The frames moved apart (or one under the other) by the gap."""
    gap = (_spare_gap(shots, exercise) if exercise.gap is None else exercise.gap) * shots[0].camera.scale
    placed: list[Shot] = []
    right = bottom = 0.0
    for shot in shots:
        x0, _, _, y1 = _bounds(shot, exercise)
        if placed:
            origin = (0.0, bottom - gap - y1) if exercise.frames == "stacked" else (right + gap - x0, 0.0)
            shot = replace(shot, camera=replace(shot.camera, origin=origin))
        _, bottom, right, _ = _bounds(shot, exercise)
        placed.append(shot)
    return placed


def _spare_gap(shots: list[Shot], exercise: Exercise) -> float:
    """The space (body heights) that fills a wide panel, within reason."""
    if exercise.crop is not None and exercise.crop.landmark is not None:
        return CLOSE_GAP * exercise.crop.radius[0]
    if len(shots) < 2 or exercise.frames == "stacked":
        return LEAST_GAP
    bounds = [_bounds(shot, exercise) for shot in shots]
    width = sum(b[2] - b[0] for b in bounds)
    height = max(b[3] for b in bounds) - min(b[1] for b in bounds)
    spare = (height * PANEL[0] / PANEL[1] - width) / (len(shots) - 1) / POINTS_PER_HEIGHT
    return min(max(spare, LEAST_GAP), MOST_GAP)


def _bounds(shot: Shot, exercise: Exercise) -> tuple[float, float, float, float]:
    """The frame's extent on the picture, quickly: boxes of ellipsoids and corners of boxes."""
    corners: list[Vector] = []
    for solid in shot.solids:
        if isinstance(solid, Box):
            corners.append(shot.camera.see(solid.corners()))
        else:
            corners += [_extent(chain, shot.camera) for chain in solid.chains]
    bodies = [shot.body]
    if exercise.frames == "ghost":
        bodies.append(body_of(exercise.start, shot.body.build))
    corners += [_extent(c, shot.camera) for body in bodies for chains in body.flesh.values() for c in chains]
    points = np.vstack(corners)
    low, high = points.min(axis=0), points.max(axis=0)
    x0, y0, x1, y1 = _window(shot, exercise.crop)
    return max(float(low[0]), x0), max(float(low[1]), y0), min(float(high[0]), x1), min(float(high[1]), y1)


def _window(shot: Shot, crop: Crop | None) -> Bounds:
    """What the crop leaves of the picture; an edge that is not cut is infinitely far away."""
    endless = float("inf")
    if crop is None:
        return -endless, -endless, endless, endless
    camera = shot.camera
    left, right = (
        endless * way if edge is None else camera.origin[0] + edge * camera.scale
        for edge, way in ((crop.left, -1), (crop.right, 1))
    )
    low, high = (
        endless * way if edge is None else float(camera.see(np.array([0.0, edge, 0.0]))[1])
        for edge, way in ((crop.below, -1), (crop.above, 1))
    )
    if shot.focus is not None:
        middle = camera.see(shot.focus) + np.array(crop.shift) * camera.scale
        wide, tall = np.array(crop.radius) * camera.scale
        left, right = max(left, float(middle[0] - wide)), min(right, float(middle[0] + wide))
        low, high = max(low, float(middle[1] - tall)), min(high, float(middle[1] + tall))
    return left, low, right, high


def _extent(chain: Chain, camera: Camera) -> Vector:
    reach = np.linalg.norm(np.einsum("ij,njk->nik", camera.axes, chain.shapes), axis=2)
    middle = camera.see(chain.centres)
    return np.vstack([middle - reach, middle + reach])


def _paint_shot(
    surface: Surface, shot: Shot, figure: Figure, ghost: Figure | None, exercise: Exercise, strokes: Strokes,
    mono: bool,
) -> None:  # fmt: skip
    if exercise.crop is None:
        _paint_inside(surface, shot, figure, ghost, exercise, strokes, mono)
        return
    x0, y0, x1, y1 = _bounds(shot, exercise)
    left, low, right, high = _window(shot, exercise.crop)
    window = box(max(x0 - 20, left), max(y0 - 20, low), min(x1 + 20, right), min(y1 + 40, high))
    with surface.clip(window):
        _paint_inside(
            Cropped(surface, window.buffer(strokes.contour * 2)), shot, figure, ghost, exercise, strokes, mono
        )


def _paint_inside(
    surface: Surface, shot: Shot, figure: Figure, ghost: Figure | None, exercise: Exercise, strokes: Strokes,
    mono: bool,
) -> None:  # fmt: skip
    for solid in shot.solids:
        if solid.backdrop:
            paint_solid(surface, solid, figure, strokes)
    _floor_shadow(surface, shot, figure)
    if ghost is not None:
        paint_ghost(surface, ghost, figure, strokes, exercise.ghost)
    painter = FigurePainter(surface, figure, strokes, mono)
    painter.paint()
    if shot.name == "end":
        for name in exercise.feel:
            paint_feel(surface, figure, name, painter.seen, strokes, mono)


def _floor_shadow(surface: Surface, shot: Shot, figure: Figure) -> None:
    """A soft shadow under what touches the floor or the mat; none under limbs in the air."""
    spots: list[BaseGeometry] = []
    beds = [s for s in shot.solids if isinstance(s, Box) and s.name == "bed mattress"]
    ground = max((bed.middle[1] + bed.half[1] for bed in beds), default=0.0)
    around = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    for part, chains in shot.body.flesh.items():
        if part.rsplit("_", 1)[0] not in SKIN_PARTS or shot.body.lowest(part) > ground + NEAR_FLOOR:
            continue
        for chain in chains:
            for centre, shape in zip(chain.centres, chain.shapes, strict=True):
                rx, ry, rz = (float(np.linalg.norm(row)) for row in shape)
                if centre[1] - ry > ground + NEAR_FLOOR or centre[1] < ground:
                    continue
                ring = [(centre[0] + rx * np.cos(a), ground, centre[2] + rz * np.sin(a)) for a in around]
                spots.append(Polygon(figure.camera.see(np.array(ring))).buffer(0.05))
    if not spots:
        return
    pool = fill_concave(unary_union(spots), figure.size * 0.03)
    pool = unary_union([spot for spot in polygons_of(pool) if spot.area > (LEAST_SHADOW * figure.size) ** 2])
    surface.fill(pool.buffer(figure.size * 0.010), "shade", 0.10)
    surface.fill(pool, "shade", 0.12)


def _chevron(surface: Surface, middle: tuple[float, float], strokes: Strokes, down: bool = False) -> None:
    """A quiet angle bracket between frames: this one first, then that one."""
    (x, y), w, h = middle, strokes.printed(2.0), strokes.printed(4.0)
    sideways = [(x - w, y + h), (x + w, y), (x - w, y - h)]
    mark = [(x - h, y + w), (x, y - w), (x + h, y + w)] if down else sideways
    surface.stroke(LineString(mark), "ghost_line", strokes.printed(1.3))
