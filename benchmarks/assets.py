"""What the peers are given: for each combination the story of our own sheet, and its pictures as SVG.

Made before any clock starts, so no peer pays for rules, wording or drawing. We pay for all of it ourselves.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.story import read_story
from benchmarks.workload import Row, rows

if TYPE_CHECKING:
    from handouts.compose import Workshop
    from handouts.words.model import Words

NAME, THERAPIST, DATE = "Client Namezz", "Therapist Namezz", dt.date(1999, 9, 29)
CLINIC = Path(__file__).resolve().parent.parent / "docs" / "gallery" / "clinic"


class Kit:
    """A folder of stories and pictures."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def fonts(self) -> Path:
        """The folder of the regular and the bold font that all peers set their text in."""
        return self.folder / "fonts"

    def picture(self, name: str) -> Path:
        """The SVG of a picture."""
        return self.folder / "pictures" / f"{name}.svg"

    def stories(self) -> list[str]:
        """The story of each combination, as JSON with the placeholders in."""
        return [path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("story-*.json"))]

    def story(self, stories: list[str], row: Row) -> list[dict[str, Any]]:
        """The story of one client."""
        text = stories[row.combination]
        for placeholder, value in (
            (NAME, row.name), (THERAPIST, row.therapist), (printed(DATE), printed(row.date)),
        ):  # fmt: skip
            text = text.replace(json.dumps(placeholder)[1:-1], json.dumps(value)[1:-1])
        found: list[dict[str, Any]] = json.loads(text)
        return found


def printed(date: dt.date) -> str:
    """A date as our sheets print it."""
    return f"{date.day} {date:%B} {date.year}"


def prepare(folder: Path, combinations: int) -> Kit:
    """Make the stories and pictures of so many combinations."""
    from importlib.util import find_spec

    from handouts.cli.journey import Journey

    kit = Kit(folder)
    for place in (folder, folder / "pictures", kit.fonts):
        place.mkdir(parents=True, exist_ok=True)
    spec = find_spec("ttf_opensans")
    assert spec is not None
    assert spec.origin is not None
    for weight in ("Regular", "Bold"):
        shutil.copy(Path(spec.origin).parent / "ttf" / f"OpenSans-{weight}.ttf", kit.fonts)

    journey = Journey.begin({"clinic": str(CLINIC), "region": "uk"}, today=DATE)
    workshop = journey.workshop
    for row in rows(combinations, combinations):
        values = {"areas": row.areas.split(";"), "client": NAME, "therapist": THERAPIST, "date": DATE}
        if row.conditions:
            values["conditions"] = row.conditions.split(";")
        request = journey.read(values)
        sheet = workshop.compose(request)
        pdf = folder / f"sheet-{row.combination:04d}.pdf"
        pdf.write_bytes(sheet.pdf)
        names = [_kept(drawn, kit) for drawn in _pictures(workshop, workshop.word(sheet.plan, request))]
        story = [item.plain() for item in read_story(str(pdf), names)]
        text = json.dumps(story, ensure_ascii=True)
        assert json.dumps(NAME)[1:-1] in text, "the sheet does not name its client"
        (folder / f"story-{row.combination:04d}.json").write_text(text, encoding="utf-8")
    return kit


def _pictures(workshop: Workshop, words: Words) -> Iterator[str]:
    """The first view of the body map and the pictures of the exercises, as SVG."""
    from handouts.plain.drawn import Drawings

    cards = words.exercises.cards if words.exercises else ()
    design = workshop.design(None, None, None)
    drawings = Drawings(design, workshop.pictures, workshop.map_regions, tuple(card.picture for card in cards))
    figures = [drawings.body_map(words.body_map)] if words.body_map else []
    for figure in [*figures, *(drawings.exercise(card) for card in cards)]:
        yield figure[figure.index("<svg") : figure.index("</svg>") + len("</svg>")]


def _kept(drawn: str, kit: Kit) -> str:
    """The name of the picture; one that looks the same on several sheets has one name."""
    name = hashlib.sha256(drawn.encode()).hexdigest()[:12]
    kit.picture(name).write_text(drawn, encoding="utf-8")
    return name
