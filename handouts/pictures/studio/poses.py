"""Reads pose files: images/poses/<exercise-id>.yaml.

A pose file is a mapping with these keys (angles in degrees, lengths in body heights, X the person's left,
Y up, Z the person's forward when standing):

id          the exercise; the same as the file's name.
camera      {azimuth, elevation}: 0 sees the front, 90 the left side, 180 the back.
frames      ghost (end posture, start dashed), single, two-frames, stacked (start above end), or
            three-frames (start, mid, end).
props       a list of kinds (`- mat`) or of {kind: {number: value}}; the numbers are in props.PROP_KEYS.
            band, strap, stick and dumbbell take `path`, a list of spots; ball, pillow, towel and roller may take `at`.
start       the start posture. mid, end: only what changes.
arrows      each either {follow: landmark, shift: [x, y], span: [from, to]}
            or {at: landmark, from: [x, y], to: [x, y], bend: share, frame: start|mid|end}.
feel        names of feel.PATCHES (in the middle) or feel.SIDED_PATCHES with _L or _R.
crop        {below, above: heights; left, right: places on the picture from the middle of the room}, or for a
            close-up {around: landmark, radius: r or [to the sides, up and down], shift: [x, y]}.
gap         space between frames (else what the panel can spare).
ghost       only these limbs are dashed at their start: leg_L, leg_R, arm_L, arm_R, torso, head ([] for none).

Draw the LEFT side as the working side; the page mirrors the picture for the right.

A posture's keys; those marked * take _L or _R, or no side for both (X mirrored on the right):

root            {yaw, pitch, roll, turn, x, y, z}; pitch -90 lies on the back, 90 on the front; then
                turn -90 lies on the right side (turn: about the body's own length, + to the left).
lumbar thorax neck head     forward bend, or [forward, side bend to the left, turn to the left].
hip*            flexion, or [flexion, abduction, outward turn].
tongue          shows the mouth through the cheek, from the side: up (tongue on the roof) or low (teeth meet).
jaw             [degrees open, slide to the left from -1 to 1].
ankle*          toes up, or [up, out, roll].
knee* elbow* toe_bend*      one angle (toes up; below 0 they curl).    arch*   0 to 1, the arch drawn up.
shrug* draw*    how far the shoulder is raised, and drawn back.
shoulder*       flexion, or [flexion, abduction, outward turn].
wrist*          towards the palm, or [palm, thumb side, palm turned back].
hand*           relaxed, flat, open, cup, grip or fist; with separate fingers, for close-ups, a key of
                hands.HAND_POSES: straight, soft, spread, hook, full-fist, tabletop, straight-fist ...
hand_at*        a spot for the palm (for the wrist, when the hand has no direction).
fingers* palm*  directions [x, y, z] of the fingers and of the palm.
elbow_toward*   the way in which a reaching arm's elbow points.
straight_arm*   true slides hand_at along Z until the arm is straight.
foot_at*        a spot for the ankle.  foot_flat*: [x, z] or [x, z, floor height] for a sole on the floor.
toes* sole_up*  directions of a reaching foot.      knee_toward*: the way in which its knee points.
rest            {on: height or prop kind, parts: [...]}: the parts put on the floor (0) or on a seat or bed.
touching        parts that must touch the floor or a carrier; checked when compiled.
over            ["hand_L over thigh_R", ...]: painting order where the depths would get it wrong.

A spot is [x, y, z], a bone's name, or {on: bone, along: share, side: front|back|outer|inner or a list of two,
offset: [x, y, z]}; along runs down a limb bone (hand: to the fingertips, foot: to the toes) from 0 to 1, up the
spine for `torso` in body heights. On the trunk, outer is the side of the limb that reaches. "other thigh" is the
other side's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from handouts.errors import PictureError, Where
from handouts.pictures.studio.exercise import (
    FRAMES,
    GHOST_LIMBS,
    Arrow,
    Crop,
    Exercise,
    FrameName,
    landmark_names,
)
from handouts.pictures.studio.feel import feel_names
from handouts.pictures.studio.postures import PostureReader
from handouts.pictures.studio.props import CARRIERS, PATH_KINDS, PROP_KEYS, Prop

EDGES = ("below", "above", "left", "right")
TOP = (
    "id",
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
        data = yaml.load(raw, Loader=_PoseLoader)
    except OSError as problem:
        raise PictureError(f"cannot read the pose file: {problem.strerror}", where=Where(str(path))) from problem
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        what = getattr(problem, "problem", None) or "look for a bracket, quote or colon too many"
        raise PictureError("this is not valid YAML", where=Where(str(path), line), hint=what) from problem
    return _PoseReader(path.name).exercise(data, path.stem, hashlib.sha256(raw).hexdigest())


@dataclass(frozen=True)
class _PoseReader(PostureReader):
    """Turns a whole pose file into an Exercise."""

    def exercise(self, data: Any, stem: str, digest: str) -> Exercise:
        top = self.mapping(data, "", TOP)
        for key in ("id", "camera", "frames", "start"):
            if key not in top:
                raise self.fail(key, f"the key {key!r} is missing", "see two examples in any other pose file")
        if top["id"] != stem:
            raise self.fail("id", f"the id {top['id']!r} is not the file's name", f"write `id: {stem}`")
        camera = self.mapping(top["camera"], "camera", ("azimuth", "elevation"))
        props = self.props(top.get("props"))
        heights = _carrier_heights(props)
        start = self.sides(self.posture_keys(top["start"], "start"))
        end = {**start, **self.sides(self.posture_keys(top.get("end") or {}, "end"))}
        mid = {**start, **self.sides(self.posture_keys(top["mid"], "mid"))} if "mid" in top else None
        frames = self.choice(top["frames"], "frames", FRAMES)
        if frames == "three-frames" and mid is None:
            raise self.fail("mid", "three frames need a middle posture", "add `mid:` with what changes from the start")
        return Exercise(
            id=stem,
            azimuth=self.number(camera.get("azimuth", 90), "camera.azimuth"),
            elevation=self.number(camera.get("elevation", 8), "camera.elevation"),
            frames=frames,
            start=self.posture(start, "start", heights),
            end=self.posture(end, "end", heights),
            mid=self.posture(mid, "mid", heights) if mid is not None else None,
            props=props,
            arrows=tuple(self.arrow(a, f"arrows[{i}]") for i, a in enumerate(self.items(top.get("arrows"), "arrows"))),
            feel=tuple(
                self.choice(n, f"feel[{i}]", feel_names()) for i, n in enumerate(self.items(top.get("feel"), "feel"))
            ),
            crop=self.crop(top["crop"]) if "crop" in top else None,
            gap=self.number(top["gap"], "gap") if "gap" in top else None,
            ghost=self.ghost(top.get("ghost")),
            source_sha256=digest,
        )

    def crop(self, value: Any) -> Crop:
        data = self.mapping(value, "crop", (*EDGES, "around", "radius", "shift"))
        below, above, left, right = (
            self.number(data[edge], f"crop.{edge}") if edge in data else None for edge in EDGES
        )
        if "around" not in data:
            return Crop(below, above, left, right)
        radius = data.get("radius", 0.1)
        return Crop(
            below, above, left, right,
            landmark=self.choice(data["around"], "crop.around", landmark_names()),
            radius=self.pair(radius if isinstance(radius, list) else [radius, radius], "crop.radius"),
            shift=self.pair(data.get("shift", [0, 0]), "crop.shift"),
        )  # fmt: skip

    def ghost(self, items: Any) -> tuple[str, ...] | None:
        if items is None:
            return None
        return tuple(self.choice(item, "ghost", GHOST_LIMBS) for item in self.items(items, "ghost"))

    def props(self, items: Any) -> tuple[Prop, ...]:
        return tuple(self.prop(item, f"props[{i}]") for i, item in enumerate(self.items(items, "props")))

    def prop(self, item: Any, key: str) -> Prop:
        whole = {item: {}} if isinstance(item, str) else self.mapping(item, key, PROP_KEYS)
        kind, values = next(iter(whole.items()), ("", {}))
        kind = self.choice(kind, key, PROP_KEYS)
        extra = ("path",) if kind in PATH_KINDS else ("at",)
        data = self.mapping(values or {}, f"{key}.{kind}", (*PROP_KEYS[kind], *extra))
        path = tuple(
            self.spot(s, f"{key}.path[{i}]") for i, s in enumerate(self.items(data.get("path"), f"{key}.path"))
        )
        if kind in PATH_KINDS and len(path) < 2:
            raise self.fail(f"{key}.path", f"a {kind} runs between spots", "write `path: [hand_L, [0, 0.5, 0.6]]`")
        at = self.spot(data["at"], f"{key}.at") if "at" in data else None
        values = {k: self.number(v, f"{key}.{kind}.{k}") for k, v in data.items() if k not in ("path", "at")}
        return Prop(kind, values, path, at)

    def arrow(self, item: Any, key: str) -> Arrow:
        data = self.mapping(item, key, ("follow", "shift", "span", "at", "from", "to", "bend", "frame"))
        name = data.get("follow", data.get("at"))
        landmark = self.choice(name, key, landmark_names())
        frame = cast(FrameName, self.choice(data.get("frame", "end"), f"{key}.frame", ("start", "mid", "end")))
        if "follow" in data:
            shift, span = data.get("shift", [0, 0]), data.get("span", [0.08, 0.86])
            return Arrow(landmark, True, self.pair(span, f"{key}.span"), self.pair(shift, f"{key}.shift"), frame=frame)
        if "from" not in data or "to" not in data:
            raise self.fail(key, "an arrow `at` a landmark needs `from` and `to`", "write `from: [0, 0.1]`")
        bend = self.number(data.get("bend", 0.0), f"{key}.bend")
        tail, tip = self.pair(data["from"], f"{key}.from"), self.pair(data["to"], f"{key}.to")
        return Arrow(landmark, tail=tail, tip=tip, bend=bend, frame=frame)


def _carrier_heights(props: Iterable[Prop]) -> dict[str, float]:
    return {prop.kind: prop.number(CARRIERS[prop.kind]) for prop in props if prop.kind in CARRIERS}
