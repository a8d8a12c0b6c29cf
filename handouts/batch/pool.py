"""Where the work is done: in this process, or in several of this computer. Any other Executor will do."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import ParamSpec, TypeVar

from handouts.batch.work import Premises, bench_for

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
    """So many workers, each starting afresh (the same on every system) and opening its workshop once.

    They are all started here, so that the caller can keep an interruption from reaching them.
    """
    afresh = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=afresh, initializer=_begin, initargs=(premises, language))
    for _ in range(jobs):
        pool.submit(_ready)
    return pool


def _begin(premises: Premises, language: str) -> None:
    # Ctrl-C reaches every process of the terminal; only the one that hands out the work answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bench_for(premises).workshop(language)


def _ready() -> None:
    """A first call that does nothing."""
