"""The same command again: only what is missing or has changed is made, and what was rejected is mended."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from handouts.cli.main import run

CAPTURE = pytest.CaptureFixture[str]
ROWS = ("A1,neck", "A2,knee", "A3,lower-back", "A4,hips:left")


@pytest.fixture(autouse=True)
def _one_cache(_alone: None, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A cache shared by these tests alone."""
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path_factory.getbasetemp() / "batch-cache"))


def table(*rows: str, name: str = "clients.csv", headings: str = "ref,areas") -> str:
    Path(name).write_text("\n".join((headings, *rows)) + "\n", encoding="utf-8")
    return name


class Run:
    """One run of the command and what it told a program."""

    def __init__(self, capsys: CAPTURE, *arguments: str) -> None:
        self.code = run(["batch", *arguments, "--json"])
        told = capsys.readouterr()
        self.err = told.err
        events = [json.loads(line) for line in told.out.splitlines()]
        self.rows = {one["ref"]: one["status"] for one in events if one["event"] == "row"}
        self.summary = events[-1] if events else {}


def manifest(folder: str = "sheets") -> dict[str, str]:
    with open(f"{folder}/manifest.csv", encoding="utf-8", newline="") as file:
        return {one["ref"]: one["status"] for one in csv.DictReader(file)}


def stamps(folder: str = "sheets") -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in Path(folder).glob("*.pdf")}


# ---------------------------------------------------------------- what is kept, what is made anew


def test_the_same_command_again_makes_nothing_and_leaves_the_same_folder(capsys: CAPTURE) -> None:
    first = Run(capsys, table(*ROWS), "-o", "sheets")
    before, told = stamps(), Path("sheets/manifest.csv").read_bytes()
    lines = Path("sheets/manifest.jsonl").read_bytes()
    again = Run(capsys, "clients.csv", "-o", "sheets")
    assert set(first.rows.values()) == {"made"}
    assert set(again.rows.values()) == {"kept"}
    assert (first.code, again.code) == (0, 0)
    assert stamps() == before
    assert Path("sheets/manifest.csv").read_bytes() == told
    assert Path("sheets/manifest.jsonl").read_bytes() == lines
    assert "made 0 sheets, 4 there already" in again.err


def test_only_what_changed_is_made_and_what_went_is_told(capsys: CAPTURE) -> None:
    Run(capsys, table(*ROWS), "-o", "sheets", "--name", "{ref}")
    found = Run(capsys, table("A1,neck", "A3,knee", "A5,foot"), "-o", "sheets", "--name", "{ref}")
    assert found.rows == {"A1": "kept", "A3": "made", "A5": "made"}
    assert found.summary["gone"] == 2
    assert "2 sheets of rows that are gone still there; --prune" in found.err
    assert set(stamps()) == {"A1.pdf", "A2.pdf", "A3.pdf", "A4.pdf", "A5.pdf"}
    pruned = Run(capsys, "clients.csv", "-o", "sheets", "--name", "{ref}", "--prune")
    assert pruned.summary["pruned"] == 2
    assert set(stamps()) == {"A1.pdf", "A3.pdf", "A5.pdf"}
    assert set(stamps("sheets/.handouts/trash")) == {"A2.pdf", "A4.pdf"}
    assert Run(capsys, "clients.csv", "-o", "sheets", "--name", "{ref}").summary["gone"] == 0


@pytest.mark.parametrize("harm", ["cut short", "emptied", "removed", "changed"])
def test_a_file_that_is_not_as_it_was_made_is_made_again(harm: str, capsys: CAPTURE) -> None:
    Run(capsys, table(*ROWS), "-o", "sheets")
    path = Path("sheets/0003-A2.pdf")
    whole = path.read_bytes()
    if harm == "removed":
        path.unlink()
    else:
        path.write_bytes({"cut short": whole[:-100], "emptied": b"", "changed": b"%" + whole[1:-1] + b"x"}[harm])
    assert Run(capsys, "clients.csv", "-o", "sheets").rows == {"A1": "kept", "A2": "made", "A3": "kept", "A4": "kept"}
    assert path.read_bytes() == whole


