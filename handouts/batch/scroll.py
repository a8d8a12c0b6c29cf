"""What a journal is written on: a file that is added to; or one object after another, where nothing can be added to."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from handouts.batch.lease import Lease
from handouts.batch.remote import RemoteFolder
from handouts.errors import CannotWrite, Where
from handouts.output import cannot_write, write_pieces

_ADD = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
_PIECE = 8_000_000  # bytes of one object
_MOST_PIECES = 256  # objects; more take long to read
_AT_A_TIME = 64  # objects that are read together


class Scroll(Protocol):
    """Lines that outlast a power cut. Every method raises CannotWrite where the place does not do what is asked."""

    def lines(self) -> Iterator[bytes]:
        """What has been written, each line with its end; the last may be torn."""

    def crowded(self) -> bool:
        """Whether it would be quicker to read if it were written anew."""

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """Have these lines in place of all others. Cut short, it says what it said before."""

    def begin(self) -> None:
        """Get ready to add."""

    def add(self, data: bytes) -> None:
        """More lines. They are there for good, or none of them is and CannotWrite is raised."""

    def check_there(self) -> None:
        """Raises CannotWrite where what is written would reach nobody."""

    def close(self) -> None:
        """No more is added."""


class FileScroll:
    """A file of this computer or of the network."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def lines(self) -> Iterator[bytes]:
        """Line by line, however long it is."""
        try:
            with open(self._path, "rb") as file:
                yield from io.BufferedReader(file.raw, 1 << 20)
        except FileNotFoundError:
            return
        except OSError as error:
            message = f"cannot be read: {error.strerror or error}"
            raise CannotWrite(message, where=Where(file=str(self._path)), hint="check the folder's rights") from error

    def crowded(self) -> bool:
        """One file is read in one go."""
        return False

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """A new file in place of the old one."""
        write_pieces(self._path, lines, force=True)

    def begin(self) -> None:
        """Open it."""
        try:
            self._handle = os.open(self._path, _ADD, 0o666)
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def add(self, data: bytes) -> None:
        """Flushed to the disk."""
        handle = self._open_handle()
        try:
            before = os.fstat(handle).st_size
            try:
                written = memoryview(data)
                while written:
                    written = written[os.write(handle, written) :]
                os.fsync(handle)
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(handle, before)
                raise
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def check_there(self) -> None:
        """The file may have gone, or be another."""
        try:
            there = os.path.samestat(os.stat(self._path), os.fstat(self._open_handle()))
        except OSError as error:
            raise cannot_write(self._path, error) from error
        if not there:
            raise cannot_write(self._path, FileNotFoundError("another file has its name"))

    def close(self) -> None:
        """Give the file back."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _open_handle(self) -> int:
        if self._handle is None:
            raise ValueError("nothing can be added before begin()")
        return self._handle


class ObjectScroll:
    """Objects in one folder behind a URL, in the order of their names. One is put whole or not at all."""

    def __init__(self, remote: RemoteFolder, folder: str, token: str, lease: Lease) -> None:
        """``token`` is this run's own: should two runs write at once, neither writes over the other's lines."""
        self._remote = remote
        self._folder = folder
        self._token = token
        self._lease = lease
        self._there = sorted(remote.files(folder))
        self._last = max((int(name[:8]) for name in self._there if name[:8].isdecimal()), default=0)

    def lines(self) -> Iterator[bytes]:
        """Some objects at a time."""
        for start in range(0, len(self._there), _AT_A_TIME):
            names = self._there[start : start + _AT_A_TIME]
            for data in self._remote.get_all(f"{self._folder}/{name}" for name in names):
                yield from io.BytesIO(data)

    def crowded(self) -> bool:
        """Every bundle of sheets has made an object."""
        return len(self._there) > _MOST_PIECES

    def rewrite(self, lines: Iterable[bytes]) -> None:
        """New objects after the old ones, which then go. Read together they say the same."""
        before, self._there = self._there, []
        piece = bytearray()
        for line in lines:
            piece += line
            if len(piece) >= _PIECE:
                self.add(bytes(piece))
                piece.clear()
        self.add(bytes(piece))
        self._remote.remove_all(f"{self._folder}/{name}" for name in before)

    def begin(self) -> None:
        """Objects need no opening."""

    def add(self, data: bytes) -> None:
        """One object more; none where there is nothing to say."""
        self._lease.check()
        if not data:
            return
        self._last += 1
        name = f"{self._last:08}-{self._token[:8]}.jsonl"
        self._remote.put(f"{self._folder}/{name}", data)
        self._there.append(name)

    def check_there(self) -> None:
        """Another run may have taken the place over."""
        self._lease.check()

    def close(self) -> None:
        """Objects need no closing."""
