"""Files of an overlay that nothing reads: a folder spelt otherwise, a suffix, a picture of no exercise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from handouts.errors import did_you_mean
from handouts.library import load
from handouts.library.check.findings import Finding
from handouts.library.check.maps import REGIONS
from handouts.library.store import FALLBACK_LANGUAGE
from handouts.resources import OWN_SUFFIXES

PEOPLE = Path("people", "people.yaml")
_BROUGHT = ("exercises", "maps", "plates", "techniques")  # folders of a clinic's own pictures
_LOOKS = ("themes", "papers")


def check_strays(overlay: Path, ours: Path, exercises: frozenset[str]) -> Iterator[Finding]:
    """Findings for each file below ``overlay`` that no command reads. ``ours`` is our own templates folder."""
    templates = overlay / "templates"
    for path in _files(templates):
        place = path.relative_to(templates)
        if not _is_read(place, ours):
            hint = _nearest_folder(place) or "compare its place with docs/content.md"
            yield Finding(str(path), 1, "stray", "this file is never read", hint, "warning")
    yield from _pictures(overlay / "images", exercises)


def _pictures(images: Path, exercises: frozenset[str]) -> Iterator[Finding]:
    for path in _files(images):
        place = path.relative_to(images)
        if place.parts[:2] == ("compiled", "exercises") and path.suffix == ".hpic":
            if path.stem not in exercises:
                hint = did_you_mean(path.stem, exercises) or "call the file after its exercise"
                yield Finding(str(path), 1, "stray", f"there is no exercise '{path.stem}'", hint, "warning")
        elif len(place.parts) == 2 and place.parts[0] in _BROUGHT:
            beside = [path.with_suffix(suffix) for suffix in OWN_SUFFIXES]
            if path.suffix == ".yaml" and not any(one.is_file() for one in beside):
                hint = f"put the picture beside it: {path.stem}.svg, .png or .jpg"
                yield Finding(str(path), 1, "stray", "these words have no picture", hint, "warning")
            elif path.suffix.lower() not in (*OWN_SUFFIXES, ".yaml"):
                hint = "a picture is an SVG, PNG or JPEG"
                yield Finding(str(path), 1, "stray", "this file is never read", hint, "warning")
        elif place not in (REGIONS, PEOPLE) and place.parts[0] not in ("compiled", "poses"):
            hint = "a picture of an exercise is images/exercises/<id>.svg, .png or .jpg (docs/pictures.md)"
            yield Finding(str(path), 1, "stray", "this file is never read", hint, "warning")


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _is_read(place: Path, ours: Path) -> bool:
    """Whether a file at this place below templates/ is one that we read."""
    top, *rest = place.parts
    if not rest:
        return False
    in_english = place if top in ("library", *_LOOKS) else Path(FALLBACK_LANGUAGE, *rest)
    if (ours / in_english).is_file():
        return True
    if place.suffix != ".yaml":
        return False
    if top in _LOOKS:
        return len(rest) == 1
    return len(rest) == 2 and rest[0] in (load.FACTS if top == "library" else load.WORDS)


def _nearest_folder(place: Path) -> str | None:
    if place.suffix == ".yml":
        return f"call it {place.stem}.yaml"
    folders = [*load.FACTS, *load.FACT_TABLES, "sections", *_LOOKS, "library"]
    guesses = (did_you_mean(part, folders) for part in place.parts[:-1] if part not in folders)
    return next((guess for guess in guesses if guess), None)
