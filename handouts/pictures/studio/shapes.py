"""The mannequin's flesh as tables of ellipsoids, and its hair. builds.py says how a person's build changes them.

A row is (x, y, z, rx, ry, rz) in the bone's own frame, x outward (mirrored on the right), z forward.
For THIGH, SHIN, UPPER_ARM and FOREARM y is a share of the bone (negative: away from the trunk); for TORSO and
NECK y is the height along the spine above the hips; else body heights.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from handouts.pictures.studio.vectors import Vector, vector

Row: TypeAlias = tuple[float, float, float, float, float, float]
Table: TypeAlias = tuple[Row, ...]

TORSO: Table = (
    (0, -0.040, -0.004, 0.058, 0.020, 0.044),
    (0, -0.008, -0.008, 0.086, 0.022, 0.060),
    (0, 0.030, -0.008, 0.088, 0.022, 0.060),
    (0, 0.070, -0.002, 0.079, 0.022, 0.054),
    (0, 0.110, 0.003, 0.070, 0.022, 0.049),
    (0, 0.150, 0.005, 0.071, 0.022, 0.051),
    (0, 0.195, 0.008, 0.079, 0.022, 0.059),
    (0, 0.235, 0.008, 0.085, 0.022, 0.063),
    (0, 0.265, 0.002, 0.083, 0.020, 0.056),
    (0, 0.290, -0.006, 0.064, 0.018, 0.042),
    (0, 0.310, -0.006, 0.042, 0.014, 0.034),
)
GLUTE: Table = ((0.044, -0.020, -0.024, 0.042, 0.044, 0.044), (0.048, 0.020, -0.020, 0.038, 0.040, 0.040))
BUST: Table = ((0.036, 0.205, 0.050, 0.026, 0.024, 0.026), (0.040, 0.222, 0.040, 0.030, 0.026, 0.028))
NECK: Table = (
    (0, 0.290, -0.010, 0.036, 0.010, 0.036),
    (0, 0.312, -0.006, 0.0305, 0.010, 0.033),
    (0, 0.335, 0.000, 0.0275, 0.010, 0.030),
    (0, 0.378, 0.008, 0.0280, 0.010, 0.030),
)
SKULL: Table = ((0, 0.056, 0.000, 0.041, 0.048, 0.050), (0, 0.050, 0.004, 0.041, 0.047, 0.049))
FACE: Table = (
    (0, 0.040, 0.020, 0.037, 0.040, 0.036),
    (0, 0.010, 0.024, 0.033, 0.030, 0.030),
    (0, -0.014, 0.030, 0.023, 0.016, 0.022),
    (0, -0.020, 0.034, 0.014, 0.012, 0.015),
)
JAW: Table = ((0, 0.022, -0.006, 0.036, 0.024, 0.026), (0, -0.008, 0.018, 0.026, 0.016, 0.020))
JAW_JOINT = 0.0, 0.020, -0.004
JAW_SLIDE = 0.0120
MOUTH_HEIGHT = -0.003
NOSE: Table = (
    (0, 0.034, 0.050, 0.006, 0.006, 0.006),
    (0, 0.018, 0.0585, 0.0068, 0.005, 0.006),
    (0, 0.010, 0.0565, 0.0075, 0.0045, 0.006),
)
EAR: Table = ((0.040, 0.024, -0.004, 0.005, 0.014, 0.008), (0.041, 0.016, -0.002, 0.004, 0.009, 0.006))
EYE: Table = ((0.0165, 0.034, 0.0515, 0.0052, 0.0064, 0.004),)
THIGH: Table = (
    (0.000, 0.02, -0.004, 0.046, 0.028, 0.054),
    (0.002, -0.15, -0.002, 0.0475, 0.024, 0.056),
    (0.002, -0.35, 0.003, 0.0435, 0.022, 0.051),
    (0.001, -0.60, 0.005, 0.0375, 0.022, 0.044),
    (0.000, -0.82, 0.003, 0.0320, 0.020, 0.036),
    (0.000, -0.95, 0.002, 0.0295, 0.020, 0.0325),
    (0.000, -1.0, 0.002, 0.0290, 0.024, 0.031),
)
SHIN: Table = (
    (0.000, 0.00, 0.002, 0.0285, 0.024, 0.0305),
    (0.000, -0.10, 0.000, 0.0290, 0.018, 0.031),
    (0.001, -0.22, -0.008, 0.0315, 0.018, 0.035),
    (0.001, -0.36, -0.010, 0.0310, 0.018, 0.0345),
    (0.000, -0.55, -0.006, 0.0245, 0.018, 0.027),
    (0.000, -0.75, -0.003, 0.0185, 0.016, 0.0205),
    (0.000, -0.92, -0.002, 0.0165, 0.014, 0.0190),
    (0.000, -1.0, -0.002, 0.0175, 0.016, 0.0205),
)
FOOT: Table = (
    (0.000, -0.022, -0.028, 0.0175, 0.0165, 0.0165),
    (0.000, -0.012, -0.006, 0.0195, 0.0250, 0.0215),
    (0.000, -0.015, 0.022, 0.0205, 0.0235, 0.0200),
    (0.000, -0.023, 0.052, 0.0240, 0.0155, 0.0200),
    (0.000, -0.0290, 0.078, 0.0270, 0.0098, 0.0160),
    (0.000, -0.0318, 0.092, 0.0255, 0.0070, 0.0110),
)
TOE_BREAK = -0.033, 0.074  # y and z of the crease where the toes bend
TOE_TIPS = (  # x, z and radius, big toe first
    (-0.0175, 0.113, 0.0088),
    (-0.0045, 0.112, 0.0062),
    (0.0055, 0.108, 0.0058),
    (0.0145, 0.102, 0.0056),
    (0.0225, 0.094, 0.0054),
)
UPPER_ARM: Table = (
    (-0.006, 0.02, 0.000, 0.026, 0.024, 0.031),
    (-0.001, -0.12, 0.000, 0.0285, 0.020, 0.0330),
    (0.001, -0.25, 0.001, 0.0275, 0.020, 0.0320),
    (0.000, -0.48, 0.002, 0.0240, 0.018, 0.0275),
    (0.000, -0.70, 0.001, 0.0215, 0.018, 0.0245),
    (0.000, -1.0, 0.000, 0.0200, 0.018, 0.0210),
)
FOREARM: Table = (
    (0.000, 0.00, 0.000, 0.0200, 0.018, 0.0210),
    (0.000, -0.20, 0.002, 0.0220, 0.016, 0.0235),
    (0.000, -0.42, 0.002, 0.0200, 0.016, 0.0210),
    (0.000, -0.75, 0.000, 0.0150, 0.014, 0.0170),
    (0.000, -1.0, 0.000, 0.0125, 0.012, 0.0155),
)
PALM_TABLE: Table = (
    (0.000, -0.002, 0.000, 0.0120, 0.012, 0.0150),
    (0.000, -0.020, 0.001, 0.0115, 0.010, 0.0200),
    (0.000, -0.042, 0.001, 0.0108, 0.010, 0.0222),
    (-0.001, -0.056, 0.001, 0.0095, 0.008, 0.0215),
)
# knuckle z, first and second length of each finger (index to little); the last two joints bend as one
FINGERS = ((0.0160, 0.023, 0.022), (0.0055, 0.026, 0.024), (-0.0050, 0.024, 0.023), (-0.0150, 0.020, 0.018))


@dataclass(frozen=True)
class HandShape:
    """Bend of the knuckles and of the finger joints in degrees; the thumb's way out, and across the palm."""

    knuckle: float
    joints: float
    spread: float
    thumb_out: float
    thumb_across: float


