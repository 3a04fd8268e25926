"""The neighbourhood of a role or skill: what the network says around it, and nothing else."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import careergraph as cg
from careergraph.network import CareerNetwork
from careergraph.views import neighbourhood as module
from careergraph.views.model import View
from careergraph.views.neighbourhood import neighbourhood
from careergraph.views.render import to_pyvis
from careergraph.vocabulary import compact
from drawings import assert_clean
from networks import any_networks

Said = set[tuple[str, str, str]]


def said_by(network: CareerNetwork) -> Said:
    return (
        {("leads to", p.earlier, p.later) for p in network.progressions}
        | {("requires", n.role, n.skill) for n in network.requirements}
        | {("transfers to", t.held, t.needed) for t in network.transfers}
        | {("moves to", a, b) for a, b in network.moves or ()}
    )


def around(network: CareerNetwork, centre: str, depth: int) -> Said:
    """Return what is said of all that is fewer statements away, by networkx."""
    said = said_by(network)
    graph = nx.Graph()
    graph.add_node(centre)
    graph.add_edges_from((source, target) for _, source, target in said)
    inner = set(nx.single_source_shortest_path_length(graph, centre, depth - 1))
    required = {skill for kind, role, skill in said if kind == "requires" and role == centre}
    return {
        one
        for one in said
        if inner & set(one[1:]) or (one[0] == "transfers to" and required & set(one[1:]))
    }


def drawn(view: View) -> Said:
    return {(edge.kind.value, edge.source, edge.target) for edge in view.edges}


def short(said: Said) -> Said:
    return {(kind, compact(source), compact(target)) for kind, source, target in said}


@given(any_networks(), st.data(), st.integers(1, 3))
def test_draws_all_that_is_said_around_it(
    network: CareerNetwork, data: st.DataObject, depth: int
) -> None:
    centre = data.draw(st.sampled_from([*network.roles, *network.skills]))
    view = neighbourhood(network, centre, depth=depth)
    said = around(network, centre, depth)
    assert drawn(view) == said
    assert {node.id for node in view.nodes} == {centre}.union(*(one[1:] for one in said))
    assert_clean(view)
    assert neighbourhood(network, centre, depth=depth) == view


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_roadmap(roadmap: CareerNetwork, depth: int) -> None:
    for centre in (*roadmap.roles, *roadmap.skills):
        view = neighbourhood(roadmap, centre, depth=depth)
        assert drawn(view) == short(around(roadmap, centre, depth))
        assert_clean(view)


def test_columns_say_what_stands_in_them(roadmap: CareerNetwork) -> None:
    view = neighbourhood(roadmap, "ml engineer 3")
    columns = [column.label for column in view.columns]
    assert columns == [
        "Roles that lead here",
        "The role",
        "Skills that it adds",
        "Skills beside those",
        "Roles to go on to",
    ]
    labels = {n.label: columns[n.column] for n in view.nodes}
    assert labels["Machine Learning Engineer, level 2"] == "Roles that lead here"
    assert labels["Machine Learning Engineer, level 4"] == "Roles to go on to"
    assert labels["Model deployment"] == "Skills that it adds"
    skill = neighbourhood(roadmap, "feature engineering")
    assert [column.label for column in skill.columns] == [
        "Skills that shorten it",
        "The skill",
        "Roles that require it",
        "Skills that it shortens",
    ]


def test_transfers_of_the_centre_and_its_skills_stand_out(roadmap: CareerNetwork) -> None:
    centre = list(roadmap.roles)[7]
    close = {compact(skill) for skill in roadmap.own_skills(centre)}
    view = neighbourhood(roadmap, centre, depth=3)
    lit = {edge.id for edge in view.edges if edge.lit}
    assert lit == {
        edge.id
        for edge in view.edges
        if edge.kind == "transfers to" and close & {edge.source, edge.target}
    }
    assert lit


def test_groups_are_the_career_paths_of_the_matrix(roadmap: CareerNetwork) -> None:
    tones = {group.label: group.tone for group in cg.load().view("matrix").view.groups}
    view = neighbourhood(roadmap, "ml engineer 3")
    assert {(group.label, group.tone) for group in view.groups} <= set(tones.items())
    own = view.groups[next(n.group for n in view.nodes if n.label == "Model deployment")]
    assert own.label == "Machine Learning Engineer"


def test_what_is_not_drawn_is_announced_and_listed(
    roadmap: CareerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = neighbourhood(roadmap, "ml engineer 3", depth=2)
    monkeypatch.setattr(module, "MOST_BOXES", 2)
    view = neighbourhood(roadmap, "ml engineer 3", depth=2)
    assert_clean(view)
    listed = {
        item.text: item.detail
        for section in view.summary
        if section.heading.startswith("Not drawn: ")
        for item in section.items
    }
    boxes = {node.label for node in view.nodes}
    assert boxes.isdisjoint(listed)
    assert boxes | listed.keys() == {node.label for node in whole.nodes}
    labels = {node.id: node.label for node in whole.nodes}
    shown = {edge.statement for edge in view.edges}
    for edge in whole.edges:
        if edge.statement not in shown:
            text = f"{labels[edge.source]} {edge.kind} {labels[edge.target]}: {edge.why}"
            ends = {labels[edge.source], labels[edge.target]}
            assert any(text in listed[end] for end in ends & listed.keys())
    counts = [item.text for item in view.summary[0].items]
    assert any("2 of " in text and "listed below" in text for text in counts)


def test_essential_skills_stand_before_optional_ones() -> None:
    network = any_optional()
    view = neighbourhood(network, "X1")
    column = [node.id for node in view.nodes if node.kind == "skill"]
    optional = {n.skill for n in network.requirements if n.role == "X1" and not n.essential}
    assert [skill in optional for skill in column] == sorted(skill in optional for skill in column)
    assert optional & set(column)


def any_optional() -> CareerNetwork:
    from dataclasses import replace

    from networks import career_network

    network = career_network({"X": ["abcd"]}, dict.fromkeys("abcd", 10))
    needs = (replace(n, essential=n.skill in "bd") for n in network.requirements)
    return replace(network, requirements=tuple(needs))


def test_unknown_things_and_depths_are_refused(roadmap: CareerNetwork) -> None:
    with pytest.raises(cg.CareerGraphError, match="no skill 'plumbing of pipes'"):
        neighbourhood(roadmap, "plumbing of pipes")
    with pytest.raises(cg.CareerGraphError, match="depth 0 is empty"):
        neighbourhood(roadmap, "ml engineer 3", depth=0)


def test_pyvis_holds_what_is_drawn(roadmap: CareerNetwork) -> None:
    view = neighbourhood(roadmap, "ml engineer 3", depth=2)
    network = to_pyvis(view)
    assert {node["id"] for node in network.nodes} == {node.id for node in view.nodes}
    assert {(e["kind"], e["from"], e["to"]) for e in network.edges} == drawn(view)
