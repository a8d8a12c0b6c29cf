"""What every file of the matrix must stand: our own reader, validators that are not ours, and programs that show it."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import page
import pikepdf

from handouts.page.layout import Layout
from handouts.page.outline import reading_lines
from tests.matrix.cases import PASSWORD, UNLOCKED, Case, made
from tests.matrix.structure import faults, words_in_order

_NO_ARCHIVE = frozenset(UNLOCKED)  # PDF/A forbids encryption, so a file that was locked no longer claims it
PROFILES = {"ua1": page.ValidationProfile.PDF_UA_1, "a2a": page.ValidationProfile.PDF_A_2A}
FEWEST_RULES = 50  # a validator that looked at less did not understand the file


def faults_of_structure(case: Case) -> list[str]:
    """What our own reader finds wrong."""
    with pikepdf.open(io.BytesIO(made(case).pdf)) as pdf:
        return faults(pdf)


def spoken(case: Case) -> str:
    """The words of the file in reading order."""
    with pikepdf.open(io.BytesIO(made(case).pdf)) as pdf:
        return " ".join(words_in_order(pdf).split())


def intended(case: Case) -> str:
    """The words as they were laid out to be read."""
    return " ".join(" ".join(_lines(layout)) for layout in made(case).layouts)


def _lines(layout: Layout) -> Iterator[str]:
    """Without the names of parts, which a message gives and a page reader does not."""
    return (line.strip().removeprefix("- ") for line in reading_lines(layout) if line.startswith("  "))


def profiles(case: Case) -> tuple[str, ...]:
    """What the file claims to be."""
    return ("ua1",) if case.format in _NO_ARCHIVE else ("ua1", "a2a")


def failures(case: Case, profile: str) -> list[str]:
    """What the outside validator finds wrong."""
    report = page.validate_pdf_bytes(made(case).pdf, profile=PROFILES[profile])
    found = [f"{profile}: {failure.rule_id} {failure.message}" for failure in report.failures]
    if report.rules.total < FEWEST_RULES:
        found.append(f"{profile}: only {report.rules.total} rules were looked at")
    if not report.is_compliant and not found:
        found.append(f"{profile}: not compliant")
    return found


def complaints_of_qpdf(case: Case) -> list[str]:
    """What qpdf says about the file, as it was given out."""
    file = made(case)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(file.locked or file.pdf)
        key = [f"--password={PASSWORD}"] if file.locked else []
        return _complaints(["qpdf", *key, "--check", str(path)], quiet=False)


def complaints_of_viewers(cases: list[Case]) -> list[str]:
    """What Ghostscript and poppler say while they show the files. They are silent about a sound one."""
    found = []
    with TemporaryDirectory() as folder:
        paths = []
        for case in cases:
            paths.append(Path(folder) / f"{case}.pdf")
            paths[-1].write_bytes(made(case).pdf)
        ghostscript = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=nullpage"]
        if _complaints([*ghostscript, *map(str, paths)]):  # one run for all; who it was is asked only when it matters
            found += [f"{path.stem}: {said}" for path in paths for said in _complaints([*ghostscript, str(path)])]
        for path in paths:
            command = ["pdftoppm", "-r", "12", "-gray", str(path), str(path.with_suffix(""))]
            found += [f"{path.stem}: {said}" for said in _complaints(command)]
    return found


def _complaints(command: list[str], *, quiet: bool = True) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip()
    if done.returncode != 0:
        return [f"{command[0]} ended with {done.returncode}: {said[:300]}"]
    return [f"{command[0]}: {said[:300]}"] if quiet and said else []
