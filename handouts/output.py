"""Files: safe names and writes that either happen whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
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
    check_target(path, force=force)
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, _MODE)
            os.replace(temporary, path)
        finally:
            # Also where Ctrl-C comes in between. Once renamed it is no longer there.
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    except OSError as error:
        raise _cannot_write(path, error) from error


def check_target(path: Path, *, force: bool = False) -> None:
    """Raises CannotWrite where :func:`write_file` would, as far as can be told without writing."""
    try:
        found = path.stat()
    except FileNotFoundError as error:
        if not path.parent.is_dir():
            raise _cannot_write(path, error) from error
        return
    except (OSError, ValueError) as error:
        raise _cannot_write(path, error) from error
    place = Where(file=str(path))
    if stat.S_ISDIR(found.st_mode):
        raise CannotWrite("is a folder", where=place, hint="name a file in it")
    if not force:
        raise CannotWrite("is there already", where=place, hint="use --force to replace it, or another name")


def _usual_mode() -> int:
    """The rights a new file gets. Asking for the mask means setting it, for every thread at once."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


_MODE = _usual_mode()  # once, when the program begins, and never while sheets are being written


def _cannot_write(path: Path, error: Exception) -> CannotWrite:
    reason = (isinstance(error, OSError) and error.strerror) or str(error)
    return CannotWrite(f"cannot be written: {reason}", where=Where(file=str(path)), hint=_remedy(error))


def _remedy(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "make the folder first"
    if isinstance(error, PermissionError):
        return "choose a folder you may write to"
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return "choose a shorter name"
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
