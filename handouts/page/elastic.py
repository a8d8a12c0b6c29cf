"""Lengths that depend on personal words, and that remember how.

A page is laid out around the real words of one client. Where a length comes from the width of personal words, it is an
Elastic: a number like any other that also knows its own making, a fixed part and a share of each line's width. What was
decided by comparing it is written down as a guard. With other words of other widths, the same page is right as long as
every guard still answers as it did; the places of the words follow from the shares. So a page can be printed for the
next client without being laid out again, and no layout code needs to know.

A length that was used in a way that cannot be followed (rounded, put into a picture) pins its book: that page serves
these words alone.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, Literal, NoReturn

import msgspec

Answer = Literal["<", "<=", "=="]
Line = tuple[int, int]  # number of a personal text, number of its line
_ASK: dict[Answer, Callable[[float, float], bool]] = {"<": operator.lt, "<=": operator.le, "==": operator.eq}


class Length(msgspec.Struct, frozen=True, array_like=True):
    """How a length is made: a fixed part (points) and shares of the widths of lines."""

    fixed: float
    shares: tuple[tuple[int, int, float], ...] = ()  # text, line, share

    def with_widths(self, widths: Sequence[Sequence[float]]) -> float:
        """The length when the lines of the texts have these widths."""
        value = self.fixed
        for text, line, share in self.shares:
            value += share * widths[text][line]
        return value


class Guard(msgspec.Struct, frozen=True, array_like=True):
    """What was asked of two lengths, and the answer."""

    left: Length
    asked: Answer
    right: Length
    answer: bool

    def holds(self, widths: Sequence[Sequence[float]]) -> bool:
        """True if the answer is the same with these widths."""
        return _ASK[self.asked](self.left.with_widths(widths), self.right.with_widths(widths)) is self.answer


class Book:
    """What one layout found out about its personal words: the widths of their lines, and the guards."""

    def __init__(self) -> None:
        self.widths: list[tuple[float, ...]] = []
        self.guards: dict[Guard, None] = {}
        self.pinned = False

    def line(self, text: int, line: int) -> Elastic:
        """The width of a line that was written down, as a length that remembers it."""
        return Elastic(Length(0.0, ((text, line, 1.0),)), self)

    def ask(self, left: Length, asked: Answer, right: Length) -> bool:
        """The answer, which becomes a guard."""
        answer = _ASK[asked](left.with_widths(self.widths), right.with_widths(self.widths))
        self.guards.setdefault(Guard(left, asked, right, answer))
        return answer


class Elastic(float):
    """A float that knows how it was made. Its value always comes from the making, so that a page printed from kept
    shares is the same to the last bit."""

    __slots__ = ("_book", "_length")
    _book: Book
    _length: Length

    def __new__(cls, length: Length, book: Book) -> Elastic:
        made = super().__new__(cls, length.with_widths(book.widths))
        made._length = length
        made._book = book
        return made

    @property
    def length(self) -> Length:
        """How it is made."""
        return self._length

    @property
    def book(self) -> Book:
        """The book of its layout."""
        return self._book

    # ------------------------------------------------------------ what can be followed
    def __add__(self, other: float) -> Elastic:
        return self._sum(self._length, length_of(other))

    __radd__ = __add__

    def __sub__(self, other: float) -> Elastic:
        return self._sum(self._length, _times(length_of(other), -1.0))

    def __rsub__(self, other: float) -> Elastic:
        return self._sum(_times(self._length, -1.0), length_of(other))

    def __neg__(self) -> Elastic:
        return Elastic(_times(self._length, -1.0), self._book)

    def __mul__(self, other: float) -> Any:
        if isinstance(other, Elastic):
            return self._pin() * other._pin()
        return Elastic(_times(self._length, other), self._book)

    __rmul__ = __mul__

    def __truediv__(self, other: float) -> Any:
        if isinstance(other, Elastic):
            return self._pin() / other._pin()
        return Elastic(_times(self._length, 1.0 / other), self._book)

    def __rtruediv__(self, other: float) -> float:
        return other / self._pin()

    def __lt__(self, other: float) -> bool:
        return self._book.ask(self._length, "<", length_of(other))

    def __le__(self, other: float) -> bool:
        return self._book.ask(self._length, "<=", length_of(other))

    def __gt__(self, other: float) -> bool:
        return self._book.ask(length_of(other), "<", self._length)

    def __ge__(self, other: float) -> bool:
        return self._book.ask(length_of(other), "<=", self._length)

    def __bool__(self) -> bool:
        return not self._book.ask(self._length, "==", Length(0.0))

    def _sum(self, left: Length, right: Length) -> Elastic:
        shares = {share[:2]: share[2] for share in left.shares}
        for text, line, share in right.shares:
            shares[text, line] = shares.get((text, line), 0.0) + share
        kept = tuple((*line, share) for line, share in sorted(shares.items()) if share)
        return Elastic(Length(left.fixed + right.fixed, kept), self._book)

    # ------------------------------------------------------------ what cannot
    def _pin(self) -> float:
        self._book.pinned = True
        return self._length.with_widths(self._book.widths)

    def __eq__(self, other: object) -> bool:
        return self._pin() == (other._pin() if isinstance(other, Elastic) else other)

    def __hash__(self) -> int:
        return hash(self._pin())

    def __float__(self) -> float:
        return self._pin()

    def __int__(self) -> int:
        return int(self._pin())

    def __abs__(self) -> float:
        return abs(self._pin())

    def __floordiv__(self, other: float) -> float:
        return self._pin() // other

    def __mod__(self, other: float) -> float:
        return self._pin() % other

    def __pow__(self, other: Any, _: None = None) -> Any:
        return self._pin() ** other

    def __round__(self, digits: Any = None) -> Any:
        return round(self._pin(), digits)

    def __trunc__(self) -> int:
        return int(self._pin())

    def __floor__(self) -> int:
        return self._pin().__floor__()

    def __ceil__(self) -> int:
        return self._pin().__ceil__()

    def __format__(self, pattern: str) -> str:
        return format(self._pin(), pattern)

    def __repr__(self) -> str:
        return repr(self._pin())

    def __reduce__(self) -> NoReturn:
        raise TypeError("a length that depends on personal words does not travel")


def length_of(value: float) -> Length:
    """How any number is made."""
    return value.length if isinstance(value, Elastic) else Length(float(value))


def fixed(value: float) -> float:
    """The plain number, for whatever cannot follow: pins the book of an Elastic."""
    return float(value) if isinstance(value, Elastic) else value


def settled(value: float) -> float:
    """The plain number, for words that are painted where they are laid out and nowhere else."""
    return length_of(value).with_widths(value.book.widths) if isinstance(value, Elastic) else value


def _times(length: Length, factor: float) -> Length:
    return Length(length.fixed * factor, tuple((text, line, share * factor) for text, line, share in length.shares))
