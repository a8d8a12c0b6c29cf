"""Looking things up: list, show, preview, completion."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from handouts.cli.main import run
from handouts.library.store import Library


@pytest.mark.parametrize(
    ("kind", "least", "one"),
    [
        ("areas", 24, "lower-back"),
        ("exercises", 112, "bridge"),
        ("conditions", 81, "osteoporosis"),
        ("techniques", 23, "effleurage"),
        ("red-flags", 55, "rf-cauda"),
        ("themes", 3, "calm"),
        ("papers", 2, "a4"),
    ],
)
def test_a_list_holds_all_of_a_kind_for_people_and_for_programs(
    kind: str, least: int, one: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["list", kind, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) >= least
    assert one in {row["id"] for row in rows}
    assert run(["list", kind]) == 0
    assert one in capsys.readouterr().out


@pytest.mark.parametrize(
    "word", ["bridge", "lower-back", "low back", "osteoporosis", "effleurage", "rf-cauda", "hips", "b-relax"]
)
def test_show_tells_everything_about_one(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", word]) == 0
    assert "kind:" in capsys.readouterr().out
    assert run(["show", word, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"]


def test_show_suggests_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "bridg"]) == 3
    assert "did you mean 'bridge'?" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["areas", "conditions", "red-flags", "equipment", "avoid", "themes", "papers"])
def test_a_list_that_hangs_on_no_area_refuses_one(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", kind, "--area", "neck"]) == 2
    assert f"--area does not go with {kind}; it goes with exercises, techniques" in capsys.readouterr().err


def test_a_broken_theme_of_ones_own_is_told_with_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    Path("clinic.yaml").write_text("name: Mine\nregion: uk\n", encoding="utf-8")
    Path("templates/themes").mkdir(parents=True)
    Path("templates/themes/mine.yaml").write_text("id: mine\nnmae: Mine\n", encoding="utf-8")
    assert run(["list", "themes"]) == 3
    assert "mine.yaml" in capsys.readouterr().err


def test_a_borrowed_picture_counts_as_a_picture(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "my-clinic", "--region", "uk"]) == 0
    capsys.readouterr()
    assert run(["list", "exercises", "--clinic", "my-clinic", "--json"]) == 0
    found = {row["id"]: row["picture"] for row in json.loads(capsys.readouterr().out)}
    assert "small-bridge" not in library.pictured
    assert found["small-bridge"] is True


@pytest.mark.parametrize("word", ["osteoporosis", "lower-back", "hips", "effleurage", "rf-cauda", "desk-worker"])
def test_show_says_what_has_no_picture_and_prints_nothing(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", word, "--picture", "x.png"]) == 2
    told = capsys.readouterr()
    assert "has no picture; name an exercise" in told.err
    assert told.out == ""
    assert not Path("x.png").exists()


@pytest.mark.parametrize("mono", [[], ["--mono"]])
def test_show_writes_the_picture(mono: list[str]) -> None:
    assert run(["show", "bridge", "--picture", "bridge.png", *mono]) == 0
    assert Path("bridge.png").read_bytes().startswith(b"\x89PNG")


def test_preview_makes_a_picture_of_each_page_of_a_pdf_or_a_request(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["make", "--area", "lower-back", "--save-request", "r.yaml", "-o", "x.pdf"]) == 0
    capsys.readouterr()
    assert run(["preview", "x.pdf"]) == 0
    assert capsys.readouterr().out.split() == ["x-1.png", "x-2.png"]
    assert run(["preview", "r.yaml", "-o", "pages"]) == 0
    assert Path("pages/r-2.png").is_file()


def test_preview_says_what_a_screen_reader_says_of_a_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["make", "--area", "lower-back", "--save-request", "r.yaml", "-o", "x.pdf"]) == 0
    capsys.readouterr()
    assert run(["preview", "r.yaml", "--outline"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "heading 1: Lower back" in lines
    assert any(line.startswith("picture: ") for line in lines)
    assert any(line.startswith("table of ") for line in lines)
    assert lines[lines.index("heading 2: In short") + 2].startswith("list of ")
    assert not list(Path().glob("*.png"))
    assert run(["preview", "x.pdf", "--outline"]) == 2


def test_preview_of_something_else_is_a_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    Path("x.pdf").write_bytes(b"not a pdf")
    assert run(["preview", "x.pdf"]) == 3
    assert run(["preview", "nowhere.pdf"]) == 3
    assert "nowhere.pdf" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "word", "expected"),
    [
        ("handouts make --area lower", "3", "lower-back"),
        ("handouts make --exercise bri", "3", "bridge"),
        ("handouts make --condition osteop", "3", "osteoporosis"),
        ("handouts make --theme ca", "3", "calm"),
    ],
)
def test_the_shell_completes_ids(line: str, word: str, expected: str) -> None:
    environ = {**os.environ, "_HANDOUTS_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": word}
    done = subprocess.run(
        [sys.executable, "-c", "from handouts.cli.main import main; main()"],
        capture_output=True, text=True, env=environ, check=False, timeout=60,
    )  # fmt: skip
    assert expected in done.stdout


def test_the_help_of_the_command_imports_nothing_heavy() -> None:
    code = "import sys; from handouts.cli.main import run; run(['--help']); print(sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    loaded = done.stdout.splitlines()[-1]
    for heavy in ("reportlab", "jinja2", "PIL", "yaml", "msgspec", "numpy", "shapely", "segno"):
        assert f"'{heavy}'" not in loaded, heavy


def test_making_a_sheet_loads_no_drawing_studio() -> None:
    code = (
        "import sys; from handouts.cli.main import run; run(['make', '--area', 'lower-back', '-o', 'x.pdf']);"
        "print(sorted({m.split('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    for heavy in ("numpy", "shapely", "pypdfium2", "pikepdf"):
        assert f"'{heavy}'" not in done.stdout.splitlines()[-1], heavy
