"""One skill's page: who requires it at which level, and what it transfers to and from."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import careergraph as cg
from careergraph.costs import requirements
from careergraph.network import CareerNetwork, CareerPath, first_levels, skill_efforts
from careergraph.views import skill as module
from careergraph.views.facts import strength
from careergraph.views.model import View
from careergraph.views.render import to_pyvis
from careergraph.views.skill import skill
from careergraph.vocabulary import compact
from drawings import assert_clean
from networks import any_networks


def assert_says(network: CareerNetwork, view: View, about: str) -> None:
    short = {compact(iri): iri for iri in (*network.roles, *network.skills)}
    stated = {n.role for n in network.requirements if n.skill == about}
    roles = stated | {role for role, needs in requirements(network).items() if about in needs}
    nodes = {short[node.id]: node for node in view.nodes}
    beside = {about}.union(
        *({t.held, t.needed} for t in network.transfers if about in (t.held, t.needed))
    )
    assert nodes.keys() == roles | beside
    levels = list(network.levels)
    first = first_levels(network)
    for role in roles:
        assert levels[nodes[role].column] == network.roles[role].level
        assert nodes[role].lit == (role in stated)
    for one in beside & first.keys():
        assert levels[nodes[one].column] == first[one].iri
    assert {(e.kind.value, short[e.source], short[e.target]) for e in view.edges} == (
        {("requires", role, about) for role in stated}
        | {
            ("leads to", p.earlier, p.later)
            for p in network.progressions
            if {p.earlier, p.later} <= roles
        }
        | {
            ("transfers to", t.held, t.needed)
            for t in network.transfers
            if about in (t.held, t.needed)
        }
    )


@given(any_networks(), st.data())
def test_draws_who_requires_it_and_what_transfers(
    network: CareerNetwork, data: st.DataObject
) -> None:
    about = data.draw(st.sampled_from(list(network.skills)))
    view = skill(network, about)
    assert_says(network, view, about)
    assert_clean(view)
    assert skill(network, about) == view


def test_roadmap(roadmap: CareerNetwork) -> None:
    for about in roadmap.skills:
        view = skill(roadmap, about)
        assert_says(roadmap, view, about)
        assert_clean(view)


def test_lanes_are_career_paths(roadmap: CareerNetwork) -> None:
    view = skill(roadmap, "feature engineering")
    for node in view.nodes:
        if node.kind == "role":
            assert node.label.startswith(view.lanes[node.lane].label)
    assert [column.rank for column in view.columns] == [1, 2, 3, 4, 5]


def many_paths(network: CareerNetwork) -> CareerNetwork:
    paths = {f"p{n}": CareerPath(iri=f"p{n}", label=f"Path {n}") for n in range(20)}
    return replace(network, paths={**network.paths, **paths})


def test_lanes_are_importances_where_paths_are_many(roadmap: CareerNetwork) -> None:
    about = "skill:feature-engineering"
    needs = (
        replace(n, essential=n.role == need.role, skill=need.skill)
        for need in roadmap.requirements
        if compact(need.skill) == about
        for n in roadmap.requirements
    )
    network = replace(many_paths(roadmap), requirements=tuple(needs), progressions=())
    view = skill(network, about)
    assert [lane.label for lane in view.lanes] == ["Transfers", "Essential for", "Optional for"]
    essential = {compact(n.role) for n in network.requirements if n.essential}
    for node in view.nodes:
        if node.kind == "role":
            lane = "Essential for" if node.id in essential else "Optional for"
            assert view.lanes[node.lane].label == lane
            assert view.groups[node.group].label == lane
    assert_clean(view)


def test_what_is_not_drawn_is_announced_and_listed(
    roadmap: CareerNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = replace(
        many_paths(roadmap),
        progressions=(),
        requirements=tuple(
            replace(n, skill=roadmap.requirements[0].skill) for n in roadmap.requirements
        ),
    )
    monkeypatch.setattr(module, "MOST_BOXES", 3)
    view = skill(network, network.requirements[0].skill)
    boxes = {node.label for node in view.nodes if node.kind == "role"}
    left = {
        item.text
        for section in view.summary
        if section.heading.startswith("Not drawn: ")
        for item in section.items
    }
    assert boxes.isdisjoint(left)
    assert len(boxes) == 3 * len(network.levels)
    assert boxes | left == {role.label for role in network.roles.values()}
    assert f"{len(boxes)} of {len(network.roles)} are drawn" in section(view, "Where it").text


def test_summary_says_what_transfers_save(roadmap: CareerNetwork) -> None:
    efforts = skill_efforts(roadmap)
    transfers = [t for t in roadmap.transfers if "feature-engineering" in t.held]
    items = {i.text: i.detail for i in section(skill(roadmap, transfers[0].held), "Holding").items}
    assert len(items) == len(transfers)
    for transfer in transfers:
        full = efforts[transfer.needed]
        assert full is not None
        assert items[roadmap.skills[transfer.needed].label] == (
            f"{strength(transfer)}: {full * transfer.saved} of {full}. {transfer.rationale}"
        )


def test_named_queries_answer_why(roadmap: CareerNetwork) -> None:
    graph = cg.load()
    for item in section(skill(roadmap, "feature engineering"), "What to try").items:
        _, command, name, *_ = item.text.split()
        if command == "query":
            assert "-p skill='Feature engineering'" in item.text
            assert len(graph.query(name, skill="Feature engineering")) > 0


def section(view: View, heading: str):
    return next(section for section in view.summary if section.heading.startswith(heading))


def test_inherited_roles_are_the_later_ones(roadmap: CareerNetwork) -> None:
    ladder = nx.DiGraph([(p.earlier, p.later) for p in roadmap.progressions])
    need = roadmap.requirements[0]
    view = skill(roadmap, need.skill)
    pale = {node.id for node in view.nodes if not node.lit}
    assert pale == {compact(role) for role in nx.descendants(ladder, need.role)}


def test_pyvis_holds_what_is_drawn(roadmap: CareerNetwork) -> None:
    view = skill(roadmap, "feature engineering")
    network = to_pyvis(view)
    assert {node["id"] for node in network.nodes} == {node.id for node in view.nodes}
    assert {edge["id"] for edge in network.edges} == {edge.id for edge in view.edges}
