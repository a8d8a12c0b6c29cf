"""How a sheet looks: paper, theme, variant and the clinic's own branding, resolved to one frozen Design.

Themes and papers are data (templates/themes/*.yaml, templates/papers/*.yaml). A clinic's colour takes the place
of the theme's main colour, darkened as far as the words need it. Lengths in millimetres, colours as "#RRGGBB".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from msgspec.structs import replace

from handouts.errors import InvalidData, Where, did_you_mean
from handouts.library.located import Document

Variant = Literal["standard", "large", "mono"]
VARIANTS: tuple[Variant, ...] = ("standard", "large", "mono")

TEXT_CONTRAST = 4.5  # WCAG 2.1 AA for words
GRAPHIC_CONTRAST = 3.0  # and for lines and shapes that carry meaning

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_ID = re.compile(r"(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*")  # a longer one would be no name of a file


class Paper(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A sheet, upright. Millimetres. ``caliper_mm``: its thickness; 0.1 is office paper of 80 g to the square metre."""

    id: str
    name: str
    width_mm: float
    height_mm: float
    caliper_mm: float = 0.1

    def __post_init__(self) -> None:
        if not 0.03 <= self.caliper_mm <= 0.6:
            raise ValueError(f"caliper_mm: paper is not {self.caliper_mm:g} mm thick; 0.1 is office paper")
        if not (90 <= self.width_mm <= 1000 and 90 <= self.height_mm <= 1500):
            raise ValueError(f"a sheet of {self.width_mm:g} x {self.height_mm:g} mm cannot be printed")


