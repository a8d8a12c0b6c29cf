""" "Feel it here": a soft patch on the body, a hatched one in black and white."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from shapely import affinity
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.pictures.studio.chains import Chain, outline
from handouts.pictures.studio.curves import polygons_of, round_convex
from handouts.pictures.studio.figure import Figure
from handouts.pictures.studio.rig import Bone
from handouts.pictures.studio.strokes import Strokes
from handouts.pictures.studio.surface import Surface
from handouts.pictures.studio.values import SIDED_BONES
from handouts.pictures.studio.vectors import Triple, square_to


@dataclass(frozen=True)
class Patch:
    """An ellipsoid on a bone (x outward on the patch's side), and the segments it may show on."""

    bone: str
    middle: Triple
    radii: Triple
    segments: tuple[str, ...]


TRUNK = ("torso",)
HIP = ("torso", "thigh")
# regions with a side take _L or _R; the others lie in the middle
PATCHES: dict[str, Patch] = {
    "neck": Patch("head", (0.0, -0.045, -0.030), (0.030, 0.035, 0.014), ("head", "torso")),
    "upper-back": Patch("thorax", (0.0, 0.010, -0.055), (0.046, 0.036, 0.030), TRUNK),
    "mid-back": Patch("thorax", (0.0, -0.040, -0.055), (0.050, 0.050, 0.030), TRUNK),
    "lower-back": Patch("lumbar", (0.0, -0.030, -0.046), (0.050, 0.048, 0.030), TRUNK),
    "whole-back": Patch("thorax", (0.0, -0.085, -0.052), (0.050, 0.105, 0.030), TRUNK),
    "neck-front": Patch("head", (0.0, -0.048, 0.030), (0.020, 0.030, 0.016), ("head",)),
    "belly": Patch("lumbar", (0.0, -0.025, 0.050), (0.045, 0.050, 0.018), TRUNK),
    "chest": Patch("thorax", (0.0, -0.005, 0.058), (0.066, 0.034, 0.020), TRUNK),
    "buttocks": Patch("root", (0.0, -0.012, -0.052), (0.078, 0.044, 0.034), HIP),
}
SIDED_PATCHES: dict[str, Patch] = {
    "neck-side": Patch("head", (0.026, -0.044, -0.002), (0.014, 0.034, 0.024), ("head", "torso")),
    "neck-shoulder": Patch("thorax", (0.046, 0.056, -0.004), (0.034, 0.036, 0.034), ("torso", "upper_arm", "head")),
    "temple": Patch("head", (0.036, 0.046, 0.020), (0.012, 0.015, 0.016), ("head",)),
    "cheek": Patch("head", (0.034, 0.004, 0.020), (0.012, 0.018, 0.016), ("head",)),
    "jaw-joint": Patch("head", (0.026, 0.007, 0.029), (0.013, 0.017, 0.014), ("head",)),
    "shoulder-back": Patch("upper_arm", (0.000, -0.012, -0.030), (0.030, 0.034, 0.014), ("upper_arm", "torso")),
    "armpit": Patch("upper_arm", (-0.020, -0.040, 0.000), (0.016, 0.036, 0.030), ("upper_arm", "torso")),
    "forearm-back": Patch("forearm", (0.020, -0.050, 0.002), (0.014, 0.046, 0.022), ("forearm",)),
    "forearm-front": Patch("forearm", (-0.020, -0.050, 0.002), (0.014, 0.046, 0.022), ("forearm",)),
    "thumb-base": Patch("hand", (-0.008, -0.024, 0.014), (0.012, 0.014, 0.010), ("hand",)),
    "hand-back": Patch("hand", (0.010, -0.036, 0.000), (0.008, 0.022, 0.020), ("hand",)),
    "side": Patch("lumbar", (0.068, 0.035, 0.0), (0.018, 0.075, 0.034), TRUNK),
    "waist": Patch("lumbar", (0.058, -0.010, 0.0), (0.020, 0.040, 0.036), TRUNK),
    "chest": Patch("thorax", (0.050, 0.002, 0.054), (0.034, 0.030, 0.020), (*TRUNK, "upper_arm")),
    "shoulder": Patch("upper_arm", (0.010, -0.020, 0.0), (0.026, 0.040, 0.034), ("upper_arm", "torso")),
    "shoulder-blade": Patch("thorax", (0.045, 0.010, -0.050), (0.030, 0.042, 0.018), TRUNK),
    "glutes": Patch("root", (0.052, -0.012, -0.052), (0.040, 0.044, 0.034), HIP),
    "hip-lateral": Patch("root", (0.088, 0.006, -0.010), (0.026, 0.048, 0.042), HIP),
    "hip-flexor": Patch("root", (0.052, 0.000, 0.048), (0.034, 0.054, 0.022), HIP),
    "quadriceps": Patch("thigh", (0.000, -0.120, 0.044), (0.032, 0.078, 0.020), ("thigh",)),
    "hamstrings": Patch("thigh", (0.000, -0.130, -0.042), (0.032, 0.074, 0.020), ("thigh",)),
    "adductors": Patch("thigh", (-0.040, -0.105, 0.000), (0.018, 0.070, 0.032), ("thigh",)),
    "outer-thigh": Patch("thigh", (0.040, -0.125, 0.000), (0.018, 0.085, 0.032), ("thigh",)),
    "knee": Patch("shin", (0.000, 0.000, 0.026), (0.028, 0.030, 0.018), ("thigh", "shin")),
    "calf": Patch("shin", (0.000, -0.070, -0.036), (0.028, 0.052, 0.020), ("shin",)),
    "lower-calf": Patch("shin", (0.000, -0.135, -0.030), (0.024, 0.046, 0.018), ("shin",)),
    "shin": Patch("shin", (0.000, -0.100, 0.022), (0.020, 0.065, 0.016), ("shin",)),
    "ankle": Patch("foot", (0.000, 0.004, 0.010), (0.022, 0.022, 0.022), ("shin",)),
    "sole": Patch("foot", (0.000, -0.036, 0.030), (0.022, 0.010, 0.050), ("shin",)),
}
SCRAP = 0.02  # body heights: smaller pieces of a patch are left out
SOFT_RINGS = ((1.0, 0.30), (0.78, 0.32), (0.50, 0.36))  # size and alpha, outside in


def feel_names() -> list[str]:
    """Every name that a pose file may list under `feel`."""
    return [*PATCHES, *(f"{name}_{side}" for name in SIDED_PATCHES for side in "LR")]


def patch_shape(figure: Figure, name: str, seen: dict[str, BaseGeometry]) -> tuple[BaseGeometry, BaseGeometry]:
    """The whole patch on the picture, and what of the body in view it may colour."""
    side = name[-1] if name not in PATCHES else ""
    patch = SIDED_PATCHES[name[:-2]] if side else PATCHES[name]
    bone = figure.body.bone(f"{patch.bone}_{side}" if patch.bone in SIDED_BONES else patch.bone)
    if patch.bone == "forearm":  # its muscles turn with the hand
        up = bone.turn[:, 1]
        thumbward = square_to(figure.body.bone(f"hand_{side}").turn[:, 2], up)
        bone = Bone(bone.origin, np.column_stack([np.cross(up, thumbward), up, thumbward]))
    middle = np.array(patch.middle) * np.array([-1 if side == "R" else 1, 1, 1])
    ball = Chain(bone.place(middle)[None], (bone.turn * np.array(patch.radii)[None, :])[None])
    sides = side or "LR"
    owners = [s if s in ("torso", "head") else f"{s}_{one}" for s in patch.segments for one in sides]
    return outline([ball], figure.camera), unary_union([seen[owner] for owner in owners if owner in seen])


def _without_scraps(body: BaseGeometry, whole: BaseGeometry, size: float) -> BaseGeometry:
    """The body without the places where only a scrap of the patch would show."""
    pieces = polygons_of(whole.intersection(body))
    kept = [piece for piece in pieces if piece.area > (SCRAP * size) ** 2]
    return unary_union(kept) if kept else Polygon()


def paint_feel(
    surface: Surface, figure: Figure, name: str, seen: dict[str, BaseGeometry], strokes: Strokes, mono: bool
) -> None:
    """The patch on what is visible of its segments."""
    whole, body = patch_shape(figure, name, seen)
    body = _without_scraps(body.buffer(-strokes.outline * 0.4), whole, figure.size)
    if mono:
        part = round_convex(whole.intersection(body), strokes.printed(0.3))
        surface.fill(part, "paper")
        surface.hatch(part, "feel", strokes.printed(1.5), strokes.printed(0.5))
        surface.stroke(part, "feel", strokes.printed(0.55))
        return
    for size, alpha in SOFT_RINGS:
        surface.fill(affinity.scale(whole, size, size).intersection(body), "feel", alpha)
