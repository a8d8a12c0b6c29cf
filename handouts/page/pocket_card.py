"""The pocket card: 85 by 55 mm, one idea on its front, three moves and one sign on its back, many on a sheet.

Page one holds the fronts and page two the backs. The cards lie in a block in the middle of the paper, edge to edge and
all alike, so that every back meets its front whichever edge the sheet is turned over, and one cut parts two cards.
A page reader meets one card: the others are copies for the printer, and count as furniture.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from handouts.errors import LayoutError
from handouts.page.blocks.base import Block, Setting, title_of
from handouts.page.blocks.emblem import emblem
from handouts.page.crop import SideFade, area_picture
from handouts.page.drawing import Bookmark, Box, Disc, Figure, Inked, Rule, Sketch, Words
from handouts.page.layout import Layout, Page, Placed, find_slots, page_size
from handouts.page.leaflet import leaflet_setting
from handouts.page.production import BLEED, Job
from handouts.page.styles import MM, Style
from handouts.page.text import SetText, extra_hint
from handouts.pdf.structure import Node
from handouts.words.brochure import BrochureWords
from handouts.words.model import Card, Run

WIDTH, HEIGHT = 85 * MM, 55 * MM
ROOM = 6 * MM  # at least, round the block of cards: an office printer prints no nearer to the edge, and marks need it
MARK, CLEAR = 4 * MM, 1 * MM  # length of a cut mark, and its distance from the cards
PAD = 5 * MM
MESSAGE_SIZES = (26, 24, 22, 20, 18, 16, 14.5, 13)  # points
MESSAGE_WIDTH = 48 * MM
PICTURE_LEFT = 50 * MM
MOVES = 3
PICTURE = (19 * MM, 12.4 * MM)  # width and height of a move's picture
HAIRLINE = 0.25  # points
SHORTER = "use a shorter --title, or fewer areas"


@dataclass(frozen=True)
class CardType:
    """The roles of type on a card; nothing is under 9 points."""

    question: Style
    clinic: Style
    phone: Style
    name: Style
    dose: Style
    number: Style
    flag: Style


@dataclass(frozen=True)
class _Cards:
    """What both sides are drawn with."""

    words: BrochureWords
    setting: Setting

    @property
    def ground(self) -> str:
        """The colour of the front."""
        return self.setting.colours.paper if self.setting.mono else self.setting.colours.main

    @cached_property
    def type(self) -> CardType:
        """Sizes are the same on every paper: the card is."""
        styles, colours = self.setting.styles, self.setting.colours
        regular, semibold, bold = styles.body.face, styles.evidence.face, styles.title.face
        large, label = (colours.ink, colours.mute) if self.setting.mono else (colours.on_bar, colours.on_bar_label)
        return CardType(
            question=Style(regular, semibold, 11.5, 14, label),
            clinic=Style(bold, bold, 10.5, 12.6, large),
            phone=Style(semibold, bold, 10, 12.4, large),
            name=Style(bold, bold, 10, 12, colours.ink),
            dose=Style(regular, semibold, 9, 11, colours.ink),
            number=Style(bold, bold, 9, 11, colours.paper),
            flag=Style(semibold, bold, 9, 11, colours.red),
        )

    # ------------------------------------------------------------ front
    def front(self) -> Block:
        """Question, message, a picture, and whose card it is."""
        sketch, node, kinds = Sketch(), Node("Sect"), self.type
        headline = self.words.headline
        heading = node.add("H1")
        figure = node.add("Figure", alt=headline.alt)
        drawn = Sketch()
        window = (PICTURE_LEFT, 1.0, WIDTH - PICTURE_LEFT, HEIGHT - 2.0)
        area_picture(drawn, self.setting, self.words.cover.areas, self.ground, window)
        drawn.add(SideFade(PICTURE_LEFT - 0.5, 0, 9 * MM, HEIGHT, fill=self.ground))
        sketch.add(Figure(figure, PICTURE_LEFT, 0, WIDTH - PICTURE_LEFT, HEIGHT, tuple(drawn.things)))
        question = self.setting.set(headline.question, kinds.question, MESSAGE_WIDTH)
        sketch.bookmarks.append(Bookmark(title_of(headline.message), 0, 0))
        y = sketch.words(question.spaced(), PAD, PAD + kinds.question.size * 0.8, heading)
        imprint_top = self._imprint(sketch, node)
        y += 1.4 * MM - kinds.question.leading
        message = self._message(imprint_top - 2 * MM - y)
        sketch.words(message, PAD, y + message.style.size * 0.86, heading)
        return Block("card: front", WIDTH, HEIGHT, sketch, node)

    def _message(self, room: float) -> SetText:
        """The message in the largest type that fits above the clinic's name. Raises LayoutError where none does."""
        bold, colour = self.type.name.face, self.type.clinic.colour
        for size in MESSAGE_SIZES:
            style = Style(bold, bold, size, size * 1.12, colour)
            tried = self.setting.set(self.words.headline.message, style, MESSAGE_WIDTH, even=False)
            if tried.height <= room and not any(line.joined for line in tried.lines):
                return tried
        lines = int((tried.height - room) / tried.style.leading) + 1
        raise LayoutError(f"the card's message is {lines} line{'s' if lines > 1 else ''} too long", hint=SHORTER)

    def _imprint(self, sketch: Sketch, node: Node) -> float:
        """Emblem, name and phone at the foot; returns their top."""
        kinds, size, contact = self.type, 10 * MM, self.words.contact
        top = HEIGHT - PAD - size
        mark = emblem(sketch, self.setting, contact.name, PAD, top, size, widest=2.4, tile=True)
        x = PAD + mark + (2.6 * MM if mark else 0)
        name = self.setting.set(contact.name, kinds.clinic, PICTURE_LEFT + 4 * MM - x)
        phone = self.setting.set(contact.phone, kinds.phone, WIDTH - x) if contact.phone else None
        tall = name.height + (phone.height if phone else 0)
        y = top + (size - tall) / 2 + kinds.clinic.size * 0.95
        y = sketch.words(name, x, y, node.add("P"))
        if phone:
            sketch.words(phone, x, y, node.add("P"))
        return min(top, top + (size - tall) / 2)

    # ------------------------------------------------------------ back
    def back(self) -> Block:
        """Three moves, and the gravest sign with the number to call. Raises LayoutError where they do not fit."""
        sketch, node, kinds, setting = Sketch(), Node("Sect"), self.type, self.setting
        headline, colours = self.words.headline, setting.colours
        flag = setting.set((*headline.flag, Run(" "), *headline.more), kinds.flag, WIDTH - 2 * PAD - 6 * MM)
        box = flag.height + 2.6 * MM
        y, room = 2.4 * MM, HEIGHT - box - 3.6 * MM
        cards = self.words.moves.cards[:MOVES] if self.words.moves else ()
        if cards:
            step = room / MOVES
            for card in cards:
                bottom = self._move(sketch, node.add("Sect"), card, y, step)
                if bottom > y + step + 0.01:
                    raise LayoutError("a move of the card is 1 line too long", hint="use another format, such as tri")
                y += step
        else:
            y = self._tips(sketch, node, y)
        top = HEIGHT - box
        if setting.mono:
            sketch.add(Rule(0, top, WIDTH, top, colours.ink, 1.2))
        else:
            sketch.add(Box(0, top, WIDTH, box, fill=colours.red_tint))
        sketch.add(setting.icon("phone", PAD + 2 * MM, top + box / 2, 4.4 * MM, colours.red))
        sketch.words(flag, PAD + 6 * MM, top + 1.3 * MM + kinds.flag.size * 0.88, node.add("P"))
        return Block("card: back", WIDTH, HEIGHT, sketch, node)

    def _move(self, sketch: Sketch, node: Node, card: Card, y: float, height: float) -> float:
        """Picture at the left; number, name and dose beside it. Returns where the words end."""
        kinds, setting, colours = self.type, self.setting, self.setting.colours
        wide, tall = PICTURE
        top = y + (height - tall) / 2
        heading, figure = node.add("H2"), node.add("Figure", alt=card.alt)
        if not setting.mono:
            sketch.add(Box(PAD, top, wide, tall, fill=colours.picture_ground, radius=1 * MM))
        picture, palette = setting.exercise(card.picture)
        figure.alt = picture.about.alt if picture.about else card.alt
        scale = min((wide - 1.6 * MM) / picture.width, (tall - 1.2 * MM) / picture.height)
        across, up = picture.width * scale, picture.height * scale
        left, upper = PAD + (wide - across) / 2, top + tall - 0.6 * MM - up
        names = ("mono",) if setting.mono else ("colour",)
        inked = Inked(picture, palette, names, left, upper, across, up, card.mirrored)
        sketch.add(Figure(figure, left, upper, across, up, (inked,)))
        x = PAD + wide + 3 * MM
        radius = kinds.number.size * 0.68
        name = setting.set(card.name, kinds.name, WIDTH - PAD - x - 2 * radius - 1.6 * MM)
        dose = setting.set(card.dose_line, kinds.dose, WIDTH - PAD - x)
        words = name.height + dose.height
        first = y + max(0.0, (height - words) / 2) + kinds.name.size * 0.9
        centre = first - kinds.name.size * 0.355
        sketch.add(Disc(x + radius, centre, radius, fill=colours.main))
        number = setting.line((Run(f"{card.number}"),), kinds.number).spaced()
        sketch.add(Words(number, x, centre + kinds.number.size * 0.362, heading, "centre", 2 * radius))
        below = sketch.words(name, x + 2 * radius + 1.6 * MM, first, heading)
        sketch.words(dose, x, below + kinds.dose.leading - kinds.name.leading, node.add("P"))
        return y + words

    def _tips(self, sketch: Sketch, node: Node, y: float) -> float:
        """Where no move suits everybody, what to start with."""
        start = self.words.start
        assert start is not None  # a leaflet has one or the other
        kinds, y = self.type, y + self.type.name.size
        y = sketch.words(self.setting.set(start.heading, kinds.name, WIDTH - 2 * PAD), PAD, y + 1 * MM, node.add("H2"))
        entries = node.add("L", numbering="None")
        for line in start.lines[:2]:
            text = self.setting.set(line, kinds.dose, WIDTH - 2 * PAD)
            y = sketch.words(text, PAD, y + 0.6 * MM, entries.add("LI").add("LBody"))
        return y


