"""SVG path data and transforms as plain geometry: moves, lines and cubic curves, all absolute."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Point = tuple[float, float]
# A segment is ("m", p), ("l", p), ("c", p, p, p) or ("h",).
Segment = tuple[str, tuple[Point, ...]]

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_NUMBER_AT, _FLAG = re.compile(_NUMBER), re.compile("[01]")
_LETTERS = frozenset("MmLlHhVvCcSsQqTtAaZz")
_NEEDS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_KAPPA = 0.5522847498


@dataclass(frozen=True)
class Matrix:
    """x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __matmul__(self, inner: Matrix) -> Matrix:
        """The matrix that does inner first, then this one."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def at(self, point: Point) -> Point:
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def scale(self) -> float:
        """How much lengths grow, evened over both directions."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


def parse_transform(text: str) -> Matrix:
    """The matrix of a transform attribute. Raises ValueError for anything it does not know."""
    total = Matrix()
    if len(text) > 1000:
        raise ValueError("it is too long")
    rest = re.sub(r"(\w+)\s*\(([^()]*)\)[\s,]*", "", text).strip()
    if rest:
        raise ValueError(f"unknown transform {rest!r}")
    for name, inner in re.findall(r"(\w+)\s*\(([^()]*)\)", text):
        total = total @ _one_transform(name, [float(v) for v in re.findall(_NUMBER, inner)])
    return total


def _one_transform(name: str, v: list[float]) -> Matrix:
    match (name, len(v)):
        case ("matrix", 6):
            return Matrix(*v)
        case ("translate", 1 | 2):
            return Matrix(e=v[0], f=v[1] if len(v) > 1 else 0.0)
        case ("scale", 1 | 2):
            return Matrix(a=v[0], d=v[-1])
        case ("rotate", 1 | 3):
            cos, sin = math.cos(math.radians(v[0])), math.sin(math.radians(v[0]))
            turn = Matrix(cos, sin, -sin, cos)
            return Matrix(e=v[1], f=v[2]) @ turn @ Matrix(e=-v[1], f=-v[2]) if len(v) == 3 else turn
        case ("skewX", 1):
            return Matrix(c=math.tan(math.radians(v[0])))
        case ("skewY", 1):
            return Matrix(b=math.tan(math.radians(v[0])))
    raise ValueError(f"unknown transform {name!r}")


# ---------------------------------------------------------------- plain shapes
def polygon(points: list[Point], closed: bool) -> list[Segment]:
    path: list[Segment] = [("m" if i == 0 else "l", (p,)) for i, p in enumerate(points)]
    return [*path, ("h", ())] if closed and path else path


def ellipse(cx: float, cy: float, rx: float, ry: float) -> list[Segment]:
    kx, ky = rx * _KAPPA, ry * _KAPPA
    return [
        ("m", ((cx + rx, cy),)),
        ("c", ((cx + rx, cy + ky), (cx + kx, cy + ry), (cx, cy + ry))),
        ("c", ((cx - kx, cy + ry), (cx - rx, cy + ky), (cx - rx, cy))),
        ("c", ((cx - rx, cy - ky), (cx - kx, cy - ry), (cx, cy - ry))),
        ("c", ((cx + kx, cy - ry), (cx + rx, cy - ky), (cx + rx, cy))),
        ("h", ()),
    ]


def rectangle(x: float, y: float, w: float, h: float, rx: float = 0.0, ry: float = 0.0) -> list[Segment]:
    rx, ry = min(rx, w / 2), min(ry, h / 2)
    if rx <= 0 or ry <= 0:
        return polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], closed=True)
    right, low = x + w, y + h
    arc = f"A{rx} {ry} 0 0 1"
    return parse_path(
        f"M{x + rx} {y}H{right - rx}{arc} {right} {y + ry}V{low - ry}{arc} {right - rx} {low}"
        f"H{x + rx}{arc} {x} {low - ry}V{y + ry}{arc} {x + rx} {y}Z"
    )


def shape_of(tag: str, attributes: Mapping[str, str], length: Callable[[str], float]) -> list[Segment] | None:
    """The segments of a shape element, or None for an element that is no shape.

    length turns an attribute's text into units. Raises ValueError for data that cannot be read.
    """

    def sides(*keys: str) -> list[float]:
        return [length(attributes.get(key, "0")) for key in keys]

    match tag:
        case "path":
            return parse_path(attributes.get("d", ""))
        case "rect":
            rx, ry = attributes.get("rx"), attributes.get("ry")
            x, y, w, h = sides("x", "y", "width", "height")
            return rectangle(x, y, w, h, length(rx or ry or "0"), length(ry or rx or "0"))
        case "circle":
            x, y, r = sides("cx", "cy", "r")
            return ellipse(x, y, r, r)
        case "ellipse":
            x, y, w, h = sides("cx", "cy", "rx", "ry")
            return ellipse(x, y, w, h)
        case "line":
            x, y, w, h = sides("x1", "y1", "x2", "y2")
            return polygon([(x, y), (w, h)], closed=False)
        case "polyline" | "polygon":
            numbers = [float(part) for part in re.split(r"[\s,]+", attributes.get("points", "")) if part]
            return polygon(list(zip(numbers[::2], numbers[1::2], strict=False)), closed=tag == "polygon")
    return None


