"""A whole exercise picture: frames side by side, the ghost of the start, arrows, patches, floor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from shapely.geometry import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.pictures.compiled import Picture
from handouts.pictures.studio.arrows import arrow_points, arrow_shape
from handouts.pictures.studio.camera import POINTS_PER_HEIGHT, Camera
from handouts.pictures.studio.curves import fill_concave, polygons_of
from handouts.pictures.studio.exercise import Exercise, FrameName
from handouts.pictures.studio.feel import paint_feel
from handouts.pictures.studio.figure import ARM, LEG, Figure
from handouts.pictures.studio.flesh import Chain
from handouts.pictures.studio.paint import FigurePainter, paint_solid
from handouts.pictures.studio.posture import SIDES
from handouts.pictures.studio.props import Box, Solid, solids_of
from handouts.pictures.studio.shapes import PEOPLE
from handouts.pictures.studio.stance import Body, body_of
from handouts.pictures.studio.strokes import PANEL, Strokes, strokes_for
from handouts.pictures.studio.surface import Surface
from handouts.pictures.studio.vectors import Vector

GHOST_MOVE = 0.055  # body heights a joint must move on the picture for its limb to be ghosted
LEAST_GAP, MOST_GAP = 0.09, 0.26  # between frames, body heights
GHOST_SHOWN = 0.2  # share of a limb that must show, or its ghost is left out
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?=(?: -?[\d.]+)* [mlc]$)", re.MULTILINE)  # coordinates only
TOLERANCE = 0.15  # points on paper
TOLERANCE_OF_THREE = 0.25  # for three frames, which are printed small
NEAR_FLOOR = 0.030
SKIN_PARTS = ("torso", "head", "hair", "thigh", "shin", "foot", "upper_arm", "forearm", "hand")


@dataclass(frozen=True)
class Shot:
    """One solid frame: its body, the things around it and its camera."""

    name: FrameName
    body: Body
    solids: tuple[Solid, ...]
    camera: Camera


def draw_exercise(exercise: Exercise) -> Picture:
    """Draws the colour and the mono block of the exercise's picture."""
    shots = compose(exercise)
    start, end = body_of(exercise.start, PEOPLE[exercise.person]), shots[-1].body
    bounds = [_bounds(shot, exercise) for shot in shots]
    width = max(b[2] for b in bounds) - min(b[0] for b in bounds)
    height = max(b[3] for b in bounds) - min(b[1] for b in bounds)
    strokes = strokes_for(width + 8, height + 8)
    figures = {shot.name: Figure(shot.body, shot.camera, shot.solids) for shot in shots}
    ghost = Figure(start, shots[-1].camera) if exercise.frames == "ghost" else None
    tolerance = TOLERANCE_OF_THREE if len(shots) == 3 else TOLERANCE
    surface = Surface(tolerance=strokes.printed(tolerance), smallest=strokes.printed(0.15) ** 2)
    for name, mono in (("colour", False), ("mono", True)):
        with surface.block(name):
            # the mono block begins with the last frame: like shapes lie near each other and compress well
            for shot in reversed(shots) if mono else shots:
                _paint_shot(surface, shot, figures[shot.name], ghost, exercise, strokes, mono)
            _chevrons(surface, bounds, strokes, exercise.frames == "stacked")
            for arrow in exercise.arrows:
                shape = arrow_shape(arrow_points(arrow, dict(figures), start, end), strokes)
                surface.stroke(shape, "paper", strokes.printed(1.6))
                surface.fill(shape, "arrow")
    picture = surface.picture(exercise.id, "exercise", margin=1.5, source_sha256=exercise.source_sha256)
    return coarse(picture, 0.2 if strokes.fit < 0.62 else 0.1)


def coarse(picture: Picture, step: float) -> Picture:
    """The picture with its coordinates on a grid of this step (points): finer than paper needs, and smaller."""

    def on_grid(match: re.Match[bytes]) -> bytes:
        return b"%g" % (round(round(float(match.group()) / step) * step, 1) + 0.0)

    blocks = tuple(replace(block, data=_NUMBER.sub(on_grid, block.data)) for block in picture.blocks)
    return replace(picture, blocks=blocks)


def compose(exercise: Exercise) -> list[Shot]:
    """The frames with their cameras moved so that they stand side by side on one floor."""
    person = PEOPLE[exercise.person]
    camera = Camera(exercise.azimuth, exercise.elevation)
    shots = []
    for name, posture in exercise.postures().items():
        body = body_of(posture, person)
        shots.append(Shot(name, body, tuple(solids_of(exercise.props, body)), camera))
    return _side_by_side(shots, exercise)


def _side_by_side(shots: list[Shot], exercise: Exercise) -> list[Shot]:
    """The frames moved apart (or one under the other) by the gap."""
    gap = (_spare_gap(shots, exercise) if exercise.gap is None else exercise.gap) * POINTS_PER_HEIGHT
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
        bodies.append(body_of(exercise.start, shot.body.person))
    corners += [_extent(c, shot.camera) for body in bodies for chains in body.flesh.values() for c in chains]
    points = np.vstack(corners)
    low, high = points.min(axis=0), points.max(axis=0)
    if exercise.crop_below is not None:
        low[1] = max(low[1], _height_line(shot.camera, exercise.crop_below))
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _extent(chain: Chain, camera: Camera) -> Vector:
    reach = np.linalg.norm(np.einsum("ij,njk->nik", camera.axes, chain.shapes), axis=2)
    middle = camera.see(chain.centres)
    return np.vstack([middle - reach, middle + reach])


