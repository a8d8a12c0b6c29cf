"""The clinic's own fonts, and ours."""

from __future__ import annotations

from pathlib import Path

import pytest
import ttf_opensans
from reportlab.pdfbase import pdfmetrics

from handouts.design import FontChoice
from handouts.errors import InvalidData
from handouts.pdf.fonts import faces_of, has_glyph, open_sans

FOLDER = Path(ttf_opensans.__file__).parent / "ttf"


def test_open_sans_has_the_letters_of_europe_and_vietnam() -> None:
    for face in (open_sans().regular, open_sans().semibold, open_sans().bold):
        assert all(has_glyph(face, character) for character in "AŁżőßñệựΩЖ–’·½°≤")
        assert not has_glyph(face, "李")


def test_missing_weights_fall_back_to_the_nearest() -> None:
    light = FOLDER / "OpenSans-Light.ttf"
    only = faces_of(FontChoice(light))
    assert only.regular == only.semibold == only.bold
    two = faces_of(FontChoice(light, bold=FOLDER / "OpenSans-ExtraBold.ttf"))
    assert two.semibold == two.bold != two.regular


def test_the_same_file_is_the_same_font_wherever_it_lies(tmp_path: Path) -> None:
    copy = tmp_path / "brand.ttf"
    copy.write_bytes((FOLDER / "OpenSans-Light.ttf").read_bytes())
    assert faces_of(FontChoice(copy)) == faces_of(FontChoice(FOLDER / "OpenSans-Light.ttf"))


def test_a_file_that_is_no_font_is_named(tmp_path: Path) -> None:
    path = tmp_path / "brand.ttf"
    with pytest.raises(InvalidData, match=r"brand\.ttf"):
        faces_of(FontChoice(path))
    path.write_bytes(b"not a font at all")
    with pytest.raises(InvalidData, match=r"brand\.ttf.*\.ttf"):
        faces_of(FontChoice(path))


def test_a_clinics_own_font_is_set_even_where_it_calls_itself_like_ours(tmp_path: Path) -> None:
    own = tmp_path / "brand.ttf"
    data = bytearray((FOLDER / "OpenSans-Regular.ttf").read_bytes())
    data[-1] ^= 1  # another file, with the same names inside
    own.write_bytes(bytes(data))
    ours, theirs = open_sans().regular, faces_of(FontChoice(own)).regular
    assert pdfmetrics.getFont(theirs) is not pdfmetrics.getFont(ours)
    assert pdfmetrics.getFont(theirs).fontName == theirs
    assert pdfmetrics.getFont(theirs).face.name == pdfmetrics.getFont(ours).face.name
