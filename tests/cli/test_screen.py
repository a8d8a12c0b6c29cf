"""``handouts screen`` as a person meets it on a terminal, and with options alone."""

from __future__ import annotations

import contextlib
import os
import re
import select
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from handouts.cli.main import run

ANSWERED = ["--no-red-flags", "--no-conditions"]
CTRL_C, CTRL_D = "\x03", "\x04"


@dataclass
class Person:
    """Answers a question by the first pattern found in what is on the screen since the last answer."""

    answers: list[tuple[str, str | list[str]]]
    seen: str = ""
    fresh: str = field(default="", repr=False)

    def reply(self) -> str | None:
        if not self.fresh.endswith((") ", ": ")):
            return None
        asked = self.fresh
        for pattern, answer in self.answers:
            if re.search(pattern, asked):
                if isinstance(answer, list):
                    if not answer:
                        continue
                    answer = answer.pop(0)
                self.fresh = ""
                return answer if answer in (CTRL_C, CTRL_D) else f"{answer}\n"
        raise AssertionError(f"nothing to answer to: {asked[-300:]!r}")


def at_a_terminal(person: Person, *arguments: str, seconds: float = 30) -> int:
    """Runs the command behind a pseudo-terminal; the exit code. What was shown is in ``person.seen``."""
    pty = pytest.importorskip("pty")
    main, theirs = pty.openpty()
    command = [sys.executable, "-m", "handouts", "screen", *arguments]
    # A session of its own with the terminal as its controlling one, so that Ctrl-C arrives as on a keyboard.
    code = (
        "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
        # Started from a background job the tests inherit an ignored Ctrl-C; a terminal never does.
        f"signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv({command[0]!r}, {command!r})"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            if not select.select([main], [], [], 1.0)[0]:
                continue
            try:
                text = os.read(main, 65_536).decode(errors="replace")
            except OSError:  # the other end is closed: the command has ended
                break
            if not text:
                break
            person.seen += text
            person.fresh += text
            if select.select([main], [], [], 0.005)[0]:
                continue  # more is coming: the question is not over
            answer = person.reply()
            if answer is not None:
                os.write(main, answer.encode())
        return child.wait(timeout=5)
    finally:
        os.close(main)
        with contextlib.suppress(ProcessLookupError):
            child.kill()


def request_of(name: str = "request.yaml") -> dict[str, object]:
    value = yaml.safe_load(Path(name).read_text(encoding="utf-8"))
    assert isinstance(value, dict)
    return value


# ---------------------------------------------------------------- on a terminal


def test_a_person_answers_everything_and_gets_a_request_that_makes_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    person = Person(
        [
            (r"Where does it hurt", ["lower bak", "lower-back; hips:left"]),
            (r"noticed", "n"),
            (r"Pregnancy and birth", "n"),
            (r"(?s)Bones, joints and spine.*?numbers that fit", ["99"]),
                (r"numbers from 1 to 26", ["14, 19"]),
            (r"hip replaced", "y"),
            (r"How many weeks ago", ["soon", "4"]),
            (r"left, right or both", "left"),
            (r"low bone density", "Yes"),
            (r"said yes to massage", "n"),
            (r"numbers that fit|numbers from 1", "n"),
        ]
    )  # fmt: skip
    assert at_a_terminal(person, "--client", "Client Name", "-o", "request.yaml") == 0
    assert request_of() == {
        "version": 1,
        "client": "Client Name",
        "areas": ["lower-back", "hips:left"],
        "conditions": ["hip-replacement:weeks=4,side=left", "osteoporosis"],
    }
    shown = person.seen
    assert "did you mean 'lower-back'?" in shown
    assert "'soon' is not a number of weeks" in shown
    assert "Please type n, or numbers from 1 to 26." in shown
    assert shown.index("New chest pain") < shown.index("Deep groin pain")
    assert "clearance: general facts only" in shown
    assert "Client Name" not in shown
    assert run(["make", "--request", "request.yaml", "--dry-run"]) == 0
    assert "hip-replacement" in capsys.readouterr().out


def test_an_emergency_is_answered_at_once_and_the_rest_may_wait() -> None:
    person = Person([(r"go through the other", "n"), (r"New chest pain", ["y"]), (r"noticed", "n")])
    assert at_a_terminal(person, "--area", "neck", "-o", "request.yaml") == 4
    assert request_of()["red_flags"] == ["rf-chest"]
    shown = person.seen
    assert shown.index("Call 999") < shown.index("go through the other")
    assert "your health" not in shown
    assert "refused: no massage" in shown
    assert "handouts make --request request.yaml --advice-sheet" in shown


def test_a_condition_brings_more_signs_to_ask_about() -> None:
    person = Person([(r"because of what you told us(?s:.*)noticed", "n"), (r"(?s)Blood and heart.*numbers", ["10"]), (r"blood thinners, such", "y"),
                     (r"Which one do you take", ["aspirin?", "eliquis"]), (r"in the past few weeks", ""), (r"bruise easily", "n"),
                     (r"said yes to massage", "n"), (r"noticed|numbers", "n")])  # fmt: skip
    assert at_a_terminal(person, "--area", "jaw-tmj", "-o", "request.yaml") == 0
    assert "because of what you told us" in person.seen
    assert "Bleeding that is heavy" in person.seen
    assert "is not an answer to drug" in person.seen
    assert "Is your INR" not in person.seen  # nobody has one with apixaban
    assert request_of()["conditions"] == ["anticoagulants:drug=apixaban,recent-start=unknown,easy-bruising=no"]
    assert "clearance: general facts only" in person.seen
    assert "recent-start is not known" in person.seen


def test_a_condition_of_an_option_is_asked_for_what_the_option_leaves_open() -> None:
    person = Person([(r"left, right or both", "left")])
    assert (
        at_a_terminal(
            person, "--area", "knee", "--no-red-flags", "--condition", "knee-replacement:weeks=20", "-o", "request.yaml"
        )
        == 0
    )
    assert request_of()["conditions"] == ["knee-replacement:weeks=20,side=left"]


def test_a_sign_that_can_wait_till_later_today_is_not_made_an_emergency() -> None:
    person = Person(
        [
            (r"Is it any of these", ["n"]),
            (r"(?s)One swollen, sore, warm or dark leg.*noticed", ["y"]),
            (r"noticed", "n"),
        ]
    )
    assert at_a_terminal(person, "--area", "calf-achilles", "--no-conditions", "-o", "request.yaml") == 4
    assert request_of()["red_flags"] == ["rf-clot:today"]
    assert "Call 111" in person.seen
    assert "go through the other" not in person.seen


def test_only_y_or_n_answers_a_sign_and_enter_does_not() -> None:
    person = Person([(r"noticed", ["", "maybe", "n"]), (r"y or n", ["perhaps", "n"]), (r"noticed|numbers", "n")])
    assert at_a_terminal(person, "--area", "neck", "--no-conditions", "-o", "request.yaml") == 0
    assert person.seen.count("Please type y or n.") >= 2
    assert "red_flags" not in request_of()


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_leaving_in_the_middle_writes_nothing(key: str) -> None:
    person = Person([(r"6/\d+(?s:.*)noticed", key), (r"noticed", "n")])
    assert at_a_terminal(person, "--area", "neck", "--client", "Client Name", "-o", "request.yaml") == 130
    assert "interrupted" in person.seen
    assert not [path for path in Path().iterdir() if path.name != "cache"]


def test_nobody_answers_everything_for_nothing() -> None:
    Path("request.yaml").write_text("mine", encoding="utf-8")
    person = Person([])
    assert at_a_terminal(person, "--area", "neck", "-o", "request.yaml") == 6
    assert "use --force" in person.seen
    assert Path("request.yaml").read_text(encoding="utf-8") == "mine"


def test_the_questions_are_spelled_and_numbered_as_the_region_does() -> None:
    person = Person([(r"go through the other", "n"), (r"New chest pain", ["y"]), (r"noticed", "n")])
    assert at_a_terminal(person, "--area", "diabetic-foot", "--region", "us", "-o", "r.yaml") == 3
    person = Person([(r"go through the other", "n"), (r"New chest pain", ["y"]), (r"noticed", "n")])
    assert at_a_terminal(person, "--area", "foot-plantar", "--region", "us", "-o", "r.yaml") == 4
    assert "Call 911" in person.seen
    assert request_of("r.yaml")["region"] == "us"


# ---------------------------------------------------------------- with options alone


def test_options_answer_every_question(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(
        ["screen", "--area", "lower-back", "--area", "hips:left", "--no-red-flags", "--condition", "hip-replacement:weeks=20",
         "--therapist", "Therapist Name", "--client", "Client Name", "-o", "request.yaml"]
    )  # fmt: skip
    assert code == 0
    assert request_of() == {
        "version": 1,
        "client": "Client Name",
        "areas": ["lower-back", "hips:left"],
        "conditions": ["hip-replacement:weeks=20"],
        "therapist": "Therapist Name",
    }
    told = capsys.readouterr()
    assert told.out == ""
    assert "open: nothing stands in the way" in told.err
    assert "next: handouts make --request request.yaml -o sheet.pdf" in told.err
    assert "Client Name" not in told.err


def test_a_side_of_ones_own_goes_with_the_areas_that_have_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["screen", "--area", "hips", "--side", "left", *ANSWERED, "-o", "-"]) == 0
    assert yaml.safe_load(capsys.readouterr().out) == {"version": 1, "areas": ["hips"], "side": "left"}


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["--area", "neck"], ["--red-flag or --no-red-flags", "--condition or --no-conditions"]),
        (["--area", "neck", "--no-red-flags"], ["--condition or --no-conditions"]),
        (["--area", "neck", "--no-conditions"], ["--red-flag or --no-red-flags"]),
        (ANSWERED, ["--area"]),
        (["--area", "neck", *ANSWERED, "--red-flag", "rf-clot"], ["--red-flag and --no-red-flags"]),
        (["--area", "neck", *ANSWERED, "--condition", "migraine"], ["--condition and --no-conditions"]),
    ],
)
def test_off_a_terminal_a_missing_answer_names_its_option(
    arguments: list[str], options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["screen", *arguments, "-o", "request.yaml"]) == 2
    told = capsys.readouterr().err
    for option in options:
        assert option in told
    assert not Path("request.yaml").exists()


