"""Whether a theme's colours can be told apart: words 4.5 to 1, shapes that carry meaning 3 to 1 (WCAG 2.1 AA)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from handouts.library.check.findings import Finding, finding
from handouts.library.located import Document

WORDS, SHAPES = 4.5, 3.0
# (colour, the grounds it stands on, ratio needed), as the pages use them.
PAIRS: Sequence[tuple[str, tuple[str, ...], float]] = (
    ("ink", ("paper", "tint", "picture_ground", "red_tint", "amber_tint"), WORDS),
    ("mute", ("paper", "tint", "picture_ground"), WORDS),
    ("main", ("paper", "tint"), WORDS),
    ("main2", ("paper",), WORDS),
    ("on_bar", ("main",), WORDS),
    ("on_bar_label", ("main",), WORDS),
    ("red", ("paper", "red_tint"), WORDS),
    ("brown", ("paper", "amber_tint"), WORDS),
    ("hot_text", ("paper",), WORDS),
    ("paper", ("main", "hot"), WORDS),
    ("rule", ("paper", "tint"), SHAPES),
    ("mark", ("paper",), SHAPES),
    ("mark_edge", ("paper",), SHAPES),
)


def check_contrast(
    theme: Document,
    colours: Mapping[str, str],
    pain: Sequence[str],
    measure: Callable[[str, str], float],
) -> Iterator[Finding]:
    """Findings for pairs that are too close. ``colours`` are "#RRGGBB" by role; ``measure`` gives their ratio."""
    for role, grounds, needed in PAIRS:
        for ground in grounds:
            ratio = measure(colours[role], colours[ground])
            if ratio < needed:
                yield _too_close(theme, role, f"{role} on {ground}", ratio, needed)
    for value, ground in enumerate(pain):
        # The figure is printed in whichever of the two reads better.
        ratio = max(measure(colours["paper"], ground), measure(colours["ink"], ground))
        if ratio < WORDS:
            yield _too_close(theme, "pain", f"the figure {value} of the pain scale", ratio, WORDS)


def _too_close(theme: Document, role: str, pair: str, ratio: float, needed: float) -> Finding:
    what = f"{pair}: contrast {ratio:.1f} to 1, {needed:g} is needed"
    return finding(theme, ("colours", role), "contrast", what, "make one of the two darker or lighter")
