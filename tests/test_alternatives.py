from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import careergraph as cg
import careergraph.routes.alternatives as alternatives_module
from careergraph.errors import NoRouteError
from careergraph.network import CareerNetwork
from careergraph.routes import Constraints, Route, plan
from careergraph.routes import text as route_text
from careergraph.routes.search import Found
from networks import career_network
from walks import Walk, small_networks, walks

MOST_MOVES = 4


def on_the_way(roles: tuple[str, ...]) -> set[str]:
    return set(roles[1:-1]) - {roles[0], roles[-1]}


def iris(route: Route) -> tuple[str, ...]:
    return tuple(role.iri for role in route.roles)


def differs(walk: Walk, better: tuple[str, ...], every: list[Walk]) -> bool:
    """The definition, told again: of the roles that can be avoided it passes less than half."""
    avoidable = {r for r in on_the_way(better) if any(r not in w.roles for w in every)}
    return 2 * len(avoidable & set(walk.roles)) < len(avoidable)


@settings(max_examples=120)
@given(small_networks(), st.data())
def test_no_better_alternative_is_missed(network: CareerNetwork, data: st.DataObject) -> None:
    source, target = data.draw(st.permutations(sorted(network.roles)))[:2]
    every = sorted(walks(network, source, target, MOST_MOVES))
    constraints = Constraints(max_moves=MOST_MOVES)
    if not every:
        with pytest.raises(NoRouteError):
            plan(network, source, target, constraints)
        return
    best = plan(network, source, target, constraints, alternatives=4)
    found = [best, *best.alternatives]
    for place, route in enumerate(found):
        better = [iris(other) for other in found[:place]]
        left = [w for w in every if all(differs(w, roles, every) for roles in better)]
        assert route.effort.expected == pytest.approx(left[0].cost)
        assert iris(route) in {walk.roles for walk in left}
        assert route.status == "optimal"
    if len(found) < 5:
        better = [iris(route) for route in found]
        assert not [w for w in every if all(differs(w, roles, every) for roles in better)]


@settings(max_examples=60)
@given(small_networks(), st.data())
def test_what_an_alternative_trades_adds_up(network: CareerNetwork, data: st.DataObject) -> None:
    source, target = data.draw(st.permutations(sorted(network.roles)))[:2]
    try:
        best = plan(network, source, target, Constraints(max_moves=5), alternatives=3)
    except NoRouteError:
        return
    assert best.trade is None
    for other in best.alternatives:
        trade = other.trade
        assert trade is not None
        assert trade.hours == pytest.approx(other.effort.expected - best.effort.expected)
        assert trade.moves == len(other.steps) - len(best.steps)
        learnt = sum(one.effort.expected for one in trade.learnt_instead)
        spared = sum(one.effort.expected for one in trade.spared)
        parts = trade.move_hours + learnt - spared + trade.transfer_hours
        assert parts == pytest.approx(trade.hours)
        here, there = (
            {one.skill.iri for step in route.steps for one in step.skills}
            for route in (other, best)
        )
        assert {one.skill.iri for one in trade.learnt_instead} == here - there
        assert {one.skill.iri for one in trade.spared} == there - here


def test_the_same_route_with_one_swap_is_no_alternative() -> None:
    """Over X1 or Y1 or Z1 to T1 is a swap; over X1 and X2 instead of T1 as well."""
    matrix = {"W": ["a"], "X": ["b", "c"], "Y": ["b", "d"], "Z": ["b", "e"], "T": ["bcf", "g"]}
    network = career_network(matrix, dict.fromkeys("abcdefg", 10.0), cap=False)
    best = plan(network, "W1", "T2", Constraints(max_effort_per_move=20), alternatives=9)
    assert iris(best) == ("W1", "X1", "X2", "T2")
    assert [iris(other) for other in best.alternatives] == [
        ("W1", "Y1", "T1", "T2"),
        ("W1", "Z1", "Z2", "X2", "T2"),
    ]


