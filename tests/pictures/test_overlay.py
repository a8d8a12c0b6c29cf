"""A clinic's own pictures take the place of ours, with their words; what cannot be shown is told with its place."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from PIL import Image

from handouts.cli.main import run
from handouts.design import Person
from handouts.errors import HandoutsError
from handouts.pictures.compiled import Picture, PictureBook
from handouts.pictures.own import check_own
from handouts.pictures.palette import palette_for
from handouts.plain.svg import Layer, svg_of

CAPTURE = pytest.CaptureFixture[str]
ROOT = Path(__file__).resolve().parents[2]
COMPILED = ROOT / "images" / "compiled"
CLINIC = ROOT / "docs" / "gallery" / "clinic"
WORDS = 'alt: "A person & a mat."\ncredit: "Drawn by A. Painter"\ncaption: "Lift."\nlicence: "CC BY 4.0"\n'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path fill="#f00" d="M0 0h40v20z"/></svg>'
RED = b"1 0 0 rg"


def photo(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#336699").save(out, kind, **more)
    return out.getvalue()


def bring(folder: str, name: str, data: bytes, words: str | None = WORDS, home: Path | None = None) -> Path:
    """Puts a picture and its words in the clinic's images folder."""
    images = home or Path("images")
    (images / folder).mkdir(parents=True, exist_ok=True)
    path = images / folder / name
    path.write_bytes(data)
    if words is not None:
        path.with_suffix(".yaml").write_text(words, encoding="utf-8")
    return path


def book(images: Path) -> PictureBook:
    return PictureBook([COMPILED], own=[images])


def names_of(picture: Picture, words: str = "regions:\n") -> str:
    """A place for every region of a map."""
    regions = dict.fromkeys(name.partition(":")[2] for name in picture.block_names if ":" in name)
    return words + "".join(f"  {name}: [{10 + number}, 50, 6, 4]\n" for number, name in enumerate(regions))


# ---------------------------------------------------------------- kinds
def test_an_svg_takes_the_place_of_an_exercise_for_every_build(tmp_path: Path) -> None:
    bring("exercises", "bridge.svg", SVG, home=tmp_path)
    for build in (None, "slim", "broad"):
        picture = book(tmp_path).get("exercise", "bridge", build)
        assert (picture.id, picture.kind, picture.width, picture.height) == ("bridge", "exercise", 400, 200)
        assert RED in picture.operators({}, ["colour"])
    assert picture.about is not None
    assert picture.about.alt == "A person & a mat."
    assert picture.about.line == "Lift. · Drawn by A. Painter · CC BY 4.0"
    assert book(tmp_path).get("exercise", "cat-cow").about is None


def test_black_and_white_has_no_colour(tmp_path: Path) -> None:
    bring("exercises", "bridge.svg", SVG, home=tmp_path)
    grey = book(tmp_path).get("exercise", "bridge").operators({}, ["mono"])
    assert RED not in grey
    assert b"0.299 0.299 0.299 rg" in grey
    path = bring("exercises", "cat-cow.jpg", photo(), home=tmp_path)
    raster = book(tmp_path).get("exercise", path.stem).raster(["mono"])
    assert raster is not None
    assert Image.open(BytesIO(raster.data)).mode == "L"


