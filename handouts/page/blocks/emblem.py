"""The clinic's emblem: its logo, or its initials on a rounded square in its colour.

The clinic's name always stands beside it and says it all, so page readers skip it.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from reportlab.lib.utils import ImageReader

from handouts.page.blocks.base import Setting
from handouts.page.drawing import Box, Inked, Photo, Sketch, Words
from handouts.page.styles import Style
from handouts.pictures.logo import Logo, load_logo
from handouts.words.model import Run, Text, plain

MOST_INITIALS = 2
ROUNDED = 0.26  # of the square's side
MARGIN = 0.1  # of the tile's height, round the logo
TILE_ROUNDED = 0.2
ON_BASELINE = 0.36  # half a capital's height, as a share of the size of its type


def emblem(
    sketch: Sketch, setting: Setting, name: Text, x: float, y: float, size: float, *, widest: float, tile: bool = False
) -> float:
    """Draws it with its top left at x, y (points) and returns its width; 0 where there is neither logo nor name.

    size is its height; a logo grows no wider than ``widest`` times that, and becomes less high instead. tile: it stands
    on the clinic's colour, so a logo made for paper gets a white tile, and initials change places with their ground.
    Raises PictureError for a logo that cannot be used.
    """
    on_colour = tile and not setting.mono
    path = setting.design.branding.logo
    if path is None:
        return _initials(sketch, setting, name, x, y, size, on_colour=on_colour)
    return _logo(sketch, setting, _read_once(path), x, y, size, widest, on_colour=on_colour)


def _logo(
    sketch: Sketch, setting: Setting, logo: Logo, x: float, y: float, size: float, widest: float, *, on_colour: bool
) -> float:
    margin = size * MARGIN if on_colour else 0.0
    room = size - 2 * margin
    scale = min(1.0, widest / logo.aspect)
    wide, tall = room * logo.aspect * scale, room * scale
    if on_colour:
        sketch.add(Box(x, y, wide + 2 * margin, size, fill=setting.colours.paper, radius=size * TILE_ROUNDED))
    left, top = x + margin, y + (size - tall) / 2
    if logo.drawing is not None:
        sketch.add(Inked(logo.drawing, setting.palette, logo.drawing.block_names, left, top, wide, tall))
    elif logo.photo is not None:
        sketch.add(Photo(ImageReader(BytesIO(logo.photo.data)), left, top, wide, tall))
    return wide + 2 * margin


def _initials(
    sketch: Sketch, setting: Setting, name: Text, x: float, y: float, size: float, *, on_colour: bool
) -> float:
    words = plain(name).split()[:MOST_INITIALS]
    letters = "".join(word[0] for word in words if word[0].isalnum()).upper()
    if not letters:
        return 0.0
    colours, face = setting.colours, setting.styles.clinic.face
    ground, ink = (colours.paper, colours.main) if on_colour else (colours.main, colours.paper)
    sketch.add(Box(x, y, size, size, fill=ground, radius=size * ROUNDED))
    points = size * (0.46 if len(letters) > 1 else 0.56)
    text = setting.line((Run(letters),), Style(face, face, points, points, ink))
    sketch.add(Words(text, x, y + size / 2 + points * ON_BASELINE, None, "centre", size))
    return size


def _read_once(path: Path) -> Logo:
    """The logo; a batch prints the same one on every sheet, and a large one takes half a second to prepare."""
    return _read(path, _state(path))


def _state(path: Path) -> tuple[int, ...]:
    """What tells a file and its content from another that may have the same path later."""
    try:
        found = path.stat()
    except OSError:
        return ()  # reading it will say what is wrong
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


@lru_cache(maxsize=8)
def _read(path: Path, _state: tuple[int, ...]) -> Logo:
    return load_logo(path)
