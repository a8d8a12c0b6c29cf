"""What makes a file archival."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageCms

from handouts.pdf.archive import DocumentInfo, info_object, pdf_date, srgb_profile, xmp_date, xmp_packet

INFO = DocumentInfo(
    "A & B <sheet>", "Clinic “Ł”", "Home care", "en-GB", datetime(2026, 3, 12, 9, 5, 7, tzinfo=UTC), "x 1"
)


def test_the_packet_claims_both_standards_and_is_sound_xml() -> None:
    packet = xmp_packet(INFO)
    words = "".join(ElementTree.fromstring(packet).itertext())
    assert "A & B <sheet>" in words
    assert "Clinic “Ł”" in words
    assert b"<pdfuaid:part>1<" in packet
    assert b"<pdfaid:part>2<" in packet
    assert b"<pdfaid:conformance>A<" in packet
    assert b"pdfaExtension:schemas" in packet


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_a_sign_that_xml_cannot_hold_leaves_the_metadata_well_formed_and_alike(sign: str) -> None:
    info = replace(INFO, title=f"A{sign}B", author=f"Cl{sign}inic", language=f"en{sign}")
    assert (info.title, info.author, info.language) == ("AB", "Clinic", "en")
    assert "Clinic" in "".join(ElementTree.fromstring(xmp_packet(info)).itertext())


def test_an_empty_author_or_subject_is_left_out() -> None:
    packet = xmp_packet(replace(INFO, author="", subject=""))
    assert b"dc:creator" not in packet
    assert b"dc:description" not in packet


@pytest.mark.parametrize(
    ("zone", "pdf", "xmp"),
    [(0, "+00'00'", "+00:00"), (330, "+05'30'", "+05:30"), (-210, "-03'30'", "-03:30")],
)
def test_dates_carry_their_zone(zone: int, pdf: str, xmp: str) -> None:
    moment = datetime(2026, 3, 12, 9, 5, 7, tzinfo=timezone(timedelta(minutes=zone)))
    assert pdf_date(moment) == "D:20260312090507" + pdf
    assert xmp_date(moment) == "2026-03-12T09:05:07" + xmp


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        replace(INFO, created=datetime(2026, 3, 12))


def test_the_profile_is_srgb() -> None:
    data = srgb_profile()
    assert len(data) == struct.unpack(">I", data[:4])[0]
    ours, theirs = ImageCms.ImageCmsProfile(io.BytesIO(data)), ImageCms.createProfile("sRGB")
    for colour in ((10, 100, 200), (255, 0, 30), (128, 128, 128), (0, 0, 0), (255, 255, 255)):
        image = Image.new("RGB", (1, 1), colour)
        seen = ImageCms.applyTransform(image, ImageCms.buildTransform(ours, theirs, "RGB", "RGB"))
        assert seen is not None
        assert all(abs(a - b) <= 1 for a, b in zip(seen.getpixel((0, 0)), colour, strict=True))  # type: ignore[arg-type]


def test_the_info_dictionary_says_what_the_packet_says() -> None:
    written = info_object(INFO)
    assert b"/Title (A & B <sheet>)" in written
    assert b"/Author <FEFF" in written
    assert written.count(b"(D:20260312090507+00'00')") == 2
    assert b"/Subject" not in info_object(replace(INFO, subject=""))
