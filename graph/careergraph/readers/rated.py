"""Tables of proficiencies: skills by level of one career path, and skills by role."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePath

from careergraph.readers import layout as layouts
from careergraph.readers.layout import Layout
from careergraph.readers.lines import Line
from careergraph.readers.lines import read as read_lines
from careergraph.readers.matrix import Matrix, MatrixItem, MatrixPath
from careergraph.readers.order import merged, ranked
from careergraph.readers.ranks import plain
from careergraph.readers.ratings import DATE, Rating, is_unknown
from careergraph.readers.roles import UNNAMED, take_apart
from careergraph.readers.rows import (
    Row,
    has_second_heading,
    rectangle,
    second_heading_fault,
    without_footnotes,
)
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell, Table

UNTITLED = re.compile(
    r"(?:sheet|tabelle|feuil|hoja|foglio|table|matrix|data|blad|ark|skills?)\s*\d*", re.I
)
"""Names of sheets that name no career path."""

ADDS_UP = "Few skills stand at the next level again: each level is read as what it adds."
STATES_ALL = (
    "Most skills stand at the next level again: each level is read as all that it requires, and "
    "requirements do not add up."
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of values: its heading's cell, the career path and the level it is of."""

    cell: Cell
    path: str
    level: str


def read_by_level(table: Table, rows: list[Row], notes: list[str]) -> Matrix:
    """Read the levels of one career path across, skills down, or the other way round."""
    above = table.rows[: len(table.rows) - len(rows)]
    found = _layout(table, rows, notes)
    if len(found.heads) > 1:
        both = " and ".join(f"row {row[0].row}" for row in found.heads)
        raise table.fault(
            f"{both} are both headings, as of career paths and their levels. "
            "Set --shape skills-by-role, or keep one heading.",
            found.heads[1][0].row,
        )
    name, origin = _title(table, above)
    notes.append(
        f"The headings are levels of one career path; it is named {name!r} after the {origin}."
    )
    columns = [Column(cell, name, plain(cell.text)) for cell in found.headings()[0]]
    return _matrix(table, found, columns, notes)


def read_by_role(table: Table, rows: list[Row], notes: list[str]) -> Matrix:
    """Read roles across, each a career path at a level, skills down, or the other way round."""
    found = _layout(table, rows, notes)
    heads = found.headings()
    columns = _of_two_rows(heads, notes) if len(heads) > 1 else _of_one_row(heads[0], notes)
    return _matrix(table, found, columns, notes)


def _layout(table: Table, rows: list[Row], notes: list[str]) -> Layout:
    square = rectangle(table, without_footnotes(rows, notes), heads=2)
    found = layouts.find(square)
    if found is None or not found.scale.is_one():
        raise table.fault(
            "most cells do not hold a proficiency, yes or no. Set --shape matrix where they "
            "hold skills.",
            rows[0][0].row,
        )
    if "person" in found.kinds() and "skill" not in found.kinds():
        cell = found.heads[0][0]
        raise table.fault(
            "this is a table of people and what they hold, not of what roles require. "
            "Name roles or levels instead of people.",
            cell.row,
            cell.column,
        )
    if len(found.heads) == 1 and has_second_heading(rows):
        raise second_heading_fault(table, rows)
    for cell in found.headings()[-1]:
        if cell.blank and len(found.heads) == 1:
            raise table.fault(
                "there are values here but no level or role. Name it, or clear them.",
                cell.row,
                cell.column,
            )
    way = "down" if found.turned else "across"
    notes.append(f"Levels or roles go {way}, skills the other way.")
    read = {cell.text for row in found.heads for cell in row}
    notes += [
        f"{table.place(cell.row, cell.column).capitalize()}, {cell.text!r}, is not read: its name "
        "says that it heads no values."
        for cell in ([row[0] for row in square] if found.turned else square[0])
        if not cell.blank and cell.text not in read
    ]
    return found


def _title(table: Table, above: tuple[Row, ...]) -> tuple[str, str]:
    if table.name and not UNTITLED.fullmatch(table.name.strip()):
        return plain(table.name), "sheet, caption or heading"
    for row in above:
        if text := next((cell.text for cell in row if not cell.blank), ""):
            return plain(text), "title"
    stem = " ".join(re.split(r"[\W_]+", PurePath(table.file).stem)).strip()
    return stem[:1].upper() + stem[1:], "file"


def _of_one_row(heads: Row, notes: list[str]) -> list[Column]:
    roles = take_apart([plain(cell.text) for cell in heads])
    if not any(role.level for role in roles):
        notes.append(
            "The headings name roles without levels; each is read as a career path of one level."
        )
    else:
        said = "; ".join(
            f"{plain(cell.text)!r} is {role.path}, {role.level or UNNAMED}"
            for cell, role in zip(heads, roles, strict=True)
        )
        notes.append(f"The names of the roles are taken apart: {said}.")
    return [
        Column(cell, role.path, role.level or UNNAMED)
        for cell, role in zip(heads, roles, strict=True)
    ]