HAND_SHAPE_OF = {
    "relaxed": HandShape(14, 24, 0.3, 24, 14),
    "flat": HandShape(0, 2, 0.1, 32, 0),
    "open": HandShape(-4, 6, 2.2, 52, 0),
    "cup": HandShape(26, 26, 0.6, 46, 18),
    "grip": HandShape(58, 78, 0.1, 34, 62),
    "fist": HandShape(78, 108, 0.0, 18, 66),
}


SHORT: Table = ((0, 0.058, -0.004, 0.0445, 0.0475, 0.0520), (0, 0.038, -0.022, 0.0410, 0.033, 0.0370))
HAIR: dict[str, tuple[Table, ...]] = {
    "short": (SHORT,),
    "bun": (SHORT, ((0, 0.092, -0.052, 0.023, 0.023, 0.023), (0, 0.094, -0.056, 0.022, 0.022, 0.022))),
    "tail": (SHORT, ((0, 0.074, -0.050, 0.014, 0.014, 0.014), (0, 0.060, -0.074, 0.018, 0.018, 0.017),
                     (0, 0.026, -0.084, 0.016, 0.018, 0.014), (0, -0.012, -0.080, 0.009, 0.012, 0.008))),
    "bob": (SHORT, ((0, 0.050, -0.008, 0.0475, 0.048, 0.0500), (0, 0.012, -0.016, 0.0480, 0.034, 0.0400),
                    (0, -0.008, -0.016, 0.0440, 0.020, 0.0350))),
    "curls": (((0, 0.064, -0.010, 0.0560, 0.056, 0.0600), (0, 0.040, -0.022, 0.0540, 0.044, 0.0480)),),
    "receding": (((0, 0.046, -0.012, 0.0435, 0.040, 0.0460), (0, 0.034, -0.018, 0.0420, 0.034, 0.0400)),),
}  # fmt: skip
# a strand of longer hair before each ear
LOCK: Table = (
    (0.0385, 0.062, 0.010, 0.0075, 0.012, 0.012),
    (0.0415, 0.034, 0.010, 0.0062, 0.012, 0.009),
    (0.0395, 0.008, 0.012, 0.0046, 0.008, 0.005),
)
LOCKS = ("tail", "bun")  # who has it
CURL = 0.0165  # radius of the curls that stand out of curly hair
CURL_COUNT = 34
# what the face cuts out of the hair
FACE_CUT: Table = ((0, 0.030, 0.041, 0.034, 0.042, 0.034), (0, 0.000, 0.041, 0.034, 0.044, 0.036))
FACE_CUT_OF = {
    "receding": ((0, 0.064, 0.044, 0.0335, 0.060, 0.046), (0, 0.000, 0.041, 0.034, 0.044, 0.036)),
}


