"""How a region of a map is marked, in colour and in black and white, in three strengths.

In colour one drawing serves all three: its roles get paler colours. Black on white needs a pattern of its own for
each: full, hatched and dotted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shapely import affinity
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.pictures.compiled import Anchor
from handouts.pictures.studio import curves
from handouts.pictures.studio.surface import Surface

EDGE, MONO_EDGE, FAINT_EDGE = 0.5, 0.6, 0.35  # line widths, points
FIBRE = 0.2
HATCH_GAP, HATCH = 1.5, 0.5
DOT_GAP, DOT = 2.2, 0.55


@dataclass(frozen=True)
class Marked:
    """A region as it lies on the picture, in points with y up: its shape and the fibres that show through."""

    region: str
    side: str
    shape: BaseGeometry
    fibres: Sequence[LineString] = ()


def draw_marks(surface: Surface, marks: Sequence[Marked]) -> None:
    """The blocks of every region: "mark:", "mono:", "mono-linked:" and "mono-faint:", each with <region>_<side>."""
    for one in marks:
        name = f"{one.region}_{one.side}"
        with surface.block(f"mark:{name}"):
            _draw_colour(surface, one)
        with surface.block(f"mono:{name}"):
            surface.fill(one.shape, "mark", stroke="mark_edge", width=MONO_EDGE)
        with surface.block(f"mono-linked:{name}"):
            surface.fill(one.shape, "body")
            surface.hatch(one.shape, "mark_edge", HATCH_GAP, HATCH)
            surface.stroke(one.shape, "mark_edge", MONO_EDGE)
        with surface.block(f"mono-faint:{name}"):
            surface.fill(one.shape, "body")
            _dots(surface, one.shape)
            surface.stroke(one.shape, "mark_edge", FAINT_EDGE, dash=(1.2, 0.9), cap="butt")


def anchors(marks: Sequence[Marked], x0: float, y0: float, middle: float) -> tuple[Anchor, ...]:
    """Where a label of each region points: inside its largest piece, from the lower left at x0, y0 (points).

    middle is the x that parts the labels of the left margin from those of the right."""
    found = []
    for one in marks:
        piece = curves.largest(one.shape)
        if piece is None:
            continue
        thinned = curves.largest(piece.buffer(-0.42 * _thickness(piece))) or piece
        inside = thinned.representative_point()
        column = "left" if inside.x < middle else "right"
        found.append(Anchor(f"{one.region}_{one.side}", round(inside.x - x0, 2), round(inside.y - y0, 2), column, 1))
    return tuple(found)


def _thickness(shape: BaseGeometry) -> float:
    """The radius (points) of about the largest circle in the shape."""
    low, high = 0.0, 60.0
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (low, middle) if shape.buffer(-middle).is_empty else (middle, high)
    return low


def _draw_colour(surface: Surface, one: Marked) -> None:
    surface.fill(one.shape, "mark", stroke="mark_edge", width=EDGE)
    inside = one.shape.buffer(-EDGE / 2)
    shade = inside.difference(affinity.translate(inside, -0.7, 0.65))
    surface.fill(curves.round_convex(shade, 0.1), "mark_dark", 0.7)
    if one.fibres:
        surface.stroke(unary_union(one.fibres).intersection(inside), "mark_dark", FIBRE)


def _dots(surface: Surface, shape: BaseGeometry) -> None:
    """Rows of dots: dashes of no length with round ends."""
    rows = curves.hatch_lines(shape.buffer(-DOT), 0.0, DOT_GAP)
    surface.stroke(unary_union(rows) if rows else None, "mark_edge", DOT, dash=(0.0, DOT_GAP))
