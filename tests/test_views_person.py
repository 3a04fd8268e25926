"""A person's map: its groups against the network, its numbers against the advice."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

import careergraph as cg
from careergraph.errors import UnknownEffortError
from careergraph.network import CareerNetwork
from careergraph.views import person as module
from careergraph.views.model import NodeKind, View
from careergraph.views.person import person
from careergraph.views.person_marks import FAR, HELD, NEXT
from careergraph.vocabulary import compact, expand
from drawings import assert_clean
from networks import career_network

ROLE = "ml engineer 2"
HAVE = ["Public speaking", "Data pre-processing"]


@pytest.fixture(scope="module")
def graph() -> cg.CareerGraph:
    return cg.load()


def group(view: View, number: int, kind: NodeKind) -> set[str]:
    return {expand(n.id) for n in view.nodes if n.group == number and n.kind is kind}


def facts(view: View, iri: str) -> dict[str, str]:
    node = next(node for node in view.nodes if node.id == compact(iri))
    return {fact.term: fact.text for fact in node.facts}


@pytest.mark.parametrize("role", [ROLE, "data scientist 5", None])
def test_groups_are_what_the_commands_say(graph: cg.CareerGraph, role: str | None) -> None:
    view = graph.view("person", role, have=HAVE).view
    near = graph.reach(role, have=HAVE, hours=1e9, max_moves=1)
    skills = graph.careers.skills
    held = {iri for iri, skill in skills.items() if skill.label in HAVE}
    if role is not None:
        start = next(r for r in graph.careers.roles.values() if role_named(graph, role) == r.iri)
        path = [r for r in graph.careers.roles.values() if r.path == start.path]
        upto = [r for r in path if graph.careers.rank(r.iri) <= graph.careers.rank(start.iri)]
        held |= {skill for r in upto for skill in graph.careers.own_skills(r.iri)}
    assert group(view, HELD, NodeKind.SKILL) == held
    asks = {one.role.iri for one in near.roles if one.route.steps[0].skills}
    assert group(view, NEXT, NodeKind.ROLE) == asks - {role_named(graph, role)}
    learnt = {s.skill.iri for one in near.roles for s in one.route.steps[0].skills}
    assert group(view, NEXT, NodeKind.SKILL) == learnt
    rest = set(skills) - held - learnt
    assert group(view, FAR, NodeKind.SKILL) == rest
    assert_clean(view)


def role_named(graph: cg.CareerGraph, role: str | None) -> str | None:
    from careergraph.names import find_role

    return None if role is None else find_role(graph.careers, role)


def test_numbers_are_those_of_place_and_reach(graph: cg.CareerGraph) -> None:
    view = graph.view("person", ROLE, have=HAVE).view
    held = group(view, HELD, NodeKind.SKILL)
    for placed in graph.place(sorted(held)).roles:
        said = facts(view, placed.role.iri)
        assert said["Fit"] == f"{placed.fit:.0%}"
        assert said["Still to learn"] == str(placed.effort)
    badges = {expand(node.id): node.badge for node in view.nodes}
    numbered = [
        one
        for one in graph.reach(ROLE, have=HAVE, hours=1e9, max_moves=1).roles
        if one.route.steps[0].skills
    ]
    for number, one in enumerate(numbered, start=1):
        assert badges[one.role.iri] == str(number)
        assert facts(view, one.role.iri)["In one step"] == (
            f"{one.route.steps[0].kind}, {one.effort}, {one.expected:,.0f} h expected"
        )


def random_network(seed: int) -> CareerNetwork:
    dice = random.Random(seed)
    letters = "abcdefghijkl"
    matrix = {
        path: ["".join(dice.sample(letters, dice.randint(1, 3))) for _ in range(3)]
        for path in "XYZ"
    }
    pairs = {tuple(dice.sample(letters, 2)): dice.choice([0.2, 0.6]) for _ in range(6)}
    return career_network(matrix, {one: dice.randint(10, 90) for one in letters}, pairs)


@pytest.mark.parametrize("seed", range(12))
def test_groups_of_random_networks(seed: int) -> None:
    network = random_network(seed)
    view = person(network, "X2", have=["Skill a"])
    held = {"a", *network.own_skills("X1"), *network.own_skills("X2")}
    assert group(view, HELD, NodeKind.SKILL) == held
    whole = {
        role.iri
        for role in network.roles.values()
        if {
            skill
            for other in network.roles.values()
            if other.path == role.path and network.rank(other.iri) <= network.rank(role.iri)
            for skill in network.own_skills(other.iri)
        }
        <= held
    }
    assert group(view, HELD, NodeKind.ROLE) == whole | {"X2"}
    assert {node.id for node in view.nodes} == set(network.roles) | set(network.skills)
    assert_clean(view)
    assert person(network, "X2", have=["Skill a"]) == view


def test_what_the_graph_does_not_have_is_reported(graph: cg.CareerGraph) -> None:
    view = graph.view("person", ROLE, have=[*HAVE, "juggling"]).view
    section = next(s for s in view.summary if s.heading == "Not in this graph")
    assert [item.text for item in section.items] == ["juggling"]
    with pytest.raises(cg.CareerGraphError, match="No skills of it: juggling"):
        graph.view("person", have=["juggling"])


def test_a_large_network_is_drawn_in_part(
    graph: cg.CareerGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_NEXT", 3)
    view = person(graph.careers, ROLE, have=HAVE, most_whole=10)
    drawn = {expand(node.id) for node in view.nodes if node.kind is NodeKind.ROLE}
    near = graph.reach(ROLE, have=HAVE, hours=1e9, max_moves=1).roles
    asks = [one.role.iri for one in near if one.route.steps[0].skills]
    assert group(view, NEXT, NodeKind.ROLE) == set(asks[:3])
    section = next(s for s in view.summary if s.heading == "What is drawn")
    assert section.text.startswith(f"{len(drawn)} of 30 roles")
    assert group(view, HELD, NodeKind.SKILL) == group(
        person(graph.careers, ROLE, have=HAVE), HELD, NodeKind.SKILL
    )
    assert_clean(view)


@pytest.mark.parametrize("seed", range(12))
def test_columns_of_random_networks(seed: int) -> None:
    network = random_network(seed)
    view = person(network, "X2", have=["Skill a"], most_whole=0)
    whole = person(network, "X2", have=["Skill a"])
    in_matrix = {node.id: node for node in whole.nodes}
    labels = [column.label for column in view.columns]
    assert labels == sorted(labels, key=["Held", "One step away", "Further away"].index)
    for node in view.nodes:
        assert (node.group, node.lit) == (in_matrix[node.id].group, in_matrix[node.id].lit)
        assert labels[node.column] == view.groups[node.group].label
        assert set(node.facts) >= set(in_matrix[node.id].facts[:3])
    assert group(view, NEXT, NodeKind.ROLE) == group(whole, NEXT, NodeKind.ROLE)
    assert group(view, NEXT, NodeKind.SKILL) == group(whole, NEXT, NodeKind.SKILL)
    assert group(view, HELD, NodeKind.SKILL) == group(whole, HELD, NodeKind.SKILL)
    assert_clean(view)


def test_columns_lead_to_each_step_and_say_what_is_new() -> None:
    matrix = {"X": ["ab"], "Y": ["abc"], "Z": ["bcd"], "W": ["efg"]}
    moves = (("X1", "Y1"), ("X1", "Z1"), ("Y1", "X1"), ("Z1", "W1"))
    network = replace(career_network(matrix, dict.fromkeys("abcdefg", 10)), moves=moves)
    view = person(network, "X1", most_whole=0)
    drawn = {(e.kind.value, e.source, e.target): e for e in view.edges}
    assert drawn.keys() == {
        ("moves to", "X1", "Y1"),
        ("moves to", "X1", "Z1"),
        *(("requires", "X1", skill) for skill in "ab"),
        ("requires", "Y1", "c"),
        *(("requires", "Z1", skill) for skill in "cd"),
    }
    assert all(e.lit == (e.kind.value == "moves to") for e in drawn.values())
    assert drawn["moves to", "X1", "Y1"].origin == "derived from data"
    columns = {node.id: view.columns[node.column].label for node in view.nodes}
    assert columns == {
        **dict.fromkeys(["X1", "a", "b"], "Held"),
        **dict.fromkeys(["Y1", "Z1", "c", "d"], "One step away"),
    }
    assert [node.badge for node in view.nodes if node.kind is NodeKind.ROLE] == ["•", "1", "2"]
    assert facts(view, "Z1")["Uses what is held"] == "Skill b"


def test_a_role_of_unknown_requirements_is_refused() -> None:
    network = career_network({"X": ["a"], "Y": ["ab"]}, {"a": 10, "b": 10})
    roles = {iri: replace(r, requirements_known=iri != "X1") for iri, r in network.roles.items()}
    with pytest.raises(UnknownEffortError, match="What X1 requires is unknown"):
        person(replace(network, roles=roles), "X1")
