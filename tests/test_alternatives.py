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


def rails() -> CareerNetwork:
    """S1 to T1 over X1, Y1 or Z1, each of which teaches p and something of its own."""
    return career_network(
        {"S": [""], "T": ["pq"], "X": ["px"], "Y": ["py"], "Z": ["pz"]},
        {"p": 100, "q": 100, "x": 1, "y": 20, "z": 50},
        cap=False,
    )


RAILS = Constraints(max_effort_per_move=160)


def test_the_same_route_with_one_swap_is_no_alternative() -> None:
    """After X1 and X2, neither Y1 and X2 nor X1 and T1 are; Y1 and T1 are."""
    matrix = {"W": ["a"], "X": ["b", "c"], "Y": ["b", "d"], "T": ["bcf", "g"]}
    network = career_network(matrix, dict.fromkeys("abcdefg", 10.0), cap=False)
    best = plan(network, "W1", "T2", Constraints(max_effort_per_move=20), alternatives=9)
    first, second = map(iris, (best, best.alternatives[0]))
    assert len(on_the_way(first)) == len(on_the_way(second)) == 2
    assert not on_the_way(first) & on_the_way(second)


def test_an_alternative_of_the_roadmap_enters_the_path_elsewhere() -> None:
    """Only level 1 of the target's path can be avoided: nothing else leads to levels 2 to 4."""
    best = cg.load().route("ml engineer 2", "ai product manager 4", alternatives=1)
    (other,) = best.alternatives
    assert "AI Product Manager, level 1" in [role.label for role in best.roles]
    assert "AI Product Manager, level 1" not in [role.label for role in other.roles]


def test_the_text_says_what_an_alternative_trades() -> None:
    best = plan(rails(), "S1", "T1", RAILS, alternatives=1)
    said = " ".join(route_text.as_text(best).split())
    assert "(+19 h expected), by Y1, T1. Against the best: as many moves (0 h);" in said
    assert "its largest step teaches 19 h more; teaches besides: Skill y (+20 h)" in said
    assert "spares: Skill x (-1 h)." in said
    assert "- Against the best: as many moves" in route_text.as_markdown(best)


def test_a_route_that_passes_nothing_avoidable_has_no_alternative() -> None:
    network = career_network({"X": ["a", "b", "c"]}, {"a": 1, "b": 1, "c": 1})
    assert plan(network, "X1", "X3", alternatives=5).alternatives == ()


def test_alternatives_keep_within_the_detour() -> None:
    free = plan(rails(), "S1", "T1", RAILS, alternatives=5)
    assert [iris(other) for other in free.alternatives] == [("S1", "Y1", "T1"), ("S1", "Z1", "T1")]
    assert [other.trade and other.trade.hours for other in free.alternatives] == [19, 49]
    near = plan(rails(), "S1", "T1", RAILS, alternatives=5, detour=19)
    assert near.alternatives == free.alternatives[:1]


def test_doubtful_evidence_that_only_the_alternative_relies_on_is_told() -> None:
    doubted = tuple(
        replace(need, provenance=replace(need.provenance, doubt="In brackets"))
        if need.iri in {"Y1-p", "Y1-y", "T1-q"}
        else need
        for need in rails().requirements
    )
    network = replace(rails(), requirements=doubted)
    best = plan(network, "S1", "T1", RAILS, alternatives=2)
    told = [
        [(one.statement, one.about, one.doubt) for one in other.trade.doubtful]
        for other in best.alternatives
        if other.trade is not None
    ]
    assert told == [
        [
            ("Y1-p", "Y1 requires Skill p", "In brackets"),
            ("Y1-y", "Y1 requires Skill y", "In brackets"),
        ],
        [],
    ]
    assert "doubtful evidence: Y1 requires Skill p (In brackets)" in " ".join(
        route_text.as_text(best).split()
    )


def test_an_alternative_is_only_as_sure_as_its_search(monkeypatch: pytest.MonkeyPatch) -> None:
    search = alternatives_module.search

    def unsure(problem, task, seconds=None):  # type: ignore[no-untyped-def]
        found = search(problem, task)
        return found and Found(found.label, found.label.cost * 0.9)

    monkeypatch.setattr(alternatives_module, "search", unsure)
    best = plan(rails(), "S1", "T1", RAILS, alternatives=1)
    (other,) = best.alternatives
    assert (best.effort.expected, other.effort.expected) == (321, 340)
    assert best.status == "within 11.2 %"
    assert other.lower_bound == pytest.approx(0.9 * 340)
    assert other.status == "within 11.2 %"


def test_json_tells_the_trade() -> None:
    data = plan(rails(), "S1", "T1", RAILS, alternatives=1).to_dict()
    assert data["trade"] is None
    assert data["alternatives"][0]["trade"] == {
        "hours": 19.0,
        "moves": 0,
        "largest_step": 19.0,
        "move_hours": 0.0,
        "learnt_instead": ["y"],
        "spared": ["x"],
        "transfer_hours": 0,
        "helped_otherwise": [],
        "doubtful": [],
    }
