"""Worker processes: they stop when they must, hold nothing back, and reach nothing."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

import careergraph as cg
from careergraph.engines import NO_LIMITS, InProcess, Limits, Workers, ahead
from careergraph.engines.cancellation import Cancellation
from careergraph.engines.confinement import CALLS, FILES, MEMORY
from careergraph.errors import BusyError, GraphFileError, LimitError, QueryError, RequestError
from careergraph.sparql import Query, parse
from careergraph.writers import WRITERS
from engines import directory

CROSS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
SORTED = f"{CROSS} ORDER BY ?c ?f ?i ?l"
LONG_TEXT = (
    "SELECT (STRLEN(?z) AS ?n) { BIND('0123456789abcdef' AS ?a0) "
    + " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(30))
    + " BIND(?a30 AS ?z) }"
)
PATHS = "SELECT (COUNT(*) AS ?n) { ?a (<a:p>|!<a:p>)* ?b . ?b (<a:p>|!<a:p>)* ?c . ?c !<a:q>* ?d }"
REGEX = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    "FILTER REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), '^((a+)+|(.*a){12})+$') }"
)


@dataclass
class Unread:
    """A query that nothing has read, as if the guard had been passed by."""

    text: str
    form: str = "SELECT"
    columns: tuple[str, ...] = ("s", "p", "o")
    warnings: tuple[str, ...] = ()


def raw(text: str) -> Query:
    unread: Any = Unread(text)
    return unread


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    from careergraph.store import open_store

    return open_store()


@pytest.fixture(params=["memory", "directory"])
def workers(
    request: pytest.FixtureRequest, store: pyoxigraph.Store, tmp_path: Path
) -> Iterator[Workers]:
    source = store if request.param == "memory" else directory(store, tmp_path)
    made = Workers(source)
    yield made
    made.close()


def healthy(workers: Workers) -> bool:
    text = "SELECT (COUNT(*) AS ?n) { ?role a cg:Role }"
    return workers.stream(parse(text)).answer().values() == [(30,)]


def gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="says what is in force on Linux")
def test_what_is_in_force(workers: Workers) -> None:
    expected = {FILES, MEMORY} | ({CALLS} if os.uname().machine == "x86_64" else set())
    assert set(workers.in_force) == expected


@pytest.mark.parametrize("text", [CROSS, SORTED, PATHS, REGEX], ids=["cross", "sort", "path", "re"])
def test_a_limit_of_time_ends_the_process(workers: Workers, text: str) -> None:
    assert healthy(workers)
    (before,) = workers.pids
    begin = time.monotonic()
    with pytest.raises(LimitError, match=r"limit of 0\.5 seconds"):
        for _ in workers.stream(parse(text), Limits(seconds=0.5)):
            pass
    assert time.monotonic() - begin < 10  # and not for ever: generous to a machine that is busy
    assert gone(before)
    assert healthy(workers)
    assert before not in workers.pids


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a limit of memory")
@pytest.mark.parametrize("text", [SORTED, LONG_TEXT], ids=["sort", "concat"])
def test_a_limit_of_memory_ends_the_process(workers: Workers, text: str) -> None:
    with pytest.raises(LimitError, match="limit of 100 MiB of memory"):
        workers.stream(parse(text), Limits(seconds=60, memory=100)).answer()
    assert healthy(workers)


@pytest.mark.parametrize("depth", [20_000, 100_000])
@pytest.mark.parametrize("opening", ["{", "(", "!(", "OPTIONAL {", "FILTER NOT EXISTS {"])
def test_deep_nesting_ends_one_worker_and_nothing_else(
    workers: Workers, opening: str, depth: int
) -> None:
    closing = ")" if "(" in opening else "}"
    nested = opening * depth + "1" * (closing == ")") + closing * depth
    body = f"BIND({nested} AS ?x)" if closing == ")" else nested
    # A crash, a refusal or an answer: but for this query alone.
    with suppress(QueryError, LimitError):
        workers.stream(raw(f"SELECT * {{ {body} }}"), Limits(seconds=20)).answer()
    assert healthy(workers)


def test_a_crash_is_an_error_that_says_so(workers: Workers) -> None:
    assert healthy(workers)
    stream = workers.stream(parse(CROSS))
    os.kill(workers.pids[0], signal.SIGSEGV)
    with pytest.raises(QueryError, match="made the engine crash"):
        stream.answer()
    assert healthy(workers)


def test_a_worker_that_dies_while_idle_is_replaced(workers: Workers) -> None:
    assert healthy(workers)
    (before,) = workers.pids
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert healthy(workers)
    assert gone(before)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        yield server


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {{ SERVICE <http://127.0.0.1:{port}/sparql> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT <http://127.0.0.1:{port}/sparql> {{ ?s ?p ?o }} }}",
        "SELECT * {{ \\u0053ERVICE <http://127.0.0.1:{port}/sparql> {{ ?s ?p ?o }} }}",
        "SELECT ?s ?p ?o {{FILTER EXISTS {{ SERVICE <http://localhost:{port}> {{ ?s ?p ?o }} }} }}",
        "SELECT * {{ SERVICE <file:///etc/passwd> {{ ?s ?p ?o }} }}",
        "SELECT * FROM <http://127.0.0.1:{port}/x> {{ ?s ?p ?o }}",
        "SELECT * FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
        "LOAD <http://127.0.0.1:{port}/x>",
    ],
)
def test_a_worker_reaches_nothing_even_unguarded(
    workers: Workers, listener: socket.socket, text: str
) -> None:
    query = raw(text.format(port=listener.getsockname()[1]))
    with suppress(QueryError):
        rows = workers.stream(query, Limits(seconds=20)).answer().rows
        assert not any(term is not None for row in rows for term in row)
    with pytest.raises(TimeoutError):
        listener.accept()
    assert healthy(workers)


def test_the_same_query_reaches_the_listener_without_a_worker(listener: socket.socket) -> None:
    """What shows that the test above can fail."""
    seen: list[bool] = []

    def accept() -> None:
        listener.settimeout(20)
        connection, _ = listener.accept()
        seen.append(True)
        connection.close()

    thread = threading.Thread(target=accept)
    thread.start()
    port = listener.getsockname()[1]
    with suppress(OSError, RuntimeError, ValueError):
        text = f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
        list(pyoxigraph.Store().query(text))  # type: ignore[arg-type]
    thread.join()
    assert seen == [True]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_thousand_queries_leave_descriptors_and_memory_flat(workers: Workers) -> None:
    query = parse("SELECT ?s ?o { ?s skos:prefLabel ?o } LIMIT 20")

    def measure() -> tuple[int, int, int, int]:
        (pid,) = workers.pids
        sizes = [
            int(Path(f"/proc/{who}/statm").read_text().split()[1]) * 4 for who in ("self", pid)
        ]
        counts = [len(os.listdir(f"/proc/{who}/fd")) for who in ("self", pid)]
        return (counts[0], counts[1], sizes[0], sizes[1])

    def ask(times: int) -> None:
        for _ in range(times):
            assert len(workers.stream(query).answer().rows) == 20

    ask(100)
    gc.collect()
    before, pid = measure(), workers.pids
    ask(1000)
    gc.collect()
    after = measure()
    assert workers.pids == pid
    assert after[:2] == before[:2]
    assert after[2] - before[2] < 4096  # KiB
    assert after[3] - before[3] < 4096


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_million_rows_in_flat_memory(workers: Workers) -> None:
    ten = "{ 0 1 2 3 4 5 6 7 8 9 }"
    text = "SELECT * { " + " ".join(f"VALUES ?v{i} {ten}" for i in range(6)) + " }"
    stream = workers.stream(parse(text), Limits(seconds=600, memory=500))
    (pid,) = workers.pids
    rows, most = 0, [0, 0]
    first = None
    for row in stream:
        rows += 1
        if rows % 100_000 == 1:
            sizes = [
                int(Path(f"/proc/{who}/statm").read_text().split()[1]) * 4 for who in ("self", pid)
            ]
            first = first or sizes
            most = [max(pair) for pair in zip(most, sizes, strict=True)]
        assert len(row) == 6
    assert rows == 1_000_000
    assert first is not None
    assert [top - start < 16_384 for top, start in zip(most, first, strict=True)] == [True, True]


def test_a_stream_that_nobody_reads_any_more_is_stopped(workers: Workers) -> None:
    assert healthy(workers)
    (before,) = workers.pids
    stream = workers.stream(parse(CROSS))
    del stream  # not even begun
    gc.collect()
    assert gone(before)
    assert healthy(workers)


def test_a_small_rest_is_left_unread_without_ending_the_worker(workers: Workers) -> None:
    assert healthy(workers)
    before = workers.pids
    found = workers.stream(parse("SELECT ?s { ?s a cg:Role }"), Limits(rows=3)).answer()
    assert (len(found.rows), found.cut) == (3, "the limit of 3 rows")
    assert workers.pids == before


def test_a_reader_that_stops_reading_frees_the_worker_at_the_limit(
    store: pyoxigraph.Store,
) -> None:
    workers = Workers(store, wait=30)
    stream = iter(workers.stream(parse(CROSS), Limits(seconds=0.5)))
    next(stream)
    (pid,) = workers.pids
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    with pytest.raises(LimitError):
        list(stream)
    workers.close()


def test_many_threads_share_few_workers(store: pyoxigraph.Store) -> None:
    workers = Workers(store, 2, wait=60)
    failures: list[BaseException] = []
    pids: set[int] = set()

    def ask(number: int) -> None:
        try:
            for turn in range(10):
                if (number + turn) % 7 == 0:
                    with pytest.raises(LimitError):
                        workers.stream(parse(SORTED), Limits(seconds=0.1)).answer()
                else:
                    text = f"SELECT ({number} AS ?n) (COUNT(*) AS ?m) {{ ?r a cg:Role }}"
                    assert workers.stream(parse(text)).answer().values() == [(number, 30)]
                pids.update(workers.pids)
                assert len(workers.pids) <= 2
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    workers.close()
    assert all(map(gone, pids))


def test_nobody_waits_for_ever(store: pyoxigraph.Store) -> None:
    workers = Workers(store, wait=0.1)
    stream = workers.stream(parse(CROSS))
    with pytest.raises(BusyError, match=r"none came free within 0\.1 seconds"):
        workers.stream(parse("ASK {}"))
    stream.close()
    assert healthy(workers)
    workers.close()


def test_closing_ends_everything_at_once(workers: Workers) -> None:
    stream = workers.stream(parse(CROSS))
    pids = workers.pids
    workers.close()
    assert all(map(gone, pids))
    with pytest.raises(QueryError, match="was closed"):
        list(stream)
    with pytest.raises(QueryError, match="has been closed"):
        workers.stream(parse("ASK {}"))


def test_a_directory_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("MANIFEST-000001\n")
    (tmp_path / "MANIFEST-000001").write_text("nonsense")
    workers = Workers(tmp_path)
    with pytest.raises(GraphFileError, match="cannot open it"):
        workers.stream(parse("ASK {}"))
    assert workers.pids == ()


GRAPH_FORMATS = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}


def triples(written: bytes, format_name: str) -> set[pyoxigraph.Triple]:
    """Read what was written; in which order is nobody's to say."""
    found = pyoxigraph.parse(written, GRAPH_FORMATS[format_name])
    return {quad.triple for quad in found}


