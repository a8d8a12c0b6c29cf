"""``handouts list``: what there is to choose from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.options import clinic_option
from handouts.errors import UsageProblem

if TYPE_CHECKING:
    from handouts.library.store import Contents

KINDS = (
    "areas", "exercises", "conditions", "techniques", "red-flags", "programmes", "topics", "equipment", "avoid",
    "themes", "papers",
)  # fmt: skip

BY_AREA = ("exercises", "techniques", "programmes")

EXAMPLES = """List what there is: areas, exercises, conditions, techniques, programmes and the other words of a request.

\b
Examples:
  handouts list areas
  handouts list exercises --area lower-back
  handouts list programmes --area neck
  handouts list conditions --json
"""


@click.command("list", help=EXAMPLES)
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--area", help="Only exercises, techniques or programmes for this area.")
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
@clinic_option
def command(kind: str, area: str | None, as_json: bool, clinic: str | None) -> None:
    """Parse, look up, print."""
    if area and kind not in BY_AREA:
        raise UsageProblem(f"--area does not go with {kind}", hint=f"it goes with {', '.join(BY_AREA)}")
    rows = _rows(kind, area, clinic)
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        click.echo(f"{row['id']:<{width}}  {row['name']}".rstrip())


def _rows(kind: str, area: str | None, clinic: str | None) -> list[dict[str, Any]]:
    from handouts.cli.settings import open_door, open_library
    from handouts.design import read_paper, read_theme

    door = open_door(clinic)
    if kind == "themes":
        return [{"id": one.id, "name": one.name} for one in map(read_theme, door.folders().records(kind))]
    if kind == "papers":
        return [{"id": one.id, "name": one.name} for one in map(read_paper, door.folders().records(kind))]
    library = open_library(door, "en")
    c = library.contents
    within = set(library.find_area(area).areas) if area else None
    if kind == "areas":
        areas = [
            {
                "id": one,
                "name": words.names.both,
                "aliases": list(words.aliases),
                "exercises": list(c.areas[one].exercises),
            }
            for one, words in c.area_words.items()
        ]
        groups = [
            {
                "id": one,
                "name": f"{group.names.both} ({', '.join(group.areas)})",
                "aliases": list(group.aliases),
                "areas": list(group.areas),
            }
            for one, group in c.groups.items()
        ]
        return areas + groups
    if kind == "exercises":
        return [
            {
                "id": one,
                "name": c.exercise_words[one].name,
                "areas": list(record.areas),
                "position": record.position,
                "kind": record.kind,
                "picture": (record.picture or one) in library.pictured,
            }
            for one, record in c.exercises.items()
            if within is None or within & set(record.areas)
        ]
    if kind == "techniques":
        return [
            {"id": one, "name": c.technique_words[one].name}
            for one in c.techniques
            if within is None or any(one in c.areas[a].techniques for a in within)
        ]
    if kind == "conditions":
        return [
            {
                "id": one,
                "name": c.condition_words[one].name,
                "level": record.level,
                "aliases": list(c.condition_words[one].aliases),
            }
            for one, record in c.conditions.items()
        ]
    if kind == "topics":
        return [
            {"id": one, "name": words.name, "aliases": list(words.aliases), "areas": list(c.topics[one].areas)}
            for one, words in c.topic_words.items()
        ]
    if kind in ("programmes", "equipment", "avoid"):
        return _about_exercises(kind, within, c)
    return [
        {"id": one, "name": c.red_flag_words[one].lines[0].text, "tier": record.tier}
        for one, record in c.red_flags.items()
    ]


def _about_exercises(kind: str, within: set[str] | None, c: Contents) -> list[dict[str, Any]]:
    """Words that choose or limit exercises."""
    if kind == "equipment":
        return [
            {"id": one, "name": c.need_words[one], "usual": need.usual, "aliases": list(need.aliases)}
            for one, need in c.needs.items()
        ]
    if kind == "avoid":
        return [
            {
                "id": one,
                "name": record.means,
                "tags": list(record.tags),
                "positions": list(record.positions),
                "exercises": list(record.exercises),
            }
            for one, record in c.avoid.items()
        ]
    return [
        {
            "id": one,
            "name": f"{c.programme_words[one].name}: {c.programme_words[one].for_whom}",
            "areas": list(record.areas),
            "exercises": [exercise.id for exercise in record.exercises],
            "level": record.level,
            "stage": record.stage,
            "for_conditions": list(record.for_conditions),
        }
        for one, record in c.programmes.items()
        if within is None or within & set(record.areas)
    ]
