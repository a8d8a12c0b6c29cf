"""Every kind of file is PDF/UA-1 and PDF/A-2a, by validators that are not ours, and every viewer shows it in silence.

The suite looks at a spread of the matrix (tests/matrix/cases.py); ``python -m tests.matrix`` looks at all of it.
"""

from __future__ import annotations

import io
import shutil

import page
import pikepdf
import pytest

from tests.matrix import checks
from tests.matrix.cases import FOREIGN, UNLOCKED, Case, made, spread

SPREAD = spread()
NAMED = Case("basic", "standard", "a4", "foreign")


@pytest.mark.parametrize("case", SPREAD, ids=str)
def test_the_file_conforms(case: Case) -> None:
    for profile in checks.profiles(case):
        assert checks.failures(case, profile) == []


@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed (.ci/run installs it)")
@pytest.mark.parametrize("case", SPREAD, ids=str)
def test_qpdf_finds_no_fault(case: Case) -> None:
    assert checks.complaints_of_qpdf(case) == []


@pytest.mark.skipif(
    not (shutil.which("gs") and shutil.which("pdftoppm")),
    reason="ghostscript or poppler is not installed (.ci/run installs them)",
)
@pytest.mark.parametrize("kind", sorted({case.format for case in SPREAD}))
def test_ghostscript_and_poppler_render_it_without_a_word(kind: str) -> None:
    assert checks.complaints_of_viewers([case for case in SPREAD if case.format == kind]) == []


def test_the_validator_would_notice() -> None:
    broken = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(NAMED).pdf)) as document:
        del document.Root.StructTreeRoot
        document.save(broken)
    assert not page.validate_pdf_bytes(broken.getvalue(), profile=page.ValidationProfile.PDF_UA_1).is_compliant


def test_a_locked_file_opens_with_its_password_and_lets_page_readers_in() -> None:
    for kind in UNLOCKED:
        locked = next(made(case).locked for case in SPREAD if case.format == kind)
        assert locked is not None
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(locked))
        with pikepdf.open(io.BytesIO(locked), password=checks.PASSWORD) as document:
            assert document.allow.accessibility
            assert document.encryption.R == 6


def test_no_clients_name_is_in_the_files_metadata() -> None:
    with pikepdf.open(io.BytesIO(made(NAMED).pdf)) as document:
        about = str(dict(document.docinfo)) + document.Root.Metadata.read_bytes().decode()
    assert not any(name in about for name in (*FOREIGN.split(), "Đặng"))
