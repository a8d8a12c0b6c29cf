"""YAML that remembers where each value stands, so that an error can name file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import msgspec
import yaml

from handouts.errors import InvalidData, Where, did_you_mean

T = TypeVar("T")

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML without its surprises: a date stays text (its reader says what is wrong with it), and so does 000."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[-1] not in ("timestamp", "int")]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?(0|[1-9][0-9]*)$"), list("-+0123456789"))
MOST_BYTES = 2_000_000  # no text for people is longer
MOST_DEEP = 50  # collections inside collections; the parser itself gives way at some thousands
MOST_PARTS = 200_000  # counting what an alias repeats as often as it stands
_TAGS = frozenset(f"tag:yaml.org,2002:{one}" for one in ("str", "int", "float", "bool", "null", "seq", "map", "merge"))
_KEY_TAGS = frozenset(f"tag:yaml.org,2002:{one}" for one in ("str", "merge"))
# What YAML's own readers of these tags let out: `!!int x`, `!!bool x`, a number of a million figures.
_TAG_ERRORS = (ValueError, TypeError, LookupError, ArithmeticError)
_WHOLE: Any = object()  # None is a value that may stand in a file
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")


class Document:
    """One YAML file: its value and the place of each part of it.

    Raises InvalidData for what cannot be read, is not valid, or is too large or too deep to be meant.
    """

    def __init__(self, path: Path, shown_as: str | None = None) -> None:
        self.path = path
        self.name = shown_as or str(path)
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)  # enough to tell; a device may never end
            self._refuse_size(len(data))
            text = data.decode("utf-8")
        except OSError as error:
            raise InvalidData(f"cannot be read: {error.strerror or error}", where=Where(file=self.name)) from error
        except UnicodeDecodeError as error:
            raise InvalidData("is not UTF-8 text", where=Where(file=self.name), hint="save it as UTF-8") from error
        self._read(text)

    @classmethod
    def from_text(cls, text: str, name: str) -> Document:
        """A document that is not a file (standard input, a test)."""
        document = cls.__new__(cls)
        document.path = Path(name)
        document.name = name
        document._refuse_size(len(text))
        document._read(text)
        return document

    def _read(self, text: str) -> None:
        try:
            _refuse_depth(text, self.name)
            self._construct(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise InvalidData(
                f"is not valid YAML: {error.problem or error.context}",
                where=_at(self.name, mark) if mark else Where(file=self.name),
                hint="check the indentation, colons and quotes on that line",
            ) from error
        except (yaml.YAMLError, UnicodeError) as error:
            raise InvalidData(
                f"is not valid YAML: {str(error).splitlines()[0]}", where=Where(file=self.name)
            ) from error

    def _refuse_size(self, size: int) -> None:
        if size > MOST_BYTES:
            raise InvalidData(
                f"is too large: over {MOST_BYTES // 1_000_000} MB",
                where=Where(file=self.name),
                hint="split it into smaller files",
            )

    def _construct(self, text: str) -> None:
        loader = _Loader(text)
        try:
            self.node: yaml.Node | None = loader.get_single_node()
            if self.node is not None:
                _Audit(self.name).visit(self.node)
            self.value: Any = loader.construct_document(self.node) if self.node is not None else {}
        except _TAG_ERRORS as error:
            assert self.node is not None
            raise InvalidData(
                "cannot be read as the kind of value it looks like",
                where=_at(self.name, _not_of_its_kind(self.node).start_mark),
                hint="put it in quotes, and take out a tag (a word that begins with !)",
            ) from error
        finally:
            loader.dispose()

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
        return _at(self.name, node.start_mark, field)

    def as_record(self, kind: type[T], value: Any = _WHOLE, *base: str | int) -> T:
        """The value (or the part of it that ``base`` leads to) as a record.

        Raises InvalidData with file, line and remedy.
        """
        try:
            return msgspec.convert(self.value if value is _WHOLE else value, kind)
        except msgspec.ValidationError as error:
            message, _, path = str(error).partition(" - at `")
            steps = [*base, *_steps(path.rstrip("`"))]
            unknown = re.search(r"unknown field `([^`]+)`", message)
            if unknown:
                steps.append(unknown.group(1))
            field = ".".join(str(step) for step in steps) or None
            hint = _nearest(message, kind, _steps(path.rstrip("`")))
            raise InvalidData(_plainly(message), where=self.where(*steps, field=field), hint=hint) from error


class _Audit:
    """Looks over the nodes of a document, each once, before anything is made of them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: set[int] = set()
        self._extents: dict[int, tuple[int, int]] = {}

    def visit(self, node: yaml.Node) -> tuple[int, int]:
        """How many parts the node stands for and how deep they go, with everything that aliases repeat."""
        if id(node) in self._extents:
            return self._extents[id(node)]
        if id(node) in self._open:
            self._refuse("stands inside itself", node, "write it out, without an alias (*)")
        if node.tag not in _TAGS:
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(f"the tag {tag} is not used here", node, "take it out, or put the value in quotes")
        self._open.add(id(node))
        below = [self.visit(child) for child in self._children(node)]
        self._open.discard(id(node))
        parts, depth = 1 + sum(part for part, _ in below), 1 + max((deep for _, deep in below), default=0)
        if parts > MOST_PARTS:
            self._refuse(f"grows to over {MOST_PARTS:,} parts", node, "use fewer aliases (*)")
        if depth > MOST_DEEP + 1:  # the text in the innermost list is no list
            self._refuse(f"goes over {MOST_DEEP} levels deep", node, "use fewer levels")
        self._extents[id(node)] = parts, depth
        return parts, depth

    def _children(self, node: yaml.Node) -> list[yaml.Node]:
        if isinstance(node, yaml.MappingNode):
            self._check_keys(node)
            return [value for _, value in node.value]
        return list(node.value) if isinstance(node, yaml.SequenceNode) else []

    def _check_keys(self, node: yaml.MappingNode) -> None:
        """YAML lets the last of two equal keys win without a word; a rule could vanish that way."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag not in _KEY_TAGS:
                shown = f"'{key.value}'" if isinstance(key, yaml.ScalarNode) else "a list or mapping"
                self._refuse(f"{shown} is a key that is not text", key, "put the key in quotes")
            if key.value in seen:
                self._refuse(f"'{key.value}' stands twice", key, "keep one of the two")
            seen.add(key.value)

    def _refuse(self, what: str, node: yaml.Node, hint: str) -> NoReturn:
        raise InvalidData(what, where=_at(self._name, node.start_mark), hint=hint)


def _refuse_depth(text: str, name: str) -> None:
    """Before nodes are built: the C library ends the whole program where they nest too deep."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MOST_DEEP:
                raise InvalidData(
                    f"goes over {MOST_DEEP} levels deep", where=_at(name, event.start_mark), hint="use fewer levels"
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _not_of_its_kind(root: yaml.Node) -> yaml.Node:
    """The first plain value that cannot be read as its tag says; the document itself where none stands out."""
    reader = _Loader("")
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting += [value for _, value in reversed(node.value)]
        elif isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
        else:
            try:
                reader.construct_object(node)
            except _TAG_ERRORS:
                return node
    return root


def _at(name: str, mark: Any, field: str | None = None) -> Where:
    """A place as people count: lines and columns begin at 1."""
    return Where(name, mark.line + 1, mark.column + 1, field=field)


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


def _nearest(message: str, kind: Any, steps: list[str | int]) -> str | None:
    """The word that was probably meant, where the record allows only certain keys or values there."""
    wrong = re.search(r"unknown field `([^`]+)`|Invalid enum value '([^']*)'", message)
    if wrong is None:
        return None
    known: list[str] = []
    for one in _kinds_at(msgspec.inspect.type_info(kind), steps):
        if isinstance(one, msgspec.inspect.StructType) and wrong[1]:
            known += [field.encode_name for field in one.fields]
        elif isinstance(one, msgspec.inspect.LiteralType) and not wrong[1]:
            known += map(str, one.values)
    return did_you_mean(wrong[1] or wrong[2], known) or (f"choose one of {', '.join(known)}" if known else None)


def _kinds_at(kind: msgspec.inspect.Type, steps: Sequence[str | int]) -> Iterator[msgspec.inspect.Type]:
    """What the record allows where the steps lead."""
    if isinstance(kind, msgspec.inspect.Metadata):
        yield from _kinds_at(kind.type, steps)
    elif isinstance(kind, msgspec.inspect.UnionType):
        for one in kind.types:
            yield from _kinds_at(one, steps)
    elif not steps:
        yield kind
    elif isinstance(kind, msgspec.inspect.StructType):
        for field in kind.fields:
            if field.encode_name == steps[0]:
                yield from _kinds_at(field.type, steps[1:])
    elif isinstance(kind, (msgspec.inspect.VarTupleType, msgspec.inspect.ListType)):
        yield from _kinds_at(kind.item_type, steps[1:])
    elif isinstance(kind, msgspec.inspect.DictType):
        yield from _kinds_at(kind.value_type, steps[1:])


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
        "object": "a mapping of keys",
    }
    return re.sub(r"\b(str|int|bool|array|null|object)\b(?= *(,|$|\|))", lambda m: names[m.group(1)], message)
