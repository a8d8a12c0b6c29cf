"""What one posture of the mannequin is: plain records, no geometry.

Units: body height is 1; degrees for angles. Axes: X the person's left, Y up, Z forward.
Side "L" or "R" is the person's own left or right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from handouts.pictures.studio.vectors import Triple

Side: TypeAlias = Literal["L", "R"]
Tongue: TypeAlias = Literal["up", "low"]
SIDES: tuple[Side, Side] = ("L", "R")
HAND_SHAPES = ("relaxed", "flat", "open", "cup", "grip", "fist")


def sign(side: Side) -> int:
    """+1 on the left, where X grows; -1 on the right."""
    return 1 if side == "L" else -1


@dataclass(frozen=True)
class Spot:
    """A place to reach: a point of the world, or a place on a bone or on the skin over it.

    bone None: point is in the world. Otherwise along is the share of the bone from its near joint (for the
    spine: height above the hips), and toward is the direction (outward, forward) in which the skin is met;
    None means the middle of the bone. offset is added in the world.
    """

    point: Triple = (0.0, 0.0, 0.0)
    bone: str | None = None
    along: float = 0.0
    toward: tuple[float, float] | None = None
    offset: Triple = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Root:
    """The pelvis: turned by yaw, pitch (+ forward), roll (+ right hip down) and turn (about the body's own
    length, to the left), then moved by x, y, z."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    turn: float = 0.0
    x: float = 0.0
    y: float = 0.0
    z: float = 0.0


@dataclass(frozen=True)
class Leg:
    """hip: flexion, abduction, outward rotation; ankle: toes up, toes out, roll; toe_bend: toes up.

    arch: how far the arch is drawn up (0 to 1).
    """

    hip: Triple = (0.0, 3.0, 6.0)
    knee: float = 0.0
    ankle: Triple = (0.0, 0.0, 0.0)
    toe_bend: float = 0.0
    arch: float = 0.0
    target: Spot | None = None
    pole: Triple | None = None
    toes: Triple | None = None
    sole_up: Triple = (0.0, 1.0, 0.0)


@dataclass(frozen=True)
class Arm:
    """shoulder: flexion, abduction, outward rotation; wrist: towards palm, towards thumb, palm turned back.

    shrug lifts the shoulder, draw moves it back (both in body heights). fingers and palm give the hand's
    directions in the world. straight slides a target along Z until the elbow is straight.
    """

    shoulder: Triple = (0.0, 6.0, 0.0)
    elbow: float = 8.0
    wrist: Triple = (0.0, 0.0, 0.0)
    shrug: float = 0.0
    draw: float = 0.0
    shape: str = "relaxed"
    target: Spot | None = None
    pole: Triple | None = None
    fingers: Triple | None = None
    palm: Triple | None = None
    straight: bool = False


@dataclass(frozen=True)
class Rest:
    """The parts whose lowest point is put on a surface at this height."""

    parts: tuple[str, ...]
    height: float = 0.0


@dataclass(frozen=True)
class Posture:
    """One whole posture. Spine values are (forward bend, side bend to the left, turn to the left).

    jaw: opened by degrees, and slid to the left (1: as far as it goes). tongue: the mouth is
    seen through the cheek, the tongue "up" on its roof, or "low" between teeth that meet.
    """

    root: Root = Root()
    lumbar: Triple = (0.0, 0.0, 0.0)
    thorax: Triple = (0.0, 0.0, 0.0)
    neck: Triple = (0.0, 0.0, 0.0)
    head: Triple = (0.0, 0.0, 0.0)
    legs: Mapping[Side, Leg] = field(default_factory=lambda: {"L": Leg(), "R": Leg()})
    arms: Mapping[Side, Arm] = field(default_factory=lambda: {"L": Arm(), "R": Arm()})
    jaw: tuple[float, float] = (0.0, 0.0)
    tongue: Tongue | None = None
    rest: Rest | None = None
    touching: tuple[str, ...] = ()
    over: tuple[tuple[str, str], ...] = ()
