"""Which table of a file is the matrix, and which shape it has."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from careergraph.errors import MatrixError
from careergraph.readers.levels import is_level
from careergraph.readers.matrix import Matrix
from careergraph.readers.tables import Cell, Table

SHAPES = {
    "matrix": ("plain", "read"),
    "transposed": ("plain", "read_transposed"),
    "long": ("long", "read"),
}
"""Each shape, with the module and the function that read a table of it."""


COMPANIONS = {"Transfers": "Held skill", "Sources": "Role", "About": "Statement"}
"""Sheets that an exported workbook has beside its matrix, with their first heading."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The shape a table seems to have, how many headings say so, and why in words."""

    shape: str
    strength: int
    why: str


def choose(tables: list[Table], sheet: str | None = None, number: int | None = None) -> Table:
    """Return the table to read: the only one, the named or numbered one, the only likely one.

    Raises
    ------
    MatrixError
        None has that name or number, or several may be meant; the message lists them.
    """
    listed = "; ".join(
        f"{place}: {table.name or 'without a name'}, {len(table.rows)} rows"
        for place, table in enumerate(tables, 1)
    )
    file = tables[0].file
    if sheet is not None:
        tables = [table for table in tables if table.name == sheet]
        if not tables:
            raise MatrixError(f"{file} has no sheet or table named {sheet!r}. It has {listed}.")
    if number is not None:
        if not 1 <= number <= len(tables):
            raise MatrixError(f"{file} has no table {number}. It has {listed}.")
        return tables[number - 1]
    if len(tables) > 1:
        tables = [table for table in tables if not _is_companion(table)]
    likely = tables if len(tables) == 1 else [t for t in tables if guess(t).strength > 1]
    if len(likely) != 1:
        raise MatrixError(
            f"{file} has {len(tables)} tables, and it is not clear which one is the matrix. "
            f"Choose one with --table N or --sheet NAME. They are {listed}."
        )
    return likely[0]


def _is_companion(table: Table) -> bool:
    return COMPANIONS.get(table.name or "") == table.rows[0][0].text


def guess(table: Table) -> Guess:
    """Return the shape that a table seems to have."""
    from careergraph.readers import long

    rows = without_titles(table)[0]
    if long.is_long(rows[0]):
        return Guess("long", 3, "its columns are named career path, level and skill")
    across = _levels(list(rows[0][1:]))
    down = _levels([row[0] for row in rows[1:] if row])
    if down > across:
        return Guess("transposed", down, f"{down} cells of its first column read like levels")
    if across:
        return Guess("matrix", across, f"{across} cells of its first row read like levels")
    return Guess("matrix", 0, "nothing tells levels from career paths; --shape sets it")


def read_matrix(table: Table, shape: str | None = None) -> Matrix:
    """Return the matrix that a table is, in the given shape or the one it seems to have.

    Raises
    ------
    MatrixError
        The table is not of that shape; the message names file, sheet, row and column.
    """
    seen = guess(table) if shape is None else Guess(shape, 0, "it was given")
    rows, titles = without_titles(table)
    notes = [*table.notes, *titles, f"The table is read as shape {seen.shape}: {seen.why}."]
    module, function = SHAPES[seen.shape]
    found = getattr(import_module(f"careergraph.readers.{module}"), function)(table, rows, notes)
    assert isinstance(found, Matrix)
    return found


def without_titles(table: Table) -> tuple[list[tuple[Cell, ...]], list[str]]:
    """Return the rows without titles above the header, and a note on each title."""
    rows, notes = list(table.rows), []
    while len(rows) > 2 and _is_title(rows[0]):
        title = next(cell.text for cell in rows[0] if not cell.blank)
        notes.append(f"Row {rows[0][0].row} is read as a title: {title[:80]!r}.")
        rows.pop(0)
    return rows, notes


def _is_title(row: tuple[Cell, ...]) -> bool:
    filled = [cell for cell in row if not cell.blank]
    one = len({cell.span or str(cell.column) for cell in filled}) == 1
    return one and filled[0].column == row[0].column


def _levels(cells: list[Cell]) -> int:
    filled = [cell for cell in cells if not cell.blank]
    found = sum(is_level(cell.text) for cell in filled)
    return found if 2 * found > len(filled) else 0