def finger_tables(shape: HandShape) -> list[Vector]:
    """One table per finger, index first, bent as the shape says; the palm faces local -x."""
    tables = []
    for z, first, second in FINGERS:
        knuckle = vector((-0.001, -0.054 if abs(z) < 0.01 else -0.050, z * 0.94))
        one, two = math.radians(shape.knuckle), math.radians(shape.knuckle + shape.joints)
        fan = shape.spread * 0.085 * z / 0.016
        middle = knuckle + first * vector((-math.sin(one), -math.cos(one), fan))
        tip = middle + second * vector((-math.sin(two), -math.cos(two), fan))
        points = (knuckle, (knuckle + middle) / 2, middle, (middle + tip) / 2, tip)
        radii = (0.0070, 0.0066, 0.0063, 0.0058, 0.0052)
        tables.append(np.array([(*p, r, r, r * 0.9) for p, r in zip(points, radii, strict=True)]))
    return tables


def thumb_table(shape: HandShape) -> Vector:
    """The thumb: out in the plane of the palm, then across it."""
    out, across = math.radians(shape.thumb_out), math.radians(shape.thumb_across)
    way = vector((-math.sin(across), -math.cos(across) * math.cos(out), math.cos(across) * math.sin(out)))
    bent = vector((-math.sin(across * 1.3), -math.cos(across), -0.35 * math.sin(across) + 0.5 * math.sin(out)))
    base = vector((0.000, -0.014, 0.013))
    joint = base + way * 0.032
    tip = joint + bent / np.linalg.norm(bent) * 0.026
    points = (base, (base + joint) / 2, joint, tip)
    radii = (0.0100, 0.0088, 0.0078, 0.0062)
    return np.array([(*p, r, r, r) for p, r in zip(points, radii, strict=True)])
