"""The SPARQL 1.1 Protocol, asked of the real service over HTTP.

The cases follow https://www.w3.org/TR/sparql11-protocol/, section by section.
"""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Iterator
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
import rdflib
from click.testing import CliRunner

from careergraph.cli import main
from services import Server, serving

pytest.importorskip("uvicorn", reason="uvicorn is not installed (the server extra)")

ROLE = "https://w3id.org/careergraph/terms#Role"
COUNT = f"SELECT (COUNT(*) AS ?n) {{ ?role a <{ROLE}> }}"
ASK = f"ASK {{ ?role a <{ROLE}> }}"
CONSTRUCT = f"CONSTRUCT {{ ?r a <{ROLE}> }} WHERE {{ ?r a <{ROLE}> }}"
FORM = "application/x-www-form-urlencoded"
JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--log-format", "none", "--timeout", "5", "--max-rows", "1000") as running:
        yield running


def address(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, **more})


def counted(body: bytes) -> int:
    [row] = json.loads(body)["results"]["bindings"]
    return int(row["n"]["value"])


class TestQueryOperation:
    """Section 2.1."""

    def test_get(self, server: Server) -> None:
        reply = server.get(address(COUNT), accept=JSON)
        assert (reply.status, reply.headers["content-type"]) == (200, JSON)
        assert counted(reply.body) == 30

    def test_post_form(self, server: Server) -> None:
        body = urlencode({"query": COUNT}).encode()
        reply = server.ask("POST", "/sparql", body, content_type=FORM)
        assert (reply.status, counted(reply.body)) == (200, 30)

    def test_post_form_with_charset(self, server: Server) -> None:
        body = urlencode({"query": COUNT}).encode()
        reply = server.ask("POST", "/sparql", body, content_type=f"{FORM}; charset=UTF-8")
        assert (reply.status, counted(reply.body)) == (200, 30)

    def test_post_direct(self, server: Server) -> None:
        reply = server.ask(
            "POST", "/sparql", COUNT.encode(), content_type="application/sparql-query"
        )
        assert (reply.status, counted(reply.body)) == (200, 30)

    def test_letters_of_every_alphabet(self, server: Server) -> None:
        text = 'SELECT ("\u017f\U0001f600\u00e9" AS ?x) {}'
        for reply in (
            server.get(address(text), accept=JSON),
            server.ask("POST", "/sparql", text.encode(), content_type="application/sparql-query"),
        ):
            [row] = json.loads(reply.body)["results"]["bindings"]
            assert row["x"]["value"] == "\u017f\U0001f600\u00e9"

    def test_head_has_the_headers_of_get(self, server: Server) -> None:
        get, head = (server.ask(method, address(COUNT)) for method in ("GET", "HEAD"))
        assert (head.status, head.body) == (200, b"")
        assert head.headers["content-length"] == str(len(get.body))
        assert head.headers["etag"] == get.headers["etag"]

    @pytest.mark.parametrize(
        ("method", "path", "body", "content_type", "status"),
        [
            ("GET", address(COUNT) + "&" + urlencode({"query": ASK}), None, "", 400),
            ("GET", address("SELECT nonsense"), None, "", 400),
            ("GET", "/sparql?query=", None, "", 400),
            ("GET", "/sparql?query=%FF", None, "", 400),
            ("POST", "/sparql", b"", FORM, 400),
            ("POST", "/sparql", b"\xff", "application/sparql-query", 400),
            ("POST", "/sparql", COUNT.encode(), "text/plain", 415),
            ("POST", "/sparql", COUNT.encode(), "", 415),
            ("PUT", "/sparql", b"", FORM, 405),
            ("DELETE", "/sparql", None, "", 405),
            ("GET", "/sparql?query=" + "x" * 20_000, None, "", 414),
            ("POST", "/sparql", b"x" * 2_000_000, "application/sparql-query", 413),
            ("GET", "/nothing-here", None, "", 404),
        ],
    )
    def test_what_is_refused(
        self,
        server: Server,
        method: str,
        path: str,
        body: bytes | None,
        content_type: str,
        status: int,
    ) -> None:
        headers = {"content_type": content_type} if content_type else {}
        reply = server.ask(method, path, body, **headers)
        assert reply.status == status
        assert reply.headers["content-type"] == "application/problem+json"
        problem = json.loads(reply.body)
        assert problem["status"] == status
        assert problem["detail"]

    def test_a_wrong_query_is_shown_with_line_and_caret(self, server: Server) -> None:
        reply = server.get(address("SELECT ?x {\n  ?x a cg:Role"))
        problem = json.loads(reply.body)
        assert "Line 1, column 11" in problem["detail"]
        assert problem["detail"].splitlines()[-1].strip() == "^"

    @pytest.mark.parametrize(
        "update",
        ["INSERT DATA { <a:a> <a:b> <a:c> }", "CLEAR ALL", "LOAD <http://127.0.0.1:9/x>"],
    )
    def test_every_update_is_refused(self, server: Server, update: str) -> None:
        form = urlencode({"update": update}).encode()
        replies = [
            server.ask("POST", "/sparql", form, content_type=FORM),
            server.ask(
                "POST", "/sparql", update.encode(), content_type="application/sparql-update"
            ),
            server.get("/sparql?" + urlencode({"update": update})),
            server.get(address(update)),
            server.ask("POST", "/update", form, content_type=FORM),
            server.ask(
                "POST",
                "/sparql?using-graph-uri=http%3A%2F%2Fexample.org",
                update.encode(),
                content_type="application/sparql-update",
            ),
        ]
        assert all(400 <= reply.status < 500 for reply in replies)
        assert counted(server.get(address(COUNT), accept=JSON).body) == 30


