"""Whether the muscles of a plate begin and end where the plate's own list of attachments says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from shapely.geometry import LineString, Point, box
from shapely.geometry.base import BaseGeometry

from handouts.pictures.studio import plate_tissue
from handouts.pictures.studio.anatomy import DataReader, Muscle
from handouts.pictures.studio.plate_data import BEYOND, Panel, layer_id, muscle_of

REACH = 9.0  # points: how far from a landmark a muscle may end


def claim_problems(panel: Panel) -> Iterator[str]:
    """Each attachment that is not where it is claimed, and each muscle that claims none."""
    layers = {layer_id(layer): layer for layer in panel.layers if layer.text("draw") == "muscle"}
    claimed = {claim.muscle for claim in panel.claims}
    for name in layers:
        if name not in claimed:
            yield f"{panel.id}: {name} has no entry under attachments"
    landmarks, shapes = panel.landmarks(), _shapes(panel)
    for claim in panel.claims:
        if claim.muscle not in layers:
            yield f"{panel.id}: attachments name {claim.muscle!r}, which is not drawn"
            continue
        if not claim.source.strip():
            yield f"{panel.id}: {claim.muscle} has no source"
        muscle = muscle_of(layers[claim.muscle])
        for end, names, word in (
            (_origin(muscle), claim.origins, "origin"),
            (_insertion(muscle), claim.insertions, "insertion"),
        ):
            for name in names:
                far = _distance(panel, end, name, landmarks, shapes)
                if far is None:
                    yield f"{panel.id}: {claim.muscle}: there is no landmark {name!r}"
                elif far > REACH:
                    yield f"{panel.id}: {claim.muscle}: its {word} is {far:.0f} pt from {name}"


def _origin(muscle: Muscle) -> BaseGeometry:
    return _line([muscle.a[0], *muscle.start, muscle.b[0]])


def _insertion(muscle: Muscle) -> BaseGeometry:
    return _line([muscle.a[-1], *muscle.end, muscle.b[-1]])


def _line(points: Sequence[tuple[float, float]]) -> BaseGeometry:
    return LineString(points) if len(set(points)) > 1 else Point(points[0])


def _distance(
    panel: Panel,
    end: BaseGeometry,
    name: str,
    landmarks: Mapping[str, tuple[float, float]],
    shapes: Mapping[str, BaseGeometry],
) -> float | None:
    """How far (points) a muscle's end is from what it is said to attach to; None for an unknown name."""
    if name == BEYOND:
        left, top, right, foot = panel.window
        return 0.0 if end.distance(box(left, top, right, foot).buffer(-4)) > 0 else REACH + 1
    if name in landmarks:
        return float(end.distance(Point(landmarks[name])))
    return float(end.distance(shapes[name])) if name in shapes else None


def _shapes(panel: Panel) -> dict[str, BaseGeometry]:
    """The drawn layers a muscle may attach to: a band, a sheet, another muscle."""
    found: dict[str, BaseGeometry] = {}
    for layer in panel.layers:
        kind = layer.text("draw")
        if kind == "muscle":
            found[layer_id(layer)] = plate_tissue.muscle_shape(muscle_of(layer))
        elif kind in ("fascia", "patch"):
            found[layer_id(layer)] = _polygon(layer)
    return found


def _polygon(layer: DataReader) -> BaseGeometry:
    return Point(0, 0) if "outline" not in layer.data else LineString(layer.curve("outline")).convex_hull
