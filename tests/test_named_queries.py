"""The named queries and checks that careergraph ships with, on the graph it ships with."""

from __future__ import annotations

import decimal
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph
import pytest
import rdflib

from careergraph import _resources
from careergraph.answers import Value
from careergraph.lint import SEVERITIES
from careergraph.queries import NAMED_KINDS, NamedQuery, named_queries, run
from careergraph.sparql import parse
from careergraph.sparql.ast import Iri, walk
from careergraph.store import graph_files, open_store
from careergraph.validation import run_checks
from careergraph.vocabulary import PREFIXES, TERMS, Term

HERE = Path(__file__).parent
QUERIES = named_queries()
CHECKS = named_queries(_resources.QUERIES / "checks")
IN_BAD_FILE = {
    "no-role": [Term.Role],
    "shortcuts-without-nodes": ["role-1", "role-1", "skill-a"],
    "nodes-without-shortcuts": ["progression", "requirement", "transfer"],
    "role-without-path-or-level": ["role-1", "role-1", "role-2"],
    "leads-to-cycle": ["role-1", "role-2", "role-3", "role-4"],
    "leads-to-off-path": ["role-1", "role-3"],
    "absurd-effort": ["assumptions", "endless", "negative", "reversed", "words"],
    "effort-without-unit": ["empty", "empty", "empty", "no-unit"],
    "dangling-reference": ["role-1", "transfer"],
    "self-transfer": ["skill-a", "skill-b"],
    "strength-without-number": ["total", "unheard-of"],
    "untyped-statement": ["level-1", "progression", "requirement", "transfer"],
    "rank-missing": ["level-0", "level-1", "level-2", "level-x"],
    "skill-at-two-levels": ["sql-3", "writing-3"],
    "duplicate-skill": ["skill-b", "skill-d"],
    "empty-cell": ["path-1", "role-4"],
    "missing-level": ["path-1", "path-2", "path-2"],
    "overfull-cell": ["role-13"],
    "sentence-as-skill": ["long", "stop", "two"],
    "spelling-variant": ["skill-a", "skill-a"],
    "merged-cell": ["a1", "b1"],
    "doubt": ["level", "requirement-1", "requirement-2"],
}

KNOWN_IN_THE_ROADMAP = {
    "doubt": ["requirement/ai-product-manager-2/product-vision-and-roadmap-planning"]
}


def script(path: Path) -> ModuleType:
    """Import a script that is in no package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REGENERATE = script(HERE / "queries" / "regenerate.py")


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    return open_store()


@pytest.fixture(scope="module")
def rdf() -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in graph_files(None):
        graph.parse(path)
    return graph


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
class TestNamedQuery:
    def test_its_rows_are_the_expected_ones(
        self, store: pyoxigraph.Store, query: NamedQuery
    ) -> None:
        expected = (HERE / "queries" / f"{query.name}.csv").read_text(encoding="utf-8")
        assert REGENERATE.expected_text(store, query) == expected

    def test_its_columns_are_those_it_declares(
        self, store: pyoxigraph.Store, query: NamedQuery
    ) -> None:
        answer = run(store, REGENERATE.example_text(query))
        assert answer.warnings == ()
        if answer.form == "SELECT":
            assert answer.columns == query.columns
            assert "ORDER BY" in query.text

    def test_rdflib_finds_the_same(
        self, store: pyoxigraph.Store, rdf: rdflib.Graph, query: NamedQuery
    ) -> None:
        """rdflib's evaluator is an independent reference."""
        text = REGENERATE.example_text(query)
        reference = rdf.query(text, initNs=PREFIXES)
        answer = run(store, text)
        if answer.form == "ASK":
            assert answer.boolean == reference.askAnswer
            return
        rows = [tuple(_value(term) for term in row) for row in reference]  # type: ignore[union-attr]
        assert sorted(rows, key=repr) == sorted(answer.values(), key=repr)


