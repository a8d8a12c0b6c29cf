"""Every compiled picture comes from its sources and from the studio as they are now; only what is stale is drawn."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

pytest.importorskip("shapely")

from handouts.errors import PictureError
from handouts.pictures.compiled import Block, Picture, write_picture
from handouts.pictures.studio import made
from handouts.pictures.studio.compile import main
from handouts.pictures.studio.recipes import BEGIN, STUDIO, Recipe, recipes, studio_version

IMAGES = Path(__file__).resolve().parents[2] / "images"
COMPILED = IMAGES / "compiled"
ALL = {recipe.name: recipe for recipe in recipes(IMAGES)}
REDRAWN = ("exercises/slim/bridge.hpic", "exercises/full/tendon-glides.hpic", "exercises/pregnant/seated-march.hpic",
           "maps/hand-palm.hpic", "techniques/effleurage.hpic", "icons/walk.hpic")  # fmt: skip


# ---------------------------------------------------------------- ours
def test_every_picture_is_fresh_and_none_is_left_over() -> None:
    waiting = {recipe.name: why for recipe, why in made.stale(ALL.values(), COMPILED).items()}
    assert waiting == {}, "run: python -m handouts.pictures.studio renew"
    there = {path.relative_to(COMPILED).as_posix() for path in COMPILED.rglob("*.hpic")}
    assert there == set(ALL) == set(made.read_ledger(COMPILED))


def test_every_kind_has_its_pictures() -> None:
    counts = Counter(recipe.kind for recipe in ALL.values())
    assert set(counts) == set(BEGIN)
    assert counts["exercises"] >= 4 * 112
    assert min(counts.values()) >= 9


@pytest.mark.parametrize("name", REDRAWN)
def test_drawing_again_gives_the_same_file_byte_for_byte(name: str) -> None:
    assert ALL[name].draw() == (COMPILED / name).read_bytes()


# ---------------------------------------------------------------- what makes stale
def picture(text: str, sources: str) -> bytes:
    block = Block("colour", f"q\n{text}\nQ\n".encode())
    return write_picture(Picture("walk", "icon", 10, 10, (), (1.0,), (block,), source_sha256=sources))


def recipe(
    name: str = "icons/walk.hpic", sources: str = "s1", text: str = "0 0 m", drawn: list[str] | None = None
) -> Recipe:
    def draw() -> bytes:
        if drawn is not None:
            drawn.append(name)
        return picture(text, sources)

    return Recipe(name, sources, draw)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with one fresh icon and one fresh map."""
    compiled = tmp_path / made.COMPILED
    assert made.renew([recipe(), recipe("maps/a.hpic")], compiled, lambda _: None) == 2
    return compiled


def why(one: Recipe, compiled: Path) -> str | None:
    return made.staleness(one, compiled, made.read_ledger(compiled))


def test_what_was_just_drawn_is_fresh(kept: Path) -> None:
    assert made.stale([recipe(), recipe("maps/a.hpic")], kept) == {}


def test_a_changed_source_a_changed_file_and_a_missing_one_are_told_apart(kept: Path) -> None:
    assert why(recipe(sources="s2"), kept) == made.SOURCES
    (kept / "icons" / "walk.hpic").write_bytes(picture("9 9 m", "s1"))
    assert why(recipe(), kept) == made.OTHER_BYTES
    (kept / "icons" / "walk.hpic").write_bytes(b"no picture")
    assert why(recipe(), kept) == made.SOURCES
    (kept / "icons" / "walk.hpic").unlink()
    assert why(recipe(), kept) == made.GONE


def test_only_what_is_stale_is_drawn_again(kept: Path) -> None:
    drawn: list[str] = []
    both = [recipe(sources="s2", drawn=drawn), recipe("maps/a.hpic", drawn=drawn)]
    told: list[str] = []
    assert made.renew(both, kept, told.append) == 1
    assert drawn == ["icons/walk.hpic"]
    assert told == [f"icons/walk.hpic: {made.SOURCES}; written"]
    assert made.renew(both, kept, told.append) == 0


