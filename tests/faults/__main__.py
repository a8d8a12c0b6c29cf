"""``python -m tests.faults``: the fault tests as CI runs them; with ``--full``, every moment and every row."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest


def main() -> int:
    """Run them; pytest's exit code is the answer."""
    arguments = sys.argv[1:]
    if "--full" in arguments:
        arguments.remove("--full")
        os.environ["FAULTS"] = "full"
    return int(pytest.main([str(Path(__file__).parent), "-v", "--durations=0", *arguments]))


if __name__ == "__main__":
    sys.exit(main())
