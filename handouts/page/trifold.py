"""The tri-fold: two sides of one sheet that is folded twice, six panels with one idea each."""

from __future__ import annotations

from handouts.page import leaflet_inside as inside
from handouts.page import leaflet_outside as outside
from handouts.page.fitting import LITTLE, first_fit, fitting
from handouts.page.layout import Layout
from handouts.page.leaflet import Drawn, Leaf, folded, leaflet_setting
from handouts.page.leaflet_help import HELP_PLANS, HelpPlan, Tiers, get_help, help_dropped, place_signs
from handouts.page.panels import on_its_side, tri_fold
from handouts.page.production import Job
from handouts.page.styles import MM
from handouts.words.brochure import BrochureWords, ShortList
from handouts.words.model import plain


def lay_out_trifold(job: Job) -> Layout:
    """Page one is the outside, page two the inside. Raises LayoutError naming a panel that cannot hold its words."""
    words, turned = job.words, on_its_side(job.design)
    setting = leaflet_setting(job, turned)
    fold = tri_fold(turned.paper.width_mm * MM, turned.paper.height_mm * MM)
    leaf = Leaf(fold, setting, job.production.beyond)
    fitting(outside.back(words, leaf, (words.first_visit,)), outside.SHORTER_ADDRESS)
    helped, help_plan, (back, back_dropped) = place_signs(
        words.help.tiers,
        HELP_PLANS,
        lambda signs, plan: get_help(words, signs, leaf, fold.right, plan),
        lambda signs, plan: _back(words, leaf, signs, plan),
        "a tri-fold",
    )
    where, where_plan = first_fit(
        inside.where_plans(words, fold.left),
        lambda plan: inside.where(words, leaf, fold.left, plan),
        outside.FEWER_AREAS,
    )
    flap, _ = first_fit(
        outside.flap_plans(words.evidence),
        lambda plan: outside.flap(words.evidence, leaf, fold.flap, plan),
        outside.FEWER_AREAS,
    )
    middle, middle_dropped = _middle(job, leaf)
    read = [
        fitting(outside.cover(words.cover, leaf), outside.SHORTER_TITLE),
        flap,
        where,
        middle,
        helped,
        back,
    ]
    dropped = [line for panel in read for line in panel.dropped]
    dropped += inside.where_dropped(words, where_plan) + middle_dropped + help_dropped(words, help_plan) + back_dropped
    return folded(read, leaf, words, dropped, job.production)


def _back(words: BrochureWords, leaf: Leaf, signs: Tiers, plan: HelpPlan) -> tuple[Drawn, list[str]] | None:
    """The back, with signs that run on, and what it leaves out: the first visit before what to tell us, which stands
    here where the inside has no room for it. None where the signs do not fit."""
    ways: list[tuple[ShortList, ...]]
    ways = [(words.first_visit,)] if plan.tell_us else [(words.first_visit, words.tell_us), (words.tell_us,)]
    wanted = ways[0]
    for lists in [*ways, ()] if signs else ways:
        panel = outside.back(words, leaf, lists, signs)
        if panel.over <= LITTLE:
            return panel, [plain(one.heading) for one in wanted if one not in lists]
    return None


def _middle(job: Job, leaf: Leaf) -> tuple[Drawn, list[str]]:
    """The moves, or, where none suits everybody, what to start with."""
    words, panel = job.words, leaf.fold.panels[3]
    if words.moves:
        drawn, plan = first_fit(
            inside.moves_plans(), lambda plan: inside.moves(words, leaf, panel, plan), outside.FEWER_AREAS
        )
        return drawn, inside.moves_dropped(words, plan)
    start = words.start
    assert start is not None  # a leaflet has one or the other
    drawn, _ = first_fit(
        range(len(start.lines), 0, -1), lambda rows: inside.tips_alone(start, leaf, panel, rows), outside.FEWER_AREAS
    )
    return drawn, []
