"""A locked file opens with its password alone, stays readable aloud, and says nothing that is no longer true."""

from __future__ import annotations

import io
from pathlib import Path

import page
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.errors import InvalidData
from handouts.pdf.seal import check_password, seal
from tests.pdf.test_structure import document, elements, written

PASSWORD = "Blauer Zug 7"


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return seal(written("standard"), PASSWORD)


def test_it_opens_with_the_password_and_not_without(sealed: bytes) -> None:
    for wrong in ("", "blauer zug 7", PASSWORD[:-1]):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(sealed), password=wrong)
    with pikepdf.open(io.BytesIO(sealed), password=PASSWORD) as opened:
        assert (opened.encryption.R, opened.encryption.bits) == (6, 256)


def test_nothing_of_it_can_be_read_in_the_raw_bytes(sealed: bytes) -> None:
    for plain in (b"Lower back", b"Client Name", b"xmpmeta", b"Your Clinic"):
        assert plain not in sealed


def test_page_readers_may_read_it_and_clients_may_print_it(sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(sealed), password=PASSWORD) as opened:
        assert opened.allow.accessibility
        assert opened.allow.extract
        assert opened.allow.print_highres


def test_it_stays_tagged_and_passes_pdf_ua_but_no_longer_claims_pdf_a(sealed: bytes, tmp_path: Path) -> None:
    unlocked = tmp_path / "unlocked.pdf"
    with pikepdf.open(io.BytesIO(sealed), password=PASSWORD) as opened:
        metadata = opened.Root.Metadata.read_bytes().decode()
        kinds = [str(element.S) for element in elements(document(opened))]
        opened.save(unlocked)
    with pikepdf.open(io.BytesIO(written("standard"))) as before:
        assert kinds == [str(element.S) for element in elements(document(before))]
    assert "pdfuaid" in metadata
    assert "pdfaid:" not in metadata
    assert page.validate_pdf(str(unlocked), profile=page.ValidationProfile.PDF_UA_1).is_compliant


def test_a_broken_file_is_not_sealed() -> None:
    whole = written("standard")
    with pytest.raises(InvalidData):
        seal(whole[: len(whole) // 2].replace(b"endobj", b"endo", 40), PASSWORD)


@pytest.mark.parametrize("poor", ["", "abc", "12345", "x" * 128, "ü" * 64, "with\nbreak", "zero\u200bwidth"])
def test_a_poor_password_is_refused_and_not_repeated(poor: str) -> None:
    with pytest.raises(InvalidData) as caught:
        check_password(poor)
    assert not poor or poor not in str(caught.value)


@settings(max_examples=8, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=6, max_size=20))
def test_any_password_that_can_be_typed_opens_what_it_closed(password: str) -> None:
    try:
        closed = seal(_tiny(), password)
    except InvalidData:
        return
    pikepdf.open(io.BytesIO(closed), password=check_password(password)).close()


def _tiny() -> bytes:
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(file)
    return file.getvalue()
