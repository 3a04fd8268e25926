"""The SPARQL page: the page itself, its files, and the routes of what its editor asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
from starlette.responses import Response
from starlette.routing import Route

from careergraph.server.assistance import Assistance

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.server.service import Service

FOLDER = Path(__file__).parent / "page"
TEMPLATE = "page.html.j2"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""The page runs and shows nothing but its own files, and asks nobody but its own server."""


class Page:
    """The page; what it shows is in the rest of its address, which it reads itself.

    Parameters
    ----------
    service : Service
    """

    def __init__(self, service: Service) -> None:
        self._limits = service.settings.limits

    def respond(self, request: Request) -> Response:
        """Return the page."""
        return _kept(request, self._body, "text/html; charset=utf-8", {"Vary": "Accept"})

    @cached_property
    def _body(self) -> bytes:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        from careergraph.server.negotiation import GRAPH_TYPES, SOLUTION_TYPES

        environment = Environment(
            loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined
        )
        text = environment.get_template(TEMPLATE).render(
            row_formats=_first_types(SOLUTION_TYPES),
            graph_formats=_first_types(GRAPH_TYPES),
            seconds=self._limits.seconds,
            rows=self._limits.rows,
        )
        return text.encode()


def _first_types(types: Mapping[str, str]) -> dict[str, str]:
    """Return the media type of each format; where it has several, the first."""
    found: dict[str, str] = {}
    for media_type, name in types.items():
        found.setdefault(name, media_type)
    return found


def routes(service: Service) -> list[Route]:
    """Return the routes of the page's files and of what its editor asks."""
    assistance = Assistance(service)
    answers: Mapping[str, Callable[[Request], bytes]] = {
        "/sparql/terms.json": assistance.terms,
        "/sparql/queries.json": assistance.queries,
        "/sparql/things": assistance.things,
        "/sparql/bound/{name}": assistance.bound,
    }
    return [
        *(Route(f"/static/sparql/{path.name}", _file(path)) for path in _files()),
        *(Route(path, _endpoint(answer, assistance)) for path, answer in answers.items()),
        Route("/sparql/check", assistance.check, methods=["POST"]),
    ]


def _files() -> list[Path]:
    return sorted(path for path in FOLDER.iterdir() if path.suffix in TYPES)


def _file(path: Path) -> Callable[[Request], Any]:
    body = path.read_bytes()

    async def static(request: Request) -> Response:
        return _kept(request, body, TYPES[path.suffix])

    return static


def _endpoint(
    answer: Callable[[Request], bytes], assistance: Assistance
) -> Callable[[Request], Any]:
    """Return the endpoint that gives an answer found in a thread."""

    async def found(request: Request) -> Response:
        body = await anyio.to_thread.run_sync(answer, request, limiter=assistance.limiter)
        return _kept(request, body, "application/json")

    return found


def _kept(
    request: Request, body: bytes, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a response that a browser keeps and asks about again."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    said = {
        "ETag": etag,
        "Cache-Control": "no-cache",
        "Content-Security-Policy": POLICY,
        **(headers or {}),
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=said)
    return Response(body, 200, said, media_type)
