"""The HTML file: one file, nothing fetched, a sound structure, every picture named, every planned word in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.compose import Workshop
from handouts.design import contrast
from handouts.errors import PictureError
from handouts.pictures.compiled import Block, Picture, PictureBook
from handouts.pictures.palette import palette_for
from handouts.plain.html import html_of
from handouts.plain.svg import Layer, svg_of
from handouts.request import read_request
from handouts.words.model import Note, Run, said
from tests.page import samples
from tests.plain.conftest import SHEETS, Worded
from tests.plain.planned import missing_from

PageOf = Callable[[str], str]
VOID = {"meta", "path", "br", "rect", "link"}


class Outline(HTMLParser):
    """What a browser and a page reader would find."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if not {"style", "sup"} & set(self.open):
            self.text.append(data if self.open[-1:] != ["br"] else f" {data}")

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of that name."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page_of(workshop: Workshop, worded: Worded) -> PageOf:
    """The page of one of the sheets."""

    @lru_cache
    def make(name: str) -> str:
        request = read_request(SHEETS[name])
        design = workshop.design(request.theme, request.paper, request.variant)
        return html_of(worded(name), design, workshop.pictures, workshop.map_regions, skip="Skip to the sheet")

    return make


@pytest.mark.parametrize("name", SHEETS)
def test_every_planned_word_stands_there_in_order(name: str, page_of: PageOf, worded: Worded) -> None:
    page = re.sub(r"(</(?:p|li|h\d|dt|dd|th|td|span|figcaption|a)>)", r" \1", page_of(name).replace("<br>", " "))
    text = "".join(Outline(page).text)
    assert missing_from(text, worded(name)) == []


@pytest.mark.parametrize("name", SHEETS)
def test_headings_run_down_without_a_gap_and_there_is_one_h1(name: str, page_of: PageOf) -> None:
    levels = Outline(page_of(name)).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", SHEETS)
def test_it_says_its_language_has_landmarks_and_a_way_past_the_band(name: str, page_of: PageOf) -> None:
    outline = Outline(page_of(name))
    assert outline.all("html")[0]["lang"] == "en-GB"
    for tag in ("title", "header", "main", "footer"):
        assert len(outline.all(tag)) == 1, tag
    assert outline.all("a")[0]["href"] == "#sheet"
    assert outline.all("main")[0]["id"] == "sheet"


@pytest.mark.parametrize("name", SHEETS)
def test_every_picture_is_named_and_every_id_is_its_own(name: str, page_of: PageOf) -> None:
    outline = Outline(page_of(name))
    assert len(set(outline.ids)) == len(outline.ids)
    for attributes in outline.all("svg"):
        assert attributes["role"] == "img"
        assert (attributes["aria-label"] or "").strip()
    named = {attributes["aria-labelledby"] for _, attributes in outline.tags if attributes.get("aria-labelledby")}
    assert named <= set(outline.ids)
    targets = {str(a["href"])[1:] for a in outline.all("a") if str(a["href"]).startswith("#")}
    assert targets <= set(outline.ids)


def test_tables_say_what_their_heads_are_for(page_of: PageOf) -> None:
    heads = Outline(page_of("basic")).all("th")
    assert {head["scope"] for head in heads} == {"col", "row"}
    assert len(heads) == 7 + 3 + 2


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_fetched_and_nothing_runs(name: str, page_of: PageOf) -> None:
    page = page_of(name)
    outline = Outline(page)
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in outline.tags}
    assert not [key for _, attributes in outline.tags for key in attributes if key.startswith("on")]
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_words_from_outside_are_only_words(page_of: PageOf) -> None:
    page = page_of("basic")
    assert "<b>" not in page
    assert "<i>" not in page
    assert "Anne &lt;b&gt;&quot;X&quot;&lt;/b&gt; &amp; Co" in page
    assert "Heat &lt;i&gt;before&lt;/i&gt; bed.<br>See you &amp; yours soon." in page
    assert 'href="https://clinic.example/moves?a=1&amp;b=2"' in page


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_whatever_a_therapist_notes_keeps_the_page_sound(note: str) -> None:
    words = replace(
        samples.standard(), exercises=None, body_map=None, note=Note(said("A note"), (Run(note, personal="note"),))
    )
    page = html_of(words, samples.design(), samples.SampleBook(), samples.REGIONS, skip="Skip")
    assert note in "".join(Outline(page).text)


def test_the_client_is_not_in_the_title(page_of: PageOf) -> None:
    assert "Anne" not in re.findall("<title>.*?</title>", page_of("basic"))[0]


@pytest.mark.parametrize("theme", ["calm", "warm", "clinical"])
def test_words_and_their_grounds_can_be_told_apart(theme: str, workshop: Workshop) -> None:
    colours = workshop.design(theme, "a4", "standard").colours
    for ink, ground in ((colours.main, colours.paper), (colours.main, colours.tint), (colours.ink, colours.red_tint),
                        (colours.red, colours.red_tint), (colours.brown, colours.amber_tint), (colours.mute, colours.paper)):  # fmt: skip
        assert contrast(ink, ground) >= 4.5


# ---------------------------------------------------------------- pictures
def _picture(data: bytes) -> Picture:
    return Picture("sample", "icon", 10, 20, ("ink",), (0.5, 1.0), (Block("colour", b"q\n" + data + b"Q\n"),))


def test_paths_colours_strokes_and_clips_come_over() -> None:
    picture = _picture(
        b"{ink}\n0 0 m\n5 5 l\n1 2 3 4 5 6 c\nh\nf*\n/A50 gs\n{S:ink}\n2 w\n1 J\n[2 1] 0 d\n0 0 m\n1 1 l\nS\n0 0 m\nW* n\n1 1 m\nf\n"
    )
    svg = svg_of(picture, [Layer({"ink": "#FF0000"}, ("colour",))], label='a "b"', key="k")
    assert 'viewBox="0 0 10 20" role="img" aria-label="a &quot;b&quot;"' in svg
    assert '<path fill="#FF0000" fill-rule="evenodd" d="M0 0L5 5C1 2 3 4 5 6Z"/>' in svg
    assert 'stroke="#FF0000" stroke-width="2" stroke-linecap="round" stroke-dasharray="2 1" opacity="0.5"' in svg
    assert '<clipPath id="k-0-c1"><path clip-rule="evenodd" d="M0 0"/></clipPath><g clip-path="url(#k-0-c1)">' in svg
    assert svg.count("<g") == svg.count("</g>")


def test_an_operator_that_is_not_known_is_an_error_and_no_hole() -> None:
    with pytest.raises(PictureError, match="operator 'sh'"):
        svg_of(_picture(b"sh\n"), [Layer({"ink": "#000000"}, ("colour",))], label="x", key="k")


def test_every_compiled_picture_of_a_sheet_can_be_shown(workshop: Workshop) -> None:
    book: PictureBook = workshop.pictures
    design = workshop.design("calm", "a4", "standard")
    palette = palette_for(design.person)
    for picture_id in book.ids("exercise")[::9]:
        picture = book.get("exercise", picture_id)
        svg = svg_of(picture, [Layer(palette, ("colour",))], label="x", key="k", mirrored=True)
        assert svg.count("<g") == svg.count("</g>")
        assert "<path" in svg
