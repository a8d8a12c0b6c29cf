"""The manifest says how the folder stands, in tables a spreadsheet may open safely."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from handouts.batch.manifest import Manifest
from handouts.batch.store import FolderStore
from handouts.batch.telling import RowProblem
from handouts.batch.work import Outcome
from handouts.errors import CannotWrite
from handouts.library.store import Library
from handouts.plan import plan_sheet
from handouts.request import read_request


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    FolderStore(tmp_path).open()
    return tmp_path


def rows(folder: Path, name: str = "manifest.csv") -> list[dict[str, str]]:
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bad(row: int, text: str = "is empty") -> Outcome:
    return Outcome(row, "", "failed", f"{row:04}.pdf", problems=(RowProblem("areas", text),))


def test_the_manifest_says_what_became_of_every_row(library: Library, folder: Path) -> None:
    plan = plan_sheet(read_request({"areas": "lower-back", "conditions": "osteoporosis"}), library)
    made = Outcome(2, "A1", "made", "0002-A1.pdf", 2, "ab" * 32, decisions=tuple(plan.decisions))
    with Manifest(folder, ours=False) as manifest:
        manifest.add(made)
        manifest.add(bad(3))
        assert not list(folder.glob("manifest*"))
        manifest.write()
    first, second = rows(folder)
    assert first == {
        "row": "2", "ref": "A1", "file": "0002-A1.pdf", "pages": "2", "sha256": "ab" * 32, "status": "made", "message": "",
    }  # fmt: skip
    assert (second["status"], second["file"], second["message"]) == ("failed", "", "areas: is empty")
    told = rows(folder, "decisions.csv")
    assert list(told[0]) == ["row", "ref", "kind", "id", "action", "because", "reason"]
    assert {one["because"] for one in told} == {"osteoporosis"}
    lines = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(one["row"], one["status"], one["file"]) for one in lines] == [
        (2, "made", "0002-A1.pdf"),
        (3, "failed", None),
    ]
    assert len(lines[0]["decisions"]) == len(told)
    assert lines[1]["problems"] == [{"field": "areas", "text": "is empty"}]


def test_a_kept_sheet_reads_as_one_that_was_made_and_rows_of_earlier_runs_find_their_place(folder: Path) -> None:
    with Manifest(folder, ours=True) as manifest:
        manifest.add(Outcome(3, "A2", "kept", "0003-A2.pdf", 2, "cd" * 32))
        manifest.write([Outcome(2, "A1", "kept", "0002-A1.pdf", 1, "ab" * 32), bad(4)])
    assert [(one["row"], one["status"]) for one in rows(folder)] == [("2", "made"), ("3", "made"), ("4", "failed")]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_no_cell_of_the_manifest_is_a_formula_or_ends_its_line(begin: str, folder: Path) -> None:
    text = f"{begin}2\rnext"
    with Manifest(folder, ours=False) as manifest:
        manifest.add(Outcome(2, f"{begin}1+cmd|'/c calc'!A1", "failed", problems=(RowProblem(None, text),)))
        manifest.write()
    [row] = rows(folder)
    assert row["ref"] == f"'{begin}1+cmd|'/c calc'!A1"
    assert row["message"] == f"'{begin}2 next"
    assert row["row"] == "2"


def test_a_manifest_that_is_not_ours_is_not_replaced(folder: Path) -> None:
    (folder / "manifest.csv").write_text("before")
    with pytest.raises(CannotWrite, match=r"manifest\.csv: is there already"):
        Manifest(folder, ours=False)
    with Manifest(folder, ours=True) as manifest:
        manifest.write()
    assert (folder / "manifest.csv").read_text().startswith("row,ref,file")
