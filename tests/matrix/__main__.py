"""The whole matrix: ``python -m tests.matrix`` makes every file and tells what is wrong with it. Takes some minutes."""

from __future__ import annotations

import contextlib
import io
import sys

from tests.matrix import checks
from tests.matrix.cases import Case, made, matrix


def _wrong_with(case: Case) -> list[str]:
    told = io.StringIO()
    try:
        with contextlib.redirect_stderr(told):
            made(case)
    except AssertionError as error:
        return [f"{error}: {told.getvalue().strip().splitlines()[-1:]}"]
    found = [*checks.faults_of_structure(case), *checks.complaints_of_qpdf(case), *checks.complaints_of_viewers([case])]
    for profile in checks.profiles(case):
        found += checks.failures(case, profile)
    if checks.spoken(case) != checks.intended(case):
        found.append("is read in another order, or other words, than was laid out")
    return found


def main() -> int:
    """0 when nothing is wrong."""
    cases, wrong = matrix(), 0
    for case in cases:
        found = _wrong_with(case)
        wrong += bool(found)
        for line in found:
            print(f"{case}: {line}", flush=True)
    print(f"{len(cases)} files, {wrong} with faults")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
