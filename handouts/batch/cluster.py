"""The same work on the workers of a Dask cluster. Needs the extra ``cluster`` here, and the same program there.

What travels to a worker is what travels to a process of this computer; sheets go from the worker straight to their
place. Before the first row every worker is asked whether it makes the same sheets as we do, and whether what it puts
aside is seen from here.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Mapping
from concurrent import futures
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from handouts.batch.posting import Answer, Posting, asked
from handouts.batch.store import Store
from handouts.errors import HandoutsError, UsageProblem, did_you_mean

if TYPE_CHECKING:
    import distributed

P = ParamSpec("P")
T = TypeVar("T")

EXTRA = 'pip install "handouts[cluster]"'
SCHEMES = ("tcp", "tls")
CONNECTING = 30.0  # seconds until a scheduler has answered and a worker has come
WITHOUT_WORKERS = 300.0  # seconds; clusters that grow and shrink may have none for a while
LOOK = 5.0  # seconds between two looks at whether there are any
_SAME = "install the same version on every computer, the clinic's folder under the same path, and restart the workers"

_settling = threading.RLock()


class _Call:
    """A call on its way. A worker writes what it was given into its log when it fails: this shows no client's name."""

    def __init__(self, call: Callable[[], object]) -> None:
        self._packed = pickle.dumps(call)

    def __repr__(self) -> str:
        return "<rows>"

    def __call__(self) -> object:
        call: Callable[[], object] = pickle.loads(self._packed)
        return call()


def _do(call: _Call) -> object:
    return call()


