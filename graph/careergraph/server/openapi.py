"""The JSON API in the words of OpenAPI 3.1, written from the operations themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from careergraph import __version__

if TYPE_CHECKING:
    from careergraph.server.operations import Operation, Parameter

_PROBLEMS = {
    "400": "A parameter is missing or wrong.",
    "404": "A role or skill of that name is not in the graph; `suggestions` has the nearest.",
    "422": "There is no such route, or an effort that it needs is unknown.",
    "503": "The service is busy, or a limit was reached.",
}


def document(operations: Iterable[Operation], server: str) -> dict[str, Any]:
    """Return the OpenAPI document of a service at an address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "careergraph",
            "version": __version__,
            "summary": "Routes and advice over a career graph.",
        },
        "servers": [{"url": server}],
        "paths": {f"/api/{one.name}": {"get": _operation(one)} for one in operations},
        "components": {"schemas": {"Problem": _PROBLEM}},
    }


_PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "suggestions": {"type": "array", "items": {"type": "string"}},
    },
}


def _operation(operation: Operation) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answer = {"type": ["object", "array"]}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "responses": {
            "200": {
                "description": f"As `careergraph {operation.name} --format json` prints it.",
                "content": {"application/json": {"schema": answer}},
            },
            **{
                status: {"description": words, "content": problem}
                for status, words in _PROBLEMS.items()
            },
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": parameter.type}
    if parameter.among:
        schema |= {"enum": list(parameter.among), "default": parameter.among[0]}
    if parameter.least is not None:
        schema["minimum"] = parameter.least
    if parameter.most is not None:
        schema["maximum"] = parameter.most
    if parameter.repeated:
        schema = {"type": "array", "items": schema}
    described = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "required": parameter.required,
        "schema": schema,
    }
    example = [parameter.example] if parameter.repeated else parameter.example
    return {**described, "example": example} if parameter.example else described
