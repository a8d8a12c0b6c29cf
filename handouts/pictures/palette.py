"""Colours for the roles of compiled pictures: people, body maps, plates and pictograms.

Every colour is "#RRGGBB". The mono palettes use black, white and few greys, so that a picture survives a
laser printer and a photocopier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from handouts.errors import PictureError

SKINS: Mapping[str, str] = MappingProxyType(
    {
        "fair": "#F0D5C3",
        "light": "#EBCDB6",
        "olive": "#D9A983",
        "tan": "#C68E67",
        "brown": "#A8714F",
        "deep": "#7C4E38",
    }
)
HAIRS: Mapping[str, str] = MappingProxyType(
    {
        "black": "#2A2423",
        "dark-brown": "#4B3F3A",
        "brown": "#6E4F3A",
        "red": "#9A5334",
        "blond": "#C9A466",
        "grey": "#8E9296",
        "white": "#D9DBDC",
    }
)

LINE = "#27343D"
DEEP_SKIN_LINE = "#1B2329"  # the usual line is too near a deep skin's own darkness

_SCENE = {
    "arrow": "#C24A22",
    "feel": "#D9572B",
    "mat": "#C9D8CE",
    "mat_edge": "#9DB5A6",
    "prop": "#E3CFAE",
    "prop_dark": "#CDB48C",
    "prop_side": "#B89D74",
    "ghost": "#EEF1F2",
    "ghost_line": "#8E9CA4",
    "shade": "#3A2A3A",
    "highlight": "#FFFFFF",
    "paper": "#FFFFFF",
    "ink": "#1B2A32",
}
_SCENE_MONO = {
    "skin": "#FFFFFF",
    "skin_far": "#EDEDED",
    "shirt": "#D0D0D0",
    "shirt_far": "#C2C2C2",
    "shorts": "#8A8A8A",
    "shorts_far": "#7C7C7C",
    "hair": "#4A4A4A",
    "line": "#000000",
    "arrow": "#000000",
    "feel": "#000000",
    "mat": "#F0F0F0",
    "mat_edge": "#999999",
    "prop": "#FFFFFF",
    "prop_dark": "#E6E6E6",
    "prop_side": "#D0D0D0",
    "ghost": "#FFFFFF",
    "ghost_line": "#777777",
    "shade": "#000000",
    "highlight": "#FFFFFF",
    "paper": "#FFFFFF",
    "ink": "#000000",
}
_MAP = {
    "body": "#F6F1EA",
    "muscle": "#EDE6DE",
    "muscle_dark": "#E0D6CC",
    "fibre": "#CFC3B8",
    "outline": "#4A545B",
    "mark": "#D9572B",
    "mark_dark": "#B8431B",
    "mark_edge": "#4A545B",
}
_MAP_MONO = {
    "body": "#FFFFFF",
    "muscle": "#FFFFFF",
    "muscle_dark": "#ECECEC",
    "fibre": "#BDBDBD",
    "outline": "#000000",
    "mark": "#555555",
    "mark_dark": "#333333",
    "mark_edge": "#000000",
}
_PLATE = {
    "flesh": "#BE5A4C",
    "flesh_light": "#DE8F7E",
    "flesh_dark": "#86352E",
    "flesh_line": "#5E221E",
    "grain_dark": "#7A2E28",
    "grain_light": "#EDB3A5",
    "tendon": "#F0E4CF",
    "tendon_line": "#8C6F4A",
    "bone": "#EFE3C6",
    "bone_light": "#FBF4E1",
    "bone_dark": "#CFBB91",
    "bone_far": "#DDCCA5",
    "bone_line": "#7B6A47",
    "disc": "#C9D7DC",
    "disc_line": "#7B8C93",
    "nerve": "#EBC84E",
    "nerve_light": "#F8E7A0",
    "nerve_line": "#8C6D12",
    "band": "#EBDFC8",
    "band_line": "#7B6A47",
    "bed": "#D9A893",
    "hide": "#F6E9DD",
    "hide_dark": "#E6CDB8",
    "hide_line": "#8A6B57",
}


@dataclass(frozen=True)
class Person:
    """The body shown in exercise pictures: a skin id (see SKINS) and a hair id (see HAIRS)."""

    skin: str = "light"
    hair: str = "dark-brown"


def mixed(first: str, second: str, share: float) -> str:
    """The colour share (0 to 1) of the way from the first colour to the second."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def palette_for(
    person: Person,
    shirt: str = "#3E8089",
    shorts: str = "#3D4F63",
    mono: bool = False,
    mark: str | None = None,
) -> Mapping[str, str]:
    """Every role's colour for one document.

    shirt and shorts come from the theme; mark replaces the colour of body-map marks. In mono the person's
    skin is left white and hair dark, whoever is shown. Raises PictureError for an unknown skin or hair id.
    """
    skin, hair = _known("skin", person.skin, SKINS), _known("hair", person.hair, HAIRS)
    if mono:
        return MappingProxyType({**_SCENE_MONO, **_MAP_MONO, **_plate_in_mono()})
    dark_skin = person.skin == "deep"
    colours = {
        **_SCENE,
        **_MAP,
        **_PLATE,
        "skin": skin,
        "skin_far": mixed(skin, "#5A2E1E", 0.12),
        "shirt": shirt,
        "shirt_far": mixed(shirt, "#10202A", 0.15),
        "shorts": shorts,
        "shorts_far": mixed(shorts, "#10182A", 0.18),
        "hair": hair,
        "line": DEEP_SKIN_LINE if dark_skin else LINE,
    }
    if mark is not None:
        colours |= {"mark": mark, "mark_dark": mixed(mark, "#000000", 0.18)}
    return MappingProxyType(colours)


def icon_palette(ink: str, paper: str = "#FFFFFF") -> Mapping[str, str]:
    """The two roles of a pictogram: its own colour, and the ground that shows through it."""
    return MappingProxyType({"ink": ink, "paper": paper})


def _plate_in_mono() -> dict[str, str]:
    return {role: "#000000" if role.endswith("line") or role.startswith("grain") else "#FFFFFF" for role in _PLATE}


def _known(what: str, wanted: str, known: Mapping[str, str]) -> str:
    try:
        return known[wanted]
    except KeyError:
        raise PictureError(f"there is no {what} called {wanted!r}", hint="choose one of: " + ", ".join(known)) from None
