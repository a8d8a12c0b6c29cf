"""US spelling where the region asks for it: whole words, both cases, never inside a client's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from handouts.words.model import Run

T = TypeVar("T")


def respelled(words: T, spelling: Mapping[str, str]) -> T:
    """The same words with every listed word replaced; personal runs stay as they are."""
    if not spelling:
        return words
    longest_first = sorted(spelling, key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(" + "|".join(re.escape(word) for word in longest_first) + r")(?!\w)", re.IGNORECASE)
    folded = {word.casefold(): other for word, other in spelling.items()}

    def swap(match: re.Match[str]) -> str:
        other = folded[match[0].casefold()]
        return other[0].upper() + other[1:] if match[0][0].isupper() else other

    result: T = _walk(words, lambda text: pattern.sub(swap, text))
    return result


def _walk(value: Any, spell: Any) -> Any:
    if isinstance(value, Run):
        return value if value.personal else replace(value, text=spell(value.text))
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _walk(getattr(value, f.name), spell) for f in fields(value) if f.name not in _NOT_SAID}
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(_walk(item, spell) for item in value)
    return spell(value) if isinstance(value, str) else value


# Ids and addresses, which are not words.
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
        "address",
        "page_of",
    }
)
