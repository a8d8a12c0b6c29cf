"""Which pictures stand beside the techniques of a sheet, and what each shows in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handouts.words.fill import Phrases
from handouts.words.model import Beside, Bullets, Section


def with_pictures(section: Section, techniques: Sequence[str], phrases: Phrases) -> Section:
    """The section with a picture for every technique that ``techniques.pictures`` has words for.

    Only a list with one entry for each technique gets them: a clinic's own template may say it in another way.
    """
    shown = phrases.value("techniques.pictures")
    beside = tuple(Beside(one, str(shown[one])) if one in shown else None for one in techniques)
    if not any(beside):
        return section
    body = tuple(
        replace(part, beside=beside) if isinstance(part, Bullets) and len(part.items) == len(techniques) else part
        for part in section.body
    )
    return replace(section, body=body)
