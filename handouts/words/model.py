"""The words of a sheet, in reading order, before anybody thinks about paper.

A ``Text`` is a tuple of runs. A run that came from the client or the therapist (a name, a date, a note) carries
the name of its field in ``personal``: it is marked here, where it is made, and never looked for again later.
Everything else follows from the plan alone and is the same for every client with that plan.

Nothing here knows about points, fonts or pages. Picture ids and pictogram ids are names in the picture book.
"""

from __future__ import annotations

from dataclasses import dataclass

from handouts.library.model import Tier


@dataclass(frozen=True)
class Run:
    """A stretch of text with one look."""

    text: str
    strong: bool = False
    personal: str | None = None  # field name: client, therapist, date, next_visit, note, clinic ...
    note: int | None = None  # a raised footnote number; text is then its digits
    language: str | None = None  # where it differs from the sheet's


Text = tuple[Run, ...]


def plain(text: Text) -> str:
    """The words alone, footnote figures left out."""
    return "".join(run.text for run in text if run.note is None)


def said(text: str, *, strong: bool = False) -> Text:
    """A text of one run."""
    return (Run(text, strong=strong),)


@dataclass(frozen=True)
class Bullets:
    """A list; ``ordered`` lists are numbered from 1."""

    items: tuple[Text, ...]
    ordered: bool = False


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
class BodyMap:
    """Front and back figures with the chosen areas marked."""

    marks: tuple[MapMark, ...]
    caption: Text
    alt: str
    front: Text
    back: Text
    left: Text  # the letter in the disc
    right: Text
    sides_chosen: tuple[str, ...]  # "left", "right": discs to fill; both empty when the choice has no side


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
