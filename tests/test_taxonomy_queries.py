"""The named queries asked of sample releases: of O*NET, whose requirements are statements, of ESCO,
whose requirements are edges, and of a matrix with optional skills."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import careergraph as cg
from careergraph.building import build
from careergraph.costs import requirements
from careergraph.moves import MoveRule
from careergraph.network import skill_efforts
from careergraph.readers import esco, onet

ESCO = Path(__file__).parent / "data" / "esco"
RELEASE = Path(__file__).parent / "data" / "onet" / "db_29_2_text"
DATABASES, NURSING = "database administrators", "nursing assistants"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> cg.CareerGraph:
    output = tmp_path_factory.mktemp("taxonomy") / "onet"
    build(lambda triples: onet.write(RELEASE, triples), output, MoveRule(2, max_rise=1))
    return cg.load(output)


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> cg.CareerGraph:
    """The sample release of ESCO: its moves are the two nearest roles."""
    output = tmp_path_factory.mktemp("taxonomy") / "esco"
    build(lambda triples: esco.write(ESCO, triples, ("en",), "1.1.1"), output, MoveRule(2))
    return cg.load(output)


@pytest.fixture(scope="module")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> cg.CareerGraph:
    source = tmp_path_factory.mktemp("matrix") / "cooks.csv"
    source.write_text(
        "career path,level,skill,importance,proficiency\n"
        "Cook,Level 1,Knives,essential,3\n"
        "Cook,Level 1,Wine,optional,1\n"
        "Cook,Level 2,Menus,essential,2\n"
        "Waiter,Level 1,Wine,essential,4\n"
    )
    return cg.load(source)


def labels(graph: cg.CareerGraph, query: str, *columns: str, **parameters: str) -> list[Any]:
    """Return the named columns of each row."""
    answer = graph.query(query, **parameters)
    places = [answer.columns.index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in answer.values()]


def test_a_role_adds_its_essential_skills(
    graph: cg.CareerGraph, kitchen: cg.CareerGraph, matrix: cg.CareerGraph
) -> None:
    columns = ("skill_label", "source_place")
    assert labels(kitchen, "role-adds", *columns, role="head chef") == [
        ("cook dishes", None),
        ("food hygiene", None),
        ("lead a team", None),
        ("plan menus", None),
    ]
    assert labels(graph, "role-adds", *columns, role=DATABASES) == [
        ("Reading Comprehension", "Skills.txt: 15-1242.00, 2.A.1.a"),
        ("Critical Thinking", "Skills.txt: 15-1242.00, 2.A.2.a"),
        ("Programming", "Skills.txt: 15-1242.00, 2.B.3.e"),
        ("Computers and Electronics", "Knowledge.txt: 15-1242.00, 2.C.3.a"),
    ]
    assert labels(matrix, "role-adds", "skill_label", role="cook 1") == [("Knives",)]


def test_new_at_each_level(
    graph: cg.CareerGraph, kitchen: cg.CareerGraph, matrix: cg.CareerGraph
) -> None:
    columns = ("rank", "skill_label")
    assert labels(kitchen, "new-at-each-level", *columns, path="kitchen helpers") == [
        (1, "clean the kitchen"),
        (1, "cut ingredients"),
    ]
    food = "other food preparation and serving related workers"
    assert labels(graph, "new-at-each-level", *columns, path=food) == [(1, "Critical Thinking")]
    assert labels(matrix, "new-at-each-level", *columns, path="cook") == [
        (1, "Knives"),
        (2, "Menus"),
    ]


def test_optional_requirements(
    graph: cg.CareerGraph, kitchen: cg.CareerGraph, matrix: cg.CareerGraph
) -> None:
    columns = ("role_label", "skill_label", "proficiency")
    assert labels(kitchen, "optional-requirements", *columns) == [
        ("baker", "food allergies", None),
        ("baker", "work in shifts", None),
        ("cook", "food allergies", None),
        ("cook", "reduce food waste", None),
        ("head chef", "manage budgets", None),
        ("head chef", "reduce food waste", None),
        ("kitchen helper", "food hygiene", None),
        ("pastry maker", "food allergies", None),
        ("pastry maker", "plan menus", None),
    ]
    assert [
        row for row in labels(graph, "optional-requirements", *columns) if row[0] == "Statisticians"
    ] == [
        ("Statisticians", "Analytical or scientific software", None),
        ("Statisticians", "Programming", "3"),
    ]
    assert labels(matrix, "optional-requirements", *columns) == [("Cook, Level 1", "Wine", "1")]


def test_requirements_by_importance(
    graph: cg.CareerGraph, kitchen: cg.CareerGraph, matrix: cg.CareerGraph
) -> None:
    columns = ("path_label", "essential", "optional", "unstated")
    assert labels(kitchen, "requirements-by-importance", *columns) == [
        ("Chefs", 4, 2, 0),
        ("Cooks", 4, 2, 0),
        ("Bakers and confectioners", 8, 4, 0),
        ("Kitchen helpers", 2, 1, 0),
    ]
    found = labels(graph, "requirements-by-importance", *columns)
    assert ("Computer Occupations", 4, 4, 0) in found
    assert ("Other Food Preparation and Serving Related Workers", 1, 4, 0) in found
    assert labels(matrix, "requirements-by-importance", *columns) == [
        ("Cook", 2, 1, 0),
        ("Waiter", 1, 0, 0),
    ]


def test_role_effort_counts_each_essential_skill_once(
    graph: cg.CareerGraph, kitchen: cg.CareerGraph, matrix: cg.CareerGraph
) -> None:
    """Bakers and pastry makers share a group, a level and skills."""
    columns = ("role_label", "skills", "skills_unknown", "hours_low", "hours_high")
    for one in (graph, kitchen, matrix):
        efforts = skill_efforts(one.careers)
        expected = set()
        for role, skills in requirements(one.careers).items():
            hours = [effort for effort in map(efforts.__getitem__, skills) if effort is not None]
            if one.careers.roles[role].requirements_known:
                expected.add(
                    (
                        one.careers.roles[role].label,
                        len(skills),
                        len(skills) - len(hours),
                        sum(effort.low for effort in hours),
                        sum(effort.high for effort in hours),
                    )
                )
        assert set(labels(one, "role-effort", *columns)) == expected
    assert ("baker", 4, 0, 595, 2125) in labels(kitchen, "role-effort", *columns)


def test_evidence_counts(graph: cg.CareerGraph, kitchen: cg.CareerGraph) -> None:
    columns = ("evidence_label", "statements")
    assert labels(kitchen, "evidence-counts", *columns) == [("stated in the source", 27)]
    assert labels(graph, "evidence-counts", *columns) == [
        ("derived from data", 24),
        ("stated in the source", 5),
    ]


def test_where_requirements_without_a_statement_are_stated(kitchen: cg.CareerGraph) -> None:
    columns = ("statement", "source_label")
    assert labels(kitchen, "stated-in-source", *columns, role="cook") == [(None, "ESCO v1.1.1")]


def test_closest_roles_count_what_is_essential_and_known(
    graph: cg.CareerGraph, kitchen: cg.CareerGraph
) -> None:
    columns = ("target_label", "skills_required", "skills_held", "coverage_percent")
    assert labels(kitchen, "closest-roles", *columns, source="cook") == [
        ("kitchen helper", 2, 2, 100),
        ("head chef", 4, 2, 50),
        ("baker", 4, 1, 25),
        ("pastry maker", 4, 1, 25),
    ]
    assert labels(graph, "closest-roles", *columns, source=DATABASES) == [
        ("Nursing Assistants", 2, 2, 100),
        ("Dishwashers", 1, 1, 100),
        ("Marketing Managers", 4, 3, 75),
        ("Statisticians", 4, 3, 75),
    ]
    assert labels(graph, "closest-roles", *columns, source="software developers") == []


def test_coverage_and_whereabouts_of_skills_are_about_the_essential(
    graph: cg.CareerGraph, matrix: cg.CareerGraph
) -> None:
    dishes = {"source": DATABASES, "target": "dishwashers"}
    assert labels(graph, "role-coverage", "skill_label", "how", **dishes) == [
        ("Critical Thinking", "held")
    ]
    assert labels(graph, "where-required", "role_label", skill="programming") == [
        ("Database Administrators",)
    ]
    assert labels(matrix, "where-required", "role_label", "adds_it", skill="knives") == [
        ("Cook, Level 1", True),
        ("Cook, Level 2", False),
    ]
    assert labels(matrix, "shared-skills", "skill_label") == []
    assert (
        labels(matrix, "what-two-paths-share", "held_skill_label", path="cook", other="waiter")
        == []
    )
    assert labels(matrix, "roles-at-level", "role_label", "skills_added", level="1") == [
        ("Cook, Level 1", 1),
        ("Waiter, Level 1", 1),
    ]
    assert labels(matrix, "career-paths", "path_label", "roles", "skills") == [
        ("Cook", 2, 2),
        ("Waiter", 1, 1),
    ]


def test_groups_share_skills(kitchen: cg.CareerGraph) -> None:
    assert labels(kitchen, "shared-skills", "skill_label", "paths", "roles") == [
        ("food hygiene", 3, 4),
        ("clean the kitchen", 2, 2),
        ("cook dishes", 2, 2),
        ("cut ingredients", 2, 2),
    ]
    columns = ("held_path_label", "held_skill_label", "kind")
    assert labels(kitchen, "what-two-paths-share", *columns, path="cooks", other="chefs") == [
        (path, skill, "same skill")
        for path in ("Chefs", "Cooks")
        for skill in ("cook dishes", "food hygiene")
    ]


def test_without_progressions_no_role_is_where_a_career_begins(
    graph: cg.CareerGraph, kitchen: cg.CareerGraph, matrix: cg.CareerGraph
) -> None:
    assert labels(graph, "entry-roles", "role") == labels(kitchen, "entry-roles", "role") == []
    assert labels(matrix, "entry-roles", "role_label", "skill_label") == [
        ("Cook, Level 1", "Knives"),
        ("Waiter, Level 1", "Wine"),
    ]


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
    moves = len(graph.careers.moves or ())
    assert graph.query("derived").values() == [("moves to", moves), ("requirement", 24)]


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


@pytest.mark.parametrize(
    ("languages", "label"),
    [(("en", "de"), "head chef"), (("de", "en"), "head chef"), (("de",), None)],
)
def test_queries_answer_in_one_language(
    tmp_path: Path, languages: tuple[str, ...], label: str | None
) -> None:
    build(lambda t: esco.write(ESCO, t, languages, "1.1.1"), tmp_path / "esco", MoveRule(2))
    graph = cg.load(tmp_path / "esco")
    for name in ("roles", "skills", "optional-requirements", "shared-skills", "entry-roles"):
        rows = graph.query(name).values()
        assert len({row[:1] + row[2:] for row in rows}) == len(rows), name
    assert len(labels(graph, "optional-requirements", "role", "skill")) == 9
    assert len({role for role, _ in labels(graph, "roles", "role", "role_label")}) == 6
    found = {role for (role,) in labels(graph, "roles", "role_label")}
    assert ("Küchenhilfe" in found) == (label is None)
    assert (label in found) == (label is not None)
