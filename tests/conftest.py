"""Shared fixtures: our own library, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from handouts.library.load import load_library
from handouts.library.store import Library
from handouts.resources import Folders

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def folders() -> Folders:
    """Our own templates and images."""
    return Folders.find()


@pytest.fixture(scope="session")
def library(folders: Folders) -> Library:
    """The whole library, validated."""
    return load_library(folders)
