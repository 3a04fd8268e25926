"""What the service says about itself: SPARQL 1.1 Service Description, and VoID about its graph."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from careergraph.server.negotiation import choose
from careergraph.server.problems import ProblemError
from careergraph.vocabulary import PREFIXES, TERMS

if TYPE_CHECKING:
    from starlette.requests import Request

    from careergraph.server.service import Service

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"

RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
"""Of https://www.w3.org/ns/formats/."""

RDF_TYPES = {
    "text/turtle": "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
}

_ABOUT = """
SELECT ?graph ?property ?value {
  ?graph owl:imports <%s> ; dcterms:title ?title ; ?property ?value
  FILTER(STR(?title) = $title)
  FILTER(?property IN (dcterms:title, dcterms:description, dcterms:license, dcterms:source,
    dcterms:creator, dcterms:rights, dcterms:modified))
}
"""
_TRIPLES = "SELECT (COUNT(*) AS ?count) { ?s ?p ?o }"
_CLASSES = "SELECT ?class (COUNT(?s) AS ?count) { ?s a ?class } GROUP BY ?class ORDER BY ?class"
_PROPERTIES = "SELECT ?property (COUNT(*) AS ?count) { ?s ?property ?o } GROUP BY ?property"


def describe_service(service: Service, request: Request) -> Response:
    """Return the service description in the format that a client asks for."""
    return rdf_response(request, _service_triples(service, str(request.url_for("sparql"))))


def rdf_response(request: Request, triples: list[Any]) -> Response:
    """Return triples as RDF in the format that a client asks for.

    Raises
    ------
    ProblemError
        It accepts none of them.
    """
    import pyoxigraph

    found = choose(request.headers.get("accept", ""), RDF_TYPES)
    if found is None:
        raise ProblemError(
            HTTPStatus.NOT_ACCEPTABLE, f"This is RDF: ask for one of {', '.join(RDF_TYPES)}."
        )
    body = pyoxigraph.serialize(
        triples,
        format=getattr(pyoxigraph.RdfFormat, RDF_TYPES[found]),
        prefixes={**PREFIXES, "sd": SD, "void": VOID},
    )
    return Response(body, 200, {"Vary": "Accept"}, found)


def describe_graph(service: Service, request: Request) -> Response:
    """Return what VoID says about the graph: title, licence, sources and counts."""
    return rdf_response(request, _graph_triples(service, str(request.url_for("void"))))


def _service_triples(service: Service, endpoint: str) -> list[Any]:
    formats = " , ".join(f"<{FORMATS}{name}>" for name in RESULT_FORMATS)
    features = " , ".join(
        f"sd:{name}" for name in (["BasicFederatedQuery"] if service.settings.hosts else [])
    )
    return _parsed(
        f"""
        <{endpoint}> a sd:Service ;
            sd:endpoint <{endpoint}> ;
            sd:supportedLanguage sd:SPARQL11Query ;
            sd:resultFormat {formats} ;
            {f"sd:feature {features} ;" if features else ""}
            sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
        """
    )


def _graph_triples(service: Service, document: str) -> list[Any]:
    import pyoxigraph

    dataset = pyoxigraph.NamedNode(document + "#dataset")
    endpoint = document.replace("/.well-known/void", "/sparql")
    triples = _parsed(f"<{document}#dataset> a void:Dataset ; void:sparqlEndpoint <{endpoint}> .")
    title = pyoxigraph.Literal(service.graph.careers.title)
    for _, name, value in _rows(service, _ABOUT % TERMS.rstrip("#"), title=title):
        triples.append(pyoxigraph.Triple(dataset, name, value))
    [(count,)] = _rows(service, _TRIPLES)
    triples.append(pyoxigraph.Triple(dataset, pyoxigraph.NamedNode(VOID + "triples"), count))
    partitions = ((_CLASSES, "class", "entities"), (_PROPERTIES, "property", "triples"))
    for text, kind, counted in partitions:
        for thing, count in _rows(service, text):
            part = pyoxigraph.BlankNode()
            triples += [
                pyoxigraph.Triple(dataset, pyoxigraph.NamedNode(f"{VOID}{kind}Partition"), part),
                pyoxigraph.Triple(part, pyoxigraph.NamedNode(VOID + kind), thing),
                pyoxigraph.Triple(part, pyoxigraph.NamedNode(VOID + counted), count),
            ]
    return triples


def _parsed(turtle: str) -> list[Any]:
    import pyoxigraph

    prefixes = f"PREFIX sd: <{SD}> PREFIX void: <{VOID}>\n"
    return [
        quad.triple
        for quad in pyoxigraph.parse(prefixes + turtle, format=pyoxigraph.RdfFormat.TURTLE)
    ]


def _rows(service: Service, text: str, **parameters: Any) -> list[Any]:
    from careergraph.queries import ask

    limits = service.settings.limits
    return list(ask(service.workers, text, parameters=parameters, limits=limits))


def routes(service: Service) -> list[Route]:
    """Return the route of the VoID description."""

    async def void(request: Request) -> Response:
        return await run_in_threadpool(describe_graph, service, request)

    return [Route("/.well-known/void", void, name="void")]
