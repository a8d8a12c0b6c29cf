"""``--password-env``: the sheet is locked, and the password stands nowhere."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from handouts.cli.main import run

MAKE = ["make", "--area", "hamstrings", "--region", "uk", "--date", "2026-03-12"]
SECRET = "Blauer Zug 7"


def test_a_locked_sheet_opens_with_its_password_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHEET_KEY", SECRET)
    target = tmp_path / "sheet.pdf"
    assert run([*MAKE, "--password-env", "SHEET_KEY", "-o", str(target)]) == 0
    told = capsys.readouterr()
    assert "locked with a password" in told.err
    assert SECRET not in told.err + told.out
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(target)
    pikepdf.open(target, password=SECRET).close()


def test_a_locked_sheet_can_go_to_standard_output(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("SHEET_KEY", SECRET)
    assert run([*MAKE, "--password-env", "SHEET_KEY", "-o", "-"]) == 0
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(capfdbinary.readouterr().out))


@pytest.mark.parametrize(("value", "code"), [(None, 2), ("", 2), ("abc", 3)])
def test_no_sheet_is_made_without_a_good_password(
    value: str | None, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SHEET_KEY", raising=False)
    if value is not None:
        monkeypatch.setenv("SHEET_KEY", value)
    target = tmp_path / "sheet.pdf"
    assert run([*MAKE, "--password-env", "SHEET_KEY", "-o", str(target)]) == code
    assert "SHEET_KEY" in capsys.readouterr().err
    assert not target.exists()


def test_a_leaflet_can_be_locked_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "card.pdf"
    command = ["brochure", "--area", "neck", "--format", "card", "--region", "uk", "--password-env", "SHEET_KEY"]
    monkeypatch.delenv("SHEET_KEY", raising=False)
    assert run([*command, "-o", str(target)]) == 2
    assert not target.exists()
    monkeypatch.setenv("SHEET_KEY", SECRET)
    assert run([*command, "-o", str(target)]) == 0
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(target)
    pikepdf.open(target, password=SECRET).close()
