"""Sheets that were laid aside are put on the shelf, a bundle at a time: noted in the journal, then given their names.

The order is what makes a batch safe to break off at any moment. First a sheet is whole on the disk, then the journal
says what will have its name, then it gets the name. Whatever is cut short in between is made again, or is found there
as noted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handouts.batch.journal import Gone, Journal
from handouts.batch.store import Store
from handouts.batch.telling import RowProblem
from handouts.batch.work import Clock, Outcome
from handouts.errors import CannotWrite

BUNDLE = 256  # sheets
LONGEST_WAIT = 1.0  # seconds until a bundle is put away although it is small
_MANY = 4_096  # rows that need no writing

Note = Callable[[Outcome], None]


class Shelf:
    """Takes outcomes in the order of the rows and hands them on, in that order, once they are true for good."""

    def __init__(self, journal: Journal, store: Store, note: Note, clock: Clock) -> None:
        self._journal = journal
        self._store = store
        self._note = note
        self._clock = clock
        self._held: list[Outcome] = []
        self._sheets = 0
        self._since = 0.0
        self.trouble: CannotWrite | None = None
        self.thrown_away = 0

    def add(self, outcome: Outcome) -> None:
        """One row. It is noted now, or together with those that come after it."""
        if not self._held:
            self._since = self._clock()
        if outcome.fault == "place" and self.trouble is None:
            self.trouble = CannotWrite(outcome.problems[0].text)
        self._held.append(outcome)
        self._sheets += outcome.laid is not None
        # A clock that was set back must not hold a bundle for hours.
        waited = abs(self._clock() - self._since) >= LONGEST_WAIT
        if self._sheets >= BUNDLE or len(self._held) >= _MANY or waited:
            self.settle()

    def settle(self) -> None:
        """Put away what is held. Raises nothing: what the place refuses is kept in ``trouble``."""
        held, self._held, self._sheets = self._held, [], 0
        if self._write_down(held):
            held = [self._published(outcome) for outcome in held]
            if any(outcome.laid for outcome in held):
                held = self._sealed(held)
        else:
            for outcome in held:
                if outcome.laid:
                    self._store.discard(outcome.laid)
            held = [self._unmade(outcome) if outcome.laid else outcome for outcome in held]
        for outcome in held:
            self._note(replace(outcome, laid=None))

    def _write_down(self, held: list[Outcome]) -> bool:
        """Whether the journal now says what these rows have come to."""
        try:
            for outcome in held:
                self._put_down(outcome)
            self._journal.commit()
        except CannotWrite as error:
            self._stop(error)
            return False
        return True

    def _put_down(self, outcome: Outcome) -> None:
        if not outcome.asked or not outcome.file:
            return
        if outcome.status == "made":
            found = outcome.laid.found if outcome.laid else self._store.find(outcome.file)
            if found:
                self._journal.note_outcome(outcome, found.size, found.stamp)
        elif outcome.status in ("failed", "refused"):
            if outcome.fault == "row" and outcome.file in self._journal.ledger.sheets:
                # What the row said then does not hold any more, and somebody might hand that sheet out.
                self._store.throw_away(outcome.file)
                self._journal.note(Gone(file=outcome.file))
                self.thrown_away += 1
            self._journal.note_outcome(outcome, 0, "")

    def _published(self, outcome: Outcome) -> Outcome:
        if not outcome.laid:
            return outcome
        try:
            self._store.publish(outcome.laid, outcome.file)
        except CannotWrite as error:
            self._store.discard(outcome.laid)
            text = f"its file {error.message}" + (f"; {error.hint}" if error.hint else "")
            told = (RowProblem(None, text),)
            failed = replace(outcome, status="failed", fault="file", sha256="", pages=0, laid=None, problems=told)
            self._journal.note_outcome(failed, 0, "")
            return failed
        return outcome

    def _sealed(self, held: list[Outcome]) -> list[Outcome]:
        try:
            self._store.seal_names()
            self._journal.check_there()
        except CannotWrite as error:
            self._stop(error)
            return [self._unmade(outcome) if outcome.laid else outcome for outcome in held]
        return held

    def _stop(self, error: CannotWrite) -> None:
        self.trouble = self.trouble or error

    def _unmade(self, outcome: Outcome) -> Outcome:
        told = (RowProblem(None, f"not made: {self.trouble}"),)
        return replace(outcome, status="left", fault="place", sha256="", pages=0, problems=told)
