"""The tri-fold as it is printed, folded, read aloud and read by eye."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest

from handouts.clinic import Clinic, ClinicFile, Link
from handouts.design import Branding, make_design, read_theme
from handouts.errors import LayoutError, UsageProblem
from handouts.library.store import Library
from handouts.page.brochure import lay_out_brochure
from handouts.page.crop import marked_box
from handouts.page.drawing import Figure, Words
from handouts.page.layout import Layout
from handouts.page.leaflet import Cropped
from handouts.page.panels import TriFold, tri_fold
from handouts.page.styles import MM
from handouts.page.write import write_pdf
from handouts.pdf.archive import DocumentInfo
from handouts.pictures.compiled import PictureBook
from handouts.pictures.regions import read_regions
from handouts.request import AreaChoice, Request
from handouts.resources import Folders
from handouts.words.brochure import BrochureWords, word_brochure
from handouts.words.gentle import plan_leaflet
from handouts.words.model import plain
from handouts.words.write import Numbers
from tests.page.samples import A4, LETTER, ROOT

INFO = DocumentInfo(
    "Leaflet: back", "Your Clinic", "Leaflet: back", "en-GB", dt.datetime(2026, 3, 12, tzinfo=dt.UTC), "t"
)
A4_FOLD = tri_fold(297 * MM, 210 * MM)
LETTER_FOLD = tri_fold(279.4 * MM, 215.9 * MM)
CASES = [
    (area, paper, variant)
    for area in ("back", "hips", "hamstrings", "neck")
    for paper in ("a4", "letter")
    for variant in ("standard", "mono")
]

Word = Callable[..., BrochureWords]
LayOut = Callable[..., Layout]


@pytest.fixture(scope="module")
def word(library: Library, folders: Folders) -> Word:
    """The words of a leaflet for areas split by commas."""
    file = ClinicFile(
        name="Your Clinic",
        region="uk",
        description="Massage and movement",
        phone="020 7946 0000",
        address=("12 Any Street, Your Town",),
        web="your-clinic.example",
        link=Link(address="https://your-clinic.example/back"),
    )

    @lru_cache
    def make(areas: str = "back", title: str | None = None) -> BrochureWords:
        request = Request(areas=tuple(AreaChoice(word=area) for area in areas.split(",")))
        region = library.contents.regions["uk"]
        plan = plan_leaflet(request, library)
        return word_brochure(plan, library, Clinic(file), region, folders, Numbers("999", "111"), title=title)

    return make


@pytest.fixture(scope="module")
def lay_out(word: Word) -> LayOut:
    """A leaflet laid out."""
    pictures = PictureBook([ROOT / "images" / "compiled"])
    regions = read_regions(ROOT / "images" / "anatomy" / "regions.yaml")
    theme = read_theme(ROOT / "templates" / "themes" / "calm.yaml")

    @lru_cache
    def make(areas: str = "back", paper: str = "a4", variant: str = "standard", **more: Any) -> Layout:
        sheet = {"a4": A4, "letter": LETTER}[paper]
        clinic = Branding(main_colour=more.get("colour"))
        design = make_design(theme, sheet, variant, clinic)
        return lay_out_brochure(
            word(areas, more.get("title")), design, pictures, regions, format=more.get("format", "tri")
        )

    return make


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def set_words(layout: Layout) -> Iterator[tuple[int, float, float, Words]]:
    """Every set text with its page and its block's place."""
    for number, page in enumerate(layout.pages):
        for placed in page.placed:
            stack = list(placed.block.things)
            while stack:
                thing = stack.pop()
                if isinstance(thing, Figure):
                    stack += thing.things
                elif isinstance(thing, Words):
                    yield number, placed.x, placed.y, thing


# ---------------------------------------------------------------- the sheet and its folds


