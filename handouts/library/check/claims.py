"""Honesty: forbidden phrases, benefits worded more strongly than their grade, claims that no grade stands behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handouts.library import model as m
from handouts.library.check.findings import Finding, finding
from handouts.library.check.rules import Claims, Forbidden, GradeWording, Rules
from handouts.library.check.shelf import Shelf
from handouts.library.check.texts import Passage, as_said

NEVER_CLAIMED = ("G4", "G5")
COMFORT_GRADE = "R"


def check_forbidden(texts: Iterable[Passage], rules: Rules) -> Iterator[Finding]:
    """Findings for each forbidden phrase, in whatever form of the word it stands."""
    patterns = [
        (name, rule, re.compile(rule.pattern, re.IGNORECASE), _or_none(rule))
        for name, rule in rules.file.forbidden.items()
    ]
    for passage in texts:
        for sentence in passage.sentences:
            for name, rule, pattern, unless in patterns:
                match = pattern.search(sentence)
                if match and not (unless and unless.search(sentence)):
                    what = f"'{match[0].strip()}' may not be said ({name}): {rule.why}"
                    yield Finding(passage.file, passage.line, "claim", what, rule.say)


def _or_none(rule: Forbidden) -> re.Pattern[str] | None:
    return re.compile(rule.unless, re.IGNORECASE) if rule.unless else None


def check_benefits(shelf: Shelf, rules: Rules) -> Iterator[Finding]:
    """Findings for benefit texts that say more than their grade allows."""
    for benefit_id, entry in shelf.words["benefits"].items():
        if benefit_id not in shelf.facts["benefits"]:
            continue
        benefit: m.Benefit = shelf.facts["benefits"][benefit_id].record
        words: m.BenefitWords = entry.record
        if words.text is None:
            if words.instead is None:
                yield finding(
                    entry.document,
                    (),
                    "benefit",
                    f"'{benefit_id}' says nothing",
                    "write text, or instead where nothing may be claimed",
                )
        elif benefit.grade in NEVER_CLAIMED:
            yield finding(
                entry.document,
                ("text",),
                "benefit",
                f"'{benefit_id}' has grade {benefit.grade} and may not be claimed",
                "set text to null and write instead",
            )
        else:
            yield from _too_strong(benefit_id, benefit, entry.document, words.text, rules)


def _too_strong(benefit_id: str, benefit: m.Benefit, document: object, text: str, rules: Rules) -> Iterator[Finding]:
    from handouts.library.located import Document

    assert isinstance(document, Document)
    wording = _wording(benefit_id, benefit.grade, rules)
    problem = _strength(as_said(text), wording) if wording else None
    if wording and problem:
        yield finding(
            document, ("text",), "benefit", f"'{benefit_id}' ({benefit.grade}) {problem}", wording.say
        )