def _of_two_rows(heads: tuple[Row, ...], notes: list[str]) -> list[Column]:
    columns, path = [], ""
    for above, below in zip(heads[0], heads[1], strict=True):
        path = plain(above.text) if not above.blank else path
        level = "" if below.span and below.span == above.span else plain(below.text)
        columns.append(Column(below if level else above, path, level or UNNAMED))
    names = ", ".join(dict.fromkeys(column.path for column in columns))
    notes.append(
        f"The heading has two parts, career paths ({names}) and their levels; a career path goes "
        "on until the next is named."
    )
    return columns


def _matrix(table: Table, found: Layout, columns: list[Column], notes: list[str]) -> Matrix:
    _check_columns(table, columns)
    notes += found.scale.notes()
    cells = {slug(c.level): replace(c.cell, text=c.level) for c in columns}
    by_path: dict[str, list[Column]] = {}
    for column in columns:
        by_path.setdefault(slug(column.path), []).append(column)
    order = merged(table, [[slug(c.level) for c in own] for own in by_path.values()], cells)
    levels, rank_of = ranked(table, order, cells, notes)
    lines = read_lines(table, found, notes)
    paths = []
    for own in by_path.values():
        read = {
            rank_of[slug(column.level)]: _items(table, found, columns.index(column), column, lines)
            for column in own
        }
        empty = [column.level for column in own if not read[rank_of[slug(column.level)]]]
        if empty:
            notes.append(f"{own[0].path} has no role at {', '.join(empty)}: nothing is required.")
        place = table.place(own[0].cell.row, own[0].cell.column)
        paths.append(MatrixPath(own[0].path, place, {r: read[r] for r in sorted(read) if read[r]}))
    if not any(path.cells for path in paths):
        raise table.fault("no cell requires anything. Fill the cells.", found.body[0][0].row)
    notes += _not_required(table, found, lines)
    matrix = Matrix(table.file, tuple(levels), tuple(paths), ())
    return _adding_up(replace(matrix, notes=tuple(notes)))


def _check_columns(table: Table, columns: list[Column]) -> None:
    seen: dict[tuple[str, str], Column] = {}
    for column in columns:
        if not column.path:
            raise table.fault(
                "the level stands under no career path. Name the career path above it.",
                column.cell.row,
                column.cell.column,
            )
        first = seen.setdefault((slug(column.path), slug(column.level)), column)
        if first is not column:
            raise table.fault(
                f"{column.path}, {column.level} is named twice, first in row {first.cell.row}, "
                f"column {first.cell.column}. Rename one, or merge the two.",
                column.cell.row,
                column.cell.column,
            )


def _items(
    table: Table, found: Layout, place: int, column: Column, lines: list[Line]
) -> tuple[MatrixItem, ...]:
    items = []
    for line in lines:
        cell = line.values[place]
        rating = _rating(table, found, cell)
        if not rating.required:
            continue
        merged_over = (
            (f"The cell is merged over {cell.span}; it is read for each of them.",)
            if cell.span
            else ()
        )
        where = f"{table.place(cell.row, cell.column)} ({column.path}; {column.level})"
        items.append(
            MatrixItem(
                line.skill,
                where,
                f"{line.skill}: {' '.join(cell.text.split())}",
                (*line.doubts, *rating.doubts, *merged_over),
                essential=rating.essential,
                proficiency=rating.proficiency,
            )
        )
    return tuple(items)


def _rating(table: Table, found: Layout, cell: Cell) -> Rating:
    if DATE.fullmatch(cell.text.strip()):
        raise table.fault(
            f"the cell holds the date {cell.text!r}, which spreadsheet programs make of a range "
            "such as 2-3. Format the cell as text and write the range again.",
            cell.row,
            cell.column,
        )
    return found.scale.read(cell.text)


def _not_required(table: Table, found: Layout, lines: list[Line]) -> list[str]:
    """Return what is worth saying of the cells that require nothing."""
    said: Counter[str] = Counter()
    open_: list[Cell] = []
    for line in lines:
        refused = [cell for cell in line.values if not found.scale.read(cell.text).required]
        said.update(" ".join(cell.text.split()) for cell in refused if not cell.blank)
        open_ += [cell for cell in refused if is_unknown(cell.text)]
    known = [f"{text!r} ({n})" for text, n in said.items() if not is_unknown(text)]
    notes = []
    if known:
        notes.append(f"These cells are read as not required: {', '.join(known)}.")
    if open_:
        places = "; ".join(table.place(cell.row, cell.column) for cell in open_)
        notes.append(f"What is required is not known yet, and left out, at {places}.")
    return notes


def _adding_up(matrix: Matrix) -> Matrix:
    """Say whether levels state what they add: most of their skills are not at the next one."""
    kept = dropped = 0
    for path in matrix.paths:
        for lower, upper in pairwise(sorted(path.cells)):
            above = {slug(item.skill) for item in path.cells[upper]}
            again = sum(slug(item.skill) in above for item in path.cells[lower])
            kept += again
            dropped += len(path.cells[lower]) - again
    if not kept + dropped:
        return matrix
    note = ADDS_UP if kept <= dropped else STATES_ALL
    return replace(matrix, notes=(*matrix.notes, note), cumulative=kept <= dropped)
