"""Flesh on the skeleton: every part of the body as chains of ellipsoids. Body height is 1."""

from __future__ import annotations

import numpy as np

from handouts.pictures.studio import shapes
from handouts.pictures.studio.chains import Chain, tube
from handouts.pictures.studio.hands import HAND_POSES, hand_parts
from handouts.pictures.studio.posture import SIDES, Side, Spot, sign
from handouts.pictures.studio.rig import BONE_LENGTH, Bone, Skeleton
from handouts.pictures.studio.shapes import HAND_SHAPE_OF, Person
from handouts.pictures.studio.vectors import Vector, turn_x, unit, vector

STEPS = 4  # ellipsoids between two rows of a table
LIMB_TABLE = {"thigh": shapes.THIGH, "shin": shapes.SHIN, "upper_arm": shapes.UPPER_ARM,
              "forearm": shapes.FOREARM}  # fmt: skip


ARCH_SHORTER = 0.07  # share by which a foot shortens when its arch is drawn up
Flesh = dict[str, list[Chain]]


def dense(table: shapes.Table | Vector, steps: int = STEPS) -> Vector:
    """The table with smooth rows between its rows (a Catmull-Rom curve through all six columns)."""
    rows = np.asarray(table, dtype=np.float64)
    ends = np.vstack([2 * rows[0] - rows[1], rows, 2 * rows[-1] - rows[-2]])
    out = []
    for i in range(1, len(ends) - 2):
        p0, p1, p2, p3 = ends[i - 1 : i + 3]
        for t in np.arange(steps) / steps:
            out.append(
                0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
                       + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
            )  # fmt: skip
    out.append(rows[-1])
    return np.array(out)


def flesh_of(skeleton: Skeleton, person: Person) -> Flesh:
    """Every part's chains. Parts: torso, shirt, pelvis, neck, head, hair, tuft, face_cut, and sided
    ear, eye, thigh, shorts, shin, foot, upper_arm, sleeve, forearm, hand."""
    out: Flesh = {}
    _trunk(out, skeleton, person)
    _head(out, skeleton, person)
    for side in SIDES:
        _limbs(out, skeleton, person, side)
        _foot(out, skeleton, side)
        _hand(out, skeleton, side)
    return out


def _trunk(out: Flesh, skeleton: Skeleton, person: Person) -> None:
    torso = _fitted_torso(person)
    out["torso"] = [_along_spine(skeleton, torso)]
    out["shirt"] = [_along_spine(skeleton, _cut(torso, 0.066, 0.302), 1.03)]
    out["pelvis"] = [_along_spine(skeleton, _cut(torso, -0.05, 0.076), 1.025)]
    for s in (1, -1):
        glute = _widened(dense(shapes.GLUTE), person.girth)
        out["torso"].append(_on_bone(skeleton.bones["root"], glute, s))
        out["pelvis"].append(_on_bone(skeleton.bones["root"], glute, s, swell=1.02))
        if person.bust:
            bust = dense(shapes.BUST)
            bust[:, 3:] *= 0.6 + 0.4 * person.bust
            bust[:, 2] -= 0.016 * (1 - person.bust) - 0.004
            out["shirt"].append(_along_spine(skeleton, bust, mirror=s))
    for side in SIDES:
        yoke = _yoke(skeleton, side)
        out["torso"].append(yoke)
        out["shirt"].append(yoke)
    out["neck"] = [_along_spine(skeleton, dense(shapes.NECK))]


def _fitted_torso(person: Person) -> Vector:
    rows = _widened(dense(shapes.TORSO), person.girth)
    belly = person.belly * 0.020 * np.exp(-(((rows[:, 1] - 0.095) / 0.055) ** 2))
    rows[:, 5] += belly
    rows[:, 2] += belly * 0.8
    rows[:, 3] += belly * 0.7
    return rows


def _yoke(skeleton: Skeleton, side: Side) -> Chain:
    """The slope from the neck to the shoulder."""
    turn, s = skeleton.spine_turn(0.29), sign(side)
    inner = skeleton.spine_point(0.300) + turn @ vector((s * 0.030, 0, -0.010))
    outer = skeleton.bones[f"upper_arm_{side}"].origin - turn @ vector((s * 0.006, 0.004, 0))
    return tube([inner + (outer - inner) * t for t in np.linspace(0, 1, 5)], np.linspace(0.020, 0.026, 5).tolist())


