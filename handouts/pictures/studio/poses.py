"""Reads pose files: images/poses/<exercise-id>.yaml.

A pose file is a mapping with these keys (angles in degrees, lengths in body heights, X the person's left,
Y up, Z the person's forward when standing):

id          the exercise; the same as the file's name.
person      who is drawn: a key of shapes.PEOPLE.
camera      {azimuth, elevation}: 0 sees the front, 90 the left side, 180 the back.
frames      ghost (end posture, start dashed), single, two-frames, stacked (start above end) or three-frames (start, mid, end).
props       a list of kinds (`- mat`) or of {kind: {number: value}}; the numbers are in props.PROP_KEYS.
            band, strap and stick take `path`, a list of spots; ball, pillow, towel and roller may take `at`.
start       the start posture. mid, end: only what changes.
arrows      each either {follow: landmark, shift: [x, y], span: [from, to]}
            or {at: landmark, from: [x, y], to: [x, y], bend: share, frame: start|mid|end}.
feel        names of feel.PATCHES (in the middle) or feel.SIDED_PATCHES with _L or _R.
crop        {below: height}: hide what is lower.  gap: space between frames (else what the panel can spare).
ghost       only these limbs are dashed at their start: leg_L, leg_R, arm_L, arm_R, torso, head ([] for none).

Draw the LEFT side as the working side; the page mirrors the picture for the right.

A posture's keys; those marked * take _L or _R, or no side for both (then X and sides are mirrored):

root            {yaw, pitch, roll, turn, x, y, z}; pitch -90 lies on the back, 90 on the front; with pitch -90,
                turn -90 lies on the right side (turn goes about the body's own length, + to the left).
lumbar thorax neck head     forward bend, or [forward, side bend to the left, turn to the left].
hip*            flexion, or [flexion, abduction, outward turn].   knee* toe_bend* elbow* shrug* draw*  numbers.
ankle*          toes up, or [up, out, roll].       wrist*  towards the palm, or [palm, thumb side, palm back].
shoulder*       flexion, or [flexion, abduction, outward turn].
hand*           relaxed, flat, open, cup, grip or fist.
hand_at*        a spot for the palm.  fingers*, palm*: directions [x, y, z] of the fingers and of the palm.
elbow_toward*   the direction in which a reaching arm's elbow points.  straight_arm*: true slides hand_at along Z.
foot_at*        a spot for the ankle.  foot_flat*: [x, z] or [x, z, floor height] for a sole on the floor.
toes* sole_up*  directions of a reaching foot.      knee_toward*: the direction in which its knee points.
rest            {on: height or prop kind, parts: [...]}: the parts put on the floor (0) or on a seat or bed.
touching        parts that must touch the floor or a carrier; checked when compiled.
over            ["hand_L over thigh_R", ...]: painting order where the depths would get it wrong.

A spot is [x, y, z], a bone's name, or {on: bone, along: share, side: front|back|outer|inner or a list of two,
offset: [x, y, z]}; along runs down a limb bone, up the spine for `torso`. "other thigh" is the other side's.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from handouts.errors import PictureError, Where
from handouts.pictures.studio.exercise import (
    FRAMES,
    GHOST_LIMBS,
    LANDMARKS,
    MIDDLE_LANDMARKS,
    Arrow,
    Exercise,
    FrameName,
)
from handouts.pictures.studio.feel import feel_names
from handouts.pictures.studio.figure import segment_names
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
)
from handouts.pictures.studio.props import CARRIERS, PATH_KINDS, PROP_KEYS, Prop
from handouts.pictures.studio.shapes import PEOPLE
from handouts.pictures.studio.vectors import Triple

SIDED = ("hip", "knee", "ankle", "toe_bend", "shoulder", "elbow", "wrist", "shrug", "draw", "hand", "hand_at",
         "fingers", "palm", "elbow_toward", "straight_arm", "foot_at", "foot_flat", "toes", "sole_up",
         "knee_toward")  # fmt: skip
PLAIN = ("root", "lumbar", "thorax", "neck", "head", "rest", "touching", "over")
TOP = (
    "id",
    "person",
    "camera",
    "frames",
    "props",
    "start",
    "mid",
    "end",
    "arrows",
    "feel",
    "crop",
    "gap",
    "ghost",
)
BONES = ("root", "torso", "lumbar", "thorax", "head", "thigh", "shin", "foot", "upper_arm", "forearm", "hand")
SIDE_WAYS = {"front": (0.0, 1.0), "back": (0.0, -1.0), "outer": (1.0, 0.0), "inner": (-1.0, 0.0)}
ANKLE_OVER_FLOOR = 0.039
TOES_AHEAD = (0.12, 0.0, 1.0)
PARTS = ("torso", "shirt", "pelvis", "neck", "head", "hair",
         *(f"{p}_{s}" for p in ("thigh", "shorts", "shin", "foot", "upper_arm", "forearm", "hand") for s in SIDES))  # fmt: skip


class _PoseLoader(yaml.SafeLoader):
    """The safe loader with only true and false as booleans, so that the key `on` stays a word."""


_PoseLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_pose_file(path: Path) -> Exercise:
    """Reads one pose file. Raises PictureError naming file, key and remedy."""
    try:
        raw = path.read_bytes()
        data = yaml.load(raw, Loader=_PoseLoader)  # noqa: S506 (a safe loader)
    except OSError as problem:
        raise PictureError(
            f"cannot read the pose file: {problem.strerror}", where=Where(str(path))
        ) from problem
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        raise PictureError(
            "this is not valid YAML", where=Where(str(path), line), hint=str(problem)
        ) from problem
    return _Reader(path.name).exercise(data, path.stem, hashlib.sha256(raw).hexdigest())


@dataclass(frozen=True)
class _Reader:
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
                raise self.fail(
                    f"{key}.{name}" if key else str(name), f"unknown key {name!r}", _nearest(name, names)
                )
        return cast(dict[str, Any], value)

    def number(self, value: Any, key: str) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.fail(key, f"{value!r} is not a number", "write a plain number such as 45 or 0.12")
        return float(value)

    def numbers(self, value: Any, key: str, count: int) -> tuple[float, ...]:
        if not isinstance(value, list) or len(value) != count:
            raise self.fail(
                key, f"{count} numbers are expected", f"write them as {list(range(1, count + 1))}"
            )
        return tuple(self.number(item, key) for item in value)

    def triple(self, value: Any, key: str) -> Triple:
        x, y, z = self.numbers(value, key, 3)
        return x, y, z

    def angles(self, value: Any, key: str, default: Triple = (0.0, 0.0, 0.0)) -> Triple:
        """One number (the first angle; the others keep their default) or up to three."""
        items = value if isinstance(value, list) else [value]
        if not 1 <= len(items) <= 3:
            raise self.fail(
                key, "one to three angles are expected", "write a number or a list such as [45, 10, 0]"
            )
        out = [self.number(item, key) for item in items]
        out += list(default[len(out) :])
        return out[0], out[1], out[2]

    def choice(self, value: Any, key: str, options: Iterable[str]) -> str:
        names = list(options)
        if value not in names:
            raise self.fail(key, f"{value!r} is not known here", _nearest(value, names))
        return str(value)

    def pair(self, value: Any, key: str) -> tuple[float, float]:
        x, y = self.numbers(value, key, 2)
        return x, y

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
        toward = self.toward(data["side"], f"{key}.side") if "side" in data else None
        if bone == "torso" and mirror and toward is not None:
            toward = (-toward[0], toward[1])
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
            elif name in BONES[5:]:
                name = f"{name}_{side}"
        known = [*BONES[:5], *(f"{bone}_{one}" for bone in BONES[5:] for one in SIDES)]
        return self.choice(name, key, known)

    # ------------------------------------------------------------ the file
    def exercise(self, data: Any, stem: str, digest: str) -> Exercise:
        top = self.mapping(data, "", TOP)
        for key in ("id", "person", "camera", "frames", "start"):
            if key not in top:
                raise self.fail(key, f"the key {key!r} is missing", "see two examples in any other pose file")
        if top["id"] != stem:
            raise self.fail("id", f"the id {top['id']!r} is not the file's name", f"write `id: {stem}`")
        camera = self.mapping(top["camera"], "camera", ("azimuth", "elevation"))
        props = self.props(top.get("props") or [])
        heights = _carrier_heights(props)
        start = self.sides(self.posture_keys(top["start"], "start"), "start")
        end = {**start, **self.sides(self.posture_keys(top.get("end") or {}, "end"), "end")}
        mid = {**start, **self.sides(self.posture_keys(top["mid"], "mid"), "mid")} if "mid" in top else None
        frames = self.choice(top["frames"], "frames", FRAMES)
        if frames == "three-frames" and mid is None:
            raise self.fail(
                "mid", "three frames need a middle posture", "add `mid:` with what changes from the start"
            )
        crop = self.mapping(top.get("crop", {}), "crop", ("below",))
        return Exercise(
            id=stem,
            person=self.choice(top["person"], "person", PEOPLE),
            azimuth=self.number(camera.get("azimuth", 90), "camera.azimuth"),
            elevation=self.number(camera.get("elevation", 8), "camera.elevation"),
            frames=frames,
            start=self.posture(start, "start", heights),
            end=self.posture(end, "end", heights),
            mid=self.posture(mid, "mid", heights) if mid is not None else None,
            props=props,
            arrows=tuple(self.arrow(a, f"arrows[{i}]") for i, a in enumerate(top.get("arrows") or [])),
            feel=tuple(
                self.choice(n, f"feel[{i}]", feel_names()) for i, n in enumerate(top.get("feel") or [])
            ),
            crop_below=self.number(crop["below"], "crop.below") if "below" in crop else None,
            gap=self.number(top["gap"], "gap") if "gap" in top else None,
            ghost=self.ghost(top.get("ghost")),
            source_sha256=digest,
        )

    def ghost(self, items: Any) -> tuple[str, ...] | None:
        return None if items is None else tuple(self.choice(item, "ghost", GHOST_LIMBS) for item in items)

    def props(self, items: Any) -> tuple[Prop, ...]:
        if not isinstance(items, list):
            raise self.fail("props", "a list is expected", "write `props:` and lines such as `  - mat`")
        return tuple(self.prop(item, f"props[{i}]") for i, item in enumerate(items))

    def prop(self, item: Any, key: str) -> Prop:
        kind, values = (item, {}) if isinstance(item, str) else next(iter(item.items()), ("", {}))
        kind = self.choice(kind, key, PROP_KEYS)
        extra = ("path",) if kind in PATH_KINDS else ("at",)
        data = self.mapping(values or {}, f"{key}.{kind}", (*PROP_KEYS[kind], *extra))
        path = tuple(self.spot(s, f"{key}.path[{i}]") for i, s in enumerate(data.get("path", [])))
        if kind in PATH_KINDS and len(path) < 2:
            raise self.fail(
                f"{key}.path", f"a {kind} runs between spots", "write `path: [hand_L, [0, 0.5, 0.6]]`"
            )
        at = self.spot(data["at"], f"{key}.at") if "at" in data else None
        values = {k: self.number(v, f"{key}.{kind}.{k}") for k, v in data.items() if k not in ("path", "at")}
        return Prop(kind, values, path, at)

    def arrow(self, item: Any, key: str) -> Arrow:
        data = self.mapping(item, key, ("follow", "shift", "span", "at", "from", "to", "bend", "frame"))
        name = data.get("follow", data.get("at"))
        known = [
            *MIDDLE_LANDMARKS,
            *(f"{n}_{s}" for n in LANDMARKS if n not in MIDDLE_LANDMARKS for s in SIDES),
        ]
        landmark = self.choice(name, key, known)
        frame = cast(
            FrameName, self.choice(data.get("frame", "end"), f"{key}.frame", ("start", "mid", "end"))
        )
        if "follow" in data:
            shift, span = data.get("shift", [0, 0]), data.get("span", [0.08, 0.86])
            return Arrow(
                landmark, True, self.pair(span, f"{key}.span"), self.pair(shift, f"{key}.shift"), frame=frame
            )
        if "from" not in data or "to" not in data:
            raise self.fail(key, "an arrow `at` a landmark needs `from` and `to`", "write `from: [0, 0.1]`")
        bend = self.number(data.get("bend", 0.0), f"{key}.bend")
        tail, tip = self.pair(data["from"], f"{key}.from"), self.pair(data["to"], f"{key}.to")
        return Arrow(landmark, tail=tail, tip=tip, bend=bend, frame=frame)

    # ------------------------------------------------------------ postures
    def posture_keys(self, value: Any, key: str) -> dict[str, Any]:
        return self.mapping(value, key, (*PLAIN, *SIDED, *(f"{n}_{s}" for n in SIDED for s in SIDES)))

    def sides(self, data: dict[str, Any], key: str) -> dict[str, Any]:
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
        root = self.mapping(
            data.get("root", {}), f"{key}.root", ("yaw", "pitch", "roll", "turn", "x", "y", "z")
        )
        spine = {n: self.angles(data.get(n, 0), f"{key}.{n}") for n in ("lumbar", "thorax", "neck", "head")}
        return Posture(
            root=Root(**{n: self.number(v, f"{key}.root.{n}") for n, v in root.items()}),
            legs={side: self.leg(data, side, key) for side in SIDES},
            arms={side: self.arm(data, side, key) for side in SIDES},
            rest=self.rest(data["rest"], f"{key}.rest", heights) if data.get("rest") else None,
            touching=tuple(self.choice(p, f"{key}.touching", PARTS) for p in data.get("touching") or ()),
            over=tuple(self.over(text, f"{key}.over") for text in data.get("over") or ()),
            **spine,
        )

    def rest(self, value: Any, key: str, heights: Mapping[str, float]) -> Rest:
        data = self.mapping(value, key, ("on", "parts"))
        on = data.get("on", 0)
        if isinstance(on, str):
            on = heights[self.choice(on, f"{key}.on", heights)]
        parts = tuple(self.choice(p, f"{key}.parts", PARTS) for p in data.get("parts") or ())
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
            x, z, *rest = self.numbers(flat[0], f"{key}.foot_flat_{side}", len(flat[0]))
            x = -x if flat[1] else x
            target = Spot((x, ANKLE_OVER_FLOOR + (rest[0] if rest else 0.0), z))
            ahead = (TOES_AHEAD[0] * (1 if side == "L" else -1), 0.0, 1.0)
            toes = toes or ahead
        return Leg(
            hip=read.angles("hip", default.hip),
            knee=read.number("knee", 0.0),
            ankle=read.angles("ankle", default.ankle),
            toe_bend=read.number("toe_bend", 0.0),
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
            shape=self.choice(shape[0], f"{key}.hand_{side}", HAND_SHAPES) if shape else default.shape,
            target=read.spot("hand_at"),
            pole=read.direction("elbow_toward"),
            fingers=read.direction("fingers"),
            palm=read.direction("palm"),
            straight=bool((read.raw("straight_arm") or (False, False))[0]),
        )


@dataclass(frozen=True)
class _Side:
    """One side's values of a posture; each is stored with whether it was written for both sides."""

    reader: _Reader
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


def _carrier_heights(props: Iterable[Prop]) -> dict[str, float]:
    return {prop.kind: prop.number(CARRIERS[prop.kind]) for prop in props if prop.kind in CARRIERS}


def _nearest(value: Any, names: Iterable[str]) -> str:
    known = list(names)
    near = difflib.get_close_matches(str(value), known, 1)
    return f"did you mean {near[0]!r}?" if near else "use one of: " + ", ".join(map(str, known))
