"""A plain matrix with more around it: a row above the levels, columns of groups and remarks."""

from __future__ import annotations

from dataclasses import replace

from careergraph.readers.labels import kind
from careergraph.readers.levels import is_level
from careergraph.readers.order import merged
from careergraph.readers.ranks import plain
from careergraph.readers.rows import Row, second_heading_fault
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell, Table


def unfolded(table: Table, rows: list[Row], notes: list[str]) -> list[Row]:
    """Return a matrix with one heading of one with two, such as Engineering above L1 to L3.

    Where several names stand above the levels, each row becomes a career path for each of them,
    such as Backend, Engineering.

    Raises
    ------
    MatrixError
        The second heading names no levels, or a row names no career path.
    """
    heads, body = rows[:2], rows[2:]
    if not all(is_level(cell.text) for cell in heads[1][1:]) or any(
        is_level(cell.text) for cell in heads[0][1:] if not cell.blank
    ):
        raise second_heading_fault(table, rows)
    bands: dict[str, list[int]] = {}
    name = ""
    for place, cell in enumerate(heads[0][1:], 1):
        name = plain(cell.text) if not cell.blank else name
        bands.setdefault(name, []).append(place)
    above, below = heads[0][0].row, heads[1][0].row
    if len(bands) == 1:
        notes.append(f"Row {above} stands over all levels and is not read: {name!r}.")
        return rows[1:]
    corner = f"Row {above} splits each career path into {', '.join(map(repr, bands))}; the levels "
    notes.append(f"{corner}of each are those below them in row {below}.")
    cells: dict[str, Cell] = {}
    for cell in heads[1][1:]:
        cells.setdefault(slug(plain(cell.text)), cell)
    keys = [[slug(plain(heads[1][place].text)) for place in own] for own in bands.values()]
    order = merged(table, keys, cells)
    if not all(stated for _, stated in order):
        notes.append("No career path has all of these levels; their order in the table is theirs.")
    found: list[Row] = [(heads[1][0], *(cells[key] for key, _ in order))]
    for row in body:
        if row[0].blank:
            raise table.fault("the row has no career path. Name it.", row[0].row, row[0].column)
        for (band, places), own in zip(bands.items(), keys, strict=True):
            label = replace(row[0], text=f"{plain(row[0].text)}, {band}" if band else row[0].text)
            values = dict(zip(own, places, strict=True))
            blank = Cell("", row[0].row, row[0].column)
            found.append((label, *(row[values[k]] if k in values else blank for k, _ in order)))
    return found


def without_remarks(table: Table, rows: list[Row], notes: list[str]) -> list[Row]:
    """Return the rows without a first column of groups and without remarks between levels."""
    head = rows[0]
    first = int(len(head) > 2 and kind(head[0]) == "group" and kind(head[1]) == "role")
    kept = [p for p in range(first, len(head)) if p == first or kind(head[p]) != "remark"]
    if len(kept) < 2:
        return rows
    notes += [
        f"{table.place(cell.row, cell.column).capitalize()}, {cell.text!r}, is not read: its name "
        "says that it is no level."
        for place, cell in enumerate(head)
        if place not in kept
    ]
    return [tuple(row[place] for place in kept) for row in rows]
