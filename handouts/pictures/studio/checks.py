"""What a pose must keep: targets reached, floor and seats respected, joints in human range, a small file."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from handouts.pictures.compiled import Picture
from handouts.pictures.studio.exercise import Exercise
from handouts.pictures.studio.posture import SIDES, Side, sign
from handouts.pictures.studio.props import solids_of
from handouts.pictures.studio.shapes import PEOPLE
from handouts.pictures.studio.solids import Box
from handouts.pictures.studio.stance import Body, body_of

REACH_ERROR = 0.01  # body heights
TOUCH_ERROR = 0.014
UNDER_FLOOR = 0.008
INSIDE_PROP = 0.026  # flesh gives way on a seat or a mattress
LARGEST_FILE = 25_000  # bytes

# least and most, degrees
RANGES = {
    "hip flexion": (-32.0, 142.0),
    "hip abduction": (-40.0, 75.0),
    "knee": (-2.0, 152.0),
    "ankle": (-62.0, 42.0),
    "elbow": (-2.0, 152.0),
}
FLOOR_PARTS = ("torso", "head", "thigh", "shin", "foot", "upper_arm", "forearm", "hand")


def problems_of(exercise: Exercise) -> list[str]:
    """Everything wrong with the postures, each as one sentence that starts with the frame's name."""
    postures = {"start": exercise.start, **exercise.postures()}
    out: list[str] = []
    for name, posture in postures.items():
        body = body_of(posture, PEOPLE[exercise.person])
        boxes = [s for s in solids_of(exercise.props, body) if isinstance(s, Box)]
        for problem in (
            *_misses(body),
            *_floor(body),
            *_touching(body, boxes),
            *_props(body, boxes),
            *_joints(body),
        ):
            out.append(f"{name}: {problem}")
    return out


def picture_problems(picture: Picture, size: int) -> list[str]:
    """What is wrong with the drawn picture: its bytes, its shape."""
    out = []
    if size > LARGEST_FILE:
        out.append(f"the file has {size} bytes, more than {LARGEST_FILE}")
    if picture.width / picture.height < 0.6:
        out.append("the picture is tall and thin: show two frames, crop, or turn the camera")
    return out


def _misses(body: Body) -> Iterator[str]:
    for miss in body.skeleton.misses:
        if miss.distance > REACH_ERROR:
            yield f"{miss.limb} stays {miss.distance:.3f} short of its target; move the target or the body"


def _floor(body: Body) -> Iterator[str]:
    for part in body.flesh:
        stem = part.rsplit("_", 1)[0] if part[-2:] in ("_L", "_R") else part
        if stem in FLOOR_PARTS and body.lowest(part) < -UNDER_FLOOR:
            yield f"{part} is {-body.lowest(part):.3f} under the floor; lift it or let it rest"


def _touching(body: Body, boxes: list[Box]) -> Iterator[str]:
    for part in body.posture.touching:
        low = body.lowest(part)
        chain = min(body.flesh[part], key=lambda c: c.lowest)
        below = chain.centres[int((chain.centres[:, 1] - np.linalg.norm(chain.shapes[:, 1, :], axis=1)).argmin())]
        tops = [0.0, *(b.middle[1] + b.half[1] for b in boxes if _over(b, below))]
        gap = min(abs(low - top) for top in tops)
        if gap > TOUCH_ERROR:
            yield f"{part} does not touch: its lowest point is at {low:.3f}, {gap:.3f} from a surface"


def _over(box: Box, point: np.ndarray) -> bool:
    corners = box.corners()
    low, high = corners.min(axis=0), corners.max(axis=0)
    return bool(low[0] <= point[0] <= high[0] and low[2] <= point[2] <= high[2])


def _props(body: Body, boxes: list[Box]) -> Iterator[str]:
    for part, chains in body.flesh.items():
        stem = part.rsplit("_", 1)[0] if part[-2:] in ("_L", "_R") else part
        if stem not in FLOOR_PARTS or stem == "hand":  # a hand may grip
            continue
        for box in boxes:
            if box.name in ("mat", "cloth"):
                continue
            for chain in chains:
                ways = np.concatenate([np.eye(3), -np.eye(3)])
                sizes = np.linalg.norm(np.einsum("wi,nij->nwj", ways, chain.shapes), axis=2)
                depths = np.maximum(sizes[:, :, None] - INSIDE_PROP, 0.0)
                skin = chain.centres[:, None, :] + ways[None] * depths
                if box.holds(skin.reshape(-1, 3), 0.0):
                    yield f"{part} goes into the {box.name}; move the prop or the body"
                    break


def _joints(body: Body) -> Iterator[str]:
    for side in SIDES:
        for joint, angle in _angles(body, side).items():
            low, high = RANGES[joint]
            if not low <= angle <= high:
                yield f"{joint} {side} is at {angle:.0f} degrees, outside {low:.0f} to {high:.0f}"


def _angles(body: Body, side: Side) -> dict[str, float]:
    s = sign(side)
    thigh = body.bone("root").turn.T @ body.bone(f"thigh_{side}").turn
    shin = body.bone(f"thigh_{side}").turn.T @ body.bone(f"shin_{side}").turn
    foot = body.bone(f"shin_{side}").turn.T @ body.bone(f"foot_{side}").turn
    fore = body.bone(f"upper_arm_{side}").turn.T @ body.bone(f"forearm_{side}").turn
    return {
        "hip flexion": _degrees(-thigh[2, 1], thigh[1, 1]),
        "hip abduction": math.degrees(math.asin(max(-1.0, min(1.0, -s * float(thigh[0, 1]))))),
        "knee": _degrees(shin[2, 1], shin[1, 1]),
        "ankle": _degrees(foot[1, 2], foot[2, 2]),
        "elbow": _degrees(-fore[2, 1], fore[1, 1]),
    }


def _degrees(y: float, x: float) -> float:
    """The angle, from -110 up to 250 so that a deep bend never turns over."""
    angle = math.degrees(math.atan2(float(y), float(x)))
    return angle + 360 if angle < -110 else angle
