"""A clinic's own pictures: an SVG, PNG or JPEG that takes the place of one of ours, and the words that go with it.

They lie in the clinic's folder as images/<kind>/<id>.svg (.png, .jpg, .jpeg), where kind is exercises, maps, plates or
techniques. The file <id>.yaml beside it says what is seen (alt), who made it (credit) and, for a body map, where its
regions are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from handouts.errors import HandoutsError, InvalidData, PictureError, Where, did_you_mean
from handouts.library.located import Document
from handouts.library.model import Record
from handouts.pictures.compiled import PictureBook
from handouts.pictures.photo import in_grey, prepare_photo
from handouts.pictures.picture import About, Anchor, Block, Picture, Raster
from handouts.pictures.svg import NATURAL, read_svg
from handouts.resources import OWN_SUFFIXES

KINDS = {"exercises": "exercise", "maps": "map", "plates": "plate", "techniques": "technique"}
PRINTED = {"exercise": (110, 75), "technique": (70, 55), "map": (90, 190), "plate": (180, 230)}  # mm, at most
DPI = 220
LARGEST_DRAWING = 400_000  # bytes of operators: what a busy drawing may add to every sheet
LONGEST_ALT, LONGEST_LINE = 300, 120
MARKED = 0.55  # how much a mark covers what lies under it
HATCH_GAP, DOT_GAP = 3.2, 4.2  # points at natural size
ROUND = 0.5523  # of a radius: the handles of a quarter circle's curve

_COLOUR_LINE = re.compile(rb"([0-9.]+) ([0-9.]+) ([0-9.]+) (rg|RG)")


class Card(Record, frozen=True, kw_only=True):
    """The words beside a picture. regions: of a body map, region and side ("knee_L") to the oval that marks it, as
    middle x, middle y, width and height in percent of the picture, from its upper left."""

    alt: str = ""
    credit: str = ""
    caption: str = ""
    licence: str = ""
    regions: dict[str, tuple[float, float, float, float]] = msgspec.field(default_factory=dict)


def own_files(home: Path) -> list[Path]:
    """The picture files in a folder, sorted."""
    if not home.is_dir():
        return []
    return sorted(path for path in home.iterdir() if path.suffix.lower() in OWN_SUFFIXES and path.is_file())


def find_own(homes: Sequence[Path], picture_id: str) -> Path | None:
    """The clinic's picture of that id in the first folder that has one. Raises PictureError where there are two."""
    for home in homes:
        found = [path for path in own_files(home) if path.stem == picture_id]
        if len(found) > 1:
            names = " and ".join(path.name for path in found)
            raise PictureError(f"there are two: {names}", where=Where(str(home)), hint="keep one of them")
        if found:
            return found[0]
    return None


def read_own(path: Path, kind: str, instead_of: Picture | None = None) -> Picture:
    """The clinic's picture of that kind. instead_of is ours of the same id.

    Raises PictureError or InvalidData naming file, line or field, and the remedy.
    """
    card = _card(path)
    about = About(card.alt.strip(), card.credit.strip(), card.caption.strip(), card.licence.strip())
    bare = _drawn(path, kind) if path.suffix.lower() == ".svg" else _photographed(path, kind)
    picture = replace(bare, id=path.stem, kind=kind, about=about)
    return _as_map(picture, card, path, instead_of) if kind == "map" else picture


def check_own(images: Path, compiled: Sequence[Path], exercises: Collection[str]) -> Iterator[HandoutsError]:
    """Everything that keeps the own pictures below an images folder from a sheet.

    compiled are the folders of compiled pictures; exercises are the ids of all exercises there are.
    """
    ours = PictureBook(compiled)
    book = PictureBook(compiled, own=[images])
    for folder, kind in KINDS.items():
        known = {*exercises, *ours.ids(kind)} if kind == "exercise" else set(ours.ids(kind))
        for path in own_files(images / folder):
            try:
                book.get(kind, path.stem)
            except HandoutsError as problem:
                yield problem
            if path.stem not in known:
                hint = did_you_mean(path.stem, known) or f"there is: {', '.join(sorted(known)[:6])} ..."
                yield PictureError(f"there is no {kind} '{path.stem}'", where=Where(str(path)), hint=hint)


# ---------------------------------------------------------------- the words
def _card(path: Path) -> Card:
    beside = path.with_suffix(".yaml")
    if not beside.is_file():
        raise PictureError(
            "the picture has no words",
            where=Where(str(path)),
            hint=f"write {beside.name} beside it, with alt: (what is seen, for those who cannot see it) and credit:",
        )
    document = Document(beside)
    card = document.as_record(Card)
    for field, remedy in (("alt", "say in a sentence or two what is seen"), ("credit", "say who made the picture")):
        if not getattr(card, field).strip():
            raise InvalidData(f"{field} is missing", where=document.where(field, field=field), hint=remedy)
    lengths = (("alt", len(card.alt), LONGEST_ALT), ("caption", len(_printed(card)), LONGEST_LINE))
    for field, long, most in lengths:
        if long > most:
            what = f"{field} has {long} characters, more than {most}"
            raise InvalidData(what, where=document.where(field, field=field), hint="say it more shortly")
    return card


def _printed(card: Card) -> str:
    return About(card.alt, card.credit, card.caption, card.licence).line


