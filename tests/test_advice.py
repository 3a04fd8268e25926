from __future__ import annotations

import pytest

import careergraph as cg
from careergraph import advice
from careergraph.errors import RequestError
from networks import career_network

MATRIX = {"X": ["a", "bc"], "Y": ["d", "e"]}
HOURS = {"a": 10, "b": 30, "c": 10, "d": 20, "e": 40}


def test_place_ranks_by_fit_not_by_the_one_sided_gap() -> None:
    """Y1 asks for less than X2, but is nobody's profile who holds X2's skills."""
    found = advice.place(career_network(MATRIX, HOURS), ["a", "b", "c"])
    assert [p.role.iri for p in found.roles][:2] == ["X2", "X1"]
    best = found.roles[0]
    assert (best.fit, best.coverage_low, best.effort.expected) == (1, 1, 0)
    assert found.roles[1].fit == pytest.approx(10 / 50)


def test_place_keeps_unknown_apart_from_lacking() -> None:
    found = advice.place(career_network(MATRIX, HOURS), ["a", "b"], ["e"])
    (x2,) = [p for p in found.roles if p.role.iri == "X2"]
    assert [s.iri for s in x2.held] == ["a", "b"]
    assert [s.iri for s in x2.unknown] == ["c"]
    assert x2.lacking == ()
    assert (x2.coverage_low, x2.coverage_high) == (pytest.approx(0.8), 1)
    (y2,) = [p for p in found.roles if p.role.iri == "Y2"]
    assert [s.iri for s in y2.lacking] == ["e"]
    assert [s.iri for s in y2.unknown] == ["d"]
    assert (y2.coverage_low, y2.coverage_high) == (0, pytest.approx(20 / 60))


def test_place_grades_between_levels() -> None:
    grades = {g.path: g for g in advice.place(career_network(MATRIX, HOURS), ["a", "b"]).grades}
    assert grades["X"].low == pytest.approx(1.75)
    assert grades["X"].high == 2
    assert (grades["Y"].low, grades["Y"].high, grades["Y"].known) == (0, 2, False)


def test_place_refuses_contradiction_and_nothing() -> None:
    network = career_network(MATRIX, HOURS)
    with pytest.raises(RequestError, match="Skill a"):
        advice.place(network, ["a"], ["a"])
    with pytest.raises(RequestError, match="Nothing is said"):
        advice.place(network, [])


def test_advance_gives_the_next_level_in_learning_order() -> None:
    network = career_network(MATRIX, HOURS, {("a", "c"): 0.5})
    (step,) = advice.advance(network, "X1")
    assert step.role.iri == "X2"
    assert [(s.skill.iri, s.effort.expected) for s in step.skills] == [("b", 30), ("c", 5)]
    assert not any(s.stepping_stone for s in step.skills)
    assert step.effort.expected == 35 + 40
    with pytest.raises(RequestError, match="last of its career path"):
        advice.advance(network, "X2")


def test_branch_shows_coverage_and_effort_and_orders_by_the_first() -> None:
    network = career_network(MATRIX, HOURS, {("a", "e"): 0.5})
    gaps = advice.branch(network, "X1")
    assert [(g.target.iri, g.effort.expected) for g in gaps] == [("Y2", 40), ("Y1", 20)]
    assert gaps[0].coverage == pytest.approx(20 / 60)
    assert gaps[1].coverage == 0


def test_gap_is_directed() -> None:
    network = career_network(MATRIX, HOURS)
    up, down = advice.gap(network, "X1", "X2"), advice.gap(network, "X2", "X1")
    assert [s.skill.iri for s in up.learned] == ["b", "c"]
    assert [s.iri for s in up.shared] == ["a"]
    assert up.coverage == pytest.approx(10 / 50)
    assert (down.learned, down.coverage) == ((), 1)
    with pytest.raises(RequestError, match="same role"):
        advice.gap(network, "X1", "X1")


def test_results_have_json_and_html_forms() -> None:
    g = cg.load()
    data = g.gap("ml engineer 3", "data scientist 3").to_dict()
    assert data["move"] == "lateral move"
    assert data["effort"]["unit"] == "hour"
    assert data["effort"]["expected"] < data["full_effort"]["expected"]
    where = g.place(["data pre-processing"])
    assert "Machine Learning Engineer, level 1" in where._repr_html_()
    assert where.to_dict()["roles"][0]["label"] == "Machine Learning Engineer, level 1"
    assert "Statistical analysis" in g.gap("ml engineer 3", "data scientist 3")._repr_html_()
