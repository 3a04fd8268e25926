"""Oxigraph in this process: the fastest engine, which nothing can stop in the middle of a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING

from careergraph.answers import TRIPLE_COLUMNS, Stream
from careergraph.engines.base import NO_LIMITS, Limits
from careergraph.errors import QueryError, RequestError
from careergraph.sparql import diagnose
from careergraph.sparql.text import by_appearance
from careergraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Term
    from careergraph.sparql import Query

    Row = tuple[Term | None, ...]


class InProcess:
    """Answers from a `pyoxigraph.Store`, in memory or on disk.

    Parameters
    ----------
    store : pyoxigraph.Store
        Its default graph is asked.
    """

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store

    @property
    def store(self) -> pyoxigraph.Store:
        """The store that answers."""
        return self._store

    def stream(self, query: Query, limits: Limits = NO_LIMITS) -> Stream:
        """Return the answer as it is found; only a limit of rows can be kept here."""
        import pyoxigraph

        if limits.seconds is not None or limits.memory is not None:
            raise RequestError("A limit of time or memory needs a worker process.")
        try:
            found = self._store.query(query.source, prefixes=PREFIXES)
        except SyntaxError as error:
            raise diagnose(query.source, str(error)) from error
        except (RuntimeError, OSError, ValueError) as error:
            raise _cannot(error) from error
        if isinstance(found, pyoxigraph.QueryBoolean):
            return Stream("ASK", boolean=bool(found), warnings=query.warnings)
        if isinstance(found, pyoxigraph.QueryTriples):
            triples = _rows(map(tuple, found))
            return Stream(query.form, TRIPLE_COLUMNS, triples, query.warnings, limits.rows)
        names = tuple(variable.value for variable in found.variables)
        columns = by_appearance(names, query.source)
        rows = _rows(in_order(found, names, columns))
        return Stream(query.form, columns, rows, query.warnings, limits.rows)

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every triple with a predicate."""
        import pyoxigraph

        named = pyoxigraph.NamedNode(predicate)
        for quad in self._store.quads_for_pattern(None, named, None, None):
            yield quad.subject, quad.object

    def close(self) -> None:
        """Do nothing: the store is not this engine's to close."""


def in_order(
    found: Iterable[Iterable[Term | None]], names: tuple[str, ...], columns: tuple[str, ...]
) -> Iterator[Row]:
    """Return solutions as rows whose columns, the same names, stand in another order.

    >>> list(in_order([iter("ab")], ("x", "y"), ("y", "x")))
    [('b', 'a')]
    """
    rows = map(tuple, found)
    if columns == names:
        return rows
    return map(itemgetter(*map(names.index, columns)), rows)


def _rows(found: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from found
    except (RuntimeError, OSError, ValueError) as error:
        raise _cannot(error) from error


def _cannot(error: Exception) -> QueryError:
    return QueryError(f"The query cannot be answered: {error}")
