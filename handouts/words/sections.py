"""Section templates: Jinja in, headings, paragraphs and lists out. The one place that knows Jinja.

Templates are the user's to change, so the environment is sandboxed, a misspelt variable is an error with file and
line (never an empty precaution), and what comes out is read as a small subset of Markdown: ``# heading``,
``- item``, ``1. item``, paragraphs, ``**strong**``.
"""

from __future__ import annotations

import contextlib
import re
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from handouts.errors import HandoutsError, TemplateError, Where
from handouts.library.located import Document
from handouts.library.store import FALLBACK_LANGUAGE
from handouts.words.fill import Phrases, marked
from handouts.words.model import Bullets, Paragraph, Section, Text, plain

_BULLET = re.compile(r"[-*]\s+(.*)")
_NUMBER = re.compile(r"\d+[.)]\s+(.*)")


class Sections:
    """Renders the section templates of one language, the user's folder first."""

    def __init__(self, folders: Sequence[Path], language: str, phrases: Phrases) -> None:
        roots = [folder / language for folder in folders] + [folder / FALLBACK_LANGUAGE for folder in folders]
        self._roots = tuple(dict.fromkeys(roots))
        self._environment = ImmutableSandboxedEnvironment(
            loader=jinja2.FileSystemLoader([str(root) for root in self._roots]),
            undefined=jinja2.StrictUndefined,
            autoescape=False,  # the page escapes every run; escaping twice would print &amp;
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters["listed"] = lambda items: plain(phrases.listed([marked(str(item)) for item in items]))
        self._environment.filters["capitalise"] = lambda text: text[:1].upper() + text[1:]
        self._strings: dict[str, jinja2.Template] = {}

    def render(self, name: str, **values: Any) -> Section | None:
        """One section, or None where the template leaves nothing to say. Raises TemplateError with file and line."""
        path = f"sections/{name}.md.j2"
        with _told(lambda error: _line_of(error, path)):
            text = self._environment.get_template(path).render(**values)
        return read_section(name, text)

    def line(self, text: str, where: str, **values: Any) -> Text:
        """One sentence of the library, with its few variables filled in.

        ``where`` is the folder or file it is said to be from. Raises TemplateError with the file and line in which
        the sentence stands.
        """
        if "{{" not in text and "{%" not in text:
            return marked(text)
        with _told(lambda _: self._record_of(text) or Where(file=where)):
            template = self._strings.get(text) or self._environment.from_string(text)
            self._strings[text] = template
            return marked(template.render(**values))

    def _record_of(self, text: str) -> Where | None:
        """Where the sentence stands, looked for only when it is wrong: the folders are searched as they are read."""
        for root in self._roots:
            for path in sorted(root.rglob("*.yaml")):
                with contextlib.suppress(HandoutsError):
                    document = Document(path)
                    steps = _steps_to(text, document.value)
                    if steps is not None:
                        return document.where(*steps, field=".".join(map(str, steps)))
        return None


# What a template can do wrong beyond Jinja's own errors: a missing key or attribute, a sum of words, a loop in itself.
_FAULTS = (
    jinja2.TemplateError,
    LookupError,
    AttributeError,
    RecursionError,
    MemoryError,
    OverflowError,
    TypeError,
    ValueError,
    ArithmeticError,
)


@contextlib.contextmanager
def _told(place: Callable[[Exception], Where]) -> Iterator[None]:
    """Whatever goes wrong in a template, said as a TemplateError with its place."""
    try:
        yield
    except jinja2.TemplateNotFound as error:
        hint = "a language needs its own or the English one"
        raise TemplateError(f"no template '{error.name}'", where=place(error), hint=hint) from error
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(f"is not a valid template: {error.message}", where=place(error)) from error
    except RecursionError as error:
        raise TemplateError("takes itself in without an end", where=place(error), hint="mend its include") from error
    except _FAULTS as error:
        what = str(error) or "grows too large"
        raise TemplateError(what, where=place(error), hint="check the spelling against docs/templates.md") from error


def _line_of(error: Exception, path: str) -> Where:
    """The line of the template in which reading or rendering it failed."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return Where(file=error.filename or path, line=error.lineno)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith(".j2"):
            return Where(file=frame.filename, line=frame.lineno)
    return Where(file=path)


def _steps_to(text: str, node: Any) -> tuple[str | int, ...] | None:
    """The keys and places that lead to the text inside a document's value, or None where it does not stand."""
    if node == text:
        return ()
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, child in below:
        found = _steps_to(text, child)
        if found is not None:
            return (step, *found)
    return None


def read_section(name: str, text: str) -> Section | None:
    """The Markdown subset as a section. The first heading is the section's own."""
    heading: Text = ()
    body: list[Paragraph | Bullets] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if lines and lines[0].startswith("# "):
            heading = marked(lines.pop(0)[2:].strip())
        body += _blocks(lines)
    return Section(name, heading, tuple(body)) if body else None


def _blocks(lines: Sequence[str]) -> list[Paragraph | Bullets]:
    found: list[Paragraph | Bullets] = []
    words: list[str] = []
    items: list[Text] = []
    ordered = False
    for line in [*lines, ""]:
        bullet, number = _BULLET.match(line), _NUMBER.match(line)
        item = bullet or number
        if (item or not line) and words:
            found.append(Paragraph(marked(" ".join(words))))
            words = []
        if items and (not item or ordered != bool(number)):
            found.append(Bullets(tuple(items), ordered))
            items = []
        if item:
            ordered = bool(number)
            items.append(marked(item[1]))
        elif line:
            words.append(line)
    return found
