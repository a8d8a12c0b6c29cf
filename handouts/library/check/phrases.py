"""Phrases laid over ours or translated: keys that nothing reads, fields that got lost.

What cannot be filled in at all keeps the library from being read, so it is told there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handouts.errors import did_you_mean
from handouts.library.check.findings import Finding, Severity, finding
from handouts.library.check.shelf import Steps
from handouts.library.located import Document

_FIELD = re.compile(r"\{(\w+)\}")
VITAL = "emergency"  # the number to call: losing it is an error


def check_phrases(ours: Document, trees: Sequence[Document]) -> Iterator[Finding]:
    """Findings for each phrase file other than our English one, which says what may stand where."""
    known = dict(leaves(ours.value))
    for document in trees:
        if document.name != ours.name:
            for steps, text in leaves(document.value):
                yield from _compared(document, steps, text, known)


def leaves(node: Any, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """Every text of a phrase file with the keys that lead to it; the lines of a list share theirs."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*steps, str(key)))
    elif isinstance(node, list):
        yield steps, " ".join(map(str, node))
    else:
        yield steps, str(node)


def _compared(document: Document, steps: Steps, text: str, known: Mapping[Steps, str]) -> Iterator[Finding]:
    name = ".".join(map(str, steps))
    if steps not in known:
        names = [".".join(map(str, one)) for one in known]
        hint = did_you_mean(name, names) or "take it out"
        yield finding(document, steps, "phrase", f"phrase '{name}' is never read", hint, "warning")
        return
    wanted, given = set(_FIELD.findall(known[steps])), set(_FIELD.findall(text))
    for field in sorted(wanted - given):
        what = f"'{name}' does not say {{{field}}} any more"
        severity: Severity = "error" if field == VITAL else "warning"
        yield finding(document, steps, "phrase", what, f"put {{{field}}} back", severity)
