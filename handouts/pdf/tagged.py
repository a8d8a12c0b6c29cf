"""A ReportLab canvas that writes tagged PDF.

Everything painted is an artifact (furniture a page reader skips) unless it is painted inside ``mark(node)``.
The tree of nodes is made by the caller in reading order and does not depend on the order of painting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas

import handouts.pdf.reportlab_patches  # noqa: F401  (streams must end as PDF/A wants them)
from handouts.pdf.archive import (
    DocumentInfo,
    InfoDictionary,
    document_id,
    metadata_stream,
    output_intent,
)
from handouts.pdf.structure import Node

# Operators that only set the state: a stretch of nothing else needs no mark.
_STATE = re.compile(r"(.* )?(q|Q|cm|w|J|j|M|d|i|ri|gs|rg|RG|g|G|k|K|cs|CS|sc|SC)?\s*")


def _hexadecimal(text: str) -> str:
    """A text string as PDF writes it between < and >."""
    return ("\ufeff" + text).encode("utf-16-be").hex().upper()


@dataclass(frozen=True, slots=True)
class _Painted:
    """A marked stretch of a page's content."""

    page: PDFObjectReference
    mcid: int


@dataclass(frozen=True, slots=True)
class _Annotated:
    """An annotation that belongs to a node."""

    page: PDFObjectReference
    reference: PDFObjectReference


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
        self._found: dict[Node, list[Node | _Painted | _Annotated]] = {}
        self._boxes: dict[Node, tuple[float, float, float, float]] = {}
        self._current: Node | None = None
        self._opened_at: int | None = None
        self._opened: _Painted | None = None
        self._page_nodes: list[Node] = []
        self._parent_tree: list[Node | list[Node]] = []
        self._page_codes: list[bytes] = []
        super().__init__(
            file,
            pagesize=page_size,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            lang=info.language,
            initialFontName=font_name,
        )
        self._doc.info = InfoDictionary(info)
        self.setViewerPreference("DisplayDocTitle", "true")
        self._open()

    # ------------------------------------------------------------ marks
    @contextmanager
    def mark(self, node: Node) -> Iterator[None]:
        """What is painted inside belongs to the node."""
        self._close()
        before, self._current = self._current, node
        self._open()
        try:
            yield
        finally:
            self._close()
            self._current = before
            self._open()

    def attach(self, parent: Node, kid: Node) -> None:
        """Adds a kid between the stretches painted for the parent (a link or a footnote figure in a line)."""
        self._found.setdefault(parent, []).append(kid)

    def box(self, node: Node, x0: float, y0: float, x1: float, y1: float) -> None:
        """Notes the box of a figure, in the present coordinates."""
        left, bottom = self.absolutePosition(x0, y0)
        right, top = self.absolutePosition(x1, y1)
        self._boxes[node] = (left, bottom, right, top)

    def _open(self) -> None:
        self._opened_at = len(self._code)
        self._opened = None
        if self._current is None:
            self._code.append("/Artifact BMC")
            return
        mcid = len(self._page_nodes)
        self._page_nodes.append(self._current)
        self._opened = _Painted(self._doc.thisPageRef(), mcid)
        self._found.setdefault(self._current, []).append(self._opened)
        said = f"/ActualText <{_hexadecimal(self._current.actual)}>" if self._current.actual else ""
        self._code.append(f"/{self._current.tag} <</MCID {mcid}{said}>> BDC")

    def _close(self) -> None:
        start, self._opened_at = self._opened_at, None
        if start is None:
            return
        if all(_STATE.fullmatch(line) for line in self._code[start + 1 :]):
            del self._code[start]
            if self._current is not None:
                self._page_nodes.pop()
                found = self._found[self._current]
                found[:] = [kid for kid in found if kid is not self._opened]
            return
        self._code.append("EMC")

    # ------------------------------------------------------------ links and bookmarks
    def link(self, node: Node, address: str, description: str, rect: tuple[float, float, float, float]) -> None:
        """A link over rect (present coordinates) that belongs to the node and is described to page readers."""
        key = len(self._parent_tree)
        self._parent_tree.append(node)
        left, bottom = self.absolutePosition(rect[0], rect[1])
        right, top = self.absolutePosition(rect[2], rect[3])
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
        self._found.setdefault(node, []).append(_Annotated(self._doc.thisPageRef(), self._annotationrefs[-1]))

    def add_bookmark(self, title: str, level: int, top: float) -> None:
        """An entry of the outline that leads to this page; top in points from the page's foot."""
        key = f"b{len(self._destinations)}"
        self.bookmarkPage(key, fit="XYZ", left=0, top=top, zoom=0)
        self.addOutlineEntry(title, key, level)

    # ------------------------------------------------------------ pages
    def _startPage(self) -> None:
        super()._startPage()
        self._page_nodes = []
        self._current = None
        self._open()

    def showPage(self) -> None:
        """Ends the page."""
        self._close()
        self._page_codes.append("\n".join(self._code).encode("latin-1"))
        super().showPage()

    def _setAnnotations(self, page: pdfdoc.PDFPage) -> None:
        super()._setAnnotations(page)
        page.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
        page.Tabs = PDFName("S")
        if self._page_nodes:
            page.StructParents = len(self._parent_tree)
            self._parent_tree.append(self._page_nodes)

    # ------------------------------------------------------------ the end
    def finish(self) -> None:
        """Writes the structure tree, metadata and output intent, then the file. The last page must be shown."""
        document = self._doc
        catalog = document.Catalog
        catalog.StructTreeRoot = self._structure()
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        catalog.Metadata = metadata_stream(self._info)
        catalog.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]
        catalog.OutputIntents = output_intent(document)
        about = repr(self._info).encode("utf-8")
        document._ID = document_id([about, *self._page_codes])
        document.SaveToFile(self._filename, self)

    def _structure(self) -> PDFObjectReference:
        document = self._doc
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        root_reference = document.Reference(root)
        writer = _TreeWriter(document, self._found, self._boxes)
        top = writer.write(self._root, root_reference)
        root.dict["K"] = PDFArray([top] if top else [])
        numbers: list[object] = []
        for key, owner in enumerate(self._parent_tree):
            if isinstance(owner, Node):
                numbers += [key, writer.references[owner]]
            else:
                numbers += [key, document.Reference(PDFArray([writer.references[node] for node in owner]))]
        root.dict["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        root.dict["ParentTreeNextKey"] = len(self._parent_tree)
        if writer.ids:
            names = [part for name, reference in sorted(writer.ids.items()) for part in (PDFString(name), reference)]
            root.dict["IDTree"] = document.Reference(PDFDictionary({"Names": PDFArray(names)}))
        return root_reference


class _TreeWriter:
    """Turns nodes into structure elements, leaving out those with nothing in them."""

    def __init__(
        self,
        document: pdfdoc.PDFDocument,
        found: dict[Node, list[Node | _Painted | _Annotated]],
        boxes: dict[Node, tuple[float, float, float, float]],
    ) -> None:
        self._document = document
        self._found = found
        self._boxes = boxes
        self.references: dict[Node, PDFObjectReference] = {}
        self.ids: dict[str, PDFObjectReference] = {}

    def _has_content(self, node: Node) -> bool:
        if node.keep:
            return True
        return any(
            not isinstance(kid, Node) or self._has_content(kid) for kid in [*node.kids, *self._found.get(node, ())]
        )

    def write(self, node: Node, parent: PDFObjectReference) -> PDFObjectReference | None:
        """The element of the node and all below it, or None where there is nothing."""
        if not self._has_content(node):
            return None
        element = PDFDictionary(
            {"Type": PDFName("StructElem"), "S": PDFName(node.tag), "P": parent, **self._texts(node)}
        )
        reference = self.references[node] = self._document.Reference(element)
        attributes = self._attributes(node)
        if attributes:
            element.dict["A"] = attributes[0] if len(attributes) == 1 else PDFArray(attributes)
        if node.id:
            self.ids[node.id] = reference
        kids: list[object] = []
        page: PDFObjectReference | None = None
        for kid in [*node.kids, *self._found.get(node, ())]:
            if isinstance(kid, Node):
                below = self.write(kid, reference)
                if below is not None:
                    kids.append(below)
            elif isinstance(kid, _Annotated):
                kids.append(PDFDictionary({"Type": PDFName("OBJR"), "Pg": kid.page, "Obj": kid.reference}))
            elif page is None or kid.page.name == page.name:
                page = kid.page
                kids.append(kid.mcid)
            else:
                kids.append(PDFDictionary({"Type": PDFName("MCR"), "Pg": kid.page, "MCID": kid.mcid}))
        if page is not None:
            element.dict["Pg"] = page
        if kids:
            element.dict["K"] = PDFArray(kids) if len(kids) > 1 else kids[0]
        return reference

    @staticmethod
    def _texts(node: Node) -> dict[str, PDFString]:
        texts = {"Alt": node.alt, "Lang": node.language, "ActualText": node.actual, "ID": node.id}
        return {key: PDFString(value) for key, value in texts.items() if value}

    def _attributes(self, node: Node) -> list[PDFDictionary]:
        found = []
        box = self._boxes.get(node)
        if box is not None:
            corners = PDFArray([round(value, 2) for value in box])
            found.append({"O": PDFName("Layout"), "Placement": PDFName("Block"), "BBox": corners})
        table: dict[str, object] = {}
        if node.scope:
            table["Scope"] = PDFName(node.scope)
        if node.summary:
            table["Summary"] = PDFString(node.summary)
        if table:
            found.append({"O": PDFName("Table"), **table})
        if node.numbering:
            found.append({"O": PDFName("List"), "ListNumbering": PDFName(node.numbering)})
        return [PDFDictionary(entries) for entries in found]
