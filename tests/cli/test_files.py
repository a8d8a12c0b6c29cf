"""Files are written whole, checked before the work, and nothing half-made is left behind."""

from __future__ import annotations

import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from handouts.cli.main import run
from handouts.errors import CannotWrite
from handouts.output import check_target, write_file

CAPTURE = pytest.CaptureFixture[str]
LONG = "x" * 300 + ".pdf"


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, MemoryError])
def test_whatever_comes_in_between_leaves_no_part_of_a_file(
    error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(CannotWrite if error is OSError else error):
        write_file(Path("x.pdf"), b"data")
    assert list(Path().iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the rights of a file are set another way there")
def test_a_file_gets_the_usual_rights_and_the_mask_is_never_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    mask = os.umask(0)
    os.umask(mask)
    monkeypatch.setattr(os, "umask", lambda _: pytest.fail("the mask was changed, for every thread at once"))
    threads = [threading.Thread(target=write_file, args=(Path(f"{n}.pdf"), b"data")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {stat.S_IMODE(path.stat().st_mode) for path in Path().glob("*.pdf")} == {0o666 & ~mask}
    assert len(list(Path().iterdir())) == 8


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("there.pdf", "is there already; use --force"),
        ("folder", "is a folder; name a file in it"),
        ("nowhere/x.pdf", "make the folder first"),
        ("there.pdf/x.pdf", "cannot be written: Not a directory"),
        (LONG, "choose a shorter name"),
    ],
)
def test_a_target_is_told_before_anything_is_made(
    target: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE
) -> None:
    from handouts.compose import Workshop

    Path("there.pdf").write_bytes(b"mine")
    Path("folder").mkdir()
    monkeypatch.setattr(Workshop, "plan", lambda *_: pytest.fail("the work had begun"))
    monkeypatch.setattr("handouts.words.gentle.plan_leaflet", lambda *_: pytest.fail("the work had begun"))
    for command in (
        ["make", "--area", "neck", "-o", target],
        ["make", "--area", "neck", "--save-request", target, "-o", "x.pdf"],
        ["brochure", "--area", "neck", "-o", target],
        ["show", "bridge", "--picture", target],
        ["screen", "--area", "neck", "--no-red-flags", "--no-conditions", "-o", target],
    ):
        assert run(command) == 6, command
        told = capsys.readouterr()
        assert said in told.err
        assert told.out == ""
    with pytest.raises(CannotWrite):
        write_file(Path(target), b"data")
    assert sorted(path.name for path in Path().iterdir() if path.name != "cache") == ["folder", "there.pdf"]
    assert Path("there.pdf").read_bytes() == b"mine"


def test_pictures_that_are_there_are_told_before_the_pages_are_made(
    monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE
) -> None:
    from handouts.compose import Workshop

    monkeypatch.setattr(Workshop, "plan", lambda *_: pytest.fail("the work had begun"))
    Path("r.yaml").write_text("areas: [neck]\n", encoding="utf-8")
    Path("r-1.png").write_bytes(b"mine")
    assert run(["preview", "r.yaml"]) == 6
    assert "r-1.png: is there already" in capsys.readouterr().err


def test_a_folder_is_never_replaced_by_a_file_not_even_by_force() -> None:
    Path("folder").mkdir()
    with pytest.raises(CannotWrite, match="is a folder"):
        check_target(Path("folder"), force=True)


def test_a_link_that_leads_nowhere_may_be_replaced() -> None:
    Path("link.pdf").symlink_to("nowhere.pdf")
    write_file(Path("link.pdf"), b"data")
    assert Path("link.pdf").read_bytes() == b"data"
