"""The SPARQL 1.1 Protocol: what a request asks, and the answer as it is found.

An answer that fits into `BUFFERED` bytes is known whole before its first byte is sent, so what
goes wrong until then gets the status it deserves. Later the connection is aborted: nobody is to
take a part for the whole.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, Unpack
from urllib.parse import parse_qsl

import anyio
import anyio.to_thread
from starlette.concurrency import iterate_in_threadpool
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from careergraph.answers import GRAPH_FORMS
from careergraph.engines.workers import WAIT
from careergraph.errors import BusyError, LimitError
from careergraph.server.negotiation import choose
from careergraph.server.problems import ProblemError
from careergraph.sparql import parse, refuse_outside

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.engines import Limits, Serialised, Workers
    from careergraph.server.service import Service
    from careergraph.sparql import Query

Given = TypeVarTuple("Given")
Result = TypeVar("Result")

QUICK_SECONDS = 0.25
"""What a query may take of the workers for quick ones.

Every query is asked of them first, so that a question of milliseconds never waits behind one of
seconds; what is not answered by then is asked again of the patient workers, which costs the slow
query this much.
"""

BUFFERED = 2**20
"""Bytes of an answer that are collected before the first is sent."""

MOST_BODY = 2**20
"""Bytes of a request: a query of a million letters is nobody's question."""

BODY_SECONDS = 30.0
"""What a client may take to send them."""

AT_ONCE_READ = 2_000
"""Characters of a query that is read at once; a longer one is read in a thread."""

FORM = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"

SOLUTION_TYPES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/x-ndjson": "ndjson",
}
GRAPH_TYPES = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "text/plain": "ntriples",
}
PAGE_TYPE = "text/html"
CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
"""Functions whose answer is another each time."""


@dataclass(frozen=True)
class Asked:
    """What a request asks: a query, and the graphs it is asked of."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


async def read_request(request: Request) -> Asked | None:
    """Return what a request asks; None for one without a query.

    Raises
    ------
    ProblemError
        It is not as the protocol says, or asks for an update.
    """
    if request.method in ("GET", "HEAD"):
        return _asked(pairs(request.url.query), None)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await read_body(request)
    if content_type == FORM:
        return _asked(pairs(request.url.query) + pairs(body), None) or _no_query()
    if content_type == QUERY_TYPE:
        return _asked(pairs(request.url.query), body)
    if content_type == UPDATE_TYPE:
        raise _read_only()
    raise ProblemError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        f"A query is posted as {QUERY_TYPE} or {FORM}, not as {content_type or 'nothing named'}.",
    )


def _asked(pairs: list[tuple[str, str]], text: str | None) -> Asked | None:
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given or "using-graph-uri" in given or "using-named-graph-uri" in given:
        raise _read_only()
    texts = given.get("query", []) if text is None else [text, *given.get("query", [])]
    if len(texts) > 1:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "The query is given twice. Send it once.")
    if not texts:
        return None
    return Asked(
        texts[0],
        tuple(given.get("default-graph-uri", ())),
        tuple(given.get("named-graph-uri", ())),
    )


def _no_query() -> Asked:
    raise ProblemError(HTTPStatus.BAD_REQUEST, "There is no query. Send it as query=...")


def _read_only() -> ProblemError:
    return ProblemError(HTTPStatus.FORBIDDEN, "This service answers queries and takes no updates.")


def pairs(text: str) -> list[tuple[str, str]]:
    """Return names and values of an address or a form.

    Raises
    ------
    ProblemError
        They are not UTF-8.
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError) as error:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, f"The parameters are not UTF-8: {error}."
        ) from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, f"The request is not UTF-8 at byte {error.start}."
        ) from error


async def read_body(request: Request, most: int = MOST_BODY) -> str:
    """Return the text that a request holds.

    Raises
    ------
    ProblemError
        It is too long, takes too long, or is not UTF-8.
    """
    parts, size = [], 0
    with anyio.move_on_after(BODY_SECONDS):
        async for part in request.stream():
            size += len(part)
            if size > most:
                raise ProblemError(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                    f"A request may have {most:,} bytes. Ask for less at once.",
                )
            parts.append(part)
        return _decoded(b"".join(parts))
    raise ProblemError(
        HTTPStatus.REQUEST_TIMEOUT,
        f"The request was not sent within {BODY_SECONDS:g} seconds.",
        {"Connection": "close"},
    )


