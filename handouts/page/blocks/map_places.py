"""Where the views of a body map stand in their box: figures side by side, close-ups in rows beside one figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handouts.page.styles import MM
from handouts.pictures.compiled import Picture
from handouts.words.model import MapView

BETWEEN = 2.4 * MM  # the gap between a row's pictures, and below a row's name


@dataclass(frozen=True)
class Rect:
    """A box; x and y (points) are its top left, y down."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Place:
    """A view with its picture and box, and where its name stands: the baseline is the top of ``label``.

    ``sides`` are those of its row: one name serves right and left, and the second of them has none of its own.
    """

    view: MapView
    picture: Picture
    box: Rect
    sides: tuple[str | None, ...] = ()
    label: Rect | None = None


Row = Sequence[tuple[MapView, Picture]]


def places(
    figures: Row, close_ups: Sequence[Row], box: Rect, label_drop: float, margin: float = 0.0
) -> Iterator[Place]:
    """A place for every view. label_drop is from a picture's foot to the baseline of its name; margin is kept free on
    either side of each picture.

    The names of the figures and of the last row stand below the box.
    """
    share = box.width / (len(figures) + bool(close_ups))
    fitting = [(box.height / one.height, (share - 2 * margin) / one.width) for _, one in figures]
    scale = min(value for both in fitting for value in both)
    for index, (view, picture) in enumerate(figures):
        x = box.x + index * share
        wide, tall = picture.width * scale, picture.height * scale
        drawn = Rect(x + (share - wide) / 2, box.y + box.height - tall, wide, tall)
        yield Place(view, picture, drawn, (view.side,), Rect(x, box.y + box.height + label_drop, share, 0))
    if close_ups:
        left = box.x + share * len(figures) + BETWEEN / 2
        room = Rect(left, box.y, box.x + box.width - left, box.height)
        yield from _rows(close_ups, room, label_drop, margin)


def _rows(rows: Sequence[Row], room: Rect, label_drop: float, margin: float) -> Iterator[Place]:
    """Rows below each other, each as large as its width and the height left allow; spare height goes between them."""
    if len(rows) == 1:  # right above left is larger than side by side
        rows = [[one] for one in rows[0]]
    step = label_drop + BETWEEN
    gap = max(BETWEEN, 2 * margin)
    free = room.height - step * (len(rows) - 1)
    scales = _scales(rows, room.width - 2 * margin, gap, free)
    spare = free - sum(_height(row) * scale for row, scale in zip(rows, scales, strict=True))
    y = room.y
    for row, scale in zip(rows, scales, strict=True):
        y += spare / len(rows)
        height = _height(row) * scale
        x = room.x + (room.width - _width(row) * scale - gap * (len(row) - 1)) / 2
        last = row is rows[-1]
        label = Rect(room.x, (room.y + room.height if last else y + height) + label_drop, room.width, 0)
        for index, (view, picture) in enumerate(row):
            own = Rect(x, y + height - picture.height * scale, picture.width * scale, picture.height * scale)
            yield Place(view, picture, own, tuple(one.side for one, _ in row), None if index else label)
            x += own.width + gap
        y += height + step


def _scales(rows: Sequence[Row], width: float, gap: float, height: float) -> list[float]:
    """How large each row is drawn: as wide as the room, but no row larger than the common scale that fits below."""
    across = [(width - gap * (len(row) - 1)) / _width(row) for row in rows]
    order = sorted(range(len(rows)), key=lambda index: across[index])
    scales = [0.0] * len(rows)
    left = height
    for done, index in enumerate(order):  # the narrowest first: what it leaves goes to the others
        common = left / sum(_height(rows[other]) for other in order[done:])
        scales[index] = min(across[index], common)
        left -= scales[index] * _height(rows[index])
    return scales


def _height(row: Row) -> float:
    return max(picture.height for _, picture in row)


def _width(row: Row) -> float:
    return sum(picture.width for _, picture in row)
