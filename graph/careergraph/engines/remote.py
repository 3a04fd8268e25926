"""Any SPARQL 1.1 endpoint as an engine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from careergraph.answers import GRAPH_FORMS, TRIPLE_COLUMNS, Stream
from careergraph.engines import results
from careergraph.engines.base import NO_LIMITS, Limits, is_address
from careergraph.engines.http import Client, Response
from careergraph.engines.paging import Pages
from careergraph.sparql import parse
from careergraph.sparql.writer import write

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Term
    from careergraph.engines.credentials import Credentials
    from careergraph.engines.results import Rows
    from careergraph.sparql import Query

LONGEST_GET = 2000
"""Longest address, in characters, that a query is sent in; longer ones are posted."""

_DATASET = ("default-graph-uri", "named-graph-uri")


def triples_of(name: str | Path | None) -> pyoxigraph.Store:
    """Return all triples of a graph in this process, whatever names it.

    Parameters
    ----------
    name : str or Path, optional
        What `careergraph.load` takes; unlike it, this does not insist on a sound graph.

    Raises
    ------
    GraphFileError, MatrixError
        A file cannot be read.
    RemoteError
        An endpoint does not give its triples.
    """
    from careergraph.store import open_store

    if is_address(name):
        return Remote(str(name)).store
    return open_store(None if name is None else Path(name))


class Remote:
    """Answers from a SPARQL 1.1 endpoint.

    Parameters
    ----------
    url : str
        Its address. A ``default-graph-uri`` in it says which graph is asked, as the SPARQL
        protocol has it; without one that is the server's default graph.
    credentials : Credentials, optional
        Those of the environment or the netrc file without it.

    Raises
    ------
    RequestError
        The address is none, or holds a password.
    """

    def __init__(self, url: str, credentials: Credentials | None = None) -> None:
        self._client = Client(url, credentials=credentials)
        self._server = ""
        asked = parse_qsl(urlsplit(url).query, keep_blank_values=True)
        self._dataset = [(key, value) for key, value in asked if key in _DATASET]
        others = urlencode([pair for pair in asked if pair[0] not in _DATASET])
        self._base = urlsplit(url)._replace(query=others, fragment="").geturl()

    @property
    def place(self) -> str:
        """The address without what may be secret in it."""
        return self._client.place

    @cached_property
    def store(self) -> pyoxigraph.Store:
        """All triples of the graph, fetched once.

        Raises
        ------
        RemoteError
            They do not all come.
        """
        return self._pages.store()

    def stream(self, query: Query, limits: Limits = NO_LIMITS) -> Stream:
        """Return the answer as it arrives.

        The time limit is passed on to a server that is known to take one (Virtuoso), and holds
        here with any. The memory limit is the largest answer that is taken. An answer that the
        server cut says so.

        Raises
        ------
        QueryError
            The server refuses the query.
        LimitError
            It reached its limit of time or memory; also raised between rows.
        RemoteError
            The server fails, or what it answers is not whole; also raised between rows.
        """
        deadline = None if limits.seconds is None else time.monotonic() + limits.seconds
        if query.form == "ASK":
            response = self._asked(query, results.ACCEPT_RESULTS, limits, deadline)
            boolean = results.read_boolean(response, self.place)
            return Stream("ASK", boolean=boolean, warnings=query.warnings)
        if query.form in GRAPH_FORMS:
            rows = self._triples(query, limits, deadline)
            return Stream(query.form, TRIPLE_COLUMNS, rows, query.warnings, limits.rows)
        response = self._asked(query, results.ACCEPT_RESULTS, limits, deadline)
        found = results.read_head(response, self.place)
        rows = results.read_rows(found, query.columns, response, self.place)
        return Stream(query.form, query.columns, rows, query.warnings, limits.rows)

    def pairs(self, predicate: str) -> Iterator[tuple[Term, Term]]:
        """Yield subject and object of every triple with a predicate, in pages where need be."""
        return self._pages.pairs(predicate)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @cached_property
    def _pages(self) -> Pages:
        return Pages(self.place, self._table)

    def _table(self, text: str, columns: tuple[str, ...]) -> tuple[Rows, bool]:
        """Return the rows for a query of our own, and whether Virtuoso gives them."""
        response = self._asked(parse(text), results.ACCEPT_RESULTS)
        found = results.read_head(response, self.place)
        return results.read_rows(found, columns, response, self.place), self._is_virtuoso

    def _triples(self, query: Query, limits: Limits, deadline: float | None) -> Rows:
        response = self._asked(query, results.ACCEPT_GRAPH, limits, deadline)
        yield from results.read_triples(response, self.place)
        return self._graph_cap(query, limits, deadline) if self._is_virtuoso else None

    def _graph_cap(self, query: Query, limits: Limits, deadline: float | None) -> str | None:
        """Return whether Virtuoso cut a graph: of a table it says so, of a graph it does not."""
        counterpart = as_select(query)
        if counterpart is None:
            return None
        response = self._asked(counterpart, results.ACCEPT_RESULTS, limits, deadline)
        most = results.cap(response)
        response.close()
        return None if most is None else results.server_limit(self.place, most)

    @property
    def _is_virtuoso(self) -> bool:
        return self._server.startswith("Virtuoso")

    def _asked(
        self,
        query: Query,
        accept: str,
        limits: Limits = NO_LIMITS,
        deadline: float | None = None,
    ) -> Response:
        if limits.seconds is not None and not self._server:
            # Which server this is must be known before it can be told the limit.
            self._sent("ASK {}", results.ACCEPT_RESULTS, (), deadline, 1 << 20).close()
        extra = self._time_limit(deadline)
        most = None if limits.memory is None else limits.memory << 20
        return self._sent(query.text, accept, extra, deadline, most)

    def _time_limit(self, deadline: float | None) -> tuple[tuple[str, str], ...]:
        if deadline is None or not self._is_virtuoso:
            return ()
        left = max(int((deadline - time.monotonic()) * 1000), 1000)  # it takes no less
        return (("timeout", str(left)),)

    def _sent(
        self,
        text: str,
        accept: str,
        extra: tuple[tuple[str, str], ...],
        deadline: float | None,
        most: int | None,
    ) -> Response:
        form = urlencode([("query", text), *self._dataset, *extra])
        joint = "&" if "?" in self._base else "?"
        whole = f"{self._base}{joint}{form}"
        headers = {"Accept": accept}
        if len(whole) <= LONGEST_GET:
            response = self._client.request("GET", whole, headers, deadline=deadline, most=most)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            response = self._client.request(
                "POST", self._base, headers, form.encode(), deadline=deadline, most=most
            )
        self._server = response.headers.get("Server") or "unknown"
        results.check(response, self.place)
        return response


def as_select(query: Query) -> Query | None:
    """Return the SELECT that finds what a graph is made from; None where nothing is looked for.

    >>> as_select(parse("CONSTRUCT { ?a a ?b } WHERE { ?b a ?a } LIMIT 5")).text
    'SELECT * WHERE { ?b <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ?a } LIMIT 5'
    >>> as_select(parse("DESCRIBE cg:Role")) is None
    True
    """
    if query.tree.where is None:
        return None
    table = query.tree._replace(form="SELECT", modifier="", columns=None, template=None)
    return parse(write(table, query.base))
