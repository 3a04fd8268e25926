"""The named queries about taxonomies, asked of a sample release of O*NET."""

from __future__ import annotations

from pathlib import Path

import pytest

import careergraph as cg
from careergraph.building import build
from careergraph.moves import MoveRule
from careergraph.readers import onet

RELEASE = Path(__file__).parent / "data" / "onet" / "db_29_2_text"
DATABASES, NURSING = "database administrators", "nursing assistants"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> cg.CareerGraph:
    output = tmp_path_factory.mktemp("taxonomy") / "onet"
    build(lambda triples: onet.write(RELEASE, triples), output, MoveRule(2, max_rise=1))
    return cg.load(output)


def test_moves_and_their_rule(graph: cg.CareerGraph) -> None:
    labels = [label for _, label, _ in graph.query("moves", role=NURSING).values()]
    assert labels
    moves = {
        (graph.careers.roles[a].label, graph.careers.roles[b].label)
        for a, b in graph.careers.moves or ()
    }
    assert {(a, b) for a, b in moves if a == "Nursing Assistants"} == {
        ("Nursing Assistants", label) for label in labels
    }
    ((_, label, nearest, said, count),) = graph.query("move-rule").values()
    assert (label, nearest, count) == ("2 nearest", 2, len(moves))
    assert said == str(MoveRule(2, max_rise=1))


def test_what_is_unknown(graph: cg.CareerGraph) -> None:
    rows = graph.query("unknown-requirements").values()
    assert [(role, unknown, skill) for _, role, unknown, _, skill in rows] == [
        ("Software Developers", "all", None),
        ("Nursing Assistants", "one skill", "Computers and Electronics"),
    ]


def test_ratings_with_their_errors(graph: cg.CareerGraph) -> None:
    rows = [row[1:] for row in graph.query("ratings", role=DATABASES).values()]
    assert rows[:3] == [
        ("Computers and Electronics", 4.7, None, 5.6, None, 21, 3.0),
        ("Reading Comprehension", 3.62, 0.125, 4.0, 0.25, 8, 3.0),
        ("Programming", 3.25, 0.125, None, None, 8, 3.0),
    ]
    assert graph.query("derived").values()[0][0] == "requirement"


def test_technologies_and_activities(graph: cg.CareerGraph) -> None:
    rows = [row[1:] for row in graph.query("technologies", role=DATABASES).values()]
    assert rows == [
        ("Oracle Database", "Data base user interface and query software", True, True),
        (
            "Structured query language SQL",
            "Data base user interface and query software",
            True,
            True,
        ),
        ("C++", "Object or component oriented development software", False, True),
    ]
    rows = [row[1:] for row in graph.query("work-activities", role="marketing managers").values()]
    assert rows == [("Analyze market conditions.", "Analyze business or financial data.")]


def test_no_route_leads_to_what_is_unknown(graph: cg.CareerGraph) -> None:
    with pytest.raises(cg.CareerGraphError, match="unknown"):
        graph.route(DATABASES, "software developers")
