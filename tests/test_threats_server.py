"""The threat model over HTTP: what a stranger on the network can do to the service.

The numbers in the names are those of the lines in docs/threat-model.md.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from fuzz_queries import Canary
from services import Reply, Server, serving
from test_threats import COUNT, EXHAUSTING, OUTSIDE, SECRET, canary, secret

pytest.importorskip("uvicorn", reason="uvicorn is not installed (the server extra)")

__all__ = ["canary", "secret"]

QUERY = "application/sparql-query"
JSON = "application/sparql-results+json"
PROC = Path("/proc")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--log-format", "none", "--timeout", "5", "--max-memory", "256") as running:
        yield running


def address(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, **more})


def post(server: Server, query: str, **headers: str) -> Reply:
    return server.ask("POST", "/sparql", query.encode(), content_type=QUERY, **headers)


def healthy(server: Server) -> bool:
    """Tell whether a query that is in no cache is answered, by the same process."""
    reply = server.get(address(f"{COUNT} # {time.monotonic()}"), accept=JSON)
    rows = json.loads(reply.body)["results"]["bindings"]
    return server.process.poll() is None and rows[0]["n"]["value"] == "30"


def resident(server: Server) -> float:
    """Return the memory in MiB that the process which listens has."""
    status = (PROC / str(server.process.pid) / "status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@pytest.mark.parametrize("text", OUTSIDE)
def test_1_2_outside(server: Server, canary: Canary, secret: Path, text: str) -> None:
    for url in (canary.url, secret.as_uri()):
        reply = server.get(address(text.replace("URL", url)))
        assert (reply.status, SECRET in reply.text) == (400, False)
    assert healthy(server)


def test_3_graphs_named_in_the_request(server: Server, canary: Canary, secret: Path) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        for url in (canary.url, secret.as_uri(), "not an iri", "a:> { SERVICE <b:"):
            for ask in ("SELECT * { ?s ?p ?o }", "SELECT * { GRAPH ?g { ?s ?p ?o } }"):
                reply = server.get(address(ask, **{name: url}), accept=JSON)
                assert reply.status in (200, 400)
                assert SECRET not in reply.text
                if reply.status == 200:
                    assert json.loads(reply.body)["results"]["bindings"] == []
    assert healthy(server)


@pytest.mark.parametrize("name", EXHAUSTING)
def test_7_8_9_10_13_exhaustion(server: Server, name: str) -> None:
    reply = post(server, EXHAUSTING[name], accept=JSON)
    expected = {400, 503} | ({200} if name.startswith("13") else set())
    assert reply.status in expected, reply.text
    assert healthy(server)


def test_15_a_long_query_leaves_others_their_turn(server: Server) -> None:
    """A megabyte takes seconds to read; small questions are answered meanwhile."""
    values = "SELECT (COUNT(?x) AS ?n) { VALUES ?x { " + "1 " * 500_000 + "} }"
    with ThreadPoolExecutor(6) as pool:
        long = [pool.submit(post, server, f"{values} # {n}") for n in range(3)]
        answered = 0
        while not all(one.done() for one in long):
            assert server.get(f"/health/live?{answered}").status == 200
            answered += 1
    assert answered > 3
    assert {one.result().status for one in long} <= {200, 400, 503}
    assert healthy(server)


def test_16_answers_without_end(server: Server) -> None:
    """Who asks for much and reads nothing keeps nobody else waiting, nor memory."""
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    request = f"GET {address(text, cut='yes')} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with ExitStack() as stack:
        for _ in range(8):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            client.sendall(request)
        time.sleep(1)
        assert healthy(server)
        assert resident(server) < 400
    assert healthy(server)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_34_clients_that_leave_before_an_answer(method: str) -> None:
    """Whoever asks for what takes for ever and leaves keeps no worker, nor a place in the line."""
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    path = address(text) if method == "GET" else "/sparql"
    body = text.encode() if method == "POST" else b""
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {QUERY}\r\n"
    request = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    options = ("--timeout", "300", "--query-workers", "1", "--log-format", "json")
    with serving(*options) as server:
        with ExitStack() as stack:
            for _ in range(3):
                client = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
                client.sendall(request)
            time.sleep(2)  # the worker for quick queries has passed the first on
        # The page of a named query asks the patient worker, of which there is one.
        page = server.get("/queries/find?text=ethic", accept="text/html")
        assert (page.status, "Ethical AI Advocate" in page.text) == (200, True)
        server.stop()
        assert server.process.stderr is not None
        log = server.process.stderr.read().decode().splitlines()
    facts = [json.loads(line) for line in log if line.startswith("{")]
    left = [one for one in facts if one["path"] == "/sparql"]
    assert [one["status"] for one in left] == [499] * 3
    assert not any("fault" in one for one in facts)


@pytest.mark.parametrize(
    "piece", [b"X: " + b"a" * 2**16, b"a: b\r\n" * 2**14, b"a" * 2**16], ids=["long", "many", "url"]
)
def test_17_headers_without_end(server: Server, piece: bytes) -> None:
    start = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n"
    sent = 0
    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as client,
        suppress(ConnectionError),
    ):
        client.sendall(b"GET /" if piece[:1] == b"a" and b":" not in piece else start)
        while sent < 64 * 2**20:
            client.sendall(piece)
            sent += len(piece)
    assert sent < 64 * 2**20
    assert resident(server) < 400
    assert healthy(server)


def test_17_long_addresses_and_bodies(server: Server) -> None:
    assert server.get("/sparql?query=" + "x" * 17_000).status == 414
    assert post(server, "x" * (2**20 + 1)).status == 413
    assert server.ask("POST", "/sparql/check", b"x" * 20_001).status == 413
    assert healthy(server)


def test_18_slow_heads(server: Server) -> None:
    """Those who send a letter and wait are let go; others are answered all the while."""
    starts = (b"G", b"GET / HTTP/1.1\r\nX: ")
    with ExitStack() as stack:
        clients = []
        for number in range(100):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            client.sendall(starts[number % 2])
            clients.append(client)
        assert healthy(server)
        for client in clients[:2]:  # the head is awaited for 20 s
            client.settimeout(40)
            assert client.recv(100) == b""
    assert healthy(server)


def test_18_slow_bodies(server: Server) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.settimeout(40)
        client.sendall(head + b"Content-Length: 9\r\n\r\na")
        assert b" 408 " in client.recv(100)
    assert healthy(server)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_19_other_names(server: Server, method: str) -> None:
    """A page whose host name comes to mean this machine reads nothing."""
    for host in ("evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "[::2]"):
        body = COUNT.encode() if method == "POST" else None
        reply = server.ask(method, address(COUNT), body, content_type=QUERY, host=host)
        assert (reply.status, "30" in reply.text) == (421, False), host
    for host in ("localhost", f"127.0.0.1:{server.port}", "[::1]:80", "LOCALHOST"):
        assert server.ask("GET", address(COUNT), host=host).status == 200


def test_20_other_origins(server: Server) -> None:
    """Nothing is said to pages elsewhere, nor kept for one and given to another."""
    asked = address("ASK { ?s a cg:Role }")
    plain = server.get(asked)
    for origin in ("https://evil.example", "null", "file://"):
        reply = server.get(asked, origin=origin)
        assert "access-control-allow-origin" not in reply.headers
    with serving("--log-format", "none", "--cors", "https://good.example") as shared:
        for origin in ("https://evil.example", "https://good.example", "https://evil.example"):
            allowed = shared.get(asked, origin=origin).headers["access-control-allow-origin"]
            assert (allowed == origin) is ("good" in origin)
    assert plain.status == 200


def test_20_each_accepted_format_is_kept_apart(server: Server) -> None:
    types = ("text/csv", JSON, "application/sparql-results+xml", "text/csv")
    for accept in types * 2:
        reply = server.get(address(COUNT), accept=accept)
        assert reply.headers["content-type"].startswith(accept)
    for name in (f"127.0.0.1:{server.port}", "localhost:1", f"127.0.0.1:{server.port}"):
        said = json.loads(server.ask("GET", "/api/openapi.json", host=name).body)
        assert said["servers"][0]["url"] == f"http://{name}"


@pytest.mark.parametrize(
    "value",
    [
        "x' } SERVICE <URL> { ?a ?b ?c",
        '"""} SERVICE <URL> { ?a ?b ?c }#',
        "\\u0022 } SERVICE <URL> {} #",
        "x\n} LIMIT 0 #",
        "$text",
        "\ud7ff\ue000",
    ],
)
def test_21_parameters(server: Server, canary: Canary, value: str) -> None:
    given = urlencode({"text": value.replace("URL", canary.url)})
    reply = server.get(f"/queries/find?{given}", accept=JSON)
    assert reply.status == 200, reply.text
    assert json.loads(reply.body)["results"]["bindings"] == []
    bad = urlencode({"role": value.replace("URL", canary.url)})
    assert server.get(f"/queries/role-requirements?{bad}", accept=JSON).status in (400, 404)
    assert healthy(server)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../../etc/passwd",
        "/static/sparql/../../app.py",
        "/static/sparql/..%2f..%2fapp.py",
        "/static/sparql/%2e%2e/%2e%2e/app.py",
        "/static/sparql/....//app.py",
        "/static//etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/queries/..%2f..%2fetc%2fpasswd",
        "/about?iri=file:///etc/passwd",
        "/about?iri=%00",
        "/static/sparql/main.js%00.css",
        "/role/..%5c..%5cetc",
    ],
)
def test_22_paths(server: Server, path: str) -> None:
    reply = server.get(path)
    assert 400 <= reply.status < 500
    assert "root:" not in reply.text
    assert "import " not in reply.text


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_23_forged_lines(log_format: str) -> None:
    forged = "/x\n2026-01-01T00:00:00 10.0.0.1 GET /forged 200\x1b[31m\u2028end"
    with serving("--log-format", log_format) as server:
        server.get(quote(forged, safe="/"))
        server.stop()
        assert server.process.stderr is not None
        logged = server.process.stderr.read().decode()
    lines = [line for line in logged.splitlines() if "forged" in line]
    assert len(lines) == 1
    assert "\\n2026-01-01" in lines[0]
    assert "\x1b" not in logged


def test_24_faults_say_nothing_of_the_machine(server: Server) -> None:
    paths = ("/nothing", address("ASK {"), "/about?iri=x", "/queries/nope", "/api/route?source=x")
    for path in (*paths, address("SELECT * { ?s ?p ?o }", format="nope")):
        for accept in (JSON, "text/html"):
            reply = server.get(path, accept=accept)
            assert "Traceback" not in reply.text
            assert str(Path(__file__).parents[1]) not in reply.text
            assert sys_prefixes_absent(reply)


def sys_prefixes_absent(reply: Reply) -> bool:
    return "site-packages" not in reply.text and "server" not in reply.headers
