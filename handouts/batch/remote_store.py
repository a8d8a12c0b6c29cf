"""Sheets kept behind a URL, with the promises of a folder: whole, then in the journal, then under their names.

A worker keeps the sheets of a parcel in memory and puts them aside all at once. Only the process with the journal
gives them their names, by copies inside the place, so a worker that was given up for dead can never write over a
newer sheet.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import platform
import re
from collections.abc import Iterator, Sequence

from handouts.batch.remote import RemoteFolder
from handouts.batch.store import OWN_FOLDER, Found, Laid
from handouts.errors import CannotWrite, Where

_PARTS = f"{OWN_FOLDER}/parts"
_TRASH = f"{OWN_FOLDER}/trash"
_counted = itertools.count(1)
_HERE = re.sub(r"[^\w.-]", "-", platform.node())


class RemoteStore:
    """A :class:`handouts.batch.store.Store` behind a URL. Copies of it, in workers, know nothing of one another."""

    def __init__(self, remote: RemoteFolder) -> None:
        self.remote = remote
        self._unsent: dict[str, bytes] = {}
        self._unnamed: dict[str, str] = {}
        self._listed: dict[str, Found] | None = None

    def __reduce__(self) -> tuple[type[RemoteStore], tuple[RemoteFolder]]:
        return RemoteStore, (self.remote,)

    def open(self) -> None:
        """Make what folders there have to be, and list what is there: a million files one by one would take hours."""
        self.remote.open("", _PARTS, _TRASH)
        self._listed = self.remote.files()

    def sweep(self) -> int:
        """Remove what an earlier run left aside; how many there were. Only while no other run is at work."""
        left = self.remote.files(_PARTS)
        self.remote.remove_all(f"{_PARTS}/{part}" for part in left)
        return len(left)

    def lay(self, data: bytes) -> Laid:
        """Held in memory until :meth:`secure`. The stamp is the MD5, as most places mark an object of one piece."""
        mark = hashlib.md5(data, usedforsecurity=False).hexdigest()
        part = f"{mark}-{_HERE}-{os.getpid()}-{next(_counted)}"  # two rows may have the same sheet
        self._unsent[part] = data
        return Laid(part, Found(len(data), mark))

    def secure(self, laid: Sequence[Laid]) -> None:
        """Put them aside, side by side. An object that was put is there for good."""
        self.remote.put_all({f"{_PARTS}/{one.part}": self._unsent[one.part] for one in laid})
        for one in laid:
            del self._unsent[one.part]

    def holds(self, laid: Laid) -> bool:
        """Whether it is there as it was laid aside."""
        found = self.remote.find(f"{_PARTS}/{laid.part}")
        return found is not None and found.size == laid.found.size

    def publish(self, laid: Laid, name: str) -> None:
        """Kept in mind until :meth:`seal_names`."""
        self._unnamed[f"{_PARTS}/{laid.part}"] = name
        if self._listed is not None:
            self._listed[name] = laid.found

    def seal_names(self) -> None:
        """Give all of them their names, side by side."""
        names, self._unnamed = self._unnamed, {}
        self.remote.rename_all(names)

    def discard(self, laid: Laid) -> None:
        """Nothing is said where it is gone already, or cannot be removed: the next sweep does it."""
        if self._unsent.pop(laid.part, None) is None:
            try:
                self.remote.remove_all([f"{_PARTS}/{laid.part}"])
            except CannotWrite:
                return

    def find(self, name: str) -> Found | None:
        """By the list that was made when the place was opened; in a worker, by asking."""
        return self.remote.find(name) if self._listed is None else self._listed.get(name)

    def read(self, name: str) -> bytes:
        """The whole file."""
        data = self.remote.get(name)
        if data is None:
            place = Where(file=f"{self.remote.url}/{name}")
            raise CannotWrite("cannot be read", where=place, hint="is it still there?")
        return data

    def pieces(self, name: str) -> Iterator[bytes]:
        """The file in one piece: sheets are small."""
        yield self.read(name)

    def throw_away(self, name: str) -> None:
        """Into ``.handouts/trash``, beside an earlier one of that name. A file that is gone needs no throwing away."""
        stem, dot, suffix = name.rpartition(".")
        target, number = f"{_TRASH}/{name}", 1
        while self.remote.find(target):
            number += 1
            target = f"{_TRASH}/{stem}-{number}{dot}{suffix}"
        if self.remote.find(name):
            self.remote.move(name, target)
        if self._listed is not None:
            self._listed.pop(name, None)
