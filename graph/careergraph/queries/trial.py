"""Whether a named query can run at all: tried on an empty graph, with its examples."""

from __future__ import annotations

from collections.abc import Sequence

from careergraph.engines import InProcess
from careergraph.errors import QueryError
from careergraph.queries.binding import bind
from careergraph.queries.named import NamedQuery
from careergraph.sparql import parse

_ANY_NODE = "urn:example:node"


def check_runs(query: NamedQuery) -> None:
    """Raise a QueryError unless a query can run and has the columns that it declares.

    Its parameters take their examples; names are not looked up, as there is no graph.
    """
    try:
        check_columns(query, columns_of(query))
    except QueryError as error:
        raise QueryError(f"{query.path}: {error}") from error


def columns_of(query: NamedQuery) -> tuple[str, ...]:
    """Return the columns that a query answers with; none where it answers with no rows.

    >>> from careergraph.queries.header import read_text
    >>> columns_of(read_text("SELECT ?role (COUNT(*) AS ?n) { ?role a cg:Role } GROUP BY ?role"))
    ('role', 'n')
    """
    import pyoxigraph

    examples = {parameter.name: parameter.examples for parameter in query.parameters}
    text = bind(query, examples, lambda kind, typed: _ANY_NODE)
    found = InProcess(pyoxigraph.Store()).stream(parse(text))
    return found.columns if found.form == "SELECT" else ()


def check_columns(query: NamedQuery, columns: Sequence[str]) -> None:
    """Raise a QueryError where a query declares columns and answers with others.

    >>> from careergraph.queries.header import read_text
    >>> check_columns(read_text("#+ columns: role\\nSELECT ?roll {}"), ["roll"])
    Traceback (most recent call last):
    ...
    careergraph.errors.QueryError: The query 'query' declares the column role and answers with roll.
    """
    if query.columns and tuple(columns) != query.columns:
        raise QueryError(
            f"The query {query.name!r} declares {_named(query.columns)} and answers with "
            f"{', '.join(columns) or 'none'}."
        )


def _named(columns: Sequence[str]) -> str:
    return f"the column{'' if len(columns) == 1 else 's'} {', '.join(columns)}"
