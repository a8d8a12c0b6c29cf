"""What is installed is what is here."""

from __future__ import annotations

import tomllib

from tests.conftest import ROOT

SETUP = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_package_is_installed() -> None:
    here = {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / "handouts").rglob("__init__.py")}
    assert set(SETUP["tool"]["setuptools"]["packages"]) == here | {"handouts.templates", "handouts.images"}


def test_the_pictures_fit_the_wheel() -> None:
    compiled = sum(path.stat().st_size for path in (ROOT / "images" / "compiled").rglob("*.hpic"))
    assert compiled < 12_000_000
