"""What a request asks by the SPARQL 1.1 Protocol, and what it holds, within limits."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import anyio

from careergraph.server.problems import ProblemError

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_BODY = 2**20
"""Bytes of a request: a query of a million letters is nobody's question."""

BODY_SECONDS = 30.0
"""What a client may take to send them."""

FORM = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"


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
        raise read_only()
    raise ProblemError(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        f"A query is posted as {QUERY_TYPE} or {FORM}, not as {content_type or 'nothing named'}.",
    )


def _asked(pairs: list[tuple[str, str]], text: str | None) -> Asked | None:
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given or "using-graph-uri" in given or "using-named-graph-uri" in given:
        raise read_only()
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


def read_only() -> ProblemError:
    """Return what is said to who sends an update where only queries are answered."""
    return ProblemError(
        HTTPStatus.FORBIDDEN,
        "Updates are not taken here. A service is read-only unless its operator starts it with "
        "--writable and --token-file; then they are sent to /update with a token.",
    )


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