def test_a_copied_folder_counts_as_made(capsys: CAPTURE) -> None:
    Run(capsys, table(*ROWS), "-o", "sheets")
    shutil.copytree("sheets", "copy", copy_function=shutil.copyfile)
    assert set(Run(capsys, "clients.csv", "-o", "copy").rows.values()) == {"kept"}


def test_a_change_of_the_clinic_or_of_its_words_makes_all_anew(capsys: CAPTURE) -> None:
    Path("clinic/templates/themes").mkdir(parents=True)
    clinic = Path("clinic/clinic.yaml")
    clinic.write_text("name: A Clinic\nregion: uk\n")
    command = (table(*ROWS[:2]), "-o", "sheets", "--clinic", "clinic")
    Run(capsys, *command)
    assert set(Run(capsys, *command).rows.values()) == {"kept"}
    clinic.write_text("name: Another Clinic\nregion: uk\n")
    assert set(Run(capsys, *command).rows.values()) == {"made"}
    Path("clinic/templates/themes/note.txt").write_text("looks may change")
    assert set(Run(capsys, *command).rows.values()) == {"made"}
    assert set(Run(capsys, *command, "--variant", "mono").rows.values()) == {"made"}


def test_fresh_makes_all_anew(capsys: CAPTURE) -> None:
    Run(capsys, table(*ROWS[:2]), "-o", "sheets")
    assert set(Run(capsys, "clients.csv", "-o", "sheets", "--fresh").rows.values()) == {"made"}


