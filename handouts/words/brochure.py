"""What a folded leaflet says, panel by panel. Nobody is named on it: it lies in the waiting room.

It rests on the words of a sheet for the same areas, so that a leaflet never claims more than a sheet. All sentences
come from templates/<language>.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from handouts.clinic import Clinic
from handouts.errors import InvalidData, Where
from handouts.library import model as m
from handouts.library.store import Library
from handouts.plan import Plan
from handouts.request import AreaChoice, Request
from handouts.resources import Folders
from handouts.words import model as w
from handouts.words.booklet import Inner, word_inner
from handouts.words.fill import Phrases, capitalised, marked, personal
from handouts.words.gentle import MOVES
from handouts.words.model import Run, Text, plain, said
from handouts.words.spelling import respelled
from handouts.words.write import Numbers, open_sections, word_sheet

ON_A_LEAFLET = ("emergency", "today")  # signs that can wait are for the sheet and the visit
MOST_CLAIMS = 5
MOST_TIPS = 4
MOST_TIPS_ALONE = 8
COMFORT = "b-relax"
DOING_THEM = "exercise"  # the tip that speaks of the client's own exercises


@dataclass(frozen=True)
class Cover:
    """The outside front: a wish, not a claim. ``areas`` are the ids of what is shown marked."""

    clinic: Text
    promise: Text
    foot: Text
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """What helps, and how sure we are; the best supported first. ``legend`` explains the bars."""

    heading: Text
    rows: tuple[w.Claim, ...]
    legend: Text


@dataclass(frozen=True)
class Aches:
    """The map and what is often behind the ache."""

    heading: Text
    body_map: w.BodyMap
    causes: w.Section | None


@dataclass(frozen=True)
class Moves:
    """A few gentle exercises and the line they share."""

    heading: Text
    line: Text
    cards: tuple[w.Card, ...]


@dataclass(frozen=True)
class Help:
    """When to call, and where. ``rare`` comforts."""

    heading: Text
    tiers: tuple[w.FlagTier, ...]
    rare: Text


@dataclass(frozen=True)
class ShortList:
    """A heading with a few short lines."""

    heading: Text
    lines: tuple[Text, ...]


@dataclass(frozen=True)
class Headline:
    """What is read across a room: a question, its answer in very large type, and a sentence for those who come near.

    ``alt`` stands for the picture beside them. ``flag`` is one sign with its number, and ``more`` where to hear of the
    others, for what is too small to hold them all.
    """

    question: Text
    message: Text
    sentence: Text | None
    alt: str
    flag: Text
    more: Text


@dataclass(frozen=True)
class BrochureWords:
    """Everything a leaflet says. ``moves`` is None where nothing suits everybody. No run in it is personal."""

    language: str  # BCP 47
    document_title: str
    cover: Cover
    headline: Headline
    evidence: Evidence
    aches: Aches
    start: ShortList | None
    moves: Moves | None
    help: Help
    tell_us: ShortList
    first_visit: ShortList
    contact: w.Band
    link: w.Link | None
    imprint: tuple[Text, ...]  # version, review, what it is not
    inner: Inner | None = None  # what only a booklet has room for


def word_brochure(
    plan: Plan,
    library: Library,
    clinic: Clinic,
    region: m.Region,
    folders: Folders,
    numbers: Numbers,
    *,
    title: str | None = None,
    whole: bool = False,
    topic: m.TopicWords | None = None,
    full: Plan | None = None,
    named: str = "trifold",
) -> BrochureWords:
    """The words of a leaflet. ``title`` takes the place of the promise on the cover. ``whole``: with what only a
    booklet has room for. ``topic``: what it is about, where that is more than its areas; ``full`` is then its plan
    for a whole sheet. ``named``: which of the phrases' titles names the file.

    Raises TemplateError, and InvalidData where nothing may be claimed for the areas, or there is nothing to do.
    """
    bare = Request(areas=tuple(AreaChoice(word=named.word, side=named.side) for named in plan.named))
    sections = open_sections(library, folders)

    def worded(plan: Plan, request: Request) -> w.Words:
        return word_sheet(plan, request, library, clinic, region, folders, numbers, sections)

    words = _Writer(plan, library, clinic, worded(plan, bare), topic).words(title, named)
    if whole:
        off = frozenset(library.find_technique(word).id for word in clinic.file.techniques_off)
        words = replace(words, inner=word_inner(plan, library, off, worded, full))
    return respelled(words, library.contents.spelling_us) if region.spelling == "us" else words


def listed_areas(plan: Plan, phrases: Phrases) -> Text:
    """The chosen areas, mid-sentence."""
    return phrases.listed([marked(getattr(named.names, named.side)) for named in plan.named])


class _Writer:
    def __init__(
        self, plan: Plan, library: Library, clinic: Clinic, sheet: w.Words, topic: m.TopicWords | None = None
    ) -> None:
        self.plan = plan
        self.topic = topic
        self.c = library.contents
        self.clinic = clinic
        self.sheet = sheet
        self.phrases = Phrases(self.c.phrases, self.c.language)

    def words(self, title: str | None, named: str) -> BrochureWords:
        p = self.phrases
        about = said(self.topic.about) if self.topic else listed_areas(self.plan, p)
        assert self.sheet.body_map is not None  # a leaflet is never an advice sheet
        moves = self._moves()
        start = self._start(moves)
        if moves is None and start is None:
            raise self._nothing("exercises")
        return BrochureWords(
            language=self.sheet.language,
            document_title=plain(p.text(f"titles.{named}", areas=about)),
            cover=Cover(
                clinic=self.sheet.band.name,
                promise=self._promise(title, about),
                foot=said(p.words(f"brochure.{'cover_foot' if _three(moves) else 'cover_foot_no_moves'}")),
                areas=tuple(area.id for area in self.plan.areas),
            ),
            headline=self._headline(title, about),
            evidence=self._evidence(),
            aches=Aches(said(p.words("brochure.where")), self.sheet.body_map, self.sheet.causes),
            start=start,
            moves=moves,
            help=Help(
                said(p.words("flags.short_heading")),
                tuple(tier for tier in self.sheet.flags.tiers if tier.tier in ON_A_LEAFLET),
                said(p.words("flags.rare")),
            ),
            tell_us=self._list("brochure.tell_us"),
            first_visit=self._list("brochure.first_visit"),
            contact=self.sheet.band,
            link=self._link(moves),
            imprint=self._imprint(),
        )

    def _promise(self, title: str | None, about: Text) -> Text:
        """The clinic's own words, else the topic's, else those for any area."""
        if title:
            return personal(title, "title")
        return marked(self.topic.promise) if self.topic else self.phrases.text("brochure.cover_promise", areas=about)

    def _headline(self, title: str | None, about: Text) -> Headline:
        """The topic's own; for areas, the first sentence of their main message and what follows it."""
        if self.topic:
            message, rest = self.topic.message, self.topic.sentence
            question = said(self.topic.question)
        else:
            message, _, rest = plain(self.sheet.in_short.message).partition(". ")
            message = f"{message.rstrip('.')}."
            question = self.phrases.text("brochure.poster.question", areas=about)
        large = personal(title, "title") if title else said(message)
        gravest = self.sheet.flags.tiers[0]  # there is always a general flag
        p = self.phrases
        return Headline(
            question,
            large,
            said(rest) if rest else None,
            plain(p.text("brochure.poster.picture", areas=listed_areas(self.plan, p))),
            p.text("brochure.card.flag", sign=gravest.signs[0], action=_unbroken(gravest.action)),
            said(p.words("brochure.card.more")),
        )

    def _nothing(self, field: str) -> InvalidData:
        area = self.plan.areas[0].id
        where = Where(file=f"templates/library/areas/{area}.yaml", field=field)
        return InvalidData("has nothing for a leaflet", where=where, hint=f"name some {field} for the area")

    def _list(self, path: str) -> ShortList:
        lines = self.phrases.lines(f"{path}.lines")
        return ShortList(said(self.phrases.words(f"{path}.heading")), tuple(marked(line) for line in lines))

    def _evidence(self) -> Evidence:
        if self.sheet.claims is None:
            raise self._nothing("benefits")
        rows = sorted(
            zip(self.plan.benefits, self.sheet.claims.rows, strict=True),
            key=lambda pair: (pair[0] == COMFORT, -pair[1].steps),
        )
        kept = [row for _, row in rows]
        if len(kept) > MOST_CLAIMS:
            kept = [*kept[: MOST_CLAIMS - 1], kept[-1]]
        return Evidence(
            said(self.phrases.words("brochure.what_helps")),
            tuple(w.Claim(_without_notes(row.text), row.grade, row.steps) for row in kept),
            said(self.phrases.words("evidence_legend")),
        )

    def _start(self, moves: Moves | None) -> ShortList | None:
        """Self-care for the week: the areas' own before what holds for everybody. Without moves it says more."""
        tips = [tip for tip in self.plan.tips if self.c.tips[tip].when == "week" and tip != DOING_THEM]
        tips.sort(key=lambda tip: self.c.tips[tip].general)
        words = [self.c.tip_words[tip] for tip in tips[: MOST_TIPS if moves else MOST_TIPS_ALONE]]
        lines = tuple(marked(tip.short if moves else tip.text) for tip in words)
        return ShortList(said(self.phrases.words("brochure.start_this_week")), lines) if lines else None

    def _moves(self) -> Moves | None:
        exercises = self.sheet.exercises
        if exercises is None:
            return None
        count = len(exercises.cards)
        key = {1: "heading_one", 2: "heading_two", MOVES: "heading"}.get(count, "heading_several")
        return Moves(
            said(self.phrases.words(f"brochure.moves.{key}")),
            said((self.topic and self.topic.before_moves) or self.phrases.words("brochure.moves.line")),
            tuple(replace(card, dose_line=capitalised(card.dose_line)) for card in exercises.cards),
        )

    def _link(self, moves: Moves | None) -> w.Link | None:
        link = self.sheet.link
        if link is None:
            return None
        own = self.clinic.file.link.label if self.clinic.file.link else None
        key = "brochure.qr" if _three(moves) else "brochure.qr_plain"
        return replace(link, label=said(own or self.phrases.words(key)))

    def _imprint(self) -> tuple[Text, ...]:
        footer = self.sheet.footer
        return ((*footer.version, Run(". "), *footer.review, Run(".")), *self.sheet.foot.disclaimer)


def _three(moves: Moves | None) -> bool:
    return moves is not None and len(moves.cards) == MOVES


def _unbroken(text: Text) -> Text:
    """A number and what to do with it stay on one line."""
    return tuple(replace(run, text=run.text.replace(" ", "\u00a0")) for run in text)


def _without_notes(text: Text) -> Text:
    """A leaflet prints no sources, so it has no figures that lead to them either."""
    return tuple(run for run in text if run.note is None)
