"""Which pictures are fresh: a made.txt in every folder of compiled pictures, one line for each of them.

A line holds the picture's file, the version of the studio that drew it, and a digest of the file that was written. With
the digest of its sources in the picture's header this tells, without drawing, whether it must be drawn again. Each
folder has its own, so that two runs for two builds do not write over each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts.errors import PictureError, Where
from handouts.pictures.studio.recipes import Recipe, studio_version

LEDGER = "made.txt"
COMPILED = "compiled"
HEADING = "# Which studio drew each picture, and what it drew. Written by python -m handouts.pictures.studio renew\n"
GONE, SOURCES, STUDIO_CHANGED, OTHER_BYTES = (
    "it is not there",
    "what it is made from has changed",
    "the studio has changed",
    "it is not what the studio wrote",
)
SAMPLE = 2  # pictures of each kind that are drawn again before the rest is believed


@dataclass(frozen=True)
class Entry:
    """What is known of one picture."""

    studio: str
    digest: str


def digest_of(data: bytes) -> str:
    """Of a compiled file."""
    return hashlib.sha256(data).hexdigest()[:16]


def read_ledger(compiled: Path) -> dict[str, Entry]:
    """What is known of every picture, by its path below the folder. Raises PictureError for a broken line."""
    found: dict[str, Entry] = {}
    for path in sorted(compiled.rglob(LEDGER)):
        home = path.parent.relative_to(compiled)
        found |= {(home / name).as_posix(): entry for name, entry in _read_folder(path.parent).items()}
    return found


def _read_folder(folder: Path) -> dict[str, Entry]:
    path = folder / LEDGER
    if not path.is_file():
        return {}
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            continue
        try:
            name, studio, digest = line.split()
        except ValueError as error:
            raise PictureError(
                "this line is not a picture, a studio and a digest",
                where=Where(str(path), number),
                hint="take the line out and run: python -m handouts.pictures.studio renew",
            ) from error
        found[name] = Entry(studio, digest)
    return found


def _write_folder(folder: Path, entries: Mapping[str, Entry]) -> None:
    """Writes the folder's file, sorted; a picture that is no longer there is left out."""
    rows = [f"{name} {one.studio} {one.digest}\n" for name, one in sorted(entries.items()) if (folder / name).is_file()]
    (folder / LEDGER).write_text(HEADING + "".join(rows), encoding="utf-8")


def record(made: Mapping[Path, bytes]) -> None:
    """Notes pictures that have just been drawn and written. Those outside a folder "compiled" are passed over."""
    folders: dict[Path, dict[str, Entry]] = {}
    for path, data in made.items():
        home = next((one for one in path.parents if one.name == COMPILED), None)
        if home is not None:
            kind = path.relative_to(home).parts[0]
            folders.setdefault(path.parent, {})[path.name] = Entry(studio_version(kind), digest_of(data))
    for folder, entries in folders.items():
        _write_folder(folder, _read_folder(folder) | entries)


# ---------------------------------------------------------------- what is stale
def staleness(recipe: Recipe, compiled: Path, ledger: Mapping[str, Entry]) -> str | None:
    """Why the picture must be drawn again; nothing when it is fresh."""
    try:
        data = (compiled / recipe.name).read_bytes()
    except OSError:
        return GONE
    if _sources_of(data) != recipe.sources:
        return SOURCES
    entry = ledger.get(recipe.name)
    if entry is None or entry.studio != studio_version(recipe.kind):
        return STUDIO_CHANGED
    return None if entry.digest == digest_of(data) else OTHER_BYTES


def _sources_of(data: bytes) -> str | None:
    try:
        header = json.loads(data.partition(b"\n")[0])
    except ValueError:
        return None
    return header.get("source_sha256") if isinstance(header, dict) else None


def stale(recipes: Iterable[Recipe], compiled: Path) -> dict[Recipe, str]:
    """The pictures that must be drawn again, and why."""
    ledger = read_ledger(compiled)
    found = ((recipe, staleness(recipe, compiled, ledger)) for recipe in recipes)
    return {recipe: why for recipe, why in found if why}


def renew(recipes: Sequence[Recipe], compiled: Path, told: Callable[[str], None]) -> int:
    """Draws what is stale and nothing else, and notes each at once; returns how many were drawn."""
    waiting = stale(recipes, compiled)
    for recipe, why in waiting.items():
        data = recipe.draw()
        path = compiled / recipe.name
        changed = not path.is_file() or path.read_bytes() != data
        if changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        told(f"{recipe.name}: {why}; {'written' if changed else 'drawn again, and still the same'}")
        record({path: data})
    return len(waiting)


def vouch(recipes: Sequence[Recipe], compiled: Path, told: Callable[[str], None], sample: int = SAMPLE) -> int:
    """After a change of the studio that should change no picture: draws a sample of each kind again, and where all of a
    kind come out the same, notes that this studio draws the rest too. Returns how many pictures came out otherwise.

    The sample follows from the names and the studio's version, so that another change tries other pictures.
    """
    waiting = [recipe for recipe, why in stale(recipes, compiled).items() if why == STUDIO_CHANGED]
    different = 0
    for kind in dict.fromkeys(recipe.kind for recipe in waiting):
        of_kind = [recipe for recipe in waiting if recipe.kind == kind]
        version = studio_version(kind)
        tried = sorted(of_kind, key=lambda one: hashlib.sha256(f"{version} {one.name}".encode()).digest())[:sample]
        wrong = [one for one in tried if one.draw() != (compiled / one.name).read_bytes()]
        different += len(wrong)
        for one in wrong:
            told(f"{one.name}: this studio draws it otherwise; run renew")
        if not wrong:
            told(f"{kind}: {len(tried)} drawn again and still the same; {len(of_kind)} noted")
            record({compiled / one.name: (compiled / one.name).read_bytes() for one in of_kind})
    return different