def test_a4_panels_and_folds_lie_where_the_folding_machine_expects_them() -> None:
    outside, inside = ([round(x / MM, 2) for x in A4_FOLD.folds(face)] for face in ("outside", "inside"))
    assert outside == [97.67, 197.33]
    assert inside == [99.67, 199.33]
    widths = {panel.name: round(panel.width / MM, 2) for panel in A4_FOLD.panels}
    assert widths == {
        "cover": 99.67, "flap": 97.67, "inside left": 99.67, "inside middle": 99.67, "inside right": 97.67, "back": 99.67
    }  # fmt: skip


@pytest.mark.parametrize("fold", [A4_FOLD, LETTER_FOLD], ids=["a4", "letter"])
def test_panels_fill_each_side_of_the_sheet_without_gap_or_overlap(fold: TriFold) -> None:
    for face in ("outside", "inside"):
        panels = sorted((panel for panel in fold.panels if panel.face == face), key=lambda panel: panel.x)
        edge = 0.0
        for panel in panels:
            assert panel.x == pytest.approx(edge)
            edge += panel.width
        assert edge == pytest.approx(fold.width)


@pytest.mark.parametrize("fold", [A4_FOLD, LETTER_FOLD], ids=["a4", "letter"])
def test_turned_over_its_short_edge_each_panel_backs_the_right_one(fold: TriFold) -> None:
    for front, reverse in ((fold.cover, fold.left), (fold.back, fold.middle), (fold.flap, fold.right)):
        assert fold.width - front.x - front.width == pytest.approx(reverse.x)
        assert front.width == pytest.approx(reverse.width)


@pytest.mark.parametrize("fold", [A4_FOLD, LETTER_FOLD], ids=["a4", "letter"])
def test_folded_the_flap_lies_inside_with_2_mm_to_spare_and_the_cover_is_on_top(fold: TriFold) -> None:
    # Seen from inside, lying flat: the right third folds over the middle one, then the left third over both. Its
    # reverse, the cover, is then what one sees, and the flap's reverse is hidden inside.
    middle_start, middle_end = fold.middle.x, fold.middle.x + fold.middle.width
    flap_edge = fold.right.x - fold.right.width
    assert middle_end == pytest.approx(fold.right.x)
    assert flap_edge - middle_start == pytest.approx(2 * MM)
    assert fold.left.x + fold.left.width == pytest.approx(middle_start)
    assert fold.left.width == pytest.approx(fold.middle.width)
    assert fold.cover.ends_sheet
    assert fold.left.starts_sheet


def test_grounds_end_on_the_fold_and_5_mm_inside_the_outer_edges_or_run_past_them_for_a_print_shop() -> None:
    x, y, width, height = A4_FOLD.ground(A4_FOLD.cover)
    assert (x, round(y / MM, 2), round(height / MM, 2)) == (0, 5, 200)
    assert width == pytest.approx(A4_FOLD.cover.width - 5 * MM)
    x, y, width, height = A4_FOLD.ground(A4_FOLD.flap, 3 * MM)
    assert (round(x / MM, 2), round(y / MM, 2), round(height / MM, 2)) == (-3, -3, 216)
    assert x + width == pytest.approx(A4_FOLD.flap.width)


# ---------------------------------------------------------------- words on the panels


@pytest.mark.parametrize(("area", "paper", "variant"), CASES)
def test_every_line_stays_inside_its_panel_and_nothing_is_smaller_than_10_points(
    lay_out: LayOut, area: str, paper: str, variant: str
) -> None:
    layout = lay_out(area, paper, variant)
    fold = {"a4": A4_FOLD, "letter": LETTER_FOLD}[paper]
    seen = set()
    for number, left, top, thing in set_words(layout):
        face = ("outside", "inside")[number]
        for line, x, y in thing.starts():
            start, end = left + x, left + x + line.width
            panel = next(p for p in fold.panels if p.face == face and p.x <= start < p.x + p.width)
            seen.add(panel.name)
            assert start >= panel.x + panel.left - 0.1
            assert end <= panel.x + panel.left + panel.measure + 0.1
            assert 9 * MM <= top + y <= fold.height - 7 * MM + 0.1
            assert all(piece.size >= 10 for piece in line.pieces)
    assert seen == {panel.name for panel in fold.panels}


