"""Each repair to ReportLab: that it works, and that ReportLab still needs it (or it can go)."""

from __future__ import annotations

import re

from reportlab import Version, rl_config
from reportlab.pdfbase import pdfdoc, ttfonts
from reportlab.pdfgen import canvas, pathobject, textobject

from handouts.pdf import reportlab_patches as patches

SUBSET = [0, 32, 0, 65, 0x141, 0x1F600]


def mapped(cmap: str) -> dict[int, str]:
    pairs = re.findall(r"^<([0-9A-F]{2})> <([0-9A-F]+)>$", cmap, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs if len(text) >= 4}


def test_the_repairs_were_made_for_this_reportlab() -> None:
    assert Version.split(".")[0] == "5", "look at every repair again before trusting a new major version"


def test_unused_codes_are_left_out_of_the_unicode_map() -> None:
    assert ttfonts.makeToUnicodeCMap is patches.to_unicode_map
    assert mapped(patches.to_unicode_map("F", SUBSET)) == {1: " ", 3: "A", 4: "Ł", 5: "😀"}


def test_reportlab_still_maps_unused_codes_to_nothing() -> None:
    assert "<00> <0000>" in patches.reportlab_to_unicode_map("F", SUBSET)


def test_a_unicode_map_has_at_most_a_hundred_entries_in_a_block() -> None:
    counts = re.findall(r"(\d+) beginbfchar", patches.to_unicode_map("F", list(range(1, 511, 2))))
    assert [int(count) for count in counts] == [100, 100, 55]


def test_codes_in_the_order_of_their_characters_are_one_range() -> None:
    told = patches.to_unicode_map("F", [0, *range(0x41, 0x5B), 0, 0x141, 0x142, *range(0xFE, 0x103)])
    ranges = re.findall(r"^<(..)> <(..)> <(....)>$", told, re.MULTILINE)
    assert ranges == [("01", "1A", "0041"), ("20", "22", "0100")]  # none runs on from U+00FF to U+0100
    assert sorted(mapped(told)) == [0x1C, 0x1D, 0x1E, 0x1F]


def _stream(content: bytes) -> pdfdoc.PDFStream:
    return pdfdoc.PDFStream(content=content, filters=[])


def test_a_stream_ends_with_a_line_end_that_is_not_counted() -> None:
    for content in (b"q Q", b"q Q\n", b"q Q\r", b""):
        written = _stream(content).format(pdfdoc.PDFDocument())
        assert written.endswith(b"stream\n" + content + b"\r\nendstream\n")
        assert b"/Length %d" % len(content) in written


def test_reportlab_still_writes_no_line_end_before_endstream() -> None:
    assert patches.format_stream(_stream(b"q Q"), pdfdoc.PDFDocument()).endswith(b"q Qendstream\n")


def test_streams_are_not_blown_up_by_ascii85() -> None:
    assert not rl_config.useA85


def test_operators_hold_rounded_numbers() -> None:
    for module in (canvas, pathobject, textobject):
        assert module.fp_str is patches.numbers
    assert patches.numbers(1, 2.34567, 0.5) == patches.numbers((1, 2.34567, 0.5)) == "1 2.34567 .5"
    assert patches.numbers(56.692913, 0.00001) == "56.693 .00001"


def test_reportlab_still_writes_more_decimals_than_a_page_needs() -> None:
    assert patches.reportlab_numbers(56.692913) == "56.69291"
