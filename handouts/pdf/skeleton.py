"""A finished file with holes: everything that stays the same as one byte string, and where the rest goes.

Objects that are no streams lie together in one compressed object stream, and the cross-reference is a stream too. Both
are pressed once; filling the holes compresses nothing. The cross-reference stream is put together from deflate blocks:
the entries of what stays are blocks pressed beforehand, those of the holes are stored as they are, and only the
checksum is reckoned anew.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping, Sequence

import msgspec

from handouts.pdf.syntax import packed_stream

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_ENTRY = struct.Struct(">BIH")  # type, offset or object stream, generation or place in it: /W [1 4 2]
_WIDTHS = b"/W [1 4 2]"
_ZLIB = b"\x78\xda"
_LAST = b"\x01\x00\x00\xff\xff"  # an empty stored block that ends a deflate stream
_LONGEST_BLOCK = 0xFFFF


class Stretch(msgspec.Struct, frozen=True, array_like=True):
    """Cross-reference entries that stay the same, plain and pressed, and the holes that follow them."""

    plain: bytes
    pressed: bytes
    holes: tuple[int, ...]


class Skeleton(msgspec.Struct, frozen=True, array_like=True):
    """The file without its holes. ``digest`` names the bytes that stay. ``holes``: object numbers, in rising order."""

    body: bytes
    stretches: tuple[Stretch, ...]
    holes: tuple[int, ...]
    size: int
    root: int
    info: int
    digest: bytes

    def filled(self, bodies: Sequence[bytes]) -> bytes:
        """The file, with the body of each hole's object in the order of ``holes``."""
        parts = [self.body]
        place = len(self.body)
        entries: dict[int, bytes] = {}
        for hole, body in zip(self.holes, bodies, strict=True):
            entries[hole] = _ENTRY.pack(1, place, 0)
            written = b"%d 0 obj\n%s\nendobj\n" % (hole, body)
            parts.append(written)
            place += len(written)
        crossing = self.size  # the cross-reference stream is the last object and lists itself
        entries[crossing] = _ENTRY.pack(1, place, 0)
        pressed = self._pressed(entries)
        name = hashlib.blake2b(b"\0".join((self.digest, *bodies)), digest_size=16).hexdigest().upper().encode()
        parts.append(
            b"%d 0 obj\n<< /Type /XRef /Size %d %s /Root %d 0 R /Info %d 0 R /ID [<%s><%s>] "
            b"/Filter /FlateDecode /Length %d >>\nstream\n%s\r\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
            % (crossing, crossing + 1, _WIDTHS, self.root, self.info, name, name, len(pressed), pressed, place)
        )
        return b"".join(parts)

    def _pressed(self, entries: Mapping[int, bytes]) -> bytes:
        """The cross-reference as one zlib stream."""
        parts, check = [_ZLIB], 1
        for stretch in self.stretches:
            parts.append(stretch.pressed)
            check = zlib.adler32(stretch.plain, check)
            loose = b"".join(entries[hole] for hole in stretch.holes)
            check = zlib.adler32(loose, check)
            for start in range(0, len(loose), _LONGEST_BLOCK):
                block = loose[start : start + _LONGEST_BLOCK]
                parts += (struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF), block)
        parts += (_LAST, struct.pack(">I", check))
        return b"".join(parts)


def build_skeleton(objects: Mapping[int, bytes | None], *, root: int, info: int) -> Skeleton:
    """The skeleton of a file from the bodies of its objects; None is a hole.

    Numbers run from 1 without a gap. A body that ends in ``endstream`` stands alone, any other goes into the object
    stream. Holes may be of either kind.
    """
    small = [number for number, body in objects.items() if body is not None and not body.endswith(b"endstream")]
    size = len(objects) + 1  # number of the object stream; the cross-reference stream comes after it
    parts, place = [HEADER], len(HEADER)
    entries: dict[int, bytes] = {0: _ENTRY.pack(0, 0, 0xFFFF)}
    entries |= {number: _ENTRY.pack(2, size, index) for index, number in enumerate(small)}
    alone = {number: body for number, body in objects.items() if body is not None and number not in entries}
    alone[size] = _object_stream([(number, objects[number] or b"") for number in small])
    for number, body in sorted(alone.items()):
        entries[number] = _ENTRY.pack(1, place, 0)
        written = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        parts.append(written)
        place += len(written)
    body = b"".join(parts)
    holes = tuple(sorted(number for number, body in objects.items() if body is None))
    return Skeleton(
        body=body,
        stretches=_stretches(entries, size + 2),
        holes=holes,
        size=size + 1,
        root=root,
        info=info,
        digest=hashlib.blake2b(body, digest_size=16).digest(),
    )


def _object_stream(objects: Sequence[tuple[int, bytes]]) -> bytes:
    table, bodies, place = [], [], 0
    for number, body in objects:
        table.append(b"%d %d" % (number, place))
        bodies.append(body)
        place += len(body) + 1
    head = b" ".join(table) + b"\n"
    entries = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(head))
    return packed_stream(entries, head + b"\n".join(bodies))


def _stretches(entries: Mapping[int, bytes], count: int) -> tuple[Stretch, ...]:
    """Runs of entries that are known, each with the run of holes after it. ``count``: of all entries."""
    found: list[Stretch] = []
    number = 0
    while number < count:
        known, loose = [], []
        while number < count and number in entries:
            known.append(entries[number])
            number += 1
        while number < count and number not in entries:
            loose.append(number)
            number += 1
        plain = b"".join(known)
        found.append(Stretch(plain, _block(plain), tuple(loose)))
    return tuple(found)


def _block(plain: bytes) -> bytes:
    """Deflate blocks that end on a byte and are not the last of their stream."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    return press.compress(plain) + press.flush(zlib.Z_SYNC_FLUSH)
