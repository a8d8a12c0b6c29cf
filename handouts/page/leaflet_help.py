"""When to get help, on a folded leaflet: every sign, the emergency ones first.

A sign never gives way. Where a panel cannot hold them all, everything else on it goes first; then the signs run on into
another panel; and where they fit neither, an error counts those that do not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from handouts.errors import LayoutError
from handouts.page.blocks.base import DOT_DROP, Setting
from handouts.page.drawing import Box, Disc, Sketch
from handouts.page.fitting import LITTLE
from handouts.page.leaflet import Drawn, Leaf, drawn, heading, small_list
from handouts.page.panels import Panel
from handouts.page.styles import MM
from handouts.pdf.structure import Node
from handouts.words.brochure import BrochureWords
from handouts.words.model import FlagTier, plain

Tiers = tuple[FlagTier, ...]
Q = TypeVar("Q")


# ---------------------------------------------------------------- which signs stand where
@dataclass(frozen=True)
class HelpPlan:
    """What stands on the panel beside its signs. ``close``: with less air in the boxes."""

    rare: bool = True
    tell_us: bool = True
    close: bool = False


HELP_PLANS = (  # what is not a sign gives way before a sign runs on into another panel
    HelpPlan(),
    HelpPlan(close=True),
    HelpPlan(tell_us=False),
    HelpPlan(tell_us=False, close=True),
    HelpPlan(tell_us=False, close=True, rare=False),
)


def shared_out(tiers: Tiers, count: int) -> tuple[Tiers, Tiers]:
    """Boxes with the first so many signs, and boxes with the others; both keep the order of the tiers."""
    here: list[FlagTier] = []
    there: list[FlagTier] = []
    for tier in tiers:
        for signs, boxes in ((tier.signs[:count], here), (tier.signs[count:], there)):
            if signs:
                boxes.append(replace(tier, signs=signs))
        count = max(0, count - len(tier.signs))
    return tuple(here), tuple(there)


def place_signs(
    tiers: Tiers,
    plans: Sequence[HelpPlan],
    draw: Callable[[Tiers, HelpPlan], Drawn],
    run_on: Callable[[Tiers, HelpPlan], Q | None],
    name: str,
) -> tuple[Drawn, HelpPlan, Q]:
    """The first way to place every sign: all on their own panel; the first tier on it and the others elsewhere; as
    many on it as fit.

    plans: from the most generous to the most frugal. run_on: the other panel with the signs it is given (maybe none),
    None where it cannot hold them. name: the format's, as in a message. Raises LayoutError with the number of signs
    that fit nowhere.
    """
    total = _count(tiers)
    most = 0  # signs that their own panel can hold
    for count in dict.fromkeys((total, len(tiers[0].signs), *range(total - 1, 0, -1))):
        here, there = shared_out(tiers, count)
        for plan in plans:
            panel = draw(here, plan)
            if panel.over > LITTLE:
                continue
            most = max(most, count)
            other = run_on(there, plan)
            if other is not None:
                return panel, plan, other
            break  # a more frugal plan leaves no more room elsewhere
    over = shared_out(tiers, most)[1]
    missing = next((_count(over) - n for n in range(_count(over) - 1, 0, -1)
                    if run_on(shared_out(over, n)[0], plans[-1]) is not None), _count(over))  # fmt: skip
    signs = "1 sign does" if missing == 1 else f"{missing} signs do"
    raise LayoutError(
        f"when to get help is too long for {name}: {signs} not fit, of {total}, and a sign is never left out",
        hint="choose fewer areas, or --format booklet, which prints every sign",
    )


def _count(tiers: Tiers) -> int:
    return sum(len(tier.signs) for tier in tiers)


def help_dropped(words: BrochureWords, plan: HelpPlan) -> list[str]:
    """What the plan leaves out; never a sign."""
    return [] if plan.rare else [plain(words.help.rare)]


# ---------------------------------------------------------------- drawing
def get_help(words: BrochureWords, tiers: Tiers, leaf: Leaf, panel: Panel, plan: HelpPlan) -> Drawn:
    """Whom to call for what; one box for each kind of help."""
    sketch, node = Sketch(), Node("Sect")
    last = help_boxes(sketch, words, tiers, leaf, panel, plan, node)
    if plan.tell_us:
        last = small_list(sketch, leaf, panel, words.tell_us.heading, words.tell_us.lines, last + 9.6 * MM, node)
    return drawn(leaf, panel, sketch, node, last - leaf.lowest)


def help_boxes(
    sketch: Sketch, words: BrochureWords, tiers: Tiers, leaf: Leaf, panel: Panel, plan: HelpPlan, node: Node
) -> float:
    """The heading, the boxes and the line that comforts; returns the last baseline."""
    y = heading(sketch, leaf, panel, words.help.heading, node, alert=True) + (3.2 if plan.close else 4.8) * MM
    y = _boxes(sketch, tiers, leaf, panel, y, node, close=plan.close)
    last = y - 5 * MM
    kinds = leaf.type
    if plan.rare:
        text = leaf.setting.set(words.help.rare, kinds.strong, panel.measure)
        last = sketch.words(text, panel.left, y + 4.4 * MM, node.add("P")) - kinds.strong.leading
    return last


def _boxes(sketch: Sketch, tiers: Tiers, leaf: Leaf, panel: Panel, y: float, node: Node, *, close: bool) -> float:
    """The boxes from y down; returns where the next would begin."""
    for tier in tiers:
        y = help_box(sketch, tier, leaf.setting, panel.left, panel.measure, y, node, close=close)
        y += (2 if close else 3) * MM
    return y


def help_at_foot(words: BrochureWords, tiers: Tiers, leaf: Leaf, panel: Panel) -> tuple[Drawn, float]:
    """Signs that run on to the foot of a panel that is about something else, with the heading again; and the top of
    it all. A part of its own, so that it can be read after the signs it goes on from."""
    style = leaf.type.sub
    title = leaf.setting.set(words.help.heading, style, panel.measure)

    def from_top(top: float, sketch: Sketch, node: Node) -> float:
        y = sketch.words(title, panel.left, top + style.size, node.add("H2")) - style.leading
        return _boxes(sketch, tiers, leaf, panel, y + 2.6 * MM, node, close=True) - 2 * MM

    top = leaf.lowest_on_ground - from_top(0.0, Sketch(), Node("Sect"))
    sketch, node = Sketch(), Node("Sect")
    from_top(top, sketch, node)
    return drawn(leaf, panel, sketch, node, 0.0), top


def help_box(
    sketch: Sketch,
    words: FlagTier,
    setting: Setting,
    x: float,
    width: float,
    top: float,
    node: Node,
    *,
    close: bool = False,
) -> float:
    """One box; returns its lower edge. The first tier is filled, the second open: it reads without colour."""
    styles, colours = setting.styles, setting.colours
    first_tier = words.tier == "emergency"
    colour, tint = (colours.red, colours.red_tint) if first_tier else (colours.brown, colours.amber_tint)
    signs = [setting.set(sign, styles.body, width - 11.4 * MM) for sign in words.signs]
    words_x = x + 17 * MM
    action = setting.set(words.action, replace(styles.tier_action, colour=colour), width - 19 * MM, even=False)
    place = setting.set(words.where, styles.tier_where, width - 19 * MM, even=False)
    head = (6.4 if close else 8.2) * MM
    place_at = head + action.height - action.style.leading + 5.0 * MM
    first = place_at + place.height - place.style.leading + (6.4 if close else 8.0) * MM
    lines = sum(len(sign.lines) for sign in signs)
    height = first + (lines - 1) * styles.body.leading + (3.0 if close else 4.4) * MM
    if setting.mono:
        sketch.add(Box(x, top, width, height, line=colour, line_width=1.6 if first_tier else 0.8, radius=2.5 * MM))
    else:
        sketch.add(Box(x, top, width, height, fill=tint, radius=2.5 * MM))
    middle = top + (head + place_at) / 2 - 1.2 * MM
    solid = first_tier or not setting.mono
    sketch.add(Disc(x + 9 * MM, middle, 4.8 * MM, fill=colour if solid else colours.paper, line=colour, line_width=1))
    ink, under = (colours.paper, colour) if solid else (colour, colours.paper)
    sketch.add(setting.icon("phone" if first_tier else "clock", x + 9 * MM, middle, 6.2 * MM, ink, under))
    sketch.words(action, words_x, top + head, node.add("H3"))
    sketch.words(place, words_x, top + place_at, node.add("P"))
    entries, y = node.add("L", numbering="Disc"), top + first
    for sign in signs:
        size = sign.style.size
        fill = colour if first_tier else None
        sketch.add(Disc(x + 5 * MM, y - size * DOT_DROP, size * 0.19, fill=fill, line=colour, line_width=size / 15))
        y = sketch.words(sign, x + 8.6 * MM, y, entries.add("LI").add("LBody"))
    return top + height
