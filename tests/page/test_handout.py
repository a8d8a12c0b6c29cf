"""Laying out: two pages, nothing over the edge, nothing over another, no red flag lost."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from PIL import Image

from handouts.design import Paper
from handouts.errors import LayoutError, PictureError
from handouts.page.blocks import emblem
from handouts.page.drawing import Figure, Words
from handouts.page.furniture import running_line
from handouts.page.handout import lay_out_handout
from handouts.page.layout import FOOTER, SIDE, Layout, content_end
from handouts.page.rows import Breaks, Row, break_rows
from handouts.page.styles import MM
from handouts.pictures.logo import Logo, load_logo
from handouts.words import model as w
from handouts.words.model import Run, said
from tests.page import samples
from tests.page.samples import A4, LETTER

SLACK = 0.1


def lay_out(words: w.Words, variant: str = "standard", paper: Paper = A4, tier: str = "basic") -> Layout:
    design, book = samples.design(variant, paper), samples.SampleBook()
    return lay_out_handout(words, design, book, tier=tier, regions=samples.REGIONS)  # type: ignore[arg-type]


def said_plainly(text: w.Text) -> str:
    """As it is printed: a no-break space is a space on paper."""
    return w.plain(text).replace("\u00a0", " ")


def texts(layout: Layout) -> str:
    found = []
    for page in layout.pages:
        for placed in page.placed:
            for thing in placed.block.things:
                things = thing.things if isinstance(thing, Figure) else (thing,)
                for one in things:
                    if isinstance(one, Words):
                        found.append("".join(p.text for line in one.text.lines for p in line.pieces).strip())
    return "\n".join(found)


def assert_sound(layout: Layout) -> None:
    """Blocks keep to the margins, end above the footer and do not lie over each other; words keep to their block."""
    width, height = layout.page_size
    for page in layout.pages:
        boxes = [placed for placed in page.placed if placed.block.height > 0]
        for placed in boxes:
            assert placed.x >= SIDE - SLACK, placed.block.name
            assert placed.x + placed.block.width <= width - SIDE + SLACK, placed.block.name
            if placed.block.name == "footer":
                assert placed.y == pytest.approx(height - FOOTER)
                assert placed.bottom <= height - 9 * MM
            else:
                assert placed.bottom <= content_end(layout.design) + SLACK, placed.block.name
            for thing in placed.block.things:
                if isinstance(thing, Words):
                    for line, x, y in thing.starts():
                        assert x >= -SLACK, (placed.block.name, line)
                        assert x + line.width <= placed.block.width + 6 * MM, (placed.block.name, line)
                        assert 0 < y <= placed.block.height + SLACK, (placed.block.name, line)
        for index, one in enumerate(boxes):
            for other in boxes[index + 1 :]:
                beside = one.x + one.block.width <= other.x + SLACK or other.x + other.block.width <= one.x + SLACK
                apart = one.bottom <= other.y + SLACK or other.bottom <= one.y + SLACK
                small_print = "link" in (one.block.name, other.block.name)  # the code stands in its block's corner
                assert beside or apart or small_print, (one.block.name, other.block.name)


CASES = list(product((A4, LETTER), ("standard", "mono"), (1, 2, 3, 4, 5), (0, 1, 2, 4)))
FLAGS = ((4, 4, 0), (2, 1, 1), (5, 4, 1), (7, 5, 2))
AREAS = ("Neck", "Lower back and left hip", "Neck, both shoulders, lower back, left hip and right knee")


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_basic_sheet_is_one_leaf_and_keeps_every_red_flag(number: int) -> None:
    paper, variant, exercises, conditions = CASES[number]
    words = samples.standard(
        exercises=exercises,
        conditions=conditions,
        flag_counts=FLAGS[number % len(FLAGS)],
        areas=AREAS[number % len(AREAS)],
    )
    layout = lay_out(words, variant, paper)
    assert len(layout.pages) == 2
    assert_sound(layout)
    printed = texts(layout)
    for sign in samples.all_texts(words):
        assert sign in printed
    for card in words.exercises.cards if words.exercises else ():
        assert said_plainly(card.how) in printed
        assert any(said_plainly(fact.text) in printed for fact in card.facts if fact.id == "stop")


@pytest.mark.parametrize(
    ("variant", "tier", "paper"),
    [("large", "basic", A4), ("large", "full", LETTER), ("standard", "full", A4), ("mono", "full", LETTER)],
)
def test_longer_sheets_hold_everything_and_fill_their_pages(variant: str, tier: str, paper: Paper) -> None:
    words = samples.standard(exercises=5, conditions=4, flag_counts=(8, 5, 2), note="Heat before bed. " * 90)
    layout = lay_out(words, variant, paper, tier)
    assert_sound(layout)
    assert layout.dropped == ()
    end, printed = content_end(layout.design), texts(layout)
    for page in layout.pages[:-1]:
        bodies = [placed.bottom for placed in page.placed if placed.block.name != "footer"]
        assert max(bodies) > end / 3
    for sign in samples.all_texts(words):
        assert sign in printed
    assert printed.count("Heat before bed.") >= 60
    for card in words.exercises.cards if words.exercises else ():
        assert all(said_plainly(fact.text) in printed for fact in card.facts)


def test_a_heading_is_never_alone_at_a_pages_foot() -> None:
    for exercises, conditions in product((1, 3, 5), (0, 2, 4)):
        layout = lay_out(samples.standard(exercises=exercises, conditions=conditions), "large")
        for page in layout.pages:
            names = [placed.block.name for placed in page.placed if placed.block.name not in ("footer", "hairline")]
            assert not names[-1].endswith("heading")


def test_no_page_of_a_long_list_of_signs_is_lost() -> None:
    words = samples.standard()
    signs = tuple(said(f"Sign number {number} that may well take two lines of the box") for number in range(90))
    tier = w.FlagTier("emergency", said("Call 999"), said("or go to A&E, now"), signs)
    many = replace(words, flags=replace(words.flags, tiers=(tier,)))
    for variant in ("standard", "large"):
        layout = lay_out(many, variant, tier="full")
        assert_sound(layout)
        assert all(w.plain(sign) in texts(layout) for sign in signs)


def test_what_gives_way_is_told_and_page_one_gives_way_in_order() -> None:
    generous = lay_out(samples.standard(conditions=0))
    assert not [line for line in generous.dropped if "behind it" in line or "did today" in line]
    crowded = lay_out(samples.crowded())
    assert any("What we did today" in line for line in crowded.dropped)
    assert not any("Stop if" in line for line in crowded.dropped)


def test_the_smallest_sheet_is_still_two_sound_pages() -> None:
    layout = lay_out(samples.tiny())
    assert len(layout.pages) == 2
    assert layout.dropped == ()
    assert_sound(layout)


def test_an_advice_sheet_has_the_flags_and_what_to_do() -> None:
    layout = lay_out(samples.advice())
    assert len(layout.pages) == 1
    assert_sound(layout)
    assert "Until then" in texts(layout)


def test_a_clinic_without_a_name_leaves_no_empty_band() -> None:
    words = samples.standard()
    nameless = replace(words, band=w.Band(said(""), None, None, ()))
    for variant, paper, tier in (("standard", A4, "basic"), ("mono", LETTER, "basic"), ("large", A4, "full")):
        layout = lay_out(nameless, variant, paper, tier)
        assert_sound(layout)
        band = next(placed.block for placed in layout.pages[0].placed if placed.block.name == "band")
        assert band.height == 0
        assert band.things == ()


NOBODY = w.Band(said(""), None, None, ())
SOMEBODY = w.Band(said("Your Clinic"), None, said("020 7946 0000"), ())


@pytest.mark.parametrize(
    ("band", "client", "shown"),
    [
        (NOBODY, None, ""),
        (NOBODY, "Client Name", "For Client Name"),
        (SOMEBODY, None, "Your Clinic 020 7946 0000"),
        (SOMEBODY, "Client Name", "For Client Name   ·   Your Clinic 020 7946 0000"),
        (replace(SOMEBODY, phone=None), "Client Name", "For Client Name   ·   Your Clinic"),
        (replace(SOMEBODY, name=said(" ")), "Client Name", "For Client Name   ·   020 7946 0000"),
    ],
)
def test_the_running_line_parts_what_there_is_and_ends_with_no_lonely_dot(
    band: w.Band, client: str | None, shown: str
) -> None:
    whole = samples.standard()
    title = replace(whole.title, for_whom=(Run("For "), Run(client, personal="client")) if client else None)
    assert said_plainly(running_line(replace(whole, band=band, title=title))) == shown


def png(folder: Path, size: tuple[int, int] = (600, 300)) -> Path:
    path = folder / "logo.png"
    Image.new("RGB", size, "#15565E").save(path)
    return path


def test_a_logo_is_decoded_once_for_many_sheets_and_again_when_its_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def load(path: Path) -> Logo:
        read.append(path)
        return load_logo(path)

    monkeypatch.setattr(emblem, "load_logo", load)
    path = png(tmp_path)
    for variant in ("standard", "mono", "large"):
        design, book = samples.design(variant, logo=path), samples.SampleBook()
        lay_out_handout(samples.standard(), design, book, tier="basic", regions=samples.REGIONS)
    assert read == [path]
    os.utime(png(tmp_path, (300, 300)), (1, 1))
    lay_out_handout(samples.standard(), samples.design(logo=path), book, tier="basic", regions=samples.REGIONS)
    assert read == [path, path]


def test_a_name_without_letters_leaves_no_gap_where_its_initials_would_stand() -> None:
    words = samples.standard()
    for name, beside in (("Your Clinic", True), ("★ ★", False)):
        layout = lay_out(replace(words, band=replace(words.band, name=said(name))))
        band = next(placed.block for placed in layout.pages[0].placed if placed.block.name == "band")
        first = next(thing for thing in band.things if isinstance(thing, Words) and thing.node is not None)
        assert (first.x > 0) is beside


@pytest.mark.parametrize("name", ["N" * 300, "Ana Žofia " * 30, "李" * 40])
def test_a_very_long_name_wraps_and_never_lies_over_anything(name: str) -> None:
    for variant in ("standard", "large"):
        layout = lay_out(samples.standard(client=name), variant)
        assert_sound(layout)
        shown = texts(layout).replace("\n", "").replace(" ", "")
        assert name.replace(" ", "")[:200] in shown


def test_a_note_that_does_not_fit_is_an_error_that_counts_the_lines() -> None:
    with pytest.raises(LayoutError, match=r"the note is \d+ lines too long.*full sheet"):
        lay_out(samples.standard(note="Please remember this. " * 200))


def test_paper_that_is_too_small_is_refused_with_the_reason() -> None:
    a5 = Paper(id="a5", name="A5", width_mm=148, height_mm=210)
    with pytest.raises(LayoutError, match="A4 and Letter"):
        lay_out(samples.standard(), paper=a5)


def test_an_area_the_map_does_not_know_is_an_error_not_a_blank_map() -> None:
    words = samples.standard()
    assert words.body_map is not None
    wrong = replace(words, body_map=replace(words.body_map, marks=(w.MapMark("tail", ("left",)),)))
    with pytest.raises(PictureError, match="tail"):
        lay_out(wrong)


def test_slots_tell_where_every_personal_word_stands() -> None:
    layout = lay_out(samples.standard(note="Warm, then walk."))
    height = layout.page_size[1]
    names = {slot.name for slot in layout.slots}
    assert names == {"client", "date", "therapist", "note"}
    for slot in layout.slots:
        assert 1 <= slot.page <= 2
        assert 0 < slot.y < height
        assert slot.width > 0
    heading = [slot for slot in layout.slots if slot.name == "client" and slot.page == 1]
    assert heading[0].text == "Client Name"


def test_a_missing_glyph_is_a_warning_for_the_therapist() -> None:
    assert lay_out(samples.standard()).warnings == ()
    assert any(
        "a box is printed" in warning and "李" not in warning
        for warning in lay_out(samples.standard(client="李")).warnings
    )


def test_the_side_chosen_is_the_clients_own() -> None:
    layout = lay_out(samples.standard())
    figures = [
        thing
        for placed in layout.pages[0].placed
        if placed.block.name == "body map"
        for thing in placed.block.things
        if isinstance(thing, Figure)
    ]
    letters = [
        (one.text.lines[0].pieces[0].text, one.x)
        for one in figures[0].things
        if isinstance(one, Words) and one.text.lines[0].pieces[0].text in "LR"
    ]
    order = [letter for letter, _ in sorted(letters, key=lambda pair: pair[1])]
    assert order == ["R", "L", "L", "R"]  # front: the client's right at the viewer's left; back: as the client


class _Stub:
    def __init__(self, height: float) -> None:
        self.height = height
        self.name = f"{height:g} high"


def _rows(*heights: float, keeps: tuple[int, ...] = ()) -> list[Row]:
    return [Row(((_Stub(h), 0, 0),), 0, index in keeps) for index, h in enumerate(heights)]  # type: ignore[arg-type]


def _ends(found: Breaks) -> list[int]:
    return [end for _, end in found.pages]


def test_breaks_are_fewest_then_even_and_keep_headings_with_what_follows() -> None:
    assert _ends(break_rows(_rows(30, 30, 30), 100, 100)) == [3]
    assert _ends(break_rows(_rows(40, 10, 45, keeps=(1,)), 90, 90)) == [1, 3]
    with pytest.raises(LayoutError, match="120 high"):
        break_rows(_rows(120), 100, 100)


def test_an_untagged_language_run_keeps_its_language() -> None:
    words = samples.standard()
    greek = replace(words, causes=w.Section("causes", said("Why"), (w.Paragraph((Run("πόνος", language="el"),)),)))
    assert "πόνος" in texts(lay_out(greek))
