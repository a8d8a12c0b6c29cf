"""Builds change the body by their measures and leave the pose what it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("shapely")

from handouts.errors import HandoutsError, PictureError
from handouts.pictures.studio.builds import Build, build_named, builds, limb_rows, read_build, torso_rows, usual_build
from handouts.pictures.studio.clearance import INSIDE, depth_in
from handouts.pictures.studio.posture import Arm, Leg, Posture, Rest, Root, Spot
from handouts.pictures.studio.stance import Body, body_of

SLIM = """
id: slim
hair: tail
measures: {shoulders: 0.222, neck: 0.190, chest: 0.505, waist: 0.400, hips: 0.545, upper_arm: 0.158, forearm: 0.143,
  thigh: 0.315, calf: 0.205}
sources: [measured]
checked: false
"""


def girth(build: Build, height: float) -> float:
    rows = torso_rows(build)
    row = rows[int(np.abs(rows[:, 1] - height).argmin())]
    return float(np.hypot(row[3], row[5]))


def standing(build: Build) -> Body:
    return body_of(Posture(rest=Rest(("foot_L", "foot_R"))), build)


def test_there_are_four_adult_builds_and_a_pregnant_one() -> None:
    assert len(builds()) >= 5
    assert [build.id for build in builds().values() if build.bump] == ["pregnant"]
    assert len({build.hair for build in builds().values()}) >= 5


def test_every_build_names_where_its_measures_are_from() -> None:
    for build in builds().values():
        assert all(len(source) > 30 for source in build.sources), build.id
        assert build.sources, build.id


@pytest.mark.parametrize(("measure", "height"), [("waist", 0.110), ("chest", 0.215), ("hips", 0.0)])
def test_a_larger_measure_makes_a_larger_body_just_there(measure: str, height: float) -> None:
    ordered = sorted(builds().values(), key=lambda build: getattr(build.measures, measure))
    slimmest, fullest = ordered[0], ordered[-1]
    ratio = getattr(fullest.measures, measure) / getattr(slimmest.measures, measure)
    assert girth(fullest, height) / girth(slimmest, height) == pytest.approx(ratio, rel=0.15)


def test_the_usual_build_is_the_mannequin_itself() -> None:
    usual = usual_build()
    assert {usual.ratio(name) for name in usual.measures.__struct_fields__} == {1.0}
    assert (usual.carry, usual.hip_half, usual.shoulder_half) == (0.0, 0.050, 0.098)


def test_rows_can_be_changed_without_changing_the_build() -> None:
    rows = torso_rows(usual_build())
    rows[:] = 0
    limb_rows(usual_build(), "thigh")[:] = 0
    assert torso_rows(usual_build()).any()
    assert limb_rows(usual_build(), "thigh").any()


def test_a_pregnancy_shows_in_front_and_not_behind() -> None:
    pregnant, flat = build_named("pregnant"), replace_bump(build_named("pregnant"))
    rows, before = torso_rows(pregnant), torso_rows(flat)
    assert ((rows[:, 2] + rows[:, 5]) - (before[:, 2] + before[:, 5])).max() > 0.07
    assert np.allclose(rows[:, 2] - rows[:, 5], before[:, 2] - before[:, 5], atol=1e-9)


def replace_bump(build: Build) -> Build:
    import msgspec

    return msgspec.structs.replace(build, bump=0.0)


@pytest.mark.parametrize("build", sorted(builds()))
def test_everybody_is_one_body_height_tall_and_stands_on_the_floor(build: str) -> None:
    body = standing(build_named(build))
    skull = body.flesh["head"][0]
    top = float((skull.centres[:, 1] + np.linalg.norm(skull.shapes[:, 1, :], axis=1)).max())
    assert top == pytest.approx(1.0, abs=0.02)
    assert body.lowest("foot_L") == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("build", sorted(builds()))
def test_hanging_arms_pass_the_trunk(build: str) -> None:
    body = standing(build_named(build))
    for part in ("forearm_L", "hand_L", "forearm_R", "hand_R"):
        assert depth_in(body.flesh["torso"][0], body.flesh[part]).share > 1.0


@pytest.mark.parametrize("build", sorted(builds()))
def test_a_hand_sent_into_the_trunk_stays_outside(build: str) -> None:
    arm = Arm(target=Spot((0.03, 0.63, 0.02)), palm=(0, 0, -1), shape="flat")
    body = body_of(Posture(rest=Rest(("foot_L",)), arms={"L": arm, "R": Arm()}), build_named(build))
    assert depth_in(body.flesh["torso"][0], body.flesh["hand_L"]).share >= INSIDE


def test_a_hand_that_a_belly_keeps_from_the_thigh_goes_on_towards_the_knee() -> None:
    arm = Arm(target=Spot(bone="thigh_L", along=0.35, toward=(0.0, 1.0)), shape="cup")
    legs = {side: Leg(hip=(88, 5, 0), knee=88) for side in ("L", "R")}
    seated = Posture(root=Root(y=0.31), legs=legs, arms={"L": arm, "R": Arm()})
    reached = {}
    for name in ("slim", "pregnant"):
        body = body_of(seated, build_named(name))
        thigh = body.bone("thigh_L")
        reached[name] = float(-(thigh.turn.T @ (body.bone("hand_L").origin - thigh.origin))[1])
    assert reached["pregnant"] > reached["slim"] + 0.01


def test_the_head_lies_however_deep_the_chest_is() -> None:
    lying = Posture(root=Root(pitch=-90), rest=Rest(("torso",)), neck=(-7, 0, 0), head=(5, 0, 0), touching=("hair",))
    for build in builds().values():
        assert abs(body_of(lying, build).lowest("hair")) < 0.012, build.id


def test_the_shoulder_lain_on_gives_way() -> None:
    side = replace(Posture(), root=Root(pitch=-90, turn=-90), rest=Rest(("torso", "thigh_R")))
    body = body_of(side, build_named("broad"))
    assert body.lowest("thigh_R") < 0.014


# ---------------------------------------------------------------- the files
def written(folder: Path, text: str) -> Path:
    path = folder / "slim.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_build_is_read(tmp_path: Path) -> None:
    assert read_build(written(tmp_path, SLIM)).measures.waist == 0.400


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("hair: tail", "hair: tial", "tial"),
        ("waist: 0.400", "waist: 40", "waist"),
        ("chest: 0.505, ", "", "chest"),
        ("id: slim", "id: other", "slim.yaml"),
        ("checked: false", "checkd: false", "checkd"),
    ],
)
def test_a_mistake_is_told_with_the_file(tmp_path: Path, old: str, new: str, found: str) -> None:
    assert old in SLIM
    with pytest.raises(HandoutsError) as caught:
        read_build(written(tmp_path, SLIM.replace(old, new)))
    assert "slim.yaml" in str(caught.value)
    assert found in str(caught.value)


def test_an_unknown_build_is_refused_with_the_nearest() -> None:
    with pytest.raises(PictureError, match="borad") as caught:
        build_named("borad")
    assert "broad" in str(caught.value.hint)
