"""Neck, face, hair and collar."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from shapely import affinity
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from handouts.pictures.studio.curves import fill_concave, round_convex, spline_line, spline_polygon
from handouts.pictures.studio.figure import Figure
from handouts.pictures.studio.flesh import moved_jaw
from handouts.pictures.studio.posture import SIDES, sign
from handouts.pictures.studio.strokes import Strokes
from handouts.pictures.studio.surface import Surface
from handouts.pictures.studio.vectors import Vector, unit

COLLAR_HEIGHT = 0.303
COLLAR_RADIUS = (0.041, 0.039)
MOUTH = ((-0.0125, -0.0005), (-0.006, -0.0030), (0.0, -0.0038), (0.006, -0.0030), (0.0125, -0.0005))
NOSE_EDGE = ((-0.0080, 0.0125, 0.060), (-0.0055, 0.0085, 0.061), (0.0, 0.0068, 0.063),
             (0.0055, 0.0085, 0.061), (0.0080, 0.0125, 0.060))  # fmt: skip
UPPER_LIP, LOWER_LIP = -0.0015, -0.0045
CLOSE_UP = 400.0  # points per body height from which a face is drawn in more detail
TEETH_SHOW = 6.0  # degrees the jaw must be open
# the mouth in profile: (y, z) in the middle of the head
MOUTH_INSIDE = ((0.016, 0.040), (0.018, 0.026), (0.014, 0.008), (0.000, 0.002), (-0.014, 0.008), (-0.019, 0.024),
                (-0.017, 0.040), (-0.006, 0.0495), (0.006, 0.0495))  # fmt: skip
PALATE = ((0.0055, 0.0415), (0.0100, 0.0365), (0.0125, 0.0290), (0.0120, 0.0180), (0.0080, 0.0090))
TONGUE = (
    (0.0048, 0.0412),
    (0.0090, 0.0365),
    (0.0115, 0.0285),
    (0.0106, 0.0180),
    (0.0060, 0.0095),
    (-0.0070, 0.0085),
    (-0.0125, 0.0180),
    (-0.0110, 0.0290),
    (-0.0035, 0.0365),
)
LOW_TONGUE = (
    (-0.0050, 0.0400),
    (-0.0012, 0.0335),
    (0.0005, 0.0260),
    (-0.0010, 0.0170),
    (-0.0045, 0.0100),
    (-0.0110, 0.0095),
    (-0.0150, 0.0180),
    (-0.0135, 0.0300),
    (-0.0095, 0.0380),
)
TEETH_MEET = 0.0040  # how far the lower teeth rise to the upper ones
LIPS, MOUTH_SHOWN = (0.0, 0.0475), 1.22  # the mouth is drawn this much larger, away from the lips
TEETH = (((0.0065, 0.0420), (0.0065, 0.0460), (-0.0012, 0.0455), (-0.0012, 0.0435)),
         ((-0.0052, 0.0425), (-0.0052, 0.0445), (-0.0128, 0.0450), (-0.0128, 0.0405)))  # fmt: skip
BROW = ((0.008, 0.0475), (0.016, 0.0500), (0.025, 0.0465))


def paint_head(surface: Surface, figure: Figure, strokes: Strokes) -> None:
    """Skin, collar, hair, ears and a simple face whose gaze can be read."""
    size = figure.size
    face = fill_concave(figure.part["head"], size * 0.005)
    collar = _collar(figure)
    below = _below_collar(figure, collar)
    skin = fill_concave(figure.part["neck"].difference(below).union(face), size * 0.004)
    _tuft(surface, figure, strokes, behind=True)
    _ears(surface, figure, strokes, (-0.45, 0.25))
    surface.fill(skin, "skin")
    dark = skin.difference(affinity.translate(skin, -0.010 * size, 0.014 * size))
    surface.fill(round_convex(dark, size * 0.002), "shade", 0.13)
    under_chin = figure.part["neck"].difference(below).difference(face)
    surface.fill(under_chin.intersection(affinity.translate(face, 0.005 * size, -0.018 * size)), "shade", 0.13)
    cut = figure.shape["torso"].buffer(-0.4)
    surface.stroke(skin.boundary.difference(cut), "line", strokes.outline)
    if size > CLOSE_UP:
        jaw = face.boundary.intersection(figure.part["neck"].difference(below).buffer(-size * 0.001))
        surface.stroke(jaw, "line", strokes.outline * 0.9)
    surface.stroke(_within(collar, figure), "line", strokes.outline * 0.9)
    _hair(surface, figure, strokes)
    _ears(surface, figure, strokes, (0.25, 1.1))
    _face(surface, figure, strokes)
    _tuft(surface, figure, strokes, behind=False)
    if figure.body.posture.tongue:
        _inside_mouth(surface, figure, strokes)


def _collar(figure: Figure) -> list[Vector]:
    """The visible half of the neck hole, as points of the picture."""
    skeleton, camera = figure.body.skeleton, figure.camera
    turn, middle = skeleton.spine_turn(COLLAR_HEIGHT), skeleton.spine_point(COLLAR_HEIGHT)
    points, facing = [], []
    for angle in np.linspace(0, 2 * np.pi, 48, endpoint=False):
        x, z = np.sin(angle), np.cos(angle)
        ring = np.array([COLLAR_RADIUS[0] * x, 0.004 - 0.014 * max(0.0, z), COLLAR_RADIUS[1] * z - 0.006])
        points.append(camera.see(middle + turn @ ring))
        facing.append(float((turn @ np.array([x, 0, z])) @ camera.toward) > 0)
    if not any(facing):
        return []
    start = next(i for i in range(48) if facing[i] and not facing[i - 1])
    return [points[(start + i) % 48] for i in range(48) if facing[(start + i) % 48]]


def _below_collar(figure: Figure, collar: list[Vector]) -> BaseGeometry:
    """What of the neck the shirt hides: everything on the trunk's side of the collar."""
    if len(collar) < 3:
        return Polygon()
    up = figure.camera.see(figure.body.skeleton.spine_turn(COLLAR_HEIGHT)[:, 1]) - np.array(figure.camera.origin)
    down = -unit(up) * figure.size * 0.09
    first, last = collar[0], collar[-1]
    wide = unit(last - first) * figure.size * 0.02
    ring = [first - wide, *collar, last + wide, last + wide + down, first - wide + down]
    return Polygon(ring).buffer(0)


