"""The whole check of a content folder: read it, then ask every question of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from handouts.errors import HandoutsError
from handouts.library.check.claims import check_benefits, check_forbidden, check_ungraded
from handouts.library.check.completeness import check_completeness
from handouts.library.check.findings import Finding, from_problem, is_inside
from handouts.library.check.lengths import check_lengths, check_variables
from handouts.library.check.maps import check_maps
from handouts.library.check.phrases import check_phrases
from handouts.library.check.reading import check_reading
from handouts.library.check.rules import Rules, read_rules
from handouts.library.check.shelf import Shelf, read_shelf, read_trees
from handouts.library.check.strays import check_strays
from handouts.library.check.texts import Passage, passages
from handouts.library.check.translations import check_translations
from handouts.library.check.weaker import check_weaker
from handouts.library.load import load_library
from handouts.library.store import FALLBACK_LANGUAGE, Library
from handouts.resources import Folders

Placed = TypeVar("Placed", Finding, Passage)


@dataclass(frozen=True)
class Checked:
    """What was found. ``library`` is None where it could not be read; ``notes`` are no findings."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    library: Library | None


def check_content(
    folders: Folders,
    language: str = FALLBACK_LANGUAGE,
    *,
    today: dt.date,
    overlay: Path | None = None,
    overlay_only: bool = False,
    also: Sequence[Passage] = (),
) -> Checked:
    """Everything that can be said of facts and words in one language.

    ``overlay_only`` tells what is to be mended in the overlay's files alone; ``also`` are texts from elsewhere.
    Raises InvalidData only where the rules of the check themselves cannot be read.
    """
    within = overlay if overlay_only else None
    rules = read_rules(folders, language)
    found: list[Finding] = []
    refused: list[Finding] = []
    library: Library | None = None
    try:
        library = load_library(folders, language=language)
    except HandoutsError as problem:
        refused = from_problem(problem)
    shelf = read_shelf(folders, language)
    texts = [*passages(shelf), *also]
    if within is not None:
        texts = _within(within, texts)
    found += check_forbidden(texts, rules)
    found += check_benefits(shelf, rules)
    found += check_ungraded(texts, shelf, rules)
    found += check_reading(texts, rules)
    for ours_in_english in read_trees(folders, FALLBACK_LANGUAGE)[:1]:
        found += check_phrases(ours_in_english, shelf.trees)
    found += check_lengths(texts, shelf, rules)
    found += check_variables(texts)
    found += check_completeness(shelf, month=f"{today:%Y-%m}", icons=_pictograms(folders))
    found += check_maps(shelf, folders)
    if overlay is not None:
        found += check_weaker(shelf, overlay, folders.templates[-1])
        found += check_strays(overlay, folders.templates[-1], frozenset(shelf.facts["exercises"]))
    if language != FALLBACK_LANGUAGE:
        found += check_translations(shelf, read_shelf(folders, FALLBACK_LANGUAGE))
    if within is not None:
        found = _within(within, found)
    # What keeps the library from being read is told wherever it stands: nothing can be made without it.
    return Checked((*refused, *found), tuple(_notes(shelf, rules, library, within)), library)


def _within(folder: Path, items: Iterable[Placed]) -> list[Placed]:
    """The texts or findings of files in the folder."""
    items = list(items)
    inside = {name for name in {item.file for item in items} if is_inside(name, folder)}
    return [item for item in items if item.file in inside]


def _pictograms(folders: Folders) -> frozenset[str]:
    found = [path.stem for root in folders.images for path in (root / "compiled" / "icons").glob("*.hpic")]
    return frozenset(found)


def _notes(shelf: Shelf, rules: Rules, library: Library | None, within: Path | None) -> Iterator[str]:
    if library is not None:
        exercises = [
            entry.record
            for entry in shelf.facts["exercises"].values()
            if within is None or is_inside(entry.document.name, within)
        ]
        without = [one.id for one in exercises if (one.picture or one.id) not in library.pictured]
        if without:
            yield f"{len(without)} of {len(exercises)} exercises have no picture yet and are never chosen"
    else:
        yield "the library cannot be read yet, so no sheet was worded on trial: check again after mending"
    if not rules.file.forbidden:
        yield f"templates/{shelf.language}/check.yaml has no rules: neither claims nor reading grade are checked"
