"""``handouts check`` as an educator meets it."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

import pytest

from handouts.cli.main import run

DOCS = Path(__file__).resolve().parents[2] / "docs" / "content.md"


@pytest.fixture
def clinic() -> Path:
    assert run(["new", "my-clinic", "--region", "uk"]) == 0
    return Path("my-clinic")


def put(folder: Path, name: str, text: str) -> None:
    path = folder / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_our_own_content_passes_the_strict_gate(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--strict", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_new_clinic_passes_the_strict_gate(clinic: Path) -> None:
    assert run(["check", str(clinic), "--strict"]) == 0


def test_every_example_of_the_guide_passes(clinic: Path) -> None:
    blocks = re.findall(r"`(my-clinic/templates/[\w/.-]+\.yaml)`[^`]*?```yaml\n(.*?)```", DOCS.read_text("utf-8"), re.S)
    assert len(blocks) >= 6
    for name, text in blocks:
        put(clinic, name.removeprefix("my-clinic/templates/"), textwrap.dedent(text))
    assert run(["check", str(clinic), "--strict"]) == 0
    assert (
        run(["make", "--clinic", str(clinic), "--area", "shin-ankle", "--condition", "shin-splints", "--dry-run"]) == 0
    )


def test_a_finding_has_file_line_what_and_remedy(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(clinic, "en/tips.yaml", 'warm-bath:\n  short: "A bath, for comfort."\n  text: "A bath draws out toxins."\n')
    capsys.readouterr()
    assert run(["check", str(clinic)]) == 3
    assert re.match(r"my-clinic/templates/en/tips.yaml:3: error: 'toxins' .*instead:", capsys.readouterr().out)
    assert run(["check", str(clinic), "--json"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert [(one["file"], one["line"], one["severity"]) for one in found] == [
        ("my-clinic/templates/en/tips.yaml", 3, "error")
    ]
    assert set(found[0]) == {"file", "line", "rule", "what", "remedy", "severity"}


def test_a_warning_fails_only_when_strict(clinic: Path) -> None:
    put(clinic, "en/exercise/x.yaml", "id: x\n")
    assert run(["check", str(clinic)]) == 0
    assert run(["check", str(clinic), "--strict"]) == 3


def test_a_misspelt_variable_in_a_template_is_found_with_its_line(
    clinic: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(
        clinic,
        "en/sections/aftercare.md.j2",
        "# {{ heading }}\n\n{% for tip in tipps %}\n- {{ tip.text }}\n{% endfor %}\n",
    )
    assert run(["check", str(clinic)]) == 3
    assert re.search(r"aftercare\.md\.j2:\d+: error: 'tipps' is undefined", capsys.readouterr().out)


def test_what_clinic_yaml_says_is_checked_too(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = clinic / "clinic.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("Massage and movement", "Healing massage"), encoding="utf-8")
    assert run(["check", str(clinic)]) == 3
    assert "'Healing' may not be said" in capsys.readouterr().out
    file.write_text(text + "\nlogoo: x.png\n", encoding="utf-8")
    assert run(["check", str(clinic)]) == 3
    assert "unknown key 'logoo'" in capsys.readouterr().out


def test_a_pale_theme_of_the_clinic_is_found(clinic: Path, capsys: pytest.CaptureFixture[str]) -> None:
    calm = (DOCS.parents[1] / "templates" / "themes" / "calm.yaml").read_text("utf-8")
    put(clinic, "themes/pale.yaml", calm.replace("id: calm", "id: pale").replace('main: "#15565E"', 'main: "#9FD6DE"'))
    assert run(["check", str(clinic)]) == 3
    assert "pale.yaml:7: error: main on paper: contrast" in capsys.readouterr().out


def test_inside_a_clinic_both_are_checked(
    clinic: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(clinic, "en/tips.yaml", 'warm-bath: {short: "A bath heals.", text: "A bath."}\n')
    monkeypatch.chdir(clinic)
    assert run(["check"]) == 3
    assert "templates/en/tips.yaml:1: error" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["nowhere"], "no such folder"), (["empty"], "nothing to check"), (["--language", "xx"], "no words in language")],
)
def test_nothing_to_check_is_said_plainly(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty").mkdir()
    assert run(["check", *arguments]) == 3
    assert said in capsys.readouterr().err
