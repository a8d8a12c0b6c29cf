"""The structure tree as the file holds it. Elements with nothing in them are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObjectReference

from handouts.pdf.objects import Ready, add_object, number_of
from handouts.pdf.structure import Node
from handouts.pdf.syntax import number, text_string

Corners = tuple[float, float, float, float]  # left, bottom, right, top, in points from a page's lower left


@dataclass(frozen=True, slots=True)
class Painted:
    """A marked stretch of a page's content."""

    page: PDFObjectReference
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotation that belongs to a node."""

    page: PDFObjectReference
    reference: PDFObjectReference


Kid = Node | Painted | Annotated
Owners = Node | list[Node]  # of an annotation, or of a page's marks by their numbers


def add_tree(
    document: PDFDocument,
    root: Node,
    found: Mapping[Node, Sequence[Kid]],
    boxes: Mapping[Node, Corners],
    owners: Sequence[Owners],
) -> PDFObjectReference:
    """Adds the whole tree to the document; returns the reference to its root.

    ``found``: what was painted for each node. ``boxes``: of figures. ``owners``: the parent tree, by its keys.
    """
    top_object = Ready()
    reference = document.Reference(top_object)
    writer = _TreeWriter(document, found, boxes)
    top = writer.write(root, number_of(document, reference))
    numbers: list[bytes] = []
    for key, owner in enumerate(owners):
        if isinstance(owner, Node):
            numbers.append(b"%d %d 0 R" % (key, writer.numbers[owner]))
        else:
            kids = _referred(writer.numbers[node] for node in owner)
            numbers.append(b"%d %d 0 R" % (key, add_object(document, Ready(b"[%s]" % kids))))
    parents = add_object(document, Ready(b"<< /Nums [%s] >>" % b" ".join(numbers)))
    entries = b"/Type /StructTreeRoot /K [%s] /ParentTree %d 0 R /ParentTreeNextKey %d" % (
        _referred([top] if top else []),
        parents,
        len(owners),
    )
    if writer.ids:
        names = b" ".join(b"%s %d 0 R" % (text_string(name), one) for name, one in sorted(writer.ids.items()))
        entries += b" /IDTree %d 0 R" % add_object(document, Ready(b"<< /Names [%s] >>" % names))
    top_object.body = b"<< %s >>" % entries
    return reference


class _TreeWriter:
    def __init__(
        self, document: PDFDocument, found: Mapping[Node, Sequence[Kid]], boxes: Mapping[Node, Corners]
    ) -> None:
        self._document = document
        self._found = found
        self._boxes = boxes
        self._full: dict[Node, bool] = {}
        self.numbers: dict[Node, int] = {}
        self.ids: dict[str, int] = {}

    def _has_content(self, node: Node) -> bool:
        known = self._full.get(node)
        if known is None:
            kids = (*node.kids, *self._found.get(node, ()))
            known = node.keep or any(not isinstance(kid, Node) or self._has_content(kid) for kid in kids)
            self._full[node] = known
        return known

    def write(self, node: Node, parent: int) -> int | None:
        """The number of the node's element, with all below it; None where there is nothing."""
        if not self._has_content(node):
            return None
        element = Ready()
        own = self.numbers[node] = add_object(self._document, element)
        entries = [b"/Type /StructElem /S /%s /P %d 0 R" % (node.tag.encode("ascii"), parent)]
        own_id = self._own_id(node)
        if own_id:
            self.ids[own_id] = own
        texts = ((b"Alt", node.alt), (b"Lang", node.language), (b"ActualText", node.actual), (b"ID", own_id))
        entries += [b"/%s %s" % (key, text_string(text)) for key, text in texts if text]
        entries += self._attributes(node)
        entries += self._kids(node, own)
        element.body = b"<< %s >>" % b" ".join(entries)
        return own

    def _kids(self, node: Node, own: int) -> list[bytes]:
        """The entries /Pg and /K."""
        kids: list[bytes] = []
        page: int | None = None
        for kid in (*node.kids, *self._found.get(node, ())):
            if isinstance(kid, Node):
                below = self.write(kid, own)
                if below is not None:
                    kids.append(b"%d 0 R" % below)
                continue
            here = number_of(self._document, kid.page)
            if isinstance(kid, Annotated):
                annotation = number_of(self._document, kid.reference)
                kids.append(b"<< /Type /OBJR /Pg %d 0 R /Obj %d 0 R >>" % (here, annotation))
            elif page is None or here == page:
                page = here
                kids.append(b"%d" % kid.mcid)
            else:
                kids.append(b"<< /Type /MCR /Pg %d 0 R /MCID %d >>" % (here, kid.mcid))
        entries = [b"/Pg %d 0 R" % page] if page is not None else []
        if kids:
            entries.append(b"/K " + (kids[0] if len(kids) == 1 else b"[%s]" % b" ".join(kids)))
        return entries

    def _own_id(self, node: Node) -> str | None:
        """The node's id, told apart from the same id in another part of the document."""
        if not node.id or node.id not in self.ids:
            return node.id
        return next(name for name in map(f"{node.id}.{{}}".format, count(2)) if name not in self.ids)

    def _attributes(self, node: Node) -> list[bytes]:
        found = []
        box = self._boxes.get(node)
        if box is not None:
            corners = " ".join(number(value) for value in box).encode("ascii")
            found.append(b"<< /O /Layout /Placement /Block /BBox [%s] >>" % corners)
        table = b""
        if node.scope:
            table += b" /Scope /" + node.scope.encode("ascii")
        if node.summary:
            table += b" /Summary " + text_string(node.summary)
        if table:
            found.append(b"<< /O /Table%s >>" % table)
        if node.numbering:
            found.append(b"<< /O /List /ListNumbering /%s >>" % node.numbering.encode("ascii"))
        if not found:
            return []
        return [b"/A " + (found[0] if len(found) == 1 else b"[%s]" % b" ".join(found))]


def _referred(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % one for one in numbers)