def _value(term: Any) -> Value:
    if not isinstance(term, rdflib.Literal):
        return None if term is None else str(term)
    value = term.toPython()
    if isinstance(value, decimal.Decimal):
        return float(value)
    return value if isinstance(value, bool | int | float) else str(term)


def test_each_query_has_expected_rows_and_the_reverse() -> None:
    assert {path.stem for path in (HERE / "queries").glob("*.csv")} == set(QUERIES)
    assert len(QUERIES) >= 24


def test_most_queries_find_something_in_the_roadmap() -> None:
    """An empty answer is right for these alone: the source has nothing of the kind.

    Those about taxonomies are asked of a sample of one in `test_taxonomy_queries`.
    """
    empty = {
        path.stem
        for path in (HERE / "queries").glob("*.csv")
        if len(path.read_text(encoding="utf-8").splitlines()) == 1 and QUERIES[path.stem].columns
    }
    about_taxonomies = {name for name, query in QUERIES.items() if "taxonomy" in query.tags}
    assert empty - about_taxonomies == {
        "alike-roles",
        "optional-requirements",
        "proposed-transfers",
        "shared-skills",
        "skills-with-own-effort",
        "skills-without-definition",
    }


def test_every_term_is_used_by_the_graph_or_a_query() -> None:
    graph = rdflib.Graph().parse(_resources.ROADMAP_FILE)
    in_graph = {str(term) for triple in graph for term in triple if str(term).startswith(TERMS)}
    in_queries = {
        node.value
        for query in QUERIES.values()
        for node in walk(parse(REGENERATE.example_text(query)).tree)
        if isinstance(node, Iri)
    }
    assert {str(term) for term in Term} - in_graph - in_queries == set()


def test_examples_have_parameters_of_every_named_kind() -> None:
    kinds = {parameter.type for query in QUERIES.values() for parameter in query.parameters}
    assert kinds >= {*NAMED_KINDS, "iri", "integer", "string"}


@pytest.mark.parametrize("check", CHECKS.values(), ids=list(CHECKS))
class TestCheck:
    def test_the_roadmap_passes(self, store: pyoxigraph.Store, check: NamedQuery) -> None:
        answer = run(store, check.text)
        assert answer.columns == check.columns
        nodes = [str(row[0]).removeprefix(PREFIXES["roadmap"]) for row in answer.values()]
        assert nodes == KNOWN_IN_THE_ROADMAP.get(check.name, [])

    def test_it_says_how_severe_it_is_and_what_it_returns(self, check: NamedQuery) -> None:
        assert check.severity in SEVERITIES
        assert check.columns[:2] == ("node", "message")
        assert set(check.columns[2:]) <= {"place", "other"}
        if check.severity == "error":
            assert check.columns == ("node", "message")

    def test_the_bad_file_fails(self, check: NamedQuery) -> None:
        bad = open_store(HERE / "checks" / f"{check.name}.ttl")
        found = run(bad, check.text).values()
        nodes = [str(row[0]).removeprefix("https://example.org/") for row in found]
        assert nodes == IN_BAD_FILE[check.name]
        assert all(str(row[1]).endswith(".") for row in found)

    def test_the_terms_alone_have_no_fault_but_that_they_have_no_role(
        self, check: NamedQuery
    ) -> None:
        found = run(open_store(_resources.TERMS_FILE), check.text)
        assert bool(found) == (check.name == "no-role")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.ttl"
    path.write_text("")
    assert [violation.rule for violation in run_checks(open_store(path))] == ["no-role"]


def test_each_check_has_a_bad_file_and_the_reverse() -> None:
    assert {path.stem for path in (HERE / "checks").glob("*.ttl")} == set(CHECKS)


def test_the_page_of_questions_is_in_step() -> None:
    docs = _resources.QUERIES.parent / "docs"
    page = script(docs / "generate_questions.py").page()
    message = "run: python docs/generate_questions.py"
    assert (docs / "questions.md").read_text(encoding="utf-8") == page, message
