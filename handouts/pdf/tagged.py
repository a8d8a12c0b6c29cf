"""A ReportLab canvas that writes tagged PDF.

Everything painted is an artifact (furniture a page reader skips) unless it is painted inside ``mark(node)``.
The tree of nodes is made by the caller in reading order and does not depend on the order of painting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString
from reportlab.pdfgen.canvas import Canvas

import handouts.pdf.reportlab_patches  # noqa: F401  (numbers and streams must be written as PDF/A wants them)
from handouts.pdf.archive import DocumentInfo, output_intent, profile_object
from handouts.pdf.casting import INFO, METADATA, Casting
from handouts.pdf.fonts import type_case_of
from handouts.pdf.objects import Hole, Ready, add_object
from handouts.pdf.recording import STATE, Recording, noted
from handouts.pdf.skeleton import build_skeleton
from handouts.pdf.structure import Node
from handouts.pdf.syntax import packed_stream
from handouts.pdf.tree import Annotated, Corners, Kid, Owners, Painted, add_tree

_HOLE = "\0hole "  # stands for personal words among the operators; no operator holds a zero byte


def _hexadecimal(text: str) -> str:
    """A text string as PDF writes it between < and >."""
    return ("\ufeff" + text).encode("utf-16-be").hex().upper()


@dataclass(frozen=True, slots=True)
class Boxes:
    """Where a page will be cut, and how far its grounds run; None where nothing is said."""

    trim: Corners | None = None
    bleed: Corners | None = None


class TaggedCanvas(Canvas):
    """A canvas for one document. Call ``finish`` instead of ``save``; it returns nothing and writes to the file."""

    def __init__(
        self,
        file: BinaryIO,
        *,
        root: Node,
        info: DocumentInfo,
        page_size: tuple[float, float],
        font_name: str,
    ) -> None:
        self._root = root
        self._info = info
        self._found: dict[Node, list[Kid]] = {}
        self._boxes: dict[Node, tuple[float, float, float, float]] = {}
        self._current: Node | None = None
        self._opened_at: int | None = None
        self._opened: Painted | None = None
        self._page_nodes: list[Node] = []
        self._parent_tree: list[Owners] = []
        self._holes = 0
        self._type: dict[tuple[str, int], str] = {}  # names of the alphabets in use
        self._outer: list[Node | None] = []  # the marks round the present one
        self.recording: Recording | None = None  # of what is being painted
        super().__init__(
            file,
            pagesize=page_size,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            lang=info.language,
            initialFontName=font_name,
        )
        self._info_number = add_object(self._doc, Hole(INFO))
        self.setViewerPreference("DisplayDocTitle", "true")
        self._open()

    # ------------------------------------------------------------ marks
    @contextmanager
    def mark(self, node: Node) -> Iterator[None]:
        """What is painted inside belongs to the node."""
        self.enter(node)
        try:
            yield
        finally:
            self.leave()

    @noted
    def enter(self, node: Node) -> None:
        """What is painted until the next ``leave`` belongs to the node."""
        self._close()
        self._outer.append(self._current)
        self._current = node
        self._open()

    @noted
    def leave(self) -> None:
        """Ends what ``enter`` began."""
        self._close()
        self._current = self._outer.pop()
        self._open()

    @noted
    def attach(self, parent: Node, kid: Node) -> None:
        """Adds a kid between the stretches painted for the parent (a link or a footnote figure in a line)."""
        self._found.setdefault(parent, []).append(kid)

    @noted
    def box(self, node: Node, x0: float, y0: float, x1: float, y1: float) -> None:
        """Notes the box of a figure, in the present coordinates."""
        self._boxes[node] = self._on_page(x0, y0, x1, y1)

    def _on_page(self, x0: float, y0: float, x1: float, y1: float) -> Corners:
        """A box of the present coordinates on the page, also where these are turned."""
        first, second = self.absolutePosition(x0, y0), self.absolutePosition(x1, y1)
        return (
            min(first[0], second[0]),
            min(first[1], second[1]),
            max(first[0], second[0]),
            max(first[1], second[1]),
        )

    def _open(self) -> None:
        self._opened_at = len(self._code)
        self._opened = None
        if self._current is None:
            self._code.append("/Artifact BMC")
            return
        mcid = len(self._page_nodes)
        self._page_nodes.append(self._current)
        self._opened = Painted(self._doc.thisPageRef(), mcid)
        self._found.setdefault(self._current, []).append(self._opened)
        said = f"/ActualText <{_hexadecimal(self._current.actual)}>" if self._current.actual else ""
        self._code.append(f"/{self._current.tag} <</MCID {mcid}{said}>> BDC")

    def _close(self) -> None:
        start, self._opened_at = self._opened_at, None
        if start is None:
            return
        if all(STATE.fullmatch(line) for line in self._code[start + 1 :]):
            del self._code[start]
            if self._current is not None:
                self._page_nodes.pop()
                found = self._found[self._current]
                found[:] = [kid for kid in found if kid is not self._opened]
            return
        self._code.append("EMC")

    # ------------------------------------------------------------ what is painted for one document and used by others
    def recorded(self, paint: Callable[[], None]) -> Recording | None:
        """Paints, and writes down what was painted, so that ``replay`` can do the same in another document. None where
        that cannot be: a photograph belongs to its document."""
        case = type_case_of(self._doc)
        recording = self.recording = Recording(self._code, self._currentMatrix)
        case.asked = {}
        try:
            paint()
        finally:
            self.recording = None
            fonts, case.asked = tuple(case.asked), None
        return recording.finished(fonts)

    def replay(self, recording: Recording) -> None:
        """Paints what was recorded, at the present place: the same operators, marks, links and forms."""
        for font, alphabet in recording.fonts:
            self.use_type(font, alphabet)
        for step, values in recording.steps:
            getattr(self, step)(*values)

    def write(self, *lines: str) -> None:
        """Operators as they stand."""
        self._code.extend(lines)

    def doForm(self, name: str) -> None:
        """Paints a form that is in the document."""
        self.use_form(name, self._doc.idToObject[pdfdoc.xObjectName(name)].format(self._doc))

    @noted
    def use_form(self, name: str, body: bytes) -> None:
        """Paints a form, which is added to the document where it is not there yet."""
        if not self.hasForm(name):
            self._doc.addForm(name, Ready(body))
        super().doForm(name)

    def drawImage(self, *values: Any, **named: Any) -> Any:
        """Paints a photograph."""
        if self.recording is not None:
            self.recording.spoilt = True
        return super().drawImage(*values, **named)

    # ------------------------------------------------------------ links and bookmarks
    @noted
    def link(self, node: Node, address: str, description: str, rect: tuple[float, float, float, float]) -> None:
        """A link over rect (present coordinates) that belongs to the node and is described to page readers."""
        key = len(self._parent_tree)
        self._parent_tree.append(node)
        left, bottom, right, top = self._on_page(*rect)
        action = {"Type": PDFName("Action"), "S": PDFName("URI"), "URI": PDFString(address)}
        annotation = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Link"),
                "Rect": PDFArray([left, bottom, right, top]),
                "Border": PDFArray([0, 0, 0]),
                "F": 4,  # printed
                "Contents": PDFString(description),
                "A": PDFDictionary(action),
                "StructParent": key,
            }
        )
        self._addAnnotation(annotation)
        self._found.setdefault(node, []).append(Annotated(self._doc.thisPageRef(), self._annotationrefs[-1]))

    def mark_place(self, top: float) -> str:
        """A place on this page that a bookmark may lead to; top in points from the page's foot."""
        key = f"b{len(self._destinations)}"
        self.bookmarkPage(key, fit="XYZ", left=0, top=top, zoom=0)
        return key

    def add_bookmark(self, title: str, level: int, place: str) -> None:
        """The next entry of the outline; place comes from ``mark_place``."""
        self.addOutlineEntry(title, place, level)

    # ------------------------------------------------------------ pages
    def begin_sheet(self, width: float, height: float, boxes: Boxes) -> None:
        """Says how large this page is (points), before anything is painted on it."""
        if (width, height) != self._pagesize:
            self.setPageSize((width, height))
        self.setTrimBox(boxes.trim)
        self.setBleedBox(boxes.bleed)

    def _startPage(self) -> None:
        super()._startPage()
        self._page_nodes = []
        self._current = None
        self._outer = []
        self._open()

    def showPage(self) -> None:
        """Ends the page."""
        self._close()
        super().showPage()

    def open_hole(self) -> int:
        """A place among the operators for personal words; returns its number. It follows on the one before where
        nothing was painted in between."""
        if not self._code[-1].startswith(_HOLE):
            self._code.append(f"{_HOLE}{self._holes}")
            self._holes += 1
        return self._holes - 1

    def use_type(self, font: str, alphabet: int) -> str:
        """Embeds an alphabet of a registered font; returns its name in the resources of the pages."""
        known = self._type.get((font, alphabet))
        if known is None or self.recording is not None:
            name: str = pdfmetrics.getFont(font).getSubsetInternalName(alphabet, self._doc)
            known = self._type[font, alphabet] = name.removeprefix("/")
        return known

    def _setAnnotations(self, page: pdfdoc.PDFPage) -> None:
        super()._setAnnotations(page)
        page.Contents = self._contents(page.stream)
        page.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
        page.Tabs = PDFName("S")
        if self._page_nodes:
            page.StructParents = len(self._parent_tree)
            self._parent_tree.append(self._page_nodes)

    def _contents(self, operators: str) -> PDFArray | PDFObjectReference:
        """The page's operators as streams: what stays the same in one, each hole in one of its own."""
        streams = []
        for part in re.split(f"(?:^|\n)({_HOLE}[0-9]+)(?:\n|$)", operators):
            if part.startswith(_HOLE):
                streams.append(self._doc.Reference(Hole(int(part.removeprefix(_HOLE)))))
            elif part.strip():
                streams.append(self._doc.Reference(Ready(packed_stream(b"", part.encode("latin-1")))))
        return streams[0] if len(streams) == 1 else PDFArray(streams)

    # ------------------------------------------------------------ the end
    def finish(self) -> None:
        """Writes the file. The last page must be shown, and no hole open."""
        self._filename.write(self.cast().printed(self._info))

    def cast(self) -> Casting:
        """The document without its metadata and without what goes into its holes. The last page must be shown."""
        document = self._doc
        catalog = document.Catalog
        catalog.StructTreeRoot = add_tree(document, self._root, self._found, self._boxes, self._parent_tree)
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.Metadata = document.Reference(Hole(METADATA))
        catalog.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]
        profile = add_object(document, Ready(profile_object()))
        catalog.OutputIntents = document.Reference(Ready(output_intent(profile)))
        for font in document.delayedFonts:
            font.addObjects(document)
        root = add_object(document, catalog)
        document.Outlines.prepare(document, self)
        if document.Outlines.ready < 0:
            catalog.Outlines = None
        objects, fillings = self._bodies()
        skeleton = build_skeleton(objects, root=root, info=self._info_number)
        return Casting(skeleton, tuple(fillings[hole] for hole in skeleton.holes))

    def _bodies(self) -> tuple[dict[int, bytes | None], dict[int, int]]:
        """The body of every object by number, and what each hole is filled with. Writing one may add others."""
        document = self._doc
        bodies: dict[int, bytes | None] = {}
        fillings: dict[int, int] = {}
        number = 1
        while number in document.numberToId:
            found = document.idToObject[document.numberToId[number]]
            if isinstance(found, Hole):
                bodies[number], fillings[number] = None, found.filling
            else:
                bodies[number] = pdfdoc.format(found, document, toplevel=1).strip(b"\n")
            number += 1
        return bodies, fillings
