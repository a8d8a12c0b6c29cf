"""Every format, in every look, on every paper, for every request: sound inside, and read in the order it was laid out.

``python -m tests.matrix`` does the same, and all that is in tests/test_conformance.py, for each combination.
"""

from __future__ import annotations

import io
from dataclasses import astuple
from itertools import product

import pikepdf
import pytest

from tests.matrix import checks
from tests.matrix.cases import FORMATS, REQUESTS, Case, made, matrix, spread
from tests.matrix.structure import document, elements, faults, kids

SPREAD = spread()
SOME = Case("basic", "standard", "a4", "shortest")


@pytest.mark.parametrize("case", SPREAD, ids=str)
def test_the_structure_is_sound(case: Case) -> None:
    assert checks.faults_of_structure(case) == []


@pytest.mark.parametrize("case", SPREAD, ids=str)
def test_the_words_of_the_file_are_those_laid_out_in_their_order(case: Case) -> None:
    assert len(made(case).layouts) == (2 if case.format == "merged" else 1)
    assert checks.spoken(case) == checks.intended(case)


def test_the_spread_shows_every_value_of_every_dimension_in_every_format() -> None:
    for name, kind in FORMATS.items():
        mine = [case for case in SPREAD if case.format == name]
        assert {case.look for case in mine} == set(kind.looks)
        assert {case.paper for case in mine} == set(kind.papers)
        assert {case.request for case in mine} == set(REQUESTS)
    assert {astuple(case) for case in SPREAD} <= {astuple(case) for case in matrix()}


def _emptied_parent_tree(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTree.Nums[1] = pikepdf.Array()


def _a_number_nobody_painted(pdf: pikepdf.Pdf) -> None:
    owner = next(one for one in elements(document(pdf)) if isinstance(one.get("/K"), int))
    owner.K = pikepdf.Array([int(owner.K), 9999])


def _a_mute_picture(pdf: pikepdf.Pdf) -> None:
    next(one for one in elements(document(pdf)) if one.S == "/Figure").Alt = pikepdf.String(" ")


def _a_picture_off_the_page(pdf: pikepdf.Pdf) -> None:
    next(one for one in elements(document(pdf)) if one.S == "/Figure").A.BBox = pikepdf.Array([0, 0, 9999, 20])


def _a_head_cell_without_scope(pdf: pikepdf.Pdf) -> None:
    del next(one for one in elements(document(pdf)) if one.S == "/TH")["/A"]


def _a_skipped_heading(pdf: pikepdf.Pdf) -> None:
    next(one for one in elements(document(pdf)) if one.S == "/H2").S = pikepdf.Name("/H4")


def _a_link_nobody_owns(pdf: pikepdf.Pdf) -> None:
    link = next(one for one in elements(document(pdf)) if one.S == "/Link")
    link.K = pikepdf.Array([kid for kid in kids(link) if isinstance(kid, int)])


def _a_font_without_unicode(pdf: pikepdf.Pdf) -> None:
    del next(iter(pdf.pages[0].Resources.Font.values()))["/ToUnicode"]


@pytest.mark.parametrize(
    "harm",
    [
        _emptied_parent_tree,
        _a_number_nobody_painted,
        _a_mute_picture,
        _a_picture_off_the_page,
        _a_head_cell_without_scope,
        _a_skipped_heading,
        _a_link_nobody_owns,
        _a_font_without_unicode,
    ],
)
def test_our_reader_would_notice(harm) -> None:  # type: ignore[no-untyped-def]
    with pikepdf.open(io.BytesIO(made(SOME).pdf)) as pdf:
        harm(pdf)
        assert faults(pdf)


def test_no_case_is_listed_twice() -> None:
    assert len(set(map(str, matrix()))) == len(matrix())
    assert len(matrix()) == sum(len(list(product(one.looks, one.papers, REQUESTS))) for one in FORMATS.values())
