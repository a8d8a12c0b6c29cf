"""Flesh on the skeleton: chains of ellipsoids, their outlines, extents and depths. Body height is 1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from shapely.geometry import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.pictures.studio import shapes
from handouts.pictures.studio.camera import Camera
from handouts.pictures.studio.posture import SIDES, Side, Spot, sign
from handouts.pictures.studio.rig import BONE_LENGTH, Bone, Skeleton
from handouts.pictures.studio.shapes import HAND_SHAPE_OF, Person
from handouts.pictures.studio.vectors import Vector, turn_x, unit, vector

STEPS = 4  # ellipsoids between two rows of a table
_CIRCLE = np.linspace(0, 2 * np.pi, 28, endpoint=False)
_RING = np.array([np.cos(_CIRCLE), np.sin(_CIRCLE)])
LIMB_TABLE = {"thigh": shapes.THIGH, "shin": shapes.SHIN, "upper_arm": shapes.UPPER_ARM,
              "forearm": shapes.FOREARM}  # fmt: skip


@dataclass(frozen=True)
class Chain:
    """Ellipsoids in a row: centres (n, 3) and shapes (n, 3, 3) that map the unit ball to the ellipsoid."""

    centres: Vector
    shapes: Vector

    @property
    def lowest(self) -> float:
        return float((self.centres[:, 1] - np.linalg.norm(self.shapes[:, 1, :], axis=1)).min())

    def moved(self, by: Vector) -> Chain:
        return Chain(self.centres + by, self.shapes)


Flesh = dict[str, list[Chain]]


def tube(points: Sequence[Vector], radius: float | Sequence[float]) -> Chain:
    """A chain of balls along points of the world."""
    radii = np.broadcast_to(np.asarray(radius, dtype=np.float64), (len(points),))
    return Chain(np.array(points, dtype=np.float64), np.array([np.eye(3) * r for r in radii]))


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
    out["head"] = [_on_bone(skull, dense(table)) for table in tables]
    cap, *tuft = shapes.HAIR[person.hair]
    out["hair"] = [_on_bone(skull, dense(cap))]
    out["tuft"] = [_on_bone(skull, dense(table)) for table in tuft]
    out["face_cut"] = [_on_bone(skull, dense(shapes.FACE_CUT_OF.get(person.hair, shapes.FACE_CUT)))]
    for side in SIDES:
        out[f"ear_{side}"] = [_on_bone(skull, dense(shapes.EAR), sign(side))]
        out[f"eye_{side}"] = [_on_bone(skull, np.array(shapes.EYE), sign(side))]


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
    bend = skeleton.posture.legs[side].toe_bend
    rows = _bent_toes(dense(shapes.FOOT), bend)
    bone, s = skeleton.bones[f"foot_{side}"], sign(side)
    out[f"foot_{side}"] = [_on_bone(bone, rows, s)]
    for x, z, radius in shapes.TOE_TIPS:
        y = -0.0388 + radius * 0.85
        toe = np.array([(x * 0.9, y + 0.001, z - 0.026, radius, radius * 0.95, radius),
                        (x, y, z - radius, radius, radius * 0.85, radius)])  # fmt: skip
        out[f"foot_{side}"].append(_on_bone(bone, _bent_toes(toe, bend), s))


def _bent_toes(rows: Vector, bend: float) -> Vector:
    if bend:
        y, z = shapes.TOE_BREAK
        pivot, ahead = np.array([0.0, y, z]), rows[:, 2] > z
        rows = rows.copy()
        rows[ahead, :3] = (rows[ahead, :3] - pivot) @ turn_x(-bend).T + pivot
    return rows


def _hand(out: Flesh, skeleton: Skeleton, side: Side) -> None:
    shape = HAND_SHAPE_OF[skeleton.posture.arms[side].shape]
    bone, s = skeleton.bones[f"hand_{side}"], sign(side)
    parts = [_on_bone(bone, dense(shapes.PALM_TABLE), s)]
    parts += [_on_bone(bone, dense(finger, 2), s) for finger in shapes.finger_tables(shape)]
    parts.append(_on_bone(bone, dense(shapes.thumb_table(shape), 2), s))
    out[f"hand_{side}"] = parts


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
    up = np.array([0.0, spot.along if name == "head" else -spot.along, 0.0])
    radii = {"head": (0.044, 0.055), "foot": (0.022, 0.022), "hand": (0.012, 0.02)}.get(stem, (0.06, 0.05))
    return Bone(bone.place(up), bone.turn), radii, np.zeros(3)


# ---------------------------------------------------------------- seen by a camera
def outline(chains: Iterable[Chain], camera: Camera) -> BaseGeometry:
    """The outline of the chains on the picture: hulls of neighbours, joined."""
    axes = camera.axes
    hulls: list[BaseGeometry] = []
    for chain in chains:
        flat = np.einsum("ij,njk->nik", axes, chain.shapes)
        across = np.einsum("nik,im->nkm", flat, _RING)
        size = np.maximum(np.linalg.norm(across, axis=1), 1e-9)
        rims = np.einsum("nik,nkm->nmi", flat, across) / size[:, :, None] + camera.see(chain.centres)[:, None, :]
        if len(rims) == 1:
            hulls.append(Polygon(rims[0]))
        hulls += [MultiPoint(np.vstack(pair)).convex_hull for pair in pairwise(rims)]
    return unary_union(hulls)


def surface_depth(chains: Sequence[Chain], camera: Camera, points: Vector) -> Vector:
    """How near the chains' skin is to the viewer at points of the picture (n, 2), in body heights."""
    centres = np.vstack([chain.centres for chain in chains])
    balls = np.vstack([chain.shapes for chain in chains])
    axes, toward = camera.axes, camera.toward
    spread = np.einsum("nij,nkj->nik", balls, balls)
    plane = np.einsum("ai,nij,bj->nab", axes, spread, axes)
    cross = np.einsum("i,nij,bj->nb", toward, spread, axes)
    straight = np.einsum("i,nij,j->n", toward, spread, toward)
    inverse = np.linalg.inv(plane)
    away = points[None, :, :] - camera.see(centres)[:, None, :]
    far = np.einsum("nqa,nab,nqb->nq", away, inverse, away)
    slope = np.einsum("na,nab->nb", cross, inverse)
    thickness = np.sqrt(np.maximum(straight - np.einsum("nb,nb->n", slope, cross), 0.0))
    depth = (centres @ toward)[:, None] + np.einsum("nb,nqb->nq", slope, away)
    depth = depth + thickness[:, None] * np.sqrt(np.maximum(1 - far, 0.0))
    hit = np.where(far <= 1.15, depth, -np.inf).max(axis=0)
    nearest = np.take_along_axis(depth, far.argmin(axis=0)[None, :], axis=0)[0]
    return np.asarray(np.where(np.isfinite(hit), hit, nearest))
