"""A SPARQL server's answer read as it arrives; what is partial or no answer is never taken for one.

Some servers say with status 200 that an answer is not whole, in headers of their own; others
break off, or write an error into the middle of it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Generator, Iterator
from typing import IO, TYPE_CHECKING, cast

from careergraph.engines.body import Body, shortened
from careergraph.engines.http import Response
from careergraph.errors import CareerGraphError, LimitError, QueryError, RemoteError
from careergraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph

    from careergraph.answers import Term

Row = tuple["Term | None", ...]
Rows = Generator[Row, None, str | None]
"""Rows, and at their end why others are missing."""

ACCEPT_RESULTS = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.8, "
    "text/tab-separated-values;q=0.2"
)
ACCEPT_GRAPH = "application/n-triples, text/turtle;q=0.8"
"""RDF/XML is not among them: its entities can make a small answer huge."""

_RESULTS = {
    "application/sparql-results+json": "JSON",
    "application/json": "JSON",
    "application/sparql-results+xml": "XML",
    "application/xml": "XML",
    "text/xml": "XML",
    "text/tab-separated-values": "TSV",
}
_GRAPHS = {
    "application/n-triples": "N_TRIPLES",
    "text/turtle": "TURTLE",
    "application/turtle": "TURTLE",
    "application/x-turtle": "TURTLE",
}
_VIRTUOSO_BLANK = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*"|<bnode>)nodeID://')
_VIRTUOSO_ASK = "__ASK_RETVAL"
_BOOLEAN = PREFIXES["xsd"] + "boolean"
_ANYTIME = "S1TAT"
"""Virtuoso's X-SQL-State where its time ran out and the answer is what it had by then."""

_ADVICE = {
    401: "Set CAREERGRAPH_USER and CAREERGRAPH_PASSWORD, or CAREERGRAPH_TOKEN.",
    403: "Ask who runs it for the right to do this.",
    404: "Check the address.",
    405: "Check that the address is that of the service which is asked for.",
    413: "Ask for less.",
    429: "Wait, then try again.",
    503: "Try again later.",
    504: "Ask for less, or try again later.",
}


def check(response: Response, place: str, done: str = "query") -> None:
    """Raise what a status other than success means, with the server's own words.

    Raises
    ------
    QueryError
        The server refuses the query as such.
    RemoteError
        Any other failure.
    """
    if 200 <= response.status < 300:
        return
    words = response.words()
    response.close()
    said = f": {words}" if words else ""
    if response.status == 400:
        raise QueryError(f"{place} refuses the {done} (400){said}")
    advice = _ADVICE.get(response.status)
    if advice is None:
        failed = response.status >= 500
        advice = "Ask in another way, or later." if failed else "Check the address."
    end = "" if said.endswith((".", "…")) else "."
    raise RemoteError(f"{place} answered {response.status} {response.reason}{said}{end} {advice}")


def read_boolean(response: Response, place: str) -> bool:
    """Return the answer to ASK; Virtuoso's is a table, of one row for yes and none for no."""
    import pyoxigraph

    found = _parsed(response, place)
    try:
        if isinstance(found, pyoxigraph.QueryBoolean):
            return bool(found)
        values = [solution[0] for solution in _complete(found, response, place)]
    finally:
        response.close()
    if not values and [variable.value for variable in found.variables] == [_VIRTUOSO_ASK]:
        return False
    if len(values) != 1 or not isinstance(values[0], pyoxigraph.Literal):
        raise RemoteError(f"{place} answered ASK with neither yes nor no.")
    return values[0].value in ("1", "true")


def read_head(response: Response, place: str) -> pyoxigraph.QuerySolutions:
    """Return the table in a response, its columns read and its rows still to come."""
    import pyoxigraph

    found = _parsed(response, place)
    if isinstance(found, pyoxigraph.QueryBoolean):
        response.close()
        raise RemoteError(f"{place} answered a SELECT with yes or no.")
    return found


def read_rows(
    found: pyoxigraph.QuerySolutions, columns: tuple[str, ...], response: Response, place: str
) -> Rows:
    """Yield the rows of a table with these columns."""
    given = {variable.value for variable in found.variables}
    most = cap(response)
    count = 0
    try:
        for solution in _complete(found, response, place):
            count += 1
            yield tuple(_canonical(solution[name]) if name in given else None for name in columns)
    finally:
        response.close()
    return None if most is None or count < most else server_limit(place, most)


