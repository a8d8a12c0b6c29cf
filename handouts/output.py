"""Files: safe names and writes that either happen whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import tempfile
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from handouts.errors import CannotWrite, Where

# Windows takes these for devices, whatever follows a dot; superscript figures count there too.
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{figure}" for port in ("com", "lpt") for figure in "0123456789¹²³"}
)
# Invisible letters, halves of letters, and what means nothing: some systems refuse them, others drop them.
_NOT_IN_NAMES = ("Cf", "Cs", "Co", "Cn")
LONGEST_NAME_BYTES = 150
NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def write_file(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file whole: a temporary file beside it, flushed to disk, then renamed over it.

    Raises CannotWrite; nothing half-written is ever left behind.
    """
    write_pieces(path, (data,), force=force)


def write_pieces(path: Path, pieces: Iterable[bytes], *, force: bool = False) -> None:
    """:func:`write_file` for what comes piece by piece."""
    write_with(path, lambda file: file.writelines(pieces), force=force)


def write_with(path: Path, fill: Callable[[BinaryIO], None], *, force: bool = False) -> None:
    """:func:`write_file` for what is filled in by a function. An error of its own is raised as it is."""
    check_target(path, force=force)
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                fill(file)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, USUAL_MODE)
            os.replace(temporary, path)
            sync_folder(path.parent)
        finally:
            # Also where Ctrl-C comes in between. Once renamed it is no longer there.
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    except OSError as error:
        raise cannot_write(path, error) from error


def sync_folder(folder: Path) -> None:
    """Have the names in a folder outlast a power cut. Windows does that by itself and opens no folder.

    Raises OSError where the folder is gone.
    """
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network folders cannot do it
            raise
    finally:
        os.close(handle)


def check_target(path: Path, *, force: bool = False) -> None:
    """Raises CannotWrite where :func:`write_file` would, as far as can be told without writing."""
    try:
        found = path.stat()
    except FileNotFoundError as error:
        if not path.parent.is_dir():
            raise cannot_write(path, error) from error
        return
    except (OSError, ValueError) as error:
        raise cannot_write(path, error) from error
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


USUAL_MODE = _usual_mode()  # once, when the program begins, and never while sheets are being written


def cannot_write(path: Path, error: Exception) -> CannotWrite:
    """What the system says about a file, with the remedy."""
    reason = (isinstance(error, OSError) and error.strerror) or str(error)
    return CannotWrite(f"cannot be written: {reason}", where=Where(file=str(path)), hint=_remedy(error))


def _remedy(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "make the folder first"
    if isinstance(error, PermissionError):
        return "choose a folder you may write to"
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return "choose a shorter name"
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return "make room on the disk"
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
    name = re.sub(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*]+', "-", name)
    name = "".join(char for char in name if unicodedata.category(char) not in _NOT_IN_NAMES)
    # Spreadsheets run what begins like a formula, shells take a tilde for a home.
    name = re.sub(r"\s+", "-", name).lstrip(" .-=+@~").rstrip(" .-")
    while len(name.encode()) > LONGEST_NAME_BYTES:
        name = name[:-1]
    name = name.strip(" .-")
    if not name:
        return fallback
    device, dot, rest = name.partition(".")
    return f"{device}-{dot}{rest}" if device.casefold() in _RESERVED else name
