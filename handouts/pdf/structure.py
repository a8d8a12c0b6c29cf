"""The logical structure of a document: what a page reader reads, in which order.

Nodes are built with the story and know nothing about drawing. The canvas notes what was painted for each node;
a node that got neither paint nor kids is left out of the file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Scope = Literal["Column", "Row"]


@dataclass(eq=False, slots=True)
class Node:
    """One structure element. ``tag`` is a standard structure type of PDF 1.7 (H1, P, LI, Figure ...)."""

    tag: str
    kids: list[Node] = field(default_factory=list)
    alt: str | None = None
    language: str | None = None
    actual: str | None = None  # the text itself, where the painted shapes cannot say it
    id: str | None = None
    scope: Scope | None = None  # of a table's head cells
    numbering: str | None = None  # of a list: Disc, Decimal, None
    summary: str | None = None  # of a table
    keep: bool = False  # stays even when nothing was painted for it (an empty table cell)

    def add(self, tag: str, **details: object) -> Node:
        """A new last kid."""
        return self.adopt(Node(tag, **details))  # type: ignore[arg-type]  # the dataclass checks the names

    def adopt(self, kid: Node) -> Node:
        """The kid, as last of this node's kids."""
        self.kids.append(kid)
        return kid

    def descendants(self) -> list[Node]:
        """This node and all below it, in reading order."""
        found = [self]
        for kid in self.kids:
            found.extend(kid.descendants())
        return found