def test_alternatives_of_the_roadmap_do_not_repeat_each_other() -> None:
    """Each of the second and third of the former answers was the first with another detour."""
    best = cg.load().route("ml engineer 3", "data scientist 5", alternatives=1, detour=600)
    (other,) = best.alternatives
    assert other.trade is not None
    assert (other.trade.hours, other.trade.moves, other.trade.move_hours) == (120, 2, 120)
    assert other.trade.learnt_instead == other.trade.spared == ()
    said = " ".join(route_text.as_text(best).split())
    assert "Against the best: 2 more moves (+120 h); its largest step teaches as much" in said
    assert "teaches the same skills" in said


def test_a_route_that_passes_nothing_avoidable_has_no_alternative() -> None:
    network = career_network({"X": ["a", "b", "c"]}, {"a": 1, "b": 1, "c": 1})
    assert plan(network, "X1", "X3", alternatives=5).alternatives == ()


def test_alternatives_keep_within_the_detour() -> None:
    network = career_network(
        {"S": [""], "T": ["pq"], "X": ["px"], "Y": ["py"], "Z": ["pz"]},
        {"p": 100, "q": 100, "x": 1, "y": 20, "z": 50},
        cap=False,
    )
    capped = Constraints(max_effort_per_move=160)
    free = plan(network, "S1", "T1", capped, alternatives=5)
    assert [iris(other) for other in free.alternatives] == [("S1", "Y1", "T1"), ("S1", "Z1", "T1")]
    assert [other.trade.hours for other in free.alternatives] == [19, 49]
    near = plan(network, "S1", "T1", capped, alternatives=5, detour=19)
    assert near.alternatives == free.alternatives[:1]


def test_doubtful_evidence_that_only_the_alternative_relies_on_is_told() -> None:
    network = career_network(
        {"S": ["a"], "T": ["bc"], "X": ["b"], "Y": ["c"]},
        {"a": 10, "b": 40, "c": 50},
        cap=False,
    )
    doubtful = tuple(
        replace(need, provenance=replace(need.provenance, doubt="In brackets"))
        if need.role == "Y1"
        else need
        for need in network.requirements
    )
    capped = Constraints(max_effort_per_move=60)
    best = plan(replace(network, requirements=doubtful), "S1", "T1", capped, alternatives=1)
    (other,) = best.alternatives
    through_y = [route for route in (best, other) if "Y1" in iris(route)]
    assert len(through_y) == 1
    assert other.trade is not None
    said = [(one.statement, one.about, one.doubt) for one in other.trade.doubtful]
    expected = [("Y1-c", "Y1 requires Skill c", "In brackets")] if through_y == [other] else []
    assert said == expected
    avoiding = plan(
        replace(network, requirements=doubtful, transfers=()), "S1", "T1", capped, alternatives=1
    )
    assert avoiding == best


def test_an_alternative_is_only_as_sure_as_what_was_left_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where another branch may hold a cheaper route, the bound of the route says so."""
    search = alternatives_module.search

    def unsure(problem, task):  # type: ignore[no-untyped-def]
        found = search(problem, task)
        return found and Found(found.label, found.label.cost * 0.9)

    monkeypatch.setattr(alternatives_module, "search", unsure)
    best = cg.load().route("ml engineer 3", "data scientist 5", alternatives=1, detour=600)
    (other,) = best.alternatives
    assert best.status == "within 11.2 %"
    assert other.lower_bound == pytest.approx(0.9 * best.effort.expected)
    assert other.status == "within 14.9 %"


def test_json_tells_the_trade() -> None:
    best = cg.load().route("ml engineer 3", "data scientist 5", alternatives=1, detour=600)
    data = best.to_dict()
    assert data["trade"] is None
    assert data["alternatives"][0]["trade"] == {
        "hours": 120.0,
        "moves": 2,
        "largest_step": 0.0,
        "move_hours": 120.0,
        "learnt_instead": [],
        "spared": [],
        "transfer_hours": 0,
        "helped_otherwise": [],
        "doubtful": [],
    }
