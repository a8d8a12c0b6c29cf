"""Reading an SVG file's XML safely: no entities, no scripts, nothing from outside, line numbers kept."""

from __future__ import annotations

import re
import xml.parsers.expat
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from handouts.errors import PictureError, Where

LARGEST_FILE = 2_000_000  # bytes
DEEPEST = 60
AS_PNG = "save it as PNG, 1200 pixels wide or more"

_SVG, _XLINK = "http://www.w3.org/2000/svg ", "http://www.w3.org/1999/xlink "


@dataclass
class Node:
    """One element; tag is empty for an element of another vocabulary (editors' notes)."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    text: str = ""


def parse_svg(data: bytes, name: str) -> Node:
    """The tree of the file. Raises PictureError naming the file, the line and the remedy."""
    if len(data) > LARGEST_FILE:
        raise PictureError("the SVG file is over 2 MB", where=Where(file=name), hint=AS_PNG)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PictureError("the SVG file is not UTF-8 text", where=Where(file=name), hint=AS_PNG) from error
    # The declaration could name another encoding; the text is already decoded.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", lambda found: "\n" * found.group().count("\n"), text, count=1)
    reader = _Reader(name)
    try:
        reader.parser.Parse(text, True)
    except xml.parsers.expat.ExpatError as error:
        raise PictureError(
            f"the SVG file is not valid XML ({xml.parsers.expat.ErrorString(error.code)})",
            where=Where(file=name, line=error.lineno),
            hint=AS_PNG,
        ) from error
    if reader.root is None or reader.root.tag != "svg":
        raise PictureError("this is not an SVG drawing", where=Where(file=name), hint=AS_PNG)
    return reader.root


class _Reader:
    """Builds a tree that remembers line numbers, and refuses a document that defines entities."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Node | None = None
        self.open: list[Node] = []
        self.parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.entity

    def refuse(self, what: str) -> NoReturn:
        where = Where(file=self.name, line=self.parser.CurrentLineNumber)
        raise PictureError(f"the SVG file {what}, which we do not read", where=where, hint=AS_PNG)

    def doctype(self, _name: str, _system: str | None, _public: str | None, has_internal_subset: int) -> None:
        if has_internal_subset:
            self.refuse("defines its own document type")

    def entity(self, *_: object) -> None:
        self.refuse("defines entities")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            self.refuse(f"is nested more than {DEEPEST} deep")
        own = {key.removeprefix(_XLINK): value for key, value in attributes.items()}
        for key, value in own.items():
            if key.startswith("on"):
                self.refuse("holds a script")
            if key == "href" and not value.startswith("#") and tag != _SVG + "a":
                self.refuse("points to something outside itself")
        node = Node(
            tag.removeprefix(_SVG) if tag.startswith(_SVG) or " " not in tag else "",
            own,
            self.parser.CurrentLineNumber,
        )
        if self.open:
            self.open[-1].children.append(node)
        elif self.root is None:
            self.root = node
        self.open.append(node)

    def end(self, _tag: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        if self.open:
            self.open[-1].text += text
