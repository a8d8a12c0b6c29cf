"""Another language is data: nothing of ours stays English, longer words still fit, and what is missing is told."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from handouts.cli.main import run
from handouts.clinic import CLINIC_FILE, read_clinic
from handouts.compose import Workshop
from handouts.errors import LayoutError, RefusedForSafety
from handouts.library.load import WORD_TABLES, WORDS, load_library
from handouts.library.store import Library
from handouts.page.drawing import Figure
from handouts.page.drawing import Words as Printed
from handouts.page.handout import lay_out_handout
from handouts.page.layout import Layout
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
    {
        "id",
        "kind",
        "language",
        "icon",
        "picture",
        "tier",
        "area",
        "side",
        "sides",
        "sides_chosen",
        "region",
        "address",
        "shown",
    }
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
CROWDED = "basic for five areas"
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
def test_no_word_stays_english_for_any_area_condition_technique_or_exercise(
    persistent: bool, workshop: Workshop
) -> None:
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
        }
        try:
            words = worded(workshop, read_request(values))
        except RefusedForSafety:
            words = worded(workshop, read_request({**values, "advice_sheet": True}))
        assert left_in_english(words) == []


@pytest.mark.parametrize("area", ["back", "neck", "hips"])
def test_no_word_of_ours_stays_english_on_a_leaflet(area: str, workshop: Workshop) -> None:
    plan = plan_leaflet(read_request({"areas": area}), workshop.library)
    words = word_brochure(plan, workshop.library, workshop.clinic, workshop.region, workshop.folders, workshop.numbers)
    assert left_in_english(words) == []


# ---------------------------------------------------------------- longer words fit

CASES = [
    (name, variant) for name, variant in itertools.product(REQUESTS, VARIANTS) if name != CROWDED or variant == "large"
]


@pytest.mark.parametrize(("name", "variant"), CASES)
def test_words_forty_percent_longer_fit_every_sheet(name: str, variant: str, workshop: Workshop) -> None:
    words = worded(workshop, read_request(REQUESTS[name]))
    layout = laid_out(words, workshop, name, variant)
    assert lines_that_touch(layout) == []
    assert not [warning for warning in layout.warnings if "font" in warning]
    shown = printed(layout)
    for tier in words.flags.tiers:
        for text in (tier.action, tier.where, *tier.signs):
            assert tidied(w.plain(text)) in shown
    for card in words.exercises.cards if words.exercises else ():
        assert tidied(w.plain(card.name)) in shown
        for step in card.steps if name.startswith("full") else (card.how,):
            assert tidied(w.plain(step)) in shown
    if name.startswith("basic") and variant != "large":
        assert len(layout.pages) == 2
        assert all("red flag" not in line for line in layout.dropped)
    else:
        assert layout.dropped == ()
    assert_sound(layout)


def test_where_longer_words_cannot_fit_one_leaf_the_way_out_is_named_and_works(workshop: Workshop) -> None:
    request = read_request(REQUESTS[CROWDED])
    words = worded(workshop, request)
    with pytest.raises(LayoutError, match=r"page one is \d+ lines too long") as told:
        laid_out(words, workshop, CROWDED)
    assert "choose fewer areas for one sheet, or make the full sheet" in str(told.value)
    full = worded(workshop, msgspec.structs.replace(request, tier="full"))
    whole = lay_out_handout(
        full, workshop.design(None, None, None), workshop.pictures, tier="full", regions=workshop.map_regions
    )
    assert whole.dropped == ()


# ---------------------------------------------------------------- as a command


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of its own to work in, with its own cache and no settings."""
    for name in [name for name in os.environ if name.startswith("HANDOUTS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HANDOUTS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "more", [[], ["--tier", "full"], ["--variant", "large"], ["--condition", "fever-infection", "--advice-sheet"]]
)
def test_the_paper_itself_shows_no_english_word_of_ours(
    more: list[str], alone: Path, overlay: Path, translated: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    import pypdfium2

    made = ["make", "--clinic", str(overlay), "--language", "xx", "--area", "lower-back", "--condition", "osteoporosis",
            "--client", "Bvm", "--date", "2026-03-12", *more, "-o", "x.pdf"]  # fmt: skip
    assert run(made) == 0
    assert "translation" not in capsys.readouterr().err
    cited = {word for source in translated.contents.sources.values() for word in re.findall(r"\w+", source.short)}
    with pypdfium2.PdfDocument("x.pdf") as document:
        shown = " ".join(page.get_textpage().get_text_bounded() for page in document)
        title = document.get_metadata_value("Title")
    left = {word for word in re.findall(r"\w+", shown) if pseudo.plain_letters(word)} - cited
    assert left == set()
    assert title
    assert not pseudo.plain_letters(title)


def test_what_has_no_translation_stays_english_and_is_counted(alone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = pseudo.build(ENGLISH, clinic(alone / "clinic"), only=("phrases", "areas", "tips"))
    gone = folder / "templates" / "xx" / "areas" / "neck.yaml"
    gone.unlink()
    library = load_library(Folders.find(folder), language="xx")
    english = load_library(Folders.find()).contents
    everything = [field for _, field in (*WORDS.values(), *WORD_TABLES.values())]
    count = 1 + sum(len(getattr(english, field)) for field in everything if field not in ("area_words", "tip_words"))
    assert len(library.contents.missing_words) == count
    assert "areas/neck" in library.contents.missing_words
    assert library.contents.area_words["neck"] == english.area_words["neck"]
    assert run(["make", "--clinic", str(folder), "--language", "xx", "--area", "lower-back", "-o", "x.pdf"]) == 0
    assert f"{count} texts have no translation into 'xx' and stay in English" in capsys.readouterr().err


def test_a_phrase_or_a_section_without_translation_stays_english(alone: Path) -> None:
    folder = pseudo.build(ENGLISH, clinic(alone / "clinic"))
    language = folder / "templates" / "xx"
    (language / "sections" / "causes.md.j2").unlink()
    tree = yaml.safe_load((language / "phrases.yaml").read_text(encoding="utf-8"))
    del tree["headings"]["in_short"]
    (language / "phrases.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    library = load_library(Folders.find(folder), language="xx")
    region = library.contents.regions["uk"]
    workshop = Workshop.open(library, read_clinic(folder), region, Folders.find(folder))
    words = worded(workshop, read_request({"areas": "neck"}))
    assert w.plain(words.in_short.label) == "In short"
    assert words.causes is not None
    assert "Often linked with" in " ".join(text for _, text in said(words.causes))
    left = left_in_english(words)
    assert left
    assert all(place.startswith(("words.in_short.label", "words.causes")) for place in left)


def test_a_language_nobody_wrote_is_told_with_those_there_are(
    alone: Path, overlay: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["make", "--clinic", str(overlay), "--language", "yy", "--area", "neck", "-o", "x.pdf"]) == 3
    assert "there is en, xx" in capsys.readouterr().err