@pytest.mark.parametrize("format_name", WRITERS)
def test_a_worker_writes_formats_itself(store: pyoxigraph.Store, format_name: str) -> None:
    graph = format_name in GRAPH_FORMATS
    text = (
        "CONSTRUCT { ?r a cg:Role } { ?r a cg:Role }"
        if graph
        else "SELECT ?r ?l { ?r a cg:Role ; skos:prefLabel ?l } ORDER BY ?r"
    )
    most = 100 if graph else 7  # which triples come first is nobody's to say
    limits = Limits(seconds=30, rows=most)
    local = InProcess(store).stream(parse(text), Limits(rows=most))
    expected = b"".join(WRITERS[format_name](local))
    workers = Workers(store, formats=True)
    found = workers.serialise(parse(text), limits, format_name)
    assert found.columns == (("subject", "predicate", "object") if graph else ("r", "l"))
    if graph:
        assert triples(b"".join(found), format_name) == triples(expected, format_name)
    else:
        assert b"".join(found) == expected
    assert found.cut == (None if graph else "the limit of 7 rows")
    with pytest.raises(LimitError):
        b"".join(workers.serialise(parse(SORTED), Limits(seconds=0.3), "csv"))
    if graph:
        with pytest.raises(RequestError):
            workers.serialise(parse("ASK {}"), NO_LIMITS, format_name)
    workers.close()


