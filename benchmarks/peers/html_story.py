"""A story as HTML, for peers that print HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from benchmarks.assets import Kit


def css(kit: Kit) -> str:
    """The style: the same page, font and sizes as for the others."""
    return f"""
@font-face {{ font-family: Sans; src: url("{(kit.fonts / "OpenSans-Regular.ttf").as_uri()}"); }}
@font-face {{ font-family: Sans; font-weight: bold; src: url("{(kit.fonts / "OpenSans-Bold.ttf").as_uri()}"); }}
@page {{ size: A4; margin: 18mm; @bottom-right {{ content: counter(page); }} }}
body {{ font: 12pt/16pt Sans; }}
img {{ height: 42mm; display: block; margin: auto; }}
td, th {{ border: .5pt solid; padding: 2pt; }}
"""


def page(story: list[dict[str, Any]], kit: Kit) -> str:
    """The whole document."""
    title = next(item["text"] for item in story if item["kind"] == "heading")
    body = "".join(_one(item, kit) for item in story)
    return f'<!DOCTYPE html><html lang="en-GB"><head><title>{escape(title)}</title></head><body>{body}</body></html>'


def _one(item: dict[str, Any], kit: Kit) -> str:
    kind, text = item["kind"], escape(item["text"])
    if kind == "heading":
        return f"<h{item['level']}>{text}</h{item['level']}>"
    if kind == "bullets":
        return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in item["lines"]) + "</ul>"
    if kind == "picture":
        return f'<img src="{kit.picture(item["picture"]).as_uri()}" alt="{text}"><p>{text}</p>'
    if kind == "table":
        first, *others = item["rows"] or [[]]
        head = "".join(f"<th>{escape(cell)}</th>" for cell in first)
        return f"<table><tr>{head}</tr>" + "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in others
        ) + "</table>"  # fmt: skip
    return f"<p>{text}</p>"
