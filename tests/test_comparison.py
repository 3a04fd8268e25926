from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import careergraph as cg
from careergraph.errors import NoRouteError, RequestError
from careergraph.network import CareerNetwork
from careergraph.routes import Constraints, comparison_text, plan, why_not
from careergraph.routes.text import certainty
from networks import career_network
from reference import Reference
from walks import small_networks, walks


@settings(max_examples=120)
@given(small_networks(), st.data())
def test_a_named_route_is_feasible_where_the_reference_walks_it(
    network: CareerNetwork, data: st.DataObject
) -> None:
    roles = sorted(network.roles)
    source, target = data.draw(st.permutations(roles))[:2]
    through = data.draw(st.lists(st.sampled_from(roles), max_size=2))
    whole = (source, *through, target)
    assume(all(a != b for a, b in pairwise(whole)))
    constraints = Constraints(max_effort_per_move=data.draw(st.integers(50, 400)))
    every = walks(network, source, target, 3, most_learning=constraints.max_effort_per_move)
    costs = {walk.roles: walk.cost for walk in every}
    try:
        compared = why_not(network, source, target, through, constraints)
    except NoRouteError:
        assert not costs
        return
    assert bool(compared.breaches) == (whole not in costs)
    assert compared.other.trade is not None
    if whole in costs:
        assert compared.other.effort.expected == pytest.approx(costs[whole])
        above = costs[whole] - compared.chosen.effort.expected
        assert compared.other.trade.hours == pytest.approx(above)
        assert above >= -1e-6
    else:
        assert compared.other.status == "not feasible"


@settings(max_examples=80)
@given(small_networks(), st.data())
def test_each_breach_says_by_how_much(network: CareerNetwork, data: st.DataObject) -> None:
    source, target = data.draw(st.permutations(sorted(network.roles)))[:2]
    most = data.draw(st.integers(0, 100))
    reference = Reference(network)
    held = reference.needs[source]
    learning = reference.learn(reference.needs[target] - held, held)
    caps = {role: cap for role, _, cap in reference.moves(source)}
    try:
        compared = why_not(network, source, target, [], Constraints(max_effort_per_move=most))
    except NoRouteError:
        return
    over = {breach.rule: breach.by for breach in compared.breaches}
    assert ("move" in over) == (target not in caps)
    assert ("max_effort_per_move" in over) == (learning > most)
    if learning > most:
        assert over["max_effort_per_move"] == pytest.approx(learning - most)
    if target in caps:
        assert ("hardest_cell_cap" in over) == (learning > caps[target] + 1e-9)


def test_the_rule_that_the_route_breaks_is_named() -> None:
    compared = cg.load().why_not(
        "ml engineer 2", "ai product manager 4", ["ml engineer 3", "ai product manager 3"]
    )
    (breach,) = compared.breaches
    assert (breach.rule, breach.step, round(breach.by or 0)) == ("hardest_cell_cap", 2, 291)
    assert breach.role is not None
    assert breach.role.label == "AI Product Manager, level 3"
    assert compared.parting.label == "Machine Learning Engineer, level 2"
    assert compared.meeting.label == "AI Product Manager, level 3"
    said = " ".join(comparison_text.comparison(compared).split())
    assert "The other breaks a rule in step 2: it asks for 771 h of learning at once" in said
    assert "291 h more than the 480 h of the hardest cell of that level" in said


def test_what_makes_the_other_dearer_is_told() -> None:
    through = ["data scientist 1", *(f"ai product manager {level}" for level in (1, 2, 3))]
    compared = cg.load().why_not("ml engineer 2", "ai product manager 4", through)
    assert compared.breaches == ()
    assert compared.other.status == "within 10.6 %"
    trade = compared.other.trade
    assert trade is not None
    assert (trade.hours, trade.move_hours, trade.moves) == (171, 60, 1)
    assert [one.skill.label for one in trade.learnt_instead] == [
        "Data visualization",
        "Statistical analysis",
    ]
    assert sum(one.effort.expected for one in trade.learnt_instead) == 111
    assert "The other takes 171 h more: 1 more move (+60 h)" in comparison_text.comparison(compared)
    data = json.loads(json.dumps(compared.to_dict()))
    assert data["other"]["trade"]["hours"] == 171
    assert data["breaches"] == []


def test_constraints_of_the_whole_route_are_rules_too() -> None:
    network = career_network(
        {"S": [""], "T": ["a"], "X": ["b"], "Y": [""]}, {"a": 10, "b": 10}, cap=False
    )
    demands = Constraints(via=("X1",), avoid=("Y1",), max_moves=2)
    compared = why_not(network, "S1", "T1", ["Y1", "S1"], demands)
    assert [(b.rule, b.step, b.by) for b in compared.breaches] == [
        ("avoid", 1, None),
        ("max_moves", None, 1),
        ("via", None, None),
    ]


def test_two_named_routes_are_compared() -> None:
    network = career_network(
        {"S": [""], "T": ["a"], "X": ["b"], "Y": ["c"]}, {"a": 10, "b": 30, "c": 50}, cap=False
    )
    compared = why_not(network, "S1", "T1", ["Y1"], rather_than=["X1"])
    assert [role.iri for role in compared.chosen.roles] == ["S1", "X1", "T1"]
    assert compared.other.trade is not None
    assert compared.other.trade.hours == 20
    assert compared.chosen.lower_bound == plan(network, "S1", "T1").effort.expected == 70
    same = why_not(network, "S1", "T1", [])
    assert "The two are the same route" in comparison_text.comparison(same)


def test_a_route_that_stays_in_a_role_is_refused() -> None:
    with pytest.raises(RequestError, match=r"stays in Machine Learning Engineer, level 2\."):
        cg.load().why_not("ml engineer 2", "ml engineer 3", ["ml engineer 2"])


def test_a_bound_of_nothing_proves_no_share() -> None:
    costs = {"move_hours": (0, 1, 1), "cap": False}
    network = career_network({"X": ["", ""], "Y": ["a", ""]}, {"a": 10}, **costs)
    compared = why_not(network, "X1", "X2", ["Y1", "X1"])
    assert (compared.chosen.effort.expected, compared.chosen.status) == (0, "optimal")
    assert (compared.other.effort.expected, compared.other.status) == (12, "unproven")
    assert list(certainty(compared.other)) == [
        "Not proven: all that is known of the optimum is that it takes 0 h or more."
    ]
