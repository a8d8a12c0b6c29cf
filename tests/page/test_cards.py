"""The forms of an exercise card."""

from __future__ import annotations

import pytest

from handouts.page.blocks.base import Setting
from handouts.page.blocks.cards import CardShape, Form, card, left_out
from handouts.page.drawing import Figure, Inked
from handouts.page.styles import MM
from handouts.pictures.regions import MapRegions
from tests.page import samples

WIDTHS: dict[Form, float] = {"wide": 174, "slim": 174, "half": 85, "compact": 55.33, "large": 174}


def setting(variant: str = "standard") -> Setting:
    return Setting(samples.design(variant), samples.SampleBook(), MapRegions({}))


@pytest.mark.parametrize("form", WIDTHS)
def test_every_form_has_its_name_first_then_its_picture_with_words_for_it(form: Form) -> None:
    for words in samples.cards(5, extra=True):
        block = card(words, CardShape(form), setting("large" if form == "large" else "standard"), WIDTHS[form] * MM)
        assert block.node is not None
        assert [kid.tag for kid in block.node.kids[:2]] == ["H3", "Figure"]
        assert block.node.kids[1].alt == words.alt


def test_a_wide_card_of_the_usual_length_is_47_high() -> None:
    block = card(samples.cards(1)[0], CardShape("wide"), setting(), 174 * MM)
    assert block.height == pytest.approx(47 * MM)


def test_a_picture_is_mirrored_when_the_side_asks_for_it() -> None:
    for words in samples.cards(2):
        block = card(words, CardShape("half"), setting(), 85 * MM)
        (figure,) = (thing for thing in block.things if isinstance(thing, Figure))
        (inked,) = (thing for thing in figure.things if isinstance(thing, Inked))
        assert inked.mirrored is words.mirrored


def test_a_card_tells_what_it_leaves_out() -> None:
    words = samples.cards(1)[0]
    assert left_out(words, CardShape("slim", ("feel", "stop"))) == ("Easier", "Harder")
    assert left_out(words, CardShape("wide")) == ()


def test_steps_take_the_place_of_the_short_form() -> None:
    words = samples.cards(1)[0]
    short, full = (card(words, CardShape("wide", steps=steps), setting(), 174 * MM) for steps in (False, True))
    assert full.height > short.height
