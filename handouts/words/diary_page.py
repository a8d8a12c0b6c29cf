"""What the diary page says: the weeks to tick, and a body to draw on. It takes its rows from the words of a sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace

from handouts.words import model as w
from handouts.words.fill import Phrases
from handouts.words.model import Text, plain, said

WEEKS = 4


@dataclass(frozen=True)
class DiaryPage:
    """``words`` is the sheet's own: its band, areas, scale and footer are used, its footer bearing the page's title.

    ``weeks``: a diary for each week, headed by its number. Body charts are drawn on at the ``start`` and ``after`` a
    week, one phrase for each. ``questions``: each with room to write.
    """

    words: w.Words
    how: Text
    weeks: tuple[w.Diary, ...]
    chart: w.BodyChart
    start: Text
    after: tuple[Text, ...]
    questions: tuple[Text, ...]


def word_diary_page(words: w.Words, phrases: Phrases, *, weeks: int = WEEKS) -> DiaryPage | None:
    """The diary of a sheet's exercises over that many weeks, or None where the sheet has none to tick."""
    if words.diary is None:
        return None
    diary = words.diary
    areas = plain(words.title.areas)
    return DiaryPage(
        words=replace(
            words,
            title=replace(words.title, eyebrow=said(phrases.words("diary_page.eyebrow"))),
            document_title=plain(phrases.text("titles.diary", areas=areas[:1].lower() + areas[1:])),
        ),
        how=said(phrases.words("diary_page.how")),
        weeks=tuple(replace(diary, heading=phrases.text("diary_page.week", count=n)) for n in range(1, weeks + 1)),
        chart=word_body_chart(phrases),
        start=said(phrases.words("diary_page.start")),
        after=tuple(phrases.text("diary_page.after", count=n) for n in range(1, weeks + 1)),
        questions=(said(phrases.words("diary_page.helped")), said(phrases.words("diary_page.worse"))),
    )


def word_body_chart(phrases: Phrases) -> w.BodyChart:
    """Empty outlines to draw on, the same for everybody."""
    front, back, left, right = (said(phrases.words(f"map.{key}")) for key in ("front", "back", "left", "right"))
    return w.BodyChart(
        heading=said(phrases.words("body_chart.heading")),
        how=said(phrases.words("body_chart.how")),
        front=front,
        back=back,
        left=left,
        right=right,
        alt=phrases.words("alt.body_chart"),
    )
