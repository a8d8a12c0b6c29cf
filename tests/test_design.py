"""Looks: every theme can be read, and a clinic's colour is used as far as it can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.design import (
    GRAPHIC_CONTRAST,
    TEXT_CONTRAST,
    Branding,
    Colours,
    contrast,
    find_design_file,
    luminance,
    make_design,
    mixed,
    read_paper,
    read_theme,
    text_on,
)
from handouts.errors import HandoutsError, InvalidData

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
THEMES = sorted((TEMPLATES / "themes").glob("*.yaml"))
PAPERS = sorted((TEMPLATES / "papers").glob("*.yaml"))
A4 = read_paper(TEMPLATES / "papers" / "a4.yaml")
CALM = read_theme(TEMPLATES / "themes" / "calm.yaml")


def colours(main: str | None = None, variant: str = "standard") -> Colours:
    return make_design(CALM, A4, variant, Branding(main_colour=main)).colours


def assert_readable(found: Colours) -> None:
    on_paper = ("ink", "mute", "main", "main2", "red", "brown", "hot_text")
    pairs = [(getattr(found, name), found.paper) for name in on_paper]
    pairs += [(found.on_bar, found.main), (found.on_bar_label, found.main), (found.ink, found.tint)]
    pairs += [(found.red, found.red_tint), (found.brown, found.amber_tint), (found.main, found.tint)]
    pairs += [(text_on(ground, found.paper, found.ink), ground) for ground in found.pain]
    for text, ground in pairs:
        assert contrast(text, ground) >= TEXT_CONTRAST, (text, ground)
    for shape in (found.rule, found.hot):
        assert contrast(shape, found.paper) >= GRAPHIC_CONTRAST


@pytest.mark.parametrize("path", THEMES, ids=lambda path: path.stem)
def test_every_theme_can_be_read(path: Path) -> None:
    assert_readable(make_design(read_theme(path), A4, "standard", Branding()).colours)


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_every_paper_is_upright(path: Path) -> None:
    paper = read_paper(path)
    assert paper.height_mm > paper.width_mm


@pytest.mark.parametrize("main", ["#FFE100", "#FFFFFF", "#00C8FF", "#E91E63", "#7CB342", "#000000", "#123456"])
def test_any_clinic_colour_ends_up_readable(main: str) -> None:
    assert_readable(colours(main))


def test_a_dark_clinic_colour_is_used_as_it_is_and_a_pale_one_is_darkened_and_told() -> None:
    dark = make_design(CALM, A4, "standard", Branding(main_colour="#5A2A6E"))
    assert dark.colours.main == "#5A2A6E"
    assert dark.warnings == ()
    pale = make_design(CALM, A4, "standard", Branding(main_colour="#FFCC00"))
    assert luminance(pale.colours.main) < luminance("#FFCC00")
    assert "#FFCC00" in pale.warnings[0]
    assert pale.colours.main in pale.warnings[0]


def test_a_clinic_colour_never_changes_what_red_brown_and_orange_mean() -> None:
    own, theme = colours("#5A2A6E"), colours()
    for name in ("red", "red_tint", "brown", "amber_tint", "hot", "hot_text", "ink", "mark"):
        assert getattr(own, name) == getattr(theme, name)


def test_mono_is_black_on_white_whatever_the_clinic_colour() -> None:
    assert colours("#FFCC00", "mono") == colours(None, "mono")
    assert colours(None, "mono").main == "#000000"


def test_an_unknown_variant_and_a_colour_by_name_are_errors_that_help() -> None:
    with pytest.raises(HandoutsError, match="did you mean 'mono'"):
        make_design(CALM, A4, "momo", Branding())
    with pytest.raises(InvalidData, match="#RRGGBB"):
        colours("teal")


def test_a_theme_file_with_a_mistake_names_file_and_field(tmp_path: Path) -> None:
    path = tmp_path / "calm.yaml"
    path.write_text((TEMPLATES / "themes" / "calm.yaml").read_text().replace('ink: "#1B2A32"', 'ink: "dark"'))
    with pytest.raises(InvalidData, match=r"calm\.yaml.*ink.*dark"):
        read_theme(path)
    with pytest.raises(InvalidData, match=r"calm\.yaml:\d+:"):
        read_theme(path)
    path.write_text("id: calm\nname: Calm\ncolors: {}\n")
    with pytest.raises(InvalidData, match=r"calm\.yaml:3:.*did you mean 'colours'"):
        read_theme(path)
    path.write_text("id: calm\nname: Calm\nsparkle: yes\n")
    with pytest.raises(InvalidData, match=r"sparkle|colours"):
        read_theme(path)
    path.write_text("id: [")
    with pytest.raises(InvalidData, match=r"calm\.yaml"):
        read_theme(path)


def test_a_file_whose_id_is_another_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a9.yaml"
    path.write_text((TEMPLATES / "papers" / "a4.yaml").read_text())
    with pytest.raises(InvalidData, match="a4"):
        read_paper(path)


def test_the_users_folder_wins_and_a_path_is_no_id(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    own = tmp_path / "themes" / "calm.yaml"
    own.write_text("")
    assert find_design_file([tmp_path, TEMPLATES], "themes", "calm") == own
    with pytest.raises(HandoutsError, match="calm"):
        find_design_file([TEMPLATES], "themes", "../themes/calm")
    with pytest.raises(HandoutsError, match="did you mean 'letter'"):
        find_design_file([TEMPLATES], "papers", "leter")


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert mixed("#000000", "#FFFFFF", 0) == "#000000"
    assert mixed("#000000", "#FFFFFF", 1) == "#FFFFFF"
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
