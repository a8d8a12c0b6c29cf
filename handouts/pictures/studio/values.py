"""Reads single values of a pose file, with located errors."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from handouts.errors import PictureError, Where
from handouts.pictures.studio.posture import SIDES, Side, Spot
from handouts.pictures.studio.vectors import Triple

MIDDLE_BONES = ("root", "torso", "lumbar", "thorax", "head")
SIDED_BONES = ("thigh", "shin", "foot", "upper_arm", "forearm", "hand")
SIDE_WAYS = {"front": (0.0, 1.0), "back": (0.0, -1.0), "outer": (1.0, 0.0), "inner": (-1.0, 0.0)}


@dataclass(frozen=True)
class ValueReader:
    """Turns raw YAML values into numbers, vectors and spots; key is where the value stands in the file."""

    file: str

    def fail(self, key: str, message: str, hint: str) -> PictureError:
        return PictureError(message, where=Where(self.file, field=key), hint=hint)

    # ------------------------------------------------------------ values
    def mapping(self, value: Any, key: str, allowed: Iterable[str]) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.fail(key, "a mapping is expected here", f"write `{key}:` and indented keys under it")
        names = list(allowed)
        for name in value:
            if name not in names:
                raise self.fail(f"{key}.{name}" if key else str(name), f"unknown key {name!r}", nearest(name, names))
        return cast(dict[str, Any], value)

    def number(self, value: Any, key: str) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.fail(key, f"{value!r} is not a number", "write a plain number such as 45 or 0.12")
        return float(value)

    def numbers(self, value: Any, key: str, count: int) -> tuple[float, ...]:
        if not isinstance(value, list) or len(value) != count:
            raise self.fail(key, f"{count} numbers are expected", f"write them as {list(range(1, count + 1))}")
        return tuple(self.number(item, key) for item in value)

    def triple(self, value: Any, key: str) -> Triple:
        x, y, z = self.numbers(value, key, 3)
        return x, y, z

    def angles(self, value: Any, key: str, default: Triple = (0.0, 0.0, 0.0)) -> Triple:
        """One number (the first angle; the others keep their default) or up to three."""
        items = value if isinstance(value, list) else [value]
        if not 1 <= len(items) <= 3:
            raise self.fail(key, "one to three angles are expected", "write a number or a list such as [45, 10, 0]")
        out = [self.number(item, key) for item in items]
        out += list(default[len(out) :])
        return out[0], out[1], out[2]

    def choice(self, value: Any, key: str, options: Iterable[str]) -> str:
        names = list(options)
        if value not in names:
            raise self.fail(key, f"{value!r} is not known here", nearest(value, names))
        return str(value)

    def pair(self, value: Any, key: str) -> tuple[float, float]:
        x, y = self.numbers(value, key, 2)
        return x, y

    def items(self, value: Any, key: str) -> list[Any]:
        """A list; nothing at all counts as an empty one."""
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fail(key, "a list is expected here", "write one `- item` per line, or [item, item]")
        return value

    # ------------------------------------------------------------ spots
    def spot(self, value: Any, key: str, side: Side | None = None, mirror: bool = False) -> Spot:
        if isinstance(value, list):
            x, y, z = self.triple(value, key)
            return Spot((-x if mirror else x, y, z))
        if isinstance(value, str):
            return Spot(bone=self.bone(value, key, side))
        data = self.mapping(value, key, ("on", "at", "along", "side", "offset"))
        x, y, z = self.triple(data.get("offset", [0, 0, 0]), f"{key}.offset")
        offset = (-x if mirror else x, y, z)
        if "at" in data:
            px, py, pz = self.triple(data["at"], f"{key}.at")
            return Spot((-px if mirror else px, py, pz), offset=offset)
        if "on" not in data:
            raise self.fail(key, "a spot needs `on` or `at`", "name a bone: `on: thigh_L`")
        bone = self.bone(data["on"], f"{key}.on", side)
        along = self.number(data.get("along", 0.0), f"{key}.along")
        named = isinstance(data.get("side"), str) or any(isinstance(n, str) for n in data.get("side") or [])
        toward = self.toward(data["side"], f"{key}.side") if "side" in data else None
        if bone in MIDDLE_BONES and toward is not None and (mirror or (named and side == "R")):
            toward = (-toward[0], toward[1])  # "outer" of the trunk is the side of the limb that reaches
        return Spot(bone=bone, along=along, toward=toward, offset=offset)

    def toward(self, value: Any, key: str) -> tuple[float, float]:
        names = value if isinstance(value, list) else [value]
        if all(isinstance(name, (int, float)) for name in names):
            return self.pair(names, key)
        ways = [SIDE_WAYS[self.choice(name, key, SIDE_WAYS)] for name in names]
        return sum(way[0] for way in ways), sum(way[1] for way in ways)

    def bone(self, value: Any, key: str, side: Side | None) -> str:
        name = str(value)
        if side is not None:
            if name.startswith("other "):
                name = f"{name[6:]}_{'R' if side == 'L' else 'L'}"
            elif name in SIDED_BONES:
                name = f"{name}_{side}"
        known = [*MIDDLE_BONES, *(f"{bone}_{one}" for bone in SIDED_BONES for one in SIDES)]
        return self.choice(name, key, known)


def nearest(value: Any, names: Iterable[str]) -> str:
    """What the writer may have meant."""
    known = list(names)
    near = difflib.get_close_matches(str(value), known, 1)
    return f"did you mean {near[0]!r}?" if near else "use one of: " + ", ".join(map(str, known))
