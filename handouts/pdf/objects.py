"""Objects of a ReportLab document whose bodies we write ourselves, and those that stay open as holes."""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase import pdfdoc


class Ready(pdfdoc.PDFObject):
    """An object whose body is already written. It may be named before its body is known."""

    __RefOnly__ = 1

    def __init__(self, body: bytes = b"") -> None:
        self.body = body

    def format(self, _document: pdfdoc.PDFDocument) -> bytes:
        """The body."""
        return self.body


class Hole(pdfdoc.PDFObject):
    """An object that is filled when the file is printed. ``filling`` says with what: see ``pdf/casting.py``."""

    __RefOnly__ = 1

    def __init__(self, filling: int) -> None:
        self.filling = filling


def add_object(document: pdfdoc.PDFDocument, body: Any, name: str | None = None) -> int:
    """Adds an object to the document; returns its number."""
    return number_of(document, document.Reference(body, name))


def number_of(document: pdfdoc.PDFDocument, reference: pdfdoc.PDFObjectReference) -> int:
    """The number of an object that is in the document already."""
    number: int = document.idToObjectNumberAndVersion[reference.name][0]
    return number
