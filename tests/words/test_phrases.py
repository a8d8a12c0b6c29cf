"""Every fixed phrase has a reader: a key that nothing prints would be translated for nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import yaml

from handouts.library.check.phrases import leaves

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "handouts"
READERS = (*sorted((CODE / "words").glob("*.py")), CODE / "cli" / "screen_command.py")


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def texts(nodes: Iterable[ast.AST]) -> Iterator[str]:
    return (one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str))


@cache
def words_of_the_code() -> frozenset[str]:
    """Every text that stands in the code: paths written whole, and the keys and ids that may complete a path."""
    trees = [parsed(path) for path in CODE.rglob("*.py") if "studio" not in path.parts]
    return frozenset(text for tree in trees for text in texts(ast.walk(tree)))


@cache
def filled_in_paths() -> tuple[re.Pattern[str], ...]:
    """Paths that are put together, such as f"grades.{grade}": a group for each part that is filled in."""
    patterns = set()
    for node in (node for path in READERS for node in ast.walk(parsed(path))):
        if isinstance(node, ast.JoinedStr):
            pattern = "".join(map(part_of_a_path, node.values))
            if r"\." in pattern and re.search("[a-z]", pattern):
                patterns.add(pattern)
    return tuple(re.compile(pattern) for pattern in sorted(patterns))


def part_of_a_path(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return re.escape(str(part.value))
    assert isinstance(part, ast.FormattedValue)
    if isinstance(part.value, ast.IfExp):
        return f"({'|'.join(texts(ast.walk(part.value)))})"
    return "(.+)"


@cache
def tables_read_whole() -> frozenset[str]:
    """Paths of mappings whose keys are data: ``value("screen.details")``."""
    found: set[str] = set()
    for node in (node for path in READERS for node in ast.walk(parsed(path))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "value":
            found |= set(texts(node.args))
    return frozenset(found)


@cache
def paths_in_templates() -> frozenset[str]:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "templates" / "en" / "sections").glob("*.j2")]
    return frozenset(found for text in texts for found in re.findall(r"phrases\.([\w.]+)", text))


@cache
def is_read(path: str) -> bool:
    if path in words_of_the_code() or path in paths_in_templates():
        return True
    for pattern in filled_in_paths():
        match = pattern.fullmatch(path)
        if match and all(part in words_of_the_code() or is_read(part) for part in match.groups()):
            return True
    parent, _, key = path.rpartition(".")
    if not parent:
        return False
    return any(path.startswith(f"{table}.") for table in tables_read_whole()) or (
        key in words_of_the_code() and any(one.fullmatch(parent) for one in filled_in_paths()) and is_read(parent)
    )


def test_every_phrase_is_read_somewhere() -> None:
    tree = yaml.safe_load((ROOT / "templates" / "en" / "phrases.yaml").read_text(encoding="utf-8"))
    paths = [".".join(map(str, steps)) for steps, _ in leaves(tree)]
    assert len(paths) > 150
    assert [path for path in paths if not is_read(path)] == []


def test_a_phrase_that_nothing_prints_is_noticed() -> None:
    unread = ("headings.exercises_continued", "tiers.today.when", "poster.question", "lists.or", "unnamed.therapist")
    assert not any(is_read(path) for path in unread)


def test_the_guide_names_no_field_that_no_phrase_has() -> None:
    guide = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    table = guide.split("| field | filled with |")[1].split("\n\n")[0]
    told = set(re.findall(r"`\{(\w+)\}`", table))
    tree = yaml.safe_load((ROOT / "templates" / "en" / "phrases.yaml").read_text(encoding="utf-8"))
    used = {field for _, text in leaves(tree) for field in re.findall(r"\{(\w+)\}", text)}
    assert told
    assert told <= used
