"""Write access over HTTP: who may, what is refused, and what a crash at any moment leaves."""

from __future__ import annotations

import http.client
import json
import random
import signal
import threading
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyoxigraph
import pytest

from careergraph.errors import LimitError, RequestError
from careergraph.server import updates
from careergraph.server.audit import Audit
from careergraph.server.problems import ProblemError
from careergraph.server.tokens import Tokens
from careergraph.server.versions import Versions
from careergraph.store import open_directory, open_store
from services import Reply, Server, serving

pytest.importorskip("uvicorn", reason="uvicorn is not installed (the server extra)")

TOKEN = "c0ffee" * 6
SKILL = "https://w3id.org/careergraph/ai-roadmap/skill/feature-engineering"
UPDATE = "application/sparql-update"


def insert(note: str) -> str:
    return f'INSERT DATA {{ <{SKILL}> skos:note "{note}" }}'


def make_store(folder: Path) -> Path:
    path = folder / "jobs"
    store = pyoxigraph.Store(str(path))
    store.bulk_extend(iter(open_store()))
    store.flush()
    del store
    return path


def make_tokens(folder: Path) -> Path:
    file = folder / "tokens"
    file.write_text(f"# who may write\nalice {TOKEN}\n")
    file.chmod(0o600)
    return file


def options(folder: Path) -> tuple[str, ...]:
    return (
        *("--graph", str(folder / "jobs"), "--writable"),
        *("--token-file", str(folder / "tokens"), "--log-format", "none"),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("writable")
    make_store(folder)
    make_tokens(folder)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(*options(folder)) as running:
        yield running


def send(server: Server, text: str, token: str = TOKEN, path: str = "/update") -> Reply:
    return server.ask(
        "POST", path, text.encode(), content_type=UPDATE, authorization=f"Bearer {token}"
    )


def notes(server: Server) -> set[str]:
    query = urlencode({"query": f"SELECT ?n {{ <{SKILL}> skos:note ?n }}", "format": "json"})
    rows = json.loads(server.get(f"/sparql?{query}").body)["results"]["bindings"]
    return {row["n"]["value"] for row in rows}


def notes_on_disk(path: Path) -> set[str]:
    store = open_directory(path)
    found = store.query(f"SELECT ?n {{ <{SKILL}> <http://www.w3.org/2004/02/skos/core#note> ?n }}")
    return {row[0].value for row in found}


def audit(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "jobs.audit.jsonl").read_text().splitlines()]


def test_update_is_seen_by_the_next_query_and_recorded(server: Server, folder: Path) -> None:
    before = server.get("/health/ready").text
    assert "seen at once" not in notes(server)
    page = server.get("/skill/feature-engineering", accept="text/html")
    reply = send(server, insert("seen at once"))
    assert reply.status == 200, reply.text
    said = json.loads(reply.body)
    assert said["after"] == said["before"] + 1
    assert "seen at once" in notes(server)
    assert server.get("/health/ready").text != before
    again = server.get(
        "/skill/feature-engineering", accept="text/html", if_none_match=page.headers["etag"]
    )
    assert (again.status, "seen at once" in again.text) == (200, True)
    prepared, committed = audit(folder)[-2:]
    assert prepared["outcome"], committed["outcome"] == ("prepared", "committed")
    assert prepared["token"] == "alice"
    assert prepared["update"] == insert("seen at once")
    assert (prepared["before"], prepared["after"]) == (said["before"], said["after"])
    assert prepared["request"] == committed["request"] == said["request"]


def test_form(server: Server) -> None:
    body = urlencode({"update": insert("by form")}).encode()
    reply = server.ask(
        "POST",
        "/update",
        body,
        content_type="application/x-www-form-urlencoded",
        authorization=f"bearer {TOKEN}",
    )
    assert reply.status == 200
    assert "by form" in notes(server)


