"""Painting compiled pictures on a ReportLab canvas.

A picture becomes one form XObject per document, however often it is painted.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from handouts.pictures.compiled import Picture


def place_picture(
    canvas: Canvas,
    picture: Picture,
    palette: Mapping[str, str],
    names: Sequence[str],
    x: float,
    y: float,
    width: float | None = None,
    height: float | None = None,
    mirror: bool = False,
) -> None:
    """Paints the named blocks of the picture with its lower left at x, y (points).

    Neither width nor height: natural size. One of them: scaled to it. Both: the largest size that fits,
    centred in the width and standing on y. mirror turns left and right: frames side by side each in their
    own place, so that they still read from left to right, any other picture as a whole.
    Raises PictureError for an unknown block or a role without a colour.
    """
    drawn_width, _ = fitted_size(picture, width, height)
    scale = drawn_width / picture.width
    if width is not None and height is not None:
        x += (width - drawn_width) / 2
    in_place = mirror and bool(picture.frames)
    name = _form_name(canvas, picture, palette, tuple(names), in_place)
    canvas.saveState()
    if mirror and not in_place:  # the whole turns about its middle: both sides share one form
        canvas.transform(-scale, 0, 0, scale, x + drawn_width, y)
    else:
        canvas.transform(scale, 0, 0, scale, x, y)
    canvas.doForm(name)
    canvas.restoreState()


def fitted_size(picture: Picture, width: float | None, height: float | None) -> tuple[float, float]:
    """Width and height (points) at which the picture is drawn when asked to fit; the aspect is kept."""
    scales = [wanted / own for wanted, own in ((width, picture.width), (height, picture.height)) if wanted is not None]
    scale = min(scales, default=1.0)
    return picture.width * scale, picture.height * scale


def _form_name(
    canvas: Canvas, picture: Picture, palette: Mapping[str, str], names: tuple[str, ...], mirror: bool
) -> str:
    """The name of the picture's form in this document, made on first use."""
    used = tuple((role, palette[role]) for role in picture.roles if role in palette)
    name, body = _coloured(picture, used, names, mirror, bool(canvas._pageCompression))
    if not canvas.hasForm(name):
        canvas._doc.addForm(name, _Form(body))
    return name


class _Form(pdfdoc.PDFObject):
    """A form XObject that is already written and compressed."""

    __RefOnly__ = 1

    def __init__(self, body: bytes) -> None:
        self._body = body

    def format(self, _document: pdfdoc.PDFDocument) -> bytes:
        return self._body


@lru_cache(maxsize=256)  # a batch paints the same few pictures in every document: each is compressed once
def _coloured(
    picture: Picture, colours: tuple[tuple[str, str], ...], names: tuple[str, ...], mirror: bool, compressed: bool
) -> tuple[str, bytes]:
    """The name and the body of the picture's form."""
    data = picture.operators(dict(colours), names, mirror)
    # The name is drawn from the content, so that two looks of one picture never share a form.
    digest = hashlib.sha256(f"{picture.width} {picture.height} {picture.alphas}".encode() + data).hexdigest()
    states = " ".join(f"/A{round(alpha * 100)} << /CA {alpha} /ca {alpha} >>" for alpha in picture.alphas)
    packed, packing = (zlib.compress(data, 6), " /Filter /FlateDecode") if compressed else (data, "")
    head = (
        f"<< /Type /XObject /Subtype /Form /FormType 1 /BBox [0 0 {picture.width} {picture.height}] "
        f"/Resources << /ExtGState << {states} >> >>{packing} /Length {len(packed)} >>\nstream\n"
    )
    return f"{picture.id}-{digest[:12]}", head.encode("ascii") + packed + b"\r\nendstream"
