"""Typst inside this process: one compiler kept warm, the template compiled once, each client's story as an input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from benchmarks.assets import Kit

TEMPLATE = """
#let story = json(bytes(sys.inputs.story))
#set document(title: story.find(i => i.kind == "heading").text)
#set page(paper: "a4", margin: 18mm, footer: context [#h(1fr) #counter(page).display()])
#set text(font: "Open Sans", size: 12pt, lang: "en", region: "GB", hyphenate: false)
#set par(leading: 5pt)
#let one(item) = {
  if item.kind == "heading" { heading(level: item.level, item.text) }
  else if item.kind == "paragraph" { par(item.text) }
  else if item.kind == "bullets" { list(..item.lines) }
  else if item.kind == "picture" {
    figure(image("pictures/" + item.picture + ".svg", height: 42mm, alt: item.text), caption: none)
    item.text
  }
  else if item.kind == "table" and item.rows.len() > 0 {
    let wide = calc.max(..item.rows.map(row => row.len()))
    table(columns: wide, stroke: .5pt, table.header(..item.rows.at(0)), ..item.rows.slice(1).flatten())
  }
}
#for item in story { one(item) }
"""


class Peer:
    """Tagged by default; no claim of PDF/UA or PDF/A."""

    name = "Typst in process"
    version = f"typst {typst.__version__}"
    tagged = True

    def __init__(self, kit: Kit) -> None:
        template = kit.folder / "sheet.typ"
        template.write_text(TEMPLATE, encoding="utf-8")
        self._compiler = typst.Compiler(
            str(template), root=str(kit.folder), font_paths=[str(kit.fonts)], ignore_system_fonts=True
        )

    def make(self, story: list[dict[str, Any]], path: Path) -> None:
        """Write one sheet."""
        path.write_bytes(self._compiler.compile(sys_inputs={"story": json.dumps(story)}, format="pdf"))
