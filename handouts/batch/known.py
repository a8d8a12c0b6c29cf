"""Which rows still need a sheet: what stands and is unchanged is kept, what was not asked for is left alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import msgspec

from handouts.batch.edition import order_digest
from handouts.batch.journal import BadLine, Gone, Journal, Ledger, SheetLine
from handouts.batch.store import Found, Store, sha256
from handouts.batch.telling import RowProblem
from handouts.batch.work import Order, Outcome
from handouts.errors import CannotWrite

_OTHERS_NAME = "its file name belongs to another row; use --name with something only this row has"


@dataclass(frozen=True)
class Wanted:
    """Which rows were asked for: all, some references, those that failed last time.

    ``fresh``: nothing counts as made. ``replace``: files that we know nothing of may be replaced.
    """

    refs: frozenset[str] = frozenset()
    failed: bool = False
    fresh: bool = False
    replace: bool = False

    @property
    def partly(self) -> bool:
        """Whether some rows are to be left alone."""
        return bool(self.refs) or self.failed


class Picker:
    """Goes over the rows as they come from the table, once.

    ``mended``: the table holds rejected rows of another, so what is not in it is not gone.
    """

    def __init__(self, journal: Journal, store: Store, edition: str, wanted: Wanted, *, mended: bool = False) -> None:
        self._journal = journal
        self._ledger: Ledger = journal.ledger
        self._store = store
        self._edition = edition
        self._wanted = wanted
        self._mended = mended
        self._rows = {line.row: line for line in self._ledger.bad.values()} if mended else {}
        self._seen: set[str] = set()
        self._numbers: set[int] = set()
        self.refs_found: set[str] = set()

    def pick(self, rows: Iterable[Order | Outcome]) -> Iterator[Order | Outcome]:
        """Orders to make, and outcomes of the rows that need no making."""
        for row in rows:
            yield self._picked(row)

    def gone(self) -> list[str]:
        """Files of an earlier run that no row of the table asks for now, sorted. Once the table is through."""
        if self._mended:
            return []
        return sorted(file for file in self._ledger.sheets if file not in self._seen)

    def unseen(self) -> list[Outcome]:
        """What is known of the rows that this table does not hold, by row; none for a whole table."""
        if not self._mended:
            return []
        lines: list[SheetLine | BadLine] = [*self._ledger.sheets.values(), *self._ledger.bad.values()]
        left = (line for line in lines if line.file not in self._seen and line.row not in self._numbers)
        outcomes = [self._ledger.outcome(line) for line in left]
        return sorted(outcomes, key=lambda one: one.row)

    def _picked(self, row: Order | Outcome) -> Order | Outcome:
        if self._mended:
            row = self._with_its_own_name(row)
        if row.file:
            self._seen.add(row.file)
        if not self._asked_for(row):
            return self._left(row)
        if isinstance(row, Outcome):
            return row
        request = msgspec.structs.replace(row.request, date=None) if row.day else row.request
        order = replace(row, digest=order_digest(self._edition, request, row.password))
        try:
            return self._known(order)
        except CannotWrite as error:
            return _bad(order, f"its file {error.message}")

    def _known(self, order: Order) -> Order | Outcome:
        line, found = self._ledger.sheets.get(order.file), self._store.find(order.file)
        if line is None:
            return replace(order, guarded=found is not None and not self._wanted.replace)
        if self._mended and line.row != order.row:
            return _bad(order, _OTHERS_NAME)
        if found and line.order == order.digest and not self._wanted.fresh and self._is_as_noted(line, found):
            kept = self._ledger.outcome(line)
            if (line.row, line.ref) != (order.row, order.ref):
                kept = replace(kept, row=order.row, ref=order.ref)
                self._journal.note_outcome(kept, found.size, found.stamp)
            return kept
        return order

    def _is_as_noted(self, line: SheetLine, found: Found) -> bool:
        """By size and stamp; where only the stamp is another (a copied folder), by the contents."""
        if found.size != line.size:
            return False
        if found.stamp == line.stamp:
            return True
        if sha256(self._store, line.file) != line.sha256:
            return False
        self._journal.note(msgspec.structs.replace(line, stamp=found.stamp))
        return True

    def _asked_for(self, row: Order | Outcome) -> bool:
        if self._wanted.refs:
            if row.ref not in self._wanted.refs:
                return False
            self.refs_found.add(row.ref)
        return not self._wanted.failed or row.file in self._ledger.bad

    def _left(self, row: Order | Outcome) -> Outcome:
        """A row nobody asked for: what is known of it goes into the manifest all the same."""
        line = self._ledger.bad.get(row.file) or self._ledger.sheets.get(row.file)
        known = self._ledger.outcome(line) if line else Outcome(row.row, row.ref, "left", row.file)
        return replace(known, row=row.row, ref=row.ref, asked=False)

    def _with_its_own_name(self, row: Order | Outcome) -> Order | Outcome:
        """A mended row's name, counted in a shorter table, may be another row's: then it gets the one it had."""
        if not row.file:
            return row
        self._numbers.add(row.row)
        line = self._ledger.sheets.get(row.file) or self._ledger.bad.get(row.file)
        own = self._rows.get(row.row)
        if own and line and line.row != row.row:
            return replace(row, file=own.file)
        if own and own.file != row.file:
            self._journal.note(Gone(file=own.file))
        return row


def _bad(order: Order, text: str) -> Outcome:
    return Outcome(order.row, order.ref, "failed", order.file, problems=(RowProblem(None, text),), fault="file")


def unknown_refs(wanted: Collection[str], found: Collection[str]) -> list[str]:
    """References that were asked for and are in no row."""
    return sorted(set(wanted) - set(found))
