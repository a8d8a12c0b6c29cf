"""Turns pose files into compiled pictures, and compiled pictures into contact sheets.

python -m handouts.pictures.studio.compile compile [ids...]   images/poses/*.yaml -> images/compiled/exercises
        [--check]
python -m handouts.pictures.studio.compile sheet [ids...] --out sheet.png [--mono | --colour] [--mirror] [--enlarge 3]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from handouts.errors import HandoutsError, PictureError, Where
from handouts.pictures.compiled import Picture, PictureBook, write_picture
from handouts.pictures.studio.checks import picture_problems, problems_of
from handouts.pictures.studio.poses import read_pose_file
from handouts.pictures.studio.scene import draw_exercise
from handouts.pictures.studio.store import store

IMAGES = Path(__file__).resolve().parents[3] / "images"


def pose_files(poses: Path, ids: Sequence[str]) -> list[Path]:
    """The pose files with these ids, or all of them. Raises PictureError for an id without a file."""
    if not ids:
        return sorted(poses.glob("*.yaml"))
    paths = [poses / f"{one}.yaml" for one in ids]
    for path in paths:
        if not path.is_file():
            raise PictureError("there is no such pose file", where=Where(str(path)), hint="check the exercise's id")
    return paths


def compile_pose(path: Path) -> tuple[Picture, bytes, list[str]]:
    """One pose file drawn: the picture, its .hpic bytes (always the same), and what the checks found."""
    exercise = read_pose_file(path)
    picture = draw_exercise(exercise)
    data = write_picture(picture)
    return picture, data, [*problems_of(exercise), *picture_problems(picture, len(data))]


def run_compile(images: Path, ids: Sequence[str], check: bool = False) -> int:
    """Compiles; returns how many pictures have problems. Pictures with problems are written all the same.

    check writes nothing, and counts stale compiled files as a problem.
    """
    folder = images / "compiled" / "exercises"
    made: dict[Path, bytes] = {}
    bad = 0
    for path in pose_files(images / "poses", ids):
        try:
            picture, data, problems = compile_pose(path)
        except HandoutsError as problem:
            print(problem, file=sys.stderr)
            bad += 1
            continue
        made[folder / f"{picture.id}.hpic"] = data
        print(f"{picture.id}: {picture.width:.0f} x {picture.height:.0f} pt, {len(data)} bytes")
        for text in problems:
            print(f"  {path.name}: {text}", file=sys.stderr)
        bad += bool(problems)
    return bad + store(made, check)


def run_sheet(
    images: Path, ids: Sequence[str], out: Path, modes: Sequence[str], enlarge: float, mirror: bool = False
) -> None:
    from handouts.pictures.studio.sheet import write_sheet

    book = PictureBook([images / "compiled"])
    names = list(ids) or list(book.ids("exercise"))
    write_sheet([book.get("exercise", name) for name in names], out, modes, enlarge, mirror)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m handouts.pictures.studio", description=__doc__)
    parser.add_argument("task", choices=("compile", "sheet"))
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--images", type=Path, default=IMAGES)
    parser.add_argument("--out", type=Path, default=Path("sheet.png"))
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is out of date")
    parser.add_argument("--colour", action="store_true", help="colour only")
    parser.add_argument("--mono", action="store_true", help="black and white only")
    parser.add_argument("--mirror", action="store_true", help="as for a right-side client")
    parser.add_argument("--enlarge", type=float, default=3.0)
    chosen = parser.parse_args(arguments)
    try:
        if chosen.task == "compile":
            return 1 if run_compile(chosen.images, chosen.ids, chosen.check) else 0
        modes = ["colour"] if chosen.colour else ["mono"] if chosen.mono else ["colour", "mono"]
        run_sheet(chosen.images, chosen.ids, chosen.out, modes, chosen.enlarge, chosen.mirror)
    except HandoutsError as problem:
        print(problem, file=sys.stderr)
        return int(problem.exit_code)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
