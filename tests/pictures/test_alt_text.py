"""Every picture has words for those who cannot see it, and they say what the picture's own data say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("shapely")

from handouts.library.anatomy import read_anatomy
from handouts.library.check.reading import grade, words
from handouts.library.check.rules import read_rules
from handouts.library.store import Library
from handouts.maps import regions_below
from handouts.page.plate_words import plate_words
from handouts.pictures.compiled import PictureBook
from handouts.pictures.studio.poses import read_pose_file
from handouts.resources import Folders
from handouts.words.fill import Phrases

ROOT = Path(__file__).resolve().parents[2]
POSES = sorted((ROOT / "images" / "poses").glob("*.yaml"))
BOOK = PictureBook([ROOT / "images" / "compiled"])
POSITION = {
    "supine": r"\blies? on (?:their|a) (?:back|long)|lies near the edge of a bed",
    "prone": r"\blies on their front",
    "side-lying": r"\blies on one side",
    "quadruped": r"\bon hands and knees",
    "kneeling": r"\bkneels\b",
    "seated": r"\bsits?\b|^A hand\b|^Seen from|holds one arm forward|rests a forearm on a table",
    "standing": r"\bstands?\b|leans|walks|steps|faces a wall|one straight arm across|with one foot on a low step",
}
# What a prop is called; the mat under somebody who lies, the pad under a knee and what holds a band need no word.
PROP = {
    "chair": r"chair|seat|sits|holds on", "stool": r"stool|sits", "wall": r"wall|door|band", "counter": r"counter|holds on",
    "table": r"table", "bed": r"bed", "step": r"step", "stick": r"stick|rail|rolled towel", "band": r"band",
    "belt": r"belt", "strap": r"strap", "finger-band": r"band", "ball": r"ball", "roller": r"roll", "towel": r"towel",
    "cloth": r"towel", "dumbbell": r"weight", "pillow": r"pillow|towel|lies on one side|lies on their front",
    "mat": "", "pad": "",
}  # fmt: skip
MOVES = re.compile(
    r"\b(?:lifts?|reach(?:es)?|turns?|bends?|lean(?:s|ing)?|slides?|press(?:es|ing)?|pull(?:s|ing)?|draws?|rolls?|tips?|opens?|"
    r"lowers?|rounds?|rises?|moves?|circles?|closes?|spreads?|tightens?|pushes|holds?|hangs|swings?|looks|shifts?|"
    r"rocks?|curls?|taps|drops?|nods|falls?|fall|stands up|steps|stays?|glides?|squeeze|points|straightens|kneels|rest|"
    r"rests|walks|sits the hips)\b"
)


@pytest.fixture(scope="module")
def rules(folders: Folders) -> object:
    return read_rules(folders, "en")


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?]) ", text) if one]


def reads_well(text: str, rules: object) -> bool:
    """Whole sentences that are not too long, at grade 6 or below."""
    parts = sentences(text)
    return (
        text.endswith(".")
        and all(part[0].isupper() for part in parts)
        and max(len(words(part, rules)) for part in parts) <= 20  # type: ignore[arg-type]
        and grade(parts, rules)[0] <= 6  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("path", POSES, ids=lambda path: path.stem)
def test_the_words_of_an_exercise_say_its_position_its_movement_and_its_props(
    path: Path, library: Library, rules: object
) -> None:
    alt = library.contents.exercise_words[path.stem].alt
    assert reads_well(alt, rules), alt
    assert re.search(POSITION[library.contents.exercises[path.stem].position], alt), alt
    assert MOVES.search(alt), alt
    for prop in read_pose_file(path).props:
        assert re.search(PROP[prop.kind], alt), f"{prop.kind}: {alt}"


def test_every_exercise_picture_has_words_of_its_own(library: Library) -> None:
    alts = {one: library.contents.exercise_words[one].alt for one in BOOK.ids("exercise")}
    assert set(alts) == {path.stem for path in POSES}
    assert len(set(alts.values())) == len(alts)


def test_every_plate_has_words_that_name_its_parts(rules: object) -> None:
    anatomy = read_anatomy([ROOT / "templates" / "en" / "anatomy.yaml"])
    for plate_id in BOOK.ids("plate"):
        shown = plate_words(anatomy, BOOK.get("plate", plate_id))
        assert shown.alt.startswith(anatomy.plate(plate_id).shows)
        assert all(name in shown.alt for name in shown.names.values()), plate_id
        assert reads_well(anatomy.plate(plate_id).shows, rules), plate_id
        assert all(reads_well(one, rules) for one in sentences(shown.caption)), shown.caption


def test_every_technique_picture_has_words(library: Library, rules: object) -> None:
    shown = Phrases(library.contents.phrases, "en").value("techniques.pictures")
    assert set(BOOK.ids("technique")) == set(shown)
    for alt in shown.values():
        assert re.search(r"\bhands?\b|\bfist|\bthumb|finger|\belbow|\bforearm|\bpalm", alt), alt
        assert reads_well(alt, rules), alt


def test_every_view_of_the_body_map_has_a_name_to_be_told_by(library: Library, folders: Folders) -> None:
    regions = regions_below(folders.images)
    pictures = {regions.drawing(view).picture for view in regions.maps}
    assert pictures == set(BOOK.ids("map"))
    phrases = Phrases(library.contents.phrases, "en")
    assert set(phrases.value("map.views")) >= set(regions.maps)
    assert set(phrases.value("map.seen.views")) >= set(regions.maps)
    assert {drawing.kind for drawing in regions.maps.values()} <= set(phrases.value("map.seen"))
