"""``handouts batch`` as a practice manager meets it: real tables, real sheets, bad rows, and a Ctrl-C on the way."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from handouts.cli.main import run
from handouts.resources import Folders

CAPTURE = pytest.CaptureFixture[str]
TABLE = """\
Ref,Name,Areas,Conditions,Date
A1,Zebulon Quist,lower-back,,2026-03-12
A2,Zebulon Quist,lumbar bak,,2026-03-12
A3,Zebulon Quist,neck:lefft; bakc,nonsense,31/31/2026
A4,Zebulon Quist,knee,dvt-current,
A5,Zebulon Quist,,,
A6,Zebulon Quist,hips:left,osteoporosis,
"""


@pytest.fixture(autouse=True)
def _one_cache(_alone: None, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A cache shared by these tests alone."""
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path_factory.getbasetemp() / "batch-cache"))


def table(text: str = TABLE, name: str = "clients.csv") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def batch(*arguments: str) -> int:
    return run(["batch", *arguments])


def rows(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def process(arguments: Sequence[str], **more: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "handouts", "batch", *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, **more)  # type: ignore[call-overload,no-any-return]


# ---------------------------------------------------------------- good and bad rows


def test_a_table_becomes_sheets_and_bad_rows_stop_no_other(capsys: CAPTURE) -> None:
    assert batch(table(), "-o", "new/sheets") == 7
    assert sorted(path.name for path in Path("new/sheets").iterdir()) == [
        ".handouts", "0002-A1.pdf", "0007-A6.pdf", "decisions.csv", "manifest.csv", "manifest.jsonl",
    ]  # fmt: skip
    told = capsys.readouterr()
    assert told.out == ""
    assert "clients.csv:3:areas: unknown area 'lumbar bak'; did you mean 'lower-back'?" in told.err.splitlines()
    assert "made 2 sheets, 3 rows failed, 1 row refused for safety" in told.err
    manifest = rows("new/sheets/manifest.csv")
    assert [(one["row"], one["ref"], one["status"]) for one in manifest] == [
        ("2", "A1", "made"), ("3", "A2", "failed"), ("4", "A3", "failed"),
        ("5", "A4", "refused"), ("6", "A5", "failed"), ("7", "A6", "made"),
    ]  # fmt: skip
    assert {one["row"] for one in rows("new/sheets/decisions.csv")} == {"7"}


def test_all_problems_of_a_row_are_told_at_once_in_the_order_of_its_cells(capsys: CAPTURE) -> None:
    batch(table(), "--check")
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("clients.csv:4:")]
    assert [line.split("; ")[0] for line in told] == [
        "clients.csv:4:areas: unknown side",
        "clients.csv:4:areas: unknown area 'bakc'",
        "clients.csv:4:conditions: unknown condition",
        "clients.csv:4:date: this is not a date",
    ]


def test_an_empty_areas_cell_hides_no_other_problem(capsys: CAPTURE) -> None:
    batch(table("areas,variant,language,paper,conditions\n;,larg,xx,a44,osteoporosi\n"), "--check")
    told = capsys.readouterr().err
    for said in ("2:areas: is empty", "2:variant: unknown variant 'larg'", "2:language: unknown language; there is en",
                 "2:paper: unknown paper 'a44'; did you mean 'a4'?", "2:conditions: unknown condition"):  # fmt: skip
        assert f"clients.csv:{said}" in told


def test_no_name_of_a_client_is_told_anywhere_but_on_the_sheet(capsys: CAPTURE) -> None:
    text = TABLE + "A7,Zebulon Quist,zebulon quist,,\nA8," + "Zebulon Quist " * 20 + ",neck,,\n"
    batch(table(text), "-o", "sheets", "--json")
    batch(table(text), "-o", "named", "--name", "{name}")
    batch(table(text), "-o", "named", "--name", "{name}", "--force")
    told = capsys.readouterr()
    notes = [Path("sheets", name).read_text(encoding="utf-8") for name in ("manifest.csv", "decisions.csv")]
    for words in (told.out, told.err, *notes):
        assert "zebulon" not in words.casefold()
    assert "clients.csv:8:areas: unknown area; see 'handouts list areas'" in told.err
    assert "clients.csv:9:name: has 279 letters" in told.err
    assert Path("named/Zebulon-Quist.pdf").exists()


