"""Fixed phrases filled with texts, and the few marks a template may use.

A phrase such as ``For {name}`` is split at its fields; what goes into a field keeps its own runs, so a client's name
stays marked as personal. Names never pass through a template engine: braces in a name are only braces.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from typing import Any

from handouts.errors import TemplateError, Where, did_you_mean
from handouts.words.runs import Run, Text

_STRONG = re.compile(r"\*\*(.+?)\*\*")
_FORMATTER = string.Formatter()


class Phrases:
    """The fixed words of one language, found by a dotted path (``headings.in_short``)."""

    def __init__(self, tree: Mapping[str, Any], language: str) -> None:
        self.tree = tree
        self.file = f"templates/{language}/phrases.yaml"

    def value(self, path: str) -> Any:
        """Whatever stands at the path. Raises TemplateError naming the file and the nearest key."""
        node: Any = self.tree
        for step in path.split("."):
            if not isinstance(node, Mapping) or step not in node:
                known = [str(key) for key in node] if isinstance(node, Mapping) else []
                raise TemplateError(f"no phrase '{path}'", where=Where(file=self.file), hint=did_you_mean(step, known))
            node = node[step]
        return node

    def words(self, path: str) -> str:
        """A phrase as it stands."""
        return str(self.value(path))

    def lines(self, path: str) -> list[str]:
        """A list of phrases."""
        return [str(line) for line in self.value(path)]

    def text(self, path: str, **fields: Text | str | int) -> Text:
        """A phrase with its fields filled. Raises TemplateError for a field nobody gave."""
        return self.fill(self.words(path), path, **fields)

    def fill(self, phrase: str, path: str, **fields: Text | str | int) -> Text:
        """Any phrase with its fields filled."""
        runs: list[Run] = []
        try:
            parts = list(_FORMATTER.parse(phrase))
        except ValueError as error:
            raise TemplateError(
                f"'{path}' cannot be filled in: {error}", where=Where(file=self.file), hint="write a field as {word}"
            ) from error
        for literal, field, _, _ in parts:
            runs += marked(literal) if literal else ()
            if field is None:
                continue
            if field not in fields:
                hint = did_you_mean(field, fields) or f"it may use {', '.join(sorted(fields)) or 'no field'}"
                raise TemplateError(
                    f"'{path}' uses unknown field '{{{field}}}'", where=Where(file=self.file), hint=hint
                )
            value = fields[field]
            runs += value if isinstance(value, tuple) else (Run(str(value)),)
        return tuple(runs)

    def listed(self, items: Sequence[Text]) -> Text:
        """Items joined as people say them: a, b and c; but a and b, and c, where an item holds the joiner itself."""
        if not items:
            return ()
        if len(items) == 1:
            return items[0]
        joiner = "".join(run.text for run in self.text("lists.and", most="", last=""))
        nested = any(joiner in "".join(run.text for run in item) for item in items)
        most: Text = items[0]
        for item in items[1:-1]:
            most = (*most, Run(self.words("lists.separator")), *item)
        return self.text("lists.nested" if nested else "lists.and", most=most, last=items[-1])

    def counted(self, path: str, count: int) -> str:
        """``one`` after 1, ``other`` after everything else."""
        return self.words(f"{path}.{'one' if count == 1 else 'other'}")


def marked(text: str, *, personal: str | None = None) -> Text:
    """Text with ``**strong**`` marks, as runs."""
    runs: list[Run] = []
    end = 0
    for match in _STRONG.finditer(text):
        if match.start() > end:
            runs.append(Run(text[end : match.start()], personal=personal))
        runs.append(Run(match[1], strong=True, personal=personal))
        end = match.end()
    if end < len(text):
        runs.append(Run(text[end:], personal=personal))
    return tuple(runs)


def capitalised(text: Text) -> Text:
    """The first letter in upper case, whatever run it stands in."""
    if not text or not text[0].text:
        return text
    first = text[0]
    letters = first.text[0].upper() + first.text[1:]
    return (Run(letters, first.strong, first.personal, first.note, first.language), *text[1:])


def personal(value: str, field: str) -> Text:
    """Words of the client's or the therapist's own, marked where they enter."""
    return (Run(value, personal=field),)
