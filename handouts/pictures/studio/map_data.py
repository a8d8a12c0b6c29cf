"""Reading the maps that are drawn in layers: the side of the body, and the close-ups of head, hand and foot.

Units are the file's own; y runs down. A map that is not symmetric shows the person's right side (its mirror image is
the left); of a symmetric map only the half with x > 0 is given, from the midline at the top to the midline below.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from handouts.errors import did_you_mean
from handouts.pictures.studio.anatomy import Curve, DataReader, Feature, Muscle, Region

INKS = ("fibre", "outline")


@dataclass(frozen=True)
class Finger:
    """A round-ended limb that tapers: a line and the radius at each of its points, in units."""

    line: Curve
    radii: tuple[float, ...]


@dataclass(frozen=True)
class Shade:
    """A toned patch over the muscles (hair, a nail, lips): alpha is its strength, from 0 to 1."""

    shape: Curve
    alpha: float
    edge: bool


@dataclass(frozen=True)
class Layer:
    """One piece of the body, drawn over the layers before it.

    ``cuts`` are lines where the piece is cut off: no outline is drawn along them. ``web`` is the radius (units) that
    fills the corners between outline and fingers.
    """

    id: str
    outline: Curve
    fingers: tuple[Finger, ...]
    web: float
    cuts: tuple[Curve, ...]
    muscles: tuple[Muscle, ...]
    shades: tuple[Shade, ...]
    lines: tuple[Feature, ...]


@dataclass(frozen=True)
class MapRegion:
    """A region and the layer it lies on."""

    region: Region
    layer: str


@dataclass(frozen=True)
class LayeredMap:
    """One map as data. ``unit`` is points for one unit; ``frame`` is x0, top, x1, bottom in units."""

    id: str
    symmetric: bool
    unit: float
    frame: tuple[float, float, float, float]
    layers: tuple[Layer, ...]
    regions: tuple[MapRegion, ...]
    source_sha256: str


def read_map(path: Path) -> LayeredMap:
    """One map's data. Raises PictureError naming the file and the field."""
    whole = DataReader.of(path)
    (x0, top), (x1, bottom) = whole.curve("frame")[:2]
    layers = tuple(_layer(one) for one in whole.each("layers"))
    return LayeredMap(
        id=whole.text("map"),
        symmetric=whole.data.get("symmetric") is True,
        unit=whole.number("unit"),
        frame=(x0, top, x1, bottom),
        layers=layers,
        regions=tuple(_region(one, layers) for one in whole.each("regions")),
        source_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def _layer(data: DataReader) -> Layer:
    return Layer(
        id=data.text("id"),
        outline=data.curve("outline", fewest=3),
        fingers=tuple(_finger(one) for one in _each(data, "fingers")),
        web=data.number("web") if "web" in data.data else 0.0,
        cuts=tuple(one.curve("line") for one in _each(data, "cuts")),
        muscles=tuple(one.muscle() for one in _each(data, "muscles")),
        shades=tuple(_shade(one) for one in _each(data, "shades")),
        lines=tuple(_line(one) for one in _each(data, "lines")),
    )


def _each(data: DataReader, field: str) -> list[DataReader]:
    return data.each(field) if field in data.data else []


def _finger(data: DataReader) -> Finger:
    line, radii = data.curve("line"), data.value("radii")
    if not isinstance(radii, list) or len(radii) != len(line):
        raise data.wrong("radii", "this must be a list with one radius for each point of the line")
    if not all(isinstance(radius, int | float) and not isinstance(radius, bool) and radius > 0 for radius in radii):
        raise data.wrong("radii", "each radius must be a number over 0")
    return Finger(line, tuple(map(float, radii)))


def _shade(data: DataReader) -> Shade:
    return Shade(data.curve("shape", fewest=3), data.number("alpha"), data.data.get("edge") is True)


def _line(data: DataReader) -> Feature:
    ink = data.text("ink")
    if ink not in INKS:
        raise data.wrong("ink", f"{ink!r} is not an ink: use one of {', '.join(INKS)}")
    return Feature(data.curve("line"), ink, data.number("width"))


def _region(data: DataReader, layers: tuple[Layer, ...]) -> MapRegion:
    region = data.region()
    layer = data.text("layer") if "layer" in data.data else layers[0].id
    owner = next((one for one in layers if one.id == layer), None)
    if owner is None:
        raise data.wrong("layer", f"there is no layer {layer!r}: {', '.join(one.id for one in layers)}")
    known = [muscle.id for muscle in owner.muscles]
    for name in region.muscles:
        if name not in known:
            problem = data.wrong("muscles", f"region {region.id!r} names no muscle of its layer: {name!r}")
            problem.hint = did_you_mean(name, known)
            raise problem
    return MapRegion(region, layer)