# ---------------------------------------------------------------- path data
def parse_path(data: str) -> list[Segment]:
    """The segments of a path's d attribute. Raises ValueError naming what is wrong."""
    path: list[Segment] = []
    here = start = (0.0, 0.0)
    handle: Point | None = None  # the last control point, for the smooth commands
    before = ""
    for command, v in _commands(data):
        kind = command.upper()
        base = here if command.islower() else (0.0, 0.0)
        if not path and kind != "M":
            raise ValueError("a path must begin with a move")
        pairs = [(base[0] + v[i], base[1] + v[i + 1]) for i in range(0, len(v) - 1, 2)] if kind in "MLCSQT" else []
        mirrored = (2 * here[0] - handle[0], 2 * here[1] - handle[1]) if handle else here
        handle = None
        if kind == "M":
            here = start = pairs[0]
            path.append(("m", (here,)))
        elif kind == "Z":
            here = start
            path.append(("h", ()))
        elif kind in "LHV":
            here = {
                "L": pairs[0] if pairs else here,
                "H": (base[0] + v[0], here[1]),
                "V": (here[0], base[1] + v[0]),
            }[kind]
            path.append(("l", (here,)))
        elif kind in "CS":
            first = pairs[0] if kind == "C" else mirrored if before in ("C", "S") else here
            handle = pairs[-2]
            path.append(("c", (first, handle, pairs[-1])))
            here = pairs[-1]
        elif kind in "QT":
            handle = pairs[0] if kind == "Q" else mirrored if before in ("Q", "T") else here
            path.append(_quadratic(here, handle, pairs[-1]))
            here = pairs[-1]
        else:
            end = (base[0] + v[5], base[1] + v[6])
            path.extend(_arc(here, v, end))
            here = end
        before = kind
    return path


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; a repeated command is given its letter again."""
    letter, numbers, place = "", list[float](), _after_blank(data, 0)
    while place < len(data):
        if data[place] in _LETTERS:
            if numbers:
                raise ValueError(f"numbers are missing after {letter!r}")
            letter, place = data[place], place + 1
            if letter in "Zz":
                yield letter, []
        else:
            # The flags of an arc may stand without spaces: "a1 1 0 01.5.5".
            flag = letter in ("A", "a") and len(numbers) in (3, 4)
            found = (_FLAG if flag else _NUMBER_AT).match(data, place)
            if not found or letter in ("", "Z", "z"):
                raise ValueError(f"unexpected {data[place : place + 12]!r} in a path")
            numbers.append(float(found.group()))
            place = found.end()
            if len(numbers) == _NEEDS[letter.upper()]:
                yield letter, numbers
                numbers = []
                letter = {"M": "L", "m": "l"}.get(letter, letter)
        place = _after_blank(data, place)
    if numbers:
        raise ValueError(f"numbers are missing after {letter!r}")


def _after_blank(data: str, place: int) -> int:
    while place < len(data) and data[place] in " \t\r\n\f,":
        place += 1
    return place


def _quadratic(start: Point, handle: Point, end: Point) -> Segment:
    first = (start[0] + (handle[0] - start[0]) * 2 / 3, start[1] + (handle[1] - start[1]) * 2 / 3)
    second = (end[0] + (handle[0] - end[0]) * 2 / 3, end[1] + (handle[1] - end[1]) * 2 / 3)
    return ("c", (first, second, end))


def _arc(start: Point, v: list[float], end: Point) -> list[Segment]:
    """An elliptical arc as curves of a quarter turn at most (SVG 1.1, appendix F.6)."""
    rx, ry, tilt, large, sweep = abs(v[0]), abs(v[1]), math.radians(v[2]), v[3] != 0, v[4] != 0
    if start == end:
        return []
    if rx == 0 or ry == 0:
        return [("l", (end,))]
    cos, sin = math.cos(tilt), math.sin(tilt)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x1, y1 = cos * dx + sin * dy, -sin * dx + cos * dy
    grow = math.sqrt(max(1.0, (x1 / rx) ** 2 + (y1 / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    below = (rx * y1) ** 2 + (ry * x1) ** 2
    root = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below)) * (-1 if large == sweep else 1)
    cx1, cy1 = root * rx * y1 / ry, -root * ry * x1 / rx
    frame = Matrix(cos, sin, -sin, cos, (start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    frame = frame @ Matrix(rx, 0, 0, ry, cx1, cy1)
    first = math.atan2((y1 - cy1) / ry, (x1 - cx1) / rx)
    turn = math.atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx) - first
    if sweep and turn < 0:
        turn += 2 * math.pi
    elif not sweep and turn > 0:
        turn -= 2 * math.pi
    pieces = max(1, math.ceil(abs(turn) / (math.pi / 2) - 1e-9))
    step = turn / pieces
    k = 4 / 3 * math.tan(step / 4)
    path: list[Segment] = []
    for i in range(pieces):
        t0, t1 = first + i * step, first + (i + 1) * step
        p1 = frame.at((math.cos(t0) - k * math.sin(t0), math.sin(t0) + k * math.cos(t0)))
        p2 = frame.at((math.cos(t1) + k * math.sin(t1), math.sin(t1) - k * math.cos(t1)))
        p3 = end if i == pieces - 1 else frame.at((math.cos(t1), math.sin(t1)))
        path.append(("c", (p1, p2, p3)))
    return path
