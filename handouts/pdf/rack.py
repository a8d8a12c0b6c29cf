"""Formes that outlast a run: one file each in a folder of the user's cache. Safe to delete at any time.

A file is read only if it is whole and ours; anything else is as if it were not there. Files are written beside their
place and renamed into it, so two processes may use one rack at once. When the rack is full, those that were used least
lately go. A rack that cannot be written is no reason to fail.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

SUFFIX = ".forme"
LARGEST = 256 * 1024 * 1024  # bytes
_KEPT = 0.75  # of the largest size, when room is made
_LOOK = 1 / 16  # of the largest size may be written before the folder is looked through again
_MAGIC = b"handouts forme 1\n"
_DIGEST = 32


@dataclass(frozen=True)
class Stock:
    """How many formes there are, and how much room they take (bytes)."""

    count: int
    size: int


@dataclass
class Rack:
    """The formes of one folder. ``largest``: how many bytes they may take together."""

    folder: Path
    largest: int = LARGEST
    _unseen: int | None = field(default=None, repr=False)  # bytes written since the folder was looked through

    def get(self, key: str) -> bytes | None:
        """What is kept under the key. A damaged file is taken away."""
        path = self._path(key)
        try:
            with path.open("rb") as file:
                if not _is_ours(os.fstat(file.fileno())):
                    return None
                data = file.read()
        except OSError:
            return None
        start = len(_MAGIC) + _DIGEST
        body = data[start:]
        if data[:start] != _MAGIC + hashlib.sha256(body).digest():
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used lately
        return body

    def put(self, key: str, body: bytes) -> None:
        """Keeps it under the key, in the place of what was there."""
        if len(body) > self.largest * _LOOK:
            return
        data = _MAGIC + hashlib.sha256(body).digest() + body
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                os.replace(temporary, self._path(key))
            finally:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(temporary)
            self._unseen = len(data) if self._unseen is None else self._unseen + len(data)
            if self._unseen > self.largest * _LOOK:
                self._make_room()

    def stock(self) -> Stock:
        """What is there."""
        found = self._files()
        return Stock(len(found), sum(size for _, size, _ in found))

    def clear(self) -> Stock:
        """Takes everything away; returns what it was. Raises OSError where that is not allowed."""
        found = self._files()
        for _, _, path in found:
            path.unlink(missing_ok=True)
        for left in self.folder.glob("*.part") if self.folder.is_dir() else ():
            left.unlink(missing_ok=True)
        return Stock(len(found), sum(size for _, size, _ in found))

    def _make_room(self) -> None:
        self._unseen = 0
        found = sorted(self._files())
        size = sum(one for _, one, _ in found)
        if size <= self.largest:
            return
        for _, one, path in found:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            size -= one
            if size <= self.largest * _KEPT:
                return

    def _files(self) -> list[tuple[int, int, Path]]:
        """When each was used last, its size, its path."""
        found: list[tuple[int, int, Path]] = []
        with contextlib.suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.endswith(SUFFIX):
                    with contextlib.suppress(OSError):
                        known = entry.stat(follow_symlinks=False)
                        found.append((known.st_mtime_ns, known.st_size, Path(entry.path)))
        return found

    def _path(self, key: str) -> Path:
        return self.folder / (key + SUFFIX)


def _is_ours(known: os.stat_result) -> bool:
    """A plain file of this user's: nobody else's words get onto a sheet."""
    return stat.S_ISREG(known.st_mode) and (not hasattr(os, "geteuid") or known.st_uid == os.geteuid())
