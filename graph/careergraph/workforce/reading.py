"""From a table of people to `Person` objects: columns, names, and what is wrong with a row."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Container, Iterator
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from careergraph.errors import PeopleError, RequestError, UnknownNameError
from careergraph.name_index import NameIndex, words
from careergraph.network import CareerNetwork
from careergraph.routes import Constraints
from careergraph.workforce import cells
from careergraph.workforce.people import Person, refuse_nonsense
from careergraph.workforce.rows import Cells, Row, read_rows, rows_of

Meaning = TypeVar("Meaning")
Value = TypeVar("Value", str, tuple[str, ...])

LISTED = 20
"""Bad rows that are listed in a message, and unknown names for which the nearest are looked up."""

MOST_TEXTS = 200_000
"""Texts whose meaning is remembered: more than any taxonomy has names, some tens of megabytes."""

COLUMNS: dict[str, str] = {
    "person": "name or number of the person; each once",
    "role": "the role the person is in; empty for none",
    "skills": "skills held besides those of the role",
    "target": "the role to plan for, or several",
    "via": "roles that the route must enter",
    "avoid": "roles that it must not enter",
    "max_moves": "most moves",
    "max_effort_per_move": "most expected hours of learning for any one move",
    "via_in_order": "yes where the roles of via are to be entered in their order",
    "no_step_back": "yes where no move may lead to a lower level",
    "deadline": "most expected weeks for the whole route",
    "detour_budget": "most expected hours beyond learning at once what the target requires",
    "hours_per_week": "hours of learning in a week",
}
"""The columns that a table may have, and what they say."""

OTHER_NAMES = {"targets": "target"}
"""Columns that go by two names."""


class BadRow(NamedTuple):
    """A row that cannot be planned, and why; `column` is empty where it is the row as a whole."""

    place: str
    column: str
    fault: str

    def __str__(self) -> str:
        where = f"{self.place}, column {self.column}" if self.column else self.place
        return f"{where}: {self.fault}"


class Checked(NamedTuple):
    """What a first reading found.

    Attributes
    ----------
    people : int
        Rows that are people, those whose name comes again included.
    bad : int
        Rows that are not.
    first_bad : tuple of BadRow
        The first `LISTED` of them.
    repeated : frozenset of int
        Marks of the names that may come more than once.
    ignored : tuple of str
        Columns that mean nothing here.
    """

    people: int
    bad: int
    first_bad: tuple[BadRow, ...]
    repeated: frozenset[int]
    ignored: tuple[str, ...]


class People:
    """The people in a table, read as often as needed and never all in memory.

    Each distinct text is looked up once.

    Parameters
    ----------
    network : CareerNetwork
    source : Path or list of mapping
        A file, or its rows: cells by column.
    separator : str
        What stands between several skills or roles in one cell.
    """

    def __init__(
        self, network: CareerNetwork, source: Path | list[Cells], separator: str = cells.SEPARATOR
    ) -> None:
        self.name = source.name if isinstance(source, Path) else "people"
        self._network = network
        self._source = source
        self.separator = separator
        self._roles = _Names(NameIndex.of_roles(network))
        self._skills = _Names(NameIndex.of_skills(network))
        self._columns: dict[str, str | None] = {}

    def check(self) -> Checked:
        """Read all rows once and say what was found.

        Raises
        ------
        PeopleError, RequestError
            As `careergraph.workforce.rows.read_rows`; or there is no person, or a column is
            missing or there twice.
        """
        import numpy as np

        marks, bad, first = array("Q"), 0, list[BadRow]()
        for _, one in self._rows():
            if isinstance(one, Person):
                marks.append(_mark(one.name))
                continue
            bad += 1
            if bad <= LISTED:
                first.append(one)
        if not marks and not bad:
            raise PeopleError(f"{self.name}: there is no person. Write one on each row.")
        values, counts = np.unique(np.frombuffer(marks, dtype=np.uint64), return_counts=True)
        repeated = frozenset(values[counts > 1].tolist())
        ignored = tuple(raw for raw, known in self._columns.items() if known is None)
        return Checked(len(marks), bad, tuple(first), repeated, ignored)

    def read(self, repeated: Container[int] = frozenset()) -> Iterator[Person | BadRow]:
        """Yield every row, as a person or as a bad one.

        Parameters
        ----------
        repeated : container of int
            Marks of the names that may come more than once, as `check` found them. Whoever came
            before is a bad row.
        """
        seen: dict[str, str] = {}
        for place, one in self._rows():
            if isinstance(one, Person) and _mark(one.name) in repeated:
                if one.name in seen:
                    fault = f"{one.name!r} stands on {seen[one.name]} already. Keep one of the two."
                    yield BadRow(place, "person", fault)
                    continue
                seen[one.name] = place
            yield one

    def _rows(self) -> Iterator[tuple[str, Person | BadRow]]:
        source = self._source
        for row in read_rows(source) if isinstance(source, Path) else rows_of(source):
            try:
                yield row.place, self._person(row)
            except _CellError as error:
                yield row.place, BadRow(row.place, error.column, str(error))

    def _person(self, row: Row) -> Person:
        if row.fault:
            raise _CellError("", f"{row.fault}.")
        known = self._known(row.cells)
        take = partial(_take, known)
        skills, unknown = self._held(take("skills", self._list))
        person = Person(
            name=_needed(take("person", cells.text), "person"),
            source=next(iter(self._named(take("role", _alone), "role")), None),
            targets=_needed(self._named(take("target", self._list), "target"), "target"),
            skills=skills,
            constraints=Constraints(
                avoid=self._named(take("avoid", self._list), "avoid"),
                via=self._named(take("via", self._list), "via"),
                max_moves=take("max_moves", cells.whole),
                max_effort_per_move=take("max_effort_per_move", cells.number),
                via_in_order=take("via_in_order", cells.truth),
                no_step_back=take("no_step_back", cells.truth),
                deadline=take("deadline", cells.number),
                detour_budget=take("detour_budget", cells.number),
            ),
            hours_per_week=take("hours_per_week", cells.number),
            unknown_skills=unknown,
        )
        try:
            refuse_nonsense(self._network, person)
        except RequestError as error:
            raise _CellError("", str(error)) from error
        return person

    def _known(self, row: Cells) -> Cells:
        """Return the cells of the columns that mean something, by the names used here."""
        first = not self._columns
        known = {}
        for raw, cell in row.items():
            if raw not in self._columns:
                self._columns[raw] = _column(raw)
            column = self._columns[raw]
            if column in known:
                raise PeopleError(f"{self.name}: there are two columns for {column}. Drop one.")
            if column is not None:
                known[column] = cell
        for column in ("person", "target"):
            if first and column not in known:
                raise PeopleError(
                    f"{self.name}: there is no column {column!r}, only {', '.join(row)}. "
                    f"Name one so; columns may be {', '.join(COLUMNS)}."
                )
        return known

    def _list(self, cell: Any) -> tuple[str, ...]:
        return cells.texts(cell, self.separator)

    def _named(self, texts: tuple[str, ...], column: str) -> tuple[str, ...]:
        found = [self._roles.find(text) for text in texts]
        for one in found:
            if isinstance(one, UnknownNameError):
                raise _CellError(column, str(one)) from one
        return tuple(dict.fromkeys(one for one in found if isinstance(one, str)))

    def _held(self, texts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the skills that texts name, and the texts that name none."""
        found = {text: self._skills.find(text) for text in texts}
        skills = {one for one in found.values() if isinstance(one, str)}
        return tuple(sorted(skills)), tuple(
            t for t, one in found.items() if not isinstance(one, str)
        )


