"""The answer to a query as it is found.

An answer that fits into `BUFFERED` bytes is known whole before its first byte is sent, so what
goes wrong until then gets the status it deserves. Later the connection is aborted: nobody is to
take a part for the whole.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, Unpack

import anyio
import anyio.to_thread
from starlette.concurrency import iterate_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import Response, StreamingResponse

from careergraph.engines.cancellation import Cancellation
from careergraph.engines.pool import WAIT
from careergraph.errors import BusyError, CareerGraphError, LimitError
from careergraph.server.negotiation import matches, offers, wanted_type
from careergraph.server.problems import ProblemError
from careergraph.sparql import parse, refuse_outside

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.engines import Limits, Serialised, Workers
    from careergraph.server.requests import Asked
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

AT_ONCE_READ = 2_000
"""Characters of a query that is read at once; a longer one is read in a thread."""

CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
"""Functions whose answer is another each time."""


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
        found = await self._begin(request, query, format_name, cut_wanted)
        if media_type.startswith("text/"):
            media_type += "; charset=utf-8"
        if found.rest is None:
            return Response(found.first, 200, headers, media_type)
        headers.pop("ETag", None)
        return Streaming(found.first, found.rest, headers, media_type)

    def _etag(self, query: Query, media_type: str) -> str:
        facts = "\0".join((self._service.snapshot, media_type, query.text))
        return f'"{hashlib.sha256(facts.encode()).hexdigest()[:24]}"'

    async def _begin(
        self, request: Request, query: Query, format_name: str, cut_wanted: bool
    ) -> Begun:
        """Ask the quick workers, and the patient ones where the answer takes longer or is large."""
        limits, lanes = self._service.settings.limits, self._service.lanes
        if limits.seconds is None or limits.seconds > QUICK_SECONDS:
            quick = replace(limits, seconds=QUICK_SECONDS)
            with suppress(LimitError):
                whole = await lanes.quick.serialise_meanwhile(query, quick, format_name)
                if whole is not None:
                    refuse_cut(whole.cut, cut_wanted)
                    return Begun(whole.content)
        return await self._patiently(request, query, limits, format_name, cut_wanted)

    async def _patiently(
        self, request: Request, query: Query, limits: Limits, format_name: str, cut_wanted: bool
    ) -> Begun:
        """Ask the patient workers; stop the query when the client leaves before its answer."""
        cancellation, workers = Cancellation(), self._service.lanes.patient
        left = asyncio.ensure_future(_left(request))
        answer = asyncio.ensure_future(
            self._in_thread(
                self._asked, workers, query, limits, format_name, cut_wanted, cancellation
            )
        )
        try:
            await asyncio.wait((left, answer), return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                raise ClientDisconnect
            return answer.result()
        finally:
            left.cancel()
            if not answer.done():
                with anyio.CancelScope(shield=True):
                    await anyio.to_thread.run_sync(cancellation.cancel)
                    await _drop(answer)

    async def _in_thread(self, work: Callable[[Unpack[Given]], Result], *given: *Given) -> Result:
        return await anyio.to_thread.run_sync(
            work, *given, limiter=self._threads, abandon_on_cancel=True
        )

    @staticmethod
    def _asked(
        workers: Workers,
        query: Query,
        limits: Limits,
        format_name: str,
        cut_wanted: bool,
        cancellation: Cancellation | None = None,
    ) -> Begun:
        return Begun.read(workers.serialise(query, limits, format_name, cancellation), cut_wanted)


class Streaming(StreamingResponse):
    """Sends an answer while it is found, and stops its query however the sending ends.

    Parameters
    ----------
    first : bytes
    rest : Rest
    headers : mapping of str to str
    media_type : str
    """

    def __init__(
        self, first: bytes, rest: Rest, headers: Mapping[str, str], media_type: str
    ) -> None:
        chunks = chain((first,), rest.chunks())
        super().__init__(iterate_in_threadpool(chunks), 200, headers, media_type)
        self._rest = rest

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Send the answer."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            # Without this a client that leaves would keep the worker until memory is tidied.
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._rest.serialised.close)


@dataclass
class Begun:
    """The beginning of an answer, and where it goes on; None where that is all."""

    first: bytes
    rest: Rest | None = None

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
        for chunk in serialised:
            parts.append(chunk)
            size += len(chunk)
            if size > BUFFERED:
                return cls(b"".join(parts), Rest(serialised, cut_wanted))
        refuse_cut(serialised.cut, cut_wanted)
        return cls(b"".join(parts))


@dataclass
class Rest:
    """What is still to come of an answer."""

    serialised: Serialised
    cut_wanted: bool

    def chunks(self) -> Iterator[bytes]:
        """Yield it; the end of a cut one is an error, which aborts the connection."""
        yield from self.serialised
        refuse_cut(self.serialised.cut, self.cut_wanted)


def refuse_cut(cut: str | None, wanted: bool) -> None:
    """Raise ProblemError where an answer is cut, unless the client asked for that."""
    if cut is not None and not wanted:
        raise _too_long(cut)


async def _left(request: Request) -> None:
    """Return when the client has left; a request whose body has been read says nothing else."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _drop(answer: asyncio.Future[Begun]) -> None:
    """Let go of an answer that nobody waits for, should there be one still."""
    with suppress(CareerGraphError, ProblemError):
        begun = await answer
        if begun.rest is not None:
            await anyio.to_thread.run_sync(begun.rest.serialised.close)


def _changing(query: Query) -> bool:
    """Tell whether the answer can be another although the graph is the same."""
    elsewhere = any(reference.clause == "SERVICE" for reference in query.outside)
    return elsewhere or bool(query.functions & CHANGING)


def _too_long(cut: str) -> ProblemError:
    return ProblemError(
        HTTPStatus.BAD_REQUEST,
        f"The answer is longer than {cut}. Add LIMIT, or ask for the beginning with cut=yes.",
    )
