"""What every record must have: areas, exercises, sources, review months, pictures and the words for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from handouts.errors import did_you_mean
from handouts.library import model as m
from handouts.library.check.findings import Finding, finding
from handouts.library.check.shelf import Entry, Shelf
from handouts.library.store import folded

FEWEST_EXERCISES = 4
TOP_FLAGS = 4
AS_NEEDED = ("relax",)  # kinds that may be done as often as they help
FEWEST_ALT_WORDS = 5
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
# Kinds whose facts must say where they come from.
SOURCED = ("areas", "exercises", "conditions", "techniques", "benefits", "red_flags", "regions", "tips", "topics")
REVIEWED = ("areas", "exercises", "conditions", "techniques", "benefits", "red_flags", "topics")
_NEEDED_OF_TOPICS = ("causes", "techniques", "benefits", "tips")
_NEEDED_LISTS = ("causes", "techniques", "benefits", "tips", "red_flags")


def check_completeness(shelf: Shelf, *, month: str, icons: frozenset[str]) -> Iterator[Finding]:
    """All findings of this kind. ``month`` is the present one as YYYY-MM; ``icons`` are the pictograms there are."""
    yield from _areas(shelf)
    yield from _topics(shelf)
    yield from _exercises(shelf)
    yield from _sources(shelf)
    yield from _reviews(shelf, month)
    yield from _loose_references(shelf, icons)
    yield from _aliases(shelf)


def _areas(shelf: Shelf) -> Iterator[Finding]:
    for area_id, entry in shelf.facts["areas"].items():
        area: m.Area = entry.record
        for key in _NEEDED_LISTS:
            if not getattr(area, key):
                yield _at(
                    entry,
                    f"area '{area_id}' has no {key.replace('_', ' ')}",
                    f"list at least one under {key}",
                    key,
                )
        if len(area.exercises) < FEWEST_EXERCISES:
            what = f"area '{area_id}' has {len(area.exercises)} exercises, at least {FEWEST_EXERCISES} are needed"
            yield _at(entry, what, "conditions leave some out: list more", "exercises")
        if len(area.top_flags) != TOP_FLAGS:
            what = f"area '{area_id}' has {len(area.top_flags)} top flags, not {TOP_FLAGS}"
            yield _at(entry, what, "name the four that always print", "top_flags")
        for index, flag in enumerate(area.top_flags):
            if flag not in area.red_flags:
                what = f"top flag '{flag}' is not among the red flags of '{area_id}'"
                yield _at(entry, what, "list it under red_flags too", "top_flags", index)
        yield from _claimable(shelf, entry, f"area '{area_id}'")
    for area_id, entry in shelf.words["areas"].items():
        if not entry.record.aliases:
            yield _at(entry, f"area '{area_id}' has no aliases", "add the words that clients use for it")


def _claimable(shelf: Shelf, entry: Entry[Any], name: str) -> Iterator[Finding]:
    for index, benefit_id in enumerate(entry.record.benefits):
        words = shelf.words["benefits"].get(benefit_id)
        if words and words.record.text is None:
            what = f"{name} lists benefit '{benefit_id}', which may not be claimed"
            yield _at(entry, what, "take it out of the list", "benefits", index)


def _topics(shelf: Shelf) -> Iterator[Finding]:
    for topic_id, entry in shelf.facts["topics"].items():
        topic: m.Topic = entry.record
        for key in ("areas", *_NEEDED_OF_TOPICS):
            if not getattr(topic, key):
                yield _at(entry, f"topic '{topic_id}' has no {key}", f"list at least one under {key}", key)
        if not (topic.exercises or topic.programme):
            yield _at(entry, f"topic '{topic_id}' has no exercises", "name some, or a programme", "exercises")
        yield from _claimable(shelf, entry, f"topic '{topic_id}'")


def _exercises(shelf: Shelf) -> Iterator[Finding]:
    for exercise_id, entry in shelf.facts["exercises"].items():
        exercise: m.Exercise = entry.record
        dose = exercise.dose
        if not exercise.areas:
            yield _at(entry, f"exercise '{exercise_id}' is for no area", "list its areas", "areas")
        if not (dose.reps or dose.hold or dose.minutes or dose.per_day):
            yield _at(
                entry,
                f"the dose of '{exercise_id}' does not say how much",
                "add reps, hold or minutes",
                "dose",
            )
        if not (dose.per_day or dose.days_per_week or exercise.kind in AS_NEEDED):
            yield _at(
                entry,
                f"the dose of '{exercise_id}' does not say how often",
                "add per_day or days_per_week",
                "dose",
            )
    for exercise_id, entry in shelf.words["exercises"].items():
        words: m.ExerciseWords = entry.record
        if words.harder is None and not _reason(entry, "harder"):
            what = f"exercise '{exercise_id}' has no harder form and no reason why"
            yield _at(entry, what, "write harder, or a remark behind it: harder: null  # why not", "harder")
        if not words.steps:
            yield _at(entry, f"exercise '{exercise_id}' has no steps", "write one action a line", "steps")
        if len(words.alt.split()) < FEWEST_ALT_WORDS or words.alt == words.name:
            what = f"the alt text of '{exercise_id}' does not say what the picture shows"
            yield _at(entry, what, "describe the position and the movement in a sentence", "alt")


def _reason(entry: Entry[m.ExerciseWords], key: str) -> bool:
    """Whether a remark stands behind the key: the place where a missing form gives its reason."""
    line = entry.document.where(key).line
    lines = entry.document.path.read_text(encoding="utf-8").splitlines()
    return bool(line and line <= len(lines) and re.match(rf"{key}:.*#\s*\w+", lines[line - 1]))


def _sources(shelf: Shelf) -> Iterator[Finding]:
    sources = {key: entry.record for key, entry in shelf.facts["sources"].items()}
    for kind in SOURCED:
        for record_id, entry in shelf.facts[kind].items():
            named: tuple[str, ...] = entry.record.sources
            if not named:
                yield _at(
                    entry,
                    f"'{record_id}' has no source",
                    "name one under sources; GK is general knowledge",
                    "sources",
                )
            weak = [key for key in named if key in sources and sources[key].status != "checked"]
            if entry.record.checked and weak:
                what = f"'{record_id}' is marked checked, but {', '.join(weak)} is not"
                yield _at(entry, what, "set checked: false", "checked")


def _reviews(shelf: Shelf, month: str) -> Iterator[Finding]:
    for kind in REVIEWED:
        for record_id, entry in shelf.facts[kind].items():
            due: str = entry.record.review_by
            if not _MONTH.fullmatch(due):
                yield _at(entry, f"the review month of '{record_id}' is '{due}'", "write it as 2028-11", "review_by")
            elif due < month:
                what = f"'{record_id}' was to be looked at again by {due}"
                yield _at(entry, what, "look at it again, then set a new review_by", "review_by", severe=False)


def _loose_references(shelf: Shelf, icons: frozenset[str]) -> Iterator[Finding]:
    """Names that reading the library does not follow: shared pictures, pictograms, pointers."""
    exercises = shelf.facts["exercises"]
    for exercise_id, entry in exercises.items():
        picture = entry.record.picture
        if picture and picture not in exercises:
            hint = did_you_mean(picture, exercises) or "name an exercise that has a picture"
            yield _at(entry, f"'{exercise_id}' borrows the picture of unknown '{picture}'", hint, "picture")
        elif picture:
            # Where one picture shows both, both load the same; a forgotten tag lets it past the rules.
            lost = [tag for tag in exercises[picture].record.tags if tag not in entry.record.tags]
            if lost:
                what = f"'{exercise_id}' shares the picture of '{picture}' but not its tags {', '.join(lost)}"
                yield _at(entry, what, "add them, or a picture of its own", "tags", severe=False)
    for tip_id, entry in shelf.facts["tips"].items():
        icon = entry.record.icon
        if icon and icon not in icons:
            hint = did_you_mean(icon, icons) or f"use one of {', '.join(sorted(icons))}"
            yield _at(entry, f"tip '{tip_id}' has unknown icon '{icon}'", hint, "icon")
    for word, entry in shelf.words["pointers"].items():
        for key in ("areas", "conditions"):
            for index, named in enumerate(getattr(entry.record, key)):
                if named not in shelf.facts[key]:
                    hint = did_you_mean(named, shelf.facts[key]) or f"see 'handouts list {key}'"
                    yield _at(entry, f"'{word}' points at unknown '{named}'", hint, key, index)


def _aliases(shelf: Shelf) -> Iterator[Finding]:
    """One word for two records, told at both: the program would take the first without a word."""
    for kind in ("areas", "conditions", "techniques", "topics"):
        owners: dict[str, list[tuple[Entry[Any], int, str]]] = {}
        for entry in shelf.words[kind].values():
            for index, alias in enumerate(entry.record.aliases):
                owners.setdefault(folded(alias), []).append((entry, index, alias))
        for same in owners.values():
            ids = {entry.record.id for entry, _, _ in same}
            for entry, index, alias in same if len(ids) > 1 else ():
                others = ", ".join(sorted(ids - {entry.record.id}))
                what = f"'{alias}' stands for {others} too"
                yield _at(entry, what, "leave it to one of them", "aliases", index)


def _at(entry: Entry[Any], what: str, remedy: str, *steps: str | int, severe: bool = True) -> Finding:
    place = (*entry.base, *steps)
    return finding(entry.document, place, "complete", what, remedy, "error" if severe else "warning")
