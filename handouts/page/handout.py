"""A sheet's words, laid out.

The basic sheet is one leaf, both sides: page one is understand, page two is do. The full sheet, large print and advice
take as many pages as they need.
"""

from __future__ import annotations

from typing import Literal

from handouts.design import Design
from handouts.errors import LayoutError
from handouts.page.blocks.base import Setting
from handouts.page.flow import lay_out_flow
from handouts.page.layout import NARROWEST_MM, Layout
from handouts.page.leaf import lay_out_leaf
from handouts.pictures.compiled import PictureBook
from handouts.pictures.regions import MapRegions
from handouts.words.model import Words

Tier = Literal["basic", "full"]


def lay_out_handout(
    words: Words,
    design: Design,
    pictures: PictureBook,
    *,
    tier: Tier,
    regions: MapRegions,
    alone: bool = False,
) -> Layout:
    """Places the words of a handout or an advice sheet.

    A basic handout with exercises takes exactly two pages of A4 or Letter. What had to be left out for room is told in
    ``Layout.dropped``; a red flag never is. regions: which parts of the body map mark an area. alone: the layout will
    be the only one of its file, so that blocks of the sheets before it may serve again. Raises LayoutError, naming the
    page and the lines over, when the words cannot fit, and PictureError for a missing picture.
    """
    if design.paper.width_mm < NARROWEST_MM:
        raise LayoutError(
            f"a handout does not fit on {design.paper.name} paper", hint="handouts are made for A4 and Letter"
        )
    cards = words.exercises.cards if words.exercises else ()
    setting = Setting(design, pictures, regions, exercises=tuple(card.picture for card in cards), alone=alone)
    layout = _laid_out(words, setting, tier)
    nodes = layout.reading_order()
    if alone and len(set(nodes)) < len(nodes):  # the sheet says the same twice, and an element has but one place
        return lay_out_handout(words, design, pictures, tier=tier, regions=regions)
    return layout


def _laid_out(words: Words, setting: Setting, tier: Tier) -> Layout:
    if tier == "full" or setting.large or words.kind == "advice" or words.exercises is None:
        return lay_out_flow(words, setting, full=tier == "full")
    return lay_out_leaf(words, words.exercises, setting)
