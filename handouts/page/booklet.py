"""The booklet: pages of half a sheet, folded into one another and stapled in the fold.

Every chapter begins a page and says one thing; its rows may go on to a second page. Pages are padded to a multiple of
four with what one can use: a diary, then pages for notes. They are printed two to a side in the order that folds
right, or one by one for reading on a screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from handouts.errors import LayoutError
from handouts.page import booklet_chapters as chapters
from handouts.page import leaflet_outside as outside
from handouts.page.booklet_chapters import Chapter
from handouts.page.drawing import Rule, Sketch, Words
from handouts.page.fitting import fitting
from handouts.page.imposition import impose, one_by_one
from handouts.page.layout import Layout, Page, Placed, Sheet
from handouts.page.leaflet import (
    Drawn,
    Leaf,
    LeafletSetting,
    brochure_layout,
    drawn,
    ground,
    heading,
    leaflet_setting,
    part,
    small_list,
)
from handouts.page.panels import Fold, Panel, on_its_side
from handouts.page.production import Job
from handouts.page.rows import Row, break_rows, row
from handouts.page.styles import MM
from handouts.pdf.structure import Node
from handouts.words.booklet import Inner
from handouts.words.brochure import BrochureWords
from handouts.words.model import Run, plain

OUTER, INNER = 11 * MM, 14 * MM  # margins; the inner one is wider, where the page curves into the fold
FIRST = 33 * MM  # top of the rows under a heading
NEXT = 18 * MM  # and on a page without one
FOOT = 17 * MM  # from the end of the rows to the foot
FOLIO = 9 * MM  # baseline of the page number, from the foot
BY_FOUR = 4
MOST_PAGES = 64  # more cannot be stapled in the fold
CONTENTS_PAGE = 2
BEFORE_CHAPTER = 12 * MM  # over a chapter that begins in the middle of a page
VISIT = 44 * MM  # under the contents, for the first visit
WIDEST_STEP = 11 * MM  # from one entry of the contents to the next


@dataclass(frozen=True)
class _Shape:
    """Size of a page in points, and how far its grounds run past it."""

    width: float
    height: float
    beyond: float
    lone: bool  # printed by itself: its ground runs past the inner edge too

    def panel(self, number: int) -> Panel:
        """The page as a panel. Odd pages are right-hand ones."""
        right_hand = number % 2 == 1
        margins = (INNER, OUTER) if right_hand else (OUTER, INNER)
        return Panel(
            f"page {number}", "page", 0.0, self.width, self.lone or not right_hand, self.lone or right_hand, margins
        )


@dataclass(frozen=True)
class _Part:
    """The rows of one page. ``begins``: the chapters that begin on it; none where it goes on from the page before."""

    chapter: Chapter
    rows: tuple[Row, ...]
    begins: tuple[Chapter, ...]

    @property
    def headed(self) -> bool:
        """Whether the heading of its chapter stands over the rows."""
        return self.chapter in self.begins and bool(plain(self.chapter.heading))


def lay_out_booklet(job: Job) -> Layout:
    """The booklet of a job whose words hold the inner pages. Raises LayoutError naming a page that cannot hold its
    words."""
    words, inner = job.words, job.words.inner
    assert inner is not None  # the words of this format are asked for whole
    production, turned = job.production, on_its_side(job.design)
    setting = leaflet_setting(job, turned)
    width, height = turned.paper.width_mm * MM / 2, turned.paper.height_mm * MM
    shape = _Shape(width, height, production.beyond, production.reader)
    maker = _Maker(words, inner, setting, shape)
    pages = maker.pages()
    reading = [(page.panel.name, page.node) for page in pages]
    laid = [Page(page.placed, Sheet(width, height)) for page in pages]
    caliper = job.design.paper.caliper_mm * MM
    sheets = one_by_one(laid, production) if production.reader else impose(laid, production, caliper)
    return brochure_layout(sheets, reading, setting, words, maker.dropped)


class _Maker:
    def __init__(self, words: BrochureWords, inner: Inner, setting: LeafletSetting, shape: _Shape) -> None:
        self.words = words
        self.inner = inner
        self.setting = setting
        self.shape = shape
        self.dropped: list[str] = []

    def pages(self) -> list[Drawn]:
        """All pages, from the cover to the back; a multiple of four."""
        panel = self.shape.panel(CONTENTS_PAGE + 1)
        room = self.shape.height - FIRST - FOOT
        found = list(chapters.chapters(self.words, self.inner, self.setting, panel.measure, room))
        parts: list[_Part] = []
        for chapter in found:
            joined = self._joined(parts[-1], chapter) if parts and chapter.may_join else None
            parts[-1:] = [joined] if joined else [*parts[-1:], *self._parts(chapter)]
        self.dropped += [line for chapter in found for line in chapter.dropped]
        fixed = 3 + len(parts)  # the cover, the contents and the back
        for chapter in chapters.fillers(self.inner, self.setting, panel.measure, room)[: -fixed % BY_FOUR]:
            parts += self._parts(chapter)
        count = 3 + len(parts)
        if count > MOST_PAGES:
            raise LayoutError(
                f"the booklet has {count} pages; at most {MOST_PAGES} can be stapled", hint=outside.FEWER_AREAS
            )
        starts = [(one, number) for number, piece in enumerate(parts, CONTENTS_PAGE + 1) for one in piece.begins]
        middle = [self._page(piece, number) for number, piece in enumerate(parts, CONTENTS_PAGE + 1)]
        cover = fitting(outside.cover(self.words.cover, self._leaf(1)), outside.SHORTER_TITLE)
        back = fitting(outside.back(self.words, self._leaf(count), (self.words.tell_us,)), outside.SHORTER_ADDRESS)
        pages = [cover, self._contents(starts), *middle, back]
        return [replace(page, placed=tuple(replace(p, turn=n) for p in page.placed)) for n, page in enumerate(pages)]

    def _leaf(self, number: int) -> Leaf:
        panel = self.shape.panel(number)
        return Leaf(Fold(self.shape.width, self.shape.height, (panel,)), self.setting, self.shape.beyond)

    def _parts(self, chapter: Chapter) -> Iterator[_Part]:
        """The chapter on as many pages as it needs. Raises LayoutError."""
        rows = chapter.rows
        foot = self.shape.height - FOOT
        breaks = break_rows(rows, foot - self._under_heading(chapter), foot - NEXT)
        for index, (start, end) in enumerate(breaks.pages):
            yield _Part(chapter, tuple(rows[start:end]), (chapter,) if index == 0 else ())

    def _under_heading(self, chapter: Chapter) -> float:
        """Top of the rows on the chapter's first page."""
        if not plain(chapter.heading):
            return NEXT
        leaf = self._leaf(CONTENTS_PAGE)
        lines = self.setting.set(chapter.heading, leaf.type.heading, leaf.fold.cover.measure).lines
        return FIRST + (len(lines) - 1) * leaf.type.heading.leading

    def _top(self, piece: _Part) -> float:
        return self._under_heading(piece.chapter) if piece.headed else NEXT

    def _joined(self, before: _Part, chapter: Chapter) -> _Part | None:
        """The page before with the whole chapter under what stands on it; None where there is no room."""
        title = row(chapters.small_heading(chapter.heading, self.setting, chapter.width), BEFORE_CHAPTER)
        joined = replace(before, rows=(*before.rows, title, *chapter.rows), begins=(*before.begins, chapter))
        return joined if self._top(joined) + _height(joined.rows) <= self.shape.height - FOOT else None

    # ------------------------------------------------------------ pages
    def _page(self, piece: _Part, number: int) -> Drawn:
        leaf = self._leaf(number)
        panel, sketch, node, chapter = leaf.fold.cover, Sketch(), Node("Sect"), piece.chapter
        if chapter.tinted:
            ground(sketch, leaf, panel, self.setting.colours.tint)
        y = self._top(piece)
        if piece.headed:
            heading(sketch, leaf, panel, chapter.heading, node, alert=chapter.alert)
        placed: list[Placed] = []
        spare = self.shape.height - FOOT - y - _height(piece.rows)
        air = min(6 * MM, max(0.0, spare / max(1, len(piece.rows)))) if chapter.airy else 0.0
        for index, one in enumerate(piece.rows):
            y += one.gap + air if index else 0.0
            placed += [part(block, panel.left + x, y + dy, node) for block, x, dy in one.blocks]
            y += one.height
        self._furniture(sketch, panel, number)
        page = drawn(leaf, panel, sketch, node, y - (self.shape.height - FOOT), tuple(placed))
        return fitting(page, outside.FEWER_AREAS)

    def _furniture(self, sketch: Sketch, panel: Panel, number: int) -> None:
        """Page number at the outer edge, and what the booklet is called. Page readers skip them."""
        style = self.setting.styles.running
        y = self.shape.height - FOLIO
        figure = self.setting.line((Run(f"{number}", strong=True),), style)
        name = self.setting.typesetter.one_line(self.words.cover.promise, style, panel.measure - 20 * MM)
        outer_right = number % 2 == 1
        sketch.add(Words(figure, panel.left, y, None, "right" if outer_right else "left", panel.measure))
        sketch.add(Words(name, panel.left, y, None, "left" if outer_right else "right", panel.measure))

    def _contents(self, starts: Sequence[tuple[Chapter, int]]) -> Drawn:
        """What is on which page; under it, the first visit."""
        leaf = self._leaf(CONTENTS_PAGE)
        panel, sketch, node, kinds = leaf.fold.cover, Sketch(), Node("Sect"), leaf.type
        y = heading(sketch, leaf, panel, self.inner.contents, node) + 14 * MM
        step = min(WIDEST_STEP, (self.shape.height - FOOT - VISIT - y) / len(starts))
        entries, colours = node.add("TOC"), self.setting.colours
        for chapter, number in starts:
            entry = entries.add("TOCI")
            figure = self.setting.line((Run(f"{number}", strong=True),), kinds.body)
            name = self.setting.set(chapter.title or chapter.heading, kinds.body, panel.measure - 16 * MM)
            below = sketch.words(name.spaced(), panel.left, y, entry.add("P")) - kinds.body.leading
            sketch.add(Words(figure, panel.left, below, entry.add("Reference"), "right", panel.measure))
            line = below + step * 0.36
            sketch.add(Rule(panel.left, line, panel.left + panel.measure, line, colours.hair, 0.5))
            y = below + step
        visit = self.words.first_visit
        lines = Sketch()
        last = small_list(lines, leaf, panel, visit.heading, visit.lines, 0.0, Node("Sect"))
        first = self.shape.height - FOOT - last
        small_list(sketch, leaf, panel, visit.heading, visit.lines, first, node)
        return fitting(drawn(leaf, panel, sketch, node, y - step + BEFORE_CHAPTER - first), outside.FEWER_AREAS)


def _height(rows: Sequence[Row]) -> float:
    return sum(one.height + (one.gap if index else 0.0) for index, one in enumerate(rows))
