"""The ghost: the start posture behind the end posture, pale and dashed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from shapely.ops import unary_union

from handouts.pictures.studio.curves import polygons_of
from handouts.pictures.studio.figure import ARM, LEG, Figure
from handouts.pictures.studio.posture import SIDES
from handouts.pictures.studio.strokes import Strokes
from handouts.pictures.studio.surface import Surface

GHOST_MOVE = 0.055  # body heights a joint must move on the picture for its limb to be ghosted
GHOST_SHOWN = 0.2  # share of a limb that must show, or its ghost is left out


def paint_ghost(
    surface: Surface, ghost: Figure, figure: Figure, strokes: Strokes, only: tuple[str, ...] | None = None
) -> None:
    """The start posture, dashed: whole limbs that clearly moved, and only where they show."""
    near = figure.silhouette.buffer(strokes.printed(1.2))
    limbs = [ghost.limb(limb) for name, limb in _moved_limbs(ghost, figure) if only is None or name in only]
    least = GHOST_SHOWN if only is None else 0.0
    moved = [limb for limb in limbs if limb.difference(near).area > least * limb.area]
    if not moved:
        return
    whole = unary_union(moved)
    shown = whole.difference(near)
    thick = strokes.printed(1.5)
    pieces = [
        piece
        for piece in polygons_of(shown)
        if piece.buffer(-thick).area > 0 and piece.area > (0.045 * ghost.size) ** 2
    ]
    if not pieces:
        return
    kept = unary_union(pieces)
    surface.fill(kept, "ghost")
    edge = whole.boundary.intersection(kept.buffer(strokes.printed(0.3)))
    surface.stroke(
        edge, "ghost_line", strokes.printed(0.6),
        dash=(strokes.printed(2.0), strokes.printed(1.5)), cap="butt", shortest=strokes.printed(3.0),
    )  # fmt: skip


def _moved_limbs(ghost: Figure, figure: Figure) -> Iterable[tuple[str, list[str]]]:
    """The limbs (or trunk and head) whose joints lie clearly elsewhere in the ghost."""
    limit = GHOST_MOVE * ghost.size

    def move(bone: str) -> float:
        return float(np.linalg.norm(ghost.see(bone) - figure.see(bone)))

    for kind, limb, tip in (("leg", LEG, "foot"), ("arm", ARM, "hand")):
        for side in SIDES:
            names = [f"{part}_{side}" for part in limb]
            if max(move(bone) for bone in [*names, f"{tip}_{side}"]) > limit:
                yield f"{kind}_{side}", names
    if max(move(bone) for bone in ("thorax", "lumbar", "root")) > limit:
        yield "torso", ["torso"]
    if move("head") > limit:
        yield "head", ["head"]
