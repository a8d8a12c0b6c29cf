"""A sign never gives way: every tri-fold and bi-fold of an area, a group or a topic prints them all, or is refused."""

from __future__ import annotations

import pytest

from handouts.page.leaflet_help import shared_out
from handouts.page.panels import tri_fold
from handouts.page.styles import MM
from handouts.words.model import FlagTier, said
from tests.page.brochures import Brochures, overlapping, set_lines, signs_not_set
from tests.page.samples import ROOT

LIBRARY = ROOT / "templates" / "library"
ABOUT = [
    *sorted(path.stem for path in (LIBRARY / "areas").glob("*.yaml")),
    "back",
    "hips",
    *sorted(f"topic:{path.stem}" for path in (LIBRARY / "topics").glob("*.yaml")),
]


@pytest.mark.parametrize("about", ABOUT)
def test_every_sign_stands_on_both_folds_on_either_paper_in_colour_and_mono(brochures: Brochures, about: str) -> None:
    for format in ("tri", "bi"):
        words = brochures.words(about, format)
        for paper in ("a4", "letter"):
            for variant in ("standard", "mono"):
                # Not kept: the layouts of every area would fill the memory of a small machine.
                layout = brochures._laid_out(about, format, paper, variant)
                assert signs_not_set(layout, words) == [], (format, paper, variant)
                assert all(size >= 10 for *_, size in set_lines(layout))


@pytest.mark.parametrize("areas", ["back,hips", "knee,shoulder,jaw"])
def test_on_a_crowded_tri_fold_the_signs_run_on_to_the_back_the_emergency_ones_first(
    brochures: Brochures, areas: str
) -> None:
    layout, words = brochures.laid_out(areas), brochures.words(areas)
    assert signs_not_set(layout, words) == []
    assert overlapping(layout) == []
    fold = tri_fold(297 * MM, 210 * MM)
    inside = [block for page, block, *_ in set_lines(layout) if page == 1]
    assert f"panel: {fold.right.name}" in inside
    assert "left out for room: Your first visit" in layout.dropped


def test_signs_are_shared_out_in_their_order() -> None:
    signs = tuple(said(letter) for letter in "abcde")
    gravest, next_ = (FlagTier(tier, said(tier), said(""), signs) for tier in ("emergency", "today"))
    for count in range(11):
        here, there = shared_out((gravest, next_), count)
        first, second = ([sign for tier in part for sign in tier.signs] for part in (here, there))
        assert [*first, *second] == [*signs, *signs]
        assert len(first) == count
        assert all(tier.signs for tier in (*here, *there))
