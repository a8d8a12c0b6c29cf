"""What every block is, and what every block is drawn with."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from reportlab.platypus.flowables import Flowable

from handouts.design import Colours, Design, Person
from handouts.page.drawing import Bookmark, Disc, Inked, LinkArea, Sketch, Slot, Thing, Words
from handouts.page.stock import Key, Shelf, Shelves
from handouts.page.styles import MM, Style, Styles, styles_for
from handouts.page.text import SetText, Typesetter
from handouts.pdf.recording import Recording
from handouts.pdf.structure import Node
from handouts.pdf.tagged import TaggedCanvas
from handouts.pictures.compiled import Picture, PictureBook
from handouts.pictures.palette import icon_palette, palette_for
from handouts.pictures.people import Cast, cast_of
from handouts.pictures.regions import MapRegions
from handouts.words.model import Run, Text, plain

DOT_DROP = 0.343  # centre of a list dot above the baseline, as a share of the type's size


class Block(Flowable):
    """A measured part of a page. It knows its name, its size in points and its place in the structure.

    ``node`` holds the block's structure elements in reading order; None where they hang under an earlier block's.
    """

    def __init__(self, name: str, width: float, height: float, sketch: Sketch, node: Node | None) -> None:
        super().__init__()
        self.name = name
        self.width = width
        self.height = height
        self.things: tuple[Thing, ...] = tuple(sketch.things)
        self.bookmarks: tuple[Bookmark, ...] = tuple(sketch.bookmarks)
        self.node = node
        self.shared = False  # other sheets hold it too
        self._recording: Recording | None = None

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Width and height in points; a block never changes to suit the room."""
        return self.width, self.height

    def draw(self) -> None:
        """Paints the block on the TaggedCanvas it was drawn on; what many sheets hold is painted once."""
        canvas: TaggedCanvas = self.canv
        if self._recording is not None:
            canvas.replay(self._recording)
        elif self.shared:
            self._recording = canvas.recorded(self._paint)
            self.shared = self._recording is not None
        else:
            self._paint()

    def _paint(self) -> None:
        for thing in self.things:
            thing.paint(self.canv, self.height)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Where personal words stand, from the block's top left."""
        return tuple(slot for thing in self.things if isinstance(thing, Words) for slot in thing.slots())


