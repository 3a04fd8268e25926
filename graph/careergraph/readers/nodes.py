"""YAML and JSON as nodes that know their line: every scalar as it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from careergraph.errors import MatrixError
from careergraph.readers.tables import MAX_CELLS, Source

MAX_DEPTH = 20
"""Nesting; families of disciplines of roles of levels of areas of skills need a dozen."""

MAX_NODES = MAX_CELLS
TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[{}\[\]]|[^\s{}\[\],:"]++', re.DOTALL)
"""A bracket or a scalar of JSON; a string that is not closed reaches to the end."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class Mark(NamedTuple):
    """One step through a file: a bracket, or a scalar (None for null), and where it stands."""

    sign: str
    text: str | None
    line: int
    column: int


@dataclass(slots=True)
class Node:
    """A scalar, a list or a mapping, its place in the file, and the key it stands under."""

    file: str
    line: int
    column: int
    value: str | list[Node] | dict[str, Node] | None
    key: Node | None = None

    @property
    def text(self) -> str | None:
        """The scalar; None for null, lists and mappings."""
        return self.value if isinstance(self.value, str) else None

    @property
    def members(self) -> list[Node]:
        """The members of a list; none of anything else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def pairs(self) -> dict[str, Node]:
        """The pairs of a mapping; none of anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def is_scalar(self) -> bool:
        """Whether this is a text or null."""
        return self.value is None or isinstance(self.value, str)

    @property
    def kind(self) -> str:
        """What it is, in words."""
        if self.is_scalar:
            return "nothing" if self.value is None else "a text"
        return "a list" if isinstance(self.value, list) else "a mapping"

    def fault(self, message: str) -> MatrixError:
        """Return the error that names file, line and column before the message."""
        return _fault(self.file, self.line, self.column, message)


def _fault(file: str, line: int, column: int, message: str) -> MatrixError:
    return MatrixError(f"{file}, line {line}, column {column}: {message}")


def from_json(source: Source) -> Node:
    """Return the root of a JSON file.

    Raises
    ------
    MatrixError
        It is not JSON, has a key twice, or breaks a limit.
    """
    text = source.text()
    for _ in _within_limits(source.name, _json_marks(text)):
        pass
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise _fault(
            source.name,
            error.lineno,
            error.colno,
            f"not JSON: {error.msg}. Correct that place.",
        ) from error
    return _built(source.name, _json_marks(text, whole=True))


def _json_marks(text: str, *, whole: bool = False) -> Iterator[Mark]:
    """Yield brackets and scalars; strings without their escapes where the text is sound JSON."""
    line, last, begin = 1, 0, 0
    for found in TOKEN.finditer(text):
        start, token = found.start(), found[0]
        line += text.count("\n", last, start)
        begin = max(begin, text.rfind("\n", last, start) + 1)
        last = start
        if token in "{}[]":
            yield Mark(token, None, line, start - begin + 1)
        else:
            said = None if token == "null" else token
            if whole and token[0] == '"':
                said = json.loads(token)
            yield Mark("", said, line, start - begin + 1)


def from_yaml(source: Source) -> Node:
    """Return the root of a YAML file; aliases are not expanded but refused.

    Raises
    ------
    MatrixError
        It is not YAML, has a key twice, or breaks a limit; or PyYAML is not installed.
    """
    try:
        import yaml
    except ImportError as error:
        raise MatrixError(
            f"{source.name}: reading YAML needs PyYAML. Install it: pip install 'careergraph[yaml]'"
        ) from error
    try:
        return _built(source.name, _within_limits(source.name, _yaml_marks(source)))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise MatrixError(f"{source.name}{place}: not YAML: {problem}. Correct that place.") from (
            error
        )


def _yaml_marks(source: Source) -> Iterator[Mark]:
    import yaml

    documents = 0
    for event in yaml.parse(source.text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.AliasEvent):
            raise _fault(
                source.name, line, column, "aliases (*name) are not read. Write the value out."
            )
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _fault(
                    source.name, line, column, "a second document starts. Keep one in the file."
                )
        elif isinstance(event, yaml.ScalarEvent):
            null = event.implicit[0] and event.value in NULLS
            yield Mark("", None if null else event.value, line, column)
        elif isinstance(event, yaml.MappingStartEvent):
            yield Mark("{", None, line, column)
        elif isinstance(event, yaml.SequenceStartEvent):
            yield Mark("[", None, line, column)
        elif isinstance(event, yaml.CollectionEndEvent):
            yield Mark("}" if isinstance(event, yaml.MappingEndEvent) else "]", None, line, column)


def _within_limits(file: str, marks: Iterable[Mark]) -> Iterator[Mark]:
    depth = 0
    for count, mark in enumerate(marks):
        depth += (mark.sign in {"{", "["}) - (mark.sign in {"}", "]"})
        if depth > MAX_DEPTH:
            raise _fault(
                file,
                mark.line,
                mark.column,
                f"nested over {MAX_DEPTH} deep. A matrix is path, level, skills.",
            )
        if count > MAX_NODES:
            raise _fault(
                file,
                mark.line,
                mark.column,
                f"there are more than {MAX_NODES:,} values. Keep those of the matrix only.",
            )
        yield mark


def _built(file: str, marks: Iterable[Mark]) -> Node:
    """Return the root of a sound sequence of marks."""
    root = Node(file, 1, 1, None)
    stack: list[Node] = []
    key: Node | None = None
    for mark in marks:
        if mark.sign in {"}", "]"}:
            stack.pop()
            continue
        value: str | list[Node] | dict[str, Node] | None = mark.text
        if mark.sign:
            value = {} if mark.sign == "{" else []
        node = Node(file, mark.line, mark.column, value)
        above = stack[-1].value if stack else None
        if isinstance(above, dict) and key is None:
            key = _as_key(node, above)
            continue
        if isinstance(above, dict) and key is not None:
            node.key = key
            above[key.text or ""] = node
            key = None
        elif isinstance(above, list):
            above.append(node)
        else:
            root = node
        if mark.sign:
            stack.append(node)
    return root


def _as_key(node: Node, known: dict[str, Node]) -> Node:
    if not node.is_scalar:
        raise node.fault("a key is a list or a mapping. Write it as text.")
    node.value = node.value or ""
    if node.value in known:
        raise node.fault(
            f"the key {node.value!r} stands twice in one mapping. "
            "Rename one, or merge what they hold."
        )
    return node
