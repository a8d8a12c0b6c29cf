"""``--format`` of make, and topics, posters and cards of brochure, as a person meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handouts.cli.main import run

MAKE = ["make", "--area", "neck", "--client", "Client Name", "--date", "2026-03-12"]


def test_text_can_go_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run([*MAKE, "--format", "text", "-o", "-"]) == 0
    text = capfdbinary.readouterr().out.decode()
    assert "For Client Name" in text
    assert text.index("Call 999") < text.index("Your exercises")


def test_html_is_one_file_and_its_kind_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*MAKE, "--format", "html", "-o", "neck.html"]) == 0
    assert "neck.html: one HTML file" in capsys.readouterr().err
    assert Path("neck.html").read_text(encoding="utf-8").startswith('<!DOCTYPE html>\n<html lang="en-GB">')


def test_the_diary_is_a_pdf_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*MAKE, "--format", "diary", "-o", "diary.pdf"]) == 0
    assert "diary.pdf: a diary of 2 pages" in capsys.readouterr().err
    assert Path("diary.pdf").read_bytes().startswith(b"%PDF")


def test_every_format_gives_the_same_bytes_again() -> None:
    for kind in ("diary", "text", "html"):
        for name in ("first", "second"):
            assert run([*MAKE, "--format", kind, "-o", name, "--force"]) == 0
        assert Path("first").read_bytes() == Path("second").read_bytes()


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--format", "htlm", "-o", "x"], 2, "there is no format 'htlm'; did you mean 'html'"),
        (["--format", "text", "--n-up", "2", "-o", "x"], 2, "--n-up does not go with --format text"),
        (["--format", "html"], 2, "use -o sheet.html"),
        (["--format", "diary", "--red-flag", "rf-chest", "--advice-sheet", "-o", "x"], 3, "no diary to tick"),
    ],
)
def test_what_cannot_be_is_told_with_what_to_do(
    options: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*MAKE, *options]) == code
    assert told in capsys.readouterr().err
    assert not Path("x").exists()


def test_text_and_html_cannot_be_locked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SECRET", "long enough")
    assert run([*MAKE, "--format", "html", "--password-env", "SECRET", "-o", "x"]) == 2
    assert "cannot be locked with a password" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--topic", "--theme-topic"])
@pytest.mark.parametrize("word", ["desk work", "desk-work", "office work"])
def test_a_brochure_can_be_about_a_topic(option: str, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["brochure", option, word, "--format", "poster", "--paper", "a3", "-o", "desk.pdf"]) == 0
    assert "desk.pdf: 1 page, to print on one side" in capsys.readouterr().err


def test_cards_tell_how_they_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["brochure", "--area", "neck", "--format", "card", "-o", "cards.pdf"]) == 0
    assert "cards.pdf: 2 pages, to print on both sides, and to cut" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        ([], 2, "use --area or --topic"),
        (["--area", "neck", "--topic", "running"], 2, "use --area or --topic"),
        (["--topic", "runing"], 3, "unknown topic 'runing'; did you mean 'running'"),
        (["--topic", "running", "--format", "poser"], 2, "there is no format 'poser'; did you mean 'poster'"),
    ],
)
def test_a_brochure_about_nothing_two_things_or_something_unknown_is_refused(
    options: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["brochure", *options, "-o", "x.pdf"]) == code
    assert told in capsys.readouterr().err


def test_topics_are_listed_shown_and_completed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["list", "topics", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"long-lasting-pain", "desk-work", "pregnancy", "running"} <= {row["id"] for row in rows}
    assert run(["show", "desk-work", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "topic"
    from handouts.cli.complete import ids_with_names

    assert ("desk-work", "Desk work") in list(ids_with_names("topics", None))
