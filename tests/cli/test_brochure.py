"""``handouts brochure`` as a person meets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.cli.main import run


def test_one_command_makes_a_leaflet_of_two_pages_and_says_how_to_print_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    import pypdfium2

    assert run(["brochure", "--area", "back", "--fold", "tri", "-o", "back.pdf"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "back.pdf: 2 pages, to print on both sides over the short edge" in told.err
    with pypdfium2.PdfDocument("back.pdf") as document:
        assert len(document) == 2
        assert document[0].get_width() > document[0].get_height()
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    for words in ("Easier days for your back", "Three gentle moves", "Call 999", "Not a diagnosis"):
        assert words in text


def test_a_dry_run_lists_the_panels_in_reading_order_and_makes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["brochure", "--area", "neck", "--title", "A looser neck", "--dry-run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    panels = [line for line in lines if not line.startswith(" ")]
    assert panels == ["Cover:", "Flap:", "Inside left:", "Inside middle:", "Inside right:", "Back:"]
    assert "  A looser neck" in lines
    assert {"  Call 999", "  or go to A&E, now"} <= set(lines)
    assert not list(Path().glob("*.pdf"))


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (
            ["--area", "back", "-o", "x.pdf", "--format", "accordion"],
            2,
            "there is no format 'accordion'; choose one of: tri",
        ),
        (["--area", "back", "-o", "x.pdf", "--variant", "large"], 5, "cannot hold large print"),
        (["--area", "back", "-o", "x.pdf", "--paper", "a5"], 5, "use --paper a4 or --paper letter"),
        (["--area", "bakc", "-o", "x.pdf"], 3, "did you mean 'back'?"),
        (["--area", "back"], 2, "where should the leaflet go?"),
        (["--area", "back", "-o", "x.pdf", "--title", " "], 3, "title: is empty"),
        (["--area", "back", "-o", "missing/x.pdf"], 6, "make the folder first"),
    ],
)
def test_a_mistake_is_told_with_its_remedy(
    options: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["brochure", *options]) == code
    assert told in capsys.readouterr().err
    assert not Path("x.pdf").exists()


def test_a_file_that_is_there_is_replaced_only_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    Path("neck.pdf").write_text("mine")
    assert run(["brochure", "--area", "neck", "-o", "neck.pdf"]) == 6
    assert "use --force" in capsys.readouterr().err
    assert Path("neck.pdf").read_text() == "mine"
    assert run(["brochure", "--area", "neck", "-o", "neck.pdf", "--force"]) == 0
    assert Path("neck.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--format", "bi"], "2 pages, to print on both sides over the short edge"),
        (["--fold", "bi", "--print-shop"], "bleed and marks are for a print shop"),
        (["--format", "booklet"], "fold and staple in the fold"),
        (["--format", "booklet", "--pages", "reader"], "16 pages, in the order of reading"),
    ],
)
def test_each_format_says_how_to_print_it(options: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["brochure", "--area", "neck", *options, "-o", "neck.pdf"]) == 0
    assert told in capsys.readouterr().err


def test_two_half_pages_stand_on_a_side_but_large_print_is_not_made_smaller(capsys: pytest.CaptureFixture[str]) -> None:
    import pypdfium2

    sheet = ["make", "--area", "neck", "--region", "uk", "--date", "2026-03-12", "--n-up", "2"]
    assert run([*sheet, "-o", "neck.pdf"]) == 0
    with pypdfium2.PdfDocument("neck.pdf") as document:
        assert [round(side * 25.4 / 72) for side in document[0].get_size()] == [297, 210]
    assert run([*sheet, "--variant", "large", "-o", "large.pdf"]) == 5
    assert "large print is not made smaller" in capsys.readouterr().err
