"""What the panels of a leaflet are drawn with: their type, their grounds, cut-out pictures, the marks they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reportlab.lib.colors import HexColor

from handouts.design import Design
from handouts.page.blocks.base import Block, Setting, dot, title_of
from handouts.page.drawing import Bookmark, Box, Inked, Sketch
from handouts.page.layout import Layout, Page, Placed, find_slots, page_size
from handouts.page.marks import for_print_shop
from handouts.page.panels import FACES, LOWEST, OFFICE_EDGE, Fold, Panel
from handouts.page.production import Job, Production
from handouts.page.styles import MM, Style, Styles, styles_for
from handouts.page.text import extra_hint
from handouts.pdf.structure import Node
from handouts.pdf.tagged import TaggedCanvas
from handouts.words.brochure import BrochureWords
from handouts.words.model import Text

HEAD = 25 * MM  # first baseline of every panel's heading
STEPS = 5  # of the evidence meter
WIDE_COVER = 110 * MM  # a cover whose words may be that wide
WIDE_PROMISE = 33.0  # points: has its promise in larger type


class LeafletSetting(Setting):
    """The setting of a leaflet: nothing on it is smaller than 10 points."""

    @cached_property
    def styles(self) -> Styles:
        """The sheet's type with its small print enlarged."""
        usual = styles_for(self.design)
        note = replace(usual.caption, size=10.5, leading=14.17)
        return replace(
            usual,
            caption=note,
            view=replace(usual.view, size=10.5),
            disc=replace(usual.disc, size=10),
            evidence=replace(usual.evidence, size=12, leading=16, colour=self.colours.main),
            small_number=replace(usual.small_number, size=10),
            small=replace(usual.small, size=10, leading=13),
            running=replace(usual.running, size=10, leading=13),
            scale_word=replace(usual.scale_word, size=10.5),
            dose_label=replace(usual.dose_label, size=10.5),
        )


def leaflet_setting(job: Job, design: Design) -> LeafletSetting:
    """The setting of a job on paper that may be turned."""
    moves = job.words.moves
    shown = tuple(card.picture for card in moves.cards) if moves else ()
    return LeafletSetting(design, job.pictures, job.regions, exercises=shown)


@dataclass(frozen=True)
class LeafletType:
    """The roles of type that only a leaflet has."""

    promise: Style
    heading: Style
    alert: Style
    sub: Style
    cover_name: Style
    cover_foot: Style
    body: Style
    strong: Style
    note: Style
    imprint: Style


@dataclass(frozen=True)
class Leaf:
    """The sheet that the panels are drawn on. ``beyond``: how far grounds run past its outer edges (points)."""

    fold: Fold
    setting: Setting
    beyond: float = -OFFICE_EDGE

    @property
    def lowest(self) -> float:
        """The lowest baseline of words on white, from the top."""
        return self.fold.height - LOWEST

    @property
    def lowest_on_ground(self) -> float:
        """The lowest baseline of words on a ground, which ends before the paper does."""
        return self.fold.height - LOWEST - OFFICE_EDGE

    @property
    def cover_ground(self) -> str:
        """The colour of the cover: the clinic's, or white for a laser printer."""
        return self.setting.colours.paper if self.setting.mono else self.setting.colours.main

    @cached_property
    def type(self) -> LeafletType:
        """Standard type with the headings of a leaflet."""
        styles, colours = self.setting.styles, self.setting.colours
        on_cover = colours.ink if self.setting.mono else colours.on_bar
        size = styles.title.size if self.fold.cover.measure < WIDE_COVER else WIDE_PROMISE
        heading = replace(styles.page_heading, size=20, leading=25, colour=colours.main)
        semibold = styles.evidence.face
        return LeafletType(
            promise=replace(styles.title, colour=on_cover, size=size, leading=size * 1.2),
            heading=heading,
            alert=replace(heading, colour=colours.ink),
            sub=styles.heading,
            cover_name=replace(styles.clinic, size=13, leading=16, colour=on_cover),
            cover_foot=Style(semibold, semibold, 12.5, 17, on_cover),
            body=styles.body,
            strong=Style(semibold, semibold, 12, 16, colours.ink),
            note=replace(styles.body, size=10.5, leading=14.17),
            imprint=replace(styles.body, size=10, leading=13, colour=colours.mute),
        )


