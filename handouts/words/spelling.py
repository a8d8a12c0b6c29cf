"""US spelling where the region asks for it: whole words, both cases.

Only our own words change. A person's (personal runs), a clinic's (its name and address, its link) and an author's (the
sources) stay as they were written: a Centre keeps its name, and so does a Dr Grey.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from handouts.words.model import Band, Footnote, Link, Run

T = TypeVar("T")


def respelled(words: T, spelling: Mapping[str, str]) -> T:
    """The same words with every listed word replaced; personal runs stay as they are."""
    if not spelling:
        return words
    longest_first = sorted(spelling, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(" + "|".join(re.escape(word) for word in longest_first) + r")(?!\w)", re.IGNORECASE)
    folded = {word.casefold(): (word, other) for word, other in spelling.items()}

    def swap(match: re.Match[str]) -> str:
        word, other = folded[match[0].casefold()]
        # An abbreviation (GP, A&E) always has its capitals, so they only count where a sentence begins.
        begins = not word[0].isupper() or _begins_sentence(match)
        return other[0].upper() + other[1:] if match[0][0].isupper() and begins else other

    result: T = _walk(words, lambda text: pattern.sub(swap, text))
    return result


def _begins_sentence(match: re.Match[str]) -> bool:
    before = match.string[: match.start()].rstrip()
    return not before or before.endswith((".", "!", "?"))


def _walk(value: Any, spell: Any) -> Any:
    if isinstance(value, _NOT_OURS):
        return value
    if isinstance(value, Run):
        return value if value.personal else replace(value, text=spell(value.text))
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _walk(getattr(value, f.name), spell) for f in fields(value) if f.name not in _NOT_SAID}
        return replace(value, **changed)
    if isinstance(value, tuple):
        # Loose words in a tuple are ids.
        return tuple(item if isinstance(item, str) else _walk(item, spell) for item in value)
    return spell(value) if isinstance(value, str) else value


_NOT_OURS = (Band, Footnote, Link)
# Ids and names, which are not our words.
_NOT_SAID = frozenset(
    {
        "id",
        "kind",
        "language",
        "icon",
        "picture",
        "tier",
        "area",
        "sides",
        "sides_chosen",
        "clinic",
        "page_of",
    }
)