def test_what_stands_in_the_wrong_column_is_told_only_where_it_is_nearly_right(capsys: CAPTURE) -> None:
    text = (
        "areas,conditions,exercises,techniques,red_flags,date,side,tier,stage,equipment,avoid,programme,persistent\n"
        + ",".join(["Zebulon: Quist"] * 13)
        + "\n"
        + 'neck,"pregnancy-t2:zebulon=quist","bridge:zebulon=7;bridge:zebulon;bridge:times=2/zebulon",,,,,,,,,,\n'
        + 'neck,"pregnancy-t2:weeks=zebulon;migraine:zebulon",,,,,,,5550100,,,,\n'
        + "Zebulon's: o'quist,,,,,,,,,,,,\nnekc,osteoporosys,,,,,,,,,,,\n"
    )
    batch(table(text), "-o", "sheets")
    told = capsys.readouterr().err
    noted = Path("sheets/manifest.csv").read_text(encoding="utf-8")
    for words in (told, noted):
        for word in ("zebulon", "quist", "5550100"):
            assert word not in words.casefold()
    for said in (
        "2:areas: unknown side; use one of left, right, both, middle", "2:date: this is not a date; write it as",
        "2:tier: unknown tier; use one of basic, full", "2:techniques: unknown technique; see",
        "2:persistent: this is not yes or no", "4:stage: stage must be 1 to 3",
        "6:areas: unknown area 'nekc'; did you mean 'neck'?",
        "6:conditions: unknown condition 'osteoporosys'; did you mean 'osteoporosis'?",
    ):  # fmt: skip
        assert f"clients.csv:{said}" in told


def test_a_problem_with_a_word_we_know_names_the_word(capsys: CAPTURE) -> None:
    batch(table("areas,conditions\nhips:left;hips:right,\nneck,osteoporosis:nonsense=1\n"), "--check")
    told = capsys.readouterr().err
    assert "was given two sides: left and right" in told
    assert "2:areas: '" in told
    assert "3:conditions: 'osteoporosis' has no detail; it takes" in told


def test_red_flags_sides_and_the_programme_have_their_columns(capsys: CAPTURE) -> None:
    Path("clinic").mkdir()
    text = (
        "areas,side,red flags,persistent,level,stage,avoid,equipment,programme\n"
        "neck,,rf-cauda,,,,,,\nhips,left,,yes,gentle,2,floor,band,\n,,,,,,,,desk-worker\n,,,,,,,,\n"
    )
    assert batch(table(text), "-o", "sheets") == 7
    found = [(one["row"], one["status"]) for one in rows("sheets/manifest.csv")]
    assert found == [("2", "refused"), ("3", "made"), ("4", "made")]
    assert "not used" not in capsys.readouterr().err


def test_neither_areas_nor_a_programme_is_told_with_both_ways(capsys: CAPTURE) -> None:
    assert batch(table("areas,programme,ref\n,,A1\n"), "--check") == 7
    told = capsys.readouterr().err
    assert "clients.csv:2:areas: is empty; name at least one area, such as lower-back, or a programme" in told


def test_a_check_leaves_out_what_the_clinic_does_not_offer(tmp_path: Path) -> None:
    from handouts.batch.bench import Bench, Premises
    from handouts.clinic import read_clinic
    from handouts.request import read_request

    Path("clinic.yaml").write_text("name: A Clinic\nregion: uk\ntechniques_off: [effleurage]\n")
    bench = Bench(Premises(read_clinic(tmp_path), "uk", Folders.find(), None))
    request = read_request({"areas": "lower-back"})
    assert "effleurage" not in bench.plan(request).techniques
    assert bench.plan(request) == bench.workshop("en").plan(request)


def test_a_good_table_ends_with_nothing_to_say_but_the_summary(capsys: CAPTURE) -> None:
    assert batch(table("areas\nneck\n"), "-o", "sheets") == 0
    *warnings, line = capsys.readouterr().err.splitlines()
    assert all(one.startswith("handouts: warning: 1 sheet: ") for one in warnings)
    assert line.startswith("handouts: made 1 sheet, in ")
    assert not Path("clients.rejected.csv").exists()
    assert Path("sheets/0002.pdf").read_bytes().startswith(b"%PDF")


def test_advice_sheets_take_the_place_of_refused_ones_when_asked_for() -> None:
    assert batch(table("areas,conditions\nneck,dvt-current\n"), "-o", "sheets", "--advice-sheet") == 0
    assert rows("sheets/manifest.csv")[0]["status"] == "made"


