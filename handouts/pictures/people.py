"""Who is shown in the exercise pictures: images/people/people.yaml and a clinic's choice, as persons to draw."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from handouts.design import Person, Sleeves
from handouts.errors import InvalidData, Where, did_you_mean
from handouts.library.located import Document

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base: immutable, and strict about keys."""


class Clothes(Part, frozen=True, kw_only=True):
    """What is worn: a T-shirt and shorts, but for what is said."""

    sleeves: Sleeves = "short"
    leggings: bool = False
    long_top: bool = False


class Look(Part, frozen=True, kw_only=True):
    """One person in ids."""

    build: str
    skin: str
    hair: str
    clothes: str


class OtherBody(Part, frozen=True, kw_only=True):
    """A build for a client with one of these conditions, and who has it where people vary."""

    conditions: tuple[str, ...]
    build: str
    cast: tuple[Look, ...]


class People(Part, frozen=True, kw_only=True):
    """Skins, hairs and clothes by id, the usual person, the cast, and bodies that conditions ask for."""

    skins: dict[str, str]
    hairs: dict[str, str]
    clothes: dict[str, Clothes]
    usual: Look
    cast: tuple[Look, ...]
    bodies: tuple[OtherBody, ...] = ()

    def __post_init__(self) -> None:
        for kind in ("skins", "hairs"):
            for name, colour in getattr(self, kind).items():
                if not _COLOUR.fullmatch(colour):
                    raise ValueError(f'{kind}.{name}: {colour!r} is not a colour; write it as "#RRGGBB"')
        if not self.cast:
            raise ValueError("cast: name at least one person")
        for look in self._looks:
            for kind, wanted in (("skins", look.skin), ("hairs", look.hair), ("clothes", look.clothes)):
                if wanted not in getattr(self, kind):
                    raise ValueError(f"{wanted!r} is not one of the {kind}")
        if not all(body.cast for body in self.bodies):
            raise ValueError("bodies: each needs a cast")

    @property
    def _looks(self) -> tuple[Look, ...]:
        return (self.usual, *self.cast, *(look for body in self.bodies for look in body.cast))

    @property
    def builds(self) -> tuple[str, ...]:
        """Every build that somebody has, in the order of the file."""
        return tuple(dict.fromkeys(look.build for look in self._looks))

    def everybody(self) -> tuple[Person, ...]:
        """The cast."""
        return tuple(self.person(look) for look in self.cast)

    def person(self, look: Look) -> Person:
        """One person in colours. Every id is known."""
        worn = self.clothes[look.clothes]
        return Person(
            skin=self.skins[look.skin],
            hair=self.hairs[look.hair],
            build=look.build,
            sleeves=worn.sleeves,
            leggings=worn.leggings,
            long_top=worn.long_top,
        )

    def chosen(self, said: Mapping[str, str | None], where: Where) -> Person:
        """The usual person with what a clinic has said (build, skin, hair, clothes) in its place.

        Raises InvalidData naming the file, the field and the nearest id.
        """
        known: dict[str, tuple[str, ...]] = {
            "build": self.builds,
            "skin": tuple(self.skins),
            "hair": tuple(self.hairs),
            "clothes": tuple(self.clothes),
        }
        for field, wanted in said.items():
            if wanted is not None and wanted not in known[field]:
                hint = did_you_mean(wanted, known[field]) or "choose one of: " + ", ".join(known[field])
                place = replace(where, field=f"person.{field}")
                raise InvalidData(f"there is no {field} called '{wanted}'", where=place, hint=hint)
        return self.person(msgspec.structs.replace(self.usual, **{k: v for k, v in said.items() if v is not None}))

    def bodies_for(self, people: tuple[Person, ...], conditions: Collection[str]) -> tuple[Person, ...]:
        """The same people, or the one person, with the body that the client's conditions ask for."""
        for body in self.bodies:
            if set(conditions).isdisjoint(body.conditions):
                continue
            if len(people) == 1:
                return (replace(people[0], build=body.build),)
            return tuple(self.person(look) for look in body.cast)
        return people


def read_people(paths: Sequence[Path]) -> People:
    """The first of the files that is there. Raises InvalidData naming file and field."""
    for path in paths:
        if path.is_file():
            return Document(path).as_record(People)
    raise InvalidData("no such file", where=Where(file=str(paths[-1])), hint="install the program again")


# ---------------------------------------------------------------- who is shown where
@dataclass(frozen=True)
class Cast:
    """Who shows which exercise. On one sheet nobody is seen twice while there is somebody else.

    Who it is follows from the exercise's id alone, so that a picture looks the same from sheet to sheet; only where two
    exercises of a sheet would show the same person does the later one go on to the next in the cast.
    """

    people: tuple[Person, ...]
    places: Mapping[str, int]

    def shows(self, exercise: str) -> Person:
        """The person who shows this exercise."""
        return self.people[self.places.get(exercise, _first_choice(exercise, len(self.people)))]


def cast_of(people: tuple[Person, ...], exercises: Iterable[str] = ()) -> Cast:
    """The people given out to the exercises of one sheet, in their order."""
    places: dict[str, int] = {}
    for exercise in exercises:
        if exercise in places:
            continue
        place = _first_choice(exercise, len(people))
        taken = set(places.values())
        if len(taken) < len(people):
            while place in taken:
                place = (place + 1) % len(people)
        places[exercise] = place
    return Cast(people, places)


def _first_choice(exercise: str, count: int) -> int:
    """Always the same for the same id: no randomness, and nothing of the request."""
    return int.from_bytes(hashlib.sha256(exercise.encode()).digest()[:4], "big") % count
