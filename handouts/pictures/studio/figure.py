"""One posed person seen by a camera: the outline of every segment, and what lies over what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.pictures.studio.camera import Camera
from handouts.pictures.studio.chains import Chain, outline, surface_depth
from handouts.pictures.studio.curves import fill_concave
from handouts.pictures.studio.hands import HAND_POSES
from handouts.pictures.studio.layers import Layer, joined, painting_order
from handouts.pictures.studio.posture import SIDES, Side, Spot
from handouts.pictures.studio.solids import Solid
from handouts.pictures.studio.stance import Body
from handouts.pictures.studio.vectors import Vector

LEG = ("thigh", "shin")
ARM = ("upper_arm", "forearm", "hand")
# the parts whose flesh makes up each painted segment
SEGMENT_PARTS = {
    "torso": ("torso", "shirt", "pelvis"),
    "head": ("neck", "head", "hair", "tuft"),
    "thigh": ("thigh", "shorts"),
    "shin": ("shin", "foot"),
    "upper_arm": ("upper_arm", "sleeve"),
    "forearm": ("forearm",),
    "hand": ("hand",),
}
# segment -> the part of its cloth, and the cloth's role
CLOTH = {"thigh": ("shorts", "shorts"), "upper_arm": ("sleeve", "sleeve")}
# what long sleeves and leggings cover, as a role of its own, and the part beyond them that is always bare
COVERED = {"thigh": "leg", "shin": "leg", "upper_arm": "arm", "forearm": "arm", "hand": "arm"}
BARE = {"shin": "sock", "forearm": "glove", "hand": "glove"}
JOINT_SIZE = {"thigh": 0.085, "shin": 0.036, "upper_arm": 0.060, "forearm": 0.026, "hand": 0.020}


def segment_names() -> list[str]:
    """torso, head, and every limb segment with its side."""
    return ["torso", "head", *(f"{part}_{side}" for part in (*LEG, *ARM) for side in SIDES)]


def stem(segment: str) -> str:
    """The segment's name without its side."""
    return segment.rpartition("_")[0] if segment[-2:] in ("_L", "_R") else segment


def side_of(segment: str) -> Side:
    """The side of a limb segment."""
    return "L" if segment.endswith("_L") else "R"


