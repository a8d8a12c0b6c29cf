"""The booklet: whole pages that stand alone, padded to a multiple of four, read in order however they are printed."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from handouts.errors import LayoutError, UsageProblem
from handouts.page.layout import Layout
from handouts.page.outline import reading_lines
from handouts.page.production import Production
from handouts.page.styles import MM
from handouts.page.write import write_pdf
from handouts.words.model import plain
from tests.page.brochures import INFO, Brochures, overlapping, set_lines, text_of

READER = Production(reader=True)
SHOP = Production(print_shop=True)
LONG = Production(long_edge=True)
CASES = [
    ("back", "a4", "standard"),
    ("hips", "letter", "mono"),
    ("hamstrings", "a4", "mono"),
    ("neck", "letter", "standard"),
]


@pytest.mark.parametrize(("area", "paper", "variant"), CASES)
def test_pages_are_a_multiple_of_four_two_to_a_side_and_the_same_words_one_by_one(
    brochures: Brochures, area: str, paper: str, variant: str
) -> None:
    printer = brochures.laid_out(area, "booklet", paper, variant)
    reader = brochures.laid_out(area, "booklet", paper, variant, production=READER)
    assert len(reader.pages) % 4 == 0
    assert len(printer.pages) == len(reader.pages) / 2
    half, whole = reader.sheet_of(reader.pages[0]), printer.sheet_of(printer.pages[0])
    assert (2 * half.width, half.height) == pytest.approx((whole.width, whole.height))
    assert list(reading_lines(printer)) == list(reading_lines(reader))


@pytest.mark.parametrize(("area", "paper", "variant"), CASES)
def test_every_line_stays_inside_its_page_and_nothing_is_smaller_than_10_points(
    brochures: Brochures, area: str, paper: str, variant: str
) -> None:
    layout = brochures.laid_out(area, "booklet", paper, variant, production=READER)
    sheet = layout.sheet_of(layout.pages[0])
    for number, name, left, right, baseline, size in set_lines(layout):
        outer_right = number % 2 == 0  # the first page is a right-hand one
        start, end = (14, 11) if outer_right else (11, 14)
        assert left >= start * MM - 0.1, (number, name)
        assert right <= sheet.width - end * MM + 0.1, (number, name)
        assert 9 * MM <= baseline <= sheet.height - 6.9 * MM, (number, name)
        assert size >= 10, (number, name)


def test_it_is_read_page_by_page_from_the_cover_to_the_back(brochures: Brochures) -> None:
    layout = brochures.laid_out("back", "booklet")
    assert layout.parts == tuple(f"page {number}" for number in range(1, 2 * len(layout.pages) + 1))
    lines = list(reading_lines(layout))
    promise, first = plain(brochures.words("back", "booklet").cover.promise), lines.index("Page 2:")
    assert f"  {promise}" in lines[:first]
    assert any("999" in line for line in lines)
    back = lines[lines.index(f"Page {len(layout.parts)}:") :]
    assert "  Tell us before we start" in back


def test_the_contents_name_the_page_each_chapter_begins_on(brochures: Brochures) -> None:
    layout = brochures.laid_out("neck", "booklet")
    lines = list(reading_lines(layout))
    page_two = lines[lines.index("Page 2:") : lines.index("Page 3:")]
    found = [line.strip().removeprefix("- ").rsplit(" ", 1) for line in page_two if line.startswith("  - ")]
    entries = [(title, number) for title, number in found if number.isdecimal()]
    assert len(entries) >= 6
    for title, number in entries:
        begins = lines.index(f"Page {number}:")
        ends = lines.index(f"Page {int(number) + 1}:")
        assert f"  {title}" in lines[begins:ends], title


def test_every_chapter_of_the_plan_is_there_and_every_sign_of_the_full_sheet(brochures: Brochures) -> None:
    words = brochures.words("back", "booklet")
    assert words.inner is not None
    assert words.moves is not None
    text = text_of(write_pdf(brochures.laid_out("back", "booklet", production=READER), info=INFO))
    for area in words.inner.areas:
        assert plain(area.message) in text
    for card in words.moves.cards:
        assert plain(card.name) in text
    for tier in words.inner.tiers:
        for sign in tier.signs:
            assert " ".join(plain(sign).split()) in text
    assert len(words.inner.areas) == 3
    assert words.inner.techniques is not None


def test_in_the_outline_the_pages_come_in_the_order_of_reading(brochures: Brochures) -> None:
    layout = brochures.laid_out("neck", "booklet")
    with pikepdf.open(BytesIO(write_pdf(layout, info=INFO))) as pdf, pdf.open_outline() as outline:
        titles = [str(item.title) for top in outline.root for item in (top, *top.children)]
    read = [line.strip() for line in reading_lines(layout)]
    places = [read.index(title) for title in titles if title in read]
    assert len(places) >= 7
    assert places == sorted(places)


def boxes(layout: Layout) -> list[dict[str, list[float]]]:
    with pikepdf.open(BytesIO(write_pdf(layout, info=INFO))) as pdf:
        return [
            {
                name: [round(float(side) / MM, 1) for side in page[f"/{name}"]]
                for name in ("MediaBox", "BleedBox", "TrimBox")
            }
            for page in pdf.pages
        ]


def test_for_a_print_shop_boxes_say_where_to_cut_and_grounds_run_past_it(brochures: Brochures) -> None:
    assert boxes(brochures.laid_out("neck", "booklet", production=SHOP))[0] == {
        "MediaBox": [0, 0, 321, 234],
        "BleedBox": [9, 9, 312, 225],
        "TrimBox": [12, 12, 309, 222],
    }
    layout = brochures.laid_out("neck", "tri", production=SHOP)
    with pypdfium2.PdfDocument(write_pdf(layout, info=INFO)) as document:
        page = document[0].render(scale=1).to_pil().convert("RGB")
    main = tuple(bytes.fromhex(layout.design.colours.main[1:]))
    for millimetres_past_the_trim in (-1, 1, 2):
        x = (12 + 297 + millimetres_past_the_trim) * MM
        assert page.getpixel((int(x), int(40 * MM))) == main
    assert page.getpixel((int((12 + 297 + 3.7) * MM), int(40 * MM))) == (255, 255, 255)


def test_an_office_printer_s_white_edge_is_left_free_and_carries_no_marks(brochures: Brochures) -> None:
    for format in ("tri", "bi", "booklet"):
        layout = brochures.laid_out("neck", format)
        assert all(placed.block.name != "marks" for page in layout.pages for placed in page.placed)
        with pypdfium2.PdfDocument(write_pdf(layout, info=INFO)) as document:
            page = document[0].render(scale=1).to_pil().convert("RGB")
        for x in range(int(4.5 * MM)):
            for right in (x, page.width - 1 - x):
                assert page.getpixel((right, page.height // 2)) == (255, 255, 255)


def test_large_print_other_papers_and_a_choice_of_order_it_has_not_are_refused(brochures: Brochures) -> None:
    with pytest.raises(LayoutError, match="a booklet cannot hold large print"):
        brochures.laid_out("neck", "booklet", variant="large")
    with pytest.raises(UsageProblem, match="--pages is for --format booklet"):
        brochures.laid_out("neck", "tri", production=READER)


def test_the_same_words_give_the_same_bytes(brochures: Brochures) -> None:
    made = [write_pdf(brochures._laid_out("neck", "booklet"), info=INFO) for _ in range(2)]
    assert made[0] == made[1]


def test_for_a_printer_that_turns_over_the_long_edge_the_backs_stand_upside_down(brochures: Brochures) -> None:
    for format in ("tri", "booklet"):
        files = [brochures.laid_out("neck", format), brochures.laid_out("neck", format, production=LONG)]
        short, long = (pypdfium2.PdfDocument(write_pdf(layout, info=INFO)) for layout in files)
        for number in range(len(short)):
            before, after = (document[number].render(scale=0.5).to_pil().convert("L") for document in (short, long))
            upright = after.rotate(180) if number % 2 else after
            darker = ImageChops.difference(before, upright).point(lambda value: 255 * (value > 96))
            assert sum(darker.histogram()[1:]) < 0.004 * darker.width * darker.height
        assert list(reading_lines(files[0])) == list(reading_lines(files[1]))


@pytest.mark.parametrize(("area", "paper", "variant"), CASES)
def test_no_words_are_set_over_others(brochures: Brochures, area: str, paper: str, variant: str) -> None:
    assert overlapping(brochures.laid_out(area, "booklet", paper, variant, production=READER)) == []


def test_thicker_paper_moves_the_inner_sheets_further(brochures: Brochures) -> None:
    usual, heavy = (brochures.laid_out("neck", "booklet", caliper=caliper) for caliper in (0.1, 0.2))

    def innermost(layout: Layout) -> float:
        return min(placed.x for placed in layout.pages[-1].placed)

    sheets = len(usual.pages) // 2
    assert innermost(heavy) - innermost(usual) == pytest.approx((sheets - 1) * 0.1 * MM)


@pytest.mark.parametrize(
    "production", [SHOP, LONG, Production(reader=True, print_shop=True)], ids=["shop", "long", "lone"]
)
def test_the_box_of_every_picture_lies_on_its_page(brochures: Brochures, production: Production) -> None:
    found = 0
    with pikepdf.open(
        BytesIO(write_pdf(brochures.laid_out("neck", "booklet", production=production), info=INFO))
    ) as pdf:
        width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
        waiting = [pdf.Root.StructTreeRoot.K[0]]
        while waiting:
            node = waiting.pop()
            kids = node.get("/K", [])
            waiting += (
                [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
                if isinstance(kids, pikepdf.Array)
                else [kids]
                if isinstance(kids, pikepdf.Dictionary) and "/S" in kids
                else []
            )
            if str(node.S) == "/Figure":
                left, bottom, right, top = (float(side) for side in node.A.BBox)
                assert 0 <= left < right <= width
                assert 0 <= bottom < top <= height
                found += 1
    assert found >= 8
