"""The race is fair, and its charts and targets say what was measured. Nothing here is timed."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from benchmarks.assets import Kit, prepare
from benchmarks.chart import Bar, bar_chart
from benchmarks.fairness import counted, read_words, share
from benchmarks.report import Target
from benchmarks.workload import different, rows, write_table

needs_poppler = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not installed (.ci/run does it)")


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    return prepare(tmp_path_factory.mktemp("kit"), 2)


@needs_poppler
def test_the_peers_get_the_words_that_our_sheet_prints_with_the_clients_own(kit: Kit) -> None:
    row = next(iter(rows(1)))
    story = kit.story(kit.stories(), row)
    text = json.dumps(story, ensure_ascii=False)
    assert row.name in text
    assert row.therapist in text
    assert "zz" not in text
    headings = [item["text"] for item in story if item["kind"] == "heading"]
    assert {"In short", "Your exercises"} <= set(headings)
    pictures = [item["picture"] for item in story if item["kind"] == "picture"]
    assert len(pictures) >= 4
    for name in pictures:
        assert ET.parse(kit.picture(name)).getroot().tag.endswith("svg")


@needs_poppler
def test_a_peer_that_prints_the_story_is_found_to_say_it_all(kit: Kit, tmp_path: Path) -> None:
    row = next(iter(rows(1)))
    story = kit.story(kit.stories(), row)
    target = tmp_path / "sheet.pdf"
    printed(story, kit, target)
    assert read_words(target, kit.folder, row).said == 1
    printed(story[: len(story) // 2], kit, target)
    assert read_words(target, kit.folder, row).said < 0.8


def printed(story: list[dict[str, Any]], kit: Kit, target: Path) -> None:
    """The story's words as the plainest of PDFs."""
    font = TTFont("Plain", str(kit.fonts / "OpenSans-Regular.ttf"))
    font.face.name = b"Plain"  # ReportLab takes a font whose face it knows for the one it has
    pdfmetrics.registerFont(font)
    style = ParagraphStyle("plain", fontName="Plain")
    lines = [" ".join([item["text"], *item["lines"], *(c for r in item["rows"] for c in r)]) for item in story]
    SimpleDocTemplate(str(target)).build([Paragraph(escape(line), style) for line in lines])


def test_a_word_that_is_missing_or_said_too_seldom_is_noticed() -> None:
    asked = counted("Lift, hold, lower. Lift!")
    assert share(asked, counted("lift lift hold lower and more")) == 1
    assert share(asked, counted("lift hold lower")) == 0.75


def test_rows_are_the_same_each_time_and_all_requests_differ(tmp_path: Path) -> None:
    assert list(rows(20)) == list(rows(20))
    assert list(rows(5, first=5)) == list(rows(10))[5:]
    many = [pair for _, pair in zip(range(900), different(), strict=False)]
    assert len(many) == len(set(many)) > 600
    write_table(tmp_path / "a.csv", rows(3))
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()) == 4


def test_a_chart_is_sound_svg_with_longer_bars_for_larger_values() -> None:
    chart = ET.fromstring(bar_chart("A & B", "ms", [Bar("us <1>", 0.5, "0.5", ours=True), Bar("them", 50, "50")]))
    space = "{http://www.w3.org/2000/svg}"
    wide = [float(rect.get("width", "")) for rect in chart.findall(f"{space}rect")[1:]]
    assert wide[0] < wide[1]
    assert chart.findtext(f"{space}title") == "A & B"
    assert "them: 50" in (chart.findtext(f"{space}desc") or "")


@pytest.mark.parametrize(
    ("found", "at_least", "reached"), [(20, True, True), (19.9, True, False), (20, False, True), (20.1, False, False)]
)
def test_a_target_is_reached_or_it_is_not(found: float, at_least: bool, reached: bool) -> None:
    assert Target("rate", found, 20, at_least).reached is reached
