"""Ids for the shell's completion: read from file names, so that it stays quick and never fails loudly."""

from __future__ import annotations

from collections.abc import Iterable

from handouts.cli.settings import open_door, open_library
from handouts.errors import HandoutsError

KINDS = (
    "areas", "exercises", "conditions", "techniques", "red-flags", "programmes", "topics", "equipment", "avoid",
    "themes", "papers",
)  # fmt: skip


def ids_with_names(kind: str, clinic: str | None) -> Iterable[tuple[str, str]]:
    """Ids of one kind with the name a person knows them by; nothing at all if the library cannot be read."""
    try:
        door = open_door(clinic)
        if kind in ("themes", "papers"):
            return [(path.stem, "") for path in door.folders().records(kind)]
        contents = open_library(door, "en").contents
    except HandoutsError:
        return []
    if kind == "areas":
        groups = [(group, f"{', '.join(record.areas)}") for group, record in contents.groups.items()]
        return [(area, words.names.both) for area, words in contents.area_words.items()] + groups
    tables: dict[str, list[tuple[str, str]]] = {
        "exercises": [(one, words.name) for one, words in contents.exercise_words.items()],
        "conditions": [(one, words.name) for one, words in contents.condition_words.items()],
        "techniques": [(one, words.name) for one, words in contents.technique_words.items()],
        "programmes": [(one, words.name) for one, words in contents.programme_words.items()],
        "topics": [(one, words.name) for one, words in contents.topic_words.items()],
        "equipment": [*contents.need_words.items(), ("home", "what every home has"), ("none", "nothing else")],
        "avoid": [(one, record.means) for one, record in contents.avoid.items()],
        "red-flags": [(one, words.lines[0].text) for one, words in contents.red_flag_words.items()],
    }
    return tables[kind]
