"""Which font object a character is set from, and by which code.

A font is embedded in pieces of one alphabet each, so that every document of a batch can share the same pieces, made and
compressed once, and carries only those it needs. Alphabet 0 is ASCII under its own numbers, with the punctuation of
print. Any other alphabet is a block of 128 characters, named by its place in Unicode (1 has the letters of Western
Europe, 2 those of Central Europe, 7 is Greek, 8 Cyrillic, 61 holds the letters of Vietnamese).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

BASIC = 0
_BLOCK = 128
_FIRST = 33  # code of a block's first character: 0 is "no glyph", 32 the blank
_NO_BREAK = 0xA0
_PRINTERS = "–—‘’‚“”„†‡•…‰‹›€™−≤≥≠≈→←·×÷°±½¼¾"
_BASIC = {
    **{sign: sign for sign in range(32, 127)},
    **{ord(sign): code for code, sign in enumerate(_PRINTERS, start=128)},
    _NO_BREAK: 32,
}


@lru_cache(maxsize=4096)
def place(character: str) -> tuple[int, int]:
    """Alphabet and code of a character."""
    sign = ord(character)
    code = _BASIC.get(sign)
    if code is not None:
        return BASIC, code
    return sign // _BLOCK, sign % _BLOCK + _FIRST


def members(alphabet: int) -> dict[int, int]:
    """Code to character (a number) of every sign of an alphabet, whether a font has it or not."""
    if alphabet == BASIC:
        return {code: sign for sign, code in _BASIC.items() if sign != _NO_BREAK}
    signs = range(alphabet * _BLOCK, (alphabet + 1) * _BLOCK)
    return {32: 32} | {sign % _BLOCK + _FIRST: sign for sign in signs if sign not in _BASIC}


def stretches(text: str) -> Iterator[tuple[int, bytes]]:
    """The text as stretches of one alphabet, each in its codes. A blank stays in the alphabet it follows."""
    current, codes = BASIC, bytearray()
    for character in text:
        alphabet, code = place(character)
        if alphabet != current and code != 32:
            if codes:
                yield current, bytes(codes)
            current, codes = alphabet, bytearray()
        codes.append(code)
    if codes:
        yield current, bytes(codes)


def alphabets_of(text: str) -> frozenset[int]:
    """Every alphabet that the text needs."""
    return frozenset(place(character)[0] for character in set(text))
