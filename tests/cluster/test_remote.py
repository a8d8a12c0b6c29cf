"""A place behind a URL keeps the promises of a folder."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from handouts.batch.journal import BadLine, Journal
from handouts.batch.lease import Lease
from handouts.batch.place import FolderPlace, RemotePlace, place_at
from handouts.batch.remote import RemoteFolder, is_url, local_path
from handouts.batch.remote_store import RemoteStore
from handouts.batch.scroll import ObjectScroll
from handouts.errors import CannotWrite, UsageProblem
from tests.faults.stand_in import StandIn, bytes_of, plain_rows, run_stand_in, write_table

BEAT = 0.02


@pytest.fixture(autouse=True)
def _one_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handouts.cli.batch_run.edition", lambda *_, **__: "edition")


@pytest.fixture(params=["memory", "s3"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "s3":
        yield f"s3://{request.getfixturevalue('bucket')}/health/friday"
        return
    yield "memory://friday"
    import fsspec

    fsspec.filesystem("memory").store.clear()


def sheets(remote: RemoteFolder) -> dict[str, bytes]:
    names = [name for name in remote.files() if name.endswith(".pdf")]
    return dict(zip(names, remote.get_all(names), strict=True))


def test_a_url_is_told_from_a_path() -> None:
    assert all(map(is_url, ["s3://b/x", "memory://x", "file:///x", "abfs://c@a/x"]))
    assert not any(map(is_url, ["sheets", "/a/b", "C:\\sheets", "C:/sheets", "a//b", "-"]))
    assert local_path("file:///tmp/sheets") == "/tmp/sheets"
    assert local_path("s3://tmp/sheets") is None


def test_files_are_put_found_moved_and_removed(url: str) -> None:
    remote = pickle.loads(pickle.dumps(RemoteFolder(url + "/")))
    remote.open("parts")
    assert remote.files() == {}
    assert remote.find("a.pdf") is None
    assert remote.get("a.pdf") is None
    remote.put_all({"parts/1": b"one", "parts/2": b"two", "0002-a[1].pdf": b"three", "0002-a1.pdf": b"four"})
    remote.rename_all({"parts/1": "x [a].pdf", "parts/2": "ü.pdf"})
    remote.move("0002-a[1].pdf", "trash/0002-a[1].pdf")
    assert remote.files("parts") == {}
    assert sheets(remote) == {"x [a].pdf": b"one", "ü.pdf": b"two", "0002-a1.pdf": b"four"}
    assert remote.get("trash/0002-a[1].pdf") == b"three"
    found = remote.files()["ü.pdf"]
    assert found.size == 3
    remote.remove_all(["ü.pdf", "never there"])
    assert remote.find("ü.pdf") is None


def test_of_two_who_make_a_file_one_does(url: str) -> None:
    remote = RemoteFolder(url)
    remote.open()
    assert remote.create("lock", b"one")
    assert not remote.create("lock", b"two")
    assert remote.get("lock") == b"one"


def test_a_sheet_has_its_name_only_once_it_is_sealed(url: str) -> None:
    store = RemoteStore(RemoteFolder(url))
    store.open()
    worker = pickle.loads(pickle.dumps(store))
    first, second = worker.lay(b"same"), worker.lay(b"same")
    worker.secure([first, second])
    assert store.holds(first)
    store.publish(first, "0002.pdf")
    store.publish(second, "0003.pdf")
    assert sheets(store.remote) == {}
    store.seal_names()
    assert sheets(store.remote) == {"0002.pdf": b"same", "0003.pdf": b"same"}
    assert store.find("0002.pdf") == first.found
    assert b"".join(store.pieces("0003.pdf")) == b"same"
    store.throw_away("0002.pdf")
    store.throw_away("0002.pdf")
    assert store.find("0002.pdf") is None
    assert list(store.remote.files(".handouts/trash")) == ["0002.pdf"]
    with pytest.raises(CannotWrite, match="cannot be read"):
        store.read("0002.pdf")


def test_what_is_laid_aside_and_forgotten_is_swept(url: str) -> None:
    store = RemoteStore(RemoteFolder(url))
    store.open()
    unsent, sent, left = (store.lay(text) for text in (b"a", b"b", b"c"))
    store.secure([sent, left])
    store.discard(unsent)
    store.discard(sent)
    store.discard(sent)
    assert store.sweep() == 1
    assert store.sweep() == 0


def test_one_run_has_the_lease_and_gives_it_back(url: str) -> None:
    remote = RemoteFolder(url)
    remote.open(".handouts")
    with Lease(remote, ".handouts/lock", "one", beat=BEAT) as first:
        assert first.take()
        with Lease(remote, ".handouts/lock", "two", beat=0.3) as second:
            assert not second.take()
        first.check()
    assert remote.find(".handouts/lock") is None


def test_a_lease_without_a_sign_of_life_is_taken_over(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lease, "_live", lambda self: None)
    remote = RemoteFolder(url)
    remote.open(".handouts")
    remote.put(".handouts/lock", b"dead 7")
    with Lease(remote, ".handouts/lock", "two", beat=BEAT) as lease:
        assert lease.take()
        lease.check()
        remote.put(".handouts/lock", b"third 1")
        with pytest.raises(CannotWrite, match="another run has taken over"):
            lease.check()
    assert remote.get(".handouts/lock") == b"third 1"


def test_of_two_who_find_a_lease_abandoned_one_takes_it() -> None:
    remote = RemoteFolder("memory://lease")
    remote.put("lock", b"dead 7")
    leases = [Lease(remote, "lock", str(number), beat=0.1) for number in range(3)]
    taken: list[bool] = []
    threads = [threading.Thread(target=lambda lease=lease: taken.append(lease.take())) for lease in leases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for lease in leases:
        lease.__exit__(None, None, None)
    assert taken.count(True) == 1


def test_a_journal_of_many_objects_is_written_anew_and_says_the_same(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    remote = RemoteFolder(url)
    remote.open(".handouts", ".handouts/journal")
    monkeypatch.setattr(Lease, "_live", lambda self: None)
    monkeypatch.setattr("handouts.batch.scroll._MOST_PIECES", 4)
    monkeypatch.setattr("handouts.batch.scroll._PIECE", 200)

    def opened(token: str) -> tuple[Journal, Lease]:
        lease = Lease(remote, ".handouts/lock", token, beat=BEAT)
        assert lease.take()
        return Journal(ObjectScroll(remote, ".handouts/journal", token, lease)), lease

    journal, lease = opened("first")
    with lease, journal:
        for row in range(6):
            journal.note(BadLine(file=f"{row:04}.pdf", row=row, refused=False))
            journal.commit()
        journal.commit()
    assert len(remote.files(".handouts/journal")) == 6
    journal, lease = opened("second")
    with lease, journal:
        assert len(journal.ledger.bad) == 6
    names = sorted(remote.files(".handouts/journal"))
    assert 1 < len(names) < 6
    assert all("second" in name for name in names)
    journal, lease = opened("third")
    with lease, journal:
        assert sorted(journal.ledger.bad) == [f"{row:04}.pdf" for row in range(6)]
        remote.put(".handouts/lock", b"other 1")
        journal.note(BadLine(file="9.pdf", row=9, refused=False))
        with pytest.raises(CannotWrite, match="another run has taken over"):
            journal.commit()


# ---------------------------------------------------------------- whole batches


def test_all_sheets_are_there_and_the_same_command_makes_only_what_is_missing(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = plain_rows(24)
    write_table(Path("clients.csv"), rows)
    batch = ["clients.csv", "-o", url, "--json"]
    assert run_stand_in(batch, StandIn()) == 0
    remote = RemoteFolder(url)
    expected = {f"{row:04}-{cells[0]}.pdf": bytes_of(cells[0], cells[3]) for row, cells in enumerate(rows, start=2)}
    assert sheets(remote) == expected
    assert remote.files(".handouts/parts") == {}
    assert remote.find(".handouts/lock") is None
    manifest = remote.get("manifest.csv")
    remote.remove_all(["0007-R5.pdf"])
    remote.put("0009-R7.pdf", b"cut short")
    rows[11][3] = "changed"
    write_table(Path("clients.csv"), [*rows[:23], ["R23", "", "neck", "", "31/31/2026"]])
    capsys.readouterr()
    assert run_stand_in(batch, StandIn()) == 7
    told = capsys.readouterr()
    assert told.out.count('"status": "made"') == 3
    assert told.out.count('"status": "kept"') == 20
    expected["0013-R11.pdf"] = bytes_of("R11", "changed")
    del expected["0025-R23.pdf"]
    assert sheets(remote) == expected
    assert list(remote.files(".handouts/trash")) == ["0025-R23.pdf"]
    assert remote.get("manifest.csv") != manifest
    assert Path("clients.rejected.csv").exists()
    assert not list(Path().glob(".handouts*"))


def test_a_batch_that_ended_before_it_could_note_its_sheets_goes_on(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = plain_rows(20)
    write_table(Path("clients.csv"), rows)
    with monkeypatch.context() as patch:
        # Between the journal and the names: what a killed process leaves.
        patch.setattr(RemoteStore, "seal_names", lambda self: (_ for _ in ()).throw(KeyboardInterrupt()))
        patch.setattr(RemoteStore, "sweep", lambda self: 0)
        with pytest.raises(KeyboardInterrupt):
            run_stand_in(["clients.csv", "-o", url], StandIn())
    remote = RemoteFolder(url)
    assert sheets(remote) == {}
    assert len(remote.files(".handouts/parts")) == 20
    assert run_stand_in(["clients.csv", "-o", url], StandIn()) == 0
    assert len(sheets(remote)) == 20
    assert remote.files(".handouts/parts") == {}


def test_tables_that_are_not_ours_are_not_written_over(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    remote = RemoteFolder(url)
    remote.put("manifest.csv", b"theirs")
    write_table(Path("clients.csv"), plain_rows(2))
    assert run_stand_in(["clients.csv", "-o", url], StandIn()) == 6
    assert f"{url}/manifest.csv: is there already" in capsys.readouterr().err
    assert remote.get("manifest.csv") == b"theirs"
    assert run_stand_in(["clients.csv", "-o", url, "--force"], StandIn()) == 0
    assert len(sheets(remote)) == 2


def test_sheets_are_zipped_from_there(url: str) -> None:
    import zipfile

    write_table(Path("clients.csv"), plain_rows(3))
    assert run_stand_in(["clients.csv", "-o", url, "--zip", "all.zip"], StandIn()) == 0
    with zipfile.ZipFile("all.zip") as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == sheets(RemoteFolder(url))


def test_a_file_url_is_a_folder(tmp_path: Path) -> None:
    write_table(Path("clients.csv"), plain_rows(3))
    assert run_stand_in(["clients.csv", "-o", f"file://{tmp_path}/out"], StandIn()) == 0
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 3
    assert (tmp_path / "out/.handouts/journal.jsonl").exists()


def test_a_bucket_that_is_not_there_is_told_once(bucket: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_table(Path("clients.csv"), plain_rows(3))
    assert run_stand_in(["clients.csv", "-o", "s3://no-such-bucket/friday"], StandIn()) == 6
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.startswith("handouts: s3://no-such-bucket/friday: does not do what is asked: it is not there; check")


@pytest.mark.parametrize(
    ("output", "more", "words"),
    [
        ("gopher://x", [], "'gopher://' is no place that sheets can go to; use a folder"),
        ("memory://x", ["--jobs", "2"], "memory:// is seen by one process alone"),
    ],
)
def test_a_place_that_cannot_be_is_told(
    output: str, more: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_table(Path("clients.csv"), plain_rows(3))
    assert run_stand_in(["clients.csv", "-o", output, *more], StandIn()) == 2
    assert words in capsys.readouterr().err


def test_what_is_not_installed_is_told_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec.core", None)
    with pytest.raises(UsageProblem, match=r's3:// is not installed; pip install "handouts\[cluster\]"'):
        RemoteFolder("s3://bucket/x").open()


def test_a_relative_folder_is_the_same_for_workers_elsewhere(tmp_path: Path) -> None:
    place = place_at("sheets", "token", cluster=True)
    assert isinstance(place, FolderPlace)
    assert place.desk == tmp_path / "sheets"
    assert place_at("sheets", "token").name == "sheets"
    assert isinstance(place_at("s3://bucket/x", "token"), RemotePlace)
