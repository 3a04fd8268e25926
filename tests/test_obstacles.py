from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import careergraph as cg
from careergraph.errors import NoRouteError
from careergraph.network import CareerNetwork
from careergraph.routes import Constraints, plan
from networks import career_network
from walks import Walk, small_networks, walks

MOST_MOVES = 4


def smallest(every: list[Walk], measure: str, **most: float) -> float | None:
    """The smallest number that some route keeps to, of those within other numbers."""
    kept = [w for w in every if all(getattr(w, name) <= n + 1e-9 for name, n in most.items())]
    return min((getattr(walk, measure) for walk in kept), default=None)


@settings(max_examples=150)
@given(small_networks(), st.data())
def test_the_smallest_number_that_gives_a_route_is_named(
    network: CareerNetwork, data: st.DataObject
) -> None:
    source, target = data.draw(st.permutations(sorted(network.roles)))[:2]
    most_moves = data.draw(st.integers(1, 2))
    most_learning = data.draw(st.integers(0, 150))
    every = list(walks(network, source, target, MOST_MOVES))
    constraints = Constraints(max_moves=most_moves, max_effort_per_move=most_learning)
    try:
        plan(network, source, target, constraints)
        return
    except NoRouteError as error:
        relaxations = error.relaxations
    by_constraint = {
        one.changes[0].constraint: one.changes[0].value
        for one in relaxations
        if len(one.changes) == 1
    }
    by_constraint.pop("hardest_cell_cap", None)
    learning = smallest(every, "largest_step", moves=most_moves)
    if learning is None:
        assert "max_effort_per_move" not in by_constraint
    else:
        assert by_constraint["max_effort_per_move"] == pytest.approx(learning, abs=0.0101)
    moves = smallest(every, "moves", largest_step=most_learning)
    if moves is not None:
        assert by_constraint["max_moves"] == moves
    for relaxation in relaxations:
        if relaxation.changes[0].constraint == "hardest_cell_cap":
            continue
        loosened = {change.constraint: change.value for change in relaxation.changes}
        relaxed = Constraints(**{**given_by(constraints), **loosened})
        route = plan(network, source, target, relaxed)
        assert route.effort.expected == pytest.approx(relaxation.effort)
        assert len(route.steps) == relaxation.moves
        for name, value in loosened.items():
            finer = {**given_by(relaxed), name: value - (1 if name == "max_moves" else 0.02)}
            if finer[name] >= given_by(constraints)[name]:
                with pytest.raises(NoRouteError):
                    plan(network, source, target, Constraints(**finer))


def given_by(constraints: Constraints) -> dict[str, float]:
    return {
        "max_moves": constraints.max_moves,
        "max_effort_per_move": constraints.max_effort_per_move,
    }


def test_each_relaxation_is_data_the_cheapest_first() -> None:
    g = cg.load()
    with pytest.raises(NoRouteError) as caught:
        g.route("ml engineer 2", "ai product manager 4", max_moves=2)
    (relaxation,) = caught.value.relaxations
    assert relaxation.to_dict() == {
        "changes": [
            {"constraint": "max_moves", "given": "--max-moves 2", "value": 4, "role": None}
        ],
        "effort": 1623.0,
        "moves": 4,
    }
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.relaxations == caught.value.relaxations


def test_where_no_single_one_suffices_every_part_of_the_set_is_needed() -> None:
    g = cg.load()
    level_3 = "ai product manager 3"
    ends = ("ml engineer 2", "ai product manager 4")
    with pytest.raises(NoRouteError, match="No single one can be relaxed alone") as caught:
        g.route(*ends, max_moves=2, avoid=[level_3, "robotics engineer 5"])
    (relaxation,) = caught.value.relaxations
    changed = [
        (one.constraint, one.role and one.role[-20:], one.value) for one in relaxation.changes
    ]
    assert changed == [("avoid", "ai-product-manager-3", None), ("max_moves", None, 4)]
    assert len(g.route(*ends, max_moves=4, avoid=["robotics engineer 5"]).steps) == 4
    for part in ({"max_moves": 2}, {"max_moves": 4, "avoid": [level_3]}):
        with pytest.raises(NoRouteError):
            g.route(*ends, **part)


def test_a_role_to_pass_that_cannot_be_passed_is_named() -> None:
    network = career_network({"X": ["a", "b"], "Y": ["c"]}, {"a": 1, "b": 1, "c": 500})
    with pytest.raises(NoRouteError, match='without --via "Y1" there is one of 1 move') as caught:
        plan(network, "X1", "X2", Constraints(via=("Y1",), max_effort_per_move=10))
    names = {one.changes[0].constraint: one.changes[0].value for one in caught.value.relaxations}
    assert names == {"via": None, "max_effort_per_move": 500}
    efforts = [one.effort for one in caught.value.relaxations]
    assert efforts == sorted(efforts)


def test_nothing_is_offered_where_nothing_helps() -> None:
    network = career_network({"X": ["a"], "Y": ["b", "c"]}, {"a": 1, "b": 1, "c": 1})

    with pytest.raises(NoRouteError, match="Nothing leads into") as caught:
        plan(replace(network, progressions=()), "X1", "Y2", Constraints(max_moves=1))
    assert caught.value.relaxations == ()
