"""The columnar twins of named queries, beside their SPARQL forms, which say what is right."""

import sys

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

import careergraph
from careergraph import queries, twins
from careergraph.engines import InProcess, Limits
from careergraph.errors import LimitError, QueryError
from careergraph.sparql import substitute
from careergraph.twins import Columns
from careergraph.vocabulary import expand
from test_named_queries import QUERIES

TWINS = {name: query for name, query in QUERIES.items() if twins.twin(query)}
EXAMPLE = "http://example.org/"


def node(name):
    return pyoxigraph.NamedNode(expand(name) if ":" in name else EXAMPLE + name)


def store_of(*lines):
    store = pyoxigraph.Store()
    for line in lines:
        subject, predicate, target = line
        term = target if isinstance(target, pyoxigraph.Literal) else node(target)
        store.add(pyoxigraph.Quad(node(subject), node(predicate), term))
    return store


def both(store, query, **values):
    """Return what the twin answers and what SPARQL answers."""
    engine = InProcess(store)
    given = queries.terms_for(query, values, lambda kind, text: text)
    by_sparql = queries.ask(engine, substitute(query.text, given)).answer()
    return Columns(engine).stream(query, single(given)).answer(), by_sparql


def single(given):
    return {name: term for name, (term,) in given.items()}


def named(tmp_path, sparql, sql):
    (tmp_path / "mine.rq").write_text(f"#+ summary: Mine.\n{sparql}\n", encoding="utf-8")
    (tmp_path / "mine.sql").write_text(sql, encoding="utf-8")
    return queries.read_query(tmp_path / "mine.rq")


def test_the_heavy_named_queries_have_a_twin():
    assert set(TWINS) == {"alike-roles", "dead-end-skills", "most-required-skills", "shared-skills"}


@pytest.mark.parametrize("name", TWINS)
def test_a_twin_answers_as_sparql_does_on_the_roadmap(name):
    twin, sparql = both(careergraph.load()._store, TWINS[name])
    assert twin.columns == sparql.columns == TWINS[name].columns
    assert twin.rows == sparql.rows


@st.composite
def career_graphs(draw):
    """Draw roles on career paths, some without either, that require skills of a small stock."""
    lines = [
        (f"path{n}", "skos:prefLabel", pyoxigraph.Literal(f"Path {n}", language="en"))
        for n in range(3)
    ]
    lines += [(f"level{n}", "cg:rank", pyoxigraph.Literal(n)) for n in range(2)]
    stock = draw(st.lists(st.sampled_from("abcdefg"), min_size=1, unique=True))
    for skill in stock:
        lines.append((f"skill{skill}", "rdf:type", "cg:Skill"))
        if draw(st.integers(0, 9)):
            label = pyoxigraph.Literal(draw(st.text("éabAZ 0", min_size=1, max_size=3)))
            lines.append((f"skill{skill}", "skos:prefLabel", label))
    for number in draw(st.permutations(range(5))):
        role = f"role{number}"
        lines.append((role, "skos:prefLabel", pyoxigraph.Literal(f"Role {number}")))
        if draw(st.booleans()):
            lines.append((role, "cg:onPath", f"path{draw(st.integers(0, 2))}"))
            lines.append((role, "cg:atLevel", f"level{draw(st.integers(0, 1))}"))
        required = draw(st.lists(st.sampled_from(stock), unique=True))
        lines += [(role, "cg:requires", f"skill{skill}") for skill in required]
    pairs = draw(st.lists(st.tuples(st.sampled_from(stock), st.sampled_from(stock)), max_size=3))
    lines += [(f"skill{one}", "cg:transfersTo", f"skill{other}") for one, other in pairs]
    return store_of(*lines)


@given(career_graphs(), st.sampled_from(sorted(TWINS)), st.integers(1, 3))
def test_a_twin_answers_as_sparql_does_on_any_graph(store, name, number):
    query = TWINS[name]
    values = {p.name: str(number) for p in query.parameters if p.name == "shared"}
    twin, sparql = both(store, query, **values)
    assert twin.columns == sparql.columns
    assert twin.rows == sparql.rows


