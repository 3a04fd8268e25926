"""What the editor of the SPARQL page asks for while people type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from starlette.responses import Response

from careergraph.errors import QueryError
from careergraph.server.problems import ProblemError
from careergraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.queries import NamedQuery
    from careergraph.server.label_index import Things
    from careergraph.server.service import Service

MOST_CHECKED = 20_000
"""Bytes of a query that is checked while it is typed: to compare its names takes their square."""

MOST_THINGS = 20
MOST_TEXT = 200
"""Letters of a label that is looked for."""

AT_ONCE = 2
"""Texts that are looked for, or queries that are bound, at the same time."""

_TERMS = """
SELECT ?term ?kind ?label ?definition ?domain ?range {
  VALUES (?class ?kind) {
    (owl:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property")
    (owl:AnnotationProperty "property") (owl:NamedIndividual "individual")
  }
  ?term a ?class
  OPTIONAL { ?term rdfs:label ?label }
  OPTIONAL { ?term skos:definition ?definition }
  OPTIONAL { ?term rdfs:domain ?domain FILTER(isIRI(?domain)) }
  OPTIONAL { ?term rdfs:range ?range FILTER(isIRI(?range)) }
}
ORDER BY ?term
"""


class Assistance:
    """Answers what the editor asks while people type.

    Parameters
    ----------
    service : Service
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self.limiter = anyio.CapacityLimiter(AT_ONCE)
        self._lock = Lock()
        self._indexed: tuple[str, Things] | None = None

    def terms(self, request: Request) -> bytes:
        """Return the ontology's terms and the prefixes that queries need not declare."""
        return self._terms

    @cached_property
    def _terms(self) -> bytes:
        return _json({"prefixes": PREFIXES, "terms": _ontology_terms()})

    def queries(self, request: Request) -> bytes:
        """Return the named queries with their parameters and texts."""
        return _json([_described(query) for query in self._service.queries.values()])

    def things(self, request: Request) -> bytes:
        """Return the roles, skills and paths with the nearest labels.

        Raises
        ------
        ProblemError
            There is no text, or it is too long.
        """
        text = request.query_params.get("text", "")
        if not 0 < len(text) <= MOST_TEXT:
            raise ProblemError(
                HTTPStatus.BAD_REQUEST, f"text must have 1 to {MOST_TEXT} letters of a label."
            )
        return _json([vars(thing) for thing in self._index.find(text, MOST_THINGS)])

    @property
    def _index(self) -> Things:
        from careergraph.server.label_index import Things

        with self._lock:
            snapshot = self._service.snapshot
            if self._indexed is None or self._indexed[0] != snapshot:
                limits = self._service.settings.limits
                self._indexed = snapshot, Things.of(self._service.workers, limits)
            return self._indexed[1]

    def bound(self, request: Request) -> bytes:
        """Return the text of a named query with the values that the address gives.

        Raises
        ------
        UnknownNameError, QueryError
            There is no such query, or a value is missing or wrong.
        """
        query = self._service.queries[request.path_params["name"]]
        values = dict(request.query_params)
        text = self._service.bind(query, values)
        return _json({"text": _headed(query, values, text)})

    async def check(self, request: Request) -> Response:
        """Return what is wrong with a query, or looks so, without asking it."""
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > MOST_CHECKED:
                raise ProblemError(
                    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                    f"A query of more than {MOST_CHECKED:,} bytes is not checked.",
                )
        text = body.decode("utf-8", "replace")
        found = await anyio.to_thread.run_sync(_checked, text, limiter=self.limiter)
        return Response(_json(found), 200, {"Cache-Control": "no-store"}, "application/json")


def _checked(text: str) -> dict[str, object]:
    from careergraph.sparql import parse

    try:
        query = parse(text)
    except QueryError as error:
        return {"problem": str(error)}
    return {"form": query.form, "warnings": query.warnings}


def _ontology_terms() -> list[dict[str, str]]:
    import pyoxigraph

    from careergraph.queries import run
    from careergraph.store import terms
    from careergraph.vocabulary import compact

    store = pyoxigraph.Store()
    store.extend(pyoxigraph.Quad(*triple) for triple in terms())
    answer = run(store, _TERMS)
    found: dict[str, dict[str, str]] = {}
    for row in answer.values():
        facts = {
            name: str(value)
            for name, value in zip(answer.columns, row, strict=True)
            if value is not None
        }
        facts["curie"] = compact(facts["term"])
        found.setdefault(facts["term"], facts)
    return list(found.values())


def _described(query: NamedQuery) -> dict[str, object]:
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": query.tags,
        "parameters": [vars(parameter) for parameter in query.parameters],
        "text": query.text,
    }


def _headed(query: NamedQuery, values: Mapping[str, str], text: str) -> str:
    """Return a bound text with its question and values above it, in place of its header."""
    said = [f"# {query.summary}", *(f"# {name}: {value}" for name, value in values.items())]
    head = [" ".join(line.split()) for line in said]
    body = [line for line in text.splitlines() if not line.startswith("#+")]
    return "\n".join([*head, *body]).rstrip() + "\n"


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()
