"""YAML from strangers: nothing in it stops the program, and every fault has a file, a line and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.errors import InvalidData
from handouts.library import model as m
from handouts.library.located import MOST_BYTES, MOST_DEEP, Document

LAUGHS = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
)  # fmt: skip
MERGES = "a0: &a0 {x: 1}\n" + "".join(
    f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 30)
)  # fmt: skip
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 99))


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (LAUGHS, "x.yaml:7:5", "parts"),
        (MERGES, "x.yaml:", "parts"),
        (CHAIN, "x.yaml:51:", "levels deep"),
        ("a: &a [*a]", "x.yaml:1:4", "stands inside itself"),
        ("a: &a {b: {c: *a}}", "x.yaml:1:4", "stands inside itself"),
        ("a:\n  " + "[" * 100_000, "x.yaml:2:", "levels deep"),
        ("- " * 100_000 + "x", "x.yaml:1:", "levels deep"),
        ("a: " + "x" * MOST_BYTES, "x.yaml", "too large"),
    ],
    ids=["aliases", "merges", "chain", "in itself", "deep in itself", "brackets", "dashes", "size"],
)
def test_a_file_made_to_fill_the_memory_is_refused_at_once(text: str, where: str, what: str) -> None:
    with pytest.raises(InvalidData, match=what) as caught:
        Document.from_text(text, "x.yaml")
    assert str(caught.value).startswith(where)
    assert caught.value.hint


def test_what_people_write_with_aliases_is_still_read() -> None:
    text = "base: &base {sets: 1}\none: {<<: *base, reps: 2}\ntwo: [*base, *base]\n"
    value = Document.from_text(text, "x.yaml").value
    assert value == {"base": {"sets": 1}, "one": {"sets": 1, "reps": 2}, "two": [{"sets": 1}] * 2}
    assert Document.from_text("[" * MOST_DEEP + "]" * MOST_DEEP, "x.yaml").value


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: 1\nb:\n  - !!int some", "x.yaml:3:5"),
        ("a: !!bool maybe", "x.yaml:1:4"),
        ("a: 1\nb: " + "9" * 5_000, "x.yaml:2:4"),
        ("a: !!timestamp never", "x.yaml:1:4"),
        ("a: !!binary ???", "x.yaml:1:4"),
        ("a: !!set {x, y}", "x.yaml:1:4"),
        ("a: !!python/object:os.system x", "x.yaml:1:4"),
        ("a: =", "x.yaml:1:4"),
    ],
)
def test_a_tag_that_does_not_fit_names_its_line(text: str, where: str) -> None:
    with pytest.raises(InvalidData) as caught:
        Document.from_text(text, "x.yaml")
    assert str(caught.value).startswith(f"{where}: ")
    assert caught.value.hint


@pytest.mark.parametrize("key", ["1", "no", "~", "1.5", "? [a]\n", "? {a: b}\n"])
def test_a_key_that_is_not_text_names_its_line(key: str) -> None:
    with pytest.raises(InvalidData, match="a key that is not text") as caught:
        Document.from_text(f"a: 1\n{key}: x\n", "x.yaml")
    assert str(caught.value).startswith("x.yaml:2:")


def test_a_part_that_holds_nothing_is_not_taken_for_the_whole_file() -> None:
    document = Document.from_text("when: now\nwalk:\n", "x.yaml")
    with pytest.raises(InvalidData, match="found nothing") as caught:
        document.as_record(m.Tip, document.value["walk"], "walk")
    assert str(caught.value).startswith("x.yaml:2:")


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(InvalidData, match="cannot be read"):
            Document(path)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("when: weak", "did you mean 'week'?"),
        ("wen: week", "did you mean 'when'?"),
        ("when: tomorrow-evening", "choose one of days, now, week"),
    ],
)
def test_a_misspelt_key_or_value_gets_the_nearest_word(text: str, hint: str) -> None:
    with pytest.raises(InvalidData) as caught:
        Document.from_text(text, "x.yaml").as_record(m.Tip)
    assert caught.value.hint == hint
