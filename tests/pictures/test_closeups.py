"""Close-ups: crops, hands with separate fingers, jaws, feet, and what their patches and spots mean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("shapely")

from handouts.errors import PictureError
from handouts.pictures.studio.builds import build_named
from handouts.pictures.studio.camera import Camera
from handouts.pictures.studio.exercise import Exercise
from handouts.pictures.studio.figure import Figure
from handouts.pictures.studio.hands import FINGERS, HAND_POSES, finger_joints, hand_lines, thumb_joints
from handouts.pictures.studio.poses import read_pose_file
from handouts.pictures.studio.posture import Arm, Leg, Posture, Spot
from handouts.pictures.studio.scene import compose, draw_exercise
from handouts.pictures.studio.stance import Body, body_of
from handouts.pictures.studio.strokes import PANEL

HAND = """
id: try
camera: {azimuth: 120, elevation: 6}
frames: two-frames
crop: {around: palm_L, radius: [0.07, 0.08]}
start:
  rest: {parts: [foot_L, foot_R]}
  hand_at_L: [0.26, 0.95, 0.14]
  fingers_L: [0, 1, 0]
  palm_L: [0, 0, -1]
  hand_L: straight
end:
  hand_L: hook
"""


def read(folder: Path, text: str) -> Exercise:
    path = folder / "try.yaml"
    path.write_text(text, encoding="utf-8")
    return read_pose_file(path)


def posed(**changes: object) -> Body:
    return body_of(replace(Posture(), **changes), build_named("slim"))  # type: ignore[arg-type]


def test_a_close_up_fills_the_panel_and_costs_few_bytes(tmp_path: Path) -> None:
    picture = draw_exercise(read(tmp_path, HAND))
    used = max(picture.width / PANEL[0], picture.height / PANEL[1])
    assert 0.9 < used < 1.3
    assert sum(len(block.data) for block in picture.blocks) < 30_000


def test_every_frame_of_a_close_up_shows_the_same_place_of_the_room(tmp_path: Path) -> None:
    moved = HAND.replace("  hand_L: hook", "  hand_at_L: [0.26, 0.93, 0.14]")
    first, second = compose(read(tmp_path, moved))
    assert first.focus is not None
    assert second.focus is not None
    assert np.allclose(first.focus, second.focus)


@pytest.mark.parametrize(
    ("crop", "kept"),
    [("below: 0.5", "height"), ("above: 0.5", "height"), ("left: -0.02", "width"), ("right: 0.02", "width")],
)
def test_a_crop_cuts_each_side(tmp_path: Path, crop: str, kept: str) -> None:
    whole = HAND.replace("crop: {around: palm_L, radius: [0.07, 0.08]}\n", "").replace("two-frames", "single")
    cut = whole.replace("frames: single", f"frames: single\ncrop: {{{crop}}}")
    before, after = draw_exercise(read(tmp_path, whole)), draw_exercise(read(tmp_path, cut))
    assert getattr(after, kept) < getattr(before, kept) - 10


def test_an_unknown_landmark_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="palm_X") as caught:
        read(tmp_path, HAND.replace("around: palm_L", "around: palm_X"))
    assert "palm_" in str(caught.value.hint)


@pytest.mark.parametrize("shape", sorted(HAND_POSES))
def test_every_hand_shape_has_whole_fingers_and_draws_lines(shape: str) -> None:
    pose = HAND_POSES[shape]
    fingers = finger_joints(pose)
    assert set(fingers) == set(FINGERS)
    thumb = thumb_joints(pose, fingers)
    for joints in (*fingers.values(), thumb):
        assert joints.shape == (4, 3)
        assert np.linalg.norm(np.diff(joints, axis=0), axis=1).min() > 0.008
    body = posed(arms={"L": Arm(shape=shape), "R": Arm()})
    assert hand_lines(pose, body.bone("hand_L"), "L", Camera(90, 5, 900))


@pytest.mark.parametrize(("shape", "finger"), [("pinch-index", "index"), ("pinch-little", "little")])
def test_the_thumb_meets_the_fingertip(shape: str, finger: str) -> None:
    fingers = finger_joints(HAND_POSES[shape])
    gap = np.linalg.norm(thumb_joints(HAND_POSES[shape], fingers)[3] - fingers[finger][3])
    assert gap < 0.014


def test_fingers_of_a_hook_bend_back_to_the_knuckles() -> None:
    straight, hook = finger_joints(HAND_POSES["straight"]), finger_joints(HAND_POSES["hook"])
    for finger in FINGERS:
        assert hook[finger][3][1] > straight[finger][3][1] + 0.015


def test_spread_fingers_have_no_web_between_them() -> None:
    areas = []
    for shape in ("straight", "spread"):
        body = posed(arms={"L": Arm(shape=shape), "R": Arm()})
        hand = Figure(body, Camera(90, 0, 900)).shape["hand_L"]
        areas.append(hand.convex_hull.area / hand.area)
    assert areas[1] > areas[0] * 1.2


def test_along_a_hand_and_a_foot_is_a_share_of_the_bone() -> None:
    body = posed()
    for bone, reach in (("hand_L", 0.098), ("foot_L", 0.113)):
        wrist, tip = body.spot(Spot(bone=bone)), body.spot(Spot(bone=bone, along=1.0))
        assert np.linalg.norm(tip - wrist) == pytest.approx(reach, abs=0.001)


@pytest.mark.parametrize("key", ["hand_at", "hand_at_R"])
def test_outer_of_the_trunk_is_the_side_of_the_hand_that_reaches(tmp_path: Path, key: str) -> None:
    text = HAND.replace("  hand_L: straight", f"  {key}: {{on: torso, along: 0.05, side: outer}}\n  hand_L: straight")
    exercise = read(tmp_path, text.replace("  hand_at_L: [0.26, 0.95, 0.14]\n", ""))
    target = exercise.start.arms["R"].target
    assert target is not None
    assert body_of(exercise.start, build_named("slim")).spot(target)[0] < -0.05


def test_a_jaw_opens_down_and_slides_to_the_side() -> None:
    def chin(jaw: tuple[float, float]) -> tuple[float, float]:
        x0, y0, x1, _ = Figure(posed(jaw=jaw), Camera(0, 0, 900)).part["head"].bounds
        return y0, x0 + x1

    assert chin((25, 0))[0] < chin((0, 0))[0] - 2
    assert chin((0, 1))[1] >= chin((0, 0))[1]


def test_a_drawn_up_arch_shortens_the_foot() -> None:
    lengths = []
    for arch in (0.0, 1.0):
        body = posed(legs={"L": Leg(arch=arch), "R": Leg()})
        x0, _, x1, _ = Figure(body, Camera(90, 0)).part["foot_L"].bounds
        lengths.append(x1 - x0)
    assert lengths[1] < lengths[0] * 0.98
