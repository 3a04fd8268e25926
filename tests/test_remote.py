"""The remote engine against a server that misbehaves in every way that servers do."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest

from careergraph import errors
from careergraph.engines import Limits, Remote
from careergraph.engines.credentials import Credentials, find_credentials
from careergraph.engines.http import Client
from careergraph.queries import ask
from careergraph.sparql import parse

JSON = "application/sparql-results+json"
SELECT = "SELECT ?n { ?n a cg:Role }"


def table(*values: object) -> bytes:
    rows = [{"n": {"type": "literal", "value": str(value)}} for value in values]
    return json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": rows}}).encode()


class Asked(NamedTuple):
    """A request that came, and the port that it came from."""

    command: str
    path: str
    headers: Message
    body: str
    port: int


class Handler(BaseHTTPRequestHandler):
    """Answers as the test says, and keeps what it was asked."""

    protocol_version = "HTTP/1.1"
    server: Bad

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode()
        asked = Asked(self.command, self.path, self.headers, body, self.client_address[1])
        self.server.asked.append(asked)
        self.server.behave(self)

    do_POST = do_GET

    def reply(self, status: int = 200, body: bytes = b"", kind: str = JSON, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", headers.pop("length", str(len(body))))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


class Bad(ThreadingHTTPServer):
    """A server on a port of its own."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[Asked] = []
        self.behave: Callable[[Handler], None] = lambda handler: handler.reply(body=table(1))
        self.url = f"http://127.0.0.1:{self.server_port}/sparql"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up."""


@pytest.fixture
def bad(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Bad]:
    monkeypatch.setenv("NETRC", str(tmp_path / "none"))
    server = Bad()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def engine(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    monkeypatch.setattr("careergraph.engines.http.random.uniform", lambda low, high: 0.01)
    remote = Remote(bad.url)
    yield remote
    remote.close()


def values(engine: Remote, limits: Limits | None = None) -> list[object]:
    answer = ask(engine, SELECT, limits=limits or Limits()).answer()
    return [row[0] for row in answer.values()]


class TestGood:
    def test_rows_and_a_connection_that_is_kept(self, bad: Bad, engine: Remote) -> None:
        assert values(engine) == ["1"]
        assert values(engine) == ["1"]
        first, second = bad.asked
        assert first.port == second.port

    def test_gzip(self, bad: Bad, engine: Remote) -> None:
        body = gzip.compress(table(*range(5000)))
        bad.behave = lambda handler: handler.reply(body=body, Content_Encoding="gzip")
        assert values(engine) == [str(n) for n in range(5000)]

    def test_xml_and_tsv(self, bad: Bad, engine: Remote) -> None:
        xml = (
            b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="n"/>'
            b'</head><results><result><binding name="n"><literal>x</literal></binding></result>'
            b"</results></sparql>"
        )
        bad.behave = lambda handler: handler.reply(body=xml, kind="application/sparql-results+xml")
        assert values(engine) == ["x"]
        bad.behave = lambda handler: handler.reply(
            body=b'?n\n"y"\n', kind="text/tab-separated-values"
        )
        assert values(engine) == ["y"]

    def test_what_is_sent(self, bad: Bad) -> None:
        engine = Remote(f"{bad.url}?key=a&default-graph-uri=http://example.org/g")
        ask(engine, SELECT).answer()
        ask(engine, f'SELECT ?n {{ ?n a cg:Role FILTER (?n != "{"x" * 3000}") }}').answer()
        short, long = bad.asked
        asked = parse_qs(urlsplit(short.path).query)
        assert asked["key"] == ["a"]
        assert asked["default-graph-uri"] == ["http://example.org/g"]
        assert asked["query"] == [parse(SELECT).text]
        assert long.command == "POST"
        assert urlsplit(long.path).query == "key=a"
        assert parse_qs(long.body)["default-graph-uri"] == ["http://example.org/g"]
        engine.close()

    def test_a_connection_that_was_closed_is_opened_anew(self, bad: Bad, engine: Remote) -> None:
        def once(handler: Handler) -> None:
            handler.reply(body=table(1))
            handler.close_connection = True

        bad.behave = once
        assert values(engine) == ["1"]
        time.sleep(0.05)
        assert values(engine) == ["1"]


class TestPartial:
    """Nothing that is not whole is taken for an answer."""

    @pytest.mark.parametrize(
        ("body", "headers", "words"),
        [
            (b"", {}, "answered with nothing"),
            (table(1, 2)[:-20], {}, "breaks off or is no valid"),
            (table(1, 2) + b"\nThe query timed out", {}, "breaks off or is no valid"),
            (table(1, 2)[:-3] + b", {error: timeout}", {}, "timeout"),
            (table(1, 2), {"length": "9999"}, "the answer is not complete"),
            (
                gzip.compress(table(1, 2), mtime=0)[:-12],
                {"Content_Encoding": "gzip"},
                "not complete",
            ),
            (b"plainly not gzip", {"Content_Encoding": "gzip"}, "middle of its answer"),
        ],
    )
    def test_it_is_an_error(
        self, bad: Bad, engine: Remote, body: bytes, headers: dict[str, str], words: str
    ) -> None:
        def behave(handler: Handler) -> None:
            handler.reply(body=body, **headers)
            handler.close_connection = True

        bad.behave = behave
        with pytest.raises(errors.RemoteError, match=words):
            values(engine)

    def test_virtuoso_out_of_time(self, bad: Bad, engine: Remote) -> None:
        bad.behave = lambda handler: handler.reply(body=table(1), X_SQL_State="S1TAT")
        with pytest.raises(errors.LimitError):
            values(engine)

    def test_virtuoso_at_its_limit_of_rows(self, bad: Bad, engine: Remote) -> None:
        bad.behave = lambda handler: handler.reply(body=table(1, 2), X_SPARQL_MaxRows="2")
        answer = ask(engine, SELECT).answer()
        assert answer.cut is not None
        assert answer.cut.startswith("the limit of 2 rows")

    def test_blank_nodes_split_between_packets(self, bad: Bad, engine: Remote) -> None:
        rows = [{"n": {"type": "bnode", "value": f"nodeID://b{n}"}} for n in range(20000)]
        rows[7] = {"n": {"type": "literal", "value": '"type": "bnode", "value": "nodeID://'}}
        body = json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": rows}}).encode()
        bad.behave = lambda handler: handler.reply(body=body)
        found = values(engine)
        assert found[7] == '"type": "bnode", "value": "nodeID://'
        assert [*found[:7], *found[8:]] == [f"_:b{n}" for n in range(20000) if n != 7]


class TestWrong:
    def test_html(self, bad: Bad, engine: Remote) -> None:
        body = b"<html><title>x</title><body><h1>Welcome</h1></body></html>"
        bad.behave = lambda handler: handler.reply(body=body, kind="text/html")
        with pytest.raises(errors.RemoteError, match=r"text/html, not with SPARQL.*Welcome"):
            values(engine)

    @pytest.mark.parametrize(
        ("status", "error"),
        [
            (400, errors.QueryError),
            (401, errors.RemoteError),
            (403, errors.RemoteError),
            (404, errors.RemoteError),
            (500, errors.RemoteError),
            (503, errors.RemoteError),
        ],
    )
    def test_a_status(self, bad: Bad, engine: Remote, status: int, error: type[Exception]) -> None:
        bad.behave = lambda handler: handler.reply(status, b"<p>No,\x1b[31m thanks</p>" * 99)
        with pytest.raises(error, match=f"{status}.*No, \\[31m thanks") as caught:
            values(engine)
        assert len(str(caught.value)) < 600
        assert "\x1b" not in str(caught.value)

    def test_unavailable_at_first(self, bad: Bad, engine: Remote) -> None:
        def behave(handler: Handler) -> None:
            if len(bad.asked) < 3:
                handler.reply(503, b"busy", Retry_After="0")
            else:
                handler.reply(body=table(1))

        bad.behave = behave
        assert values(engine) == ["1"]
        assert len(bad.asked) == 3

    def test_a_pause_that_is_too_long(self, bad: Bad, engine: Remote) -> None:
        bad.behave = lambda handler: handler.reply(429, b"slow down", Retry_After="3600")
        with pytest.raises(errors.RemoteError, match="slow down"):
            values(engine)
        assert len(bad.asked) == 1

    def test_redirects(self, bad: Bad, engine: Remote) -> None:
        def near(handler: Handler) -> None:
            if handler.path.startswith("/sparql"):
                handler.reply(307, Location=handler.path.replace("/sparql", "/elsewhere"))
            else:
                handler.reply(body=table(1))

        bad.behave = near
        assert values(engine) == ["1"]
        bad.behave = lambda handler: handler.reply(302, Location="http://127.0.0.2:9/sparql")
        with pytest.raises(errors.RemoteError, match=r"another server.*give that address"):
            values(engine)
        bad.behave = lambda handler: handler.reply(302, Location=handler.path)
        with pytest.raises(errors.RemoteError, match="again and again"):
            values(engine)

    def test_nobody_there(self, engine: Remote, bad: Bad) -> None:
        lonely = Remote("http://127.0.0.1:1/sparql")
        with pytest.raises(errors.RemoteError, match=r"cannot be reached.*refused"):
            values(lonely)


class TestLimits:
    def test_slow_headers(self, bad: Bad, engine: Remote) -> None:
        def behave(handler: Handler) -> None:
            for byte in b"HTTP/1.1 200 OK\r\nServer: tortoise":
                handler.wfile.write(bytes([byte]))
                time.sleep(0.1)

        bad.behave = behave
        begun = time.monotonic()
        with pytest.raises(errors.LimitError, match="time limit"):
            values(engine, Limits(seconds=0.5))
        assert time.monotonic() - begun < 1.5

    def test_a_body_that_drips(self, bad: Bad, engine: Remote) -> None:
        def behave(handler: Handler) -> None:
            if "ASK" in handler.path:
                handler.reply(body=b'{"head": {}, "boolean": true}')
                return
            handler.reply(body=table(1)[:-2], length="9999")
            for _ in range(100):
                handler.wfile.write(b" ")
                time.sleep(0.1)

        bad.behave = behave
        with pytest.raises(errors.LimitError, match="time limit"):
            values(engine, Limits(seconds=0.5))

    def test_a_huge_body(self, bad: Bad, engine: Remote) -> None:
        bomb = gzip.compress(table("x" * 50_000_000))
        assert len(bomb) < 100_000
        bad.behave = lambda handler: handler.reply(body=bomb, Content_Encoding="gzip")
        with pytest.raises(errors.LimitError, match="larger than the limit of 1 MiB"):
            values(engine, Limits(memory=1))

    def test_rows(self, bad: Bad, engine: Remote) -> None:
        bad.behave = lambda handler: handler.reply(body=table(*range(9)))
        answer = ask(engine, SELECT, limits=Limits(rows=2)).answer()
        assert (len(answer), answer.cut) == (2, "the limit of 2 rows")


class TestSecrets:
    def test_basic_after_a_challenge(self, bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
        def behave(handler: Handler) -> None:
            if handler.headers["Authorization"] == "Basic YW5uOnNlY3JldA==":
                handler.reply(body=table(1))
            else:
                handler.reply(401, b"who?", WWW_Authenticate='Basic realm="x"')

        bad.behave = behave
        monkeypatch.setenv("CAREERGRAPH_USER", "ann")
        monkeypatch.setenv("CAREERGRAPH_PASSWORD", "secret")
        engine = Remote(bad.url)
        assert values(engine) == ["1"]
        assert values(engine) == ["1"]
        assert len(bad.asked) == 3
        engine.close()
        wrong = Remote(bad.url, Credentials("ann", "wrong-word"))
        with pytest.raises(errors.RemoteError, match="401") as caught:
            values(wrong)
        assert "wrong-word" not in str(caught.value)

    def test_a_token(self, bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CAREERGRAPH_TOKEN", "t0ken")
        engine = Remote(bad.url)
        assert values(engine) == ["1"]
        assert bad.asked[0].headers["Authorization"] == "Bearer t0ken"
        engine.close()

    def test_a_netrc_file(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        file = tmp_path / "netrc"
        file.write_text("machine example.org login ann password secret\n")
        monkeypatch.setenv("NETRC", str(file))
        assert find_credentials("example.org") == Credentials("ann", "secret")
        assert not find_credentials("example.com")
        file.write_text("machine example.org nonsense secret\n")
        with pytest.raises(errors.RequestError) as caught:
            find_credentials("example.org")
        assert "secret" not in str(caught.value)

    def test_never_in_the_clear(self) -> None:
        client = Client("http://192.0.2.1/sparql", credentials=Credentials(token="t0ken"))
        with pytest.raises(errors.RequestError, match="https") as caught:
            client.authorization.header("GET", "/sparql")
        assert "t0ken" not in str(caught.value)

    def test_never_in_an_address_or_a_message(self, bad: Bad) -> None:
        with pytest.raises(errors.RequestError, match="CAREERGRAPH_USER") as caught:
            Remote("https://ann:hidden-word@example.org/sparql")
        assert "hidden-word" not in str(caught.value)
        bad.behave = lambda handler: handler.reply(404, b"gone")
        with pytest.raises(errors.RemoteError) as failed:
            values(Remote(f"{bad.url}?key=hidden-word"))
        assert "hidden-word" not in str(failed.value)

    @pytest.mark.parametrize("url", ["https://", "ftp://example.org", "http://example.org:port/"])
    def test_what_is_no_address(self, url: str) -> None:
        with pytest.raises(errors.RequestError):
            Remote(url)


class TestPaging:
    def test_a_server_that_cuts_in_silence_is_asked_in_pages(
        self, bad: Bad, engine: Remote
    ) -> None:
        triples = [(f"http://e/{n:02}", "http://e/p", f"v{n:02}") for n in range(25)]

        def behave(handler: Handler) -> None:
            import pyoxigraph

            store = pyoxigraph.Store()
            store.extend(
                pyoxigraph.Quad(
                    pyoxigraph.NamedNode(s), pyoxigraph.NamedNode(p), pyoxigraph.Literal(o)
                )
                for s, p, o in triples
            )
            text = parse_qs(urlsplit(handler.path).query)["query"][0]
            whole = json.loads(
                store.query(text).serialize(format=pyoxigraph.QueryResultsFormat.JSON)
            )
            del whole["results"]["bindings"][10:]
            handler.reply(body=json.dumps(whole).encode())

        bad.behave = behave
        found = [(s.value, o.value) for s, o in engine.pairs("http://e/p")]
        assert found == [(s, o) for s, _, o in triples]
        assert len(engine.store) == 25

    def test_a_graph_that_changes_meanwhile_is_said(self, bad: Bad, engine: Remote) -> None:
        def behave(handler: Handler) -> None:
            text = parse_qs(urlsplit(handler.path).query)["query"][0]
            integer = "http://www.w3.org/2001/XMLSchema#integer"
            count = {"type": "literal", "datatype": integer, "value": "0"}
            bindings = [{"n": count}]
            names = ["n"]
            if "GROUP BY ?p" in text:
                predicate = {"type": "uri", "value": "http://e/p"}
                names, bindings = ["p", "n"], [{"p": predicate, "n": {**count, "value": "3"}}]
            elif "COUNT" not in text:
                names, bindings = ["s", "o"], []
            handler.reply(
                body=json.dumps(
                    {"head": {"vars": names}, "results": {"bindings": bindings}}
                ).encode()
            )

        bad.behave = behave
        with pytest.raises(errors.RemoteError, match="counts 3 triples but gives 0"):
            list(engine.pairs("http://e/p"))
