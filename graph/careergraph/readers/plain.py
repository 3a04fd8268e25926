"""The plain matrix: career paths down, levels across, or the other way round."""

from __future__ import annotations

from dataclasses import replace

from careergraph.readers.bands import unfolded, without_remarks
from careergraph.readers.cells import split
from careergraph.readers.levels import is_level
from careergraph.readers.matrix import Matrix, MatrixItem, MatrixPath
from careergraph.readers.ranks import plain, rank
from careergraph.readers.rows import (
    Row,
    has_second_heading,
    rectangle,
    second_heading_fault,
    without_footnotes,
)
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell, Table


def read(table: Table, rows: list[Row], notes: list[str]) -> Matrix:
    """Read career paths from the first column and levels from the first row.

    A row above the levels names what the career paths below are split into.
    """
    rows = without_footnotes(rows, notes)
    heads = 2 if has_second_heading(rows) else 1
    square = without_remarks(table, rectangle(table, rows, heads), notes)
    return _read(table, unfolded(table, square, notes) if heads == 2 else square, notes)


def read_transposed(table: Table, rows: list[Row], notes: list[str]) -> Matrix:
    """Read levels from the first column and career paths from the first row."""
    square = rectangle(table, without_footnotes(rows, notes))
    return _read(table, [tuple(column) for column in zip(*square, strict=True)], notes)


def _read(table: Table, rows: list[Row], notes: list[str]) -> Matrix:
    header = rows[0][1:]
    for place, cell in enumerate(header, 1):
        if cell.blank:
            skills = any(not row[place].blank for row in rows[1:])
            message = (
                "there are skills here but no level. Name the level, or clear them."
                if skills
                else "a level has no name. Name it, or delete its cells."
            )
            raise table.fault(message, cell.row, cell.column)
    second = rows[1]
    if second[0].blank and len(header) > 1 and all(is_level(c.text) for c in second[1:]):
        raise second_heading_fault(table, rows)
    levels, ranks = rank(table, header, notes)
    paths: list[MatrixPath] = []
    keys: dict[str, Cell] = {}
    for row in rows[1:]:
        name = plain(row[0].text)
        found = _cells(table, row, ranks, header)
        goes_on = paths and (not name or _same_area(keys.get(slug(name)), row[0]))
        if goes_on:
            paths[-1] = _joined(paths[-1], found, () if name else (_unnamed(row[0].row),))
            continue
        if not name:
            raise table.fault("the row has no career path. Name it.", row[0].row, row[0].column)
        first = keys.setdefault(slug(name), row[0])
        if first is not row[0]:
            raise table.fault(
                f"the career path {name!r} stands twice, first in row {first.row}, column "
                f"{first.column}. Rename one, or merge the two.",
                row[0].row,
                row[0].column,
            )
        paths.append(MatrixPath(name, table.place(row[0].row, row[0].column), found))
    for path in paths:
        blank = [level.label for level in levels if not path.cells.get(level.rank)]
        if blank:
            notes.append(f"{path.label} has no role at {', '.join(blank)}: the cell is blank.")
    return Matrix(table.file, tuple(levels), tuple(paths), tuple(notes))


def _unnamed(row: int) -> str:
    return f"Row {row} names no career path; it is read as going on with the one before."


def _same_area(first: Cell | None, cell: Cell) -> bool:
    return first is not None and first.span is not None and first.span == cell.span


def _cells(
    table: Table, row: Row, ranks: list[int], header: Row
) -> dict[int, tuple[MatrixItem, ...]]:
    found = {}
    for cell, place, heading in zip(row[1:], ranks, header, strict=True):
        where = (
            f"{table.place(cell.row, cell.column)} ({plain(row[0].text)}; {plain(heading.text)})"
        )
        merged: tuple[str, ...] = ()
        if cell.span:
            merged = (f"The cell is merged over {cell.span}; it is read for each of them.",)
        items = tuple(
            MatrixItem(item.text, where, item.source, (*item.doubts, *cell.doubts, *merged))
            for item in split(cell.text, cell.items)
        )
        if items:
            found[place] = items
    return found


def _joined(
    path: MatrixPath, more: dict[int, tuple[MatrixItem, ...]], doubts: tuple[str, ...]
) -> MatrixPath:
    cells = dict(path.cells)
    for place, items in more.items():
        known = {slug(item.skill) for item in cells.get(place, ())}
        new = [
            replace(item, doubts=(*item.doubts, *doubts))
            for item in items
            if slug(item.skill) not in known
        ]
        cells[place] = (*cells.get(place, ()), *new)
    return replace(path, cells=cells)
