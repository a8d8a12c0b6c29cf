"""What a picture is: its blocks, frames and places for names, and how its blocks get their colours.

Lengths are points, the origin is at the lower left of the picture's box, y points up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handouts.errors import PictureError

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
class Anchor:
    """A place of a plate that a name belongs to; the name itself is no part of the picture.

    word: the id of the name. x, y: points from the picture's lower left. column: the margin the name stands in,
    "left", "right", or "top" for the heading of what lies below it. rank: 1 for names that are always shown, higher
    for those that need more room.
    """

    word: str
    x: float
    y: float
    column: str
    rank: int


@dataclass(frozen=True)
class Raster:
    """A photograph or scan under the block of that name. data is a whole file; media says "jpeg" or "png"."""

    name: str
    media: str
    data: bytes


@dataclass(frozen=True)
class About:
    """What a clinic says of its own picture: words for page readers, and the line printed under it."""

    alt: str
    credit: str
    caption: str = ""
    licence: str = ""

    @property
    def line(self) -> str:
        """Caption, credit and licence on one line."""
        return " · ".join(part for part in (self.caption, self.credit, self.licence) if part)


@dataclass(frozen=True)
class Picture:
    """A compiled picture. width and height are points at natural size.

    frames are the frames side by side, left to right; none when the picture is one whole. anchors are the places
    that names belong to, in plates. rasters lie under the blocks of their names and fill the box; about is what a
    clinic says of a picture of its own.
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
    anchors: tuple[Anchor, ...] = ()
    rasters: tuple[Raster, ...] = ()
    about: About | None = None

    @property
    def block_names(self) -> tuple[str, ...]:
        return tuple(block.name for block in self.blocks)

    def raster(self, names: Sequence[str]) -> Raster | None:
        """The photograph under the named blocks; nothing under most."""
        return next((raster for raster in self.rasters if raster.name in names), None)

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
