"""The words of a sheet, in reading order, before anybody thinks about paper.

A ``Text`` is a tuple of runs. A run that came from the client or the therapist (a name, a date, a note) carries
the name of its field in ``personal``: it is marked here, where it is made, and never looked for again later.
Everything else follows from the plan alone and is the same for every client with that plan.

Nothing here knows about points, fonts or pages. Picture ids and pictogram ids are names in the picture book.
"""

from __future__ import annotations

from dataclasses import dataclass

from handouts.library.model import Tier
from handouts.words.runs import Run as Run
from handouts.words.runs import Text as Text
from handouts.words.runs import plain as plain
from handouts.words.runs import said as said


@dataclass(frozen=True)
class Beside:
    """A technique's picture beside the words about it: its id in the picture book, and what a page reader says."""

    picture: str
    alt: str


@dataclass(frozen=True)
class Bullets:
    """A list; ``ordered`` lists are numbered from 1. ``beside``: a picture or none for each item, where any has one."""

    items: tuple[Text, ...]
    ordered: bool = False
    beside: tuple[Beside | None, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    text: Text


@dataclass(frozen=True)
class Section:
    """A heading and what follows it. ``icon`` is a pictogram id."""

    id: str
    heading: Text
    body: tuple[Paragraph | Bullets, ...]
    icon: str | None = None


@dataclass(frozen=True)
class Band:
    """Who gives the sheet."""

    name: Text
    description: Text | None
    phone: Text | None
    lines: tuple[Text, ...]  # address, web


@dataclass(frozen=True)
class Title:
    """Eyebrow, the areas in large type, and for whom."""

    eyebrow: Text
    areas: Text
    for_whom: Text | None
    details: Text | None  # date and therapist


@dataclass(frozen=True)
class Action:
    """One of the three things to do. ``text`` begins with a strong verb."""

    icon: str
    text: Text


@dataclass(frozen=True)
class InShort:
    """The one main message and up to three actions."""

    label: Text
    message: Text
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class FlagTier:
    """The signs that ask for one kind of help."""

    tier: Tier
    action: Text  # "Call 999"
    where: Text  # "or go to A&E, now"
    signs: tuple[Text, ...]


@dataclass(frozen=True)
class Flags:
    """The red flags. They always print; other things give way."""

    heading: Text
    note: Text
    tiers: tuple[FlagTier, ...]


@dataclass(frozen=True)
class MapMark:
    """A pain area marked on the map, on one side or both."""

    area: str
    sides: tuple[str, ...]  # of "left", "right"


@dataclass(frozen=True)
class MapView:
    """A view of the map: its id in regions.yaml, and "left" or "right" where it shows one side alone."""

    id: str
    side: str | None
    label: Text


@dataclass(frozen=True)
class MapLabel:
    """A name beside the map: the region it belongs to and its side."""

    region: str
    side: str
    text: Text


@dataclass(frozen=True)
class BodyMap:
    """Figures with the chosen areas marked: two, or one and rows of close-ups. Without any: front and back.

    ``labels`` are the names that were asked for.
    """

    marks: tuple[MapMark, ...]
    caption: Text
    alt: str
    front: Text
    back: Text
    left: Text  # the letter in the disc
    right: Text
    sides_chosen: tuple[str, ...]  # "left", "right": discs to fill; both empty when the choice has no side
    figures: tuple[MapView, ...] = ()
    close_ups: tuple[tuple[MapView, ...], ...] = ()
    labels: tuple[MapLabel, ...] = ()

    @property
    def close_up_views(self) -> tuple[MapView, ...]:
        """Every close-up."""
        return tuple(view for row in self.close_ups for view in row)


@dataclass(frozen=True)
class Claim:
    """One benefit with its evidence."""

    text: Text
    grade: Text  # "Some evidence"
    steps: int  # of five


@dataclass(frozen=True)
class Claims:
    """How it can help."""

    heading: Text
    rows: tuple[Claim, ...]


@dataclass(frozen=True)
class DoseFigure:
    """A figure over its label: "8–12" over "times", or "10" with unit "s" over "hold". ``word`` for "every"."""

    value: Text
    label: Text
    unit: Text | None = None
    is_word: bool = False


@dataclass(frozen=True)
class Fact:
    """A labelled line of a card: id is feel, stop, easier, harder, side or need."""

    id: str
    label: Text
    text: Text


@dataclass(frozen=True)
class Card:
    """One exercise."""

    number: int
    id: str
    name: Text
    picture: str
    mirrored: bool  # pictures are drawn for the left side
    alt: str
    how: Text
    steps: tuple[Text, ...]
    dose: tuple[DoseFigure, ...]
    dose_line: Text  # the same dose as one sentence, for compact cards and plain text
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Exercises:
    """The cards in doing order."""

    heading: Text
    advice: Text
    stop_line: Text
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Diary:
    """Days by exercises, and pain before and after."""

    heading: Text
    days: tuple[Text, ...]
    rows: tuple[Text, ...]  # one for each card, in card order
    pain_rows: tuple[Text, ...]
    alt: str


@dataclass(frozen=True)
class PainScale:
    """0 to 10 with words under 0, 5 and 10."""

    none: Text
    some: Text
    worst: Text
    alt: str


@dataclass(frozen=True)
class BodyChart:
    """Empty outlines of a body, to mark with a pen."""

    heading: Text
    how: Text
    front: Text
    back: Text
    left: Text
    right: Text
    alt: str


@dataclass(frozen=True)
class TeachBack:
    """Two questions and a line to write on."""

    heading: Text
    questions: Text


@dataclass(frozen=True)
class NextVisit:
    """A date, or a line to write it on."""

    heading: Text
    when: Text | None


@dataclass(frozen=True)
class Note:
    """What the therapist adds."""

    heading: Text
    text: Text


@dataclass(frozen=True)
class Link:
    """A web address and the same as a QR code."""

    address: str  # full address
    shown: Text  # short form, printed
    label: Text  # what it leads to
    alt: str


@dataclass(frozen=True)
class Footnote:
    """A numbered source."""

    number: int
    text: Text


@dataclass(frozen=True)
class Foot:
    """Sources, version, disclaimer."""

    heading: Text
    sources: tuple[Footnote, ...]
    disclaimer: tuple[Text, ...]


@dataclass(frozen=True)
class Footer:
    """Running foot. ``page_of`` has the fields {page} and {pages}."""

    emergency: Text
    title: Text
    page_of: str
    version: Text
    review: Text


@dataclass(frozen=True)
class Words:
    """Everything a sheet says. A part that does not apply is None or empty. ``kind`` is "handout" or "advice"."""

    kind: str
    language: str  # BCP 47, such as en-GB
    document_title: str  # without the client's name
    band: Band
    title: Title
    in_short: InShort
    flags: Flags
    body_map: BodyMap | None
    causes: Section | None
    techniques: Section | None
    claims: Claims | None
    exercises: Exercises | None
    aftercare: Section | None
    week: Section | None
    precautions: tuple[Section, ...]
    diary: Diary | None
    pain_scale: PainScale | None
    teach_back: TeachBack | None
    next_visit: NextVisit | None
    note: Note | None
    link: Link | None
    foot: Foot
    footer: Footer
    body_chart: BodyChart | None = None
