"""What a sheet says, read off our own finished PDF, so that every peer is asked for exactly the same.

A story is a list of items in reading order: headings, paragraphs, lists, tables and pictures. It is read from the
structure of the file that we print (``pdfinfo -struct-text``), not from the words we meant to print.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

HEADINGS = {"H1": 1, "H2": 2, "H3": 3}
_TAG = re.compile(r"^( *)(\w+)(?: \((?:block|inline)\))?:?$")
_TEXT = re.compile(r'^( *)"(.*)"$', re.DOTALL)


@dataclass
class Element:
    """A structure element: its tag, the words painted in it, and those below."""

    tag: str
    depth: int
    words: list[str] = field(default_factory=list)
    below: list[Element] = field(default_factory=list)

    def said(self) -> str:
        """All words of it, in order."""
        return " ".join(filter(None, [*self.words, *(kid.said() for kid in self.below)])).strip()

    def find(self, *tags: str) -> Iterator[Element]:
        """The nearest elements below with one of the tags."""
        for kid in self.below:
            if kid.tag in tags:
                yield kid
            else:
                yield from kid.find(*tags)


@dataclass(frozen=True)
class Item:
    """One thing of a story. ``kind``: heading, paragraph, bullets, table, picture."""

    kind: str
    text: str = ""
    level: int = 0
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    picture: str = ""

    def plain(self) -> dict[str, Any]:
        """For a peer's template."""
        return asdict(self)

    def words(self) -> str:
        """Its words alone."""
        return " ".join([self.text, *self.lines, *(cell for row in self.rows for cell in row)])


def read_structure(path: str) -> Element:
    """The structure tree of a PDF."""
    done = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, check=True, text=True)
    root = Element("Root", -1)
    open_: list[Element] = [root]
    for line in done.stdout.splitlines():
        text = _TEXT.match(line)
        tag = _TAG.match(line)
        depth = len(line) - len(line.lstrip(" "))
        if tag:
            while open_[-1].depth >= depth:
                open_.pop()
            element = Element(tag[2], depth)
            open_[-1].below.append(element)
            open_.append(element)
        elif text:
            while open_[-1].depth >= depth:
                open_.pop()
            open_[-1].words.append(text[2])
    return root


def read_story(path: str, pictures: list[str]) -> list[Item]:
    """The story of a finished sheet; its first figures are the named pictures, in order."""
    left = list(pictures)
    return list(_items(read_structure(path), left))


def _items(element: Element, pictures: list[str]) -> Iterator[Item]:
    for kid in element.below:
        if kid.tag in HEADINGS:
            yield Item("heading", kid.said(), HEADINGS[kid.tag])
        elif kid.tag == "L":
            yield Item("bullets", lines=tuple(line.said() for line in kid.find("LI")))
        elif kid.tag == "Table":
            rows = tuple(tuple(cell.said() for cell in row.find("TH", "TD")) for row in kid.find("TR"))
            yield Item("table", rows=rows)
        elif kid.tag == "Figure":
            name = pictures.pop(0) if pictures else ""
            if name:
                yield Item("picture", kid.said(), picture=name)
            elif kid.said():
                yield Item("paragraph", kid.said())
        elif kid.tag in ("Document", "Part", "Sect", "Div", "Art", "Root"):
            yield from _items(kid, pictures)
        elif kid.said():
            yield Item("paragraph", kid.said())
