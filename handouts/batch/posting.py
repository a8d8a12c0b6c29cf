"""What a worker on another computer knows and is asked: the premises, and whether its sheets will be as ours."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from handouts.batch.bench import Bench, Premises
from handouts.batch.edition import edition
from handouts.batch.run import Work
from handouts.batch.store import Laid, Store
from handouts.batch.work import Done, Order
from handouts.compose import Sheet
from handouts.errors import HandoutsError
from handouts.formes import program_stamp
from handouts.plan import Plan
from handouts.request import Request
from handouts.resources import Folders

_PROBE = b"a worker was here\n"

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

    def work(self, work: Work) -> Posted:
        """The work as it is done there."""
        return Posted(self, work)

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


def asked(posting: Posting, store: Store | None) -> Answer:
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
