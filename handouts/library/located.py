"""YAML that remembers where each value stands, so that an error can name file and line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from handouts.errors import InvalidData, Where

T = TypeVar("T")

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML without its surprises: a date stays text (its reader says what is wrong with it), and so does 000."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[-1] not in ("timestamp", "int")]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?(0|[1-9][0-9]*)$"), list("-+0123456789"))
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")


class Document:
    """One YAML file: its value and the place of each part of it."""

    def __init__(self, path: Path, shown_as: str | None = None) -> None:
        self.path = path
        self.name = shown_as or str(path)
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise InvalidData("is not UTF-8 text", where=Where(file=self.name), hint="save it as UTF-8") from error
        self._read(text)

    @classmethod
    def from_text(cls, text: str, name: str) -> Document:
        """A document that is not a file (standard input, a test)."""
        document = cls.__new__(cls)
        document.path = Path(name)
        document.name = name
        document._read(text)
        return document

    def _read(self, text: str) -> None:
        loader = _Loader(text)
        try:
            self.node: yaml.Node | None = loader.get_single_node()
            self._refuse_repeated_keys(self.node)
            self.value: Any = loader.construct_document(self.node) if self.node is not None else {}
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise InvalidData(
                f"is not valid YAML: {error.problem or error.context}",
                where=Where(self.name, mark.line + 1 if mark else None, mark.column + 1 if mark else None),
                hint="check the indentation, colons and quotes on that line",
            ) from error
        except yaml.YAMLError as error:
            raise InvalidData(f"is not valid YAML: {error}", where=Where(file=self.name)) from error
        finally:
            loader.dispose()

    def _refuse_repeated_keys(self, node: yaml.Node | None) -> None:
        """YAML lets the last of two equal keys win without a word; a rule could vanish that way."""
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    raise InvalidData(
                        f"'{key.value}' stands twice",
                        where=Where(self.name, key.start_mark.line + 1, key.start_mark.column + 1),
                        hint="keep one of the two",
                    )
                seen.add(key.value)
                self._refuse_repeated_keys(value)
        elif isinstance(node, yaml.SequenceNode):
            for item in node.value:
                self._refuse_repeated_keys(item)

    def where(self, *steps: str | int, field: str | None = None) -> Where:
        """The place of a part, as near as the steps lead."""
        node = self.node
        for step in steps:
            child = _child(node, step)
            if child is None:
                break
            node = child
        if node is None:
            return Where(self.name, 1, field=field)
        return Where(self.name, node.start_mark.line + 1, node.start_mark.column + 1, field=field)

    def as_record(self, kind: type[T], value: Any = None, *base: str | int) -> T:
        """The value (or a part of it) as a record. Raises InvalidData with file, line and remedy."""
        try:
            return msgspec.convert(self.value if value is None else value, kind)
        except msgspec.ValidationError as error:
            message, _, path = str(error).partition(" - at `")
            steps = [*base, *_steps(path.rstrip("`"))]
            unknown = re.search(r"unknown field `([^`]+)`", message)
            if unknown:
                steps.append(unknown.group(1))
            field = ".".join(str(step) for step in steps) or None
            raise InvalidData(_plainly(message), where=self.where(*steps, field=field)) from error


def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if str(key.value) == str(step):
                return key if not isinstance(value, (yaml.MappingNode, yaml.SequenceNode)) else value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None


def _steps(path: str) -> list[str | int]:
    return [name if name else int(index) if index.isdigit() else index for name, index in _STEP.findall(path)]


_PLAIN = [
    (re.compile(r"Object missing required field `([^`]+)`"), r"'\1' is missing"),
    (re.compile(r"Object contains unknown field `([^`]+)`"), r"unknown key '\1'"),
    (re.compile(r"Invalid enum value '?([^']*)'?"), r"'\1' is not one of the values allowed here"),
    (re.compile(r"Expected `([^`]+)`, got `([^`]+)`"), r"expected \1, found \2"),
]


def _plainly(message: str) -> str:
    for pattern, plain in _PLAIN:
        message = pattern.sub(plain, message)
    names = {
        "str": "text",
        "int": "a whole number",
        "bool": "true or false",
        "array": "a list",
        "null": "nothing",
    }
    return re.sub(r"\b(str|int|bool|array|null)\b(?= *(,|$|\|))", lambda m: names[m.group(1)], message)
