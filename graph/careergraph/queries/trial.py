"""Whether a named query can run at all: read with its examples, and tried on an empty graph."""

from __future__ import annotations

from functools import lru_cache

from careergraph._resources import QUERIES
from careergraph.engines import InProcess
from careergraph.errors import QueryError
from careergraph.queries.binding import bind
from careergraph.queries.hints import nodes
from careergraph.queries.named import NamedQuery
from careergraph.sparql import Query, parse, refuse_outside

_ANY_NODE = "urn:example:node"


def check_runs(query: NamedQuery) -> None:
    """Raise a QueryError unless a query can run and has the columns that it declares.

    Its parameters take their examples; names are not looked up, as there is no graph.
    """
    import pyoxigraph

    try:
        parsed = with_examples(query)
        check_columns(query, parsed)
        refuse_outside(parsed)
        InProcess(pyoxigraph.Store()).stream(parsed).close()
    except QueryError as error:
        raise QueryError(f"{query.path}: {error}") from error


def with_examples(query: NamedQuery) -> Query:
    """Return a query with the examples of its parameters put in.

    >>> from careergraph.queries.header import read_text
    >>> text = "SELECT ?role (COUNT(*) AS ?n) { ?role a cg:Role } GROUP BY ?role"
    >>> with_examples(read_text(text)).columns
    ('role', 'n')
    """
    examples = {parameter.name: parameter.examples for parameter in query.parameters}
    return parse(bind(query, examples, lambda kind, typed: _ANY_NODE))


def check_columns(query: NamedQuery, parsed: Query) -> None:
    """Raise a QueryError where a query declares columns and answers with others.

    >>> from careergraph.queries.header import read_text
    >>> query = read_text("#+ summary: Who?\\n#+ columns: role\\nSELECT ?roll {}")
    >>> check_columns(query, parse(query.text))
    Traceback (most recent call last):
    ...
    careergraph.errors.QueryError: The query 'query' declares the column role and answers with roll.
    """
    if query.columns and parsed.columns != query.columns:
        many = "" if len(query.columns) == 1 else "s"
        raise QueryError(
            f"The query {query.name!r} declares the column{many} {', '.join(query.columns)} and "
            f"answers with {', '.join(parsed.columns) or 'none'}."
        )


@lru_cache(maxsize=256)
def trusted_iris(query: NamedQuery) -> frozenset[str]:
    """Return the IRIs of a built-in query itself, which are no typing mistakes.

    >>> from careergraph.queries import named_query
    >>> "http://www.w3.org/2004/02/skos/core#prefLabel" in trusted_iris(named_query("find"))
    True
    """
    if query.path.parent != QUERIES:
        return frozenset()
    return frozenset(node.value for node in nodes(with_examples(query)))
