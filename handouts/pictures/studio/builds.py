"""Builds: how one person's measures change the mannequin (images/people/builds/<build>.yaml).

A file holds `id`, `hair` (a key of shapes.HAIR), `measures` (shares of the body height; girths, but for the shoulders,
which are a breadth from joint to joint), `sources` with `checked`, and the shape of bust, belly and bump. The tables of
shapes.py draw a person with MANNEQUIN's measures; every other build is drawn by the ratio of its measures to those.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import msgspec
import numpy as np

from handouts.errors import PictureError, Where, did_you_mean
from handouts.library.located import Document
from handouts.pictures.studio import shapes
from handouts.pictures.studio.vectors import Vector
from handouts.resources import USUAL_BUILD, Folders

HIP_HALF = 0.050
SHOULDER_HALF = 0.098
HIPS_TO_JOINT = 0.45  # share of the hips' growth by which the hip joints stand wider
ARM_TO_JOINT = 0.012  # a thick arm hangs this much (times its growth) further out
WAIST_HALF, ARM_HALF, ELBOW_BELOW = 0.070, 0.027, 0.172  # of the mannequin
CARRY_SHARE = 0.8  # flesh gives way a little
BREADTH_SHARE = 0.85  # a fuller trunk grows more in depth than in breadth
STEPS = 4  # ellipsoids between two rows of a table


class Measures(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Shares of the body height: the breadth between the shoulder joints' outer edges, and girths."""

    shoulders: float
    neck: float
    chest: float
    waist: float
    hips: float
    upper_arm: float
    forearm: float
    thigh: float
    calf: float

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            if not 0.1 <= getattr(self, name) <= 0.9:
                raise ValueError(f"{name}: {getattr(self, name):g} is no share of a body height; write 0.5 for half")


MANNEQUIN = Measures(
    shoulders=0.222,
    neck=0.190,
    chest=0.505,
    waist=0.400,
    hips=0.545,
    upper_arm=0.158,
    forearm=0.143,
    thigh=0.315,
    calf=0.205,
)


