"""What is said where a query finds nothing because of an IRI that the graph does not have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from click.testing import CliRunner

import careergraph as cg
from careergraph.cli import main
from careergraph.engines import InProcess, Limits
from careergraph.errors import LimitError
from careergraph.queries import hints
from careergraph.sparql import parse

TYPO = "SELECT ?role { ?role cg:requires skill:model-deploiment }"
WARNING = (
    "the graph does not have skill:model-deploiment; did you mean "
    "skill:model-deployment (Model deployment)?"
)


@pytest.fixture(scope="module")
def graph() -> cg.CareerGraph:
    return cg.load()


@pytest.mark.parametrize(
    "query",
    [
        TYPO,
        "ASK { ?role cg:requires skill:model-deploiment }",
        "CONSTRUCT WHERE { ?role cg:requires skill:model-deploiment }",
        "SELECT * { VALUES ?s { skill:model-deploiment } ?role cg:requires ?s }",
        "SELECT * { ?role cg:requires ?s FILTER (?s = skill:model-deploiment) }",
    ],
)
def test_a_typing_mistake_is_pointed_out(graph: cg.CareerGraph, query: str) -> None:
    answer = graph.query(query)
    assert not answer
    at = query.index("skill:model") + 1
    assert answer.warnings == (f"Line 1, column {at}: {WARNING}",)


def test_a_predicate_of_another_vocabulary(graph: cg.CareerGraph) -> None:
    answer = graph.query('SELECT ?s { ?s skos:prefLable "Model deployment"@en }')
    assert answer.warnings == (
        "Line 1, column 16: the graph does not have skos:prefLable; did you mean skos:prefLabel?",
    )


def test_without_anything_like_it_nothing_is_suggested(graph: cg.CareerGraph) -> None:
    answer = graph.query("SELECT ?o { <http://example.org/x> ?p ?o }")
    assert answer.warnings == ("Line 1, column 13: the graph does not have http://example.org/x.",)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?r { ?r cg:requires skill:model-deployment }",
        "SELECT ?r { ?r a cg:Role FILTER (?r = ?r && false) }",
        "PREFIX ex: <http://example.org/> SELECT ?r { ?r a cg:Role , cg:Skill }",
        'SELECT ?r { ?r cg:rank "x"^^<http://example.org/type> }',
        "SELECT ?r { ?r cg:rank ?n FILTER (xsd:integer(?n) > 99) }",
    ],
)
def test_nothing_is_said_without_reason(graph: cg.CareerGraph, query: str) -> None:
    assert graph.query(query).warnings == ()


def test_a_stream_says_it_after_its_last_row(graph: cg.CareerGraph) -> None:
    stream = graph.stream(TYPO)
    assert stream.warnings == ()
    assert list(stream) == []
    assert stream.warnings == (f"Line 1, column 34: {WARNING}",)


def test_the_command_line_says_it_on_standard_error() -> None:
    result = CliRunner().invoke(main, ["query", "--text", TYPO, "--format", "csv"])
    assert (result.exit_code, result.stdout.strip()) == (0, "role")
    assert result.stderr == f"Warning: Line 1, column 34: {WARNING}\n"


class Counting(InProcess):
    """Counts what it is asked, and may refuse."""

    asked = 0
    refuses = False

    def stream(self, query: Any, limits: Limits = Limits()) -> Any:  # noqa: B008
        self.asked += 1
        if self.refuses:
            raise LimitError("no time")
        return super().stream(query, limits)


def test_only_so_many_iris_are_looked_up() -> None:
    engine = Counting(pyoxigraph.Store())
    values = " ".join(f"<http://example.org/{number}>" for number in range(1000))
    warnings = hints.missing(engine, parse(f"SELECT * {{ VALUES ?s {{ {values} }} ?s ?p ?o }}"))
    assert len(warnings) == hints.MOST_IRIS
    assert engine.asked <= 5 * hints.MOST_IRIS


def test_a_hint_that_fails_is_no_failure() -> None:
    engine = Counting(pyoxigraph.Store())
    engine.refuses = True
    assert hints.missing(engine, parse("ASK { <http://example.org/a> ?p ?o }")) == ()


def test_a_directory_gives_hints_too(tmp_path: Path) -> None:
    store = pyoxigraph.Store(str(tmp_path / "store"))
    example = "http://example.org/skill/"
    triple = (pyoxigraph.NamedNode(f"{example}cooking"), pyoxigraph.NamedNode("urn:p"))
    store.add(pyoxigraph.Quad(*triple, pyoxigraph.Literal("x")))
    store.flush()
    del store
    answer = cg.load(tmp_path / "store").query(f"SELECT ?o {{ <{example}coking> <urn:p> ?o }}")
    assert answer.warnings == (f"Line 1, column 13: the graph does not have {example}coking.",)
