"""The rules of the check, as data: templates/<language>/check.yaml.

An overlay's check.yaml may add rules, terms and syllables. It never takes one of ours away: what stands there
under a name of ours is passed over, so that no folder can allow itself a claim.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec

from handouts.errors import InvalidData
from handouts.library.located import Document
from handouts.library.model import Record
from handouts.library.store import FALLBACK_LANGUAGE
from handouts.resources import Folders


class Reading(Record, frozen=True, kw_only=True):
    """Bounds of plain language. A section with fewer than ``fewest_words`` is too short to be graded."""

    grade: float
    sentence_words: int
    fewest_words: int


class Limit(Record, frozen=True, kw_only=True):
    """Characters that fit the page: over ``best`` is a warning, over ``most`` an error."""

    most: int
    best: int | None = None


class Term(Record, frozen=True, kw_only=True):
    """A hard word we cannot do without: it counts as one syllable, and ``plain`` must explain it in each section."""

    forms: tuple[str, ...] = ()
    plain: str
    explained_by: str | None = None  # a pattern; where it matches, the explanation has been given


class Forbidden(Record, frozen=True, kw_only=True):
    """A phrase that may not stand in a client's text, unless its sentence matches ``unless``."""

    pattern: str
    unless: str | None = None
    why: str
    say: str


class GradeWording(Record, frozen=True, kw_only=True):
    """How a claim of one grade must be hedged, and what is too strong for it."""

    needs: str
    refuses: str | None = None
    say: str


class Topic(Record, frozen=True, kw_only=True):
    """What a claim is about, and the graded benefit behind it. Without ``benefit`` it is no claim (a caution)."""

    about: str
    benefit: str | None = None


class Claims(Record, frozen=True, kw_only=True):
    """A sentence is a claim when it names a ``subject`` and an ``effect``."""

    subject: str
    effect: str
    unless: str
    topics: tuple[Topic, ...]


class RulesFile(Record, frozen=True, kw_only=True):
    """check.yaml as written. An overlay may leave out any part."""

    reading: Reading | None = None
    syllables: dict[str, int] = msgspec.field(default_factory=dict)
    terms: dict[str, Term] = msgspec.field(default_factory=dict)
    limits: dict[str, Limit] = msgspec.field(default_factory=dict)
    forbidden: dict[str, Forbidden] = msgspec.field(default_factory=dict)
    grades: dict[str, GradeWording] = msgspec.field(default_factory=dict)
    comfort: tuple[str, ...] = ()
    claims: Claims | None = None


@dataclass(frozen=True)
class Rules:
    """All rules that hold for one language."""

    file: RulesFile
    reading: Reading

    @cached_property
    def term_forms(self) -> Mapping[str, str]:
        """Each written form of a term, in lower case, with the term it belongs to."""
        return {form.casefold(): name for name, term in self.file.terms.items() for form in (name, *term.forms)}


def read_rules(folders: Folders, language: str) -> Rules:
    """The rules of a language. A language without its own gets the lengths of English and no word rules.

    Raises InvalidData where a rules file is not valid.
    """
    merged = RulesFile()
    for path in folders.layers(language, "check.yaml"):
        merged = _added(merged, _read(Document(path)))
    if merged.reading is None:
        english = _read(Document(folders.layers(FALLBACK_LANGUAGE, "check.yaml")[0]))
        merged = msgspec.structs.replace(merged, limits={**merged.limits, **english.limits})
        assert english.reading is not None
        return Rules(merged, msgspec.structs.replace(english.reading, grade=float("inf")))
    return Rules(merged, merged.reading)


def _read(document: Document) -> RulesFile:
    rules = document.as_record(RulesFile)
    for name, rule in rules.forbidden.items():
        _compiled(document, rule.pattern, "forbidden", name, "pattern")
        _compiled(document, rule.unless, "forbidden", name, "unless")
    for name, term in rules.terms.items():
        _compiled(document, term.explained_by, "terms", name, "explained_by")
    return rules


def _compiled(document: Document, pattern: str | None, *steps: str) -> None:
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise InvalidData(
            f"is not a valid pattern: {error}", where=document.where(*steps), hint="check its brackets"
        ) from error


def _added(ours: RulesFile, theirs: RulesFile) -> RulesFile:
    """Both together; ours wins where both have a rule of one name."""
    return RulesFile(
        reading=ours.reading or theirs.reading,
        syllables={**theirs.syllables, **ours.syllables},
        terms={**theirs.terms, **ours.terms},
        limits={**theirs.limits, **ours.limits},
        forbidden={**theirs.forbidden, **ours.forbidden},
        grades={**theirs.grades, **ours.grades},
        comfort=ours.comfort or theirs.comfort,
        claims=ours.claims or theirs.claims,
    )
