"""A page draws a part of a graph that is too large to draw."""

from __future__ import annotations

import pytest

import careergraph as cg
from careergraph.views import matrix, route


def test_some_career_paths_are_drawn_alone() -> None:
    graph = cg.load()
    view = graph.view("matrix", paths=["robotics engineer", "ai research scientist"]).view
    assert {node.label for node in view.nodes if node.kind == "role"} == {
        role.label
        for role in graph.careers.roles.values()
        if graph.careers.paths[role.path].label in {"Robotics Engineer", "AI Research Scientist"}
    }
    with pytest.raises(cg.CareerGraphError, match="no career path 'plumber'"):
        graph.view("matrix", paths=["plumber"])


def test_many_roles_are_not_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "MOST_ROLES", 20)
    monkeypatch.setattr(route, "MOST_ROLES", 20)
    graph = cg.load()
    with pytest.raises(cg.CareerGraphError, match=r"30 roles, .* at most 20.*--path"):
        graph.view("matrix")
    found = graph.route("ml engineer 2", "ai product manager 4")
    view = graph.view("route", found).view
    assert [node.id for node in view.nodes if node.kind == "role" and not node.lit] == []
    assert {n.label for n in view.nodes if n.kind == "role"} == {r.label for r in found.roles}


def test_says_what_a_view_takes() -> None:
    graph = cg.load()
    with pytest.raises(cg.CareerGraphError, match=r'"route" takes route: missing'):
        graph.view("route")
    with pytest.raises(cg.CareerGraphError, match="There is no view 'chord'"):
        graph.view("chord")
