"""Operators of plain shapes and plain words: strings, for a canvas to write as they stand.

Places are points with y up. A shape ends in the operator that paints it; the caller keeps and restores the state.
"""

from __future__ import annotations

from functools import lru_cache

from handouts.pdf.syntax import number

_ROUND = 0.4472  # from a corner to a handle of its curve, as a share of the radius
_CIRCLE = 0.5522847498  # from the middle of a quarter's end to its handle
_PAINT = {(False, False): "n", (True, False): "f*", (False, True): "S", (True, True): "B*"}  # fill, line


@lru_cache(maxsize=256)  # a page has a dozen colours
def operands(colour: str) -> str:
    """ "#RRGGBB" as three numbers from 0 to 1."""
    return " ".join(number(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))


def look(fill: str | None, line: str | None, width: float) -> str:
    """Sets the colours and the width of the line, each with a blank after it; nothing for None."""
    filled = f"{operands(fill)} rg " if fill is not None else ""
    return f"{filled}{operands(line)} RG {number(width)} w " if line is not None else filled


def paint(*, fill: bool, line: bool) -> str:
    """The operator that paints the path before it."""
    return _PAINT[fill, line]


def dashed(dash: tuple[float, ...]) -> str:
    """Sets a dash, with a blank after it; nothing for none."""
    return f"[{' '.join(map(number, dash))}] 0 d " if dash else ""


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """The path of a rectangle whose lower left is x, y."""
    return f"{number(x)} {number(y)} {number(width)} {number(height)} re"


def round_rectangle(x: float, y: float, width: float, height: float, radius: float) -> str:
    """The path of one with round corners."""
    near, far = radius, _ROUND * radius
    left, right, foot, top = number(x), number(x + width), number(y), number(y + height)
    left_in, left_bend = number(x + near), number(x + far)
    right_in, right_bend = number(x + width - near), number(x + width - far)
    foot_in, foot_bend = number(y + near), number(y + far)
    top_in, top_bend = number(y + height - near), number(y + height - far)
    return (
        f"{left_in} {foot} m {right_in} {foot} l {right_bend} {foot} {right} {foot_bend} {right} {foot_in} c "
        f"{right} {top_in} l {right} {top_bend} {right_bend} {top} {right_in} {top} c "
        f"{left_in} {top} l {left_bend} {top} {left} {top_bend} {left} {top_in} c "
        f"{left} {foot_in} l {left} {foot_bend} {left_bend} {foot} {left_in} {foot} c h"
    )


def circle(x: float, y: float, radius: float) -> str:
    """The path of a circle round x, y."""
    bend = _CIRCLE * radius
    left, right, foot, top = number(x - radius), number(x + radius), number(y - radius), number(y + radius)
    inner_left, inner_right = number(x - bend), number(x + bend)
    inner_foot, inner_top = number(y - bend), number(y + bend)
    across, up = number(x), number(y)
    return (
        f"{right} {up} m {right} {inner_top} {inner_right} {top} {across} {top} c "
        f"{inner_left} {top} {left} {inner_top} {left} {up} c "
        f"{left} {inner_foot} {inner_left} {foot} {across} {foot} c "
        f"{inner_right} {foot} {right} {inner_foot} {right} {up} c h"
    )
