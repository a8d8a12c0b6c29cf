"""A layout as a PDF file: tagged, archival, and the same bytes for the same input.

Every file is cast first and printed then. A forme that is kept prints the next client's file; one that is not has done
its work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from msgspec import structs

from handouts.page.forme import Forme, TypePiece, reach_of
from handouts.page.layout import Layout
from handouts.page.painting import paint_layout
from handouts.page.slots import SlotCanvas
from handouts.page.text import PersonalText, Typesetter
from handouts.pdf.alphabets import BASIC, alphabets_of
from handouts.pdf.archive import DocumentInfo
from handouts.pdf.fonts import widths_of
from handouts.pdf.structure import Node
from handouts.pdf.tagged import TaggedCanvas
from handouts.words.personal import PERSONAL, Personal, with_words


def write_pdf(layout: Layout, *, info: DocumentInfo) -> bytes:
    """The file's bytes: PDF/UA-1 and PDF/A-2a. The clock is not read; dates and words about the file come in info."""
    personal = _words_of(layout)
    return cast_layout(layout, personal, info=info).printed_first(personal, info)


def cast_layout(layout: Layout, personal: Personal, *, info: DocumentInfo) -> Forme:
    """The forme of a layout that was made for these personal words."""
    typesetter = layout.typesetter or Typesetter()
    if not all(_says(text, personal) for text in typesetter.personal):
        typesetter.book.pinned = True  # a shortened name, say, which could not be made from the next client's
    canvas = SlotCanvas(BytesIO(), **_beginning(layout, info), book=typesetter.book)
    if not typesetter.book.pinned:
        paint_layout(layout, canvas)
    if typesetter.book.pinned:
        plain = TaggedCanvas(BytesIO(), **_beginning(layout, info))
        paint_layout(layout, plain)
        return _forme(layout, plain, info, is_open=False)
    pieces = _pieces(canvas, typesetter.personal, reach_of(personal))  # before casting: it adds fonts
    blank = Personal()
    return structs.replace(
        _forme(layout, canvas, info, is_open=True),
        texts=tuple(replace(one, text=with_words(one.text, blank)) for one in typesetter.personal),
        guards=tuple(typesetter.book.guards),
        holes=tuple(map(tuple, canvas.placed)),
        pieces=pieces,
    )


def _forme(layout: Layout, canvas: TaggedCanvas, info: DocumentInfo, *, is_open: bool) -> Forme:
    return Forme(
        casting=canvas.cast(),
        pages=len(layout.pages),
        title=info.title,
        language=info.language,
        warnings=(*layout.warnings, *layout.dropped),
        open=is_open,
    )


def _beginning(layout: Layout, info: DocumentInfo) -> dict[str, Any]:
    """What a canvas for the layout begins with."""
    root = Node("Document")
    for node in layout.reading_order():
        root.adopt(node)
    return {"root": root, "info": info, "page_size": layout.page_size, "font_name": layout.font}


def _pieces(
    canvas: SlotCanvas, texts: Sequence[PersonalText], reach: Mapping[str, frozenset[int]]
) -> tuple[TypePiece, ...]:
    """The type of personal words. What is only measured, in a line that was tried and given up, has no name."""
    needed: dict[str, set[int]] = {}
    for text in texts:
        for run in text.text:
            font = text.style.strong if run.strong else text.style.face
            own = reach.get(run.personal or "", frozenset()) if run.personal in PERSONAL else alphabets_of(run.text)
            needed.setdefault(font, {BASIC}).update(own)
    found = []
    for font, alphabets in sorted(needed.items()):
        for alphabet in sorted(alphabets):
            name = canvas.use_type(font, alphabet) if font in canvas.fonts else ""
            widths = widths_of(font, alphabet)
            found.append(TypePiece(font, alphabet, name, "".join(widths), tuple(widths.values())))
    return tuple(found)


def _says(text: PersonalText, personal: Personal) -> bool:
    """True if the personal runs are the personal words as they are."""
    return text.text == with_words(text.text, personal)


def _words_of(layout: Layout) -> Personal:
    """The personal words that a layout was made with."""
    texts = layout.typesetter.personal if layout.typesetter else ()
    return Personal(**{run.personal: run.text for one in texts for run in one.text if run.personal in PERSONAL})
