"""Heavy aggregates in columns: the twin of a named query, run by DuckDB over tables of edges.

The twin of ``<name>.rq`` is ``<name>.sql`` beside it: one SELECT with the same parameters, columns
and rows. The SPARQL form says what is right, and the tests compare them.

A table is named like a predicate, ``"cg:requires"``, and has the columns ``subject`` and
``object``. They are made from the graph when a twin first needs them, and are kept in memory for
the life of the graph. A term is a number of type UINTEGER in them; the table ``terms`` has the
``text`` of each ``term``. A parameter that is a term has such a number as well.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from careergraph.answers import Stream, plain, to_python
from careergraph.engines import NO_LIMITS, Engine, Limits
from careergraph.errors import LimitError, QueryError
from careergraph.vocabulary import Term as Vocabulary
from careergraph.vocabulary import expand

if TYPE_CHECKING:
    import duckdb

    from careergraph.answers import Term
    from careergraph.queries import NamedQuery

LARGE = 10_000
"""So many requirements make a graph large: below, SPARQL answers before DuckDB is imported."""

_AT_ONCE = 10_000
_TABLE = re.compile(r'"([A-Za-z]+:[A-Za-z]+)"')
_ALIKE = frozenset({"UINTEGER", "INTEGER", "BIGINT", "VARCHAR", "BOOLEAN", "DOUBLE"})
"""Types whose values are the same from an array; a decimal would become a float."""

_MISSING = 2**32 - 1
"""Stands for a term that is in no table."""


def twin(query: NamedQuery) -> Path | None:
    """Return the file with the columnar form of a named query, or None without one.

    Examples
    --------
    >>> from careergraph.queries import named_query
    >>> twin(named_query("alike-roles")).name
    'alike-roles.sql'
    >>> twin(named_query("find")) is None
    True
    """
    path = query.path.with_suffix(".sql")
    return path if path.is_file() else None


def installed() -> bool:
    """Tell whether DuckDB is there, without importing it."""
    return find_spec("duckdb") is not None


class Columns:
    """A graph's edges as tables, and the twins that are run over them.

    Parameters
    ----------
    engine : Engine
        Its graph must not change while these tables are used.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._numbers: dict[Term, int] = {}
        self._terms: list[Term] = []
        self._tables: set[str] = set()
        self._memory: int | None = None
        self._lock = threading.Lock()

    @cached_property
    def large(self) -> bool:
        """Whether the graph is so large that its twins are faster than its queries."""
        return next(islice(self._engine.pairs(Vocabulary.requires), LARGE, None), None) is not None

    @cached_property
    def database(self) -> duckdb.DuckDBPyConnection:
        """The tables made so far, in DuckDB."""
        import duckdb

        database = duckdb.connect()
        # Nothing is read from files or written to them, whatever the twin says.
        database.execute("SET temp_directory = ''; SET enable_external_access = false")
        database.execute("CREATE TABLE terms (term UINTEGER, text VARCHAR)")
        return database

    def stream(
        self, query: NamedQuery, parameters: Mapping[str, Term], limits: Limits = NO_LIMITS
    ) -> Stream:
        """Return what the twin of a query answers, as the same terms that SPARQL answers.

        Raises
        ------
        QueryError
            The twin cannot be run; the message names its file.
        LimitError
            It reached its limit of time or memory.
        """
        import duckdb

        path = twin(query)
        if path is None:
            raise QueryError(f"The query {query.name!r} has no columnar form.")
        sql = path.read_text(encoding="utf-8")
        with self._lock:
            for name in dict.fromkeys(_TABLE.findall(sql)):
                self._add_table(name)
            self._limit_memory(limits.memory)
            database = self.database.cursor()
        given = {name: self.given(term) for name, term in parameters.items()}
        try:
            with _stopping(database, limits):
                database.execute(sql, given)
        except duckdb.InterruptException as error:
            raise LimitError(f"The query was stopped after {limits.seconds:g} s.") from error
        except duckdb.OutOfMemoryException as error:
            raise LimitError(f"The query needs more than {limits.memory} MiB.") from error
        except duckdb.Error as error:
            raise QueryError(f"{path}: DuckDB cannot run it: {error}") from error
        described = database.description or []
        names = tuple(name for name, *_ in described)
        kinds = [str(kind) for _, kind, *_ in described]
        makers = [self._maker(kind) for kind in kinds]
        found = _in_arrays(database) if _ALIKE.issuperset(kinds) else _in_rows(database)
        return Stream("SELECT", names, _rows(found, makers), most=limits.rows)

    def _limit_memory(self, memory: int | None) -> None:
        if memory != self._memory:  # it takes longer than many a query
            size = "RESET memory_limit" if memory is None else f"SET memory_limit = '{memory}MiB'"
            self.database.execute(size)
            self._memory = memory

    def _add_table(self, name: str) -> None:
        """Make the table of a predicate, and number the terms that are new in it."""
        if name in self._tables:
            return
        import numpy as np

        known = len(self._terms)
        subjects, objects = [], []
        for subject, target in self._engine.pairs(expand(name)):
            subjects.append(self._number(subject))
            objects.append(self._number(target))
        columns = {"subject": subjects, "object": objects}
        edges = {key: np.array(values, dtype=np.uint32) for key, values in columns.items()}
        texts = np.array([plain(term) for term in self._terms[known:]], dtype=object)
        numbers = np.arange(known, len(self._terms), dtype=np.uint32)
        with _registered(self.database, "new_terms", {"term": numbers, "text": texts}):
            self.database.execute("INSERT INTO terms FROM new_terms")
        with _registered(self.database, "new_edges", edges):
            self.database.execute(f'CREATE TABLE "{name}" AS FROM new_edges')
        self._tables.add(name)

    def _number(self, term: Term) -> int:
        number = self._numbers.setdefault(term, len(self._terms))
        if number == len(self._terms):
            self._terms.append(term)
        return number

    def given(self, term: Term) -> object:
        """Return a parameter as SQL takes it: a value, or the number of a term."""
        import pyoxigraph

        if isinstance(term, pyoxigraph.Literal):
            return to_python(term)
        return self._numbers.get(term, _MISSING)

    def _maker(self, kind: str) -> Callable[[Any], Term]:
        """Return what makes terms of the values of a column of a type."""
        import pyoxigraph

        if kind == "UINTEGER":
            return self._terms.__getitem__
        if kind.startswith("DECIMAL"):
            decimal = pyoxigraph.NamedNode(expand("xsd:decimal"))
            return lambda value: pyoxigraph.Literal(
                format(value.normalize(), "f"), datatype=decimal
            )
        # Counts repeat; values of one column are of one type, so that equal ones are the same.
        return lru_cache(maxsize=4096)(pyoxigraph.Literal)


