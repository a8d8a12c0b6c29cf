"""Phrase files: an overlay's or a translation's must have the shape of our English one.

Otherwise a month would be missing only in December, and a list where a word belongs would print its brackets.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from typing import Any

from handouts.errors import InvalidData, did_you_mean
from handouts.library.located import Document

Steps = tuple[str | int, ...]

# Lists whose places have a meaning: one for each month, one for each day.
COUNTED = frozenset({("calendar", "months"), ("calendar", "weekdays_short")})
_FORMATTER = string.Formatter()
_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (dict, "a mapping of keys"),
    (list, "a list"),
    (str, "text"),
    (bool, "true or false"),
    ((int, float), "a number"),
    (type(None), "nothing"),
)


def check_tree(document: Document, ours: dict[str, Any]) -> Iterator[InvalidData]:
    """What in the file is not of the kind that our English file has in its place, leaf by leaf, each located.

    A key that ours does not have may hold anything but nothing: a section template may read it.
    """
    yield from _compared(document, (), document.value, ours)


def laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Both trees; the upper one's keys win one by one, lists as a whole."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = laid_over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


_UNKNOWN = object()


def _compared(document: Document, steps: Steps, given: Any, ours: Any) -> Iterator[InvalidData]:
    if given is None or (ours is not _UNKNOWN and _kind(given) != _kind(ours)):
        expected = "a word or a sentence" if ours is _UNKNOWN else _kind(ours)
        hint = "put it in quotes" if _kind(ours) == "text" and not isinstance(given, (dict, list)) else None
        yield _problem(document, steps, f"expected {expected}, found {_kind(given)}", hint or "compare it with ours")
    elif isinstance(given, dict):
        for key, value in given.items():
            below = ours.get(key, _UNKNOWN) if isinstance(ours, dict) else _UNKNOWN
            yield from _compared(document, (*steps, key), value, below)
    elif isinstance(given, list):
        yield from _compared_lists(document, steps, given, ours)
    elif isinstance(given, str):
        yield from _unfillable(document, steps, given, ours)


def _compared_lists(document: Document, steps: Steps, given: list[Any], ours: Any) -> Iterator[InvalidData]:
    if steps in COUNTED and isinstance(ours, list) and len(given) != len(ours):
        yield _problem(document, steps, f"has {len(given)} entries, not {len(ours)}", "give them all, in order")
    if not given:
        yield _problem(document, steps, "is an empty list", "give at least one entry")
    like = _any_of(ours) if isinstance(ours, list) else _UNKNOWN
    for index, value in enumerate(given):
        yield from _compared(document, (*steps, index), value, like)


def _any_of(ours: list[Any]) -> Any:
    """What an entry may be: of the kind of ours, with the fields and keys that any entry of ours has."""
    if all(isinstance(one, str) for one in ours):
        return " ".join(ours)
    if all(isinstance(one, dict) for one in ours):
        keys = dict.fromkeys(key for one in ours for key in one)
        return {key: _any_of([one[key] for one in ours if key in one]) for key in keys}
    return _UNKNOWN


def _unfillable(document: Document, steps: Steps, text: str, ours: Any) -> Iterator[InvalidData]:
    """A brace without its partner, a field that is more than a word, or one that nobody fills in this phrase."""
    allowed = {field for _, field, _, _ in _FORMATTER.parse(ours) if field} if isinstance(ours, str) else None
    try:
        fields = list(_FORMATTER.parse(text))
    except ValueError as error:
        yield _problem(document, steps, f"cannot be filled in: {error}", "write a field as {word}")
        return
    for _, field, pattern, conversion in fields:
        if field is not None and (pattern or conversion or not field.isidentifier()):
            hint = "write it as {word}, and a brace that is to print as {{"
            yield _problem(document, steps, f"'{field}' is not the name of a field", hint)
        elif field is not None and allowed is not None and field not in allowed:
            hint = did_you_mean(field, allowed) or f"it may use {', '.join(sorted(allowed)) or 'no field'}"
            yield _problem(document, steps, f"nobody fills in '{{{field}}}' here", hint)


def _kind(value: Any) -> str:
    return next((name for kind, name in _KINDS if isinstance(value, kind)), type(value).__name__)


def _problem(document: Document, steps: Steps, what: str, hint: str) -> InvalidData:
    field = ".".join(map(str, steps)) or None
    return InvalidData(what, where=document.where(*steps, field=field), hint=hint)
