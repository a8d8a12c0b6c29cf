"""Orders are handed out and outcomes come back in the order of the rows, on any Executor.

Only a few parcels of orders are under way at a time, so a table of any length takes no more memory. Parcels are as
large as takes a worker a moment. Nothing here knows what a sheet is made of, or where its outcome is noted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, replace
from enum import Enum

from handouts.batch.telling import RowProblem
from handouts.batch.work import Done, Order, Outcome

Work = Callable[[Sequence[Order]], Done]
Note = Callable[[Outcome], None]
Stop = Callable[[], bool]
OpenExecutor = Callable[[], Executor]

LARGEST_PARCEL = 256
MOMENT = 0.15  # seconds a parcel is to take: long beside what handing it out costs, short for somebody who waits
GROWTH = 4  # a parcel is at most so many times larger than those before it
MOST_LOSSES = 8  # workers, one after the other with no sheet between them; then it is not the rows' fault


class Ending(Enum):
    """How a run ended: through the whole table, stopped on the way, or because workers were lost again and again."""

    DONE = "done"
    STOPPED = "stopped"
    LOST = "lost"


@dataclass(frozen=True)
class _Parcel:
    """Some rows on their way: those that need no work, and the work on the others."""

    ready: tuple[Outcome, ...]
    orders: tuple[Order, ...]
    work: Future[Done] | None


def run_batch(
    rows: Iterable[Order | Outcome],
    work: Work,
    open_executor: OpenExecutor,
    note: Note,
    *,
    jobs: int = 1,
    stop: Stop = bool,
) -> Ending:
    """Do the work and note every outcome.

    ``stop`` is asked between parcels: what is under way is finished and noted, nothing new is begun. An error
    of the table (HandoutsError out of ``rows``) is raised after everything before it has been noted. Where a worker
    dies, an executor is opened anew and its rows are tried again one by one: a row that kills its worker twice fails
    alone. Where none can be opened (BrokenExecutor), the run is lost.
    """
    run = _Run(open_executor, work, note, jobs, stop)
    try:
        return run.through(rows)
    finally:
        run.close()


class _Run:
    def __init__(self, open_executor: OpenExecutor, work: Work, note: Note, jobs: int, stop: Stop) -> None:
        self._open = open_executor
        self._executor = open_executor()
        self._work = work
        self._note = note
        self._jobs = jobs
        self._stop = stop
        self._ahead = 3 * jobs if jobs > 1 else 1
        self._under_way: deque[_Parcel] = deque()
        self._size = 1
        self._losses = 0

    @property
    def _lost(self) -> bool:
        return self._losses > MOST_LOSSES

    def close(self) -> None:
        """Let the workers go; what has not begun is forgotten."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def through(self, rows: Iterable[Order | Outcome]) -> Ending:
        held: list[Order | Outcome] = []
        try:
            for row in rows:
                held.append(row)
                if len(held) >= self._size:
                    parcel, held = held, []
                    self._hand_out(parcel)
                    if self._stop() or self._lost:
                        break
        finally:
            # Also where the table broke off: what was read before it is made and noted.
            if held and not self._stop() and not self._lost:
                self._hand_out(held)
            self._finish()
        return Ending.LOST if self._lost else Ending.STOPPED if self._stop() else Ending.DONE

    def _hand_out(self, rows: Sequence[Order | Outcome]) -> None:
        """Send one more parcel; wait for the oldest where enough are under way."""
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

    def _send(self, rows: Sequence[Order | Outcome]) -> _Parcel:
        orders = tuple(row for row in rows if isinstance(row, Order))
        ready = tuple(row for row in rows if isinstance(row, Outcome))
        if not orders:
            self._size = min(LARGEST_PARCEL, self._size * GROWTH)
            return _Parcel(ready, (), None)
        try:
            return _Parcel(ready, orders, self._executor.submit(self._work, orders))
        except BrokenExecutor:
            return _Parcel(ready, orders, None)  # tried again when its turn comes

    def _deliver(self, parcel: _Parcel) -> None:
        done: Sequence[Outcome] = ()
        if parcel.orders:
            try:
                if parcel.work is None:
                    raise BrokenExecutor
                back = parcel.work.result()
                done = back.outcomes
                self._resize(len(parcel.orders), back.seconds)
            except BrokenExecutor:
                done = self._again(parcel.orders)
        for outcome in sorted((*parcel.ready, *done), key=lambda one: one.row):
            self._note(outcome)

    def _resize(self, orders: int, seconds: float) -> None:
        """As many orders as take a moment. A clock that stood still or ran back says nothing."""
        if seconds > 0:
            fitting = int(orders * MOMENT / seconds)
            self._size = max(1, min(fitting, self._size * GROWTH, LARGEST_PARCEL))

    def _again(self, orders: Sequence[Order]) -> list[Outcome]:
        """The rows of a lost parcel, one by one, so that only the one that ends its worker fails."""
        waiting, self._under_way = self._under_way, deque()
        self._reopen()
        done = [self._alone(order) for order in orders]
        # Those that were under way beside it died with the same executor; what they had finished still counts.
        for parcel in waiting:
            self._under_way.append(self._send((*parcel.ready, *parcel.orders)) if _is_lost(parcel) else parcel)
        return done

    def _alone(self, order: Order) -> Outcome:
        if self._lost or self._stop():
            return _not_made(order)
        try:
            done = self._executor.submit(self._work, (order,)).result()
        except BrokenExecutor:
            self._reopen()
            return replace(_not_made(order), status="failed")
        self._losses = 0
        return done.outcomes[0]

    def _reopen(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._losses += 1
        if not self._lost:
            try:
                self._executor = self._open()
            except BrokenExecutor:
                self._losses = MOST_LOSSES + 1  # nobody is left to open one with


def _is_lost(parcel: _Parcel) -> bool:
    """Whether its work has to be handed out once more."""
    work = parcel.work
    return bool(parcel.orders) and (work is None or work.cancelled() or (work.done() and work.exception() is not None))


def _not_made(order: Order) -> Outcome:
    text = "its worker ended without an answer; is there memory enough?"
    told = (RowProblem(None, text),)
    return Outcome(order.row, order.ref, "left", order.file, problems=told, fault="worker", digest=order.digest)
