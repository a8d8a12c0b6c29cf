"""Painting compiled pictures on a ReportLab canvas.

A picture becomes one form XObject per document, however often it is painted.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from handouts.pictures.picture import Picture, Raster

# Up to this scale a tenth of a point is as good as a hundredth: the error is 0.06 points, a quarter of a 300 dpi dot.
LARGEST_ROUNDED = 1.25


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
    name = _form_name(canvas, picture, palette, tuple(names), in_place, fine=scale > LARGEST_ROUNDED)
    canvas.saveState()
    if mirror and not in_place:  # the whole turns about its middle: both sides share one form
        canvas.transform(-scale, 0, 0, scale, x + drawn_width, y)
    else:
        canvas.transform(scale, 0, 0, scale, x, y)
    raster = picture.raster(names)
    if raster is not None:
        canvas.drawImage(_reader(raster), 0, 0, picture.width, picture.height, mask="auto")
    canvas.doForm(name)
    canvas.restoreState()


def fitted_size(picture: Picture, width: float | None, height: float | None) -> tuple[float, float]:
    """Width and height (points) at which the picture is drawn when asked to fit; the aspect is kept."""
    scales = [wanted / own for wanted, own in ((width, picture.width), (height, picture.height)) if wanted is not None]
    scale = min(scales, default=1.0)
    return picture.width * scale, picture.height * scale


def _form_name(
    canvas: Canvas,
    picture: Picture,
    palette: Mapping[str, str],
    names: tuple[str, ...],
    mirror: bool,
    *,
    fine: bool,
) -> str:
    """The name of the picture's form in this document, made on first use."""
    used = tuple((role, palette[role]) for role in picture.roles if role in palette)
    name, body = _coloured(picture, used, names, mirror, bool(canvas._pageCompression), fine)
    if not canvas.hasForm(name):
        canvas._doc.addForm(name, _Form(body))
    return name


@lru_cache(maxsize=64)
def _reader(raster: Raster) -> ImageReader:
    return ImageReader(BytesIO(raster.data))


class _Form(pdfdoc.PDFObject):
    """A form XObject that is already written and compressed."""

    __RefOnly__ = 1

    def __init__(self, body: bytes) -> None:
        self._body = body

    def format(self, _document: pdfdoc.PDFDocument) -> bytes:
        return self._body


@lru_cache(maxsize=256)  # a batch paints the same few pictures in every document: each is compressed once
def _coloured(
    picture: Picture,
    colours: tuple[tuple[str, str], ...],
    names: tuple[str, ...],
    mirror: bool,
    compressed: bool,
    fine: bool,
) -> tuple[str, bytes]:
    """The name and the body of the picture's form."""
    data = picture.operators(dict(colours), names, mirror)
    if not fine:
        data = _rounded(data)
    # The name is drawn from the content, so that two looks of one picture never share a form.
    digest = hashlib.sha256(f"{picture.width} {picture.height} {picture.alphas}".encode() + data).hexdigest()
    shown = [alpha for alpha in picture.alphas if b"/A%d gs" % round(alpha * 100) in data]
    states = " ".join(f"/A{round(alpha * 100)} << /CA {alpha} /ca {alpha} >>" for alpha in shown)
    packed, packing = (zlib.compress(data, 6), " /Filter /FlateDecode") if compressed else (data, "")
    head = (
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 {picture.width} {picture.height}] "
        f"/Resources << {f'/ExtGState << {states} >>' if states else ''} >>{packing} /Length {len(packed)} >>\nstream\n"
    )
    return f"{picture.id}-{digest[:12]}", head.encode("ascii") + packed + b"\r\nendstream"


_PATH = (b"m", b"l", b"c", b"v", b"y")


def _rounded(data: bytes) -> bytes:
    """The operators with the points of paths to a tenth of a point, everything else as it is."""
    lines = []
    for line in data.split(b"\n"):
        if line.endswith(_PATH):
            *values, operator = line.split()
            if operator in _PATH:
                line = b" ".join((*map(b"%.1f".__mod__, map(float, values)), operator)).replace(b".0 ", b" ")
        lines.append(line)
    return b"\n".join(lines)
