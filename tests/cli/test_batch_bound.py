"""``--merged``: all clients in one file for the printer, each on a fresh sheet of paper."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from tests.cli.test_batch_again import CAPTURE, Run, table


@pytest.fixture(autouse=True)
def _one_cache(_alone: None, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A cache shared by these tests alone."""
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path_factory.getbasetemp() / "batch-cache"))


def bookmarks(path: str) -> list[str]:
    with pikepdf.open(io.BytesIO(Path(path).read_bytes())) as pdf, pdf.open_outline() as outline:
        return [entry.title for entry in outline.root]


def test_a_print_run_holds_every_sheet_that_stands_in_the_order_asked_for(capsys: CAPTURE) -> None:
    rows = ("A10,neck,Dr B,", "A9,kneee,Dr A,", "A8,knee,Dr A,", "A2,foot,dr a,")
    table(*rows, headings="ref,areas,therapist,name")
    command = ("clients.csv", "-o", "sheets", "--merged", "friday.pdf", "--order-by", "Therapist")
    first = Run(capsys, *command)
    assert (first.code, first.summary["merged"]) == (7, ["friday.pdf"])
    assert bookmarks("friday.pdf") == ["A8", "A2", "A10"]
    before = Path("friday.pdf").read_bytes()
    assert set(Run(capsys, *command).rows.values()) == {"kept", "failed"}
    assert Path("friday.pdf").read_bytes() == before


def test_a_long_print_run_is_split_between_clients(capsys: CAPTURE) -> None:
    command = (
        table("A1,neck", "A2,knee", "A3,foot"),
        "-o",
        "sheets",
        "--merged",
        "run.pdf",
        "--split",
        "4",
        "--separators",
    )
    found = Run(capsys, *command)
    assert found.summary["merged"] == ["run-1.pdf", "run-2.pdf"]
    assert bookmarks("run-1.pdf") + bookmarks("run-2.pdf") == ["A1", "A2", "A3"]
    assert not Path("run.pdf").exists()


def test_the_order_is_by_a_heading_that_is_there_and_no_file_of_somebody_elses_is_replaced(capsys: CAPTURE) -> None:
    command = (table("A1,neck"), "-o", "sheets", "--merged", "run.pdf")
    assert "the table has no such heading; did you mean 'areas'?" in Run(capsys, *command, "--order-by", "area").err
    assert not list(Path("sheets").glob("*.pdf"))
    Path("run.pdf").write_text("somebody's")
    found = Run(capsys, *command)
    assert (found.code, Path("run.pdf").read_text()) == (6, "somebody's")
