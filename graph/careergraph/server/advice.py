"""Routes and advice as JSON: what `careergraph route`, `place` and their kin print.

Each operation is described once, in `OPERATIONS`; its parameters are read, and the OpenAPI document
is written, from that.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from careergraph.server.negotiation import matches
from careergraph.server.problems import ProblemError
from careergraph.server.requests import pairs
from careergraph.sparql import either, nearest

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.career_graph import CareerGraph
    from careergraph.server.service import Service

MOST_TEXT = 500
"""Letters of one value: nothing that people name is longer."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation.

    Attributes
    ----------
    type : str
        ``string``, ``integer`` or ``number``, as JSON Schema names them.
    repeated : bool
        Whether it may be given several times.
    least, most : float, optional
        The smallest and the largest value of a number.
    among : tuple of str
        The values there are, the default first; empty for any.
    """

    name: str
    description: str
    type: str = "string"
    required: bool = False
    repeated: bool = False
    least: float | None = None
    most: float | None = None
    example: str | None = None
    among: tuple[str, ...] = ()

    def read(self, values: list[str]) -> Any:
        """Return the value that a request gives.

        Raises
        ------
        ProblemError
            It is missing, given twice, or not of its type.
        """
        if self.required and not values:
            raise _bad(f"{self.name} is missing. {self.description}")
        if self.repeated:
            return tuple(self._one(value) for value in values)
        if len(values) > 1:
            raise _bad(f"{self.name} is given {len(values)} times. Give it once.")
        if not values:
            return self.among[0] if self.among else None
        return self._one(values[0])

    def _one(self, text: str) -> Any:
        if self.type == "string":
            if len(text) > MOST_TEXT:
                raise _bad(f"{self.name} has more than {MOST_TEXT} letters.")
            if self.among and text not in self.among:
                raise _bad(f"{self.name} is {either(self.among)}, not {text!r}.")
            return text
        try:
            value = int(text) if self.type == "integer" else float(text)
        except ValueError:
            value = math.nan
        least = -math.inf if self.least is None else self.least
        most = math.inf if self.most is None else self.most
        if not (math.isfinite(value) and least <= value <= most):
            span = "" if self.least is None else f" from {self.least:g}"
            span += "" if self.most is None else f" to {self.most:g}"
            raise _bad(f"{self.name} must be of type {self.type}{span}, and {text!r} is not.")
        return value


@dataclass(frozen=True)
class Operation:
    """Something that the graph is asked, with its parameters and where its answer is described."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    call: Callable[[CareerGraph, Mapping[str, Any]], Any]


_HAVE = Parameter("have", "Skill held besides those of the role.", repeated=True)
_ROLE = Parameter("role", "Role somebody is in.", required=True, example="ml engineer 2")
_SOURCE = Parameter("source", "Role to start from.", required=True, example="ml engineer 2")
_TARGET = Parameter("target", "Role to reach.", required=True, example="ai product manager 4")


def _route(graph: CareerGraph, given: Mapping[str, Any]) -> Any:
    constraints = {
        name: value
        for name, value in given.items()
        if value is not None and name not in ("source", "target")
    }
    return graph.route(given["source"], given["target"], **constraints).to_dict()


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
            _SOURCE,
            _TARGET,
            _HAVE,
            Parameter("avoid", "Role to avoid.", repeated=True),
            Parameter("via", "Role to pass, in any order.", repeated=True),
            Parameter("max_moves", "Most moves.", "integer", least=1),
            Parameter("max_effort_per_move", "Most expected hours of one move.", "number", least=0),
            Parameter("alternatives", "How many other routes to add.", "integer", least=0, most=20),
            Parameter("detour", "Hours another route may take more.", "number", least=0),
            Parameter("hours_per_week", "Hours of learning in a week.", "number", least=0.1),
        ),
        _route,
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
        (_ROLE, _HAVE),
        lambda graph, given: [s.to_dict() for s in graph.advance(given["role"], given["have"])],
    ),
    Operation(
        "branch",
        "The roles on other career paths, with what each lacks.",
        (
            _ROLE,
            _HAVE,
            Parameter(
                "by", "What to rank by; both are in the answer.", among=("coverage", "effort")
            ),
        ),
        _branch,
    ),
    Operation(
        "gap",
        "What somebody in one role still has to learn for another.",
        (_SOURCE, _TARGET, _HAVE),
        lambda graph, given: graph.gap(given["source"], given["target"], given["have"]).to_dict(),
    ),
)


def routes(service: Service) -> list[Route]:
    """Return a route for each operation, and that of the OpenAPI document."""
    from careergraph.server.openapi import document

    def endpoint(operation: Operation) -> Route:
        async def answer(request: Request) -> Response:
            given = _read(operation, request.url.query)
            etag = f'"{service.snapshot}"'
            if matches(request.headers.get("if-none-match", ""), etag):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
            found = await service.searching.run(lambda: operation.call(service.graph, given))
            return _json(found, ETag=etag)

        return Route(f"/api/{operation.name}", answer)

    async def openapi(request: Request) -> Response:
        return _json(document(OPERATIONS, str(request.base_url).rstrip("/")))

    return [*map(endpoint, OPERATIONS), Route("/api/openapi.json", openapi)]


def _read(operation: Operation, query: str) -> dict[str, Any]:
    given: dict[str, list[str]] = {}
    for name, value in pairs(query):
        given.setdefault(name, []).append(value)
    known = [parameter.name for parameter in operation.parameters]
    for name in given:
        if name not in known:
            near = nearest(name, known)
            hint = f"Did you mean {near}?" if near else f"It takes {', '.join(known)}."
            raise _bad(f"{operation.name} has no parameter {name!r}. {hint}")
    return {p.name: p.read(given.get(p.name, [])) for p in operation.parameters}


def _bad(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.BAD_REQUEST, detail)


def _json(data: Any, **headers: str) -> Response:
    body = json.dumps(data, ensure_ascii=False)
    return Response(body, 200, {"Cache-Control": "no-cache", **headers}, "application/json")
