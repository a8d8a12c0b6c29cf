"""Reads the postures of a pose file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from handouts.pictures.studio.figure import segment_names
from handouts.pictures.studio.hands import HAND_POSES
from handouts.pictures.studio.posture import (
    HAND_SHAPES,
    SIDES,
    Arm,
    Leg,
    Posture,
    Rest,
    Root,
    Side,
    Spot,
    Tongue,
)
from handouts.pictures.studio.values import ValueReader
from handouts.pictures.studio.vectors import Triple

SIDED = ("hip", "knee", "ankle", "toe_bend", "arch", "shoulder", "elbow", "wrist", "shrug", "draw", "hand", "hand_at",
         "fingers", "palm", "elbow_toward", "straight_arm", "foot_at", "foot_flat", "toes", "sole_up",
         "knee_toward")  # fmt: skip
PLAIN = ("root", "lumbar", "thorax", "neck", "head", "jaw", "tongue", "rest", "touching", "over")
ANKLE_OVER_FLOOR = 0.039
TOES_AHEAD = (0.12, 0.0, 1.0)
_SIDED_PARTS = ("thigh", "shorts", "shin", "foot", "upper_arm", "forearm", "hand")
PARTS = ("torso", "shirt", "pelvis", "neck", "head", "hair",
         *(f"{part}_{side}" for part in _SIDED_PARTS for side in SIDES))  # fmt: skip


@dataclass(frozen=True)
class PostureReader(ValueReader):
    """Turns the raw keys of a posture into a Posture."""

    def posture_keys(self, value: Any, key: str) -> dict[str, Any]:
        return self.mapping(value, key, (*PLAIN, *SIDED, *(f"{n}_{s}" for n in SIDED for s in SIDES)))

    def sides(self, data: dict[str, Any]) -> dict[str, Any]:
        """Sided keys spelt out for both sides; a key with a side wins over the one without."""
        out: dict[str, Any] = {}
        for name, value in data.items():
            if name in SIDED:
                out[f"{name}_L"] = (value, False)
                out[f"{name}_R"] = (value, True)
        for name, value in data.items():
            if name not in SIDED:
                out[name] = value if name in PLAIN else (value, False)
        return out

    def posture(self, data: Mapping[str, Any], key: str, heights: Mapping[str, float]) -> Posture:
        root = self.mapping(data.get("root", {}), f"{key}.root", ("yaw", "pitch", "roll", "turn", "x", "y", "z"))
        spine = {n: self.angles(data.get(n, 0), f"{key}.{n}") for n in ("lumbar", "thorax", "neck", "head")}
        return Posture(
            root=Root(**{n: self.number(v, f"{key}.root.{n}") for n, v in root.items()}),
            legs={side: self.leg(data, side, key) for side in SIDES},
            arms={side: self.arm(data, side, key) for side in SIDES},
            jaw=self.pair(data.get("jaw", [0, 0]), f"{key}.jaw"),
            tongue=self.tongue(data.get("tongue"), f"{key}.tongue"),
            rest=self.rest(data["rest"], f"{key}.rest", heights) if data.get("rest") else None,
            touching=tuple(
                self.choice(p, f"{key}.touching", PARTS) for p in self.items(data.get("touching"), f"{key}.touching")
            ),
            over=tuple(self.over(text, f"{key}.over") for text in self.items(data.get("over"), f"{key}.over")),
            **spine,
        )

    def tongue(self, value: Any, key: str) -> Tongue | None:
        return None if value is None else cast(Tongue, self.choice(value, key, ("up", "low")))

    def rest(self, value: Any, key: str, heights: Mapping[str, float]) -> Rest:
        data = self.mapping(value, key, ("on", "parts"))
        on = data.get("on", 0)
        if isinstance(on, str):
            on = heights[self.choice(on, f"{key}.on", heights)]
        parts = tuple(self.choice(p, f"{key}.parts", PARTS) for p in self.items(data.get("parts"), f"{key}.parts"))
        if not parts:
            raise self.fail(f"{key}.parts", "nothing rests", "name parts: `parts: [torso, head]`")
        return Rest(parts, self.number(on, f"{key}.on"))

    def over(self, value: Any, key: str) -> tuple[str, str]:
        upper, word, lower = str(value).partition(" over ")
        if not word:
            raise self.fail(key, f"{value!r} is not understood", "write `hand_L over thigh_R`")
        names = segment_names()
        return (upper if upper in names or " " in upper else self.choice(upper, key, names), lower)

    def leg(self, data: Mapping[str, Any], side: Side, key: str) -> Leg:
        read = _Side(self, data, side, key)
        default = Leg()
        target, toes = read.spot("foot_at"), read.direction("toes")
        flat = read.raw("foot_flat")
        if flat is not None:
            place = f"{key}.foot_flat_{side}"
            values = self.items(flat[0], place)
            x, z, height = self.numbers(values if len(values) == 3 else [*values, 0], place, 3)
            target = Spot((-x if flat[1] else x, ANKLE_OVER_FLOOR + height, z))
            ahead = (TOES_AHEAD[0] * (1 if side == "L" else -1), 0.0, 1.0)
            toes = toes or ahead
        return Leg(
            hip=read.angles("hip", default.hip),
            knee=read.number("knee", 0.0),
            ankle=read.angles("ankle", default.ankle),
            toe_bend=read.number("toe_bend", 0.0),
            arch=read.number("arch", 0.0),
            target=target,
            pole=read.direction("knee_toward"),
            toes=toes,
            sole_up=read.direction("sole_up") or default.sole_up,
        )

    def arm(self, data: Mapping[str, Any], side: Side, key: str) -> Arm:
        read = _Side(self, data, side, key)
        default = Arm()
        shape = read.raw("hand")
        return Arm(
            shoulder=read.angles("shoulder", default.shoulder),
            elbow=read.number("elbow", default.elbow),
            wrist=read.angles("wrist", default.wrist),
            shrug=read.number("shrug", 0.0),
            draw=read.number("draw", 0.0),
            shape=self.choice(shape[0], f"{key}.hand_{side}", (*HAND_SHAPES, *HAND_POSES)) if shape else default.shape,
            target=read.spot("hand_at"),
            pole=read.direction("elbow_toward"),
            fingers=read.direction("fingers"),
            palm=read.direction("palm"),
            straight=bool((read.raw("straight_arm") or (False, False))[0]),
        )


@dataclass(frozen=True)
class _Side:
    """One side's values of a posture; each is stored with whether it was written for both sides."""

    reader: ValueReader
    data: Mapping[str, Any]
    side: Side
    key: str

    def raw(self, name: str) -> tuple[Any, bool] | None:
        found = self.data.get(f"{name}_{self.side}")
        return None if found is None or found[0] is None else cast(tuple[Any, bool], found)

    def _read(self, name: str, how: Callable[[Any, str], Any], default: Any) -> Any:
        found = self.raw(name)
        return default if found is None else how(found[0], f"{self.key}.{name}_{self.side}")

    def number(self, name: str, default: float) -> float:
        return cast(float, self._read(name, self.reader.number, default))

    def angles(self, name: str, default: Triple) -> Triple:
        return cast(Triple, self._read(name, lambda v, k: self.reader.angles(v, k, default), default))

    def direction(self, name: str) -> Triple | None:
        found = self.raw(name)
        if found is None:
            return None
        x, y, z = self.reader.triple(found[0], f"{self.key}.{name}_{self.side}")
        return (-x if found[1] else x, y, z)

    def spot(self, name: str) -> Spot | None:
        found = self.raw(name)
        if found is None:
            return None
        return self.reader.spot(found[0], f"{self.key}.{name}_{self.side}", self.side, found[1])
