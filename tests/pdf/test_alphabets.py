"""Every character has one code in one alphabet, and the embedded pieces say which."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from handouts.pdf.alphabets import BASIC, alphabets_of, members, place, stretches
from handouts.pdf.fonts import open_sans, piece_of, widths_of
from handouts.pdf.metrics import REGISTERED
from handouts.pdf.truetype import without_hints

SIGNS = st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc"), exclude_characters="\u00a0")


@given(st.text(SIGNS, max_size=40))
def test_a_text_can_be_read_back_from_its_codes(text: str) -> None:
    read = "".join(chr(members(alphabet)[code]) for alphabet, codes in stretches(text) for code in codes)
    assert read == text
    assert alphabets_of(text) >= {alphabet for alphabet, _ in stretches(text)}


@given(SIGNS, SIGNS)
def test_two_characters_never_share_a_code(first: str, second: str) -> None:
    assert (place(first) == place(second)) is (first == second)
    assert 32 <= place(first)[1] <= 255


def test_ascii_keeps_its_own_codes_and_the_blank_is_everywhere() -> None:
    assert all(place(chr(sign)) == (BASIC, sign) for sign in range(32, 127))
    assert place("\u00a0") == (BASIC, 32)
    assert all(members(alphabet)[32] == 32 for alphabet in (0, 1, 2, 61))
    assert list(stretches("Łó dź")) == [(2, b"b"), (1, b"\x94 "), (BASIC, b"d"), (2, b"\x9b")]


def test_western_europe_vietnam_and_greece_each_take_one_alphabet_more() -> None:
    assert alphabets_of("Anna – “Bo”") == {BASIC}
    assert alphabets_of("Zoë Müller") == {BASIC, 1}
    assert alphabets_of("Nguyễn") == {BASIC, 61}
    assert alphabets_of("Ω") == {7}


def test_widths_are_those_of_the_font() -> None:
    regular = open_sans().regular
    for text in ("Anna Example", "Łucja Nguyễn", "½ – “x”"):
        assert REGISTERED.width(text, regular, 12) == pytest.approx(pdfmetrics.stringWidth(text, regular, 12))
    assert set(widths_of(regular, 7)) >= set("ΑΒΓΔΩαβγδω")
    assert piece_of(regular, 7) is piece_of(regular, 7)


@pytest.mark.parametrize("alphabet", [0, 1, 2, 61])
def test_a_font_without_hints_has_the_same_outlines_and_is_much_smaller(alphabet: int) -> None:
    tools = pytest.importorskip("fontTools.ttLib")
    face = pdfmetrics.getFont(open_sans().bold).face
    codes = [sign if sign in face.charToGlyph else 0 for sign in members(alphabet).values()]
    hinted = face.makeSubset(codes)
    bare = without_hints(hinted)
    assert len(bare) < 0.7 * len(hinted)
    before, after = (tools.TTFont(io.BytesIO(data), checkChecksums=2) for data in (hinted, bare))
    assert before.getGlyphOrder() == after.getGlyphOrder()
    assert before["hmtx"].metrics == after["hmtx"].metrics
    assert before["cmap"].tables[0].cmap == after["cmap"].tables[0].cmap
    for name in before.getGlyphOrder():
        assert after["glyf"][name].getCoordinates(after["glyf"]) == before["glyf"][name].getCoordinates(before["glyf"])
    assert "fpgm" not in after
