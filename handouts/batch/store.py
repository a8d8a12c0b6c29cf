"""Where the sheets of a batch are kept: a folder now; any other place is one more class.

A worker lays its sheets aside and makes them safe; only the process that keeps the journal publishes them under
their names. So nothing half-written ever has a sheet's name, whoever dies when.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from handouts.batch.sync import sync_files
from handouts.errors import CannotWrite, Where
from handouts.output import USUAL_MODE, cannot_write, make_folder, sync_folder

OWN_FOLDER = ".handouts"  # beside the sheets: journal, lock, what is laid aside, what was thrown away
_PARTS = "parts"
_TRASH = "trash"
_PART = ".part"
_PIECE = 1_000_000  # bytes


@dataclass(frozen=True)
class Found:
    """A file as it stands: its size in bytes, and a stamp that changes when somebody writes it."""

    size: int
    stamp: str


@dataclass(frozen=True)
class Laid:
    """A sheet that is whole but has no name yet."""

    part: str
    found: Found


class Store(Protocol):
    """What a batch asks of the place. Picklable: workers get a copy. Names are plain file names.

    ``lay`` and ``secure`` are called by workers, the rest by the one process that holds the journal.
    Every method raises CannotWrite where the place does not do what is asked.
    """

    def lay(self, data: bytes) -> Laid:
        """Keep bytes aside, whole."""

    def secure(self, laid: Sequence[Laid]) -> None:
        """Have what is laid aside outlast a power cut. Called once for several, which is quicker."""

    def holds(self, laid: Laid) -> bool:
        """Whether what was laid aside, perhaps by another computer, is seen from here."""

    def publish(self, laid: Laid, name: str) -> None:
        """Give what is laid aside its name, in place of what had it before."""

    def seal_names(self) -> None:
        """Have the names given so far outlast a power cut."""

    def discard(self, laid: Laid) -> None:
        """Forget what is laid aside."""

    def find(self, name: str) -> Found | None:
        """The file of that name, or None."""

    def read(self, name: str) -> bytes:
        """A file's bytes."""

    def throw_away(self, name: str) -> None:
        """Move a file to the trash, from where a person can take it back."""


@dataclass(frozen=True)
class FolderStore:
    """A folder of this computer or of the network."""

    folder: Path

    @property
    def own(self) -> Path:
        """What is ours and no sheet."""
        return self.folder / OWN_FOLDER

    def open(self) -> None:
        """Make the folder and ours in it."""
        make_folder(self.folder)
        make_folder(self.own / _PARTS)

    def sweep(self) -> int:
        """Remove what an earlier run left aside; how many there were. Only while no other run is at work."""
        left = 0
        with contextlib.suppress(OSError):
            for path in (self.own / _PARTS).iterdir():
                path.unlink()
                left += 1
        return left

    def lay(self, data: bytes) -> Laid:
        """Raises CannotWrite: no room, no rights, or the folder is gone."""
        parts = self.own / _PARTS
        try:
            handle, part = tempfile.mkstemp(dir=parts, suffix=_PART)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    found = _found(os.fstat(file.fileno()))
                os.chmod(part, USUAL_MODE)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(part)
                raise
        except OSError as error:
            raise self._trouble(error) from error
        return Laid(os.path.basename(part), found)

    def secure(self, laid: Sequence[Laid]) -> None:
        """Each file's bytes reach the disk."""
        if not laid:
            return
        try:
            sync_files([self._part(one) for one in laid])
        except OSError as error:
            raise self._trouble(error) from error

    def holds(self, laid: Laid) -> bool:
        """By one look at the folder."""
        return found_at(self._part(laid)) is not None

    def publish(self, laid: Laid, name: str) -> None:
        """Rename; what had the name before is gone only once the new one has it."""
        path = self.folder / name
        try:
            os.replace(self._part(laid), path)
        except PermissionError as error:
            hint = "is it open in another program? close it there"
            raise CannotWrite("cannot be replaced", where=Where(file=str(path)), hint=hint) from error
        except FileNotFoundError as error:
            raise self._trouble(error) from error
        except OSError as error:
            raise cannot_write(path, error) from error

    def seal_names(self) -> None:
        """The folder itself reaches the disk."""
        try:
            sync_folder(self.folder)
        except OSError as error:
            raise self._trouble(error) from error

    def discard(self, laid: Laid) -> None:
        """Nothing is said where it is gone already."""
        with contextlib.suppress(OSError):
            os.unlink(self._part(laid))

    def find(self, name: str) -> Found | None:
        """By one look at the folder; the file is not opened. A name the system does not take is not there."""
        return found_at(self.folder / name)

    def read(self, name: str) -> bytes:
        """The whole file."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The file, some of it at a time."""
        path = self.folder / name
        try:
            with open(path, "rb") as file:
                while piece := file.read(_PIECE):
                    yield piece
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            raise CannotWrite(message, where=Where(file=str(path)), hint="is it still there?") from error

    def throw_away(self, name: str) -> None:
        """Into ``.handouts/trash``, beside an earlier one of that name. A file that is gone needs no throwing away."""
        trash = self.own / _TRASH
        make_folder(trash)
        stem, dot, suffix = name.rpartition(".")
        target, number = trash / name, 1
        while target.exists():
            number += 1
            target = trash / f"{stem}-{number}{dot}{suffix}"
        try:
            os.rename(self.folder / name, target)
        except FileNotFoundError:
            return
        except OSError as error:
            raise cannot_write(self.folder / name, error) from error

    def _part(self, laid: Laid) -> Path:
        return self.own / _PARTS / laid.part

    def _trouble(self, error: OSError) -> CannotWrite:
        """What is wrong with the place as a whole."""
        if isinstance(error, FileNotFoundError):
            hint = "nothing that was in it counts as made; run the same command again"
            return CannotWrite("is gone, or what was in it", where=Where(file=str(self.folder)), hint=hint)
        return cannot_write(self.folder, error)


def found_at(path: Path) -> Found | None:
    """A file as it stands, or None. Raises CannotWrite where the system will not say."""
    try:
        return _found(os.stat(path))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise cannot_write(path, error) from error


def _found(stat: os.stat_result) -> Found:
    return Found(stat.st_size, str(stat.st_mtime_ns))


def sha256(store: Store, name: str) -> str:
    """A file's digest, as the manifest gives it."""
    return hashlib.sha256(store.read(name)).hexdigest()
