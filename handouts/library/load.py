"""Templates become a library: every record validated, every reference resolved, every error located.

Reading some 800 small files takes half a second, so a validated library is kept as one packed file in the user's
cache folder (it holds no personal data). The key is the name, size and time of every file read, so an edited file
makes a new library; a damaged cache file is ignored and remade.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from handouts import __version__
from handouts.errors import HandoutsError, InvalidData, raise_all
from handouts.library import model as m
from handouts.library.located import Document
from handouts.library.phrases import check_tree, laid_over
from handouts.library.store import FALLBACK_LANGUAGE, Contents, Library
from handouts.resources import OWN_SUFFIXES, USUAL_BUILD, Folders

R = TypeVar("R", bound=msgspec.Struct)

_DIGEST_BYTES = 32  # of SHA-256, before the packed library

FACTS: dict[str, type[msgspec.Struct]] = {
    "areas": m.Area,
    "exercises": m.Exercise,
    "conditions": m.Condition,
    "techniques": m.Technique,
    "benefits": m.Benefit,
    "red_flags": m.RedFlag,
    "sources": m.Source,
    "regions": m.Region,
    "programmes": m.Programme,
    "topics": m.Topic,
}
WORDS: dict[str, tuple[type[msgspec.Struct], str]] = {
    "areas": (m.AreaWords, "area_words"),
    "exercises": (m.ExerciseWords, "exercise_words"),
    "conditions": (m.ConditionWords, "condition_words"),
    "techniques": (m.TechniqueWords, "technique_words"),
    "benefits": (m.BenefitWords, "benefit_words"),
    "red_flags": (m.RedFlagWords, "red_flag_words"),
    "regions": (m.RegionWords, "region_words"),
    "programmes": (m.ProgrammeWords, "programme_words"),
    "topics": (m.TopicWords, "topic_words"),
}
FACT_TABLES: dict[str, Any] = {
    "causes": m.Cause,
    "tips": m.Tip,
    "tags": str,
    "uses": str,
    "needs": m.Need,
    "avoid": m.Avoidance,
}
WORD_TABLES: dict[str, tuple[Any, str]] = {
    "tips": (m.TipWords, "tip_words"),
    "causes": (m.CauseWords, "cause_words"),
    "groups": (m.AreaGroup, "groups"),
    "pointers": (m.Pointer, "pointers"),
    "needs": (str, "need_words"),
    "care": (str, "care_words"),
}


def load_library(folders: Folders, *, language: str = FALLBACK_LANGUAGE, cache: Path | None = None) -> Library:
    """The library for one language. ``cache`` is a folder for the packed form, or None to read everything.

    Raises InvalidData (or several at once) naming file and line.
    """
    key = _fingerprint(folders, language)
    kept = cache / f"library-{key[:32]}.pack" if cache else None
    contents = _unpack(kept) if kept else None
    if contents is None:
        contents = _read_all(folders, language)
        if kept:
            _keep(kept, contents)
    return Library(contents, key=key, pictured=_pictured(folders))


def kept_libraries(cache: Path) -> list[Path]:
    """The packed libraries of a cache folder. Any of them may be deleted."""
    return sorted(cache.glob("library-*.pack"))


def _fingerprint(folders: Folders, language: str) -> str:
    digest = hashlib.sha256(f"{__version__}|{language}".encode())
    digest.update(Path(m.__file__).read_bytes())
    for root in folders.templates:
        for branch in ("library", language, FALLBACK_LANGUAGE):
            for path, entry in _walk(root / branch):
                digest.update(f"{path}|{entry.st_size}|{entry.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _walk(folder: Path) -> list[tuple[str, os.stat_result]]:
    found: list[tuple[str, os.stat_result]] = []
    if not folder.is_dir():
        return found
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.is_dir():
                found += _walk(Path(entry.path))
            elif entry.name.endswith((".yaml", ".j2")):
                found.append((entry.path, entry.stat()))
    return found


def _pictured(folders: Folders) -> frozenset[str]:
    """Exercises that have a picture, compiled or an overlay's own: nothing else can be printed."""
    homes = (root / "exercises" for root in folders.compiled)
    found = (path for home in homes for place in (home, home / USUAL_BUILD) for path in place.glob("*.hpic"))
    brought = (path for root in folders.own_images for path in (root / "exercises").glob("*"))
    shown = (*found, *(path for path in brought if path.suffix.lower() in OWN_SUFFIXES))
    return frozenset(path.stem for path in shown if path.is_file())


