"""The threat model: each line of docs/threat-model.md is held by the test that it names.

A test here has the number of its line in its name. A listener on this machine must hear nothing,
a file must stay secret, and whoever was attacked must answer the next query.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pyoxigraph
import pytest

import fuzz_queries
from careergraph.engines import Engine, Limits, Workers
from careergraph.errors import CareerGraphError, GraphFileError, LimitError, QueryError
from careergraph.queries import ask
from careergraph.sparql import parse
from careergraph.store import open_store
from engines import in_memory, on_disk, worker_over_directory, worker_over_memory
from fuzz_queries import Canary

ROOT = Path(__file__).parents[1]
SECRET = "the-secret-of-this-test"
COUNT = "SELECT (COUNT(*) AS ?n) { ?role a cg:Role }"
ENGINES = {
    "in memory": in_memory,
    "on disk": on_disk,
    "worker over memory": worker_over_memory,
    "worker over directory": worker_over_directory,
}


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    return open_store()


@pytest.fixture(scope="module", params=ENGINES)
def engine(
    request: pytest.FixtureRequest,
    store: pyoxigraph.Store,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Engine]:
    with ENGINES[request.param](store, tmp_path_factory.mktemp("engine")) as made:
        yield made


@pytest.fixture
def canary() -> Iterator[Canary]:
    made = Canary()
    yield made
    assert made.heard == 0
    made.close()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret.nt"
    file.write_text(f'<a:s> <a:p> "{SECRET}" .\n', encoding="utf-8")
    return file


def healthy(engine: Engine) -> bool:
    return ask(engine, COUNT).answer().values() == [(30,)]


OUTSIDE = (
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE#x\n<URL> { ?s ?p ?o } }",
    "PREFIX e: <URL> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "DESCRIBE ?s FROM <URL> { ?s ?p ?o }",
)
"""URL is a host or a file."""


class TestOutside:
    """What a query names outside the graph."""

    @pytest.mark.parametrize("text", OUTSIDE)
    def test_1_connections(self, engine: Engine, canary: Canary, text: str) -> None:
        with pytest.raises(QueryError, match="network access is off"):
            ask(engine, text.replace("URL", canary.url))
        assert healthy(engine)

    @pytest.mark.parametrize("text", OUTSIDE)
    def test_2_files(self, engine: Engine, secret: Path, text: str) -> None:
        with pytest.raises(QueryError, match="network access is off") as error:
            ask(engine, text.replace("URL", secret.as_uri()))
        assert SECRET not in str(error.value)
        assert healthy(engine)

    @pytest.mark.parametrize(
        "text",
        [
            "LOAD <URL>",
            "LOAD SILENT <URL> INTO GRAPH <a:g>",
            "INSERT { ?s ?p ?o } USING <URL> WHERE { ?s ?p ?o }",
            "INSERT DATA { <a:s> <a:p> 1 }",
            "DELETE WHERE { ?s ?p ?o }",
            "ASK {} ; CLEAR ALL",
        ],
    )
    def test_4_updates(self, engine: Engine, canary: Canary, text: str) -> None:
        before = len(engine.store)
        with pytest.raises(QueryError, match=r"Line 1, column \d"):
            ask(engine, text.replace("URL", canary.url))
        assert len(engine.store) == before
        assert healthy(engine)


JSONLD = (
    '{"@context": "URL", "@id": "a:s", "name": "x"}',
    '{"@context": {"@import": "URL"}, "@id": "a:s"}',
    '{"@context": ["URL", {"a": "b:"}], "@id": "a:s"}',
)
XML = (
    '<!DOCTYPE x [<!ENTITY e SYSTEM "URL">]><rdf:RDF xmlns:rdf="RDF" xmlns:a="a:">'
    '<rdf:Description rdf:about="a:s"><a:p>&e;</a:p></rdf:Description></rdf:RDF>',
    '<!DOCTYPE x SYSTEM "URL"><rdf:RDF xmlns:rdf="RDF" xmlns:a="a:">'
    '<rdf:Description rdf:about="a:s"><a:p>x</a:p></rdf:Description></rdf:RDF>',
    '<!DOCTYPE x [<!ENTITY % e SYSTEM "URL"> %e;]><rdf:RDF xmlns:rdf="RDF"/>',
)
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


class TestGraphFile:
    """What a file that somebody else wrote can do when it is loaded."""

    @pytest.mark.parametrize("suffix", ["jsonld", "rdf"])
    @pytest.mark.parametrize("number", range(3))
    @pytest.mark.parametrize("scheme", ["http", "file"])
    def test_5_contexts_and_entities(
        self, canary: Canary, secret: Path, tmp_path: Path, suffix: str, number: int, scheme: str
    ) -> None:
        text = (JSONLD if suffix == "jsonld" else XML)[number]
        url = canary.url if scheme == "http" else secret.as_uri()
        file = tmp_path / f"hostile.{suffix}"
        file.write_text(text.replace("URL", url).replace('"RDF"', f'"{RDF}"'), encoding="utf-8")
        try:
            read = open_store(file)
        except GraphFileError as error:
            assert SECRET not in str(error)  # noqa: PT017, it may be read as well
        else:
            assert not any(SECRET in str(quad) for quad in read)

    def test_6_entities_of_entities(self, tmp_path: Path) -> None:
        """A billion laughs: within a gigabyte and a minute, refused or read."""
        names = "abcdefghij"
        grown = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
        file = tmp_path / "laughs.rdf"
        file.write_text(
            f'<!DOCTYPE x [<!ENTITY a "ha">{grown}]><rdf:RDF xmlns:rdf="{RDF}" xmlns:a="a:">'
            '<rdf:Description rdf:about="a:s"><a:p>&j;</a:p></rdf:Description></rdf:RDF>',
            encoding="utf-8",
        )
        program = (
            "import resource, sys; from pathlib import Path\n"
            "from careergraph.errors import GraphFileError; from careergraph.store import *\n"
            "resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n"
            "try: open_store(Path(sys.argv[1]))\n"
            "except GraphFileError as error: print(error)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(file)],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert "laughs.rdf" in done.stdout
        assert "entit" in done.stdout.lower()


BINDS = " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(30))
ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o"
EXHAUSTING = {
    "7-regex": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    "FILTER REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), '^((a+)+|(.*a){12})+$') }",
    "8-sort": f"SELECT * {{ {ALL} }} ORDER BY ?c ?f ?i ?l",
    "8-group": f"SELECT (GROUP_CONCAT(?c) AS ?n) {{ {ALL} }} GROUP BY ?f ?i",
    "9-doubling": f"SELECT (STRLEN(?a30) AS ?n) {{ BIND('0123456789abcdef' AS ?a0) {BINDS} }}",
    "10-product": f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}",
    "10-paths": "SELECT (COUNT(*) AS ?n) { ?a (<a:p>|!<a:p>)* ?b . ?b (<a:p>|!<a:p>)* ?c . "
    "?c !<a:q>* ?d . ?d (<a:p>|!<a:p>)* ?e . ?e !<a:r>* ?f . ?f !<a:s>* ?g }",
    "13-triples": f"SELECT * {{ {'?s ?p ?o . ' * 500} }}",
    "13-list": f"SELECT * {{ ?s ?p ({'?x ' * 500}) }}",
    "13-values": f"SELECT * {{ {'VALUES ?x { 1 2 } ' * 400} ?x ?y ?z }}",
    "13-steps": f"SELECT * {{ ?s cg:requires{'/^cg:requires' * 400} ?o }}",
}


class TestExhaustion:
    """What takes all time or all memory ends at its limit; in process, at the reader."""

    @pytest.mark.parametrize("source", ["memory", "directory"])
    @pytest.mark.parametrize("name", EXHAUSTING)
    def test_7_8_9_10_13_limits(
        self, store: pyoxigraph.Store, tmp_path: Path, name: str, source: str
    ) -> None:
        make = worker_over_memory if source == "memory" else worker_over_directory
        with make(store, tmp_path) as workers:
            limits = Limits(seconds=1, rows=1_000, memory=200)
            # What line 13 has may be refused or answered in time; the others reach a limit.
            small = name.startswith("13")
            ends = suppress(LimitError, QueryError) if small else pytest.raises(LimitError)
            with ends:
                assert len(ask(workers, EXHAUSTING[name], limits=limits).answer()) <= 1_000
            assert healthy(workers)

    @pytest.mark.parametrize(
        "text",
        [
            "SELECT * " + "{" * 20_000 + "}" * 20_000,
            "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
            "ASK { FILTER(" + "!" * 20_000 + "1) }",
            "ASK { FILTER(" + "-" * 20_000 + "1) }",
            "ASK { " + "OPTIONAL { " * 20_000 + "}" * 20_001,
            "ASK { ?s ?p " + "[ ?p " * 20_000 + "1" + "]" * 20_000 + " }",
            "ASK { " + "<< " * 250 + "?s ?p ?o" + " ?p ?o >>" * 250 + " }",
            "ASK { " + "{ SELECT * " * 20_000 + "{}" + "}" * 20_001,
            "SELECT * { " + "{" * 20_000,
        ],
    )
    def test_11_nesting(self, engine: Engine, text: str) -> None:
        with pytest.raises(QueryError):
            ask(engine, text)
        assert healthy(engine)

    @pytest.mark.parametrize(
        "text",
        [
            "ASK { FILTER(1" + "+1" * 20_000 + ") }",
            "ASK { {} " + "UNION {} " * 20_000 + "}",
            "ASK { ?s a" + "/a" * 20_000 + " ?o }",
            "ASK { " + "?s ?p ?o . " * 20_000 + "}",
            "ASK { ?s ?p (" + "1 " * 20_000 + ") }",
            "SELECT * { ?s ?p 'x" + "'" * 400_001,
            "ASK {}" + " " * 4_000_001,
        ],
    )
    def test_12_length(self, engine: Engine, text: str) -> None:
        with pytest.raises(QueryError):
            ask(engine, text)
        assert healthy(engine)


class TestFuzz:
    """Line 14: ten thousand queries by `python tests/fuzz_queries.py`, some of them here."""

    def test_14_the_first_queries_have_no_fault(self) -> None:
        fuzzer = fuzz_queries.Fuzzer()
        fuzzer.run(iter(range(300)))
        fuzzer.close()
        assert not fuzzer.faults
        assert {"answered", "refused", "stopped"} <= {outcome for _, outcome in fuzzer.seen}

    def test_14_faults_are_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        fuzzer = fuzz_queries.Fuzzer()

        def broken(_: str) -> None:
            raise KeyError("a fault")

        monkeypatch.setattr(fuzz_queries, "parse", broken)
        fuzzer.run(iter(range(1)))
        monkeypatch.undo()
        fuzzer.workers.close()
        fuzzer.workers = Workers(pyoxigraph.Store())
        fuzzer.run(iter([_first(fuzzer, "refused")]))
        fuzzer.close()
        assert "KeyError: 'a fault'" in fuzzer.faults[0]
        assert "the next query was not answered" in fuzzer.faults[1]


def _first(fuzzer: fuzz_queries.Fuzzer, outcome: str) -> int:
    for number in range(100):
        try:
            parse(fuzz_queries.case(number, fuzzer.good, fuzzer.canary.url)[1])
        except CareerGraphError:
            return number
    raise AssertionError(f"no query is {outcome}")


def test_every_line_has_its_tests() -> None:
    """The numbers of the table are those of the tests here; other tests that it names exist."""
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    lines = dict(re.findall(r"^\| (\d+) \|.*\| ([^|]+) \|$", text, re.MULTILINE))
    assert [int(number) for number in lines] == list(range(1, len(lines) + 1))
    held: set[str] = set()
    for file in ("test_threats.py", "test_threats_server.py"):
        for name in _tests(ROOT / "tests" / file):
            held.update(re.findall(r"(?<=_)\d+(?=_)", name))
    assert held <= lines.keys()
    for number, tests in lines.items():
        named = re.findall(r"`(test_\w+)\.py(?:::(\w+))?`", tests)
        assert named or number in held, f"line {number} has no test"
        for file, test in named:
            found = _tests(ROOT / "tests" / f"{file}.py")
            assert not test or test in found, f"line {number}: {file}.py has no {test}"


def _tests(file: Path) -> set[str]:
    """Return the names of the tests and classes of tests in a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[:4].lower() == "test"
    }
