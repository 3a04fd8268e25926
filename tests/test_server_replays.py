"""Requests that are recognised by their bytes: answered as if they had been read, and no others."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from careergraph.server.cache import Cache, Stored
from services import Server, serving

pytest.importorskip("uvicorn", reason="uvicorn is not installed (the server extra)")

COUNT = quote("SELECT (COUNT(*) AS ?n) { ?role a cg:Role }")
OTHER = quote("SELECT (COUNT(*) AS ?n) { ?skill a cg:Skill }")
CHANGING = ("date", "x-request-id")


def head(query: str, *lines: str) -> bytes:
    said = (f"GET /sparql?query={query} HTTP/1.1", "Host: localhost", *lines)
    return "\r\n".join(said).encode() + b"\r\n\r\n"


AGAIN = head(COUNT, "Accept: application/sparql-results+json")


class Connection:
    """A connection that is kept, and what comes back on it."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.file = self.socket.makefile("rb")

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def reply(self) -> tuple[str, dict[str, str], bytes]:
        status = self.file.readline().decode().strip()
        headers = {}
        while line := self.file.readline().decode().strip():
            name, _, value = line.partition(": ")
            headers[name] = value
        return status, headers, self.file.read(int(headers["content-length"]))

    def ask(self, data: bytes) -> tuple[str, dict[str, str], bytes]:
        self.send(data)
        return self.reply()

    def close(self) -> None:
        self.file.close()
        self.socket.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--log-format", "none") as running:
        yield running


@pytest.fixture
def connection(server: Server) -> Iterator[Connection]:
    opened = Connection(server.port)
    for _ in range(3):  # asked, kept, recognised
        opened.ask(AGAIN)
    yield opened
    opened.close()


def number(body: bytes) -> str:
    value: str = json.loads(body)["results"]["bindings"][0]["n"]["value"]
    return value


def test_a_recognised_request_gets_the_same_response_with_an_id_of_its_own(
    server: Server, connection: Connection
) -> None:
    status, headers, body = connection.ask(AGAIN)
    read_again = Connection(server.port)
    # Another order of headers is another request, which is read.
    read = read_again.ask(head(COUNT, "X-Other: 1", "Accept: application/sparql-results+json"))
    read_again.close()
    assert (status, number(body)) == ("HTTP/1.1 200 OK", "30") == (read[0], number(read[2]))
    assert {name: value for name, value in headers.items() if name not in CHANGING} == {
        name: value for name, value in read[1].items() if name not in CHANGING
    }
    assert list(headers) == list(read[1])
    assert headers["x-request-id"] != read[1]["x-request-id"] != connection.ask(AGAIN)[1]


def test_requests_sent_at_once_are_answered_in_their_order(connection: Connection) -> None:
    other = head(OTHER, "Accept: application/sparql-results+json")
    connection.send(other + AGAIN + other + AGAIN)
    assert [number(connection.reply()[2]) for _ in range(4)] == ["59", "30", "59", "30"]


def test_a_request_sent_while_another_is_answered_waits_for_its_turn(
    connection: Connection,
) -> None:
    slow = quote("SELECT (COUNT(*) AS ?n) { ?a a cg:Skill . ?b a cg:Skill . ?c a cg:Skill }")
    connection.send(head(slow, "Accept: application/sparql-results+json"))
    connection.send(AGAIN)
    assert number(connection.reply()[2]) == str(59**3)
    assert number(connection.reply()[2]) == "30"


def test_a_head_in_two_pieces_is_one_request(connection: Connection) -> None:
    connection.send(AGAIN[:40])
    connection.send(AGAIN[40:])
    assert number(connection.reply()[2]) == "30"
    assert number(connection.ask(AGAIN)[2]) == "30"


def test_a_body_that_looks_like_a_request_is_a_body(connection: Connection) -> None:
    posted = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: %d\r\n\r\n"
    )
    connection.send(posted % len(AGAIN))
    connection.send(AGAIN)
    status, _, body = connection.reply()
    assert status == "HTTP/1.1 400 Bad Request"
    assert b"GET" in body
    assert number(connection.ask(AGAIN)[2]) == "30"


@pytest.mark.parametrize("line", ["Connection: close", "Content-Length: 0", "Expect: 100-continue"])
def test_a_request_that_is_more_than_its_head_is_always_read(server: Server, line: str) -> None:
    asked = head(COUNT, "Accept: application/sparql-results+json", line)
    for _ in range(4):
        connection = Connection(server.port)
        status, headers, body = connection.ask(asked)
        connection.close()
        if line.startswith("Expect"):
            assert status == "HTTP/1.1 100 Continue" or number(body) == "30"
        else:
            assert number(body) == "30"
        assert (headers.get("connection") == "close") == line.startswith("Connection")


def test_http_1_0_closes_its_connection_each_time(server: Server) -> None:
    for _ in range(4):
        connection = Connection(server.port)
        assert number(connection.ask(AGAIN.replace(b"HTTP/1.1", b"HTTP/1.0"))[2]) == "30"
        assert connection.file.read() == b""
        connection.close()


def test_nothing_is_recognised_once_the_graph_has_changed_or_the_answer_has_made_room() -> None:
    cache, key = Cache(3200), ("a",)
    cache.put(key, Stored(200, [], b"x" * 200), cache.state)
    cache.recognise(AGAIN, key)
    assert cache.recognised(AGAIN) == Stored(200, [], b"x" * 200)
    for number in range(20):
        cache.put((number,), Stored(200, [], b"y" * 200), cache.state)
    assert cache.recognised(AGAIN) is None
    cache.put(key, Stored(200, [], b"z"), cache.state)
    assert cache.recognised(AGAIN) == Stored(200, [], b"z")
    cache.clear()
    cache.put(key, Stored(200, [], b"new"), cache.state)
    assert cache.recognised(AGAIN) is None


def test_every_request_is_logged(tmp_path: Path) -> None:
    with serving("--log-format", "json") as server:
        connection = Connection(server.port)
        ids = [connection.ask(AGAIN)[1]["x-request-id"] for _ in range(5)]
        connection.close()
        server.stop()
        assert server.process.stderr is not None
        lines = server.process.stderr.read().decode().splitlines()
    logged = [json.loads(line) for line in lines if line.startswith("{")]
    mine = [line for line in logged if line["id"] in ids]
    assert [line["id"] for line in mine] == ids
    assert {(line["method"], line["path"], line["status"], line["client"]) for line in mine} == {
        ("GET", "/sparql", 200, "127.0.0.1")
    }
    assert len({line["bytes"] for line in mine}) == 1
    assert all(re.fullmatch(r"[0-9a-f]{16}", line["id"]) for line in mine)