def read_triples(response: Response, place: str) -> Iterator[Row]:
    """Yield the triples of a graph, each as a row."""
    import pyoxigraph

    name = _GRAPHS.get(response.media_type)
    if name is None:
        raise _wrong_type(response, place, "RDF")
    found = pyoxigraph.parse(
        cast(IO[bytes], response.body), format=getattr(pyoxigraph.RdfFormat, name)
    )
    try:
        for quad in _complete(found, response, place):
            yield (quad.subject, quad.predicate, _canonical(quad.object))
    finally:
        response.close()


class _Mended(io.RawIOBase):
    """SPARQL results whose blank nodes have names that are valid, as Virtuoso's have not.

    In JSON and XML the places that are changed can only be blank nodes: inside of a text the
    quotes or the angle bracket would be escaped.
    """

    _LONGEST = 80

    def __init__(self, body: Body) -> None:
        self._body = body
        self._ready = b""
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            data = self._body.read(1 << 16) or b""
            text = _VIRTUOSO_BLANK.sub(rb"\1", self._held + data)
            # What may be the beginning of such a place waits for the rest.
            split = max(len(text) - self._LONGEST, 0) if data else len(text)
            self._ready, self._held = text[:split], text[split:]
            if not data:
                break
        part = self._ready[: len(buffer)]
        self._ready = self._ready[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def _canonical(term: Term | None) -> Term | None:
    """Return a boolean as true or false; Virtuoso writes 1 and 0, which mean the same."""
    import pyoxigraph

    if isinstance(term, pyoxigraph.Literal) and term.datatype.value == _BOOLEAN:
        return pyoxigraph.Literal(term.value in ("1", "true"))
    return term


def cap(response: Response) -> int | None:
    """Return the most rows that the server says to give; it says so where it may have cut some."""
    said = response.headers.get("X-SPARQL-MaxRows", "")
    return int(said) if said.isdecimal() else None


def server_limit(place: str, most: int) -> str:
    """Return the words for an answer that the server cut."""
    return f"the limit of {most:,} rows that {place} has; LIMIT and OFFSET get the others"


def _parsed(response: Response, place: str) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean:
    import pyoxigraph

    name = _RESULTS.get(response.media_type)
    if name is None:
        raise _wrong_type(response, place, "SPARQL results")
    _refuse_partial(response, place)
    try:
        return pyoxigraph.parse_query_results(
            cast(IO[bytes], _Mended(response.body)),
            format=getattr(pyoxigraph.QueryResultsFormat, name),
        )
    except (CareerGraphError, SyntaxError, OSError, ValueError) as error:
        response.close()
        raise _broken(error, response, place) from error


def _complete(found: Iterator, response: Response, place: str) -> Iterator:  # type: ignore[type-arg]
    _refuse_partial(response, place)
    try:
        yield from found
        rest = response.body.read(1 << 16)
    except (SyntaxError, OSError, ValueError) as error:
        raise _broken(error, response, place) from error
    if rest and rest.strip():
        raise _broken(ValueError("more follows"), response, place)


def _refuse_partial(response: Response, place: str) -> None:
    if _ANYTIME in response.headers.get("X-SQL-State", ""):
        response.close()
        raise LimitError(
            f"{place} stopped the query at its time limit. Raise the limit, or ask for less."
        )


def _broken(error: Exception, response: Response, place: str) -> Exception:
    """Return why an answer cannot be read to its end; the connection's reason goes first."""
    if response.body.failure is not None:
        return response.body.failure
    tail = response.body.tail
    if not tail.strip():
        return RemoteError(f"{place} answered with nothing. Try again, or ask for less.")
    return RemoteError(
        f"{place} answered with something that breaks off or is no valid {response.media_type}; "
        f"it ends: {shortened(tail)[-200:]}"
    )


def _wrong_type(response: Response, place: str, expected: str) -> RemoteError:
    words = response.words()
    response.close()
    kind = response.media_type or "no type"
    said = f" It begins: {words[:120]}" if words else ""
    return RemoteError(
        f"{place} answered with {kind}, not with {expected}. Check that it is the address of a "
        f"SPARQL endpoint.{said}"
    )
