"""The plain text: every planned word, in order, on lines that a terminal and a braille display can hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.plain.text import WIDTH, flat, text_of
from handouts.words.model import Note, Run, said
from tests.page import samples
from tests.plain.conftest import SHEETS, Worded
from tests.plain.planned import missing_from, planned_texts


@pytest.mark.parametrize("name", SHEETS)
def test_every_planned_word_stands_there_in_order(name: str, worded: Worded) -> None:
    words = worded(name)
    without_notes = re.sub(r" \[\d+\]", "", text_of(words))
    assert missing_from(without_notes, words) == []
    assert len(list(planned_texts(words))) > 20


@pytest.mark.parametrize("name", SHEETS)
def test_no_line_is_wider_than_72_signs_or_ends_with_a_space(name: str, worded: Worded) -> None:
    lines = text_of(worded(name)).splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert not [line for line in lines if line != line.rstrip()]


def test_headings_are_underlined_steps_are_numbered_and_flags_come_before_exercises(worded: Worded) -> None:
    text = text_of(worded("basic"))
    assert "Lower back and left hip\n=======================\n" in text
    assert "\nYour exercises\n--------------\n" in text
    assert "\n   1) Lie on your back" in text
    assert text.index("Call 999") < text.index("Your exercises") < text.index("[ ]")


def test_the_same_words_always_give_the_same_text_and_it_ends_with_one_line_end(worded: Worded) -> None:
    words = worded("full")
    assert text_of(words) == text_of(words)
    assert text_of(words).endswith("\n")
    assert not text_of(words).endswith("\n\n")


def test_an_advice_sheet_has_no_exercises_and_says_whom_to_call(worded: Worded) -> None:
    text = text_of(worded("advice"))
    assert "[ ]" not in text
    assert "Call 999" in text


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=300))
def test_whatever_a_therapist_notes_is_printed_as_it_is(note: str) -> None:
    words = replace(samples.standard(), note=Note(said("A note"), (Run(note, personal="note"),)))
    printed = "".join(text_of(words).split())
    assert "".join(flat(words.note.text).split()) in printed if words.note else False
