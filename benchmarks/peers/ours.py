"""Ourselves, in one process: from the request to the file, rules and wording included. Tagged and archival.

The peers get a story that is ready to set. We get a row, as the batch does.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.assets import CLINIC, DATE, Kit
from benchmarks.workload import Row
from handouts import __version__
from handouts.cli.journey import Journey
from handouts.output import write_file


class Peer:
    """PDF/UA-1 and PDF/A-2a."""

    name = "handouts"
    version = f"handouts {__version__}"
    tagged = True

    def __init__(self, kit: Kit) -> None:
        del kit  # the peers' stories are not for us
        self._journey = Journey.begin({"clinic": str(CLINIC), "region": "uk"}, today=DATE)

    def make_row(self, row: Row, path: Path) -> None:
        """Write one sheet."""
        values = {
            "areas": row.areas.split(";"), "client": row.name, "therapist": row.therapist, "date": row.date, "ref": row.ref,
        }  # fmt: skip
        if row.conditions:
            values["conditions"] = row.conditions.split(";")
        write_file(path, self._journey.compose(self._journey.read(values)).pdf, force=True)
