"""Flesh on the skeleton: every part of the body as chains of ellipsoids. Body height is 1."""

from __future__ import annotations

import math

import numpy as np

from handouts.pictures.studio import shapes
from handouts.pictures.studio.builds import Build, bust_rows, dense, glute_rows, limb_rows, neck_rows, torso_rows
from handouts.pictures.studio.chains import Chain, tube
from handouts.pictures.studio.hands import HAND_POSES, hand_parts
from handouts.pictures.studio.posture import SIDES, Side, Spot, sign
from handouts.pictures.studio.rig import BONE_LENGTH, Bone, Skeleton
from handouts.pictures.studio.shapes import HAND_SHAPE_OF
from handouts.pictures.studio.vectors import Vector, turn_x, unit, vector

LIMBS = ("thigh", "shin", "upper_arm", "forearm")
WRIST, ANKLE = -0.93, -0.93  # shares of forearm and shin: where long sleeves and leggings end
LONG_TOP = -0.002  # the lower edge of a long top, above the hips
ARCH_SHORTER = 0.07  # share by which a foot shortens when its arch is drawn up
Flesh = dict[str, list[Chain]]


def flesh_of(skeleton: Skeleton, build: Build) -> Flesh:
    """Every part's chains. Parts: torso, shirt, tail (of a long top), pelvis, neck, head, hair, tuft, face_cut, and
    sided ear, eye, thigh, shorts, shin, foot, sock, upper_arm, sleeve, forearm, hand, glove."""
    out: Flesh = {}
    _trunk(out, skeleton, build)
    _head(out, skeleton, build)
    for side in SIDES:
        _limbs(out, skeleton, build, side)
        _foot(out, skeleton, side)
        _hand(out, skeleton, side)
        out[f"sock_{side}"] += out[f"foot_{side}"]
        out[f"glove_{side}"] += out[f"hand_{side}"]
    return out


def trunk_chain(skeleton: Skeleton, build: Build) -> Chain:
    """The trunk alone, without buttocks and shoulders."""
    return _along_spine(skeleton, torso_rows(build))


def arm_chains(skeleton: Skeleton, build: Build, side: Side) -> list[Chain]:
    """Forearm and hand of one side."""
    bone = skeleton.bones[f"forearm_{side}"]
    out: Flesh = {}
    _hand(out, skeleton, side)
    rows = limb_rows(build, "forearm")
    return [_on_bone(bone, rows, sign(side), BONE_LENGTH["forearm"]), *out[f"hand_{side}"]]


def _trunk(out: Flesh, skeleton: Skeleton, build: Build) -> None:
    torso = torso_rows(build)
    out["torso"] = [trunk_chain(skeleton, build)]
    out["shirt"] = [_along_spine(skeleton, _cut(torso, 0.066 - 0.03 * build.bump, 0.302), 1.03)]
    out["tail"] = [_along_spine(skeleton, _cut(torso, LONG_TOP, 0.08), 1.03)]
    out["pelvis"] = [_along_spine(skeleton, _cut(torso, -0.05, 0.076), 1.025)]
    for s in (1, -1):
        glute = glute_rows(build)
        out["torso"].append(_on_bone(skeleton.bones["root"], glute, s))
        out["pelvis"].append(_on_bone(skeleton.bones["root"], glute, s, swell=1.02))
        if build.bust:
            out["shirt"].append(_along_spine(skeleton, bust_rows(build), mirror=s))
    for side in SIDES:
        yoke = _yoke(skeleton, side)
        out["torso"].append(yoke)
        out["shirt"].append(yoke)
    out["neck"] = [_along_spine(skeleton, neck_rows(build))]


def _yoke(skeleton: Skeleton, side: Side) -> Chain:
    """The slope from the neck to the shoulder."""
    turn, s = skeleton.spine_turn(0.29), sign(side)
    inner = skeleton.spine_point(0.300) + turn @ vector((s * 0.030, 0, -0.010))
    outer = skeleton.bones[f"upper_arm_{side}"].origin - turn @ vector((s * 0.006, 0.004, 0))
    return tube([inner + (outer - inner) * t for t in np.linspace(0, 1, 5)], np.linspace(0.020, 0.026, 5).tolist())


