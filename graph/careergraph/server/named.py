"""Named queries over HTTP: the list, and each with its parameters in the address."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from careergraph.errors import CareerGraphError, UnknownNameError
from careergraph.queries.named import BETWEEN_VALUES
from careergraph.server.answering import Answering
from careergraph.server.negotiation import offers
from careergraph.server.problems import ProblemError, status_of
from careergraph.server.rendering import Cell, page, problem_page, query_address, wants_html
from careergraph.server.requests import pairs
from careergraph.server.things import Table, Things
from careergraph.sparql import either, parse, refuse_outside

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.queries import NamedQuery
    from careergraph.server.service import Service
    from careergraph.sparql import Query

SHOWN = 500
"""Rows that a page shows; the other formats have all."""

OWN = ("format", "cut")
"""Parameters that say how to answer, and are none of a query's."""


class Named:
    """Answers the named queries of one service.

    Parameters
    ----------
    service : Service
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._answering = Answering(service)
        self._things = Things(service)

    def list(self, request: Request) -> Response:
        """Return the list of queries as a page or as JSON."""
        queries = [*self._service.queries.values()]
        if wants_html(request, "application/json"):
            return page(
                request, "queries", state=self._service.snapshot, title="Queries", queries=queries
            )
        return JSONResponse(
            {"queries": [described(query) for query in queries]},
            headers={"Vary": "Accept", "Cache-Control": "no-cache"},
        )

    async def answer(self, request: Request) -> Response:
        """Return the answer to a query, or its page."""
        try:
            query = self.query(request.path_params["name"])
        except UnknownNameError as error:
            if not wants_html(request, "application/problem+json"):
                raise
            near = [Cell(name, f"/queries/{name}") for name in error.suggestions]
            return problem_page(request, HTTPStatus.NOT_FOUND, str(error), near)
        given = _given(request, query)
        if wants_html(request, "application/sparql-results+json"):
            return await self._page(request, query, given)
        parsed = await self._bound(query, given)
        refuse_outside(parsed, self._service.settings.hosts)
        return await self._answering.respond(request, parsed)

    def query(self, name: str) -> NamedQuery:
        """Return the query of a name.

        Raises
        ------
        UnknownNameError
        """
        try:
            return self._service.queries[name]
        except UnknownNameError as error:
            hint = f" Did you mean {either(error.suggestions)}?" if error.suggestions else ""
            raise UnknownNameError(
                f"There is no query named {name!r}.{hint} /queries lists them all.",
                error.suggestions,
            ) from error

    async def _bound(self, query: NamedQuery, given: Mapping[str, str]) -> Query:
        return parse(await self._service.searching.run(lambda: self._service.bind(query, given)))

    async def _page(
        self, request: Request, query: NamedQuery, given: Mapping[str, str]
    ) -> Response:
        answer, wrong, status = None, "", HTTPStatus.OK
        parsed = None
        missing = [p for p in query.parameters if p.default is None and p.name not in given]
        if given or not missing:
            try:
                parsed = await self._bound(query, given)
                answer = await run_in_threadpool(self._table, query, parsed)
            except CareerGraphError as error:
                wrong, status = str(error), status_of(error)
        formats = [] if parsed is None else sorted(set(offers(parsed).values()))
        return page(
            request,
            "query",
            state=self._service.snapshot if status == HTTPStatus.OK else None,
            status=status,
            title=query.name,
            query=query,
            given=given,
            answer=answer,
            wrong=wrong,
            formats=formats,
            text=query.body,
        )

    def _table(self, query: NamedQuery, parsed: Query) -> Table:
        found = self._service.ask(parsed.text, SHOWN)
        shown = f"The first {SHOWN} rows; the links below have all." if found.cut else ""
        headings = tuple(name.replace("_", " ") for name in found.columns)
        table = self._things.table(query.summary, headings, found.rows, caption=shown)
        return Table(table.title, table.columns, table.rows, shown, boolean=found.boolean)


def described(query: NamedQuery) -> dict[str, Any]:
    """Return what JSON says about a query."""
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": list(query.tags),
        "columns": list(query.columns),
        "parameters": [
            {
                "name": one.name,
                "type": one.type,
                "required": one.default is None,
                "default": one.default,
                "example": one.example,
                "description": one.description,
            }
            for one in query.parameters
        ],
        "path": f"/queries/{query.name}",
        "example": example(query),
    }


def example(query: NamedQuery) -> str:
    """Return an address that asks a query with its examples.

    >>> from careergraph.queries import named_query
    >>> example(named_query("find"))
    '/queries/find?text=ethic'
    """
    given = {one.name: one.example for one in query.parameters if one.default is None}
    return query_address(f"/queries/{query.name}", **given)


def _given(request: Request, query: NamedQuery) -> dict[str, str]:
    lists = {one.name for one in query.parameters if one.is_list}
    given: dict[str, str] = {}
    for name, value in pairs(request.url.query):
        if name in OWN:
            continue
        if name in given and name in lists:
            given[name] += f" {BETWEEN_VALUES} {value}"
            continue
        if name in given:
            raise ProblemError(
                HTTPStatus.BAD_REQUEST, f"The parameter {name!r} is given twice. Give it once."
            )
        given[name] = value
    return given


def routes(service: Service) -> list[Route]:
    """Return the routes of the list and of each query."""
    named = Named(service)

    async def queries(request: Request) -> Response:
        return await run_in_threadpool(named.list, request)

    return [Route("/queries", queries), Route("/queries/{name}", named.answer)]
