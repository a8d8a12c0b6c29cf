"""All sheets in one zip file: in the order of the rows, the same bytes whenever it is made."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from handouts.batch.store import Store
from handouts.batch.work import Outcome
from handouts.errors import CannotWrite, Where
from handouts.output import write_with

_UNDATED = (1980, 1, 1, 0, 0, 0)  # the first day a zip file can tell
_UNIX = 3
_RIGHTS = 0o100644 << 16  # a plain file that everybody may read


def write_zip(path: Path, store: Store, outcomes: Iterable[Outcome]) -> int:
    """Put every sheet that stands into the zip file, which replaces one that is there; how many there were.

    They are stored as they are, since a PDF is compressed already. Raises CannotWrite, also for a sheet that is not
    what the journal says: a damaged file is not passed on.
    """
    count = 0

    def fill(file: BinaryIO) -> None:
        nonlocal count
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
            for one in outcomes:
                if one.stands:
                    packed.writestr(_entry(one.file), _checked(store, one))
                    count += 1

    write_with(path, fill, force=True)
    return count


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _UNDATED)
    entry.create_system = _UNIX
    entry.external_attr = _RIGHTS
    return entry


def _checked(store: Store, outcome: Outcome) -> bytes:
    data = store.read(outcome.file)
    if hashlib.sha256(data).hexdigest() != outcome.sha256:
        hint = "run the same command again, and it is made anew"
        raise CannotWrite("has changed since it was made", where=Where(file=outcome.file), hint=hint)
    return data
