"""Routes and advice as JSON: what `careergraph route`, `place` and their kin print.

Each operation is described once, in `OPERATIONS`; its parameters are read, and the OpenAPI document
is written, from that. A parameter has the name that it has in Python.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from careergraph.server.negotiation import matches
from careergraph.server.operations import Operation, Parameter, read
from careergraph.server.requests import pairs

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.career_graph import CareerGraph
    from careergraph.server.service import Service

HAVE = Parameter("have", "Skill held besides those of the role.", repeated=True)
ROLE = Parameter("role", "Role somebody is in.", required=True, example="ml engineer 2")
_FROM = "ml engineer 2"
SOURCE = Parameter("source", "Role to start from.", required=True, example="ml engineer 2")
TARGET = Parameter("target", "Role to reach.", required=True, example="ai product manager 4")
START = Parameter("role", "Role to start from; none for somebody in no role.", example=_FROM)
_AVOID = Parameter("avoid", "Role to avoid.", repeated=True)
_MAX_MOVES = Parameter("max_moves", "Most moves.", "integer", least=1)
_MAX_STEP = Parameter("max_effort_per_move", "Most expected hours of one move.", "number", least=0)
_PACE = Parameter("hours_per_week", "Hours of learning in a week.", "number", least=0.1)
_DETOUR = Parameter("detour", "Hours another route may take more.", "number", least=0)
DEMANDS = (
    HAVE,
    _AVOID,
    Parameter("via", "Role to pass, in any order.", repeated=True),
    Parameter("via_in_order", "Whether to pass those in the order given.", "boolean"),
    Parameter("no_step_back", "Whether to forbid moves to a lower level.", "boolean"),
    _MAX_MOVES,
    _MAX_STEP,
    Parameter("deadline", "Most weeks of the whole route.", "number", least=0),
    Parameter("detour_budget", "Most hours beyond what is learnt anyway.", "number", least=0),
    _PACE,
)
_WITHIN = (
    HAVE,
    Parameter("hours", "How far, in expected hours; or weeks.", "number", least=0, example="800"),
    Parameter("weeks", "How far, in weeks; or give hours.", "number", least=0),
    _AVOID,
    _MAX_MOVES,
    _MAX_STEP,
    _PACE,
    Parameter(
        "seconds",
        "Seconds after which the search stops; the answer says what is proven by then.",
        "number",
        least=0,
    ),
)


def _answer(method: str, **otherwise: Any) -> Callable[[CareerGraph, Mapping[str, Any]], Any]:
    """Return the call of a method of the graph with what is given, and otherwise with this."""

    def call(graph: CareerGraph, given: Mapping[str, Any]) -> Any:
        said = {name: value for name, value in given.items() if value not in (None, ())}
        return getattr(graph, method)(**{**otherwise, **said}).to_dict()

    return call


def _branch(graph: CareerGraph, given: Mapping[str, Any]) -> Any:
    gaps = graph.branch(given["role"], given["have"])
    if given["by"] == "effort":
        gaps = tuple(sorted(gaps, key=lambda gap: gap.effort.expected))
    return [gap.to_dict() for gap in gaps]


OPERATIONS = (
    Operation(
        "route",
        "The shortest upskilling route between two roles, proven and explained.",
        (
            Parameter("source", "Role to start from; none for somebody in no role.", example=_FROM),
            TARGET,
            *DEMANDS,
            Parameter("alternatives", "How many other routes to add.", "integer", least=0, most=20),
            _DETOUR,
            Parameter(
                "time_limit",
                "Seconds after which the best route found so far is given, with its bound.",
                "number",
                least=0.1,
            ),
        ),
        _answer("route"),
    ),
    Operation(
        "pareto",
        "The routes that none beats in hours, moves and largest step at once.",
        (SOURCE, TARGET, *DEMANDS, _DETOUR),
        _answer("pareto"),
    ),
    Operation(
        "why-not",
        "Why a route through named roles is not the best one.",
        (
            SOURCE,
            TARGET,
            Parameter(
                "through",
                "Role that the other route passes, in order; none for the direct move.",
                repeated=True,
            ),
            Parameter(
                "rather_than",
                "Role of a second route to compare with, in order, instead of the best.",
                repeated=True,
            ),
            *DEMANDS,
        ),
        _answer("why_not", through=()),
    ),
    Operation(
        "reach",
        "Every role within some hours or weeks, each by its cheapest route.",
        (START, *_WITHIN),
        _answer("reach"),
    ),
    Operation(
        "frontier",
        "Which skill, learnt first, opens most roles.",
        (
            START,
            *_WITHIN,
            Parameter("skills", "How many skills to learn first.", "integer", least=1, most=2),
        ),
        _answer("frontier"),
    ),
    Operation(
        "place",
        "Where somebody stands: every role ranked by fit with the skills held.",
        (
            Parameter(
                "have", "Skill held.", repeated=True, required=True, example="feature engineering"
            ),
            Parameter("lack", "Skill known not to be held.", repeated=True),
        ),
        lambda graph, given: graph.place(given["have"], given["lack"]).to_dict(),
    ),
    Operation(
        "advance",
        "What the next level adds, in learning order.",
        (ROLE, HAVE),
        lambda graph, given: [s.to_dict() for s in graph.advance(given["role"], given["have"])],
    ),
    Operation(
        "branch",
        "The roles on other career paths, with what each lacks.",
        (
            ROLE,
            HAVE,
            Parameter(
                "by", "What to rank by; both are in the answer.", among=("coverage", "effort")
            ),
        ),
        _branch,
    ),
    Operation(
        "gap",
        "What somebody in one role still has to learn for another.",
        (SOURCE, TARGET, HAVE),
        lambda graph, given: graph.gap(given["source"], given["target"], given["have"]).to_dict(),
    ),
)


def routes(service: Service) -> list[Route]:
    """Return a route for each operation, and that of the OpenAPI document."""
    from careergraph.server.openapi import document

    def endpoint(operation: Operation) -> Route:
        async def answer(request: Request) -> Response:
            given = read(operation, pairs(request.url.query))
            etag = f'"{service.snapshot}"'
            if matches(request.headers.get("if-none-match", ""), etag):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
            found = await service.searching.run(lambda: operation.call(service.graph, given))
            return _json(found, ETag=etag)

        return Route(f"/api/{operation.name}", answer)

    async def openapi(request: Request) -> Response:
        return _json(document(OPERATIONS, str(request.base_url).rstrip("/")))

    return [*map(endpoint, OPERATIONS), Route("/api/openapi.json", openapi)]


def _json(data: Any, **headers: str) -> Response:
    body = json.dumps(data, ensure_ascii=False)
    return Response(body, 200, {"Cache-Control": "no-cache", **headers}, "application/json")
