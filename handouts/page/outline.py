"""What a page reader says of a layout: its words in reading order, part by part, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.page.drawing import Thing, Words
from handouts.page.layout import Layout
from handouts.pdf.structure import Node

LISTED = frozenset({"LI", "TOCI", "TR"})  # elements whose words make one line
PARAGRAPHS = frozenset({"P", "H1", "H2", "H3", "Caption", "Note"})


def reading_lines(layout: Layout) -> Iterator[str]:
    """A line for each heading, paragraph, entry of a list and picture; parts that have a name begin with it."""
    said = _said(layout)
    for number, part in enumerate(kid for node in layout.reading_order() for kid in _parts_of(node)):
        if number < len(layout.parts):
            yield f"{layout.parts[number].capitalize()}:"
        yield from (f"  {line}" for line in _lines(part, said))


def heard_lines(layout: Layout) -> Iterator[str]:
    """What a page reader says, and how it names what it comes to: headings with their level, lists with the count of
    their entries, tables with that of their rows, pictures, links. Indented by two blanks below a list or a table."""
    said = _said(layout)
    for node in layout.reading_order():
        yield from _heard(node, said, "")


def _heard(node: Node, said: dict[Node, str], indent: str) -> Iterator[str]:
    tag = node.tag
    words = " ".join(_whole(node, said).split())
    if tag == "Figure":
        yield f"{indent}picture: {node.alt}"
    elif tag in ("L", "TOC"):
        entries = [kid for kid in node.kids if kid.tag in LISTED and _whole(kid, said).strip()]
        yield f"{indent}list of {len(entries)}"
        for kid in entries:
            yield f"{indent}  • {' '.join(_whole(kid, said).split())}"
    elif tag == "Table":
        yield f"{indent}table of {len(node.kids)} rows: {node.summary or ''}".rstrip(": ")
        for kid in node.kids:
            yield f"{indent}  row: {' | '.join(filter(None, (_cell(cell, said) for cell in kid.kids)))}"
    elif tag in PARAGRAPHS and words:
        kind = f"heading {tag[1]}: " if tag in ("H1", "H2", "H3") else "link: " if _leads_on(node) else ""
        yield f"{indent}{kind}{words}"
    elif tag not in PARAGRAPHS:
        for kid in node.kids:
            yield from _heard(kid, said, indent)


def _cell(node: Node, said: dict[Node, str]) -> str:
    return " ".join(_whole(node, said).split())


def _leads_on(node: Node) -> bool:
    return any(kid.tag == "Link" for kid in node.kids)


def _parts_of(node: Node) -> list[Node]:
    return node.kids if node.tag == "Part" else [node]


def _lines(node: Node, said: dict[Node, str]) -> Iterator[str]:
    if node.tag in LISTED:
        words = " ".join(_whole(node, said).split())
        if words:
            yield f"- {words}"
    elif node.tag == "Figure":
        yield f"[{node.alt}]"
    elif node.tag in PARAGRAPHS:
        words = " ".join(_whole(node, said).split())
        if words:
            yield words
    else:
        for kid in node.kids:
            yield from _lines(kid, said)


def _whole(node: Node, said: dict[Node, str]) -> str:
    """Everything said in the node and below it."""
    own = f"[{node.alt}]" if node.alt else said.get(node, "")
    return " ".join([own, *(_whole(kid, said) for kid in node.kids)])


def _said(layout: Layout) -> dict[Node, str]:
    """The words set for each node, in the order of painting; footnote figures are left out."""
    found: dict[Node, str] = {}
    for page in layout.pages:
        for placed in page.placed:
            for words in _words(placed.block.things):
                if words.node is not None:
                    lines = ("".join(p.text for p in line.pieces if p.run.note is None) for line in words.text.lines)
                    found[words.node] = f"{found.get(words.node, '')} {' '.join(lines)}"
    return found


def _words(things: tuple[Thing, ...]) -> Iterator[Words]:
    for thing in things:
        if isinstance(thing, Words):
            yield thing
        yield from _words(getattr(thing, "things", ()))
