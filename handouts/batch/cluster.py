"""The same work on the workers of a Dask cluster. Needs the extra ``cluster`` here, and the same program there.

What travels to a worker is what travels to a process of this computer; sheets go from the worker straight to their
place. Before the first row every worker is asked whether it makes the same sheets as we do, and whether what it puts
aside is seen from here.
"""

from __future__ import annotations

import pickle
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from handouts.batch.bench import Bench, Premises
from handouts.batch.edition import edition
from handouts.batch.run import Work
from handouts.batch.store import Laid, Store
from handouts.batch.work import Done, Order
from handouts.compose import Sheet
from handouts.errors import HandoutsError, UsageProblem, did_you_mean
from handouts.formes import program_stamp
from handouts.plan import Plan
from handouts.request import Request
from handouts.resources import Folders

if TYPE_CHECKING:
    import distributed

P = ParamSpec("P")
T = TypeVar("T")

EXTRA = 'pip install "handouts[cluster]"'
SCHEMES = ("tcp", "tls")
CONNECTING = 30.0  # seconds until a scheduler has answered and a worker has come
WITHOUT_WORKERS = 300.0  # seconds; clusters that grow with their work start from none
LOOK = 5.0  # seconds between two looks at whether there are any
_PROBE = b"a worker was here\n"
_SAME = "install the same version on every computer, the clinic's folder under the same path, and restart the workers"

# A page is set by one thread at a time; other threads of the worker put their sheets aside meanwhile.
_setting = threading.Lock()


class OtherEdition(BrokenExecutor):
    """A worker that would make other sheets than we do."""


@dataclass(frozen=True)
class Posting:
    """The premises as a worker elsewhere needs them. ``edition`` is the digest of what its sheets must be made of."""

    premises: Premises
    edition: str
    advise: bool

    def compose(self, request: Request) -> Sheet:
        """The sheet, made in that worker's own workshop."""
        with _setting:
            return _bench(self).compose(request)

    def plan(self, request: Request) -> Plan:
        """The plan, made in that worker's own workshop."""
        with _setting:
            return _bench(self).plan(request)

    def settle(self) -> None:
        """Open the workshop. Raises OtherEdition, or HandoutsError where the library cannot be read."""
        with _setting:
            _bench(self)


@dataclass(frozen=True)
class Posted:
    """Work that a worker does only once it knows that its sheets will be the same as ours."""

    posting: Posting
    work: Work

    def __call__(self, orders: Sequence[Order]) -> Done:
        """Raises OtherEdition."""
        self.posting.settle()
        return self.work(orders)


# Workers live longer than a batch. What is opened for one edition must not serve the next.
@lru_cache(maxsize=1)
def _bench(posting: Posting) -> Bench:
    at = posting.premises
    # Our own templates and pictures may lie elsewhere on that computer.
    folders = Folders.find(at.clinic.folder)
    loaded = _program()
    same = edition(at.clinic, at.region, folders, advise=posting.advise) == posting.edition
    if not same or loaded != program_stamp():
        raise OtherEdition("this worker has another edition")
    return Bench(replace(at, folders=folders, cache=_scratch()))


@lru_cache(maxsize=1)
def _program() -> bytes:
    """The program as it was when this process began to use it: what has been loaded stays as it was then."""
    return program_stamp()


def _scratch() -> Path:
    """A folder that lives as long as the worker, for the packed library and formes."""
    from distributed import get_worker

    try:
        return Path(get_worker().local_directory) / "handouts"
    except (ValueError, AttributeError):
        return Path(tempfile.mkdtemp(prefix="handouts-"))


@dataclass(frozen=True)
class Answer:
    """What a worker says when it is asked: what it put aside, or what is wrong."""

    laid: Laid | None = None
    trouble: str = ""


def _asked(posting: Posting, store: Store | None) -> Answer:
    """Asked of every worker. Errors come back in words: their classes may be unknown at the other end."""
    try:
        posting.settle()
        laid = None
        if store is not None:
            laid = store.lay(_PROBE)
            store.secure([laid])
    except OtherEdition:
        return Answer(trouble="has another edition of the program, the words, the pictures or the clinic's folder")
    except HandoutsError as error:
        return Answer(trouble=str(error))
    except OSError as error:
        return Answer(trouble=error.strerror or type(error).__name__)
    return Answer(laid)


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

    def __init__(self, address: str, *, connecting: float = CONNECTING, without_workers: float = WITHOUT_WORKERS) -> None:
        """Both in seconds. Raises UsageProblem for what is no address."""
        self.address = checked_address(address)
        self.trouble: HandoutsError | None = None
        self._connecting = connecting
        self._without_workers = without_workers
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
            answers: Mapping[str, Any] = client.run(_asked, posting, store, on_error="return")
            # Rows pass through the scheduler, so it has to know their kind as well.
            client.submit(_do, _Call(_nothing), pure=False).result(timeout=self._connecting)
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
        assert self._client is not None
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
            self._client = distributed.Client(self.address, timeout=self._connecting, set_as_default=False)
        except Exception as error:  # of the network, of certificates, of versions
            raise self._silent() from error
        try:
            self._client.wait_for_workers(1, timeout=self._connecting)
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
            client.close(timeout=self._connecting)

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
            if alone >= self._without_workers and self._given is not None:
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
            for future in tuple(self._waiting):
                future.exception()

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
    from distributed.comm import CommClosedError

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