def _head(out: Flesh, skeleton: Skeleton, build: Build) -> None:
    skull = skeleton.bones["head"]
    tables = (shapes.SKULL, shapes.FACE, shapes.JAW, shapes.NOSE)
    opened, slid = skeleton.posture.jaw
    out["head"] = [_on_bone(skull, moved_jaw(dense(table), opened, slid)) for table in tables]
    cap, *tuft = shapes.HAIR[build.hair]
    out["hair"] = [_on_bone(skull, dense(cap))]
    if build.hair in shapes.LOCKS:
        out["hair"] += [_on_bone(skull, dense(shapes.LOCK), sign(side)) for side in SIDES]
    if build.hair == "curls":
        out["hair"] += _curls(skull)
    out["tuft"] = [_on_bone(skull, dense(table)) for table in tuft]
    out["face_cut"] = [_on_bone(skull, dense(shapes.FACE_CUT_OF.get(build.hair, shapes.FACE_CUT)))]
    for side in SIDES:
        out[f"ear_{side}"] = [_on_bone(skull, dense(shapes.EAR), sign(side))]
        out[f"eye_{side}"] = [_on_bone(skull, np.array(shapes.EYE), sign(side))]


def _curls(skull: Bone) -> list[Chain]:
    """Balls spread evenly over curly hair, except in the face and the neck."""
    _, *middle = shapes.HAIR["curls"][0][0][:3]
    radii = np.array(shapes.HAIR["curls"][0][0][3:]) - shapes.CURL * 0.62
    out = []
    for index in range(shapes.CURL_COUNT):
        height = 1 - (index + 0.5) * 1.55 / shapes.CURL_COUNT
        around, flat = index * math.pi * (3 - math.sqrt(5)), math.sqrt(max(0.0, 1 - height * height))
        way = np.array([flat * math.sin(around), height, flat * math.cos(around)])
        if way[2] > 0.35 and height < 0.62:
            continue
        place = np.array([0.0, *middle]) + radii * way
        out.append(Chain(skull.place(place)[None], (skull.turn * shapes.CURL)[None]))
    return out


def moved_jaw(rows: Vector, opened: float, slid: float) -> Vector:
    """Places of the head (rows that start with x, y, z) when the jaw is open (degrees) and slid to the left.

    What lies above the mouth stays; what lies below turns about the jaw's joint.
    """
    if not opened and not slid:
        return rows
    x, y, z = shapes.JAW_JOINT
    share = np.clip((shapes.MOUTH_HEIGHT + 0.004 - rows[:, 1:2]) / 0.012, 0.0, 1.0)
    pivot = np.array([x, y, z])
    turned = (rows[:, :3] - pivot) @ turn_x(opened).T + pivot + np.array([slid * shapes.JAW_SLIDE, 0.0, 0.0])
    out = rows.copy()
    out[:, :3] += (turned - rows[:, :3]) * share
    return out


def _limbs(out: Flesh, skeleton: Skeleton, build: Build, side: Side) -> None:
    s = sign(side)
    for name in LIMBS:
        rows = limb_rows(build, name)
        bone, length = skeleton.bones[f"{name}_{side}"], BONE_LENGTH[name]
        out[f"{name}_{side}"] = [_on_bone(bone, rows, s, length)]
        if name == "thigh":
            out[f"shorts_{side}"] = [_on_bone(bone, _cut(rows, -0.50, 0.1), s, length, 1.045)]
        if name == "upper_arm":
            out[f"sleeve_{side}"] = [_on_bone(bone, _cut(rows, -0.50, 0.1), s, length, 1.07)]
        if name == "shin":
            out[f"sock_{side}"] = [_on_bone(bone, _cut(rows, -1.1, ANKLE), s, length)]
        if name == "forearm":
            out[f"glove_{side}"] = [_on_bone(bone, _cut(rows, -1.1, WRIST), s, length)]


def _foot(out: Flesh, skeleton: Skeleton, side: Side) -> None:
    leg = skeleton.posture.legs[side]
    bend = leg.toe_bend
    rows = _bent_toes(_arched(dense(shapes.FOOT), leg.arch), bend)
    bone, s = skeleton.bones[f"foot_{side}"], sign(side)
    out[f"foot_{side}"] = [_on_bone(bone, rows, s)]
    for x, z, radius in shapes.TOE_TIPS:
        y = -0.0388 + radius * 0.85
        toe = np.array([(x * 0.9, y + 0.001, z - 0.026, radius, radius * 0.95, radius),
                        (x, y, z - radius, radius, radius * 0.85, radius)])  # fmt: skip
        toe[:, 2] *= 1 - ARCH_SHORTER * leg.arch
        out[f"foot_{side}"].append(_on_bone(bone, _bent_toes(toe, bend), s))


def _arched(rows: Vector, arch: float) -> Vector:
    """The foot with its arch drawn up, and so a little shorter."""
    if not arch:
        return rows
    rows = rows.copy()
    near = np.exp(-(((rows[:, 2] - 0.034) / 0.020) ** 2)) * arch
    rows[:, 1] += 0.0135 * near
    rows[:, 4] *= 1 - 0.25 * near
    rows[:, 2] = np.where(rows[:, 2] > 0, rows[:, 2] * (1 - ARCH_SHORTER * arch), rows[:, 2])
    return rows


