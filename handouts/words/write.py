"""A plan becomes words: every part of the sheet, in reading order.

Personal words (client, therapist, dates, note) enter here and nowhere else, each marked with its field. Everything
else comes from templates/<language>; this module holds no word a client reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handouts.clinic import Clinic
from handouts.library import model as m
from handouts.library.store import Library
from handouts.maps import MapRegions, regions_below
from handouts.plan import TIER_ORDER, Plan
from handouts.request import Request
from handouts.resources import Folders
from handouts.words import model as w
from handouts.words.body_map import map_words
from handouts.words.cards import CardWriter
from handouts.words.diary_page import word_body_chart
from handouts.words.fill import Phrases, capitalised, marked, personal
from handouts.words.model import Run, Text, plain, said
from handouts.words.numbers import Numbers as Numbers
from handouts.words.personal import personal_words, written_date
from handouts.words.spelling import respelled
from handouts.words.technique_pictures import with_pictures

if TYPE_CHECKING:
    from handouts.words.sections import Sections

SHORTS = {"basic": 3, "full": 8}
PRECAUTION_LINES = {"basic": 3, "full": 6}
SOURCES_PER_CLAIM = 2
LONGEST_MESSAGE = 48  # characters of a main line
PREGNANCY_FLAG = "rf-pregnancy"  # its help is the maternity unit, so the region's line for it prints beside it


def word_sheet(
    plan: Plan,
    request: Request,
    library: Library,
    clinic: Clinic,
    region: m.Region,
    folders: Folders,
    numbers: Numbers,
    sections: Sections | None = None,
    maps: MapRegions | None = None,
) -> w.Words:
    """The words of one sheet. ``sections`` and ``maps``: the templates and the body maps, kept open over many sheets.

    Raises TemplateError with file and line.
    """
    sections = sections or open_sections(library, folders)
    maps = maps or regions_below(folders.images)
    words = _Writer(plan, request, library, clinic, region, numbers, sections, maps).words()
    return respelled(words, library.contents.spelling_us) if region.spelling == "us" else words


def open_sections(library: Library, folders: Folders) -> Sections:
    """The section templates in the library's language."""
    from handouts.words.sections import Sections  # a sheet printed from a kept forme has no template to open

    contents = library.contents
    return Sections(folders.templates, contents.language, Phrases(contents.phrases, contents.language))


