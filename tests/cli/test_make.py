"""``handouts make`` as a person meets it: real input, bad input, and where the bytes go."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from handouts.cli.main import run
from handouts.library.store import Library

HIPS = ["--area", "lower-back", "--area", "hips:left"]


def words_of(pdf: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def process(*arguments: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "handouts", *arguments]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environ}, timeout=60, check=False)


# ---------------------------------------------------------------- it works


def test_one_command_makes_a_two_page_sheet_with_the_words_that_were_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = run(
        ["make", "--client", "Client Name", *HIPS, "--condition", "osteoporosis", "--technique", "deep-tissue",
         "--technique", "effleurage", "--therapist", "Therapist Name", "--note", "Heat before bed", "--date", "2026-03-12",
         "--next-visit", "2026-03-26", "-o", "sheet.pdf"]
    )  # fmt: skip
    assert code == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "sheet.pdf: 2 pages" in told.err
    assert "technique deep-tissue: left out because of osteoporosis" in told.err
    text = words_of(Path("sheet.pdf"))
    for words in ("Client Name", "Therapist Name", "Heat before bed", "12 March 2026", "26 March 2026", "Lower back and left hip",
                  "Call 999", "Call 111", "Take care: low bone density", "Your exercises", "Long gliding strokes"):  # fmt: skip
        assert words in " ".join(text.split()), words
    assert "deep tissue" not in text.lower()
    assert "left out" not in text


def test_the_full_tier_holds_more_than_two_pages_and_every_section(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["make", *HIPS, "--tier", "full", "-o", "full.pdf"]) == 0
    assert int(capsys.readouterr().err.rsplit("full.pdf: ", 1)[1].split()[0]) > 2
    text = words_of(Path("full.pdf"))
    for heading in ("What may be behind it", "What we may do", "How it can help", "Your exercises", "Your next two days",
                    "Tick off each day", "In your own words", "Not yet clinically reviewed"):  # fmt: skip
        assert heading in text


def test_long_lasting_pain_changes_causes_plan_and_wording() -> None:
    assert run(["make", "--area", "lower-back", "--persistent", "-o", "p.pdf", "--tier", "full"]) == 0
    assert run(["make", "--area", "lower-back", "-o", "n.pdf", "--tier", "full"]) == 0
    lasting, new = (" ".join(words_of(Path(name)).split()) for name in ("p.pdf", "n.pdf"))
    assert "Plan by time, not by pain" in lasting
    assert "Plan by time, not by pain" not in new
    assert "eases in weeks" in new
    assert "eases in weeks" not in lasting


@pytest.mark.parametrize(
    ("region", "paper", "number"),
    [("uk", (595, 842), "999"), ("us", (612, 792), "911"), ("nz", (595, 842), "111")],
)
def test_the_region_decides_paper_and_number(region: str, paper: tuple[int, int], number: str) -> None:
    import pypdfium2

    assert run(["make", "--area", "lower-back", "--region", region, "-o", "r.pdf"]) == 0
    with pypdfium2.PdfDocument("r.pdf") as document:
        assert tuple(round(side) for side in document[0].get_size()) == paper
    assert f"Emergency: call {number}" in words_of(Path("r.pdf"))


def test_a_dose_of_ones_own_replaces_the_librarys(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(
            [
                "make",
                "--area",
                "lower-back",
                "--exercise",
                "bridge:sets=2,reps=8,hold=20,times=2/day",
                "--dry-run",
                "--json",
            ]
        )
        == 0
    )
    plan = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in plan["exercises"]] == ["bridge"]
    assert plan["exercises"][0]["dose"] == {
        "sets": 2,
        "reps": 8,
        "hold": 20,
        "per_day": 2,
        "days_per_week": 7,
    }


def test_the_dry_run_tells_what_would_be_on_the_sheet_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["make", *HIPS, "--condition", "osteoporosis", "--dry-run", "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["version"] == 1
    assert {"id": "lower-back", "side": "middle"} in plan["areas"]
    assert {"id", "side", "position", "dose", "for"} <= set(plan["exercises"][0])
    assert {"kind", "id", "action", "because", "reason"} <= set(plan["decisions"][0])
    assert {"id": "osteoporosis", "because": "osteoporosis"} in plan["precautions"]
    assert {flag["tier"] for flag in plan["red_flags"]} == {"emergency", "today", "soon"}
    assert not list(Path().glob("*.pdf"))


def test_a_stored_request_makes_the_same_bytes_again() -> None:
    first = ["make", "--client", "Client Name", *HIPS, "--condition", "pregnancy-t2:weeks=20", "--exercise", "seated-march:sets=2",
             "--date", "2026-03-12", "--save-request", "request.yaml", "-o", "one.pdf"]  # fmt: skip
    assert run(first) == 0
    assert run(["make", "--request", "request.yaml", "-o", "two.pdf"]) == 0
    assert Path("one.pdf").read_bytes() == Path("two.pdf").read_bytes()


def test_the_same_request_gives_the_same_bytes_whatever_the_machines_settings() -> None:
    arguments = ("make", *HIPS, "--date", "2026-03-12", "-o", "-")
    one = process(*arguments, PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C")
    two = process(*arguments, PYTHONHASHSEED="2", TZ="America/Lima", LC_ALL="C.UTF-8")
    assert one.returncode == two.returncode == 0
    assert one.stdout.startswith(b"%PDF-")
    assert one.stdout == two.stdout


def test_clearance_is_a_word_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    heart = ["--area", "lower-back", "--condition", "heart-disease:recent-event=no", "--dry-run", "--json"]
    assert run(["make", *heart]) == 0
    assert json.loads(capsys.readouterr().out)["techniques"] == []
    assert run(["make", *heart, "--cleared", "heart-disease"]) == 0
    assert json.loads(capsys.readouterr().out)["techniques"]
    assert run(["make", *heart, "--cleared", "osteoporosis"]) == 2
    assert "--condition osteoporosis" in capsys.readouterr().err


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--area", "lumbar bak"], 3, "unknown area 'lumbar bak'; did you mean 'lower-back'?"),
        (["--area", "lower-back", "--exercise", "brige"], 3, "unknown exercise 'brige'; did you mean 'bridge'?"),
        (["--area", "lower-back", "--condition", "osteoporsis"], 3, "did you mean 'osteoporosis'?"),
        (["--area", "lower-back", "--technique", "efleurage"], 3, "did you mean 'effleurage'?"),
        (["--area", "lower-back", "--theme", "clam"], 3, "did you mean 'calm'?"),
        (["--area", "lower-back", "--paper", "a44"], 3, "a4"),
        (["--area", "lower-back", "--variant", "larg"], 3, "did you mean 'large'?"),
        (["--area", "lower-back", "--tier", "basik"], 3, "did you mean 'basic'?"),
        (["--area", "lower-back", "--language", "xx"], 3, "no words in language 'xx'"),
        (["--area", "lower-back", "--region", "uq"], 3, "choose one of au, ca, eu, ie, nz, other, uk, us"),
        (["--area", "sciatica"], 3, "lower-back"),
        (["--area", "hips:left", "--area", "hips:right"], 3, "two sides"),
        (["--area", "hips:sideways"], 3, "unknown side 'sideways'"),
        (["--area", "lower-back", "--exercise", "bridge:sets=-2"], 3, "sets must be 1 to 20, not -2"),
        (["--area", "lower-back", "--exercise", "bridge:speed=3"], 3, "unknown dose 'speed'"),
        (["--area", "lower-back", "--condition", "pregnancy-t2:weeks=99"], 3, "weeks"),
        (["--area", "lower-back", "--date", "2026-02-31"], 3, "'2026-02-31' is not a date"),
        (["--area", "lower-back", "--client", ""], 3, "client: is empty"),
        (["--area", "lower-back", "--client", "a" * 300], 3, "client: has 300 letters"),
        (["--area", "lower-back", "--max-exercises", "many"], 3, "not a whole number"),
        ([], 3, "no area was given"),
        (["--area", "lower-back", "--condition", "fever-infection"], 4, "--advice-sheet"),
        (["--area", "lower-back", "--red-flag", "rf-cauda"], 4, "--advice-sheet"),
        (["--request", "nowhere.yaml"], 3, "nowhere.yaml"),
    ],
)  # fmt: skip
def test_bad_input_gets_the_place_the_remedy_and_its_exit_code(
    arguments: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["make", *arguments, "-o", "x.pdf"]) == code
    told = capsys.readouterr()
    assert message in told.err
    assert "Traceback" not in told.err
    assert told.out == ""
    assert not Path("x.pdf").exists()


def test_all_problems_come_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(
            [
                "make",
                "--area",
                "lower-bak",
                "--condition",
                "osteoporsis",
                "--exercise",
                "brige",
                "-o",
                "x.pdf",
            ]
        )
        == 3
    )
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_a_problem_in_a_stored_request_names_file_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("r.yaml").write_text("version: 1\nareas: [lower-back]\ndate: 2026-99-12\n", encoding="utf-8")
    assert run(["make", "--request", "r.yaml", "-o", "x.pdf"]) == 3
    assert "r.yaml:3" in capsys.readouterr().err


def test_a_broken_request_file_names_file_line_and_column(capsys: pytest.CaptureFixture[str]) -> None:
    Path("r.yaml").write_text("areas: [lower-back\nclient: A\n", encoding="utf-8")
    assert run(["make", "--request", "r.yaml", "-o", "x.pdf"]) == 3
    assert "r.yaml:2:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name",
    [
        "<b>Bold</b> & Sons",
        "{{ 7*7 }}",
        '<img src="/etc/hostname"/>',
        "</para><a href='javascript:alert(1)'>x</a>",
        "Nguyễn Thị Phương",
        "Łukasz Żółć",
        "Ελένη Παπαδοπούλου",
        "Анна Иванова",
    ],
)
def test_a_name_is_printed_as_it_is_written(name: str) -> None:
    assert run(["make", "--area", "lower-back", "--client", name, "-o", "n.pdf"]) == 0
    assert name.replace(" ", "") in "".join(words_of(Path("n.pdf")).split())


@pytest.mark.parametrize("name", ["Anna\u202eannA", "Anna\u200f", "An\x07na\x00", "Anna\n\n\nB"])
def test_control_and_direction_marks_never_reach_the_page(name: str) -> None:
    assert run(["make", "--area", "lower-back", "--client", name, "-o", "n.pdf"]) == 0
    text = words_of(Path("n.pdf"))
    assert not set(text) & set("\u202e\u200f\x07")
    assert "49" not in text


def test_a_sign_no_font_has_is_drawn_as_a_box_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["make", "--area", "lower-back", "--client", "Anna 😀", "-o", "n.pdf"]) == 0
    assert "1 character of it, so a box is printed" in capsys.readouterr().err


def test_a_condition_that_forbids_massage_can_still_give_its_advice() -> None:
    assert (
        run(
            [
                "make",
                "--area",
                "lower-back",
                "--condition",
                "fever-infection",
                "--advice-sheet",
                "-o",
                "a.pdf",
            ]
        )
        == 0
    )
    text = words_of(Path("a.pdf"))
    assert "Before your next massage" in text
    assert "Your exercises" not in text


# ---------------------------------------------------------------- what the therapist is told


def test_the_therapist_is_told_what_to_mind_at_each_area(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["make", *HIPS, "--dry-run", "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    wanted = [
        {"area": area["id"], "text": text}
        for area in plan["areas"]
        for text in library.contents.areas[area["id"]].therapist_cautions
    ]
    assert wanted
    assert plan["cautions"] == wanted
    assert run(["make", *HIPS, "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert run(["make", *HIPS, "-o", "x.pdf"]) == 0
    told = capsys.readouterr().err
    for caution in wanted:
        line = f"{caution['area']}: {caution['text']}"
        assert f"  {line}" in shown.splitlines()
        assert f"handouts: note for the therapist: {line}" in told.splitlines()
    assert wanted[0]["text"] not in " ".join(words_of(Path("x.pdf")).split())


# ---------------------------------------------------------------- a stored request and the flags over it


@pytest.mark.parametrize(
    ("flag", "value", "field"),
    [
        ("--paper", "letter", "paper"),
        ("--variant", "large", "variant"),
        ("--theme", "warm", "theme"),
        ("--tier", "full", "tier"),
        ("--region", "us", "region"),
        ("--therapist", "Another Name", "therapist"),
        ("--max-exercises", "2", "max_exercises"),
    ],
)
def test_a_flag_goes_over_what_a_stored_request_says(flag: str, value: str, field: str) -> None:
    Path("r.yaml").write_text(
        "version: 1\nareas: [lower-back]\nregion: uk\nlanguage: en\npaper: a4\nvariant: mono\ntheme: calm\n"
        "tier: basic\ntherapist: Therapist Name\nmax_exercises: 3\n",
        encoding="utf-8",
    )
    made = ["make", "--request", "r.yaml", "--dry-run", "--save-request"]
    assert run([*made, "same.yaml"]) == 0
    assert run([*made, "new.yaml", flag, value]) == 0
    same, new = (yaml.safe_load(Path(name).read_text(encoding="utf-8")) for name in ("same.yaml", "new.yaml"))
    stored = yaml.safe_load(Path("r.yaml").read_text(encoding="utf-8"))
    assert {key: same[key] for key in stored} == stored
    assert str(new[field]) == value
    assert {key: new[key] for key in stored if key != field} == {key: stored[key] for key in stored if key != field}


def test_a_flag_decides_the_language_over_a_stored_request(capsys: pytest.CaptureFixture[str]) -> None:
    Path("r.yaml").write_text("areas: [lower-back]\nlanguage: en\n", encoding="utf-8")
    assert run(["make", "--request", "r.yaml", "--language", "xx", "-o", "x.pdf"]) == 3
    assert "no words in language 'xx'" in capsys.readouterr().err


def test_a_stored_request_goes_over_the_variables_and_the_clinic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDOUTS_VARIANT", "large")
    Path("r.yaml").write_text("areas: [lower-back]\nvariant: mono\n", encoding="utf-8")
    assert run(["make", "--request", "r.yaml", "--dry-run", "--save-request", "new.yaml"]) == 0
    assert yaml.safe_load(Path("new.yaml").read_text(encoding="utf-8"))["variant"] == "mono"


def test_a_mistake_in_a_flag_is_not_blamed_on_the_stored_request(capsys: pytest.CaptureFixture[str]) -> None:
    Path("r.yaml").write_text("areas: [lower-back]\nvariant: mono\ntier: basik\n", encoding="utf-8")
    assert run(["make", "--request", "r.yaml", "--variant", "larg", "-o", "x.pdf"]) == 3
    told = capsys.readouterr().err
    assert "handouts: variant: unknown variant 'larg'; did you mean 'large'?" in told
    assert "r.yaml:3" in told
    assert "r.yaml:2" not in told


def test_a_request_from_standard_input_is_utf_8_whatever_the_terminal_speaks() -> None:
    command = [sys.executable, "-m", "handouts", "make", "--request", "-", "-o", "x.pdf"]
    environ = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}

    def made(text: bytes) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(command, input=text, capture_output=True, env=environ, timeout=60, check=False)

    done = made("areas: [lower-back]\nclient: Łukasz Żółć\n".encode())
    assert done.returncode == 0, done.stderr
    assert "ŁukaszŻółć" in "".join(words_of(Path("x.pdf")).split())
    Path("x.pdf").unlink()
    done = made("areas: [lower-back]\nclient: Zoë\n".encode("cp1252"))
    assert done.returncode == 3
    assert b"stdin: is not UTF-8 text" in done.stderr


# ---------------------------------------------------------------- where the bytes go


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is told another way there")
@pytest.mark.parametrize(
    "arguments",
    [["list", "exercises", "--json"], ["--help"], ["make", "--area", "neck", "-o", "-"], ["show", "bridge"]],
)
def test_a_reader_that_leaves_early_is_no_error(arguments: list[str]) -> None:
    work = subprocess.Popen(
        [sys.executable, "-m", "handouts", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert work.stdout
    assert work.stderr
    work.stdout.close()
    told = work.stderr.read().decode()
    work.stderr.close()
    assert work.wait(timeout=60) == 0
    assert "Traceback" not in told
    assert "BrokenPipe" not in told


def test_an_existing_file_is_kept_unless_forced(capsys: pytest.CaptureFixture[str]) -> None:
    Path("x.pdf").write_bytes(b"mine")
    assert run(["make", "--area", "lower-back", "-o", "x.pdf"]) == 6
    assert "--force" in capsys.readouterr().err
    assert Path("x.pdf").read_bytes() == b"mine"
    assert run(["make", "--area", "lower-back", "-o", "x.pdf", "--force"]) == 0


def test_a_folder_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["make", "--area", "lower-back", "-o", "nowhere/x.pdf"]) == 6
    assert "make the folder first" in capsys.readouterr().err


def test_a_full_disk_leaves_nothing_behind() -> None:
    resource: Any = pytest.importorskip("resource", reason="the system cannot limit the size of a file")
    command = [sys.executable, "-m", "handouts", "make", "--area", "lower-back", "-o", "x.pdf"]

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        command,
        capture_output=True,
        preexec_fn=small,
        env={**os.environ, "HANDOUTS_CACHE": ""},
        timeout=60,
        check=False,
    )
    assert done.returncode == 6, done.stderr
    assert not list(Path().glob("*x.pdf*"))


def test_standard_output_gets_the_pdf_and_nothing_else() -> None:
    done = process("make", "--area", "lower-back", "-o", "-")
    assert done.returncode == 0
    assert done.stdout.startswith(b"%PDF-")
    assert done.stdout.rstrip().endswith(b"%%EOF")


def test_without_a_region_there_is_no_sheet() -> None:
    environ = {k: v for k, v in os.environ.items() if k not in ("HANDOUTS_REGION", "LC_ALL", "LC_MESSAGES", "LANG")}
    command = [sys.executable, "-m", "handouts", "make", "--area", "lower-back", "-o", "x.pdf"]
    done = subprocess.run(command, capture_output=True, env={**environ, "LC_ALL": "C"}, timeout=60, check=False)
    assert done.returncode == 2
    assert b"--region" in done.stderr
    guessed = subprocess.run(
        command, capture_output=True, env={**environ, "LANG": "en_NZ.UTF-8"}, timeout=60, check=False
    )
    assert guessed.returncode == 0
    assert b"region nz taken from" in guessed.stderr


# ---------------------------------------------------------------- templates of one's own


def overlay(**files: str) -> None:
    Path("clinic.yaml").write_text('name: "My Clinic"\nregion: uk\n', encoding="utf-8")
    for name, text in files.items():
        path = Path("templates") / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_a_misspelt_variable_in_a_template_is_an_error_with_file_and_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    overlay(**{"en__sections__causes.md.j2": "# {{ heading }}\n\nOften linked with {{ cuases }}.\n"})
    assert run(["make", "--area", "lower-back", "-o", "x.pdf"]) == 5
    told = capsys.readouterr().err
    assert "causes.md.j2:3" in told
    assert "cuases" in told


def test_a_template_of_ones_own_wins() -> None:
    overlay(**{"en__sections__causes.md.j2": "# Why\n\nOur own words.\n"})
    assert run(["make", "--area", "lower-back", "-o", "x.pdf"]) == 0
    assert "Our own words." in words_of(Path("x.pdf"))


def test_an_exercise_without_a_picture_is_an_error_that_names_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from handouts.pictures.compiled import PictureBook

    monkeypatch.setattr(PictureBook, "_path", lambda self, kind, picture_id, *_: Path("nowhere") / f"{picture_id}.hpic")
    assert run(["make", "--area", "lower-back", "-o", "x.pdf"]) == 5
    assert not Path("x.pdf").exists()


def test_what_was_decided_alike_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(["make", "--programme", "new-parent", "--condition", "postnatal-early", "--region", "uk", "-o", "x.pdf"])
        == 0
    )
    told = capsys.readouterr().err.splitlines()
    alike = [line for line in told if "needs clearance first" in line]
    assert len(alike) == 1
    assert alike[0].startswith("handouts: techniques effleurage, petrissage, ")


def test_what_had_no_room_is_told_in_one_line_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(["make", *HIPS, "--area", "knee:left", "--area", "foot-plantar:left", "--region", "uk", "-o", "x.pdf"]) == 0
    )
    told = [line for line in capsys.readouterr().err.splitlines() if "left out for room" in line]
    assert len(told) == 1
    assert "--tier full" in told[0]


@pytest.mark.parametrize(("word", "right"), [("left hip", "hips:left"), ("knee (right)", "knee:right")])
def test_a_side_within_the_area_is_told_how_it_is_written(
    word: str, right: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["make", "--area", word, "--region", "uk", "-o", "x.pdf"]) == 3
    assert f"write it as {right}" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["text", "html"])
def test_what_has_no_pages_does_not_speak_of_the_next_page(kind: str) -> None:
    assert run(["make", *HIPS, "--region", "uk", "--format", kind, "-o", f"x.{kind}"]) == 0
    assert "next page" not in Path(f"x.{kind}").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Heat before bed.", "the note says 'heat', which diabetes-neuropathy rules out (heat)"),
        ("Use the HOT pack", "the note says 'hot'"),
        ("Theatre on Friday: enjoy.", None),
        ("Rest.", None),
    ],
)
@pytest.mark.parametrize("kind", ["pdf", "text", "html"])
def test_a_note_that_asks_for_what_a_condition_forbids_is_told_to_the_therapist(
    note: str, told: str | None, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = ["make", "--area", "foot", "--condition", "diabetes-neuropathy", "--note", note, "--format", kind]
    assert run([*sheet, "-o", f"x.{kind}"]) == 0
    err = capsys.readouterr().err
    assert told in err if told else "the note says" not in err
