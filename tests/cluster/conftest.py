"""A scheduler and its workers as processes of their own, and moto's S3 server: everything on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import ROOT

EDITION = "edition"  # of the workers that one_edition.py has prepared
PATIENCE = 30.0  # seconds for a process to start on a busy machine
# Nothing leaves this computer: no metadata service, no credentials but these, no diagnostics.
AWS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "NO_PROXY": "127.0.0.1",
}


def until(true: Callable[[], object], what: str) -> None:
    """Wait for it, and no longer than patience lasts."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"{what} did not happen"
        time.sleep(0.05)


@dataclass
class Dask:
    """A cluster whose processes are ours to start and to kill."""

    folder: Path
    environ: dict[str, str]
    preload: tuple[str, ...] = ()
    address: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def mended(self, workers: int) -> Dask:
        """A scheduler that is alive, and so many workers."""
        if not (self.processes and self.processes[0].poll() is None):
            self.close()
            self._start()
        alive = sum(process.poll() is None for process in self.processes[1:])
        begun = [self._worker() for _ in range(workers - alive)]
        until(lambda: all(self._has_joined(one) for one in begun), "the start of a worker")
        return self

    def close(self) -> None:
        """All processes, without asking."""
        for process in self.processes:
            process.kill()
            process.wait()
        self.processes.clear()

    def _start(self) -> None:
        """At a port that is free."""
        known = self.folder / "scheduler.json"
        known.unlink(missing_ok=True)
        self._run("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(known))
        until(known.exists, "the start of a scheduler")
        self.address = json.loads(known.read_text())["address"]

    def _worker(self) -> subprocess.Popen[bytes]:
        own = Path(tempfile.mkdtemp(dir=self.folder))
        return self._run(
            "worker", self.address, "--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(own),
            *self.preload,
        )  # fmt: skip

    def _has_joined(self, worker: subprocess.Popen[bytes]) -> bool:
        log = self.folder / f"worker-{self.processes.index(worker)}.log"
        return b"Registered to" in log.read_bytes()

    def _run(self, *arguments: str) -> subprocess.Popen[bytes]:
        kind, *others = arguments
        command = [sys.executable, "-m", "distributed.cli.dask_" + kind, "--no-dashboard", *others]
        with open(self.folder / f"{kind}-{len(self.processes)}.log", "wb") as log:
            process = subprocess.Popen(command, env=self.environ, cwd=self.folder, stdout=log, stderr=log)
        self.processes.append(process)
        return process


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an S3 server on loopback."""
    from moto.server import ThreadedMotoServer

    with pytest.MonkeyPatch.context() as patch:
        for name, value in AWS.items():
            patch.setenv(name, value)
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        host, port = server.get_host_and_port()
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        yield f"http://{host}:{port}"
        server.stop()


@pytest.fixture
def bucket(s3: str, request: pytest.FixtureRequest) -> str:
    """A bucket of this test's own."""
    import boto3

    name = f"b{abs(hash(request.node.nodeid)):x}"[:30]
    boto3.client("s3", endpoint_url=s3).create_bucket(Bucket=name)
    return name


@pytest.fixture(scope="module")
def started(s3: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """One cluster for many tests, whose workers hold that nobody edits the program meanwhile."""
    preload = ("--preload", "tests.cluster.one_edition")
    with closing(Dask(tmp_path_factory.mktemp("dask"), {**os.environ, "PYTHONPATH": str(ROOT)}, preload)) as cluster:
        yield cluster


@pytest.fixture
def steady_cluster(started: Dask, monkeypatch: pytest.MonkeyPatch) -> Dask:
    """A scheduler and two workers that are alive, whatever the last test did to them."""
    monkeypatch.setattr("handouts.cli.batch_run.edition", lambda *_, **__: EDITION)
    return started.mended(2)


@pytest.fixture
def dask_cluster(s3: str, tmp_path: Path) -> Iterator[Dask]:
    """A scheduler and one worker, nothing about them prepared."""
    with closing(Dask(tmp_path, {**os.environ, "PYTHONPATH": str(ROOT)})) as cluster:
        yield cluster.mended(1)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No clinic, nobody's settings, a folder of its own, one cache."""
    for name in [name for name in os.environ if name.startswith(("HANDOUTS_", "LC_", "LANG"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path_factory.getbasetemp() / "cluster-cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