@pytest.mark.parametrize("header", ["", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer", TOKEN])
def test_without_a_token_nothing_is_read(server: Server, header: str) -> None:
    reply = server.ask("POST", "/update", b"x", content_type=UPDATE, authorization=header)
    assert (reply.status, reply.headers["www-authenticate"][:6]) == (401, "Bearer")


def test_broken_graph_is_refused_and_stays(server: Server, folder: Path) -> None:
    said = notes(server)
    reply = send(
        server,
        f"DELETE WHERE {{ <{SKILL}> skos:prefLabel ?l }} ; {insert('half of it')}",
    )
    assert reply.status == 422
    found = json.loads(reply.body)
    assert any(one["node"] == SKILL for one in found["violations"])
    assert notes(server) == said
    assert audit(folder)[-1]["outcome"] == "refused"
    assert audit(folder)[-1]["violations"] == found["violations"]
    versions = [one.name for one in (folder / "jobs.versions").iterdir()]
    assert len(versions) <= 2


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("INSERT DATA { a b }", 400, "1:"),
        ("SELECT * { ?s ?p ?o }", 400, ""),
        ("CLEAR ALL", 422, "break the graph"),
        ("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }", 422, "default graph"),
        ("LOAD <http://127.0.0.1:9/x>", 403, "LOAD"),
        ("LOAD SILENT <http://127.0.0.1:9/x> INTO GRAPH <urn:g>", 403, "LOAD"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "SERV"),
        ("INSERT {} WHERE { {}\\u0053ERVICE <http://127.0.0.1:9/> {} }", 403, "SERVICE"),
    ],
)
def test_refused(server: Server, text: str, status: int, words: str) -> None:
    said = notes(server)
    reply = send(server, text)
    assert (reply.status, words in reply.text) == (status, True), reply.text
    assert notes(server) == said


@pytest.mark.parametrize(
    ("path", "content_type", "body", "status"),
    [
        ("/update?using-graph-uri=urn:g", UPDATE, insert("x"), 400),
        ("/update", "application/x-www-form-urlencoded", "update=a&update=b", 400),
        ("/update", "application/x-www-form-urlencoded", "query=ASK%20%7B%7D", 400),
        ("/update", "application/x-www-form-urlencoded", "", 400),
        ("/update", "text/plain", insert("x"), 415),
    ],
)
def test_wrong_request(
    server: Server, path: str, content_type: str, body: str, status: int
) -> None:
    reply = server.ask(
        "POST", path, body.encode(), content_type=content_type, authorization=f"Bearer {TOKEN}"
    )
    assert reply.status == status


def test_get_is_405(server: Server) -> None:
    assert server.get("/update").status == 405


def test_without_writable_there_are_no_updates(folder: Path) -> None:
    with serving("--log-format", "none") as plain:
        for path in ("/update", "/sparql"):
            reply = send(plain, insert("x"), path=path)
            assert reply.status == 403
            assert "read-only unless its operator starts it with --writable" in reply.text
        assert plain.get("/update").status == 405


def test_second_writer_is_refused(server: Server, folder: Path) -> None:
    with pytest.raises(RequestError, match="another process"):
        Versions(folder / "jobs")


def test_at_once_all_are_applied(server: Server) -> None:
    replies: list[Reply] = []

    def one(number: int) -> None:
        replies.append(send(server, insert(f"together {number}")))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [reply.status for reply in replies] == [200] * 4
    assert {f"together {number}" for number in range(4)} <= notes(server)


def write(
    server: Server, stop: threading.Event, attempt: int, tried: set[str], done: set[str]
) -> None:
    """Send updates of two triples each, until the server goes away."""
    for number in count():
        pair = {f"{attempt}-{number}", f"{attempt}-{number}-b"}
        tried |= pair
        try:
            reply = send(server, " ; ".join(map(insert, sorted(pair))))
        except (OSError, http.client.HTTPException):
            return
        if reply.status == 200:
            done |= pair
        if stop.is_set():
            return


def test_killed_at_any_moment_keeps_what_was_committed(tmp_path: Path) -> None:
    """Kill the service while it writes; what it said is done is there, and nothing in part."""
    make_store(tmp_path)
    make_tokens(tmp_path)
    chance = random.Random(5)
    done: set[str] = set()
    tried: set[str] = set()
    for attempt in range(6):
        with serving(*options(tmp_path)) as server:
            stop = threading.Event()

            writer = threading.Thread(target=write, args=(server, stop, attempt, tried, done))
            writer.start()
            time.sleep(chance.uniform(0.5, 2.5))
            server.process.send_signal(signal.SIGKILL)
            server.process.wait(timeout=30)
            stop.set()
            writer.join()
        found = notes_on_disk(tmp_path / "jobs")
        own = {note for note in found if note.removesuffix("-b") in tried}
        assert done <= own
        assert own <= tried
        assert {f"{note}-b" for note in own if not note.endswith("-b")} <= own
        done = own
    assert done
    with serving(*options(tmp_path)) as server:
        assert done <= notes(server)
    lines = audit(tmp_path)
    ended = {line["request"] for line in lines if line["outcome"] in ("committed", "lost")}
    assert {line["request"] for line in lines if line["outcome"] == "prepared"} == ended
    committed = {line["request"] for line in lines if line["outcome"] == "committed"}
    written = "".join(line.get("update", "") for line in lines if line["request"] in committed)
    assert all(f'"{note}"' in written for note in done)


