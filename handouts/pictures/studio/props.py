"""Things in the room. Body heights; Y up; Z forward."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from handouts.pictures.studio.chains import Chain, tube
from handouts.pictures.studio.clearance import depth_in
from handouts.pictures.studio.hands import FINGERS, HAND_POSES, finger_joints, thumb_joints
from handouts.pictures.studio.posture import Spot
from handouts.pictures.studio.solids import Box, Soft, Solid
from handouts.pictures.studio.stance import Body
from handouts.pictures.studio.vectors import Vector, square_to, turn_y, unit

# every key a kind of prop understands, with its default
PROP_KEYS: dict[str, dict[str, float]] = {
    "mat": {"from": -0.58, "to": 0.62, "width": 0.36, "x": 0.0, "turn": 0.0},
    "bed": {"from": -0.62, "to": 0.62, "left": 0.22, "right": -0.30, "height": 0.27},
    "chair": {"x": 0.0, "z": 0.0, "turn": 0.0, "seat": 0.245, "width": 0.27, "depth": 0.26, "back": 0.30},
    "stool": {"x": 0.0, "z": 0.0, "turn": 0.0, "seat": 0.245, "width": 0.24, "depth": 0.24},
    "counter": {"x": 0.0, "z": 0.0, "turn": 0.0, "width": 0.5, "depth": 0.22, "height": 0.53},
    "table": {"x": 0.0, "z": 0.0, "turn": 0.0, "width": 0.5, "depth": 0.32, "height": 0.42},
    "wall": {"x": 0.0, "z": 0.3, "turn": 0.0, "width": 0.7, "height": 1.05},
    "step": {"x": 0.0, "z": 0.0, "turn": 0.0, "width": 0.34, "depth": 0.18, "height": 0.09},
    "cloth": {"x": 0.0, "z": 0.0, "width": 0.18, "depth": 0.34},
    "pillow": {"x": 0.0, "y": 0.03, "z": 0.0, "width": 0.26, "depth": 0.14, "thick": 0.05},
    "towel": {"x": 0.0, "y": 0.025, "z": 0.0, "radius": 0.025, "length": 0.22},
    "roller": {"x": 0.0, "y": 0.045, "z": 0.0, "radius": 0.045, "length": 0.30},
    "ball": {"x": 0.0, "y": 0.06, "z": 0.0, "radius": 0.06},
    "pad": {"x": 0.0, "z": 0.0, "width": 0.16, "depth": 0.20, "thick": 0.03},
    "band": {"radius": 0.005},
    "strap": {"radius": 0.006},
    "belt": {"along": 0.8, "wide": 0.018},
    "stick": {"radius": 0.008, "off_trunk": 0.0},
    "dumbbell": {"radius": 0.022, "wide": 0.022},
    "finger-band": {"along": 0.55, "radius": 0.0022},
}
CURLED = -20.0  # degrees of toe bend from which toes draw a towel in
TOES_AHEAD = 0.094  # of the ankle, when they are curled
PATH_KINDS = ("band", "strap", "stick", "dumbbell")  # these run along a `path` of spots
BACKDROPS = ("mat", "bed", "wall", "cloth")  # always painted first
CARRIERS = {"chair": "seat", "stool": "seat", "bed": "height", "step": "height", "table": "height",
            "counter": "height"}  # fmt: skip


@dataclass(frozen=True)
class Prop:
    """One prop of a pose file: its kind, its numbers, and for band, strap and stick its path."""

    kind: str
    values: Mapping[str, float]
    path: tuple[Spot, ...] = ()
    at: Spot | None = None

    def number(self, key: str) -> float:
        return self.values.get(key, PROP_KEYS[self.kind][key])


def solids_of(props: Sequence[Prop], body: Body) -> list[Solid]:
    """The solids of the props; bands, belts and things held follow the body."""
    out: list[Solid] = []
    for prop in props:
        if prop.kind in _FURNITURE:
            out.extend(_FURNITURE[prop.kind](prop))
        else:
            out.extend(_HELD[prop.kind](prop, body))
    return out


def _turned(prop: Prop, x: float, y: float, z: float) -> Vector:
    here = turn_y(prop.number("turn")) @ np.array([x, 0.0, z])
    return np.array([prop.number("x") + here[0], y, prop.number("z") + here[2]])


def _block(
    prop: Prop, name: str, x: tuple[float, float], y: tuple[float, float], z: tuple[float, float],
    roles: tuple[str, str, str] = ("prop", "prop_dark", "prop_side"),
) -> Box:  # fmt: skip
    middle = _turned(prop, (x[0] + x[1]) / 2, (y[0] + y[1]) / 2, (z[0] + z[1]) / 2)
    half = np.array([(x[1] - x[0]) / 2, (y[1] - y[0]) / 2, (z[1] - z[0]) / 2])
    return Box(f"{prop.kind} {name}", middle, half, prop.number("turn"), roles)


def _mat(prop: Prop) -> list[Solid]:
    n = prop.number
    middle = turn_y(n("turn")) @ np.array([0.0, 0.0, (n("from") + n("to")) / 2])
    half = np.array([n("width") / 2, 0.006, (n("to") - n("from")) / 2])
    place = np.array([n("x") + middle[0], -0.006, middle[2]])
    return [Box("mat", place, half, n("turn"), ("mat", "mat_edge", "mat_edge"), True)]


def _bed(prop: Prop) -> list[Solid]:
    n = prop.number
    low, high = np.array([n("right"), 0.0, n("from")]), np.array([n("left"), 0.0, n("to")])
    top, thick, rail = n("height"), 0.10, 0.06
    roles = ("prop", "prop_dark", "prop_side")

    def slab(name: str, bottom: float, height: float, inset: float, roles: tuple[str, str, str]) -> Box:
        middle = (low + high) / 2 + np.array([0.0, bottom + height / 2, 0.0])
        half = (high - low) / 2 + np.array([-inset, height / 2, -inset])
        return Box(f"bed {name}", middle, half, 0.0, roles, True)

    leg = top - thick - rail
    corners = [(x, z) for x in (low[0] + 0.03, high[0] - 0.03) for z in (low[2] + 0.04, high[2] - 0.04)]
    legs = [
        Box(f"bed leg {i}", np.array([x, leg / 2, z]), np.array([0.015, leg / 2, 0.015]), 0.0, roles, True)
        for i, (x, z) in enumerate(corners)
    ]
    mattress = slab("mattress", top - thick, thick, 0.0, ("mat", "mat_edge", "mat_edge"))
    return [*legs, slab("frame", leg, rail, 0.005, roles), mattress]


def _chair(prop: Prop) -> list[Solid]:
    n = prop.number
    w, seat, back, front = n("width") / 2, n("seat"), -n("depth") / 2 - 0.02, n("depth") / 2 - 0.02
    t = 0.022
    out: list[Solid] = _legs(prop, w, seat - 0.02, back, front, t)
    for i, x in enumerate((-w, w - t)):
        out.append(_block(prop, f"post {i}", (x, x + t), (seat, seat + n("back")), (back, back + t)))
    out.append(_block(prop, "back", (-w, w), (seat + n("back") * 0.52, seat + n("back")), (back + 0.001, back + 0.02)))
    out.append(_block(prop, "seat", (-w - 0.005, w + 0.005), (seat - 0.026, seat), (back, front + 0.006)))
    return out


def _stool(prop: Prop) -> list[Solid]:
    n = prop.number
    w, d, seat = n("width") / 2, n("depth") / 2, n("seat")
    return [*_legs(prop, w, seat - 0.02, -d, d, 0.022),
            _block(prop, "seat", (-w, w), (seat - 0.026, seat), (-d, d))]  # fmt: skip


def _table(prop: Prop) -> list[Solid]:
    n = prop.number
    w, d, top = n("width") / 2, n("depth") / 2, n("height")
    return [*_legs(prop, w - 0.01, top - 0.02, -d + 0.01, d - 0.01, 0.024),
            _block(prop, "top", (-w, w), (top - 0.024, top), (-d, d))]  # fmt: skip


def _legs(prop: Prop, w: float, top: float, back: float, front: float, t: float) -> list[Solid]:
    return [
        _block(prop, f"leg {i}", (x, x + t), (0.0, top), (z, z + t))
        for i, (x, z) in enumerate((x, z) for x in (-w, w - t) for z in (back, front - t))
    ]


def _counter(prop: Prop) -> list[Solid]:
    n = prop.number
    w, d, top = n("width") / 2, n("depth") / 2, n("height")
    return [
        _block(prop, "body", (-w + 0.01, w - 0.01), (0.0, top - 0.024), (-d + 0.012, d - 0.012),
               ("prop_side", "prop_side", "prop_dark")),
        _block(prop, "top", (-w, w), (top - 0.024, top), (-d, d)),
    ]  # fmt: skip


def _step(prop: Prop) -> list[Solid]:
    n = prop.number
    return [_block(prop, "block", (-n("width") / 2, n("width") / 2), (0.0, n("height")),
                   (-n("depth") / 2, n("depth") / 2))]  # fmt: skip


def _wall(prop: Prop) -> list[Solid]:
    n = prop.number
    half = np.array([n("width") / 2, n("height") / 2, 0.014])
    here = np.array([n("x"), n("height") / 2, n("z")]) + turn_y(n("turn")) @ np.array([0.0, 0.0, 0.014])
    return [Box("wall", here, half, n("turn"), ("mat_edge", "mat", "mat_edge"), True)]


def _pad(prop: Prop) -> list[Solid]:
    n = prop.number
    middle = np.array([n("x"), n("thick") / 2, n("z")])
    half = np.array([n("width"), n("thick"), n("depth")]) / 2
    return [Box("pad", middle, half, 0.0, ("prop", "prop_dark", "prop_side"), True)]


def _cloth(prop: Prop, body: Body) -> list[Solid]:
    """A towel flat on the floor; a left foot whose toes curl has drawn folds of it in."""
    n = prop.number
    middle, half = np.array([n("x"), 0.002, n("z")]), np.array([n("width") / 2, 0.002, n("depth") / 2])
    out: list[Solid] = []
    if body.posture.legs["L"].toe_bend < CURLED:
        toes = float(body.bone("foot_L").place(np.array([0.0, 0.0, TOES_AHEAD]))[2])
        drawn_in = (n("z") + n("depth") / 2 - toes) * 0.5
        half[2] -= drawn_in / 2
        middle[2] -= drawn_in / 2
        xs = np.linspace(-half[0], half[0], 5)
        for index in range(3):
            spots = [np.array([n("x") + x, 0.006, toes + index * 0.013 + 0.003 * (i % 2)]) for i, x in enumerate(xs)]
            out.append(Soft(f"cloth fold {index}", (tube(spots, 0.0085),), "paper", True))
    return [Box("cloth", middle, half, 0.0, ("paper", "mat_edge", "mat_edge"), True), *out]


def _centre(prop: Prop, body: Body) -> Vector:
    if prop.at is not None:
        return body.spot(prop.at)
    return np.array([prop.number("x"), prop.number("y"), prop.number("z")])


def _pillow(prop: Prop, body: Body) -> list[Solid]:
    n, middle = prop.number, _centre(prop, body)
    half, thick = n("width") / 2 - n("thick") / 2, n("thick") / 2
    xs = np.linspace(-half, half, 7)
    centres = np.array([middle + np.array([x, 0, 0]) for x in xs])
    puff = [np.diag([thick, thick * (1 - 0.35 * (x / half) ** 4), n("depth") / 2]) for x in xs]
    return [Soft("pillow", (Chain(centres, np.array(puff)),), "paper")]


def _roll(prop: Prop, body: Body) -> list[Solid]:
    n, middle = prop.number, _centre(prop, body)
    xs = np.linspace(-n("length") / 2, n("length") / 2, 7)
    discs = np.array([np.diag([0.004, n("radius"), n("radius")]) for _ in xs])
    role = "paper" if prop.kind == "towel" else "prop_dark"
    return [Soft(prop.kind, (Chain(np.array([middle + np.array([x, 0, 0]) for x in xs]), discs),), role)]


def _ball(prop: Prop, body: Body) -> list[Solid]:
    return [Soft("ball", (tube([_centre(prop, body)], prop.number("radius")),), "prop")]


def _path(prop: Prop, body: Body) -> list[Solid]:
    stops = [body.spot(spot) for spot in prop.path]
    if prop.kind == "stick" and prop.number("off_trunk"):
        stops = _off_trunk(stops, body, prop.number("radius"))
    points: list[Vector] = []
    for start, end in pairwise(stops):
        steps = max(2, round(float(np.linalg.norm(end - start)) / 0.015))
        points += [start + (end - start) * t for t in np.arange(steps) / steps]
    return [Soft(prop.kind, (tube([*points, stops[-1]], prop.number("radius")),), "prop_dark")]


def _off_trunk(stops: list[Vector], body: Body, radius: float) -> list[Vector]:
    """A straight stick moved as a whole until it lies on the trunk and not in it."""
    trunk = body.flesh["torso"][0]
    for _ in range(12):
        way = [stops[0] + (stops[-1] - stops[0]) * share for share in np.linspace(0, 1, 24)]
        deep = depth_in(trunk, [tube(way, radius)])
        if deep.share >= 1.05:
            break
        stops = [stop + deep.out * 0.006 for stop in stops]
    return stops


def _dumbbell(prop: Prop, body: Body) -> list[Solid]:
    """A short bar between two spots with a weight at each end."""
    ends = [body.spot(prop.path[0]), body.spot(prop.path[-1])]
    way = unit(ends[1] - ends[0]) * prop.number("wide") / 2
    plates: list[Solid] = [
        Soft(f"dumbbell end {i}", (_disc(end, way, prop.number("radius")),), "prop_side") for i, end in enumerate(ends)
    ]
    return [Soft("dumbbell bar", (tube(ends, 0.006),), "prop_dark"), *plates]


def _disc(middle: Vector, way: Vector, radius: float) -> Chain:
    """A short cylinder that reaches way to both sides of its middle."""
    ahead = unit(way)
    aside = square_to(np.array([0.0, 1.0, 0.001]), ahead)
    shape = np.column_stack([ahead * 0.002, aside * radius, np.cross(ahead, aside) * radius])
    return Chain(np.array([middle - way, middle + way]), np.array([shape, shape]))


def _finger_band(prop: Prop, body: Body) -> list[Solid]:
    """A rubber band round the fingers and the thumb of the left hand, its two halves apart."""
    pose = HAND_POSES[body.posture.arms["L"].shape]
    fingers = finger_joints(pose)
    digits = [*(fingers[name] for name in reversed(FINGERS)), thumb_joints(pose, fingers)]
    bone, along = body.bone("hand_L"), prop.number("along")
    out: list[Solid] = []
    for name, way in (("back", 1.0), ("palm", -1.0)):
        spots = []
        for joints in digits:
            bone_along = unit(joints[2] - joints[1])
            outward = unit(np.cross(bone_along, np.array([0.0, 0.0, 1.0]))) * -way
            spots.append(bone.place(joints[1] + (joints[2] - joints[1]) * along + outward * 0.0075))
        out.append(Soft(f"finger-band {name}", (tube(spots, prop.number("radius")),), "arrow"))
    return out


def _belt(prop: Prop, body: Body) -> list[Solid]:
    """A loop round both thighs."""
    sections = []
    for side in ("L", "R"):
        bone = body.bone(f"thigh_{side}")
        chain = body.flesh[f"thigh_{side}"][0]
        way = bone.turn[:, 1]
        heights = (bone.origin - chain.centres) @ way
        near = int(np.abs(heights - prop.number("along") * 0.245).argmin())
        shape = chain.shapes[near] * 1.08
        shape = shape @ np.diag([1, prop.number("wide") / np.linalg.norm(shape[:, 1]), 1])
        sections.append((chain.centres[near], shape))
    (a, sa), (b, sb) = sections
    steps = np.linspace(0, 1, 7)
    chain = Chain(np.array([a + (b - a) * t for t in steps]), np.array([sa + (sb - sa) * t for t in steps]))
    return [Soft("belt", (chain,), "prop_dark")]


_FURNITURE: dict[str, Callable[[Prop], list[Solid]]] = {
    "mat": _mat, "bed": _bed, "chair": _chair, "stool": _stool, "table": _table, "counter": _counter,
    "step": _step, "wall": _wall, "pad": _pad,
}  # fmt: skip
_HELD: dict[str, Callable[[Prop, Body], list[Solid]]] = {
    "pillow": _pillow, "towel": _roll, "roller": _roll, "ball": _ball, "band": _path, "strap": _path,
    "stick": _path, "cloth": _cloth, "belt": _belt, "dumbbell": _dumbbell, "finger-band": _finger_band,
}  # fmt: skip