@pytest.mark.parametrize(("name", "kind"), [("bridge.png", "PNG"), ("bridge.jpg", "JPEG"), ("bridge.JPEG", "JPEG")])
def test_a_photograph_is_upright_small_and_bare(name: str, kind: str, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera that knows who and where"
    data = photo(kind, (3000, 2000), exif=exif)
    bring("exercises", name, data, home=tmp_path)
    picture = book(tmp_path).get("exercise", "bridge")
    assert picture.height > picture.width
    raster = picture.raster(["colour"])
    assert raster is not None
    shown = Image.open(BytesIO(raster.data))
    assert max(shown.size) <= 1000
    assert not shown.getexif()
    assert b"camera" not in raster.data


def test_a_20_megabyte_photograph_is_never_decoded_at_its_full_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = photo("JPEG", (7000, 5000)) + bytes(20_000_000)  # a camera's own data may follow the picture
    bring("exercises", "bridge.jpg", data, home=tmp_path)
    sizes: list[tuple[int, int]] = []
    load = Image.Image.load
    monkeypatch.setattr(Image.Image, "load", lambda self: (sizes.append(self.size), load(self))[1])
    book(tmp_path).get("exercise", "bridge")
    assert sizes
    assert max(max(size) for size in sizes) < 2000


@pytest.mark.parametrize(
    ("folder", "kind", "picture_id"), [("plates", "plate", "knee"), ("techniques", "technique", "effleurage")]
)
@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_plates_and_techniques_are_replaced_too(
    folder: str, kind: str, picture_id: str, suffix: str, tmp_path: Path
) -> None:
    bring(folder, picture_id + suffix, SVG if suffix == ".svg" else photo("PNG"), home=tmp_path)
    picture = book(tmp_path).get(kind, picture_id)
    assert picture.about is not None
    assert picture.anchors == ()
    assert {"colour", "mono"} <= set(picture.block_names)


@pytest.mark.parametrize("suffix", [".svg", ".jpg"])
def test_a_body_map_of_ones_own_marks_every_region_where_its_words_say(suffix: str, tmp_path: Path) -> None:
    ours = PictureBook([COMPILED]).get("map", "body-front")
    words = WORDS + names_of(ours)
    bring("maps", "body-front" + suffix, SVG if suffix == ".svg" else photo(), words, home=tmp_path)
    picture = book(tmp_path).get("map", "body-front")
    assert set(ours.block_names) <= set(picture.block_names)
    palette = palette_for(Person())
    for name in picture.block_names:
        assert b"{" not in picture.operators(palette, [name])
    knee = next(anchor for anchor in picture.anchors if anchor.word == "head_L")
    assert (knee.x / picture.width, knee.y / picture.height) == pytest.approx((0.10, 0.5))


# ---------------------------------------------------------------- on a sheet
@pytest.fixture
def _clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clinic's folder with three pictures of its own, as working folder."""
    shutil.copytree(CLINIC, tmp_path / "clinic")
    monkeypatch.chdir(tmp_path / "clinic")
    monkeypatch.setenv("HANDOUTS_CACHE", "")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    bring("exercises", "bridge.svg", SVG)
    bring("exercises", "cat-cow.jpg", photo())
    bring("techniques", "effleurage.png", photo("PNG"), WORDS.replace("Lift", "Glide"))
    ours = PictureBook([COMPILED]).get("map", "body-back")
    bring("maps", "body-back.png", photo("PNG", (300, 700)), WORDS.replace("Lift", "Seen from behind") + names_of(ours))


MAKE = ["make", "--region", "uk", "--date", "2026-03-12", "--area", "lower-back", "--tier", "full",
        "--exercise", "bridge", "--exercise", "cat-cow"]  # fmt: skip


@pytest.mark.usefixtures("_clinic")
def test_a_sheet_shows_them_with_their_words_and_conforms() -> None:
    assert run(["check", "."]) == 0
    for name in ("a.pdf", "b.pdf"):
        assert run([*MAKE, "-o", name]) == 0
    assert Path("a.pdf").read_bytes() == Path("b.pdf").read_bytes()
    report = page.validate_pdf("a.pdf", profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures][:5]
    report = page.validate_pdf("a.pdf", profile=page.ValidationProfile.PDF_A_2A)
    assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures][:5]
    with pikepdf.open("a.pdf") as pdf:
        alts = [
            str(one.Alt) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
    assert sum(alt.startswith("A person & a mat.") for alt in alts) == 4
    assert Path("a.pdf").stat().st_size < 900_000


@pytest.mark.usefixtures("_clinic")
def test_a_web_page_shows_them_with_their_words() -> None:
    assert run([*MAKE[:-6], "--exercise", "bridge", "--exercise", "cat-cow", "--format", "html", "-o", "a.html"]) == 0
    text = Path("a.html").read_text(encoding="utf-8")
    assert len(re.findall('aria-label="[^"]*A person &amp; a mat.', text)) == 3
    assert text.count("<figcaption>Lift. · Drawn by A. Painter · CC BY 4.0</figcaption>") == 2
    assert "Seen from behind. · Drawn by A. Painter" in text
    assert text.count("data:image/") == 2


def test_a_picture_exported_by_draw_comes_back_as_it_was(tmp_path: Path) -> None:
    ours = PictureBook([COMPILED]).get("exercise", "bridge")
    svg = svg_of(ours, [Layer(palette_for(Person()), ["colour"])], label="bridge", key="part")
    bring("exercises", "bridge.svg", svg.encode(), home=tmp_path)
    back = book(tmp_path).get("exercise", "bridge")
    assert back.width / back.height == pytest.approx(ours.width / ours.height, rel=0.001)
    paths = ours.operators(palette_for(Person()), ["colour"]).count(b" m\n")
    assert back.operators({}, ["colour"]).count(b" m\n") >= paths


# ---------------------------------------------------------------- failures
HREF = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">\n<image href="http://x/y.png"/></svg>'
BUSY = SVG.replace(b"M0 0h40v20z", b"M0 0" + b"h.001v.001" * 15_000)
MAP = WORDS + "regions:\n  head_L: [10, 10, 5, 5]\n"


@pytest.mark.parametrize(
    ("folder", "name", "data", "words", "said"),
    [
        ("exercises", "bridge.svg", SVG, None, "bridge.svg: the picture has no words; write bridge.yaml beside it"),
        ("exercises", "bridge.svg", SVG, 'credit: "Me"\n', "bridge.yaml:1:1:alt: alt is missing; say in a sentence or two what is seen"),
        ("exercises", "bridge.svg", SVG, 'alt: "  "\ncredit: "Me"\n', "bridge.yaml:1:1:alt: alt is missing; say"),
        ("exercises", "bridge.svg", SVG, 'alt: "A mat."\n', "bridge.yaml:1:1:credit: credit is missing; say who made"),
        ("exercises", "bridge.svg", SVG, WORDS + "captoin: x\n", "bridge.yaml:5:1:captoin: unknown"),
        ("exercises", "bridge.svg", SVG, WORDS.replace("Lift", "Lift " * 30), "bridge.yaml:3:1:caption: caption has "),
        ("exercises", "bridge.svg", HREF, WORDS, "bridge.svg:2: the SVG file points to something outside itself"),
        ("exercises", "bridge.svg", b"<svg", WORDS, "bridge.svg:1: the SVG file is not valid XML"),
        ("exercises", "bridge.svg", b" " * 2_000_001, WORDS, "bridge.svg: the SVG file is over 2 MB"),
        ("exercises", "bridge.svg", BUSY, WORDS, "bridge.svg: the drawing is too busy"),
        ("exercises", "bridge.png", b"GIF?", WORDS, "bridge.png: this is not a picture we can read"),
        ("exercises", "bridge.jpg", photo()[:400], WORDS, "bridge.jpg: the picture is damaged or"),
        ("plates", "knee.png", photo("PNG", (4, 4)), WORDS, "knee.png: the picture is only 4 x 4 pixels"),
        ("maps", "body-front.png", photo("PNG"), MAP, "body-front.yaml:6:3:regions: 77 regions of the map have no place"),
        ("maps", "body-front.png", photo("PNG"), MAP.replace("10, 10", "10, 110"), "have no place"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_told_with_its_place(
    folder: str, name: str, data: bytes, words: str | None, said: str, tmp_path: Path
) -> None:
    path = bring(folder, name, data, words, home=tmp_path)
    kind = {"exercises": "exercise", "plates": "plate", "maps": "map"}[folder]
    with pytest.raises(HandoutsError) as caught:
        book(tmp_path).get(kind, path.stem)
    assert said in str(caught.value)
    told = [str(problem) for problem in check_own(tmp_path, [COMPILED], exercises=frozenset())]
    assert any(said in one for one in told)


def test_a_mark_outside_the_picture_is_told_with_its_line(tmp_path: Path) -> None:
    words = WORDS + names_of(PictureBook([COMPILED]).get("map", "hand-palm")).replace("[10, 50", "[10, 500")
    bring("maps", "hand-palm.svg", SVG, words, home=tmp_path)
    with pytest.raises(HandoutsError, match=r"hand-palm.yaml:6:17:regions\.wrist-hand_R: lies outside"):
        book(tmp_path).get("map", "hand-palm")


def test_two_pictures_of_one_id_are_refused(tmp_path: Path) -> None:
    bring("exercises", "bridge.svg", SVG, home=tmp_path)
    bring("exercises", "bridge.png", photo("PNG"), home=tmp_path)
    with pytest.raises(HandoutsError, match=r"there are two: bridge.png and bridge.svg; keep one"):
        book(tmp_path).get("exercise", "bridge")


@pytest.mark.usefixtures("_clinic")
def test_the_check_reads_them_and_finds_those_of_nothing_there_is(capsys: CAPTURE) -> None:
    bring("exercises", "brigde.svg", SVG)
    bring("plates", "knee.svg", SVG, 'credit: "Me"\n')
    Path("images/maps/lonely.yaml").write_text(WORDS, encoding="utf-8")
    Path("images/maps/body-front.tiff").write_bytes(b"x")
    assert run(["check", "."]) == 3
    said = capsys.readouterr().out
    assert re.search(r"brigde\.svg:1: error: there is no exercise 'brigde'; did you mean 'bridge'", said)
    assert re.search(r"knee\.yaml:1: error: alt is missing", said)
    assert "lonely.yaml:1: warning: these words have no picture" in said
    assert "body-front.tiff:1: warning: this file is never read" in said
