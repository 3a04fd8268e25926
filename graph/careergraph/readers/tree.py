"""YAML and JSON: rows of keys, rows of values, career path -> level -> skills, job families."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from careergraph.readers import families, keys
from careergraph.readers.nodes import Node, from_json, from_yaml
from careergraph.readers.tables import MAX_CELLS, Cell, Grid, Source, Table


def read_json(source: Source) -> list[Table]:
    """Return the table that a JSON file holds."""
    return [_table(from_json(source))]


def read_yaml(source: Source) -> list[Table]:
    """Return the table that a YAML file holds."""
    return [_table(from_yaml(source))]


def _table(root: Node) -> Table:
    if families.looks_nested(root):
        return families.read(root)
    grid = Grid(root.file)
    if root.pairs and all(isinstance(value.value, dict) for value in root.pairs.values()):
        _by_key(grid, root)
    elif root.members and all(isinstance(one.value, dict) for one in root.members):
        header = _keys(root, root.members)
        grid.texts(header, 1)
        for row, record in enumerate(root.members, 2):
            grid.add(_cells([record.pairs.get(key) for key in header], row))
    elif root.members and all(isinstance(one.value, list) for one in root.members):
        for row, record in enumerate(root.members, 1):
            grid.add(_cells(record.members, row))
        return grid.table(ragged_is_wrong=True)
    else:
        raise _no_matrix(root)
    return grid.table()


def _by_key(grid: Grid, root: Node) -> None:
    header = _keys(root, root.pairs.values())
    grid.texts(["", *header], 1)
    for row, (name, record) in enumerate(root.pairs.items(), 2):
        cells = _cells([record.pairs.get(key) for key in header], row, 2)
        grid.add([Cell(name, row, 1), *cells])


def _no_matrix(root: Node) -> Exception:
    """Return the error for rows of different kinds, at the first that differs, or for no rows."""
    rows = root.members or list(root.pairs.values())
    kinds = list(dict.fromkeys(row.kind for row in rows))
    remedy = (
        "Write career path -> level -> list of skills, a list of rows with the same keys, a list "
        f"of lists, or {keys.EXAMPLE}"
    )
    if len(kinds) > 1:
        other = next(row for row in rows if row.kind != kinds[0])
        return other.fault(f"{other.kind} stands among {kinds[0][2:]}s. {remedy}")
    inside = f"{root.kind} of {kinds[0].split()[-1]}s" if rows else f"{root.kind} alone"
    return root.fault(f"{inside} holds no matrix. {remedy}")


def _keys(root: Node, records: Iterable[Node]) -> list[str]:
    """Return the keys of all records, each once; too many of them are no matrix."""
    records = list(records)
    found = list(dict.fromkeys(key for record in records for key in record.pairs))
    if len(records) * len(found) > MAX_CELLS:
        raise root.fault(
            f"rows times keys come to {len(records) * len(found):,} cells, more than "
            f"{MAX_CELLS:,}. Give the rows the same keys."
        )
    return found


def _cells(values: Sequence[Node | None], row: int, first: int = 1) -> Iterator[Cell]:
    for column, node in enumerate(values, first):
        if node is None:
            yield Cell("", row, column)
        elif isinstance(node.value, list):
            items = [_scalar(item) for item in node.members]
            text = "\n".join(items)
            yield Cell(text, row, column, items=tuple(item for item in items if item.strip()))
        else:
            yield Cell(_scalar(node), row, column)


def _scalar(node: Node) -> str:
    if not node.is_scalar:
        raise node.fault(
            f"{node.kind} stands deeper than path, level, skills. Write each skill as text, or use "
            f"keys that say what they are: {keys.EXAMPLE}"
        )
    return node.text or ""
