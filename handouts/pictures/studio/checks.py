"""What a pose must keep: targets reached, floor and seats respected, joints in human range, a small file."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from handouts.pictures.compiled import Picture
from handouts.pictures.studio.clearance import INSIDE, depth_in
from handouts.pictures.studio.exercise import Exercise
from handouts.pictures.studio.posture import SIDES, Posture, Side, sign
from handouts.pictures.studio.props import solids_of
from handouts.pictures.studio.solids import Box
from handouts.pictures.studio.stance import Body, body_of

REACH_ERROR = 0.01  # body heights
TOUCH_ERROR = 0.014
UNDER_FLOOR = 0.008
INSIDE_PROP = 0.026  # flesh gives way on a seat or a mattress
LARGEST = 25_000  # bytes that a picture may add to a file

# least and most, degrees
LIMBS_OFF_TRUNK = ("shin", "foot", "forearm", "hand")
RANGES = {
    "hip flexion": (-32.0, 142.0),
    "hip abduction": (-40.0, 75.0),
    "knee": (-2.0, 152.0),
    "ankle": (-62.0, 42.0),
    "elbow": (-2.0, 152.0),
    "wrist": (0.0, 92.0),
    "hanging arm behind": (-90.0, 66.0),
    "raised arm behind": (-90.0, 25.0),
    "neck bend": (-72.0, 62.0),
    "neck side bend": (-46.0, 46.0),
    "neck turn": (-82.0, 82.0),
    "trunk bend": (-62.0, 92.0),
    "trunk side bend": (-42.0, 42.0),
    "trunk turn": (-62.0, 62.0),
}
FLOOR_PARTS = ("torso", "head", "thigh", "shin", "foot", "upper_arm", "forearm", "hand")


CM = 170  # of a body height: what a distance is told in
SIDE_WORDS = {"L": "left", "R": "right"}
_KEYS = {
    "hand": ("hand_at", "shoulder"),
    "forearm": ("hand_at", "elbow"),
    "upper_arm": ("shoulder", "hand_at"),
    "foot": ("foot_at", "foot_flat", "ankle"),
    "shin": ("knee", "foot_at", "foot_flat"),
    "thigh": ("hip", "foot_at", "foot_flat"),
    "arm": ("shoulder", "hand_at"),
    "neck": ("neck", "head"),
    "trunk": ("thorax", "lumbar"),
}  # of a posture: what decides where a part is


@dataclass(frozen=True)
class Problem:
    """What is wrong with a part in one frame (start, mid, end), and which keys of the posture may mend it."""

    frame: str
    what: str
    remedy: str
    keys: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.frame}: {self.what}; {self.remedy}"


def problems_of(exercise: Exercise) -> list[str]:
    """Everything wrong with the postures, each as one sentence that starts with the frame's name."""
    return [str(problem) for problem in pose_problems(exercise)]


def pose_problems(exercise: Exercise) -> list[Problem]:
    """Everything wrong with the postures, frame by frame."""
    postures = {"start": exercise.start, **exercise.postures()}
    out: list[Problem] = []
    for name, posture in postures.items():
        body = body_of(posture, exercise.build)
        boxes = [s for s in solids_of(exercise.props, body) if isinstance(s, Box)]
        for problem in (
            *_misses(body),
            *_floor(body),
            *_touching(body, boxes),
            *_props(body, boxes),
            *_trunk(body),
            *_joints(body),
        ):
            out.append(replace(problem, frame=name))
    return out


def picture_problems(picture: Picture) -> list[str]:
    """What is wrong with the drawn picture: what it adds to a file, its shape."""
    out = []
    sizes = [len(zlib.compress(_variant(picture, name))) for name in ("colour", "mono")]
    if max(sizes) > LARGEST:
        out.append(f"the picture adds {max(sizes)} bytes to a file, more than {LARGEST}")
    if picture.width / picture.height < 0.6:
        out.append("the picture is tall and thin: show two frames, crop, or turn the camera")
    return out


def _variant(picture: Picture, name: str) -> bytes:
    return b"".join(block.data for block in picture.blocks if block.name.partition(":")[0] == name)


def _misses(body: Body) -> Iterator[Problem]:
    for miss in body.skeleton.misses:
        if miss.distance > REACH_ERROR:
            what = f"{in_words(miss.limb)} cannot reach: {_cm(miss.distance)} short of its target"
            yield _of(miss.limb, what, "move the target or the body")


def _floor(body: Body) -> Iterator[Problem]:
    for part in body.flesh:
        stem = part.rsplit("_", 1)[0] if part[-2:] in ("_L", "_R") else part
        if stem in FLOOR_PARTS and body.lowest(part) < -UNDER_FLOOR:
            yield _of(part, f"{in_words(part)} is {_cm(-body.lowest(part))} under the floor", "lift it or let it rest")


