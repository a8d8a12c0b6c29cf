"""Pages and pictures as PNG, for the eye. Needs pypdfium2 (the extra ``preview``)."""

from __future__ import annotations

import io
from collections.abc import Iterator

from handouts.errors import InvalidData, UsageProblem, Where
from handouts.pictures.compiled import Picture


def pages_as_png(pdf: bytes, *, dpi: int = 100, name: str = "the PDF") -> Iterator[bytes]:
    """Each page as the bytes of a PNG. Raises UsageProblem without the extra, InvalidData for a broken file."""
    try:
        import pypdfium2
    except ImportError as error:
        raise UsageProblem("previews need pypdfium2", hint="pip install 'handouts[preview]'") from error
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise InvalidData(
            f"cannot be opened as a PDF: {error}", where=Where(file=name), hint="is it encrypted or damaged?"
        ) from error
    with document:
        for page in document:
            buffer = io.BytesIO()
            page.render(scale=dpi / 72).to_pil().save(buffer, "PNG", optimize=True)
            yield buffer.getvalue()


def picture_as_png(picture: Picture, *, mono: bool = False, dpi: int = 200, margin: float = 6) -> bytes:
    """A compiled exercise picture on white, as the bytes of a PNG. ``margin`` in points."""
    from reportlab.pdfgen.canvas import Canvas

    from handouts.pictures.ink import place_picture
    from handouts.pictures.palette import Person, palette_for

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(picture.width + 2 * margin, picture.height + 2 * margin), invariant=1)
    palette = palette_for(Person(), mono=mono)
    place_picture(canvas, picture, palette, ["mono" if mono else "colour"], margin, margin)
    canvas.showPage()
    canvas.save()
    return next(pages_as_png(buffer.getvalue(), dpi=dpi))
