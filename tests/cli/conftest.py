"""Every command test runs alone: no clinic, no variables, nobody's own settings, its own cache and folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith(("HANDOUTS_", "LC_", "LANG"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HANDOUTS_REGION", "uk")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))  # where a Mac keeps them
    monkeypatch.chdir(tmp_path)
