"""Every text a client may read, as passages: what it says, where it stands, and what it prints together with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handouts.library.check.shelf import Shelf, Steps
from handouts.library.located import Document

_VARIABLE = re.compile(r"\{\{\s*(\w+)[^}]*\}\}")
_FIELD = re.compile(r"\{\w+\}")
_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')]?\s+")

SPOKEN: Mapping[str, str] = {"emergency": "999", "urgent": "111", "side": "left", "other_side": "right"}

# Fields of each kind by the section they print in. A field is a path: "precautions.short" walks a list.
SECTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "areas": {
        "main message": ("message",),
        "message for lasting pain": ("persistent_message",),
        "about": ("about",),
    },
    "exercises": {
        "card": ("how", "feel", "stop", "easier", "harder", "which_side"),
        "steps": ("steps",),
        "easier form": ("easier_how",),
        "picture": ("alt",),
    },
    "conditions": {
        "question": ("question",),
        "short precautions": ("precautions.short",),
        "full precautions": ("precautions.text",),
        "refusal": ("refusal",),
        "whom to ask": ("ask_first",),
    },
    "techniques": {"what it is": ("what",), "how it feels": ("feels",)},
    "benefits": {"claim": ("text",), "what to say instead": ("instead",)},
    "red_flags": {"signs": ("lines.text",), "more signs": ("more.text",)},
    "programmes": {"main message": ("message",), "for whom": ("for_whom",)},
    "topics": {"cover": ("promise",), "poster": ("question", "message", "sentence"), "moves": ("before_moves",)},
    "care": {"line on a card": ("",)},
    "regions": {
        "where to go": (
            "emergency",
            "urgent",
            "emergency_action",
            "emergency_where",
            "today_action",
            "today_where",
            "soon_action",
            "soon_where",
            "maternity",
        )
    },
    "tips": {"short line": ("short",), "full text": ("text",), "action": ("verb", "action")},
    "causes": {"full text": ("text",)},
}
# Names and phrases stand inside other sentences: honest they must be, a grade they have not.
NAMES: Mapping[str, tuple[str, ...]] = {
    "areas": ("names.left", "names.right", "names.both", "names.middle"),
    "exercises": ("name",),
    "programmes": ("name",),
    "topics": ("name", "about"),
    "conditions": ("name",),
    "techniques": ("name", "phrase"),
    "causes": ("phrase",),
    "groups": ("names.left", "names.right", "names.both", "names.middle"),
    "needs": ("",),
}


# Groups of phrases that are single words or names inside sentences, not sentences.
LABELS: tuple[Steps, ...] = (("calendar",), ("map", "regions"))


@dataclass(frozen=True)
class Passage:
    """One text and its place. ``slot`` is kind and field (exercises.how).

    ``section`` names the part of ``file`` it prints with; it is None for a name or phrase inside other sentences.
    """

    text: str
    file: str
    line: int
    slot: str
    record: str
    section: str | None

    @property
    def sentences(self) -> list[str]:
        """The text as it is said, cut into sentences; one without a stop at its end is a sentence too."""
        return [part for part in _SENTENCE_END.split(as_said(self.text)) if part.strip()]


def as_said(text: str, spoken: Mapping[str, str] = SPOKEN) -> str:
    """Plain letters: marks of emphasis gone, one kind of space and apostrophe, a word for each variable."""
    text = _FIELD.sub("it", _VARIABLE.sub(lambda match: spoken.get(match[1], "it"), text)).replace("**", "")
    text = text.replace("’", "'").replace("‘", "'").replace("\u00ad", "")
    return re.sub(r"\s+", " ", text).strip()


def loose_passages(document: Document, kind: str, places: Iterable[tuple[str, ...]]) -> Iterator[Passage]:
    """Texts of a file that is no record (clinic.yaml), each at the steps given; what is not there is passed over."""
    for steps in places:
        node: Any = document.value
        for step in steps:
            node = node.get(step) if isinstance(node, dict) else None
        if isinstance(node, str):
            line = document.where(*steps).line or 1
            yield Passage(node, document.name, line, f"{kind}.{'.'.join(steps)}", kind, None)


def passages(shelf: Shelf) -> list[Passage]:
    """Every passage of a language: records, phrases and section templates."""
    return [*_from_records(shelf), *_from_phrases(shelf), *_from_templates(shelf)]


def _from_records(shelf: Shelf) -> Iterator[Passage]:
    for kind, table in shelf.words.items():
        graded = [(field, section) for section, fields in SECTIONS.get(kind, {}).items() for field in fields]
        named = [(field, None) for field in NAMES.get(kind, ())]
        for record_id, entry in table.items():
            for field, section in [*graded, *named]:
                for steps, text in _texts(entry.record, field):
                    place = entry.document.where(*entry.base, *steps)
                    slot = f"{kind}.{field}" if field else kind
                    yield Passage(text, entry.document.name, place.line or 1, slot, record_id, section)


def _texts(record: Any, field: str) -> Iterator[tuple[Steps, str]]:
    """The texts at a field path, each with the steps to it."""
    if isinstance(record, str):
        yield (), record
    elif isinstance(record, tuple):
        for index, item in enumerate(record):
            for steps, text in _texts(item, field):
                yield (index, *steps), text
    elif record is not None and field:
        first, _, rest = field.partition(".")
        for steps, text in _texts(getattr(record, first), rest):
            yield (first, *steps), text


def _from_phrases(shelf: Shelf) -> Iterator[Passage]:
    for document in shelf.trees:
        for steps, text in _leaves(document.value):
            is_label = any(steps[: len(label)] == label for label in LABELS)
            section = None if is_label else " ".join(str(step) for step in steps[:2])
            line = document.where(*steps).line or 1
            yield Passage(text, document.name, line, f"phrases.{steps[0]}", str(steps[0]), section)


def _leaves(node: Any, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    if isinstance(node, str):
        yield steps, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(value, (*steps, str(key)))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _leaves(value, (*steps, index))


def _from_templates(shelf: Shelf) -> Iterator[Passage]:
    for name, text in shelf.templates:
        # Each tag becomes a gap with as many line breaks, so that line numbers stay.
        plain = _TAG.sub(lambda match: "\n" * match[0].count("\n") or " ", text)
        for number, line in enumerate(plain.splitlines(), start=1):
            if _LETTERS.search(line):
                yield Passage(line.strip(" #-*."), name, number, "sections", name, "template")
