"""US spelling reaches every text of ours, and no name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from handouts.clinic import Clinic, ClinicFile, Link
from handouts.compose import Workshop
from handouts.library.store import Library
from handouts.request import read_request
from handouts.resources import Folders
from handouts.words.model import Run, plain, said
from handouts.words.spelling import respelled
from handouts.words.write import word_sheet

TEXTS = (
    "area_words", "exercise_words", "condition_words", "technique_words", "benefit_words", "red_flag_words", "region_words",
    "tip_words", "cause_words", "groups", "pointers", "need_words", "phrases",
)  # fmt: skip
# Endings of British words that the list might lack, and the words that end so everywhere.
BRITISH = re.compile(
    r"\b\w+(?:is(?:e|ed|es|ing|ation|ations)|ys(?:e|ed|es|ing)|our(?:s|ed|ing|ite|able)?|tres?|amme|ogue|[ao]e(?:mi|d)\w*)\b",
    re.IGNORECASE,
)
EVERYWHERE = re.compile(
    r"exercis\w+|advis\w+|bruis\w+|promis\w+|rais\w+|\w*ris(?:e|es|ing)|four|hours?|your|pour\w*|our|otherwise|wise|nois\w+|"
    r"precis\w+|surpris\w+|likewise|clockwise|shoed|toed|supervis\w+|disguis\w+|compromis\w+",
    re.IGNORECASE,
)


def texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from texts(item, f"{path}[{index}]")
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if name not in ("id", "aliases", "areas", "conditions"):
                yield from texts(getattr(value, name), f"{path}.{name}")


@pytest.fixture(scope="module")
def everything(library: Library) -> list[tuple[str, str]]:
    return [one for kind in TEXTS for one in texts(getattr(library.contents, kind), kind)]


def british(spelling: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spelling))})(?!\w)", re.IGNORECASE)


def test_no_british_word_is_left_in_any_text_of_the_library(
    library: Library, everything: list[tuple[str, str]]
) -> None:
    listed = british(library.contents.spelling_us)
    assert len(everything) > 3000
    assert any(listed.search(text) for _, text in everything)
    for path, text in everything:
        other = respelled(text, library.contents.spelling_us)
        assert not listed.search(other), (path, other)
        strays = [word for word in BRITISH.findall(other) if not EVERYWHERE.fullmatch(word)]
        assert strays == [], (path, "is British, and not in templates/en/spelling/us.yaml")


def test_the_list_never_leads_back_to_a_british_word(library: Library) -> None:
    spelling = library.contents.spelling_us
    for word, other in spelling.items():
        assert not british(spelling).search(other), word


def test_variables_and_capitals_survive(library: Library) -> None:
    spelling = library.contents.spelling_us
    for text in ("Call {{ emergency }} now.", "{count} {unit}", "**Practise** it."):
        assert set(re.findall(r"\{+ ?\w+ ?\}+", respelled(text, spelling))) == set(re.findall(r"\{+ ?\w+ ?\}+", text))
    assert (
        respelled("Tick it. Colour, and go to A&E or your GP.", spelling)
        == "Check it. Color, and go to the ER or your doctor."
    )


def test_a_person_a_clinic_and_an_author_keep_their_spelling(library: Library) -> None:
    spelling = library.contents.spelling_us
    assert respelled((Run("Mr Grey", personal="client"), Run(" grey")), spelling) == (
        Run("Mr Grey", personal="client"),
        Run(" gray"),
    )
    assert respelled(said("colour"), {}) == said("colour")
    file = ClinicFile(
        name="The Grey Centre",
        region="us",
        address=("1 Harbour Centre",),
        link=Link(address="https://colour.example", label="Our programme"),
    )
    region = library.contents.regions["us"]
    workshop = Workshop.open(library, Clinic(file), region, Folders.find())
    request = read_request(
        {
            "areas": "lower-back",
            "client": "Fred Mould",
            "therapist": "Ms Cooker",
            "note": "The grey mat, please.",
            "tier": "full",
        }
    )
    words = word_sheet(
        workshop.plan(request), request, library, workshop.clinic, region, workshop.folders, workshop.numbers
    )
    assert plain(words.band.name) == "The Grey Centre"
    assert plain(words.band.lines[0]) == "1 Harbour Centre"
    assert words.link is not None
    assert (words.link.address, plain(words.link.label)) == ("https://colour.example", "Our programme")
    assert "colour.example" in words.link.alt
    assert words.title.for_whom is not None
    assert plain(words.title.for_whom) == "For Fred Mould"
    assert words.note is not None
    assert plain(words.note.text) == "The grey mat, please."
    cited = {record.short for record in library.contents.sources.values()}
    for note in words.foot.sources:
        assert set(plain(note.text).rstrip(".").split("; ")) <= cited | {short.rstrip(".") for short in cited}
