"""Linked data: a page, or RDF, about whatever the graph has a name for; the index and the search.

A thing is found at ``/about?iri=`` and, where its IRI begins as the graph's own do, at the path
that is left: ``/role/data-scientist-2``.
"""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from careergraph.answers import plain
from careergraph.server import rendering, views
from careergraph.server.advice import OPERATIONS
from careergraph.server.answering import Answering
from careergraph.server.description import RDF_TYPES, describe_graph
from careergraph.server.negotiation import GRAPH_TYPES, choose
from careergraph.server.problems import ProblemError
from careergraph.server.rendering import Cell, page, problem_page, query_address
from careergraph.server.sections import MOST_ROWS, SECTIONS, Section
from careergraph.server.things import RESERVED, SHOWN, Table, Things, is_iri, node
from careergraph.sparql import parse, substitute
from careergraph.vocabulary import PREFIXES, RDF_TYPE, Term, expand

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.answers import Term as Node
    from careergraph.server.service import Service

FOUND = 50
"""Things that a search lists."""

PATHS = 60
"""Career paths that the index lists."""

DATA = """CONSTRUCT { $node ?p ?o . ?part ?pp ?po . ?s ?q $node . ?statement ?sp ?so }
WHERE {
  { $node ?p ?o }
  UNION { $node ?to ?part FILTER ISBLANK(?part) ?part ?pp ?po }
  UNION { ?s ?q $node FILTER (?q != rdf:type) }
  UNION {
    VALUES ?kind { cg:Requirement cg:Transfer cg:Progression }
    ?statement ?from $node ; a ?kind ; ?sp ?so
  }
}"""
"""All that is said of a thing, what it is said of, and the statements about it with evidence."""

_COUNTS = """SELECT ?class (COUNT(?thing) AS ?count) {
  VALUES ?class { cg:CareerPath cg:Role cg:Skill cg:Level } ?thing a ?class
} GROUP BY ?class"""
_COUNTED = {
    Term.CareerPath: "Career paths",
    Term.Level: "Levels",
    Term.Role: "Roles",
    Term.Skill: "Skills",
}
_ABOUT = ("license", "rights", "source", "creator", "modified", "created")
_SKIPPED = frozenset(
    {PREFIXES["skos"] + "definition", PREFIXES["rdfs"] + "comment", PREFIXES["skos"] + "prefLabel"}
)
_ALTERNATES = {
    "text/turtle": "turtle",
    "application/ld+json": "jsonld",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
}