class _CellError(Exception):
    """What is wrong with a cell, or with its row where `column` is empty."""

    def __init__(self, column: str, fault: str) -> None:
        super().__init__(fault)
        self.column = column


class _Names:
    """Looks up each distinct text once; a text that names nothing gives its error."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._found: dict[str, str | UnknownNameError] = {}
        self._unknown = 0

    def find(self, text: str) -> str | UnknownNameError:
        known = self._found.get(text)
        if known is None:
            if len(self._found) >= MOST_TEXTS:
                self._found.clear()
            known = self._found[text] = self._look_up(text)
        return known

    def _look_up(self, text: str) -> str | UnknownNameError:
        try:
            return self._index.find(text, suggest=self._unknown < LISTED)
        except UnknownNameError as error:
            self._unknown += 1
            return error


def _take(known: Cells, column: str, meaning: Callable[[Any], Meaning]) -> Meaning:
    try:
        return meaning(known.get(column))
    except ValueError as error:
        raise _CellError(column, f"{error}.") from error


def _needed(value: Value, column: str) -> Value:
    if not value:
        raise _CellError(column, "There is none, and each row needs one.")
    return value


def _alone(cell: Any) -> tuple[str, ...]:
    name = cells.text(cell)
    return (name,) if name else ()


def _column(raw: str) -> str | None:
    """Return the column that a name in a file means, or None where it means none."""
    name = "_".join(words(raw))
    name = OTHER_NAMES.get(name, name)
    return name if name in COLUMNS else None


def _mark(name: str) -> int:
    """Return eight bytes that two names hardly ever share."""
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest())