@pytest.mark.parametrize(("area", "paper", "variant"), CASES)
def test_every_sign_is_printed(lay_out: LayOut, word: Word, area: str, paper: str, variant: str) -> None:
    text = text_of(write_pdf(lay_out(area, paper, variant), info=INFO))
    for tier in word(area).help.tiers:
        signs = [" ".join(plain(sign).split()) for sign in tier.signs]
        assert [sign for sign in signs if sign not in text] == []


def test_what_has_no_room_is_left_out_whole_and_told(lay_out: LayOut, word: Word) -> None:
    for area in ("back", "hips", "lower-back,hips"):
        layout = lay_out(area)
        text = text_of(write_pdf(layout, info=INFO))
        for line in layout.dropped:
            assert line.startswith("left out for room: ")
            assert line.removeprefix("left out for room: ") not in text
        # What to tell before the start moves to the back where the inside is full: it is never lost.
        assert all(plain(line) in text for line in word(area).tell_us.lines)


def test_signs_that_fit_nowhere_are_an_error_that_counts_them_and_names_the_remedy(lay_out: LayOut) -> None:
    told = r"too long for a tri-fold: \d+ signs do not fit, of \d+, .*; choose fewer areas, or --format booklet"
    with pytest.raises(LayoutError, match=told):
        lay_out("back,hips,neck,shoulder,knee")


def test_a_title_too_long_for_the_cover_is_an_error_that_names_it(lay_out: LayOut) -> None:
    with pytest.raises(LayoutError, match=r"'cover' is \d+ lines? too long"):
        lay_out("back", title="Easier days " * 14)