def lay_out_card(job: Job) -> Layout:
    """Two pages: fronts and backs, with cut marks. As many cards as the paper holds in even rows.

    Raises LayoutError where words do not fit the card, PictureError without a picture.
    """
    setting = leaflet_setting(job, job.design)
    cards = _Cards(job.words, setting)
    width, height = page_size(job.design)
    across, down = int((width - 2 * ROOM) / WIDTH), int((height - 2 * ROOM) / HEIGHT)
    left, top = (width - across * WIDTH) / 2, (height - down * HEIGHT) / 2
    places = [(left + column * WIDTH, top + row * HEIGHT) for row in range(down) for column in range(across)]
    grid = (left, top, across * WIDTH, down * HEIGHT)
    pages = []
    for index, side in enumerate((cards.front, cards.back)):
        first = side()
        placed = [Placed(_sheet(cards, grid, across, down, width, height, tinted=index == 0), 0, 0)]
        placed.append(Placed(first, *places[0]))
        placed += [Placed(_copy(side()), *place) for place in places[1:]]
        pages.append(Page(tuple(placed)))
    missing = setting.typesetter.missing
    warnings = [
        f"no font of this card has this character, so a box is printed: {sign}{extra_hint(sign)}" for sign in missing
    ]
    return Layout(
        design=setting.design,
        language=job.words.language,
        font=setting.styles.body.face,
        pages=tuple(pages),
        dropped=(),
        warnings=(*setting.design.warnings, *warnings),
        parts=("front", "back"),
        slots=find_slots(tuple(pages), height),
    )


