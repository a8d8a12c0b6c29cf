"""A small, safe SVG reader for logos and a clinic's own pictures: plain shapes and paths become a compiled picture.

Only drawing is read. Entities, scripts, links to anything outside, text, gradients, filters, masks and
embedded images are refused with the line and the remedy: what would print wrong is not printed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NoReturn

from handouts.errors import PictureError, Where
from handouts.pictures.compiled import Block, Picture, rgb_operands
from handouts.pictures.svg_paths import Matrix, Segment, parse_transform, shape_of
from handouts.pictures.svg_xml import AS_PNG, DEEPEST, Node, parse_svg

MOST_SEGMENTS = 60_000
MOST_ELEMENTS = 20_000  # copies counted, so that copies of copies end
LONGEST_STYLE = 20_000  # characters
NATURAL = 400.0  # points of the longer side: fine enough for two decimals

_AS_OUTLINES = "in the drawing program turn text into outlines, or " + AS_PNG
_QUIET = {
    "title",
    "desc",
    "metadata",
    "defs",
    "style",
    "clipPath",
    "symbol",
    "linearGradient",
    "radialGradient",
}
_GROUPS = {"g", "a", "switch"}
_REFUSED = {
    "script": "a script",
    "image": "an embedded image",
    "foreignObject": "foreign content",
    "text": "text",
    "mask": "a mask",
    "filter": "a filter",
    "pattern": "a pattern",
    "svg": "a drawing inside the drawing",
}
_INHERITED = {
    "fill": "#000000",
    "fill-rule": "nonzero",
    "fill-opacity": "1",
    "stroke": "none",
    "stroke-width": "1",
    "stroke-opacity": "1",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "stroke-dasharray": "none",
    "visibility": "visible",
    "clip-rule": "nonzero",
}
_OWN = ("opacity", "display", "clip-path", "mask", "filter")
_NAMES = {
    "black": "#000000", "white": "#FFFFFF", "red": "#FF0000", "green": "#008000", "blue": "#0000FF",
    "navy": "#000080", "teal": "#008080", "gray": "#808080", "grey": "#808080", "silver": "#C0C0C0",
    "maroon": "#800000", "purple": "#800080", "olive": "#808000", "orange": "#FFA500", "yellow": "#FFFF00",
    "lime": "#00FF00", "aqua": "#00FFFF", "fuchsia": "#FF00FF", "currentcolor": "#000000",
}  # fmt: skip
_CAP = {"butt": 0, "round": 1, "square": 2}
_JOIN = {"miter": 0, "round": 1, "bevel": 2}


def read_svg(data: bytes, name: str) -> Picture:
    """The drawing as a picture of kind "logo" with one block, "colour", and its own colours (no roles).

    Raises PictureError naming the file, the line and the remedy.
    """
    return _Drawing(parse_svg(data, name), name, hashlib.sha256(data).hexdigest()).picture()


# ---------------------------------------------------------------- drawing
@dataclass(frozen=True)
class _State:
    style: Mapping[str, str]
    matrix: Matrix
    opacity: float = 1.0
    depth: int = 0


class _Drawing:
    """Walks the tree once and writes PDF operators."""

    def __init__(self, root: Node, name: str, digest: str) -> None:
        self.root, self.name, self.digest = root, name, digest
        self.ids: dict[str, Node] = {}
        self.rules: list[tuple[str, dict[str, str]]] = []
        self.lines: list[str] = []
        self.alphas: set[int] = set()
        self.segments = 0
        self.elements = 0
        self._collect(root)

    def picture(self) -> Picture:
        x, y, width, height = self._view_box()
        scale = NATURAL / max(width, height)
        upright = Matrix(scale, 0, 0, -scale, -x * scale, (y + height) * scale)
        state = _State(_INHERITED, upright)
        style = self._style(self.root, state.style)
        self.lines.append("q")
        for child in self.root.children:
            self._draw(child, replace(state, style=style))
        self.lines.append("Q")
        if not self.segments:
            self.refuse(self.root, "nothing to draw", "choose another file")
        data = ("\n".join(self.lines) + "\n").encode("ascii")
        return Picture(
            id=f"logo-{self.digest[:12]}",
            kind="logo",
            width=round(width * scale, 2),
            height=round(height * scale, 2),
            roles=(),
            alphas=tuple(alpha / 100 for alpha in sorted(self.alphas)),
            blocks=(Block("colour", data),),
            source_sha256=self.digest,
        )

    def refuse(self, node: Node, what: str, hint: str = AS_PNG) -> NoReturn:
        where = Where(file=self.name, line=node.line)
        raise PictureError(f"the drawing has {what}, which cannot be printed", where=where, hint=hint)

    # ------------------------------------------------------------ document
    def _collect(self, node: Node) -> None:
        if "id" in node.attributes:
            self.ids.setdefault(node.attributes["id"], node)
        if node.tag == "style":
            self._read_rules(node)
        for child in node.children:
            self._collect(child)

    def _read_rules(self, node: Node) -> None:
        links = [link.lstrip(" \t\r\n'\"") for link in node.text.split("url(")[1:]]
        if "@import" in node.text or not all(link.startswith("#") for link in links):
            self.refuse(node, "a style sheet that points outside")
        if len(node.text) > LONGEST_STYLE:
            self.refuse(node, "a very long style sheet")
        plain = re.sub(r"/\*.*?\*/", "", node.text, flags=re.DOTALL)
        for rule in plain.split("}"):
            selectors, _, body = rule.partition("{")
            self.rules.extend((selector.strip(), _declarations(body)) for selector in selectors.split(","))

    def _view_box(self) -> tuple[float, float, float, float]:
        given = self.root.attributes.get("viewBox", "")
        numbers = [self._number(self.root, part) for part in re.split(r"[\s,]+", given.strip()) if part]
        if not numbers:
            sides = (self.root.attributes.get(side, "") for side in ("width", "height"))
            numbers = [0.0, 0.0, *(self._number(self.root, side) if side else 0.0 for side in sides)]
        if len(numbers) != 4 or min(numbers[2:]) <= 0 or max(numbers[2:]) > 200 * min(numbers[2:]):
            self.refuse(self.root, "no usable size (viewBox)")
        return numbers[0], numbers[1], numbers[2], numbers[3]

    def _number(self, node: Node, text: str) -> float:
        found = re.fullmatch(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)\s*(px|pt|mm|cm|in)?\s*", text)
        value = float(found.group(1)) if found else float("inf")
        if found is None or abs(value) > 1e7:
            self.refuse(node, f"a length we cannot read ({text!r})")
        return value * {"pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}.get(found.group(2) or "", 1.0)

    def _style(self, node: Node, inherited: Mapping[str, str]) -> dict[str, str]:
        style = {key: value for key, value in inherited.items() if key in _INHERITED}
        style |= {key: value for key, value in node.attributes.items() if key in _INHERITED or key in _OWN}
        names = {node.tag, "#" + node.attributes.get("id", "")}
        names |= {"." + name for name in node.attributes.get("class", "").split()}
        for selector, body in self.rules:
            if selector in names:
                style |= body
        style |= _declarations(node.attributes.get("style", ""))
        return {key: inherited.get(key, "") if value == "inherit" else value for key, value in style.items()}

    # ------------------------------------------------------------ elements
    def _draw(self, node: Node, outer: _State) -> None:
        if node.tag in _QUIET or not node.tag:
            return
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            self.refuse(node, f"more than {MOST_ELEMENTS} parts")
        if node.tag in _REFUSED:
            self.refuse(node, _REFUSED[node.tag], _AS_OUTLINES if node.tag == "text" else AS_PNG)
        style = self._style(node, outer.style)
        if style.get("display") == "none":
            return
        for effect in ("mask", "filter"):
            if style.get(effect, "none") != "none":
                self.refuse(node, f"a {effect}")
        try:
            matrix = outer.matrix @ parse_transform(node.attributes.get("transform", ""))
        except ValueError as error:
            self.refuse(node, f"a transform we cannot read ({error})")
        opacity = outer.opacity * self._share(node, style.get("opacity", "1"))
        state = _State(style, matrix, opacity, outer.depth + 1)
        clip = style.get("clip-path", "none")
        if clip != "none":
            self.lines.append("q")
            self._clip(node, clip, state)
        self._draw_inside(node, state)
        if clip != "none":
            self.lines.append("Q")

    def _draw_inside(self, node: Node, state: _State) -> None:
        if node.tag in _GROUPS:
            for child in node.children:
                self._draw(child, state)
        elif node.tag == "use":
            self._draw_copy(node, state)
        else:
            self._paint(node, self._shape(node), state)

    def _draw_copy(self, node: Node, state: _State) -> None:
        target = self.ids.get(node.attributes.get("href", "#")[1:])
        if target is None or state.depth > DEEPEST:
            self.refuse(node, "a copy of something that is not there, or of itself")
        x, y = (self._number(node, node.attributes.get(key, "0")) for key in ("x", "y"))
        moved = replace(state, matrix=state.matrix @ Matrix(e=x, f=y))
        for part in target.children if target.tag == "symbol" else [target]:
            self._draw(part, moved)

    def _shape(self, node: Node) -> list[Segment]:
        try:
            shape = shape_of(node.tag, node.attributes, lambda text: self._number(node, text))
        except (ValueError, OverflowError) as error:
            self.refuse(node, f"a shape we cannot read ({error})")
        if shape is None:
            self.refuse(node, f"the element <{node.tag}>")
        return shape

    def _path(self, node: Node, shape: list[Segment], matrix: Matrix) -> None:
        self.segments += len(shape)
        if self.segments > MOST_SEGMENTS:
            self.refuse(node, f"more than {MOST_SEGMENTS} lines and curves")
        for operator, points in shape:
            numbers = [value for point in points for value in matrix.at(point)]
            if not all(abs(value) < 1e6 for value in numbers):  # so written, it also refuses "not a number"
                self.refuse(node, "a shape far outside its own size")
            self.lines.append(" ".join([*(f"{value:.2f}" for value in numbers), operator]))

    def _clip(self, node: Node, reference: str, state: _State) -> None:
        found = re.fullmatch(r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)", reference)
        target = self.ids.get(found.group(1)) if found else None
        if target is None or target.tag != "clipPath" or target.attributes.get("clipPathUnits") == "objectBoundingBox":
            self.refuse(node, "a clipping shape we cannot read")
        rule = "W n"
        for child in target.children:
            if child.tag in ("title", "desc", ""):
                continue
            matrix = state.matrix @ parse_transform(child.attributes.get("transform", ""))
            self._path(child, self._shape(child), matrix)
            rule = "W* n" if self._style(child, state.style)["clip-rule"] == "evenodd" else rule
        self.lines.append(rule)

    # ------------------------------------------------------------ paint
    def _paint(self, node: Node, shape: list[Segment], state: _State) -> None:
        style = state.style
        fill, stroke = self._colour(node, style["fill"]), self._colour(node, style["stroke"])
        width = self._number(node, style["stroke-width"]) * state.matrix.scale
        stroke = stroke if width > 0 else None
        if not shape or style["visibility"] != "visible" or (fill is None and stroke is None):
            return
        even_odd = "*" if style["fill-rule"] == "evenodd" else ""
        if fill is not None:
            self._alpha(state.opacity * self._share(node, style["fill-opacity"]))
            self.lines.append(f"{rgb_operands(fill)} rg")
            self._path(node, shape, state.matrix)
            self.lines.append("f" + even_odd)
        if stroke is not None:
            self._alpha(state.opacity * self._share(node, style["stroke-opacity"]))
            cap, join = _CAP.get(style["stroke-linecap"], 0), _JOIN.get(style["stroke-linejoin"], 0)
            self.lines.append(f"{rgb_operands(stroke)} RG {width:.2f} w {cap} J {join} j {self._dash(node, state)} d")
            self._path(node, shape, state.matrix)
            self.lines.append("S")

    def _dash(self, node: Node, state: _State) -> str:
        given = state.style["stroke-dasharray"]
        parts = (
            [] if given == "none" else [self._number(node, part) for part in re.split(r"[\s,]+", given.strip()) if part]
        )
        if min(parts, default=0.0) < 0 or (parts and sum(parts) == 0):
            parts = []
        return "[" + " ".join(f"{part * state.matrix.scale:.2f}" for part in parts) + "] 0"

    def _alpha(self, share: float) -> None:
        hundredths = min(100, max(1, round(share * 100)))
        self.alphas.add(hundredths)
        self.lines.append(f"/A{hundredths} gs")

    def _share(self, node: Node, text: str) -> float:
        value = self._number(node, text.rstrip("%")) / (100 if text.endswith("%") else 1)
        return min(1.0, max(0.0, value))

    def _colour(self, node: Node, text: str) -> str | None:
        value = text.strip().lower()
        if value in ("none", "transparent"):
            return None
        if value.startswith("url"):
            self.refuse(node, "a gradient or pattern fill")
        if re.fullmatch(r"#[0-9a-f]{3}", value):
            return "#" + "".join(digit * 2 for digit in value[1:])
        if re.fullmatch(r"#[0-9a-f]{6}", value):
            return value
        parts = re.fullmatch(r"rgb\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)", value)
        if parts:
            return "#" + "".join(f"{min(255, int(part)):02x}" for part in parts.groups())
        if value not in _NAMES:
            self.refuse(node, f"a colour we cannot read ({text!r})", "write colours as #RRGGBB, or " + AS_PNG)
        return _NAMES[value]


def _declarations(text: str) -> dict[str, str]:
    """ "fill: red; stroke: none" as a mapping of the properties we read."""
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    known = {key.strip().lower(): value.replace("!important", "").strip() for key, value in pairs}
    return {key: value for key, value in known.items() if key in _INHERITED or key in _OWN}
