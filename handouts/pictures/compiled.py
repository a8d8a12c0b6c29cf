"""Compiled pictures: reading, writing and finding `.hpic` files.

A file is one JSON header line followed by a zlib-compressed payload: the picture's blocks, which are
PDF content-stream fragments whose colours are role tokens. Lengths are points, the origin is at the
lower left of the picture's box, y points up.

A picture whose frames stand side by side (start, end) has one block per frame and one for the chevrons
between them: "colour:1", "colour:2", "colour:chevrons", and the same for "mono". They are asked for by
the name before the colon. A "mono" block is stored as what differs from its "colour" block. The header
gives each frame's x-range, so that a mirrored picture turns every frame about its own middle and still reads
from left to right.
"""

from __future__ import annotations

import difflib
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from handouts.errors import PictureError, Where
from handouts.pictures.likeness import script_of, spelt_out
from handouts.pictures.picture import About, Anchor, Block, Frame, Picture, Raster, rgb_operands
from handouts.resources import USUAL_BUILD

__all__ = [
    "About",
    "Anchor",
    "Block",
    "Frame",
    "Picture",
    "PictureBook",
    "Raster",
    "parse_picture",
    "read_picture",
    "rgb_operands",
    "write_picture",
]

FORMAT = 2
SUFFIX = ".hpic"
FOLDER_OF_KIND = {"exercise": "exercises", "map": "maps", "plate": "plates", "technique": "techniques", "icon": "icons"}
LARGEST_PAYLOAD = 4_000_000  # bytes; far over any real picture, so a hostile file cannot fill the memory

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


# ---------------------------------------------------------------- writing
def write_picture(picture: Picture) -> bytes:
    """The bytes of the picture's file. The same picture always gives the same bytes."""
    data_of = {block.name: block.data for block in picture.blocks}
    entries: list[dict[str, object]] = []
    payload = bytearray()
    for block in picture.blocks:
        like = _like(block.name)
        data = script_of(block.data, data_of[like]) if like in data_of else block.data
        entry: dict[str, object] = {"name": block.name, "start": len(payload), "length": len(data)}
        entries.append({**entry, "like": like} if like in data_of else entry)
        payload += data
    header = {
        "format": FORMAT,
        "id": picture.id,
        "kind": picture.kind,
        "width": picture.width,
        "height": picture.height,
        "blocks": entries,
        "roles": list(picture.roles),
        "alphas": list(picture.alphas),
        "source_sha256": picture.source_sha256,
        "frames": [{"name": frame.name, "left": frame.left, "right": frame.right} for frame in picture.frames],
    }
    if picture.anchors:
        header["anchors"] = [[one.word, one.x, one.y, one.column, one.rank] for one in picture.anchors]
    line = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return line.encode("ascii") + b"\n" + zlib.compress(bytes(payload), 9)


def _like(name: str) -> str:
    """The block that a black and white one is much like; nothing for any other."""
    variant, colon, frame = name.partition(":")
    return f"colour{colon}{frame}" if variant == "mono" else ""


