"""Promises of the technique pictures: one for each common technique, small, said in words, the same every time."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest
import yaml

from handouts.errors import PictureError
from handouts.page.blocks.base import Setting
from handouts.page.blocks.sections import section, section_strips, with_fewer_items
from handouts.page.drawing import Figure, Words
from handouts.pictures.compiled import PictureBook
from handouts.pictures.palette import palette_for
from handouts.pictures.regions import MapRegions
from handouts.words.fill import Phrases
from handouts.words.model import Bullets, Section, said
from handouts.words.technique_pictures import with_pictures
from tests.page.plates import design, page_of

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "images" / "techniques"
COMPILED = ROOT / "images" / "compiled" / "techniques"
BOOK = PictureBook([ROOT / "images" / "compiled"])
IDS = BOOK.ids("technique")
PHRASES = yaml.safe_load((ROOT / "templates" / "en" / "phrases.yaml").read_text(encoding="utf-8"))
SHOWN = PHRASES["techniques"]["pictures"]
WANTED = {
    "effleurage",
    "petrissage",
    "cross-fibre-friction",
    "trigger-point",
    "myofascial-release",
    "assisted-stretching",
    "joint-mobilisation",
    "deep-tissue",
    "tapotement",
}


def techniques(*names: str) -> Section:
    items = tuple(said(f"A line about {name}.") for name in names)
    body = Section("techniques", said("What we may do"), (Bullets(items),))
    return with_pictures(body, names, Phrases(PHRASES, "en"))


def setting(variant: str = "standard") -> Setting:
    return Setting(design(variant), BOOK, MapRegions({}))


def test_the_commonest_techniques_have_a_picture_under_their_own_id() -> None:
    assert set(IDS) == WANTED
    assert {path.stem for path in (ROOT / "templates" / "library" / "techniques").glob("*.yaml")} >= WANTED


def test_every_picture_is_said_in_words_and_every_line_has_its_picture() -> None:
    assert set(SHOWN) == set(IDS)
    assert all(20 < len(line) < 110 for line in SHOWN.values())
    assert len(set(SHOWN.values())) == len(SHOWN)


@pytest.mark.parametrize("technique", sorted(WANTED))
def test_a_picture_is_small_and_has_both_looks(technique: str) -> None:
    picture, palette = BOOK.get("technique", technique), palette_for(design().person)
    assert picture.block_names == ("colour", "mono")
    assert (COMPILED / f"{technique}.hpic").stat().st_size <= 25_000
    for look in picture.block_names:
        assert len(zlib.compress(picture.operators(palette, [look]))) <= 25_000
    mono = next(block.data for block in picture.blocks if block.name == "mono")
    assert b"{shade}" not in mono, "soft shades do not survive a photocopier"


@pytest.mark.parametrize("technique", sorted(WANTED))
def test_the_compiled_picture_comes_from_its_sources_as_they_are_now(technique: str) -> None:
    data = (SOURCES / f"{technique}.yaml").read_bytes() + (SOURCES / "scenes.yaml").read_bytes()
    assert BOOK.get("technique", technique).source_sha256 == hashlib.sha256(data).hexdigest()


def test_a_technique_compiles_to_the_same_bytes() -> None:
    pytest.importorskip("shapely")
    from handouts.pictures.compiled import write_picture
    from handouts.pictures.studio.technique import draw_technique

    made = write_picture(draw_technique(SOURCES / "effleurage.yaml"))
    assert made == (COMPILED / "effleurage.hpic").read_bytes()


def test_an_unknown_hand_is_refused_with_the_choices(tmp_path: Path) -> None:
    pytest.importorskip("shapely")
    from handouts.pictures.studio.technique import draw_technique

    text = (SOURCES / "effleurage.yaml").read_text(encoding="utf-8").replace("shape: straight", "shape: claw")
    (tmp_path / "effleurage.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "scenes.yaml").write_bytes((SOURCES / "scenes.yaml").read_bytes())
    with pytest.raises(PictureError, match=r"effleurage\.yaml:hands\[0\]\.shape: 'claw' is none of: straight"):
        draw_technique(tmp_path / "effleurage.yaml")


# ---------------------------------------------------------------- on the sheet
def test_a_technique_without_a_picture_keeps_its_line() -> None:
    part = techniques("effleurage", "cold-pack", "petrissage").body[0]
    assert isinstance(part, Bullets)
    assert [one.picture if one else None for one in part.beside] == ["effleurage", None, "petrissage"]
    assert not techniques("cold-pack").body[0].beside  # type: ignore[union-attr]


@pytest.mark.parametrize("variant", ["standard", "mono", "large"])
def test_pictures_stand_beside_their_lines_and_say_what_they_show(variant: str) -> None:
    block = section(techniques("effleurage", "cold-pack"), setting(variant), 300)
    figures = [thing for thing in block.things if isinstance(thing, Figure)]
    assert [one.node.alt for one in figures] == [SHOWN["effleurage"]]
    lines = [thing for thing in block.things if isinstance(thing, Words) and thing.node and thing.node.tag == "P"]
    assert len({line.x for line in lines}) == 1, "words with and without a picture stand in line"
    assert lines[0].x > figures[0].x + figures[0].width
    assert page_of(block, variant).startswith(b"%PDF-1.7")
    strips = section_strips(techniques("effleurage", "cold-pack", "tapotement"), setting(variant), 300)
    assert len(strips) == 3


def test_a_shorter_list_loses_the_pictures_of_what_it_leaves_out() -> None:
    part = with_fewer_items(techniques("effleurage", "tapotement"), 1).body[0]
    assert isinstance(part, Bullets)
    assert len(part.items) == len(part.beside) == 1
