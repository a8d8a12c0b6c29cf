"""A finished file, read as a page reader reads it: its structure, what is wrong with it, and its words in order.

This is a reader of our own, for the validators do not notice an emptied parent tree, a number nobody refers to, or
words in a wrong order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

PAINTING = frozenset({"Tj", "TJ", "'", '"', "f", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh"})
Mark = tuple[int, int]  # object number of the page, marked-content id


def kids(node: Any) -> list[Any]:
    """What /K of an element holds."""
    found = node.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def is_element(kid: Any) -> bool:
    """True for a structure element, False for a number or a reference to content."""
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def elements(node: Any) -> Iterator[Any]:
    """The element and all below it, in reading order."""
    yield node
    for kid in kids(node):
        if is_element(kid):
            yield from elements(kid)


def document(pdf: pikepdf.Pdf) -> Any:
    """The topmost element."""
    (top,) = kids(pdf.Root.StructTreeRoot)
    return top


def attributes(element: Any) -> dict[str, Any]:
    """All attributes of an element, whatever they are of."""
    found = element.get("/A")
    parts = [] if found is None else list(found) if isinstance(found, pikepdf.Array) else [found]
    return {key: value for part in parts for key, value in part.items()}


def faults(pdf: pikepdf.Pdf) -> list[str]:
    """Everything that is wrong with the structure, in words; empty for a sound file."""
    return [
        *_faults_of_marks(pdf),
        *_faults_of_elements(pdf),
        *_faults_of_headings(pdf),
        *_faults_of_links(pdf),
        *_faults_of_fonts(pdf),
    ]


def _references(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, Mark]]:
    for element in elements(document(pdf)):
        for kid in kids(element):
            if isinstance(kid, int):
                yield element, (element.Pg.objgen[0], kid)
            elif not is_element(kid) and kid.get("/Type") == "/MCR":
                yield element, (kid.Pg.objgen[0], int(kid.MCID))


def _faults_of_marks(pdf: pikepdf.Pdf) -> Iterator[str]:
    painted: Counter[Mark] = Counter()
    for number, page in enumerate(pdf.pages, start=1):
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator == "BDC" and "/MCID" in instruction.operands[1]:
                painted[page.objgen[0], int(instruction.operands[1]["/MCID"])] += 1
            depth += (operator in ("BMC", "BDC")) - (operator == "EMC")
            if depth not in (0, 1):
                yield f"page {number}: marks stand in each other"
            if operator in PAINTING and depth != 1:
                yield f"page {number}: {operator} paints outside of a mark"
        if depth:
            yield f"page {number}: a mark is not closed"
    owners = list(_references(pdf))
    referred = Counter(mark for _, mark in owners)
    yield from (f"mark {mark} is painted {times} times" for mark, times in painted.items() if times != 1)
    yield from (f"mark {mark} has {times} owners" for mark, times in referred.items() if times != 1)
    yield from (f"mark {mark} is nobody's" for mark in painted.keys() - referred.keys())
    yield from (f"mark {mark} is nowhere" for mark in referred.keys() - painted.keys())
    yield from _faults_of_parent_tree(pdf, owners)


def _faults_of_parent_tree(pdf: pikepdf.Pdf, owners: list[tuple[Any, Mark]]) -> Iterator[str]:
    root = pdf.Root.StructTreeRoot
    numbers = root.ParentTree.Nums
    tree = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
    if sorted(tree) != list(range(int(root.ParentTreeNextKey))):
        yield "the parent tree has gaps"
    rows = {}
    for page in pdf.pages:
        if "/StructParents" in page.obj:
            rows[page.objgen[0]] = tree[int(page.StructParents)]
    for element, (page, number) in owners:
        row = rows.get(page)
        if row is None or number >= len(row) or row[number].objgen != element.objgen:
            yield f"the parent tree disagrees about mark {(page, number)}"
    if sum(map(len, rows.values())) != len(owners):
        yield "the parent tree counts other marks"


def _faults_of_elements(pdf: pikepdf.Pdf) -> Iterator[str]:
    boxes = [[float(side) for side in page.MediaBox] for page in pdf.pages]
    widest, tallest = max(box[2] for box in boxes), max(box[3] for box in boxes)
    ids = []
    for element in elements(document(pdf)):
        tag, known = str(element.S), attributes(element)
        below = [kid for kid in kids(element) if is_element(kid)]
        if any(kid.P.objgen != element.objgen for kid in below):
            yield f"a kid of {tag} names another parent"
        if tag == "/Figure":
            if not str(element.get("/Alt", "")).strip():
                yield "a picture has no words"
            left, bottom, right, top = (float(side) for side in known["/BBox"])
            if not (0 <= left < right <= widest + 0.01 and 0 <= bottom < top <= tallest + 0.01):
                yield f"a picture's box is not on the page: {known['/BBox']}"
        if tag == "/TH" and known.get("/Scope") not in ("/Column", "/Row"):
            yield "a head cell has no scope"
        if tag == "/TR" and {str(kid.S) for kid in below} - {"/TH", "/TD"}:
            yield "a row holds what is no cell"
        if tag == "/LI" and {str(kid.S) for kid in below} - {"/Lbl", "/LBody"}:
            yield "an entry of a list holds what is no label and no body"
        if tag == "/L" and {str(kid.S) for kid in below} - {"/LI", "/L", "/Caption"}:
            yield "a list holds what is no entry"
        if "/ID" in element:
            ids.append(str(element.ID))
        elif tag == "/Note":
            yield "a note has no id"
    if len(ids) != len(set(ids)):
        yield "two elements have one id"
    if ids:
        names = pdf.Root.StructTreeRoot.IDTree.Names
        if [str(names[place]) for place in range(0, len(names), 2)] != sorted(ids):
            yield "the tree of ids does not list them"


def _faults_of_headings(pdf: pikepdf.Pdf) -> Iterator[str]:
    levels = [int(str(one.S)[2]) for one in elements(document(pdf)) if re.fullmatch(r"/H\d", str(one.S))]
    if not levels or levels[0] != 1:
        yield "the first heading is not of level 1"
    if any(after - before > 1 for before, after in pairwise(levels)):
        yield f"headings skip a level: {levels}"


def _faults_of_links(pdf: pikepdf.Pdf) -> Iterator[str]:
    owners: dict[tuple[int, int], Any] = {}
    for element in elements(document(pdf)):
        for kid in kids(element):
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                owners[kid.Obj.objgen] = element
    annotations = [one for page in pdf.pages for one in page.get("/Annots", [])]
    if {one.objgen for one in annotations} != owners.keys():
        yield "a link on a page is not in the structure, or the other way round"
    for one in annotations:
        if one.objgen in owners and owners[one.objgen].S != "/Link":
            yield "a link is not in a Link"
        if not str(one.get("/Contents", "")):
            yield "a link has no description"


def _faults_of_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for font in _fonts(pdf):
        if not re.match(r"/[A-Z]{6}\+", str(font.BaseFont)):
            yield f"{font.BaseFont} is not a subset"
        if "/FontFile2" not in font.FontDescriptor:
            yield f"{font.BaseFont} is not embedded"
        if "/ToUnicode" not in font:
            yield f"{font.BaseFont} has no way back to Unicode"
    for page in pdf.pages:
        if page.get("/Tabs") != "/S":
            yield "a page is not tabbed through in the order of the structure"
    if "/Lang" not in pdf.Root:
        yield "the document has no language"


def _fonts(pdf: pikepdf.Pdf) -> list[Any]:
    found = {font.objgen: font for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
    return list(found.values())


# ---------------------------------------------------------------- words
def words_in_order(pdf: pikepdf.Pdf) -> str:
    """Everything that is read aloud, in reading order; pictures as their words in brackets. Blanks are as they come."""
    return "".join(_said(document(pdf), _painted_words(pdf)))


def _said(element: Any, painted: dict[Mark, str]) -> Iterator[str]:
    tag = str(element.S)
    if tag == "/Reference" and element.P.S != "/TOCI":
        return  # the raised figure of a note
    if "/ActualText" in element:
        yield str(element.ActualText)
        return
    if tag == "/Figure":
        yield f" [{element.Alt}] "
    for kid in kids(element):
        if is_element(kid):
            yield from _said(kid, painted)
        elif tag == "/Figure":
            continue
        elif isinstance(kid, int):
            yield painted[element.Pg.objgen[0], kid]
        elif kid.get("/Type") == "/MCR":
            yield painted[kid.Pg.objgen[0], int(kid.MCID)]
    if tag not in ("/Span", "/Link"):
        yield " "


def _painted_words(pdf: pikepdf.Pdf) -> dict[Mark, str]:
    """The words in each mark, by way of each font's map back to Unicode."""
    found: dict[Mark, str] = defaultdict(str)
    maps: dict[tuple[int, int], dict[int, str]] = {}
    for page in pdf.pages:
        fonts = page.Resources.get("/Font", {})
        here: Mark | None = None
        table: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(page):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "BDC" and "/MCID" in operands[1]:
                here = page.objgen[0], int(operands[1]["/MCID"])
                found[here] += ""
            elif operator in ("BDC", "BMC", "EMC"):
                here = None
            elif operator == "Tf":
                font = fonts[str(operands[0])]
                if font.objgen not in maps:
                    maps[font.objgen] = _map_of(font.ToUnicode.read_bytes().decode("latin-1"))
                table = maps[font.objgen]
            elif operator == "Tj" and here is not None:
                found[here] += "".join(table[code] for code in bytes(operands[0]))
    return dict(found)


def _map_of(text: str) -> dict[int, str]:
    """Code to characters, from a ToUnicode map."""
    table: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, sign in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            table[int(code, 16)] = _sign(sign)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for low, high, listed in re.findall(r"<(\w+)>\s*<(\w+)>\s*\[(.*?)\]", block, re.S):
            signs = re.findall(r"<(\w+)>", listed)
            for code, sign in zip(range(int(low, 16), int(high, 16) + 1), signs, strict=True):
                table[code] = _sign(sign)
        for low, high, first in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for code in range(int(low, 16), int(high, 16) + 1):
                table[code] = chr(int(first, 16) + code - int(low, 16))
    return table


def _sign(hexes: str) -> str:
    return bytes.fromhex(hexes).decode("utf-16-be")
