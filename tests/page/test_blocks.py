"""Each block of a sheet stays as it was looked at: its size, what stands where, what is read."""

from __future__ import annotations

from tests.page.blocks import GOLDEN, described


def _by_name(text: str) -> dict[str, list[str]]:
    parts = text.split("== ")[1:]
    return {part.splitlines()[0].rsplit(": ", 1)[0]: part.splitlines() for part in parts}


def test_every_block_is_as_its_golden_says() -> None:
    kept, made = _by_name(GOLDEN.read_text(encoding="utf-8")), _by_name(described())
    assert made.keys() == kept.keys()
    changed = {
        name: [line for line in made[name] if line not in kept[name]][:3] for name in kept if made[name] != kept[name]
    }
    assert not changed, f"look at the pages, then: python -m tests.page.blocks ({changed})"