def another_studio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "studio_version", lambda kind: f"next-{kind}")


def test_another_studio_makes_stale_until_it_has_drawn_the_same(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    another_studio(monkeypatch)
    assert why(recipe(), kept) == made.STUDIO_CHANGED
    told: list[str] = []
    made.renew([recipe()], kept, told.append)
    assert told == [f"icons/walk.hpic: {made.STUDIO_CHANGED}; drawn again, and still the same"]
    assert why(recipe(), kept) is None


def test_vouching_draws_a_sample_and_notes_the_rest(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    many = [recipe(f"icons/{number}.hpic", drawn=drawn) for number in range(9)]
    made.renew(many, kept, lambda _: None)
    another_studio(monkeypatch)
    drawn.clear()
    assert made.vouch(many, kept, lambda _: None, sample=3) == 0
    assert len(drawn) == 3
    assert made.stale(many, kept) == {}


def test_nothing_is_noted_where_one_of_the_sample_comes_out_otherwise(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    another_studio(monkeypatch)
    told: list[str] = []
    changed = [recipe(text="1 1 m"), recipe("maps/a.hpic")]
    assert made.vouch(changed, kept, told.append) == 1
    assert told[0] == "icons/walk.hpic: this studio draws it otherwise; run renew"
    assert [one.name for one in made.stale(changed, kept)] == ["icons/walk.hpic"]


def test_a_kind_depends_on_the_code_that_draws_it_and_no_other(tmp_path: Path) -> None:
    before = {kind: studio_version(kind) for kind in BEGIN}
    shutil.copytree(STUDIO, tmp_path / "studio", ignore=shutil.ignore_patterns("__pycache__"))
    changed = tmp_path / "studio" / "plate_tissue.py"
    changed.write_text(changed.read_text() + "\n# a remark\n\n")
    assert {kind: studio_version(kind, tmp_path / "studio") for kind in BEGIN} == before
    shutil.copytree(tmp_path / "studio", tmp_path / "next")
    (tmp_path / "next" / "plate_tissue.py").write_text(changed.read_text() + "MORE = 1\n")
    after = {kind: studio_version(kind, tmp_path / "next") for kind in BEGIN}
    assert [kind for kind in BEGIN if after[kind] != before[kind]] == ["plates"]


def test_what_a_module_imports_counts_too(tmp_path: Path) -> None:
    for name in ("icons", "surface", "curves", "checks"):
        (tmp_path / f"{name}.py").write_text("")
    (tmp_path / "icons.py").write_text("from handouts.pictures.studio import curves\n")
    (tmp_path / "curves.py").write_text("from handouts.pictures.studio.surface import (\n    A,\n)\n")
    first = studio_version("icons", tmp_path)
    other = tmp_path / "other"
    shutil.copytree(tmp_path, other)
    (other / "surface.py").write_text("B = 1\n")
    assert studio_version("icons", other) != first
    (other / "surface.py").write_text("")
    (other / "checks.py").write_text("B = 1\n")
    studio_version.cache_clear()
    assert studio_version("icons", other) == first


def test_a_broken_line_of_the_record_is_named(tmp_path: Path) -> None:
    (tmp_path / made.LEDGER).write_text("# heading\nicons/walk.hpic only-two\n")
    with pytest.raises(PictureError, match=r"made\.txt:2: this line is not"):
        made.read_ledger(tmp_path)


def test_the_command_tells_what_is_stale_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("anatomy", "techniques"):
        shutil.copytree(IMAGES / folder, tmp_path / folder)
    (tmp_path / "poses").mkdir()
    shutil.copy(IMAGES / "poses" / "bridge.yaml", tmp_path / "poses")
    assert main(["renew", "--check", "--images", str(tmp_path)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert f"exercises/slim/bridge.hpic: {made.GONE}" in said
    assert f"plates/knee.hpic: {made.GONE}" in said
    assert not (tmp_path / "compiled").exists()
