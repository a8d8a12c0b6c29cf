"""Reading plates: images/anatomy/plate-*.yaml, and the bones they share, images/anatomy/bones.yaml.

Units are points at natural size; y runs down. A plate has one or more panels side by side. In a panel x runs from its
own midline or axis, and a shape's ``side`` says where it is drawn: "right" as given, "left" mirrored, "both", or
"middle" (a given half and its mirror image in one).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from handouts.pictures.studio import curves
from handouts.pictures.studio.anatomy import Curve, DataReader, Muscle

SIDES = ("left", "right", "middle", "both")
BEYOND = "beyond"  # an attachment that lies outside the picture
ALONG_LINE = 25  # points along each edge of a muscle given by its middle line
# What every vertebra offers to muscles, as places on the vertebra of scale 1 about its own centre.
VERTEBRA_PLACES = {"transverse": (34.0, -3.0), "spinous": (1.0, 10.0), "body": (18.0, 0.0), "lamina": (11.0, 4.0)}


@dataclass(frozen=True)
class BoneData:
    """One bone: its outline, what is drawn on it, and the named places where muscles attach."""

    id: str
    outline: Curve
    middle: bool
    holes: tuple[Curve, ...]
    lines: tuple[Curve, ...]
    shade: tuple[float, float]
    landmarks: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Claim:
    """What a plate says about one muscle: landmarks ("bone.landmark", a layer's id or BEYOND) and the source."""

    muscle: str
    origins: tuple[str, ...]
    insertions: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Panel:
    """One drawing of a plate. shift: where its own zero stands on the plate. window: left, top, right, foot.

    mirrored: all of it is drawn with left and right exchanged, so that one limb's bones serve the other.
    """

    id: str
    data: DataReader
    shift: tuple[float, float]
    window: tuple[float, float, float, float]
    layers: tuple[DataReader, ...]
    bones: Mapping[str, BoneData]
    vertebra: DataReader
    claims: tuple[Claim, ...]
    mirrored: bool = False

    def bone_of(self, layer: DataReader) -> BoneData:
        """The bone that a layer draws: its own, or one of bones.yaml, scaled and then moved."""
        if "of" not in layer.data:
            return _bone(layer, optional_shade=True)
        wanted = layer.text("of")
        if wanted not in self.bones:
            near = difflib.get_close_matches(wanted, self.bones, n=1)
            raise layer.wrong("of", f"there is no bone {wanted!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        bone = self.bones[wanted]
        scale = layer.number("scale") if "scale" in layer.data else 1.0
        dx, dy = layer.point("move") if "move" in layer.data else (0.0, 0.0)

        def placed(point: tuple[float, float]) -> tuple[float, float]:
            return point[0] * scale + dx, point[1] * scale + dy

        return BoneData(
            id=layer_id(layer),
            outline=tuple(map(placed, bone.outline)),
            middle=bone.middle,
            holes=tuple(tuple(map(placed, hole)) for hole in bone.holes),
            lines=tuple(tuple(map(placed, line)) for line in bone.lines),
            shade=bone.shade,
            landmarks={name: placed(point) for name, point in bone.landmarks.items()},
        )

    def landmarks(self) -> dict[str, tuple[float, float]]:
        """Every place of the panel that an attachment may name, in the panel's units."""
        found: dict[str, tuple[float, float]] = dict(self._own_landmarks())
        for layer in self.layers:
            if layer.text("draw") == "bone":
                bone = self.bone_of(layer)
                found |= {f"{bone.id}.{name}": point for name, point in bone.landmarks.items()}
            elif layer.text("draw") == "vertebrae":
                for level, (y, scale) in zip(_words(layer, "levels"), layer.curve("at", fewest=1), strict=True):
                    for name, (px, py) in VERTEBRA_PLACES.items():
                        found[f"{level}.{name}"] = (px * scale, y + py * scale)
        return found

    def _own_landmarks(self) -> Iterator[tuple[str, tuple[float, float]]]:
        if "landmarks" in self.data.data:
            own = self.data.inner("landmarks")
            yield from ((name, own.point(name)) for name in own.data)


@dataclass(frozen=True)
class PlateData:
    """One plate. fades: edges ("top", "foot") that dissolve into the paper. covers: pain areas it shows."""

    id: str
    panels: tuple[Panel, ...]
    fades: tuple[str, ...]
    covers: tuple[str, ...]


def read_plate(source: Path) -> PlateData:
    """The plate of one file; bones.yaml stands beside it. Raises PictureError naming the file and the field."""
    data = DataReader.of(source)
    shared = DataReader.of(source.parent / "bones.yaml")
    bones = {bone.id: bone for bone in map(_bone, shared.each("bones"))}
    panels = tuple(_panel(panel, bones, shared.inner("vertebra")) for panel in data.each("panels"))
    return PlateData(data.text("id"), panels, tuple(_words(data, "fades")), tuple(_words(data, "covers")))


def _panel(data: DataReader, bones: Mapping[str, BoneData], vertebra: DataReader) -> Panel:
    (left, top), (right, foot) = data.curve("window", fewest=2)[:2]
    return Panel(
        id=data.text("id"),
        data=data,
        shift=data.point("at"),
        window=(left, top, right, foot),
        layers=tuple(data.each("layers")),
        bones=bones,
        vertebra=vertebra,
        claims=tuple(
            Claim(claim.text("muscle"), tuple(_words(claim, "from")), tuple(_words(claim, "to")), claim.text("source"))
            for claim in data.each("attachments")
        ),
        mirrored=data.data.get("mirror") is True,
    )


def _bone(data: DataReader, optional_shade: bool = False) -> BoneData:
    marks = data.inner("landmarks") if "landmarks" in data.data else None
    shade = (2.2, -2.4) if optional_shade and "shade" not in data.data else data.point("shade")
    return BoneData(
        id=layer_id(data),
        outline=_bar(data) if "line" in data.data else data.curve("outline", fewest=3),
        middle=data.data.get("middle") is True or data.data.get("side") == "middle",
        holes=curves_of(data, "holes"),
        lines=curves_of(data, "lines"),
        shade=shade,
        landmarks={} if marks is None else {name: marks.point(name) for name in marks.data},
    )


def _bar(data: DataReader) -> Curve:
    """The outline of a bone given, like a muscle, by its middle line and how wide it is: a rib, a finger's bone."""
    shaft = muscle_of(data)
    a, b = shaft.a[:: ALONG_LINE // 6], shaft.b[:: ALONG_LINE // 6]
    return (*a, *b[::-1])


def layer_id(layer: DataReader) -> str:
    """A layer's own id, or that of the bone it draws."""
    return layer.text("id" if "id" in layer.data else "of")


def layer_side(layer: DataReader) -> str:
    """Where a layer is drawn; "right" (as given) when it does not say."""
    side = str(layer.data.get("side", "right"))
    if side not in SIDES:
        raise layer.wrong("side", f"{side!r} is none of: " + ", ".join(SIDES))
    return side


def curves_of(data: DataReader, field: str) -> tuple[Curve, ...]:
    """A list of curves; none when the field is missing."""
    value = data.data.get(field, [])
    if not isinstance(value, list):
        raise data.wrong(field, "this must be a list of curves, each a list of points [x, y]")
    return tuple(DataReader(data.path, f"{data.place}{field}.", {str(i): v}).curve(str(i)) for i, v in enumerate(value))


def _words(data: DataReader, field: str) -> list[str]:
    value = data.value(field)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise data.wrong(field, "this must be a list of words")
    return value


# ---------------------------------------------------------------- muscles
def muscle_of(layer: DataReader) -> Muscle:
    """A muscle given by its two edges (a, b, start, end), or by its middle ``line`` and how ``wide`` it is.

    ``wide`` holds full widths at even steps of the line's length, origin first.
    """
    if "line" not in layer.data:
        return layer.muscle()
    wide = layer.value("wide")
    if not isinstance(wide, list) or len(wide) < 2 or not all(isinstance(w, int | float) for w in wide):
        raise layer.wrong("wide", "this must be a list of two or more widths")
    middle = curves.resample(curves.spline(layer.curve("line"), samples=12), ALONG_LINE)
    share = np.linspace(0, 1, len(wide))
    profile = curves.spline(np.column_stack([share, np.asarray(wide, dtype=np.float64)]), samples=10)
    half = np.interp(np.linspace(0, 1, ALONG_LINE), profile[:, 0], profile[:, 1])[:, None] / 2
    slope = np.gradient(middle, axis=0)
    slope /= np.maximum(np.linalg.norm(slope, axis=1), 1e-9)[:, None]
    normal = np.column_stack([-slope[:, 1], slope[:, 0]])
    a, b = middle + normal * half, middle - normal * half
    return Muscle(layer_id(layer), _curve(a), _curve(b))


def _curve(points: curves.Points) -> Curve:
    return tuple((float(x), float(y)) for x, y in points)
