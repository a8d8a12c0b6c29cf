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
from handouts.words.fill import Phrases, capitalised, marked, personal
from handouts.words.gentle import MOVES
from handouts.words.model import Run, Text, plain, said
from handouts.words.spelling import respelled
from handouts.words.write import Numbers, word_sheet

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
class BrochureWords:
    """Everything a leaflet says. ``moves`` is None where nothing suits everybody. No run in it is personal."""

    language: str  # BCP 47
    document_title: str
    cover: Cover
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


def word_brochure(
    plan: Plan,
    library: Library,
    clinic: Clinic,
    region: m.Region,
    folders: Folders,
    numbers: Numbers,
    *,
    title: str | None = None,
) -> BrochureWords:
    """The words of a leaflet. ``title`` takes the place of the promise on the cover.

    Raises TemplateError, and InvalidData where nothing may be claimed for the areas, or there is nothing to do.
    """
    bare = Request(areas=tuple(AreaChoice(word=named.word, side=named.side) for named in plan.named))
    sheet = word_sheet(plan, bare, library, clinic, region, folders, numbers)
    words = _Writer(plan, library, clinic, sheet).words(title)
    return respelled(words, library.contents.spelling_us) if region.spelling == "us" else words


class _Writer:
    def __init__(self, plan: Plan, library: Library, clinic: Clinic, sheet: w.Words) -> None:
        self.plan = plan
        self.c = library.contents
        self.clinic = clinic
        self.sheet = sheet
        self.phrases = Phrases(self.c.phrases, self.c.language)

    def words(self, title: str | None) -> BrochureWords:
        p, areas = self.phrases, self._areas()
        assert self.sheet.body_map is not None  # a leaflet is never an advice sheet
        moves = self._moves()
        start = self._start(moves)
        if moves is None and start is None:
            raise self._nothing("exercises")
        return BrochureWords(
            language=self.sheet.language,
            document_title=plain(p.text("titles.trifold", areas=areas)),
            cover=Cover(
                clinic=self.sheet.band.name,
                promise=personal(title, "title") if title else p.text("brochure.cover_promise", areas=areas),
                foot=said(p.words(f"brochure.{'cover_foot' if _three(moves) else 'cover_foot_no_moves'}")),
                areas=tuple(area.id for area in self.plan.areas),
            ),
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

    def _areas(self) -> Text:
        return self.phrases.listed([marked(getattr(named.names, named.side)) for named in self.plan.named])

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
            said(self.phrases.words("brochure.moves.line")),
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


def _without_notes(text: Text) -> Text:
    """A leaflet prints no sources, so it has no figures that lead to them either."""
    return tuple(run for run in text if run.note is None)
