"""Colours for the roles of compiled pictures: people, body maps, plates and pictograms.

Every colour is "#RRGGBB". The mono palettes use black, white and few greys, so that a picture survives a
laser printer and a photocopier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from handouts.design import Person, luminance, mixed
from handouts.pictures.compiled import rgb_operands

__all__ = ["Person", "icon_palette", "palette_for"]

LINE = "#27343D"
DEEP_SKIN_LINE = "#1B2329"  # the usual line is too near a deep skin's own darkness
DEEP_SKIN = 0.12  # luminance below which a skin is deep

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


def palette_for(
    person: Person,
    shirt: str = "#3E8089",
    shorts: str = "#3D4F63",
    mono: bool = False,
    mark: str | None = None,
) -> Mapping[str, str]:
    """Every role's colour for one person in one document.

    shirt and shorts come from the theme; mark replaces the colour of body-map marks. In mono the person's
    skin is left white and hair dark, whoever is shown. Raises PictureError for what is not a colour.
    """
    rest = {**_MAP_MONO, **_plate_in_mono()} if mono else {**_MAP, **_PLATE}
    if mark is not None and not mono:
        rest |= {"mark": mark, "mark_dark": mixed(mark, "#000000", 0.18)}
    body = _SCENE_MONO if mono else {**_SCENE, **_in_colour(person, shirt, shorts)}
    if mono and person.sleeves == "none":  # white arms on a grey shirt need the edge of a sleeve
        person = replace(person, sleeves="short")
    return MappingProxyType({**rest, **body, **_dressed(person, body)})


def _in_colour(person: Person, shirt: str, shorts: str) -> dict[str, str]:
    """The colours of skin, hair and the two pieces of cloth, near and far."""
    for colour in (person.skin, person.hair):
        rgb_operands(colour)
    return {
        "skin": person.skin,
        "skin_far": mixed(person.skin, "#2E2A34", 0.12),
        "shirt": shirt,
        "shirt_far": mixed(shirt, "#10202A", 0.15),
        "shorts": shorts,
        "shorts_far": mixed(shorts, "#10182A", 0.18),
        "hair": person.hair,
        "line": DEEP_SKIN_LINE if luminance(person.skin) < DEEP_SKIN else LINE,
    }


def _dressed(person: Person, body: Mapping[str, str]) -> dict[str, str]:
    """What is worn, as colours: a role that the clothes do not reach has the colour of what is there instead.

    So one compiled picture serves every outfit: bare arms and sleeves, shorts and leggings, are the same shapes.
    """
    arm = "shirt" if person.sleeves == "long" else "skin"
    sleeve = "skin" if person.sleeves == "none" else "shirt"
    leg = "shorts" if person.leggings else "skin"
    out = {
        "tail": body["shirt" if person.long_top else "shorts"],
        "tail_hem": body["line" if person.long_top else "shorts"],
        "shirt_hem": body["shirt" if person.long_top else "line"],
    }
    for tone in ("", "_far"):
        out |= {
            f"arm{tone}": body[arm + tone],
            f"arm_cuff{tone}": body["line" if person.sleeves == "long" else "skin" + tone],
            f"sleeve{tone}": body[sleeve + tone],
            f"sleeve_hem{tone}": body["line" if person.sleeves == "short" else arm + tone],
            f"leg{tone}": body[leg + tone],
            f"leg_cuff{tone}": body["line" if person.leggings else "skin" + tone],
            f"shorts_hem{tone}": body["shorts" + tone if person.leggings else "line"],
        }
    return out


def icon_palette(ink: str, paper: str = "#FFFFFF") -> Mapping[str, str]:
    """The two roles of a pictogram: its own colour, and the ground that shows through it."""
    return MappingProxyType({"ink": ink, "paper": paper})


def _plate_in_mono() -> dict[str, str]:
    return {role: "#000000" if role.endswith("line") or role.startswith("grain") else "#FFFFFF" for role in _PLATE}
