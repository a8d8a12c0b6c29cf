"""The workshops of one worker, opened when first asked for, and what it must know to open them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from handouts.clinic import Clinic
from handouts.compose import Sheet, Workshop
from handouts.library.load import load_library
from handouts.library.store import FALLBACK_LANGUAGE
from handouts.plan import Plan
from handouts.request import Request
from handouts.resolve import resolve
from handouts.resources import Folders


@dataclass(frozen=True)
class Premises:
    """What a worker must know to open its workshops, on whatever machine: plain and picklable.

    ``region`` is an id; ``cache`` is the folder of the packed library, or None.
    """

    clinic: Clinic = field(hash=False)
    region: str
    folders: Folders
    cache: Path | None

    def compose(self, request: Request) -> Sheet:
        """The sheet, made in this process's own workshop."""
        return bench_for(self).compose(request)

    def plan(self, request: Request) -> Plan:
        """The plan, made in this process's own workshop."""
        return bench_for(self).plan(request)


class Bench:
    """The workshops of one process, one for each language, opened when first asked for."""

    def __init__(self, premises: Premises, opened: Mapping[str, Workshop] | None = None) -> None:
        self._premises = premises
        self._open = dict(opened or {})

    def workshop(self, language: str) -> Workshop:
        """The workshop of that language. Raises HandoutsError where its library cannot be read."""
        if language not in self._open:
            at = self._premises
            library = load_library(at.folders, language=language, cache=at.cache)
            region = library.find_region(at.region)
            self._open[language] = Workshop.open(library, at.clinic, region, at.folders, cache=at.cache)
        return self._open[language]

    def compose(self, request: Request) -> Sheet:
        """The sheet; where a language lacks words, a warning says so."""
        workshop = self._for(request)
        sheet = workshop.compose(request)
        missing = len(workshop.library.contents.missing_words)
        if missing:
            note = f"{missing} texts have no translation into '{request.language}' and stay in English"
            sheet = replace(sheet, warnings=(*sheet.warnings, note))
        return sheet

    def plan(self, request: Request) -> Plan:
        """The plan alone, without what this clinic does not offer."""
        return self._for(request).plan(request)

    def look_up(self, request: Request) -> None:
        """Raises HandoutsError for every word of the request that the library does not know."""
        resolve(request, self._for(request).library)

    def _for(self, request: Request) -> Workshop:
        return self.workshop(request.language or FALLBACK_LANGUAGE)


@lru_cache(maxsize=1)
def bench_for(premises: Premises) -> Bench:
    """This process's bench, set up once."""
    return Bench(premises)
