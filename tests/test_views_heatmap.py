"""Roles by skills: its squares against the network."""

from __future__ import annotations

from dataclasses import replace

import pytest

import careergraph as cg
from careergraph.costs import requirements
from careergraph.network import CareerNetwork
from careergraph.views import heatmap as module
from careergraph.views.heatmap import heatmap
from careergraph.views.model import NodeKind, View
from careergraph.vocabulary import expand
from drawings import overlaps
from test_views_layout import crowded
from test_views_person import random_network


def squares(view: View) -> dict[tuple[str, str], bool]:
    """Return the squares by role and skill, and whether each is the role's own."""
    found = {(expand(e.source), expand(e.target)): e.lit for e in view.edges}
    assert len(found) == len(view.edges)
    return found


def assert_right(network: CareerNetwork, view: View) -> None:
    own = {(need.role, need.skill) for need in network.requirements}
    every = {(role, skill) for role, skills in requirements(network).items() for skill in skills}
    found = squares(view)
    assert set(found) == own | every
    assert {cell for cell, lit in found.items() if lit} == own
    assert overlaps(view) == []
    places = {node.id: node for node in view.nodes}
    for edge in view.edges:
        (left, y), (right, same) = edge.points
        assert y == same == places[edge.target].y
        assert (left + right) / 2 == pytest.approx(places[edge.source].x, abs=0.11)
        assert not any(
            abs(node.x - x) < node.width / 2 and abs(node.y - y) < node.height / 2
            for node in view.nodes
            for x in (left, right)
        )
    for node in view.nodes:
        roles = sum(1 for _, skill in found if skill == expand(node.id))
        skills = sum(1 for role, _ in found if role == expand(node.id))
        total = skills if node.kind is NodeKind.ROLE else roles
        assert node.lines[0].endswith(f" · {total}")


def test_roadmap(roadmap: CareerNetwork) -> None:
    view = heatmap(roadmap)
    assert_right(roadmap, view)
    assert {expand(n.id) for n in view.nodes} == {*roadmap.roles, *roadmap.skills}
    assert heatmap(roadmap) == view


@pytest.mark.parametrize("seed", range(6))
def test_random_networks(seed: int) -> None:
    for network in (random_network(seed), crowded(seed)):
        assert_right(network, heatmap(network))


def test_importance_is_the_side_of_a_square(roadmap: CareerNetwork) -> None:
    ratings = [1.0, 5.0, 3.0]
    rated = tuple(
        replace(need, importance_rating=ratings[i % 3])
        for i, need in enumerate(roadmap.requirements)
    )
    view = heatmap(replace(roadmap, requirements=rated))
    sides = {
        (expand(e.source), expand(e.target)): e.points[1][0] - e.points[0][0]
        for e in view.edges
        if e.lit
    }
    by_rating = {
        r: {round(sides[n.role, n.skill]) for n in rated if n.importance_rating == r}
        for r in ratings
    }
    assert max(by_rating[1.0]) < min(by_rating[3.0]) <= max(by_rating[3.0]) < min(by_rating[5.0])


def test_too_much_is_refused_or_announced(
    roadmap: CareerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_SKILLS", 12)
    view = heatmap(roadmap)
    rows = [expand(n.id) for n in view.nodes if n.kind is NodeKind.SKILL]
    assert len(rows) == 12
    assert any(s.text.startswith("12 of 59 skills") for s in view.summary)
    monkeypatch.setattr(module, "MOST_ROLES", 20)
    with pytest.raises(cg.CareerGraphError, match=r"30 roles.*--path"):
        heatmap(roadmap)
    some = heatmap(roadmap, paths=["robotics engineer"])
    assert {n.label for n in some.nodes if n.kind is NodeKind.ROLE} == {
        f"Robotics Engineer, level {n}" for n in range(1, 6)
    }
