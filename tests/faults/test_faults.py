"""Whatever goes wrong, the same command again makes every sheet, and none is lost.

A few moments and rows of each kind are tried in CI; ``python -m tests.faults --full`` tries all of them.
"""

from __future__ import annotations

import csv
import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handouts.batch import store as store_module
from handouts.batch import sync
from handouts.clinic import TABLE_FIELDS
from handouts.compose import Sheet, Workshop
from handouts.request import Request
from tests.conftest import ROOT
from tests.faults.naughty import NAUGHTY
from tests.faults.stand_in import StandIn, bytes_of, damaged, lost, plain_rows, run_stand_in, write_table

FULL = os.environ.get("FAULTS") == "full"
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals, forks and limits of this kind are a Unix matter")
CAPTURE = pytest.CaptureFixture[str]


def moments(short: int, full: int) -> range:
    return range(full if FULL else short)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No clinic, nobody's settings, a folder of its own, one cache."""
    for name in [name for name in os.environ if name.startswith(("HANDOUTS_", "LC_", "LANG"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path_factory.getbasetemp() / "faults-cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    # What the edition is made of is not what is tried here, and takes longer to read than the batches do.
    monkeypatch.setattr("handouts.cli.batch_run.edition", lambda *_, **__: "edition")


def resumed(rows: list[list[str]], folder: str = "sheets", *more: str) -> int:
    """Sheets lost once the same command has been run again."""
    assert run_stand_in(["clients.csv", "-o", folder, *more], StandIn()) == 0
    return lost(Path(folder), rows)


# ---------------------------------------------------------------- the process is killed


def killed_at_call(number: int, arguments: list[str]) -> bool:
    """Run in a child that is killed (as by kill -9) at its so-manieth call that touches the disk; whether it was."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    left = number

    def deadly(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*given, **named)

        return counted

    calls = ((os, "replace"), (os, "fsync"), (os, "write"), (os, "chmod"), (tempfile, "mkstemp"), (sync, "_sync_disk"))
    for module, name in calls:
        setattr(module, name, deadly(getattr(module, name)))
    os._exit(run_stand_in(arguments, StandIn()))


@POSIX
@pytest.mark.parametrize("seed", moments(4, 50))
def test_a_kill_at_any_call_to_the_disk_loses_nothing(seed: int) -> None:
    rows = plain_rows(300)
    write_table(Path("clients.csv"), rows)
    at = random.Random(seed).randrange(1, 950)
    was_killed = killed_at_call(at, ["clients.csv", "-o", "sheets"])
    assert damaged(Path("sheets"), rows) == []
    assert resumed(rows) == 0
    assert was_killed or at > 900


@POSIX
@pytest.mark.parametrize("seed", [1, *moments(0, 50)])
def test_a_kill_at_any_time_loses_nothing_and_leaves_no_worker_behind(seed: int) -> None:
    rows = plain_rows(600)
    write_table(Path("clients.csv"), rows)
    jobs = str(1 + seed % 2)
    command = [sys.executable, "-m", "tests.faults.stand_in", "0.002", "clients.csv", "-o", "sheets", "--jobs", jobs]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    work = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, start_new_session=True)
    for _ in range(400):
        if Path("sheets/.handouts/journal.jsonl").exists():
            break
        time.sleep(0.02)
    time.sleep(random.Random(seed).uniform(0.0, 1.4))
    work.kill()
    work.wait()
    for _ in range(200):
        if not group_is_alive(work.pid):
            break
        time.sleep(0.05)
    assert not group_is_alive(work.pid)
    assert damaged(Path("sheets"), rows) == []
    assert resumed(rows) == 0


def group_is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@POSIX
def test_a_killed_run_gives_its_folder_free_and_what_it_made_is_not_made_again(capsys: CAPTURE) -> None:
    rows = plain_rows(300)
    write_table(Path("clients.csv"), rows)
    assert killed_at_call(830, ["clients.csv", "-o", "sheets"])
    there = len(list(Path("sheets").glob("*.pdf")))
    assert there >= 200
    assert resumed(rows, "sheets", "--json") == 0
    told = capsys.readouterr().out
    assert told.count('"status": "kept"') == there


# ---------------------------------------------------------------- the disk


@contextmanager
def refusing(number: int, code: int) -> Iterator[None]:
    """From the so-manieth call that writes on, the system refuses all of them."""
    left = number

    def limited(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left <= 0:
                raise OSError(code, os.strerror(code))
            return call(*given, **named)

        return counted

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", limited(os.write))
        patch.setattr(os, "fsync", limited(os.fsync))
        patch.setattr(sync, "_sync_disk", limited(sync._sync_disk))
        patch.setattr(store_module.tempfile, "mkstemp", limited(tempfile.mkstemp))
        yield


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("seed", moments(1, 20))
def test_a_disk_that_takes_no_more_stops_the_run_and_loses_nothing(seed: int, code: int, capsys: CAPTURE) -> None:
    rows = plain_rows(300)
    write_table(Path("clients.csv"), rows)
    with refusing(random.Random(seed).randrange(1, 300), code):
        assert run_stand_in(["clients.csv", "-o", "sheets"], StandIn()) == 6
    told = capsys.readouterr().err
    assert os.strerror(code) in told
    assert told.count("\n") < 10
    assert "Traceback" not in told
    assert damaged(Path("sheets"), rows) == []
    assert resumed(rows) == 0


@POSIX
@pytest.mark.parametrize("seed", moments(2, 20))
def test_a_limit_on_the_size_of_files_loses_nothing(seed: int) -> None:
    import resource

    rows = plain_rows(300)
    write_table(Path("clients.csv"), rows)
    limit = random.Random(seed).randrange(20, 60_000)
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        os._exit(run_stand_in(["clients.csv", "-o", "sheets"], StandIn()))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 6
    assert damaged(Path("sheets"), rows) == []
    assert resumed(rows) == 0


def mounted(folder: Path, kilobytes: int) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="only root may mount a disk")
@pytest.mark.parametrize("seed", moments(1, 20))
def test_a_full_disk_loses_nothing_once_there_is_room(seed: int, capsys: CAPTURE) -> None:
    rows = plain_rows(300)
    write_table(Path("clients.csv"), rows)
    Path("sheets").mkdir()
    if not mounted(Path("sheets"), random.Random(seed).randrange(200, 5_000)):
        pytest.skip("no disk may be mounted here")
    try:
        assert run_stand_in(["clients.csv", "-o", "sheets"], StandIn()) == 6
        assert "No space left" in capsys.readouterr().err
        assert damaged(Path("sheets"), rows) == []
        subprocess.run(["mount", "-o", "remount,size=60M", "sheets"], check=True)
        assert resumed(rows) == 0
    finally:
        subprocess.run(["umount", "-l", "sheets"], check=True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it has such a folder")
def test_a_folder_nobody_may_write_in_is_told_at_once(capsys: CAPTURE) -> None:
    write_table(Path("clients.csv"), plain_rows(3))
    assert run_stand_in(["clients.csv", "-o", "/proc/sheets"], StandIn()) == 6
    assert "/proc/sheets: cannot be made" in capsys.readouterr().err


@POSIX
@pytest.mark.parametrize("row", moments(1, 10))
def test_a_folder_that_is_removed_on_the_way_ends_the_run_and_loses_nothing(row: int, capsys: CAPTURE) -> None:
    rows = plain_rows(300)
    write_table(Path("clients.csv"), rows)
    ref = f"R{random.Random(row).randrange(300)}"
    compose = StandIn(removes=(ref, "sheets"))
    assert run_stand_in(["clients.csv", "-o", "sheets"], compose) == 6
    told = capsys.readouterr().err
    assert "is gone" in told
    assert "run the same command again" in told
    assert resumed(rows) == 0


# ---------------------------------------------------------------- workers, caches, clocks


@POSIX
def test_a_worker_that_is_killed_once_loses_no_row(capsys: CAPTURE) -> None:
    rows = plain_rows(200)
    write_table(Path("clients.csv"), rows)
    compose = StandIn(deadly="R120", marker=str(Path("died").resolve()))
    assert run_stand_in(["clients.csv", "-o", "sheets", "--jobs", "2"], compose) == 0
    assert Path("died").exists()
    assert lost(Path("sheets"), rows) == 0


@POSIX
@pytest.mark.skipif(not FULL, reason="it takes a while; the same promise is kept by threads in tests/batch")
def test_a_row_that_kills_every_worker_is_the_only_one_without_a_sheet(capsys: CAPTURE) -> None:
    rows = plain_rows(120)
    write_table(Path("clients.csv"), rows)
    compose = StandIn(deadly="R70")
    assert run_stand_in(["clients.csv", "-o", "sheets", "--jobs", "2"], compose) == 7
    assert "its worker ended without an answer" in capsys.readouterr().err
    assert len(list(Path("sheets").glob("*.pdf"))) == 119
    assert damaged(Path("sheets"), rows) == []
    assert resumed(rows) == 0


@pytest.mark.parametrize("seed", moments(1, 10))
def test_a_corrupt_cache_changes_nothing(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("HANDOUTS_CACHE", str(cache))
    write_table(Path("clients.csv"), [["A1", "", "neck"], ["A2", "", "lower-back"]], ("ref", "name", "areas"))
    assert run_stand_in(["clients.csv", "-o", "sheets"], None) == 0
    before = {path.name: path.read_bytes() for path in Path("sheets").glob("*.pdf")}
    files = [path for path in cache.rglob("*") if path.is_file()]
    assert files
    chance = random.Random(seed)
    for path in files:
        data = path.read_bytes()
        at = chance.randrange(len(data) + 1)
        flipped = bytearray(data)
        flipped[at % len(data)] ^= 1 << chance.randrange(8)
        harms = (b"", data[:at], data[:at] + b"\xff\x00junk" + data[at:], chance.randbytes(300), bytes(flipped))
        path.write_bytes(chance.choice(harms))
    assert run_stand_in(["clients.csv", "-o", "sheets", "--fresh"], None) == 0
    assert {path.name: path.read_bytes() for path in Path("sheets").glob("*.pdf")} == before


@pytest.mark.parametrize("seed", moments(1, 20))
def test_a_clock_that_jumps_loses_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    hours = iter(lambda: chance.choice([0.0, -1e9, 1e9, chance.uniform(-9_000, 9_000)]), None)
    now: Callable[[], float] = lambda: next(hours)  # noqa: E731  # type: ignore[assignment,return-value]
    clock = SimpleNamespace(monotonic=now, perf_counter=now, sleep=time.sleep)
    rows = plain_rows(150)
    write_table(Path("clients.csv"), rows)
    with monkeypatch.context() as patch:
        patch.setattr("handouts.cli.batch_run.time", clock)
        assert run_stand_in(["clients.csv", "-o", "sheets"], StandIn()) == 0
    assert lost(Path("sheets"), rows) == 0
    for path in Path("sheets").glob("*.pdf"):
        day = chance.choice([0, 1_000_000, 4_000_000_000])
        os.utime(path, (day, day))
    assert resumed(rows) == 0


# ---------------------------------------------------------------- rows of every kind


def planned(workshop: Workshop, request: Request) -> Sheet:
    """Everything but the paper: the rules are asked, the pages are not laid out."""
    return Sheet(bytes_of(request.ref, request.note), 2, workshop.plan(request), ())


def outcome_of(rows: int, folder: Path, capsys: CAPTURE) -> dict[str, int]:
    """How many rows were made and not; every row of the table is told once, and no bug is."""
    told = capsys.readouterr()
    assert "bug" not in told.err
    assert "Traceback" not in told.err
    with open(folder / "manifest.csv", encoding="utf-8", newline="") as file:
        manifest = list(csv.DictReader(file))
    files = [one["file"] for one in manifest if one["status"] == "made"]
    assert len({name.casefold() for name in files}) == len(files)
    assert {path.name for path in folder.glob("*.pdf")} == set(files)
    assert not [one for one in manifest if "bug" in one["message"]]
    bad = len(manifest) - len(files)
    rejected = Path("clients.rejected.csv")
    if rejected.exists():
        with open(rejected, encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.reader(file))) == bad + 1
    else:
        assert bad == 0
    assert len(manifest) == rows
    return {"made": len(files), "bad": bad}


WORDS = st.sampled_from(
    ["neck", "hips:left", "lower-back; knee", "osteoporosis", "pregnancy-t2:weeks=20", "2026-03-12", "gentle", "2", "yes",
     "full", "large", "mono", "en", "a4", "letter", "", "", "", "desk-worker"]
)  # fmt: skip
CELLS = st.one_of(
    WORDS, st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=30), st.sampled_from(NAUGHTY)
)
ROWS = st.lists(
    st.builds(
        lambda cells, area: [*cells[:2], area, *cells[2:]],
        st.lists(CELLS, min_size=len(TABLE_FIELDS) - 1, max_size=len(TABLE_FIELDS) - 1),
        st.one_of(WORDS, CELLS),
    ),
    min_size=25 if FULL else 1,
    max_size=100,
)
COLUMNS = ("ref", "name", "areas", *(field for field in TABLE_FIELDS if field not in ("ref", "name", "areas")))


@settings(
    max_examples=400 if FULL else 8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(ROWS)
def test_rows_that_chance_made_are_each_told_and_break_nothing(capsys: CAPTURE, rows: list[list[str]]) -> None:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return
    write_table(Path("clients.csv"), filled, COLUMNS)
    Path("clients.rejected.csv").unlink(missing_ok=True)
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(dir=".") as folder:
        patch.setattr(Workshop, "compose", planned)
        assert run_stand_in(["clients.csv", "-o", folder], None) in (0, 7)
        outcome_of(len(filled), Path(folder), capsys)


def test_naughty_strings_in_every_column_break_nothing(capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workshop, "compose", planned)
    rows = []
    for place in range(len(COLUMNS)):
        for word in NAUGHTY if FULL else NAUGHTY[place % 3 :: 3]:
            row = ["", "", "neck"] + [""] * (len(COLUMNS) - 3)
            row[place] = word
            rows += [row] if any(cell.strip() for cell in row) else []
    write_table(Path("clients.csv"), rows, COLUMNS)
    assert run_stand_in(["clients.csv", "-o", "sheets", "--name", "{ref}-{name}-{therapist}"], None) == 7
    count = outcome_of(len(rows), Path("sheets"), capsys)
    assert count["made"] > len(rows) // 6


def test_naughty_strings_reach_the_paper_as_words_and_nothing_else(capsys: CAPTURE) -> None:
    rows = [["", word, "neck", word, word] for word in (NAUGHTY if FULL else NAUGHTY[::12])]
    write_table(Path("clients.csv"), rows, ("ref", "name", "areas", "note", "therapist"))
    assert run_stand_in(["clients.csv", "-o", "sheets"], None) in (0, 7)
    count = outcome_of(len(rows), Path("sheets"), capsys)
    assert count["made"] > len(rows) // 2
    import pikepdf

    for path in Path("sheets").glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert pdf.check_pdf_syntax() == []


def test_of_a_long_table_exactly_the_bad_rows_are_rejected(capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch) -> None:
    """In full it is a hundred thousand rows, and every sheet is a real one."""
    count = 100_000 if FULL else 1_500
    chance = random.Random(6)
    bad = set(chance.sample(range(count), count // 100))
    faults = (("areas", "lumbar bak"), ("areas", ""), ("date", "31/31/2026"), ("note", "x" * 3_000))
    rows = []
    for number, row in enumerate(plain_rows(count)):
        area = ("neck", "knee", "lower-back", "hips:left", "foot")[number % 5]
        row[2] = area
        if number in bad:
            column, value = faults[number % len(faults)]
            row[("ref", "name", "areas", "note", "date").index(column)] = value
        rows.append(row)
    write_table(Path("clients.csv"), rows)
    if not FULL:
        monkeypatch.setattr(Workshop, "compose", planned)
    assert run_stand_in(["clients.csv", "-o", "sheets", "--jobs", "2" if FULL else "1"], None) == 7
    assert outcome_of(count, Path("sheets"), capsys) == {"made": count - len(bad), "bad": len(bad)}
    with open("clients.rejected.csv", encoding="utf-8-sig", newline="") as file:
        rejected = list(csv.DictReader(file))
    assert {int(one["rejected_row"]) - 2 for one in rejected} == bad
    for one in rejected:
        assert [one[column] for column in ("ref", "name", "areas", "note", "date")] == rows[
            int(one["rejected_row"]) - 2
        ]
    for one in rejected:
        one["areas"], one["date"], one["note"] = "neck", "2026-03-12", "mended"
    with open("clients.rejected.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rejected[0]))
        writer.writeheader()
        writer.writerows(rejected)
    assert run_stand_in(["clients.rejected.csv", "-o", "sheets"], None) == 0
    assert len(list(Path("sheets").glob("*.pdf"))) == count