def test_a_date_that_is_only_todays_makes_nothing_anew_but_one_that_is_given_does(
    capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime as dt

    class Tomorrow(dt.date):
        @classmethod
        def today(cls) -> dt.date:  # type: ignore[override]
            return dt.date(2031, 1, 2)

    Run(capsys, table("A1,neck,", "A2,knee,2026-01-01", headings="ref,areas,date"), "-o", "sheets")
    monkeypatch.setattr("handouts.cli.batch_command.dt", SimpleNamespace(date=Tomorrow))
    later = Run(capsys, "clients.csv", "-o", "sheets")
    assert later.rows == {"A1": "kept", "A2": "kept"}
    assert "1 sheet without a date in the row kept that of an earlier day; --fresh" in later.err
    dated = Run(capsys, "clients.csv", "-o", "sheets", "--date", "2 January 2031")
    assert dated.rows == {"A1": "made", "A2": "kept"}


def test_a_row_that_may_have_no_sheet_any_more_loses_the_one_it_had(capsys: CAPTURE) -> None:
    Run(capsys, table("A1,neck,", "A2,knee,", headings="ref,areas,conditions"), "-o", "sheets")
    table("A1,neck,dvt-current", "A2,knee,", headings="ref,areas,conditions")
    found = Run(capsys, "clients.csv", "-o", "sheets")
    assert found.rows == {"A1": "refused", "A2": "kept"}
    assert set(stamps()) == {"0003-A2.pdf"}
    assert set(stamps("sheets/.handouts/trash")) == {"0002-A1.pdf"}
    assert "1 earlier sheet of rows that have none now moved to .handouts/trash" in found.err


# ---------------------------------------------------------------- some of the rows


def test_only_the_rows_asked_for_are_made_and_the_manifest_still_tells_of_all(capsys: CAPTURE) -> None:
    Run(capsys, table(*ROWS), "-o", "sheets", "--only", "A2, A4")
    assert set(stamps()) == {"0003-A2.pdf", "0005-A4.pdf"}
    assert manifest() == {"A1": "left", "A2": "made", "A3": "left", "A4": "made"}
    found = Run(capsys, "clients.csv", "-o", "sheets", "--only", "A1")
    assert found.rows == {"A1": "made", "A2": "left", "A3": "left", "A4": "left"}
    assert manifest() == {"A1": "made", "A2": "made", "A3": "left", "A4": "made"}
    assert Run(capsys, "clients.csv", "-o", "sheets", "--only", "A1", "--fresh").rows["A1"] == "made"


def test_a_reference_that_no_row_has_is_told(capsys: CAPTURE) -> None:
    found = Run(capsys, table(*ROWS), "-o", "sheets", "--only", "A1,A9")
    assert found.code == 3
    assert found.rows["A1"] == "made"
    assert "no row has the reference 'A9'" in found.err


def test_failed_looks_only_at_the_rows_without_a_sheet(capsys: CAPTURE) -> None:
    Run(capsys, table("A1,neck", "A2,kneee", "A3,lower-back"), "-o", "sheets")
    table("A1,foot", "A2,knee", "A3,lower-back", "A4,hand")
    found = Run(capsys, "clients.csv", "-o", "sheets", "--failed")
    assert found.rows == {"A1": "left", "A2": "made", "A3": "left", "A4": "left"}
    assert manifest() == {"A1": "made", "A2": "made", "A3": "made", "A4": "left"}


def test_a_limit_says_nothing_about_the_rows_behind_it(capsys: CAPTURE) -> None:
    Run(capsys, table(*ROWS), "-o", "sheets")
    found = Run(capsys, "clients.csv", "-o", "sheets", "--limit", "2", "--prune")
    assert (found.summary["gone"], found.summary["pruned"], len(stamps())) == (0, 0, 4)


# ---------------------------------------------------------------- rejected rows


def test_rejected_rows_are_mended_and_run_into_the_same_folder(capsys: CAPTURE) -> None:
    bad = ("A1,neck,Zebulon Quist", 'A2,"kneee,Zebulon Quist', " A1 ,bakc,  Zebulon ", "A4,knee,x,more", "A4,foot,")
    first = Run(capsys, table(*bad, headings="ref,areas,name"), "-o", "sheets", "--name", "{ref}")
    assert first.summary["rejected_file"] == "clients.rejected.csv"
    assert set(stamps()) == {"A1.pdf", "A4.pdf"}
    text = Path("clients.rejected.csv").read_text(encoding="utf-8-sig")
    rejected = list(csv.reader(io.StringIO(text)))
    assert rejected[0] == ["rejected_row", "reason", "ref", "areas", "name"]
    assert [row[0] for row in rejected[1:]] == ["3", "4", "5"]
    assert rejected[1][2:] == ['A2,"kneee,Zebulon Quist']
    assert rejected[2][2:] == ["A1 ", "bakc", "Zebulon "]
    assert rejected[3][2:] == ["A4", "knee", "x", "more"]
    unmended = Run(capsys, "clients.rejected.csv", "-o", "sheets", "--name", "{ref}")
    assert (unmended.code, unmended.summary["failed"], unmended.summary["made"]) == (7, 3, 0)
    assert unmended.summary["rejected_file"] == "clients.rejected-2.csv"
    before = stamps()
    Path("clients.rejected.csv").write_text(
        "rejected_row,reason,ref,areas,name\n3,was bad,A2,knee,\n4,was bad,A1,upper-back,\n5,bad,A4,knee,x\n"
    )
    mended = Run(capsys, "clients.rejected.csv", "-o", "sheets", "--name", "{ref}")
    assert (mended.code, mended.summary["made"], mended.summary["gone"]) == (0, 3, 0)
    assert "not used" not in mended.err
    assert set(stamps()) == {"A1.pdf", "A2.pdf", "A1-2.pdf", "A4.pdf", "0005.pdf"}
    assert before.items() <= stamps().items()
    with open("sheets/manifest.csv", encoding="utf-8", newline="") as file:
        assert [(one["row"], one["status"]) for one in csv.DictReader(file)] == [
            (str(row), "made") for row in range(2, 7)
        ]


def test_a_rejected_file_that_was_mended_is_never_written_over(capsys: CAPTURE) -> None:
    Run(capsys, table("A1,neck", "A2,kneee"), "-o", "sheets")
    mended = Path("clients.rejected.csv").read_text(encoding="utf-8-sig").replace("kneee,", "knee,")
    mended += "\n"
    Path("clients.rejected.csv").write_text(mended, encoding="utf-8")
    assert Run(capsys, "clients.csv", "-o", "sheets").summary["rejected_file"] == "clients.rejected-2.csv"
    assert Path("clients.rejected.csv").read_text(encoding="utf-8") == mended


def test_a_rejected_file_goes_when_nothing_is_rejected_any_more(capsys: CAPTURE) -> None:
    Run(capsys, table("A1,neck", "A2,kneee"), "-o", "sheets")
    assert Path("clients.rejected.csv").exists()
    assert Run(capsys, table("A1,neck", "A2,knee"), "-o", "sheets").summary["rejected_file"] is None
    assert not Path("clients.rejected.csv").exists()


def test_a_lost_or_repeated_row_number_is_told(capsys: CAPTURE) -> None:
    table("3,,A2,knee", "3,,A3,knee", ",,A4,knee", headings="rejected_row,reason,ref,areas")
    found = Run(capsys, "clients.csv", "-o", "sheets")
    assert found.summary["made"] == 1
    assert "clients.csv:3:rejected_row: stands on two rows" in found.err
    assert "clients.csv:4:rejected_row: is not the number of a row" in found.err


# ---------------------------------------------------------------- the folder


def test_a_folder_holds_the_sheets_of_one_table(capsys: CAPTURE) -> None:
    Run(capsys, table(*ROWS), "-o", "sheets")
    other = Run(capsys, table("B1,neck", name="others.csv"), "-o", "sheets")
    assert other.code == 6
    assert "holds the sheets of another table ('clients')" in other.err
    taken = Run(capsys, "others.csv", "-o", "sheets", "--force")
    assert (taken.code, taken.summary["gone"]) == (0, 4)


def test_a_second_run_on_the_same_folder_is_refused(capsys: CAPTURE) -> None:
    from handouts.batch.lock import RunLock

    table(*ROWS[:1])
    Path("sheets/.handouts").mkdir(parents=True)
    with RunLock(Path("sheets/.handouts/lock")) as lock:
        assert lock.take()
        second = Run(capsys, "clients.csv", "-o", "sheets")
    assert second.code == 6
    assert "sheets: another run is at work here; wait until it has ended, or use --wait" in second.err
    assert Run(capsys, "clients.csv", "-o", "sheets").code == 0


def test_a_damaged_journal_costs_at_most_work(capsys: CAPTURE) -> None:
    Run(capsys, table(*ROWS), "-o", "sheets")
    journal = Path("sheets/.handouts/journal.jsonl")
    lines = journal.read_bytes().splitlines(keepends=True)
    torn = next(index for index, line in enumerate(lines) if b'"0004-A3.pdf"' in line)
    journal.write_bytes(
        b"".join(lines[:torn]) + b'\x00\xff{"is":"sheet","fil\n' + b"".join(lines[torn + 1 :]) + b'{"is"'
    )
    found = Run(capsys, "clients.csv", "-o", "sheets")
    assert found.code == 0
    assert set(found.rows.values()) == {"kept", "made"}
    assert found.rows["A3"] == "made"
    assert "2 lines of the journal cannot be read" in found.err
    assert set(Run(capsys, "clients.csv", "-o", "sheets").rows.values()) == {"kept"}


def test_the_folder_holds_no_clients_name_but_on_the_sheets(capsys: CAPTURE) -> None:
    rows = ("A1,neck,Zebulon Quist,", "A2,kneee,Zebulon Quist,", "A3,knee,Zebulon Quist,dvt-current")
    Run(capsys, table(*rows, headings="ref,areas,name,conditions"), "-o", "sheets")
    for path in Path("sheets").rglob("*"):
        if path.is_file() and path.suffix != ".pdf":
            assert b"zebulon" not in path.read_bytes().lower()


# ---------------------------------------------------------------- all in one file


def test_a_zip_file_holds_every_sheet_and_is_the_same_whenever_it_is_made(capsys: CAPTURE) -> None:
    Run(capsys, table(*ROWS), "-o", "sheets", "--zip", "all.zip")
    before = Path("all.zip").read_bytes()
    with zipfile.ZipFile("all.zip") as packed:
        assert packed.namelist() == ["0002-A1.pdf", "0003-A2.pdf", "0004-A3.pdf", "0005-A4.pdf"]
        assert packed.testzip() is None
        assert packed.read("0002-A1.pdf") == Path("sheets/0002-A1.pdf").read_bytes()
    assert Run(capsys, "clients.csv", "-o", "sheets", "--zip", "all.zip").code == 0
    assert Path("all.zip").read_bytes() == before
    Path("all.zip").write_text("somebody's")
    other = Run(capsys, "clients.csv", "-o", "sheets", "--zip", "all.zip")
    assert (other.code, Path("all.zip").read_text()) == (6, "somebody's")
