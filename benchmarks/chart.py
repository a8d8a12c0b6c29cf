"""Bar charts as plain SVG: readable in black and white, with a title and a description for page readers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

ROW, LABEL, WIDE, VALUE, TOP = 26, 230, 420, 90, 52


@dataclass(frozen=True)
class Bar:
    """One bar. ``ours`` is drawn dark, the others light with an outline."""

    label: str
    value: float
    shown: str
    ours: bool = False


def bar_chart(title: str, unit: str, bars: Sequence[Bar]) -> str:
    """The chart, on a logarithmic scale from the tenth power below the smallest value. Values must be above 0."""
    low = 10 ** math.floor(math.log10(min(bar.value for bar in bars)) - 0.0001)
    high = 10 ** math.ceil(math.log10(max(bar.value for bar in bars)))
    span = math.log10(high / low)
    tall = TOP + ROW * len(bars) + 34
    told = "; ".join(f"{bar.label}: {bar.shown}" for bar in bars)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LABEL + WIDE + VALUE} {tall}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title><desc>{escape(told)}</desc>',
        f'<rect width="100%" height="100%" fill="#fff"/><text x="8" y="22" font-size="15" font-weight="bold">{escape(title)}</text>',
        f'<text x="8" y="40" fill="#444">{escape(unit)}, logarithmic scale</text>',
    ]
    foot = TOP + ROW * len(bars)
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        x = LABEL + WIDE * (power - math.log10(low)) / span
        parts.append(f'<path d="M{x:.1f} {TOP - 4}V{foot}" stroke="#bbb"/>')
        parts.append(f'<text x="{x:.1f}" y="{foot + 18}" text-anchor="middle" fill="#444">{10**power:g}</text>')
    for index, bar in enumerate(bars):
        y = TOP + ROW * index
        wide = max(2.0, WIDE * math.log10(bar.value / low) / span)
        fill = "#1f4e5f" if bar.ours else "#dfe7ea"
        weight = ' font-weight="bold"' if bar.ours else ""
        parts.append(f'<text x="{LABEL - 8}" y="{y + 16}" text-anchor="end"{weight}>{escape(bar.label)}</text>')
        parts.append(
            f'<rect x="{LABEL}" y="{y + 3}" width="{wide:.1f}" height="{ROW - 8}" fill="{fill}" stroke="#1f4e5f"/>'
        )
        parts.append(f'<text x="{LABEL + wide + 6:.1f}" y="{y + 16}"{weight}>{escape(bar.shown)}</text>')
    return "\n".join([*parts, "</svg>", ""])
