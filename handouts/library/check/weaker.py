"""Where an overlay's record takes the place of ours and protects less: a lost rule, a lost sign, a better grade."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from handouts.library import model as m
from handouts.library.check.findings import Finding, Severity, finding
from handouts.library.check.shelf import Shelf
from handouts.library.located import Document

_LEVELS = ("adapt", "local", "clearance", "absolute")
_TIERS = ("soon", "today", "emergency")
_GRADES = ("G5", "G4", "G3", "R", "G2", "G1")
_FIRMEST = 5


def check_weaker(shelf: Shelf, overlay: Path, ours: Path) -> Iterator[Finding]:
    """A finding for each record of the overlay that is softer than ours, naming what is lost.

    ``ours`` is our own templates folder.
    """
    kinds: tuple[tuple[str, Callable[[Any, Any], Iterable[str]], Severity], ...] = (
        ("conditions", _condition, "warning"),
        ("exercises", _exercise, "warning"),
        ("areas", _area, "warning"),
        ("red_flags", _red_flag, "warning"),
        ("benefits", _benefit, "error"),
    )
    for kind, losses, severity in kinds:
        for record_id, entry in shelf.facts[kind].items():
            old = ours / "library" / kind / f"{record_id}.yaml"
            if not entry.document.path.is_relative_to(overlay) or not old.is_file():
                continue
            lost = list(losses(Document(old).as_record(type(entry.record)), entry.record))
            if lost:
                what = f"'{record_id}' is softer than the record it takes the place of: {'; '.join(lost)}"
                remedy = "put it back, or give your record an id of its own"
                yield finding(entry.document, (), "softer", what, remedy, severity)


def _condition(old: m.Condition, new: m.Condition) -> Iterator[str]:
    if _LEVELS.index(new.level) < _LEVELS.index(old.level):
        yield f"level {new.level}, not {old.level}"
    if (new.max_pressure or _FIRMEST) > (old.max_pressure or _FIRMEST):
        yield f"max_pressure above {old.max_pressure}"
    if old.drop_all_techniques and not new.drop_all_techniques:
        yield "drop_all_techniques is off"
    if old.exercises.drop_all and not new.exercises.drop_all:
        yield "exercises.drop_all is off"
    if old.exercises.site != "none" and new.exercises.site == "none":
        yield f"exercises.site is not {old.exercises.site}"
    if not new.drop_all_techniques:
        yield from _gone("drop_techniques", _ids(old.drop_techniques), _ids(new.drop_techniques))
    if not new.exercises.drop_all:
        strict = new.exercises.drop
        yield from _gone("exercises.drop", old.exercises.drop, strict)
        yield from _gone("exercises.modify", old.exercises.modify, (*strict, *new.exercises.modify))
        yield from _gone("exercises.exceptions", _strict(old.exercises), _strict(new.exercises))
    if old.exercises.dose_percent < new.exercises.dose_percent:
        yield f"exercises.dose_percent above {old.exercises.dose_percent}"
    if not old.site_techniques and new.site_techniques:
        yield "site_techniques is on"
    lines = ([rule.line for rule in rules.care] for rules in (old.exercises, new.exercises))
    yield from _gone("exercises.care", *lines)
    yield from _gone("positions", [rule.position for rule in old.positions], [r.position for r in new.positions])
    yield from _gone("blocks", old.blocks, new.blocks)
    yield from _gone("adds_flags", old.adds_flags, new.adds_flags)
    yield from _gone("level_rules", [rule.when for rule in old.level_rules], [r.when for r in new.level_rules])


def _exercise(old: m.Exercise, new: m.Exercise) -> Iterator[str]:
    yield from _gone("tags", old.tags, new.tags)
    yield from _gone("easier.tags", old.easier.tags, new.easier.tags)
    yield from _gone("loads_joints", old.loads_joints, new.loads_joints)


def _area(old: m.Area, new: m.Area) -> Iterator[str]:
    yield from _gone("red_flags", old.red_flags, new.red_flags)
    yield from _gone("top_flags", old.top_flags, new.top_flags)


def _red_flag(old: m.RedFlag, new: m.RedFlag) -> Iterator[str]:
    if _TIERS.index(new.tier) < _TIERS.index(old.tier):
        yield f"tier {new.tier}, not {old.tier}"


def _benefit(old: m.Benefit, new: m.Benefit) -> Iterator[str]:
    if _GRADES.index(new.grade) > _GRADES.index(old.grade):
        yield f"grade {new.grade}, not {old.grade}"
    yield from _gone("not_with", old.not_with, new.not_with)


def _gone(key: str, old: Iterable[str], new: Iterable[str]) -> Iterator[str]:
    kept = set(new)
    lost = [one for one in dict.fromkeys(old) if one not in kept]
    if lost:
        yield f"{key} without {', '.join(lost)}"


def _ids(rules: Iterable[m.TechniqueRule]) -> list[str]:
    return [rule.id for rule in rules]


def _strict(rules: m.ExerciseRules) -> list[str]:
    return [exception.id for exception in rules.exceptions if not exception.softer]
