"""The ASGI application: the cache in front, then the routes."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from careergraph.errors import CareerGraphError
from careergraph.server import (
    advice,
    description,
    named,
    pages,
    protocol,
    sparql_page,
    updates,
    views,
)
from careergraph.server.cache import Stored
from careergraph.server.logs import Logged, make_log
from careergraph.server.problems import PROBLEM, ProblemError, from_error, status_of
from careergraph.server.rendering import problem_page, wants_html
from careergraph.server.replays import HEAD, STATE, Replays, stands_alone
from careergraph.server.service import Service, Settings
from careergraph.server.versions import Versions

SAFE_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]

SETTINGS_VARIABLE = "CAREERGRAPH_SERVICE"
"""The environment variable that carries the settings to the processes that serve."""

CLIENT_LEFT = 499
"""The status, as nginx logs it, of a request whose client left before there was an answer."""

MOST_URL = 16_384
"""Bytes of a path with its query; a longer query is posted."""


def make_app(settings: Settings) -> Any:
    """Return the ASGI application of a service."""
    versions = None
    if settings.token_file is not None and settings.graph is not None:
        versions = Versions(Path(settings.graph))
    log = make_log(settings.log_format)
    service = Service(settings)  # which reads the version that there is then
    writing = None if versions is None else updates.Updates(service, versions)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[dict[str, Any]]:
        service.lanes.start()
        yield {STATE: Replays(service.cache, log)}
        service.close()
        if writing is not None:
            writing.close()

    middleware = []
    if settings.origins:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(settings.origins),
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["*"],
                expose_headers=["ETag", "X-Request-Id"],
            )
        )
    routes = [
        *protocol.routes(service),
        *sparql_page.routes(service),
        *description.routes(service),
        *_health(service),
        *advice.routes(service),
        *views.routes(service),
        *named.routes(service),
        *updates.routes(writing),
        *pages.routes(service),
    ]
    app = Starlette(
        routes=routes,
        middleware=middleware,
        lifespan=lifespan,
        exception_handlers={
            CareerGraphError: _careergraph_error,
            ProblemError: _problem,
            HTTPException: _http_exception,
            ClientDisconnect: _left,
        },
    )
    return Logged(Front(app, service), log)


class Front:
    """Answers from the cache what was answered before, and passes on everything else.

    A response is kept where it is complete in one piece and carries an ETag, which says that the
    same request has the same answer as long as the graph stays as it is.

    Parameters
    ----------
    app : ASGI application
    service : Service
    """

    def __init__(self, app: Any, service: Service) -> None:
        self._app = app
        self._cache = service.cache
        self._names = frozenset(name.lower() for name in service.settings.names)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._names and _host(scope) not in self._names:
            problem = ProblemError(
                HTTPStatus.MISDIRECTED_REQUEST,
                "This service has another name; its operator lists them with --public-host.",
            )
            await problem.response()(scope, receive, send)
            return
        key = _key(scope) if scope["method"] == "GET" else None
        found = self._cache.get(key) if key is not None else None
        if found is not None:
            if key is not None and stands_alone(scope):
                self._cache.recognise(scope[HEAD], key)
            await send(
                {"type": "http.response.start", "status": found.status, "headers": found.headers}
            )
            await send({"type": "http.response.body", "body": found.body})
            return
        if len(scope["raw_path"]) + len(scope["query_string"]) > MOST_URL:
            problem = ProblemError(
                HTTPStatus.REQUEST_URI_TOO_LONG,
                f"An address may have {MOST_URL:,} bytes. Post the query instead.",
            )
            await problem.response()(scope, receive, send)
            return
        await self._app(scope, receive, self._keeping(key, send))

    def _keeping(self, key: tuple[object, ...] | None, send: Any) -> Any:
        start: dict[str, Any] = {}
        state = self._cache.state

        async def kept(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *SAFE_HEADERS]
                start.update(message)
            elif key is not None and _complete(start, message):
                self._cache.put(key, Stored(200, start["headers"], message["body"]), state)
                start.clear()
            await send(message)

        return kept


def _complete(start: dict[str, Any], message: Any) -> bool:
    """Tell whether a body is the whole body of a response that stays the same."""
    return (
        start.get("status") == HTTPStatus.OK
        and not message.get("more_body")
        and start.pop("whole", True)
        and any(name == b"etag" for name, _ in start["headers"])
    )


_KEY_HEADERS = (b"accept", b"origin", b"if-none-match", b"host")


def _key(scope: Any) -> tuple[object, ...]:
    said = tuple(item for item in scope["headers"] if item[0] in _KEY_HEADERS)
    return scope["raw_path"], scope["query_string"], said


def _host(scope: Any) -> str:
    """Return the name of the host that a request is for, without the port."""
    named = next((value for name, value in scope["headers"] if name == b"host"), b"")
    host = named.decode("latin-1").lower()
    return host.partition("]")[0].removeprefix("[") if host[:1] == "[" else host.partition(":")[0]


def _health(service: Service) -> list[Route]:
    async def live(request: Request) -> Response:
        return JSONResponse({"status": "live"})

    async def ready(request: Request) -> Response:
        processes = len(service.lanes.pids)
        return JSONResponse(
            {"status": "ready", "snapshot": service.snapshot, "query_processes": processes}
        )

    return [Route("/health/live", live), Route("/health/ready", ready)]


async def _careergraph_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, CareerGraphError)
    if wants_html(request, PROBLEM):
        return problem_page(request, status_of(error), str(error))
    return from_error(error)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return _shown(request, error)


def _shown(request: Request, problem: ProblemError) -> Response:
    """Return a problem as a client reads it: a page in a browser, details elsewhere."""
    if not wants_html(request, PROBLEM):
        return problem.response()
    response = problem_page(request, problem.status, problem.detail)
    response.headers.update(problem.headers)
    return response


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    detail = {
        HTTPStatus.NOT_FOUND: "There is nothing at this address. / lists what there is.",
        HTTPStatus.METHOD_NOT_ALLOWED: f"{request.method} is not possible here.",
    }.get(status, status.description)
    return _shown(request, ProblemError(status, detail, error.headers))


async def _left(request: Request, error: Exception) -> Response:
    return Response(status_code=CLIENT_LEFT)


def from_environment() -> Any:
    """Return the application of the settings that `careergraph serve` left for its processes."""
    return make_app(Settings.from_json(os.environ[SETTINGS_VARIABLE]))
