from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careergraph.errors import NoRouteError, RequestError
from careergraph.network import CareerNetwork
from careergraph.routes import Constraints, pareto
from careergraph.routes.search import Found
from networks import career_network
from walks import Walk, small_networks, walks

MOST_MOVES = 4

Point = tuple[float, int, float]


def unbeaten(every: list[Walk]) -> set[Point]:
    """The points that none beats, by comparing every two."""
    points = {(round(w.cost, 4), w.moves, round(w.largest_step, 4)) for w in every}
    return {p for p in points if not any(q != p and below(q, p) for q in points)}


def below(one: Point, other: Point) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))


@settings(max_examples=150)
@given(small_networks(), st.data())
def test_the_front_is_that_of_all_routes(network: CareerNetwork, data: st.DataObject) -> None:
    source, target = data.draw(st.permutations(sorted(network.roles)))[:2]
    avoid = data.draw(st.sets(st.sampled_from(sorted(network.roles)), max_size=1))
    avoid -= {source, target}
    every = list(walks(network, source, target, MOST_MOVES, avoid=avoid))
    constraints = Constraints(max_moves=MOST_MOVES, avoid=tuple(avoid))
    if not every:
        with pytest.raises(NoRouteError):
            pareto(network, source, target, constraints)
        return
    front = pareto(network, source, target, constraints)
    found = [
        (round(r.effort.expected, 4), len(r.steps), round(r.largest_step, 4)) for r in front.routes
    ]
    assert set(found) == unbeaten(every)
    assert len(found) == len(set(found))
    assert found == sorted(found)
    assert front.complete
    assert {route.status for route in front.routes} == {"optimal"}


def three_ways() -> CareerNetwork:
    """T1 at once, or over X1, or over X1 and Y1: each step smaller, each route dearer."""
    return career_network(
        {"S": [""], "T": ["abc"], "X": ["a"], "Y": ["b"]},
        {"a": 100, "b": 100, "c": 100},
        cap=False,
    )


def test_each_route_says_what_it_trades_against_the_cheapest() -> None:
    front = pareto(three_ways(), "S1", "T1")
    told = [(r.effort.expected, len(r.steps), r.largest_step) for r in front.routes]
    assert told == [(360, 1, 300), (420, 2, 200), (480, 3, 100)]
    assert front.routes[0].trade is None
    traded = [(r.trade.hours, r.trade.moves, r.trade.largest_step) for r in front.routes[1:]]
    assert traded == [(60, 1, -100), (120, 2, -200)]


def test_the_detour_ends_the_front() -> None:
    front = pareto(three_ways(), "S1", "T1", detour=60)
    assert [route.effort.expected for route in front.routes] == [360, 420]
    with pytest.raises(RequestError, match="detour"):
        pareto(three_ways(), "S1", "T1", detour=-1)


def test_constraints_bound_the_front() -> None:
    front = pareto(three_ways(), "S1", "T1", Constraints(max_effort_per_move=250))
    assert [route.effort.expected for route in front.routes] == [420, 480]
    front = pareto(three_ways(), "S1", "T1", Constraints(max_moves=2))
    assert [route.effort.expected for route in front.routes] == [360, 420]


def test_a_front_whose_search_was_cut_short_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("careergraph.routes.pareto")
    search = module.search

    def unsure(problem, task):  # type: ignore[no-untyped-def]
        found = search(problem, task)
        return found and Found(found.label, found.label.cost / 2)

    monkeypatch.setattr(module, "search", unsure)
    front = pareto(three_ways(), "S1", "T1")
    assert not front.complete
    assert [route.status for route in front.routes] == ["within 100.0 %"] * 3
    assert front.to_dict()["complete"] is False
