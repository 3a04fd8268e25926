"""YAML and JSON: rows of keys, rows of values, or career path -> level -> skills."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from careergraph.errors import MatrixError
from careergraph.readers.tables import MAX_CELLS, Cell, Grid, Source, Table

MAX_DEPTH = 20
"""Nesting; a matrix needs three."""


def read_json(source: Source) -> list[Table]:
    """Return the table that a JSON file holds."""
    text = source.text()
    try:
        data = json.loads(text, object_pairs_hook=lambda pairs: _no_twice(source.name, pairs))
    except json.JSONDecodeError as error:
        raise MatrixError(
            f"{source.name}, line {error.lineno}, column {error.colno}: not JSON: {error.msg}. "
            "Correct that place."
        ) from error
    except RecursionError as error:
        raise _too_deep(source.name) from error
    return [_table(source.name, data)]


def read_yaml(source: Source) -> list[Table]:
    """Return the table that a YAML file holds; aliases are not expanded but refused."""
    try:
        import yaml
    except ImportError as error:
        raise MatrixError(
            f"{source.name}: reading YAML needs PyYAML. Install it: pip install 'careergraph[yaml]'"
        ) from error

    text = source.text()
    try:
        depth, loader = 0, getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1
                raise MatrixError(
                    f"{source.name}, line {line}: aliases (*name) are not read. "
                    "Write the value out."
                )
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise _too_deep(source.name)
        node = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be parsed"
        raise MatrixError(f"{source.name}{place}: not YAML: {problem}. Correct that place.") from (
            error
        )
    return [_table(source.name, _plain(source.name, node))]


def _plain(file: str, node: Any) -> Any:
    """Return a YAML node with every scalar as it is written: no is "no", 1.10 is "1.10"."""
    kind = type(node).__name__
    if kind == "MappingNode":
        pairs = []
        for key, value in node.value:
            if type(key).__name__ != "ScalarNode":
                raise MatrixError(
                    f"{file}, line {key.start_mark.line + 1}: a key is a list or a mapping. "
                    "Write it as text."
                )
            pairs.append((key.value, _plain(file, value)))
        return _no_twice(file, pairs)
    if kind == "SequenceNode":
        return [_plain(file, value) for value in node.value]
    if node is None or node.tag == "tag:yaml.org,2002:null":
        return None
    return node.value


def _no_twice(file: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise MatrixError(
                f"{file}: the key {key!r} stands twice in one mapping. "
                "Rename one, or merge what they hold."
            )
        found[key] = value
    return found


def _too_deep(file: str) -> MatrixError:
    return MatrixError(f"{file}: nested over {MAX_DEPTH} deep. A matrix is path, level, skills.")


def _table(file: str, data: Any) -> Table:
    grid = Grid(file)
    if isinstance(data, dict) and data and all(isinstance(v, dict) for v in data.values()):
        header = _keys(data.values())
        _within(file, len(data) * len(header))
        grid.texts(["", *header], 1)
        for row, (name, record) in enumerate(data.items(), 2):
            values = [name, *(record.get(key) for key in header)]
            grid.add(_cells(file, values, row))
    elif isinstance(data, list) and data and all(isinstance(v, dict) for v in data):
        header = _keys(data)
        _within(file, len(data) * len(header))
        grid.texts(header, 1)
        for row, record in enumerate(data, 2):
            grid.add(_cells(file, [record.get(key) for key in header], row))
    elif isinstance(data, list) and data and all(isinstance(v, list) for v in data):
        for row, values in enumerate(data, 1):
            grid.add(_cells(file, values, row))
        return grid.table(ragged_is_wrong=True)
    else:
        raise MatrixError(
            f"{file}: it holds no matrix. Write career path -> level -> list of skills, a list of "
            "rows with the same keys, or a list of lists."
        )
    return grid.table()


def _within(file: str, cells: int) -> None:
    if cells > MAX_CELLS:
        raise MatrixError(
            f"{file}: rows times keys come to {cells:,} cells, more than {MAX_CELLS:,}. "
            "Give the rows the same keys."
        )


def _keys(records: Any) -> list[str]:
    return list(dict.fromkeys(key for record in records for key in record))


def _cells(file: str, values: list[Any], row: int) -> Iterator[Cell]:
    for column, value in enumerate(values, 1):
        if isinstance(value, list):
            items = tuple(_scalar(file, item, row, column) for item in value)
            yield Cell("\n".join(items), row, column, items=tuple(i for i in items if i.strip()))
        else:
            yield Cell(_scalar(file, value, row, column), row, column)


def _scalar(file: str, value: Any, row: int, column: int) -> str:
    if isinstance(value, dict | list):
        raise MatrixError(
            f"{file}, row {row}, column {column}: nested deeper than path, level, skills. "
            "Write each skill as text."
        )
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
