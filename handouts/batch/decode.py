"""Bytes of a table become lines of text, a piece at a time, whatever program wrote them.

UTF-8 and UTF-16 with a byte order mark are what they say. Without one, zero bytes in every second place mean
UTF-16; anything else is taken as plain ASCII until the first other byte comes, and what surrounds that byte
decides between UTF-8 and Windows-1252. So nothing has to be read twice, and standard input works like a file.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from handouts.errors import InvalidData

PIECE = 65_536  # bytes read at once
LONGEST_LETTER = 4  # bytes of the longest letter in UTF-8
LONGEST_LINE = 100_000  # letters; no row of a table is longer
SAVE_AS = "save the table as 'CSV UTF-8'"

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
# Bytes of no letter come through as lone surrogates (see PEP 383) or as the replacement character.
_UNREADABLE = re.compile("[\ud800-\udfff\ufffd]")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OTHER_FILES = (
    (b"PK\x03\x04", "an Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file"),
    (b"%PDF", "a PDF"),
)


def decoded_lines(stream: BinaryIO) -> Iterator[str]:
    """The lines with their ends (LF, CR or CRLF). Bytes of no letter stay: see :func:`is_unreadable`.

    Raises InvalidData where this is no text table at all, or where a line never ends.
    """
    head = stream.read(PIECE)
    for magic, kind in _OTHER_FILES:
        if head.startswith(magic):
            raise InvalidData(f"is {kind}, not a text table", hint=SAVE_AS)
    decoder, head = _decoder_for(head)
    rest = ""
    while head:
        *lines, rest = _LINE.findall(rest + decoder.decode(head)) or [""]
        yield from lines
        # A last line that ends in CR may have its LF in the next piece.
        if rest.endswith("\n"):
            yield rest
            rest = ""
        if len(rest) > LONGEST_LINE:
            hint = "is this a table, with a line for each row?"
            raise InvalidData(f"a line is longer than {LONGEST_LINE} letters", hint=hint)
        head = stream.read(PIECE)
    yield from _LINE.findall(rest + decoder.decode(b"", final=True))


def is_unreadable(text: str) -> bool:
    """Whether the text holds bytes that were no letters."""
    return _UNREADABLE.search(text) is not None


def _decoder_for(head: bytes) -> tuple[codecs.IncrementalDecoder, bytes]:
    """The decoder, and the first piece without its byte order mark."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _named(encoding), head[len(mark) :]
    sample = head[: min(len(head), 400) // 2 * 2]
    first, second = sample[0::2], sample[1::2]
    if sample and not first.count(0) and second.count(0) * 10 >= len(second) * 7:
        return _named("utf-16-le"), head
    if sample and not second.count(0) and first.count(0) * 10 >= len(first) * 7:
        return _named("utf-16-be"), head
    return _AsciiFirst(), head


def _named(encoding: str) -> codecs.IncrementalDecoder:
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    return codecs.getincrementaldecoder(encoding)(errors)


class _AsciiFirst(codecs.IncrementalDecoder):
    """ASCII until a byte is not; then UTF-8 if most of what is there reads as UTF-8, else Windows-1252."""

    def __init__(self) -> None:
        super().__init__()
        self._held = b""
        self._chosen: codecs.IncrementalDecoder | None = None

    def decode(self, data: bytes, final: bool = False) -> str:  # type: ignore[override]  # any buffer will do there
        if self._chosen is None:
            data, self._held = self._held + data, b""
            if data.isascii():
                return data.decode("ascii")
            if data[:-LONGEST_LETTER].isascii() and not final:
                self._held = data  # the first letter beyond ASCII may not be whole yet
                return ""
            self._chosen = _named("utf-8" if _reads_as_utf8(data, final) else "cp1252")
        return self._chosen.decode(data, final)


def _reads_as_utf8(data: bytes, final: bool) -> bool:
    """Whether at least as many letters of several bytes are whole as bytes make none."""
    text = _named("utf-8").decode(data, final)
    broken = len(_UNREADABLE.findall(text))
    return len(text) - len(text.encode("ascii", "ignore")) >= 2 * broken
