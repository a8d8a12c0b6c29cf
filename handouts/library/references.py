"""Every id that one record names must stand in another: a rule that points nowhere protects nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from handouts.errors import InvalidData, did_you_mean
from handouts.library import model as m
from handouts.library.located import Document
from handouts.library.store import Contents

Documents = Mapping[tuple[str, str], Document]


NUMBERS = ("weeks", "days")  # kinds of details that are counted
ANSWERS = {"yes-no": ("yes", "no"), "side": ("left", "right", "both")}  # kinds of details with fixed answers


class Reference(NamedTuple):
    """One id named by one record. ``steps`` lead to it inside the file."""

    folder: str
    record: str
    steps: tuple[str | int, ...]
    id: str
    kind: str


def check_references(contents: Contents, documents: Documents) -> list[InvalidData]:
    """All references that do not resolve, each with file, line and the nearest id."""
    known: dict[str, Iterable[str]] = {
        "area": contents.areas,
        "exercise": contents.exercises,
        "condition": contents.conditions,
        "technique": contents.techniques,
        "benefit": contents.benefits,
        "red flag": contents.red_flags,
        "source": contents.sources,
        "tip": contents.tips,
        "tag": contents.tags,
        "use": contents.uses,
        "need": contents.needs,
        "cause": contents.cause_words,
    }
    problems = []
    for ref in _all_references(contents):
        if ref.id not in known[ref.kind]:
            document = documents.get((ref.folder, ref.record))
            problems.append(
                InvalidData(
                    f"unknown {ref.kind} '{ref.id}'",
                    where=document.where(*ref.steps) if document else None,
                    hint=did_you_mean(ref.id, known[ref.kind]),
                )
            )
    return [*problems, *_level_rules_without_details(contents, documents), *_words_missing(contents, documents)]


def _all_references(c: Contents) -> Iterator[Reference]:
    for folder, table in _fact_tables(c).items():
        for record_id, fact in table.items():
            yield from _listed(f"library/{folder}", record_id, "sources", fact.sources, "source")
    for area_id, area in c.areas.items():
        place = ("library/areas", area_id)
        yield from _listed(*place, "causes", area.causes, "cause")
        yield from _listed(*place, "persistent_causes", area.persistent_causes, "cause")
        yield from _listed(*place, "techniques", area.techniques, "technique")
        yield from _listed(*place, "benefits", area.benefits, "benefit")
        yield from _listed(*place, "exercises", area.exercises, "exercise")
        yield from _listed(*place, "tips", area.tips, "tip")
        yield from _listed(*place, "red_flags", area.red_flags, "red flag")
        yield from _listed(*place, "top_flags", area.top_flags, "red flag")
    for exercise_id, exercise in c.exercises.items():
        place = ("library/exercises", exercise_id)
        yield from _listed(*place, "areas", exercise.areas, "area")
        yield from _listed(*place, "tags", exercise.tags, "tag")
        yield from _listed(*place, "needs", exercise.needs, "need")
        yield from _listed(*place, "loads_joints", exercise.loads_joints, "area")
        for index, tag in enumerate(exercise.easier.tags):
            yield Reference(*place, ("easier", "tags", index), tag, "tag")
        for index, condition in enumerate(exercise.easier.meets):
            yield Reference(*place, ("easier", "meets", index), condition, "condition")
    yield from _condition_references(c)
    for tip_id, tip in c.tips.items():
        for index, condition in enumerate(tip.not_with):
            yield Reference("library/tips", tip_id, (tip_id, "not_with", index), condition, "condition")
        for index, condition in enumerate(tip.conditions):
            yield Reference("library/tips", tip_id, (tip_id, "conditions", index), condition, "condition")
        for index, use in enumerate(tip.uses):
            yield Reference("library/tips", tip_id, (tip_id, "uses", index), use, "use")
    for technique_id, technique in c.techniques.items():
        yield from _listed("library/techniques", technique_id, "uses", technique.uses, "use")
    for cause_id, cause in c.causes.items():
        yield Reference("library/causes", cause_id, (cause_id,), cause_id, "cause")
        for index, condition in enumerate(cause.conditions):
            yield Reference("library/causes", cause_id, (cause_id, "conditions", index), condition, "condition")
        for index, condition in enumerate(cause.not_with):
            yield Reference("library/causes", cause_id, (cause_id, "not_with", index), condition, "condition")
    for benefit_id, benefit in c.benefits.items():
        yield from _listed("library/benefits", benefit_id, "not_with", benefit.not_with, "condition")
        yield from _listed("library/benefits", benefit_id, "only_with", benefit.only_with, "condition")
    for flag_id, flag_words in c.red_flag_words.items():
        place = (f"{c.language}/red_flags", flag_id)
        for key, lines in (("lines", flag_words.lines), ("more", flag_words.more)):
            for index, line in enumerate(lines):
                for condition in line.only_with:
                    yield Reference(*place, (key, index, "only_with"), condition, "condition")
                for condition in line.not_with:
                    yield Reference(*place, (key, index, "not_with"), condition, "condition")
    yield from _programme_references(c)
    for need_id, need in c.needs.items():
        for index, other in enumerate(need.any_of):
            yield Reference("library/needs", need_id, (need_id, "any_of", index), other, "need")
        for index, exercise_id in enumerate(need.harder_of):
            yield Reference("library/needs", need_id, (need_id, "harder_of", index), exercise_id, "exercise")
    for word, avoidance in c.avoid.items():
        for index, tag in enumerate(avoidance.tags):
            yield Reference("library/avoid", word, (word, "tags", index), tag, "tag")
        for index, exercise_id in enumerate(avoidance.exercises):
            yield Reference("library/avoid", word, (word, "exercises", index), exercise_id, "exercise")
        for index, use in enumerate(avoidance.uses):
            yield Reference("library/avoid", word, (word, "uses", index), use, "use")
    for group_id, group in c.groups.items():
        for index, member in enumerate(group.areas):
            yield Reference(f"{c.language}/groups", group_id, (group_id, "areas", index), member, "area")


def _condition_references(c: Contents) -> Iterator[Reference]:
    for condition_id, condition in c.conditions.items():
        place = ("library/conditions", condition_id)
        rules = condition.exercises
        yield from _listed(*place, "adds_flags", condition.adds_flags, "red flag")
        yield from _listed(*place, "quiet_areas", condition.quiet_areas, "area")
        for number, level in enumerate(condition.level_rules):
            for area in level.areas:
                yield Reference(*place, ("level_rules", number, "areas"), area, "area")
        for index, area in enumerate(rules.drop_areas):
            yield Reference(*place, ("exercises", "drop_areas", index), area, "area")
        yield from _listed(*place, "blocks", condition.blocks, "use")
        for index, rule in enumerate(condition.drop_techniques):
            yield Reference(*place, ("drop_techniques", index, "id"), rule.id, "technique")
            for area in rule.areas:
                yield Reference(*place, ("drop_techniques", index, "areas"), area, "area")
        for key, tags in (("drop", rules.drop), ("modify", rules.modify)):
            for index, tag in enumerate(tags):
                yield Reference(*place, ("exercises", key, index), tag, "tag")
        for index, exception in enumerate(rules.exceptions):
            yield Reference(*place, ("exercises", "exceptions", index, "id"), exception.id, "exercise")


def _programme_references(c: Contents) -> Iterator[Reference]:
    for programme_id, programme in c.programmes.items():
        place = ("library/programmes", programme_id)
        yield from _listed(*place, "areas", programme.areas, "area")
        yield from _listed(*place, "for_conditions", programme.for_conditions, "condition")
        yield from _listed(*place, "ask_about", programme.ask_about, "condition")
        for index, exercise in enumerate(programme.exercises):
            yield Reference(*place, ("exercises", index, "id"), exercise.id, "exercise")


def _fact_tables(c: Contents) -> dict[str, Mapping[str, m.Fact | m.Region]]:
    return {
        "areas": c.areas,
        "exercises": c.exercises,
        "conditions": c.conditions,
        "techniques": c.techniques,
        "benefits": c.benefits,
        "red_flags": c.red_flags,
        "regions": c.regions,
        "programmes": c.programmes,
    }


def _listed(folder: str, record: str, key: str, ids: Iterable[str], kind: str) -> Iterator[Reference]:
    for index, one in enumerate(ids):
        yield Reference(folder, record, (key, index), one, kind)


def _level_rules_without_details(c: Contents, documents: Documents) -> Iterator[InvalidData]:
    """Level rules that could never hold, or would hold for everybody, because no detail can tell."""
    for condition_id, condition in c.conditions.items():
        document = documents.get(("library/conditions", condition_id))
        details = {detail.name: detail for detail in condition.details}
        for index, rule in enumerate(condition.level_rules):
            for key, what, hint in _faults(rule, details):
                where = document.where("level_rules", index, key) if document else None
                yield InvalidData(what, where=where, hint=hint)


def _faults(rule: m.LevelRule, details: Mapping[str, m.Detail]) -> Iterator[tuple[str, str, str | None]]:
    """What is wrong with one rule: its key, what, and what to do."""
    bounds = [key for key in ("below", "above", "equals") if getattr(rule, key) is not None]
    if rule.detail is None:
        for key in bounds:
            yield key, f"'{key}' compares no detail", "name one of the details: detail: ..."
        return
    if rule.detail not in details:
        hint = did_you_mean(rule.detail, details) or f"it has: {', '.join(details) or 'none'}"
        yield "detail", f"unknown detail '{rule.detail}'", hint
        return
    detail = details[rule.detail]
    if not bounds:
        yield "detail", f"does not say when '{detail.name}' makes it stricter", "write below, above or equals"
    for key in bounds:
        if key != "equals" and detail.kind not in NUMBERS:
            yield key, f"'{key}' needs weeks or days; '{detail.name}' is of kind {detail.kind}", "write equals instead"
    answers = ANSWERS.get(detail.kind)
    if rule.equals is not None and answers and rule.equals not in answers:
        hint = did_you_mean(rule.equals, answers) or f"write one of {', '.join(answers)}, in quotes"
        yield "equals", f"'{detail.name}' is never '{rule.equals}'", hint


def _words_missing(c: Contents, documents: Documents) -> Iterator[InvalidData]:
    pairs: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
        ("areas", c.areas, c.area_words),
        ("exercises", c.exercises, c.exercise_words),
        ("conditions", c.conditions, c.condition_words),
        ("techniques", c.techniques, c.technique_words),
        ("benefits", c.benefits, c.benefit_words),
        ("red_flags", c.red_flags, c.red_flag_words),
        ("regions", c.regions, c.region_words),
        ("programmes", c.programmes, c.programme_words),
        ("tips", c.tips, c.tip_words),
        ("needs", c.needs, c.need_words),
    )
    for folder, facts, words in pairs:
        for record_id in facts:
            if record_id not in words:
                document = documents.get((f"library/{folder}", record_id))
                yield InvalidData(
                    f"'{record_id}' has no words",
                    where=document.where() if document else None,
                    hint=f"write templates/{c.language}/{folder} for it",
                )
        for record_id in words:
            if record_id not in facts:
                document = documents.get((f"{c.language}/{folder}", record_id))
                yield InvalidData(
                    f"words for '{record_id}', which is not in the library",
                    where=document.where() if document else None,
                    hint=did_you_mean(record_id, facts),
                )
