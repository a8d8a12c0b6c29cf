"""A drawing surface that records shapes as PDF operators with role tokens for colours.

Coordinates are points, y up, any origin: the box is found (or given) when the picture is made.
Drawing happens inside a block:

    surface = Surface()
    with surface.block("colour"):
        surface.fill(shape, "skin")
        surface.stroke(outline, "line", 0.8)
    picture = surface.picture("bridge", "exercise", margin=2)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from handouts.pictures.compiled import Anchor, Block, Frame, Picture
from handouts.pictures.studio.curves import (
    Points,
    fit_beziers,
    hatch_lines,
    lines_of,
    merged_lines,
    polygons_of,
)

CAPS = {"butt": 0, "round": 1, "square": 2}
SOFT, SOFT_TOLERANCE = 0.5, 1.7  # a fill paler than this (alpha) may stray further
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class _Ink:
    """The graphics state that the next painting operator would use; None means not yet set."""

    fill: str | None = None
    stroke: str | None = None
    width: float | None = None
    alpha: int = 100
    dash: tuple[float, ...] = ()
    cap: int | None = None


@dataclass(frozen=True)
class _Step:
    """One line of a fragment: numbers that move with the origin, then an operator or a ready text."""

    operator: str
    points: tuple[float, ...] = ()


class Surface:
    """Records fills, strokes, hatches and clips in named blocks.

    tolerance: how far (points) a fitted curve may stray from the shape. smallest: polygons of a lesser area
    (square points) are not drawn, so that no scraps are left by shape arithmetic. decimals: places of coordinates.
    """

    def __init__(self, tolerance: float = 0.10, smallest: float = 0.05, decimals: int = 2) -> None:
        self.tolerance = tolerance
        self.decimals = decimals
        self.smallest = smallest
        self._blocks: list[tuple[str, list[_Step]]] = []
        self._steps: list[_Step] | None = None
        self._ink = _Ink()
        self._roles: set[str] = set()
        self._alphas: set[int] = set()
        self._ink_of: dict[str, Bounds] = {}
        self._name = ""
        self._clip: BaseGeometry | None = None

    # ------------------------------------------------------------ blocks and state
    @contextmanager
    def block(self, name: str) -> Iterator[Surface]:
        """Opens a block; all drawing must happen inside one. Blocks cannot be nested; a name is used once."""
        if self._steps is not None:
            raise ValueError(f"block {name!r} opened inside another block")
        if name in self.block_names:
            raise ValueError(f"block {name!r} was already drawn")
        self._name, self._steps = name, [_Step("q"), _Step("1 j 1 J")]
        self._ink = _Ink(cap=CAPS["round"])
        try:
            yield self
            self._steps.append(_Step("Q"))
            self._blocks.append((name, self._steps))
        finally:
            self._steps = None

    @property
    def block_names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self._blocks)

    @property
    def bounds(self) -> Bounds:
        """x0, y0, x1, y1 of all ink so far, stroke widths included."""
        if not self._ink_of:
            raise ValueError("nothing has been drawn")
        x0, y0, x1, y1 = zip(*self._ink_of.values(), strict=True)
        return min(x0), min(y0), max(x1), max(y1)

    def bounds_of(self, block: str) -> Bounds:
        """The same for the ink of one block."""
        if block not in self._ink_of:
            raise ValueError(f"nothing has been drawn in block {block!r}")
        return self._ink_of[block]

    @contextmanager
    def clip(self, shape: BaseGeometry) -> Iterator[Surface]:
        """What is drawn inside shows only within the shape."""
        outer_ink, outer_clip = self._ink, self._clip
        self._add("q")
        self._path(shape)
        self._add("W* n")
        self._clip = shape if outer_clip is None else shape.intersection(outer_clip)
        try:
            yield self
        finally:
            self._add("Q")
            self._ink, self._clip = outer_ink, outer_clip

    # ------------------------------------------------------------ drawing
    def fill(
        self,
        shape: BaseGeometry | None,
        role: str | None,
        alpha: float = 1.0,
        stroke: str | None = None,
        width: float = 0.6,
    ) -> None:
        """Fills every polygon of the shape (even-odd), and strokes its edge when stroke names a role."""
        parts = [part for part in polygons_of(shape) if part.area >= self.smallest]
        if not parts or (role is None and stroke is None):
            return
        self._set_alpha(alpha)
        if role is not None:
            self._set_fill(role)
        if stroke is not None:
            self._set_stroke(stroke, width, (), "round")
        tolerance = self.tolerance * (SOFT_TOLERANCE if alpha < SOFT else 1.0)
        for part in parts:
            self._polygon(part, tolerance)
            self._cover(part.bounds, width / 2 if stroke is not None else 0.0)
        self._add("S" if role is None else "f*" if stroke is None else "B*")

    def stroke(
        self,
        shape: BaseGeometry | None,
        role: str,
        width: float,
        alpha: float = 1.0,
        dash: Sequence[float] = (),
        cap: str = "round",
        shortest: float = 0.3,
    ) -> None:
        """Strokes lines and polygon edges. Lines shorter than shortest (points) are left out."""
        areas = [part for part in polygons_of(shape) if part.area >= self.smallest]
        runs = [line for line in merged_lines(shape) if line.length > shortest]
        if not areas and not runs:
            return
        self._set_alpha(alpha)
        self._set_stroke(role, width, tuple(dash), cap)
        for part in areas:
            self._polygon(part)
            self._cover(part.bounds, width / 2)
        for line in runs:
            self._ring(np.asarray(line.coords), line.is_ring)
            self._cover(line.bounds, width / 2)
        self._add("S")

    def hatch(
        self,
        shape: BaseGeometry | None,
        role: str,
        gap: float,
        width: float,
        angle: float = 45.0,
        alpha: float = 1.0,
    ) -> None:
        """Parallel lines inside the shape, gap points apart, angle in degrees from the x axis."""
        runs = [] if shape is None else hatch_lines(shape, angle, gap)
        if not runs:
            return
        self._set_alpha(alpha)
        self._set_stroke(role, width, (), "butt")
        for run in runs:
            (x0, y0), (x1, y1) = run.coords[0][:2], run.coords[-1][:2]
            self._add("m", x0, y0)
            self._add("l", x1, y1)
            self._cover(run.bounds, width / 2)
        self._add("S")

    # ------------------------------------------------------------ the result
    def picture(
        self,
        picture_id: str,
        kind: str,
        margin: float = 0.0,
        frame: Bounds | None = None,
        source_sha256: str = "",
        frames: Mapping[str, tuple[float, float]] | None = None,
        anchors: tuple[Anchor, ...] = (),
    ) -> Picture:
        """The recorded picture, moved so that the frame's lower left is the origin.

        frame defaults to the bounds of all ink widened by margin points. frames: the x-range of each of
        several frames side by side, by name. anchors: where names point, already measured from the lower left.
        """
        x0, y0, x1, y1 = frame if frame is not None else self.bounds
        x0, y0, x1, y1 = x0 - margin, y0 - margin, x1 + margin, y1 + margin
        blocks = [Block(name, _fragment(steps, x0, y0, self.decimals)) for name, steps in self._blocks]
        return Picture(
            id=picture_id,
            kind=kind,
            width=round(x1 - x0, 2),
            height=round(y1 - y0, 2),
            roles=tuple(sorted(self._roles)),
            alphas=tuple(alpha / 100 for alpha in sorted(self._alphas)),
            blocks=tuple(blocks),
            source_sha256=source_sha256,
            frames=tuple(
                Frame(name, round(left - x0, 2), round(right - x0, 2)) for name, (left, right) in (frames or {}).items()
            ),
            anchors=anchors,
        )

    # ------------------------------------------------------------ inner workings
    def _add(self, operator: str, *points: float) -> None:
        if self._steps is None:
            raise ValueError("drawing happens inside `with surface.block(name):`")
        self._steps.append(_Step(operator, points))

    def _set_alpha(self, alpha: float) -> None:
        hundredths = min(100, max(1, round(alpha * 100)))
        if hundredths != self._ink.alpha:
            self._add(f"/A{hundredths} gs")
            self._alphas.add(hundredths)
            self._ink = replace(self._ink, alpha=hundredths)

    def _set_fill(self, role: str) -> None:
        self._roles.add(role)
        if role != self._ink.fill:
            self._add(f"{{{role}}}")
            self._ink = replace(self._ink, fill=role)

    def _set_stroke(self, role: str, width: float, dash: tuple[float, ...], cap: str) -> None:
        self._roles.add(role)
        ink, width = self._ink, round(width, 2)
        if role != ink.stroke:
            self._add(f"{{S:{role}}}")
        if width != ink.width:
            self._add(f"{number(width)} w")
        if dash != ink.dash:
            self._add(f"[{' '.join(map(number, dash))}] 0 d")
        if CAPS[cap] != ink.cap:
            self._add(f"{CAPS[cap]} J")
        self._ink = replace(ink, stroke=role, width=width, dash=dash, cap=CAPS[cap])

    def _path(self, shape: BaseGeometry) -> None:
        areas = polygons_of(shape)
        for part in areas:
            self._polygon(part)
        if not areas:
            for line in lines_of(shape):
                self._ring(np.asarray(line.coords), line.is_ring)

    def _polygon(self, part: BaseGeometry, tolerance: float | None = None) -> None:
        self._ring(np.asarray(part.exterior.coords), True, tolerance)
        for hole in part.interiors:
            self._ring(np.asarray(hole.coords), True, tolerance)

    def _ring(self, points: Points, closed: bool, tolerance: float | None = None) -> None:
        pieces = fit_beziers(points, closed, tolerance or self.tolerance)
        if not pieces:
            return
        self._add("m", *pieces[0][0])
        for index, (start, first, second, end) in enumerate(pieces):
            if not _is_straight(start, first, second, end):
                self._add("c", *first, *second, *end)
            elif not (closed and index == len(pieces) - 1):  # closing the path draws that line
                self._add("l", *end)
        if closed:
            self._add("h")

    def _cover(self, bounds: Bounds, extra: float) -> None:
        x0, y0, x1, y1 = bounds[0] - extra, bounds[1] - extra, bounds[2] + extra, bounds[3] + extra
        if self._clip is not None:
            seen = box(x0, y0, x1, y1).intersection(self._clip)
            if seen.is_empty:
                return
            x0, y0, x1, y1 = seen.bounds
        old = self._ink_of.get(self._name, (x0, y0, x1, y1))
        self._ink_of[self._name] = (
            min(x0, old[0]),
            min(y0, old[1]),
            max(x1, old[2]),
            max(y1, old[3]),
        )


def number(value: float, decimals: int = 2) -> str:
    """At most that many decimals, no trailing zeros, no minus nought."""
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _fragment(steps: list[_Step], x0: float, y0: float, decimals: int) -> bytes:
    lines = []
    for step in steps:
        moved = [number(value - (y0 if index % 2 else x0), decimals) for index, value in enumerate(step.points)]
        lines.append(" ".join([*moved, step.operator]))
    return ("\n".join(lines) + "\n").encode("ascii")


def _is_straight(start: Points, first: Points, second: Points, end: Points) -> bool:
    """True when both handles lie on the chord, so that a straight line says the same in fewer bytes."""
    chord = end - start
    length = float(np.hypot(chord[0], chord[1]))
    if length < 1e-9:
        return False
    off = [abs(float(chord[0] * (p - start)[1] - chord[1] * (p - start)[0])) / length for p in (first, second)]
    return max(off) < 0.01
