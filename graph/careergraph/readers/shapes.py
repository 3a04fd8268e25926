"""Which table of a file is the matrix, and which shape it has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module

from careergraph.errors import MatrixError
from careergraph.readers.bands import path_column
from careergraph.readers.labels import kind
from careergraph.readers.layout import Layout
from careergraph.readers.levels import is_level, is_sure
from careergraph.readers.margins import inner, with_bare_levels, without_metadata
from careergraph.readers.matrix import Matrix
from careergraph.readers.ratings import MOST
from careergraph.readers.roles import share_taken_apart
from careergraph.readers.rows import Row, has_second_heading
from careergraph.readers.tables import Cell, Table
from careergraph.readers.unclear import NUMBERS, UNCLEAR, named_by_corner, refuse

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

LEVELS_ALONG = {"matrix", "transposed", "skills-by-level"}
"""Shapes whose headings are levels and nothing else."""

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
            "Choose one with --table N or --sheet NAME; --sheet given several times joins them. "
            f"They are {listed}."
        )
    return likely[0]


def _is_companion(table: Table) -> bool:
    return COMPANIONS.get(table.name or "") == table.rows[0][0].text


def guess(table: Table) -> Guess:
    """Return the shape that a table seems to have."""
    table, rows, _ = inner(table)
    return _guess(table, rows)


def _guess(table: Table, rows: list[Row]) -> Guess:
    from careergraph.readers import long

    if long.is_long(rows[0]):
        return Guess("long", 3, "its columns are named career path, level and skill")
    rows = with_bare_levels(without_metadata(table, rows, []), [])
    rated = _rated(rows)
    if rated is not None:
        return rated
    paths = path_column(rows[0])
    rows = [row[paths:] for row in rows]
    heading = _headings(rows[0])
    if has_second_heading(rows):
        heading = max(heading, _headings(rows[1]), key=_levels)
    first = [row[0] for row in rows[1:] if row and not row[0].blank]
    across, down = _levels(heading), _levels(first)
    # "Team 1" and "1. Planning" read like levels too; where both do, levels stand across.
    if across and down and _sure(heading) != _sure(first):
        across, down = (across, 0) if _sure(heading) else (0, down)
    if down * len(heading) > across * len(first):
        return Guess("transposed", down, f"{down} cells of its first column read like levels")
    if across:
        return Guess("matrix", across, f"{across} cells of its heading read like levels")
    if (shape := named_by_corner(rows)) is not None:
        return Guess(shape, 1, f"its first column is named {rows[0][0].text!r}")
    if share_taken_apart([cell.text for cell in heading]) > 1 / 2:
        return Guess("matrix", 1, "its heading names roles at levels")
    return Guess(UNCLEAR, 0, "nothing tells levels from career paths; --shape sets it")


def read_matrix(table: Table, shape: str | None = None) -> Matrix:
    """Return the matrix that a table is, in the given shape or the one it seems to have.

    Raises
    ------
    MatrixError
        The table is not of that shape, or of none that can be told; the message names file,
        sheet, row and column.
    """
    from careergraph.readers.rated import adding_up

    table, rows, around = inner(table)
    seen = _guess(table, rows) if shape is None else Guess(shape, 0, "it was given")
    notes = [*table.notes, *around, f"The table is read as shape {seen.shape}: {seen.why}."]
    if seen.shape != "long":
        rows = with_bare_levels(without_metadata(table, rows, notes), notes)
    if shape is None:
        refuse(table, rows, seen.shape)
    if len(rows) < 2:
        raise table.fault("there is a heading and nothing below it. Add rows.", rows[0][0].row)
    module, function = SHAPES[seen.shape]
    found = getattr(import_module(f"careergraph.readers.{module}"), function)(table, rows, notes)
    assert isinstance(found, Matrix)
    if shape is None and seen.shape in LEVELS_ALONG:
        found = _with_doubts_about_levels(found)
    if seen.shape == "long" and not (full := adding_up(found)).cumulative:
        found = full
    if rises := found.rises():
        found = replace(found, notes=(*found.notes, COUNTED_ONCE.format(rises)))
    return found


def _with_doubts_about_levels(matrix: Matrix) -> Matrix:
    """Record a doubt on each level whose heading reads like none and whose place says it is."""
    doubts = {
        level.rank: f"{level.text!r} does not read like a level; its place says that it is one."
        for level in matrix.levels
        if not is_level(level.text)
    }
    levels = tuple(
        replace(level, doubt=" ".join(filter(None, (level.doubt, doubts.get(level.rank)))) or None)
        for level in matrix.levels
    )
    return replace(matrix, levels=levels, notes=(*matrix.notes, *doubts.values()))


def _rated(rows: list[Row]) -> Guess | None:
    """Return the shape of a table whose cells are proficiencies, or None where they are not."""
    from careergraph.readers import layout as layouts

    found = layouts.find(rows)
    if found is None:
        return None
    named = "skill" in found.kinds()
    if found.describes() and found.shape is not None:
        why = f"its first column names skills, and {found.strength} of its headings levels"
        return Guess(found.shape, found.strength, why)
    if not found.scale.is_one():
        return None
    if len(found.body) < layouts.FEWEST_SKILLS and not named and not _no_short_skills(found):
        return None
    if found.scale.known_share < MOST and not named:
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
    if found.scale.is_numeric() and not named:
        return Guess(NUMBERS, 0, "its cells are numbers")
    return Guess(layouts.BY_ROLE, 2, "its cells are proficiencies, and its headings no levels")


def _headings(row: Row) -> list[Cell]:
    return [cell for cell in row[1:] if not cell.blank and kind(cell) not in {"remark", "role"}]


def _levels(cells: list[Cell]) -> int:
    found = sum(is_level(cell.text) for cell in cells)
    return found if 2 * found > len(cells) else 0


def _sure(cells: list[Cell]) -> bool:
    return 2 * sum(is_sure(cell.text) for cell in cells) > len(cells)


def _no_short_skills(found: Layout) -> bool:
    """Tell whether all cells hold values of scales, none of them a letter such as C or R."""
    letters = [value for value in found.scale.values if len(value) == 1 and value.isalpha()]
    return found.scale.known_share == 1 and not letters