def test_workers_without_formats_say_so(store: pyoxigraph.Store) -> None:
    with pytest.raises(RequestError, match="formats=True"):
        Workers(store).serialise(parse("ASK {}"), NO_LIMITS, "csv")


def test_what_is_added_to_the_graph_is_seen_by_its_workers() -> None:
    from rdflib import RDF, URIRef

    limits = Limits(seconds=60)
    count = "SELECT (COUNT(*) AS ?n) { ?role a cg:Role }"
    new = (
        URIRef("http://example.org/r"),
        RDF.type,
        URIRef("https://w3id.org/careergraph/terms#Role"),
    )
    with cg.load() as graph:
        assert graph.query(count, limits=limits).values() == [(30,)]
        graph.rdf.add(new)
        assert graph.query(count, limits=limits).values() == [(31,)]
        graph.rdf.remove(new)
        assert graph.query(count, limits=limits).values() == [(30,)]


def test_a_graph_keeps_its_worker_and_ends_it() -> None:
    with cg.load() as graph:
        for _ in range(3):
            assert graph.query("ASK { ?role a cg:Role }", limits=Limits(seconds=60))
        pids = graph._engine.workers().pids  # type: ignore[attr-defined]
        assert len(pids) == 1
    assert gone(pids[0])


def test_a_directory_is_not_opened_here_when_only_a_worker_is_used(
    store: pyoxigraph.Store, tmp_path: Path
) -> None:
    path = directory(store, tmp_path)

    def opened() -> list[str]:
        links = Path("/proc/self/fd").iterdir()
        names = [os.readlink(link) for link in links if link.is_symlink()]
        return [name for name in names if name.startswith(str(path))]

    with cg.load(path) as graph:
        assert graph.query("ASK { ?role a cg:Role }", limits=Limits(seconds=60))
        assert opened() == []
        assert graph.query("ASK { ?role a cg:Role }")
        assert opened() != []