# ---------------------------------------------------------------- the picture
def _data(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PictureError(
            f"cannot read the picture: {error.strerror or error}", where=Where(str(path)), hint="check its rights"
        ) from error


def _base(kind: str) -> tuple[str, str]:
    """Names of the block in colour and of the one in black and white."""
    return ("base", "mono-base") if kind == "map" else ("colour", "mono")


def _drawn(path: Path, kind: str) -> Picture:
    picture = read_svg(_data(path), str(path))
    colour, mono = _base(kind)
    data = picture.blocks[0].data
    if len(data) > LARGEST_DRAWING:
        what = f"the drawing is too busy: {len(data) // 1000} kB, more than {LARGEST_DRAWING // 1000}"
        raise PictureError(what, where=Where(str(path)), hint="simplify its paths, or save it as PNG")
    return replace(picture, blocks=(Block(colour, data), Block(mono, _COLOUR_LINE.sub(_greyed, data))))


def _greyed(found: re.Match[bytes]) -> bytes:
    red, green, blue = (float(found.group(number)) for number in (1, 2, 3))
    grey = f"{0.299 * red + 0.587 * green + 0.114 * blue:.3f}".encode("ascii")
    return b" ".join((grey, grey, grey, found.group(4)))


def _photographed(path: Path, kind: str) -> Picture:
    width, height = PRINTED[kind]
    photo = prepare_photo(_data(path), max_width_mm=width, max_height_mm=height, dpi=DPI, name=str(path))
    grey = in_grey(photo)
    scale = NATURAL / max(photo.width_px, photo.height_px)
    names = _base(kind)
    return Picture(
        id=path.stem,
        kind=kind,
        width=round(photo.width_px * scale, 2),
        height=round(photo.height_px * scale, 2),
        roles=(),
        alphas=(1.0,),
        blocks=tuple(Block(name, b"q\nQ\n") for name in names),
        rasters=tuple(Raster(name, one.media, one.data) for name, one in zip(names, (photo, grey), strict=True)),
    )


# ---------------------------------------------------------------- body maps
@dataclass(frozen=True)
class _Oval:
    """Where a region lies, in points: its middle and half its size."""

    x: float
    y: float
    wide: float
    tall: float

    def path(self) -> str:
        """The oval as four curves."""
        x, y, a, b = self.x, self.y, self.wide, self.tall
        out = [f"{x + a:.2f} {y:.2f} m"]
        for turn in range(4):
            cos, sin = (1, 0, -1, 0, 1)[turn], (0, 1, 0, -1, 0)[turn]
            to_cos, to_sin = (1, 0, -1, 0, 1)[turn + 1], (0, 1, 0, -1, 0)[turn + 1]
            points = (
                (cos + ROUND * to_cos, sin + ROUND * to_sin),
                (to_cos + ROUND * cos, to_sin + ROUND * sin),
                (to_cos, to_sin),
            )
            out.append(" ".join(f"{x + a * px:.2f} {y + b * py:.2f}" for px, py in points) + " c")
        return "\n".join([*out, "h"])

    def rows(self, gap: float) -> Iterator[str]:
        """Level lines across it."""
        for step in range(math.ceil(2 * self.tall / gap)):
            y = self.y - self.tall + (step + 0.5) * gap
            yield f"{self.x - self.wide:.2f} {y:.2f} m {self.x + self.wide:.2f} {y:.2f} l S"


def _as_map(picture: Picture, card: Card, path: Path, instead_of: Picture | None) -> Picture:
    """The picture with a mark for every region that ours has."""
    document = Document(path.with_suffix(".yaml"))
    wanted = {name.partition(":")[2] for name in instead_of.block_names if ":" in name} if instead_of else set()
    missing = sorted(wanted - set(card.regions))
    if missing:
        raise InvalidData(
            f"{len(missing)} regions of the map have no place: {', '.join(missing[:6])}",
            where=document.where("regions", field="regions"),
            hint=f"write under regions: '{missing[0]}: [x, y, width, height]', in percent from the upper left",
        )
    blocks, anchors = list(picture.blocks), []
    for name, (x, y, wide, tall) in card.regions.items():
        if not (0 <= x <= 100 and 0 <= y <= 100 and 0 < wide <= 100 and 0 < tall <= 100):
            where = document.where("regions", name, field=f"regions.{name}")
            raise InvalidData("lies outside the picture", where=where, hint="write percent, from 0 to 100")
        oval = _Oval(
            x / 100 * picture.width, (1 - y / 100) * picture.height,
            wide / 200 * picture.width, tall / 200 * picture.height,
        )  # fmt: skip
        blocks += _marks(name, oval)
        column = "left" if oval.x < picture.width / 2 else "right"
        anchors.append(Anchor(name, round(oval.x, 2), round(oval.y, 2), column, 1))
    alphas = tuple(sorted({*picture.alphas, MARKED, 1.0}))
    roles = ("body", "mark", "mark_edge")
    return replace(picture, blocks=tuple(blocks), anchors=tuple(anchors), alphas=alphas, roles=roles)


def _marks(name: str, oval: _Oval) -> Iterator[Block]:
    """The mark in colour, and one for each strength in black and white: full, hatched and dotted."""
    see_through, edge = f"/A{round(MARKED * 100)} gs", "/A100 gs\n{S:mark_edge}\n1 w"
    full = f"q\n{{mark}}\n{see_through}\n{oval.path()}\nf\n{edge}\n{oval.path()}\nS\nQ\n"
    patterns = {
        "linked": "[] 0 d\n0.8 w\n" + "\n".join(oval.rows(HATCH_GAP)),
        "faint": f"1 J\n[0 {DOT_GAP}] 0 d\n1 w\n" + "\n".join(oval.rows(DOT_GAP)),
    }
    yield Block(f"mark:{name}", full.encode("ascii"))
    yield Block(f"mono:{name}", full.encode("ascii"))
    for strength, lines in patterns.items():
        clipped = f"q\n{oval.path()}\nW n\n{edge}\n{lines}\nQ\n"
        whole = f"q\n{clipped}{edge}\n{oval.path()}\nS\nQ\n"
        yield Block(f"mono-{strength}:{name}", whole.encode("ascii"))
