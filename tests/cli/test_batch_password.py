"""Sheets that a password locks: each row its own, or one for all; and it stands nowhere else."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from handouts.cli.main import run

TABLE = "ref,name,areas,password\nA1,Zebulon Quist,hamstrings,Blauer Zug 7\nA2,Zebulon Quist,hamstrings,\nA3,Quist,hamstrings,abc\n"


@pytest.fixture(autouse=True)
def _one_cache(_alone: None, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path_factory.getbasetemp() / "batch-cache"))


def batch(*options: str) -> int:
    return run(["batch", "clients.csv", "-o", "sheets", "--region", "uk", "--date", "2026-03-12", *options])


def opens(file: str, password: str = "") -> bool:
    try:
        pikepdf.open(f"sheets/{file}", password=password).close()
    except pikepdf.PasswordError:
        return False
    return True


def test_a_row_with_a_password_gets_a_locked_sheet_and_a_poor_one_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("clients.csv").write_text(TABLE, encoding="utf-8")
    assert batch() == 7
    told = capsys.readouterr()
    assert "password" in told.err
    assert opens("0002-A1.pdf", "Blauer Zug 7")
    assert not opens("0002-A1.pdf")
    assert opens("0003-A2.pdf")
    assert not Path("sheets/0004-A3.pdf").exists()
    for path in (p for p in Path().rglob("*") if p.is_file() and p.name not in ("clients.csv", "clients.rejected.csv")):
        assert b"Blauer Zug" not in path.read_bytes(), path
    assert "Blauer" not in told.err + told.out
    assert "abc" not in told.err + told.out


def test_locked_sheets_are_kept_until_their_password_changes(capsys: pytest.CaptureFixture[str]) -> None:
    Path("clients.csv").write_text(TABLE.replace(",abc", ",").replace("Quist,h", "Quist,h"), encoding="utf-8")
    assert batch() == 0
    before = {path.name: path.read_bytes() for path in Path("sheets").glob("*.pdf")}
    assert batch() == 0
    assert before == {path.name: path.read_bytes() for path in Path("sheets").glob("*.pdf")}
    Path("clients.csv").write_text(TABLE.replace(",abc", ",").replace("Zug 7", "Zug 8"), encoding="utf-8")
    assert batch() == 0
    assert opens("0002-A1.pdf", "Blauer Zug 8")
    assert Path("sheets/0003-A2.pdf").read_bytes() == before["0003-A2.pdf"]


def test_one_password_for_all_rows_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("clients.csv").write_text(TABLE.replace(",abc", ","), encoding="utf-8")
    monkeypatch.setenv("SHEET_KEY", "Roter Zug 9")
    assert batch("--password-env", "SHEET_KEY", "--jobs", "2") == 0
    assert opens("0002-A1.pdf", "Blauer Zug 7")
    assert opens("0003-A2.pdf", "Roter Zug 9")
    assert not opens("0003-A2.pdf")
