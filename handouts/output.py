"""Files: safe names and writes that either happen whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import unicodedata
from pathlib import Path

from handouts.errors import CannotWrite, Where

_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{i}" for i in range(1, 10)), *(f"lpt{i}" for i in range(1, 10))}
)
LONGEST_NAME_BYTES = 150


def write_file(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file whole: a temporary file beside it, flushed to disk, then renamed over it.

    Raises CannotWrite; nothing half-written is ever left behind.
    """
    if path.exists() and not force:
        raise CannotWrite(
            "is there already", where=Where(file=str(path)), hint="use --force to replace it, or another name"
        )
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise CannotWrite(
            f"cannot be written: {error.strerror or error}", where=Where(file=str(path)), hint=_remedy(error)
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _remedy(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "make the folder first"
    if isinstance(error, PermissionError):
        return "choose a folder you may write to"
    return "check the space and the folder"


def make_folder(path: Path) -> None:
    """A folder and those above it. Raises CannotWrite."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(
            f"cannot be made: {error.strerror or error}",
            where=Where(file=str(path)),
            hint="choose another folder",
        ) from error


def safe_name(text: str, fallback: str) -> str:
    """A file name stem that every system takes: no path parts, no reserved names, short enough."""
    name = unicodedata.normalize("NFC", text)
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', "-", name)
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cf", "Cs", "Co"))
    name = re.sub(r"\s+", "-", name).strip(" .-")
    while len(name.encode()) > LONGEST_NAME_BYTES:
        name = name[:-1]
    name = name.strip(" .-")
    if not name:
        return fallback
    return f"{name}-" if name.split(".")[0].casefold() in _RESERVED else name
