"""The long form: one row for each career path, level and skill."""

from __future__ import annotations

import re

from careergraph.effort import MOST_HOURS, Effort
from careergraph.readers.agreement import agreed
from careergraph.readers.matrix import Matrix, MatrixItem, MatrixPath
from careergraph.readers.ranks import plain, rank
from careergraph.readers.slugs import slug
from careergraph.readers.tables import Cell, Table

COLUMNS = {
    "path": "path|career path|role|job|job title|track|career|job family|family|discipline",
    "level": "level|grade|stage|seniority|rank|role level|job level",
    "skill": "skill|skills|competency|competence|capability|requirement|skill name",
    "importance": "importance|priority|essential|necessity",
    "proficiency": "proficiency|proficiency level|required proficiency|expected proficiency",
    "effort": "effort|hours|effort hours|effort h|effort in hours",
    "source": "source",
    "iri": "iri|uri|url",
}
"""What each column may be called."""

ESSENTIAL = frozenset(
    ["essential", "required", "must", "mandatory", "yes", "core", "high", "true", "1", "x"]
)
OPTIONAL = frozenset({"optional", "nice to have", "desirable", "preferred", "no", "low", "false"})
IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")


def is_long(header: tuple[Cell, ...]) -> bool:
    """Tell whether a header names career path, level and skill."""
    return {"path", "level", "skill"} <= _columns(header).keys()


def _columns(header: tuple[Cell, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = slug(cell.text).replace("-", " ") if cell.text else ""
        for column, names in COLUMNS.items():
            if name in names.split("|"):
                found.setdefault(column, place)
    return found


def read(table: Table, rows: list[tuple[Cell, ...]], notes: list[str]) -> Matrix:
    """Read one requirement from each row."""
    header = rows[0]
    columns = _columns(header)
    missing = [name for name in ("path", "level", "skill") if name not in columns]
    if missing:
        raise table.fault(
            f"no column is named {' or '.join(missing)}. A long form needs columns named career "
            "path, level and skill.",
            header[0].row,
        )
    for place, cell in enumerate(header):
        if place not in columns.values() and not cell.blank:
            notes.append(f"The column {cell.text!r} is not read: it has no name that is known.")
    records = [_Record(table, row, columns) for row in rows[1:]]
    headings: dict[str, Cell] = {}
    orders: dict[str, dict[str, None]] = {}
    for record in records:
        heading = record.need("level")
        key = slug(plain(heading.text))
        headings.setdefault(key, heading)
        orders.setdefault(slug(plain(record.need("path").text)), {}).setdefault(key)
    order = agreed([list(keys) for keys in orders.values()]) or list(headings)
    headings = {key: headings[key] for key in order}
    levels, ranks = rank(table, list(headings.values()), notes)
    rank_of = dict(zip(headings, ranks, strict=True))
    found: dict[str, tuple[Cell, dict[int, dict[str, MatrixItem]]]] = {}
    for record in records:
        path = record.need("path")
        item = record.item()
        _, cells = found.setdefault(slug(plain(path.text)), (path, {}))
        same = cells.setdefault(rank_of[slug(plain(record.need("level").text))], {})
        if slug(item.skill) in same:
            where = record.need("skill")
            raise table.fault(
                f"{plain(path.text)} requires {item.skill!r} twice at this level. Delete this row.",
                where.row,
                where.column,
            )
        same[slug(item.skill)] = item
    return Matrix(
        table.file,
        tuple(levels),
        tuple(
            MatrixPath(
                plain(name.text),
                table.place(name.row, name.column),
                {place: tuple(items.values()) for place, items in cells.items()},
            )
            for name, cells in found.values()
        ),
        tuple(notes),
    )


class _Record:
    """One row, by the names of its columns."""

    def __init__(self, table: Table, row: tuple[Cell, ...], columns: dict[str, int]) -> None:
        self.table = table
        self.row = row
        self.cells = {name: row[place] for name, place in columns.items() if place < len(row)}

    def need(self, name: str) -> Cell:
        """Return a cell that must not be blank."""
        cell = self.cells.get(name)
        if cell is None or cell.blank:
            column = cell.column if cell else None
            raise self.table.fault(f"the row has no {name}. Add it.", self.row[0].row, column)
        return cell

    def text(self, name: str) -> str | None:
        """Return the text of a cell, or None where it is blank."""
        cell = self.cells.get(name)
        return " ".join(cell.text.split()) if cell and not cell.blank else None

    def item(self) -> MatrixItem:
        """Return what the row requires."""
        cell = self.need("skill")
        where = (
            f"{self.table.place(cell.row, cell.column)} "
            f"({plain(self.need('path').text)}; {plain(self.need('level').text)})"
        )
        iri = self.text("iri")
        if iri is not None and not IRI.fullmatch(iri):
            raise self._wrong("iri", "an IRI that starts with http:// or https://")
        return MatrixItem(
            plain(cell.text),
            where,
            " ".join(cell.text.split()),
            cell.doubts,
            essential=self._essential(),
            proficiency=self.text("proficiency"),
            effort=self._effort(),
            source=self.text("source"),
            iri=iri,
        )

    def _essential(self) -> bool:
        said = (self.text("importance") or "essential").casefold().replace("-", " ")
        if said not in ESSENTIAL | OPTIONAL:
            raise self._wrong("importance", "essential or optional")
        return said in ESSENTIAL

    def _effort(self) -> Effort | None:
        said = self.text("effort")
        if said is None:
            return None
        try:
            return Effort.parse(said)
        except ValueError:
            wanted = f"hours such as 60 or 40-80, at most {MOST_HOURS}"
            raise self._wrong("effort", wanted) from None

    def _wrong(self, name: str, wanted: str) -> Exception:
        cell = self.cells[name]
        return self.table.fault(
            f"{cell.text[:60]!r} is no {name} that can be read. Write {wanted}.",
            cell.row,
            cell.column,
        )