@dataclass(frozen=True)
class Drawn:
    """A panel: its blocks where they stand on the page, its structure, and the lowest baseline of its words.

    ``over`` is how far the words run past the panel's foot (points); 0 where they fit.
    """

    panel: Panel
    placed: tuple[Placed, ...]
    node: Node
    over: float
    dropped: tuple[str, ...] = ()


def drawn(
    leaf: Leaf,
    panel: Panel,
    sketch: Sketch,
    node: Node,
    over: float,
    parts: tuple[Placed, ...] = (),
    dropped: tuple[str, ...] = (),
) -> Drawn:
    """The panel from its own sketch and the blocks that stand on it (placed from the panel's top left)."""
    block = Block(f"panel: {panel.name}", panel.width, leaf.fold.height, sketch, None)
    on_page = tuple(replace(part, x=part.x + panel.x) for part in parts)
    return Drawn(panel, (Placed(block, panel.x, 0), *on_page), node, max(0.0, over), dropped)


def part(block: Block, x: float, y: float, node: Node) -> Placed:
    """A block on a panel: what it says hangs under the panel's node."""
    if block.node is not None:
        node.adopt(block.node)
        block.node = None
    return Placed(block, x, y)


# ---------------------------------------------------------------- pages
def folded(
    read: Sequence[Drawn], leaf: Leaf, words: BrochureWords, dropped: Sequence[str], production: Production
) -> Layout:
    """The two sides of the sheet. Panels stand where they are folded and are read in the order they are given in."""
    pages = []
    for face in FACES:
        placed = [
            replace(one, turn=turn)
            for turn, panel in enumerate(read)
            if panel.panel.face == face
            for one in panel.placed
        ]
        page = Page(tuple(placed))
        if production.print_shop:
            page = for_print_shop(page, leaf.fold.width, leaf.fold.height, leaf.fold.folds(face))
        pages.append(page)
    return brochure_layout(pages, [(p.panel.name, p.node) for p in read], leaf.setting, words, dropped)


def brochure_layout(
    pages: Sequence[Page],
    reading: Sequence[tuple[str, Node]],
    setting: Setting,
    words: BrochureWords,
    dropped: Sequence[str],
) -> Layout:
    """The layout of a brochure. reading: its parts, each with what a message calls it, in the order in which they are
    read, wherever they stand on the pages. Slots are found and lines about room are worded here."""
    missing = setting.typesetter.missing
    warnings = [
        f"no font of this leaflet has this character, so a box is printed: {sign}{extra_hint(sign)}" for sign in missing
    ]
    return Layout(
        design=setting.design,
        language=words.language,
        font=setting.styles.body.face,
        pages=tuple(pages),
        dropped=tuple(f"left out for room: {line}" for line in dropped),
        warnings=(*setting.design.warnings, *warnings),
        slots=find_slots(tuple(pages), page_size(setting.design)[1]),
        reading=(Node("Part", kids=[node for _, node in reading]),),
        parts=tuple(name for name, _ in reading),
    )


# ---------------------------------------------------------------- words
def heading(sketch: Sketch, leaf: Leaf, panel: Panel, text: Text, node: Node, *, alert: bool = False) -> float:
    """The panel's heading (H2); returns its last baseline."""
    style = leaf.type.alert if alert else leaf.type.heading
    set_ = leaf.setting.set(text, style, panel.measure)
    sketch.bookmarks.append(Bookmark(title_of(text), 1, HEAD - style.leading))
    return sketch.words(set_, panel.left, HEAD, node.add("H2")) - style.leading


