"""The words of one plate as it is printed: its names in everyday words or Latin, and what it says to a page reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handouts.library.anatomy import AnatomyWords, NameStyle
from handouts.pictures.compiled import Anchor, Picture


@dataclass(frozen=True)
class PlateWords:
    """What stands round a plate. ``names`` has every anchor's word; ``alt`` names all that the plate can name."""

    plate: str
    title: str
    caption: str
    alt: str
    names: Mapping[str, str]


def plate_words(words: AnatomyWords, picture: Picture, style: NameStyle = "everyday") -> PlateWords:
    """The words of a plate. Raises InvalidData where the language has no name for a part of it."""
    texts = words.plate(picture.id)
    if not picture.anchors:  # a clinic's own plate has its names in it, or none
        return PlateWords(picture.id, texts.title, texts.caption, texts.shows, {})
    # An abbreviation ("M.") stays on the line of what it belongs to.
    names = {anchor.word: words.name(anchor.word, style).replace(". ", ".\u00a0") for anchor in picture.anchors}
    tops = sorted((anchor for anchor in picture.anchors if anchor.column == "top"), key=lambda one: one.x)
    left, right = ([one for one in picture.anchors if one.column == column] for column in ("left", "right"))
    alt = words.alt.format(
        shows=texts.shows,
        left_heading=names[tops[0].word],
        right_heading=names[tops[-1].word],
        left=_listed(left, names),
        right=_listed(right, names),
    )
    return PlateWords(picture.id, texts.title, texts.caption, alt, names)


def _listed(anchors: Iterable[Anchor], names: Mapping[str, str]) -> str:
    """The names from top to foot, each once."""
    ordered = sorted(anchors, key=lambda one: -one.y)
    return ", ".join(dict.fromkeys(names[one.word] for one in ordered))
