"""A TrueType font without the programs that fit it to coarse screens: a printer needs none, and they are half of it."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from itertools import pairwise

_SCREEN_ONLY = (b"cvt ", b"fpgm", b"prep", b"gasp", b"hdmx", b"VDMX", b"LTSH")
_MORE, _WORDS, _SCALE, _XY_SCALE, _TWO_BY_TWO, _PROGRAM = 0x20, 0x01, 0x08, 0x40, 0x80, 0x100


def without_hints(font: bytes) -> bytes:
    """The same outlines and widths, smaller. ``font`` must have glyf outlines."""
    tables = _tables(font)
    for tag in _SCREEN_ONLY:
        tables.pop(tag, None)
    long_form = struct.unpack(">h", tables[b"head"][50:52])[0]
    count = struct.unpack(">H", tables[b"maxp"][4:6])[0]
    form, unit = ("L", 1) if long_form else ("H", 2)
    loca = struct.unpack(f">{count + 1}{form}", tables[b"loca"][: (count + 1) * struct.calcsize(form)])
    glyphs, places, place = [], [0], 0
    for start, end in pairwise(loca):
        glyph = _bare(tables[b"glyf"][start * unit : end * unit])
        glyph += bytes(-len(glyph) % 4)
        glyphs.append(glyph)
        place += len(glyph)
        places.append(place)
    tables[b"glyf"] = b"".join(glyphs)
    tables[b"loca"] = struct.pack(f">{len(places)}{form}", *(place // unit for place in places))
    if b"name" in tables:
        tables[b"name"] = struct.pack(">HHH", 0, 0, 6)  # no names: the PDF says what the font is called
    maxp = tables[b"maxp"]
    if len(maxp) >= 32:  # no instructions, no storage, no stack
        tables[b"maxp"] = maxp[:14] + struct.pack(">7H", 1, 0, 0, 0, 0, 0, 0) + maxp[28:]
    return _font(font[:4], tables)


def _tables(font: bytes) -> dict[bytes, bytes]:
    count = struct.unpack(">H", font[4:6])[0]
    found = {}
    for index in range(count):
        tag, _, start, length = struct.unpack(">4sLLL", font[12 + 16 * index : 28 + 16 * index])
        found[tag] = font[start : start + length]
    return found


def _bare(glyph: bytes) -> bytes:
    """The glyph without its program."""
    if len(glyph) < 10:
        return b""
    contours = struct.unpack(">h", glyph[:2])[0]
    if contours >= 0:
        at = 10 + 2 * contours
        (length,) = struct.unpack(">H", glyph[at : at + 2])
        return _trimmed(glyph[:at] + b"\0\0" + glyph[at + 2 + length :], contours)
    parts, at, flags = [glyph[:10]], 10, _MORE
    while flags & _MORE:
        (flags,) = struct.unpack(">H", glyph[at : at + 2])
        size = 4 + (4 if flags & _WORDS else 2)
        size += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
        parts.append(struct.pack(">H", flags & ~_PROGRAM) + glyph[at + 2 : at + size])
        at += size
    return b"".join(parts)


def _trimmed(glyph: bytes, contours: int) -> bytes:
    """Without the padding that follows its last point."""
    if not contours:
        return glyph[:12]
    (last,) = struct.unpack(">H", glyph[8 + 2 * contours : 10 + 2 * contours])
    at, points, sides = 12 + 2 * contours, 0, 0
    while points <= last:
        flag = glyph[at]
        at += 1
        times = 1
        if flag & 0x08:
            times += glyph[at]
            at += 1
        points += times
        across = 1 if flag & 0x02 else 0 if flag & 0x10 else 2
        upward = 1 if flag & 0x04 else 0 if flag & 0x20 else 2
        sides += times * (across + upward)
    return glyph[: at + sides]


def _font(version: bytes, tables: Mapping[bytes, bytes]) -> bytes:
    """Tables as a file: sorted, padded, with checksums."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = tables[b"head"]
    whole = {**tables, b"head": head[:8] + bytes(4) + head[12:]}
    directory = version + struct.pack(">4H", count, power * 16, power.bit_length() - 1, count * 16 - power * 16)
    start, bodies, at_head = 12 + 16 * count, [], 0
    for tag, data in sorted(whole.items()):
        at_head = start if tag == b"head" else at_head
        directory += struct.pack(">4sLLL", tag, _sum(data), start, len(data))
        padded = data + bytes(-len(data) % 4)
        bodies.append(padded)
        start += len(padded)
    file = directory + b"".join(bodies)
    check = (0xB1B0AFBA - _sum(file)) & 0xFFFFFFFF
    return file[: at_head + 8] + struct.pack(">L", check) + file[at_head + 12 :]


def _sum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF
