"""A sheet as plain text: the same words in the order of reading, for an e-mail, a terminal or a braille display.

Lines are at most 72 signs long; only a single longer word stands alone on a longer line. Headings are underlined.
The same words always give the same text.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from handouts.words import model as w
from handouts.words.model import Run, Text

WIDTH = 72
LABEL_WIDTH = 30  # of the diary's rows
DAY_WIDTH = 6
TICK, LINE = "[ ]", "___"


def text_of(words: w.Words) -> str:
    """The whole sheet; it ends with one line end."""
    blocks = [block for part in _parts(words) if (block := "\n".join(part).strip("\n"))]
    return "\n\n".join(blocks) + "\n"


def _parts(words: w.Words) -> Iterator[Iterable[str]]:
    yield _band(words.band)
    yield _title(words.title)
    yield _in_short(words.in_short)
    yield from _flags(words.flags)
    if words.body_map:
        yield _wrapped(flat(words.body_map.caption))
    for part in (words.causes, words.techniques):
        yield from _section(part)
    if words.claims:
        yield _claims(words.claims)
    for part in (words.aftercare, words.week, *words.precautions):
        yield from _section(part)
    if words.exercises:
        yield from _exercises(words.exercises)
    if words.diary:
        yield _diary(words.diary)
    if words.pain_scale:
        yield _scale(words.pain_scale)
    if words.note:
        yield [*_heading(flat(words.note.heading)), *_wrapped(flat(words.note.text))]
    if words.teach_back:
        lines = [flat(words.teach_back.questions), "", "_" * WIDTH, "", "_" * WIDTH]
        yield [*_heading(flat(words.teach_back.heading)), *lines]
    if words.next_visit:
        when = flat(words.next_visit.when) if words.next_visit.when else "_" * 30
        yield [*_heading(flat(words.next_visit.heading)), when]
    if words.link:
        yield [*_wrapped(flat(words.link.label)), words.link.address]
    yield _foot(words.foot)
    yield _footer(words.footer)


# ---------------------------------------------------------------- words as signs
def flat(text: Text) -> str:
    """One text without looks: a note's figure stands in brackets, a no-break space is a space."""
    return "".join(f" [{run.text}]" if run.note is not None else run.text for run in text).replace("\u00a0", " ")


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    """The text in lines. Lines that were ended by hand stay ended."""
    rest = first if rest is None else rest
    found: list[str] = []
    for row in text.split("\n"):
        lead = first if not found else rest
        lines = textwrap.wrap(
            row, WIDTH, initial_indent=lead, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
        )
        found += lines or [""]
    return found


def _heading(text: str, mark: str = "-") -> list[str]:
    lines = _wrapped(text)
    return [*lines, mark * min(WIDTH, max(map(len, lines)))]


def _listed(items: Iterable[Text], *, ordered: bool = False) -> list[str]:
    found: list[str] = []
    for number, item in enumerate(items, start=1):
        lead = f"{number}. " if ordered else "- "
        found += _wrapped(flat(item), lead, " " * len(lead))
    return found


# ---------------------------------------------------------------- parts
def _band(words: w.Band) -> list[str]:
    texts = (words.name, words.description, words.phone, *words.lines)
    return [line for text in texts if text and flat(text).strip() for line in _wrapped(flat(text))]


def _title(words: w.Title) -> list[str]:
    texts = (words.for_whom, words.details)
    below = [line for text in texts if text for line in _wrapped(flat(text))]
    return [*_wrapped(flat(words.eyebrow)), *_heading(flat(words.areas), "="), *below]


def _in_short(words: w.InShort) -> list[str]:
    actions = _listed(action.text for action in words.actions)
    return [*_heading(flat(words.label)), *_wrapped(flat(words.message)), *([""] if actions else []), *actions]


def _flags(words: w.Flags) -> Iterator[list[str]]:
    yield [*_heading(flat(words.heading)), *_wrapped(flat(words.note))]
    for tier in words.tiers:
        yield [*_wrapped(f"{flat(tier.action)}, {flat(tier.where)}:"), *_listed(tier.signs)]


def _section(words: w.Section | None) -> Iterator[list[str]]:
    if words is None:
        return
    lines = _heading(flat(words.heading)) if flat(words.heading).strip() else []
    for part in words.body:
        if isinstance(part, w.Bullets):
            lines += _listed(part.items, ordered=part.ordered)
        else:
            lines += _wrapped(flat(part.text))
    yield lines


def _claims(words: w.Claims) -> list[str]:
    rows = ((*row.text, Run(" ("), *row.grade, Run(")")) for row in words.rows)
    return [*_heading(flat(words.heading)), *_listed(rows)]


def _exercises(words: w.Exercises) -> Iterator[list[str]]:
    yield [*_heading(flat(words.heading)), *_wrapped(flat(words.advice)), *_wrapped(flat(words.stop_line))]
    yield from map(_card, words.cards)


def _card(words: w.Card) -> list[str]:
    """Name, dose, every step, and the labelled lines."""
    lead = f"{words.number}. "
    lines = [*_wrapped(flat(words.name), lead, " " * len(lead)), *_wrapped(flat(words.dose_line), "   ")]
    for number, step in enumerate(words.steps, start=1):
        sign = f"   {number}) " if len(words.steps) > 1 else "   "
        lines += _wrapped(flat(step), sign, " " * len(sign))
    for fact in words.facts:
        lines += _wrapped(f"{flat(fact.label)}: {flat(fact.text)}", "   ", "     ")
    return lines


def _diary(words: w.Diary) -> list[str]:
    days = "".join(flat(day).ljust(DAY_WIDTH) for day in words.days).rstrip()
    lines = [*_heading(flat(words.heading)), " " * LABEL_WIDTH + days]
    for number, row in enumerate(words.rows, start=1):
        lines += _diary_row(f"{number}. {flat(row)}", TICK, len(words.days))
    for row in words.pain_rows:
        lines += _diary_row(flat(row), LINE, len(words.days))
    return lines


def _diary_row(label: str, cell: str, days: int) -> list[str]:
    lines = textwrap.wrap(label, LABEL_WIDTH - 2)
    cells = (cell.ljust(DAY_WIDTH) * days).rstrip()
    return [*lines[:-1], lines[-1].ljust(LABEL_WIDTH) + cells]


def _scale(words: w.PainScale) -> list[str]:
    return [f"0 = {flat(words.none)}", f"5 = {flat(words.some)}", f"10 = {flat(words.worst)}"]


def _foot(words: w.Foot) -> list[str]:
    lines: list[str] = []
    if words.sources:
        lines = _heading(flat(words.heading))
        for note in words.sources:
            lead = f"[{note.number}] "
            lines += _wrapped(flat(note.text), lead, " " * len(lead))
        lines.append("")
    return [*lines, *_paragraphs(words.disclaimer)]


def _paragraphs(texts: Sequence[Text]) -> list[str]:
    return [line for text in texts for line in _wrapped(flat(text))]


def _footer(words: w.Footer) -> list[str]:
    return _paragraphs((words.emergency, words.version, words.review))
