"""Draws and compiles the page's pictograms: python -m handouts.pictures.studio.icons compile [--check].

An icon is authored in images/anatomy/icons.yaml in a box of 24 by 24 units, centre at 0, 0, y up. It has one
block, "colour", and the roles "ink" and "paper" (paper is the ground that shows through a solid shape).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from handouts.errors import PictureError, Where
from handouts.pictures.compiled import Picture, write_picture
from handouts.pictures.studio import curves
from handouts.pictures.studio.store import store
from handouts.pictures.studio.surface import Surface

HALF = 12.0  # units from the centre to an edge of the box; one unit is one point at natural size
PEN = 2.2  # units; at 5.6 mm this is a stroke of half a millimetre


def draw_icon(icon_id: str, marks: Sequence[Mapping[str, Any]], where: str = "icons.yaml") -> Picture:
    """The compiled picture of one icon.

    A mark is a mapping: one shape (line, curve, area, shape, disc, ring, box) and, if wanted, role and pen.
    Raises PictureError naming the icon for a mark that cannot be drawn.
    """
    surface = Surface(tolerance=0.02, smallest=0.01)
    with surface.block("colour"):
        for mark in marks:
            try:
                _draw_mark(surface, mark)
            except (KeyError, TypeError, ValueError) as error:
                raise PictureError(
                    f"mark {dict(mark)!r} cannot be drawn ({error})", where=Where(file=where, field=icon_id)
                ) from error
    digest = hashlib.sha256(json.dumps(marks, sort_keys=True).encode()).hexdigest()
    return surface.picture(icon_id, "icon", frame=(-HALF, -HALF, HALF, HALF), source_sha256=digest)


def _draw_mark(surface: Surface, mark: Mapping[str, Any]) -> None:
    role, pen = str(mark.get("role", "ink")), float(mark.get("pen", PEN))
    kind = next(name for name in (*_STROKED, *_FILLED) if name in mark)
    if kind in _FILLED:
        surface.fill(_FILLED[kind](mark[kind]), role)
    else:
        surface.stroke(_STROKED[kind](mark[kind]), role, pen)


def _ring(value: Sequence[float]) -> BaseGeometry:
    x, y, radius = value
    return Point(x, y).buffer(radius, 32)


def _rounded_box(value: Sequence[float]) -> BaseGeometry:
    x0, y0, x1, y1, radius = value
    return curves.round_convex(box(x0, y0, x1, y1), radius)


_STROKED: Mapping[str, Callable[[Any], BaseGeometry]] = {
    "line": LineString,
    "curve": lambda points: curves.spline_line(points, 10),
    "loop": lambda points: LineString(curves.spline_polygon(points, 10).exterior),
    "outline": lambda points: LineString(Polygon(points).exterior),
    "ring": lambda value: LineString(_ring(value).exterior),
    "frame": lambda value: LineString(_rounded_box(value).exterior),
}
_FILLED: Mapping[str, Callable[[Any], BaseGeometry]] = {
    "area": Polygon,
    "shape": lambda points: curves.spline_polygon(points, 10),
    "disc": _ring,
    "box": _rounded_box,
}


def read_icons(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Icon id to marks. Raises PictureError naming the file when it cannot be read."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise PictureError(f"cannot read the icons: {error}", where=Where(file=str(path))) from error
    if not isinstance(data, dict) or not all(isinstance(marks, list) for marks in data.values()):
        raise PictureError("each icon must be an id with a list of marks", where=Where(file=str(path)))
    return {str(name): marks for name, marks in data.items()}


def compile_icons(source: Path, target: Path) -> dict[Path, bytes]:
    """The bytes of every compiled icon, by the path it belongs at. Nothing is written."""
    icons = read_icons(source)
    return {
        target / f"{name}.hpic": write_picture(draw_icon(name, marks, str(source))) for name, marks in icons.items()
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Compiles the icons, or with --check only says whether the compiled ones are up to date (0 or 1)."""
    images = Path(__file__).parents[3] / "images"
    parser = argparse.ArgumentParser(prog="python -m handouts.pictures.studio.icons")
    parser.add_argument("command", choices=["compile"])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if an icon is out of date")
    parser.add_argument("--images", type=Path, default=images, help="the images folder")
    options = parser.parse_args(arguments)
    made = compile_icons(options.images / "anatomy" / "icons.yaml", options.images / "compiled" / "icons")
    return store(made, options.check)


if __name__ == "__main__":
    sys.exit(main())
