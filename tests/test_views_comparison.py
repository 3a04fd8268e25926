"""Two roles compared: the skills of each, the transfers between, and the planner's own hours."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import careergraph as cg
from careergraph import advice
from careergraph.costs import requirements
from careergraph.network import CareerNetwork
from careergraph.views.comparison import comparison
from careergraph.views.model import View
from careergraph.views.render import to_pyvis
from careergraph.vocabulary import compact
from drawings import assert_clean
from networks import any_networks

PAIR = ("ml engineer 3", "data scientist 3")


def assert_says(network: CareerNetwork, view: View, one: str, other: str) -> None:
    needs = requirements(network)
    first, second = needs[one], needs[other]
    expected = {0: first - second, 1: first & second, 2: second - first}
    short = {compact(iri): iri for iri in (*network.roles, *network.skills)}
    skills = [node for node in view.nodes if node.kind == "skill"]
    for column, wanted in expected.items():
        assert {short[n.id] for n in skills if n.column == column} == wanted
        assert view.columns[column].label.endswith(f": {len(wanted)}")
    assert {short[n.id]: n.column for n in view.nodes if n.kind == "role"} == {one: 0, other: 2}
    said = {(e.kind.value, short[e.source], short[e.target]) for e in view.edges}
    lacking = first ^ second
    assert said == (
        {("requires", one, skill) for skill in first}
        | {("requires", other, skill) for skill in second}
        | {
            ("transfers to", t.held, t.needed)
            for t in network.transfers
            if t.held in first | second and t.needed in lacking
        }
    )
    used = {
        learned.transfer.iri
        for ends in ((one, other), (other, one))
        for learned in advice.gap(network, *ends).learned
        if learned.transfer
    }
    assert {e.statement for e in view.edges if e.lit} == {compact(iri) for iri in used}


@given(any_networks(), st.data())
def test_draws_who_requires_what(network: CareerNetwork, data: st.DataObject) -> None:
    assume(len(network.roles) > 1)
    one, other = data.draw(
        st.lists(st.sampled_from(list(network.roles)), min_size=2, max_size=2, unique=True)
    )
    view = comparison(network, one, other)
    assert_says(network, view, one, other)
    assert_clean(view)
    assert comparison(network, one, other) == view


def test_pairs_of_the_roadmap_are_clean(roadmap: CareerNetwork) -> None:
    for one, other in combinations(list(roadmap.roles)[::2], 2):
        assert_clean(comparison(roadmap, one, other))


def test_roadmap(roadmap: CareerNetwork) -> None:
    one, other = list(roadmap.roles)[7], list(roadmap.roles)[22]
    assert_says(roadmap, comparison(roadmap, one, other), one, other)


def test_efforts_are_those_of_the_gap(roadmap: CareerNetwork) -> None:
    graph = cg.load()
    items = section(comparison(roadmap, *PAIR), "Effort each way").items
    for item, ends in zip(items, (PAIR, PAIR[::-1]), strict=True):
        found = graph.gap(*ends)
        assert item.text == f"From {found.source.label} to {found.target.label}: {found.effort}"
        assert f"{found.effort.expected:,.0f} h expected, for {len(found.learned)} skills" in (
            item.detail
        )
        assert f"{found.full_effort.expected:,.0f} h from nothing" in item.detail
        assert f"{found.coverage:.0%}".replace("%", " % covered") in item.detail


def test_summary_lists_what_transfers_and_why(roadmap: CareerNetwork) -> None:
    view = comparison(roadmap, *PAIR)
    for ends in (PAIR, PAIR[::-1]):
        found = cg.load().gap(*ends)
        shortened = [one for one in found.learned if one.transfer]
        heading = f"Transferable from {found.source.label} to {found.target.label}"
        said = section(view, f"{heading} ({len(shortened)})").items
        assert [item.text for item in said] == [one.skill.label for one in shortened]
        for item, learned in zip(said, shortened, strict=True):
            assert learned.transfer is not None
            assert str(learned.effort) in item.detail
            assert learned.transfer.rationale in item.detail


def test_inherited_requirements_say_where_they_come_from(roadmap: CareerNetwork) -> None:
    view = comparison(roadmap, *PAIR)
    why = {e.target: e.why for e in view.edges if e.kind == "requires"}
    assert (
        "from Machine Learning Engineer, level 1, which leads here"
        in (why["skill:data-pre-processing"])
    )
    assert "which leads here" not in why["skill:model-deployment"]


def test_unknown_hours_are_not_zero(roadmap: CareerNetwork) -> None:
    levels = {iri: replace(level, effort=None) for iri, level in roadmap.levels.items()}
    skills = {iri: replace(skill, effort=None) for iri, skill in roadmap.skills.items()}
    view = comparison(replace(roadmap, levels=levels, skills=skills), *PAIR)
    said = section(view, "Effort each way").items
    assert [item.text.rpartition(": ")[2] for item in said] == ["unknown", "unknown"]
    assert all("unknown is not zero" in item.detail for item in said)
    assert_clean(view)


def test_refuses_one_role_twice_and_unknown_requirements(roadmap: CareerNetwork) -> None:
    with pytest.raises(cg.CareerGraphError, match="Both are the same role"):
        comparison(roadmap, "ml engineer 3", "ML Engineer, level 3")
    first = next(iter(roadmap.roles))
    spoilt = {**roadmap.roles, first: replace(roadmap.roles[first], requirements_known=False)}
    with pytest.raises(cg.CareerGraphError, match="is unknown, and unknown is not nothing"):
        comparison(replace(roadmap, roles=spoilt), first, "ml engineer 3")


def test_pyvis_holds_what_is_drawn(roadmap: CareerNetwork) -> None:
    view = comparison(roadmap, *PAIR)
    network = to_pyvis(view)
    assert {node["id"] for node in network.nodes} == {node.id for node in view.nodes}
    assert {edge["id"] for edge in network.edges} == {edge.id for edge in view.edges}


def section(view: View, heading: str):
    return next(section for section in view.summary if section.heading == heading)
