"""Hands for close-ups: every finger of three bones that bend one by one, a thumb that meets a point, nails.

A hand's frame is its bone's: fingers along -y, the thumb's side +z, the palm faces -x (mirrored on the right).
Body heights; degrees.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from handouts.pictures.studio.camera import Camera
from handouts.pictures.studio.chains import Chain, outline, surface_depth
from handouts.pictures.studio.layers import Layer, painting_order
from handouts.pictures.studio.posture import Side, sign
from handouts.pictures.studio.rig import Bone, two_bones
from handouts.pictures.studio.vectors import Triple, Vector, unit, vector

Bends = tuple[float, float, float]  # knuckle, middle joint, end joint
FINGERS = ("index", "middle", "ring", "little")
KNUCKLES = {
    "index": (-0.001, -0.0515, 0.0158),
    "middle": (0.000, -0.0540, 0.0053),
    "ring": (0.000, -0.0530, -0.0050),
    "little": (-0.001, -0.0490, -0.0147),
}
BONES = {
    "index": (0.0215, 0.0130, 0.0105),
    "middle": (0.0235, 0.0150, 0.0110),
    "ring": (0.0220, 0.0140, 0.0110),
    "little": (0.0175, 0.0105, 0.0098),
}
GIRTH = {"index": 1.0, "middle": 1.0, "ring": 0.96, "little": 0.86}
RADII = (0.0070, 0.0064, 0.0060, 0.0050)  # at the joints and the tip
THUMB_ROOT = vector((-0.003, -0.013, 0.0125))
THUMB_BONES = (0.0260, 0.0185, 0.0140)
THUMB_RADII = (0.0110, 0.0084, 0.0074, 0.0058)
PALM = (
    (0.000, -0.002, 0.000, 0.0122, 0.012, 0.0150),
    (-0.001, -0.018, 0.001, 0.0120, 0.010, 0.0190),
    (-0.001, -0.036, 0.001, 0.0110, 0.010, 0.0216),
    (-0.001, -0.051, 0.0005, 0.0092, 0.008, 0.0222),
)
PALM_LINES = (
    ((-0.011, -0.047, 0.0170), (-0.012, -0.038, 0.0060), (-0.012, -0.026, 0.0015), (-0.012, -0.012, 0.0020)),
    ((-0.010, -0.044, -0.0190), (-0.011, -0.043, -0.0060), (-0.010, -0.049, 0.0080)),
)


@dataclass(frozen=True)
class HandPose:
    """How the fingers bend (index to little), how far they fan out, and where the thumb goes.

    The thumb: thumb_touches names the finger whose tip it meets; else thumb_at is the point (x, y, z of the
    hand) for its tip; else it lies beside the hand, thumb_out degrees away from it.
    """

    bends: tuple[Bends, Bends, Bends, Bends]
    fan: float = 0.0
    thumb_out: float = 30.0
    thumb_at: Triple | None = None
    thumb_touches: str | None = None


def _alike(*bends: float) -> tuple[Bends, Bends, Bends, Bends]:
    one = (bends[0], bends[1], bends[2])
    return one, one, one, one


_SOFT, _CURLED = (16.0, 22.0, 12.0), (80.0, 95.0, 55.0)
HAND_POSES: dict[str, HandPose] = {
    "straight": HandPose(_alike(0, 2, 0)),
    "soft": HandPose(((12, 16, 8), (16, 22, 12), (20, 24, 14), (24, 24, 14)), 3, 36),
    "open-wide": HandPose(_alike(2, 6, 4), 9, 52),
    "spread": HandPose(_alike(-2, 4, 2), 22, 62),
    "hook": HandPose(_alike(4, 96, 66), 0, 30),
    "full-fist": HandPose(_alike(86, 100, 62), 0, thumb_at=(-0.034, -0.046, 0.001)),
    "tabletop": HandPose(_alike(88, 2, 0), 0, 22),
    "straight-fist": HandPose(_alike(88, 100, 4), 0, thumb_at=(-0.026, -0.036, 0.020)),
    "bunched": HandPose(((44, 28, 10), (40, 32, 12), (42, 30, 12), (46, 30, 10)), -15, thumb_touches="middle"),
    "gathered": HandPose(_alike(12, 10, 4), -4, thumb_at=(-0.014, -0.066, 0.0245)),
    "ball-grip": HandPose(_alike(34, 50, 30), 4, thumb_at=(-0.046, -0.040, 0.016)),
    "ball-squeeze": HandPose(_alike(52, 66, 40), 2, thumb_at=(-0.042, -0.036, 0.014)),
    "holding": HandPose(_alike(62, 88, 40), 0, thumb_at=(-0.036, -0.050, 0.004)),
    "pinch-index": HandPose(((46, 50, 24), (10, 12, 6), (14, 14, 8), (18, 14, 8)), 6, thumb_touches="index"),
    "pinch-little": HandPose(((6, 14, 6), (14, 22, 8), (30, 34, 14), (62, 44, 22)), 4, thumb_touches="little"),
    "pads": HandPose(_alike(18, 18, 4), 0, 40),
    "two-fingers": HandPose(((8, 8, 4), (8, 8, 4), _CURLED, _CURLED), 0, thumb_at=(-0.030, -0.050, -0.006)),
}


@dataclass(frozen=True)
class Part:
    """One bone of a finger (or the palm) with its flesh. next_to: the part on its near side, and that joint."""

    name: str
    chain: Chain
    next_to: str = ""
    joint: Triple = (0.0, 0.0, 0.0)
    radius: float = 0.0


def finger_joints(pose: HandPose) -> dict[str, Vector]:
    """The four joints from knuckle to tip of every finger, (4, 3), in the left hand's frame."""
    out = {}
    for finger, bends in zip(FINGERS, pose.bends, strict=True):
        joints = [vector(KNUCKLES[finger])]
        fan = math.radians(pose.fan * KNUCKLES[finger][2] / 0.0158)
        angle = 0.0
        for bend, length in zip(bends, BONES[finger], strict=True):
            angle += bend
            a = math.radians(angle)
            way = vector((-math.sin(a), -math.cos(a) * math.cos(fan), abs(math.cos(a)) * math.sin(fan)))
            if pose.fan < 0:  # fingers that meet lean together however far they are bent
                way = unit(vector((-math.sin(a), -math.cos(a), math.sin(fan))))
            joints.append(joints[-1] + way * length)
        out[finger] = np.array(joints)
    return out


