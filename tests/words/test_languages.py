"""Another language is data: nothing of ours stays English, longer words still fit, and what is missing is told."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from handouts.clinic import CLINIC_FILE, read_clinic
from handouts.cli.main import run
from handouts.compose import Workshop
from handouts.library.load import load_library
from handouts.library.store import Library
from handouts.page.drawing import Figure
from handouts.page.drawing import Words as Printed
from handouts.page.handout import lay_out_handout
from handouts.page.layout import Layout
from handouts.plan import plan_sheet
from handouts.request import Request, read_request
from handouts.resources import Folders
from handouts.words import model as w
from handouts.words.brochure import word_brochure
from handouts.words.gentle import plan_leaflet
from handouts.words.write import word_sheet
from tests.page.test_handout import assert_sound
from tests.words import pseudo

ENGLISH = Path(__file__).resolve().parents[2] / "templates" / "en"
# Names, addresses and citations are the clinic's and the authors' own; ids and file names are not words.
NOT_OURS = (w.Band, w.Footnote)
NOT_WORDS = frozenset(
    {"id", "kind", "language", "icon", "picture", "tier", "area", "sides", "sides_chosen", "address", "shown"}
)
REQUESTS: dict[str, dict[str, Any]] = {
    "basic": {
        "areas": ["lower-back", "hips:left"],
        "conditions": ["osteoporosis", "hypertension-controlled"],
        "techniques": ["effleurage", "petrissage"],
        "client": "Client Name",
        "therapist": "Therapist Name",
        "note": "Heat before bed",
        "date": "2026-03-12",
        "next_visit": "2026-03-26",
    },
    "basic without conditions": {"areas": ["neck"], "persistent": True},
    "basic for five areas": {"areas": ["neck", "shoulder:both", "lower-back", "hips:left", "knee:right"], "conditions": "migraine"},
    "basic in pregnancy": {"areas": ["lower-back"], "conditions": ["pregnancy-t3:weeks=30", "varicose-veins"]},
    "basic with clearance": {"areas": ["knee:left"], "conditions": ["recent-surgery", "anticoagulants"]},
    "full": {
        "areas": ["lower-back", "hips:left"],
        "conditions": ["osteoporosis", "anticoagulants", "hip-replacement:weeks=30"],
        "tier": "full",
        "client": "Client Name",
        "note": "Heat before bed",
    },
    "full for five areas": {"areas": ["neck", "shoulder", "wrist-hand", "calf-achilles", "jaw-tmj"], "tier": "full", "persistent": True},
    "advice for an emergency": {"areas": "lower-back", "red_flags": "rf-cauda", "advice_sheet": True},
    "advice for today": {"areas": "calf-achilles", "red_flags": "rf-achilles-rupture", "advice_sheet": True},
    "advice for soon": {"areas": "chest-front", "red_flags": "rf-breast-lump", "advice_sheet": True},
    "advice with a refusal": {"areas": "neck", "conditions": ["fever-infection", "under-18"], "advice_sheet": True},
    "advice for clearance": {"areas": "neck", "conditions": "heart-disease:recent-event=no", "advice_sheet": True},
}  # fmt: skip
VARIANTS = ("standard", "large", "mono")


def clinic(folder: Path, **more: Any) -> Path:
    """The folder with a clinic's file in it; a name without a letter we would look for."""
    folder.mkdir(exist_ok=True)
    text = yaml.safe_dump({"name": "Bvm", "region": "uk", **more})
    (folder / CLINIC_FILE).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic's folder with the whole made-up language."""
    return pseudo.build(ENGLISH, clinic(tmp_path_factory.mktemp("clinic")))


@pytest.fixture(scope="module")
def translated(overlay: Path) -> Library:
    return load_library(Folders.find(overlay), language=pseudo.CODE)


@pytest.fixture(scope="module")
def workshop(overlay: Path, translated: Library) -> Workshop:
    region = translated.contents.regions["uk"]
    return Workshop.open(translated, read_clinic(overlay), region, Folders.find(overlay))


def worded(workshop: Workshop, request: Request) -> w.Words:
    plan = workshop.plan(request)
    return word_sheet(
        plan, request, workshop.library, workshop.clinic, workshop.region, workshop.folders, workshop.numbers
    )


