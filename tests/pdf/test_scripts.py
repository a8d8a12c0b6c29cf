"""Names in every script: from the clinic's own font, from ours, from the extra, or as a box that is told of."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import page
import pikepdf
import pytest
import ttf_opensans

from handouts.cli.journey import Journey
from handouts.design import FontChoice
from handouts.page.handout import lay_out_handout
from handouts.page.layout import Layout
from handouts.page.style import Style
from handouts.page.text import SetText, Typesetter, extra_hint
from handouts.page.write import write_pdf
from handouts.pdf import scripts
from handouts.pdf.fonts import faces_of, open_sans
from handouts.words.runs import said
from tests.matrix.structure import faults, words_in_order
from tests.page import samples

ARABIC, HEBREW, HINDI = "محمد عبد الله", "דוד בן", "क्षत्रिय"
LATIN_ONLY = "Nguyễn Thị Phượng, Łukasz Żółć, Γιώργος Παπαδόπουλος, Владимир Щёголев"


def style(face: str | None = None) -> Style:
    faces = open_sans()
    return Style(face or faces.regular, faces.semibold, 10, 14, "#000000")


def set_line(text: str, face: str | None = None) -> tuple[SetText, Typesetter]:
    typesetter = Typesetter()
    return typesetter.set(said(text), style(face), 400), typesetter


@pytest.fixture
def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scripts, "shaper", lambda *, bold: None)


def test_names_of_europe_and_vietnam_need_no_extra(without_the_extra: None) -> None:
    found, typesetter = set_line(LATIN_ONLY)
    assert typesetter.missing == ()
    assert {piece.font for line in found.lines for piece in line.pieces} == {open_sans().regular}


def test_what_the_clinics_font_lacks_comes_from_ours(tmp_path: Path) -> None:
    own = faces_of(FontChoice(_latin_font(tmp_path))).regular
    found, typesetter = set_line("Anna Żółć", own)
    assert typesetter.missing == ()
    assert [(piece.text, piece.font) for piece in found.lines[0].pieces] == [
        ("Anna ", own),
        ("Żółć", open_sans().regular),
    ]


def _latin_font(folder: Path) -> Path:
    """Open Sans Light with plain letters alone."""
    subset = pytest.importorskip("fontTools.subset", reason="fonttools is not installed")
    from fontTools.ttLib import TTFont

    font = TTFont(Path(ttf_opensans.__file__).parent / "ttf" / "OpenSans-Light.ttf")
    cutter = subset.Subsetter()
    cutter.populate(unicodes=range(32, 127))
    cutter.subset(font)
    path = folder / "plain.ttf"
    font.save(path)
    return path


def test_arabic_is_joined_and_runs_from_right_to_left() -> None:
    found, typesetter = set_line(f"Dr {ARABIC} is here")
    name = found.lines[0].pieces[1]
    assert typesetter.missing == ()
    assert (name.text, name.right_to_left) == (ARABIC, True)
    alone = [set_line(word)[0].lines[0].pieces[0].glyphs for word in ARABIC.split()]
    drawn = [glyph.sign for glyph in name.glyphs if glyph.sign]
    assert drawn == [glyph.sign for word in reversed(alone) for glyph in word]  # the first word stands at the right
    assert len(set_line("مم")[0].lines[0].pieces[0].glyphs) == 2
    assert len({glyph.sign for glyph in set_line("مم")[0].lines[0].pieces[0].glyphs}) == 2  # first form, last form


def test_letters_of_devanagari_become_conjuncts() -> None:
    piece = set_line(HINDI)[0].lines[0].pieces[0]
    assert piece.text == HINDI
    assert len(piece.glyphs) < len(HINDI)
    assert piece.width == pytest.approx(sum(glyph.advance for glyph in piece.glyphs) * 10 / 1000)


def test_a_long_text_from_right_to_left_breaks_into_lines_in_reading_order() -> None:
    typesetter = Typesetter()
    found = typesetter.set(said(" ".join([HEBREW] * 30)), style(), 120)
    assert len(found.lines) > 3
    assert " ".join("".join(piece.text for line in found.lines for piece in line.pieces).split()) == " ".join(
        [HEBREW] * 30
    )
    assert all(line.width <= 120.01 for line in found.lines)


def test_without_the_extra_a_box_is_drawn_and_the_warning_names_it(without_the_extra: None) -> None:
    found, typesetter = set_line("אב")
    assert [piece.box for piece in found.lines[0].pieces] == [True, True]
    assert "handouts[i18n]" in extra_hint(typesetter.missing)
    assert extra_hint(("李",)) == ""
    assert "handouts[i18n]" in sheet("אב").warnings[0]


def test_with_the_extra_no_warning_asks_for_it() -> None:
    assert extra_hint(("א", "李")) == ""


def sheet(name: str) -> Layout:
    words = samples.standard(client=name, note=f"For {name}, with love.")
    design, book = samples.design("standard"), samples.SampleBook()
    return lay_out_handout(words, design, book, tier="basic", regions=samples.REGIONS)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [ARABIC, HEBREW, HINDI, "გიორგი", "สวัสดี", f"Anna {HEBREW} 李"])
def test_a_sheet_with_such_a_name_is_archival_and_reads_the_name_aloud(name: str) -> None:
    data = write_pdf(sheet(name), info=samples.INFO)
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        report = page.validate_pdf_bytes(data, profile=profile)
        assert report.is_compliant, [(one.rule_id, one.message) for one in report.failures]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert faults(pdf) == []
        assert f"For {name}, with love." in " ".join(words_in_order(pdf).split())
    assert write_pdf(sheet(name), info=samples.INFO) == data


def test_a_sheet_is_the_same_whoever_came_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDOUTS_CACHE", "")
    names = ["Ann", ARABIC, "Łucja", "李", "Ben"]

    def made(order: list[str]) -> dict[str, bytes]:
        journey = Journey.begin({"region": "uk"}, today=dt.date(2026, 3, 12))
        return {name: journey.compose(journey.read({"areas": ["neck"], "client": name})).pdf for name in order}

    assert made(names) == made(names[::-1])
