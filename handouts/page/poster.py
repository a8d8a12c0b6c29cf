"""The poster: one message to be read across the room, a picture, a few moves, every sign that asks for help now.

It is drawn in fractions of the paper's width, so that A3 is not a zoomed sheet but the same one for a larger room. What
gives way is the picture: it takes the height that the words leave. The smallest type on A4 is 10 points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from handouts.errors import LayoutError
from handouts.page.blocks.base import Block, Setting, title_of
from handouts.page.crop import FADE, SideFade, area_picture
from handouts.page.drawing import Bookmark, Box, Figure, Rule, Sketch
from handouts.page.layout import Layout, Page, Placed, find_slots, page_size
from handouts.page.leaflet import leaflet_setting
from handouts.page.marks import for_print_shop
from handouts.page.poster_parts import below
from handouts.page.poster_type import PosterSetting
from handouts.page.production import Job
from handouts.page.text import SetText, extra_hint
from handouts.pdf.structure import Node
from handouts.words.brochure import BrochureWords

# Lengths are millimetres on A4.
MESSAGE_SIZES = (72, 68, 64, 60, 56, 52, 48, 44, 40, 36, 32, 28, 24, 21, 18)  # tried in this order, points on A4
MESSAGE_LINES = 5
MESSAGE_WIDTH, SENTENCE_WIDTH = 94, 84  # of the words beside the picture
PICTURE_LEFT = 106  # where the picture begins to come out of the ground
QUESTION_TOP = 17  # from the page's top to the top of the question
AFTER_QUESTION, BEFORE_SENTENCE, UNDER_SENTENCE = 5, 8, 9
GOOD_HERO, LEAST_HERO = 98, 78
LIFTED = 0.4  # share of the spare height that stands above the words
EDGE = 1.0  # points: a picture's own fades reach that far out of its window
FRAME = 0.6  # points: the line under the picture in black and white is four times as strong
FEWER = "choose fewer areas for one poster, or use a shorter --title"


@dataclass(frozen=True)
class Room:
    """How much the parts below take: height of a move's picture and the space between the parts (mm on A4), and the
    size of the signs' type (points on A4)."""

    picture: float
    air: float
    sign: float


ROOMS = (
    Room(42, 7.5, 13), Room(40, 7, 12.5), Room(37, 6.5, 12), Room(34, 6, 12), Room(31, 5.5, 11.5), Room(28, 5, 11.5),
    Room(28, 5, 11), Room(26, 4.5, 11), Room(26, 4.5, 10.5), Room(24, 4, 10.5), Room(22, 4, 10),
)  # fmt: skip


def lay_out_poster(job: Job) -> Layout:
    """One page. Raises LayoutError where the signs leave too little for the message, PictureError without a picture."""
    width, height = page_size(job.design)
    setting = PosterSetting(leaflet_setting(job, job.design), width)
    for room in ROOMS:  # as roomy as leaves a good height to the message, else as low as it can be
        setting = replace(setting, sign=room.sign)
        lower = below(job.words, setting, room.picture * setting.unit, room.air * setting.unit)
        top = height - lower.height
        upper, over = _hero(job, setting, top)
        if over <= 0 and top >= GOOD_HERO * setting.unit:
            break
    if over > 0:
        lines = int(over / setting.type.sign.leading) + 1
        raise LayoutError(f"the poster is {lines} line{'s' if lines > 1 else ''} too long", hint=FEWER)
    page = Page((Placed(upper, 0, 0), Placed(lower, 0, top)))
    if job.production.print_shop:
        page = for_print_shop(page, width, height, ())
    return _finished(page, setting.blocks, job.words, height)


def _finished(page: Page, setting: Setting, words: BrochureWords, height: float) -> Layout:
    missing = setting.typesetter.missing
    warnings = [
        f"no font of this poster has this character, so a box is printed: {sign}{extra_hint(sign)}" for sign in missing
    ]
    return Layout(
        design=setting.design,
        language=words.language,
        font=setting.styles.body.face,
        pages=(page,),
        dropped=(),
        warnings=(*setting.design.warnings, *warnings),
        parts=("message", "moves, signs and contact"),
        slots=find_slots((page,), height),
    )