def _head(out: Flesh, skeleton: Skeleton, person: Person) -> None:
    skull = skeleton.bones["head"]
    tables = (shapes.SKULL, shapes.FACE, shapes.JAW, shapes.NOSE)
    opened, slid = skeleton.posture.jaw
    out["head"] = [_on_bone(skull, moved_jaw(dense(table), opened, slid)) for table in tables]
    cap, *tuft = shapes.HAIR[person.hair]
    out["hair"] = [_on_bone(skull, dense(cap))]
    out["tuft"] = [_on_bone(skull, dense(table)) for table in tuft]
    out["face_cut"] = [_on_bone(skull, dense(shapes.FACE_CUT_OF.get(person.hair, shapes.FACE_CUT)))]
    for side in SIDES:
        out[f"ear_{side}"] = [_on_bone(skull, dense(shapes.EAR), sign(side))]
        out[f"eye_{side}"] = [_on_bone(skull, np.array(shapes.EYE), sign(side))]


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


def _limbs(out: Flesh, skeleton: Skeleton, person: Person, side: Side) -> None:
    s = sign(side)
    for name, table in LIMB_TABLE.items():
        rows = _widened(dense(table), person.limb)
        bone = skeleton.bones[f"{name}_{side}"]
        out[f"{name}_{side}"] = [_on_bone(bone, rows, s, length=BONE_LENGTH[name])]
        if name == "thigh":
            out[f"shorts_{side}"] = [_on_bone(bone, _cut(rows, -0.50, 0.1), s, BONE_LENGTH[name], 1.045)]
        if name == "upper_arm":
            out[f"sleeve_{side}"] = [_on_bone(bone, _cut(rows, -0.50, 0.1), s, BONE_LENGTH[name], 1.07)]


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


def _widened(rows: Vector, factor: float) -> Vector:
    rows = rows.copy()
    rows[:, 3] *= factor
    rows[:, 5] *= factor
    return rows


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


def skin_spot(skeleton: Skeleton, person: Person, spot: Spot) -> tuple[Vector, Vector | None]:
    """The spot in the world, and the direction out of the skin there (None for a point in the air)."""
    if spot.bone is None:
        return vector(spot.point) + vector(spot.offset), None
    bone, radii, middle = _section(skeleton, person, spot)
    if spot.toward is None:
        return bone.place(vector((0.0, 0.0, 0.0))) + vector(spot.offset), None
    outward, forward = spot.toward
    s = -1 if spot.bone.endswith("_R") else 1
    way = unit(np.array([outward * s, 0.0, forward]))
    reach = 1 / float(np.hypot(way[0] / radii[0], way[2] / radii[1]))
    return bone.place(middle + way * reach) + vector(spot.offset), bone.turn @ way


def _section(skeleton: Skeleton, person: Person, spot: Spot) -> tuple[Bone, tuple[float, float], Vector]:
    """The cross-section at the spot: a frame there, the radii (x, z) and the flesh's middle in that frame."""
    name = spot.bone or ""
    stem = name.rpartition("_")[0] or name
    if stem in LIMB_TABLE:
        rows = _widened(dense(LIMB_TABLE[stem]), person.limb)
        row = rows[int(np.abs(rows[:, 1] + spot.along).argmin())]
        bone = skeleton.bones[name]
        here = Bone(bone.place(np.array([0.0, -spot.along * BONE_LENGTH[stem], 0.0])), bone.turn)
        return here, (row[3], row[5]), np.array([0.0, 0.0, row[2]])
    if name == "torso":
        rows = _fitted_torso(person)
        row = rows[int(np.abs(rows[:, 1] - spot.along).argmin())]
        here = Bone(skeleton.spine_point(spot.along), skeleton.spine_turn(spot.along))
        return here, (row[3], row[5]), np.array([0.0, 0.0, row[2]])
    bone = skeleton.bones[name]
    here = Bone(bone.place(np.array(_WAY.get(stem, (0.0, -1.0, 0.0))) * spot.along), bone.turn)
    radii = {"head": (0.044, 0.055), "foot": (0.022, 0.022), "hand": (0.012, 0.02)}.get(stem, (0.06, 0.05))
    return here, radii, np.zeros(3)
