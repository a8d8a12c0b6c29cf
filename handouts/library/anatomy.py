"""The words of anatomy plates: templates/<language>/anatomy.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from handouts.errors import InvalidData, did_you_mean
from handouts.library.located import Document
from handouts.library.phrases import laid_over

FILE = "anatomy.yaml"
NameStyle = Literal["everyday", "latin"]


class PartName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a part of the body is called: everyday words, and the name of the anatomy books."""

    everyday: str
    latin: str


class PlateTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plate's title, the line under it, and how its alternative text begins."""

    title: str
    caption: str
    shows: str


class AnatomyWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every word of plates in one language. ``alt`` puts a plate's parts in order."""

    alt: str
    names: dict[str, PartName]
    plates: dict[str, PlateTexts]

    def name(self, word: str, style: NameStyle) -> str:
        """The name of a part. Raises InvalidData for a part that has none."""
        found = self.names.get(word)
        if found is None:
            raise InvalidData(f"the anatomy words have no name for {word!r}", hint=did_you_mean(word, self.names))
        return found.latin if style == "latin" else found.everyday

    def plate(self, plate_id: str) -> PlateTexts:
        """The texts of a plate. Raises InvalidData for a plate that has none."""
        found = self.plates.get(plate_id)
        if found is None:
            raise InvalidData(f"the anatomy words have no plate {plate_id!r}", hint=did_you_mean(plate_id, self.plates))
        return found


def read_anatomy(layers: Sequence[Path]) -> AnatomyWords:
    """The words of all files, later ones laid over earlier ones key by key.

    Raises InvalidData naming file, line and field where a file is not of this shape, or where there is no file.
    """
    if not layers:
        raise InvalidData(f"there is no {FILE}", hint="install the program again")
    merged: dict[str, Any] = {}
    for path in layers:
        document = Document(path)
        if not isinstance(document.value, dict):
            raise InvalidData("must be a mapping: alt, names, plates", where=document.where())
        merged = laid_over(merged, document.value)
        words = document.as_record(AnatomyWords, merged)
    return words
