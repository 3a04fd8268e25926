"""Which table of a file is the matrix, and which shape it has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module

from careergraph.errors import MatrixError
from careergraph.readers.levels import is_level
from careergraph.readers.matrix import Matrix
from careergraph.readers.ratings import MOST
from careergraph.readers.rows import Row, has_second_heading, without_titles
from careergraph.readers.tables import Cell, Table

COUNTED_ONCE = (
    "Requirements at another proficiency than a lower level's of the same skill: {}. Each keeps "
    "its own, but a skill counts as held once it is learnt at any: routes and gaps leave out what "
    "it takes to get better at it."
)

SHAPES = {
    "matrix": ("plain", "read"),
    "transposed": ("plain", "read_transposed"),
    "long": ("long", "read"),
    "skills-by-level": ("rated", "read_by_level"),
    "skills-by-role": ("rated", "read_by_role"),
}
"""Each shape, with the module and the function that read a table of it."""


NUMBERS = "numbers"
"""No shape: a table of numbers that may be anything."""

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
    rated = _rated(rows)
    if rated is not None:
        return rated
    heading = list(rows[0][1:])
    across = _levels(heading)
    if has_second_heading(rows):
        across = max(across, _levels(list(rows[1][1:])))
    first = [row[0] for row in rows[1:] if row]
    down = _levels(first)
    # "Team 1", "Team 2" read like levels too; where both headings do, levels stand across.
    if down * len(heading) > across * len(first):
        return Guess("transposed", down, f"{down} cells of its first column read like levels")
    if across:
        return Guess("matrix", across, f"{across} cells of its heading read like levels")
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
    if seen.shape == NUMBERS:
        raise table.fault(
            "the cells hold numbers, and nothing says of what: no heading names a level, a role "
            "at a level, or skills. Name them, or set --shape skills-by-role or skills-by-level.",
            rows[0][0].row,
        )
    notes = [*table.notes, *titles, f"The table is read as shape {seen.shape}: {seen.why}."]
    module, function = SHAPES[seen.shape]
    found = getattr(import_module(f"careergraph.readers.{module}"), function)(table, rows, notes)
    assert isinstance(found, Matrix)
    if rises := found.rises():
        found = replace(found, notes=(*found.notes, COUNTED_ONCE.format(rises)))
    return found


def _rated(rows: list[Row]) -> Guess | None:
    """Return the shape of a table whose cells are proficiencies, or None where they are not."""
    from careergraph.readers import layout as layouts

    found = layouts.find(rows)
    if found is None or not found.scale.is_one() or len(found.body) < layouts.FEWEST_SKILLS:
        return None
    if found.scale.known_share < MOST and "skill" not in found.kinds():
        return None  # the same few skills in every cell are no scale
    if found.shape is not None:
        heads = "levels" if found.shape == layouts.BY_LEVEL else "roles"
        return Guess(
            found.shape,
            found.strength,
            f"its cells are proficiencies, and {found.strength} of its headings {heads}",
        )
    if "person" in found.kinds():
        return Guess(layouts.BY_ROLE, 0, "its cells are proficiencies")
    if found.scale.is_numeric() and "skill" not in found.kinds():
        return Guess(NUMBERS, 0, "its cells are numbers")
    return Guess(layouts.BY_ROLE, 2, "its cells are proficiencies, and its headings no levels")


def _levels(cells: list[Cell]) -> int:
    filled = [cell for cell in cells if not cell.blank]
    found = sum(is_level(cell.text) for cell in filled)
    return found if 2 * found > len(filled) else 0
