"""Pictures without a frame: a plate or a large crop of the body map that dissolves into the ground it stands on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor

from handouts.page.blocks.base import Setting
from handouts.page.drawing import Box, Sketch
from handouts.page.leaflet import BANDS, Cropped, Fade
from handouts.page.styles import MM
from handouts.pdf.tagged import TaggedCanvas
from handouts.pictures.compiled import Picture

Window = tuple[float, float, float, float]  # x, y, width, height: what shows, in points from the sketch's top left

NARROWEST_CROP = 50.0  # points of the body map: enough of the body stays in sight for one to know the place
NEARLY_WHOLE = 0.7  # of the figure's height
CLOSE_UP_WIDTH, CLOSE_UP_HEIGHT = 0.86, 0.94  # of the window, at most
CHIN = 32.0  # points from the top of the body map to below its chin
FADE, FOOT_FADE = 30 * MM, 12 * MM


def area_picture(sketch: Sketch, setting: Setting, areas: Sequence[str], ground: str, window: Window) -> None:
    """What fits the areas best, filling the window: a plate where it shows them, else the body map with them marked.

    ground: the colour behind it. Raises PictureError where there is no such picture.
    """
    plate = setting.regions.cover(areas)
    if plate:
        _plate(sketch, setting, plate, ground, window)
    else:
        _map_crop(sketch, setting, areas, ground, window)


def _plate(sketch: Sketch, setting: Setting, plate_id: str, ground: str, window: Window) -> None:
    """The anatomy plate, bleeding off at both sides, its top dissolving into the ground."""
    x, top, width, height = window
    plate = setting.book.get("plate", plate_id)
    cover = setting.regions.covers[plate_id]
    first, last = (share * plate.height for share in cover.window)
    scale = max(height / (last - first), width * 1.04 / plate.width)
    wide, tall = plate.width * scale, plate.height * scale
    aimed = x + width / 2 - wide * cover.centre
    left, upper = min(x, max(aimed, x + width - wide)), top - first * scale
    names = ("mono",) if setting.mono else ("colour",)
    palette = {**setting.palette, "paper": ground}
    sketch.add(Cropped(plate, palette, names, left, upper, wide, tall, window=window))
    sketch.add(Fade(x, top - 1, width, FADE, fill=ground))


_POINTS = re.compile(rb"^(.*) [mlc]$", re.MULTILINE)


def marked_box(picture: Picture, names: Sequence[str]) -> tuple[float, float, float, float] | None:
    """The box (left, bottom, right, top) round what the blocks draw, in the picture's points; None for nothing."""
    numbers = [
        [float(number) for number in points.split()]
        for block in picture.blocks
        if block.name in names
        for points in _POINTS.findall(block.data)
    ]
    across = [number for points in numbers for number in points[0::2]]
    up = [number for points in numbers for number in points[1::2]]
    return (min(across), min(up), max(across), max(up)) if across else None


def _map_crop(sketch: Sketch, setting: Setting, areas: Sequence[str], ground: str, window: Window) -> None:
    """A close-up of head, hand or foot where one shows every area; else a large crop of the figure round the marked
    places, from the side that shows more of them."""
    chosen = setting.regions.choose(dict.fromkeys(areas, "LR"))
    shown = [row[0] for row in chosen.close_ups[:1]] or chosen.figures
    views = []
    for one in shown:
        picture = setting.book.get("map", setting.regions.maps[one.view].picture)
        base, *marks = setting.regions.map_blocks(dict.fromkeys(areas, one.sides), one.view, setting.mono)
        box = marked_box(picture, marks)
        if box:
            views.append(((box[2] - box[0]) * (box[3] - box[1]), picture, (base, *marks), box))
    if not views:
        return
    _, picture, names, box = max(views, key=lambda found: found[0])
    x, top, width, height = window
    if chosen.close_ups:
        scale, left, upper = _standing(picture, width, height)
    else:
        scale, left, upper = _framed(picture, box, width, height)
    palette = {**setting.palette, "paper": ground}
    wide, tall = picture.width * scale, picture.height * scale
    sketch.add(Cropped(picture, palette, names, x - left * scale, top - upper * scale, wide, tall, window=window))
    if upper > 0:
        sketch.add(Fade(x, top - 1, width, FADE, fill=ground))
    if chosen.close_ups or upper + height / scale < picture.height:
        foot = top + height + 1 - FOOT_FADE
        sketch.add(Fade(x, foot, width, FOOT_FADE, fill=ground, from_foot=True))


def _standing(picture: Picture, width: float, height: float) -> tuple[float, float, float]:
    """Scale, left and upper edge of a close-up that is shown whole, standing on the window's foot."""
    scale = min(width * CLOSE_UP_WIDTH / picture.width, height * CLOSE_UP_HEIGHT / picture.height)
    across, down = width / scale, height / scale
    return scale, (picture.width - across) / 2, picture.height - down


def _framed(
    picture: Picture, box: tuple[float, float, float, float], width: float, height: float
) -> tuple[float, float, float]:
    """Scale, and the left and upper edge of the crop in the picture's points (y down)."""
    left, bottom, right, top = box
    middle = picture.width / 2
    centre = middle if max(abs(left - middle), abs(right - middle)) < NARROWEST_CROP / 2 else (left + right) / 2
    reach = max(right - centre, centre - left)
    across = max(NARROWEST_CROP, 2.3 * reach, 1.6 * (top - bottom) * width / height)
    if across * height / width > picture.height * NEARLY_WHOLE:
        across = picture.height * 1.1 * width / height  # rather the whole figure than one without head and feet
    scale = width / across
    down = height / scale
    # The marks stand a little above the middle of the window; head and feet keep some air, and no more.
    air = down * 0.06
    upper = min(picture.height - (top + bottom) / 2 - down * 0.46, picture.height + air - down)
    if down > picture.height:
        upper = (picture.height - down) / 2
    elif upper < CHIN and picture.height - bottom < down * 0.9 - air:
        upper = -air  # a face is never cut
    return scale, centre - across / 2, upper


@dataclass(frozen=True, slots=True)
class SideFade(Box):
    """A ground that is solid at its left and gone at its right, for a picture beside words."""

    def paint(self, canvas: TaggedCanvas, height: float) -> None:
        """Paints it in bands that overlap, so that no seam shows."""
        canvas.saveState()
        canvas.setFillColor(HexColor(self.fill or "#FFFFFF"))
        beneath = 1.0  # how much shows through right of this band
        for band in range(BANDS, 0, -1):
            depth = band / BANDS
            through = depth * depth * (3 - 2 * depth)
            canvas.setFillAlpha(round(1 - through / beneath, 3) if beneath else 1)
            canvas.rect(self.x, height - self.y - self.height, self.width * depth, self.height, stroke=0, fill=1)
            beneath = through
        canvas.restoreState()
