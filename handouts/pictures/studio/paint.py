"""Paints a figure and the solids around it, from back to front."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from shapely import affinity
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from handouts.pictures.studio import shapes
from handouts.pictures.studio.builds import dense
from handouts.pictures.studio.curves import fill_concave, polygons_of, round_convex
from handouts.pictures.studio.figure import BARE, CLOTH, COVERED, LEG, Figure, side_of, stem
from handouts.pictures.studio.hands import HAND_POSES, hand_lines
from handouts.pictures.studio.head import paint_head
from handouts.pictures.studio.posture import SIDES, sign
from handouts.pictures.studio.solids import Box, Solid
from handouts.pictures.studio.strokes import Strokes
from handouts.pictures.studio.surface import Surface

LIGHT = (-0.010, 0.014)  # how far the lit copy of a shape is moved, in body heights: light from upper left
SHADE = 0.13
CONTACT = 0.14


class FigurePainter:
    """Paints one figure. `seen` afterwards holds what is visible of each segment."""

    def __init__(self, surface: Surface, figure: Figure, strokes: Strokes, mono: bool = False) -> None:
        self.surface = surface
        self.figure = figure
        self.strokes = strokes
        self.seen: dict[str, BaseGeometry] = {}
        self._done: BaseGeometry | None = None
        self._mono = mono

    def paint(self) -> None:
        """Solids behind, the thick contour, then segments and the solids among them."""
        figure = self.figure
        order = figure.order()
        groups = figure.groups(order)
        bodies = [i for i, group in enumerate(groups) if group[0] in figure.shape]
        for group in groups[: bodies[0]]:
            paint_solid(self.surface, figure.solids[group[0]], figure, self.strokes)
        self.surface.stroke(figure.silhouette, "line", self.strokes.contour)
        for index in range(bodies[0], len(groups)):
            group = groups[index]
            if group[0] in figure.shape:
                self._segments(group)
            else:
                self._solid_among(group[0], groups[index + 1 :])
        self._note_visible(groups)

    def _segments(self, group: tuple[str, ...]) -> None:
        if group == ("torso",):
            whole = self._torso()
        elif group == ("head",):
            whole = self._head()
        else:
            whole = self._limb(group)
        self._done = whole if self._done is None else unary_union([self._done, whole])

    def _solid_among(self, name: str, later: list[tuple[str, ...]]) -> None:
        """A solid between segments; the contour of the segments over it has to be drawn again."""
        solid = self.figure.solids[name]
        paint_solid(self.surface, solid, self.figure, self.strokes)
        over = [self.figure.limb(g) if g[0] not in ("torso", "head") else self.figure.shape[g[0]]
                for g in later if g[0] in self.figure.shape]  # fmt: skip
        if over:
            inside = solid.outline(self.figure.camera)
            line = unary_union(over).boundary.intersection(self.figure.silhouette.boundary.buffer(0.3))
            self.surface.stroke(line.intersection(inside), "line", self.strokes.contour, cap="butt")

    def _note_visible(self, groups: list[tuple[str, ...]]) -> None:
        covered: BaseGeometry = Point(0, 0).buffer(0.001)
        for group in reversed(groups):
            if group[0] not in self.figure.shape:
                covered = covered.union(self.figure.solids[group[0]].outline(self.figure.camera))
                continue
            for name in group:
                self.seen[name] = self.figure.shape[name].difference(covered)
            covered = covered.union(unary_union([self.figure.shape[name] for name in group]))

    # ------------------------------------------------------------ trunk
    def _torso(self) -> BaseGeometry:
        figure, size = self.figure, self.figure.size
        shirt = fill_concave(figure.part["shirt"], size * 0.02)
        shorts = fill_concave(figure.part["pelvis"], size * 0.010)
        whole = figure.shape["torso"]
        self._contact(whole)
        below = round_convex(shorts.difference(shirt), 0.2)
        upper = whole.difference(below).buffer(-0.6).buffer(1.1)  # under the edge of the shorts, but no ring round them
        self.surface.fill(upper.intersection(whole), "shirt")
        self.surface.fill(below, "shorts")
        tail = _areas(figure.part["tail"].intersection(below))
        self.surface.fill(tail, "tail")
        inside = whole.buffer(-0.5)
        edge = tail.boundary.intersection(inside).difference(shirt.buffer(0.5))
        self.surface.stroke(edge, "tail_hem", self.strokes.fine)
        hem = shirt.boundary.intersection(inside).difference(whole.boundary.buffer(0.6))
        self.surface.stroke(hem.intersection(shorts), "shirt_hem", self.strokes.fine)
        self._shade(whole, 1.35)
        line = whole.boundary
        for side in SIDES:  # the thighs grow out of the trunk: no line across
            near = figure.round_joint(f"thigh_{side}", 0.95)
            line = line.difference(near.intersection(figure.shape[f"thigh_{side}"].buffer(-0.5)))
        self.surface.stroke(line, "line", self.strokes.outline)
        return whole

    def _head(self) -> BaseGeometry:
        figure = self.figure
        neck = fill_concave(figure.part["neck"].union(figure.part["head"]), figure.size * 0.006)
        self._contact(neck)
        paint_head(self.surface, figure, self.strokes)
        return figure.shape["head"]

    # ------------------------------------------------------------ limbs
    def _limb(self, group: tuple[str, ...]) -> BaseGeometry:
        figure, surface = self.figure, self.surface
        whole = figure.limb(group)
        roots = [name for name in group if stem(name) in ("thigh", "upper_arm")]
        self._contact(whole, figure.round_joint(roots[0]) if roots else None)
        tone = "_far" if figure.is_far(group[0]) else ""
        self._skin_and_cloth(whole, group, tone)
        crease = self._crease(group, tone)
        self._hem(whole, group, tone)
        self._shade(whole, 1.0 if stem(group[0]) in LEG else 0.8)
        surface.stroke(crease, "line", self.strokes.outline)
        for name in group:
            if stem(name) == "hand":
                self._finger_lines(name, whole)
            elif stem(name) == "shin":
                self._toe_lines(name, whole)
        surface.stroke(self._open_outline(whole, group), "line", self.strokes.outline)
        return whole

    def _cloth(self, group: tuple[str, ...]) -> tuple[BaseGeometry, str, str] | None:
        for name in group:
            if stem(name) in CLOTH:
                part, role = CLOTH[stem(name)]
                return self.figure.part[f"{part}_{name[-1]}"], role, name
        return None

    def _skin_and_cloth(self, whole: BaseGeometry, group: tuple[str, ...], tone: str) -> None:
        cloth = self._cloth(group)
        covered = whole
        if cloth is not None:  # nothing under the cloth: it would shine through along the edge they share
            covered = round_convex(whole.difference(cloth[0]), 0.35).buffer(0.5).intersection(whole)
        role = COVERED[stem(group[0])]
        bare = self._bare(group, whole)
        if bare is None:
            self.surface.fill(covered, role + tone)
        else:
            inner = covered.difference(bare)
            if inner.area > 1:
                self.surface.fill(inner.buffer(0.3).intersection(whole), role + tone)
            self.surface.fill(bare, "skin" + tone)
            cuff = bare.boundary.intersection(whole.buffer(-0.5))
            self.surface.stroke(cuff, f"{role}_cuff{tone}", self.strokes.fine)
        if cloth is not None:
            self.surface.fill(cloth[0].intersection(whole), cloth[1] + tone, stroke=cloth[1] + tone, width=0.3)

    def _bare(self, group: tuple[str, ...], whole: BaseGeometry) -> BaseGeometry | None:
        """Foot and ankle, or hand and wrist: skin whatever is worn."""
        parts = {f"{BARE[stem(name)]}_{name[-1]}" for name in group if stem(name) in BARE}
        if not parts:
            return None
        shape = _areas(fill_concave(self.figure.part[parts.pop()], self.figure.size * 0.004).intersection(whole))
        return None if shape.is_empty else shape

    def _crease(self, group: tuple[str, ...], tone: str) -> BaseGeometry | None:
        """The line where one segment folds over the next, with the nearer one painted again on top."""
        lines = []
        for lower, upper in pairwise(group):
            joint = self._joint_between(lower, upper)
            if joint is None:
                continue
            a, b = self.figure.shape[lower], self.figure.shape[upper]
            away = self.figure.round_joint(joint, 1.05)
            if a.intersection(b).difference(away).area < (self.figure.size * 0.012) ** 2:
                continue
            self._skin_and_cloth(b, (upper,), tone)
            lines.append(b.boundary.intersection(a.buffer(-0.3)).difference(away))
        return unary_union(lines) if lines else None

    def _joint_between(self, one: str, two: str) -> str | None:
        """The segment whose near joint lies between two neighbours of one limb."""
        for limb in (("thigh", "shin"), ("upper_arm", "forearm"), ("forearm", "hand")):
            if {stem(one), stem(two)} == set(limb):
                return f"{limb[1]}_{one[-1]}"
        return None

    def _hem(self, whole: BaseGeometry, group: tuple[str, ...], tone: str) -> None:
        """The edge of shorts or sleeve."""
        cloth = self._cloth(group)
        if cloth is None:
            return
        shape, role, name = cloth
        hem = shape.boundary.intersection(whole.buffer(-0.4)).difference(self.figure.round_joint(name, 0.9))
        later = group[group.index(name) + 1 :]
        if later:
            joint = self._joint_between(name, later[0])
            if joint is not None:
                hem = hem.difference(self.figure.shape[later[0]].difference(self.figure.round_joint(joint)))
        self.surface.stroke(hem, f"{role}_hem{tone}", self.strokes.fine)

    def _open_outline(self, whole: BaseGeometry, group: tuple[str, ...]) -> BaseGeometry:
        """The outline without the part across the joint where the group hangs on the rest."""
        line = whole.boundary
        for name in group:
            if stem(name) == "thigh" or stem(name) == "upper_arm":
                inside = self.figure.shape["torso"].buffer(-0.3)
                line = line.difference(self.figure.round_joint(name, 0.82).intersection(inside))
            else:
                parent = {"shin": "thigh", "forearm": "upper_arm", "hand": "forearm"}[stem(name)] + name[-2:]
                if parent not in group:
                    inside = self.figure.shape[parent].buffer(-0.3)
                    line = line.difference(self.figure.round_joint(name, 0.95).intersection(inside))
        return line

    def _finger_lines(self, name: str, whole: BaseGeometry) -> None:
        """Fine lines between the fingers, when the hand is large enough on paper to carry them."""
        side = side_of(name)
        pose = HAND_POSES.get(self.figure.body.posture.arms[side].shape)
        if pose is not None:
            lines = unary_union(hand_lines(pose, self.figure.body.bone(name), side, self.figure.camera))
            inner = self.figure.shape[name].intersection(whole).buffer(-self.strokes.outline * 0.4)
            self.surface.stroke(lines.intersection(inner), "line", self.strokes.fine * 1.15)
            return
        if self.figure.size * self.strokes.fit < 105:
            return
        bone, s = self.figure.body.bone(name), sign(side_of(name))
        if abs(float(bone.turn[:, 0] @ self.figure.camera.toward)) < 0.35:
            return
        shape = shapes.HAND_SHAPE_OF[self.figure.body.posture.arms[side_of(name)].shape]
        tables = [dense(table, 2) for table in shapes.finger_tables(shape)]
        inside = self.figure.shape[name].intersection(whole).buffer(-0.2)
        for one, two in pairwise(tables):
            middle = (one[:, :3] + two[:, :3]) / 2 * np.array([s, 1, 1])
            line = LineString(self.figure.camera.see(bone.origin + middle[1:-1] @ bone.turn.T))
            if line.length > self.strokes.printed(1.6):
                self.surface.stroke(line.intersection(inside), "line", self.strokes.fine)

    def _toe_lines(self, name: str, whole: BaseGeometry) -> None:
        """Short lines between the toes of a foot that points at the viewer."""
        foot = f"foot_{name[-1]}"
        bone = self.figure.body.bone(foot)
        ahead = bone.turn[:, 2] @ self.figure.camera.toward
        if float(ahead) < 0.55 or float(bone.turn[:, 1] @ self.figure.camera.toward) < -0.2:
            return
        s = sign(side_of(name))
        for one, two in zip(shapes.TOE_TIPS[:-1], shapes.TOE_TIPS[1:], strict=True):
            x, z = (one[0] + two[0]) / 2 * s, (one[1] + two[1]) / 2
            ends = [
                bone.place(np.array([x, -0.036, z - 0.004])),
                bone.place(np.array([x * 0.95, -0.024, z - 0.022])),
            ]
            line = LineString(self.figure.camera.see(np.array(ends)))
            self.surface.stroke(line.intersection(whole.buffer(-0.2)), "line", self.strokes.fine)

    # ------------------------------------------------------------ light
    def _contact(self, shape: BaseGeometry, without: BaseGeometry | None = None) -> None:
        """The soft shadow a part throws on what is already painted behind it."""
        if self._done is None:
            return
        behind = self._done if without is None else self._done.difference(without)
        size = self.figure.size
        fallen = affinity.translate(shape, 0.008 * size, -0.010 * size).intersection(behind).difference(shape)
        self.surface.fill(round_convex(fallen, 0.2), "shade", CONTACT)

    def _shade(self, shape: BaseGeometry, strength: float) -> None:
        if self._mono:  # flat greys survive a photocopier
            return
        dx, dy = (value * self.figure.size * strength for value in LIGHT)
        dark = shape.difference(affinity.translate(shape, dx, dy))
        self.surface.fill(round_convex(dark, abs(dy) * 0.12), "shade", SHADE)


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """The shape without the stray lines and points that cutting leaves."""
    return unary_union(polygons_of(shape))


def paint_solid(surface: Surface, solid: Solid, figure: Figure, strokes: Strokes) -> None:
    """A prop's visible faces with a contour round the whole."""
    camera = figure.camera
    whole = solid.outline(camera)
    surface.stroke(whole, "line", strokes.contour * 0.75)
    if isinstance(solid, Box):
        for face, role in solid.faces(camera):
            surface.fill(face, role, stroke="line", width=strokes.fine)
        return
    surface.fill(whole, solid.role)
    dx, dy = (value * figure.size for value in LIGHT)
    surface.fill(whole.difference(affinity.translate(whole, dx, dy)), "shade", SHADE)
    surface.stroke(whole, "line", strokes.fine)
