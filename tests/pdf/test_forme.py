"""A kept forme prints for the next client what a fresh one would, and holds nothing of anybody."""

from __future__ import annotations

import datetime as dt
import io
import re
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handouts.clinic import Clinic, ClinicFile, Link, no_clinic
from handouts.compose import IMPERSONAL, Workshop
from handouts.formes import Formes, forme_key
from handouts.library.load import load_library
from handouts.library.store import Library
from handouts.page.forme import Forme
from handouts.page.preview import pages_as_png
from handouts.page.write import cast_layout
from handouts.pdf.rack import Rack
from handouts.request import Request, read_request
from handouts.resources import Folders
from handouts.words.personal import Personal, personal_words

NAME, THERAPIST, NOTE = "Quentin Vexworthy", "Zelda Thrumbold", "Mind the wobbly garden gate."
REQUESTS: dict[str, dict[str, Any]] = {
    "basic": {"areas": "lower-back; hips:left", "conditions": "osteoporosis"},
    "long title": {"areas": "lower-back; hips:left; neck; shoulder", "variant": "mono"},
    "large": {"areas": "hamstrings:right", "variant": "large"},
    "full": {"areas": "neck", "tier": "full", "theme": "warm"},
    "advice": {"areas": "calf", "red_flags": "rf-clot", "advice_sheet": True},
}


class Forgetful(Formes):
    """Keeps nothing, so that every sheet is laid out for its own words."""

    def of(self, key: str) -> tuple[Forme, ...]:
        return ()

    def keep(self, key: str, forme: Forme) -> None:
        pass


@pytest.fixture(scope="module")
def opened(library: Library, folders: Folders) -> Workshop:
    return Workshop.open(library, no_clinic("uk"), library.contents.regions["uk"], folders)


@pytest.fixture(scope="module")
def slow(opened: Workshop) -> Workshop:
    return replace(opened, formes=Forgetful())


def asked(kind: str = "basic", **personal: Any) -> Request:
    return read_request({**REQUESTS[kind], **{key: value for key, value in personal.items() if value is not None}})


PEOPLE = st.one_of(
    st.sampled_from(["Jo", "Anna Example", "Łucja Nguyễn", "O'Brien (Bob) \\ 7", "Ω Жук", "Maximiliana " * 8]),
    st.text(st.characters(max_codepoint=0x2FF, exclude_categories=("C", "Z")), min_size=1, max_size=40),
)
NOTES = st.one_of(
    st.sampled_from(["Rest.", "Heat before bed, then walk.\n\nSee you soon.", "Walk a little every day. " * 9]),
    st.lists(PEOPLE, min_size=1, max_size=12).map(" ".join),
)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2035, 12, 31)).map(str)


def test_fast_and_slow_give_the_same_bytes(opened: Workshop, slow: Workshop) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
    @given(
        kind=st.sampled_from([*REQUESTS, "basic", "long title"]),
        client=st.none() | PEOPLE,
        therapist=st.none() | PEOPLE,
        note=st.none() | NOTES,
        date=st.none() | DAYS,
        next_visit=st.none() | DAYS,
    )
    def compare(kind: str, **personal: Any) -> None:
        request = asked(kind, **personal)
        fast, fresh = opened.compose(request), slow.compose(request)
        assert fast.pdf == fresh.pdf
        assert (fast.pages, fast.warnings, fast.plan) == (fresh.pages, fresh.warnings, fresh.plan)

    compare()


def test_most_clients_of_a_plan_are_printed_from_one_forme(opened: Workshop) -> None:
    workshop = replace(opened, formes=Formes())
    for index, name in enumerate(["Jo Park", "Anna Example", "Bartholomew Fitzgerald", "Al"]):
        workshop.compose(asked(client=name, therapist=f"T. Herapist {index}", date=f"2026-0{index + 1}-02", note=NOTE))
    held = [forme for formes in workshop.formes._held.values() for forme in formes]
    assert len(held) == 1