class Build(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One build. bust, belly and bump from 0 to 1: how full the chest is, how much of the waist's fullness lies in
    front, and how far a pregnancy shows. exercises: only these are compiled for it (empty: all)."""

    id: str
    hair: str
    measures: Measures
    sources: tuple[str, ...]
    checked: bool
    bust: float = 0.0
    belly: float = 0.0
    bump: float = 0.0
    exercises: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.hair not in shapes.HAIR:
            raise ValueError(f"hair: {self.hair!r} is not known; choose one of: {', '.join(shapes.HAIR)}")

    def ratio(self, measure: str) -> float:
        """This build's measure over the mannequin's."""
        return float(getattr(self.measures, measure) / getattr(MANNEQUIN, measure))

    @property
    def hip_half(self) -> float:
        """From the middle to a hip joint."""
        return HIP_HALF * (1 + (self.ratio("hips") - 1) * HIPS_TO_JOINT)

    @property
    def shoulder_half(self) -> float:
        """From the middle to a shoulder joint."""
        return SHOULDER_HALF * self.ratio("shoulders") + ARM_TO_JOINT * (self.ratio("upper_arm") - 1)

    @property
    def carry(self) -> float:
        """Degrees by which hanging arms stand further off, so that they pass the trunk."""
        trunk = WAIST_HALF * (self.ratio("waist") ** BREADTH_SHARE - 1) + ARM_HALF * (self.ratio("upper_arm") - 1)
        room = self.shoulder_half - SHOULDER_HALF
        return max(0.0, math.degrees(math.atan((trunk - room) * CARRY_SHARE / ELBOW_BELOW)))


def read_build(path: Path) -> Build:
    """Reads one build. Raises InvalidData naming file, field and remedy."""
    document = Document(path)
    found = document.as_record(Build)
    if found.id != path.stem:
        raise PictureError(
            f"its id is {found.id!r} but the file is called {path.name}",
            where=document.where("id"),
            hint="give both the same name",
        )
    return found


@cache
def builds() -> dict[str, Build]:
    """Every build of ours by id, in the order of their ids. Raises PictureError when there is none."""
    folder = Folders.find().images[-1] / "people" / "builds"
    found = {build.id: build for build in map(read_build, sorted(folder.glob("*.yaml")))}
    if not found:
        raise PictureError("there is no build", where=Where(str(folder)), hint="add a file such as slim.yaml")
    return found


def usual_build() -> Build:
    """Who is drawn where nobody is named: the person whose measures are the tables'."""
    return build_named(USUAL_BUILD)


def build_named(wanted: str) -> Build:
    """One of our own builds. Raises PictureError with the nearest id."""
    ours = builds()
    if wanted not in ours:
        hint = did_you_mean(wanted, tuple(ours)) or "choose one of: " + ", ".join(ours)
        raise PictureError(f"there is no build called {wanted!r}", hint=hint)
    return ours[wanted]


# ---------------------------------------------------------------- tables made to measure
def dense(table: shapes.Table | Vector, steps: int = STEPS) -> Vector:
    """The table with smooth rows between its rows (a Catmull-Rom curve through all six columns)."""
    return _smooth_once(table, steps).copy() if isinstance(table, tuple) else _smooth(table, steps)


def _smooth(table: shapes.Table | Vector, steps: int) -> Vector:
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


@cache
def _smooth_once(table: shapes.Table, steps: int) -> Vector:
    return _smooth(table, steps)


# heights above the hips at which a measure is taken, lowest first
_TRUNK_LEVELS = ((-0.04, "hips"), (0.02, "hips"), (0.110, "waist"), (0.205, "chest"), (0.250, "chest"))
_LIMB_LEVELS = {
    "thigh": ((0.0, "thigh"), (-0.8, "thigh"), (-1.0, "calf")),
    "shin": ((0.0, "calf"), (-0.55, "calf"), (-1.0, "ends")),
    "upper_arm": ((0.0, "upper_arm"), (-0.75, "upper_arm"), (-1.0, "forearm")),
    "forearm": ((0.0, "forearm"), (-0.6, "forearm"), (-1.0, "ends")),
}
_LIMB_TABLES = {"thigh": shapes.THIGH, "shin": shapes.SHIN, "upper_arm": shapes.UPPER_ARM, "forearm": shapes.FOREARM}
ENDS_SHARE = 0.3  # ankles and wrists grow by this share of what is above them
BUMP_HEIGHT, BUMP_SPREAD, BUMP_DEPTH = 0.082, 0.052, 0.042  # of a late pregnancy, above the hips
CHEST_FORWARD = 0.25  # share of the chest's growth in depth that lies in front
WALL_BEHIND = 0.75  # share of the hips' growth in depth that lies behind


@cache
def _torso_rows(build: Build) -> Vector:
    rows = dense(shapes.TORSO)
    heights = rows[:, 1]
    levels, ratios = zip(*((y, build.ratio(name)) for y, name in _TRUNK_LEVELS), strict=True)
    top = 1 + (build.ratio("neck") - 1) * 0.8
    ratio = np.interp(heights, (*levels, 0.300), (*ratios, top))
    wide, deep = ratio**BREADTH_SHARE, ratio ** (2 - BREADTH_SHARE)
    front = np.interp(heights, (0.0, 0.110, 0.205), (-WALL_BEHIND, build.belly * 2 - 1, CHEST_FORWARD * 2 - 1))
    rows[:, 2] += rows[:, 5] * (deep - 1) * front * 0.5
    rows[:, 3] *= wide
    rows[:, 5] *= 1 + (deep - 1) * np.where(heights < 0.3, 0.9, 1.0)
    bump = build.bump * BUMP_DEPTH * np.exp(-(((heights - BUMP_HEIGHT) / BUMP_SPREAD) ** 2))
    rows[:, 2] += bump
    rows[:, 5] += bump
    rows[:, 3] += bump * 0.35
    return rows


def torso_rows(build: Build) -> Vector:
    """The trunk's rows, made to measure."""
    return _torso_rows(build).copy()


@cache
def _limb_rows(build: Build, limb: str) -> Vector:
    rows = dense(_LIMB_TABLES[limb])
    above = build.ratio("calf" if limb in ("thigh", "shin") else "forearm")
    ratios = {"ends": 1 + (above - 1) * ENDS_SHARE}
    levels = [(y, ratios.get(name) or build.ratio(name)) for y, name in _LIMB_LEVELS[limb]]
    heights, values = zip(*sorted(levels), strict=True)
    return widened(rows, np.interp(rows[:, 1], heights, values))


def limb_rows(build: Build, limb: str) -> Vector:
    """The rows of a thigh, shin, upper arm or forearm, made to measure."""
    return _limb_rows(build, limb).copy()


def glute_rows(build: Build) -> Vector:
    """The buttock's rows, made to measure."""
    ratio = build.ratio("hips")
    rows = widened(dense(shapes.GLUTE), ratio)
    rows[:, 0] *= ratio
    rows[:, 2] *= 1 + (ratio - 1) * 0.5
    return rows


def bust_rows(build: Build) -> Vector:
    """The bust's rows, made to measure."""
    ratio = build.ratio("chest")
    rows = dense(shapes.BUST)
    rows[:, 3:] *= (0.6 + 0.4 * build.bust) * ratio**0.7
    rows[:, 2] -= 0.016 * (1 - build.bust) - 0.004
    rows[:, 2] += 0.050 * (ratio - 1) * 0.8
    rows[:, 0] *= ratio
    return rows


def neck_rows(build: Build) -> Vector:
    """The neck's rows, made to measure."""
    return widened(dense(shapes.NECK), build.ratio("neck"))


def widened(rows: Vector, factor: float | Vector) -> Vector:
    """The rows with their breadth and depth times a factor (one, or one for each row)."""
    rows = rows.copy()
    rows[:, 3] *= factor
    rows[:, 5] *= factor
    return rows
