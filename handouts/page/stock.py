"""What is laid out once and serves many sheets: blocks that say nothing personal, and how high they are.

Sheets of one clinic repeat each other: the same card, the same scale, the same advice. A shelf holds what was made for
one look (a design, a book of pictures, a set of map regions), by the words it was made of and by everything else that
it depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import count
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from handouts.design import Design

MOST_BLOCKS = 3072  # of one look; some 10 kB each
MOST_HEIGHTS = 8192
MOST_LOOKS = 8

Key = tuple[Hashable, ...]
Made = TypeVar("Made")


class Shelf(Generic[Made]):
    """The stock of one look. What was used least lately goes first."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._free = count()  # a number is never given again, so that what is kept elsewhere under it stays right
        self._made: dict[Key, Made] = {}
        self._heights: dict[Key, float] = {}

    def number(self, words: Hashable) -> int:
        """A number that stands for the words, and for all that are equal to them."""
        found = self._numbers.get(words)
        if found is None:
            if len(self._numbers) >= MOST_HEIGHTS:
                self._numbers.clear()
            found = self._numbers[words] = next(self._free)
        return found

    def get(self, key: Key) -> Made | None:
        """What was made under the key."""
        made = self._made.pop(key, None)
        if made is not None:
            self._made[key] = made  # now the last to go
        return made

    def put(self, key: Key, made: Made) -> None:
        """Keeps it."""
        if len(self._made) >= MOST_BLOCKS:
            del self._made[next(iter(self._made))]
        self._made[key] = made

    def height(self, key: Key, measure: Callable[[], float]) -> float:
        """The height (points) under the key, measured once."""
        found = self._heights.get(key)
        if found is None:
            if len(self._heights) >= MOST_HEIGHTS:
                self._heights.clear()
            found = self._heights[key] = measure()
        return found


class Shelves(Generic[Made]):
    """A shelf for every look. It goes when the book of pictures it was painted from goes."""

    def __init__(self) -> None:
        self._of_book: WeakKeyDictionary[object, dict[Design, tuple[object, Shelf[Made]]]] = WeakKeyDictionary()

    def of(self, book: object, design: Design, regions: object) -> Shelf[Made]:
        """The shelf of a look. ``regions`` are told apart as objects: a workshop reads them once."""
        looks = self._of_book.setdefault(book, {})
        found = looks.get(design)
        if found is None or found[0] is not regions:
            if len(looks) >= MOST_LOOKS:
                looks.clear()
            found = looks[design] = regions, Shelf()
        return found[1]
