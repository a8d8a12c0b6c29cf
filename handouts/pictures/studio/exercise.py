"""A drawable exercise: postures, camera, props, arrows and feel patches. Plain records."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import msgspec

from handouts.pictures.studio.builds import Build, usual_build
from handouts.pictures.studio.posture import SIDES, Posture
from handouts.pictures.studio.props import Prop

FrameName: TypeAlias = Literal["start", "mid", "end"]
GHOST_LIMBS = ("leg_L", "leg_R", "arm_L", "arm_R", "torso", "head")
FRAMES = ("ghost", "single", "two-frames", "stacked", "three-frames")

# landmark -> bone and local point; a side is added to the sided ones
LANDMARKS: dict[str, tuple[str, tuple[float, float, float]]] = {
    "pelvis": ("root", (0.0, 0.0, 0.0)),
    "belly": ("lumbar", (0.0, 0.0, 0.05)),
    "waist": ("lumbar", (0.0, 0.0, 0.0)),
    "chest": ("thorax", (0.0, 0.0, 0.0)),
    "head": ("head", (0.0, 0.04, 0.0)),
    "nose": ("head", (0.0, 0.018, 0.06)),
    "chin": ("head", (0.0, -0.024, 0.045)),
    "hip": ("thigh", (0.0, 0.0, 0.0)),
    "thigh": ("thigh", (0.0, -0.12, 0.0)),
    "knee": ("shin", (0.0, 0.0, 0.0)),
    "calf": ("shin", (0.0, -0.12, 0.0)),
    "ankle": ("foot", (0.0, 0.0, 0.0)),
    "heel": ("foot", (0.0, -0.036, -0.03)),
    "toe": ("foot", (0.0, -0.035, 0.11)),
    "shoulder": ("upper_arm", (0.0, 0.0, 0.0)),
    "elbow": ("forearm", (0.0, 0.0, 0.0)),
    "wrist": ("hand", (0.0, 0.0, 0.0)),
    "palm": ("hand", (0.0, -0.05, 0.0)),
    "fingers": ("hand", (0.0, -0.09, 0.0)),
    "midfoot": ("foot", (0.0, -0.020, 0.045)),
}
MIDDLE_LANDMARKS = ("pelvis", "belly", "waist", "chest", "head", "nose", "chin")


@dataclass(frozen=True)
class Arrow:
    """An arrow on the picture.

    follow: it traces the landmark from the start to the end posture, over span (shares of the way), moved by
    shift. Otherwise it runs from tail to tip, both measured on the picture from the landmark in its frame;
    bend (share of its length) bows it to the left of its way. Body heights.
    """

    landmark: str
    follow: bool = False
    span: tuple[float, float] = (0.08, 0.86)
    shift: tuple[float, float] = (0.0, 0.0)
    tail: tuple[float, float] = (0.0, 0.0)
    tip: tuple[float, float] = (0.0, 0.0)
    bend: float = 0.0
    frame: FrameName = "end"


@dataclass(frozen=True)
class Crop:
    """What of each frame is shown.

    below, above: heights over the floor; left, right: places on the picture, from the middle of the room. A
    close-up shows what lies within radius (to the sides, up and down) of a landmark, moved by shift on the
    picture, and is drawn as large as fits the panel. Body heights.
    """

    below: float | None = None
    above: float | None = None
    left: float | None = None
    right: float | None = None
    landmark: str | None = None
    radius: tuple[float, float] = (0.1, 0.1)
    shift: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Exercise:
    """One picture's description.

    crop hides what is outside it. gap is the room between frames (None: what the
    panel has to spare). ghost limits the dashed start to these limbs (None: every limb that moved).
    """

    id: str
    azimuth: float
    elevation: float
    frames: str
    start: Posture
    end: Posture
    mid: Posture | None = None
    props: tuple[Prop, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    feel: tuple[str, ...] = ()
    crop: Crop | None = None
    gap: float | None = None
    ghost: tuple[str, ...] | None = None
    source_sha256: str = ""
    build: Build = field(default_factory=usual_build)

    @property
    def fingerprint(self) -> str:
        """Of everything that is drawn from: the pose file and the build."""
        build = msgspec.json.encode(msgspec.structs.replace(self.build, exercises=()), order="sorted")
        return hashlib.sha256(self.source_sha256.encode() + build).hexdigest()

    def postures(self) -> dict[FrameName, Posture]:
        """The postures drawn solid, left to right."""
        if self.frames == "three-frames" and self.mid is not None:
            return {"start": self.start, "mid": self.mid, "end": self.end}
        if self.frames in ("two-frames", "stacked"):
            return {"start": self.start, "end": self.end}
        return {"end": self.end}


def landmark_names() -> list[str]:
    """Every landmark, the sided ones with _L and _R."""
    sided = [name for name in LANDMARKS if name not in MIDDLE_LANDMARKS]
    return [*MIDDLE_LANDMARKS, *(f"{name}_{side}" for name in sided for side in SIDES)]


def landmark_bone(name: str) -> tuple[str, tuple[float, float, float]]:
    """The bone and local point of "knee_L" or "pelvis"."""
    if name in MIDDLE_LANDMARKS:
        return LANDMARKS[name]
    stem, side = name[:-2], name[-1]
    bone, local = LANDMARKS[stem]
    return f"{bone}_{side}", local