class _Writer:
    def __init__(
        self,
        plan: Plan,
        request: Request,
        library: Library,
        clinic: Clinic,
        region: m.Region,
        numbers: Numbers,
        sections: Sections,
        maps: MapRegions,
    ) -> None:
        self.plan = plan
        self.maps = maps
        self.request = request
        self.c = library.contents
        self.clinic = clinic
        self.region = region
        self.numbers = numbers
        self.phrases = Phrases(self.c.phrases, self.c.language)
        self.sections = sections
        self.personal = personal_words(request, lambda date: written_date(date, self.phrases, region))

    def words(self) -> w.Words:
        advice = self.plan.kind == "advice"
        claims, sources = self._claims()
        exercises = CardWriter(self.c, self.phrases, self.sections).exercises(self.plan.exercises)
        return w.Words(
            kind=self.plan.kind,
            language=f"{self.c.language}-{(self.region.countries or ('',))[0]}".rstrip("-"),
            document_title=plain(
                self.phrases.text("titles.advice")
                if advice
                else self.phrases.text("titles.handout", areas=self._areas())
            ),
            band=self._band(),
            title=self._title(),
            in_short=self._in_short(),
            flags=self._flags(),
            body_map=None if advice else self._body_map(),
            causes=self._causes(),
            techniques=self._techniques(),
            claims=claims,
            exercises=exercises,
            aftercare=self._until_then() if advice else self._tips("aftercare", ("now", "days")),
            week=self._ask() if advice else self._tips("week", ("week",)),
            precautions=tuple(self._precautions()),
            diary=self._diary(exercises),
            pain_scale=self._pain_scale(),
            teach_back=self._teach_back(),
            next_visit=self._next_visit(),
            note=self._note(),
            link=self._link(),
            foot=self._foot(sources),
            footer=self._footer(),
            body_chart=word_body_chart(self.phrases) if exercises and self.plan.tier == "full" else None,
        )

    # ------------------------------------------------------------ head

    def _areas(self) -> Text:
        """The chosen areas, mid-sentence: "lower back and left hip"."""
        return self.phrases.listed([marked(getattr(named.names, named.side)) for named in self.plan.named])

    def _band(self) -> w.Band:
        file = self.clinic.file
        lines = [*file.address, *([file.web] if file.web else [])]
        return w.Band(
            name=said(file.name, strong=True),
            description=said(file.description) if file.description else None,
            phone=said(file.phone) if file.phone else None,
            lines=tuple(said(line) for line in lines),
        )

    def _title(self) -> w.Title:
        p, own = self.phrases, self.personal
        advice = self.plan.kind == "advice"
        for_whom = p.text("band.for_whom", name=_strong(personal(own.client, "client"))) if own.client else None
        therapist = personal(own.therapist, "therapist") if own.therapist else None
        date = personal(own.date, "date") if own.date else None
        if date and therapist:
            details: Text | None = p.text("band.with_whom", date=date, therapist=therapist)
        else:
            details = date or (p.text("band.with_therapist", therapist=therapist) if therapist else None)
        return w.Title(
            eyebrow=said(p.words("band.eyebrow")),
            areas=said(p.words("titles.advice")) if advice else capitalised(self._areas()),
            for_whom=for_whom,
            details=details,
        )

    def _in_short(self) -> w.InShort:
        p = self.phrases
        label = said(p.words("headings.in_short"))
        if self.plan.kind == "advice":
            key, message = self._advice_key()
            path = f"advice.{key}.actions"
            actions = [
                w.Action(a["icon"], (*_verb(a["verb"]), *p.fill(a["action"], path, emergency=self.numbers.emergency)))
                for a in p.value(path)
            ]
            return w.InShort(label, message, tuple(actions))
        if self.plan.quiet:
            return w.InShort(label, said(p.words("in_short.quiet")), self._actions())
        if any(d.kind == "sheet" and d.action == "limit" for d in self.plan.decisions):
            return w.InShort(label, said(p.words("in_short.clearance")), self._actions())
        first = self.c.area_words[self.plan.named[0].areas[0]]
        main = self.c.programme_words[self.plan.programme].message if self.plan.programme else first.message
        if self.plan.persistent and first.persistent_message:
            main = first.persistent_message
        return w.InShort(label, marked(main), self._actions())

    def _actions(self) -> tuple[w.Action, ...]:
        return tuple(self._action(tip) for tip in self.plan.actions)

    def _action(self, tip_id: str) -> w.Action:
        icon = self.c.tips[tip_id].icon or "move"
        if tip_id == "exercise":
            count = len(self.plan.exercises)
            overleaf = self.plan.tier == "basic" and self.request.variant != "large"
            key = "one" if count == 1 else "several_on_next_page" if overleaf else "several"
            if self.plan.quiet:
                key = "agreed_one" if count == 1 else "agreed"
            text = self.phrases.text(f"in_short.exercise.{key}", count=count)
            return w.Action(icon, (*_verb(self.phrases.words("in_short.exercise.verb")), *text))
        words = self.c.tip_words[tip_id]
        return w.Action(icon, (*_verb(words.verb or ""), *self._line(words.action or words.short)))

    def _advice_key(self) -> tuple[str, Text]:
        """Why this is an advice sheet, the gravest reason first, and its main line."""
        reasons = {d.because for d in self.plan.decisions if d.action == "refuse"}
        tier = self.plan.help_tier
        if tier and any(flag.tier == tier and flag.id in reasons for flag in self.plan.red_flags):
            return tier, self.phrases.text(f"advice.{tier}.message", emergency=self.numbers.emergency)
        if reasons:
            words = (self.c.condition_words.get(reason) for reason in sorted(reasons))
            own = next((one.refusal for one in words if one and one.refusal), None)
            key = tier or "refusal"
            if own and len(own) <= LONGEST_MESSAGE:
                return key, self._line(own)
            return key, self.phrases.text(f"advice.{key}.message", emergency=self.numbers.emergency)
        return "clearance", self._ask_first()

    def _ask_first(self) -> Text:
        """Whose yes is needed: that of a team of the condition's own, or a doctor's where several differ."""
        asking = {d.because for d in self.plan.decisions if d.kind == "sheet" and d.action == "limit"}
        lines = {self.c.condition_words[condition].ask_first for condition in asking}
        own = lines.pop() if len(lines) == 1 else None
        return self._line(own) if own else said(self.phrases.words("advice.clearance.message"))

    # ------------------------------------------------------------ red flags and map

    def _flags(self) -> w.Flags:
        region = self.c.region_words[self.region.id]
        places = {
            "emergency": (region.emergency_action, region.emergency_where),
            "today": (region.today_action, region.today_where),
            "soon": (region.soon_action, region.soon_where),
        }
        signs: dict[str, list[Text]] = {tier: [] for tier in places}
        for flag in self.plan.red_flags:
            words = self.c.red_flag_words[flag.id]
            for line in filter(self._is_meant, self._lines_of(flag.id, words)):
                signs[line.tier].append(self._line(line.text))
            if flag.id == PREGNANCY_FLAG and self._is_likely(flag.id):
                signs["today"].append(self._line(region.maternity))
        tiers = tuple(
            w.FlagTier(
                tier,
                self._line(places[tier][0]),
                self._line(places[tier][1]),
                tuple(dict.fromkeys(signs[tier])),
            )
            for tier in ("emergency", "today", "soon")
            if signs[tier] and not (tier == "soon" and self._needs_help_now())
        )
        return w.Flags(said(self.phrases.words("headings.get_help_now")), said(self.phrases.words("flags.note")), tiers)

    def _needs_help_now(self) -> bool:
        """Whether this is an advice sheet about a sign that cannot wait: then none that can is set beside it."""
        return self.plan.kind == "advice" and self.plan.help_tier in ("emergency", "today")

    def _is_likely(self, flag: str) -> bool:
        """Whether a condition of the client brings the flag, or the client has said yes to it."""
        told = any(decision.because == flag and decision.action == "refuse" for decision in self.plan.decisions)
        return told or any(flag in self.c.conditions[p.because].adds_flags for p in self.plan.precautions)

    def _is_meant(self, line: m.FlagLine) -> bool:
        """Whether the line speaks to this client: a condition may give a sign another weight."""
        conditions = {precaution.because for precaution in self.plan.precautions}
        return not conditions & set(line.not_with) and (not line.only_with or bool(conditions & set(line.only_with)))

    def _lines_of(self, flag: str, words: m.RedFlagWords) -> list[m.FlagLine]:
        """Little where there is little room, all tiers in the full sheet, and everything where it is likely."""
        if any(decision.because == flag and decision.action == "refuse" for decision in self.plan.decisions):
            return [*words.lines, *words.more]  # the client has said yes to this one
        lines = [line for line in words.lines if self._is_meant(line)]
        if self.plan.tier == "basic":
            return lines if self._is_likely(flag) else _telling(lines)
        return [*lines, *(words.more if self._is_likely(flag) else ())]

    def _body_map(self) -> w.BodyMap:
        return map_words(self.plan.areas, self.maps, self.phrases, self._areas(), self.plan.map_names)

    # ------------------------------------------------------------ sections

    def _render(self, name: str, heading: str, icon: str | None = None, **values: Any) -> w.Section | None:
        section = self.sections.render(
            name,
            heading=heading,
            tier=self.plan.tier,
            persistent=self.plan.persistent,
            phrases=self.phrases.tree,
            areas=plain(self._areas()),
            emergency=self.numbers.emergency,
            urgent=self.numbers.urgent,
            **values,
        )
        return w.Section(section.id, section.heading, section.body, icon) if section else None

    def _causes(self) -> w.Section | None:
        causes = [self.c.cause_words[cause] for cause in self.plan.causes]
        return self._render("causes", self.phrases.words("headings.causes"), causes=causes) if causes else None

    def _techniques(self) -> w.Section | None:
        if self.plan.kind == "advice":
            return None
        if any(d.kind == "sheet" and d.action == "limit" for d in self.plan.decisions):
            return self._render("clearance", plain(self._ask_first()))
        techniques = [self.c.technique_words[technique] for technique in self.plan.techniques]
        heading = "headings.techniques_done" if self.plan.techniques_done else "headings.techniques_may"
        section = self._render("techniques", self.phrases.words(heading), techniques=techniques) if techniques else None
        return with_pictures(section, self.plan.techniques, self.phrases) if section else None

    def _tips(self, name: str, when: Sequence[str]) -> w.Section | None:
        tips = [
            _Tip(plain(self._line(words.short)), plain(self._line(words.text)))
            for tip in self.plan.tips
            if self.c.tips[tip].when in when and (words := self.c.tip_words[tip])
        ][: SHORTS[self.plan.tier]]
        icon = "rest" if name == "aftercare" else "move"
        return self._render(name, self.phrases.words(f"headings.{name}"), icon, tips=tips) if tips else None

    def _ask(self) -> w.Section | None:
        """What to ask the care team; nobody with a sign that needs help is given questions to weigh."""
        return self.sections.render("ask", phrases=self.phrases.tree) if self._may_wait() else None

    def _may_wait(self) -> bool:
        return self._advice_key()[0] in ("refusal", "clearance", "soon")

    def _until_then(self) -> w.Section | None:
        key, _ = self._advice_key()
        text = self.phrases.text(f"advice.{key}.text", emergency=self.numbers.emergency)
        return self._render("until_then", "", "rest", text=plain(text), may_wait=self._may_wait())

    def _precautions(self) -> Iterable[w.Section]:
        advice = self.plan.kind == "advice"  # then these are what the sheet is for
        for precaution in self.plan.precautions:
            words = self.c.condition_words[precaution.because]
            lines = [
                _Tip(plain(self._line(line.short)), plain(self._line(line.text)))
                for line in [words.precautions[index] for index in precaution.lines]
            ][: None if advice else PRECAUTION_LINES[self.plan.tier]]
            heading = plain(self.phrases.text("headings.take_care", name=words.name))
            section = self._render("precautions", heading, "care", lines=lines, in_full=advice) if lines else None
            if section:
                yield section

    def _claims(self) -> tuple[w.Claims | None, list[w.Footnote]]:
        rows: list[w.Claim] = []
        notes: list[w.Footnote] = []
        for benefit_id in self.plan.benefits:
            benefit = self.c.benefits[benefit_id]
            text = marked(self.c.benefit_words[benefit_id].text or "")
            sources = [s for s in benefit.sources if self.c.sources[s].status != "general-knowledge"]
            if sources:
                number = len(notes) + 1
                shorts = "; ".join(self.c.sources[s].short for s in sources[:SOURCES_PER_CLAIM])
                notes.append(w.Footnote(number, said(f"{shorts}.")))
                text = (*text, Run(str(number), note=number))
            grade = self.phrases.value(f"grades.{benefit.grade}")
            rows.append(w.Claim(text, said(str(grade["word"])), int(grade["steps"])))
        if not rows:
            return None, []
        return w.Claims(said(self.phrases.words("headings.benefits")), tuple(rows)), notes

    # ------------------------------------------------------------ the client's own part

    def _diary(self, exercises: w.Exercises | None) -> w.Diary | None:
        if exercises is None:
            return None
        p = self.phrases
        return w.Diary(
            heading=said(p.words("headings.diary")),
            days=tuple(said(day) for day in p.lines("calendar.weekdays_short")),
            rows=tuple(card.name for card in exercises.cards),
            pain_rows=(said(p.words("diary.pain_before")), said(p.words("diary.pain_after"))),
            alt=p.words("alt.diary"),
        )

    def _pain_scale(self) -> w.PainScale | None:
        if not self.plan.exercises:
            return None
        p = self.phrases
        none, some, worst = (said(p.words(f"pain_scale.{key}")) for key in ("none", "some", "worst"))
        return w.PainScale(none, some, worst, p.words("alt.pain_scale"))

    def _teach_back(self) -> w.TeachBack | None:
        if self.plan.kind == "advice":
            return None
        questions = " ".join(self.phrases.lines("teach_back.questions"))
        return w.TeachBack(said(self.phrases.words("headings.teach_back")), said(questions))

    def _next_visit(self) -> w.NextVisit:
        when = personal(self.personal.next_visit, "next_visit") if self.personal.next_visit else None
        return w.NextVisit(said(self.phrases.words("headings.next_visit")), when)

    def _note(self) -> w.Note | None:
        if not self.personal.note:
            return None
        therapist = self.personal.therapist
        heading = (
            self.phrases.text("note.from_therapist", therapist=personal(therapist, "therapist"))
            if therapist
            else said(self.phrases.words("note.from_us"))
        )
        return w.Note(heading, personal(self.personal.note, "note"))

    def _link(self) -> w.Link | None:
        link = self.clinic.file.link
        if not link:
            return None
        shown = link.address.split("://", 1)[-1].rstrip("/")
        label = link.label or self.phrases.words("exercises.see_online")
        return w.Link(link.address, said(shown), said(label), plain(self.phrases.text("alt.qr", address=shown)))

    # ------------------------------------------------------------ foot

    def _foot(self, sources: Sequence[w.Footnote]) -> w.Foot:
        p = self.phrases
        lines = p.lines("disclaimer.long") if self.plan.tier == "full" else [p.words("disclaimer.short")]
        if any(precaution.because == "under-18" for precaution in self.plan.precautions):
            lines = [*lines, p.words("disclaimer.guardian")]
        reviewers = sorted({record.reviewed_by for record in self._records() if record.reviewed_by})
        everyone = all(record.reviewed_by for record in self._records())
        reviewed = (
            p.text("footer.reviewed_by", name=p.listed([personal(name, "reviewer") for name in reviewers]))
            if everyone and reviewers
            else p.text("footer.not_reviewed")
        )
        texts = [said(line) for line in lines] + [(*reviewed, Run("."))]
        return w.Foot(said(p.words("headings.sources")), tuple(sources), tuple(texts))

    def _records(self) -> list[m.Fact]:
        """The fact records this sheet rests on."""
        found: list[m.Fact] = [self.c.areas[area.id] for area in self.plan.areas]
        found += [self.c.exercises[one.id] for one in self.plan.exercises]
        found += [self.c.conditions[p.because] for p in self.plan.precautions]
        return found + [self.c.red_flags[flag.id] for flag in self.plan.red_flags]

    def _footer(self) -> w.Footer:
        p = self.phrases
        year, month = min(record.review_by for record in self._records()).split("-")
        months = p.lines("calendar.months")
        by = plain(p.text("calendar.month_and_year", month=months[int(month) - 1], year=year))
        return w.Footer(
            emergency=p.text("footer.emergency_line", emergency=self.numbers.emergency),
            title=said(p.words("titles.advice")) if self.plan.kind == "advice" else capitalised(self._areas()),
            page_of=p.words("footer.page_of"),
            version=p.text("footer.version", version=self.clinic.file.version),
            review=p.text("footer.review_by", date=by),
        )

    def _line(self, text: str) -> Text:
        """A sentence of the library with the region's numbers in it."""
        return self.sections.line(
            text,
            f"templates/{self.c.language}",
            emergency=self.numbers.emergency,
            urgent=self.numbers.urgent,
        )


def _telling(lines: Sequence[m.FlagLine]) -> list[m.FlagLine]:
    """The most telling sign, and every sign of the same illness that asks for help sooner."""
    if not lines:
        return []
    first = TIER_ORDER[lines[0].tier]
    return [lines[0], *(line for line in lines[1:] if TIER_ORDER[line.tier] < first)]


@dataclass(frozen=True)
class _Tip:
    """A line in two lengths, as templates see it."""

    short: str
    text: str


def _verb(verb: str) -> Text:
    return (Run(verb, strong=True), Run(" "))


def _strong(text: Text) -> Text:
    return tuple(Run(run.text, True, run.personal, run.note, run.language) for run in text)
