"""A sheet as one HTML file: the same words, for a screen, a screen reader or a large font of one's own.

The file needs nothing else: style and pictures are inside, there is no script, and nothing is fetched. Everything that
is printed goes through ``html.escape``. The same input always gives the same file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from handouts.design import Design
from handouts.pictures.compiled import PictureBook
from handouts.pictures.regions import MapRegions
from handouts.plain.drawn import Drawings
from handouts.plain.style import style_of
from handouts.words import model as w
from handouts.words.model import Run, Text, plain

FOLLOWED = ("https://", "http://", "mailto:", "tel:")  # addresses that may become a link
SCALE = range(11)


def html_of(words: w.Words, design: Design, pictures: PictureBook, regions: MapRegions, *, skip: str) -> str:
    """The whole file. ``skip``: the words of the link that leads past the clinic's band.

    Raises PictureError for a picture that is missing.
    """
    cards = words.exercises.cards if words.exercises else ()
    drawings = Drawings(design, pictures, regions, tuple(card.picture for card in cards))
    return _Page(words, design, drawings, skip).whole()


class _Page:
    def __init__(self, words: w.Words, design: Design, drawings: Drawings, skip: str) -> None:
        self.words = words
        self.design = design
        self.drawings = drawings
        self.skip = skip

    def whole(self) -> str:
        words = self.words
        head = (
            '<meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="only light">'
            f"<title>{escape(words.document_title)}</title>"
            f"<style>{style_of(self.design)}</style>"
        )
        body = "\n".join(part for part in self._parts() if part)
        return (
            f'<!DOCTYPE html>\n<html lang="{escape(words.language)}">\n<head>{head}</head>\n<body>\n'
            f'<a class="skip" href="#sheet">{escape(self.skip)}</a>\n{self._band(words.band)}\n'
            f'<main id="sheet">\n{body}\n</main>\n{self._footer()}\n</body>\n</html>\n'
        )

    def _parts(self) -> Iterable[str]:
        words = self.words
        yield self._title(words.title)
        yield self._in_short(words.in_short)
        yield self._flags(words.flags)
        if words.body_map:
            yield self.drawings.body_map(words.body_map)
        yield from map(_section, filter(None, (words.causes, words.techniques)))
        if words.claims:
            yield _claims(words.claims)
        yield from map(_section, filter(None, (words.aftercare, words.week, *words.precautions)))
        if words.exercises:
            yield self._exercises(words.exercises)
        if words.diary:
            yield _diary(words.diary)
        if words.pain_scale:
            yield _scale(words.pain_scale)
        if words.note:
            yield _part("note", words.note.heading, _paragraphs(words.note.text))
        if words.teach_back:
            lines = '<p class="line"></p><p class="line"></p>'
            yield _part("own-words", words.teach_back.heading, f"<p>{inline(words.teach_back.questions)}</p>{lines}")
        if words.next_visit:
            when = words.next_visit.when
            line = f"<p>{inline(when)}</p>" if when else '<p class="line"></p>'
            yield _part("next-visit", words.next_visit.heading, line)
        if words.link:
            yield _link(words.link)
        yield _foot(words.foot)

    def _band(self, words: w.Band) -> str:
        texts = (words.name, words.description, words.phone, *words.lines)
        lines = "".join(f"<p>{inline(text)}</p>" for text in texts if text and plain(text).strip())
        return f"<header>{lines}</header>" if lines else ""

    def _title(self, words: w.Title) -> str:
        below = "".join(f"<p>{inline(text)}</p>" for text in (words.for_whom, words.details) if text)
        return f'<p class="eyebrow">{inline(words.eyebrow)}</p><h1>{inline(words.areas)}</h1>{below}'

    def _in_short(self, words: w.InShort) -> str:
        actions = "".join(f"<li>{inline(action.text)}</li>" for action in words.actions)
        inner = f'<p class="message">{inline(words.message)}</p>' + (f"<ul>{actions}</ul>" if actions else "")
        return _part("in-short", words.label, inner)

    def _flags(self, words: w.Flags) -> str:
        inner = f"<p>{inline(words.note)}</p>"
        for tier in words.tiers:
            signs = "".join(f"<li>{inline(sign)}</li>" for sign in tier.signs)
            heading = f"<h3>{inline(tier.action)} <span>{inline(tier.where)}</span></h3>"
            inner += f'<div class="tier {escape(tier.tier)}">{heading}<ul>{signs}</ul></div>'
        return _part("flags", words.heading, inner)

    def _exercises(self, words: w.Exercises) -> str:
        cards = "".join(self._card(card) for card in words.cards)
        lead = f"<p>{inline(words.advice)}</p><p><strong>{inline(words.stop_line)}</strong></p>"
        return _part("exercises", words.heading, lead + cards)

    def _card(self, words: w.Card) -> str:
        steps = "".join(f"<li>{inline(step)}</li>" for step in words.steps)
        how = f"<ol>{steps}</ol>" if len(words.steps) > 1 else "".join(f"<p>{inline(step)}</p>" for step in words.steps)
        facts = "".join(f"<div><dt>{inline(fact.label)}</dt><dd>{inline(fact.text)}</dd></div>" for fact in words.facts)
        return (
            f'<article class="card" aria-labelledby="move-{words.number}">'
            f'<h3 id="move-{words.number}">{words.number}. {inline(words.name)}</h3>'
            f'{self.drawings.exercise(words)}<p class="dose">{inline(words.dose_line)}</p>{how}'
            f"{f'<dl>{facts}</dl>' if facts else ''}</article>"
        )

    def _footer(self) -> str:
        footer = self.words.footer
        lines = "".join(f"<p>{inline(text)}</p>" for text in (footer.version, footer.review))
        return f'<footer><p class="emergency">{inline(footer.emergency)}</p>{lines}</footer>'


# ---------------------------------------------------------------- words as elements
def inline(text: Text) -> str:
    """Runs with their looks; a note's figure leads to its source."""
    return "".join(_run(run) for run in text)


