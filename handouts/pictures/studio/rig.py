"""The skeleton: forward kinematics, and two-bone inverse kinematics for arms and legs.

A bone is an origin (its near joint) and a rotation; limb bones run along their local -Y, the spine along +Y,
local Z is forward and local X the person's left. Body height is 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from handouts.pictures.studio.builds import HIP_HALF, SHOULDER_HALF
from handouts.pictures.studio.posture import SIDES, Arm, Leg, Posture, Side, sign
from handouts.pictures.studio.vectors import (
    Rotation,
    Triple,
    Vector,
    part_turn,
    smooth_step,
    square_to,
    turn_x,
    turn_y,
    turn_z,
    unit,
    vector,
)

THIGH = 0.245
SHIN = 0.246
ANKLE_HEIGHT = 0.039
SHOULDER_Y = 0.272
UPPER_ARM = 0.172
FOREARM = 0.150
PALM = 0.050  # wrist to the middle of the palm
HEAD_Y = 0.372
BONE_LENGTH = {"thigh": THIGH, "shin": SHIN, "upper_arm": UPPER_ARM, "forearm": FOREARM, "hand": 0.098}
SPINE_LOW = -0.06
PRESSED_HALF = 0.094  # from the middle to the shoulder that is lain on
RAISED = 50.0  # degrees of abduction from which an arm is clear of any trunk
ELBOW_OUT = 30.0  # degrees of carry that turn a bent elbow outward by as much as its pose turns it

PARENT = {"thigh": "root", "shin": "thigh", "foot": "shin", "upper_arm": "thorax", "forearm": "upper_arm",
          "hand": "forearm", "thorax": "root", "lumbar": "root", "head": "thorax"}  # fmt: skip


@dataclass(frozen=True)
class Bone:
    origin: Vector
    turn: Rotation

    def place(self, local: Vector) -> Vector:
        """A local point, in the world."""
        return np.asarray(self.origin + self.turn @ local)


@dataclass(frozen=True)
class Miss:
    """How far (body heights) a hand or foot stayed from its target."""

    limb: str
    distance: float


class Skeleton:
    """The bones of one posture, before anything reaches a target.

    bones: "root", "lumbar", "thorax", "head", and thigh, shin, foot, upper_arm, forearm, hand with _L or _R.
    """

    def __init__(
        self, posture: Posture, hip_half: float = HIP_HALF, shoulder_half: float = SHOULDER_HALF, carry: float = 0.0
    ) -> None:
        """hip_half, shoulder_half: from the middle to the joints. carry: degrees that hanging arms stand off."""
        self.posture = posture
        self._hip_half, self._shoulder_half, self._carry = hip_half, shoulder_half, carry
        root = posture.root
        self._root_turn = turn_y(root.yaw) @ turn_x(root.pitch) @ turn_z(root.roll) @ turn_y(root.turn)
        self._turns: dict[float, Rotation] = {}
        self._spine_y = np.linspace(SPINE_LOW, HEAD_Y, 73)
        self._spine = self._bent_spine()
        self._lower = _lower_side(self._root_turn)
        self.bones: dict[str, Bone] = {}
        self.misses: list[Miss] = []
        self._set_trunk()
        for side in SIDES:
            self._set_leg(side, posture.legs[side])
            self._set_arm(side, posture.arms[side])

    # ------------------------------------------------------------ spine
    def spine_turn(self, height: float) -> Rotation:
        """The rotation of the trunk at this arc length above the hips."""
        if height not in self._turns:
            self._turns[height] = self._spine_turn(height)
        return self._turns[height]

    def _spine_turn(self, height: float) -> Rotation:
        p = self.posture
        low = smooth_step(height, 0.030, 0.165)
        middle = smooth_step(height, 0.150, 0.300)
        high = smooth_step(height, 0.305, 0.375)
        bend, side, twist = (p.lumbar[k] * low + p.thorax[k] * middle + p.neck[k] * high for k in range(3))
        return np.asarray(self._root_turn @ turn_z(-side) @ turn_y(twist) @ turn_x(bend))

    def spine_point(self, height: float) -> Vector:
        """A point of the spine at this arc length above the hips."""
        height = max(height, SPINE_LOW)
        return np.array([np.interp(height, self._spine_y, self._spine[:, k]) for k in range(3)])

    def _bent_spine(self) -> Vector:
        ups = np.array([self.spine_turn(y)[:, 1] for y in self._spine_y])
        steps = (ups[:-1] + ups[1:]) / 2 * np.diff(self._spine_y)[:, None]
        points = np.vstack([np.zeros(3), np.cumsum(steps, axis=0)])
        hips = np.array([np.interp(0.0, self._spine_y, points[:, k]) for k in range(3)])
        return np.asarray(points - hips)

    def _set_trunk(self) -> None:
        nod, tilt, look = self.posture.head
        self.bones["root"] = Bone(np.zeros(3), self._root_turn)
        self.bones["lumbar"] = Bone(self.spine_point(0.12), self.spine_turn(0.12))
        self.bones["thorax"] = Bone(self.spine_point(0.25), self.spine_turn(0.25))
        skull = self.spine_turn(HEAD_Y) @ turn_z(-tilt) @ turn_y(look) @ turn_x(nod)
        self.bones["head"] = Bone(self.spine_point(HEAD_Y), skull)

    # ------------------------------------------------------------ limbs from angles
    def _set_leg(self, side: Side, leg: Leg) -> None:
        s = sign(side)
        flexion, abduction, outward = leg.hip
        hip = self._root_turn @ vector((s * self._hip_half, 0, 0))
        thigh = self._root_turn @ turn_x(-flexion) @ turn_z(s * abduction) @ turn_y(s * outward)
        knee = hip - thigh[:, 1] * THIGH
        shin = thigh @ turn_x(leg.knee)
        self.bones[f"thigh_{side}"] = Bone(hip, thigh)
        self.bones[f"shin_{side}"] = Bone(knee, shin)
        self.bones[f"foot_{side}"] = Bone(knee - shin[:, 1] * SHIN, shin @ _ankle_turn(leg, s))

    def _set_arm(self, side: Side, arm: Arm) -> None:
        s = sign(side)
        flexion, abduction, outward = arm.shoulder
        hanging = max(0.0, math.cos(math.radians(flexion))) * max(0.0, 1 - abs(abduction) / RAISED)
        abduction += self._carry * hanging
        turn = self.spine_turn(0.27) @ turn_x(-flexion) @ turn_z(s * abduction) @ turn_y(s * outward)
        shoulder = self._shoulder(side, -turn[:, 1])
        self._set_arm_bones(side, shoulder, turn, turn @ turn_x(-arm.elbow))

    def _set_arm_bones(self, side: Side, shoulder: Vector, upper: Rotation, lower: Rotation) -> None:
        elbow = shoulder - upper[:, 1] * UPPER_ARM
        self.bones[f"upper_arm_{side}"] = Bone(shoulder, upper)
        self.bones[f"forearm_{side}"] = Bone(elbow, lower)
        self.bones[f"hand_{side}"] = Bone(elbow - lower[:, 1] * FOREARM, self._hand_turn(side, lower))

    def _shoulder(self, side: Side, arm_direction: Vector) -> Vector:
        """The shoulder joint: it rises and comes forward as the arm does."""
        arm, trunk = self.posture.arms[side], self.spine_turn(0.27)
        local = trunk.T @ arm_direction
        raised = math.degrees(math.acos(min(1.0, max(-1.0, -float(local[1])))))
        up = 0.034 * max(0.0, (raised - 50) / 130) + arm.shrug
        forward = 0.022 * max(-0.5, float(local[2])) * math.sin(math.radians(min(raised, 150)))
        inward = 0.014 * max(0.0, (raised - 70) / 110) + 0.012 * max(0.0, float(local[2])) + arm.draw * 0.4
        half = min(self._shoulder_half, PRESSED_HALF) if side == self._lower else self._shoulder_half
        x = sign(side) * (half - inward)
        return np.asarray(self.spine_point(SHOULDER_Y) + trunk @ vector((x, up, forward - 0.004 - arm.draw)))

    def _hand_turn(self, side: Side, forearm: Rotation) -> Rotation:
        arm, s = self.posture.arms[side], sign(side)
        if arm.fingers is not None or arm.palm is not None:
            return hand_turn(side, arm.fingers, arm.palm, -forearm[:, 1])
        bend, thumbward, turned = arm.wrist
        return np.asarray(forearm @ turn_y(-s * turned) @ turn_z(-s * bend) @ turn_x(-thumbward))

    # ------------------------------------------------------------ placing and reaching
    def shift(self, by: Vector) -> None:
        """Moves the whole body."""
        self.bones = {name: Bone(bone.origin + by, bone.turn) for name, bone in self.bones.items()}
        self._spine = self._spine + by

    def reach_foot(self, side: Side, ankle: Vector, leg: Leg) -> None:
        """Bends hip and knee so that the ankle is at a point; the knee bends towards the pole."""
        hip = self.bones[f"thigh_{side}"].origin
        pole = vector(leg.pole) if leg.pole is not None else self._root_turn @ vector((0, 0, 1))
        knee, end = two_bones(hip, ankle, THIGH, SHIN, pole)
        thigh = _limb_turn(hip, knee, end, bends_back=True)
        shin = _limb_turn(knee, end, hip, bends_back=True, hinge=thigh[:, 0])
        self.bones[f"thigh_{side}"] = Bone(hip, thigh)
        self.bones[f"shin_{side}"] = Bone(knee, shin)
        self.bones[f"foot_{side}"] = Bone(end, _foot_turn(leg, shin, sign(side)))
        self.misses.append(Miss(f"foot_{side}", float(np.linalg.norm(end - ankle))))

    def reach_hand(self, side: Side, wrist: Vector, arm: Arm) -> None:
        """Bends shoulder and elbow so that the wrist is at a point; the elbow bends towards the pole."""
        trunk = self.spine_turn(0.27)
        pole = vector(arm.pole) if arm.pole is not None else trunk @ vector((sign(side) * 0.4, -1, -0.5))
        pole = unit(pole) + trunk[:, 0] * sign(side) * self._carry / ELBOW_OUT
        shoulder = self.bones[f"upper_arm_{side}"].origin
        for _ in range(5):  # the shoulder follows the arm, so the two settle together
            elbow, end = two_bones(shoulder, wrist, UPPER_ARM, FOREARM, pole)
            shoulder = self._shoulder(side, unit(elbow - shoulder))
        elbow, end = two_bones(shoulder, wrist, UPPER_ARM, FOREARM, pole)
        upper = _limb_turn(shoulder, elbow, end, bends_back=False)
        lower = _limb_turn(elbow, end, shoulder, bends_back=False, hinge=upper[:, 0])
        self._set_arm_bones(side, shoulder, upper, lower)
        self.misses.append(Miss(f"hand_{side}", float(np.linalg.norm(end - wrist))))

    def between(self, other: Skeleton, share: float, bone: str) -> Bone:
        """Where a bone is a share (0 to 1) of the way from this posture to the other, joint by joint."""
        stem, _, side = bone.partition("_") if bone in PARENT else bone.rpartition("_")
        if bone in PARENT or bone == "root":
            mine, theirs = self.bones[bone], other.bones[bone]
            origin = mine.origin + (theirs.origin - mine.origin) * share
            return Bone(origin, part_turn(mine.turn, theirs.turn, share))
        up = PARENT[stem]
        parent = up if up in self.bones else f"{up}_{side}"
        held = self.between(other, share, parent)
        mine, theirs = (
            Bone(s.bones[parent].turn.T @ (s.bones[bone].origin - s.bones[parent].origin),
                 s.bones[parent].turn.T @ s.bones[bone].turn)
            for s in (self, other)
        )  # fmt: skip
        origin = held.place(mine.origin + (theirs.origin - mine.origin) * share)
        return Bone(origin, held.turn @ part_turn(mine.turn, theirs.turn, share))


def _lower_side(root: Rotation) -> Side | None:
    """The side on which a body lies: its shoulder is pressed towards the neck."""
    up = float(root[1, 0])
    return None if abs(up) < 0.7 else "R" if up > 0 else "L"


def two_bones(start: Vector, target: Vector, first: float, second: float, pole: Vector) -> tuple[Vector, Vector]:
    """The middle joint and the end of two bones that reach for a target as far as they can."""
    way = target - start
    reach = float(np.linalg.norm(way))
    length = min(max(reach, abs(first - second) + 1e-3), (first + second) * 0.9995)
    ahead = unit(way)
    along = (first * first - second * second + length * length) / (2 * length)
    aside = math.sqrt(max(first * first - along * along, 0.0))
    return start + ahead * along + square_to(pole, ahead) * aside, start + ahead * length


def hand_turn(side: Side, fingers: Triple | None, palm: Triple | None, forward: Vector) -> Rotation:
    """The hand's rotation from the ways of its fingers (by default on from the forearm) and palm."""
    along = unit(vector(fingers)) if fingers is not None else unit(forward)
    facing = square_to(vector(palm if palm is not None else (0, -1, 0)), along)
    across = -sign(side) * facing
    return np.column_stack([across, -along, np.cross(across, -along)])


def _ankle_turn(leg: Leg, s: int) -> Rotation:
    up, out, roll = leg.ankle
    return np.asarray(turn_x(-up) @ turn_y(s * out) @ turn_z(s * roll))


def _foot_turn(leg: Leg, shin: Rotation, s: int) -> Rotation:
    if leg.toes is None:
        return np.asarray(shin @ _ankle_turn(leg, s))
    ahead = unit(vector(leg.toes))
    up = square_to(vector(leg.sole_up), ahead)
    return np.column_stack([np.cross(up, ahead), up, ahead])


def _limb_turn(near: Vector, far: Vector, third: Vector, bends_back: bool, hinge: Vector | None = None) -> Rotation:
    """The rotation of the bone near-far; the third joint of the limb fixes the plane of its hinge."""
    up = -unit(far - near)
    if hinge is None:
        normal = np.cross(far - near, third - far)
        if float(np.linalg.norm(normal)) < 1e-6:
            normal = np.array([1.0, 0.0, 0.0])
        hinge = unit(normal) * (1 if bends_back else -1)
    across = square_to(hinge, up)
    return np.column_stack([across, up, np.cross(across, up)])
