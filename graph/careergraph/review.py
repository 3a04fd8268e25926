"""Proposals as a CSV file that a person reviews in a spreadsheet, and the file read again.

A review has a row for each proposal. What a person adds stands in the columns `accept`,
`reviewer` and `note`, which are empty when the file is written. What a spreadsheet does to a file
(quotes, delimiter, byte order mark, order of rows and columns, decimal commas, apostrophes) does
not matter.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from careergraph.errors import ReviewError
from careergraph.readers.delimited import read_csv_file
from careergraph.readers.tables import Cell, Table, clean
from careergraph.tables import Row, as_csv, defused
from careergraph.vocabulary import expand

ACCEPT, REVIEWER, NOTE = "accept", "reviewer", "note"

YES = frozenset({"yes", "y", "true", "accept", "accepted", "x", "1", "\u2713", "\u2714"})
NO = frozenset({"no", "n", "false", "reject", "rejected", "0", "-"})
"""What people write into `accept`; an empty cell is no decision."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


def to_csv(header: Sequence[str], rows: Iterable[Row]) -> str:
    """Return a review as CSV in which no spreadsheet takes a text for a formula."""
    safe = [
        [defused(clean(cell)) if isinstance(cell, str) else cell for cell in row] for row in rows
    ]
    return as_csv(header, safe) + "\n"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One row of a review, whose cells are asked for by the names of their columns."""

    table: Table
    cells: Mapping[str, Cell]
    number: int

    def text(self, column: str) -> str:
        """Return the text of a cell; empty where the column was dropped."""
        return self.cells[column].text if column in self.cells else ""

    def accepted(self) -> bool | None:
        """Return whether the reviewer accepted the proposal; None where nothing was decided.

        Raises
        ------
        ReviewError
            The cell says neither yes nor no.
        """
        text = self.text(ACCEPT).casefold()
        if not text:
            return None
        if text not in YES | NO:
            raise self.fault(
                ACCEPT,
                f"{self.text(ACCEPT)!r} is neither yes nor no. Write yes or no, or leave the "
                "cell empty.",
            )
        return text in YES

    def iri(self, column: str) -> str:
        """Return the IRI in a cell, a CURIE in full.

        Raises
        ------
        ReviewError
            There is no IRI in the cell.
        """
        iri = expand(self.text(column).removeprefix("<").removesuffix(">"))
        if not _IRI.fullmatch(iri):
            raise self.fault(column, f"{iri!r} is no IRI. Write it as the proposal had it.")
        return iri

    def share(self, column: str) -> float | None:
        """Return the number from 0 to 1 in a cell, or None where it is empty.

        A decimal comma and a percentage are read too.

        Raises
        ------
        ReviewError
            There is something else in the cell.
        """
        text = self.text(column)
        if not text:
            return None
        percent = text.endswith("%")
        try:
            number = float(text.removesuffix("%").strip().replace(",", "."))
        except ValueError:
            number = math.nan
        number = number / 100 if percent else number
        if not 0 <= number <= 1:
            raise self.fault(column, f"{text!r} is no number from 0 to 1. Write one, such as 0.8.")
        return number

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """Return the text of a cell that must be one of several, whatever its case.

        Raises
        ------
        ReviewError
            It is none of them.
        """
        text = self.text(column)
        known = {one.casefold(): one for one in allowed}
        if text.casefold() not in known:
            raise self.fault(column, f"{text!r} is not one of {', '.join(allowed)}.")
        return known[text.casefold()]

    def fault(self, column: str, message: str) -> ReviewError:
        """Return the error that names file, row and column before the message."""
        place = self.cells[column].column if column in self.cells else None
        name = f" ({column})" if place is not None else ""
        return ReviewError(
            f"{self.table.file}, {self.table.place(self.number, place)}{name}: {message}"
        )


@dataclass(frozen=True, slots=True)
class Review:
    """A review that was read: its rows, the columns that were not used, and other notes."""

    file: str
    rows: tuple[ReviewRow, ...]
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read(path: Path, required: Collection[str], optional: Collection[str] = ()) -> Review:
    """Read a review whose columns are known by their names, in any order.

    Parameters
    ----------
    path : Path
        A CSV file, with commas, semicolons, tabs or bars.
    required : collection of str
        Columns that must be there.
    optional : collection of str
        Columns that may have been dropped.

    Raises
    ------
    ReviewError
        The file cannot be read, lacks a required column, has a column twice, or a row of another
        length than its header.
    """
    table, notes = read_csv_file(
        path,
        ReviewError,
        if_large="Remove rows that are not accepted.",
        if_empty="Name a CSV file that was proposed and reviewed.",
    )
    header = table.rows[0]
    places, unused = _places(table, (*required, *optional))
    missing = [name for name in required if name not in places]
    if missing:
        raise ReviewError(
            f"{table.file}, row {header[0].row}: there is no column {missing[0]!r}, only "
            f"{', '.join(repr(cell.text) for cell in header)}. Put it back as the proposal had it."
        )
    rows = []
    for cells in table.rows[1:]:
        if len(cells) < len(header) or any(not cell.blank for cell in cells[len(header) :]):
            raise ReviewError(
                f"{table.file}, row {cells[0].row}: the row has {len(cells)} cells, the header "
                f"{len(header)}. Quote cells that hold the delimiter."
            )
        named = {name: cells[place] for name, place in places.items()}
        rows.append(ReviewRow(table, named, cells[0].row))
    return Review(table.file, tuple(rows), unused, notes)


def _places(table: Table, known: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    places: dict[str, int] = {}
    unused = []
    for place, cell in enumerate(table.rows[0]):
        name = "_".join(re.split(r"[\s_-]+", cell.text.casefold()))
        if name in places:
            raise ReviewError(
                f"{table.file}, {table.place(cell.row, cell.column)}: the column {name!r} stands "
                "twice. Keep one."
            )
        if name in known:
            places[name] = place
        elif not cell.blank:
            unused.append(cell.text)
    return places, tuple(unused)