# ---------------------------------------------------------------- message and picture
def _hero(job: Job, setting: PosterSetting, height: float) -> tuple[Block, float]:
    """The upper part, and by how much it is too low for what it must say (points; 0 or less where it fits)."""
    sketch, node = Sketch(), Node("Div")
    unit, words, kinds = setting.unit, job.words.headline, setting.type
    beyond = job.production.beyond
    x, width = -beyond, setting.width + 2 * beyond
    ground = setting.blocks.colours.paper if setting.blocks.mono else setting.blocks.colours.main
    measure = MESSAGE_WIDTH * unit
    question = setting.blocks.set(words.question, kinds.question, measure)
    sentence = setting.blocks.set(words.sentence, kinds.sentence, SENTENCE_WIDTH * unit) if words.sentence else None
    tail = sentence.height + BEFORE_SENTENCE * unit if sentence else 0.0
    free = height - (QUESTION_TOP + AFTER_QUESTION + UNDER_SENTENCE) * unit - question.height - tail
    message = _message(job.words, setting, measure, free)
    if not setting.blocks.mono:
        sketch.add(Box(x, -beyond, width, height + beyond, fill=ground))
    start = PICTURE_LEFT * unit
    _picture(sketch, node, job, setting, (start, -beyond, x + width - start, height + beyond))
    title = Node("H1")
    node.kids.insert(0, title)  # the message is read before the picture
    sketch.bookmarks.append(Bookmark(title_of(words.message), 0, 0))
    spare = max(0.0, free - message.height)  # the words stand a little above the middle
    left, y = setting.left, QUESTION_TOP * unit + spare * LIFTED + kinds.question.size * 0.76
    y = sketch.words(question.spaced(), left, y, title)
    y += AFTER_QUESTION * unit - kinds.question.leading + message.style.size * 0.8
    y = sketch.words(message, left, y, title) - message.style.leading
    if sentence:
        paragraph = Node("P")
        node.kids.insert(1, paragraph)
        y += BEFORE_SENTENCE * unit + kinds.sentence.size * 0.8
        y = sketch.words(sentence, left, y, paragraph) - kinds.sentence.leading
    if setting.blocks.mono:
        sketch.add(Rule(x, height, x + width, height, setting.blocks.colours.ink, 4 * FRAME))
    over = max(y - spare * LIFTED + UNDER_SENTENCE * unit - height, LEAST_HERO * unit - height)
    return Block("poster: message", setting.width, height, sketch, node), over


def _message(words: BrochureWords, setting: PosterSetting, measure: float, free: float) -> SetText:
    """The message in the largest type whose lines fit; a word is never broken for it."""
    tried = None
    for size in MESSAGE_SIZES:
        points = size * setting.scale
        style = replace(setting.type.message, size=points, leading=points * 1.06)
        tried = setting.blocks.set(words.headline.message, style, measure, even=False)
        whole = not any(line.joined for line in tried.lines) and len(tried.lines) <= MESSAGE_LINES
        if whole and tried.height <= free:
            break
    assert tried is not None  # there are sizes to try
    return tried


def _picture(
    sketch: Sketch, node: Node, job: Job, setting: PosterSetting, window: tuple[float, float, float, float]
) -> None:
    """A plate or a crop of the body, coming out of the ground behind the words."""
    ground = setting.blocks.colours.paper if setting.blocks.mono else setting.blocks.colours.main
    x, y, width, height = window
    drawn = Sketch()
    inner = (x, y + EDGE, width, height - 2 * EDGE)
    area_picture(drawn, setting.blocks, job.words.cover.areas, ground, inner)
    drawn.add(SideFade(x - 0.5, y, FADE * setting.scale, height, fill=ground))
    figure = node.add("Figure", alt=job.words.headline.alt)
    sketch.add(Figure(figure, x, max(y, 0.0), width, height + min(y, 0.0), tuple(drawn.things)))
