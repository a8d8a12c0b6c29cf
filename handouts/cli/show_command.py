"""``handouts show``: everything known about one area, exercise, condition, technique, programme or red flag."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.options import clinic_option
from handouts.errors import InvalidData, UsageProblem, did_you_mean

if TYPE_CHECKING:
    import msgspec

    from handouts.library.store import Library

    Records = Mapping[str, msgspec.Struct]

EXAMPLES = """Show everything known about one area, exercise, condition, technique, programme, benefit or red flag.

\b
Examples:
  handouts show bridge
  handouts show bridge --picture bridge.png
  handouts show osteoporosis --json
"""


@click.command("show", help=EXAMPLES)
@click.argument("id_", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@click.option("--picture", metavar="FILE.png", help="Write the picture too (exercises).")
@click.option("--mono", is_flag=True, help="The picture for a black and white printer.")
@click.option("--force", is_flag=True, help="Replace a picture file that is there already.")
@clinic_option
def command(id_: str, as_json: bool, picture: str | None, mono: bool, force: bool, clinic: str | None) -> None:
    """Parse, look up, print."""
    import msgspec

    from handouts.cli.settings import open_door, open_library
    from handouts.library import model as m

    door = open_door(clinic)
    library = open_library(door, "en")
    kind, facts, words = _find(id_, library)
    drawn = facts if isinstance(facts, m.Exercise) else None
    if picture:
        from handouts.output import check_target

        if drawn is None:
            raise UsageProblem(f"'{id_}' is of the kind {kind}, which has no picture", hint="name an exercise")
        check_target(Path(picture), force=force)
    document = {"kind": kind, **msgspec.to_builtins(facts), "words": msgspec.to_builtins(words)}
    if as_json:
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        _print(document)
    if picture and drawn:
        from handouts.output import write_file
        from handouts.page.preview import picture_as_png
        from handouts.pictures.compiled import PictureBook

        folders = door.folders()
        book = PictureBook(folders.compiled, own=folders.own_images)
        png = picture_as_png(book.get("exercise", drawn.picture or drawn.id), mono=mono)
        write_file(Path(picture), png, force=force)


def _find(word: str, library: Library) -> tuple[str, msgspec.Struct, msgspec.Struct]:
    """Kind, facts and words of an id or an everyday name. Raises InvalidData with the nearest word."""
    c = library.contents
    tables: dict[str, tuple[Records, Records]] = {
        "area": (c.areas, c.area_words),
        "exercise": (c.exercises, c.exercise_words),
        "condition": (c.conditions, c.condition_words),
        "technique": (c.techniques, c.technique_words),
        "programme": (c.programmes, c.programme_words),
        "topic": (c.topics, c.topic_words),
        "benefit": (c.benefits, c.benefit_words),
        "red flag": (c.red_flags, c.red_flag_words),
        "group": (c.groups, c.groups),
    }
    for kind, (facts, words) in tables.items():
        if word in facts:
            return kind, facts[word], words[word]
    finders: tuple[tuple[str, Callable[[], str]], ...] = (
        ("area", lambda: library.find_area(word).word),
        ("exercise", lambda: library.find_exercise(word).id),
        ("condition", lambda: library.find_condition(word).id),
        ("technique", lambda: library.find_technique(word).id),
        ("programme", lambda: library.find_programme(word).id),
    )
    for kind, find in finders:
        try:
            found = find()
        except InvalidData:
            continue
        kind = kind if found in tables[kind][0] else "group"
        return kind, tables[kind][0][found], tables[kind][1][found]
    everything = [one for facts, _ in tables.values() for one in facts]
    raise InvalidData(f"nothing is called '{word}'", hint=did_you_mean(word, everything) or "see 'handouts list'")


def _print(document: Mapping[str, Any], indent: str = "") -> None:
    for key, value in document.items():
        if value in (None, [], {}, (), ""):
            continue
        if isinstance(value, Mapping):
            click.echo(f"{indent}{key}:")
            _print(value, indent + "  ")
        elif isinstance(value, (list, tuple)) and value and isinstance(value[0], Mapping):
            click.echo(f"{indent}{key}:")
            for item in value:
                click.echo(
                    f"{indent}  - " + "; ".join(f"{k}: {_short(v)}" for k, v in item.items() if v not in (None, [], {}))
                )
        else:
            click.echo(f"{indent}{key}: {_short(value)}")


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={one}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
