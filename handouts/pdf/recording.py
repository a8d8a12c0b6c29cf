"""What was painted for one document, written down so that another can have it without painting.

A sheet repeats most of what other sheets hold. Operators are the same wherever a block stands, because its place is set
before them; only marks, links, boxes of figures, forms and fonts belong to a document. So a recording is a list of
steps: operators as they stand, and calls of the canvas for whatever is the document's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

# Operators that only set the state: a stretch of nothing else needs no mark.
STATE = re.compile(r"(.* )?(q|Q|cm|w|J|j|M|d|i|ri|gs|rg|RG|g|G|k|K|cs|CS|sc|SC)?\s*")

_PLACED = frozenset({"box", "link"})
Step = tuple[str, tuple[Any, ...]]  # a method of the canvas, and what it is called with


class Recording:
    """The steps so far. ``spoilt``: something was painted that no other document can have."""

    def __init__(self, code: list[str], matrix: object) -> None:
        self.steps: list[Step] = []
        self.fonts: tuple[tuple[str, int], ...] = ()
        self.spoilt = False
        self._code = code
        self._told = len(code)
        self._matrix = matrix

    def add(self, step: str, values: tuple[Any, ...], matrix: object) -> None:
        """A call that was made when these coordinates were in force, after the operators painted before it."""
        # It will be made again in the coordinates of the block: a place in others would be another place on the page.
        self.spoilt |= step in _PLACED and matrix != self._matrix
        self.steps.append((step, values))

    def tell_operators(self) -> None:
        """Takes down the operators painted since the last step."""
        lines = self._code[self._told :]
        if lines:
            whole = lines if all(map(STATE.fullmatch, lines)) else ["\n".join(lines)]
            self.steps.append(("write", tuple(whole)))
        self.skip_operators()

    def skip_operators(self) -> None:
        """Those painted since then belong to the step itself."""
        self._told = len(self._code)

    def finished(self, fonts: tuple[tuple[str, int], ...]) -> Recording | None:
        """The whole recording; None where it is spoilt."""
        self.tell_operators()
        self._code, self._matrix = [], None  # of the document, which need not be kept
        self.fonts = fonts
        return None if self.spoilt else self


class Recorder(Protocol):
    """A canvas that can be recorded."""

    recording: Recording | None
    _currentMatrix: tuple[float, ...]


Canvas = TypeVar("Canvas", bound=Recorder)
Values = ParamSpec("Values")


def noted(method: Callable[Concatenate[Canvas, Values], None]) -> Callable[Concatenate[Canvas, Values], None]:
    """The method, as a step of its own where something is being recorded."""
    name = method.__name__

    def made(canvas: Canvas, /, *values: Values.args, **named: Values.kwargs) -> None:
        recording = canvas.recording
        if recording is None:
            method(canvas, *values, **named)
            return
        recording.tell_operators()
        matrix = canvas._currentMatrix
        canvas.recording = None  # what the step does is not noted once more
        method(canvas, *values, **named)
        canvas.recording = recording
        recording.add(name, values, matrix)
        recording.skip_operators()

    update_wrapper(made, method)
    return made