def small_list(
    sketch: Sketch, leaf: Leaf, panel: Panel, title: Text, lines: tuple[Text, ...], y: float, node: Node
) -> float:
    """A small heading (H3) at baseline y and its dotted lines; returns the last baseline."""
    style = leaf.type.sub
    below = sketch.words(leaf.setting.set(title, style, panel.measure), panel.left, y, node.add("H3"))
    return dotted(sketch, leaf, panel, lines, below - style.leading + 6.2 * MM, node)


def dotted(sketch: Sketch, leaf: Leaf, panel: Panel, lines: tuple[Text, ...], y: float, node: Node) -> float:
    """Lines with a dot each, the first baseline at y; returns the last baseline."""
    return dotted_under(sketch, leaf, panel, lines, y, node.add("L", numbering="Disc"))


def dotted_under(sketch: Sketch, leaf: Leaf, panel: Panel, lines: tuple[Text, ...], y: float, entries: Node) -> float:
    """The same as entries of a list that is there already."""
    style, last = leaf.type.body, y
    for line in lines:
        text = leaf.setting.set(line, style, panel.measure - 5 * MM)
        dot(sketch, leaf.setting, panel.left + 1 * MM, y, leaf.setting.colours.main)
        y = sketch.words(text, panel.left + 5 * MM, y, entries.add("LI").add("LBody"))
        last = y - style.leading
        y += 0.6 * MM
    return last


# ---------------------------------------------------------------- shapes
def ground(sketch: Sketch, leaf: Leaf, panel: Panel, colour: str) -> None:
    """Fills the panel; on white paper for a laser printer it stays empty."""
    if not leaf.setting.mono:
        x, y, width, height = leaf.fold.ground(panel, leaf.beyond)
        sketch.add(Box(x, y, width, height, fill=colour))


def meter(sketch: Sketch, setting: Setting, x: float, baseline: float, steps: int) -> float:
    """Five rising steps, filled up to the grade; returns their width."""
    colour, tall = setting.colours.main, 5 * MM
    pitch, wide = tall * 0.947, tall * 0.763
    for step in range(STEPS):
        height = tall * (0.46 + 0.135 * step)
        fill = colour if step < steps else None
        sketch.add(Box(x + step * pitch, baseline - height, wide, height, fill=fill, line=colour, line_width=0.75))
    return pitch * (STEPS - 1) + wide


@dataclass(frozen=True, slots=True)
class Cropped(Inked):
    """A compiled picture of which only a window (x, y, width, height) shows."""

    window: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)

    def paint(self, canvas: TaggedCanvas, height: float) -> None:
        """Paints it inside the window."""
        x, y, wide, tall = self.window
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(x, height - y - tall, wide, tall)
        canvas.clipPath(path, stroke=0, fill=0)
        Inked.paint(self, canvas, height)
        canvas.restoreState()


BANDS = 40  # fewer show as stripes, many more turn the colour by rounding


@dataclass(frozen=True, slots=True)
class Fade(Box):
    """A ground that is solid at its top (or its foot) and gone at the other end. Its bands overlap, so that no seam
    shows."""

    from_foot: bool = False

    def paint(self, canvas: TaggedCanvas, height: float) -> None:
        """Paints it."""
        canvas.saveState()
        canvas.setFillColor(HexColor(self.fill or "#FFFFFF"))
        beneath = 1.0  # how much shows through below this band
        for band in range(BANDS, 0, -1):
            depth = band / BANDS
            through = depth * depth * (3 - 2 * depth)
            canvas.setFillAlpha(round(1 - through / beneath, 3) if beneath else 1)
            tall = self.height * depth
            bottom = height - self.y - (self.height if self.from_foot else tall)
            canvas.rect(self.x, bottom, self.width, tall, stroke=0, fill=1)
            beneath = through
        canvas.restoreState()
