"""The formes of a workshop: a few in memory, many in the user's cache folder.

Formes are found by a key made of everything that shapes a page but is nobody's own: plan, design, library, clinic,
pictures and program. The form of the personal words belongs to it too (which there are, which alphabets they need);
the words do not. Under one key there may be several formes, where words of another length need another layout.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import msgspec

from handouts import __version__
from handouts.page.forme import Forme, reach_of
from handouts.pdf.rack import Rack
from handouts.words.personal import Personal

MOST_IN_MEMORY = 192  # keys, one for each alphabet that names need; a forme is some 150 kB
MOST_OF_A_KEY = 12  # such as notes of one to ten lines
_FOUNDATIONS = ("reportlab", "ttf_opensans", "jinja2")  # other versions of these may give another page

_decoder = msgspec.msgpack.Decoder(list[Forme])
_encoder = msgspec.msgpack.Encoder()


@dataclass(frozen=True)
class Formes:
    """What has been cast. ``rack`` None: nothing outlasts the process."""

    rack: Rack | None = None
    _held: OrderedDict[str, list[Forme]] = field(default_factory=OrderedDict, repr=False)

    def of(self, key: str) -> tuple[Forme, ...]:
        """The formes under the key, those used lately first."""
        found = self._held.get(key)
        if found is None:
            found = self._read(key)
            if found:
                self._hold(key, found)
        else:
            self._held.move_to_end(key)
        return tuple(found)

    def used(self, key: str, forme: Forme) -> None:
        """Puts the forme in front."""
        found = self._held[key]
        if found[0] is not forme:
            found.remove(forme)
            found.insert(0, forme)

    def keep(self, key: str, forme: Forme) -> None:
        """One more forme under the key."""
        # Another process may have cast some of this key since we looked.
        others = self._held.get(key) or self._read(key)
        found = [forme, *(one for one in others if one != forme)][:MOST_OF_A_KEY]
        self._hold(key, found)
        if self.rack is not None:
            self.rack.put(key, _encoder.encode(found))

    def _hold(self, key: str, found: list[Forme]) -> None:
        self._held[key] = found
        self._held.move_to_end(key)
        while len(self._held) > MOST_IN_MEMORY:
            self._held.popitem(last=False)

    def _read(self, key: str) -> list[Forme]:
        body = self.rack.get(key) if self.rack else None
        if body is None:
            return []
        try:
            return _decoder.decode(body)
        except msgspec.DecodeError:
            return []  # of another program version that happened to use the same key


def forme_rack(cache: Path) -> Rack:
    """The rack in the user's cache folder."""
    return Rack(cache / "formes")


def forme_key(standing: bytes, personal: Personal) -> str:
    """The key for the form of these words. ``standing``: digest of everything that is nobody's own."""
    reach = [(field, sorted(alphabets)) for field, alphabets in reach_of(personal).items()]
    form = repr((personal.present, reach))
    return hashlib.blake2b(form.encode(), key=standing, digest_size=20).hexdigest()


def digest_of(parts: Iterable[bytes]) -> bytes:
    """One short name for all parts together."""
    digest = hashlib.blake2b(digest_size=32)
    for part in parts:
        digest.update(b"%d:" % len(part))
        digest.update(part)
    return digest.digest()


def program_stamp() -> bytes:
    """Changes whenever the program or something it stands on is another version."""
    package = os.path.dirname(__file__)
    rooms = (os.path.join(package, room) for room in ("page", "pdf", "pictures", "words"))
    below = [known for room in rooms for known in _stamps(room, ".py")]
    own = _stamps(package, ".py", deep=False)
    found = [find_spec(name) for name in _FOUNDATIONS]
    foundations = [_stamp(spec.origin, os.stat(spec.origin)) for spec in found if spec and spec.origin]
    return "\n".join((__version__, *own, *below, *foundations)).encode()


def files_stamp(folders: Iterable[Path], suffix: str) -> bytes:
    """Changes whenever a file of that kind below the folders does."""
    return "\n".join(known for folder in folders for known in _stamps(str(folder), suffix)).encode()


def _stamps(folder: str, suffix: str, *, deep: bool = True) -> list[str]:
    """Path, size and time of every such file, sorted; nothing where there is no such folder."""
    found: list[str] = []
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return found
    for entry in entries:
        if entry.name.endswith(suffix):
            found.append(_stamp(entry.path, entry.stat()))
        elif deep and "." not in entry.name and entry.is_dir():
            found += _stamps(entry.path, suffix)
    return sorted(found)


def _stamp(path: str, known: os.stat_result) -> str:
    return f"{path}|{known.st_size}|{known.st_mtime_ns}"
