"""A table of answers: which destinations are right for an origin, or how they are rated."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from careergraph.errors import AmbiguousNameError, TruthTableError, UnknownNameError
from careergraph.name_index import RoleIndex
from careergraph.network import CareerNetwork
from careergraph.readers.delimited import read_csv_file
from careergraph.readers.tables import Cell, Table

HEADERS = {
    "origin": {"origin", "source", "from", "from occupation", "origin occupation", "source role"},
    "destination": {
        "destination",
        "target",
        "to",
        "to occupation",
        "destination occupation",
        "target role",
    },
    "rating": {"rating", "score", "grade", "similarity", "value", "weight"},
}
"""Each column, with the headers that mean it, whatever their case and dashes."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A destination that is right for an origin, or how right it is; both are role IRIs."""

    origin: str
    destination: str
    rating: float | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of the table that does not count, where it is, what it says, and why."""

    row: int
    column: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Truth:
    """The pairs that were read, what was left out, and what is worth saying about the table."""

    pairs: tuple[Pair, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()


def read_truth(path: Path, network: CareerNetwork) -> Truth:
    """Return the answers of a CSV file with an origin and a destination, and maybe a rating.

    Roles are named in full: by label, other label, IRI, CURIE, or the code that ends their IRI.
    A row that names no role, or one role twice, is left out and reported, as is a pair that
    stands twice.

    Raises
    ------
    TruthTableError
        The file cannot be read, lacks a column, has a rating that is no number or two that
        differ for one pair, or names no pair of roles of the network.
    """
    table, notes = read_csv_file(
        path,
        TruthTableError,
        if_large="Give a part of its origins.",
        if_empty="Name a CSV file with the columns origin and destination.",
    )
    columns, ignored = _columns(table)
    if ignored:
        notes += (f"Columns that are not used: {', '.join(ignored)}.",)
    return _Rows(table, columns, RoleIndex(network)).truth(notes)


def _columns(table: Table) -> tuple[dict[str, int], list[str]]:
    """Return the place of each known column, and the headers of the others."""
    found: dict[str, int] = {}
    ignored = []
    header = table.rows[0]
    for place, cell in enumerate(header):
        words = " ".join(cell.text.casefold().replace("_", " ").replace("-", " ").split())
        name = next((name for name, headers in HEADERS.items() if words in headers), None)
        if name in found:
            raise _fault(
                table,
                cell,
                f"the header {cell.text!r} means {name}, as {header[found[name]].text!r} does. "
                "Keep one of these columns.",
            )
        if name:
            found[name] = place
        else:
            ignored.append(repr(cell.text))
    for name in ("origin", "destination"):
        if name not in found:
            raise _fault(
                table,
                header[0],
                f"no column is called {name}; there are "
                f"{', '.join(repr(cell.text) for cell in header)}. Name the columns origin, "
                "destination and, if there is one, rating.",
            )
    return found, ignored


def _fault(table: Table, cell: Cell, message: str) -> TruthTableError:
    return TruthTableError(str(table.fault(message, cell.row, cell.column)))


class _Rows:
    """Reads the rows of a table one by one."""

    def __init__(self, table: Table, columns: Mapping[str, int], index: RoleIndex) -> None:
        self._table = table
        self._columns = columns
        self._index = index
        self._left_out: list[LeftOut] = []
        self._first: dict[tuple[str, str], tuple[int, Pair]] = {}

    def truth(self, notes: tuple[str, ...]) -> Truth:
        for row in self._table.rows[1:]:
            self._read(row)
        if not self._first:
            shown = "; ".join(f"row {one.row}: {one.reason}" for one in self._left_out[:3])
            raise TruthTableError(
                f"{self._table.file}: no row names two roles of this graph"
                f"{f' ({shown})' if shown else ''}. Name the roles as the graph does, by label, "
                "IRI or code; `careergraph query roles` lists them."
            )
        pairs = tuple(pair for _, pair in self._first.values())
        return Truth(pairs, tuple(self._left_out), notes)

    def _read(self, row: Sequence[Cell]) -> None:
        if len(row) != len(self._table.rows[0]):
            raise _fault(
                self._table,
                row[-1],
                f"the row has {len(row)} cells, the header {len(self._table.rows[0])}. "
                "Quote cells that hold the separator.",
            )
        rating = self._rating(row)
        ends = [self._role(row[self._columns[name]]) for name in ("origin", "destination")]
        if ends[0] is None or ends[1] is None:
            return
        self._add(row[self._columns["destination"]], Pair(ends[0], ends[1], rating))

    def _add(self, cell: Cell, pair: Pair) -> None:
        if pair.origin == pair.destination:
            self._leave_out(cell, "origin and destination are the same role")
            return
        ends = pair.origin, pair.destination
        if ends not in self._first:
            self._first[ends] = cell.row, pair
            return
        row, first = self._first[ends]
        if first.rating != pair.rating:
            raise _fault(
                self._table,
                cell,
                f"this pair has the rating {first.rating:g} in row {row} and {pair.rating:g} "
                "here. Keep one, or give their mean.",
            )
        self._leave_out(cell, f"the pair stands in row {row} already")

    def _role(self, cell: Cell) -> str | None:
        try:
            return self._index.find(cell.text)
        except AmbiguousNameError as error:
            self._leave_out(cell, f"may mean {' or '.join(error.suggestions)}")
        except UnknownNameError:
            self._leave_out(cell, "the graph has no role of this name")
        return None

    def _leave_out(self, cell: Cell, reason: str) -> None:
        self._left_out.append(LeftOut(cell.row, cell.column, cell.text, reason))

    def _rating(self, row: Sequence[Cell]) -> float | None:
        if "rating" not in self._columns:
            return None
        cell = row[self._columns["rating"]]
        try:
            rating = float(cell.text)
        except ValueError:
            rating = math.nan
        if not math.isfinite(rating):
            raise _fault(
                self._table,
                cell,
                f"the rating {cell.text!r} is no number. Write one, such as 4 or 3.5, or remove "
                "the row.",
            )
        return rating


def siblings(network: CareerNetwork) -> Truth:
    """Return the pairs of different roles on the same career path, both ways round.

    In a taxonomy a career path is the group in which an occupation is classified.
    """
    members: dict[str, list[str]] = defaultdict(list)
    for role in network.roles.values():
        members[role.path].append(role.iri)
    return Truth(
        tuple(
            Pair(origin, destination)
            for group in members.values()
            for origin in group
            for destination in group
            if origin != destination
        )
    )
