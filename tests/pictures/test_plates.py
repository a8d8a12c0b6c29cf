"""Promises of the anatomy plates: muscles are where the books put them, small enough, quick, the same every time."""

from __future__ import annotations

import hashlib
import zlib
from functools import cache
from pathlib import Path

import pytest
import yaml

from handouts.errors import PictureError
from handouts.pictures.compiled import PictureBook
from handouts.pictures.palette import palette_for
from tests.page.plates import WORDS, design

ROOT = Path(__file__).resolve().parents[2]
ANATOMY = ROOT / "images" / "anatomy"
COMPILED = ROOT / "images" / "compiled"
BOOK = PictureBook([COMPILED])
PLATES = BOOK.ids("plate")
FACTS = yaml.safe_load((ROOT / "tests" / "data" / "area_muscles.yaml").read_text(encoding="utf-8"))
WANTED = {"lower-back-hip", "neck-upper-back", "shoulder-back", "shoulder-front", "knee", "lower-leg", "foot-sole"}
WANTED |= {"forearm-hand", "jaw", "thigh-front", "thigh-back"}
LARGEST_IN_PDF = 120_000  # bytes of one look


@cache
def source(plate_id: str) -> dict:  # type: ignore[type-arg]
    text = (ANATOMY / f"plate-{plate_id}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def muscles_of(plate_id: str) -> frozenset[str]:
    panels = source(plate_id)["panels"]
    return frozenset(claim["muscle"] for panel in panels for claim in panel["attachments"])


# ---------------------------------------------------------------- what is supplied
def test_every_region_a_clinic_asks_for_has_its_plate() -> None:
    assert set(PLATES) >= WANTED
    assert {path.stem[6:] for path in ANATOMY.glob("plate-*.yaml")} == set(PLATES)


@pytest.mark.parametrize("plate_id", PLATES)
def test_a_plate_is_drawn_in_colour_and_for_a_laser_printer(plate_id: str) -> None:
    plate = BOOK.get("plate", plate_id)
    assert plate.block_names[:2] == ("colour", "mono")
    assert set(plate.block_names[2:]) <= {"fade", "fade-foot"}
    mono = next(block.data for block in plate.blocks if block.name == "mono")
    assert b"{flesh" not in mono
    assert b"{bone" not in mono


@pytest.mark.parametrize("plate_id", PLATES)
def test_a_plate_is_small_in_a_pdf(plate_id: str) -> None:
    plate, palette = BOOK.get("plate", plate_id), palette_for(design().person)
    for look in ("colour", "mono"):
        assert len(zlib.compress(plate.operators(palette, [look]))) <= LARGEST_IN_PDF


@pytest.mark.parametrize("plate_id", PLATES)
def test_the_compiled_plate_comes_from_its_sources_as_they_are_now(plate_id: str) -> None:
    data = (ANATOMY / f"plate-{plate_id}.yaml").read_bytes() + (ANATOMY / "bones.yaml").read_bytes()
    assert BOOK.get("plate", plate_id).source_sha256 == hashlib.sha256(data).hexdigest()


# ---------------------------------------------------------------- names
@pytest.mark.parametrize("plate_id", PLATES)
def test_every_part_has_an_everyday_and_a_latin_name_that_no_other_has(plate_id: str) -> None:
    anchors = BOOK.get("plate", plate_id).anchors
    assert WORDS.plate(plate_id).caption
    for style in ("everyday", "latin"):
        for column in ("left", "right", "top"):
            names = [WORDS.name(one.word, style) for one in anchors if one.column == column]  # type: ignore[arg-type]
            assert len(names) == len(set(names)), (style, names)
    assert {one.rank for one in anchors} <= {1, 2, 3}
    assert sum(one.rank == 1 and one.column != "top" for one in anchors) >= 6


@pytest.mark.parametrize("plate_id", PLATES)
def test_names_point_into_the_drawing(plate_id: str) -> None:
    plate = BOOK.get("plate", plate_id)
    for anchor in plate.anchors:
        assert 0 < anchor.x < plate.width
        assert 0 < anchor.y <= plate.height


def test_no_name_is_written_for_nothing() -> None:
    used = {anchor.word for plate_id in PLATES for anchor in BOOK.get("plate", plate_id).anchors}
    assert set(WORDS.names) == used
    assert set(WORDS.plates) == set(PLATES)


# ---------------------------------------------------------------- anatomy
@pytest.mark.parametrize("plate_id", PLATES)
def test_each_muscle_begins_and_ends_where_the_plate_says(plate_id: str) -> None:
    pytest.importorskip("shapely")
    from handouts.pictures.studio.plate_claims import claim_problems
    from handouts.pictures.studio.plate_data import read_plate

    plate = read_plate(ANATOMY / f"plate-{plate_id}.yaml")
    assert [text for panel in plate.panels for text in claim_problems(panel)] == []


def test_a_muscle_that_ends_on_the_wrong_bone_is_found(tmp_path: Path) -> None:
    pytest.importorskip("shapely")
    from handouts.pictures.studio.plate_claims import claim_problems
    from handouts.pictures.studio.plate_data import read_plate

    text = (ANATOMY / "plate-lower-back-hip.yaml").read_text(encoding="utf-8")
    wrong = text.replace("from: [sacrum.front-face], to: [femur-back.trochanter]", "from: [l5.body], to: [sacrum.none]")
    assert wrong != text
    (tmp_path / "plate-x.yaml").write_text(wrong, encoding="utf-8")
    (tmp_path / "bones.yaml").write_bytes((ANATOMY / "bones.yaml").read_bytes())
    found = [text for panel in read_plate(tmp_path / "plate-x.yaml").panels for text in claim_problems(panel)]
    assert len(found) == 2
    assert "piriformis: its origin is" in found[0]
    assert "there is no landmark 'sacrum.none'" in found[1]


@pytest.mark.parametrize("area", FACTS["areas"])
def test_the_muscles_that_an_area_names_are_drawn_with_their_attachments(area: str) -> None:
    covering = [plate_id for plate_id in PLATES if area in source(plate_id)["covers"]]
    assert covering, f"no plate shows {area}"
    near = 0
    drawn = [name for name in FACTS["areas"][area] if name not in FACTS["not_drawn"]]
    for name in drawn:
        layers = set(FACTS["drawn_as"][name])
        assert any(layers <= muscles_of(plate_id) for plate_id in PLATES), name
        near += any(layers & muscles_of(plate_id) for plate_id in covering)
    assert near > len(drawn) / 2, f"most muscles of {area} are on other plates"


def test_what_is_not_drawn_is_named_by_an_area_and_has_a_reason() -> None:
    named = {name for names in FACTS["areas"].values() for name in names}
    assert set(FACTS["not_drawn"]) <= named
    assert set(FACTS["drawn_as"]) | set(FACTS["not_drawn"]) == named
    assert not set(FACTS["drawn_as"]) & set(FACTS["not_drawn"])
    assert all(len(reason) > 10 for reason in FACTS["not_drawn"].values())


def test_every_area_of_the_library_is_compared() -> None:
    areas = {path.stem for path in (ROOT / "templates" / "library" / "areas").glob("*.yaml")}
    assert set(FACTS["areas"]) == areas


def test_the_twelfth_rib_springs_from_the_twelfth_chest_vertebra() -> None:
    of = {layer.get("id"): layer for layer in source("lower-back-hip")["panels"][0]["layers"]}
    at = dict(zip(of["spine"]["levels"], of["spine"]["at"], strict=True))
    for rib, level in (("rib-11", "t11"), ("rib-12", "t12")):
        springs_at = of[rib]["outline"][0][1]
        assert abs(springs_at - at[level][0]) < 15
        assert all(abs(springs_at - y) > 20 for name, (y, _) in at.items() if name != level)


# ---------------------------------------------------------------- the studio
def test_a_plate_compiles_to_the_same_bytes() -> None:
    pytest.importorskip("shapely")
    from handouts.pictures.compiled import write_picture
    from handouts.pictures.studio.plate import draw_plate

    made = write_picture(draw_plate(ANATOMY / "plate-foot-sole.yaml"))
    assert made == (COMPILED / "plates" / "foot-sole.hpic").read_bytes()


TINY = """
id: tiny
fades: []
covers: []
panels:
  - id: sole
    at: [0, 0]
    window: [[0, -100], [120, 100]]
    layers:
      - {draw: bone, of: heel-sole, side: right}
      - {draw: cord, id: tendon, side: right, tone: tendon, width: 6, line: [[40, 66], [50, 46], [63, 24]]}
    labels:
      - {word: tendon, column: left, rank: 1}
    attachments: []
"""


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("of: heel-sole", "of: heel-sol", "no bone 'heel-sol'; did you mean 'heel-sole'"),
        ("width: 6", "width: wide", "layers[1].width: this must be a number"),
        ("word: tendon", "word: tendn", "labels[0].word: no layer is called 'tendn'"),
        ("side: right, tone", "side: rite, tone", "layers[1].side: 'rite' is none of"),
        ("draw: cord", "draw: chord", "layers[1].draw: 'chord' is none of"),
        ("width: 6, ", "", "layers[1].width: this field is missing"),
    ],
)
def test_a_fault_in_a_plate_is_said_with_its_place(tmp_path: Path, before: str, after: str, message: str) -> None:
    pytest.importorskip("shapely")
    from handouts.pictures.studio.plate import draw_plate

    assert before in TINY
    (tmp_path / "plate-tiny.yaml").write_text(TINY.replace(before, after), encoding="utf-8")
    (tmp_path / "bones.yaml").write_bytes((ANATOMY / "bones.yaml").read_bytes())
    with pytest.raises(PictureError) as problem:
        draw_plate(tmp_path / "plate-tiny.yaml")
    assert message in str(problem.value)
    assert "plate-tiny.yaml:panels[0]" in str(problem.value)