def _within(collar: list[Vector], figure: Figure) -> BaseGeometry:
    if len(collar) < 3:
        return LineString()
    return LineString(collar).intersection(figure.shape["torso"].union(figure.part["neck"]))


def _tuft(surface: Surface, figure: Figure, strokes: Strokes, behind: bool) -> None:
    """A bun or a tail: behind the head, unless the viewer sees the back of the head."""
    if "tuft" not in figure.part:
        return
    back_seen = float(figure.body.bone("head").turn[:, 2] @ figure.camera.toward) < -0.3
    if back_seen == behind:
        return
    tuft = figure.part["tuft"]
    if figure.body.build.hair == "bob" and not behind:
        return
    surface.fill(tuft, "hair", stroke="line", width=strokes.outline)


def _hair(surface: Surface, figure: Figure, strokes: Strokes) -> None:
    head = figure.body.bone("head")
    facing = float(head.turn[:, 2] @ figure.camera.toward)
    hair = figure.part["hair"]
    if figure.body.build.hair == "bob" and facing < 0.8:
        hair = hair.union(figure.part["tuft"])
    if facing > -0.55:  # only off the face: a strand beside it would leave a hole in the figure
        cut = fill_concave(figure.part["face_cut"], figure.size * 0.010)
        hair = hair.difference(cut.intersection(figure.part["head"]))
    hair = round_convex(hair, figure.size * 0.004)
    surface.fill(hair, "hair")
    lit = affinity.translate(hair, -0.009 * figure.size, 0.0126 * figure.size)
    surface.fill(hair.difference(lit), "shade", 0.22)
    surface.stroke(hair, "line", strokes.outline * 0.9)


def _ears(surface: Surface, figure: Figure, strokes: Strokes, turned: tuple[float, float]) -> None:
    """The ears whose side is turned to the viewer by this much (1: full on)."""
    if figure.body.build.hair in ("bob", "curls"):
        return
    for side in SIDES:
        outward = figure.body.bone("head").turn[:, 0] * sign(side)
        if turned[0] < float(outward @ figure.camera.toward) <= turned[1]:
            surface.fill(figure.part[f"ear_{side}"], "skin", stroke="line", width=strokes.fine)


def _face(surface: Surface, figure: Figure, strokes: Strokes) -> None:
    """Eyes, brows and mouth, each only where the face turns to the viewer."""
    head, camera = figure.body.bone("head"), figure.camera
    inside = figure.part["head"].buffer(-figure.size * 0.002)
    for side in SIDES:
        s = sign(side)
        if float(head.turn @ unit(np.array([0.42 * s, 0.0, 0.9])) @ camera.toward) < 0.12:
            continue
        eye = figure.part[f"eye_{side}"]
        thin = strokes.printed(0.55)
        eye = eye.buffer(max(0.0, thin - np.sqrt(eye.area / np.pi)))
        surface.fill(eye.intersection(inside), "line")
        brow = [head.place(np.array([s * x, y, _face_front(x, y)])) for x, y in BROW]
        surface.stroke(LineString(camera.see(np.array(brow))).intersection(inside), "line", strokes.fine)
    if figure.size > CLOSE_UP:
        _nose(surface, figure, inside, strokes)
    if any(figure.body.posture.jaw):
        _open_mouth(surface, figure, inside, strokes)
        return
    lips = [(x, y) for x, y in MOUTH if _faces_viewer(figure, x)]
    if len(lips) > 1:
        points = np.array([head.place(np.array([x, y, _face_front(x, y)])) for x, y in lips])
        surface.stroke(LineString(camera.see(points)).intersection(inside), "line", strokes.fine * 1.1)


