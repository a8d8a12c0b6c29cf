"""`python -m handouts.pictures.studio`: see compile.py."""

from __future__ import annotations

import sys

from handouts.pictures.studio.compile import main

sys.exit(main(sys.argv[1:]))
