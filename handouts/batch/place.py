"""Where a batch puts its sheets: a folder, or a URL. What else stands there is prepared on this computer."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import TracebackType
from typing import Protocol

from handouts.batch.journal import JOURNAL, Journal
from handouts.batch.lease import BEAT, Lease
from handouts.batch.lock import RunLock
from handouts.batch.manifest import DECISIONS, MANIFEST, MANIFEST_LINES
from handouts.batch.remote import RemoteFolder, is_url, local_path
from handouts.batch.remote_store import RemoteStore
from handouts.batch.scroll import FileScroll, ObjectScroll
from handouts.batch.store import OWN_FOLDER, FolderStore, Store
from handouts.errors import CannotWrite, UsageProblem, Where

_TABLES = (MANIFEST, MANIFEST_LINES, DECISIONS)
_ONE_PROCESS = ("memory",)  # what is put there no other process sees


class Lock(Protocol):
    """One run at a time. A context that gives it back."""

    def take(self) -> bool:
        """Whether it is ours now. Raises CannotWrite."""

    def __enter__(self) -> Lock: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


class Place(Protocol):
    """A place for the sheets of one table. Use as a context. Every method raises CannotWrite.

    ``name`` is what it is called; ``desk`` a folder of this computer where the tables beside the sheets are written;
    ``refuge`` the folder for rejected rows that cannot stand beside their table.
    """

    name: str
    desk: Path
    refuge: Path

    @property
    def store(self) -> Store:
        """Where the sheets are kept. Picklable."""

    def __enter__(self) -> Place: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def lock(self) -> Lock:
        """One run at a time."""

    def begin(self) -> None:
        """Once the lock is ours: look the place over, and remove what an earlier run left aside."""

    def sweep(self) -> None:
        """Remove what is left aside. Only while the lock is ours."""

    def journal(self) -> Journal:
        """What was made of what, so far. Raises CannotWrite also where tables stand that are none of ours."""

    def deliver(self) -> None:
        """Put the tables beside the sheets."""


class FolderPlace:
    """A folder of this computer or of the network."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder)
        self.desk = self.refuge = folder
        self._store = FolderStore(folder)

    @property
    def store(self) -> Store:
        """The folder itself."""
        return self._store

    def __enter__(self) -> FolderPlace:
        self._store.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return

    def lock(self) -> RunLock:
        """It dies with its process."""
        return RunLock(self._store.own / "lock")

    def begin(self) -> None:
        """Temporary files go."""
        self._store.sweep()

    def sweep(self) -> None:
        """Temporary files go."""
        self._store.sweep()

    def journal(self) -> Journal:
        """A file beside the sheets."""
        return Journal(FileScroll(self._store.own / JOURNAL))

    def deliver(self) -> None:
        """The tables stand there already."""


class RemotePlace:
    """A folder behind a URL. Nothing of it stays on this computer."""

    def __init__(self, url: str, token: str, *, force: bool = False, beat: float = BEAT) -> None:
        """``token`` is this run's own, never used again; ``force``: tables are replaced, whosever they are.

        ``beat``: seconds between two signs of life.
        """
        self._remote = RemoteFolder(url)
        self.name = self._remote.url
        self.scheme = self._remote.scheme
        self.refuge = Path()
        self._store = RemoteStore(self._remote)
        self._token = token
        self._force = force
        self._lease = Lease(self._remote, f"{OWN_FOLDER}/lock", token, beat=beat)

    @property
    def store(self) -> Store:
        """What workers get a copy of."""
        return self._store

    def __enter__(self) -> RemotePlace:
        self._remote.open("", OWN_FOLDER, f"{OWN_FOLDER}/journal")
        self._desk = tempfile.TemporaryDirectory(prefix="handouts-", ignore_cleanup_errors=True)
        self.desk = Path(self._desk.name)
        (self.desk / OWN_FOLDER).mkdir()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._desk.cleanup()

    def lock(self) -> Lease:
        """It has to be kept alive."""
        return self._lease

    def begin(self) -> None:
        """One list of all that is there; objects without a name go."""
        self._store.open()
        self._store.sweep()

    def sweep(self) -> None:
        """Objects without a name go."""
        self._store.sweep()

    def journal(self) -> Journal:
        """Objects beside the sheets."""
        journal = Journal(ObjectScroll(self._remote, f"{OWN_FOLDER}/journal", self._token, self._lease))
        if not (journal.ledger.table or self._force):
            for name in _TABLES:
                if self._store.find(name):
                    hint = "use --force to replace it, or another folder"
                    raise CannotWrite("is there already", where=Where(file=f"{self.name}/{name}"), hint=hint)
        return journal

    def deliver(self) -> None:
        """Send them."""
        self._lease.check()
        for name in _TABLES:
            path = self.desk / name
            if path.exists():
                self._remote.upload(str(path), name)


def place_at(output: str, token: str, *, jobs: int = 1, cluster: bool = False, force: bool = False) -> Place:
    """The place of that path or URL. ``token`` is this run's own, never used again.

    Raises UsageProblem for a place that the workers would not share.
    """
    if not is_url(output):
        return FolderPlace(Path(output).absolute() if cluster else Path(output))
    folder = local_path(output)
    if folder is not None:
        return FolderPlace(Path(folder))
    place = RemotePlace(output, token, force=force)
    if place.scheme in _ONE_PROCESS and (cluster or jobs > 1):
        raise UsageProblem(f"{place.scheme}:// is seen by one process alone", hint="use --jobs 1, or another place")
    return place