def said(value: Any, path: str = "words") -> Iterator[tuple[str, str]]:
    """Every text of ours, with its place."""
    if isinstance(value, w.Run):
        if not value.personal and value.note is None:
            yield path, value.text
    elif isinstance(value, str):
        if not path.endswith("]"):  # loose words in a list are ids
            yield path, value
    elif isinstance(value, NOT_OURS):
        return
    elif is_dataclass(value):
        for one in fields(value):
            if one.name not in NOT_WORDS:
                yield from said(getattr(value, one.name), f"{path}.{one.name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from said(item, f"{path}[{index}]")


def left_in_english(value: Any) -> list[str]:
    return [f"{path}: {text}" for path, text in said(value) if pseudo.plain_letters(text)]


def laid_out(words: w.Words, workshop: Workshop, name: str, variant: str = "standard") -> Layout:
    tier = REQUESTS[name].get("tier", "basic")
    design = workshop.design(None, None, variant)
    return lay_out_handout(words, design, workshop.pictures, tier=tier, regions=workshop.map_regions)


def printed(layout: Layout) -> str:
    """Everything that stands on the pages, as one line."""
    found = []
    for placed in (placed for page in layout.pages for placed in page.placed):
        for thing in placed.block.things:
            for one in thing.things if isinstance(thing, Figure) else (thing,):
                if isinstance(one, Printed):
                    found += ["".join(piece.text for piece in line.pieces) for line in one.text.lines]
    return tidied(" ".join(found))


def tidied(text: str) -> str:
    return "".join(text.replace("\u00ad", "").split())


def lines_that_touch(layout: Layout) -> list[str]:
    """Lines of one block whose letters lie over those of another line."""
    found = []
    for placed in (placed for page in layout.pages for placed in page.placed):
        boxes: list[tuple[float, float, float, float, str]] = []
        for thing in placed.block.things:
            if isinstance(thing, Printed):
                size = thing.text.style.size
                for line, x, y in thing.starts():
                    words = "".join(piece.text for piece in line.pieces)
                    boxes.append((x, y - 0.55 * size, x + line.width, y, words))
        for one, other in itertools.combinations(boxes, 2):
            beside = one[2] <= other[0] + 0.1 or other[2] <= one[0] + 0.1
            if not beside and one[1] < other[3] and other[1] < one[3]:
                found.append(f"{placed.block.name}: {one[4]!r} over {other[4]!r}")
    return found


# ---------------------------------------------------------------- nothing stays English


def test_the_made_up_language_is_whole_and_longer(translated: Library) -> None:
    assert translated.contents.missing_words == ()
    assert pseudo.decorated("Call {{ emergency }} now.") == "Çáľľ {{ emergency }} ñóŵ ñóř."
    english = load_library(Folders.find()).contents.red_flag_words
    longer = translated.contents.red_flag_words
    rates = [
        len(theirs.text) / len(ours.text)
        for flag in english
        for ours, theirs in zip(english[flag].lines, longer[flag].lines, strict=True)
    ]
    assert 1.35 < sum(rates) / len(rates) < 1.45


@pytest.mark.parametrize("name", REQUESTS)
def test_no_word_of_ours_stays_english_on_a_sheet(name: str, workshop: Workshop) -> None:
    words = worded(workshop, read_request(REQUESTS[name]))
    assert words.language == "xx-GB"
    assert len(list(said(words))) > 40
    assert left_in_english(words) == []


@pytest.mark.parametrize("persistent", [False, True])
def test_no_word_stays_english_for_any_area_condition_technique_or_exercise(persistent: bool, workshop: Workshop) -> None:
    c = workshop.library.contents
    areas, conditions = sorted(c.areas), itertools.cycle(sorted(c.conditions))
    techniques, exercises = itertools.cycle(sorted(c.techniques)), itertools.cycle(sorted(c.exercises))
    for area in areas:
        values = {
            "areas": [area],
            "conditions": [next(conditions) for _ in range(4)],
            "techniques": [next(techniques) for _ in range(3)],
            "exercises": [next(exercises) for _ in range(6)],
            "persistent": persistent,
            "tier": "full",
            "advice_sheet": False,
        }
        request = read_request(values)
        if any(c.conditions[one.word].level == "absolute" for one in request.conditions):
            request = read_request({**values, "advice_sheet": True})
        try:
            assert left_in_english(worded(workshop, request)) == []
        except Exception as error:
            if type(error).__name__ != "RefusedForSafety":
                raise
            assert left_in_english(worded(workshop, read_request({**values, "advice_sheet": True}))) == []


@pytest.mark.parametrize("area", ["back", "neck", "hips"])
def test_no_word_of_ours_stays_english_on_a_leaflet(area: str, workshop: Workshop) -> None:
    plan = plan_leaflet(read_request({"areas": area}), workshop.library)
    words = word_brochure(plan, workshop.library, workshop.clinic, workshop.region, workshop.folders, workshop.numbers)
    assert left_in_english(words) == []


# ---------------------------------------------------------------- longer words fit


@pytest.mark.parametrize(("name", "variant"), list(itertools.product(REQUESTS, VARIANTS)))
def test_words_forty_percent_longer_fit_every_sheet(name: str, variant: str, workshop: Workshop) -> None:
    words = worded(workshop, read_request(REQUESTS[name]))
    layout = laid_out(words, workshop, name, variant)
    assert_sound(layout)
    assert lines_that_touch(layout) == []
    assert not [warning for warning in layout.warnings if "font" in warning]
    shown = printed(layout)
    for tier in words.flags.tiers:
        for text in (tier.action, tier.where, *tier.signs):
            assert tidied(w.plain(text)) in shown
    if words.exercises:
        for card in words.exercises.cards:
            assert tidied(w.plain(card.name)) in shown
    if name.startswith("basic") and variant != "large":
        assert len(layout.pages) == (2 if words.exercises else len(layout.pages))
    else:
        assert layout.dropped == ()
