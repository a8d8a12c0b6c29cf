"""Pose files: read with located errors, checked, and drawn the same every time."""

from __future__ import annotations

import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps
from reportlab.pdfgen.canvas import Canvas

pytest.importorskip("shapely")

from handouts.design import Person
from handouts.errors import PictureError
from handouts.library.store import Library
from handouts.pictures.compiled import Picture, parse_picture, read_picture, write_picture
from handouts.pictures.ink import place_picture
from handouts.pictures.palette import palette_for
from handouts.pictures.studio.builds import build_named, builds, usual_build
from handouts.pictures.studio.checks import problems_of
from handouts.pictures.studio.compile import builds_to_draw, cleared
from handouts.pictures.studio.exercise import Exercise
from handouts.pictures.studio.poses import read_pose_file
from handouts.pictures.studio.posture import Posture
from handouts.pictures.studio.scene import draw_exercise
from handouts.pictures.studio.sheet import sheet_pdf
from handouts.safety import KnownCondition, Rules

IMAGES = Path(__file__).resolve().parents[2] / "images"

BRIDGE = """
id: try
camera: {azimuth: 80, elevation: 9}
frames: ghost
props: [mat]
start:
  root: {pitch: -90}
  rest: {parts: [torso]}
  foot_flat: [0.055, 0.30]
  knee_toward: [0, 1, 0.2]
  shoulder: [0, 40, 0]
  touching: [foot_L, torso]
end:
  root: {pitch: -110}
  thorax: 12
  neck: 16
feel: [glutes_L]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "try.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def read(folder: Path, text: str) -> Exercise:
    return read_pose_file(write(folder, text))


def test_a_sound_pose_has_no_problems(tmp_path: Path) -> None:
    assert problems_of(read(tmp_path, BRIDGE)) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("foot_flat: [0.055, 0.30]", "foot_flat: [0.055, 0.95]", "short of its target"),
        ("foot_flat: [0.055, 0.30]", "foot_at: [0.055, -0.05, 0.30]", "under the floor"),
        ("rest: {parts: [torso]}", "rest: {parts: [torso], on: 0.1}", "does not touch"),
        ("shoulder: [0, 40, 0]", "elbow: 170", "left elbow is at 170 degrees"),
        ("shoulder: [0, 40, 0]", "wrist: 110", "left wrist is at 110 degrees"),
        ("shoulder: [0, 40, 0]", "shoulder: [-80, 0, 0]", "left hanging arm behind is at 80 degrees"),
        ("shoulder: [0, 40, 0]", "shoulder: [215, 0, 0]", "left raised arm behind is at 35 degrees"),
        ("shoulder: [0, 40, 0]", "neck: [0, 60, 0]", "neck side bend is at 60 degrees"),
        ("shoulder: [0, 40, 0]", "thorax: [0, 0, 80]", "trunk turn is at 80 degrees"),
        ("props: [mat]", "props: [{step: {z: 0.30, height: 0.2}}]", "goes into the step"),
        ("shoulder: [0, 40, 0]", "elbow: 128\n  shoulder: [-8, 4, -80]", "goes into the trunk"),
    ],
)
def test_the_checks_catch_a_planted_fault(tmp_path: Path, old: str, new: str, found: str) -> None:
    assert old in BRIDGE
    problems = problems_of(read(tmp_path, BRIDGE.replace(old, new)))
    assert any(found in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "place", "remedy"),
    [
        ("frames: ghost", "frames: gost", "try.yaml:frames", "did you mean 'ghost'"),
        ("  knee_toward:", "  knee_towards:", "try.yaml:start.knee_towards", "did you mean 'knee_toward"),
        ("[0, 1, 0.2]", "[0, 1]", "try.yaml:start.knee_toward_L", "3 numbers"),
        ("pitch: -110", "pitch: up", "try.yaml:end.root.pitch", "write a plain number"),
        ("props: [mat]", "props: [matt]", "try.yaml:props[0]", "did you mean 'mat'"),
        ("feel: [glutes_L]", "feel: [glutes]", "try.yaml:feel[0]", "did you mean"),
        ("frames: ghost", "frames: three-frames", "try.yaml:mid", "add `mid:`"),
        ("id: try", "id: other", "try.yaml:id", "write `id: try`"),
        ("touching: [foot_L, torso]", "touching: foot_L", "try.yaml:start.touching", "a list is expected"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_remedy(
    tmp_path: Path, old: str, new: str, place: str, remedy: str
) -> None:
    assert old in BRIDGE
    with pytest.raises(PictureError) as caught:
        read(tmp_path, BRIDGE.replace(old, new))
    assert str(caught.value).startswith(place)
    assert remedy in str(caught.value)


def test_broken_yaml_names_its_line(tmp_path: Path) -> None:
    with pytest.raises(PictureError) as caught:
        read(tmp_path, BRIDGE + "\nprops: [mat\n")
    assert caught.value.where is not None
    assert caught.value.where.line is not None


def test_an_unsided_key_mirrors_to_the_right_and_a_sided_one_wins(tmp_path: Path) -> None:
    exercise = read(tmp_path, BRIDGE.replace("  shoulder:", "  foot_flat_R: [-0.2, 0.1]\n  shoulder:"))
    left, right = exercise.start.legs["L"].target, exercise.start.legs["R"].target
    assert left is not None
    assert right is not None
    assert left.point[0] == pytest.approx(0.055)
    assert right.point == pytest.approx((-0.2, 0.039, 0.1))


def test_a_drawing_has_both_variants_fits_its_box_and_comes_out_the_same_twice(tmp_path: Path) -> None:
    exercise = read(tmp_path, BRIDGE)
    first, second = draw_exercise(exercise), draw_exercise(exercise)
    data = write_picture(first)
    assert data == write_picture(second)
    assert first.block_names == ("colour", "mono")
    assert len(data) < 25_000
    assert 1.5 < first.width / first.height < 4
    assert parse_picture(data, "try").roles == first.roles


MARCH = """
id: try
camera: {azimuth: 90, elevation: 8}
frames: two-frames
start:
  rest: {parts: [foot_L, foot_R]}