class Cluster:
    """The connection to a scheduler. Use as a context."""

    def __init__(self, address: str) -> None:
        """Raises UsageProblem for what is no address."""
        self.address = checked_address(address)
        self.trouble: HandoutsError | None = None
        self._client: distributed.Client | None = None
        self._posting: Posting | None = None
        self._store: Store | None = None
        self._given: _ClusterExecutor | None = None
        self._closed = threading.Event()

    def __enter__(self) -> Cluster:
        self._connect()
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closed.set()
        self._disconnect()

    def workers(self) -> int:
        """How many there are; none where nobody answers."""
        client = self._client
        if client is None or client.status != "running":
            return 0
        try:
            return len(client.nthreads())
        except Exception:  # whatever it says, there is no answer
            return 0

    def check(self, posting: Posting, store: Store | None) -> None:
        """Ask every worker. Raises UsageProblem with what the first of them lacks."""
        self._posting, self._store = posting, store
        client = self._client
        if client is None:
            raise self._silent()
        try:
            answers: Mapping[str, Any] = client.run(asked, posting, store, on_error="return")
            # Rows pass through the scheduler, so it has to know their kind as well.
            client.submit(_do, _Call(_nothing), pure=False).result(timeout=CONNECTING)
        except Exception as error:
            hint = "install handouts where the scheduler and the workers are, the same version as here"
            raise UsageProblem(f"{self.address} cannot take our work ({type(error).__name__})", hint=hint) from error
        for worker, answer in sorted(answers.items()):
            self._check_answer(worker, answer, store)

    def executor(self) -> Executor:
        """Where rows are handed out. Asked for again after a loss, it connects and checks anew.

        Raises BrokenExecutor where that is in vain; ``trouble`` says why.
        """
        if self._given is not None:
            try:
                self._reconnect()
            except HandoutsError as error:
                self.trouble = error
                raise BrokenExecutor from error
        if self._client is None:
            raise BrokenExecutor("not connected")
        self._given = _ClusterExecutor(self._client)
        return self._given

    # ------------------------------------------------------------ the connection

    def _connect(self) -> None:
        try:
            import distributed
        except ImportError as error:
            raise UsageProblem("what speaks to a cluster is not installed", hint=EXTRA) from error
        _hush()
        try:
            self._client = distributed.Client(self.address, timeout=CONNECTING, set_as_default=False)
        except Exception as error:  # of the network, of certificates, of versions
            raise self._silent() from error
        try:
            self._client.wait_for_workers(1, timeout=CONNECTING)
        except Exception as error:
            self._disconnect()
            hint = f"start some: dask worker {self.address}"
            raise UsageProblem(f"{self.address} has no workers", hint=hint) from error

    def _reconnect(self) -> None:
        client = self._client
        if client is None or client.status != "running" or not self.workers():
            self._disconnect()
            self._connect()
        if self._posting is not None:
            self.check(self._posting, self._store)

    def _disconnect(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close(timeout=CONNECTING)

    def _silent(self) -> UsageProblem:
        hint = "is 'dask scheduler' running there, and may this computer reach it?"
        return UsageProblem(f"no scheduler answers at {self.address}", hint=hint)

    def _check_answer(self, worker: str, answer: object, store: Store | None) -> None:
        if not isinstance(answer, Answer):
            hint = "install handouts there, the same version as here"
            raise UsageProblem(f"worker {worker} cannot take our work ({type(answer).__name__})", hint=hint)
        if answer.trouble:
            raise UsageProblem(f"worker {worker}: {answer.trouble}", hint=_SAME)
        if store is not None and answer.laid is not None:
            seen = store.holds(answer.laid)
            store.discard(answer.laid)
            if not seen:
                hint = "use a folder that all computers share under the same path, or a URL such as s3://bucket/folder"
                raise UsageProblem(f"worker {worker} writes into a folder of its own", hint=hint)

    def _watch(self) -> None:
        """Rows that wait for workers which never come would wait for ever."""
        alone = 0.0
        while not self._closed.wait(LOOK):
            alone = 0.0 if self.workers() else alone + LOOK
            if alone >= WITHOUT_WORKERS and self._given is not None:
                self._given.give_up()
                alone = 0.0


def _nothing() -> None:
    """A first call that does nothing."""


class _ClusterExecutor(Executor):
    """Dask's own executor; what a lost worker or a lost scheduler gives is BrokenExecutor, as from a pool."""

    def __init__(self, client: distributed.Client) -> None:
        # The same rows handed out again are to be made again, not looked up.
        self._inner = client.get_executor(pure=False)
        self._waiting: set[Future[Any]] = set()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Raises BrokenExecutor where nobody takes it."""
        outer: Future[T] = Future()
        try:
            inner = self._inner.submit(_do, _Call(partial(fn, *args, **kwargs)))
        except Exception as error:
            raise BrokenExecutor("the cluster takes no work") from error
        self._waiting.add(outer)
        outer.add_done_callback(self._waiting.discard)
        outer.add_done_callback(partial(_let_go, inner))
        inner.add_done_callback(partial(_hand_on, outer))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """``cancel_futures``: what is under way is forgotten as well, since Dask does not tell what has begun."""
        if cancel_futures:
            for future in tuple(self._waiting):
                future.cancel()
        if wait:
            futures.wait(tuple(self._waiting))

    def give_up(self) -> None:
        """Nobody is left to answer."""
        for future in tuple(self._waiting):
            _settle(future, error=BrokenExecutor("no workers"))


def _let_go(inner: Future[Any], outer: Future[Any]) -> None:
    if outer.cancelled():
        inner.cancel()


def _hand_on(outer: Future[Any], inner: Future[Any]) -> None:
    """The outcome of Dask's future, in the terms of a pool."""
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    if inner.cancelled():
        _settle(outer, error=BrokenExecutor("the scheduler was lost"))
        return
    error = inner.exception()
    if isinstance(error, (KilledWorker, CancelledError, CommClosedError)):
        _settle(outer, error=BrokenExecutor(type(error).__name__))
    elif error is not None:
        _settle(outer, error=error)
    else:
        _settle(outer, result=inner.result())


def _settle(outer: Future[Any], *, result: Any = None, error: BaseException | None = None) -> None:
    with _settling:  # a watcher and an answer may come at the same moment
        if outer.done() or not outer.set_running_or_notify_cancel():
            return
        if error is not None:
            outer.set_exception(error)
        else:
            outer.set_result(result)


def checked_address(text: str) -> str:
    """A scheduler's address. Raises UsageProblem."""
    scheme, _, rest = text.rpartition("://")
    scheme = scheme or "tcp"
    host, _, port = rest.rpartition(":")
    if scheme not in SCHEMES or not host or not port.isdecimal():
        hint = did_you_mean(scheme, SCHEMES) or "write it as tcp://scheduler:8786"
        raise UsageProblem(f"'{text}' is no address of a scheduler", hint=hint)
    return f"{scheme}://{rest}"


def _hush() -> None:
    """What goes wrong with the connection is told by us, once."""
    import logging

    for name in ("distributed", "distributed.client", "distributed.core", "distributed.comm"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
