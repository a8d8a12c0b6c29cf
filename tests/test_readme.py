"""The README's commands are the ones that run, and the docs move with the code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from handouts.cli.main import COMMANDS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    return [block.strip() for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)]


def test_the_second_command_is_the_one_ci_runs() -> None:
    assert commands()[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def newcomer(home: Path) -> dict[str, str]:
    """The environment of somebody who has just come: no settings, no clinic, no cache, no language."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP")  # without these some systems start no process at all
    environ = {name: os.environ[name] for name in kept if name in os.environ}
    own = {"HOME": home, "USERPROFILE": home, "XDG_CONFIG_HOME": home / "config", "HANDOUTS_CACHE": home / "cache"}
    return environ | {name: str(path) for name, path in own.items()}


def test_the_first_command_makes_a_sheet(tmp_path: Path) -> None:
    made = commands()[0].rsplit(".venv/bin/handouts ", 1)[1].split()
    command = [sys.executable, "-m", "handouts", *made]
    done = subprocess.run(command, cwd=tmp_path, env=newcomer(tmp_path), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")


def test_the_command_reference_is_up_to_date() -> None:
    # In a process of its own: Click keeps a command's help option as it was first asked for.
    script = "from docs.build import cli_reference; print(cli_reference(), end='')"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == done.stdout, "run: python docs/build.py cli"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    from handouts.cli.main import root

    command = root.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    helps = [command.help or ""]
    helps += [sub.help or "" for sub in getattr(command, "commands", {}).values()]
    assert any("Examples:" in text for text in helps)


def test_every_picture_the_readme_shows_is_there() -> None:
    for path in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / path).is_file(), path
