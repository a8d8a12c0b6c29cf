"""Texts that would not fit the page, empty ones, and variables that nobody fills in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from handouts.errors import did_you_mean
from handouts.library.check.findings import Finding
from handouts.library.check.rules import Rules
from handouts.library.check.shelf import Shelf
from handouts.library.check.texts import SPOKEN, Passage, as_said

_VARIABLE = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}")
_SIDES = ("side", "other_side")
_NUMBERS = ("emergency", "urgent")
_WITH_NUMBERS = (
    "tips.",
    "red_flags.",
    "conditions.precautions.",
    "conditions.refusal",
    "conditions.ask_first",
    "regions.",
)


def check_lengths(texts: Iterable[Passage], shelf: Shelf, rules: Rules) -> Iterator[Finding]:
    """Findings for each text over the limit of its slot. A variable counts as long as its longest value."""
    longest = {**SPOKEN, **_longest_numbers(shelf)}
    for passage in texts:
        if not passage.text.strip():
            yield _at(passage, "empty", f"{passage.slot} is empty", "write it, or leave the key out")
            continue
        limit = rules.file.limits.get(passage.slot)
        if limit is None:
            continue
        length = len(as_said(passage.text, longest))
        best = limit.best or limit.most
        if length > limit.most:
            yield _at(
                passage,
                "length",
                f"{passage.slot} has {length} characters, at most {limit.most} fit",
                f"shorten it to {best}",
            )
        elif length > best:
            yield Finding(
                passage.file,
                passage.line,
                "length",
                f"{passage.slot} has {length} characters, {best} fit on one line",
                f"shorten it to {best} if you can",
                "warning",
            )


def check_variables(texts: Iterable[Passage]) -> Iterator[Finding]:
    """Findings for variables a text may not use: they would stop the sheet, or print as they stand."""
    for passage in texts:
        if passage.slot.startswith(("phrases", "sections")):  # these are worded on trial
            continue
        allowed = _fillable(passage.slot)
        for match in _VARIABLE.finditer(passage.text):
            name = (match[1] or match[2]).strip()
            if name not in allowed:
                may = ", ".join(f"{{{{ {one} }}}}" for one in allowed) or "no variable"
                hint = did_you_mean(name, allowed) or f"it may use {may}"
                yield _at(passage, "variable", f"'{match[0]}' cannot be filled in here", hint)


def _fillable(slot: str) -> tuple[str, ...]:
    if slot.startswith(("exercises.", "care")):
        return _SIDES
    return _NUMBERS if slot.startswith(_WITH_NUMBERS) else ()


def _longest_numbers(shelf: Shelf) -> Mapping[str, str]:
    regions = [entry.record for kind in (shelf.facts, shelf.words) for entry in kind["regions"].values()]
    return {name: max((getattr(region, name) or "" for region in regions), key=len, default="") for name in _NUMBERS}


def _at(passage: Passage, rule: str, what: str, remedy: str) -> Finding:
    return Finding(passage.file, passage.line, rule, what, remedy)