@pytest.mark.parametrize("kind", REQUESTS)
def test_every_kind_of_sheet_may_be_kept(kind: str, opened: Workshop) -> None:
    request = asked(kind, client=NAME, therapist=THERAPIST, note=NOTE, date="2026-01-02", next_visit="2026-02-03")
    personal = personal_words(request, opened.written_date)
    assert opened.cast(opened.standing(request), request, personal).open


def test_a_note_of_more_lines_gets_pages_of_its_own(opened: Workshop) -> None:
    short, long = asked(note="Rest."), asked(note="Walk a little every day. " * 12)
    forme = opened.cast(opened.standing(short), short, personal_words(short, opened.written_date))
    info = opened.info(forme.title, forme.language, None)
    assert forme.printed(personal_words(short, opened.written_date), info)
    assert forme.printed(personal_words(long, opened.written_date), info) is None


def test_a_character_no_font_has_is_told_and_serves_nobody_else(opened: Workshop) -> None:
    workshop = replace(opened, formes=Formes())
    sheet = workshop.compose(asked(client="李 Lee"))
    assert any("a box is printed" in warning for warning in sheet.warnings)
    assert not workshop.formes._held


def test_words_that_are_not_the_fields_own_serve_nobody_else(opened: Workshop) -> None:
    request = asked(client=NAME)
    standing = opened.standing(request)
    words, layout = opened.lay_out(standing, request)
    info = opened.info(words.document_title, words.language, None)
    assert cast_layout(layout, Personal(client=NAME), info=info).open
    assert not cast_layout(layout, Personal(client="Q. Vexworthy"), info=info).open


def test_a_plan_sees_nothing_personal_but_dates_in_the_wrong_order(opened: Workshop) -> None:
    request = asked(client=NAME, therapist=THERAPIST, note=NOTE, date="2026-03-12", next_visit="2026-03-01")
    sheet, plan = opened.compose(request), opened.plan(request)
    assert set(sheet.warnings) >= set(plan.warnings)
    assert any("2026-03-01" in warning for warning in sheet.warnings)
    assert msgspec.structs.replace(request, **IMPERSONAL) == asked()
    assert replace(plan, warnings=()) == replace(sheet.plan, warnings=())


def plain(opened: Workshop, request: Request) -> bytes:
    """The sheet with its personal words painted among all others."""
    standing = opened.standing(request)
    _, layout = opened.lay_out(standing, request)
    assert layout.typesetter is not None
    layout.typesetter.book.pinned = True
    return opened.write(layout, opened.word(standing.plan, request), request.date)


@pytest.mark.parametrize("kind", REQUESTS)
def test_the_pages_look_and_read_as_if_they_were_painted_in_one_go(kind: str, opened: Workshop) -> None:
    request = asked(kind, client="Łucja O'Brien", therapist=THERAPIST, note=NOTE, date="2026-01-02")
    printed, painted = opened.compose(request).pdf, plain(opened, request)
    assert list(pages_as_png(printed, dpi=60)) == list(pages_as_png(painted, dpi=60))
    assert marks(printed) == marks(painted)


