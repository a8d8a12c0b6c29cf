"""The edition: a digest of all that decides what sheets look like, except the rows themselves.

It is made of contents, not of times or paths: a copied or newly installed program makes the same edition. Words,
facts, looks, pictures, the clinic's own files and the program all count, so a sheet is made again as soon as any of
them changes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import msgspec

import handouts
from handouts.clinic import Clinic
from handouts.request import Request
from handouts.resources import Folders

# What draws the pages and sets the words besides our own program.
_TOOLS = ("reportlab", "jinja2", "pillow", "segno", "ttf-opensans")
_DIGEST_LETTERS = 32
_NOT_PRINTED = "poses"  # what pictures were compiled from does not reach a sheet


def edition(clinic: Clinic, region: str, folders: Folders, *, advise: bool = False) -> str:
    """The digest, 64 hexadecimal letters. ``advise``: refused clients get a sheet with the advice alone."""
    digest = hashlib.sha256()
    for text in (handouts.__version__, *_tool_versions(), region, str(advise)):
        digest.update(f"{text}\n".encode())
    digest.update(msgspec.json.encode(clinic.file))
    package = os.path.dirname(handouts.__file__)
    _add_folder(digest, "program", package, ".py")
    for number, root in enumerate(folders.templates):
        _add_folder(digest, f"templates {number}", str(root))
    for number, root in enumerate(folders.images):
        _add_folder(digest, f"images {number}", str(root), but=_NOT_PRINTED)
    for path in (clinic.logo, *(clinic.font_paths() or ())):
        if path:
            _add_file(digest, f"clinic {path.name}", str(path))
    return digest.hexdigest()


def order_digest(edition: str, request: Request, password: str = "") -> str:
    """The digest of one sheet: the edition, everything that was asked for, and what it is locked with."""
    made_of = hashlib.sha256(edition.encode() + msgspec.json.encode(request))
    if password:
        made_of.update(b"\0" + password.encode())
    return made_of.hexdigest()[:_DIGEST_LETTERS]


def _add_folder(digest: hashlib._Hash, label: str, folder: str, suffix: str = "", but: str = "") -> None:
    """Files below a folder, in the same order everywhere; what is hidden or compiled by Python does not count."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.name.startswith((".", "__pycache__")) or entry.name == but:
            continue
        if entry.is_dir():
            _add_folder(digest, f"{label}/{entry.name}", entry.path, suffix)
        elif entry.name.endswith(suffix):
            _add_file(digest, f"{label}/{entry.name}", entry.path)


def _add_file(digest: hashlib._Hash, label: str, path: str) -> None:
    with open(path, "rb", buffering=0) as file:
        data = file.read()
    digest.update(f"{label}:{len(data)}\n".encode())
    digest.update(data)


def _tool_versions() -> Iterator[str]:
    for name in _TOOLS:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield name
