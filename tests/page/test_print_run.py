"""Print runs: many clients in one file, each on a fresh sheet, tagged and bounded in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import page as validation
import pikepdf
import pytest

from handouts.page.handout import lay_out_handout
from handouts.page.layout import Layout
from handouts.page.print_run import Bound, write_print_run
from tests.page.samples import INFO, LETTER, REGIONS, SampleBook, design, standard

BOOK = SampleBook()


def laid_out(client: str, **more: object) -> Layout:
    words = standard(client=client, exercises=1)
    return lay_out_handout(words, design(**more), BOOK, tier="basic", regions=REGIONS)  # type: ignore[arg-type]


def clients(count: int) -> Iterator[Bound]:
    for number in range(1, count + 1):
        # Every second one has an odd number of pages: a part of its sheets, as in a one-sided diary.
        whole = laid_out(f"Client {number}")
        layout = whole if number % 2 else replace(whole, pages=whole.pages[:1])
        yield Bound(f"A-{number:03}", layout, "Your take-home sheet")


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def test_each_client_begins_on_a_fresh_sheet_of_paper() -> None:
    (file,) = write_print_run(clients(3), info=INFO)
    assert (file.pages, file.sheets, file.labels) == (6, 3, ("A-001", "A-002", "A-003"))
    with opened(file.pdf) as pdf:
        assert len(pdf.pages) == 6
        with pdf.open_outline() as outline:
            starts = {str(item.title): item.destination for item in outline.root}
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        found = {title: numbers[to[0].objgen] for title, to in starts.items() if to is not None}
    assert found == {"A-001": 0, "A-002": 2, "A-003": 4}


def test_every_client_is_a_part_of_the_document_in_order() -> None:
    (file,) = write_print_run(clients(3), info=INFO)
    with opened(file.pdf) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        assert str(document.S) == "/Document"
        assert [str(kid.S) for kid in document.K] == ["/Part"] * 3
        ids = [str(name) for name in pdf.Root.StructTreeRoot.IDTree.Names[::2]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("separators", [False, True])
def test_a_run_conforms_with_and_without_separator_sheets(separators: bool, tmp_path: Path) -> None:
    (file,) = write_print_run(clients(2), info=INFO, separators=separators)
    assert file.sheets == 2 + 2 * separators
    path = tmp_path / "run.pdf"
    path.write_bytes(file.pdf)
    for profile in (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A):
        report = validation.validate_pdf(str(path), profile=profile)
        assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures][:5]


def test_a_long_run_is_split_and_reads_no_further_than_the_file_it_fills() -> None:
    taken = []

    def counted() -> Iterator[Bound]:
        for one in clients(7):
            taken.append(one.label)
            yield one

    files = write_print_run(counted(), info=INFO, most_sheets=3)
    first = next(files)
    assert first.labels == ("A-001", "A-002", "A-003")
    assert len(taken) == 4  # one more tells that the file is full
    rest = list(files)
    assert [file.labels for file in rest] == [("A-004", "A-005", "A-006"), ("A-007",)]
    assert [file.number for file in (first, *rest)] == [1, 2, 3]


def test_sheets_of_different_papers_keep_their_size() -> None:
    bound = [Bound("A", laid_out("One")), Bound("B", laid_out("Two", paper=LETTER))]
    (file,) = write_print_run(bound, info=INFO)
    with opened(file.pdf) as pdf:
        widths = [round(float(page.mediabox[2])) for page in pdf.pages]
    assert widths == [595, 595, 612, 612]


def test_no_client_gives_no_file_and_a_file_holds_at_least_a_sheet() -> None:
    assert list(write_print_run([], info=INFO)) == []
    with pytest.raises(ValueError, match="0 sheets"):
        list(write_print_run(clients(1), info=INFO, most_sheets=0))


def test_the_same_run_gives_the_same_bytes() -> None:
    made = [next(write_print_run(clients(2), info=INFO, separators=True)).pdf for _ in range(2)]
    assert made[0] == made[1]
