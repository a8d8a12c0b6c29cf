"""What stands on the inner pages of a booklet, as rows that a page can hold."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from handouts.page.blocks import cards, practice, sections
from handouts.page.blocks.base import Block, Setting, bullet_list, title_of
from handouts.page.blocks.body_chart import body_chart
from handouts.page.blocks.body_map import body_map
from handouts.page.blocks.cards import CardShape
from handouts.page.drawing import Bookmark, Box, Rule, Sketch
from handouts.page.leaflet import LeafletSetting, meter
from handouts.page.leaflet_help import help_box
from handouts.page.leaflet_inside import on_white
from handouts.page.rows import Row, break_rows, row
from handouts.page.styles import MM, Style
from handouts.pdf.structure import Node
from handouts.words.booklet import AreaPage, Inner
from handouts.words.brochure import BrochureWords
from handouts.words.model import Bullets, Card, Claim, FlagTier, Paragraph, Run, Section, Text, plain

MAP_HEIGHTS = tuple(height * MM for height in range(84, 58, -2))
CHART_HEIGHT = 118 * MM
MOST_FILLERS = 3
FEWEST_CAUSES = 2
MAP_PAD = 3 * MM
MAP_INSET = 34 * MM  # the figures stand together in the middle of their ground
GAP = 5 * MM
PICTURE_AIR = 6 * MM  # over an exercise's picture
LOWEST_PICTURE = 36 * MM
NEEDED = ("side", "need", "feel", "stop")  # the lines of a card that go last
CARD_GAP = 7 * MM
MOST_SIGNS = 20  # in one box
NOTE_LINE = 9 * MM
TALLEST_ROW = 15 * MM  # of the diary
BESIDE_ROWS = 34 * MM  # of a diary's page: its head and the pain scale


@dataclass(frozen=True)
class Chapter:
    """A heading and its rows. ``title`` stands in the list of contents where it is not the heading."""

    heading: Text
    rows: tuple[Row, ...]
    title: Text = ()
    alert: bool = False  # the heading is ink, not the clinic's colour
    tinted: bool = False
    airy: bool = False  # spare room goes between the rows
    dropped: tuple[str, ...] = ()
    may_join: bool = False  # may begin on the page before, where there is room
    width: float = 0.0  # of the words of a chapter that may join


def chapters(
    words: BrochureWords, inner: Inner, setting: LeafletSetting, width: float, room: float
) -> Iterator[Chapter]:
    """The chapters that every booklet has, in reading order. width: of the words; room: height for rows under a heading
    (points)."""
    for area in inner.areas:
        yield _area(area, setting, width, room)
    yield _claims(words, inner, setting, width)
    if inner.techniques:
        yield _techniques(inner.techniques, setting, width)
    if words.moves:
        yield _moves(words, setting, width, room)
    if inner.aftercare or inner.week:
        yield _care(inner, setting, width)
    yield _help(words, inner, setting, width)
    if inner.sources:
        yield _sources(inner, setting, width)


def fillers(inner: Inner, setting: LeafletSetting, width: float, room: float) -> list[Chapter]:
    """Pages that are welcome where the count of pages leaves some over; the most useful first."""
    found = []
    if inner.diary:
        height = min(TALLEST_ROW, (room - BESIDE_ROWS) / (len(inner.diary.rows) + len(inner.diary.pain_rows)))
        rows = [row(practice.diary(inner.diary, setting, width, height), 0.0)]
        if inner.pain_scale:
            rows.append(row(practice.pain_scale(inner.pain_scale, setting, width), 10 * MM))
        found.append(Chapter((), tuple(rows), title=inner.diary.heading))
    if inner.body_chart:
        chart = body_chart(inner.body_chart, setting, width, CHART_HEIGHT)
        found.append(Chapter((), (row(chart, 0.0),), title=inner.body_chart.heading))
    notes = Chapter(inner.notes, (row(_lines(setting, width, 15), 0.0),))
    return [*found, *(replace(notes) for _ in range(MOST_FILLERS - len(found)))]


# ---------------------------------------------------------------- chapters
def _area(area: AreaPage, setting: LeafletSetting, width: float, room: float) -> Chapter:
    """What to believe, the map as large as the page allows, and what is often behind it. A cause gives way before the
    map gets small."""
    message = row(_prose(area.message, replace(setting.styles.heading, size=14, leading=19), setting, width), 0.0)
    for causes, left_out in _causes(area.causes):
        below = [row(_listed(causes, setting, width), GAP + 1 * MM)] if causes else []
        for height in MAP_HEIGHTS:
            rows = (message, _map(area, setting, width, height), *below)
            if len(break_rows(rows, room, room).pages) == 1:
                return Chapter(area.heading, rows, airy=True, dropped=left_out)
    return Chapter(area.heading, rows, airy=True)


def _causes(words: Section | None) -> Iterator[tuple[Section | None, tuple[str, ...]]]:
    """The causes with ever fewer entries, and what is then left out."""
    lists = [part for part in words.body if isinstance(part, Bullets)] if words else []
    most = max((len(part.items) for part in lists), default=0)
    for count in range(most, min(most, FEWEST_CAUSES) - 1, -1):
        left_out = tuple(plain(item) for part in lists for item in part.items[count:])
        yield (sections.with_fewer_items(words, count) if words else None), left_out


def _claims(words: BrochureWords, inner: Inner, setting: LeafletSetting, width: float) -> Chapter:
    claims = inner.claims or words.evidence.rows
    ranked = sorted(claims, key=lambda claim: -claim.steps)
    rows = [row(_claim(claim, setting, width, last=claim is ranked[-1]), 4 * MM) for claim in ranked]
    rows.append(row(_prose(inner.legend, setting.styles.caption, setting, width), 6 * MM))
    return Chapter(words.evidence.heading, tuple(rows), tinted=True, airy=True)


def _techniques(words: Section, setting: LeafletSetting, width: float) -> Chapter:
    rows = []
    for paragraph in words.body:
        if isinstance(paragraph, Bullets):
            rows += [row(_prose(item, setting.styles.body, setting, width), 4 * MM) for item in paragraph.items]
        else:
            strong = replace(setting.styles.evidence, size=12, leading=16)
            rows.append(row(_prose(paragraph.text, strong, setting, width), 6 * MM))
    return Chapter(words.heading, tuple(rows), airy=True)


def _moves(words: BrochureWords, setting: LeafletSetting, width: float, room: float) -> Chapter:
    """One move to a page, each step in its own line, the picture as large as the page allows."""
    found = words.moves
    assert found is not None
    white = on_white(setting)
    line = row(_prose(found.line, setting.styles.body, setting, width), 0.0, keeps_next=True)
    rows = [line]
    for index, card in enumerate(found.cards):
        free = room - (line.height + CARD_GAP if index == 0 else 0.0)
        rows.append(row(_card(card, white, width, free), CARD_GAP, keeps_next=False))
    return Chapter(found.heading, tuple(rows), tinted=True)


def _card(words: Card, setting: Setting, width: float, room: float) -> Block:
    """The card with its picture as large as it may be drawn, or as fits the room."""
    picture, _ = setting.exercise(words.picture)
    tallest = picture.height * min(cards.LARGEST_SCALE, (width - 4 * MM) / picture.width) + PICTURE_AIR
    shapes = [
        CardShape("half", picture=max(tallest - step * MM, LOWEST_PICTURE), steps=True) for step in range(0, 60, 4)
    ]
    shapes += [replace(shapes[-1], facts=facts) for facts in (NEEDED, ("stop",))]
    for shape in shapes:
        block = cards.card(words, shape, setting, width)
        if block.height <= room:
            break
    return block


def _care(words: Inner, setting: LeafletSetting, width: float) -> Chapter:
    """The two days after, and the week."""
    parts = [part for part in (words.aftercare, words.week) if part]
    rows = [row(sections.care(part, setting, width, caution=False), 6 * MM) for part in parts]
    return Chapter(words.after, tuple(rows), airy=True)


def _help(words: BrochureWords, inner: Inner, setting: LeafletSetting, width: float) -> Chapter:
    rows = []
    for tier in inner.tiers:
        boxes = math.ceil(len(tier.signs) / MOST_SIGNS)
        step = math.ceil(len(tier.signs) / max(1, boxes)) or 1  # boxes of about one length
        for start in range(0, len(tier.signs), step):
            part = replace(tier, signs=tier.signs[start : start + step])
            rows.append(row(_tier(part, setting, width), 3 * MM))
    rows.append(row(_prose(words.help.rare, setting.styles.evidence, setting, width), 4 * MM))
    return Chapter(words.help.heading, tuple(rows), alert=True)


def _sources(inner: Inner, setting: LeafletSetting, width: float) -> Chapter:
    rows = []
    for note in inner.sources:
        sketch, node = Sketch(), Node("Note", id=f"note-{note.number}")
        style = setting.styles.caption
        figure = setting.line((Run(f"{note.number}.", strong=True),), style)
        indent = style.size * 1.7
        sketch.words(figure.spaced(), 0, style.size, node.add("Lbl"))
        text = setting.set(note.text, style, width - indent)
        below = sketch.words(text, indent, style.size, node.add("P"))
        rows.append(row(Block("source", width, below - style.size, sketch, node), 2.4 * MM))
    return Chapter(inner.sources_heading, tuple(rows), may_join=True, width=width)


# ---------------------------------------------------------------- rows
def small_heading(text: Text, setting: LeafletSetting, width: float) -> Block:
    """The heading (H2) of a chapter that begins in the middle of a page."""
    style = replace(setting.styles.heading, size=15, leading=19)
    block = _prose(text, style, setting, width)
    assert block.node is not None  # words have one
    block.node.tag = "H2"
    block.bookmarks = (Bookmark(title_of(text), 1, 0),)
    return block


def _prose(text: Text, style: Style, setting: LeafletSetting, width: float) -> Block:
    sketch, node = Sketch(), Node("P")
    found = setting.set(text, style, width)
    sketch.words(found, 0, style.size, node)
    return Block("words", width, found.height - style.leading + style.size + 0.6 * MM, sketch, node)


def _map(area: AreaPage, setting: LeafletSetting, width: float, height: float) -> Row:
    """The map on its ground, in the middle of the page."""
    inner = body_map(area.body_map, setting, width - 2 * MAP_PAD - MAP_INSET, height)
    tall = inner.height + 2 * MAP_PAD
    sketch, colours = Sketch(), setting.colours
    fill, line = (None, colours.ink) if setting.mono else (colours.picture_ground, None)
    sketch.add(Box(0, 0, width, tall, fill=fill, line=line, line_width=0.6, radius=2.5 * MM))
    block = Block("map ground", width, tall, sketch, None)
    return Row(((block, 0.0, 0.0), (inner, MAP_PAD + MAP_INSET / 2, MAP_PAD)), GAP)


def _listed(words: Section, setting: LeafletSetting, width: float) -> Block:
    """A small heading (H3) with its paragraphs and lists."""
    sketch, node, style = Sketch(), Node("Sect"), setting.styles.heading
    y = sketch.words(setting.set(words.heading, style, width), 0, style.size, node.add("H3")) + 0.8 * MM
    body = setting.styles.body
    for part in words.body:
        if isinstance(part, Paragraph):
            y = sketch.words(setting.set(part.text, body, width), 0, y, node.add("P"))
        else:
            y = bullet_list(sketch, setting, part.items, 0, y, width, node, ordered=part.ordered) + 0.6 * MM
    return Block(words.id, width, y - body.leading + 1.2 * MM, sketch, node)


def _claim(claim: Claim, setting: LeafletSetting, width: float, *, last: bool) -> Block:
    """The meter with its word, and what is claimed under it; a rule to the next."""
    sketch, node, styles = Sketch(), Node("Div"), setting.styles
    baseline = 5.4 * MM
    after = meter(sketch, setting, 0, baseline, claim.steps) + 3.6 * MM
    sketch.words(setting.line(claim.grade, styles.evidence), after, baseline, node.add("P"))
    below = sketch.words(setting.set(claim.text, styles.body, width), 0, baseline + 7.2 * MM, node.add("P"))
    end = below - styles.body.leading + 1.2 * MM
    if not last:
        sketch.add(Rule(0, end + 3 * MM, width, end + 3 * MM, setting.colours.rule, 0.5))
        end += 3 * MM
    return Block("claim", width, end, sketch, node)


def _lines(setting: LeafletSetting, width: float, count: int) -> Block:
    """Lines to write on."""
    sketch = Sketch()
    for number in range(1, count + 1):
        sketch.add(Rule(0, number * NOTE_LINE, width, number * NOTE_LINE, setting.colours.hair, 0.6))
    return Block("lines", width, count * NOTE_LINE + 1, sketch, None)


def _tier(words: FlagTier, setting: LeafletSetting, width: float) -> Block:
    sketch, node = Sketch(), Node("Sect")
    height = help_box(sketch, words, setting, 0.0, width, 0.0, node)
    return Block(f"red flags: {words.tier}", width, height, sketch, node)
