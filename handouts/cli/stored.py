"""A stored request: its fields, and where in the file each of them stands."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handouts.errors import InvalidData, Where
from handouts.library.located import Document

STDIN = "-"


@dataclass(frozen=True)
class StoredRequest:
    """The fields as they stand in the document, not yet checked."""

    document: Document
    values: Mapping[str, Any]


def read_stored(name: str | None) -> StoredRequest | None:
    """The request in a file, or on standard input for ``-``; None where no name is given.

    Raises InvalidData with file and line.
    """
    if not name:
        return None
    try:
        document = Document.from_text(_typed_in(), "stdin") if name == STDIN else Document(Path(name))
    except OSError as error:
        raise InvalidData(f"cannot be read: {error.strerror or error}", where=Where(file=name)) from error
    if not isinstance(document.value, dict):
        raise InvalidData("is not a request", where=document.where(), hint="it must be a list of 'field: value' lines")
    return StoredRequest(document, document.value)


def _typed_in() -> str:
    """Standard input as UTF-8, like every file, whatever the terminal's own encoding."""
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidData("is not UTF-8 text", where=Where(file="stdin"), hint="save it as UTF-8") from error
