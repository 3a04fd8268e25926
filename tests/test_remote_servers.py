"""Every named query and the routes from memory, disk, the Oxigraph server and Virtuoso: the same.

The servers are real and are started here, see `servers`.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner

import careergraph
from careergraph import errors
from careergraph.answers import Answer
from careergraph.cli import main
from careergraph.engines import Engine, InProcess, Limits, Remote
from careergraph.projection import project
from careergraph.publishing import publish
from careergraph.queries import NamedQuery, ask, named_queries
from careergraph.store import open_store
from servers import GRAPH, MAX_ROWS, Server, oxigraph, virtuoso

ENGINES = ("disk", "oxigraph", "virtuoso")
SERVERS = ("oxigraph", "virtuoso")
QUERIES = named_queries()
ROUTES = (
    ("ml engineer 2", "ai product manager 4"),
    ("data scientist 1", "ai research scientist 5"),
    ("ethical ai advocate 3", "data scientist 4"),
)

JOINED_PATHS = (
    "Virtuoso 7.2.5 loses rows where two sub-selects that each follow cg:leadsTo* are joined, "
    "depending on its plan; each sub-select alone is right, and so is the network that is read."
)
KNOWN_DIFFERENCES = {
    ("alignment-coverage", "virtuoso"): (
        "Virtuoso 7.2.5 refuses EXISTS over variables of VALUES with status 500; the form with "
        "OPTIONAL sub-selects that it takes is answered wrongly by rdflib, our reference."
    ),
    ("closest-roles", "virtuoso"): JOINED_PATHS,
    ("role-coverage", "virtuoso"): JOINED_PATHS,
    ("role-effort", "virtuoso"): JOINED_PATHS,
}
"""By query and server, with the reason. The others were avoided by plainer SPARQL."""

_spec = importlib.util.spec_from_file_location(
    "regenerate", Path(__file__).parent / "queries" / "regenerate.py"
)
assert _spec is not None
assert _spec.loader is not None
regenerate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(regenerate)


@pytest.fixture(scope="module")
def memory() -> InProcess:
    return InProcess(open_store())


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Server:
    return request.getfixturevalue(f"{request.param}_server")


def _loaded(server: Server) -> Server:
    store = open_store()
    triples = [quad.triple for quad in store]
    done = publish(triples, server.graph_store, named_graph=GRAPH, credentials=server.credentials)
    assert done.parts == 1
    return server


@pytest.fixture(scope="module")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield _loaded(server)


@pytest.fixture(scope="module")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield _loaded(server)


@pytest.fixture(scope="module", params=ENGINES)
def engine(
    request: pytest.FixtureRequest,
    memory: InProcess,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Engine]:
    made: Engine
    if request.param == "disk":
        folder = tmp_path_factory.mktemp("disk")
        written = pyoxigraph.Store(str(folder))
        written.extend(memory.store)
        written.flush()
        del written
        made = InProcess(pyoxigraph.Store.read_only(str(folder)))
    else:
        made = Remote(request.getfixturevalue(f"{request.param}_server").of_graph)
    yield made
    made.close()


def same(one: Answer, other: Answer) -> bool:
    """Tell whether two answers are the same, row by row and term by term, in order."""
    return (one.form, one.columns, one.rows, one.boolean, one.cut) == (
        other.form,
        other.columns,
        other.rows,
        other.boolean,
        other.cut,
    )


class TestEveryEngine:
    @pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
    def test_a_named_query_has_the_same_answer(
        self,
        engine: Engine,
        memory: InProcess,
        query: NamedQuery,
        request: pytest.FixtureRequest,
    ) -> None:
        text = regenerate.example_text(query)
        try:
            found = same(ask(engine, text).answer(), ask(memory, text).answer())
        except errors.RemoteError:
            found = False
        name = request.node.callspec.params["engine"]
        # A server whose answer depends on its plan is sometimes right, which is no fault of ours.
        assert found or (query.name, name) in KNOWN_DIFFERENCES

    def test_the_network_is_the_same(self, engine: Engine, memory: InProcess) -> None:
        assert project(engine) == project(memory)

    @pytest.mark.parametrize(("source", "target"), ROUTES)
    def test_routes_are_the_same(self, engine: Engine, source: str, target: str) -> None:
        asked = {"alternatives": 2, "detour": 200.0}
        expected = careergraph.load().route(source, target, **asked)
        assert careergraph.CareerGraph(engine).route(source, target, **asked) == expected

    def test_the_whole_graph_comes(self, engine: Engine, memory: InProcess) -> None:
        assert _canonical(engine.store) == _canonical(memory.store)

    def test_a_limit_of_rows_is_said(self, engine: Engine) -> None:
        answer = ask(engine, "SELECT ?s { ?s a cg:Skill }", limits=Limits(rows=3)).answer()
        assert len(answer) == 3
        assert answer.cut == "the limit of 3 rows"

    def test_what_cannot_be_answered_is_refused(self, engine: Engine) -> None:
        with pytest.raises(errors.QueryError):
            ask(engine, "SELECT ?s { ?s a cg:Skill ").answer()
        with pytest.raises(errors.QueryError):
            ask(engine, "SELECT ?s { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }").answer()

    def test_yes_and_no(self, engine: Engine) -> None:
        assert ask(engine, "ASK { ?s a cg:Skill }").answer().boolean is True
        assert ask(engine, "ASK { ?s a cg:Nothing }").answer().boolean is False

    @pytest.mark.parametrize(
        "text",
        ["", "é ü 漢字", "😀", "tab\there", "line\nbreak", '"quoted" \\back', "</a> & <b>", "\x01"],
    )
    def test_text_arrives_whole(self, engine: Engine, text: str) -> None:
        literal = pyoxigraph.Literal(text)
        answer = ask(engine, "SELECT ($t AS ?u) {}", parameters={"t": literal}).answer()
        assert answer.rows == ((literal,),)

    def test_a_query_too_long_for_an_address(self, engine: Engine) -> None:
        text = f"SELECT (COUNT(*) AS ?n) {{ ?s a cg:Skill }} # {'x' * 5000}\n"
        assert ask(engine, text).answer().values() == [(59,)]


def _canonical(store: pyoxigraph.Store) -> pyoxigraph.Dataset:
    dataset = pyoxigraph.Dataset(store)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


class TestVirtuoso:
    """What Virtuoso alone does, and what is made of it."""

    @pytest.mark.parametrize(
        "text",
        [
            "SELECT * { ?s ?p ?o }",
            "CONSTRUCT WHERE { ?s ?p ?o }",
            "CONSTRUCT { ?s a cg:Role . } WHERE { ?s ?p ?o }",
        ],
    )
    def test_its_limit_of_rows_is_said(self, virtuoso_server: Server, text: str) -> None:
        answer = ask(Remote(virtuoso_server.of_graph), text).answer()
        assert answer.cut is not None
        assert answer.cut.startswith(f"the limit of {MAX_ROWS:,} rows")

    def test_it_is_stopped_at_the_time_limit(self, virtuoso_server: Server) -> None:
        endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        engine = Remote(virtuoso_server.of_graph)
        with pytest.raises(errors.LimitError):
            ask(engine, endless, limits=Limits(seconds=1.5)).answer()
        assert ask(engine, "ASK { ?s a cg:Role }").answer().boolean

    def test_without_a_graph_named_it_answers_from_all(self, virtuoso_server: Server) -> None:
        text = "ASK { ?s a <http://www.openlinksw.com/schemas/virtrdf#QuadMapFormat> }"
        assert ask(Remote(virtuoso_server.query_url), text).answer().boolean
        assert not ask(Remote(virtuoso_server.of_graph), text).answer().boolean

    def test_a_large_graph_goes_in_parts(
        self, virtuoso_server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("careergraph.publishing.PART_BYTES", 100_000)
        graph = "http://example.org/parts"
        triples = {quad.triple for quad in open_store()}
        done = publish(
            triples,
            virtuoso_server.graph_store,
            named_graph=graph,
            credentials=virtuoso_server.credentials,
        )
        assert done.parts > 3
        engine = Remote(f"{virtuoso_server.query_url}?default-graph-uri={graph}")
        assert _canonical(engine.store) == _canonical(open_store())


class TestOxigraphServer:
    def test_a_slow_query_ends_at_the_time_limit(self, oxigraph_server: Server) -> None:
        endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        engine = Remote(oxigraph_server.of_graph)
        with pytest.raises(errors.LimitError, match="reached its time limit"):
            ask(engine, endless, limits=Limits(seconds=0.5)).answer()
        assert ask(engine, "ASK { ?s a cg:Role }").answer().boolean

    def test_its_default_graph_is_empty_beside_a_named_one(self, oxigraph_server: Server) -> None:
        engine = Remote(oxigraph_server.query_url)
        assert not ask(engine, "ASK { ?s a cg:Role }").answer().boolean


class TestPublish:
    def test_the_same_again_changes_nothing(self, server: Server) -> None:
        graph = "http://example.org/small"
        triples = list(
            pyoxigraph.parse(
                "<http://e/a> <http://e/b> [ <http://e/c> 'd' ] .",
                format=pyoxigraph.RdfFormat.TURTLE,
            )
        )
        given = [quad.triple for quad in triples]
        options = {"named_graph": graph, "credentials": server.credentials}
        assert publish(given, server.graph_store, **options).parts == 1
        assert publish(given, server.graph_store, **options).parts == 0
        other = [pyoxigraph.Triple(given[0].subject, given[0].predicate, given[0].subject)]
        with pytest.raises(errors.OutputError, match="--force"):
            publish(other, server.graph_store, **options)
        assert publish(other, server.graph_store, force=True, **options).parts == 1
        engine = Remote(f"{server.query_url}?default-graph-uri={graph}")
        assert {quad.triple for quad in engine.store} == set(other)

    def test_from_the_command_line_and_back(
        self, server: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CAREERGRAPH_USER", server.credentials.user)
        monkeypatch.setenv("CAREERGRAPH_PASSWORD", server.credentials.password)
        graph = "http://example.org/cli"
        command = ["publish", server.graph_store, "--named-graph", graph]
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
        triples = len(careergraph.load()._store)
        assert f"Loaded {triples:,} triples into the graph <{graph}>" in done.output
        address = f"{server.query_url}?default-graph-uri={graph}"
        for arguments in (
            ["route", *ROUTES[0]],
            ["query", "role-requirements", "-p", "role=ml engineer 3"],
            ["validate"],
            ["lint"],
            ["gap", *ROUTES[0]],
        ):
            local = CliRunner().invoke(main, arguments)
            name = [address] if arguments == ["lint"] else ["--graph", address]
            remote = CliRunner().invoke(main, [*arguments, *name])
            assert remote.output == local.output
            assert remote.exit_code == local.exit_code

    def test_without_a_password_it_is_refused(self, virtuoso_server: Server) -> None:
        from careergraph.engines.credentials import Credentials

        wrong = Credentials("dba", "wrong-password")
        for given in (Credentials(), wrong):
            with pytest.raises(errors.RemoteError, match="401") as caught:
                publish([], virtuoso_server.graph_store, named_graph=GRAPH, credentials=given)
            assert "wrong-password" not in str(caught.value)
