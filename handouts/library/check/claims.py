"""Honesty: forbidden phrases, benefits worded more strongly than their grade, claims that no grade stands behind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from handouts.library import model as m
from handouts.library.check.findings import Finding, finding
from handouts.library.check.rules import Claims, GradeWording, Rules, Topic
from handouts.library.check.shelf import Entry, Shelf
from handouts.library.check.texts import Passage, as_said

NEVER_CLAIMED = ("G4", "G5")
COMFORT_GRADE = "R"
# Benefit texts are held to their own grade; "instead" says what is not so.
GRADED_APART = "benefits."


def check_forbidden(texts: Iterable[Passage], rules: Rules) -> Iterator[Finding]:
    """Findings for each forbidden phrase, in whatever form of the word it stands."""
    for passage in texts:
        for sentence in passage.sentences:
            for name, rule in rules.file.forbidden.items():
                match = _found(rule.pattern, sentence)
                if match and not (rule.unless and _found(rule.unless, sentence)):
                    what = f"'{match[0].strip()}' may not be said ({name}): {rule.why}"
                    yield Finding(passage.file, passage.line, "claim", what, f"instead: {rule.say}")


def check_benefits(shelf: Shelf, rules: Rules) -> Iterator[Finding]:
    """Findings for benefit texts that say more than their grade allows, or nothing."""
    for benefit_id, entry in shelf.words["benefits"].items():
        facts = shelf.facts["benefits"].get(benefit_id)
        if facts is None:
            continue
        grade, words = facts.record.grade, entry.record
        if words.text is None and words.instead is None:
            what, remedy = "says nothing", "write text, or instead where nothing may be claimed"
            yield finding(entry.document, (), "benefit", f"'{benefit_id}' {what}", remedy)
        elif words.text is not None and grade in NEVER_CLAIMED:
            what, remedy = f"has grade {grade} and may not be claimed", "set text to null and write instead"
            yield finding(entry.document, ("text",), "benefit", f"'{benefit_id}' {what}", remedy)
        elif words.text is not None:
            yield from _too_strong(benefit_id, grade, entry, rules)


def check_ungraded(texts: Iterable[Passage], shelf: Shelf, rules: Rules) -> Iterator[Finding]:
    """Findings for claims outside the benefits: of a low grade, too strong for it, or of no grade at all."""
    claims = rules.file.claims
    if claims is None:
        return
    for passage in texts:
        if passage.slot.startswith(GRADED_APART):
            continue
        for sentence in passage.sentences:
            if _is_claim(sentence, claims):
                yield from _judged(sentence, passage, claims.topics, shelf, rules)


def _is_claim(sentence: str, claims: Claims) -> bool:
    return bool(
        _found(claims.subject, sentence) and _found(claims.effect, sentence) and not _found(claims.unless, sentence)
    )


def _judged(sentence: str, passage: Passage, topics: Iterable[Topic], shelf: Shelf, rules: Rules) -> Iterator[Finding]:
    topic = next((topic for topic in topics if _found(topic.about, sentence)), None)
    if topic is None:
        what = f"a claim with no graded benefit behind it: {sentence}"
        remedy = "leave it out, or add a benefit with a grade and a source"
        yield Finding(passage.file, passage.line, "claim", what, remedy, "warning")
        return
    benefit = shelf.facts["benefits"].get(topic.benefit or "")
    if benefit is None:
        return
    record: m.Benefit = benefit.record
    if record.grade in NEVER_CLAIMED:
        what, remedy = (
            f"a claim of grade {record.grade} ({record.id}): {sentence}",
            "leave it out: it is not so, or not known",
        )
        yield Finding(passage.file, passage.line, "claim", what, remedy)
        return
    problem = _strength(sentence, _wordings(record.id, record.grade, rules))
    if problem:
        what = f"a claim that {problem[0]} for {record.grade} ({record.id}): {sentence}"
        yield Finding(passage.file, passage.line, "claim", what, problem[1])


def _too_strong(benefit_id: str, grade: str, entry: Entry[m.BenefitWords], rules: Rules) -> Iterator[Finding]:
    problem = _strength(as_said(entry.record.text or ""), _wordings(benefit_id, grade, rules))
    if problem:
        what = f"'{benefit_id}' {problem[0]} for its grade {grade}"
        yield finding(entry.document, (*entry.base, "text"), "benefit", what, problem[1])


def _wordings(benefit_id: str, grade: str, rules: Rules) -> list[GradeWording]:
    """The wordings a benefit may take: its grade's, and that of comfort where the regulator accepts it."""
    grades: Mapping[str, GradeWording] = rules.file.grades
    wanted = [grade, *([COMFORT_GRADE] if benefit_id in rules.file.comfort else [])]
    return [grades[one] for one in wanted if one in grades]


def _strength(text: str, wordings: list[GradeWording]) -> tuple[str, str] | None:
    """What is too strong about the text, and what to say; nothing where one of the wordings allows it."""
    problems = []
    for wording in wordings:
        strong = _found(wording.refuses, text) if wording.refuses else None
        if strong:
            problems.append((f"says '{strong[0].strip()}', which is too strong", wording.say))
        elif not _found(wording.needs, text):
            problems.append(("is worded too surely", wording.say))
        else:
            return None
    return problems[0] if problems else None


def _found(pattern: str, text: str) -> re.Match[str] | None:
    return re.search(pattern, text, re.IGNORECASE)
