"""The skeleton bends as it is told and reaches what it can."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("shapely")

from handouts.pictures.studio.builds import build_named
from handouts.pictures.studio.posture import Arm, Leg, Posture, Rest, Root, Spot
from handouts.pictures.studio.rig import SHIN, THIGH, Skeleton, two_bones
from handouts.pictures.studio.stance import body_of
from handouts.pictures.studio.vectors import part_turn, turn_x, turn_y, vector

PERSON = build_named("broad")


def test_a_near_target_is_reached_exactly_and_both_bones_keep_their_length() -> None:
    start, target = vector((0, 0, 0)), vector((0.1, -0.35, 0.12))
    middle, end = two_bones(start, target, THIGH, SHIN, vector((0, 0, 1)))
    assert np.allclose(end, target)
    assert np.linalg.norm(middle - start) == pytest.approx(THIGH)
    assert np.linalg.norm(end - middle) == pytest.approx(SHIN)


def test_the_knee_bends_towards_its_pole() -> None:
    middle, _ = two_bones(vector((0, 0, 0)), vector((0, -0.4, 0)), THIGH, SHIN, vector((0, 0, 1)))
    assert middle[2] > 0.1


def test_a_far_target_is_pointed_at_and_the_gap_is_told() -> None:
    arm = Arm(target=Spot((0.1, 0.27, 2.0)))
    body = body_of(Posture(arms={"L": arm, "R": Arm()}), PERSON)
    (miss,) = body.skeleton.misses
    assert miss.limb == "hand_L"
    assert miss.distance > 1.0


def test_resting_puts_the_lowest_point_of_the_part_on_the_surface() -> None:
    body = body_of(Posture(root=Root(pitch=-90), rest=Rest(("torso",), 0.25)), PERSON)
    assert body.lowest("torso") == pytest.approx(0.25, abs=1e-6)


def test_standing_height_is_one_body_height() -> None:
    body = body_of(Posture(rest=Rest(("foot_L", "foot_R"))), PERSON)
    top = max(float((c.centres[:, 1] + np.linalg.norm(c.shapes[:, 1, :], axis=1)).max()) for c in body.flesh["hair"])
    assert top == pytest.approx(1.0, abs=0.02)


def test_a_palm_lies_on_the_skin_it_is_sent_to() -> None:
    arm = Arm(target=Spot(bone="thigh_L", along=0.6, toward=(0.0, 1.0)), shape="cup")
    seated = Posture(
        root=Root(y=0.31),
        legs={"L": Leg(hip=(88, 4, 0), knee=88), "R": Leg(hip=(88, 4, 0), knee=88)},
        arms={"L": arm, "R": Arm()},
    )
    body = body_of(seated, PERSON)
    thigh, hand = body.bone("thigh_L"), body.bone("hand_L")
    height = (thigh.turn.T @ (hand.origin - thigh.origin))[2]
    assert 0.03 < height < 0.09  # above the front of the thigh, not inside it
    assert body.skeleton.misses[0].distance < 0.01


def test_a_straight_arm_has_no_bend_left_in_its_elbow() -> None:
    arm = Arm(target=Spot((0.1, 0.0, 0.4)), palm=(0, -1, 0), fingers=(0, 0, 1), straight=True)
    kneeling = Posture(root=Root(pitch=88, y=0.33), arms={"L": arm, "R": replace(arm, target=Spot((-0.1, 0, 0.4)))})
    body = body_of(kneeling, PERSON)
    bend = body.bone("upper_arm_L").turn[:, 1] @ body.bone("forearm_L").turn[:, 1]
    assert bend > np.cos(np.radians(12))


def test_half_way_between_two_turns_is_half_the_angle() -> None:
    assert np.allclose(part_turn(turn_y(10), turn_y(70), 0.5), turn_y(40))
    assert np.allclose(part_turn(turn_x(0), turn_x(180), 1.0) @ turn_x(-180), np.eye(3), atol=1e-6)


def test_a_bone_between_two_postures_keeps_its_limb_together() -> None:
    straight = Skeleton(Posture())
    bent = Skeleton(Posture(legs={"L": Leg(hip=(90, 0, 0), knee=90), "R": Leg()}))
    knee = straight.between(bent, 0.5, "shin_L").origin
    hip = straight.between(bent, 0.5, "thigh_L").origin
    assert np.linalg.norm(knee - hip) == pytest.approx(THIGH)
