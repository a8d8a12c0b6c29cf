"""A batch on a Dask cluster: every sheet is there once, whoever dies, with the same bytes as on one computer."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import BrokenExecutor, Future
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from handouts.batch import cluster as cluster_module
from handouts.batch import posting as posting_module
from handouts.batch.bench import Premises
from handouts.batch.cluster import Cluster, checked_address
from handouts.batch.edition import edition
from handouts.batch.posting import OtherEdition, Posting
from handouts.batch.remote import RemoteFolder
from handouts.batch.store import FolderStore, Laid
from handouts.clinic import no_clinic
from handouts.compose import Sheet
from handouts.errors import UsageProblem
from handouts.request import Request
from handouts.resources import Folders
from tests.cluster.conftest import EDITION, Dask, until
from tests.faults.stand_in import StandIn, bytes_of, damaged, lost, plain_rows, run_stand_in, write_table

CAPTURE = pytest.CaptureFixture[str]
POSIX = pytest.mark.skipif(os.name != "posix", reason="kills of this kind are a Unix matter")


@dataclass(frozen=True)
class Mortal:
    """Makes real sheets; the worker that comes to one reference first is killed there."""

    premises: Premises
    deadly: str
    marker: str

    def __call__(self, request: Request) -> Sheet:
        if request.ref == self.deadly and not Path(self.marker).exists():
            Path(self.marker).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return self.premises.compose(request)


def posting(tmp_path: Path) -> Posting:
    clinic, folders = no_clinic("uk"), Folders.find()
    return Posting(Premises(clinic, "uk", folders, tmp_path / "nowhere"), edition(clinic, "uk", folders), advise=False)


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "CONNECTING", 2.0)
    monkeypatch.setattr(cluster_module, "WITHOUT_WORKERS", 0.4)
    monkeypatch.setattr(cluster_module, "LOOK", 0.2)


def sheets(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).glob("*.pdf")}


# ---------------------------------------------------------------- workers and schedulers die


@POSIX
def test_a_worker_killed_in_mid_batch_costs_no_sheet_and_changes_no_byte(steady_cluster: Dask, tmp_path: Path) -> None:
    rows = plain_rows(120)
    for number, row in enumerate(rows):
        row[2] = ("neck", "knee", "hips:left")[number % 3]
    write_table(Path("clients.csv"), rows)
    deadly = Mortal(posting(tmp_path).premises, "R70", str(tmp_path / "died"))
    assert run_stand_in(["clients.csv", "-o", "far", "--cluster", steady_cluster.address], deadly) == 0
    assert any(process.poll() == -signal.SIGKILL for process in steady_cluster.processes)
    assert run_stand_in(["clients.csv", "-o", "near"], None) == 0
    assert len(sheets("near")) == 120
    assert sheets("far") == sheets("near")
    for name in ("manifest.csv", "manifest.jsonl", "decisions.csv"):
        assert Path("far", name).read_bytes() == Path("near", name).read_bytes()
    assert not list(Path("far/.handouts/parts").iterdir())


@POSIX
def test_a_row_that_kills_every_worker_ends_the_run_and_the_others_are_made_later(
    steady_cluster: Dask, monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE
) -> None:
    rows = plain_rows(80)
    write_table(Path("clients.csv"), rows)
    batch = ["clients.csv", "-o", "sheets", "--cluster", steady_cluster.address]
    with monkeypatch.context() as patch:
        impatient(patch)
        assert run_stand_in(batch, StandIn(deadly="R40")) == 2
    told = capsys.readouterr().err
    assert "workers were lost again and again" in told
    assert f"{steady_cluster.address} has no workers; start some: dask worker" in told
    assert "Traceback" not in told
    assert damaged(Path("sheets"), rows) == []
    made = len(sheets("sheets"))
    assert made < 80
    steady_cluster.mended(1)
    assert run_stand_in(batch, StandIn()) == 0
    assert f"made {80 - made} sheets" in capsys.readouterr().err
    assert lost(Path("sheets"), rows) == 0


@POSIX
def test_a_scheduler_that_is_killed_ends_the_run_and_loses_nothing(
    steady_cluster: Dask, monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE
) -> None:
    impatient(monkeypatch)
    rows = plain_rows(400)
    write_table(Path("clients.csv"), rows)

    def kill() -> None:
        until(lambda: sheets("sheets"), "the first sheet")
        steady_cluster.processes[0].kill()

    killer = threading.Thread(target=kill)
    killer.start()
    batch = ["clients.csv", "-o", "sheets", "--cluster", steady_cluster.address]
    assert run_stand_in(batch, StandIn(slow=0.02)) == 2
    killer.join()
    told = capsys.readouterr().err
    assert f"no scheduler answers at {steady_cluster.address}" in told
    assert "Traceback" not in told
    assert damaged(Path("sheets"), rows) == []
    assert 0 < len(sheets("sheets")) < 400
    assert run_stand_in(["clients.csv", "-o", "sheets"], StandIn()) == 0
    assert lost(Path("sheets"), rows) == 0


def test_workers_put_their_sheets_into_a_bucket(steady_cluster: Dask, bucket: str, capsys: CAPTURE) -> None:
    rows = plain_rows(24)
    write_table(Path("clients.csv"), rows)
    url = f"s3://{bucket}/friday"
    batch = ["clients.csv", "-o", url, "--cluster", steady_cluster.address]
    assert run_stand_in(batch, StandIn()) == 0
    remote = RemoteFolder(url)
    names = [f"{row:04}-{cells[0]}.pdf" for row, cells in enumerate(rows, start=2)]
    assert sorted(name for name in remote.files() if name.endswith(".pdf")) == names
    assert remote.get_all(names) == [bytes_of(row[0], row[3]) for row in rows]
    assert remote.files(".handouts/parts") == {}
    remote.remove_all(names[7:10])
    capsys.readouterr()
    assert run_stand_in([*batch, "--json"], StandIn()) == 0
    told = capsys.readouterr().out
    assert (told.count('"status": "made"'), told.count('"status": "kept"')) == (3, 21)
    assert remote.get_all(names) == [bytes_of(row[0], row[3]) for row in rows]


# ---------------------------------------------------------------- before the first row


def test_what_a_cluster_lacks_is_told_before_anything_is_written(
    steady_cluster: Dask, monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE
) -> None:
    batch = ["clients.csv", "-o", "sheets", "--cluster", steady_cluster.address]
    write_table(Path("clients.csv"), plain_rows(3))
    with monkeypatch.context() as patch:
        patch.setattr("handouts.cli.batch_run.edition", lambda *_, **__: "another")
        assert run_stand_in(batch, StandIn()) == 2
    assert "has another edition of the program" in capsys.readouterr().err
    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "holds", lambda self, laid: False)
        assert run_stand_in(batch, StandIn()) == 2
    assert "writes into a folder of its own; use a folder that all computers share" in capsys.readouterr().err
    assert not list(Path("sheets").glob("[!.]*"))
    assert not Path("clients.rejected.csv").exists()


def test_a_cluster_that_lacks_nothing_checks_rows_as_one_computer_does(dask_cluster: Dask, capsys: CAPTURE) -> None:
    write_table(Path("clients.csv"), plain_rows(3))
    assert run_stand_in(["clients.csv", "--check", "--cluster", dask_cluster.address], None) == 0
    assert "checked 3 rows: 3 can be made" in capsys.readouterr().err


def test_the_logs_of_a_cluster_hold_no_name(steady_cluster: Dask, tmp_path: Path) -> None:
    with Cluster(steady_cluster.address) as cluster:
        cluster.check(replace(posting(tmp_path), edition=EDITION), None)
        failing = cluster.executor().submit(_fails, "Zelda Clientname")
        with pytest.raises(ZeroDivisionError):
            failing.result(timeout=20)
    until(lambda: "Compute Failed" in _logs(steady_cluster), "the worker's log")
    assert "Zelda" not in _logs(steady_cluster)


def _logs(cluster: Dask) -> str:
    return "".join(path.read_text() for path in cluster.folder.glob("*.log"))


def _fails(name: str) -> float:
    return len(name) / 0


@pytest.mark.parametrize(
    ("address", "checked"),
    [("tcp://10.0.0.1:8786", "tcp://10.0.0.1:8786"), ("host:1", "tcp://host:1"), ("tls://a:2", "tls://a:2")],
)
def test_an_address_is_read(address: str, checked: str) -> None:
    assert checked_address(address) == checked


@pytest.mark.parametrize("address", ["", "host", "tcp://host", "http://host:80", "tcp://:80", "tcp://host:eighty"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(UsageProblem, match="is no address of a scheduler"):
        checked_address(address)


def test_nobody_at_the_address_is_told_and_nothing_is_written(monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE) -> None:
    impatient(monkeypatch)
    write_table(Path("clients.csv"), plain_rows(3))
    assert run_stand_in(["clients.csv", "-o", "sheets", "--cluster", "tcp://127.0.0.1:9"], StandIn()) == 2
    told = capsys.readouterr().err
    assert (
        told
        == "handouts: no scheduler answers at tcp://127.0.0.1:9; is 'dask scheduler' running there, and may this computer reach it?\n"
    )
    assert not Path("sheets").exists()


def test_what_is_not_installed_is_told_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(UsageProblem, match=r'is not installed; pip install "handouts\[cluster\]"'), Cluster("a:1"):
        pass


# ---------------------------------------------------------------- parts of it


def test_a_worker_with_another_edition_makes_no_sheet(tmp_path: Path) -> None:
    right = posting(tmp_path)
    right.settle()
    with pytest.raises(OtherEdition):
        replace(right, edition="another").settle()
    done = right.work(lambda orders: "done")  # type: ignore[arg-type,return-value]
    assert done(()) == "done"  # type: ignore[comparison-overlap]
    with pytest.raises(BrokenExecutor):
        replace(right, edition="another").work(lambda orders: "done")(())  # type: ignore[arg-type,return-value]


def test_a_program_that_changed_under_a_worker_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = posting(tmp_path)
    right.settle()
    posting_module._bench.cache_clear()
    monkeypatch.setattr(posting_module, "program_stamp", lambda: b"edited since")
    with pytest.raises(OtherEdition):
        right.settle()
    posting_module._bench.cache_clear()


def test_what_a_lost_worker_gives_is_a_broken_executor() -> None:
    from distributed import KilledWorker

    def outcome(error: BaseException | None) -> Future[int]:
        inner: Future[int] = Future()
        outer: Future[int] = Future()
        if error is None:
            inner.cancel()
        else:
            inner.set_exception(error)
        cluster_module._hand_on(outer, inner)
        return outer

    killed = KilledWorker("rows", None, 3)  # type: ignore[arg-type]
    assert isinstance(outcome(killed).exception(), BrokenExecutor)
    assert isinstance(outcome(None).exception(), BrokenExecutor)
    assert isinstance(outcome(ValueError("of the work itself")).exception(), ValueError)


def test_a_folder_store_sees_what_is_laid_aside(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.open()
    laid = store.lay(b"sheet")
    assert store.holds(laid)
    assert not store.holds(Laid("elsewhere", laid.found))
