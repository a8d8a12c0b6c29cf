"""fpdf2 with its public interface at its best: each picture parsed once and kept for the batch."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import fpdf
from fpdf.drawing import Transform
from fpdf.svg import SVGObject

from benchmarks.assets import Kit

logging.getLogger("fpdf").setLevel(logging.ERROR)  # it draws no clip paths, and says so for each
HEIGHT = 42.0  # of a picture, mm


class Peer:
    """Untagged: it cannot do otherwise."""

    name = "fpdf2, tuned"
    version = f"fpdf2 {fpdf.__version__}"
    tagged = False

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._pictures: dict[str, SVGObject] = {}

    def make(self, story: list[dict[str, Any]], path: Path) -> None:
        """Write one sheet."""
        pdf = fpdf.FPDF(format="A4", unit="mm")
        pdf.set_margin(18)
        pdf.set_auto_page_break(True, 18)
        pdf.add_font("Sans", "", self._kit.fonts / "OpenSans-Regular.ttf")
        pdf.add_font("Sans", "B", self._kit.fonts / "OpenSans-Bold.ttf")
        pdf.set_lang("en-GB")
        pdf.add_page()
        for item in story:
            self._one(pdf, item)
        pdf.output(str(path))

    def _one(self, pdf: fpdf.FPDF, item: dict[str, Any]) -> None:
        kind = item["kind"]
        if kind == "heading":
            pdf.set_font("Sans", "B", {1: 22, 2: 15, 3: 12.5}[item["level"]])
            pdf.multi_cell(0, 9, item["text"], new_x="LMARGIN", new_y="NEXT")
            return
        pdf.set_font("Sans", "", 12)
        if kind == "bullets":
            for line in item["lines"]:
                pdf.multi_cell(0, 5.6, f"\u2022 {line}", new_x="LMARGIN", new_y="NEXT")
        elif kind == "picture":
            self._picture(pdf, item["picture"])
            pdf.multi_cell(0, 5.6, item["text"], new_x="LMARGIN", new_y="NEXT")
        elif kind == "table":
            self._table(pdf, item["rows"])
        else:
            pdf.multi_cell(0, 5.6, item["text"], new_x="LMARGIN", new_y="NEXT")

    def _picture(self, pdf: fpdf.FPDF, name: str) -> None:
        if name not in self._pictures:
            self._pictures[name] = SVGObject.from_file(str(self._kit.picture(name)))
        svg = self._pictures[name]
        if pdf.will_page_break(HEIGHT):
            pdf.add_page()
        _, _, drawing = svg.transform_to_rect_viewport(scale=1, width=pdf.epw, height=HEIGHT, ignore_svg_top_attrs=True)
        drawing.transform = drawing.transform @ Transform.translation(pdf.l_margin, pdf.y)
        below = pdf.y + HEIGHT
        pdf.set_xy(0, 0)
        pdf.draw_path(drawing, copy=False)
        pdf.set_xy(pdf.l_margin, below)

    @staticmethod
    def _table(pdf: fpdf.FPDF, rows: list[list[str]]) -> None:
        wide = max(len(row) for row in rows)
        with pdf.table() as table:
            for cells in rows:
                row = table.row()
                for cell in [*cells, *[""] * (wide - len(cells))]:
                    row.cell(cell)
