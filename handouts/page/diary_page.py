"""The diary page: weeks to tick on the front, a body to draw on at the back. Large print takes more pages."""

from __future__ import annotations

from handouts.design import Design
from handouts.errors import LayoutError
from handouts.page.blocks import head, practice
from handouts.page.blocks.base import Block, Setting, title_of
from handouts.page.blocks.body_chart import body_chart
from handouts.page.drawing import Bookmark, Rule, Sketch
from handouts.page.furniture import with_footers
from handouts.page.layout import NARROWEST_MM, TOP, Layout, Placed, content_end, finished, measure
from handouts.page.rows import NEXT_TOP, Row, break_rows, place_rows, row
from handouts.page.styles import MM
from handouts.pdf.structure import Node
from handouts.pictures.compiled import PictureBook
from handouts.pictures.regions import MapRegions
from handouts.words.diary_page import DiaryPage
from handouts.words.model import Text, plain

ROWS_MM = (9.6, 9.2, 8.8, 8.4, 8.0, 7.6, 7.2, 6.8, 6.4, 6.0)  # heights of a diary's rows, the roomiest first
LARGE_ROW = 12 * MM
CHARTS = 92 * MM  # height of the outlines: two charts beside each other
LARGE_CHART = 100 * MM
LARGE_LINES = 3
HALVES_GAP = 8 * MM
WRITING = 9 * MM  # from one writing line to the next


def lay_out_diary_page(page: DiaryPage, design: Design, pictures: PictureBook, regions: MapRegions) -> Layout:
    """Two pages in standard type and mono: the weeks, then the charts; large print flows over as many as it needs.

    A front that cannot hold every week holds fewer, which is told in ``Layout.dropped``. Raises LayoutError for paper
    that is too narrow, PictureError without the body maps.
    """
    if design.paper.width_mm < NARROWEST_MM:
        raise LayoutError(f"a diary does not fit on {design.paper.name} paper", hint="use --paper a4 or --paper letter")
    setting = Setting(design, pictures, regions)
    width = measure(design)
    first, other = content_end(design) - TOP, content_end(design) - NEXT_TOP
    weeks, count = _weeks(page, setting, width, first)
    charts = _charts(page, setting, width, other, (page.start, page.after[count - 1]))
    words = page.words
    pages: list[list[Placed]] = []
    for rows, room in ((weeks, first), (charts, other)):
        breaks = break_rows(rows, room, other)
        pages += place_rows(rows, breaks, words, setting, width, first_page=len(pages))
    dropped = [f"left out for room: {plain(week.heading)}" for week in page.weeks[count:]]
    return finished(with_footers(pages, words, setting), setting, words.language, dropped, [])


def _weeks(page: DiaryPage, setting: Setting, width: float, room: float) -> tuple[list[Row], int]:
    """Head, weeks and scale, and how many weeks they are: as many as fit one page, with the tallest rows that do."""
    if setting.large:
        return _weeks_of(page, setting, width, LARGE_ROW, len(page.weeks)), len(page.weeks)
    for count in range(len(page.weeks), 0, -1):
        for height in ROWS_MM:
            rows = _weeks_of(page, setting, width, height * MM, count)
            if sum(one.height + one.gap + MM for one in rows) <= room:
                return rows, count
    return _weeks_of(page, setting, width, ROWS_MM[-1] * MM, 1), 1


def _weeks_of(page: DiaryPage, setting: Setting, width: float, height: float, count: int) -> list[Row]:
    words, large = page.words, setting.large
    step = (5 if not large else 9) * MM
    rows = [
        row(head.band(words.band, setting, width), 0, keeps_next=True),
        row(head.title(words.title, setting, width), 0, keeps_next=True),
        row(_line(page.how, setting, width), 0, keeps_next=True),
    ]
    rows += [row(practice.diary(week, setting, width, height), step) for week in page.weeks[:count]]
    if words.pain_scale:
        rows.append(row(practice.pain_scale(words.pain_scale, setting, width), step))
    return rows


def _line(text: Text, setting: Setting, width: float) -> Block:
    """What to do, in one paragraph."""
    sketch, node = Sketch(), Node("Div")
    first = (4.6 if not setting.large else 7) * MM
    below = sketch.words(setting.set(text, setting.styles.body, width), 0, first, node.add("P"))
    return Block("how to", width, below - setting.styles.body.leading + 1 * MM, sketch, node)


def _charts(page: DiaryPage, setting: Setting, width: float, room: float, when: tuple[Text, ...]) -> list[Row]:
    """Heading, two charts, and questions with as many writing lines as the page still holds."""
    chart, large = page.chart, setting.large
    step = (7 if not large else 9) * MM
    rows = [row(_chart_heading(page, setting, width), 0, keeps_next=True)]
    if large:
        rows += [row(body_chart(chart, setting, width, LARGE_CHART, one), step) for one in when]
    else:
        half = (width - HALVES_GAP) / 2
        blocks = [body_chart(chart, setting, half, CHARTS, one) for one in when]
        rows.append(Row(tuple((one, index * (half + HALVES_GAP), 0.0) for index, one in enumerate(blocks)), step))
    used = sum(one.height + one.gap for one in rows)
    clear = WRITING if not large else 13 * MM
    free = room - used - len(page.questions) * (step + 6 * MM) - 12 * MM
    lines = LARGE_LINES if large else max(2, int(free / clear / len(page.questions)))
    rows += [row(_question(question, setting, width, lines, clear), step) for question in page.questions]
    return rows


def _chart_heading(page: DiaryPage, setting: Setting, width: float) -> Block:
    sketch, node, styles = Sketch(), Node("Div"), setting.styles
    sketch.bookmarks.append(Bookmark(title_of(page.chart.heading), 1, 0))
    first = (8 if not setting.large else 11) * MM
    y = sketch.words(setting.set(page.chart.heading, styles.page_heading, width), 0, first, node.add("H2"))
    y = sketch.words(setting.set(page.chart.how, styles.body, width), 0, y - 1.4 * MM, node.add("P"))
    return Block("chart heading", width, y - styles.body.leading + 1 * MM, sketch, node)


def _question(text: Text, setting: Setting, width: float, lines: int, clear: float) -> Block:
    """A question and lines to write on."""
    sketch, node, styles = Sketch(), Node("Sect"), setting.styles
    sketch.bookmarks.append(Bookmark(title_of(text), 1, 0))
    first = (4.4 if not setting.large else 8) * MM
    y = sketch.words(setting.set(text, styles.heading, width), 0, first, node.add("H2")) - styles.heading.leading
    for number in range(1, lines + 1):
        at = y + number * clear
        sketch.add(Rule(0, at, width, at, setting.colours.mute, 0.6))
    return Block("question", width, y + lines * clear + 0.6 * MM, sketch, node)
