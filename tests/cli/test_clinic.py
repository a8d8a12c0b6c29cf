"""A clinic's folder: made, found, checked, and laid over ours."""

from __future__ import annotations

import io
import json
import shlex
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from handouts.cli.main import run
from handouts.clinic import read_clinic


def words_of(pdf: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("region", ["uk", "us", "eu", "ca", "au", "nz", "ie"])
def test_a_new_clinic_makes_a_sheet_at_once(region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HANDOUTS_REGION")
    assert run(["new", "my-clinic", "--region", region]) == 0
    assert run(["make", "--clinic", "my-clinic", "--area", "lower-back", "-o", "x.pdf"]) == 0
    assert "Your Clinic" in words_of(Path("x.pdf"))


def test_a_region_without_a_number_asks_for_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "my-clinic", "--region", "other"]) == 2
    assert "--emergency" in capsys.readouterr().err
    assert run(["new", "my-clinic", "--region", "other", "--emergency", "115"]) == 0
    assert run(["make", "--clinic", "my-clinic", "--region", "other", "--area", "lower-back", "-o", "x.pdf"]) == 0
    assert "Emergency: call 115" in words_of(Path("x.pdf"))


@pytest.mark.parametrize("number", ['115"\ncall', "one one five", "{region}", "1", "115;", "٩١١"])
def test_a_number_that_cannot_be_called_is_refused(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "my-clinic", "--region", "other", "--emergency", number]) == 3
    assert "is not a number to call; write it in figures" in capsys.readouterr().err
    assert not Path("my-clinic").exists()


def test_a_file_is_no_folder_for_a_clinic(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine").write_text("mine", encoding="utf-8")
    for name in ("mine", "mine/deeper", "x" * 300):
        assert run(["new", name, "--region", "uk"]) == 6
        assert "choose " in capsys.readouterr().err
    assert Path("mine").read_text(encoding="utf-8") == "mine"


def test_the_command_that_new_suggests_runs_as_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "my clinic's $HOME", "--region", "uk"]) == 0
    line = capsys.readouterr().err.split("now try: handouts ")[1]
    assert run([*shlex.split(line), "--check"]) == 0


def test_a_folder_in_use_is_never_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("mine", encoding="utf-8")
    assert run(["new", "mine", "--region", "uk"]) == 6
    assert "is not empty" in capsys.readouterr().err


def test_the_starter_holds_an_exercise_and_a_text_of_its_own() -> None:
    assert run(["new", "my-clinic", "--region", "uk"]) == 0
    assert (
        run(
            [
                "make",
                "--clinic",
                "my-clinic",
                "--area",
                "lower-back",
                "--exercise",
                "small-bridge",
                "-o",
                "x.pdf",
            ]
        )
        == 0
    )
    text = words_of(Path("x.pdf"))
    assert "Small bridge" in text
    assert "warm pack for 15 minutes" in " ".join(text.split())


