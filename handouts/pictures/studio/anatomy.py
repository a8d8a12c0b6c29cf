"""Reading the body's curves from images/anatomy/*.yaml.

Units: the body is 1000 high, crown at y 0; y runs down and x runs from the midline to the viewer's right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from handouts.errors import PictureError, Where

Curve = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Muscle:
    """Two edge curves from origin to insertion, and extra points that close the ends from a to b."""

    id: str
    a: Curve
    b: Curve
    start: Curve = ()
    end: Curve = ()


@dataclass(frozen=True)
class Bar:
    """A thick round-ended line: a finger, a thumb, a toe (one point)."""

    line: Curve
    radius: float


@dataclass(frozen=True)
class Feature:
    """A line drawn over the muscles; ink is "fibre" or "outline", width is points at natural size."""

    line: Curve
    ink: str
    width: float


@dataclass(frozen=True)
class Region:
    """What can be marked: a union of muscles, or a patch of its own that may show muscles' fibres."""

    id: str
    muscles: tuple[str, ...] = ()
    patch: Curve = ()


@dataclass(frozen=True)
class Outline:
    """Half the body's outline in the order crown, wrist, arm, flank, ankle; and the parts of the hand."""

    crown_to_wrist: Curve
    wrist: Curve
    inner_arm: Curve
    flank_to_ankle: Curve
    palm: Curve
    fingers: tuple[Bar, ...]
    thumb: Bar
    ear: Curve


@dataclass(frozen=True)
class BodyView:
    """One view of the body: the shared outline, the view's own foot and leg, muscles, lines and regions."""

    view: str
    outline: Outline
    foot: Curve
    inner_leg: Curve
    toes: tuple[Bar, ...]
    hair: Curve
    muscles: tuple[Muscle, ...]
    features: tuple[Feature, ...]
    regions: tuple[Region, ...]
    source_sha256: str


def read_body(folder: Path, view: str) -> BodyView:
    """The front or back view from body-outline.yaml and body-<view>.yaml in the folder.

    Raises PictureError naming the file and the field.
    """
    outline_path, view_path = folder / "body-outline.yaml", folder / f"body-{view}.yaml"
    shared, own = DataReader.of(outline_path), DataReader.of(view_path)
    outline = Outline(
        crown_to_wrist=shared.curve("crown_to_wrist"),
        wrist=shared.curve("wrist"),
        inner_arm=shared.curve("inner_arm"),
        flank_to_ankle=shared.curve("flank_to_ankle"),
        palm=shared.curve("palm"),
        fingers=tuple(finger.bar() for finger in shared.each("fingers")),
        thumb=shared.inner("thumb").bar(),
        ear=shared.curve("ear"),
    )
    return BodyView(
        view=own.text("view"),
        outline=outline,
        foot=own.curve("foot"),
        inner_leg=own.curve("inner_leg"),
        toes=tuple(Bar((toe.point("centre"),), toe.number("radius")) for toe in own.each("toes")),
        hair=own.curve("hair"),
        muscles=tuple(muscle.muscle() for muscle in own.each("muscles")),
        features=tuple(
            Feature(line.curve("line"), line.text("ink"), line.number("width")) for line in own.each("features")
        ),
        regions=tuple(region.region() for region in own.each("regions")),
        source_sha256=hashlib.sha256(outline_path.read_bytes() + view_path.read_bytes()).hexdigest(),
    )


@dataclass(frozen=True)
class DataReader:
    """One mapping of a drawing-data file, which knows where it stands and says so in errors."""

    path: Path
    place: str
    data: Mapping[str, Any]

    @classmethod
    def of(cls, path: Path) -> DataReader:
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise PictureError(
                f"cannot read the drawing data: {error.strerror}", where=Where(file=str(path))
            ) from error
        except yaml.YAMLError as error:
            raise PictureError(f"this is not valid YAML: {error}", where=Where(file=str(path))) from error
        if not isinstance(data, dict):
            raise PictureError("the file must hold named fields", where=Where(file=str(path)))
        return cls(path, "", data)

    def wrong(self, field: str, message: str) -> PictureError:
        return PictureError(message, where=Where(file=str(self.path), field=self.place + field))

    def value(self, field: str) -> Any:
        if field not in self.data:
            raise self.wrong(field, "this field is missing")
        return self.data[field]

    def text(self, field: str) -> str:
        value = self.value(field)
        if not isinstance(value, str):
            raise self.wrong(field, "this must be a word")
        return value

    def number(self, field: str) -> float:
        value = self.value(field)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(field, "this must be a number")
        return float(value)

    def point(self, field: str) -> tuple[float, float]:
        return self._point(field, self.value(field))

    def curve(self, field: str, fewest: int = 2) -> Curve:
        value = self.value(field)
        if not isinstance(value, list) or len(value) < fewest:
            raise self.wrong(field, f"this must be a list of {fewest} or more points, each [x, y]")
        return tuple(self._point(field, item) for item in value)

    def optional_curve(self, field: str) -> Curve:
        return self.curve(field, fewest=1) if field in self.data else ()

    def _point(self, field: str, value: Any) -> tuple[float, float]:
        if not isinstance(value, list) or len(value) != 2 or not all(isinstance(v, int | float) for v in value):
            raise self.wrong(field, f"{value!r} is not a point [x, y]")
        return float(value[0]), float(value[1])

    def each(self, field: str) -> list[DataReader]:
        value = self.value(field)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.wrong(field, "this must be a list of entries")
        return [DataReader(self.path, f"{self.place}{field}[{i}].", item) for i, item in enumerate(value)]

    def inner(self, field: str) -> DataReader:
        value = self.value(field)
        if not isinstance(value, dict):
            raise self.wrong(field, "this must hold named fields")
        return DataReader(self.path, f"{self.place}{field}.", value)

    def bar(self) -> Bar:
        return Bar(self.curve("line"), self.number("radius"))

    def muscle(self) -> Muscle:
        return Muscle(
            self.text("id"),
            self.curve("a"),
            self.curve("b"),
            self.optional_curve("start"),
            self.optional_curve("end"),
        )

    def region(self) -> Region:
        muscles = self.data.get("muscles", [])
        if not isinstance(muscles, list):
            raise self.wrong("muscles", "this must be a list of muscle ids")
        region = Region(self.text("id"), tuple(map(str, muscles)), self.optional_curve("patch"))
        if not region.muscles and not region.patch:
            raise self.wrong("id", f"region {region.id!r} needs muscles or a patch")
        return region
