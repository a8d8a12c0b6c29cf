"""What is read at the door: the locale, the user's own file, --debug and NO_COLOR."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from handouts.cli.main import run
from handouts.cli.settings import country_of_locale
from handouts.errors import HandoutsError

CAPTURE = pytest.CaptureFixture[str]


# ---------------------------------------------------------------- the country


@pytest.mark.parametrize(
    ("environ", "country"),
    [
        ({"LANG": "en_NZ.UTF-8"}, "NZ"),
        ({"LANG": "en_IE.UTF-8@euro"}, "IE"),
        ({"LANG": "de_AT"}, "AT"),
        ({"LC_ALL": "", "LC_MESSAGES": "fr_CA.utf8", "LANG": "en_US.UTF-8"}, "CA"),
        ({"LC_ALL": "C", "LANG": "en_NZ.UTF-8"}, None),
        ({"LC_ALL": "POSIX", "LANG": "en_NZ.UTF-8"}, None),
        ({"LC_ALL": "C.UTF-8", "LC_MESSAGES": "en_GB", "LANG": "en_NZ.UTF-8"}, None),
        ({"LANG": "English_United Kingdom.1252"}, None),
        ({"LANG": "English_Australia"}, None),
        ({"LANG": "en"}, None),
        ({"LANG": "C"}, None),
        ({"LANG": "zh_Hant_TW"}, None),
        ({"LC_CTYPE": "en_US.UTF-8"}, None),
        ({}, None),
    ],
)
def test_a_country_is_taken_only_where_the_locale_writes_one(environ: dict[str, str], country: str | None) -> None:
    assert country_of_locale(environ) == country


def test_a_locale_without_a_country_makes_no_sheet(monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE) -> None:
    monkeypatch.delenv("HANDOUTS_REGION")
    monkeypatch.setenv("LANG", "en_NZ.UTF-8")
    assert run(["make", "--area", "neck", "--dry-run"]) == 0
    assert "region nz taken from" in capsys.readouterr().err
    monkeypatch.setenv("LC_ALL", "C")
    assert run(["make", "--area", "neck", "--dry-run"]) == 2
    assert "no region is set" in capsys.readouterr().err


# ---------------------------------------------------------------- the user's own file


@pytest.fixture
def mine(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's own file stands."""
    folder = Path("own").resolve()
    folder.mkdir()
    monkeypatch.setattr("platformdirs.user_config_dir", lambda *_, **__: str(folder))
    return folder / "config.yaml"


def test_the_users_own_file_holds_where_nothing_nearer_does(mine: Path, capsys: CAPTURE) -> None:
    mine.write_text("# mine\nvariant: large\ntherapist: Therapist Name\nmax_exercises: 3\n", encoding="utf-8")
    assert run(["config", "show", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["variant"] == {"value": "large", "source": str(mine)}
    assert shown["max_exercises"]["value"] == 3
    mine.write_text("", encoding="utf-8")
    assert run(["config", "show"]) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("region: uk\nvarient: large\n", "config.yaml:2:1:varient: unknown key 'varient'; did you mean 'variant'?"),
        ("colour: red\n", "unknown key 'colour'; use region, language, paper"),
        ("region: uk\nvariant: larg\n", "config.yaml:2"),
        ("max_exercises: many\n", "config.yaml:1"),
        ("therapist: [A, B]\n", "config.yaml:1"),
        ("- region\n", "config.yaml:1"),
        ("region: [\n", "config.yaml:2"),
        ("region: \xff\n", "config.yaml: is not UTF-8 text"),
    ],
)
def test_a_mistake_in_the_users_own_file_names_file_and_line(text: str, said: str, mine: Path, capsys: CAPTURE) -> None:
    mine.write_bytes(text.encode("latin-1"))
    assert run(["make", "--area", "neck", "--dry-run"]) == 3
    assert said in capsys.readouterr().err


# ---------------------------------------------------------------- --debug, NO_COLOR


@pytest.mark.parametrize(
    "arguments",
    [
        ["--debug", "make", "--area", "nekc", "--dry-run"],
        ["make", "--debug", "--area", "nekc", "--dry-run"],
        ["make", "--area", "nekc", "--dry-run", "--debug"],
        ["--debug", "config", "show", "--clinic", "nowhere"],
        ["config", "show", "--clinic", "nowhere", "--debug"],
    ],
)
def test_debug_shows_the_traceback_wherever_it_stands(arguments: list[str], capsys: CAPTURE) -> None:
    with pytest.raises(HandoutsError):
        run(arguments)
    assert run([one for one in arguments if one != "--debug"]) == 3
    assert "Traceback" not in capsys.readouterr().err


def test_debug_as_the_words_of_an_option_is_no_switch() -> None:
    assert run(["make", "--area", "nekc", "--note", "--debug", "--dry-run"]) == 3


def test_a_bug_of_ours_says_how_to_show_it(monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE) -> None:
    from handouts.compose import Workshop

    def broken(*_: object) -> None:
        raise KeyError("Client Name")

    monkeypatch.setattr(Workshop, "plan", broken)
    assert run(["make", "--area", "neck", "--dry-run"]) == 1
    told = capsys.readouterr().err
    assert "this is a bug: KeyError" in told
    assert "--debug" in told
    assert "Client Name" not in told
    with pytest.raises(KeyError):
        run(["make", "--area", "neck", "--dry-run", "--debug"])


def test_nothing_of_the_environment_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    before = dict(os.environ)
    assert run(["list", "papers"]) == 0
    assert dict(os.environ) == before


def test_no_color_reaches_every_word_that_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    from handouts.cli.main import root

    seen: list[bool | None] = []
    monkeypatch.setattr(root, "invoke", lambda context: seen.append(context.color))
    run(["list", "papers"])
    monkeypatch.setenv("NO_COLOR", "1")
    run(["list", "papers"])
    assert seen == [None, False]


# ---------------------------------------------------------------- languages


def test_a_language_begins_with_its_phrases(tmp_path: Path, capsys: CAPTURE) -> None:
    from handouts.resources import Folders

    own = tmp_path / "clinic" / "templates" / "qq"
    own.mkdir(parents=True)
    (tmp_path / "clinic" / "clinic.yaml").write_text("name: Mine\nregion: uk\n", encoding="utf-8")
    assert "qq" not in Folders.find(tmp_path / "clinic").languages
    for command in (["check", "clinic"], ["make", "--clinic", "clinic", "--area", "neck", "--dry-run"]):
        assert run([*command, "--language", "qq"]) == 3
        assert "no words in language 'qq'" in capsys.readouterr().err
    (own / "phrases.yaml").write_text("", encoding="utf-8")
    assert Folders.find(tmp_path / "clinic").languages == ("en", "qq")
    assert run(["make", "--clinic", "clinic", "--area", "neck", "--dry-run", "--language", "qq"]) == 0
