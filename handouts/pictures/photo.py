"""Photos and raster logos: made safe, upright, small and printable before they reach a page.

The result is always 8-bit grey or sRGB without metadata, and the same input always gives the same bytes.
"""

from __future__ import annotations

import math
import struct
import warnings
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from handouts.errors import PictureError, Where

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP")
LARGEST_FILE = 60_000_000  # bytes
LARGEST_PIXELS = 80_000_000
LONGEST_SIDE = 30_000  # pixels
SHORTEST_SIDE = 8
FEW_COLOURS = 4096  # at most this many colours: a drawing, kept without loss
JPEG_QUALITY = 90
MM_PER_INCH = 25.4

_SAVE_AGAIN = "open it in a photo program and save it again as JPEG or PNG"


@dataclass(frozen=True)
class PreparedPhoto:
    """A picture ready to print. data holds a whole file: JPEG or PNG, as media says."""

    name: str
    data: bytes
    media: str
    width_px: int
    height_px: int
    has_alpha: bool


def prepare_photo(
    data: bytes,
    *,
    max_width_mm: float,
    max_height_mm: float,
    dpi: int = 300,
    name: str,
    keep_alpha: bool = False,
) -> PreparedPhoto:
    """Turns the bytes of an image file into a picture that fits the given size on paper.

    The picture is turned upright (EXIF), stripped of metadata, shrunk to what the printer can show, and
    brought to 8-bit grey or sRGB; it is never enlarged. Transparency becomes white paper unless keep_alpha.
    Raises PictureError naming the file and the remedy for anything that is not a sound image.
    """
    image = _opened(data, name)
    try:
        longest = max(max_width_mm, max_height_mm) / MM_PER_INCH * dpi
        image.draft(None, (math.ceil(longest), math.ceil(longest)))  # lets a JPEG skip detail nobody will see
        image.load()
        lossy_source = image.format in ("JPEG", "WEBP")
        image = _eight_bit(_upright(image), name)
    except PictureError:
        raise
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        struct.error,
        MemoryError,
        Image.DecompressionBombError,
    ) as error:
        raise _wrong(name, f"the picture is damaged or cut short ({error})", _SAVE_AGAIN) from error
    image = _fitted(image, max_width_mm / MM_PER_INCH * dpi, max_height_mm / MM_PER_INCH * dpi)
    if "A" in image.getbands() and not (keep_alpha and _is_see_through(image)):
        image = _on_white(image)
    media, saved = _saved(image, lossy_source)
    return PreparedPhoto(
        name=name,
        data=saved,
        media=media,
        width_px=image.width,
        height_px=image.height,
        has_alpha="A" in image.getbands(),
    )


def in_grey(photo: PreparedPhoto) -> PreparedPhoto:
    """The prepared picture without its colours, for black and white printing."""
    with Image.open(BytesIO(photo.data)) as image:
        lossy = image.format == "JPEG"
        grey = image.convert("LA" if photo.has_alpha else "L")
    media, saved = _saved(grey.convert("RGBA") if photo.has_alpha else grey, lossy)
    return replace(photo, data=saved, media=media)


def _wrong(name: str, message: str, hint: str) -> PictureError:
    return PictureError(message, where=Where(file=name), hint=hint)


def _opened(data: bytes, name: str) -> Image.Image:
    """The image with its header read and its size found sane; pixels are not decoded yet."""
    if not data:
        raise _wrong(name, "the picture file is empty", "choose the file again")
    if len(data) > LARGEST_FILE:
        raise _wrong(name, f"the picture file is {len(data) // 1_000_000} MB", "use a picture under 60 MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise _wrong(name, "this is not a picture we can read", "use a JPEG or PNG file") from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError) as error:
        raise _wrong(name, f"the picture is damaged or far too large ({error})", _SAVE_AGAIN) from error
    width, height = image.size
    if max(width, height) > LONGEST_SIDE or width * height > LARGEST_PIXELS:
        raise _wrong(name, f"the picture is {width} x {height} pixels", "shrink it to 6000 pixels wide or less")
    if min(width, height) < SHORTEST_SIDE:
        raise _wrong(name, f"the picture is only {width} x {height} pixels", "use a larger picture")
    return image


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except (ValueError, TypeError, KeyError, SyntaxError, struct.error, ZeroDivisionError):
        return image  # unreadable EXIF says nothing about the way up; the pixels are sound


def _eight_bit(image: Image.Image, name: str) -> Image.Image:
    """The image as L, RGB or RGBA, in sRGB where a colour profile tells what the numbers mean."""
    if image.mode == "F":
        raise _wrong(name, "the picture holds measurements, not colours (32-bit)", _SAVE_AGAIN)
    if image.mode.startswith("I"):
        deep = image.convert("I")
        return deep.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if image.mode in ("P", "1") or "transparency" in image.info:
        see_through = "transparency" in image.info
        image = image.convert("RGBA" if see_through else "L" if image.mode == "1" else "RGB")
    elif image.mode in ("LA", "La", "PA", "RGBa"):
        image = image.convert("RGBA")
    image = _in_srgb(image)
    return image if image.mode in ("L", "RGB", "RGBA") else image.convert("RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile: the plain numbers are the best that is known
    return turned if turned is not None else image


def _fitted(image: Image.Image, max_width: float, max_height: float) -> Image.Image:
    scale = min(max_width / image.width, max_height / image.height)
    if scale >= 1:
        return image
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS)


def _is_see_through(image: Image.Image) -> bool:
    lowest, _ = image.getchannel("A").getextrema()
    return isinstance(lowest, int | float) and lowest < 255


def _on_white(image: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", image.size, "#FFFFFF")
    return Image.alpha_composite(ground, image).convert("RGB")


def _saved(image: Image.Image, lossy_source: bool) -> tuple[str, bytes]:
    """Media name and file bytes. A fresh image is saved, so that no metadata can come along."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = BytesIO()
    drawing = bare.getcolors(FEW_COLOURS) is not None
    if "A" in bare.getbands() or (drawing and not lossy_source):
        bare.save(out, "PNG", optimize=False, compress_level=9)
        return "png", out.getvalue()
    # Without "optimize" Pillow writes in strips; with it a busy picture overruns its one buffer and fails.
    bare.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return "jpeg", out.getvalue()
