"""Where a key of a pose file stands, so that an error can name its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from handouts.errors import HandoutsError, Where

_STEPS = re.compile(r"[^.\[\]]+")


def located(problem: HandoutsError, path: Path) -> HandoutsError:
    """The problem with the path of its pose file and the line of its key."""
    field = problem.where.field if problem.where else None
    line = problem.where.line if problem.where else None
    return problem.at(Where(str(path), line or (line_of(path, [field]) if field else None), field=field))


def line_of(path: Path, keys: Sequence[str]) -> int | None:
    """The line (from 1) of the first of the keys that the file has; keys are such as "start.hand_at_L" or "props[0]".

    What is written for both sides stands for one side, and what `end` and `mid` leave out is looked for in `start`.
    Where the file has none of the keys whole, the line is that of the nearest key above the first one, or none at all.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    all_steps = [_STEPS.findall(key) for key in keys]
    for steps in all_steps:
        for tried in (steps, ["start", *steps[1:]] if steps[0] in ("end", "mid") else steps):
            depth, line = _deepest(node, tried)
            if depth == len(steps):
                return line
    depth, line = _deepest(node, all_steps[0])
    return line if depth else None


def _deepest(node: yaml.Node | None, steps: Sequence[str]) -> tuple[int, int]:
    """How many of the steps the file has, and the line of the last of them."""
    line = 0
    for depth, step in enumerate(steps):
        if isinstance(node, yaml.MappingNode):
            names = (step, step[:-2]) if step[-2:] in ("_L", "_R") else (step,)
            found = next((pair for name in names for pair in node.value if pair[0].value == name), None)
            if found is None:
                return depth, line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
            node = node.value[int(step)]
            line = node.start_mark.line + 1
        else:
            return depth, line
    return len(steps), line
