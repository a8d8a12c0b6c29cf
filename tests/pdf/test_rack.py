"""Formes that outlast a run: found when whole, ignored when not, and never more than fit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from handouts.pdf.rack import Rack, Stock

BODY = b"x" * 1000


def test_what_was_put_is_found_and_nothing_else(tmp_path: Path) -> None:
    rack = Rack(tmp_path / "formes")
    assert rack.get("a") is None
    assert rack.stock() == Stock(0, 0)
    rack.put("a", BODY)
    rack.put("a", b"newer")
    assert rack.get("a") == b"newer"
    assert rack.get("b") is None
    assert rack.stock().count == 1
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.skipif(os.name == "nt", reason="rights are told otherwise there")
def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    rack = Rack(tmp_path / "formes")
    rack.put("a", BODY)
    assert (tmp_path / "formes").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "formes" / "a.forme").stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_is_taken_away(tmp_path: Path) -> None:
    rack = Rack(tmp_path)
    for changed in (lambda data: data[:-1], lambda data: data[:-1] + b"y", lambda data: b"", lambda data: b"?" + data):
        rack.put("a", BODY)
        path = tmp_path / "a.forme"
        path.write_bytes(changed(path.read_bytes()))
        assert rack.get("a") is None
        assert not path.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there are no owners")
def test_a_file_of_somebody_else_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rack = Rack(tmp_path)
    rack.put("a", BODY)
    own = os.geteuid()
    monkeypatch.setattr("os.geteuid", lambda: own + 1)
    assert rack.get("a") is None
    assert (tmp_path / "a.forme").exists()


def test_the_least_used_go_when_it_is_full(tmp_path: Path) -> None:
    rack = Rack(tmp_path, largest=64_000)
    for index in range(20):
        rack.put(f"k{index:02}", b"x" * 3500)
        os.utime(tmp_path / f"k{index:02}.forme", (index, index))
        if index == 10:
            assert rack.get("k00")  # used: now the newest
    assert rack.stock().size <= 64_000 + 4000
    assert rack.get("k00")
    assert rack.get("k19")
    assert rack.get("k01") is None


def test_what_would_fill_it_alone_is_not_kept(tmp_path: Path) -> None:
    rack = Rack(tmp_path, largest=10_000)
    rack.put("a", b"x" * 9_000)
    assert rack.stock().count == 0


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    rack = Rack(tmp_path / "file" / "formes")
    rack.put("a", BODY)
    assert rack.get("a") is None
    assert rack.clear() == Stock(0, 0)


def test_clearing_takes_everything_and_leaves_other_files(tmp_path: Path) -> None:
    rack = Rack(tmp_path)
    rack.put("a", BODY)
    (tmp_path / "left.part").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("mine")
    assert rack.clear().count == 1
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


_WRITE = """
import sys
from pathlib import Path
from handouts.pdf.rack import Rack
rack = Rack(Path(sys.argv[1]), largest=400_000)
for turn in range(150):
    body = bytes([int(sys.argv[2])]) * 20_000
    rack.put(f"k{turn % 7}", body)
    found = rack.get(f"k{(turn + 3) % 7}")
    assert found is None or (len(found) == 20_000 and len(set(found)) == 1)
"""


def test_two_processes_may_use_one_rack_at_once(tmp_path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", _WRITE, str(tmp_path), str(number)]) for number in (1, 2)]
    assert [one.wait(timeout=60) for one in running] == [0, 0]
    assert Rack(tmp_path).stock().size < 800_000
    assert not list(tmp_path.glob("*.part"))