def thumb_joints(pose: HandPose, fingers: dict[str, Vector]) -> Vector:
    """The thumb's four joints from wrist to tip, (4, 3)."""
    target = pose.thumb_at
    if pose.thumb_touches is not None:
        tip, before = fingers[pose.thumb_touches][3], fingers[pose.thumb_touches][2]
        inward = unit(np.cross(unit(tip - before), vector((0.0, 0.0, 1.0))))
        goal = tip + inward * -0.0085
    elif target is not None:
        goal = vector(target)
    else:
        out = math.radians(pose.thumb_out)
        first = unit(vector((-0.22, -math.cos(out), math.sin(out))))
        rest = unit(vector((-0.18, -math.cos(out * 0.62), math.sin(out * 0.62))))
        joint = THUMB_ROOT + first * THUMB_BONES[0]
        return np.array([THUMB_ROOT, joint, joint + rest * THUMB_BONES[1], joint + rest * sum(THUMB_BONES[1:])])
    joint, end = two_bones(THUMB_ROOT, goal, THUMB_BONES[0], sum(THUMB_BONES[1:]), vector((-0.5, -0.3, 1.0)))
    way = unit(end - joint)
    return np.array([THUMB_ROOT, joint, joint + way * THUMB_BONES[1], end])


def hand_parts(pose: HandPose, bone: Bone, side: Side) -> list[Part]:
    """Palm, finger bones and thumb bones in the world."""
    fingers = finger_joints(pose)
    rows = np.array(PALM)
    parts = [Part("palm", _chain(bone, side, rows[:, :3], rows[:, 3:]))]
    for finger, joints in fingers.items():
        parts += _digit(bone, side, finger, joints, [radius * GIRTH[finger] for radius in RADII])
    parts += _digit(bone, side, "thumb", thumb_joints(pose, fingers), list(THUMB_RADII))
    return parts


def _digit(bone: Bone, side: Side, name: str, joints: Vector, radii: list[float]) -> Iterator[Part]:
    before = "palm"
    for index, (near, far) in enumerate(pairwise(range(4)), 1):
        stops = np.linspace(0, 1, 3)[:, None]
        end = joints[far] if far < 3 else joints[far] - unit(joints[far] - joints[near]) * radii[far]
        points = joints[near] + (end - joints[near]) * stops
        sizes = np.repeat(radii[near] + (radii[far] - radii[near]) * stops, 3, axis=1)
        mirrored = joints[near] * np.array([sign(side), 1, 1])
        place = bone.place(mirrored)
        yield Part(
            f"{name} {index}", _chain(bone, side, points, sizes), before, (place[0], place[1], place[2]), radii[near]
        )
        before = f"{name} {index}"


