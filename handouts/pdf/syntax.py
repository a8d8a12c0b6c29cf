"""How PDF writes things: numbers, names, strings, streams. Pure functions from values to bytes."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache

_ESCAPED = re.compile(rb"[\\()\r\n]")
_ESCAPES = {b"\\": rb"\\", b"(": rb"\(", b")": rb"\)", b"\r": rb"\r", b"\n": rb"\n"}
_PLAIN = re.compile(r"[ -~]*")
_SMALL = 4.0  # numbers under this may be scales, which are multiplied by lengths


@lru_cache(maxsize=1 << 15)  # a page repeats its margins, baselines and colours
def number(value: float) -> str:
    """A number as short as PDF allows: lengths to a thousandth of a point, far finer than any printer, small numbers to
    a hundredth of that."""
    whole = int(value)
    if whole == value:
        return str(whole)
    text = (f"{value:.5f}" if -_SMALL < value < _SMALL else f"{value:.3f}").rstrip("0").rstrip(".")
    if text.startswith("0."):
        return text[1:]
    if text.startswith("-0"):
        return "-" + text[2:] if len(text) > 2 else "0"
    return text


def literal(data: bytes) -> bytes:
    """Bytes as a literal string, ``(...)``. Any byte may stand in it."""
    return b"(" + _ESCAPED.sub(lambda found: _ESCAPES[found[0]], data) + b")"


def text_string(text: str) -> bytes:
    """Words for people (titles, descriptions): plain ASCII as it stands, everything else in UTF-16."""
    if _PLAIN.fullmatch(text):
        return literal(text.encode("ascii"))
    return b"<" + ("\ufeff" + text).encode("utf-16-be", "surrogatepass").hex().upper().encode("ascii") + b">"


def deflated(data: bytes, level: int = 6) -> bytes:
    """Compressed; level 9 takes several times as long and gains one part in a hundred."""
    return zlib.compress(data, level)


def stream(entries: bytes, data: bytes) -> bytes:
    """A stream object's body; ``entries`` go into its dictionary.

    PDF/A asks for an end of line before ``endstream`` that is not counted. CR LF, and always: data may itself end in
    CR or LF, and a reader that looks back must not take a byte of it for part of the line end.
    """
    return b"<< %s /Length %d >>\nstream\n%s\r\nendstream" % (entries, len(data), data)


def packed_stream(entries: bytes, data: bytes, level: int = 6) -> bytes:
    """A compressed stream object's body."""
    return stream(entries + b" /Filter /FlateDecode", deflated(data, level))