def _touching(body: Body, boxes: list[Box]) -> Iterator[Problem]:
    for part in body.posture.touching:
        low = body.lowest(part)
        chain = min(body.flesh[part], key=lambda c: c.lowest)
        below = chain.centres[int((chain.centres[:, 1] - np.linalg.norm(chain.shapes[:, 1, :], axis=1)).argmin())]
        tops = [0.0, *(b.middle[1] + b.half[1] for b in boxes if _over(b, below))]
        gap = min(abs(low - top) for top in tops)
        if gap > TOUCH_ERROR:
            what = f"{in_words(part)} does not touch: its lowest point, at {low:.3f}, is {_cm(gap)} from a surface"
            yield _of(part, what, "move it, or take it out of `touching`", "touching")


def _over(box: Box, point: np.ndarray) -> bool:
    corners = box.corners()
    low, high = corners.min(axis=0), corners.max(axis=0)
    return bool(low[0] <= point[0] <= high[0] and low[2] <= point[2] <= high[2])


def _props(body: Body, boxes: list[Box]) -> Iterator[Problem]:
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
                    yield _of(part, f"{in_words(part)} goes into the {box.name}", "move the prop or the body")
                    break


def _trunk(body: Body) -> Iterator[Problem]:
    """Limbs whose middle line runs inside the trunk."""
    trunk = body.flesh["torso"][0]
    for part in (f"{name}_{side}" for name in LIMBS_OFF_TRUNK for side in SIDES):
        if depth_in(trunk, body.flesh[part]).share < INSIDE:
            yield _of(part, f"{in_words(part)} goes into the trunk", "move it out")


def _joints(body: Body) -> Iterator[Problem]:
    for joint, angle in _spine_angles(body.posture).items():
        yield from _outside(joint, joint.partition(" ")[0], angle)
    for side in SIDES:
        for joint, angle in _angles(body, side).items():
            yield from _outside(joint, f"{_bender(joint)}_{side}", angle)


def _outside(joint: str, part: str, angle: float) -> Iterator[Problem]:
    low, high = RANGES[joint]
    if not low <= angle <= high:
        side = f"{SIDE_WORDS[part[-1]]} " if part[-2:] in ("_L", "_R") else ""
        what = f"{side}{joint} is at {angle:.0f} degrees, outside {low:.0f} to {high:.0f}"
        yield _of(part, what, "bend it less, or move the target")


def _bender(joint: str) -> str:
    """The part whose keys set a joint's angle."""
    return {"hip": "thigh", "knee": "shin", "ankle": "foot", "elbow": "forearm", "wrist": "hand"}.get(
        joint.partition(" ")[0], "arm"
    )


def _of(part: str, what: str, remedy: str, *first: str) -> Problem:
    stem, side = (part[:-2], part[-2:]) if part[-2:] in ("_L", "_R") else (part, "")
    return Problem("", what, remedy, (*first, *(f"{key}{side}" for key in _KEYS.get(stem, ("rest", "root")))))


def in_words(part: str) -> str:
    """ "hand_L" as "left hand"."""
    stem, side = (part[:-2], SIDE_WORDS[part[-1]]) if part[-2:] in ("_L", "_R") else (part, "")
    return f"{side} {stem.replace('_', ' ')}".strip()


def _cm(distance: float) -> str:
    """Body heights in centimetres, as of a person of 170 cm."""
    return f"{distance * CM:.0f} cm" if distance * CM >= 1.5 else f"{distance * CM:.1f} cm"


def _spine_angles(posture: Posture) -> dict[str, float]:
    ways = ("bend", "side bend", "turn")
    neck = {f"neck {way}": posture.neck[i] + posture.head[i] for i, way in enumerate(ways)}
    return neck | {f"trunk {way}": posture.lumbar[i] + posture.thorax[i] for i, way in enumerate(ways)}


def _angles(body: Body, side: Side) -> dict[str, float]:
    s = sign(side)
    thigh = body.bone("root").turn.T @ body.bone(f"thigh_{side}").turn
    shin = body.bone(f"thigh_{side}").turn.T @ body.bone(f"shin_{side}").turn
    foot = body.bone(f"shin_{side}").turn.T @ body.bone(f"foot_{side}").turn
    fore = body.bone(f"upper_arm_{side}").turn.T @ body.bone(f"forearm_{side}").turn
    hand = body.bone(f"forearm_{side}").turn.T @ body.bone(f"hand_{side}").turn
    upper = body.skeleton.spine_turn(0.27).T @ body.bone(f"upper_arm_{side}").turn
    return {
        "hip flexion": _degrees(-thigh[2, 1], thigh[1, 1]),
        "hip abduction": math.degrees(math.asin(max(-1.0, min(1.0, -s * float(thigh[0, 1]))))),
        "knee": _degrees(shin[2, 1], shin[1, 1]),
        "ankle": _degrees(foot[1, 2], foot[2, 2]),
        "elbow": _degrees(-fore[2, 1], fore[1, 1]),
        "wrist": math.degrees(math.acos(max(-1.0, min(1.0, float(hand[1, 1]))))),
        f"{'raised' if upper[1, 1] < -0.3 else 'hanging'} arm behind": math.degrees(
            math.asin(max(-1.0, min(1.0, float(upper[2, 1]))))
        ),
    }


def _degrees(y: float, x: float) -> float:
    """The angle, from -110 up to 250 so that a deep bend never turns over."""
    angle = math.degrees(math.atan2(float(y), float(x)))
    return angle + 360 if angle < -110 else angle
