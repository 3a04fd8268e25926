"""HTML pages: templates, what every page is sent with, and how its addresses are written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from starlette.responses import Response
from starlette.routing import Route

from careergraph.server.negotiation import choose, matches

if TYPE_CHECKING:
    import jinja2
    from starlette.requests import Request

HTML = "text/html"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""What a page may load and do: its stylesheet and its forms, no script at all."""

STATIC = {"pages.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}
"""The files that pages name, and their media types."""


def wants_html(request: Request, other: str) -> bool:
    """Tell whether a client would rather have a page than another media type."""
    named = request.query_params.get("format")
    if named is not None:
        return named == "html"
    return choose(request.headers.get("accept", ""), [other, HTML]) == HTML


def page(
    request: Request,
    template: str,
    *,
    state: str | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> Response:
    """Return a page.

    Parameters
    ----------
    request : Request
    template : str
        The name of its template, without a suffix.
    state : str, optional
        Names the state of the graph, where the page says the same as long as the graph does.
    status : HTTPStatus
    headers : dict, optional
    **values
        What the template asks for.
    """
    sent = {"Vary": "Accept", "Cache-Control": "no-cache", **(headers or {})}
    sent["Content-Security-Policy"] = POLICY
    text = environment().get_template(f"{template}.html.j2").render(**values)
    if state is not None:
        # Not the state alone: another version of careergraph may say it with other words.
        sent["ETag"] = f'"{hashlib.sha256((state + text).encode()).hexdigest()[:24]}"'
        if matches(request.headers.get("if-none-match", ""), sent["ETag"]):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=sent)
    return Response(text, status, sent, f"{HTML}; charset=utf-8")


def problem_page(
    request: Request, status: HTTPStatus, detail: str, suggestions: Iterable[Cell] = ()
) -> Response:
    """Return what went wrong as a page, with links to what may have been meant."""
    return page(
        request,
        "problem",
        status=status,
        headers={"Cache-Control": "no-store"},
        title=status.phrase,
        detail=detail,
        suggestions=list(suggestions),
    )


@dataclass(frozen=True)
class Cell:
    """A value on a page: its words, and where they lead."""

    text: str
    href: str | None = None
    number: bool = False
    language: str | None = None


def query_address(path: str, /, **parameters: str) -> str:
    """Return a path with parameters.

    >>> query_address("/about", iri="urn:a b")
    '/about?iri=urn%3Aa+b'
    """
    return f"{path}?{urlencode(parameters)}" if parameters else path


def path_address(text: str) -> str:
    """Return text as a path, with what a path cannot hold escaped.

    >>> path_address("role/a b?")
    '/role/a%20b%3F'
    """
    return "/" + quote(text, safe="/:@!$&'()*+,;=-._~")


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return the templates; whatever they are given is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader("careergraph.server"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["address"] = query_address
    return found


def routes() -> list[Route]:
    """Return the routes of the files that pages name."""

    def static(name: str, media_type: str) -> Route:
        content = files("careergraph.server").joinpath("static", name).read_bytes()
        etag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache"}

        async def send(request: Request) -> Response:
            if matches(request.headers.get("if-none-match", ""), etag):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
            return Response(content, 200, headers, media_type)

        return Route(f"/static/{name}", send)

    return [static(name, media_type) for name, media_type in STATIC.items()]
