"""One pose drawn for its author: the picture, and what is wrong with it, each with the line to change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from handouts.errors import HandoutsError, PictureError, Where
from handouts.pictures.compiled import Picture
from handouts.pictures.studio.builds import build_named
from handouts.pictures.studio.checks import picture_problems, pose_problems
from handouts.pictures.studio.pose_lines import line_of, located
from handouts.pictures.studio.poses import read_pose_file
from handouts.pictures.studio.scene import draw_exercise


@dataclass(frozen=True)
class Proof:
    """A drawn pose. problems are what the checks found; the picture can be looked at all the same."""

    picture: Picture
    problems: tuple[HandoutsError, ...]


def draw_proof(path: Path, build: str) -> Proof:
    """Draws a pose file with a person of that build.

    Raises PictureError naming file and line where the file cannot be read as a pose, or for an unknown build.
    """
    body = build_named(build)
    try:
        exercise = replace(read_pose_file(path), build=body)
    except PictureError as problem:
        raise located(problem, path) from problem
    picture = draw_exercise(exercise)
    found: list[HandoutsError] = []
    for one in pose_problems(exercise):
        line = line_of(path, [f"{one.frame}.{key}" for key in (*one.keys, "rest")])
        found.append(PictureError(one.what, where=Where(str(path), line, field=one.frame), hint=one.remedy))
    found += [PictureError(text, where=Where(str(path))) for text in picture_problems(picture)]
    return Proof(picture, tuple(found))