class TestContentNegotiation:
    """Section 2.1.6, and the four results formats."""

    @pytest.mark.parametrize(
        ("accept", "media_type"),
        [
            ("", JSON),
            ("*/*", JSON),
            ("application/json", "application/json"),
            ("application/sparql-results+xml", "application/sparql-results+xml"),
            ("application/xml", "application/xml"),
            ("text/csv", "text/csv; charset=utf-8"),
            ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
            ("application/x-ndjson", "application/x-ndjson"),
            ("text/*", "text/xml; charset=utf-8"),
            (
                "text/csv;q=0.3, application/sparql-results+xml;q=0.9",
                "application/sparql-results+xml",
            ),
            ("image/png, text/csv;q=0.1", "text/csv; charset=utf-8"),
        ],
    )
    def test_select(self, server: Server, accept: str, media_type: str) -> None:
        reply = server.get(address(COUNT), accept=accept)
        assert (reply.status, reply.headers["content-type"]) == (200, media_type)
        assert reply.headers["vary"].lower() == "accept"

    def test_each_format_says_the_same(self, server: Server) -> None:
        text = "SELECT ?role { ?role a cg:Role } ORDER BY ?role"
        as_json, as_xml, as_csv, as_tsv = (
            server.get(address(text), accept=accept).body
            for accept in (
                JSON,
                "application/sparql-results+xml",
                "text/csv",
                "text/tab-separated-values",
            )
        )
        expected = [row["role"]["value"] for row in json.loads(as_json)["results"]["bindings"]]
        xml = ElementTree.fromstring(as_xml)
        assert [e.text for e in xml.iter("{http://www.w3.org/2005/sparql-results#}uri")] == expected
        assert [row["role"] for row in csv.DictReader(io.StringIO(as_csv.decode()))] == expected
        assert as_tsv.decode().splitlines() == ["?role", *(f"<{iri}>" for iri in expected)]

    @pytest.mark.parametrize(
        ("accept", "format_name"),
        [
            ("text/turtle", "turtle"),
            ("application/rdf+xml", "xml"),
            ("application/ld+json", "json-ld"),
            ("application/n-triples", "nt"),
            ("", "turtle"),
        ],
    )
    def test_construct(self, server: Server, accept: str, format_name: str) -> None:
        reply = server.get(address(CONSTRUCT), accept=accept)
        assert reply.status == 200
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's, of its own JSON-LD
            graph = rdflib.Graph().parse(data=reply.body, format=format_name)
        assert len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(ROLE)))) == 30

    @pytest.mark.parametrize("accept", [JSON, "application/sparql-results+xml"])
    def test_ask(self, server: Server, accept: str) -> None:
        reply = server.get(address(ASK), accept=accept)
        assert b"true" in reply.body

    @pytest.mark.parametrize(
        ("query", "accept"), [(COUNT, "image/png"), (CONSTRUCT, "text/csv"), (COUNT, "*/*;q=0")]
    )
    def test_what_is_not_on_offer(self, server: Server, query: str, accept: str) -> None:
        assert server.get(address(query), accept=accept).status == 406


