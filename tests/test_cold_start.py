"""A command imports what it needs and no more: the wait before the first page is mostly imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = frozenset({"reportlab", "jinja2", "PIL", "numpy", "shapely", "pikepdf", "pypdfium2"})
_RUN = """
import json, sys
from handouts.cli.main import run
code = run(json.loads(sys.argv[1]))
print("::" + json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules}), sorted(sys.modules)]))
"""


def imported_by(arguments: list[str], cache: Path) -> tuple[set[str], set[str]]:
    """Packages and modules in memory after the command, in a process of its own."""
    environment = {**os.environ, "HANDOUTS_CACHE": str(cache), "HANDOUTS_REGION": "uk"}
    command = [sys.executable, "-c", _RUN, json.dumps(arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=cache)
    code, packages, modules = json.loads(done.stdout.rpartition("::")[2])
    assert code == 0, done.stderr
    return set(packages), set(modules)


def test_a_sheet_from_a_kept_forme_needs_no_typesetting_and_no_template(tmp_path: Path) -> None:
    make = ["make", "--area", "lower-back", "--client", "Anna", "--date", "2026-03-12"]
    first, _ = imported_by([*make, "-o", str(tmp_path / "first.pdf")], tmp_path)
    assert {"reportlab", "jinja2"} <= first
    make[make.index("Anna")] = "Zoltan Other-Name"
    second, modules = imported_by([*make, "-o", str(tmp_path / "second.pdf")], tmp_path)
    assert not HEAVY & second
    assert not {"handouts.words.write", "handouts.words.sections", "handouts.page.drawing"} & modules
    assert b"%PDF-1.7" in (tmp_path / "second.pdf").read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["make", "--help"], ["batch", "--help"], ["cache", "info"], ["list", "areas"],
     ["make", "--area", "neck", "--dry-run"]],
    ids=" ".join,
)  # fmt: skip
def test_a_command_that_makes_no_page_imports_nothing_for_it(arguments: list[str], tmp_path: Path) -> None:
    packages, _ = imported_by(arguments, tmp_path)
    assert not HEAVY & packages


def test_help_does_not_read_the_library(tmp_path: Path) -> None:
    _, modules = imported_by(["--help"], tmp_path)
    assert not {"yaml", "msgspec", "handouts.library.load", "handouts.compose"} & modules