def _run(run: Run) -> str:
    words = escape(run.text)
    if run.note is not None:
        return f'<sup><a href="#source-{run.note}">{words}</a></sup>'
    if run.language:
        words = f'<span lang="{escape(run.language)}">{words}</span>'
    return f"<strong>{words}</strong>" if run.strong else words


def _paragraphs(text: Text) -> str:
    """One paragraph, with the line ends that its writer made."""
    return f"<p>{inline(text)}</p>".replace("\n", "<br>")


def _part(id: str, heading: Text, inner: str) -> str:
    """A landmark with its heading."""
    return (
        f'<section id="{escape(id)}" aria-labelledby="{escape(id)}-heading">'
        f'<h2 id="{escape(id)}-heading">{inline(heading)}</h2>{inner}</section>'
    )


def _section(words: w.Section) -> str:
    inner = ""
    for part in words.body:
        if isinstance(part, w.Bullets):
            mark = "ol" if part.ordered else "ul"
            inner += f"<{mark}>{''.join(f'<li>{inline(item)}</li>' for item in part.items)}</{mark}>"
        else:
            inner += _paragraphs(part.text)
    if not plain(words.heading).strip():
        return f"<section>{inner}</section>"
    return f"<section><h2>{inline(words.heading)}</h2>{inner}</section>"


def _claims(words: w.Claims) -> str:
    rows = "".join(
        f'<li>{inline(row.text)} <span class="grade">({inline(row.grade)})</span></li>' for row in words.rows
    )
    return _part("benefits", words.heading, f"<ul>{rows}</ul>")


def _diary(words: w.Diary) -> str:
    days = "".join(f'<th scope="col">{inline(day)}</th>' for day in words.days)
    cells = "<td></td>" * len(words.days)
    names = [*(f"{number}. {inline(row)}" for number, row in enumerate(words.rows, start=1))]
    names += [inline(row) for row in words.pain_rows]
    rows = "".join(f'<tr><th scope="row">{name}</th>{cells}</tr>' for name in names)
    table = f"<table><caption>{escape(words.alt)}</caption><thead><tr><td></td>{days}</tr></thead>"
    return _part("diary", words.heading, f'<div class="wide">{table}<tbody>{rows}</tbody></table></div>')


def _scale(words: w.PainScale) -> str:
    figures = "".join(f"<span>{value}</span>" for value in SCALE)
    ends = (f"<span>{inline(text)}</span>" for text in (words.none, words.some, words.worst))
    return (
        f'<figure class="scale"><div role="img" aria-label="{escape(words.alt)}">{figures}</div>'
        f"<figcaption>{' '.join(ends)}</figcaption></figure>"
    )


def _link(words: w.Link) -> str:
    shown = inline(words.shown)
    if words.address.lower().startswith(FOLLOWED):
        shown = f'<a href="{escape(words.address)}">{shown}</a>'
    return f"<p>{inline(words.label)}: {shown}</p>"


def _foot(words: w.Foot) -> str:
    notes: Sequence[str] = [f'<li id="source-{note.number}">{inline(note.text)}</li>' for note in words.sources]
    sources = _part("sources", words.heading, f"<ol>{''.join(notes)}</ol>") if notes else ""
    return sources + "".join(f'<p class="small">{inline(line)}</p>' for line in words.disclaimer)