def test_a_check_makes_nothing_and_a_limit_looks_no_further(capsys: CAPTURE) -> None:
    assert batch(table(), "--check", "--limit", "1") == 0
    assert "checked 1 row: 1 can be made" in capsys.readouterr().err
    assert batch(table(), "--check") == 7
    assert [path.name for path in Path().iterdir()] == ["clients.csv"]


def test_what_happens_is_told_to_programs_as_json_lines(capsys: CAPTURE) -> None:
    batch(table(), "-o", "sheets", "--json", "--limit", "4")
    started, *told, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert (started["event"], started["table"], started["jobs"]) == ("started", "clients.csv", 1)
    assert [(one["event"], one["row"], one["status"]) for one in told] == [
        ("row", 2, "made"), ("row", 3, "failed"), ("row", 4, "failed"), ("row", 5, "refused"),
    ]  # fmt: skip
    assert told[0]["file"] == "0002-A1.pdf"
    assert told[1]["problems"][0]["field"] == "areas"
    assert {key: summary[key] for key in ("version", "rows", "made", "failed", "refused", "ended", "folder")} == {
        "version": 1, "rows": 4, "made": 1, "failed": 2, "refused": 1, "ended": "done", "folder": "sheets",
    }  # fmt: skip


# ---------------------------------------------------------------- files


def test_no_file_of_somebody_elses_is_replaced_without_force(capsys: CAPTURE) -> None:
    Path("sheets").mkdir()
    Path("sheets/manifest.csv").write_text("before")
    assert batch(table("areas\nneck\n"), "-o", "sheets") == 6
    assert batch(table("areas\nneck\n"), "-o", "sheets") == 6
    assert Path("sheets/manifest.csv").read_text() == "before"
    assert "manifest.csv: is there already; use --force" in capsys.readouterr().err
    Path("sheets/manifest.csv").unlink()
    Path("sheets/0002.pdf").write_text("before")
    assert batch(table("areas\nneck\n"), "-o", "sheets") == 7
    assert "clients.csv:2: its file is there already; use --force to replace it" in capsys.readouterr().err
    assert Path("sheets/0002.pdf").read_text() == "before"
    assert batch(table("areas\nneck\n"), "-o", "sheets", "--force") == 0
    assert Path("sheets/0002.pdf").read_bytes().startswith(b"%PDF")


def test_a_row_keeps_its_file_name_when_another_row_is_mended() -> None:
    batch(table("ref,areas\nA,nekc\nA,neck\n"), "-o", "one", "--name", "{ref}")
    batch(table("ref,areas\nA,neck\nA,neck\n"), "-o", "two", "--name", "{ref}")
    assert rows("one/manifest.csv")[1] == rows("two/manifest.csv")[1]
    assert rows("two/manifest.csv")[1]["file"] == "A-2.pdf"


# ---------------------------------------------------------------- the table's own trouble, and ours


@pytest.mark.parametrize(
    ("text", "more", "code", "said"),
    [
        ("", [], 3, "clients.csv: is empty"),
        ("ref,areas\n", [], 3, "clients.csv: has headings but no rows"),
        ("client,areas\nA,neck\n", [], 3, "clients.csv:1:client: 'client' is no column of a table; call it 'name'"),
        ("areas,Region\nneck,us\n", [], 3, "1:region: 'Region' is no column of a table; it holds for the whole table"),
        ("ref,area\n1,neck\n", [], 3, "clients.csv:1:areas: this column is missing; did you mean 'area'?"),
        ("areas,areas\nneck,neck\n", [], 3, "clients.csv:1:areas: stands twice"),
        ("areas\nneck\n", ["--map", "areas=aeras"], 2, "unknown column 'aeras'; did you mean 'areas'?"),
        ("areas\nneck\n", ["--name", "{rwo}"], 2, "--name: '{rwo}' is not part of a name; did you mean 'row'?"),
        ("areas\nneck\n", ["--variant", "larg"], 3, "variant: unknown variant 'larg'; did you mean 'large'?"),
        ("areas\nneck\n", ["--paper", "a44"], 3, "there is no paper 'a44'; did you mean 'a4'?"),
        ("areas\nneck\n", ["-o", "-"], 2, "give a folder"),
        ("areas\nneck\n", ["-o", "clients.csv"], 6, "clients.csv: cannot be made"),
        ("areas\nneck\n" + "y" * 200_000, [], 3, "clients.csv:3: a line is longer than"),
    ],
)
def test_what_stops_the_whole_batch_is_told_once(
    text: str, more: list[str], code: int, said: str, capsys: CAPTURE
) -> None:
    assert batch(table(text), "-o", "sheets", *more) == code
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told
    assert not list(Path("sheets").glob("*.part"))


