"""WeasyPrint kept warm, writing PDF/UA-1."""

from __future__ import annotations

from typing import Any, ClassVar

from benchmarks.peers import weasyprint_warm


class Peer(weasyprint_warm.Peer):
    """Tagged."""

    name = "WeasyPrint, PDF/UA"
    tagged = True
    options: ClassVar[dict[str, Any]] = {"pdf_variant": "pdf/ua-1"}
