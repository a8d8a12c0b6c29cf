"""Pages and pictures as PNG, for the eye. Needs pypdfium2 (the extra ``preview``)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence

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


def picture_as_png(picture: Picture, *, mono: bool = False, dpi: int = 200) -> bytes:
    """A compiled exercise picture on white, shown by the usual person, as the bytes of a PNG."""
    from handouts.pictures.palette import Person, palette_for

    pdf = picture_as_pdf(picture, palette_for(Person(), mono=mono), ["mono" if mono else "colour"])
    return next(pages_as_png(pdf, dpi=dpi))


def picture_as_pdf(
    picture: Picture, palette: Mapping[str, str], names: Sequence[str], *, mirror: bool = False, margin: float = 6
) -> bytes:
    """The named blocks of a picture at natural size on a page of its own. ``margin`` in points."""
    from reportlab.pdfgen.canvas import Canvas

    from handouts.pictures.ink import place_picture

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(picture.width + 2 * margin, picture.height + 2 * margin), invariant=1)
    canvas.setTitle(picture.id)
    place_picture(canvas, picture, palette, names, margin, margin, mirror=mirror)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