@dataclass(frozen=True)
class Setting:
    """What blocks are made with: the design, its type, its pictures."""

    design: Design
    book: PictureBook
    regions: MapRegions
    typesetter: Typesetter = field(default_factory=Typesetter)
    exercises: tuple[str, ...] = ()  # of one sheet, on which nobody need be shown twice
    alone: bool = False  # the sheet is a file of its own, so that it may hold blocks that other files hold too

    @cached_property
    def styles(self) -> Styles:
        """The type of the design."""
        return styles_for(self.design)

    @property
    def colours(self) -> Colours:
        """The roles of the page."""
        return self.design.colours

    @property
    def mono(self) -> bool:
        """Black on white, for a laser printer."""
        return self.design.mono

    @property
    def large(self) -> bool:
        """Large print."""
        return self.design.large

    @cached_property
    def palette(self) -> Mapping[str, str]:
        """Colours of the compiled pictures that show nobody in particular: maps and plates."""
        return self._palette_of(self.design.person)

    @cached_property
    def cast(self) -> Cast:
        """Who shows which exercise."""
        return cast_of(self.design.people, self.exercises)

    def exercise(self, picture_id: str) -> tuple[Picture, Mapping[str, str]]:
        """An exercise's picture and its colours, with the person who shows it. Raises PictureError if there is none."""
        person = self.cast.shows(picture_id)
        return self.book.get("exercise", picture_id, person.build), self._palette_of(person)

    def _palette_of(self, person: Person) -> Mapping[str, str]:
        colours = self.colours
        return palette_for(person, colours.shirt, colours.shorts, mono=self.mono, mark=colours.mark)

    def stocked(self, kind: str, words: Hashable, rest: Key, make: Callable[[], Block]) -> Block:
        """The block that ``make`` gives, made once for all the sheets of a process that look alike.

        It follows from kind, words, rest and the look alone. Other sheets will hold it too, so it must not be changed.
        One that turns out to say something personal, or a character that no font has, is made anew for every sheet.
        """
        if not self.alone:
            return make()
        key = (kind, self._number(words), *rest)
        found = self._shelf.get(key)
        if found is None:
            before = self.typesetter.asked_for_own
            found = make()
            if self.typesetter.asked_for_own == before and not self.typesetter.missing:
                self._shelf.put(key, found)
                found.shared = True
        return found

    def height(self, kind: str, words: Hashable, rest: Key, make: Callable[[], Block]) -> float:
        """The height (points) of such a block, without keeping it. Only for words in which nothing is personal."""
        return self._shelf.height((kind, self._number(words), *rest), lambda: make().height)

    def _number(self, words: Hashable) -> int:
        """A number for the words, found by what they say once a sheet, and by which object they are after that."""
        known = self._numbers.get(id(words))
        if known is None:
            known = self._numbers[id(words)] = self._shelf.number(words), words  # kept, so that the id stays theirs
        return known[0]

    @cached_property
    def _numbers(self) -> dict[int, tuple[int, Hashable]]:
        return {}

    @cached_property
    def _shelf(self) -> Shelf[Block]:
        return _SHELVES.of(self.book, self.design, self.regions)

    def set(self, text: Text, style: Style, measure: float, *, even: bool | None = None) -> SetText:
        """The text in lines."""
        return self.typesetter.set(text, style, measure, even=even)

    def line(self, text: Text, style: Style) -> SetText:
        """The text on one line, however long."""
        return self.typesetter.set(text, style, 1e6, even=False)

    def icon(self, name: str, x: float, y: float, size: float, ink: str, ground: str | None = None) -> Inked:
        """A pictogram centred on x, y. Raises PictureError if there is none of that name."""
        picture = self.book.get("icon", name)
        palette = icon_palette(ink, ground or self.colours.paper)
        return Inked(picture, palette, picture.block_names, x - size / 2, y - size / 2, size, size)


_SHELVES: Shelves[Block] = Shelves()


def dot(sketch: Sketch, setting: Setting, x: float, baseline: float, colour: str, *, filled: bool = True) -> None:
    """A list dot whose centre is x, for a line of body type."""
    size = setting.styles.body.size
    y = baseline - size * DOT_DROP
    if filled:
        sketch.add(Disc(x, y, size * 0.2, fill=colour))
    else:
        sketch.add(Disc(x, y, size * 0.17, line=colour, line_width=size / 15))


def bullet_list(
    sketch: Sketch,
    setting: Setting,
    items: tuple[Text, ...],
    x: float,
    baseline: float,
    width: float,
    node: Node,
    *,
    colour: str | None = None,
    ordered: bool = False,
    gap: float = 0.5 * MM,
    style: Style | None = None,
) -> float:
    """Draws a list under the node; returns the baseline after its last line."""
    style = style or setting.styles.body
    indent = style.size * (2.0 if ordered and len(items) > 9 else 1.5 if ordered else 1.18)
    entries = node.add("L", numbering="Decimal" if ordered else "Disc")
    for number, item in enumerate(items, start=1):
        entry = entries.add("LI")
        label, body = entry.add("Lbl"), entry.add("LBody")
        if ordered:
            figure = setting.line((Run(f"{number}.", strong=True),), style)
            sketch.words(figure, x, baseline, label)
        else:
            dot(sketch, setting, x + style.size * 0.24, baseline, colour or setting.colours.main)
        baseline = sketch.words(setting.set(item, style, width - indent), x + indent, baseline, body) + gap
    return baseline - gap


def web_link(
    node: Node, address: str, description: str, x: float, y: float, width: float, height: float
) -> LinkArea | None:
    """A link over a box, if the address is one that may be followed."""
    if not address.lower().startswith(("https://", "http://", "mailto:", "tel:")):
        return None
    return LinkArea(node, address, description, x, y, width, height)


def title_of(text: Text) -> str:
    """Words for the outline, without anything personal."""
    return plain(tuple(run for run in text if not run.personal)).strip()