class Colours(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every role of the page as "#RRGGBB". ``pain``: eleven grounds; where it is empty it follows from the rest."""

    ink: str
    mute: str
    main: str
    main2: str
    on_bar: str
    on_bar_label: str
    tint: str
    picture_ground: str
    rule: str
    hair: str
    red: str
    red_tint: str
    brown: str
    amber_tint: str
    hot: str
    hot_text: str
    mark: str
    mark_edge: str
    shirt: str
    shorts: str = "#3D4F63"
    paper: str = "#FFFFFF"
    pain: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            values = getattr(self, name)
            for value in (values,) if isinstance(values, str) else values:
                if not _COLOUR.fullmatch(value):
                    raise ValueError(f'{name}: {value!r} is not a colour; write it as "#RRGGBB"')
        if self.pain and len(self.pain) != 11:
            raise ValueError("pain: give eleven colours, for 0 to 10, or none")


MONO = Colours(
    ink="#000000",
    mute="#333333",
    main="#000000",
    main2="#000000",
    on_bar="#000000",
    on_bar_label="#000000",
    tint="#FFFFFF",
    picture_ground="#FFFFFF",
    rule="#000000",
    hair="#777777",
    red="#000000",
    red_tint="#FFFFFF",
    brown="#000000",
    amber_tint="#FFFFFF",
    hot="#000000",
    hot_text="#000000",
    mark="#555555",
    mark_edge="#000000",
    shirt="#D0D0D0",
    shorts="#8A8A8A",
    paper="#FFFFFF",
    pain=("#FFFFFF",) * 11,
)


class Theme(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A look. ``colours`` are the roles of the page."""

    id: str
    name: str
    description: str = ""
    colours: Colours


@dataclass(frozen=True)
class FontChoice:
    """The clinic's own TrueType files. A missing weight falls back to the nearest one given."""

    regular: Path
    semibold: Path | None = None
    bold: Path | None = None


@dataclass(frozen=True)
class Branding:
    """What the clinic's own looks are made of. Paths are known to exist."""

    logo: Path | None = None
    main_colour: str | None = None
    fonts: FontChoice | None = None


Sleeves = Literal["none", "short", "long"]


@dataclass(frozen=True)
class Person:
    """Who is shown in exercise pictures: colours of skin and hair ("#RRGGBB"), the body's build, what is worn.

    ``build`` None: the first there is. ``leggings`` reach the ankle, else shorts; a ``long_top`` covers the hips.
    """

    skin: str = "#EBCDB6"
    hair: str = "#4B3F3A"
    build: str | None = None
    sleeves: Sleeves = "short"
    leggings: bool = False
    long_top: bool = False


@dataclass(frozen=True)
class Design:
    """Everything the pages need to know about looks. ``warnings`` say what had to be changed."""

    paper: Paper
    theme: Theme
    variant: Variant
    branding: Branding
    colours: Colours
    people: tuple[Person, ...] = (Person(),)  # one, or several of whom every exercise shows another
    warnings: tuple[str, ...] = ()
    reduced: bool = False  # laid out in large print that will be made smaller: two pages to a side

    @property
    def person(self) -> Person:
        """The first of the people: who is shown where there is one picture only."""
        return self.people[0]

    @property
    def mono(self) -> bool:
        """True where the sheet is for a black and white printer."""
        return self.variant == "mono"

    @property
    def large(self) -> bool:
        """True for large print, also where it is going to be reduced to ordinary type on half a sheet."""
        return self.variant == "large" or self.reduced


def make_design(
    theme: Theme,
    paper: Paper,
    variant: str,
    branding: Branding,
    *,
    people: tuple[Person, ...] = (Person(),),
) -> Design:
    """Resolves the colours. The clinic's colour replaces main, main2, tint and rule.

    Raises InvalidData for an unknown variant and for a clinic colour that is not "#RRGGBB".
    """
    if variant not in VARIANTS:
        hint = did_you_mean(variant, VARIANTS) or "choose one of: " + ", ".join(VARIANTS)
        raise InvalidData(f"there is no variant {variant!r}", hint=hint)
    warnings: list[str] = []
    if variant == "mono":
        colours = MONO
    else:
        colours = _theme_colours(theme)
        if branding.main_colour is not None:
            colours = _in_clinic_colour(colours, branding.main_colour, warnings)
    return Design(
        paper=paper,
        theme=theme,
        variant=variant,
        branding=branding,
        colours=colours,
        people=people,
        warnings=tuple(warnings),
    )


def _theme_colours(theme: Theme) -> Colours:
    colours = theme.colours
    return colours if colours.pain else replace(colours, pain=pain_ramp(colours.tint, colours.main, colours.ink))


def _in_clinic_colour(colours: Colours, wanted: str, warnings: list[str]) -> Colours:
    if not _COLOUR.fullmatch(wanted):
        raise InvalidData(f"{wanted!r} is not a colour", where=Where(field="main_colour"), hint='write it as "#RRGGBB"')
    wanted = wanted.upper()
    tint = mixed(colours.paper, wanted, 0.09)
    # White words stand on it in the bar, and it prints as words on paper and on its own tint.
    main = darkened(wanted, (colours.paper, colours.on_bar, tint), TEXT_CONTRAST)
    main2 = darkened(mixed(main, colours.paper, 0.16), (colours.paper,), TEXT_CONTRAST)
    rule = darkened(mixed(main, colours.paper, 0.38), (colours.paper, tint), GRAPHIC_CONTRAST)
    label = mixed(main, colours.on_bar, 0.80)
    if contrast(label, main) < TEXT_CONTRAST:
        label = colours.on_bar
    if main != wanted:
        ratio = contrast(wanted, colours.paper)
        warnings.append(
            f"the clinic's colour {wanted} is too light for words ({ratio:.1f} to 1, {TEXT_CONTRAST} is needed): "
            f"{main} is used instead"
        )
    return replace(
        colours,
        main=main,
        main2=main2,
        tint=tint,
        rule=rule,
        on_bar_label=label,
        hair=mixed(colours.paper, main, 0.30),
        picture_ground=mixed(colours.paper, main, 0.055),
        pain=pain_ramp(tint, main, colours.ink),
    )


# ---------------------------------------------------------------- colours
def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1) of "#RRGGBB", from 0 for black to 1 for white."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio (WCAG 2.1) of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(first: str, second: str, share: float) -> str:
    """The colour ``share`` (0 to 1) of the way from the first to the second."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def darkened(colour: str, grounds: Sequence[str], ratio: float) -> str:
    """The lightest shade of the colour that reaches the ratio on each of the grounds."""
    for step in range(101):
        shade = mixed(colour, "#000000", step / 100)
        if all(contrast(shade, ground) >= ratio for ground in grounds):
            return shade
    return "#000000"


def pain_ramp(tint: str, main: str, ink: str = "#1B2A32") -> tuple[str, ...]:
    """Grounds for 0 to 10, from tint to main. It jumps after 6: figures in ink can be read up to there, white ones from
    there on. A main colour that is itself only just dark enough goes on darker instead of up to it."""
    last = next(
        share
        for share in (0.54, 0.5, 0.46, 0.42, 0.38, 0.34, 0.3, 0.0)
        if share == 0.0 or contrast(ink, mixed(tint, main, share)) >= TEXT_CONTRAST
    )
    low = [mixed(tint, main, last * step / 6) for step in range(7)]
    high = [mixed(tint, main, share) for share in (0.76, 0.84, 0.92, 1.0)]
    if contrast("#FFFFFF", high[0]) < TEXT_CONTRAST:
        high = [mixed(main, "#000000", share) for share in (0.0, 0.16, 0.32, 0.48)]
    return tuple(low + high)


def text_on(ground: str, light: str, dark: str) -> str:
    """Whichever of the two reads better on the ground."""
    return light if contrast(light, ground) > contrast(dark, ground) else dark


# ---------------------------------------------------------------- reading
def read_theme(path: Path) -> Theme:
    """Reads one theme file. Raises InvalidData naming file and field."""
    return _read(path, Theme)


def read_paper(path: Path) -> Paper:
    """Reads one paper file. Raises InvalidData naming file and field."""
    return _read(path, Paper)


def find_design_file(folders: Iterable[Path], kind: Literal["themes", "papers"], wanted: str) -> Path:
    """The file of a theme or paper in the first folder that has it. Raises InvalidData with the nearest id."""
    folders = tuple(folders)
    if _ID.fullmatch(wanted):
        for folder in folders:
            path = folder / kind / f"{wanted}.yaml"
            if path.is_file():
                return path
    known = sorted({path.stem for folder in folders for path in (folder / kind).glob("*.yaml")})
    hint = did_you_mean(wanted, known) or "choose one of: " + ", ".join(known)
    raise InvalidData(f"there is no {kind[:-1]} {wanted!r}", hint=hint)


_Record = TypeVar("_Record", Theme, Paper)


def _read(path: Path, record: type[_Record]) -> _Record:
    document = Document(path)
    found = document.as_record(record)
    if found.id != path.stem:
        raise InvalidData(
            f"its id is {found.id!r} but the file is called {path.name}",
            where=document.where("id"),
            hint="give both the same name",
        )
    return found
