"""What no program can beat: packing the streams of our own finished file and writing as many bytes, and no more.

``limit_zlib6`` and ``limit_zlib1`` pack, ``limit_write`` only writes.
"""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

from benchmarks.assets import Kit


class Packing:
    """One combination's page streams, packed again for each sheet."""

    tagged = True
    version = f"zlib {zlib.ZLIB_RUNTIME_VERSION}"
    level = 6

    def __init__(self, kit: Kit) -> None:
        import pikepdf

        self._whole: list[bytes] = []
        self._streams: list[list[bytes]] = []
        for path in sorted(kit.folder.glob("sheet-*.pdf")):
            data = path.read_bytes()
            with pikepdf.open(io.BytesIO(data)) as document:
                pages = [_content(page) for page in document.pages]
            self._whole.append(data)
            self._streams.append(pages)
        self._next = 0

    def make(self, story: list[dict[str, Any]], path: Path) -> None:
        """Pack the pages and write the file."""
        del story
        which = self._next = (self._next + 1) % len(self._whole)
        if self.level:
            for stream in self._streams[which]:
                zlib.compress(stream, self.level)
        path.write_bytes(self._whole[which])


def _content(page: Any) -> bytes:
    contents = page.Contents
    parts = list(contents) if contents._type_name == "array" else [contents]
    return b"\n".join(part.read_bytes() for part in parts)
