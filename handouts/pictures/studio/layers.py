"""What is painted over what: parts that overlap on the picture are compared where they overlap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from handouts.pictures.studio.vectors import Vector

GRID = 7  # sample points across an overlap
SAME_DEPTH = 0.002  # body heights; a smaller difference says nothing


@dataclass(frozen=True)
class Layer:
    """Something painted in one go. depth gives, for points (n, 2) of the picture, how near its surface is."""

    name: str
    shape: BaseGeometry
    depth: Callable[[Vector], Vector]
    middle: float
    body: bool = True


@dataclass
class _Node:
    layer: Layer
    behind: dict[str, float] = field(default_factory=dict)  # what must come before, and how surely


def painting_order(layers: Sequence[Layer], over: Iterable[tuple[str, str]] = ()) -> list[Layer]:
    """The layers from back to front.

    over holds pairs (upper, lower) that are true whatever the depths say. Where the depths make a ring,
    the least sure comparison gives way.
    """
    nodes = {layer.name: _Node(layer) for layer in layers}
    fixed = [(a, b) for a, b in over if a in nodes and b in nodes]
    settled = {frozenset(pair) for pair in fixed}
    for upper, lower in fixed:
        nodes[upper].behind[lower] = 1e9
    for index, one in enumerate(layers):
        for two in layers[index + 1 :]:
            if frozenset((one.name, two.name)) in settled:
                continue
            lead = _lead(one, two)
            if lead > 0:
                nodes[one.name].behind[two.name] = lead
            elif lead < 0:
                nodes[two.name].behind[one.name] = -lead
    return _sorted(nodes)


def _lead(one: Layer, two: Layer) -> float:
    """How surely one lies in front of two (negative: behind); 0 when they do not overlap."""
    if not one.shape.intersects(two.shape):
        return 0.0
    shared = one.shape.intersection(two.shape)
    if shared.area < 0.5:
        return 0.0
    points = _samples(shared)
    gap = float(np.median(one.depth(points) - two.depth(points)))
    return gap * float(shared.area) if abs(gap) > SAME_DEPTH else 0.0


def _samples(shape: BaseGeometry) -> Vector:
    x0, y0, x1, y1 = shape.bounds
    xs, ys = np.meshgrid(np.linspace(x0, x1, GRID + 2)[1:-1], np.linspace(y0, y1, GRID + 2)[1:-1])
    grid = np.column_stack([xs.ravel(), ys.ravel()])
    inside = grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])]
    if len(inside):
        return np.asarray(inside)
    point = shape.representative_point()
    return np.array([[point.x, point.y]])


def _sorted(nodes: dict[str, _Node]) -> list[Layer]:
    out: list[Layer] = []
    left = dict(nodes)
    while left:
        free = [node for node in left.values() if not node.behind]
        if not free:
            name, lower = min(
                ((node.layer.name, low) for node in left.values() for low in node.behind),
                key=lambda pair: left[pair[0]].behind[pair[1]],
            )
            del left[name].behind[lower]
            continue
        node = min(free, key=lambda n: (n.layer.body, n.layer.middle, n.layer.name))
        del left[node.layer.name]
        for other in left.values():
            other.behind.pop(node.layer.name, None)
        out.append(node.layer)
    return out


def joined(order: Sequence[Layer], limb: Sequence[str]) -> list[list[str]]:
    """Runs of a limb's segments (given from the trunk outwards) that can be painted as one shape.

    Two segments can be joined when nothing painted between them overlaps the one that would move.
    """
    place = {layer.name: index for index, layer in enumerate(order)}
    runs = [[limb[0]]]
    for near, far in pairwise(limb):
        low, high = sorted((place[near], place[far]))
        between = order[low + 1 : high]
        ours = [layer for layer in between if layer.name not in limb]
        lower, upper = order[low], order[high]
        if not any(_meet(layer, lower) for layer in ours) or not any(_meet(layer, upper) for layer in ours):
            runs[-1].append(far)
        else:
            runs.append([far])
    return runs


def _meet(one: Layer, two: Layer) -> bool:
    return bool(one.shape.intersects(two.shape)) and float(one.shape.intersection(two.shape).area) > 0.5
