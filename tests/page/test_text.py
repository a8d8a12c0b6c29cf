"""Setting words in lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.page.styles import MM, styles_for
from handouts.page.text import SetText, Typesetter
from handouts.words.model import Run, said
from tests.page import samples

BODY = styles_for(samples.design()).body
NAME = "Ana Žofia Nguyễn-Phạm Łukasz Ελένη Дарья"


def printed(text: SetText) -> str:
    return "".join(piece.text for line in text.lines for piece in line.pieces)


def test_lines_keep_to_the_measure_and_end_with_a_space_so_that_words_do_not_join() -> None:
    found = Typesetter().set(said("Massage may ease back pain for a while, next to exercise."), BODY, 60 * MM)
    assert len(found.lines) > 1
    assert all(line.width <= 60 * MM for line in found.lines)
    assert printed(found) == "Massage may ease back pain for a while, next to exercise."


def test_the_rag_is_evened_without_an_extra_line() -> None:
    text = said("Left leg back. Tuck your tailbone under. Shift your hips forward a little now.")
    plain = Typesetter().set(text, BODY, 100 * MM, even=False)
    even = Typesetter().set(text, BODY, 100 * MM)
    assert len(even.lines) == len(plain.lines)
    assert even.lines[-1].width > plain.lines[-1].width


def test_a_no_break_space_never_breaks() -> None:
    for width in range(20, 90):
        found = Typesetter().set(said("Use a warm pack for 15 to 20\u00a0minutes at most."), BODY, width * MM)
        lines = ["".join(piece.text for piece in line.pieces) for line in found.lines]
        assert any("20 minutes" in line for line in lines) or width < 24


def test_a_word_wider_than_the_measure_is_broken_and_nothing_is_lost() -> None:
    found = Typesetter().set(said("x" * 300), BODY, 50 * MM)
    assert printed(found) == "x" * 300
    assert all(line.width <= 50 * MM for line in found.lines)


def test_a_footnote_figure_is_small_raised_and_never_parted_from_its_word() -> None:
    found = Typesetter().set((Run("eases pain."), Run("12", note=12)), BODY, 1000)
    figure = found.lines[0].pieces[-1]
    assert figure.text == "12"
    assert figure.size == pytest.approx(BODY.size * 0.62)
    assert figure.rise > 0
    narrow = Typesetter().set((Run("eases pain."), Run("12", note=12)), BODY, 26 * MM)
    assert narrow.lines[-1].pieces[-1].run.note == 12
    assert len(narrow.lines[-1].pieces) == 2


def test_markup_is_only_characters() -> None:
    nasty = '<img src="/etc/passwd"/> & <b>x</b> {{ y }} \\ ) ( %s'
    assert printed(Typesetter().set(said(nasty), BODY, 1000)) == nasty


def test_polish_vietnamese_greek_and_cyrillic_come_out_and_combining_marks_are_joined() -> None:
    setter = Typesetter()
    assert printed(setter.set(said(NAME), BODY, 1000)) == NAME
    assert printed(setter.set(said("e\u0301a\u0302\u0323"), BODY, 1000)) == "éậ"
    assert setter.missing == ()


def test_a_sign_no_font_has_becomes_one_box_and_is_told() -> None:
    setter = Typesetter()
    found = setter.set(said("Li 李 👩🏽\u200d⚕️ ok"), BODY, 1000)
    boxes = [piece for piece in found.lines[0].pieces if piece.box]
    assert [piece.text for piece in boxes] == ["李", "👩🏽\u200d⚕️"]
    assert all(piece.width > 0 for piece in boxes)
    assert setter.missing == ("李", "👩🏽\u200d⚕️")


def test_a_personal_run_stays_a_piece_of_its_own() -> None:
    found = Typesetter().set((Run("For "), Run("Client Name", personal="client"), Run(" today")), BODY, 1000)
    assert [piece.run.personal for piece in found.lines[0].pieces] == [None, "client", None]


def test_a_running_line_is_cut_with_an_ellipsis() -> None:
    found = Typesetter().one_line(said("one two three four five six"), BODY, 30 * MM)
    assert found.width <= 30 * MM
    assert printed(found).endswith("…")
    assert Typesetter().one_line(said(""), BODY, 30 * MM).lines == ()


def test_a_running_line_is_never_cut_behind_the_dot_between_its_parts() -> None:
    whole = (Run("For Client Name"), Run("   ·  "), Run("Your Clinic"))
    for width in range(20, 260, 4):
        line = printed(Typesetter().one_line(whole, BODY, width))
        assert not line or line.strip("… ")[-1].isalnum(), line


@given(text=st.text(alphabet="ab cdé李\n\u00a0–", max_size=120), width=st.integers(10, 300))
@settings(max_examples=60, deadline=None)
def test_no_character_is_ever_lost(text: str, width: int) -> None:
    found = Typesetter().set(said(text), BODY, width * MM)
    kept = printed(found).replace("\u00a0", " ").split()
    assert "".join(kept) == "".join(text.replace("\u00a0", " ").split())
    assert all(line.width <= max(width * MM, BODY.size) + 0.02 for line in found.lines)
