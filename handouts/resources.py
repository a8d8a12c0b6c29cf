"""Where templates and pictures are found: the user's folder first, then ours.

An overlay folder has the same shape as ours (``templates/`` and ``images/``); a file there wins over the file
of the same name here. That is the whole extension story. Works from a wheel, an editable install and a checkout.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handouts.errors import InvalidData, Where

OWN_SUFFIXES = (".svg", ".png", ".jpg", ".jpeg")  # of pictures that a clinic brings
USUAL_BUILD = "slim"  # of the person in an exercise picture: drawn for every exercise, shown where no other is


def _ours(name: str) -> Path:
    """Our own folder: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


@dataclass(frozen=True)
class Folders:
    """Folders to search, first wins."""

    templates: tuple[Path, ...]
    images: tuple[Path, ...]

    @classmethod
    def find(cls, overlay: Path | None = None) -> Folders:
        """Ours alone, or the overlay's in front. Raises InvalidData where the overlay is no folder."""
        theirs: tuple[Path, ...] = ()
        if overlay is not None:
            if not overlay.is_dir():
                raise InvalidData("no such folder", where=Where(file=str(overlay)))
            theirs = (overlay,)
        return cls(
            templates=(*(f / "templates" for f in theirs if (f / "templates").is_dir()), _ours("templates")),
            images=(*(f / "images" for f in theirs if (f / "images").is_dir()), _ours("images")),
        )

    @property
    def compiled(self) -> tuple[Path, ...]:
        """Folders of compiled pictures."""
        return tuple(root / "compiled" for root in self.images)

    @property
    def own_images(self) -> tuple[Path, ...]:
        """Folders of an overlay's own pictures, the first wins; none without an overlay."""
        return self.images[:-1]

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages there are words in, sorted: those with a phrases.yaml."""
        return tuple(sorted({path.parent.name for root in self.templates for path in root.glob("*/phrases.yaml")}))

    def records(self, *parts: str, suffix: str = ".yaml") -> Iterator[Path]:
        """Files of one kind below templates/, one for each stem, sorted by stem; the first folder wins."""
        found: dict[str, Path] = {}
        for root in self.templates:
            folder = root.joinpath(*parts)
            if folder.is_dir():
                for path in folder.iterdir():
                    if path.suffix == suffix and not path.name.startswith("."):
                        found.setdefault(path.stem, path)
        return iter([found[stem] for stem in sorted(found)])

    def layers(self, *parts: str) -> tuple[Path, ...]:
        """The same file in every folder that has it, ours first, so that later ones can be laid over it."""
        return tuple(path for root in reversed(self.templates) if (path := root.joinpath(*parts)).is_file())
