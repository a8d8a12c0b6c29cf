"""Compiled pictures as inline SVG.

A compiled picture is a stretch of PDF operators. They are few and simple, so each has its counterpart here; one that
is not known is an error rather than a hole in a picture.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from handouts.errors import PictureError
from handouts.pictures.compiled import Picture

CAPS = ("butt", "round", "square")
JOINS = ("miter", "round", "bevel")
_DRAWS = {"f": (True, False, ""), "f*": (True, False, "evenodd"), "B": (True, True, ""), "B*": (True, True, "evenodd"),
          "S": (False, True, "")}  # fmt: skip


@dataclass(frozen=True)
class _State:
    """What holds for the next path. ``groups``: how many groups are open since the state was kept."""

    fill: str = "#000000"
    line: str = "#000000"
    width: float = 1.0
    cap: int = 0
    join: int = 0
    dash: str = ""
    alpha: float = 1.0
    groups: int = 0


@dataclass(frozen=True)
class Layer:
    """Blocks of a picture in their colours: a role to "#RRGGBB"."""

    palette: Mapping[str, str]
    names: Sequence[str]


def svg_of(picture: Picture, layers: Sequence[Layer], *, label: str, key: str, mirrored: bool = False) -> str:
    """The layers of the picture, the first undermost, as one ``<svg>`` with ``label`` as its words for page readers.

    ``key`` begins every id inside, so that several pictures can stand in one file. It has a viewBox and no size: the
    page's style gives it one. Raises PictureError for an unknown block, role or operator.
    """
    under = "".join(_image(picture, layer) for layer in layers)
    drawn = "".join(
        element
        for number, layer in enumerate(layers)
        for element in _elements(picture, picture.operators(layer.palette, layer.names, mirrored), f"{key}-{number}")
    )
    wide, tall = _number(picture.width), _number(picture.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" role="img" aria-label="{escape(label)}">'
        f"{_mirrored(under, wide) if mirrored and under else under}"
        f'<g transform="matrix(1 0 0 -1 0 {tall})">{drawn}</g></svg>'
    )


def _image(picture: Picture, layer: Layer) -> str:
    """The photograph that lies under a layer; most have none."""
    raster = picture.raster(layer.names)
    if raster is None:
        return ""
    data = base64.b64encode(raster.data).decode("ascii")
    size = f'width="{_number(picture.width)}" height="{_number(picture.height)}"'
    return f'<image {size} href="data:image/{raster.media};base64,{data}"/>'


def _mirrored(drawn: str, wide: str) -> str:
    return f'<g transform="matrix(-1 0 0 1 {wide} 0)">{drawn}</g>'


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _elements(picture: Picture, operators: bytes, key: str) -> Iterator[str]:
    state, kept, path, clips = _State(), list[_State](), list[str](), 0
    clipping: str | None = None
    for row in operators.decode("ascii").splitlines():
        words = row.split()
        operands: list[str] = []
        for word in words:
            if word[0] in "-.0123456789[/" or word[-1] == "]":
                operands.append(word)
                continue
            if word in _PATH:
                path.append(_PATH[word] + " ".join(operands))
            elif word in _DRAWS:
                yield _drawn(path, state, word)
                path = []
            elif word in ("W", "W*"):
                clipping = "evenodd" if word == "W*" else "nonzero"
            elif word == "n":
                if clipping:
                    clips += 1
                    name = f"{key}-c{clips}"
                    yield f'<clipPath id="{name}"><path clip-rule="{clipping}" d="{"".join(path)}"/></clipPath>'
                    yield f'<g clip-path="url(#{name})">'
                    state, clipping = replace(state, groups=state.groups + 1), None
                path = []
            elif word == "cm":
                yield f'<g transform="matrix({" ".join(operands)})">'
                state = replace(state, groups=state.groups + 1)
            elif word == "q":
                kept.append(state)
                state = replace(state, groups=0)
            elif word == "Q":
                yield "</g>" * state.groups
                state = kept.pop()
            else:
                state = _changed(state, word, operands, picture)
            operands = []
    yield "</g>" * state.groups


_PATH = {"m": "M", "l": "L", "c": "C", "h": "Z"}


def _changed(state: _State, word: str, operands: Sequence[str], picture: Picture) -> _State:
    if word in ("rg", "RG"):
        colour = "#" + "".join(f"{round(float(part) * 255):02X}" for part in operands)
        return replace(state, fill=colour) if word == "rg" else replace(state, line=colour)
    if word == "w":
        return replace(state, width=float(operands[0]))
    if word == "J":
        return replace(state, cap=int(operands[0]))
    if word == "j":
        return replace(state, join=int(operands[0]))
    if word == "d":
        inner = " ".join(operands[:-1]).strip("[] ")
        return replace(state, dash=inner)
    if word == "gs":
        return replace(state, alpha=int(operands[0].removeprefix("/A")) / 100)
    raise PictureError(f"picture {picture.id!r} cannot be shown as SVG: operator {word!r}", hint="compile it again")


def _drawn(path: Sequence[str], state: _State, word: str) -> str:
    fills, strokes, rule = _DRAWS[word]
    looks = [f'fill="{state.fill if fills else "none"}"']
    if rule:
        looks.append(f'fill-rule="{rule}"')
    if strokes:
        looks.append(f'stroke="{state.line}" stroke-width="{_number(state.width)}"')
        if state.cap:
            looks.append(f'stroke-linecap="{CAPS[state.cap]}"')
        if state.join:
            looks.append(f'stroke-linejoin="{JOINS[state.join]}"')
        if state.dash:
            looks.append(f'stroke-dasharray="{state.dash}"')
    if state.alpha != 1:
        looks.append(f'opacity="{_number(state.alpha)}"')
    return f'<path {" ".join(looks)} d="{"".join(path)}"/>'