def offers(query: Query) -> Mapping[str, str]:
    """Return the formats that a query's answer can be sent in, by media type."""
    return GRAPH_TYPES if query.form in GRAPH_FORMS else SOLUTION_TYPES


def wanted_type(request: Request, query: Query) -> str:
    """Return the media type that a client asks for by ``format=`` or by its Accept header.

    Raises
    ------
    ProblemError
        The answer cannot be sent so.
    """
    on_offer = offers(query)
    named = request.query_params.get("format")
    if named is None:
        found = choose(request.headers.get("accept", ""), on_offer)
    else:
        found = next((m for m, format_name in on_offer.items() if format_name == named), None)
    if found is None:
        raise ProblemError(
            HTTPStatus.NOT_ACCEPTABLE,
            f"{query.form} is answered as {', '.join(on_offer)}; ask for one of them.",
        )
    return found


class Answering:
    """Sends the answers of one service.

    Parameters
    ----------
    service : Service
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        # A thread waits for each worker's answer; more would wait for a worker.
        self._threads = anyio.CapacityLimiter(64)
        self._turns = asyncio.Semaphore(service.settings.query_workers)
        self._reading = anyio.CapacityLimiter(1)

    async def read(self, asked: Asked) -> Query:
        """Return the query that a request asks, of the graphs that it names.

        A million characters take seconds to read, in which others are to be answered.

        Raises
        ------
        QueryError
            It is none, or reaches outside the graph.
        BusyError
            Other long queries were being read for too long.
        """
        if len(asked.text) <= AT_ONCE_READ:
            return self._read(asked)
        with anyio.move_on_after(WAIT):
            return await anyio.to_thread.run_sync(self._read, asked, limiter=self._reading)
        raise BusyError("Other long queries are being read. Try again later.")

    def _read(self, asked: Asked) -> Query:
        query = parse(asked.text)
        refuse_outside(query, self._service.settings.hosts)
        query = query.over(asked.default_graphs, asked.named_graphs)
        _ = query.text, query.functions  # which walk all of it
        return query

    async def respond(self, request: Request, query: Query) -> Response:
        """Return the response to a query that has been read and may be asked."""
        media_type = wanted_type(request, query)
        format_name = offers(query)[media_type]
        headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
        if not _changing(query):
            headers["ETag"] = self._etag(query, media_type)
            if matches(request.headers.get("if-none-match", ""), headers["ETag"]):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        cut_wanted = request.query_params.get("cut") == "yes"
        found = await self._begin(query, format_name, cut_wanted)
        if media_type.startswith("text/"):
            media_type += "; charset=utf-8"
        if found.rest is None:
            return Response(found.first, 200, headers, media_type)
        headers.pop("ETag", None)
        return Streaming(found, headers, media_type)

    def _etag(self, query: Query, media_type: str) -> str:
        facts = "\0".join((self._service.snapshot, media_type, query.text))
        return f'"{hashlib.sha256(facts.encode()).hexdigest()[:24]}"'

    async def _begin(self, query: Query, format_name: str, cut_wanted: bool) -> Begun:
        """Ask the quick workers, and the patient ones where the answer takes longer or is large."""
        limits, lanes = self._service.settings.limits, self._service.lanes
        if limits.seconds is None or limits.seconds > QUICK_SECONDS:
            quick = replace(limits, seconds=QUICK_SECONDS)
            with suppress(LimitError):
                async with self._turn(lanes.quick):
                    begun = await self._quickly(lanes.quick, query, quick, format_name, cut_wanted)
                    if begun.rest is None:
                        return begun
                    await self._in_thread(begun.serialised.close)
        return await self._in_thread(
            self._asked, lanes.patient, query, limits, format_name, cut_wanted
        )

    @asynccontextmanager
    async def _turn(self, workers: Workers) -> AsyncIterator[None]:
        """Wait for one of the workers to be free."""
        try:
            async with asyncio.timeout(WAIT):
                await self._turns.acquire()
        except TimeoutError as error:
            raise workers.busy() from error
        try:
            yield
        finally:
            self._turns.release()

    async def _quickly(
        self, workers: Workers, query: Query, limits: Limits, format_name: str, cut_wanted: bool
    ) -> Begun:
        """Ask without a thread, as most answers are short and soon there."""
        found = await workers.serialise_meanwhile(query, limits, format_name)
        if found is None:
            return await self._in_thread(
                self._asked, workers, query, limits, format_name, cut_wanted
            )
        if found.is_here:
            return Begun.read(found, cut_wanted)
        return await self._in_thread(Begun.read, found, cut_wanted)

    async def _in_thread(self, work: Callable[[Unpack[Given]], Result], *given: *Given) -> Result:
        return await anyio.to_thread.run_sync(
            work, *given, limiter=self._threads, abandon_on_cancel=True
        )

    @staticmethod
    def _asked(
        workers: Workers, query: Query, limits: Limits, format_name: str, cut_wanted: bool
    ) -> Begun:
        return Begun.read(workers.serialise(query, limits, format_name), cut_wanted)


class Streaming(StreamingResponse):
    """Sends an answer while it is found, and stops its query however the sending ends.

    Parameters
    ----------
    begun : Begun
    headers : mapping of str to str
    media_type : str
    """

    def __init__(self, begun: Begun, headers: Mapping[str, str], media_type: str) -> None:
        super().__init__(iterate_in_threadpool(begun.chunks()), 200, headers, media_type)
        self._begun = begun

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Send the answer."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            # Without this a client that leaves would keep the worker until memory is tidied.
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._begun.serialised.close)


@dataclass
class Begun:
    """The beginning of an answer, and what is still to come; None where that is all."""

    first: bytes
    rest: Iterator[bytes] | None
    serialised: Serialised
    cut_wanted: bool

    @classmethod
    def read(cls, serialised: Serialised, cut_wanted: bool) -> Begun:
        """Read an answer to its end, or as much of it as is buffered.

        Raises
        ------
        ProblemError
            The answer is cut, and the client does not want the beginning alone.
        """
        parts: list[bytes] = []
        size = 0
        chunks = iter(serialised)
        for chunk in chunks:
            parts.append(chunk)
            size += len(chunk)
            if size > BUFFERED:
                return cls(b"".join(parts), chunks, serialised, cut_wanted)
        begun = cls(b"".join(parts), None, serialised, cut_wanted)
        begun.refuse_cut()
        return begun

    def chunks(self) -> Iterator[bytes]:
        """Yield the whole answer; a cut one ends in an error, which aborts the connection."""
        yield self.first
        if self.rest is not None:
            yield from self.rest
            self.refuse_cut()

    def refuse_cut(self) -> None:
        """Raise ProblemError where the answer is cut, unless the client asked for that."""
        if self.serialised.cut is not None and not self.cut_wanted:
            raise _too_long(self.serialised.cut)


def _changing(query: Query) -> bool:
    """Tell whether the answer can be another although the graph is the same."""
    elsewhere = any(reference.clause == "SERVICE" for reference in query.outside)
    return elsewhere or bool(query.functions & CHANGING)


def _too_long(cut: str) -> ProblemError:
    return ProblemError(
        HTTPStatus.BAD_REQUEST,
        f"The answer is longer than {cut}. Add LIMIT, or ask for the beginning with cut=yes.",
    )


def matches(header: str, etag: str) -> bool:
    """Tell whether an If-None-Match header names the state that a client has already."""
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return "*" in tags or etag in tags


def _prefers_page(request: Request) -> bool:
    """Tell whether a browser asks for a page, which then asks the query in its own address."""
    if request.method == "POST" or "format" in request.query_params:
        return False
    on_offer = (*SOLUTION_TYPES, *GRAPH_TYPES, PAGE_TYPE)
    return choose(request.headers.get("accept", ""), on_offer) == PAGE_TYPE


def routes(service: Service) -> list[Route]:
    """Return the route of the protocol."""
    from careergraph.server.description import describe_service
    from careergraph.server.sparql_page import Page

    answering, page = Answering(service), Page(service)

    async def sparql(request: Request) -> Response:
        if _prefers_page(request):
            return page.respond(request)
        asked = await read_request(request)
        if asked is None:
            return describe_service(service, request)
        return await answering.respond(request, await answering.read(asked))

    return [Route("/sparql", sparql, methods=["GET", "HEAD", "POST"])]
