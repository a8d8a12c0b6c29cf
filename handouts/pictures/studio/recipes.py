"""How each compiled picture is made: from which files, by which part of the studio.

Make-style: a picture is stale when the files it is made from, or the part of the studio that draws its kind, have
changed since it was drawn. The digest of the files stands in the picture's own header; which studio drew it, and what
it drew, stands in the made.txt beside it (see handouts.pictures.studio.made).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from handouts.pictures.compiled import FORMAT, write_picture
from handouts.pictures.studio.anatomy import read_body
from handouts.pictures.studio.bodymap import LAYERED, VIEWS, build_body, draw_map
from handouts.pictures.studio.builds import Build, builds
from handouts.pictures.studio.icons import draw_icon, read_icons
from handouts.pictures.studio.layered import build_map, draw_layered
from handouts.pictures.studio.map_data import read_map
from handouts.pictures.studio.plate import draw_plate, plate_sources
from handouts.pictures.studio.poses import read_pose_file
from handouts.pictures.studio.scene import draw_exercise
from handouts.pictures.studio.technique import SCENES, draw_technique, technique_sources

STUDIO = Path(__file__).resolve().parent
# The modules that begin the drawing of each kind; what they import in the studio counts too.
BEGIN = {
    "exercises": ("poses", "scene"),
    "maps": ("bodymap",),
    "plates": ("plate",),
    "techniques": ("technique",),
    "icons": ("icons",),
}
NOT_DRAWING = frozenset({"store", "made", "sheet", "map_sheet", "plate_claims"})
_IMPORT = re.compile(r"^\s*from handouts\.pictures\.studio(?:\.(\w+))? import (\([^)]*\)|.*)", re.MULTILINE)


@dataclass(frozen=True)
class Recipe:
    """One compiled picture. name: its path below images/compiled. sources: the digest of what it is made from."""

    name: str
    sources: str
    draw: Callable[[], bytes]

    @property
    def kind(self) -> str:
        """The folder of its kind."""
        return self.name.partition("/")[0]


def recipes(images: Path) -> Iterator[Recipe]:
    """Every picture there should be, by kind and name. Raises PictureError for a source that cannot be read."""
    anatomy = images / "anatomy"
    for path in sorted((images / "poses").glob("*.yaml")):
        exercise = read_pose_file(path)
        for build in drawn_builds(path.stem):
            posed = replace(exercise, build=build)
            draw = partial(lambda one: write_picture(draw_exercise(one)), posed)
            yield Recipe(f"exercises/{build.id}/{path.stem}.hpic", posed.fingerprint, draw)
    for view in VIEWS:
        files = (anatomy / "body-outline.yaml", anatomy / f"body-{view}.yaml")
        draw = partial(lambda one: write_picture(draw_map(build_body(read_body(anatomy, one)))), view)
        yield Recipe(f"maps/body-{view}.hpic", _of_files(*files), draw)
    for name in LAYERED:
        path = anatomy / f"{name}.yaml"
        draw = partial(lambda one: write_picture(draw_layered(build_map(read_map(one)))), path)
        yield Recipe(f"maps/{path.stem}.hpic", _of_files(path), draw)
    for path in plate_sources(anatomy):
        draw = partial(lambda one: write_picture(draw_plate(one)), path)
        yield Recipe(f"plates/{path.stem.removeprefix('plate-')}.hpic", _of_files(path, anatomy / "bones.yaml"), draw)
    for path in technique_sources(images / "techniques"):
        draw = partial(lambda one: write_picture(draw_technique(one)), path)
        yield Recipe(f"techniques/{path.stem}.hpic", _of_files(path, path.parent / SCENES), draw)
    source = anatomy / "icons.yaml"
    for name, marks in read_icons(source).items():
        draw = partial(lambda one, its: write_picture(draw_icon(one, its, str(source))), name, marks)
        digest = hashlib.sha256(json.dumps(marks, sort_keys=True).encode()).hexdigest()
        yield Recipe(f"icons/{name}.hpic", digest, draw)


def drawn_builds(exercise_id: str) -> list[Build]:
    """Every build that shows this exercise."""
    return [build for build in builds().values() if not build.exercises or exercise_id in build.exercises]


def _of_files(*paths: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


# ---------------------------------------------------------------- the studio itself
@cache
def studio_version(kind: str, studio: Path = STUDIO) -> str:
    """A digest of the studio's code that draws a kind (a folder's name). Remarks and blank lines do not count."""
    digest = hashlib.sha256(f"format {FORMAT}\n".encode())
    for name in sorted(_used_by(BEGIN[kind], studio)):
        digest.update(f"{name}\n".encode())
        for line in (studio / f"{name}.py").read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                digest.update(line.rstrip().encode() + b"\n")
    return digest.hexdigest()[:16]


def _used_by(names: tuple[str, ...], studio: Path) -> set[str]:
    """These modules and those of the studio that they import, however far."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found or name in NOT_DRAWING or not (studio / f"{name}.py").is_file():
            continue
        found.add(name)
        for module, imported in _IMPORT.findall((studio / f"{name}.py").read_text(encoding="utf-8")):
            waiting += [module] if module else re.findall(r"\w+", imported)
    return found