def _bent_toes(rows: Vector, bend: float) -> Vector:
    if bend:
        y, z = shapes.TOE_BREAK
        pivot, ahead = np.array([0.0, y, z]), rows[:, 2] > z
        rows = rows.copy()
        rows[ahead, :3] = (rows[ahead, :3] - pivot) @ turn_x(-bend).T + pivot
    return rows


def _hand(out: Flesh, skeleton: Skeleton, side: Side) -> None:
    name = skeleton.posture.arms[side].shape
    if name in HAND_POSES:
        parts = hand_parts(HAND_POSES[name], skeleton.bones[f"hand_{side}"], side)
        out[f"hand_{side}"] = [part.chain for part in parts]
        return
    shape = HAND_SHAPE_OF[name]
    bone, s = skeleton.bones[f"hand_{side}"], sign(side)
    chains = [_on_bone(bone, dense(shapes.PALM_TABLE), s)]
    chains += [_on_bone(bone, dense(finger, 2), s) for finger in shapes.finger_tables(shape)]
    chains.append(_on_bone(bone, dense(shapes.thumb_table(shape), 2), s))
    out[f"hand_{side}"] = chains


def _cut(rows: Vector, low: float, high: float) -> Vector:
    return np.asarray(rows[(rows[:, 1] >= low) & (rows[:, 1] <= high)])


def _on_bone(bone: Bone, rows: Vector, mirror: int = 1, length: float = 1.0, swell: float = 1.0) -> Chain:
    local = rows[:, :3] * np.array([mirror, length, 1.0])
    return Chain(bone.origin + local @ bone.turn.T, bone.turn[None] * (rows[:, 3:] * swell)[:, None, :])


def _along_spine(skeleton: Skeleton, rows: Vector, swell: float = 1.0, mirror: int = 1) -> Chain:
    turns = [skeleton.spine_turn(row[1]) for row in rows]
    centres = [
        skeleton.spine_point(row[1]) + turn @ np.array([row[0] * mirror, 0.0, row[2]])
        for row, turn in zip(rows, turns, strict=True)
    ]
    return Chain(np.array(centres), np.array([turn * (row[3:] * swell) for row, turn in zip(rows, turns, strict=True)]))


# ---------------------------------------------------------------- places on the skin
# from the near joint to where `along` is 1: the fingertips, the tip of the toes; up the head in body heights
_WAY = {"head": (0.0, 1.0, 0.0), "hand": (0.0, -BONE_LENGTH["hand"], 0.0), "foot": (0.0, -0.026, 0.110)}


def skin_spot(skeleton: Skeleton, build: Build, spot: Spot) -> tuple[Vector, Vector | None]:
    """The spot in the world, and the direction out of the skin there (None for a point in the air)."""
    if spot.bone is None:
        return vector(spot.point) + vector(spot.offset), None
    bone, radii, middle = _section(skeleton, build, spot)
    if spot.toward is None:
        return bone.place(vector((0.0, 0.0, 0.0))) + vector(spot.offset), None
    outward, forward = spot.toward
    s = -1 if spot.bone.endswith("_R") else 1
    way = unit(np.array([outward * s, 0.0, forward]))
    reach = 1 / float(np.hypot(way[0] / radii[0], way[2] / radii[1]))
    return bone.place(middle + way * reach) + vector(spot.offset), bone.turn @ way


def _section(skeleton: Skeleton, build: Build, spot: Spot) -> tuple[Bone, tuple[float, float], Vector]:
    """The cross-section at the spot: a frame there, the radii (x, z) and the flesh's middle in that frame."""
    name = spot.bone or ""
    stem = name.rpartition("_")[0] or name
    if stem in LIMBS:
        rows = limb_rows(build, stem)
        row = rows[int(np.abs(rows[:, 1] + spot.along).argmin())]
        bone = skeleton.bones[name]
        here = Bone(bone.place(np.array([0.0, -spot.along * BONE_LENGTH[stem], 0.0])), bone.turn)
        return here, (row[3], row[5]), np.array([0.0, 0.0, row[2]])
    if name == "torso":
        rows = torso_rows(build)
        row = rows[int(np.abs(rows[:, 1] - spot.along).argmin())]
        here = Bone(skeleton.spine_point(spot.along), skeleton.spine_turn(spot.along))
        return here, (row[3], row[5]), np.array([0.0, 0.0, row[2]])
    bone = skeleton.bones[name]
    here = Bone(bone.place(np.array(_WAY.get(stem, (0.0, -1.0, 0.0))) * spot.along), bone.turn)
    radii = {"head": (0.044, 0.055), "foot": (0.022, 0.022), "hand": (0.012, 0.02)}.get(stem, (0.06, 0.05))
    return here, radii, np.zeros(3)
