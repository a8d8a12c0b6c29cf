"""The journey: Request -> Plan -> Words -> Story -> PDF."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from handouts.clinic import Clinic
from handouts.design import Design
from handouts.errors import UsageProblem
from handouts.library import model as m
from handouts.library.store import Library
from handouts.pictures.compiled import PictureBook
from handouts.plan import Plan, plan_sheet
from handouts.request import Request
from handouts.resources import Folders
from handouts.words.model import Words
from handouts.words.write import Numbers, word_sheet

# A sheet without a date still needs one for its metadata; a fixed one keeps the bytes the same.
UNDATED = dt.date(2000, 1, 1)


@dataclass(frozen=True)
class Sheet:
    """A finished sheet and the report that goes with it."""

    pdf: bytes
    pages: int
    plan: Plan
    words: Words
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Workshop:
    """What all sheets of one clinic share. Opened once, used for one sheet or a hundred thousand."""

    library: Library
    clinic: Clinic
    region: m.Region
    folders: Folders
    numbers: Numbers
    _designs: dict[tuple[str, str, str], Design] = field(default_factory=dict, repr=False)

    @classmethod
    def open(cls, library: Library, clinic: Clinic, region: m.Region, folders: Folders) -> Workshop:
        """Raises UsageProblem where nobody has said which number to call."""
        emergency = clinic.file.emergency.call or region.emergency
        urgent = clinic.file.emergency.urgent or region.urgent
        if not emergency:
            raise UsageProblem(
                f"region '{region.id}' has no emergency number of its own",
                hint='write it in clinic.yaml: emergency: {call: "...", urgent: "..."}',
            )
        return cls(library, clinic, region, folders, Numbers(emergency, urgent or emergency))

    @cached_property
    def pictures(self) -> PictureBook:
        """Compiled pictures, the clinic's own first."""
        return PictureBook(self.folders.images)

    def compose(self, request: Request) -> Sheet:
        """One sheet. Raises HandoutsError; the same request always gives the same bytes."""
        plan = plan_sheet(request, self.library)
        words = self.word(plan, request)
        design = self.design(request)
        return self.lay_out(plan, words, design, request)

    def word(self, plan: Plan, request: Request) -> Words:
        """Plan -> Words."""
        return word_sheet(plan, request, self.library, self.clinic, self.region, self.folders, self.numbers)
