"""One run at a time behind a URL. Nothing there dies with a process, so the lock has to be kept alive: a beat that
stops is a lock that is free.
"""

from __future__ import annotations

import contextlib
import threading
from types import TracebackType

from handouts.batch.remote import RemoteFolder
from handouts.errors import CannotWrite, Where

BEAT = 5.0  # seconds between two signs of life
PATIENCE = 4  # beats without a sign of life, and the lock is taken over


class Lease:
    """A lock on one file. Use as a context."""

    def __init__(self, remote: RemoteFolder, name: str, token: str, *, beat: float = BEAT) -> None:
        """``token`` is this run's own, never used again."""
        self._remote = remote
        self._name = name
        self._token = token.encode()
        self._beat = beat
        self._ended = threading.Event()
        self._heart: threading.Thread | None = None

    def take(self) -> bool:
        """Whether it is ours now. Where somebody has it, this waits until they show life or have been silent too long.

        Raises CannotWrite.
        """
        if not self._remote.create(self._name, self._sign(0)) and not self._is_abandoned():
            return False
        if not self._is_ours():
            self._remote.put(self._name, self._sign(0))
            # Somebody else may have found it abandoned at the same moment: who wrote last has it.
            self._ended.wait(self._beat)
            if not self._is_ours():
                return False
        self._heart = threading.Thread(target=self._live, daemon=True)
        self._heart.start()
        return True

    def check(self) -> None:
        """Raises CannotWrite where another run has taken it, which happens when this computer slept."""
        if not self._is_ours():
            hint = "wait until it has ended, then run the same command again"
            raise CannotWrite("another run has taken over", where=Where(file=self._remote.url), hint=hint)

    def __enter__(self) -> Lease:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._heart is None:
            return
        self._ended.set()
        self._heart.join()
        with contextlib.suppress(CannotWrite):  # then it is free a few beats later
            if self._is_ours():
                self._remote.remove_all([self._name])

    def _sign(self, beat: int) -> bytes:
        return b"%s %d" % (self._token, beat)

    def _is_ours(self) -> bool:
        return (self._remote.get(self._name) or b"").startswith(self._token)

    def _is_abandoned(self) -> bool:
        """Whether it shows no sign of life for as long as our patience lasts."""
        before = self._remote.get(self._name)
        for _ in range(PATIENCE):
            self._ended.wait(self._beat)
            now = self._remote.get(self._name)
            if now is None:
                return True
            if now != before:
                return False
        return True

    def _live(self) -> None:
        beat = 0
        while not self._ended.wait(self._beat):
            beat += 1
            with contextlib.suppress(CannotWrite):  # the network may be back at the next beat
                if not self._is_ours():
                    return
                self._remote.put(self._name, self._sign(beat))
