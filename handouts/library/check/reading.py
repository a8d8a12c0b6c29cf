"""Plain language: the Flesch-Kincaid grade of each section, long sentences, and terms that nobody explained.

The grade is 0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid and others, 1975). A section is
what prints together: the lines of one card, the full precautions of one condition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handouts.library.check.findings import Finding
from handouts.library.check.rules import Rules
from handouts.library.check.syllables import syllables
from handouts.library.check.texts import Passage

_WORD = re.compile(r"\w[\w'&-]*")
_PARTS = re.compile(r"[-–]")
HARDEST_SHOWN = 3


def check_reading(texts: Iterable[Passage], rules: Rules) -> Iterator[Finding]:
    """Findings of all three kinds."""
    by_record: dict[tuple[str, str], list[Passage]] = {}
    for passage in texts:
        if passage.section is not None:
            by_record.setdefault((passage.file, passage.record), []).append(passage)
    for members in by_record.values():
        sections: dict[str, list[Passage]] = {}
        for passage in members:
            sections.setdefault(str(passage.section), []).append(passage)
            yield from _long_sentences(passage, rules)
        for name, section in sections.items():
            yield from _hard_section(name, section, rules)
            yield from _unexplained(name, section, rules)


def grade(sentences: Iterable[str], rules: Rules) -> tuple[float, int]:
    """Flesch-Kincaid grade of the sentences, and how many words they have."""
    counts = [[_heard(word, rules) for word in words(sentence, rules)] for sentence in sentences]
    counts = [row for row in counts if row]
    total = sum(len(row) for row in counts)
    if not total:
        return 0.0, 0
    spoken = sum(sum(row) for row in counts)
    return 0.39 * total / len(counts) + 11.8 * spoken / total - 15.59, total


def words(sentence: str, rules: Rules) -> list[str]:
    """Words of a sentence; a term of several words counts as one."""
    for form in rules.term_forms:
        if " " in form:
            sentence = re.sub(rf"\b{re.escape(form)}\b", form.replace(" ", "_"), sentence, flags=re.IGNORECASE)
    return _WORD.findall(sentence)


def _heard(word: str, rules: Rules) -> int:
    """Syllables that count; a term's do not."""
    if word.replace("_", " ").casefold() in rules.term_forms:
        return 1
    return sum(
        1 if part.casefold() in rules.term_forms else syllables(part, rules.file.syllables)
        for part in _PARTS.split(word)
        if part
    )


def _hard_section(name: str, section: list[Passage], rules: Rules) -> Iterator[Finding]:
    found, length = grade([s for passage in section for s in passage.sentences], rules)
    if found <= rules.reading.grade or length < rules.reading.fewest_words:
        return
    said = {word for p in section for sentence in p.sentences for word in words(sentence, rules)}
    hardest = sorted(said, key=lambda word: (-_heard(word, rules), word))[:HARDEST_SHOWN]
    yield Finding(
        section[0].file,
        section[0].line,
        "grade",
        f"{name} of '{section[0].record}' reads at grade {found:.1f}, over {rules.reading.grade:g}",
        f"use shorter sentences, and shorter words than {', '.join(hardest)}",
    )


def _long_sentences(passage: Passage, rules: Rules) -> Iterator[Finding]:
    for sentence in passage.sentences:
        length = len(words(sentence, rules))
        if length > rules.reading.sentence_words:
            yield Finding(
                passage.file,
                passage.line,
                "sentence",
                f"a sentence of {length} words, over {rules.reading.sentence_words}",
                f"cut in two: {_start(sentence)}",
                "warning",
            )


def _unexplained(name: str, section: list[Passage], rules: Rules) -> Iterator[Finding]:
    """Terms without their plain explanation where the section first uses them: what is read elsewhere does not count.

    The explanation may stand before the word, or in the same text behind it.
    """
    said = [" ".join(passage.sentences) for passage in section]
    for word, term in rules.file.terms.items():
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, (word, *term.forms)))})\b", re.IGNORECASE)
        first = next((index for index, text in enumerate(said) if pattern.search(text)), None)
        if first is None:
            continue
        explained = re.compile(term.explained_by or re.escape(term.plain), re.IGNORECASE)
        if not any(explained.search(text) for text in said[: first + 1]):
            yield Finding(
                section[first].file,
                section[first].line,
                "term",
                f"'{word}' is not explained where it is first used ({name})",
                f"say what it is: {term.plain}",
            )


def _start(sentence: str) -> str:
    return sentence if len(sentence) <= 60 else f"{sentence[:57]}..."
