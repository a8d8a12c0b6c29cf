"""The pictures of a sheet as figures with inline SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape

from handouts.design import Design, Person
from handouts.maps import Shown
from handouts.pictures.compiled import Picture, PictureBook
from handouts.pictures.palette import palette_for
from handouts.pictures.people import Cast, cast_of
from handouts.pictures.regions import MapRegions, marked_palette, painted
from handouts.plain.svg import Layer, svg_of
from handouts.words.model import BodyMap, Card, MapView, plain

LETTERS = {"left": "L", "right": "R"}


@dataclass(frozen=True)
class Drawings:
    """Draws for one file. ``exercises`` are the pictures on it: nobody need be shown twice."""

    design: Design
    pictures: PictureBook
    regions: MapRegions
    exercises: tuple[str, ...] = ()

    @cached_property
    def _cast(self) -> Cast:
        return cast_of(self.design.people, self.exercises)

    def _palette(self, person: Person) -> Mapping[str, str]:
        colours = self.design.colours
        return palette_for(person, colours.shirt, colours.shorts, mono=self.design.mono, mark=colours.mark)

    def exercise(self, words: Card) -> str:
        """The picture of a card. Raises PictureError where there is none."""
        person = self._cast.shows(words.picture)
        picture = self.pictures.get("exercise", words.picture, person.build)
        layer = Layer(self._palette(person), ("mono",) if self.design.mono else ("colour",))
        label = picture.about.alt if picture.about else words.alt
        svg = svg_of(picture, [layer], label=label, key=f"move-{words.number}-picture", mirrored=words.mirrored)
        line = f"<figcaption>{escape(picture.about.line)}</figcaption>" if picture.about else ""
        return f"<figure>{svg}{line}</figure>"

    def body_map(self, words: BodyMap) -> str:
        """Every view with the areas marked, and the caption."""
        figures = words.figures or (MapView("front", None, words.front), MapView("back", None, words.back))
        shown = (*figures, *words.close_up_views)
        views = "".join(self._view(view, words, number) for number, view in enumerate(shown))
        about = [self._map(view).about for view in shown]
        lines = "".join(f" {escape(line)}" for line in dict.fromkeys(one.line for one in about if one))
        return (
            f'<figure class="map"><div class="views">{views}</div>'
            f"<figcaption>{escape(plain(words.caption))}{lines}</figcaption></figure>"
        )

    def _view(self, view: MapView, words: BodyMap, number: int) -> str:
        picture = self._map(view)
        name = plain(view.label)
        label = f"{name}. {words.alt}" if number == 0 else name  # what is marked is told once
        label = f"{label} {picture.about.alt}" if picture.about else label
        svg = svg_of(
            picture, list(self._layers(view, words)), label=label, key=f"map-{number}", mirrored=view.side == "left"
        )
        return f"<div>{svg}<p>{escape(name)}</p></div>"

    def _map(self, view: MapView) -> Picture:
        return self.pictures.get("map", self.regions.drawing(view.id).picture)

    def _layers(self, view: MapView, words: BodyMap) -> Iterable[Layer]:
        """The body, then its marks, the faintest first."""
        mono = self.design.mono
        palette = self._palette(self.design.person)
        yield Layer(palette, ("mono-base" if mono else "base",))
        marks = [(mark.area, "".join(LETTERS[side] for side in mark.sides)) for mark in words.marks]
        for strength, blocks in painted(self.regions, marks, Shown(view.id, LETTERS.get(view.side or "", "")), mono):
            yield Layer(marked_palette(palette, strength), blocks)