STREAMS = f"""
import time, careergraph as cg
from careergraph.engines import Limits
graph = cg.load()
stream = graph.stream({CROSS!r}, limits=Limits(seconds=600))
print(*graph._engine.workers().pids, flush=True)
"""
COMPUTES = f"""
import careergraph as cg
from careergraph.engines import Limits
graph = cg.load()
graph.prepare()
print(*graph._engine.workers().pids, flush=True)
graph.query({PATHS!r}, limits=Limits(seconds=600))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, None])
def test_workers_end_with_their_parent_however_it_ends(how: signal.Signals | None) -> None:
    parent, pid = _start(STREAMS + ("" if how is None else "time.sleep(600)"))
    if how is not None:
        parent.send_signal(how)
    parent.communicate(timeout=60)
    assert _ends(pid)


def test_a_worker_that_computes_ends_with_its_parent() -> None:
    parent, pid = _start(COMPUTES)
    _computes(pid)
    parent.kill()
    parent.communicate(timeout=60)
    assert _ends(pid)


@pytest.mark.parametrize("limits", [[], ["--timeout", "0", "--max-memory", "0", "--max-rows", "0"]])
def test_ctrl_c_on_the_command_line_stops_at_once(limits: list[str]) -> None:
    command = [sys.executable, "-c", "from careergraph.cli import main; main()", "query", *limits]
    parent = subprocess.Popen(
        [*command, "--text", PATHS], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
    while not (found := children.read_text().split()):
        time.sleep(0.02)
    pid = int(found[0])
    _computes(pid)
    begin = time.monotonic()
    parent.send_signal(signal.SIGINT)
    _, errors = parent.communicate(timeout=60)
    assert time.monotonic() - begin < 5
    assert parent.returncode == 130
    assert b"Traceback" not in errors
    assert gone(pid)


FORKS = """
import os, careergraph as cg
from careergraph.engines import Limits
graph = cg.load()
ask = lambda n: graph.query("SELECT (%d AS ?n) (COUNT(*) AS ?m) { ?r a cg:Role }" % n,
                            limits=Limits(seconds=60)).values()
assert ask(0) == [(0, 30)]
child = os.fork()
me = 1 if child == 0 else 2
for _ in range(200):
    assert ask(me) == [(me, 30)]
if child == 0:
    raise SystemExit(7)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
