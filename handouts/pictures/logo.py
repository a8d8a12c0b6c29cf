"""A clinic's logo, from an SVG drawing or from a raster picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handouts.errors import PictureError, Where
from handouts.pictures.compiled import Picture
from handouts.pictures.photo import PreparedPhoto, prepare_photo
from handouts.pictures.svg import read_svg

LARGEST_MM = 120.0  # the widest a logo is ever printed (poster)


@dataclass(frozen=True)
class Logo:
    """Either a vector drawing or a prepared raster picture."""

    drawing: Picture | None = None
    photo: PreparedPhoto | None = None

    @property
    def aspect(self) -> float:
        """Width divided by height."""
        if self.drawing is not None:
            return self.drawing.width / self.drawing.height
        if self.photo is not None:
            return self.photo.width_px / self.photo.height_px
        raise ValueError("a logo is a drawing or a photo")


def load_logo(path: Path) -> Logo:
    """Reads a logo: .svg as a drawing, anything else as a raster picture that keeps its transparency.

    Raises PictureError naming the file, the line where there is one, and the remedy.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PictureError(
            f"cannot read the logo ({error.strerror or error})",
            where=Where(file=str(path)),
            hint="check the file name; it is looked for beside the clinic file",
        ) from error
    if path.suffix.lower() == ".svg" or data.lstrip()[:5].lower() in (b"<?xml", b"<svg ", b"<svg>"):
        return Logo(drawing=read_svg(data, str(path)))
    photo = prepare_photo(data, max_width_mm=LARGEST_MM, max_height_mm=LARGEST_MM, name=str(path), keep_alpha=True)
    return Logo(photo=photo)
