"""A finished file, locked with a password (AES-256). Needs pikepdf (the extra ``seal``).

Locking comes last: a file is complete and sound before it is sealed. The key is salted by chance, so a sealed file
is the one kind whose bytes differ each time. PDF/A allows no encryption, so a sealed file no longer says that it is
archival; it stays PDF/UA-1, and reading aloud, printing and copying stay allowed.
"""

from __future__ import annotations

import io
import unicodedata

from handouts.errors import InvalidData, UsageProblem

LONGEST_PASSWORD = 127  # bytes of UTF-8; PDF ignores what is beyond (ISO 32000-2, 7.6.4.3.2)
SHORTEST_PASSWORD = 6  # signs; shorter ones are found by trying
_ARCHIVAL = ("pdfaid:part", "pdfaid:conformance")


def check_password(password: str) -> str:
    """The password as it is used (NFKC, as readers do). Raises InvalidData, which never repeats it."""
    known = unicodedata.normalize("NFKC", password)
    if len(known) < SHORTEST_PASSWORD:
        raise InvalidData(f"the password has only {len(known)} signs", hint=f"give at least {SHORTEST_PASSWORD}")
    if len(known.encode()) > LONGEST_PASSWORD:
        raise InvalidData("the password is too long", hint=f"give at most {LONGEST_PASSWORD} bytes")
    if any(unicodedata.category(sign).startswith("C") for sign in known):
        raise InvalidData("the password holds a sign that cannot be typed", hint="use letters, figures and signs")
    return known


def check_seal() -> None:
    """Raises UsageProblem where pikepdf is not installed."""
    try:
        import pikepdf  # noqa: F401
    except ImportError as error:
        raise UsageProblem("locking a file needs pikepdf", hint="pip install 'handouts[seal]'") from error


def seal(pdf: bytes, password: str) -> bytes:
    """The file, to be opened with the password. Raises UsageProblem without pikepdf, InvalidData for a poor password
    or a file that is not sound."""
    check_seal()
    import pikepdf

    known = check_password(password)
    sealed = io.BytesIO()
    try:
        document = pikepdf.open(io.BytesIO(pdf))
    except pikepdf.PdfError as error:
        raise InvalidData(f"the file is not sound, so it is not locked: {error}") from error
    with document:
        faults = document.check_pdf_syntax()
        if faults:
            raise InvalidData(f"the file is not sound, so it is not locked: {faults[0]}")
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for name in _ARCHIVAL:
                if name in metadata:
                    del metadata[name]
        allowed = pikepdf.Permissions(modify_assembly=False, modify_other=False)
        document.save(sealed, encryption=pikepdf.Encryption(owner=known, user=known, R=6, allow=allowed))
    return sealed.getvalue()
