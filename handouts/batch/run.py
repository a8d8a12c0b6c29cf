"""Orders are handed out and outcomes come back in the order of the rows, on any Executor.

Only a few parcels of orders are under way at a time, so a table of any length takes no more memory. Nothing
here knows what a sheet is made of, or where its outcome is noted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from enum import Enum

from handouts.batch.work import Order, Outcome, RowProblem

Work = Callable[[Sequence[Order]], list[Outcome]]
Note = Callable[[Outcome], None]
Stop = Callable[[], bool]

LARGEST_PARCEL = 8


class Ending(Enum):
    """How a run ended: through the whole table, stopped on the way, or because a worker was lost."""

    DONE = "done"
    STOPPED = "stopped"
    LOST = "lost"


@dataclass(frozen=True)
class _Parcel:
    """Some rows on their way: those already known to fail, and the work on the others."""

    failed: tuple[Outcome, ...]
    orders: tuple[Order, ...]
    work: Future[list[Outcome]] | None


def run_batch(
    rows: Iterable[Order | Outcome],
    work: Work,
    executor: Executor,
    note: Note,
    *,
    jobs: int = 1,
    stop: Stop = bool,
) -> Ending:
    """Do the work and note every outcome.

    ``stop`` is asked between parcels: what is under way is finished and noted, nothing new is begun. An error
    of the table (HandoutsError out of ``rows``) is raised after everything before it has been noted.
    """
    return _Run(executor, work, note, jobs, stop).through(rows)


class _Run:
    def __init__(self, executor: Executor, work: Work, note: Note, jobs: int, stop: Stop) -> None:
        self._executor = executor
        self._work = work
        self._note = note
        self._jobs = jobs
        self._stop = stop
        self._ahead = 3 * jobs if jobs > 1 else 1
        self._under_way: deque[_Parcel] = deque()
        self._sent = 0
        self._lost = False

    def through(self, rows: Iterable[Order | Outcome]) -> Ending:
        held: list[Order | Outcome] = []
        try:
            for row in rows:
                held.append(row)
                if len(held) >= self._size():
                    parcel, held = held, []
                    self._hand_out(parcel)
                    if self._stop() or self._lost:
                        break
        finally:
            # Also where the table broke off: what was read before it is made and noted.
            if held and not self._stop():
                self._hand_out(held)
            self._finish()
        return Ending.LOST if self._lost else Ending.STOPPED if self._stop() else Ending.DONE

    def _hand_out(self, rows: Sequence[Order | Outcome]) -> None:
        """Send one more parcel; wait for the oldest where enough are under way."""
        self._sent += len(rows)
        self._under_way.append(self._send(rows))
        while len(self._under_way) >= self._ahead:
            self._deliver(self._under_way.popleft())

    def _finish(self) -> None:
        """Note what is still under way; after a stop only what has begun."""
        while self._under_way:
            parcel = self._under_way.popleft()
            if self._stop() and parcel.work and parcel.work.cancel():
                continue
            self._deliver(parcel)

    def _size(self) -> int:
        """Small parcels first, so that a short table keeps every worker busy."""
        return 1 if self._jobs == 1 else min(LARGEST_PARCEL, 1 + self._sent // (4 * self._jobs))

    def _send(self, rows: Sequence[Order | Outcome]) -> _Parcel:
        orders = tuple(row for row in rows if isinstance(row, Order))
        failed = tuple(row for row in rows if isinstance(row, Outcome))
        work: Future[list[Outcome]] | None = None
        if orders and not self._lost:
            try:
                work = self._executor.submit(self._work, orders)
            except BrokenExecutor:
                self._lost = True
        return _Parcel(failed, orders, work)

    def _deliver(self, parcel: _Parcel) -> None:
        done: list[Outcome] = []
        if parcel.orders:
            try:
                done = parcel.work.result() if parcel.work else [_lost(order) for order in parcel.orders]
            except BrokenExecutor:
                self._lost = True
                done = [_lost(order) for order in parcel.orders]
        for outcome in sorted((*parcel.failed, *done), key=lambda one: one.row):
            self._note(outcome)


def _lost(order: Order) -> Outcome:
    text = "its worker ended without an answer; is there memory enough?"
    return Outcome(order.row, order.ref, "failed", problems=(RowProblem(None, text),))
