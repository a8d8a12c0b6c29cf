"""Turns pose files into compiled pictures, and compiled pictures into contact sheets.

python -m handouts.pictures.studio renew [--check]
        every picture of every kind that is stale, and no other; --check only names them (0 or 1)
python -m handouts.pictures.studio vouch [--sample 2]
        after a change of the studio's code that should change no picture: draws a few of each kind again, and where
        they come out the same, notes that the others are fresh too
python -m handouts.pictures.studio compile [ids...] [--build slim] [--check]
        images/poses/*.yaml, for every build of images/people/builds -> images/compiled/exercises/<build>
python -m handouts.pictures.studio sheet [ids...] --out sheet.png [--build slim] [--mono | --colour] [--mirror]
        [--enlarge 3]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from handouts.errors import HandoutsError, PictureError, Where
from handouts.pictures.compiled import Picture, PictureBook, write_picture
from handouts.pictures.studio.builds import Build, build_named, builds
from handouts.pictures.studio.checks import picture_problems, problems_of
from handouts.pictures.studio.made import COMPILED, SAMPLE, renew, stale, vouch
from handouts.pictures.studio.poses import read_pose_file
from handouts.pictures.studio.recipes import recipes
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


def builds_to_draw(names: Sequence[str], exercise_id: str) -> list[Build]:
    """The named builds, or all of them, that show this exercise. Raises PictureError for an unknown build."""
    wanted = [build_named(name) for name in names] or list(builds().values())
    return [build for build in wanted if not build.exercises or exercise_id in build.exercises]


def compile_pose(path: Path, build: Build) -> tuple[Picture, bytes, list[str]]:
    """One pose file drawn: the picture, its .hpic bytes (always the same), and what the checks found."""
    exercise = replace(read_pose_file(path), build=build)
    picture = draw_exercise(exercise)
    data = write_picture(picture)
    return picture, data, [*problems_of(exercise), *picture_problems(picture)]


def run_compile(images: Path, ids: Sequence[str], names: Sequence[str] = (), check: bool = False) -> int:
    """Compiles; returns how many pictures have problems. Pictures with problems are written all the same.

    check writes nothing, and counts stale compiled files as a problem.
    """
    folder = images / "compiled" / "exercises"
    bad = 0
    for path in pose_files(images / "poses", ids):
        for build in builds_to_draw(names, path.stem):
            try:
                picture, data, problems = compile_pose(path, build)
            except HandoutsError as problem:
                print(problem, file=sys.stderr)
                bad += 1
                continue
            print(f"{build.id}/{picture.id}: {picture.width:.0f} x {picture.height:.0f} pt, {len(data)} bytes")
            for text in problems:
                print(f"  {path.name}, {build.id}: {text}", file=sys.stderr)
            bad += bool(problems) + store({folder / build.id / f"{picture.id}.hpic": data}, check)
    return bad + (0 if ids else cleared(folder, images / "poses", check))


def run_renew(images: Path, check: bool) -> int:
    """Draws what is stale, of every kind; check only tells what that is. 0 when all is, or was made, fresh."""
    wanted = list(recipes(images))
    if check:
        waiting = stale(wanted, images / COMPILED)
        for recipe, why in waiting.items():
            print(f"{recipe.name}: {why}", file=sys.stderr)
        return 1 if waiting else 0
    print(f"drawn: {renew(wanted, images / COMPILED, print)} of {len(wanted)}")
    return 0


def cleared(folder: Path, poses: Path, check: bool) -> int:
    """Removes compiled files that no pose asks for, or only counts them; returns how many are left."""
    asked = {
        folder / build.id / f"{path.stem}.hpic"
        for path in pose_files(poses, ())
        for build in builds_to_draw((), path.stem)
    }
    left = sorted(set(folder.rglob("*.hpic")) - asked)
    for path in left:
        print(f"{path.relative_to(folder)}: no pose asks for it", file=sys.stderr)
        if not check:
            path.unlink()
    return len(left) if check else 0


def run_sheet(
    images: Path, ids: Sequence[str], build: str | None, out: Path, modes: Sequence[str], enlarge: float,
    mirror: bool = False,
) -> None:  # fmt: skip
    from handouts.pictures.people import read_people
    from handouts.pictures.studio.sheet import write_sheet

    book = PictureBook([images / "compiled"])
    names = list(ids) or list(book.ids("exercise"))
    people = read_people([images / "people" / "people.yaml"]).everybody()
    shown = [one for one in people if build in (None, one.build)] or list(people)
    casting = [(name, shown[index % len(shown)]) for index, name in enumerate(names)]
    drawn = [(book.get("exercise", name, build or person.build), person) for name, person in casting]
    write_sheet(drawn, out, modes, enlarge, mirror)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m handouts.pictures.studio", description=__doc__)
    parser.add_argument("task", choices=("compile", "renew", "vouch", "sheet"))
    parser.add_argument("ids", nargs="*")
    parser.add_argument("--images", type=Path, default=IMAGES)
    parser.add_argument("--out", type=Path, default=Path("sheet.png"))
    parser.add_argument("--build", action="append", default=[], help="only this build; may be given again")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is out of date")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many of each kind vouch draws again")
    parser.add_argument("--colour", action="store_true", help="colour only")
    parser.add_argument("--mono", action="store_true", help="black and white only")
    parser.add_argument("--mirror", action="store_true", help="as for a right-side client")
    parser.add_argument("--enlarge", type=float, default=3.0)
    chosen = parser.parse_args(arguments)
    try:
        if chosen.task == "compile":
            return 1 if run_compile(chosen.images, chosen.ids, chosen.build, chosen.check) else 0
        if chosen.task == "renew":
            return run_renew(chosen.images, chosen.check)
        if chosen.task == "vouch":
            return 1 if vouch(list(recipes(chosen.images)), chosen.images / COMPILED, print, chosen.sample) else 0
        build = chosen.build[0] if chosen.build else None
        modes = ["colour"] if chosen.colour else ["mono"] if chosen.mono else ["colour", "mono"]
        run_sheet(chosen.images, chosen.ids, build, chosen.out, modes, chosen.enlarge, chosen.mirror)
    except HandoutsError as problem:
        print(problem, file=sys.stderr)
        return int(problem.exit_code)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
