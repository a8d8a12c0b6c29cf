"""Section templates: Jinja in, headings, paragraphs and lists out. The one place that knows Jinja.

Templates are the user's to change, so the environment is sandboxed, a misspelt variable is an error with file and
line (never an empty precaution), and what comes out is read as a small subset of Markdown: ``# heading``,
``- item``, ``1. item``, paragraphs, ``**strong**``.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from handouts.errors import TemplateError, Where
from handouts.words.fill import Phrases, marked
from handouts.words.model import Bullets, Paragraph, Section, Text, plain

_BULLET = re.compile(r"[-*]\s+(.*)")
_NUMBER = re.compile(r"\d+[.)]\s+(.*)")


class Sections:
    """Renders the section templates of one language, the user's folder first."""

    def __init__(self, folders: Sequence[Path], language: str, phrases: Phrases) -> None:
        roots = [folder / language for folder in folders] + [folder / "en" for folder in folders]
        self._environment = ImmutableSandboxedEnvironment(
            loader=jinja2.FileSystemLoader([str(root) for root in roots]),
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
        try:
            template = self._environment.get_template(path)
            text = template.render(**values)
        except jinja2.TemplateNotFound as error:
            raise TemplateError(f"no template '{path}'", hint="a language needs its own or the English one") from error
        except jinja2.TemplateSyntaxError as error:
            place = Where(file=error.filename or path, line=error.lineno)
            raise TemplateError(f"is not a valid template: {error.message}", where=place) from error
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise TemplateError(
                str(error), where=_place(error, path), hint="check the spelling against docs/templates.md"
            ) from error
        return read_section(name, text)

    def line(self, text: str, where: str, **values: Any) -> Text:
        """One sentence of the library, with its few variables filled in."""
        if "{{" not in text and "{%" not in text:
            return marked(text)
        try:
            template = self._strings.get(text) or self._environment.from_string(text)
            self._strings[text] = template
            return marked(template.render(**values))
        except jinja2.TemplateError as error:
            raise TemplateError(str(error), where=Where(file=where)) from error


def _place(error: BaseException, path: str) -> Where:
    """The line of the template in which rendering failed."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.endswith(".j2"):
            return Where(file=frame.filename, line=frame.lineno)
    return Where(file=path)


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