end:
  hip_L: 90
  knee_L: 90
"""


def ink(picture: Picture, names: list[str], mirror: bool) -> Image.Image:
    """What the blocks paint, at one pixel per point, black where there is ink."""
    pypdfium2 = pytest.importorskip("pypdfium2")
    canvas = Canvas(BytesIO(), pagesize=(picture.width, picture.height), invariant=1)
    place_picture(canvas, picture, palette_for(Person()), names, 0, 0, mirror=mirror)
    canvas.showPage()
    page = pypdfium2.PdfDocument(canvas.getpdfdata())[0].render(scale=1).to_pil()
    return page.convert("L").point(lambda grey: 255 if grey < 200 else 0)


def test_a_mirrored_picture_keeps_its_first_frame_left_and_its_chevron_pointing_on(tmp_path: Path) -> None:
    picture = draw_exercise(read(tmp_path, MARCH))
    assert picture.block_names == (
        "colour:1", "colour:2", "colour:chevrons", "mono:1", "mono:2", "mono:chevrons"
    )  # fmt: skip
    for frame in ("colour:1", "colour:2"):
        straight, turned = (ink(picture, [frame], mirror) for mirror in (False, True))
        drawn, placed = straight.getbbox(), turned.getbbox()
        assert drawn is not None
        assert placed is not None
        assert placed == pytest.approx(drawn, abs=2)  # the frame stays in its place
        flipped = ImageOps.mirror(straight.crop(drawn)).resize(turned.crop(placed).size)
        off = ImageChops.difference(flipped, turned.crop(placed))
        assert sum(off.histogram()[128:]) < 0.06 * off.width * off.height  # and looks the other way
    first, second = (ink(picture, [f"colour:{number}"], True).getbbox() for number in (1, 2))
    assert first is not None
    assert second is not None
    assert first[2] < second[0]
    chevrons = ["colour:chevrons"]
    assert ink(picture, chevrons, True).tobytes() == ink(picture, chevrons, False).tobytes()


def test_frames_one_above_the_other_are_one_whole(tmp_path: Path) -> None:
    picture = draw_exercise(read(tmp_path, MARCH.replace("two-frames", "stacked")))
    assert picture.block_names == ("colour", "mono")
    assert picture.frames == ()


def test_a_sheet_is_one_pdf_page_of_panels(tmp_path: Path) -> None:
    picture = draw_exercise(read(tmp_path, BRIDGE.replace("frames: ghost", "frames: single")))
    pdf = sheet_pdf([(picture, Person())])
    assert pdf.startswith(b"%PDF-1.4")
    assert pdf.count(b"/Type /Page ") == 1


def test_compiling_everything_clears_what_no_pose_asks_for(tmp_path: Path) -> None:
    (tmp_path / "poses").mkdir()
    write(tmp_path / "poses", BRIDGE)
    for name in ("slim/try.hpic", "slim/gone.hpic", "gone/try.hpic", "try.hpic"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert cleared(tmp_path, tmp_path / "poses", check=True) == 3
    assert cleared(tmp_path, tmp_path / "poses", check=False) == 0
    assert [path.name for path in tmp_path.rglob("*.hpic")] == ["try.hpic"]
    assert cleared(tmp_path, tmp_path / "poses", check=True) == 0


POSES = sorted((IMAGES / "poses").glob("*.yaml"))
COMPILED = IMAGES / "compiled" / "exercises"
OTHERS = [build for build in builds() if build != usual_build().id]


def shown_by(build: str) -> list[Path]:
    """The pose files that are drawn for a build."""
    return [path for path in POSES if builds_to_draw([build], path.stem)]


def test_every_pose_in_the_library_can_be_read() -> None:
    assert len(POSES) >= 40
    for path in POSES:
        assert read_pose_file(path).id == path.stem


def test_the_posed_exercises_pass_their_checks() -> None:
    wrong = {path.stem: problems_of(read_pose_file(path)) for path in POSES}
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("number", range(len(OTHERS)))
def test_so_does_a_sample_of_them_for_every_other_build(number: int) -> None:
    """Each build another share; `compile --check` looks at all of all."""
    build = build_named(OTHERS[number])
    sample = shown_by(build.id)[number :: 2 * len(OTHERS)]
    wrong = {path.stem: problems_of(replace(read_pose_file(path), build=build)) for path in sample}
    assert len(wrong) > 5
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize(
    ("build", "name"),
    [
        ("slim", "bridge"),
        ("broad", "heel-slide"),
        ("full", "chin-tuck-seated"),
        ("older", "cat-cow"),
        ("pregnant", "clamshell"),
    ],
)
def test_a_compiled_picture_is_what_its_pose_file_draws(build: str, name: str) -> None:
    exercise = replace(read_pose_file(IMAGES / "poses" / f"{name}.yaml"), build=build_named(build))
    assert (COMPILED / build / f"{name}.hpic").read_bytes() == write_picture(draw_exercise(exercise))


@pytest.mark.parametrize("build", sorted(builds()))
def test_every_exercise_is_compiled_for_every_build_and_as_new_as_its_pose(build: str) -> None:
    files = {path.stem: path for path in (COMPILED / build).glob("*.hpic")}
    assert set(files) == {path.stem for path in shown_by(build)}
    for path in shown_by(build):
        exercise = replace(read_pose_file(path), build=build_named(build))
        assert read_picture(files[path.stem]).source_sha256 == exercise.fingerprint, path.stem


@pytest.mark.parametrize("build", sorted(builds()))
def test_a_picture_adds_little_to_a_file(build: str) -> None:
    palette = palette_for(Person())
    for path in (COMPILED / build).glob("*.hpic"):
        picture = read_picture(path)
        for variant in ("colour", "mono"):
            assert len(zlib.compress(picture.operators(palette, [variant]))) <= 25_000, (build, path.stem)


def test_the_whole_set_of_images_stays_small() -> None:
    assert sum(path.stat().st_size for path in IMAGES.rglob("*") if path.is_file()) < 12_000_000


def test_only_whole_folders_of_builds_are_compiled() -> None:
    assert {path.name for path in COMPILED.iterdir()} == set(builds())


# ---------------------------------------------------------------- pregnancy
def lying_on_back_or_belly(posture: Posture) -> bool:
    root, rest = posture.root, posture.rest
    face_down = root.pitch > 45 and rest is not None and "torso" in rest.parts
    return abs(root.turn) < 45 and abs(root.roll) < 45 and (root.pitch < -45 or face_down)


def test_a_pregnant_body_shows_what_the_rules_allow_and_nothing_on_back_or_belly(library: Library) -> None:
    contents = library.contents
    allowed = set()
    for condition in ("pregnancy-t2", "pregnancy-t3"):
        rules = Rules([KnownCondition(contents.conditions[condition], {})], [], [], contents.tags)
        allowed |= {one.id for one in contents.exercises.values() if rules.on_exercise(one).action != "drop"}
    expected = set()
    for path in POSES:
        exercise = read_pose_file(path)
        postures = [exercise.start, *exercise.postures().values()]
        close_up = exercise.crop is not None and exercise.crop.landmark is not None
        if path.stem in allowed and not close_up and not any(map(lying_on_back_or_belly, postures)):
            expected.add(path.stem)
    assert set(build_named("pregnant").exercises) == expected


def drawn_outside(picture: Picture) -> list[tuple[float, float]]:
    """Ends of lines and curves that lie outside the picture's box."""
    points = []
    for block in picture.blocks:
        for line in block.data.decode("ascii").splitlines():
            *numbers, operator = line.split()
            if operator in ("m", "l", "c"):
                points.append((float(numbers[-2]), float(numbers[-1])))
    return [(x, y) for x, y in points if not (-0.3 <= x <= picture.width + 0.3 and -0.3 <= y <= picture.height + 0.3)]


@pytest.mark.parametrize("build", sorted(builds()))
def test_the_whole_figure_is_inside_the_frame(build: str) -> None:
    for path in shown_by(build):
        if read_pose_file(path).crop is None:
            assert drawn_outside(read_picture(COMPILED / build / f"{path.stem}.hpic")) == [], path.stem