class TestDataset:
    """Section 2.1.4: the graphs that a request names."""

    def test_a_graph_that_is_not_here(self, server: Server) -> None:
        path = address(COUNT, **{"default-graph-uri": "http://127.0.0.1:9/graph"})
        reply = server.get(path, accept=JSON)
        assert (reply.status, counted(reply.body)) == (200, 0)

    def test_a_graph_named_in_the_query(self, server: Server) -> None:
        text = f"SELECT * FROM <http://127.0.0.1:9/graph> {{ ?role a <{ROLE}> }}"
        assert server.get(address(text)).status == 400


class TestLimits:
    """Nothing that is cut looks whole."""

    SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    def test_time(self, server: Server) -> None:
        reply = server.get(address(self.SLOW))
        assert reply.status == 503
        assert "5 s" in json.loads(reply.body)["detail"]
        assert counted(server.get(address(COUNT), accept=JSON).body) == 30

    def test_rows(self, server: Server) -> None:
        reply = server.get(address("SELECT * { ?s ?p ?o }"))
        assert reply.status == 400
        assert "1,000 rows" in json.loads(reply.body)["detail"]

    def test_the_beginning_on_request(self, server: Server) -> None:
        reply = server.get(address("SELECT * { ?s ?p ?o }", cut="yes"), accept=JSON)
        answer = json.loads(reply.body)
        assert (reply.status, len(answer["results"]["bindings"])) == (200, 1000)
        assert "1,000 rows" in answer["careergraph"]["cut"]

    def test_service_reaches_nothing(self, server: Server) -> None:
        reply = server.get(address("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"))
        assert reply.status == 400


class TestCaching:
    def test_the_same_answer_is_not_sent_twice(self, server: Server) -> None:
        first = server.get(address(COUNT), accept=JSON)
        second = server.get(address(COUNT), accept=JSON, if_none_match=first.headers["etag"])
        assert (second.status, second.body) == (304, b"")
        other = server.get(address(COUNT), accept="text/csv")
        assert other.headers["etag"] != first.headers["etag"]

    def test_from_the_cache_as_from_the_worker(self, server: Server) -> None:
        path = address("SELECT ?skill { ?skill a cg:Skill } ORDER BY ?skill LIMIT 3")
        first, second = (server.get(path, accept=JSON) for _ in range(2))
        assert first.body == second.body
        headers = [dict(reply.headers) for reply in (first, second)]
        numbers = {facts.pop("x-request-id") for facts in headers}
        for facts in headers:
            del facts["date"]
        assert headers[0] == headers[1]
        assert len(numbers) == 2

    def test_what_changes_is_not_kept(self, server: Server) -> None:
        path = address("SELECT (STRUUID() AS ?x) {}")
        first, second = (server.get(path, accept=JSON) for _ in range(2))
        assert first.body != second.body
        assert first.headers["etag"] is None


