"""Pose files: read with located errors, checked, and drawn the same every time."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps
from reportlab.pdfgen.canvas import Canvas

pytest.importorskip("shapely")

from handouts.errors import PictureError
from handouts.pictures.compiled import Picture, parse_picture, write_picture
from handouts.pictures.ink import place_picture
from handouts.pictures.palette import Person, palette_for
from handouts.pictures.studio.checks import problems_of
from handouts.pictures.studio.exercise import Exercise
from handouts.pictures.studio.poses import read_pose_file
from handouts.pictures.studio.scene import draw_exercise
from handouts.pictures.studio.sheet import sheet_pdf

IMAGES = Path(__file__).resolve().parents[2] / "images"

BRIDGE = """
id: try
person: bun
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
        ("shoulder: [0, 40, 0]", "elbow: 170", "elbow L is at 170 degrees"),
        ("props: [mat]", "props: [{step: {z: 0.30, height: 0.2}}]", "goes into the step"),
    ],
)
def test_the_checks_catch_a_planted_fault(tmp_path: Path, old: str, new: str, found: str) -> None:
    assert old in BRIDGE
    problems = problems_of(read(tmp_path, BRIDGE.replace(old, new)))
    assert any(found in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "place", "remedy"),
    [
        ("person: bun", "person: bunn", "try.yaml:person", "did you mean 'bun'"),
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
person: bun
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
        "colour:1", "colour:2", "colour:chevrons", "mono:2", "mono:1", "mono:chevrons"
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
    pdf = sheet_pdf([picture])
    assert pdf.startswith(b"%PDF-1.4")
    assert pdf.count(b"/Type /Page ") == 1


POSES = sorted((IMAGES / "poses").glob("*.yaml"))


def test_every_pose_in_the_library_can_be_read() -> None:
    assert len(POSES) >= 40
    for path in POSES:
        assert read_pose_file(path).id == path.stem


def test_the_posed_exercises_pass_their_checks() -> None:
    wrong = {path.stem: problems_of(read_pose_file(path)) for path in POSES}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_compiled_picture_is_what_its_pose_file_draws() -> None:
    for name in ("bridge", "heel-slide"):
        compiled = (IMAGES / "compiled" / "exercises" / f"{name}.hpic").read_bytes()
        assert compiled == write_picture(draw_exercise(read_pose_file(IMAGES / "poses" / f"{name}.yaml")))


def test_every_compiled_exercise_is_small_and_as_new_as_its_pose() -> None:
    for path in POSES:
        data = (IMAGES / "compiled" / "exercises" / f"{path.stem}.hpic").read_bytes()
        assert len(data) <= 25_000, path.stem
        assert parse_picture(data, path.name).source_sha256 == read_pose_file(path).source_sha256, path.stem