# ---------------------------------------------------------------- reading
def read_picture(path: Path) -> Picture:
    """Reads one compiled picture. Raises PictureError naming the file if it is missing, damaged or of
    another format version."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PictureError(
            f"cannot read the picture: {error.strerror or error}",
            where=Where(file=str(path)),
            hint=_REINSTALL,
        ) from error
    return parse_picture(data, str(path))


def parse_picture(data: bytes, where: str) -> Picture:
    """Parses the bytes of a compiled picture; where names them in errors (PictureError)."""
    line, _, packed = data.partition(b"\n")
    try:
        header = json.loads(line)
    except ValueError as error:
        raise _damaged(where, "its first line is not a picture header") from error
    if not isinstance(header, dict):
        raise _damaged(where, "its first line is not a picture header")
    if header.get("format") != FORMAT:
        raise PictureError(
            f"the picture has format {header.get('format')!r}; this program reads format {FORMAT}",
            where=Where(file=where),
            hint="use pictures and program of the same version, or compile the pictures again",
        )
    try:
        return _from_header(header, _unpacked(packed))
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise _damaged(where, str(error) or type(error).__name__) from error


_REINSTALL = "install the program again, or compile the pictures again"


def _damaged(where: str, reason: str) -> PictureError:
    return PictureError(f"the picture file is damaged ({reason})", where=Where(file=where), hint=_REINSTALL)


def _unpacked(packed: bytes) -> bytes:
    inflater = zlib.decompressobj()
    payload = inflater.decompress(packed, LARGEST_PAYLOAD)
    if inflater.unconsumed_tail:
        raise ValueError("it is far too large")
    if not inflater.eof:
        raise ValueError("it is cut short")
    return payload


def _from_header(header: Mapping[str, object], payload: bytes) -> Picture:
    entries = header["blocks"]
    if not isinstance(entries, list):
        raise TypeError("it lists no blocks")
    blocks = []
    for entry in entries:
        start, length = int(entry["start"]), int(entry["length"])
        if start < 0 or length < 0 or start + length > len(payload):
            raise ValueError(f"block {entry['name']!r} reaches past its end")
        blocks.append(Block(str(entry["name"]), payload[start : start + length]))
    plain = {block.name: block.data for block, entry in zip(blocks, entries, strict=True) if "like" not in entry}
    blocks = [
        replace(block, data=spelt_out(block.data, plain[entry["like"]], LARGEST_PAYLOAD)) if "like" in entry else block
        for block, entry in zip(blocks, entries, strict=True)
    ]
    width, height = _positive(header, "width"), _positive(header, "height")
    return Picture(
        id=str(header["id"]),
        kind=str(header["kind"]),
        width=width,
        height=height,
        roles=tuple(str(role) for role in _items(header, "roles")),
        alphas=tuple(float(str(alpha)) for alpha in _items(header, "alphas")),
        blocks=tuple(blocks),
        source_sha256=str(header.get("source_sha256", "")),
        frames=tuple(_frame(entry) for entry in _items(header, "frames")),
        anchors=tuple(_anchor(entry) for entry in (_items(header, "anchors") if "anchors" in header else ())),
    )


def _anchor(entry: object) -> Anchor:
    if not isinstance(entry, list):
        raise TypeError("an anchor is not a list")
    word, x, y, column, rank = entry
    return Anchor(str(word), float(x), float(y), str(column), int(rank))


def _frame(entry: object) -> Frame:
    if not isinstance(entry, dict):
        raise TypeError("a frame is not a mapping")
    left, right = float(entry["left"]), float(entry["right"])
    if not -100_000 < left < right < 100_000:
        raise ValueError("a frame has no width")
    return Frame(str(entry["name"]), left, right)


def _items(header: Mapping[str, object], field: str) -> list[object]:
    value = header[field]
    if not isinstance(value, list):
        raise TypeError(f"{field} is not a list")
    return value


def _positive(header: Mapping[str, object], field: str) -> float:
    value = header[field]
    if not isinstance(value, int | float) or not 0 < value < 100_000:
        raise ValueError(f"{field} is not a length")
    return float(value)


# ---------------------------------------------------------------- finding
OWN = "*"  # in place of a build: a picture that a clinic has brought stands for every one


class PictureBook:
    """All compiled pictures of some folders, each read once, when first asked for.

    A folder holds one folder per kind (exercises, maps, plates, techniques, icons). When two folders hold the same
    picture the earlier folder wins, so that a clinic's own pictures can replace the supplied ones.

    Exercises are drawn once for each build of a person: "exercises/<build>/<id>.hpic". A picture that lies in
    "exercises" itself stands for every build. Asked for a build that it is not drawn for, the book gives the usual one.

    own are folders of pictures that a clinic brings as SVG, PNG or JPEG (handouts.pictures.own); they come before all
    compiled ones.
    """

    def __init__(self, folders: Sequence[Path], own: Sequence[Path] = ()) -> None:
        self._folders = tuple(folders)
        self._own = tuple(own)
        self._read: dict[tuple[str, str, str | None], Picture] = {}

    def get(self, kind: str, picture_id: str, build: str | None = None) -> Picture:
        """The picture with that id, of that build. Raises PictureError with the nearest id if there is none."""
        key = (kind, picture_id, build)
        if key not in self._read:
            brought = self._brought(kind, picture_id)
            self._read[key] = brought or read_picture(self._path(kind, picture_id, build))
        return self._read[key]

    def supplied(self, kind: str, picture_id: str) -> Picture | None:
        """The compiled picture, whatever a clinic has brought in its place; nothing where there is none."""
        path = next((place / (picture_id + SUFFIX) for place in self._places(kind, None)
                     if (place / (picture_id + SUFFIX)).is_file()), None)  # fmt: skip
        return read_picture(path) if path else None

    def _brought(self, kind: str, picture_id: str) -> Picture | None:
        if not _ID.fullmatch(picture_id):
            return None
        homes = [folder / _folder_of(kind) for folder in self._own]
        if not any(home.is_dir() for home in homes):
            return None
        from handouts.pictures.own import find_own, read_own

        key = (kind, picture_id, OWN)
        path = find_own(homes, picture_id)
        if path is not None and key not in self._read:
            self._read[key] = read_own(path, kind, instead_of=self.supplied(kind, picture_id))
        return self._read.get(key)

    def ids(self, kind: str) -> tuple[str, ...]:
        """Every id of that kind, sorted."""
        homes = [folder / _folder_of(kind) for folder in self._folders]
        found = {path.stem for home in homes for pattern in ("*", "*/*") for path in home.glob(pattern + SUFFIX)}
        if any((folder / _folder_of(kind)).is_dir() for folder in self._own):
            from handouts.pictures.own import own_files

            found |= {path.stem for folder in self._own for path in own_files(folder / _folder_of(kind))}
        return tuple(sorted(found))

    def _places(self, kind: str, build: str | None) -> Iterator[Path]:
        """The folders where a picture may lie, best first."""
        homes = [folder / _folder_of(kind) for folder in self._folders]
        if build in (None, USUAL_BUILD):
            yield from (place for home in homes for place in (home, home / USUAL_BUILD))
        else:
            yield from (place for home in homes for place in (home, home / str(build)))
            yield from (home / USUAL_BUILD for home in homes)

    def _path(self, kind: str, picture_id: str, build: str | None) -> Path:
        if _ID.fullmatch(picture_id):
            for place in self._places(kind, build):
                path = place / (picture_id + SUFFIX)
                if path.is_file():
                    return path
        known = self.ids(kind)
        near = difflib.get_close_matches(picture_id, known, n=1, cutoff=0.4)
        if near and near[0] != picture_id:
            hint = f"did you mean {near[0]!r}?"
        elif known:
            hint = "known ids: " + ", ".join(known[:8]) + (" and more" if len(known) > 8 else "")
        else:
            hint = "there are no pictures of this kind; " + _REINSTALL
        raise PictureError(f"there is no {kind} picture {picture_id!r}", hint=hint)


def _folder_of(kind: str) -> str:
    try:
        return FOLDER_OF_KIND[kind]
    except KeyError:
        raise PictureError(
            f"there is no kind of picture called {kind!r}", hint="kinds: " + ", ".join(FOLDER_OF_KIND)
        ) from None
