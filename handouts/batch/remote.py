"""A folder behind a URL: s3://bucket/folder, memory://folder, whatever fsspec knows. Needs the extra ``cluster``.

Everything here is whole or not at all: an object is put in one go, or it is not there. Errors come as CannotWrite
and never name a file, which may be called after a client.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from handouts.batch.store import Found
from handouts.errors import CannotWrite, UsageProblem, Where

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

T = TypeVar("T")

EXTRA = 'pip install "handouts[cluster]"'
AT_ONCE = 32  # requests side by side, where the place can do that
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
# Listings that are kept would hide what other processes have written.
_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "s3": {"use_listings_cache": False, "config_kwargs": {"max_pool_connections": AT_ONCE}},
}
_MARKS = ("ETag", "etag")  # of an object's contents, in most places its MD5
_TIMES = ("mtime", "LastModified", "last_modified", "modified", "updated", "created")


def is_url(text: str) -> bool:
    """Whether it is a URL. ``C:\\sheets`` is none."""
    return _URL.match(text) is not None


class RemoteFolder:
    """One folder and what is below it. Names are paths relative to it, with slashes. Picklable.

    Every method raises CannotWrite where the place does not do what is asked, UsageProblem where nothing that is
    installed can speak to it.
    """

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.scheme = url.partition(":")[0].lower()

    def __reduce__(self) -> tuple[type[RemoteFolder], tuple[str]]:
        return RemoteFolder, (self.url,)

    def open(self, *folders: str) -> None:
        """Find the way there; make these folders, where the place has real ones. A bucket is never made."""
        if not self._keeps_objects:
            for folder in folders:
                self._do(self._files.makedirs, self._path(folder), exist_ok=True)

    # ------------------------------------------------------------ one file

    def put(self, name: str, data: bytes) -> None:
        """Have the file hold these bytes, whatever it held before."""
        self._do(self._files.pipe_file, self._path(name), data)

    def create(self, name: str, data: bytes) -> bool:
        """Make a file that is not there; whether it was made, and not somebody else's."""
        try:
            self._files.pipe_file(self._path(name), data, mode="create")
        except FileExistsError:
            return False
        except Exception as error:
            if self.find(name) is not None:
                return False
            raise self._trouble(error) from error
        return True

    def get(self, name: str) -> bytes | None:
        """The file's bytes; None where it is not there."""
        try:
            data: bytes = self._files.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        except Exception as error:
            raise self._trouble(error) from error
        return data

    def find(self, name: str) -> Found | None:
        """The file as it stands, or None."""
        self._files.invalidate_cache()
        try:
            told = self._files.info(self._path(name))
        except FileNotFoundError:
            return None
        except Exception as error:
            raise self._trouble(error) from error
        return _found(told)

    def move(self, old: str, new: str) -> None:
        """One file of any name to another name."""
        self._do(self._rename, old, new)
        if not self._renames:
            self._do(self._files.rm_file, self._path(old))

    def upload(self, path: str, name: str) -> None:
        """A file of this computer, of any size."""
        self._do(self._files.put_file, path, self._path(name))

    # ------------------------------------------------------------ many files

    def files(self, folder: str = "") -> dict[str, Found]:
        """The files of one folder by name, by as few requests as the place allows; none where it is not there."""
        self._files.invalidate_cache()
        try:
            entries = self._files.ls(self._path(folder), detail=True)
        except FileNotFoundError:
            return {}
        except Exception as error:
            raise self._trouble(error) from error
        return {one["name"].rpartition("/")[2]: _found(one) for one in entries if one["type"] == "file"}

    def put_all(self, files: Mapping[str, bytes]) -> None:
        """:meth:`put` for many, side by side."""
        self._each(lambda name: self._files.pipe_file(self._path(name), files[name]), files)

    def get_all(self, names: Iterable[str]) -> list[bytes]:
        """The bytes of each file, in that order."""
        return self._each(lambda name: bytes(self._files.cat_file(self._path(name))), names)

    def rename_all(self, names: Mapping[str, str]) -> None:
        """Old names to new ones; each new name belongs to the old bytes or to the new, at any moment.

        The old names are ours: none holds a pattern such as [a-z].
        """
        self._each(lambda old: self._rename(old, names[old]), names)
        if not self._renames:
            self.remove_all(names)

    def remove_all(self, names: Iterable[str]) -> None:
        """What is not there needs no removing. The names are ours: none holds a pattern."""
        paths = [self._path(name) for name in names]
        if self._keeps_objects:
            if paths:
                self._do(self._files.rm, paths)  # a thousand in one request, where the place can do that
            return
        for path in paths:
            try:
                self._files.rm_file(path)
            except FileNotFoundError:
                continue
            except Exception as error:
                raise self._trouble(error) from error

    # ------------------------------------------------------------ how

    @cached_property
    def _opened(self) -> tuple[AbstractFileSystem, str]:
        try:
            from fsspec.core import url_to_fs
        except ImportError as error:
            raise UsageProblem(f"what writes to {self.scheme}:// is not installed", hint=EXTRA) from error
        try:
            files, root = url_to_fs(self.url, **_OPTIONS.get(self.scheme, {}))
        except ImportError as error:
            hint = EXTRA if self.scheme in _OPTIONS else str(error)
            raise UsageProblem(f"what writes to {self.scheme}:// is not installed", hint=hint) from error
        except ValueError as error:
            hint = "use a folder, or a URL such as s3://bucket/folder"
            raise UsageProblem(f"'{self.scheme}://' is no place that sheets can go to", hint=hint) from error
        return files, root.rstrip("/")

    @property
    def _files(self) -> AbstractFileSystem:
        return self._opened[0]

    @cached_property
    def _keeps_objects(self) -> bool:
        """Whether it is a store of objects: no real folders, many requests at a time."""
        from fsspec.asyn import AsyncFileSystem

        return isinstance(self._files, AsyncFileSystem)

    @cached_property
    def _renames(self) -> bool:
        """Whether the place can rename by itself."""
        from fsspec import AbstractFileSystem

        return type(self._files).mv is not AbstractFileSystem.mv and not self._keeps_objects

    def _path(self, name: str) -> str:
        root = self._opened[1]
        return f"{root}/{name}" if name else root

    def _rename(self, old: str, new: str) -> None:
        if self._renames:
            self._files.mv(self._path(old), self._path(new))
        else:
            self._files.cp_file(self._path(old), self._path(new))

    def _do(self, call: Callable[..., object], *given: object, **named: object) -> None:
        try:
            call(*given, **named)
        except Exception as error:
            raise self._trouble(error) from error

    def _each(self, call: Callable[[str], T], names: Iterable[str]) -> list[T]:
        """Raises what the first of them raises, once all have ended."""
        try:
            if not self._keeps_objects:
                return [call(name) for name in names]
            with ThreadPoolExecutor(AT_ONCE) as pool:
                waiting = deque(pool.submit(call, name) for name in names)
            return [one.result() for one in waiting]
        except Exception as error:
            raise self._trouble(error) from error

    def _trouble(self, error: Exception) -> CannotWrite:
        if isinstance(error, CannotWrite):
            return error
        reason = error.strerror if isinstance(error, OSError) and error.errno and error.strerror else ""
        if not reason:
            # Such texts repeat the path, which may hold a name, or say nothing that helps.
            reason = _REASONS.get(type(error), type(error).__name__)
        hint = "check the address, the network and that these computers may write there"
        return CannotWrite(f"does not do what is asked: {reason}", where=Where(file=self.url), hint=hint)


_REASONS: Mapping[type[BaseException], str] = {
    FileNotFoundError: "it is not there",
    PermissionError: "access denied",
    TimeoutError: "no answer",
}


def _found(told: Mapping[str, Any]) -> Found:
    """What fsspec tells of a file. Its stamp is the mark of its contents where there is one, or else a time."""
    stamp = next((str(told[key]).strip('"') for key in _MARKS if told.get(key)), "")
    if not stamp:
        time = next((told[key] for key in _TIMES if told.get(key)), "")
        stamp = str(time.timestamp() if hasattr(time, "timestamp") else time)
    return Found(int(told["size"] or 0), stamp)


def local_path(url: str) -> str | None:
    """The path of a file:// URL; None for any other."""
    scheme, _, path = url.partition("://")
    if scheme.lower() not in ("file", "local"):
        return None
    # file:///C:/sheets has one slash more than the path.
    return path[1:] if os.name == "nt" and re.match(r"/[A-Za-z]:", path) else path
