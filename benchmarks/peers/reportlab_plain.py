"""ReportLab as most people write it: platypus paragraphs and tables, fonts and pictures loaded once."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Table, TableStyle
from svglib.svglib import svg2rlg

from benchmarks.assets import Kit

HEIGHT = 42 * mm


class Peer:
    """Untagged: it has no tagging of its own."""

    name = "ReportLab, plain"
    version = f"reportlab {reportlab.__version__}"
    tagged = False

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        pdfmetrics.registerFont(TTFont("Sans", str(kit.fonts / "OpenSans-Regular.ttf")))
        pdfmetrics.registerFont(TTFont("SansB", str(kit.fonts / "OpenSans-Bold.ttf")))
        self._body = ParagraphStyle("body", fontName="Sans", fontSize=12, leading=16)
        self._heads = {
            level: ParagraphStyle(f"h{level}", fontName="SansB", fontSize=size, leading=size * 1.3, keepWithNext=1)
            for level, size in ((1, 22), (2, 15), (3, 12.5))
        }
        self._pictures: dict[str, Any] = {}

    def make(self, story: list[dict[str, Any]], path: Path) -> None:
        """Write one sheet."""
        title = next(item["text"] for item in story if item["kind"] == "heading")
        margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 18 * mm)
        document = SimpleDocTemplate(str(path), pagesize=A4, title=title, lang="en-GB", **margins)
        document.build([flowable for item in story for flowable in self._one(item)])

    def _one(self, item: dict[str, Any]) -> list[Any]:
        kind, text = item["kind"], escape(item["text"])
        if kind == "heading":
            return [Paragraph(text, self._heads[item["level"]])]
        if kind == "bullets":
            lines = [ListItem(Paragraph(escape(line), self._body)) for line in item["lines"]]
            return [ListFlowable(lines, bulletType="bullet")]
        if kind == "picture":
            return [self._picture(item["picture"]), Paragraph(text, self._body)]
        if kind == "table":
            wide = max(len(row) for row in item["rows"])
            rows = [
                [Paragraph(escape(cell), self._body) for cell in [*row, *[""] * (wide - len(row))]]
                for row in item["rows"]
            ]
            return [Table(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]), repeatRows=1)]
        return [Paragraph(text, self._body)]

    def _picture(self, name: str) -> Any:
        if name not in self._pictures:
            drawing = svg2rlg(str(self._kit.picture(name)))
            scale = HEIGHT / drawing.height
            drawing.scale(scale, scale)
            drawing.width *= scale
            drawing.height *= scale
            drawing.hAlign = "CENTER"
            self._pictures[name] = drawing
        return copy.copy(self._pictures[name])  # platypus writes on a flowable where it stood