def test_a_missing_table_is_invalid_data_and_a_missing_folder_a_usage_problem(capsys: CAPTURE) -> None:
    assert batch("clients.csv", "-o", "sheets") == 3
    assert "clients.csv: cannot be read: No such file" in capsys.readouterr().err
    assert batch(table()) == 2
    assert "use -o sheets/" in capsys.readouterr().err


def test_headings_of_other_systems_are_mapped_by_the_clinic_and_by_flags(capsys: CAPTURE) -> None:
    Path("clinic").mkdir()
    Path("clinic/clinic.yaml").write_text(
        'name: A Clinic\nregion: uk\ncolumns: {"Sore": areas, "No": ref}\nfile_name: "{ref}-{row}"\n'
    )
    text = "No,Pain,Sore,Shoe size\n7,neck,hips,38\n"
    assert batch(table(text), "-o", "one", "--clinic", "clinic") == 0
    assert rows("one/manifest.csv")[0]["file"] == "7-2.pdf"
    assert "columns that are not used: 'Pain', 'Shoe size'" in capsys.readouterr().err
    assert batch(table(text), "-o", "two", "--clinic", "clinic", "--map", "pain=areas") == 0
    assert "columns that are not used: 'Sore', 'Shoe size'" in capsys.readouterr().err


def test_a_row_may_ask_for_another_language(folders: Folders) -> None:
    own = Path("clinic/templates/qq")
    own.mkdir(parents=True)
    shutil.copy(folders.templates[-1] / "en" / "phrases.yaml", own)
    Path("clinic/clinic.yaml").write_text("name: A Clinic\nregion: uk\n")
    text = "areas,language\nneck,\nneck,qq\nneck,xx\n"
    assert batch(table(text), "-o", "sheets", "--clinic", "clinic") == 7
    first, second, third = rows("sheets/manifest.csv")
    assert "no translation" not in first["message"]
    assert "no translation into 'qq' and stay in English" in second["message"]
    assert third["message"] == "language: unknown language; there is en, qq"


# ---------------------------------------------------------------- real processes


def test_two_processes_make_the_same_bytes_as_one() -> None:
    table()
    made = {}
    for jobs in ("1", "2"):
        work = process(["clients.csv", "-o", f"by{jobs}", "--jobs", jobs])
        err = work.communicate(timeout=60)[1]
        assert work.returncode == 7, err
        made[jobs] = Path(f"by{jobs}/manifest.csv").read_text()
    assert made["1"] == made["2"]


def test_a_table_may_come_from_standard_input_in_another_encoding() -> None:
    work = process(["-", "-o", "sheets"], stdin=subprocess.PIPE)
    out, err = work.communicate("name;areas\r\nRenée;neck\r\nZoë;nekc\r\n".encode("utf-16"), timeout=60)
    assert (work.returncode, out) == (7, b"")
    assert "stdin:3:areas: unknown area 'nekc'; did you mean 'neck'?" in err.decode().splitlines()
    assert "\r" not in err.decode().replace("\r\n", "\n")
    assert Path("sheets/0002.pdf").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal sends its Ctrl-C another way there")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_cleanly_with_a_manifest_of_what_was_made(jobs: str) -> None:
    table("ref,areas\n" + "".join(f"R{number},lower-back\n" for number in range(2_000)))
    work = process(["clients.csv", "-o", "sheets", "--jobs", jobs], start_new_session=True)
    for _ in range(600):
        if len(list(Path("sheets").glob("*.pdf"))) >= 3:
            break
        time.sleep(0.05)
    os.killpg(work.pid, signal.SIGINT)
    err = work.communicate(timeout=60)[1].decode()
    assert work.returncode == 130, err
    assert "Traceback" not in err
    assert "stopped on the way" in err
    manifest = rows("sheets/manifest.csv")
    assert 3 <= len(manifest) < 2_000
    assert {one["file"] for one in manifest} == {path.name for path in Path("sheets").glob("*.pdf")}
    assert {one["status"] for one in manifest} == {"made"}
    assert not list(Path("sheets/.handouts/parts").iterdir())