def marks(pdf: bytes) -> list[str]:
    """Tag and number of every mark, page by page."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            f"{number} {' '.join(str(operand) for operand in one.operands)}"
            for number, page in enumerate(document.pages)
            for one in pikepdf.parse_content_stream(page)
            if str(one.operator) in ("BDC", "BMC")
        ]


# ---------------------------------------------------------------- nobody's own
def everything_in(data: bytes) -> bytes:
    """The bytes with every compressed stream in them opened."""
    opened = [data]
    for start in re.finditer(rb"stream\r?\n", data):
        with_more = zlib.decompressobj()
        try:
            opened.append(with_more.decompress(data[start.end() :]))
        except zlib.error:
            continue
    return b"\n".join(opened)


def test_no_personal_word_is_in_the_cache(library: Library, folders: Folders, tmp_path: Path) -> None:
    workshop = Workshop.open(library, no_clinic("uk"), library.contents.regions["uk"], folders, cache=tmp_path)
    for kind in REQUESTS:
        workshop.compose(
            asked(kind, client=NAME, ref="REF-90210", therapist=THERAPIST, note=NOTE, date="2031-07-29",
                  next_visit="2032-08-30")
        )  # fmt: skip
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == len(REQUESTS)
    for path in files:
        held = everything_in(path.read_bytes())
        assert b"osteopor" in held or b"calf" in held.lower() or len(held) > 200_000  # it was really opened
        for words in (*NAME.split(), *THERAPIST.split(), "wobbly", "REF-90", "July", "30 August"):
            for coded in (words.encode(), words.encode("utf-16-be"), words.encode("utf-16-be").hex().upper().encode()):
                assert coded not in held, words
                assert coded not in path.name.encode()


def test_the_key_knows_the_form_of_the_words_and_not_the_words() -> None:
    standing = b"standing"
    keys = {forme_key(standing, Personal(client=name)) for name in ("Anna", "Bob", "A very long name indeed")}
    assert len(keys) == 1
    others = [Personal(), Personal(client="Łucja"), Personal(client="Жук"), Personal(client="Anna", note="Rest.")]
    assert len(keys | {forme_key(standing, one) for one in others}) == 5
    assert forme_key(b"other", Personal(client="Anna")) not in keys


# ---------------------------------------------------------------- what is kept from run to run
def composed(library: Library, folders: Folders, cache: Path, request: Request) -> bytes:
    return (
        Workshop.open(library, no_clinic("uk"), library.contents.regions["uk"], folders, cache=cache)
        .compose(request)
        .pdf
    )


def test_the_next_run_prints_from_the_cache(
    library: Library, folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = composed(library, folders, tmp_path, asked(client=NAME))
    monkeypatch.setattr(Workshop, "cast", lambda *_: pytest.fail("it was cast again"))
    assert composed(library, folders, tmp_path, asked(client=NAME)) == first
    assert composed(library, folders, tmp_path, asked(client="Al Other")) != first


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other program", "folder"])
def test_a_damaged_forme_is_made_anew(damage: str, library: Library, folders: Folders, tmp_path: Path) -> None:
    first = composed(library, folders, tmp_path, asked(client=NAME))
    (path,) = (tmp_path / "formes").iterdir()
    data = path.read_bytes()
    path.unlink()
    if damage == "folder":
        path.mkdir()
    else:
        changed = {
            "cut": data[:-9],
            "flipped": data[:-9] + b"?" + data[-8:],
            "empty": b"",
            "other program": b"x" + data,
        }
        path.write_bytes(changed[damage])
    assert composed(library, folders, tmp_path, asked(client=NAME)) == first


def test_another_clinic_library_or_program_uses_no_forme_of_this(
    library: Library, folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    region = library.contents.regions["uk"]
    plain_clinic = Workshop.open(library, no_clinic("uk"), region, folders)
    linked = Clinic(ClinicFile(name="", region="uk", link=Link(address="https://a.example")))
    digests = {
        plain_clinic.standing(asked()).digest,
        Workshop.open(library, linked, region, folders).standing(asked()).digest,
        Workshop.open(library, no_clinic("nz"), library.contents.regions["nz"], folders).standing(asked()).digest,
        Workshop.open(Library(library.contents, key="x", pictured=library.pictured), no_clinic("uk"), region, folders)
        .standing(asked()).digest,
        plain_clinic.standing(asked("full")).digest,
    }  # fmt: skip
    monkeypatch.setattr("handouts.formes.__version__", "99")
    digests.add(Workshop.open(library, no_clinic("uk"), region, folders).standing(asked()).digest)
    assert len(digests) == 6


def test_memory_holds_a_few_and_the_rack_the_rest(opened: Workshop, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("handouts.formes.MOST_IN_MEMORY", 2)
    formes = Formes(Rack(tmp_path))
    request = asked()
    forme = opened.cast(opened.standing(request), request, Personal())
    for key in ("a", "b", "c"):
        formes.keep(key, forme)
    assert list(formes._held) == ["b", "c"]
    assert formes.of("a") == (forme,)
    assert formes.of("nothing") == ()


def test_another_language_needs_its_own_library_only(folders: Folders, tmp_path: Path) -> None:
    library = load_library(folders, cache=tmp_path)
    assert library.key
    assert composed(library, folders, tmp_path, asked()) == composed(library, folders, tmp_path, asked())
