"""An author's own pose becomes a picture, and what is wrong with it is told with its line."""

from __future__ import annotations

import sys
import threading
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

pytest.importorskip("shapely")

from handouts.cli import draw_command
from handouts.cli.main import run

CAPTURE = pytest.CaptureFixture[str]
SEAT = """id: seat
camera: {azimuth: 75, elevation: 8}
frames: single
props: [chair]
start:
  rest: {on: chair, parts: [pelvis]}
  hip: 88
  foot_flat: [0.055, 0.24]
  hand_at: {on: thigh, along: 0.6, side: front}
  elbow_toward: [0.5, 0, -1]
  hand: cup
  touching: [foot_L, foot_R]
"""
FAR = SEAT + "end:\n  hand_at_L: [0.1, 1.0, 0.2]\n"


def pose(text: str = SEAT) -> str:
    Path("seat.yaml").write_text(text, encoding="utf-8")
    return "seat.yaml"


def test_an_svg_is_a_drawing_that_every_editor_opens() -> None:
    assert run(["draw", pose(), "-o", "seat.svg"]) == 0
    root = ET.parse("seat.svg").getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 40
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def test_pdf_and_png_are_written_too_and_the_same_pose_gives_the_same_bytes() -> None:
    for name in ("a.pdf", "b.pdf", "a.png"):
        assert run(["draw", pose(), "-o", name, "--mono"]) == 0
    assert Path("a.pdf").read_bytes() == Path("b.pdf").read_bytes()
    assert Path("a.pdf").read_bytes().startswith(b"%PDF-")
    assert Path("a.png").read_bytes().startswith(b"\x89PNG")


def test_the_person_asked_for_is_drawn() -> None:
    assert run(["draw", pose(), "-o", "slim.svg"]) == 0
    assert run(["draw", pose(), "-o", "full.svg", "--person", "full/deep//covered"]) == 0
    slim, full = Path("slim.svg").read_text(), Path("full.svg").read_text()
    assert "#7C4E38" in full
    assert "#7C4E38" not in slim
    assert ET.fromstring(slim).get("viewBox") != ET.fromstring(full).get("viewBox")


def test_a_hand_that_cannot_reach_is_told_with_its_line_and_drawn_all_the_same(capsys: CAPTURE) -> None:
    assert run(["draw", pose(FAR), "-o", "seat.svg"]) == 5
    line = FAR.splitlines().index("  hand_at_L: [0.1, 1.0, 0.2]") + 1
    said = capsys.readouterr().err
    assert f"seat.yaml:{line}:end: left hand cannot reach: " in said
    assert " cm short of its target" in said
    assert Path("seat.svg").is_file()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  hip: 88", "  hipp: 88", "seat.yaml:7:start.hipp: unknown key 'hipp'; did you mean 'hip'?"),
        ("  hip: 88", "  hip: high", "seat.yaml:7:start.hip_L: 'high' is not a number"),
        ("props: [chair]", "props: [mat, chiar]", "seat.yaml:4:props[1]: 'chiar' is not known here"),
        ("along: 0.6", "along: [", "seat.yaml:9: this is not valid YAML; expected the node content"),
        ("id: seat", "id: sit", "seat.yaml:1:id: the id 'sit' is not the file's name"),
    ],
)
def test_a_fault_in_the_file_is_told_with_its_line(old: str, new: str, said: str, capsys: CAPTURE) -> None:
    assert old in SEAT
    assert run(["draw", pose(SEAT.replace(old, new)), "-o", "seat.svg"]) == 5
    assert said in capsys.readouterr().err
    assert not Path("seat.svg").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["draw", "gone.yaml", "-o", "a.svg"], 3, "gone.yaml: no such file"),
        (["draw", "seat.yaml"], 2, "where should the picture go?; use -o seat.svg"),
        (["draw", "seat.yaml", "-o", "a.gif"], 2, "no kind of picture we write"),
        (["draw", "seat.yaml", "-o", "seat.yaml.svg", "--person", "borad"], 3, "did you mean 'broad'?"),
        (["draw", "seat.yaml", "-o", "a.svg", "--person", "a/b/c/d/e"], 2, "at most four words"),
        (["draw", "seat.yaml", "-o", "there.svg"], 6, "is there already; use --force"),
    ],
)
def test_a_wrong_order_is_told_before_the_work(words: list[str], code: int, said: str, capsys: CAPTURE) -> None:
    pose()
    Path("there.svg").touch()
    assert run(words) == code
    assert said in capsys.readouterr().err


def test_without_the_studio_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE) -> None:
    monkeypatch.setitem(sys.modules, "shapely", None)
    assert run(["draw", pose(), "-o", "seat.svg"]) == 2
    assert "pip install 'handouts[studio]'" in capsys.readouterr().err


def test_without_the_preview_a_png_names_the_extra(monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert run(["draw", pose(), "-o", "seat.png"]) == 2
    assert "pip install 'handouts[preview]'" in capsys.readouterr().err


def test_a_change_is_seen_and_a_file_that_is_gone_for_a_moment_is_waited_for() -> None:
    path = Path("seat.yaml")
    path.write_text("one")
    steps = draw_command.changes(path, every=0.01)
    seen = threading.Thread(target=lambda: next(steps))
    seen.start()
    path.unlink()
    time.sleep(0.05)
    assert seen.is_alive()
    path.write_text("another")
    seen.join(timeout=5)
    assert not seen.is_alive()


def test_watching_draws_again_survives_errors_and_ends_cleanly_with_ctrl_c(
    monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE
) -> None:
    texts = [SEAT.replace("hip: 88", "hipp: 88"), SEAT]

    def saved(path: Path, every: float = 0.0) -> object:
        for text in texts:  # as an editor saves it
            path.write_text(text, encoding="utf-8")
            yield
        raise KeyboardInterrupt

    monkeypatch.setattr(draw_command, "changes", saved)
    assert run(["draw", pose(FAR), "-o", "seat.svg", "--watch"]) == 0
    said = capsys.readouterr().err
    order = ["left hand cannot reach", "problems: 2", "unknown key 'hipp'", "problems: 0", "no longer watched"]
    assert [said.index(one) for one in order] == sorted(said.index(one) for one in order)
    assert [path.name for path in Path().glob("*.part")] == []