def _height_line(camera: Camera, height: float) -> float:
    return float(camera.see(np.array([0.0, height, 0.0]))[1])


def _paint_shot(
    surface: Surface, shot: Shot, figure: Figure, ghost: Figure | None, exercise: Exercise, strokes: Strokes,
    mono: bool,
) -> None:  # fmt: skip
    if exercise.crop_below is None:
        _paint_inside(surface, shot, figure, ghost, exercise, strokes, mono)
        return
    x0, y0, x1, y1 = _bounds(shot, exercise)
    window = box(x0 - 20, y0, x1 + 20, y1 + 40)
    with surface.clip(window):
        _paint_inside(
            Cropped(surface, window.buffer(strokes.contour * 2)), shot, figure, ghost, exercise, strokes, mono
        )


class Cropped(Surface):
    """A surface that draws only what lies in a window, so that hidden legs cost no bytes."""

    def __init__(self, surface: Surface, window: BaseGeometry) -> None:
        self._under = surface
        self._window = window

    def fill(
        self, shape: BaseGeometry | None, role: str | None, alpha: float = 1.0, stroke: str | None = None,
        width: float = 0.6,
    ) -> None:  # fmt: skip
        if shape is not None:
            self._under.fill(shape.intersection(self._window), role, alpha, stroke, width)

    def stroke(
        self, shape: BaseGeometry | None, role: str, width: float, alpha: float = 1.0, dash: Sequence[float] = (),
        cap: str = "round", shortest: float = 0.3,
    ) -> None:  # fmt: skip
        if shape is not None:
            line = shape.boundary if polygons_of(shape) else shape
            self._under.stroke(line.intersection(self._window), role, width, alpha, dash, cap, shortest)

    def hatch(
        self,
        shape: BaseGeometry | None,
        role: str,
        gap: float,
        width: float,
        angle: float = 45.0,
        alpha: float = 1.0,
    ) -> None:
        if shape is not None:
            self._under.hatch(shape.intersection(self._window), role, gap, width, angle, alpha)


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


# ---------------------------------------------------------------- ghost
def paint_ghost(
    surface: Surface, ghost: Figure, figure: Figure, strokes: Strokes, only: tuple[str, ...] | None = None
) -> None:
    """The start posture, dashed: whole limbs that clearly moved, and only where they show."""
    near = figure.silhouette.buffer(strokes.printed(1.2))
    limbs = [ghost.limb(limb) for name, limb in _moved_limbs(ghost, figure) if only is None or name in only]
    least = GHOST_SHOWN if only is None else 0.0
    moved = [limb for limb in limbs if limb.difference(near).area > least * limb.area]
    if not moved:
        return
    whole = unary_union(moved)
    shown = whole.difference(near)
    thick = strokes.printed(1.5)
    pieces = [
        piece
        for piece in polygons_of(shown)
        if piece.buffer(-thick).area > 0 and piece.area > (0.045 * ghost.size) ** 2
    ]
    if not pieces:
        return
    kept = unary_union(pieces)
    surface.fill(kept, "ghost")
    edge = whole.boundary.intersection(kept.buffer(strokes.printed(0.3)))
    surface.stroke(
        edge, "ghost_line", strokes.printed(0.6),
        dash=(strokes.printed(2.0), strokes.printed(1.5)), cap="butt", shortest=strokes.printed(3.0),
    )  # fmt: skip


def _moved_limbs(ghost: Figure, figure: Figure) -> Iterable[tuple[str, list[str]]]:
    """The limbs (or trunk and head) whose joints lie clearly elsewhere in the ghost."""
    limit = GHOST_MOVE * ghost.size

    def move(bone: str) -> float:
        return float(np.linalg.norm(ghost.see(bone) - figure.see(bone)))

    for kind, limb, tip in (("leg", LEG, "foot"), ("arm", ARM, "hand")):
        for side in SIDES:
            names = [f"{part}_{side}" for part in limb]
            if max(move(bone) for bone in [*names, f"{tip}_{side}"]) > limit:
                yield f"{kind}_{side}", names
    if max(move(bone) for bone in ("thorax", "lumbar", "root")) > limit:
        yield "torso", ["torso"]
    if move("head") > limit:
        yield "head", ["head"]


# ---------------------------------------------------------------- floor and frames
def _floor_shadow(surface: Surface, shot: Shot, figure: Figure) -> None:
    """A soft shadow under what touches the floor or the mat; none under limbs in the air."""
    spots: list[BaseGeometry] = []
    ground = max((s.middle[1] + s.half[1] for s in shot.solids if isinstance(s, Box) and s.name == "bed mattress"),
                 default=0.0)  # fmt: skip
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
    surface.fill(pool.buffer(figure.size * 0.010), "shade", 0.10)
    surface.fill(pool, "shade", 0.12)


def _chevrons(
    surface: Surface, bounds: list[tuple[float, float, float, float]], strokes: Strokes, stacked: bool
) -> None:
    """A quiet angle bracket between frames: this one first, then that one."""
    for left, right in zip(bounds[:-1], bounds[1:], strict=True):
        w, h = strokes.printed(2.0), strokes.printed(4.0)
        if stacked:
            x, y = (left[0] + left[2]) / 2, (left[1] + right[3]) / 2
            mark = LineString([(x - h, y + w), (x, y - w), (x + h, y + w)])
        else:
            x, y = (left[2] + right[0]) / 2, (min(left[1], right[1]) + max(left[3], right[3])) / 2
            mark = LineString([(x - w, y + h), (x + w, y), (x - w, y - h)])
        surface.stroke(mark, "ghost_line", strokes.printed(1.3))
