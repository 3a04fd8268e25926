"""The matrix of two versions: its groups against set arithmetic, its words those of the diff."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import careergraph as cg
from careergraph.cli import main
from careergraph.network import CareerNetwork
from careergraph.views.changes import ADDED, CHANGED, REMOVED, SAME, changes
from careergraph.views.matrix import matrix
from careergraph.views.model import EdgeKind, NodeKind, View
from careergraph.vocabulary import expand
from drawings import assert_clean
from test_views_person import random_network


def groups(view: View, kind: NodeKind) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {n: set() for n in (ADDED, REMOVED, CHANGED, SAME)}
    for node in view.nodes:
        if node.kind is kind:
            found[node.group].add(expand(node.id))
    return found


def without(network: CareerNetwork, role: str, skill: str) -> CareerNetwork:
    """Return a network without a role, and without a skill."""
    part = network.part([iri for iri in network.roles if iri != role])
    return replace(
        part,
        skills={iri: one for iri, one in part.skills.items() if iri != skill},
        requirements=tuple(n for n in part.requirements if n.skill != skill),
        transfers=tuple(t for t in part.transfers if skill not in (t.held, t.needed)),
    )


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("backwards", [False, True])
def test_groups_are_the_differences(seed: int, backwards: bool) -> None:
    whole = random_network(seed)
    less = without(whole, "Y3", "a")
    old, new = (less, whole) if backwards else (whole, less)
    view = changes(old, new)
    roles, skills = groups(view, NodeKind.ROLE), groups(view, NodeKind.SKILL)
    assert roles[ADDED] == set(new.roles) - set(old.roles)
    assert roles[REMOVED] == set(old.roles) - set(new.roles)
    assert skills[ADDED] == set(new.skills) - set(old.skills)
    assert skills[REMOVED] == set(old.skills) - set(new.skills)
    before = {(n.role, n.skill) for n in old.requirements}
    now = {(n.role, n.skill) for n in new.requirements}
    kept = set(old.roles) & set(new.roles)
    assert roles[CHANGED] == {role for role, _ in before ^ now if role in kept}
    said = {(e.source, e.target): e for e in view.edges if e.kind is EdgeKind.REQUIRES}
    assert set(said) == before | now
    assert {ends for ends, e in said.items() if e.why.startswith("Added")} == now - before
    assert {ends for ends, e in said.items() if e.why.startswith("Removed")} == before - now
    assert {ends for ends, e in said.items() if e.lit} == before ^ now
    assert_clean(view)
    assert changes(old, new) == view


def test_nothing_has_changed(roadmap: CareerNetwork) -> None:
    view = changes(roadmap, roadmap)
    assert view.summary[0].text == "Nothing has changed."
    assert {node.group for node in view.nodes} == {SAME}
    assert not any(edge.lit or node.lit for node in view.nodes for edge in view.edges[:1])
    there = {node.id: (node.x, node.y) for node in matrix(roadmap).nodes}
    assert {node.id: (node.x, node.y) for node in view.nodes} == there


def test_words_are_those_of_the_diff(roadmap: CareerNetwork) -> None:
    graph = cg.load()
    skill = next(s for s in roadmap.skills.values() if s.label == "Feature engineering")
    skills = {**roadmap.skills, skill.iri: replace(skill, label="Engineering of features")}
    new = replace(roadmap, skills=skills)
    view = changes(roadmap, new)
    assert groups(view, NodeKind.SKILL)[CHANGED] == {skill.iri}
    node = next(n for n in view.nodes if expand(n.id) == skill.iri)
    said = {fact.term: fact.text for fact in node.facts}
    assert said["Was called"] == "Feature engineering"
    assert said["Changes"] in [i.text for s in view.summary for i in s.items]
    assert (node.badge, node.lit) == ("~", True)
    other = cg.load(assume=["promotion=30"])
    told = [i.text for s in graph.view("changes", other).view.summary for i in s.items]
    assert [c.message for c in graph.diff(other, routes=False).changes] == told[:1]


def test_command(tmp_path: Path) -> None:
    old, new, page = tmp_path / "old.csv", tmp_path / "new.csv", tmp_path / "page.html"
    old.write_text("Path,Junior,Senior\nCook,Slicing,Sauces\nWaiter,Serving,Wine\n")
    new.write_text("Path,Junior,Senior\nCook,Slicing; Plating,Sauces\nWaiter,Serving,Wine\n")
    words = ["view", "changes", str(old), str(new), "-o", str(page)]
    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.exit_code == 0
    assert "Plating" in page.read_text(encoding="utf-8")
