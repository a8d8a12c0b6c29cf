"""Repairs to ReportLab 5.1, all in one place. Each has a test that fails when ReportLab changes under it.

Importing this module applies them, once, to the whole process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, ttfonts
from reportlab.pdfgen import canvas, pathobject, pdfimages, textobject

from handouts.pdf.syntax import number

_MOST_IN_ONE_BLOCK = 100  # the CMap format allows no more entries between beginbfchar and endbfchar
_SHORTEST_RUN = 2
_END = b"endstream\n"


def to_unicode_map(font_name: str, subset: Sequence[int]) -> str:
    """The ToUnicode CMap of a subset. ReportLab maps unused codes to U+0000, which PDF/A forbids, puts up to 256
    entries in one block, and writes characters over U+FFFF as one number instead of UTF-16. Codes that follow each
    other as their characters do are written as a range."""
    runs = list(_runs(subset))
    ranges = [f"<{first:02X}> <{last:02X}> <{_utf16(sign)}>" for first, last, sign in runs if first < last]
    single = [f"<{first:02X}> <{_utf16(sign)}>" for first, last, sign in runs if first == last]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo",
        "<< /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{font_name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for kind, entries in (("bfrange", ranges), ("bfchar", single)):
        for start in range(0, len(entries), _MOST_IN_ONE_BLOCK):
            block = entries[start : start + _MOST_IN_ONE_BLOCK]
            lines += [f"{len(block)} begin{kind}", *block, f"end{kind}"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def _runs(subset: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """First code, last code and first character of every stretch in which both go up by one. Only the last byte of a
    character may change within a range, and a range of two is no shorter than its entries."""
    first = 0
    for code in range(1, len(subset) + 1):
        last_sign = subset[code - 1]
        goes_on = code < len(subset) and subset[code] == last_sign + 1 and last_sign and subset[code] & 0xFF
        if goes_on:
            continue
        if subset[first] and code - first > _SHORTEST_RUN:
            yield first, code - 1, subset[first]
        else:
            yield from ((one, one, subset[one]) for one in range(first, code) if subset[one])
        first = code


def _utf16(character: int) -> str:
    return chr(character).encode("utf-16-be").hex().upper()


reportlab_to_unicode_map = ttfonts.makeToUnicodeCMap  # kept so that a test sees when the repair is no longer needed
format_stream = pdfdoc.PDFStream.format


def _format_stream_with_line_end(self: pdfdoc.PDFStream, document: pdfdoc.PDFDocument) -> bytes:
    """PDF/A asks for an end of line before ``endstream`` that is not counted in /Length; ReportLab writes none.

    CR LF, and always: data may itself end in CR or in LF, and a reader that looks back from ``endstream`` must not
    take a byte of it for part of the line end.
    """
    written: bytes = format_stream(self, document)
    return written[: -len(_END)] + b"\r\n" + _END


def numbers(*values: float | Sequence[float]) -> str:
    """Numbers as operators take them, rounded: ReportLab writes two decimals more, a tenth of a page.

    Written in Python alone, so that a page has the same bytes with ReportLab's accelerator and without.
    """
    found = values[0] if len(values) == 1 and isinstance(values[0], Sequence) else values
    return " ".join(map(number, found))


reportlab_numbers = canvas.fp_str
for _module in (canvas, pathobject, pdfimages, textobject, pdfdoc):
    _module.fp_str = numbers
ttfonts.makeToUnicodeCMap = to_unicode_map
pdfdoc.PDFStream.format = _format_stream_with_line_end
rl_config.useA85 = 0  # ASCII85 makes every stream a quarter larger and slower, for mail systems long gone
