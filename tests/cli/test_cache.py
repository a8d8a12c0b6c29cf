"""``handouts cache``: what is kept from run to run, and taking it away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handouts.cli.main import run


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("HANDOUTS_CACHE", str(folder))
    return folder


def make(path: Path) -> bytes:
    arguments = ["make", "--area", "neck", "--client", "Client Name", "--region", "uk", "--date", "2026-03-12"]
    assert run([*arguments, "-o", str(path)]) == 0
    return path.read_bytes()


def test_it_tells_what_is_kept_and_clearing_changes_no_sheet(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = make(tmp_path / "first.pdf")
    assert make(tmp_path / "second.pdf") == first
    capsys.readouterr()
    assert run(["cache", "info", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["folder"] == str(cache)
    assert found["formes"]["count"] == 1
    assert 50_000 < found["formes"]["bytes"] < found["formes"]["most_bytes"]
    assert run(["cache", "info"]) == 0
    assert str(cache) in capsys.readouterr().out
    assert run(["cache", "clear"]) == 0
    assert "1 formes and 1 libraries" in capsys.readouterr().out
    assert not [path for path in cache.rglob("*") if path.is_file()]
    assert make(tmp_path / "third.pdf") == first


def test_without_a_cache_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HANDOUTS_CACHE", "")
    make(tmp_path / "sheet.pdf")
    capsys.readouterr()
    for arguments in (["cache", "info"], ["cache", "clear"]):
        assert run(arguments) == 0
        assert "none" in capsys.readouterr().out
    assert run(["cache", "info", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"folder": None}


def test_an_empty_cache_can_be_looked_at_and_cleared(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cache", "info"]) == 0
    assert "0 (0.0 MB" in capsys.readouterr().out
    assert run(["cache", "clear"]) == 0
    assert not cache.exists()