def _in_arrays(database: duckdb.DuckDBPyConnection) -> Iterator[list[Sequence[object]]]:
    """Yield the columns of what was found, some rows at a time, by way of arrays."""
    arrays = tuple(database.fetchnumpy().values())
    for start in range(0, len(arrays[0]), _AT_ONCE):
        yield [array[start : start + _AT_ONCE].tolist() for array in arrays]


def _in_rows(database: duckdb.DuckDBPyConnection) -> Iterator[list[Sequence[object]]]:
    """Yield the same row by row, which takes three times as long and keeps every type."""
    while found := database.fetchmany(_AT_ONCE):
        yield list(zip(*found, strict=True))


def _rows(
    found: Iterable[list[Sequence[object]]], makers: list[Callable[[Any], Term]]
) -> Iterator[tuple[Term | None, ...]]:
    for columns in found:
        terms = (_made(make, column) for make, column in zip(makers, columns, strict=True))
        yield from zip(*terms, strict=True)


def _made(make: Callable[[Any], Term], column: Sequence[object]) -> Iterable[Term | None]:
    if None in column:
        return [None if value is None else make(value) for value in column]
    return map(make, column)


@contextmanager
def _stopping(database: duckdb.DuckDBPyConnection, limits: Limits) -> Iterator[None]:
    """Interrupt what runs in here when its time is up."""
    if limits.seconds is None or math.isinf(limits.seconds):
        yield
        return
    clock = threading.Timer(limits.seconds, database.interrupt)
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


@contextmanager
def _registered(
    database: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, Any]
) -> Iterator[None]:
    """Let SQL read arrays as a table."""
    database.register(name, columns)
    try:
        yield
    finally:
        database.unregister(name)