def _nose(surface: Surface, figure: Figure, inside: BaseGeometry, strokes: Strokes) -> None:
    """The lower edge of the nose, for a face seen from near and from the front."""
    head, camera = figure.body.bone("head"), figure.camera
    if float(head.turn[:, 2] @ camera.toward) < 0.8:
        return
    points = camera.see(np.array([head.place(np.array(point)) for point in NOSE_EDGE]))
    surface.stroke(spline_line(points).intersection(inside), "line", strokes.fine)


def _open_mouth(surface: Surface, figure: Figure, inside: BaseGeometry, strokes: Strokes) -> None:
    """The mouth between an upper lip that stays and a lower one that goes with the jaw, upper teeth in it."""
    head, camera = figure.body.bone("head"), figure.camera
    opened, slid = figure.body.posture.jaw
    across = np.linspace(-1, 1, 9)
    middle = moved_jaw(np.array([(0.0, LOWER_LIP, _face_front(0.0, LOWER_LIP))]), opened, slid)[0]
    drop = UPPER_LIP - middle[1]
    wide = MOUTH[-1][0] * (1 - 0.010 * opened)
    upper = np.array([(wide * t + middle[0] * 0.35, UPPER_LIP - 0.0015 - 0.35 * drop * t * t, 0.0) for t in across])
    lower = np.array(
        [
            (wide * t + middle[0] * (1 - 0.65 * t * t), UPPER_LIP - 0.0015 - drop * (1 - 0.65 * t**4), 0.0)
            for t in across
        ]
    )
    for points in (upper, lower):
        points[:, 2] = [_face_front(x, y) for x, y, _ in points]
    edge = camera.see(np.array([head.place(point) for point in upper]))
    chin = camera.see(np.array([head.place(point) for point in lower]))
    top, bottom = spline_line(edge), spline_line(chin)
    mouth = Polygon([*top.coords, *list(bottom.coords)[::-1]]).buffer(0)
    surface.fill(mouth.intersection(inside), "line")
    if opened > TEETH_SHOW:
        teeth = mouth.buffer(-strokes.fine * 0.5).intersection(top.buffer(figure.size * 0.0042))
        surface.fill(teeth, "paper")
    surface.stroke(mouth.boundary.intersection(inside), "line", strokes.fine * 1.1)


def _inside_mouth(surface: Surface, figure: Figure, strokes: Strokes) -> None:
    """Teeth, the roof of the mouth and the tongue, as if the cheek were clear."""
    head, camera = figure.body.bone("head"), figure.camera

    def seen(places: Sequence[tuple[float, float]]) -> Vector:
        shown = (np.array(places) - LIPS) * MOUTH_SHOWN + LIPS
        return np.asarray(camera.see(np.array([head.place(np.array([0.0, y, z])) for y, z in shown])))

    up = figure.body.posture.tongue == "up"
    lower = [(y if up else y + TEETH_MEET, z) for y, z in TEETH[1]]
    window = spline_polygon(seen(MOUTH_INSIDE))
    surface.fill(window, "paper", 0.75)
    surface.fill(spline_polygon(seen(TONGUE if up else LOW_TONGUE)), "feel", 0.45, stroke="line", width=strokes.fine)
    for tooth in (TEETH[0], lower):
        surface.fill(Polygon(seen(tooth)).buffer(figure.size * 0.0006), "paper", stroke="line", width=strokes.fine)
    surface.stroke(spline_line(seen(PALATE)), "line", strokes.outline)
    surface.stroke(window, "ghost_line", strokes.fine, dash=(strokes.printed(1.6), strokes.printed(1.2)))


def _faces_viewer(figure: Figure, x: float) -> bool:
    outward = unit(np.array([x * 34, 0.0, 0.9]))
    return float(figure.body.bone("head").turn @ outward @ figure.camera.toward) > 0.02


def _face_front(x: float, y: float) -> float:
    """How far forward the face's skin is at a place, in body heights."""
    if y > 0.025:
        return 0.020 + 0.036 * float(np.sqrt(max(0.0, 1 - (x / 0.037) ** 2 - ((y - 0.040) / 0.055) ** 2)))
    return 0.024 + 0.030 * float(np.sqrt(max(0.0, 1 - (x / 0.033) ** 2 - ((y - 0.010) / 0.040) ** 2)))
