"""``handouts config show``: which settings hold, and where each came from."""

from __future__ import annotations

import json

import click

from handouts.cli.options import clinic_option, look_options
from handouts.errors import HandoutsError


@click.group("config", help="Settings: which hold, and where they came from.")
def command() -> None:
    """The group of config commands."""


SHOW = """Show every setting with its value and where it came from.

Flags come first, then HANDOUTS_* variables, the clinic's clinic.yaml, your own config file, and the defaults.

\b
Examples:
  handouts config show
  handouts config show --clinic my-clinic --json
"""


@command.command("show", help=SHOW)
@look_options
@clinic_option
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def show(as_json: bool, clinic: str | None, **flags: str | None) -> None:
    """Read the settings and print them with their origin."""
    from handouts.cli.settings import Setting, find_region, open_door, open_library, read_settings

    door = open_door(clinic)
    record = door.clinic()
    settings = dict(read_settings(door, flags, record, {}))
    if settings["region"].value is None:
        try:
            region, note = find_region(door, settings["region"], open_library(door, str(settings["language"].value)))
            settings["region"] = Setting(region.id, "system locale" if note else "default")
        except HandoutsError:
            settings["region"] = Setting(None, "not set: no sheet can be made without one")
    settings["clinic"] = Setting(str(door.clinic_folder) if door.clinic_folder else None, door.clinic_source)
    settings["cache"] = Setting(str(door.cache) if door.cache else None, "HANDOUTS_CACHE or the system's cache folder")
    settings["user file"] = Setting(str(door.user_file), "found" if door.user_file.is_file() else "not there")
    if as_json:
        click.echo(json.dumps({k: {"value": s.value, "source": s.source} for k, s in settings.items()}, indent=2))
        return
    width = max(len(key) for key in settings)
    for key, setting in settings.items():
        value = "-" if setting.value is None else setting.value
        click.echo(f"{key:<{width}}  {value}  ({setting.source})")
