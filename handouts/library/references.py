"""Every id that one record names must stand in another: a rule that points nowhere protects nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from handouts.errors import InvalidData, did_you_mean
from handouts.library import model as m
from handouts.library.located import Document
from handouts.library.model import UNKNOWN
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
        "care line": contents.care_words,
        "cause": contents.cause_words,
        "programme": contents.programmes,
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
    return [*problems, *_details_at_fault(contents, documents), *_words_missing(contents, documents)]


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
    yield from _topic_references(c)
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
        yield from _care_references("library/avoid", word, (word, "care"), avoidance.care)
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
        yield from _care_references(*place, ("exercises", "care"), rules.care)


def _care_references(
    folder: str, record: str, steps: tuple[str | int, ...], rules: Iterable[m.CareRule]
) -> Iterator[Reference]:
    for number, rule in enumerate(rules):
        here = (*steps, number)
        yield Reference(folder, record, (*here, "line"), rule.line, "care line")
        for kind, ids in (("area", (*rule.areas, *rule.sites)), ("exercise", (*rule.exercises, *rule.not_for))):
            for one in ids:
                yield Reference(folder, record, here, one, kind)


def _programme_references(c: Contents) -> Iterator[Reference]:
    for programme_id, programme in c.programmes.items():
        place = ("library/programmes", programme_id)
        yield from _listed(*place, "areas", programme.areas, "area")
        yield from _listed(*place, "for_conditions", programme.for_conditions, "condition")
        yield from _listed(*place, "ask_about", programme.ask_about, "condition")
        for index, exercise in enumerate(programme.exercises):
            yield Reference(*place, ("exercises", index, "id"), exercise.id, "exercise")


def _topic_references(c: Contents) -> Iterator[Reference]:
    for topic_id, topic in c.topics.items():
        place = ("library/topics", topic_id)
        if topic.programme:
            yield Reference(*place, ("programme",), topic.programme, "programme")
        yield from _listed(*place, "areas", topic.areas, "area")
        yield from _listed(*place, "exercises", topic.exercises, "exercise")
        yield from _listed(*place, "causes", topic.causes, "cause")
        yield from _listed(*place, "benefits", topic.benefits, "benefit")
        yield from _listed(*place, "tips", topic.tips, "tip")
        yield from _listed(*place, "techniques", topic.techniques, "technique")
        yield from _listed(*place, "red_flags", topic.red_flags, "red flag")
        yield from _listed(*place, "readers", topic.readers, "condition")


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
        "topics": c.topics,
    }


def _listed(folder: str, record: str, key: str, ids: Iterable[str], kind: str) -> Iterator[Reference]:
    for index, one in enumerate(ids):
        yield Reference(folder, record, (key, index), one, kind)


class Fault(NamedTuple):
    """What is wrong in one record, where, and what to do."""

    steps: tuple[str | int, ...]
    what: str
    hint: str | None


def _details_at_fault(c: Contents, documents: Documents) -> Iterator[InvalidData]:
    """Rules and lines that could never hold, or would hold for everybody, because no detail can tell."""
    for condition_id, condition in c.conditions.items():
        details = {detail.name: detail for detail in condition.details}
        words = c.condition_words.get(condition_id)
        lines = words.precautions if words else ()
        for folder, faults in (
            ("library/conditions", _fact_faults(condition, details)),
            (f"{c.language}/conditions", _each("precautions", [_bounds_at_fault(line, details) for line in lines])),
        ):
            document = documents.get((folder, condition_id))
            for fault in faults:
                where = document.where(*fault.steps) if document else None
                yield InvalidData(fault.what, where=where, hint=fault.hint)


def _fact_faults(condition: m.Condition, details: Mapping[str, m.Detail]) -> Iterator[Fault]:
    yield from _each("details", [_detail_faults(detail, details) for detail in condition.details])
    yield from _each("level_rules", [_rule_faults(rule, details) for rule in condition.level_rules])


def _each(key: str, faults: Iterable[Iterable[Fault]]) -> Iterator[Fault]:
    """The faults of each entry of a list, with the steps that lead to it."""
    for index, of_one in enumerate(faults):
        for fault in of_one:
            yield fault._replace(steps=(key, index, *fault.steps))


def _detail_faults(detail: m.Detail, details: Mapping[str, m.Detail]) -> Iterator[Fault]:
    if bool(detail.choices) != (detail.kind == "choice"):
        yield Fault(
            ("kind",), f"'{detail.name}' is of kind {detail.kind}", "a choice has choices, and nothing else has"
        )
    for other, values in detail.only_with.items():
        if other not in details:
            yield Fault(("only_with",), f"unknown detail '{other}'", did_you_mean(other, details))
            continue
        answers = ANSWERS.get(details[other].kind, tuple(details[other].choices))
        for value in values:
            if value not in answers:
                hint = did_you_mean(value, answers) or "only_with looks at choices, yes or no, and sides"
                yield Fault(("only_with", other), f"'{other}' is never '{value}'", hint)


def _rule_faults(rule: m.LevelRule, details: Mapping[str, m.Detail]) -> Iterator[Fault]:
    """What is wrong with one rule."""
    if rule.detail is None and not rule.areas:
        yield Fault(("when",), "nobody can be asked whether this rule holds", "name one of the details: detail: ...")
    if rule.at_site and rule.detail in details and details[rule.detail or ""].kind != "area":
        yield Fault(("at_site",), f"'{rule.detail}' is no area", "give the detail the kind area")
    if not (rule.at_site and rule.detail in details):
        yield from _bounds_at_fault(rule, details)


def _bounds_at_fault(rule: m.LevelRule | m.PrecautionLine, details: Mapping[str, m.Detail]) -> Iterator[Fault]:
    bounds = [key for key in ("below", "above", "equals") if getattr(rule, key) is not None]
    if rule.detail is None:
        for key in bounds:
            yield Fault((key,), f"'{key}' compares no detail", "name one of the details: detail: ...")
        return
    if rule.detail not in details:
        hint = did_you_mean(rule.detail, details) or f"it has: {', '.join(details) or 'none'}"
        yield Fault(("detail",), f"unknown detail '{rule.detail}'", hint)
        return
    detail = details[rule.detail]
    if not bounds:
        yield Fault(("detail",), f"does not say when '{detail.name}' makes it stricter", "write below, above or equals")
    for key in bounds:
        if key != "equals" and detail.kind not in NUMBERS:
            what = f"'{key}' needs weeks or days; '{detail.name}' is of kind {detail.kind}"
            yield Fault((key,), what, "write equals instead")
    answers = (*ANSWERS.get(detail.kind, ()), *detail.choices)
    if rule.equals is not None and answers and rule.equals not in (*answers, UNKNOWN):
        hint = did_you_mean(rule.equals, answers) or f"write one of {', '.join(answers)}, in quotes"
        yield Fault(("equals",), f"'{detail.name}' is never '{rule.equals}'", hint)


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
        ("topics", c.topics, c.topic_words),
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
