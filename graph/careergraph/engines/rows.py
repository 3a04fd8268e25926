"""The rows, triples or the truth in a worker's reply, as Oxigraph wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from careergraph.engines import frames
from careergraph.engines.in_process import in_order
from careergraph.engines.reply import Reply

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.engines.in_process import Row


def boolean(reply: Reply) -> bool:
    """Return the answer to ASK."""
    from pyoxigraph import QueryResultsFormat, parse_query_results

    return bool(parse_query_results(reply.read(), QueryResultsFormat.JSON))


def rows(reply: Reply, columns: tuple[str, ...]) -> Iterator[Row]:
    """Return the rows of a table in the order of its columns, or triples, as they come."""
    return _triples(reply) if reply.start[0] == frames.TRIPLES else _solutions(reply, columns)


def _triples(reply: Reply) -> Iterator[Row]:
    from pyoxigraph import RdfFormat, parse

    # Oxigraph reads bytes three times as fast as it reads from an object of Python's.
    pieces = (parse(piece, RdfFormat.N_TRIPLES) for piece in reply.lines())
    quads = chain.from_iterable(pieces)
    return map(tuple, map(attrgetter("triple"), quads))


def _solutions(reply: Reply, columns: tuple[str, ...]) -> Iterator[Row]:
    """Return the rows of a table, whose first line says which variables there are."""
    from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

    def read(lines: bytes) -> pyoxigraph.QuerySolutions:
        found = parse_query_results(lines, QueryResultsFormat.TSV)
        assert isinstance(found, QuerySolutions)
        return found

    pieces = reply.lines()
    first = next(pieces)
    head = first[: first.index(b"\n") + 1]
    found = read(first)
    names = tuple(variable.value for variable in found.variables)
    rows = chain(found, chain.from_iterable(read(head + piece) for piece in pieces))
    return in_order(rows, names, columns)
