"""A language of our own making: English with another sign for nearly every letter, and 40 percent longer.

Whatever of it still shows a plain English letter did not come through a translation. Variables, fields, marks of
emphasis and ids stay, as in a real translation.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

CODE = "xx"
LONGER = 0.4
PLAIN = "acdeghijklnorstuwyzACDEGHIJKLNORSTUWYZ"
_DECORATED = "áçďéğĥíĵķľñóřšťúŵýžÁÇĎÉĞĤÍĴĶĽÑÓŘŠŤÚŴÝŽ"
_LETTERS = str.maketrans(PLAIN, _DECORATED)
_KEPT = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{\w+\}|\*\*)", re.DOTALL)
_PADDING = "ñóřďé šóľá čéťíř "
# Ids and everyday words that a user types; they are never printed.
_NOT_SAID = frozenset({"id", "tier", "aliases", "only_with", "not_with", "detail", "equals"})
_NOT_SAID_IN = {
    "groups": frozenset({"areas"}),
    "pointers": frozenset({"areas", "conditions"}),
    "phrases": frozenset({"answers", "icon"}),
}


def decorated(text: str) -> str:
    """The text in the made-up language: other letters, the same variables, longer by padding words at its end."""
    parts = [part if _KEPT.fullmatch(part) else part.translate(_LETTERS) for part in _KEPT.split(text)]
    whole = "".join(parts)
    said = "".join(part for part in parts if not _KEPT.fullmatch(part))
    length = round(LONGER * len(said)) if re.search(r"[^\W\d_]", said) else 0
    more = (" " if length > 2 or re.search(r"[\s{]", text) else "") + _PADDING * (length // len(_PADDING) + 1)
    stop = re.search(r"(\*\*)?[.?!:;,]*\s*$", whole)
    place = stop.start() if stop else len(whole)
    return whole[:place] + more[:length].rstrip() + whole[place:]


def plain_letters(text: str) -> str:
    """The letters that did not come through the translation, fields left out."""
    return "".join(letter for letter in re.sub(r"\{\w+\}", "", text) if letter in PLAIN)


def build(english: Path, folder: Path, *, only: tuple[str, ...] = ()) -> Path:
    """Writes ``folder``/templates/xx from templates/en; with ``only``, those kinds of words alone."""
    goal = folder / "templates" / CODE
    for path in sorted(english.rglob("*")):
        name = path.relative_to(english)
        kind = name.parts[0].split(".")[0]
        if not path.is_file() or kind in ("check", "spelling") or (only and kind not in only):
            continue
        (goal / name).parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".yaml":
            value = _translated(yaml.safe_load(path.read_text(encoding="utf-8")), kind)
            text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000)
            (goal / name).write_text(text, encoding="utf-8")
        elif path.suffix == ".j2":
            (goal / name).write_text(_template(path.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            shutil.copy(path, goal / name)
    return folder


def _translated(value: Any, kind: str) -> Any:
    if isinstance(value, str):
        return decorated(value)
    if isinstance(value, list):
        return [_translated(item, kind) for item in value]
    if isinstance(value, dict):
        kept = _NOT_SAID | _NOT_SAID_IN.get(kind, frozenset())
        return {key: item if key in kept else _translated(item, kind) for key, item in value.items()}
    return value


def _template(text: str) -> str:
    """The literal words of a section template; its tags, lines and list marks stay."""
    return "".join(part if _KEPT.fullmatch(part) else _literal(part) for part in _KEPT.split(text))


def _literal(text: str) -> str:
    lines = []
    for line in text.split("\n"):
        words = re.fullmatch(r"(\s*(?:[#*-]\s+)?)(.*?)(\s*)", line)
        assert words is not None
        lines.append(words[1] + (decorated(words[2]) if re.search(r"[^\W\d_]", words[2]) else words[2]) + words[3])
    return "\n".join(lines)
