"""The library in memory: facts, words, and how a word the user typed finds its record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec

from handouts.errors import InvalidData, Where, did_you_mean, nearest
from handouts.library import model as m

FALLBACK_LANGUAGE = "en"


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """Everything read from templates/, as one record that packs into one file."""

    language: str
    missing_words: tuple[str, ...]
    phrases: dict[str, Any]
    spelling_us: dict[str, str]
    areas: dict[str, m.Area]
    exercises: dict[str, m.Exercise]
    conditions: dict[str, m.Condition]
    techniques: dict[str, m.Technique]
    benefits: dict[str, m.Benefit]
    red_flags: dict[str, m.RedFlag]
    sources: dict[str, m.Source]
    regions: dict[str, m.Region]
    causes: dict[str, m.Cause]
    tips: dict[str, m.Tip]
    tags: dict[str, str]
    uses: dict[str, str]
    needs: dict[str, m.Need]
    avoid: dict[str, m.Avoidance]
    programmes: dict[str, m.Programme]
    topics: dict[str, m.Topic]
    area_words: dict[str, m.AreaWords]
    exercise_words: dict[str, m.ExerciseWords]
    condition_words: dict[str, m.ConditionWords]
    technique_words: dict[str, m.TechniqueWords]
    benefit_words: dict[str, m.BenefitWords]
    red_flag_words: dict[str, m.RedFlagWords]
    region_words: dict[str, m.RegionWords]
    tip_words: dict[str, m.TipWords]
    cause_words: dict[str, m.CauseWords]
    groups: dict[str, m.AreaGroup]
    pointers: dict[str, m.Pointer]
    need_words: dict[str, str]
    care_words: dict[str, str]
    programme_words: dict[str, m.ProgrammeWords]
    topic_words: dict[str, m.TopicWords]


@dataclass(frozen=True)
class Found:
    """What an area word stands for: one area, or a group of them. ``word`` is the area's or group's own id."""

    word: str
    areas: tuple[str, ...]
    names: m.AreaNames


def _at_weeks(condition: m.Condition | None, weeks: object) -> bool:
    """Whether the condition is told in weeks, with both bounds, and these are among them."""
    return isinstance(weeks, int) and any(
        detail.kind == "weeks"
        and detail.low is not None
        and detail.high is not None
        and detail.low <= weeks <= detail.high
        for detail in (condition.details if condition else ())
    )


def folded(word: str) -> str:
    """How words are compared: case, spaces, hyphens and underscores do not count."""
    return re.sub(r"[\s_-]+", "-", word.strip().casefold())


class Library:
    """Facts and words for one language. ``key`` changes whenever anything in it changes."""

    def __init__(self, contents: Contents, *, key: str = "", pictured: frozenset[str] = frozenset()) -> None:
        self.contents = contents
        self.key = key
        self.pictured = pictured

    @cached_property
    def _area_names(self) -> Mapping[str, Found]:
        c = self.contents
        found: dict[str, Found] = {}
        for word, words in c.area_words.items():
            one = Found(word, (word,), words.names)
            for name in (word, *words.aliases, words.names.middle, words.names.both):
                found.setdefault(folded(name), one)
        for word, group in c.groups.items():
            several = Found(word, group.areas, group.names)
            for name in (word, *group.aliases):
                found[folded(name)] = several
        return found

    def find_area(self, word: str, where: Where | None = None) -> Found:
        """An area or a group by id or everyday name. Raises InvalidData with a pointer or the nearest word."""
        found = self._area_names.get(folded(word))
        if found:
            return found
        pointer = self._pointers.get(folded(word))
        if pointer:
            raise InvalidData(f"'{word}' is not a pain area", where=where, hint=pointer.say)
        hint = self._sided_hint(word) or self._hint(word, self._area_names, "areas")
        raise InvalidData(f"unknown area '{word}'", where=where, hint=hint)

    def _sided_hint(self, word: str) -> str | None:
        """For "left hip" or "hip (left)": how an area and its side are written. None where no side is named."""
        parts = folded(re.sub(r"[(),.]", " ", word)).strip("-").split("-")
        for side in ("left", "right", "both"):
            found = self._area_names.get("-".join(part for part in parts if part != side))
            if side in parts and found:
                return f"write it as {found.word}:{side}"
        return None

    @cached_property
    def _pointers(self) -> Mapping[str, m.Pointer]:
        return {folded(word): pointer for word, pointer in self.contents.pointers.items()}

    @cached_property
    def _condition_names(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        names = Counter(folded(words.name) for words in self.contents.condition_words.values())
        for word, words in self.contents.condition_words.items():
            own = (words.name,) if names[folded(words.name)] == 1 else ()  # "pregnancy" names three: ask which
            for name in (*words.aliases, *own):
                found.setdefault(folded(name), word)
        found.update({word: word for word in self.contents.conditions})
        return found

    def find_condition(self, word: str, where: Where | None = None, *, weeks: object = None) -> m.Condition:
        """A condition by id or everyday name. Unknown ones are errors: never silently ignored.

        A word for several ("pregnancy") is enough where ``weeks`` tell which of them it is.
        """
        known = self._condition_names
        pointer = self._pointers.get(folded(word))
        if folded(word) in known:
            return self.contents.conditions[known[folded(word)]]
        if pointer and pointer.conditions:
            fitting = [one for one in pointer.conditions if _at_weeks(self.contents.conditions.get(one), weeks)]
            if len(fitting) == 1:
                return self.contents.conditions[fitting[0]]
            raise InvalidData(f"'{word}' is not a condition by itself", where=where, hint=pointer.say)
        raise InvalidData(f"unknown condition '{word}'", where=where, hint=self._hint(word, known, "conditions"))

    @cached_property
    def _technique_names(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for word, words in self.contents.technique_words.items():
            for name in (words.name, *words.aliases):
                found.setdefault(folded(name), word)
        found.update({word: word for word in self.contents.techniques})
        return found

    def find_technique(self, word: str, where: Where | None = None) -> m.Technique:
        """A technique by id or name."""
        known = self._technique_names
        if folded(word) not in known:
            raise InvalidData(f"unknown technique '{word}'", where=where, hint=self._hint(word, known, "techniques"))
        return self.contents.techniques[known[folded(word)]]

    @cached_property
    def _exercise_names(self) -> Mapping[str, str]:
        found = {folded(words.name): word for word, words in self.contents.exercise_words.items()}
        found.update({word: word for word in self.contents.exercises})
        return found

    def find_exercise(self, word: str, where: Where | None = None) -> m.Exercise:
        """An exercise by id or name."""
        known = self._exercise_names
        if folded(word) not in known:
            raise InvalidData(f"unknown exercise '{word}'", where=where, hint=self._hint(word, known, "exercises"))
        return self.contents.exercises[known[folded(word)]]

    @cached_property
    def _programme_names(self) -> Mapping[str, str]:
        found = {folded(words.name): word for word, words in self.contents.programme_words.items()}
        found.update({word: word for word in self.contents.programmes})
        return found

    def find_programme(self, word: str, where: Where | None = None) -> m.Programme:
        """A programme by id or name."""
        known = self._programme_names
        if folded(word) not in known:
            raise InvalidData(f"unknown programme '{word}'", where=where, hint=self._hint(word, known, "programmes"))
        return self.contents.programmes[known[folded(word)]]

    @cached_property
    def _topic_names(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for word, words in self.contents.topic_words.items():
            for name in (words.name, words.about, *words.aliases):
                found.setdefault(folded(name), word)
        found.update({word: word for word in self.contents.topics})
        return found

    def find_topic(self, word: str, where: Where | None = None) -> m.Topic:
        """A topic by id or everyday name."""
        known = self._topic_names
        if folded(word) not in known:
            raise InvalidData(f"unknown topic '{word}'", where=where, hint=self._hint(word, known, "topics"))
        return self.contents.topics[known[folded(word)]]

    @cached_property
    def _need_names(self) -> Mapping[str, str]:
        found = {folded(name): word for word, need in self.contents.needs.items() for name in need.aliases}
        found.update({word: word for word in self.contents.needs})
        return found

    def find_need(self, word: str, where: Where | None = None) -> str:
        """The id of a piece of equipment, by id or everyday name."""
        known = self._need_names
        if folded(word) not in known:
            raise InvalidData(f"unknown equipment '{word}'", where=where, hint=self._hint(word, known, "equipment"))
        return known[folded(word)]

    def find_avoidance(self, word: str, where: Where | None = None) -> tuple[str, m.Avoidance]:
        """What a client cannot do: its word and what it stands for."""
        known = self.contents.avoid
        if folded(word) not in known:
            hint = did_you_mean(folded(word), known) or "see 'handouts list avoid'"
            raise InvalidData(f"unknown word to avoid '{word}'", where=where, hint=hint)
        return folded(word), known[folded(word)]

    def find_flag(self, word: str, where: Where | None = None) -> m.RedFlag:
        """A red flag by id. ``rf-clot:today`` is one that was noticed in its milder signs only: at that tier."""
        name, colon, told = (part.strip() for part in word.partition(":"))
        flag = self.contents.red_flags.get(name)
        if flag is None:
            raise InvalidData(
                f"unknown red flag '{name}'", where=where, hint=did_you_mean(name, self.contents.red_flags)
            )
        words = self.contents.red_flag_words[name]
        tiers: dict[str, m.Tier] = {line.tier: line.tier for line in (*words.lines, *words.more)}
        if colon and told not in tiers:
            hint = f"it has signs for {' and '.join(tiers)}; without any of them the strictest holds"
            raise InvalidData(f"'{name}' has no signs for '{told}'", where=where, hint=hint)
        return msgspec.structs.replace(flag, tier=tiers[told]) if colon else flag

    def find_region(self, word: str, where: Where | None = None) -> m.Region:
        """A region by id or country code."""
        for region in self.contents.regions.values():
            if word.casefold() == region.id or word.upper() in region.countries:
                return region
        raise InvalidData(
            f"unknown region '{word}'",
            where=where,
            hint=did_you_mean(word, self.contents.regions) or f"choose one of {', '.join(self.contents.regions)}",
        )

    def _hint(self, word: str, known: Iterable[str], kind: str) -> str:
        name = nearest(folded(word), known)
        if name is not None:
            return f"did you mean '{self._own_id(name, kind)}'?"
        return f"see 'handouts list {kind}'"

    def _own_id(self, name: str, kind: str) -> str:
        if kind == "areas":
            return self._area_names[name].word
        table = {
            "conditions": self._condition_names,
            "techniques": self._technique_names,
            "exercises": self._exercise_names,
            "programmes": self._programme_names,
            "topics": self._topic_names,
            "equipment": self._need_names,
        }[kind]
        return table[name]
