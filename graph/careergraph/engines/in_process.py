"""Oxigraph in this process: the fastest engine, which nothing can stop in the middle of a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING

from careergraph.answers import TRIPLE_COLUMNS, Stream
from careergraph.engines.base import NO_LIMITS, Limits
from careergraph.errors import QueryError, RequestError

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Term
    from careergraph.sparql import Query

    Row = tuple[Term | None, ...]

_REFUSALS = {
    "with a variable that is unbound": (
        "an expression in SELECT uses the name of another column of the same groups, which "
        "Oxigraph does not read; repeat what that column computes, or use a sub-select."
    ),
    "IRI parsing failed": "an IRI in it is not valid.",
}
"""What Oxigraph reports, and what it means."""


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
        if limits.seconds is not None or limits.memory is not None:
            raise RequestError("A limit of time or memory needs a worker process.")
        try:
            text = text_for(query, limits)
            stream = answered(self._store, text, query.form, query.columns, limits.rows)
        except SyntaxError as error:
            raise refused(error) from error
        except (RuntimeError, OSError, ValueError) as error:
            raise _cannot(error) from error
        stream.warnings = query.warnings
        return stream

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every triple with a predicate."""
        import pyoxigraph

        named = pyoxigraph.NamedNode(predicate)
        for quad in self._store.quads_for_pattern(None, named, None, None):
            yield quad.subject, quad.object

    def close(self) -> None:
        """Do nothing: the store is not this engine's to close."""


def answered(
    store: pyoxigraph.Store, text: str, form: str, columns: tuple[str, ...], most: int | None
) -> Stream:
    """Return what a store finds, as a stream that is cut after so many rows.

    Raises
    ------
    SyntaxError, RuntimeError, OSError, ValueError
        As `pyoxigraph.Store.query`.
    QueryError
        It fails between rows.
    """
    import pyoxigraph

    found = store.query(text)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return Stream("ASK", boolean=bool(found))
    if isinstance(found, pyoxigraph.QueryTriples):
        return Stream(form, TRIPLE_COLUMNS, _rows(map(tuple, found)), (), most)
    names = tuple(variable.value for variable in found.variables)
    return Stream(form, columns, _rows(in_order(found, names, columns)), (), most)


def text_for(query: Query, limits: Limits) -> str:
    """Return the text that Oxigraph is sent: with one row more than the limit, which tells a cut.

    >>> from careergraph.sparql import parse
    >>> text_for(parse("SELECT ?s { ?s ?p ?o }"), Limits(rows=2))
    'SELECT ?s WHERE { ?s ?p ?o } LIMIT 3'
    """
    return (query if limits.rows is None else query.with_row_limit(limits.rows + 1)).text


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


def refused(error: SyntaxError) -> QueryError:
    """Return the error for what the standard allows and Oxigraph does not read."""
    for report, words in _REFUSALS.items():
        if report in str(error):
            return QueryError(f"The query cannot be answered: {words}")
    return QueryError(f"The query cannot be answered; Oxigraph says: {error}")


def _cannot(error: Exception) -> QueryError:
    return QueryError(f"The query cannot be answered: {error}")