def _chain(bone: Bone, side: Side, points: Vector, sizes: Vector) -> Chain:
    local = points * np.array([sign(side), 1, 1])
    return Chain(bone.origin + local @ bone.turn.T, bone.turn[None] * sizes[:, None, :])


def hand_lines(pose: HandPose, bone: Bone, side: Side, camera: Camera) -> list[BaseGeometry]:
    """What is drawn inside the hand's outline: the visible edges of its parts, nails, lines of the palm."""
    parts = {part.name: part for part in hand_parts(pose, bone, side)}
    shapes = {name: outline([part.chain], camera) for name, part in parts.items()}
    fingers = {name.partition(" ")[0] for name in parts}
    middles = {
        finger: float(np.mean([camera.depth(p.chain.centres[1]) for n, p in parts.items() if n.startswith(finger)]))
        for finger in fingers
    }  # of whole fingers, so that where depths say nothing a finger is painted in one go
    layers = [
        Layer(name, shapes[name], _depth(part.chain, camera), middles[name.partition(" ")[0]])
        for name, part in parts.items()
    ]
    out: list[BaseGeometry] = []
    covered: BaseGeometry = Polygon()
    for layer in reversed(painting_order(layers)):
        line: BaseGeometry = shapes[layer.name].boundary
        for one, other in _neighbours(parts, layer.name):
            disc = Point(*camera.see(np.array(one.joint))).buffer(one.radius * camera.scale * 1.25)
            line = line.difference(shapes[other].buffer(0.05).intersection(disc))
        marks = [line, *_nail(layer.name, pose, bone, side, camera)]
        if layer.name == "palm":
            marks += _palm_lines(bone, side, camera)
        out += [mark.difference(covered) for mark in marks]
        covered = covered.union(shapes[layer.name].buffer(0.02))
    return [line for line in out if not line.is_empty]


def _depth(chain: Chain, camera: Camera) -> Callable[[Vector], Vector]:
    return lambda points: surface_depth([chain], camera, points)


def _neighbours(parts: dict[str, Part], name: str) -> Iterator[tuple[Part, str]]:
    """The parts that grow out of this one or out of which it grows, each with the part that has the joint."""
    if parts[name].next_to:
        yield parts[name], parts[name].next_to
    for part in parts.values():
        if part.next_to == name:
            yield part, part.name


def _nail(name: str, pose: HandPose, bone: Bone, side: Side, camera: Camera) -> list[BaseGeometry]:
    """The nail of an end bone whose back is seen."""
    finger, _, number = name.partition(" ")
    if number != "3":
        return []
    fingers = finger_joints(pose)
    thumb = finger == "thumb"
    joints = thumb_joints(pose, fingers) if thumb else fingers[finger]
    along = unit(joints[3] - joints[2])
    back = unit(np.cross(along, vector((0.0, 0.0, 1.0))))
    if thumb:  # the thumb's back is turned aside
        back = unit(np.cross(along, vector((-0.8, 0.0, 0.6))))
    across = np.cross(along, back)
    flip, turn = np.array([sign(side), 1, 1]), bone.turn
    if float((turn @ (back * -1 * flip)) @ camera.toward) < 0.30:
        return []
    radius = RADII[3] * 1.05 if not thumb else THUMB_RADII[3]
    middle = joints[3] - along * radius * 1.05 - back * radius * 0.95
    around = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    ring = [middle + along * np.cos(a) * radius * 0.85 + across * np.sin(a) * radius * 0.66 for a in around]
    return [Polygon(camera.see(bone.origin + (np.array(ring) * flip) @ turn.T)).boundary]


def _palm_lines(bone: Bone, side: Side, camera: Camera) -> list[BaseGeometry]:
    if float(bone.turn[:, 0] @ camera.toward) * -sign(side) < 0.4:
        return []
    flip = np.array([sign(side), 1, 1])
    return [LineString(camera.see(bone.origin + (np.array(line) * flip) @ bone.turn.T)) for line in PALM_LINES]
