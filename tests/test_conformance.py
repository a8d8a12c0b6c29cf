"""Every kind of file is PDF/UA-1 and PDF/A-2a, by validators that are not ours."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import page
import pytest

from handouts.cli.main import run

CLINIC = Path(__file__).resolve().parent.parent / "docs" / "gallery" / "clinic"
MAKE = [
    "make",
    "--client",
    "Nguyễn Thị Phương",
    "--therapist",
    "Therapist Name",
    "--date",
    "2026-03-12",
    "--note",
    "Rest.",
]
SHORT = [*MAKE, "--area", "hamstrings:right"]
CROWDED = [
    *MAKE,
    "--area",
    "lower-back",
    "--area",
    "hips:left",
    "--condition",
    "osteoporosis",
    "--condition",
    "anticoagulants",
]
KINDS = {
    "basic": SHORT,
    "basic-crowded": CROWDED,
    "basic-letter": [*SHORT, "--region", "us", "--theme", "warm"],
    "mono": [*CROWDED, "--variant", "mono"],
    "mono-letter": [*SHORT, "--variant", "mono", "--region", "us"],
    "large": [*CROWDED, "--variant", "large"],
    "large-letter": [*SHORT, "--variant", "large", "--region", "us"],
    "full": [*CROWDED, "--tier", "full", "--theme", "clinical"],
    "full-letter-lasting": [*SHORT, "--tier", "full", "--region", "us", "--persistent"],
    "advice": [*MAKE, "--area", "calf", "--red-flag", "rf-clot", "--advice-sheet"],
    "trifold": ["brochure", "--area", "back", "--fold", "tri"],
    "trifold-print-shop": ["brochure", "--area", "neck", "--print-shop", "--theme", "warm"],
    "bifold": ["brochure", "--area", "back", "--format", "bi"],
    "bifold-mono-letter": ["brochure", "--area", "hips", "--format", "bi", "--variant", "mono", "--region", "us"],
    "booklet": ["brochure", "--area", "neck", "--format", "booklet", "--print-shop", "--theme", "clinical"],
    "booklet-reader-letter": ["brochure", "--area", "hips", "--format", "booklet", "--pages", "reader", "--region", "us"],
    "poster-print-shop": ["brochure", "--area", "back", "--format", "poster", "--paper", "a3", "--print-shop"],
    "poster-mono-letter": ["brochure", "--topic", "pregnancy", "--format", "poster", "--variant", "mono", "--region", "us"],
    "card": ["brochure", "--area", "neck", "--format", "card", "--theme", "warm"],
    "card-mono-letter": ["brochure", "--topic", "running", "--format", "card", "--variant", "mono", "--region", "us"],
    "diary": [*SHORT, "--format", "diary"],
    "diary-large-letter": [*SHORT, "--format", "diary", "--variant", "large", "--region", "us"],
    "two-up": [*CROWDED, "--n-up", "2"],
    "trifold-mono-letter": ["brochure", "--area", "hips", "--fold", "tri", "--variant", "mono", "--region", "us"],
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("matrix")
    made = {}
    for name, arguments in KINDS.items():
        made[name] = folder / f"{name}.pdf"
        assert run([*arguments, "--clinic", str(CLINIC), "-o", str(made[name])]) == 0, name
    return made


@pytest.mark.parametrize(
    "profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A], ids=["ua1", "a2a"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_the_file_conforms(kind: str, profile: page.ValidationProfile, files: dict[str, Path]) -> None:
    report = page.validate_pdf(str(files[kind]), profile=profile)
    assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures][:5]
    assert report.rules.total > 50


@pytest.mark.parametrize("kind", KINDS)
def test_qpdf_finds_no_fault(kind: str, files: dict[str, Path]) -> None:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is not installed (.ci/run installs it)")
    done = subprocess.run(["qpdf", "--check", str(files[kind])], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_ghostscript_and_poppler_render_it_without_a_word(kind: str, files: dict[str, Path], tmp_path: Path) -> None:
    if not (shutil.which("gs") and shutil.which("pdftoppm")):
        pytest.skip("ghostscript or poppler is not installed (.ci/run installs them)")
    for command in (
        ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=nullpage", str(files[kind])],
        ["pdftoppm", "-r", "30", "-png", str(files[kind]), str(tmp_path / "page")],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0
        assert done.stdout + done.stderr == ""


def test_the_validator_would_notice(files: dict[str, Path], tmp_path: Path) -> None:
    import pikepdf

    broken = tmp_path / "broken.pdf"
    with pikepdf.open(files["basic"]) as document:
        del document.Root.StructTreeRoot
        document.save(broken)
    assert not page.validate_pdf(str(broken), profile=page.ValidationProfile.PDF_UA_1).is_compliant


def test_no_client_name_is_in_the_files_metadata(files: dict[str, Path]) -> None:
    import pikepdf

    with pikepdf.open(files["basic"]) as document:
        metadata = str(dict(document.docinfo)) + document.Root.Metadata.read_bytes().decode()
    assert "Phương" not in metadata
    assert "Therapist" not in metadata