def test_without_a_place_to_write_nothing_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["screen", "--area", "neck", *ANSWERED]) == 2
    assert "-o request.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "gate", "code"),
    [
        ("--condition=fever-infection", "refused", 4),
        ("--condition=recent-surgery", "clearance", 0),
        ("--condition=recent-surgery:cleared", "open", 0),
        ("--red-flag=rf-cauda", "refused", 4),
    ],
)
def test_the_gates_are_told_and_the_request_is_written_all_the_same(
    option: str, gate: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    other = "--no-conditions" if option.startswith("--red-flag") else "--no-red-flags"
    assert run(["screen", "--area", "lower-back", option, other, "-o", "my request.yaml"]) == code
    told = capsys.readouterr().err
    assert f"{gate}: " in told
    assert Path("my request.yaml").is_file()
    if code:
        assert option.split("=")[1] in told
        assert "handouts make --request 'my request.yaml' --advice-sheet" in told
        assert run(["make", "--request", "my request.yaml", "--advice-sheet", "-o", "advice.pdf"]) == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--area", "lower-bak", *ANSWERED], "did you mean 'lower-back'?"),
        (["--area", "neck", "--no-red-flags", "--condition", "osteoporosys"], "unknown condition"),
        (["--area", "neck", "--no-red-flags", "--condition", "pregnancy-t2:weeks=40"], "14 to 27"),
        (["--area", "neck", "--red-flag", "rf-clott", "--no-conditions"], "did you mean 'rf-clot'?"),
    ],
)
def test_what_is_not_valid_is_told_and_nothing_is_written(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["screen", *arguments, "-o", "request.yaml"]) == 3
    assert told in capsys.readouterr().err
    assert not Path("request.yaml").exists()


def test_a_request_in_use_is_replaced_only_by_force(capsys: pytest.CaptureFixture[str]) -> None:
    Path("request.yaml").write_text("mine", encoding="utf-8")
    asked = ["screen", "--area", "neck", *ANSWERED, "-o", "request.yaml"]
    assert run(asked) == 6
    assert Path("request.yaml").read_text(encoding="utf-8") == "mine"
    assert run([*asked, "--force"]) == 0
    assert request_of()["areas"] == ["neck"]


def test_screen_is_among_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "Ask the safety questions" in capsys.readouterr().out
    assert run(["screen", "--help"]) == 0
    assert "--no-red-flags" in capsys.readouterr().out