def test_a_code_leads_where_the_clinic_says(lay_out: LayOut) -> None:
    with pikepdf.open(BytesIO(write_pdf(lay_out(), info=INFO))) as pdf:
        addresses = [str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", [])]
    assert addresses == ["https://your-clinic.example/back"]


# ---------------------------------------------------------------- refused


def test_large_print_is_refused_with_the_reason_and_a_way_out(lay_out: LayOut) -> None:
    with pytest.raises(LayoutError, match=r"cannot hold large print.*make a sheet instead"):
        lay_out("back", variant="large")


def test_an_unknown_format_is_refused_naming_what_there_is(lay_out: LayOut) -> None:
    with pytest.raises(UsageProblem, match="there is no format 'accordion'; choose one of: tri"):
        lay_out("back", format="accordion")


# ---------------------------------------------------------------- the file


def headings(pdf: bytes) -> list[tuple[str, str]]:
    """Tags and texts of the headings, in the order of the structure tree."""
    found: list[tuple[str, str]] = []
    with pikepdf.open(BytesIO(pdf)) as document:
        marks = [_marked_texts(page) for page in document.pages]
        pages = {page.objgen: number for number, page in enumerate(document.pages)}

        def walk(node: Any, page: int) -> None:
            tag = str(node.get("/S", "")).lstrip("/")
            if "/Pg" in node:
                page = pages[node.Pg.objgen]
            kids = node.get("/K", [])
            kids = kids if isinstance(kids, pikepdf.Array) else [kids]
            if tag in ("H1", "H2", "H3"):
                found.append((tag, "".join(marks[page].get(int(k), "") for k in kids if isinstance(k, int))))
            for kid in kids:
                if isinstance(kid, pikepdf.Dictionary):
                    walk(kid, page)

        walk(document.Root.StructTreeRoot, 0)
    return found


def _marked_texts(page: Any) -> dict[int, str]:
    """How often something was painted for each mark: enough to know that it is not empty."""
    found: dict[int, str] = {}
    current: int | None = None
    for step in pikepdf.parse_content_stream(page):
        operands, operator = step.operands, step.operator
        if str(operator) == "BDC":
            current = int(operands[1].MCID)
        elif str(operator) == "EMC":
            current = None
        elif str(operator) == "Tj" and current is not None:
            found[current] = found.get(current, "") + "*"
    return found


def test_it_is_read_from_the_cover_over_flap_and_inside_to_the_back(lay_out: LayOut, word: Word) -> None:
    layout = lay_out("neck")
    assert all(painted for _, painted in headings(write_pdf(layout, info=INFO)))
    (order,) = layout.reading_order()
    nodes = [node for node in order.descendants() if node.tag in ("H1", "H2")]
    said = {
        thing.node: plain(tuple(p.run for line in thing.text.lines for p in line.pieces))
        for *_, thing in set_words(layout)
    }
    words = word("neck")
    assert words.moves is not None
    expected = (
        words.cover.promise,
        words.evidence.heading,
        words.aches.heading,
        words.moves.heading,
        words.help.heading,
        words.first_visit.heading,
    )
    assert [node.tag for node in nodes] == ["H1", "H2", "H2", "H2", "H2", "H2"]
    for node, text in zip(nodes, expected, strict=True):
        assert said[node].split()[0] == plain(text).split()[0]
    tags = [tag for tag, _ in headings(write_pdf(layout, info=INFO))]
    assert tags == ["H1", "H2", "H2", "H3", "H2", "H3", "H3", "H3", "H2", "H3", "H3", "H3", "H2"]


def test_the_same_words_give_the_same_bytes(word: Word) -> None:
    pictures = PictureBook([ROOT / "images" / "compiled"])
    regions = read_regions(ROOT / "images" / "anatomy" / "regions.yaml")
    theme = read_theme(ROOT / "templates" / "themes" / "calm.yaml")
    design = make_design(theme, A4, "standard", Branding())
    first, second = (write_pdf(lay_out_brochure(word("neck"), design, pictures, regions), info=INFO) for _ in range(2))
    assert first == second


def test_it_is_two_pages_on_their_side_and_claims_the_standards_of_a_sheet(lay_out: LayOut) -> None:
    with pikepdf.open(BytesIO(write_pdf(lay_out(), info=INFO))) as pdf:
        sizes = [[round(float(number) / MM) for number in page.mediabox] for page in pdf.pages]
        assert sizes == [[0, 0, 297, 210]] * 2
        packet = pdf.Root.Metadata.read_bytes()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in packet
    assert b"<pdfaid:part>2</pdfaid:part>" in packet


def test_mono_is_black_white_and_grey_on_both_sides(lay_out: LayOut) -> None:
    for area in ("back", "neck"):
        with pypdfium2.PdfDocument(write_pdf(lay_out(area, variant="mono"), info=INFO)) as document:
            for page in document:
                colours = page.render(scale=0.6).to_pil().convert("RGB").getcolors(1 << 20)
                assert colours is not None
                assert all(max(rgb) - min(rgb) <= 2 for _, rgb in colours)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_marked_place_is_in_sight_on_the_cover(lay_out: LayOut, library: Library, paper: str) -> None:
    for areas in [*library.contents.areas, "knee,shoulder", "neck,knee"]:
        things = [thing for placed in lay_out(areas, paper).pages[0].placed for thing in placed.block.things]
        shown = next(thing for thing in things if isinstance(thing, Cropped))
        if shown.picture.kind == "plate":
            continue
        box = marked_box(shown.picture, [name for name in shown.names if name.startswith("mark:")])
        assert box is not None
        scale = shown.width / shown.picture.width
        x, y, width, height = shown.window
        assert shown.x + box[0] * scale >= x - 0.1, areas
        assert shown.x + box[2] * scale <= x + width + 0.1, areas
        assert shown.y + shown.height - box[3] * scale >= y - 0.1, areas
        assert shown.y + shown.height - box[1] * scale <= y + height + 0.1, areas


def test_the_cover_is_in_the_clinic_s_colour(lay_out: LayOut) -> None:
    with pypdfium2.PdfDocument(write_pdf(lay_out("neck", colour="#6A1B4D"), info=INFO)) as document:
        page = document[0].render(scale=0.6).to_pil().convert("RGB")
    x = int((A4_FOLD.cover.x + 4 * MM) * 0.6)
    assert page.getpixel((x, int(8 * MM * 0.6))) == (0x6A, 0x1B, 0x4D)
