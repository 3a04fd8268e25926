"""What a request may ask of the graph, and with which parameters: read, and refused, in one way."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from careergraph.server.problems import ProblemError
from careergraph.sparql import either, nearest

if TYPE_CHECKING:
    from careergraph.career_graph import CareerGraph

MOST_TEXT = 500
"""Letters of one value: nothing that people name is longer."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of an operation.

    Attributes
    ----------
    type : str
        ``string``, ``integer``, ``number`` or ``boolean``, as JSON Schema names them.
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
        if self.type == "boolean":
            if text not in ("true", "false"):
                raise _bad(f"{self.name} is true or false, not {text!r}.")
            return text == "true"
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
    """Something that the graph is asked, with its parameters.

    `call` gets what a request gives: of each parameter its value, None where it has none.
    """

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    call: Callable[[CareerGraph, Mapping[str, Any]], Any]


def read(operation: Operation, said: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the values that names and texts give to an operation's parameters.

    Raises
    ------
    ProblemError
        A parameter is unknown, missing, given twice, or not of its type.
    """
    given: dict[str, list[str]] = {}
    for name, value in said:
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
