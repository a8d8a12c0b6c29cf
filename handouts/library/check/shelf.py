"""Every record beside the file it came from, so that a finding can name file and line.

A file that is not valid is passed over here: reading the library has reported it already, and the rest of the
content is still worth checking.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from handouts.errors import HandoutsError
from handouts.library import load
from handouts.library.located import Document
from handouts.resources import Folders

T = TypeVar("T")
Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Entry(Generic[T]):
    """A record, its file, and the steps to it inside the file."""

    record: T
    document: Document
    base: Steps = ()


Table = Mapping[str, Entry[Any]]


@dataclass(frozen=True)
class Shelf:
    """Facts and words by kind and id. ``trees`` are the phrase files, ``templates`` the section templates."""

    language: str
    facts: Mapping[str, Table]
    words: Mapping[str, Table]
    trees: tuple[Document, ...]
    templates: tuple[tuple[str, str], ...]  # file name, text


def read_shelf(folders: Folders, language: str) -> Shelf:
    """All that can be read of the facts and of one language's own words."""
    facts = {name: _records(folders, kind, "library", name) for name, kind in load.FACTS.items()}
    facts |= {name: _table(folders, kind, "library", name) for name, kind in load.FACT_TABLES.items()}
    words = {name: _records(folders, kind, language, name) for name, (kind, _) in load.WORDS.items()}
    words |= {name: _table(folders, kind, language, name) for name, (kind, _) in load.WORD_TABLES.items()}
    return Shelf(
        language=language,
        facts=facts,
        words=words,
        trees=read_trees(folders, language),
        templates=tuple(_templates(folders, language)),
    )


def read_trees(folders: Folders, language: str) -> tuple[Document, ...]:
    """The phrase files of a language, ours first."""
    return tuple(_documents(folders, language, "phrases.yaml"))


def _documents(folders: Folders, *parts: str) -> Iterator[Document]:
    for path in folders.layers(*parts):
        with contextlib.suppress(HandoutsError):
            yield Document(path)


def _records(folders: Folders, kind: Any, *parts: str) -> dict[str, Entry[Any]]:
    found: dict[str, Entry[Any]] = {}
    for path in folders.records(*parts):
        with contextlib.suppress(HandoutsError):
            document = Document(path)
            found[path.stem] = Entry(document.as_record(kind), document)
    return found


def _table(folders: Folders, kind: Any, *parts: str) -> dict[str, Entry[Any]]:
    found: dict[str, Entry[Any]] = {}
    for document in _documents(folders, *parts[:-1], f"{parts[-1]}.yaml"):
        if not isinstance(document.value, dict):
            continue
        for key, value in document.value.items():
            with contextlib.suppress(HandoutsError):
                found[str(key)] = Entry(document.as_record(kind, value, str(key)), document, (str(key),))
    return found


def _templates(folders: Folders, language: str) -> Iterator[tuple[str, str]]:
    for path in folders.records(language, "sections", suffix=".j2"):
        yield str(path), path.read_text(encoding="utf-8", errors="replace")
