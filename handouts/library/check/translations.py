"""Words that a language does not have yet and that print in English instead."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.library.check.findings import Finding, finding
from handouts.library.check.phrases import leaves
from handouts.library.check.shelf import Shelf


def check_translations(translated: Shelf, english: Shelf) -> Iterator[Finding]:
    """A finding for each missing record or phrase, at its English words."""
    language = translated.language
    for kind, table in english.words.items():
        if kind == "pointers":  # for the therapist, in the language of the commands
            continue
        for record_id, entry in table.items():
            if record_id not in translated.words[kind]:
                goal = f"{kind}.yaml" if entry.base else f"{kind}/{record_id}.yaml"
                yield finding(
                    entry.document,
                    entry.base,
                    "translation",
                    f"{kind} '{record_id}' has no words in '{language}'",
                    f"write templates/{language}/{goal}",
                    "warning",
                )
    known = {steps for document in translated.trees for steps, _ in leaves(document.value)}
    for document in english.trees:
        for steps, _ in leaves(document.value):
            if steps not in known:
                what = f"phrase '{'.'.join(map(str, steps))}' has no words in '{language}'"
                remedy = f"write it in templates/{language}/phrases.yaml"
                yield finding(document, steps, "translation", what, remedy, "warning")
