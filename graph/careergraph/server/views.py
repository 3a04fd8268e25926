"""The live explorer: at ``/view/<name>`` the page that `careergraph view` writes, of this graph.

What a page shows is in its address, routes are computed here, and ``/view`` lists all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from careergraph import __version__
from careergraph.server.advice import DEMANDS, HAVE, SOURCE, START, TARGET
from careergraph.server.negotiation import matches
from careergraph.server.operations import Operation, Parameter, read
from careergraph.server.rendering import HTML, Cell, page, query_address
from careergraph.server.requests import pairs

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.career_graph import CareerGraph
    from careergraph.server.service import Service
    from careergraph.views.page import Page

HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "frame-ancestors 'none'",
}
"""The rest of the policy is in the page itself, since it names the hashes of its scripts."""

_PATHS = Parameter("path", "Career path to draw; all without it.", repeated=True)


def _route(graph: CareerGraph, given: Mapping[str, Any]) -> Page:
    said = {name: value for name, value in given.items() if value is not None}
    return graph.view("route", graph.route(said.pop("source"), said.pop("target"), **said))


VIEWS = (
    Operation(
        "matrix",
        "Every career path at every level, with the skills that each role adds.",
        (_PATHS,),
        lambda graph, given: graph.view("matrix", paths=given["path"]),
    ),
    Operation(
        "route",
        "The shortest upskilling route between two roles, step by step.",
        (SOURCE, TARGET, *DEMANDS),
        _route,
    ),
    Operation(
        "neighbourhood",
        "What surrounds a role or skill.",
        (
            Parameter("about", "Role or skill.", required=True, example="ml engineer 2"),
            Parameter("depth", "How many steps around it.", "integer", least=1, most=3),
        ),
        lambda graph, given: graph.view("neighbourhood", given["about"], depth=given["depth"] or 1),
    ),
    Operation(
        "comparison",
        "Two roles side by side: what both require, what only one does, what transfers.",
        (
            Parameter("one", "A role.", required=True, example="ml engineer 3"),
            Parameter("other", "Another role.", required=True, example="data scientist 3"),
        ),
        lambda graph, given: graph.view("comparison", given["one"], given["other"]),
    ),
    Operation(
        "skill",
        "Where a skill is required, by level and career path, and what it transfers to.",
        (Parameter("skill", "A skill.", required=True, example="feature engineering"),),
        lambda graph, given: graph.view("skill", given["skill"]),
    ),
    Operation(
        "person",
        "What somebody holds, what is one step away, and what is far.",
        (START, HAVE),
        lambda graph, given: graph.view("person", given["role"], have=given["have"]),
    ),
    Operation(
        "heatmap",
        "Roles by skills: which role requires which.",
        (_PATHS,),
        lambda graph, given: graph.view("heatmap", paths=given["path"]),
    ),
    Operation(
        "explorer",
        "The whole graph in one page, to search and walk through.",
        (),
        lambda graph, given: graph.view("explorer"),
    ),
)
"""What is served, by the name of the view; a call returns its page."""


ABOUT = {
    "role": {"neighbourhood": "about", "person": "role"},
    "skill": {"neighbourhood": "about", "skill": "skill"},
}
"""By kind, the views of one thing, and the parameter that says which."""


def links(kind: str, iri: str) -> list[Cell]:
    """Return the views that show one thing of a kind, as links."""
    shown = ABOUT.get(kind, {})
    return [
        Cell(view.summary, query_address(f"/view/{view.name}", **{shown[view.name]: iri}))
        for view in VIEWS
        if view.name in shown
    ]


def routes(service: Service) -> list[Route]:
    """Return a route for each view, and that of their list."""

    def listed(request: Request) -> Response:
        return page(request, "views", state=service.snapshot, title="Views", views=VIEWS)

    async def index(request: Request) -> Response:
        return await run_in_threadpool(listed, request)

    return [
        Route("/view", index),
        *(Route(f"/view/{v.name}", _endpoint(service, v)) for v in VIEWS),
    ]


def _endpoint(service: Service, view: Operation) -> Callable[[Request], Any]:
    async def drawn(request: Request) -> Response:
        # A form sends the fields that are left empty, too.
        given = read(view, [(name, text) for name, text in pairs(request.url.query) if text])
        state = f"{service.snapshot} {__version__}"
        headers = {**HEADERS, "ETag": f'"{hashlib.sha256(state.encode()).hexdigest()[:24]}"'}
        if matches(request.headers.get("if-none-match", ""), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        html = await service.searching.run(lambda: view.call(service.graph, given).html)
        return Response(html, 200, headers, f"{HTML}; charset=utf-8")

    return drawn