def test_the_clinic_is_found_from_the_working_folder_and_the_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "my-clinic", "--region", "nz"]) == 0
    monkeypatch.delenv("HANDOUTS_REGION")
    monkeypatch.setenv("HANDOUTS_CLINIC", "my-clinic")
    capsys.readouterr()
    assert run(["config", "show", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["region"] == {"value": "nz", "source": "clinic.yaml"}
    assert shown["clinic"]["source"] == "HANDOUTS_CLINIC"
    monkeypatch.delenv("HANDOUTS_CLINIC")
    Path("my-clinic/deeper").mkdir()
    monkeypatch.chdir("my-clinic/deeper")
    assert run(["config", "show", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["clinic"]["source"] == "working folder"


def test_a_flag_beats_the_variable_and_the_variable_beats_the_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "my-clinic", "--region", "nz"]) == 0
    capsys.readouterr()
    monkeypatch.setenv("HANDOUTS_REGION", "us")
    run(["config", "show", "--clinic", "my-clinic", "--json"])
    assert json.loads(capsys.readouterr().out)["region"] == {"value": "us", "source": "HANDOUTS_REGION"}
    run(["config", "show", "--clinic", "my-clinic", "--region", "ie", "--json"])
    assert json.loads(capsys.readouterr().out)["region"] == {"value": "ie", "source": "--region"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("regoin: uk", "regoin"),
        ("logo: nowhere.png", "no such file: nowhere.png"),
        ("colours: {main: green}", "'green' is not a colour"),
        ("columns: {Client: nmae}", "did you mean 'name'?"),
        ("link: {address: example}", "is not a web address"),
        ("techniques_off: [efleurage]", "did you mean 'effleurage'?"),
        ("theme: [", "clinic.yaml:4"),
    ],
)
def test_a_mistake_in_clinic_yaml_names_file_and_line(
    line: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("clinic.yaml").write_text(f'name: "Mine"\nregion: uk\n{line}\n', encoding="utf-8")
    assert run(["make", "--area", "lower-back", "-o", "x.pdf"]) == 3
    told = capsys.readouterr().err
    assert message in told
    assert "clinic.yaml:" in told


def test_what_a_clinic_says_of_itself_is_cleaned_of_signs_that_show_nothing() -> None:
    Path("clinic.yaml").write_text(
        'name: "Mine\\a and\\u202E yours\\uFFFE"\nregion: uk\nphone: " 020  7946\\n0000"\ndescription: "\\u200E"\n'
        'address: ["1 High\\tStreet", ""]\nweb: "mine\\u2066.example"\nversion: "2\\b"\n'
        'link: {address: "https://mine.example\\e", label: "\\u2069"}\nemergency: {call: "99\\u200F9"}\n'
        'defaults: {therapist: "Therapist\\u202D Name"}\n',
        encoding="utf-8",
    )
    file = read_clinic(Path()).file
    assert (file.name.rstrip("\ufffe"), file.phone, file.description) == ("Mine and yours", "020 7946 0000", None)
    assert (file.address, file.web, file.version) == (("1 High Street",), "mine.example", "2")
    assert file.link is not None
    assert (file.link.address, file.link.label) == ("https://mine.example", None)
    assert (file.emergency.call, file.emergency.urgent) == ("999", None)
    assert file.defaults.therapist == "Therapist Name"
    assert run(["make", "--area", "lower-back", "-o", "x.pdf"]) == 0
    pdf = Path("x.pdf").read_bytes()
    start = pdf.index(b"<x:xmpmeta")
    packet = pdf[start : pdf.index(b"</x:xmpmeta>", start) + len(b"</x:xmpmeta>")]
    assert "Mine and yours" in "".join(ElementTree.fromstring(packet).itertext())


def test_a_technique_that_is_switched_off_is_not_offered(capsys: pytest.CaptureFixture[str]) -> None:
    Path("clinic.yaml").write_text('name: "Mine"\nregion: uk\ntechniques_off: [effleurage]\n', encoding="utf-8")
    assert run(["make", "--area", "lower-back", "--dry-run", "--json"]) == 0
    assert "effleurage" not in json.loads(capsys.readouterr().out)["techniques"]


def logo(mode: str, kind: str, size: tuple[int, int] = (300, 200)) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, size, 128 if mode in ("L", "I;16") else None).save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.png", logo("RGBA", "PNG")),
        ("logo.png", logo("I;16", "PNG")),
        ("logo.jpg", logo("CMYK", "JPEG")),
        ("logo.jpg", logo("RGB", "JPEG", (5000, 4000))),
        (
            "logo.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#123456"/></svg>',
        ),
    ],
    ids=["png-alpha", "png-16-bit", "jpeg-cmyk", "jpeg-huge", "svg"],
)
def test_logos_of_every_usual_kind_reach_the_page(name: str, data: bytes) -> None:
    Path(name).write_bytes(data)
    Path("clinic.yaml").write_text(f'name: "Mine"\nregion: uk\nlogo: {name}\n', encoding="utf-8")
    assert run(["make", "--area", "lower-back", "-o", "x.pdf"]) == 0
    assert Path("x.pdf").stat().st_size < 600_000


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("logo.png", logo("RGB", "PNG")[:200]),
        ("logo.jpg", b"not a picture"),
        ("logo.svg", b"<svg><script>alert(1)</script></svg>"),
        ("logo.svg", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg>&x;</svg>'),
    ],
)
def test_a_broken_or_unsafe_logo_is_a_clear_error(name: str, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    Path(name).write_bytes(data)
    Path("clinic.yaml").write_text(f'name: "Mine"\nregion: uk\nlogo: {name}\n', encoding="utf-8")
    assert run(["make", "--area", "lower-back", "-o", "x.pdf"]) == 5
    told = capsys.readouterr().err
    assert name in told
    assert "Traceback" not in told


def test_the_clinics_colour_and_link_are_on_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    Path("clinic.yaml").write_text(
        'name: "Mine"\nregion: uk\ncolours: {main: "#F2C14E"}\nlink: {address: "https://mine.example/moves"}\n',
        encoding="utf-8",
    )
    assert run(["make", "--area", "lower-back", "-o", "x.pdf"]) == 0
    assert "too light for words" in capsys.readouterr().err  # it was darkened, and the therapist is told
    assert "mine.example/moves" in words_of(Path("x.pdf"))
