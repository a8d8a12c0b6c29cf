"""Contact sheets of every picture for docs/gallery: ``python docs/build.py pictures``.

The exercises stand on several sheets, so that their ids can be read; then each build of a person, the maps, the maps
with each region marked, the plates, and the techniques.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from handouts.design import Person
from handouts.pictures.compiled import Picture, PictureBook
from handouts.pictures.people import People, cast_of, read_people
from handouts.pictures.studio.map_sheet import map_sheet
from handouts.pictures.studio.sheet import Cell, grid_pdf, looks
from handouts.resources import USUAL_BUILD

MODES = ("colour", "mono")
PER_SHEET, COLUMNS = 28, 4
BUILD_ROWS = ("sit-to-stand", "bridge", "bird-dog", "side-lying-hip-abduction", "calf-stretch-straight", "seated-march",
              "wall-slide-arms", "neck-side-bend-stretch")  # fmt: skip
COLOURS = 128  # of a picture: enough for skins and tints, small enough to commit
ENLARGE = 1.5  # 1 is 72 dots per inch


def write_sheets(images: Path, gallery: Path) -> list[Path]:
    """Writes every contact sheet; returns the files."""
    book = PictureBook([images / "compiled"])
    people = read_people([images / "people" / "people.yaml"])
    written = []
    for name, pdf in _sheets(book, people):
        path = gallery / f"{name}.png"
        path.write_bytes(_as_png(pdf))
        written.append(path)
    return written


def _sheets(book: PictureBook, people: People) -> Iterator[tuple[str, bytes]]:
    ids = book.ids("exercise")
    cast = cast_of(people.everybody())
    for mode in MODES:
        for number, start in enumerate(range(0, len(ids), PER_SHEET), start=1):
            cells = [_exercise(book, one, cast.shows(one), mode) for one in ids[start : start + PER_SHEET]]
            yield f"exercises-{mode}-{number}", grid_pdf(cells, COLUMNS)
    bodies = _one_of_each_build(people)
    cells = [_exercise(book, one, person, "colour", with_build=True) for one in BUILD_ROWS for person in bodies]
    yield "builds", grid_pdf(cells, len(bodies))
    everyone = Person()
    maps = [book.get("map", one) for one in book.ids("map")]
    yield "maps", grid_pdf(list(_in_both(maps, everyone)), 6, (150, 230))
    for mode in MODES:
        yield f"maps-{mode}", map_sheet(maps, mono=mode == "mono")
        plates = [looks(book.get("plate", one), everyone, mode) for one in book.ids("plate")]
        yield f"plates-{mode}", grid_pdf(plates, 4, (220, 250))
    techniques = [book.get("technique", one) for one in book.ids("technique")]
    yield "techniques", grid_pdf(list(_in_both(techniques, everyone)), COLUMNS, (200, 130))


def _exercise(book: PictureBook, one: str, person: Person, mode: str, with_build: bool = False) -> Cell:
    picture = book.get("exercise", one, person.build)
    return looks(picture, person, mode, f"{one} ({person.build})" if with_build else one)


def _one_of_each_build(people: People) -> list[Person]:
    """The first person of every build, the usual build first."""
    shown = [*people.everybody(), *(people.person(look) for body in people.bodies for look in body.cast)]
    first = {person.build: person for person in reversed(shown)}
    return sorted(first.values(), key=lambda person: (person.build != USUAL_BUILD, str(person.build)))


def _in_both(pictures: Sequence[Picture], person: Person) -> Iterator[Cell]:
    return (looks(picture, person, mode) for picture in pictures for mode in MODES)


def _as_png(pdf: bytes) -> bytes:
    import pypdfium2
    from PIL import Image

    with pypdfium2.PdfDocument(pdf) as document:
        image: Image.Image = document[0].render(scale=ENLARGE).to_pil().convert("RGB")
    out = io.BytesIO()
    image.quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()
