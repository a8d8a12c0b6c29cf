"""Where the work is done: in this process, or in several of this computer. Any other Executor will do."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from handouts.batch.bench import Premises, bench_for

P = ParamSpec("P")
T = TypeVar("T")


class InProcess(Executor):
    """Does each call at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The finished future of the call."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def open_pool(jobs: int, premises: Premises, language: str) -> ProcessPoolExecutor:
    """So many workers, each starting afresh (the same on every system) and opening its workshop once."""
    afresh = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=afresh, initializer=_begin, initargs=(premises, language))
    with _interruptions_held():
        for _ in range(jobs):
            pool.submit(_ready)
    return pool


@contextmanager
def _interruptions_held() -> Iterator[None]:
    """Ctrl-C reaches every process of the terminal, and only the one that hands out the work is to answer it.

    Processes started in here never hear it (where the system can do that); this one hears it afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(premises: Premises, language: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    bench_for(premises).workshop(language)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever: nobody closes the pipe it listens to."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _ready() -> None:
    """A first call that does nothing."""
