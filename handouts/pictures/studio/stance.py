"""A posture made into a body: bones placed, resting on its surface, hands and feet at their targets."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from handouts.pictures.studio.flesh import Flesh, flesh_of, skin_spot
from handouts.pictures.studio.posture import SIDES, Arm, Posture, Side, Spot
from handouts.pictures.studio.rig import (
    FOREARM,
    PALM,
    UPPER_ARM,
    Bone,
    Skeleton,
    hand_turn,
)
from handouts.pictures.studio.shapes import Person
from handouts.pictures.studio.vectors import Vector, vector

PALM_THICKNESS = 0.012
FOOT_PARTS = ("thigh", "shin", "foot")


@dataclass(frozen=True)
class Body:
    """A posed person: bones, flesh, and the person's build."""

    posture: Posture
    person: Person
    skeleton: Skeleton
    flesh: Flesh

    def bone(self, name: str) -> Bone:
        return self.skeleton.bones[name]

    def spot(self, spot: Spot) -> Vector:
        return skin_spot(self.skeleton, self.person, spot)[0]

    def lowest(self, part: str) -> float:
        """The height of the part's lowest point."""
        return min(chain.lowest for chain in self.flesh[part])


def body_of(posture: Posture, person: Person) -> Body:
    """Builds the body: spine and limbs, then rest, then the root's shift, then feet, then hands."""
    skeleton = Skeleton(posture)
    root = posture.root
    if posture.rest is not None:
        flesh = flesh_of(skeleton, person)
        low = min(chain.lowest for part in posture.rest.parts for chain in flesh[part])
        skeleton.shift(np.array([0.0, posture.rest.height - low, 0.0]))
    skeleton.shift(vector((root.x, root.y, root.z)))
    for side in SIDES:
        leg = posture.legs[side]
        if leg.target is not None:
            skeleton.reach_foot(side, skin_spot(skeleton, person, leg.target)[0], leg)
    for side in SIDES:
        arm = posture.arms[side]
        if arm.target is not None:
            _reach(skeleton, person, side, arm, arm.target)
    return Body(posture, person, skeleton, flesh_of(skeleton, person))


def _reach(skeleton: Skeleton, person: Person, side: Side, arm: Arm, target: Spot) -> None:
    """Brings the palm (or, for a hand without a direction, the wrist) to the target."""
    goal, out_of_skin = skin_spot(skeleton, person, target)
    if arm.palm is None and out_of_skin is not None:
        arm = replace(arm, palm=_triple(-out_of_skin))
        skeleton.posture = replace(skeleton.posture, arms={**skeleton.posture.arms, side: arm})
    if arm.palm is None and arm.fingers is None:
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
