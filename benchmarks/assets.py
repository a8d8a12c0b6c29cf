"""What the peers are given: for each combination the story of our own sheet, and its pictures as SVG.

Made before any clock starts, so no peer pays for rules, wording or drawing. We pay for all of it ourselves.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.story import read_story
from benchmarks.workload import Row, rows

if TYPE_CHECKING:
    from handouts.compose import Workshop

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
    from handouts.pictures.palette import palette_for
    from handouts.plain.svg import svg_of

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
        sheet = workshop.compose(journey.read(values))
        pdf = folder / f"sheet-{row.combination:04d}.pdf"
        pdf.write_bytes(sheet.pdf)
        exercises = sheet.words.exercises
        cards = exercises.cards if exercises else ()
        names = ["map", *(f"{card.picture}{'-mirrored' if card.mirrored else ''}" for card in cards)]
        for card, name in zip(cards, names[1:], strict=True):
            if not kit.picture(name).exists():
                picture = workshop.pictures.get("exercise", card.picture)
                palette = palette_for(workshop.person())
                drawn = svg_of(picture, palette, ["colour"], label=card.alt, key="p", mirrored=card.mirrored)
                kit.picture(name).write_text(drawn, encoding="utf-8")
        if not kit.picture("map").exists():
            kit.picture("map").write_text(_map(workshop), encoding="utf-8")
        story = [item.plain() for item in read_story(str(pdf), names)]
        text = json.dumps(story, ensure_ascii=True)
        assert json.dumps(NAME)[1:-1] in text, "the sheet does not name its client"
        (folder / f"story-{row.combination:04d}.json").write_text(text, encoding="utf-8")
    return kit


def _map(workshop: Workshop) -> str:
    """The front of the body, unmarked."""
    from handouts.page.blocks.base import Setting
    from handouts.plain.svg import svg_of

    setting = Setting(workshop.design(None, None, None), workshop.pictures, workshop.map_regions)
    picture = workshop.pictures.get("map", "body-front")
    return svg_of(picture, setting.palette, ["base"], label="The front of a body", key="m")


def is_there(program: str) -> bool:
    """True if the program is installed."""
    return shutil.which(program) is not None


def version_of(*command: str) -> str:
    """What a program says of its version."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).splitlines()[0] if done.stdout or done.stderr else "unknown"
