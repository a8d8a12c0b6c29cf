"""Did each peer print the same words? Read from its files, by a program that is none of the peers."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.assets import Kit
from benchmarks.workload import Row

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Read:
    """``said``: the share of the story's words that stand in the file, each as often as it should."""

    said: float
    pages: int


def counted(text: str) -> Counter[str]:
    """The words of a text, without regard to case, ligatures and no-break spaces."""
    return Counter(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def share(asked: Counter[str], found: Counter[str]) -> float:
    """How many of the words that were asked for were found."""
    return (asked & found).total() / asked.total()


def read_words(path: Path, kit: Path, row: Row) -> Read:
    """What stands in the file of a row."""
    own = Kit(kit)
    story = own.story(own.stories(), row)
    asked: Counter[str] = Counter()
    for item in story:
        asked += counted(item["text"])
        asked += counted(" ".join(item["lines"]))
        asked += counted(" ".join(cell for cells in item["rows"] for cell in cells))
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    text = done.stdout.decode()
    return Read(share(asked, counted(text)), text.count("\f"))