class Figure:
    """Outlines (points on the picture) and painting order of a body among the solids around it."""

    def __init__(self, body: Body, camera: Camera, solids: Sequence[Solid] = ()) -> None:
        self.body = body
        self.camera = camera
        self.solids = {solid.name: solid for solid in solids}
        self.size = camera.scale  # points per body height
        self.part = {name: outline(chains, camera) for name, chains in body.flesh.items() if chains}
        self.shape = {name: self._segment_shape(name) for name in segment_names()}
        self.middle = {name: self._middle(name) for name in segment_names()}
        self.silhouette = self._silhouette()

    # ------------------------------------------------------------ shapes
    def _chains(self, segment: str) -> list[Chain]:
        side = segment[-2:] if stem(segment) != segment else ""
        return [c for part in SEGMENT_PARTS[stem(segment)] for c in self.body.flesh[part + side]]

    def _segment_shape(self, segment: str) -> BaseGeometry:
        side = segment[-2:] if stem(segment) != segment else ""
        parts = [self.part[p + side] for p in SEGMENT_PARTS[stem(segment)] if p + side in self.part]
        if segment == "torso":
            parts[1] = fill_concave(parts[1], self.size * 0.02)
            return fill_concave(unary_union(parts), self.size * 0.012)
        if segment == "head":
            return unary_union(parts)
        detailed = stem(segment) == "hand" and self._palm(segment) is not None
        return fill_concave(unary_union(parts), self.size * (0.001 if detailed else 0.004))

    def _palm(self, hand: str) -> BaseGeometry | None:
        """The palm alone of a hand with separate fingers."""
        if self.body.posture.arms[side_of(hand)].shape not in HAND_POSES:
            return None
        return outline(self.body.flesh[hand][:1], self.camera)

    def _middle(self, segment: str) -> float:
        return float(np.mean([self.camera.depth(c) for chain in self._chains(segment) for c in chain.centres]))

    def limb(self, names: Sequence[str]) -> BaseGeometry:
        """Segments of one limb as one outline with soft inner corners."""
        whole = [self.shape[name] for name in names]
        palms = [palm for name in names if stem(name) == "hand" and (palm := self._palm(name)) is not None]
        if not palms:
            return fill_concave(unary_union(whole), self.size * 0.010)
        others = [self.shape[name] for name in names if stem(name) != "hand"]
        arm = fill_concave(unary_union([*others, *palms]), self.size * 0.010)
        return unary_union([arm, *whole])  # no web between the fingers

    def _silhouette(self) -> BaseGeometry:
        limbs = [self.limb([f"{part}_{side}" for part in limb]) for limb in (LEG, ARM) for side in SIDES]
        neck = fill_concave(self.part["neck"].union(self.part["head"]), self.size * 0.006)
        return unary_union([*limbs, neck, self.shape["torso"], self.shape["head"]])

    # ------------------------------------------------------------ order
    def order(self) -> list[Layer]:
        """Segments and loose solids from back to front; backdrops are not in it."""
        layers = [
            Layer(name, self.shape[name], self._depth_of(self._chains(name)), self.middle[name])
            for name in segment_names()
        ]
        for solid in self.solids.values():
            if not solid.backdrop:
                layers.append(self._solid_layer(solid))
        neck_up = self.body.skeleton.spine_turn(0.31)[:, 1] @ self.camera.toward
        pair = ("head", "torso") if neck_up > -0.25 else ("torso", "head")
        return painting_order(layers, [*self.body.posture.over, pair])

    def _depth_of(self, chains: list[Chain]) -> Callable[[Vector], Vector]:
        return lambda points: surface_depth(chains, self.camera, points)

    def _solid_layer(self, solid: Solid) -> Layer:
        shape = solid.outline(self.camera)

        def depth(points: Vector) -> Vector:
            return solid.depth(self.camera, points)

        middle = float(np.mean(depth(np.array([[shape.centroid.x, shape.centroid.y]]))))
        return Layer(solid.name, shape, depth, middle, body=False)

    def groups(self, order: Sequence[Layer]) -> list[tuple[str, ...]]:
        """The painting order with the segments of a limb joined where nothing comes between them."""
        runs: dict[str, tuple[str, ...]] = {}
        for limb in (LEG, ARM):
            for side in SIDES:
                for names in joined(order, [f"{part}_{side}" for part in limb]):
                    runs.update(dict.fromkeys(names, tuple(names)))
        place = {layer.name: index for index, layer in enumerate(order)}
        out: list[tuple[str, ...]] = []
        for layer in order:
            run: tuple[str, ...] = runs.get(layer.name, (layer.name,))
            if layer.name == self._turn_of(run, order, place):
                out.append(tuple(sorted(run, key=lambda name: place[name])))
        return out

    def _turn_of(self, run: Sequence[str], order: Sequence[Layer], place: dict[str, int]) -> str:
        """The segment whose turn the whole run takes: the latest at which nothing is painted too late."""
        ordered = sorted(run, key=lambda name: place[name])
        for candidate in reversed(ordered):
            earlier = [name for name in ordered if place[name] < place[candidate]]
            hidden = any(
                self.shape[name].intersection(layer.shape).area > 0.5
                for name in earlier
                for layer in order[place[name] + 1 : place[candidate]]
                if layer.name not in run
            )
            if not hidden:
                return candidate
        return ordered[0]

    # ------------------------------------------------------------ places
    def see(self, bone: str) -> Vector:
        """A bone's near joint on the picture."""
        return self.camera.see(self.body.bone(bone).origin)

    def see_spot(self, spot: Spot) -> Vector:
        return self.camera.see(self.body.spot(spot))

    def round_joint(self, segment: str, factor: float = 1.0) -> BaseGeometry:
        """A disc round the near joint of a limb segment."""
        return Point(*self.see(segment)).buffer(self.size * JOINT_SIZE[stem(segment)] * factor)

    def is_far(self, segment: str) -> bool:
        """True for the limb on the far side of the body, which is drawn a little darker."""
        if segment in ("torso", "head"):
            return False
        near = "thigh" if stem(segment) in LEG else "upper_arm"
        side = segment[-1]
        other = "R" if side == "L" else "L"
        gap = 0.04 if near == "thigh" else 0.06
        return self.middle[f"{near}_{side}"] < self.middle[f"{near}_{other}"] - gap
