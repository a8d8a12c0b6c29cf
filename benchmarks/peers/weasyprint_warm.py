"""WeasyPrint kept warm: one font configuration, one parsed stylesheet and one picture cache for the whole batch."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from benchmarks.assets import Kit
from benchmarks.peers.html_story import css, page


class Peer:
    """Untagged: its quickest way."""

    name = "WeasyPrint, kept warm"
    version = f"weasyprint {weasyprint.__version__}"
    tagged = False
    options: ClassVar[dict[str, Any]] = {}

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._fonts = FontConfiguration()
        self._css = weasyprint.CSS(string=css(kit), font_config=self._fonts)
        self._pictures: dict[str, Any] = {}

    def make(self, story: list[dict[str, Any]], path: Path) -> None:
        """Write one sheet."""
        document = weasyprint.HTML(string=page(story, self._kit))
        document.write_pdf(path, stylesheets=[self._css], font_config=self._fonts, cache=self._pictures, **self.options)
