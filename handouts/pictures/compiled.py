"""Compiled pictures: reading, writing and finding `.hpic` files.

A file is one JSON header line followed by a zlib-compressed payload: the picture's blocks, which are
PDF content-stream fragments whose colours are role tokens. Lengths are points, the origin is at the
lower left of the picture's box, y points up.

A picture whose frames stand side by side (start, end) has one block per frame and one for the chevrons
between them: "colour:1", "colour:2", "colour:chevrons", and the same for "mono". They are asked for by
the name before the colon. The header gives each frame's x-range, so that a mirrored picture turns every
frame about its own middle and still reads from left to right.
"""

from __future__ import annotations

import difflib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handouts.errors import PictureError, Where

FORMAT = 2
SUFFIX = ".hpic"
FOLDER_OF_KIND = {"exercise": "exercises", "map": "maps", "plate": "plates", "icon": "icons"}
LARGEST_PAYLOAD = 4_000_000  # bytes; far over any real picture, so a hostile file cannot fill the memory

_TOKEN = re.compile(rb"^\{(S:)?([a-z0-9_-]+)\}$", re.MULTILINE)
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class Block:
    """One self-contained fragment of a picture: `q`, operators, `Q`, with role tokens for colours."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Frame:
    """One of several frames that stand side by side: from left to right edge of its ink, in points.

    Its blocks are "<variant>:<name>", for example "colour:1".
    """

    name: str
    left: float
    right: float


@dataclass(frozen=True)
class Picture:
    """A compiled picture. width and height are points at natural size.

    frames are the frames side by side, left to right; none when the picture is one whole.
    """

    id: str
    kind: str
    width: float
    height: float
    roles: tuple[str, ...]
    alphas: tuple[float, ...]
    blocks: tuple[Block, ...]
    source_sha256: str = ""
    frames: tuple[Frame, ...] = ()

    @property
    def block_names(self) -> tuple[str, ...]:
        return tuple(block.name for block in self.blocks)

    def operators(self, palette: Mapping[str, str], names: Sequence[str], mirror: bool = False) -> bytes:
        """The named blocks joined in file order, with role tokens replaced by the palette's colours.

        names are names of blocks, or of a variant ("colour") that stands for its blocks of every frame.
        palette maps a role to "#RRGGBB". mirror turns left and right: each frame in its own place, a
        picture without frames as a whole; chevrons between frames keep their way. Raises PictureError for
        a block the picture does not have or a role the palette does not have.
        """
        wanted = self._wanted(names)
        joined = b"".join(
            self._mirrored(block) if mirror else block.data for block in self.blocks if block.name in wanted
        )

        def colour(token: re.Match[bytes]) -> bytes:
            role = token.group(2).decode("ascii")
            if role not in palette:
                raise PictureError(
                    f"picture {self.id!r} needs a colour for {role!r}",
                    hint="add the role to the palette, or compile the picture again",
                )
            return f"{rgb_operands(palette[role])} {'RG' if token.group(1) else 'rg'}".encode("ascii")

        return _TOKEN.sub(colour, joined)

    def _wanted(self, names: Sequence[str]) -> set[str]:
        """The blocks that the names stand for."""
        blocks_of: dict[str, set[str]] = {name: {name} for name in self.block_names}
        if self.frames:
            for name in self.block_names:
                blocks_of.setdefault(name.partition(":")[0], set()).add(name)
        unknown = sorted(set(names) - set(blocks_of))
        if unknown:
            raise PictureError(
                f"picture {self.id!r} has no block {unknown[0]!r}",
                hint="it has: " + ", ".join(self.block_names),
            )
        return set().union(*(blocks_of[name] for name in names))

    def _mirrored(self, block: Block) -> bytes:
        """The block turned about the middle of its frame; what belongs to no frame stays as it is."""
        sums = {frame.name: frame.left + frame.right for frame in self.frames}
        about = sums.get(block.name.partition(":")[2]) if self.frames else self.width
        if about is None:
            return block.data
        return b"q\n-1 0 0 1 %s 0 cm\n" % f"{about:.2f}".encode("ascii") + block.data + b"Q\n"


def rgb_operands(colour: str) -> str:
    """ "#RRGGBB" as three PDF numbers from 0 to 1. Raises PictureError for anything else."""
    if not _HEX.fullmatch(colour):
        raise PictureError(f"{colour!r} is not a colour", hint='write it as "#RRGGBB"')
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return " ".join(f"{part:.3f}".rstrip("0").rstrip(".") for part in parts)


# ---------------------------------------------------------------- writing
def write_picture(picture: Picture) -> bytes:
    """The bytes of the picture's file. The same picture always gives the same bytes."""
    payload = b"".join(block.data for block in picture.blocks)
    entries, start = [], 0
    for block in picture.blocks:
        entries.append({"name": block.name, "start": start, "length": len(block.data)})
        start += len(block.data)
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
    line = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return line.encode("ascii") + b"\n" + zlib.compress(payload, 9)


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
    )


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
class PictureBook:
    """All compiled pictures of some folders, each read once, when first asked for.

    A folder holds one folder per kind (exercises, maps, plates, icons). When two folders hold the same
    picture the earlier folder wins, so that a clinic's own pictures can replace the supplied ones.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._read: dict[tuple[str, str], Picture] = {}

    def get(self, kind: str, picture_id: str) -> Picture:
        """The picture with that id. Raises PictureError with the nearest id if there is none."""
        key = (kind, picture_id)
        if key not in self._read:
            self._read[key] = read_picture(self._path(kind, picture_id))
        return self._read[key]

    def ids(self, kind: str) -> tuple[str, ...]:
        """Every id of that kind, sorted."""
        found = {path.stem for folder in self._folders for path in (folder / _folder_of(kind)).glob("*" + SUFFIX)}
        return tuple(sorted(found))

    def _path(self, kind: str, picture_id: str) -> Path:
        known = self.ids(kind)
        if picture_id not in known:
            near = difflib.get_close_matches(picture_id, known, n=1, cutoff=0.4)
            if near:
                hint = f"did you mean {near[0]!r}?"
            elif known:
                hint = "known ids: " + ", ".join(known[:8]) + (" and more" if len(known) > 8 else "")
            else:
                hint = "there are no pictures of this kind; " + _REINSTALL
            raise PictureError(f"there is no {kind} picture {picture_id!r}", hint=hint)
        for folder in self._folders:
            path = folder / _folder_of(kind) / (picture_id + SUFFIX)
            if path.is_file():
                return path
        raise PictureError(f"there is no {kind} picture {picture_id!r}", hint=_REINSTALL)


def _folder_of(kind: str) -> str:
    try:
        return FOLDER_OF_KIND[kind]
    except KeyError:
        raise PictureError(
            f"there is no kind of picture called {kind!r}", hint="kinds: " + ", ".join(FOLDER_OF_KIND)
        ) from None
