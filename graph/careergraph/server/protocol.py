"""The SPARQL 1.1 Protocol at one address: a query is answered, a browser gets the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from careergraph.server.answering import Answering
from careergraph.server.negotiation import prefers_page
from careergraph.server.requests import read_request

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.server.service import Service


def routes(service: Service) -> list[Route]:
    """Return the route of the protocol."""
    from careergraph.server.description import describe_service
    from careergraph.server.sparql_page import Page

    answering, page = Answering(service), Page(service)

    async def sparql(request: Request) -> Response:
        if prefers_page(request):
            return page.respond(request)
        asked = await read_request(request)
        if asked is None:
            return describe_service(service, request)
        return await answering.respond(request, await answering.read(asked))

    return [Route("/sparql", sparql, methods=["GET", "HEAD", "POST"])]