class Pages:
    """Writes the pages of one service.

    Parameters
    ----------
    service : Service
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._things = Things(service)
        self._answering = Answering(service)

    def iri_of(self, path: str) -> str:
        """Return the IRI that a path stands for."""
        return self._things.base + path

    async def about(self, request: Request, iri: str) -> Response:
        """Return a page or RDF about a thing."""
        if not await run_in_threadpool(self._things.knows, iri):
            return await run_in_threadpool(self._unknown, request, iri)
        offers = [rendering.HTML, *GRAPH_TYPES]
        named = request.query_params.get("format")
        html = named == "html" or (
            named is None and choose(request.headers.get("accept", ""), offers) == rendering.HTML
        )
        alternates = [
            (media_type, query_address("/about", iri=iri, format=name))
            for media_type, name in _ALTERNATES.items()
        ]
        link = ", ".join(f'<{href}>; rel="alternate"; type="{kind}"' for kind, href in alternates)
        if html:
            found = await run_in_threadpool(self._thing, request, iri, alternates, link)
        else:
            query = parse(substitute(DATA, {"node": node(iri)}))
            found = await self._answering.respond(request, query)
            page_link = f"<{query_address('/about', iri=iri, format='html')}>"
            found.headers["Link"] = f'{page_link}; rel="alternate"; type="text/html", {link}'
        return found

    def index(self, request: Request) -> Response:
        """Return what the graph is: a page, or VoID."""
        if choose(request.headers.get("accept", ""), [rendering.HTML, *RDF_TYPES]) != "text/html":
            return describe_graph(self._service, request)
        things, ask = self._things, self._service.ask
        facts = dict(things.facts(things.graph_iri)) if things.graph_iri else {}
        rows: list[tuple[Node | Cell | None, ...]] = [
            (Cell(name.capitalize()), value)
            for name in _ABOUT
            for value in facts.get(PREFIXES["dcterms"] + name, [])
        ]
        counts = {
            plain(one): int(plain(count)) for one, count in ask(_COUNTS).rows if one and count
        }
        paths = [
            path for (path,) in ask("SELECT ?path { ?path a cg:CareerPath }", PATHS).rows if path
        ]
        labels = things.labels(map(plain, paths))
        cells = [cell for path in paths if (cell := things.cell(path, labels))]
        return page(
            request,
            "index",
            state=self._service.snapshot,
            headers={"Link": '</.well-known/void>; rel="describedby"; type="text/turtle"'},
            title=things.labels([things.graph_iri]).get(things.graph_iri, "A career graph"),
            descriptions=[
                plain(value) if not isinstance(value, Cell) else value.text
                for value in facts.get(PREFIXES["dcterms"] + "description", [])
            ],
            counts=[(name, counts.get(kind, 0)) for kind, name in _COUNTED.items()],
            facts=things.table("About the graph", ("What", "Said"), rows) if rows else None,
            paths=sorted(cells, key=lambda cell: cell.text),
            more_paths=counts.get(Term.CareerPath, 0) > PATHS,
        )

    def search(self, request: Request) -> Response:
        """Return the things whose names have a text in them."""
        typed = request.query_params.get("q", "")[:200]
        found = self._things.search(typed, FOUND)
        if not rendering.wants_html(request, "application/json"):
            rows = [{"iri": iri, "label": label, "name": name} for iri, label, name in found]
            return JSONResponse({"results": rows}, headers={"Vary": "Accept"})
        table = Table(
            "Found",
            ("Thing", "Name"),
            tuple((Cell(label, self._things.href(iri)), Cell(name)) for iri, label, name in found),
            f"The first {FOUND}." if len(found) == FOUND else "",
        )
        return page(
            request,
            "search",
            state=self._service.snapshot,
            title="Search",
            searched=typed,
            answer=table,
        )

    def _unknown(self, request: Request, iri: str) -> Response:
        like = self._things.like(iri)
        detail = f"The graph says nothing about <{iri}>."
        if not rendering.wants_html(request, "application/problem+json"):
            raise ProblemError(HTTPStatus.NOT_FOUND, detail, suggestions=like)
        labels = self._things.labels(like)
        suggestions = [Cell(labels[one], self._things.href(one)) for one in like]
        return problem_page(request, HTTPStatus.NOT_FOUND, detail, suggestions)

    def _thing(
        self, request: Request, iri: str, alternates: list[tuple[str, str]], link: str
    ) -> Response:
        things = self._things
        facts = dict(things.facts(iri))
        kinds = [plain(kind) for kind in facts.get(RDF_TYPE, []) if not isinstance(kind, Cell)]
        known = [SECTIONS[kind] for kind in SECTIONS if kind in kinds]
        labels = things.labels([iri, *kinds])
        tables = [*self._sections(iri, known), *self._facts(iri, facts), *self._mentions(iri)]
        return page(
            request,
            "thing",
            state=self._service.snapshot,
            headers={"Link": link},
            title=labels[iri],
            iri=iri,
            outward=iri.startswith(("http://", "https://")),
            kinds=[labels[one] for one in kinds if not one.startswith(PREFIXES["owl"])],
            definitions=[
                plain(one)
                for name in ("skos", "rdfs")
                for one in facts.get(_DEFINITION[name], [])
                if not isinstance(one, Cell)
            ],
            sections=tables,
            questions=[one for kind, _ in known for one in self._questions(kind, iri)],
            alternates=alternates,
        )

    def _sections(self, iri: str, known: list[tuple[str, Any]]) -> Iterator[Table]:
        for section in (one for _, sections in known for one in sections):
            if table := self._section(section, iri):
                yield _without_empty_columns(table)

    def _section(self, section: Section, iri: str) -> Table | None:
        each = [iri]
        if section.each is not None:
            about = self._service.ask(section.each, MOST_ROWS, node=node(iri)).rows
            each = list(dict.fromkeys(plain(one) for one, *_ in about if one is not None))
        rows: list[tuple[Node | Cell | None, ...]] = []
        cut = None
        for one in each:
            found = self._service.ask(section.query, MOST_ROWS, node=node(one))
            rows += found.rows
            if found.cut or len(rows) > MOST_ROWS:
                cut = self._all(section.query, one)
                break
        if not rows:
            return None
        return self._things.table(
            section.title,
            section.columns,
            rows[:MOST_ROWS],
            caption=section.caption,
            more=cut,
        )

    def _facts(self, iri: str, facts: dict[str, list[Node | Cell]]) -> Iterator[Table]:
        rows: list[tuple[Node | Cell | None, ...]] = []
        for name, values in facts.items():
            if name in _SKIPPED:
                continue
            rows += [(node(name), value) for value in values[:SHOWN]]
            if len(values) > SHOWN:
                href = self._all("SELECT ?value { $node $property ?value }", iri, node(name))
                rows.append((node(name), Cell(f"all {len(values):,}", href)))
        if rows:
            yield self._things.table("What the graph says of it", ("Property", "Value"), rows)

    def _mentions(self, iri: str) -> Iterator[Table]:
        rows: list[tuple[Node | Cell | None, ...]] = []
        for name, count, found in self._things.mentions(iri):
            rows += [(one, node(name)) for one in found]
            if count > SHOWN:
                text = "SELECT ?thing { ?thing $property $node }"
                href = self._all(text, iri, node(name))
                rows.append((Cell(f"all {count:,}", href), node(name)))
        if rows:
            yield self._things.table("What points to it", ("Thing", "Property"), rows)

    def _all(self, text: str, iri: str, named: Node | None = None) -> str:
        given = {"node": node(iri)} | ({"property": named} if named else {})
        return query_address("/sparql", query=substitute(text, given))

    def _questions(self, kind: str, iri: str) -> Iterator[Cell]:
        """Yield the views, named queries and calls of the API that take one thing of a kind."""
        yield from views.links(kind, iri)
        for name, query in self._service.queries.items():
            needed = [one for one in query.parameters if one.default is None]
            if len(needed) == 1 and needed[0].type == kind:
                given = {needed[0].name: iri}
                yield Cell(query.summary, query_address(f"/queries/{name}", **given))
        for operation in OPERATIONS:
            if [one.name for one in operation.parameters if one.required] == [kind]:
                href = query_address(f"/api/{operation.name}", **{kind: iri})
                yield Cell(f"{operation.summary} (JSON)", href)


_DEFINITION = {"skos": PREFIXES["skos"] + "definition", "rdfs": PREFIXES["rdfs"] + "comment"}


def _without_empty_columns(table: Table) -> Table:
    used = [place for place in range(len(table.columns)) if any(row[place] for row in table.rows)]
    return Table(
        table.title,
        tuple(table.columns[place] for place in used),
        tuple(tuple(row[place] for place in used) for row in table.rows),
        table.caption,
        table.more,
    )


def routes(service: Service) -> list[Route]:
    """Return the routes of the pages; the last takes every path that nothing else took."""
    pages = Pages(service)

    async def index(request: Request) -> Response:
        return await run_in_threadpool(pages.index, request)

    async def search(request: Request) -> Response:
        return await run_in_threadpool(pages.search, request)

    async def about(request: Request) -> Response:
        typed = request.query_params.get("iri", "")
        iri = expand(typed.strip().removeprefix("<").removesuffix(">"))
        if not is_iri(iri):
            raise ProblemError(
                HTTPStatus.BAD_REQUEST,
                f"{typed!r} is no IRI and no short form such as role:data-scientist-2. "
                "Give one as iri=...",
            )
        return await pages.about(request, iri)

    async def path(request: Request) -> Response:
        local = request.path_params["path"]
        if local.partition("/")[0] in RESERVED:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        iri = await run_in_threadpool(pages.iri_of, local)
        return await pages.about(request, iri)

    return [
        Route("/", index),
        Route("/search", search),
        Route("/about", about),
        *rendering.routes(),
        Route("/{path:path}", path),
    ]
