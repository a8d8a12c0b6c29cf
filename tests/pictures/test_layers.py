"""What lies in front is painted last."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("shapely")

from shapely.geometry import box

from handouts.pictures.studio.camera import Camera
from handouts.pictures.studio.chains import outline, surface_depth, tube
from handouts.pictures.studio.layers import Layer, joined, painting_order
from handouts.pictures.studio.solids import Box
from handouts.pictures.studio.vectors import Vector, vector


def flat(name: str, depth: float, x0: float = 0.0) -> Layer:
    def at(points: Vector) -> Vector:
        return np.full(len(points), depth)

    return Layer(name, box(x0, 0, x0 + 10, 10), at, depth)


def names(layers: list[Layer]) -> list[str]:
    return [layer.name for layer in layers]


def test_the_nearer_of_two_overlapping_layers_comes_last() -> None:
    assert names(painting_order([flat("near", 0.5), flat("far", 0.1)])) == ["far", "near"]


def test_a_stated_order_beats_the_depths() -> None:
    order = painting_order([flat("near", 0.5), flat("far", 0.1)], [("far", "near")])
    assert names(order) == ["near", "far"]


def test_a_ring_of_stated_orders_still_gives_every_layer_once() -> None:
    layers = [flat("a", 0.1), flat("b", 0.2), flat("c", 0.3)]
    order = painting_order(layers, [("a", "b"), ("b", "c"), ("c", "a")])
    assert sorted(names(order)) == ["a", "b", "c"]


def test_segments_join_unless_something_comes_between_them() -> None:
    apart = [flat("upper", 0.1), flat("torso", 0.2), flat("lower", 0.3)]
    free = [flat("upper", 0.1), flat("torso", 0.2, x0=50), flat("lower", 0.3)]
    assert joined(apart, ["upper", "lower"]) == [["upper"], ["lower"]]
    assert joined(free, ["upper", "lower"]) == [["upper", "lower"]]


def test_the_depth_of_a_ball_is_its_near_side() -> None:
    camera = Camera(0, 0)
    ball = tube([vector((0, 0, 0.2))], 0.1)
    middle = np.array([[0.0, 0.0]])
    assert surface_depth([ball], camera, middle)[0] == pytest.approx(0.3)
    assert outline([ball], camera).area == pytest.approx(np.pi * 20**2, rel=0.02)


def test_the_depth_of_a_box_is_its_near_face() -> None:
    camera = Camera(0, 0)
    cube = Box("cube", vector((0, 0, 0)), vector((0.1, 0.1, 0.1)))
    assert cube.depth(camera, np.array([[0.0, 0.0]]))[0] == pytest.approx(0.1)
    assert len(cube.faces(Camera(30, 20))) == 3
