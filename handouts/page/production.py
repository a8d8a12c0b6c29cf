"""What a brochure is laid out from, and how it is going to be printed: the same for every format."""

from __future__ import annotations

from dataclasses import dataclass

from handouts.design import Design
from handouts.page.panels import OFFICE_EDGE
from handouts.page.styles import MM
from handouts.pictures.compiled import PictureBook
from handouts.pictures.regions import MapRegions
from handouts.words.brochure import BrochureWords

BLEED = 3 * MM  # what is cut off may be a little more or less than planned


@dataclass(frozen=True)
class Production:
    """``print_shop``: bleed, marks and boxes for a printer who cuts and folds. ``reader``: a booklet's pages one by one
    in the order of reading, for a screen. ``long_edge``: the printer turns the sheet over its long edge."""

    print_shop: bool = False
    reader: bool = False
    long_edge: bool = False

    @property
    def beyond(self) -> float:
        """How far grounds run past the outer edges of the sheet (points); negative where they end inside them."""
        if self.print_shop:
            return BLEED
        return 0.0 if self.reader else -OFFICE_EDGE


@dataclass(frozen=True)
class Job:
    """One brochure to lay out."""

    words: BrochureWords
    design: Design
    pictures: PictureBook
    regions: MapRegions
    production: Production = Production()