class TestVersions:
    def test_interrupted_conversion_is_ended(self, tmp_path: Path) -> None:
        path = make_store(tmp_path)
        (tmp_path / "jobs.versions").mkdir()
        path.rename(tmp_path / "jobs.versions" / "000001")
        versions = Versions(path)
        assert (versions.present, len(open_directory(path)) > 0) == (1, True)
        versions.close()

    def test_what_was_never_committed_is_removed(self, tmp_path: Path) -> None:
        path = make_store(tmp_path)
        versions = Versions(path)
        left = versions.stage()
        assert left == 2
        versions.close()
        again = Versions(path)
        assert again.present == 1
        assert not again.directory(left).exists()
        again.close()

    def test_the_last_is_kept_for_those_who_read_it(self, tmp_path: Path) -> None:
        versions = Versions(make_store(tmp_path))
        for expected in (2, 3, 4):
            number = versions.stage()
            versions.settle(number)
            versions.commit(number)
            assert versions.present == number == expected
        assert not versions.directory(2).exists()
        assert versions.directory(3).exists()
        versions.close()

    def test_present_version_never_changes(self, tmp_path: Path) -> None:
        path = make_store(tmp_path)
        versions = Versions(path)
        first = versions.directory(1)
        before = {file.name: file.read_bytes() for file in first.iterdir()}
        number = versions.stage()
        found = updates.apply(versions.directory(number), first, insert("elsewhere"))
        assert found["outcome"] == "sound"
        assert {file.name: file.read_bytes() for file in first.iterdir()} == before
        assert "elsewhere" not in notes_on_disk(path)
        versions.commit(number)
        assert "elsewhere" in notes_on_disk(path)
        versions.close()

    def test_update_without_end_is_stopped(self, tmp_path: Path) -> None:
        path = make_store(tmp_path)
        versions = Versions(path)
        number = versions.stage()
        endless = "INSERT { <urn:a> <urn:b> 1 } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        with pytest.raises(LimitError, match="2 seconds"):
            updates.apply(versions.directory(number), versions.directory(1), endless, 2)
        versions.close()


class TestTokens:
    def test_others_must_not_read_them(self, tmp_path: Path) -> None:
        file = make_tokens(tmp_path)
        file.chmod(0o640)
        with pytest.raises(RequestError, match="chmod 600"):
            Tokens(file)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", "no token"),
            ("alice short\n", "line 1: the token has fewer than 20"),
            (f"{TOKEN}\n", "line 1: expected a name"),
            (f"a {TOKEN}\na {TOKEN}\n", "line 2: a has a token already"),
        ],
    )
    def test_wrong_file(self, tmp_path: Path, text: str, words: str) -> None:
        file = tmp_path / "tokens"
        file.write_text(text)
        file.chmod(0o600)
        with pytest.raises(RequestError, match=words):
            Tokens(file)


class TestAudit:
    def test_line_that_was_interrupted_is_left_behind(self, tmp_path: Path) -> None:
        file = tmp_path / "audit"
        file.write_text('{"outcome": "prep')
        record = Audit(file)
        record.write("refused", request="1")
        assert [line["outcome"] for line in record.lines()] == ["refused"]
        assert file.stat().st_mode & 0o077 in (0, 0o044)
        record.close()

    @pytest.mark.parametrize(("present", "outcome"), [(2, "committed"), (1, "lost")])
    def test_says_what_became_of_the_last(self, tmp_path: Path, present: int, outcome: str) -> None:
        record = Audit(tmp_path / "audit")
        record.write("prepared", request="1", version=2)
        record.recover(present)
        record.recover(present)
        assert [line["outcome"] for line in record.lines()] == ["prepared", outcome]
        record.close()


def test_guard_leaves_names_alone() -> None:
    updates.refuse_outside(
        'INSERT DATA { ex:service-desk ex:load "SERVICE" ; ?load <http://e/LOAD> . # LOAD\n }'
    )
    with pytest.raises(ProblemError):
        updates.refuse_outside('INSERT {} WHERE { ?a ?b "x"SERVICE<http://e/>{} }')