def _copy(block: Block) -> Block:
    """The same card as furniture: read once, printed many times."""
    return Block(block.name, block.width, block.height, _untagged(block), None)


def _untagged(block: Block) -> Sketch:
    sketch = Sketch()
    for thing in block.things:
        if isinstance(thing, Figure):
            sketch.things += thing.things
        elif isinstance(thing, Words):
            sketch.add(Words(thing.text, thing.x, thing.y, None, thing.align, thing.width))
        else:
            sketch.add(thing)
    return sketch


def _sheet(
    cards: _Cards,
    grid: tuple[float, float, float, float],
    across: int,
    down: int,
    width: float,
    height: float,
    *,
    tinted: bool,
) -> Block:
    """What lies under the cards: the front's ground, which runs past the outer cuts, and the cut marks."""
    sketch = Sketch()
    x, y, wide, tall = grid
    if tinted and not cards.setting.mono:
        sketch.add(Box(x - BLEED, y - BLEED, wide + 2 * BLEED, tall + 2 * BLEED, fill=cards.ground))
    near = BLEED + CLEAR if tinted and not cards.setting.mono else CLEAR
    for column in range(across + 1):
        at = x + column * WIDTH
        sketch.add(Rule(at, y - near, at, y - near - MARK, "#000000", HAIRLINE))
        sketch.add(Rule(at, y + tall + near, at, y + tall + near + MARK, "#000000", HAIRLINE))
    for row in range(down + 1):
        at = y + row * HEIGHT
        sketch.add(Rule(x - near, at, x - near - MARK, at, "#000000", HAIRLINE))
        sketch.add(Rule(x + wide + near, at, x + wide + near + MARK, at, "#000000", HAIRLINE))
    return Block("cut marks", width, height, sketch, None)
