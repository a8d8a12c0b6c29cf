"""Brochures are worded and laid out once for all tests of the pages."""

from __future__ import annotations

import pytest

from handouts.library.store import Library
from handouts.resources import Folders
from tests.page.brochures import Brochures


@pytest.fixture(scope="session")
def brochures(library: Library, folders: Folders) -> Brochures:
    """Every format, from our own library."""
    return Brochures(library, folders)