assert ask(3) == [(3, 30)]
"""


def test_a_forked_process_starts_workers_of_its_own() -> None:
    done = subprocess.run([sys.executable, "-c", FORKS], capture_output=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "limits",
    [
        Limits(seconds=1e300, memory=10**30),
        Limits(seconds=float("inf")),
        Limits(seconds=float("nan")),
        Limits(seconds=1e-3 + 60, memory=1 << 22),
    ],
    ids=str,
)
def test_limits_beyond_all_bounds_are_none(workers: Workers, limits: Limits) -> None:
    assert workers.stream(parse("ASK {}"), limits).answer().boolean


def _start(script: str) -> tuple[subprocess.Popen[bytes], int]:
    """Run a script; return it, and the worker that it names."""
    parent = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert parent.stdout is not None
    return parent, int(parent.stdout.readline())


def _computes(pid: int) -> None:
    """Wait until a process has used half a second of the processor."""
    while int(Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()[11]) < 50:
        time.sleep(0.05)


def _ends(pid: int) -> bool:
    latest = time.monotonic() + 30
    while not gone(pid) and Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1].split()[0] != "Z":
        if time.monotonic() > latest:
            return False
        time.sleep(0.02)
    return True


def test_a_worker_started_ahead_is_the_one_that_answers(tmp_path: Path) -> None:
    kept = pyoxigraph.Store(str(tmp_path))
    kept.add(pyoxigraph.Quad(*[pyoxigraph.NamedNode("urn:a")] * 3))
    kept.flush()
    del kept
    ahead.start(tmp_path)
    process = ahead.take(tmp_path)
    assert process is not None
    process.end()
    assert ahead.take(tmp_path) is None
    ahead.start(tmp_path)
    workers = Workers(tmp_path)
    assert workers.stream(parse("ASK { <urn:a> ?p ?o }"), Limits(seconds=30)).boolean
    assert ahead.take(tmp_path) is None
    workers.close()


class TestCancellation:
    """What one thread asks, another stops."""

    COUNTED = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

    @pytest.fixture
    def alone(self, store: pyoxigraph.Store) -> Iterator[Workers]:
        made = Workers(store, wait=60, formats=True)
        assert healthy(made)
        yield made
        made.close()

    def asking(self, workers: Workers, text: str, cancellation: Cancellation) -> Future[bytes]:
        def ask() -> bytes:
            return b"".join(workers.serialise(parse(text), NO_LIMITS, "csv", cancellation))

        pool = ThreadPoolExecutor(1)
        asked = pool.submit(ask)
        pool.shutdown(wait=False)
        with suppress(TimeoutError):
            asked.result(0.5)
        return asked

    def test_a_query_that_is_answered_ends_its_worker(self, alone: Workers) -> None:
        (before,) = alone.pids
        cancellation = Cancellation()
        asked = self.asking(alone, self.COUNTED, cancellation)
        assert not asked.done()
        cancellation.cancel()
        with pytest.raises(QueryError, match="nobody waits for the answer"):
            asked.result(10)
        assert gone(before)
        assert healthy(alone)

    def test_who_waits_for_a_worker_waits_no_more(self, alone: Workers) -> None:
        first, second = Cancellation(), Cancellation()
        busy = self.asking(alone, self.COUNTED, first)
        waiting = self.asking(alone, self.COUNTED, second)
        (before,) = alone.pids
        second.cancel()
        with pytest.raises(QueryError, match="cancelled before it was answered"):
            waiting.result(10)
        assert (alone.pids, busy.done()) == ((before,), False)
        first.cancel()
        with pytest.raises(QueryError):
            busy.result(10)

    def test_nothing_begins_afterwards(self, alone: Workers) -> None:
        before = alone.pids
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(QueryError, match="cancelled before it was answered"):
            alone.serialise(parse(self.COUNTED), NO_LIMITS, "csv", cancellation)
        assert alone.pids == before

    def test_what_was_answered_leaves_its_worker_alone(self, alone: Workers) -> None:
        before = alone.pids
        cancellation = Cancellation()
        text = "SELECT (COUNT(*) AS ?n) { ?role a cg:Role }"
        assert self.asking(alone, text, cancellation).result(10) == b"n\r\n30\r\n"
        cancellation.cancel()
        assert healthy(alone)
        assert alone.pids == before
