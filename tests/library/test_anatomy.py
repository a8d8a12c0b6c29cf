"""Promises of the words of anatomy plates."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.errors import InvalidData
from handouts.library.anatomy import read_anatomy

OURS = Path(__file__).resolve().parents[2] / "templates" / "en" / "anatomy.yaml"


def test_a_clinic_may_call_a_part_by_another_name(tmp_path: Path) -> None:
    theirs = tmp_path / "anatomy.yaml"
    theirs.write_text("names:\n  piriformis: {everyday: Pear muscle, latin: M. piriformis}\n", encoding="utf-8")
    words = read_anatomy([OURS, theirs])
    assert words.name("piriformis", "everyday") == "Pear muscle"
    assert words.name("trapezius", "latin") == "M. trapezius"


def test_a_name_that_is_missing_is_said_with_the_nearest() -> None:
    words = read_anatomy([OURS])
    with pytest.raises(InvalidData, match=r"no name for 'piriforms'; did you mean 'piriformis'"):
        words.name("piriforms", "latin")
    with pytest.raises(InvalidData, match=r"no plate 'knees'; did you mean 'knee'"):
        words.plate("knees")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("names: 3", "names"),
        ("names:\n  knee: {everyday: Knee}", "latin"),
        ("- a list", "must be a mapping"),
        ("plates:\n  knee: {titel: Knee}", "titel"),
    ],
)
def test_a_fault_is_said_with_its_file(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "anatomy.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidData, match=message) as problem:
        read_anatomy([OURS, path])
    assert str(path) in str(problem.value)


def test_no_file_at_all_is_said() -> None:
    with pytest.raises(InvalidData, match=r"there is no anatomy\.yaml"):
        read_anatomy([])


def test_captions_are_short_and_plain() -> None:
    for plate in read_anatomy([OURS]).plates.values():
        for sentence in plate.caption.split(". "):
            assert len(sentence.split()) <= 15