class TestDescription:
    @pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml"])
    def test_of_the_service(self, server: Server, accept: str) -> None:
        reply = server.get("/sparql", accept=accept)
        graph = rdflib.Graph().parse(data=reply.body, format=accept)
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        endpoint = rdflib.URIRef(f"http://127.0.0.1:{server.port}/sparql")
        assert (endpoint, rdflib.RDF.type, sd.Service) in graph
        assert (endpoint, sd.supportedLanguage, sd.SPARQL11Query) in graph
        assert (endpoint, sd.feature, None) not in graph

    def test_of_the_graph(self, server: Server) -> None:
        reply = server.get("/.well-known/void", accept="text/turtle")
        graph = rdflib.Graph().parse(data=reply.body, format="turtle")
        void = rdflib.Namespace("http://rdfs.org/ns/void#")
        [dataset] = graph.subjects(rdflib.RDF.type, void.Dataset)
        titles = [str(title) for title in graph.objects(dataset, rdflib.DCTERMS.title)]
        assert titles == ["AI career roadmap"]
        [part] = graph.subjects(void["class"], rdflib.URIRef(ROLE))
        assert graph.value(part, void.entities) == rdflib.Literal(30)


def test_health(server: Server) -> None:
    assert json.loads(server.get("/health/live").body) == {"status": "live"}
    assert json.loads(server.get("/health/ready").body)["status"] == "ready"


def test_pages_of_allowed_origins_may_read() -> None:
    with serving("--log-format", "none", "--cors", "https://example.org") as server:
        allowed = server.get(address(COUNT), origin="https://example.org")
        other = server.get(address(COUNT), origin="https://example.com")
        preflight = server.ask(
            "OPTIONS",
            "/sparql",
            origin="https://example.org",
            access_control_request_method="POST",
            access_control_request_headers="content-type",
        )
    assert allowed.headers["access-control-allow-origin"] == "https://example.org"
    assert other.headers["access-control-allow-origin"] is None
    assert preflight.status == 200


def test_it_stops_when_asked_and_logs_each_request() -> None:
    with serving("--log-format", "json") as server:
        reply = server.get("/sparql?query=" + quote("ASK {}"), accept=JSON)
        assert server.stop() == 0
        assert server.process.stderr is not None
        lines = server.process.stderr.read().decode().splitlines()
    logged = [json.loads(line) for line in lines if line.startswith("{")]
    [line] = [facts for facts in logged if facts["path"] == "/sparql"]
    assert (line["method"], line["status"], line["bytes"]) == ("GET", 200, len(reply.body))
    assert line["id"] == reply.headers["x-request-id"]


def test_a_port_in_use_is_said(server: Server) -> None:
    result = CliRunner().invoke(main, ["serve", "--port", str(server.port)])
    assert result.exit_code == 2
    assert f"127.0.0.1:{server.port} cannot be listened on" in result.output
    assert "Serving on" not in result.output


def test_an_endpoint_is_not_served() -> None:
    result = CliRunner().invoke(main, ["serve", "--graph", "https://example.org/sparql"])
    assert result.exit_code == 2
    assert "https://example.org/sparql: an endpoint is a server already" in result.output


def test_service_reaches_the_hosts_that_are_allowed(server: Server) -> None:
    def asked(port: int) -> str:
        return address(
            f"SELECT ?r {{ SERVICE <http://127.0.0.1:{port}/sparql> {{ ?r a <{ROLE}> }} }}"
        )

    with serving("--log-format", "none", "--allow-host", f"127.0.0.1:{server.port}") as asking:
        reply = asking.get(asked(server.port), accept=JSON)
        other = asking.get(asked(9), accept=JSON)
    with serving("--log-format", "none", "--allow-host", "127.0.0.1:9") as alone:
        silent = alone.get(asked(9), accept=JSON)
    assert len(json.loads(reply.body)["results"]["bindings"]) == 30
    assert reply.headers["etag"] is None  # the other server may answer anew
    assert other.status == 400
    assert f"allowed: 127.0.0.1:{server.port}" in other.text
    assert silent.status == 400
    assert silent.text.count("cannot be answered") == 1
