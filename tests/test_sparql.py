"""A query reaches nothing outside the graph, whatever its text: held by a listener."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.errors import QueryError
from careergraph.queries import run
from careergraph.sparql import parse, refuse_outside


class Listener(BaseHTTPRequestHandler):
    """Counts the requests that reach it."""

    seen: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.seen.append(self.path)
        self.send_error(500)

    do_GET = do_POST

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def reachable(address: str) -> pyoxigraph.Store:
    """Return a store whose triples let the attacks below get as far as their SERVICE."""
    node, store = pyoxigraph.NamedNode, pyoxigraph.Store()
    ends = (node(address), node(f"{address}/"), pyoxigraph.Literal(True))
    for relation in (node("http://e/p"), node(address), node(f"{address}/")):
        for end in ends:
            store.add(pyoxigraph.Quad(node("http://e/s"), relation, end))
    return store


# URL is the address with a slash at its end, HOST without.
ATTACKS = [
    "SELECT * { SERVICE <URL> {?a ?b ?c} }",
    "SELECT * { VALUES ?x {true} FILTER(1<2)SERVICE#>\n<URL> {?a ?b ?c} }",
    "SELECT * { VALUES ?x {1} FILTER(?x<'a#>'||1=1)SERVICE <URL> {?a ?b ?c} }",
    "SELECT * { SeRvIcE sIlEnT <URL> {?a ?b ?c} }",
    "SELECT * { SERVICE#one\n#two\rSILENT # three\n<URL> {?a ?b ?c} }",
    "SELECT * { #\r SERVICE <URL> {?a ?b ?c} \n}",
    "SELECT * { ?s ?p ?u SERVICE?u{?a ?b ?c} }",
    "SELECT * { VALUES ?u {<URL>} SERVICE$u{?a ?b ?c} }",
    "PREFIX e: <URL> SELECT * { SERVICE e:{?a ?b ?c} }",
    "PREFIX SERVICE: <URL> SELECT * { SERVICE SERVICE:{?a ?b ?c} }",
    "BASE <URL> SELECT * { SERVICE<>{?a ?b ?c} }",
    "PREFIX e: <URL> SELECT * { ?s ?p e:.SERVICE <URL> {?a ?b ?c} }",
    "SELECT * { ?s ?p <URL>SERVICE <URL> {?a ?b ?c} }",
    "SELECT * { ?s ?p ?o\nSERVICE <URL> {?a ?b ?c} }",
    "SELECT * { ?s ?p ?o FILTER(?o<?s||true)SERVICE <URL> {?a ?b ?c} }",
    "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <URL> {?a ?b ?c} } }",
    "ASK { ?s ?p ?o FILTER NOT EXISTS{SERVICE<URL>{?a ?b ?c}} }",
    "SELECT * { { SELECT * { SERVICE <URL> {?a ?b ?c} } } }",
    "CONSTRUCT { ?a ?b ?c } WHERE { OPTIONAL { SERVICE <URL> {?a ?b ?c} } }",
    "SELECT * { \\u0053ERVICE <URL> {?a ?b ?c} }",
    "SELECT * { SERV\\U00000049CE\\u003CURL> {?a ?b ?c} }",
]
MISREAD = [
    "SELECT * { SERVICESILENT<URL>{?s ?p ?leak} }",
    "SELECT * { ?s ?p trueSERVICE <URL> {?a ?b ?c} }",
    "PREFIX e:<URL>SELECT*{SERVICEe:{?a ?b ?c}}",
    "PREFIX : <URL> SELECT * { SERVICESILENT:{?a ?b ?c} }",
    "PREFIX SILENT: <URL> SELECT * { SERVICESILENT:{?a ?b ?c} }",
    "PREFIX#:\n:<URL> SELECT * { SERVICE:{?a ?b ?c} }",
    "PREFIX S: <URL> SELECT * { SERVICES:{?a ?b ?c} }",
    "PREFIX \u3001: <URL> SELECT * { SERVICE\u3001:{?a ?b ?c} }",
    "PREFIX e: <HOST> SELECT * { ?s ?p e:SERVICE <URL> {?a ?b ?c} }",
    "PREFIXe:<HOST>SELECT*{?s e:trueSERVICE<URL>{?a ?b ?c}}",
    'SELECT * { VALUES ?x {"""a" } SERVICE <URL> {?a ?b ?c} #\\uD800"""\n} }',
    "SELECT *FROMNAMED<URL> { GRAPH ?g { ?s ?p ?o } }",
    "ASKFROM<URL>{ ?s ?p ?o }",
]
"""No SPARQL by the standard, and yet some parsers read a SERVICE or FROM in it."""
FROMS = [
    "SELECT * FROM<URL> { ?s ?p ?o }",
    "PREFIX e: <URL> SELECT * FROM e:x { ?s ?p ?o }",
    "DESCRIBE*FROM#>\n<URL>{ ?s ?p ?o }",
]
INNOCENT = [
    "ASK { ?s <http://e.org/services#x> ?o . ?s ?p <http://e.org/service#y> .\n?o ?p ?s }",
    "ASK { ?s a <http://example.org/service:a>, <http://example.org/from:a> }",
    "ASK { ?s ?p 'SERVICE <http://e/>', \"a service: b\" } # SERVICE <http://e/>",
    "ASK { ?s ?p '''don't\nSERVICE <http://e/>\n''' }",
    "SELECT ?service ?from { ?from ?service ?self_service . ?self_service ?from <http://e/> }",
    "PREFIX ex: <http://example.org/> ASK { ?s ex:service ?o ; ex:from <http://e/> }",
    "PREFIX ex: <http://e/> ASK { ex:self-service ex:service ex:service . _:from ?p <e:> }",
    "PREFIX service: <http://example.org/service#> ASK { ?s service:x ?o }",
    "ASK { ?s ?p ?n FILTER(?n < 5 && ?n > 3) } # the service <x>",
]


