"""A posture made into a body: bones placed, resting on its surface, hands and feet at their targets."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from handouts.pictures.studio.builds import Build
from handouts.pictures.studio.clearance import FREE, INSIDE, depth_in
from handouts.pictures.studio.flesh import Flesh, arm_chains, flesh_of, skin_spot, trunk_chain
from handouts.pictures.studio.posture import SIDES, Arm, Posture, Side, Spot
from handouts.pictures.studio.rig import (
    FOREARM,
    PALM,
    UPPER_ARM,
    Bone,
    Skeleton,
    hand_turn,
)
from handouts.pictures.studio.vectors import Vector, vector

PALM_THICKNESS = 0.012
MOST_STEPS = 10
STEP_ON_THIGH, LAST_ON_THIGH = 0.06, 0.86  # shares of the thigh
STEP_OUT = 0.008  # body heights
LYING_BACK = -60.0  # degrees of pitch below which a body lies on its back
HEAD_LIES = 0.004  # body heights
NECK_TO_CROWN = 0.09  # from where the neck bends to the back of the head
FOOT_PARTS = ("thigh", "shin", "foot")


@dataclass(frozen=True)
class Body:
    """A posed person: bones, flesh, and the person's build."""

    posture: Posture
    build: Build
    skeleton: Skeleton
    flesh: Flesh

    def bone(self, name: str) -> Bone:
        return self.skeleton.bones[name]

    def spot(self, spot: Spot) -> Vector:
        return skin_spot(self.skeleton, self.build, spot)[0]

    def lowest(self, part: str) -> float:
        """The height of the part's lowest point."""
        return min(chain.lowest for chain in self.flesh[part])


def body_of(posture: Posture, build: Build) -> Body:
    """Builds the body: spine and limbs, then rest, then the root's shift, then feet, then hands."""
    skeleton = _settled(posture, build)
    if posture.rest is not None and "hair" in posture.touching and posture.root.pitch < LYING_BACK:
        skeleton = _head_laid_down(skeleton, posture, build)
    for side in SIDES:
        leg = posture.legs[side]
        if leg.target is not None:
            skeleton.reach_foot(side, skin_spot(skeleton, build, leg.target)[0], leg)
    for side in SIDES:
        arm = posture.arms[side]
        if arm.target is not None:
            _reach_outside(skeleton, build, side, arm, arm.target)
    return Body(posture, build, skeleton, flesh_of(skeleton, build))


def _settled(posture: Posture, build: Build) -> Skeleton:
    """Spine and limbs at their angles, resting on their surface and shifted."""
    skeleton = Skeleton(posture, build.hip_half, build.shoulder_half, build.carry)
    root = posture.root
    if posture.rest is not None:
        flesh = flesh_of(skeleton, build)
        low = min(chain.lowest for part in posture.rest.parts for chain in flesh[part])
        skeleton.shift(np.array([0.0, posture.rest.height - low, 0.0]))
    skeleton.shift(vector((root.x, root.y, root.z)))
    return skeleton


def _head_laid_down(skeleton: Skeleton, posture: Posture, build: Build) -> Skeleton:
    """The same body with its neck bent so far that the head lies: a deep chest would hold it off the floor."""
    height = posture.rest.height if posture.rest is not None else 0.0
    for _ in range(2):
        gap = min(chain.lowest for chain in flesh_of(skeleton, build)["hair"]) - height
        if abs(gap) < HEAD_LIES:
            break
        bend, side, twist = posture.neck
        posture = replace(posture, neck=(bend - math.degrees(gap / NECK_TO_CROWN), side, twist))
        skeleton = _settled(posture, build)
    return skeleton


def _reach_outside(skeleton: Skeleton, build: Build, side: Side, arm: Arm, target: Spot) -> None:
    """Reaches; a hand that would end in the trunk goes on towards the knee, or out of the skin that it met."""
    _reach(skeleton, build, side, arm, target)
    trunk = trunk_chain(skeleton, build)
    for _ in range(MOST_STEPS):
        deep = depth_in(trunk, arm_chains(skeleton, build, side))
        if deep.share >= FREE if target != arm.target else deep.share >= INSIDE:
            return
        if target.bone is not None and target.bone.startswith("thigh") and target.along < LAST_ON_THIGH:
            target = replace(target, along=target.along + STEP_ON_THIGH)
        else:
            x, y, z = vector(target.offset) + deep.out * STEP_OUT
            target = replace(target, offset=(float(x), float(y), float(z)))
        _reach(skeleton, build, side, arm, target)


def _reach(skeleton: Skeleton, build: Build, side: Side, arm: Arm, target: Spot) -> None:
    """Brings the palm (or, for a hand without a direction, the wrist) to the target."""
    goal, out_of_skin = skin_spot(skeleton, build, target)
    if arm.palm is None and out_of_skin is not None:
        arm = replace(arm, palm=_triple(-out_of_skin))
        skeleton.posture = replace(skeleton.posture, arms={**skeleton.posture.arms, side: arm})
    if arm.palm is None and arm.fingers is None:
        del skeleton.misses[_hand_misses(skeleton, side) :]
        skeleton.reach_hand(side, goal, arm)
        return
    for _ in range(3):  # the fingers may follow the forearm, whose way is only known after reaching
        forward = -skeleton.bones[f"forearm_{side}"].turn[:, 1]
        turn = hand_turn(side, arm.fingers, arm.palm, forward)
        facing = -turn[:, 0] * (1 if side == "L" else -1)
        wrist = goal + turn[:, 1] * PALM - facing * PALM_THICKNESS
        if arm.straight:
            wrist = _slid(skeleton.bones[f"upper_arm_{side}"].origin, wrist)
        del skeleton.misses[_hand_misses(skeleton, side) :]
        skeleton.reach_hand(side, wrist, arm)


def _hand_misses(skeleton: Skeleton, side: Side) -> int:
    """Where the list of misses has this hand already, or its end."""
    names = [miss.limb for miss in skeleton.misses]
    return names.index(f"hand_{side}") if f"hand_{side}" in names else len(names)


def _slid(shoulder: Vector, wrist: Vector) -> Vector:
    """The wrist moved along Z, on its own side of the shoulder, until the elbow is all but straight."""
    reach = (UPPER_ARM + FOREARM) * 0.997
    rest = reach * reach - float((wrist[0] - shoulder[0]) ** 2 + (wrist[1] - shoulder[1]) ** 2)
    if rest <= 0:
        return wrist
    way = 1.0 if wrist[2] >= shoulder[2] else -1.0
    return np.array([wrist[0], wrist[1], shoulder[2] + way * math.sqrt(rest)])


def _triple(values: Vector) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