def _unpack(path: Path) -> Contents | None:
    """What was kept, if it is as it was kept: one changed letter might be the number of a dose."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    digest, packed = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    if hashlib.sha256(packed).digest() != digest:
        return None
    return msgspec.msgpack.decode(packed, type=Contents)


def _keep(path: Path, contents: Contents) -> None:
    """Write atomically; a cache that cannot be written is no reason to fail."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                packed = msgspec.msgpack.encode(contents)
                file.write(hashlib.sha256(packed).digest() + packed)
            os.replace(temporary, path)
        finally:
            Path(temporary).unlink(missing_ok=True)  # still there only where something went wrong
        for old in path.parent.glob("library-*.pack"):
            if old != path and old.stat().st_mtime < path.stat().st_mtime - 30 * 86_400:
                old.unlink()


class _Reader:
    """Reads every file once, collecting problems instead of stopping at the first."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self.problems: list[HandoutsError] = []
        self.documents: dict[tuple[str, str], Document] = {}

    def records(self, kind: type[R], *parts: str) -> dict[str, R]:
        found: dict[str, R] = {}
        for path in self.folders.records(*parts):
            try:
                document = Document(path)
                record = document.as_record(kind)
                given = getattr(record, "id", path.stem)
                if given != path.stem:
                    raise InvalidData(
                        f"the id is '{given}' but the file is called '{path.stem}'",
                        where=document.where("id"),
                        hint="give both the same name",
                    )
            except HandoutsError as problem:
                self.problems.append(problem)
                continue
            self.documents["/".join(parts), path.stem] = document
            found[path.stem] = record
        return found

    def table(self, kind: Any, *parts: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        name = parts[-1] + ".yaml"
        for path in self.folders.layers(*parts[:-1], name):
            try:
                document = Document(path)
                if not isinstance(document.value, dict):
                    raise InvalidData("must be a mapping of ids", where=document.where())
            except HandoutsError as problem:
                self.problems.append(problem)
                continue
            for key, value in document.value.items():
                self.documents["/".join(parts), str(key)] = document
                try:
                    found[str(key)] = document.as_record(kind, value, str(key))
                except HandoutsError as problem:
                    self.problems.append(problem)
        return found

    def words(self, *parts: str) -> dict[str, str]:
        """A table of words; an overlay's keys win one by one."""
        found: dict[str, str] = {}
        for document in self._layers(*parts):
            try:
                found |= document.as_record(dict[str, str])
            except HandoutsError as problem:
                self.problems.append(problem)
        return found

    def phrases(self, language: str) -> dict[str, Any]:
        """The fixed words, each file held against our English one; what a language lacks is in English."""
        merged: dict[str, Any] = {}
        for one in dict.fromkeys((FALLBACK_LANGUAGE, language)):
            for document in self._layers(one, "phrases"):
                problems = list(check_tree(document, self._english_phrases))
                self.problems += problems
                if not problems:
                    merged = laid_over(merged, document.value)
        return merged

    @cached_property
    def _english_phrases(self) -> dict[str, Any]:
        ours = next(self._layers(FALLBACK_LANGUAGE, "phrases"), None)
        return ours.value if ours and isinstance(ours.value, dict) else {}

    def _layers(self, *parts: str) -> Iterator[Document]:
        for path in self.folders.layers(*parts[:-1], parts[-1] + ".yaml"):
            try:
                yield Document(path)
            except HandoutsError as problem:
                self.problems.append(problem)


def _read_all(folders: Folders, language: str) -> Contents:
    from handouts.library.references import check_references  # a packed library was checked before it was packed

    reader = _Reader(folders)
    parts: dict[str, Any] = {name: reader.records(kind, "library", name) for name, kind in FACTS.items()}
    parts |= {name: reader.table(kind, "library", name) for name, kind in FACT_TABLES.items()}
    missing: list[str] = []
    for name, (kind, field) in WORDS.items():
        parts[field] = _in_language(reader.records, kind, language, name, missing)
    for name, (kind, field) in WORD_TABLES.items():
        parts[field] = _in_language(reader.table, kind, language, name, missing)
    contents = Contents(
        **parts,
        language=language,
        missing_words=tuple(missing),
        phrases=reader.phrases(language),
        spelling_us=reader.words(language, "spelling", "us"),
    )
    if not reader.problems:
        reader.problems += check_references(contents, reader.documents)
    raise_all(reader.problems)
    return contents


def _in_language(
    read: Callable[..., dict[str, Any]], kind: Any, language: str, name: str, missing: list[str]
) -> dict[str, Any]:
    """Words in the language asked for; each one that is missing falls back to English and is reported."""
    found = read(kind, FALLBACK_LANGUAGE, name)
    if language == FALLBACK_LANGUAGE:
        return found
    translated = read(kind, language, name)
    missing += [f"{name}/{key}" for key in found if key not in translated]
    return found | translated