def test_the_terms_of_every_type_are_those_of_sparql(tmp_path):
    query = named(
        tmp_path,
        'SELECT ?s ?o (2 AS ?n) (1.5 AS ?d) (2.5e0 AS ?f) ("é" AS ?t) (true AS ?b) ?none '
        "{ ?s cg:rank ?o }",
        "SELECT subject AS s, object AS o, 2 AS n, 1.50::DECIMAL(9, 2) AS d, 2.5::DOUBLE AS f, "
        "'é' AS t, true AS b, NULL::UINTEGER AS none FROM \"cg:rank\"",
    )
    seven = pyoxigraph.Literal("vii", language="la")
    twin, sparql = both(store_of(("a", "cg:rank", seven)), query)
    assert twin.columns == sparql.columns == ("s", "o", "n", "d", "f", "t", "b", "none")
    assert twin.rows == sparql.rows


def test_a_parameter_that_is_a_term_is_looked_up_and_one_that_is_nowhere_finds_nothing(tmp_path):
    query = named(
        tmp_path,
        "#+ parameter: role; iri; example=role:a; A role.\n"
        "SELECT ?skill { $role cg:requires ?skill }",
        'SELECT object AS skill FROM "cg:requires" WHERE subject = $role',
    )
    store = store_of(("role1", "cg:requires", "skill1"), ("role2", "cg:requires", "skill2"))
    for role, found in (("role2", [(EXAMPLE + "skill2",)]), ("role3", [])):
        twin, sparql = both(store, query, role=EXAMPLE + role)
        assert twin.values() == sparql.values() == found


def test_rows_are_cut_at_their_limit():
    query = TWINS["most-required-skills"]
    given = queries.terms_for(query, {}, lambda kind, text: text)
    columns = Columns(InProcess(careergraph.load()._store))
    answer = columns.stream(query, single(given), Limits(rows=2)).answer()
    assert len(answer) == 2
    assert answer.cut == "the limit of 2 rows"


def test_a_twin_is_stopped_when_its_time_is_up(tmp_path):
    endless = "SELECT COUNT(*) AS n FROM range(1000000) a, range(1000000) b WHERE a.range < b.range"
    query = named(tmp_path, "SELECT (1 AS ?n) {}", endless)
    columns = Columns(InProcess(pyoxigraph.Store()))
    with pytest.raises(LimitError, match=r"stopped after 0\.2 s"):
        columns.stream(query, {}, Limits(seconds=0.2))
    quick = named(tmp_path, "SELECT (1 AS ?n) {}", "SELECT 1 AS n")
    assert columns.stream(quick, {}, Limits(seconds=5)).answer().values() == [(1,)]


def test_a_twin_is_stopped_when_it_needs_too_much_memory(tmp_path):
    large = "SELECT DISTINCT range AS n FROM range(50000000)"
    query = named(tmp_path, "SELECT (1 AS ?n) {}", large)
    columns = Columns(InProcess(pyoxigraph.Store()))
    with pytest.raises(LimitError, match="needs more than 50 MiB"):
        columns.stream(query, {}, Limits(memory=50))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{file}')",
        "COPY (SELECT 1) TO '{file}'",
        "ATTACH '{file}' AS other",
        "SET enable_external_access = true",
        "SELECT nothing FROM nowhere",
    ],
)
def test_a_twin_neither_reads_nor_writes_files_and_says_what_is_wrong(tmp_path, sql):
    file = tmp_path / "secret.txt"
    file.write_text("secret", encoding="utf-8")
    query = named(tmp_path, "SELECT (1 AS ?n) {}", sql.format(file=file))
    with pytest.raises(QueryError, match=r"mine\.sql: DuckDB cannot run it"):
        Columns(InProcess(pyoxigraph.Store())).stream(query, {})
    assert file.read_text(encoding="utf-8") == "secret"


def answered_by_twin(graph, monkeypatch):
    """Return whether the twin is asked, of a query that has one."""
    asked = []
    stream = Columns.stream
    monkeypatch.setattr(Columns, "stream", lambda *given: asked.append(1) or stream(*given))
    graph.query("most-required-skills")
    return bool(asked)


def test_sparql_answers_for_a_small_graph_and_the_twin_for_a_large_one(monkeypatch):
    assert not answered_by_twin(careergraph.load(), monkeypatch)
    monkeypatch.setattr(twins, "LARGE", 10)
    assert answered_by_twin(careergraph.load(), monkeypatch)


def test_sparql_answers_where_the_graph_may_have_changed(monkeypatch):
    monkeypatch.setattr(twins, "LARGE", 10)
    graph = careergraph.load()
    assert graph.rdf is not None
    assert not answered_by_twin(graph, monkeypatch)


def test_sparql_answers_where_duckdb_is_not_installed(monkeypatch):
    monkeypatch.setattr(twins, "LARGE", 10)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert not answered_by_twin(careergraph.load(), monkeypatch)