def asked(store: pyoxigraph.Store, text: str, address: str) -> bool:
    """Ask a query, which may be refused, and return whether a request arrived."""
    Listener.seen.clear()
    with contextlib.suppress(QueryError):
        run(store, text.replace("URL", f"{address}/").replace("HOST", address))
    return bool(Listener.seen)


class TestNetwork:
    @pytest.mark.parametrize("text", MISREAD)
    def test_what_only_a_lenient_parser_reads_is_a_syntax_error(
        self, address: str, text: str
    ) -> None:
        assert not asked(reachable(address), text, address)
        with pytest.raises(QueryError, match=r"Line \d, column \d+"):
            parse(text.replace("URL", f"{address}/").replace("HOST", address))

    @pytest.mark.parametrize("text", [*ATTACKS, *FROMS])
    def test_no_request_arrives(self, address: str, text: str) -> None:
        assert not asked(reachable(address), text, address)
        with pytest.raises(QueryError, match="network access is off"):
            run(pyoxigraph.Store(), text.replace("URL", f"{address}/").replace("HOST", address))

    def test_the_listener_hears_an_attack_that_nobody_stops(self, address: str) -> None:
        """Else the tests here would show nothing."""
        store, heard = reachable(address), 0
        for text in [*ATTACKS, *MISREAD]:
            Listener.seen.clear()
            with contextlib.suppress(SyntaxError, RuntimeError, OSError):
                result = store.query(text.replace("URL", f"{address}/").replace("HOST", address))
                any(result) if not isinstance(result, pyoxigraph.QueryBoolean) else bool(result)
            heard += bool(Listener.seen)
        assert heard >= 24

    @given(data=st.data())
    @settings(max_examples=600, deadline=None)
    def test_no_mutation_of_an_attack_gets_out(self, address: str, data: st.DataObject) -> None:
        text = data.draw(st.sampled_from([*ATTACKS, *MISREAD]))
        pieces = st.sampled_from(
            [*" \n#<>(){}[]\"'?$:.\\/;", "#>\n", "'''", '"""', "//", "true", ""]
        )
        for _ in range(data.draw(st.integers(1, 4))):
            place = data.draw(st.integers(0, len(text)))
            cut = data.draw(st.integers(0, 2))
            text = text[:place] + data.draw(pieces) + text[place + cut :]
        assert not asked(reachable(address), text, address)

    @pytest.mark.parametrize("text", INNOCENT)
    def test_the_words_are_harmless_where_they_are_none(self, text: str) -> None:
        run(pyoxigraph.Store(), text)

    @pytest.mark.parametrize("before", ["1<'>'&&", "1<2#>\n&&", "1<'#>'&&", ""])
    def test_nesting_that_would_end_the_process_is_found_in_every_reading(
        self, before: str
    ) -> None:
        brackets = "(" * 20_000 + "1" + ")" * 20_000
        with pytest.raises(QueryError, match="brackets inside each other"):
            run(pyoxigraph.Store(), f"ASK {{ FILTER({before}{brackets}&&'a'='a') }}")


class TestHosts:
    ALLOWED = ("SPARQL.example.org", "localhost:7878", "example.com:8443")

    @pytest.mark.parametrize(
        "iri",
        [
            "http://sparql.example.org/a?b#c",
            "https://sparql.example.org:443/",
            "http://SPARQL.example.org:80",
            "http://localhost:7878/query",
            "https://example.com:8443/",
        ],
    )
    def test_a_host_that_is_allowed_may_be_named(self, iri: str) -> None:
        refuse_outside(parse(f"ASK {{ SERVICE <{iri}> {{}} }}"), self.ALLOWED)

    @pytest.mark.parametrize(
        "iri",
        [
            "http://example.org/",
            "http://sparql.example.org:8080/",
            "http://sparql.example.org@evil.org/",
            "http://evil.org/sparql.example.org",
            "http://evil.org?sparql.example.org",
            "http://sparql.example.org.evil.org/",
            "http://localhost/",
            "https://example.com/",
            "ftp://sparql.example.org/",
            "file:///etc/passwd",
            "http:sparql.example.org",
        ],
    )
    def test_no_other_may(self, iri: str) -> None:
        for text in (f"ASK {{ SERVICE <{iri}> {{}} }}", f"ASK FROM NAMED <{iri}> {{}}"):
            with pytest.raises(QueryError, match=r"reads from elsewhere.* is off; allowed: ex"):
                refuse_outside(parse(text), self.ALLOWED)

    def test_a_variable_could_be_any_host(self) -> None:
        with pytest.raises(QueryError, match=r"column 25: SERVICE.*access to \?u is off"):
            refuse_outside(parse("ASK { VALUES ?u { 1 2 } SERVICE ?u {} }"), self.ALLOWED)

    def test_everything_named_is_listed(self) -> None:
        text = (
            "BASE <http://a.org/x/> PREFIX b: <http://b.org/> SELECT * FROM <y> FROM NAMED b:z "
            "{ MINUS { SERVICE SILENT b:q { { SELECT * { FILTER EXISTS { SERVICE ?s {} } } } } } }"
        )
        assert [(found.clause, found.name) for found in parse(text).outside] == [
            ("FROM", "http://a.org/x/y"),
            ("FROM NAMED", "http://b.org/z"),
            ("SERVICE", "http://b.org/q"),
            ("SERVICE", "?s"),
        ]
