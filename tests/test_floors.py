"""Imports go strictly down a floor, or stay within one folder; the heavy libraries keep to their rooms."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "handouts"

FLOORS = {
    "errors": 0,
    "library": 1,
    "request": 1,
    "clinic": 1,
    "design": 1,
    "resources": 1,
    "levels": 2,
    "safety": 2,
    "maps": 3,
    "resolve": 3,
    "screen": 3,
    "dose": 3,
    "choose": 3,
    "prescribe": 3,
    "plan": 3,
    "words": 4,
    "pictures": 4,
    "page": 5,
    "pdf": 5,
    "plain": 5,
    "formes": 6,
    "compose": 6,
    "output": 6,
    "formats": 6,
    "batch": 7,
    "cli": 8,
}
# Floor 1 is one storey of small rooms that know each other in this order; nothing there may look the other way.
WITHIN = {
    1: ["resources", "library", "request", "design", "clinic"],
    2: ["levels", "safety"],
    3: ["maps", "resolve", "screen", "dose", "choose", "prescribe", "plan"],
    5: ["pdf", "page"],
    6: ["output", "formes", "compose", "formats"],
}
ROOMS = {
    "reportlab": ("page", "pdf", "pictures/ink.py"),
    "jinja2": ("words/sections.py",),
    "click": ("cli",),
    "PIL": ("pictures/photo.py", "pictures/studio"),
    "numpy": ("pictures/studio",),
    "shapely": ("pictures/studio",),
}

# What tells the time, the place or chance. Below the doors such things are passed in, so that the same request
# gives the same bytes everywhere.
OUTSIDE_MODULES = frozenset({"time", "locale", "random", "secrets", "uuid", "platformdirs"})
OUTSIDE_OF_OS = frozenset({"environ", "environb", "getenv", "urandom", "getlogin"})
CLOCKS = frozenset({"now", "today", "utcnow"})


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def room(path: Path) -> str:
    relative = path.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down_a_floor_or_stay_in_the_folder(path: Path) -> None:
    here = room(path)
    if here in ("__init__", "__main__"):
        return
    floor = FLOORS[here]
    for name in imports(path):
        if not name.startswith("handouts."):
            continue
        there = name.split(".")[1]
        if there == here:
            continue
        below = FLOORS[there]
        order = WITHIN.get(floor, [])
        same_storey = below == floor and there in order and order.index(there) < order.index(here)
        assert below < floor or same_storey, f"{path.relative_to(PACKAGE)} on floor {floor} imports {name}"


@pytest.mark.parametrize("library", ROOMS)
def test_each_heavy_library_keeps_to_its_rooms(library: str) -> None:
    for path in modules():
        relative = path.relative_to(PACKAGE).as_posix()
        if any(name.split(".")[0] == library for name in imports(path)):
            assert relative.startswith(ROOMS[library]), f"{relative} imports {library}"


def test_every_room_is_on_a_floor() -> None:
    assert {room(path) for path in modules()} - {"__init__", "__main__"} <= set(FLOORS)


def outside(tree: ast.AST) -> Iterator[str]:
    """Every place where a module looks out of the window, as ``line: what``."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.split(".")[0] in OUTSIDE_MODULES]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            whole = node.module.split(".")[0] in OUTSIDE_MODULES
            taken = {alias.name for alias in node.names} & (OUTSIDE_OF_OS if node.module == "os" else set())
            names = [node.module] if whole else sorted(taken)
        elif isinstance(node, ast.Attribute):
            of_os = isinstance(node.value, ast.Name) and node.value.id == "os" and node.attr in OUTSIDE_OF_OS
            of_clock = node.attr in CLOCKS and ast.unparse(node.value).split(".")[-1] in ("date", "datetime")
            names = [ast.unparse(node)] if of_os or of_clock or node.attr == "random" else []
        yield from (f"{getattr(node, 'lineno', 0)}: {name}" for name in names)


def test_clock_environment_locale_and_chance_are_met_at_the_door_alone() -> None:
    found = [
        f"{path.relative_to(PACKAGE).as_posix()}:{place}"
        for path in modules()
        if room(path) != "cli"
        for place in outside(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    ["import time", "from time import monotonic", "from os import environ", "os.getenv('A')", "os.environ['A']",
     "import datetime as dt\ndt.date.today()", "datetime.now()", "import random", "np.random.default_rng()",
     "import locale"],
)  # fmt: skip
def test_every_way_of_looking_outside_is_seen(text: str) -> None:
    assert list(outside(ast.parse(text)))
