"""The written file, looked at from outside: every mark has one owner, every picture has words, every font is inside."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from handouts.page.handout import lay_out_handout
from handouts.page.write import write_pdf
from tests.page import samples

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("standard", "mono", "large", "full", "crowded", "tiny", "advice", "foreign")
FOREIGN = "Łucja Nguyễn 李 👩🏽\u200d⚕️"


@cache
def written(name: str) -> bytes:
    words = {
        "crowded": samples.crowded,
        "tiny": samples.tiny,
        "advice": samples.advice,
        "foreign": lambda: samples.standard(client=FOREIGN, note=f"Dla {FOREIGN}."),
    }.get(name, samples.standard)()
    variant = name if name in ("mono", "large") else "standard"
    tier = "full" if name == "full" else "basic"
    design, book = samples.design(variant), samples.SampleBook()
    layout = lay_out_handout(words, design, book, tier=tier, regions=samples.REGIONS)  # type: ignore[arg-type]
    return write_pdf(layout, info=samples.INFO)


def opened(name: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(written(name)))


def elements(node: Any) -> Iterator[Any]:
    """Every structure element, in reading order."""
    yield node
    for kid in kids(node):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield from elements(kid)


def kids(node: Any) -> list[Any]:
    found = node.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def document(pdf: pikepdf.Pdf) -> Any:
    return kids(pdf.Root.StructTreeRoot)[0]


def references(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, int, int]]:
    """Owner, page (objid) and number of every marked-content reference."""
    for element in elements(document(pdf)):
        for kid in kids(element):
            if isinstance(kid, int):
                yield element, element.Pg.objgen[0], kid
            elif kid.get("/Type") == "/MCR":
                yield element, kid.Pg.objgen[0], int(kid.MCID)


@pytest.mark.parametrize("name", NAMES)
def test_every_mark_has_one_owner_and_the_parent_tree_agrees(name: str) -> None:
    with opened(name) as pdf:
        painted = Counter()
        for page in pdf.pages:
            for instruction in pikepdf.parse_content_stream(page):
                if str(instruction.operator) == "BDC" and "/MCID" in instruction.operands[1]:
                    painted[page.objgen[0], int(instruction.operands[1]["/MCID"])] += 1
        owned = list(references(pdf))
        assert Counter((page, number) for _, page, number in owned) == painted
        assert set(painted.values()) == {1}
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        tree = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        assert sorted(tree) == list(range(int(pdf.Root.StructTreeRoot.ParentTreeNextKey)))
        by_page = {page.objgen[0]: tree[int(page.StructParents)] for page in pdf.pages}
        for element, page, number in owned:
            assert by_page[page][number].objgen == element.objgen


@pytest.mark.parametrize("name", NAMES)
def test_every_paint_is_inside_a_mark(name: str) -> None:
    painting = {"Tj", "TJ", "f", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh"}
    with opened(name) as pdf:
        for page in pdf.pages:
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                depth += (operator in ("BMC", "BDC")) - (operator == "EMC")
                assert depth in (0, 1)
                assert depth == 1 or operator not in painting
            assert depth == 0


@pytest.mark.parametrize("name", NAMES)
def test_parents_ids_and_attributes_are_in_order(name: str) -> None:
    with opened(name) as pdf:
        ids = []
        for element in elements(document(pdf)):
            for kid in kids(element):
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
                    assert kid.P.objgen == element.objgen
            if element.S == "/Figure":
                assert str(element.Alt)
                left, bottom, right, top = (float(value) for value in element.A.BBox)
                assert 0 <= left < right
                assert 0 <= bottom < top
            if element.S == "/TH":
                assert element.A.Scope in ("/Column", "/Row")
            if element.S == "/Note":
                ids.append(str(element.ID))
            if element.S == "/LI":
                assert {str(kid.S) for kid in kids(element)} <= {"/Lbl", "/LBody"}
        assert len(ids) == len(set(ids))
        if ids:
            names = pdf.Root.StructTreeRoot.IDTree.Names
            assert [str(names[i]) for i in range(0, len(names), 2)] == sorted(ids)


@pytest.mark.parametrize("name", NAMES)
def test_headings_begin_with_one_h1_and_skip_no_level(name: str) -> None:
    with opened(name) as pdf:
        levels = [int(str(e.S)[2]) for e in elements(document(pdf)) if re.fullmatch(r"/H\d", str(e.S))]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_links_are_described_and_belong_to_a_link_element(name: str) -> None:
    with opened(name) as pdf:
        owners = {}
        for element in elements(document(pdf)):
            for kid in kids(element):
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                    owners[kid.Obj.objgen] = element
        annotations = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
        assert len(annotations) == len(owners) == (0 if name == "tiny" else 1)
        for annotation in annotations:
            assert owners[annotation.objgen].S == "/Link"
            assert str(annotation.Contents)
            assert annotation.A.URI == "https://your-clinic.example/back"


@pytest.mark.parametrize("name", NAMES)
def test_fonts_are_embedded_subsets_with_unicode_maps(name: str) -> None:
    with opened(name) as pdf:
        fonts = {font.objgen: font for page in pdf.pages for font in page.Resources.Font.values()}
        assert fonts
        for font in fonts.values():
            assert re.match(r"/[A-Z]{6}\+", str(font.BaseFont))
            assert "/FontFile2" in font.FontDescriptor
            assert b"<0000>" not in font.ToUnicode.read_bytes()
        for page in pdf.pages:
            assert page.Tabs == "/S"
        assert pdf.Root.Lang == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True


def test_the_diary_is_a_table_with_a_head_cell_for_every_day_and_row() -> None:
    with opened("standard") as pdf:
        table = next(e for e in elements(document(pdf)) if e.S == "/Table")
        rows = [[str(cell.S) for cell in kids(row)] for row in kids(table)]
        assert rows[0] == ["/TD"] + ["/TH"] * 7
        assert rows[1:] == [["/TH"] + ["/TD"] * 7] * 5
        assert str(table.A.Summary)


def test_bookmarks_lead_to_the_sections() -> None:
    with opened("standard") as pdf, pdf.open_outline() as outline:
        top = outline.root[0]
        assert top.title == "Lower back and left hip"
        assert "Your exercises" in [item.title for item in top.children]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_words_come_out_in_reading_order_and_are_not_joined() -> None:
    command = ["pdftotext", "-raw", "-", "-"]
    out = subprocess.run(command, input=written("standard"), capture_output=True, check=True).stdout.decode()
    text = " ".join(out.split())
    expected = [
        "Your Clinic", "Your take-home sheet", "Lower back and left hip", "For Client Name", "In short",
        "Keep moving. Most back pain eases in a few weeks.", "Exercise. Do the 3 on the next page, at your own pace.",
        "Get help now if you notice any of these", "Call 999", "Numbness around your bottom", "Call 111",
        "Marked: your lower back and left hip", "What may be behind it", "What we did today", "How it can help",
        "while, next to exercise.1", "Your next two days", "Take care: low bone density", "Your exercises",
        "1 Knee to chest", "5 times, hold 10 s, every day", "Lie flat, head down.", "Feel a mild stretch, low back and buttock",
        "2 Bridge", "8–12 times, 2 sets, hold 3 s, 3–4 days a week",
        "Tick off each day", "Pain before, 0 to 10", "no pain", "Next visit", "your-clinic.example/back",
        "1 Furlan 2015", "General education.",
    ]  # fmt: skip
    place = 0
    for words in expected:
        found = text.find(words, place)
        assert found >= 0, words
        place = found + len(words)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_character_no_font_has_can_still_be_copied() -> None:
    command = ["pdftotext", "-raw", "-", "-"]
    out = subprocess.run(command, input=written("foreign"), capture_output=True, check=True).stdout.decode()
    assert "李" in out
    assert "👩🏽\u200d⚕️" in out
    assert "Łucja Nguyễn" in out


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("name", NAMES)
def test_qpdf_finds_nothing_wrong(name: str, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(written(name))
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("profile", ["pdfua-1", "pdfa-2a"])
@pytest.mark.parametrize("name", NAMES)
def test_an_outside_validator_agrees(name: str, profile: str, tmp_path: Path) -> None:
    page = pytest.importorskip("page", reason="page-validation is not installed")
    path = tmp_path / "sheet.pdf"
    path.write_bytes(written(name))
    result = page.validate_pdf(str(path), profile=profile)
    assert result.is_compliant, [(one.rule_id, one.message) for one in result.failures]


_WRITE = """
import hashlib
from tests.pdf.test_structure import written
print(hashlib.sha256(written("foreign")).hexdigest())
"""


def test_the_same_input_gives_the_same_bytes_in_every_process() -> None:
    seen = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{seed}"}
        done = subprocess.run(
            [sys.executable, "-c", _WRITE], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        seen.add(done.stdout)
    assert len(seen) == 1


def test_a_layout_can_be_written_twice() -> None:
    layout = lay_out_handout(
        samples.standard(), samples.design(), samples.SampleBook(), tier="basic", regions=samples.REGIONS
    )
    assert write_pdf(layout, info=samples.INFO) == write_pdf(layout, info=samples.INFO)


def test_the_clients_name_is_in_no_metadata() -> None:
    with opened("standard") as pdf:
        about = pdf.Root.Metadata.read_bytes() + bytes(pdf.docinfo.unparse())
        titles = [item.title for item in pdf.open_outline().root]
        assert b"Client Name" not in about
        assert not any("Client" in title for title in titles)
